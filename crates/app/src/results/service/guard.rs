//! Who may do what to which unit's figures, asked once a unit and day of a batch.

use crate::app::App;
use crate::results::{CONFIRM, store};
use chrono::NaiveDate;
use platform::Result;
use platform::gate::{self, Actor, Permission, Place};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Asks the gate for each unit and day once.
pub struct Guard<'a> {
    app: &'a App,
    actor: &'a Actor,
    permission: Permission,
    passed: HashSet<(i64, NaiveDate)>,
}

impl<'a> Guard<'a> {
    pub fn new(app: &'a App, actor: &'a Actor, permission: Permission) -> Self {
        Self { app, actor, permission, passed: HashSet::new() }
    }

    pub fn ask(&mut self, unit: i64, on: NaiveDate) -> Result<()> {
        if self.passed.contains(&(unit, on)) {
            return Ok(());
        }
        gate::authorise(self.actor, self.permission, Place::Unit(unit, on), self.app.territory())?;
        self.passed.insert((unit, on));
        Ok(())
    }
}

/// Why this actor may not confirm a figure; nothing when it may.
pub fn may_confirm(app: &App, actor: &Actor, unit: i64, on: NaiveDate, entered_by: &str) -> Result<()> {
    gate::authorise(actor, CONFIRM, Place::Unit(unit, on), app.territory())?;
    gate::separate(entered_by, actor)
}

/// What waits for confirmation in the territory of an actor who may confirm: (unit, how many). Empty for all others.
pub async fn waiting_in_scope(app: &App, actor: &Actor) -> Result<Vec<(i64, i64)>> {
    if !actor.holds(CONFIRM) {
        return Ok(Vec::new());
    }
    let mut guard = Guard::new(app, actor, CONFIRM);
    let waiting = store::pending_by_unit(app.reader()).await?;
    Ok(waiting
        .into_iter()
        .filter(|(unit, on, _)| guard.ask(*unit, *on).is_ok())
        .map(|(unit, _, count)| (unit, count))
        .collect())
}

/// Whole changes that wait and of which every unit lies in the territory of an actor who may confirm: (change, who
/// entered it, how many), newest first.
pub async fn waiting_changes(app: &App, actor: &Actor) -> Result<Vec<(i64, String, i64)>> {
    if !actor.holds(CONFIRM) {
        return Ok(Vec::new());
    }
    let mut guard = Guard::new(app, actor, CONFIRM);
    let mut changes: BTreeMap<Reverse<i64>, (String, i64, bool)> = BTreeMap::new();
    for (change, by, unit, on, count) in store::pending_by_change(app.reader()).await? {
        let entry = changes.entry(Reverse(change)).or_insert((by, 0, true));
        entry.1 += count;
        entry.2 &= guard.ask(unit, on).is_ok();
    }
    let whole = changes.into_iter().filter(|(_, (_, _, inside))| *inside);
    Ok(whole.map(|(Reverse(change), (by, count, _))| (change, by, count)).collect())
}
