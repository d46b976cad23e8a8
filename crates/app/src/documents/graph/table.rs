//! When papers stop holding.

use platform::table::{Migration, NewTable};

/// That a paper does not hold from a day on, as somebody noted it.
pub mod expiry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "document_expiry")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: i64,
        /// The first day on which it does not hold.
        pub since: Option<Date>,
        /// The paper, article or event that ends it.
        pub ground: String,
        pub by: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates it.
pub fn migration() -> Migration {
    Migration::new("0211_expiry").table(
        NewTable::new("document_expiry")
            .key()
            .whole("document_id")
            .refers("document_id", "document")
            .optional_day("since")
            .text("ground")
            .text("by")
            .change()
            .index(&["document_id"]),
    )
}
