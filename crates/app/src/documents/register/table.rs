//! Tables of the registers: series, outgoing papers with their versions, steps, numbers, recipients and receipts, and
//! incoming papers with what became of them.

use platform::table::{Migration, NewTable};

/// A run of numbers: one direction, one agency, one sort of papers.
pub mod series {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "register_series")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// `outgoing` or `incoming`.
        pub direction: String,
        /// The agency whose register it is, in Vietnamese.
        pub issuer: String,
        /// What it is called: `Văn bản hành chính`, `Văn bản mật`, `Hội đồng Thi đua - Khen thưởng`.
        pub name: String,
        /// Whether its papers are state secrets and seen only by those who may.
        pub secret: bool,
        /// The territory of the agency; none for the centre.
        pub unit_id: Option<i64>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An outgoing paper; all that can be said of it stands in the tables below.
pub mod outgoing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub series_id: i64,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the paper says, a row each time it was changed.
pub mod version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing_version")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub outgoing_id: i64,
        pub kind: String,
        /// Folded symbol and subject for filtering.
        pub search_key: String,
        /// JSON of `model::Content`.
        pub body: String,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A step that was taken; the open one says the state.
pub mod step {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing_step")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub outgoing_id: i64,
        /// Empty for the beginning.
        pub step: String,
        /// The state after it.
        pub state: String,
        pub day: Date,
        /// Account name of who took it.
        pub by: String,
        pub reason: Option<String>,
        /// JSON of `model::Signature`, of a signature.
        pub signature: Option<String>,
        /// The paper that replaces, corrects or recalls this one.
        pub document_id: Option<i64>,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A number that was given. Never taken back: a recalled paper keeps its own.
pub mod number {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing_number")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub outgoing_id: i64,
        pub series_id: i64,
        pub year: i64,
        pub number: i64,
        /// Number and symbol as printed.
        pub printed: String,
        pub issued_on: Date,
        /// The paper in the open register; none for a secret one.
        pub document_id: Option<i64>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One who is sent a paper.
pub mod recipient {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing_recipient")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub outgoing_id: i64,
        pub name: String,
        /// What for: `để báo cáo`.
        pub purpose: Option<String>,
        /// Key of the office, where the name is a member of a group of offices.
        pub office: Option<String>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What became of a paper at a recipient; the open row is the latest.
pub mod receipt {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "outgoing_receipt")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub outgoing_id: i64,
        pub recipient_id: i64,
        pub status: String,
        pub day: Date,
        pub by: String,
        pub note: Option<String>,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A paper that arrived.
pub mod incoming {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "incoming")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub series_id: i64,
        pub year: i64,
        /// Number of the arrival.
        pub number: i64,
        pub arrived_on: Date,
        pub author: String,
        /// Number and symbol of the paper.
        pub printed: Option<String>,
        pub issued_on: Option<Date>,
        pub kind: String,
        pub subject: String,
        pub search_key: String,
        /// The paper in the open register; none for a secret one.
        pub document_id: Option<i64>,
        /// Content address of the file that arrived.
        pub sha256: Option<String>,
        pub file_name: Option<String>,
        pub note: Option<String>,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was done with a paper that arrived; the open row is the latest.
pub mod handling {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "incoming_handling")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub incoming_id: i64,
        /// The state after it: `registered`, `transferred`, `received`, `handled`.
        pub state: String,
        pub day: Date,
        pub by: String,
        /// The unit or person it was passed on to, or who signed for it.
        pub whom: Option<String>,
        pub note: Option<String>,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn of_outgoing(name: &'static str) -> NewTable {
    NewTable::new(name).key().whole("outgoing_id").refers("outgoing_id", "outgoing")
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0210_registers")
        .table(
            NewTable::new("register_series")
                .key()
                .text("direction")
                .text("issuer")
                .text("name")
                .flag("secret")
                .optional_whole("unit_id")
                .change()
                .unique(&["direction", "issuer", "name"]),
        )
        .table(
            NewTable::new("outgoing")
                .key()
                .whole("series_id")
                .refers("series_id", "register_series")
                .change()
                .index(&["series_id"]),
        )
        .table(
            of_outgoing("outgoing_version")
                .text("kind")
                .text("search_key")
                .text("body")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["outgoing_id"]),
        )
        .table(
            of_outgoing("outgoing_step")
                .text("step")
                .text("state")
                .day("day")
                .text("by")
                .optional_text("reason")
                .optional_text("signature")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["outgoing_id"])
                .index(&["state"]),
        )
        .table(
            of_outgoing("outgoing_number")
                .whole("series_id")
                .refers("series_id", "register_series")
                .whole("year")
                .whole("number")
                .text("printed")
                .day("issued_on")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .change()
                .unique(&["series_id", "year", "number"])
                .unique(&["outgoing_id"])
                .index(&["printed"]),
        )
        .table(
            of_outgoing("outgoing_recipient")
                .text("name")
                .optional_text("purpose")
                .optional_text("office")
                .change()
                .index(&["outgoing_id"]),
        )
        .table(
            of_outgoing("outgoing_receipt")
                .whole("recipient_id")
                .refers("recipient_id", "outgoing_recipient")
                .text("status")
                .day("day")
                .text("by")
                .optional_text("note")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["outgoing_id"])
                .index(&["recipient_id"]),
        )
        .table(
            NewTable::new("incoming")
                .key()
                .whole("series_id")
                .refers("series_id", "register_series")
                .whole("year")
                .whole("number")
                .day("arrived_on")
                .text("author")
                .optional_text("printed")
                .optional_day("issued_on")
                .text("kind")
                .text("subject")
                .text("search_key")
                .optional_whole("document_id")
                .refers("document_id", "document")
                .optional_text("sha256")
                .optional_text("file_name")
                .optional_text("note")
                .change()
                .unique(&["series_id", "year", "number"])
                .index(&["printed"])
                .index(&["sha256"]),
        )
        .table(
            NewTable::new("incoming_handling")
                .key()
                .whole("incoming_id")
                .refers("incoming_id", "incoming")
                .text("state")
                .day("day")
                .text("by")
                .optional_text("whom")
                .optional_text("note")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["incoming_id"])
                .index(&["state"]),
        )
}
