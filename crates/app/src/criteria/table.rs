//! Tables of recognitions and of the decisions that withdraw them.

use platform::table::{Migration, NewTable};

/// A unit recognised as new-rural.
pub mod recognition {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "recognition")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub unit_id: i64,
        /// Key of the catalogue's criteria level.
        pub level: String,
        pub set_key: Option<String>,
        pub decided_on: Option<Date>,
        pub document_id: Option<i64>,
        /// A day on which a paper shows it, where the decision is not known.
        pub seen_on: Option<Date>,
        pub note: Option<String>,
        pub source_id: i64,
        pub locator: String,
        pub change_id: i64,
        /// The change that struck it out as entered by mistake.
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A decision that withdraws a recognition.
pub mod withdrawal {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "withdrawal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub recognition_id: i64,
        pub decided_on: Date,
        pub document_id: Option<i64>,
        pub reason: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0600_criteria")
        .table(
            NewTable::new("recognition")
                .key()
                .whole("unit_id")
                .text("level")
                .optional_text("set_key")
                .optional_day("decided_on")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .optional_day("seen_on")
                .optional_text("note")
                .whole("source_id")
                .refers("source_id", "source")
                .text("locator")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["unit_id"])
                .index(&["document_id"])
                .index(&["source_id"]),
        )
        .table(
            NewTable::new("withdrawal")
                .key()
                .whole("recognition_id")
                .refers("recognition_id", "recognition")
                .day("decided_on")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .text("reason")
                .change()
                .unique(&["recognition_id"])
                .index(&["document_id"]),
        )
}
