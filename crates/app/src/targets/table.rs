//! The table of targets.

use platform::table::{Migration, NewTable};
use sea_orm::entity::prelude::*;

/// A target as an authority set it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "target")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub unit_id: i64,
    /// Set for each unit of this level within the unit rather than for the unit as a whole.
    pub each_level: Option<String>,
    pub indicator: String,
    pub year: Option<i64>,
    /// The day to reach it by, where it is not the year's end.
    pub due: Option<Date>,
    /// In ten-thousandths; missing when the paper gives no number or it was not found.
    pub value: Option<i64>,
    /// Upper end of a range, in ten-thousandths.
    pub upper: Option<i64>,
    pub comparator: String,
    pub measure: String,
    pub denominator: Option<String>,
    /// Key of the policy group; empty for everybody.
    pub grp: String,
    /// Men and women must each reach it.
    pub per_sex: bool,
    pub criteria_set: Option<String>,
    pub criterion: Option<String>,
    pub authority: String,
    pub document_id: Option<i64>,
    pub decided_on: Option<Date>,
    pub movement: Option<String>,
    pub objective: Option<String>,
    /// JSON list of the keys of the resolutions it serves.
    pub resolutions: String,
    /// The target it expressly replaces.
    pub supersedes: Option<i64>,
    /// What stands in the paper, where it differs from the value.
    pub printed: Option<String>,
    pub unknown_reason: Option<String>,
    pub note: Option<String>,
    pub source_id: i64,
    pub locator: String,
    pub entered_by: String,
    pub change_id: i64,
    /// The change that withdrew it.
    pub closed_by: Option<i64>,
}

/// No relations: the slice joins by hand.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Creates it.
pub fn migration() -> Migration {
    Migration::new("0450_targets").table(
        NewTable::new("target")
            .key()
            .whole("unit_id")
            .optional_text("each_level")
            .text("indicator")
            .optional_whole("year")
            .optional_day("due")
            .optional_whole("value")
            .optional_whole("upper")
            .text("comparator")
            .text("measure")
            .optional_text("denominator")
            .text("grp")
            .flag("per_sex")
            .optional_text("criteria_set")
            .optional_text("criterion")
            .text("authority")
            .optional_whole("document_id")
            .refers("document_id", "document")
            .optional_day("decided_on")
            .optional_text("movement")
            .optional_text("objective")
            .text("resolutions")
            .optional_whole("supersedes")
            .refers("supersedes", "target")
            .optional_text("printed")
            .optional_text("unknown_reason")
            .optional_text("note")
            .whole("source_id")
            .refers("source_id", "source")
            .text("locator")
            .text("entered_by")
            .change()
            .optional_whole("closed_by")
            .refers("closed_by", "change")
            .index(&["unit_id", "indicator", "year"])
            .index(&["indicator", "year"])
            .index(&["document_id"])
            .index(&["source_id"]),
    )
}
