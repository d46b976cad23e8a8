//! The inverted index.

use platform::table::{Migration, NewTable};

/// Where a word stands in the papers of a block.
pub mod word {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "paper_word")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The word with its diacritics.
        pub toned: String,
        /// The word without.
        pub folded: String,
        /// Number of the block of papers.
        pub block: i64,
        /// `words::Postings` as text.
        #[sea_orm(column_type = "Text")]
        pub postings: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which papers are in the index.
pub mod indexed {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "paper_indexed")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        /// The paper's key.
        pub id: i64,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0213_index")
        .table(
            NewTable::new("paper_word")
                .key()
                .text("toned")
                .text("folded")
                .whole("block")
                .text("postings")
                .unique(&["toned", "block"])
                .index(&["folded", "block"]),
        )
        .table(NewTable::new("paper_indexed").plain_key("id").refers("id", "document").change())
}
