//! The one way of writing. A change is the audit entry and the recorded time: every fact written in it points to its
//! number, and the numbers are gapless because one writer works at a time.

use crate::audit::{self, Entry};
use crate::gate::Actor;
use crate::problem::Problem;
use crate::{Clock, Database, Result};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue, DatabaseTransaction, EntityTrait, QueryOrder};
use serde::Serialize;

/// A transaction with its audit entry. Dropped without [`Change::commit`], nothing of it happened.
pub struct Change {
    transaction: DatabaseTransaction,
    entry: Entry,
    details: Vec<Detail>,
}

#[derive(Serialize)]
struct Detail {
    what: &'static str,
    id: i64,
    body: serde_json::Value,
}

impl Change {
    /// Begins a change: `verb` is the permission-like name of what is done (`targets.enter`), `reason` what the actor
    /// gave as a reason, if any.
    pub async fn begin(
        database: &Database,
        clock: &dyn Clock,
        actor: &Actor,
        verb: &str,
        reason: Option<&str>,
    ) -> Result<Self> {
        let transaction = database.begin_writing().await?;
        let last = audit::table::Entity::find().order_by_desc(audit::table::Column::Id).one(&transaction).await?;
        let entry = Entry {
            id: last.as_ref().map_or(1, |last| last.id + 1),
            at: clock.now(),
            actor: actor.name.clone(),
            verb: verb.to_owned(),
            reason: reason.map(str::to_owned),
            details: String::new(),
            previous: last.map_or_else(String::new, |last| last.hash),
        };
        let change = Self { transaction, entry, details: Vec::new() };
        // Facts refer to the row, so it stands first; its details and hash are filled in at the end.
        change.row(String::new(), String::new()).insert(&change.transaction).await?;
        Ok(change)
    }

    /// The number of this change; facts carry it as `change_id`.
    pub fn id(&self) -> i64 {
        self.entry.id
    }

    /// The recorded time of everything in this change.
    pub fn at(&self) -> DateTime<Utc> {
        self.entry.at
    }

    /// The connection to read and write through.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Notes what was done to which row, for the audit trail. Never put personal data here.
    pub fn record(&mut self, what: &'static str, id: i64, body: impl Serialize) -> Result<()> {
        self.details.push(Detail { what, id, body: serde_json::to_value(body)? });
        Ok(())
    }

    /// Seals the audit entry and commits. Returns the number of the change.
    pub async fn commit(mut self) -> Result<i64> {
        self.entry.details = serde_json::to_string(&self.details)?;
        let hash = self.entry.hash();
        let row = self.row(self.entry.details.clone(), hash);
        row.update(&self.transaction).await?;
        let id = self.entry.id;
        self.transaction.commit().await.map_err(Problem::from)?;
        Ok(id)
    }

    fn row(&self, details: String, hash: String) -> audit::table::ActiveModel {
        audit::table::ActiveModel {
            id: ActiveValue::Set(self.entry.id),
            at: ActiveValue::Set(self.entry.at),
            actor: ActiveValue::Set(self.entry.actor.clone()),
            verb: ActiveValue::Set(self.entry.verb.clone()),
            reason: ActiveValue::Set(self.entry.reason.clone()),
            details: ActiveValue::Set(details),
            previous: ActiveValue::Set(self.entry.previous.clone()),
            hash: ActiveValue::Set(hash),
        }
    }
}
