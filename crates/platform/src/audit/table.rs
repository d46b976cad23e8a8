//! The table `change`.

use super::Entry;
use crate::table::{Migration, NewTable};
use sea_orm::entity::prelude::*;

/// One row a change; see [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Gapless number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Recorded time.
    pub at: DateTimeUtc,
    /// Account name.
    pub actor: String,
    /// What was done.
    pub verb: String,
    /// The reason given.
    pub reason: Option<String>,
    /// JSON list of what was done to which row.
    #[sea_orm(column_type = "Text")]
    pub details: String,
    /// Hash of the entry before.
    pub previous: String,
    /// Hash of this entry.
    pub hash: String,
}

/// No relations: everything points here.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Splits the stored hash from what it seals.
    pub fn into_entry(self) -> (String, Entry) {
        let entry = Entry {
            id: self.id,
            at: self.at,
            actor: self.actor,
            verb: self.verb,
            reason: self.reason,
            details: self.details,
            previous: self.previous,
        };
        (self.hash, entry)
    }
}

/// The migration that creates the table.
pub fn migration() -> Migration {
    Migration::new("0001_change").table(
        NewTable::new("change")
            .plain_key("id")
            .instant("at")
            .text("actor")
            .text("verb")
            .optional_text("reason")
            .text("details")
            .text("previous")
            .text("hash"),
    )
}
