//! How many residents there are and how many of them are covered, on any days, by any of the index's dimensions.
//!
//! A question is answered by counting events up to a day, in memory that is read once: on one day by comparing, on many
//! days by one histogram over the days asked for. The parts of an answer that different provinces give can be made
//! apart, anywhere, and joined ([`Answer::join`]).

mod answer;
mod grid;
mod kernel;
mod pieces;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

pub use answer::{Answer, Cell, JoinError, Row};

use crate::day::Day;
use crate::index::{AgeBands, Ethnic, Index, ProvinceIndex};
use grid::Grid;
use kernel::{Changes, Days};
use pieces::Plan;

/// What cells differ in.
#[derive(Clone, Debug, Default)]
pub struct By {
    /// Where people live.
    pub place: PlaceBy,
    /// Men and women apart.
    pub sex: bool,
    /// Groups of residents.
    pub group: GroupBy,
    /// Ethnic minorities apart.
    pub ethnic: bool,
    /// Bands of age, as the index has them.
    pub age: bool,
}

/// Which places cells stand for.
#[derive(Clone, Debug, Default)]
pub enum PlaceBy {
    /// The whole index together.
    #[default]
    Together,
    /// Communes, as the list of residents names them.
    Commune,
    /// Whatever the map makes of the communes: districts, provinces, the communes of another structure.
    Map(Arc<PlaceMap>),
}

/// What stands for each commune of the index.
#[derive(Clone, Debug, Default)]
pub struct PlaceMap {
    /// What cells are called, in the order in which they are to stand.
    pub labels: Vec<String>,
    /// For the code of each commune the place of its label; a commune that is missing here, or has `None`, cannot be placed:
    /// its people stand in a cell whose place is empty.
    pub of: HashMap<String, Option<u32>>,
}

/// Which groups cells stand for.
#[derive(Clone, Default)]
pub enum GroupBy {
    /// All together.
    #[default]
    Together,
    /// The group that the list of residents states.
    Stated,
    /// Sets that may overlap: a person counts once in each set he belongs to, and not at all if in none.
    Sets(Arc<dyn GroupSets>),
}

impl std::fmt::Debug for GroupBy {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            GroupBy::Together => "Together",
            GroupBy::Stated => "Stated",
            GroupBy::Sets(_) => "Sets",
        })
    }
}

/// Sets of people by group, ethnicity and age.
pub trait GroupSets: Send + Sync {
    /// What the sets are called, at most 64.
    fn labels(&self) -> Vec<String>;
    /// Whether any set depends on age; if so, sets must be closed under the bands of the index.
    fn need_age(&self) -> bool;
    /// The sets that these people belong to, a bit each. `ages`: first and last completed year of the band (`None`: no
    /// last one); `None` as a whole: age unknown, or not asked since [`GroupSets::need_age`] says no.
    fn sets_of(&self, group: &str, ethnic: Ethnic, ages: Option<(u8, Option<u8>)>) -> u64;
}

/// Days, and what cells differ in.
#[derive(Clone, Debug)]
pub struct Question {
    dates: Vec<NaiveDate>,
    /// What cells differ in.
    pub by: By,
}

impl Question {
    /// A question about these days; they are put in order, each once.
    pub fn new(mut dates: Vec<NaiveDate>, by: By) -> Question {
        dates.sort_unstable();
        dates.dedup();
        Question { dates, by }
    }

    /// The days, rising.
    pub fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }
}

/// The last days of the months from the month of `from` to that of `to`.
pub fn month_ends(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let number = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
    (number(from)..=number(to))
        .filter_map(|month| {
            NaiveDate::from_ymd_opt((month + 1).div_euclid(12), (month + 1).rem_euclid(12) as u32 + 1, 1)?.pred_opt()
        })
        .collect()
}

/// Answers a question from a whole index, on the threads of the current pool.
pub fn ask(index: &Index, question: &Question) -> Answer {
    let provinces: Vec<&ProvinceIndex> = index.provinces().iter().collect();
    ask_provinces(&provinces, index.bands(), question)
}

/// The part of an answer that some provinces give.
pub fn ask_provinces(provinces: &[&ProvinceIndex], bands: &AgeBands, question: &Question) -> Answer {
    let days = Days::new(&question.dates, bands);
    let plans: Vec<Plan> = provinces.par_iter().map(|province| Plan::of(province, bands, &question.by)).collect();
    let cells: usize = plans.iter().map(|plan| plan.cells.keys.len()).sum();
    let most = plans.iter().flat_map(|plan| &plan.cells.everybody).max().copied().unwrap_or(0);
    let mut covered = Grid::new(cells * days.len(), most);
    let mut residents = vec![0_u32; cells];
    let mut parts = Vec::with_capacity(plans.len());
    let (mut rest, mut residents_rest) = (covered.numbers(), residents.as_mut_slice());
    for (province, plan) in provinces.iter().zip(&plans) {
        let count = plan.cells.keys.len();
        let (mine, others) = rest.split(count * days.len());
        let (my_residents, other_residents) = residents_rest.split_at_mut(count);
        parts.push((province, plan, mine, my_residents));
        (rest, residents_rest) = (others, other_residents);
    }
    // Large provinces first, so that no thread is left with one at the end.
    parts.sort_by_key(|part| std::cmp::Reverse(part.0.rows()));
    let changes: HashMap<&str, Changes> = parts
        .into_par_iter()
        .with_max_len(1)
        .map(|(province, plan, covered, residents)| {
            (province.code(), kernel::count(province, plan, &days, covered, residents))
        })
        .collect();
    Answer::assemble(provinces, plans, question, bands, covered, residents, changes)
}

/// The first day on which nobody asked for can be covered or born any more.
fn day_after(date: NaiveDate) -> u16 {
    Day::of(date).0.saturating_add(1)
}
