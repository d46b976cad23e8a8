//! Tables of imports asked for on the web, and of pairs of rows to be reviewed.

use platform::table::{Migration, NewTable};

/// An import of two lists, from the files sent to its end.
pub mod people_import {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "people_import")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Name of the snapshot to be.
        pub name: String,
        /// Whose lists they are; none for the whole country's.
        pub unit_id: Option<i64>,
        /// The day of the lists; none to let the lists say.
        pub as_of: Option<Date>,
        /// Name of the list of residents as it was sent.
        pub residents_file: String,
        /// Name of the list of cards as it was sent.
        pub cards_file: String,
        /// Folder of the files, below that of all uploads.
        pub folder: String,
        pub numbers_only: bool,
        pub accept_valid: bool,
        /// Which column is which, as a mapping file; empty until it is confirmed.
        pub columns: String,
        pub state: String,
        pub step: Option<String>,
        /// Work done in the step.
        pub done: i64,
        /// All work of the step; nought while it is not known.
        pub total: i64,
        pub rows: i64,
        pub refused: i64,
        pub started_at: Option<DateTimeUtc>,
        pub step_at: Option<DateTimeUtc>,
        /// When the process that runs it last said so.
        pub beat_at: Option<DateTimeUtc>,
        pub ended_at: Option<DateTimeUtc>,
        /// What came of it, as JSON.
        pub outcome: Option<String>,
        pub asked_by: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A queue of pairs.
pub mod match_review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "match_review")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        /// Whose people they are; none for the whole country.
        pub unit_id: Option<i64>,
        /// Folder of the key that seals the pairs, below that of all reviews.
        pub folder: String,
        pub pairs: i64,
        pub filed_by: String,
        pub filed_at: DateTimeUtc,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A pair of rows that may be about one person.
pub mod match_pair {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "match_pair")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub review_id: i64,
        /// Its place in the queue, from 1.
        pub place: i64,
        /// In millionths.
        pub probability: i64,
        /// Both rows, sealed, in hexadecimal.
        pub sealed: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody decided on a pair.
pub mod match_decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "match_decision")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub pair_id: i64,
        pub verdict: String,
        pub decided_by: String,
        pub decided_at: DateTimeUtc,
        pub change_id: i64,
        /// The change that undid it.
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0650_people")
        .table(
            NewTable::new("people_import")
                .key()
                .text("name")
                .optional_whole("unit_id")
                .optional_day("as_of")
                .text("residents_file")
                .text("cards_file")
                .text("folder")
                .flag("numbers_only")
                .flag("accept_valid")
                .text("columns")
                .text("state")
                .optional_text("step")
                .whole("done")
                .whole("total")
                .whole("rows")
                .whole("refused")
                .optional_instant("started_at")
                .optional_instant("step_at")
                .optional_instant("beat_at")
                .optional_instant("ended_at")
                .optional_text("outcome")
                .text("asked_by")
                .change(),
        )
        .table(
            NewTable::new("match_review")
                .key()
                .text("name")
                .optional_whole("unit_id")
                .text("folder")
                .whole("pairs")
                .text("filed_by")
                .instant("filed_at")
                .change()
                .unique(&["name"]),
        )
        .table(
            NewTable::new("match_pair")
                .key()
                .whole("review_id")
                .refers("review_id", "match_review")
                .whole("place")
                .whole("probability")
                .text("sealed")
                .change()
                .unique(&["review_id", "place"]),
        )
        .table(
            NewTable::new("match_decision")
                .key()
                .whole("pair_id")
                .refers("pair_id", "match_pair")
                .text("verdict")
                .text("decided_by")
                .instant("decided_at")
                .change()
                .optional_whole("closed_by")
                .refers("closed_by", "change")
                .index(&["pair_id"]),
        )
}
