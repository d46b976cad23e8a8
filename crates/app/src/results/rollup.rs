//! The arithmetic of roll-ups: what a batch of confirmed figures adds to every unit above them.

use super::table::observation;
use crate::app::App;
use crate::places;
use chrono::NaiveDate;
use rules::place::Level;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// One cell, in the order of the index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub unit: i64,
    pub series: i64,
    pub sex: String,
    pub grp: String,
    pub as_of: NaiveDate,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub leaves: String,
}

/// What is in a cell, or what is added to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub num: i64,
    pub den: i64,
    pub leaves_known: i64,
    pub dens_known: i64,
}

/// Units above a unit on a day, and the level of the unit.
type Above = Arc<(&'static str, Vec<i64>)>;

/// Deltas of one change, gathered before they are written.
#[derive(Debug, Default)]
pub struct Deltas {
    cells: BTreeMap<Cell, Sum>,
    above: HashMap<(i64, NaiveDate), Option<Above>>,
}

/// Key of a level of summed units.
pub fn level_key(level: Level) -> &'static str {
    match level {
        Level::Nation => "nation",
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
    }
}

/// The level of a key.
pub fn level_of_key(key: &str) -> Option<Level> {
    [Level::Nation, Level::Province, Level::District, Level::Commune].into_iter().find(|level| level_key(*level) == key)
}

impl Deltas {
    /// Adds an observation (`sign` 1) or takes it away (-1). Published percentages and unknowns have nothing to add: the
    /// unit stays missing in the count of units known.
    pub fn add(&mut self, app: &App, row: &observation::Model, sign: i64) {
        let Some(num) = row.num else { return };
        let above = self.above.entry((row.unit_id, row.as_of)).or_insert_with(|| above(app, row.unit_id, row.as_of));
        let Some(above) = above.clone() else { return };
        for unit in &above.1 {
            let cell = Cell {
                unit: *unit,
                series: row.series_id,
                sex: row.sex.clone(),
                grp: row.grp.clone(),
                as_of: row.as_of,
                period_from: row.period_from,
                period_to: row.period_to,
                leaves: above.0.to_owned(),
            };
            let sum = self.cells.entry(cell).or_default();
            sum.num += sign * num;
            sum.den += sign * row.den.unwrap_or(0);
            sum.leaves_known += sign;
            sum.dens_known += sign * i64::from(row.den.is_some());
        }
    }

    /// The cells that change, in the order of the index.
    pub fn into_cells(self) -> impl Iterator<Item = (Cell, Sum)> {
        self.cells.into_iter().filter(|(_, sum)| *sum != Sum::default())
    }
}

/// The level of a unit and the units above it on that day.
fn above(app: &App, unit: i64, on: NaiveDate) -> Option<Above> {
    let id = places::id(unit)?;
    let level = app.places().unit(id)?.level();
    let units = app.places().ancestors(id, on).into_iter().map(|above| i64::from(above.id)).collect();
    Some(Arc::new((level_key(level), units)))
}
