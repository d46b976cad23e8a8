//! Tables of papers, their links and the sources.

use platform::table::{Migration, NewTable};

/// A paper.
pub mod document {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "document")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The number, with the issuer or year where the number is not enough.
        pub key: String,
        pub kind: String,
        pub number: Option<String>,
        /// Date of the paper or, for an article, of its publication.
        pub issued_on: Option<Date>,
        pub issuer: String,
        pub subject: String,
        pub state: String,
        /// Folded text for searching.
        pub search_key: String,
        /// The whole paper as JSON of `model::Document`.
        #[sea_orm(column_type = "Text")]
        pub body: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What one paper does to another. The other may not be in the register yet: its key stands all the same.
pub mod link {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "document_link")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: i64,
        pub relation: String,
        pub target_key: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where facts come from.
pub mod source {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "source")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// `document`, `import` or `form`.
        pub kind: String,
        /// What it is called on pages: number of the paper, name of the file, name of the form.
        pub title: String,
        pub document_id: Option<i64>,
        /// Content address of the imported file.
        pub sha256: Option<String>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0200_documents")
        .table(
            NewTable::new("document")
                .key()
                .text("key")
                .text("kind")
                .optional_text("number")
                .optional_day("issued_on")
                .text("issuer")
                .text("subject")
                .text("state")
                .text("search_key")
                .text("body")
                .change()
                .unique(&["key"])
                .index(&["number"]),
        )
        .table(
            NewTable::new("document_link")
                .key()
                .whole("document_id")
                .refers("document_id", "document")
                .text("relation")
                .text("target_key")
                .change()
                .index(&["document_id"])
                .index(&["target_key"]),
        )
        .table(
            NewTable::new("source")
                .key()
                .text("kind")
                .text("title")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .optional_text("sha256")
                .change()
                .index(&["document_id"]),
        )
}
