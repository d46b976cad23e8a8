//! Tables of plans, their items and their events.

use platform::table::{Migration, NewTable};

/// One version of one unit's plan.
pub mod plan {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "plan")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub movement_key: String,
        pub phase_key: String,
        /// Revision of the movement it was made from.
        pub definition_id: i64,
        pub unit_id: i64,
        /// Key of the office, when it is not the unit's own plan.
        pub office: Option<String>,
        pub year: Option<i64>,
        pub parent_plan_id: Option<i64>,
        pub version: i64,
        /// The version before.
        pub supersedes: Option<i64>,
        pub title: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One item of a plan; a changed item is a new row, the old one is closed.
pub mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "plan_item")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub plan_id: i64,
        /// The item of the parent's plan it comes from.
        pub parent_item_id: Option<i64>,
        pub position: i64,
        /// The same down the cascade and through versions.
        pub key: String,
        pub kind: String,
        pub text: String,
        pub who: String,
        pub due: String,
        pub year: Option<i64>,
        pub criteria_set: Option<String>,
        /// What the parent's item, or the movement's phase, said when this was taken over; none for the unit's own.
        pub above_text: Option<String>,
        /// When it was due there.
        pub above_due: Option<String>,
        pub deviation_note: Option<String>,
        /// `inherited` or `local`.
        pub origin: String,
        /// Whether it differs from where it comes from.
        pub edited: bool,
        /// Whether the unit leaves it out.
        pub dropped: bool,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A step that was taken.
pub mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "plan_event")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub plan_id: i64,
        /// Empty for the first.
        pub from_state: String,
        pub to_state: String,
        /// Account name of who took it.
        pub by: String,
        pub reason: Option<String>,
        /// The paper, when it was given its number.
        pub document_id: Option<i64>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0400_plans")
        .table(
            NewTable::new("plan")
                .key()
                .text("movement_key")
                .text("phase_key")
                .whole("definition_id")
                .refers("definition_id", "definition")
                .whole("unit_id")
                .optional_text("office")
                .optional_whole("year")
                .optional_whole("parent_plan_id")
                .refers("parent_plan_id", "plan")
                .whole("version")
                .optional_whole("supersedes")
                .refers("supersedes", "plan")
                .text("title")
                .change()
                .index(&["movement_key", "phase_key"])
                .index(&["unit_id"]),
        )
        .table(
            NewTable::new("plan_item")
                .key()
                .whole("plan_id")
                .refers("plan_id", "plan")
                .optional_whole("parent_item_id")
                .refers("parent_item_id", "plan_item")
                .whole("position")
                .text("key")
                .text("kind")
                .text("text")
                .text("who")
                .text("due")
                .optional_whole("year")
                .optional_text("criteria_set")
                .optional_text("above_text")
                .optional_text("above_due")
                .optional_text("deviation_note")
                .text("origin")
                .flag("edited")
                .flag("dropped")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["plan_id"]),
        )
        .table(
            NewTable::new("plan_event")
                .key()
                .whole("plan_id")
                .refers("plan_id", "plan")
                .text("from_state")
                .text("to_state")
                .text("by")
                .optional_text("reason")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .change()
                .index(&["plan_id"])
                .index(&["document_id"]),
        )
}
