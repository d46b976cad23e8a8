//! Tables of texts, repairs, findings and decisions.

use platform::table::{Migration, NewTable};

/// One version of a paper's text.
pub mod text {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "paper_text")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: i64,
        /// 1 for the first.
        pub version: i64,
        /// Name of the file it came from.
        pub file_name: Option<String>,
        /// Content address of that file.
        pub sha256: Option<String>,
        /// `txt`, `html`, `docx`, `pdf`, or what the file's ending says.
        pub format: String,
        /// The words before any repair; empty where the file has none to give.
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A place where a broken scan was mended.
pub mod repair {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "paper_repair")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub text_id: i64,
        /// First byte.
        pub start: i64,
        /// Byte after the last.
        pub end: i64,
        pub was: String,
        pub now: String,
        pub rule: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A fact that was read.
pub mod finding {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "paper_finding")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: i64,
        pub text_id: i64,
        /// `citation`, `target`, `duty`, `number`, …
        pub kind: String,
        /// The fact in one line, in Vietnamese.
        pub label: String,
        /// Its fields as a JSON object of texts.
        pub fields: String,
        /// First byte of the words it came from.
        pub start: Option<i64>,
        /// Byte after the last.
        pub end: Option<i64>,
        /// In ten-thousandths.
        pub confidence: i64,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What an officer said of a finding; the open row holds.
pub mod decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "finding_decision")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub finding_id: i64,
        /// `accepted`, `corrected`, `rejected`.
        pub verdict: String,
        /// The fields as corrected.
        pub fields: Option<String>,
        pub by: String,
        pub reason: Option<String>,
        /// What it became: `citation`, `target`, …
        pub became_kind: Option<String>,
        /// What it is called.
        pub became_title: Option<String>,
        /// Its page.
        pub became_path: Option<String>,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0212_paper_texts")
        .table(
            NewTable::new("paper_text")
                .key()
                .whole("document_id")
                .refers("document_id", "document")
                .whole("version")
                .optional_text("file_name")
                .optional_text("sha256")
                .text("format")
                .text("text")
                .change()
                .unique(&["document_id", "version"])
                .index(&["sha256"]),
        )
        .table(
            NewTable::new("paper_repair")
                .key()
                .whole("text_id")
                .refers("text_id", "paper_text")
                .whole("start")
                .whole("end")
                .text("was")
                .text("now")
                .text("rule")
                .change()
                .index(&["text_id"]),
        )
        .table(
            NewTable::new("paper_finding")
                .key()
                .whole("document_id")
                .refers("document_id", "document")
                .whole("text_id")
                .refers("text_id", "paper_text")
                .text("kind")
                .text("label")
                .text("fields")
                .optional_whole("start")
                .optional_whole("end")
                .whole("confidence")
                .change()
                .index(&["text_id"])
                .index(&["document_id"]),
        )
        .table(
            NewTable::new("finding_decision")
                .key()
                .whole("finding_id")
                .refers("finding_id", "paper_finding")
                .text("verdict")
                .optional_text("fields")
                .text("by")
                .optional_text("reason")
                .optional_text("became_kind")
                .optional_text("became_title")
                .optional_text("became_path")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["finding_id"]),
        )
}
