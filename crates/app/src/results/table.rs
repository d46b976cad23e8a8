//! Tables of results: series, observations, confirmations, what waits for confirmation, and the roll-ups.

use platform::table::{Migration, NewTable};

/// What is counted, over what: an indicator, the definition of its denominator and its facet.
pub mod series {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "series")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub indicator: String,
        /// Key of the denominator's definition; empty when the source does not say it or there is none.
        pub denominator: String,
        /// Criterion, band or criteria set, as `model::Facet` writes it; empty for none.
        pub facet: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One figure as somebody stated it. `closed_by` is the only column that is ever updated.
pub mod observation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "observation")]
    pub struct Model {
        /// Given by the writer: one writer works at a time, and a batch knows its keys before it is written.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub series_id: i64,
        pub unit_id: i64,
        pub period_from: Date,
        pub period_to: Date,
        pub as_of: Date,
        /// `male`, `female`, or empty for both together.
        pub sex: String,
        /// Key of the policy group, or empty for everybody.
        pub grp: String,
        pub num: Option<i64>,
        pub den: Option<i64>,
        /// Ten-thousandths of a percentage that was published without its pair.
        pub published: Option<i64>,
        pub unknown_reason: Option<String>,
        pub estimate: bool,
        /// What stands in the source, where it differs ("79,9 triệu người").
        pub printed: Option<String>,
        /// The step to which a printed number was rounded.
        pub rounded_to: Option<i64>,
        pub note: Option<String>,
        pub source_id: i64,
        pub locator: String,
        pub entered_by: String,
        /// The confirmed observation that this one will close once it is confirmed.
        pub corrects: Option<i64>,
        pub change_id: i64,
        pub closed_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_one = "super::confirmation::Entity")]
        Confirmation,
    }

    impl Related<super::confirmation::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Confirmation.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody other than who entered it stands for an observation.
pub mod confirmation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "confirmation")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub observation_id: i64,
        pub confirmed_by: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::observation::Entity",
            from = "Column::ObservationId",
            to = "super::observation::Column::Id"
        )]
        Observation,
    }

    impl Related<super::observation::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Observation.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What waits for confirmation: derived from the two tables above, so that no page has to look for it.
pub mod pending {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "pending_result")]
    pub struct Model {
        /// The observation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub unit_id: i64,
        pub as_of: Date,
        pub entered_by: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Sums of confirmed observations of one level, kept for every unit above them in the structure of the as-of day.
pub mod rollup {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "rollup")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub unit_id: i64,
        pub series_id: i64,
        pub sex: String,
        pub grp: String,
        pub as_of: Date,
        pub period_from: Date,
        pub period_to: Date,
        /// Level of the units summed: `province`, `district`, `commune`.
        pub leaves: String,
        pub num: i64,
        pub den: i64,
        pub leaves_known: i64,
        /// How many of them have a denominator.
        pub dens_known: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Columns that tell one cell of the roll-ups from another, in the order of their index.
pub const CELL: &[&str] = &["unit_id", "series_id", "sex", "grp", "as_of", "period_from", "period_to", "leaves"];

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0500_results")
        .table(NewTable::new("series").key().text("indicator").text("denominator").text("facet").change().unique(&[
            "indicator",
            "denominator",
            "facet",
        ]))
        .table(observations())
        .table(
            NewTable::new("confirmation")
                .key()
                .whole("observation_id")
                .refers("observation_id", "observation")
                .text("confirmed_by")
                .change()
                .unique(&["observation_id"]),
        )
        .table(
            NewTable::new("pending_result")
                .plain_key("id")
                .refers("id", "observation")
                .whole("unit_id")
                .day("as_of")
                .text("entered_by")
                .change()
                .index(&["change_id"])
                .index(&["unit_id"]),
        )
        .table(
            NewTable::new("rollup")
                .key()
                .whole("unit_id")
                .whole("series_id")
                .refers("series_id", "series")
                .text("sex")
                .text("grp")
                .day("as_of")
                .day("period_from")
                .day("period_to")
                .text("leaves")
                .whole("num")
                .whole("den")
                .whole("leaves_known")
                .whole("dens_known")
                .unique(CELL),
        )
}

fn observations() -> NewTable {
    NewTable::new("observation")
        .plain_key("id")
        .whole("series_id")
        .refers("series_id", "series")
        .whole("unit_id")
        .day("period_from")
        .day("period_to")
        .day("as_of")
        .text("sex")
        .text("grp")
        .optional_whole("num")
        .optional_whole("den")
        .optional_whole("published")
        .optional_text("unknown_reason")
        .flag("estimate")
        .optional_text("printed")
        .optional_whole("rounded_to")
        .optional_text("note")
        .whole("source_id")
        .refers("source_id", "source")
        .text("locator")
        .text("entered_by")
        .optional_whole("corrects")
        .refers("corrects", "observation")
        .change()
        .optional_whole("closed_by")
        .refers("closed_by", "change")
        .index(&["unit_id", "series_id", "sex", "grp", "as_of"])
        .index(&["series_id", "as_of", "unit_id"])
        .index(&["source_id"])
        .index_of_known("corrects")
}
