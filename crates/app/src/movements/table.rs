//! The table of duties that were done.

use platform::table::{Migration, NewTable};
use sea_orm::entity::prelude::*;

/// A unit's record that it did a duty, held a review, or carried out an item of its plan.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "duty_done")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Key of the movement.
    pub movement_key: String,
    /// Key of the duty, the review or the plan's item: the same down the cascade of plans.
    pub duty_key: String,
    /// Who did it.
    pub unit_id: i64,
    /// The year it was done for, when it comes back every year.
    pub for_year: Option<i64>,
    /// The day on which it was done.
    pub done_on: Date,
    /// The paper by which it was done.
    pub document_id: Option<i64>,
    /// How it was done, where no paper says so.
    pub note: Option<String>,
    /// The source of the record.
    pub source_id: i64,
    /// Place in the source.
    pub locator: String,
    /// Account name of who recorded it.
    pub by: String,
    /// The change that recorded it.
    pub change_id: i64,
    /// The change that struck it out as entered by mistake.
    pub closed_by: Option<i64>,
}

/// None: other slices are reached through their service.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Creates it.
pub fn migration() -> Migration {
    Migration::new("0350_duties_done").table(
        NewTable::new("duty_done")
            .key()
            .text("movement_key")
            .text("duty_key")
            .whole("unit_id")
            .optional_whole("for_year")
            .day("done_on")
            .optional_whole("document_id")
            .refers("document_id", "document")
            .optional_text("note")
            .whole("source_id")
            .refers("source_id", "source")
            .text("locator")
            .text("by")
            .change()
            .optional_whole("closed_by")
            .refers("closed_by", "change")
            .index(&["movement_key", "duty_key"])
            .index(&["unit_id"])
            .index(&["document_id"])
            .index(&["source_id"]),
    )
}
