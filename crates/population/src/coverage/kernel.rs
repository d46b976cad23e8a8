//! The counting itself.

use chrono::NaiveDate;

use super::day_after;
use super::grid::Numbers;
use super::pieces::{Band, Parts, Plan, Span};
use crate::index::{AgeBands, ProvinceIndex};

/// Up to so many days comparing is quicker than a histogram.
const FEW: usize = 4;

/// Up to so many days the histogram lies in the first cache with a place of its own for each.
const MANY: usize = 63;

/// Above this length a sorted list is searched rather than compared as a whole.
const LONG: usize = 1024;

/// The days of a question, prepared for counting.
pub(super) struct Days {
    /// For each date the day after it: an event has happened on the date if it lies before.
    bounds: Vec<u16>,
    /// For every day the number of dates before it; empty for few dates.
    step_of: Vec<u16>,
    /// The same for up to [`MANY`] dates.
    small_step_of: Option<Box<[u8; 1 << 16]>>,
    /// For each date and each further band, the first birth not in it yet; see [`AgeBands::births_reaching`].
    reaching: Vec<Vec<u16>>,
}

impl Days {
    pub(super) fn new(dates: &[NaiveDate], bands: &AgeBands) -> Days {
        let bounds: Vec<u16> = dates.iter().map(|&date| day_after(date)).collect();
        let mut step_of = Vec::new();
        if dates.len() > FEW {
            step_of.reserve_exact(1 << 16);
            for (step, &bound) in bounds.iter().enumerate() {
                step_of.resize(usize::from(bound), step as u16);
            }
            step_of.resize(1 << 16, bounds.len() as u16);
        }
        let reaching =
            dates.iter().map(|&date| bands.births_reaching(date).into_iter().map(|day| day.0).collect()).collect();
        let small = (FEW + 1..=MANY).contains(&bounds.len());
        let small_step_of: Option<Box<[u8; 1 << 16]>> = small
            .then(|| step_of.iter().map(|&step| step as u8).collect::<Vec<u8>>().into_boxed_slice().try_into().ok())
            .flatten();
        Days { bounds, step_of, small_step_of, reaching }
    }

    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }
}

/// How residents of some cells of a province differ between the first day and each day.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// For each cell the place of its row, or [`Changes::NONE`].
    pub at: Vec<u32>,
    /// A number for each day, row after row.
    pub rows: Vec<i32>,
}

impl Changes {
    pub(super) const NONE: u32 = u32::MAX;

    /// The next cell, with its row if its residents change.
    pub(super) fn push(&mut self, row: Option<&[i32]>) {
        self.at.push(row.map_or(Changes::NONE, |row| {
            let at = self.rows.len() / row.len().max(1);
            self.rows.extend_from_slice(row);
            at as u32
        }));
    }

    /// The row of a cell, made if it has none.
    fn row(&mut self, cell: u32, days: usize) -> &mut [i32] {
        let at = &mut self.at[cell as usize];
        if *at == Changes::NONE {
            *at = (self.rows.len() / days) as u32;
            self.rows.resize(self.rows.len() + days, 0);
        }
        let start = *at as usize * days;
        &mut self.rows[start..start + days]
    }
}

/// A number of people in a grid.
pub(super) trait Number: Copy {
    /// Adds, or takes away what was added before.
    fn add(&mut self, change: i32);
}

impl Number for u16 {
    #[inline]
    fn add(&mut self, change: i32) {
        *self = self.wrapping_add(change as u16);
    }
}

impl Number for u32 {
    #[inline]
    fn add(&mut self, change: i32) {
        *self = self.wrapping_add_signed(change);
    }
}

/// Counts a province: `covered` has a number for each cell and day, `residents` one for each cell on the first day. Gives
/// the cells whose residents change.
pub(super) fn count(
    province: &ProvinceIndex,
    plan: &Plan,
    days: &Days,
    covered: Numbers<'_>,
    residents: &mut [u32],
) -> Changes {
    if days.len() == 0 {
        return Changes { at: vec![Changes::NONE; residents.len()], rows: Vec::new() };
    }
    match covered {
        Numbers::Narrow(covered) => count_into(province, plan, days, covered, residents),
        Numbers::Wide(covered) => count_into(province, plan, days, covered, residents),
    }
}

fn count_into<N: Number>(
    province: &ProvinceIndex,
    plan: &Plan,
    days: &Days,
    covered: &mut [N],
    residents: &mut [u32],
) -> Changes {
    let changes = Changes { at: vec![Changes::NONE; residents.len()], rows: Vec::new() };
    let mut counting = Counting { days, covered, residents, changes, steps: vec![0; days.len() + 1] };
    let (starts, ends, births) = (province.starts(), province.ends(), province.births());
    match &plan.parts {
        Parts::Pieces(pieces) => {
            let range = |span: &Span| span.start as usize..span.end as usize;
            for piece in pieces {
                let (starts, ends) = (&starts.days[range(&piece.starts)], &ends.days[range(&piece.ends)]);
                counting.cover(piece.cell, starts, ends, piece.band != Band::All);
                let births = &births.days[range(&piece.births)];
                counting.live(piece.cell, births, piece.undated, piece.band, births.last().copied().unwrap_or(0));
            }
        }
        Parts::Rows(cell_of_row) => {
            let (undated, last_births) = (province.undated(), province.last_births());
            for (row, &cell) in cell_of_row.iter().enumerate() {
                counting.cover(cell, starts.of(row), ends.of(row), false);
                counting.live(cell, births.of(row), undated[row], Band::All, last_births[row]);
            }
        }
    }
    counting.changes
}

struct Counting<'a, N> {
    days: &'a Days,
    covered: &'a mut [N],
    residents: &'a mut [u32],
    changes: Changes,
    steps: Vec<i32>,
}

impl<N: Number> Counting<'_, N> {
    /// Adds spells to a cell; `sorted` if they are of one band.
    #[inline]
    fn cover(&mut self, cell: u32, starts: &[u16], ends: &[u16], sorted: bool) {
        if starts.is_empty() {
            return;
        }
        let dates = self.days.len();
        let out = &mut self.covered[cell as usize * dates..(cell as usize + 1) * dates];
        if dates <= FEW {
            for (number, &bound) in out.iter_mut().zip(&self.days.bounds) {
                number.add((before(starts, bound, sorted) - before(ends, bound, sorted)) as i32);
            }
        } else if let Some(step_of) = &self.days.small_step_of {
            accumulate_few(starts, ends, step_of, out);
        } else {
            accumulate(starts, ends, &self.days.step_of, &mut self.steps, out);
        }
    }

    /// Adds residents to a cell: on the first day, and how they change after it.
    #[inline]
    fn live(&mut self, cell: u32, births: &[u16], undated: u32, band: Band, last: u16) {
        let first = &mut self.residents[cell as usize];
        match band {
            Band::All | Band::Unknown if last < self.days.bounds[0] => *first += undated + births.len() as u32,
            Band::All | Band::Unknown => change(self.days, cell, births, undated, None, first, &mut self.changes),
            Band::Aged(band) => {
                change(self.days, cell, births, undated, Some(usize::from(band)), first, &mut self.changes)
            }
        }
    }
}

/// How many of the days lie before `bound`.
#[inline]
fn before(days: &[u16], bound: u16, sorted: bool) -> u32 {
    if sorted && days.len() > LONG {
        return days.partition_point(|&day| day < bound) as u32;
    }
    // Sums of sixteen bits stay in vectors of the width of what is compared.
    days.chunks(1 << 15).map(|chunk| u32::from(chunk.iter().map(|&day| u16::from(day < bound)).sum::<u16>())).sum()
}

/// Adds to `out` for each date how many have started and not ended.
#[inline]
fn accumulate<N: Number>(starts: &[u16], ends: &[u16], step_of: &[u16], steps: &mut [i32], out: &mut [N]) {
    steps.fill(0);
    for &day in starts {
        steps[usize::from(step_of[usize::from(day)])] += 1;
    }
    for &day in ends {
        steps[usize::from(step_of[usize::from(day)])] -= 1;
    }
    let mut running = 0_i32;
    for (number, &step) in out.iter_mut().zip(steps.iter()) {
        running += step;
        number.add(running);
    }
}

/// The same for at most [`MANY`] dates. A row has no more ends than starts.
#[inline]
fn accumulate_few<N: Number>(starts: &[u16], ends: &[u16], step_of: &[u8; 1 << 16], out: &mut [N]) {
    let (mut began, mut ended) = ([0_u32; MANY + 1], [0_u32; MANY + 1]);
    let step = |day: u16| usize::from(step_of[usize::from(day)]) & MANY;
    // Days are sorted, so that an event often counts where the last one did; starts and ends in turn need not wait.
    let (paired, alone) = starts.split_at(ends.len().min(starts.len()));
    for (&start, &end) in paired.iter().zip(ends) {
        began[step(start)] += 1;
        ended[step(end)] += 1;
    }
    for &start in alone {
        began[step(start)] += 1;
    }
    let mut running = 0_i32;
    for ((number, began), ended) in out.iter_mut().zip(began).zip(ended) {
        running += began.wrapping_sub(ended) as i32;
        number.add(running);
    }
}

/// Residents who are not all there on the first day, or who pass from band to band.
#[inline(never)]
fn change(
    days: &Days,
    cell: u32,
    births: &[u16],
    undated: u32,
    band: Option<usize>,
    first: &mut u32,
    changes: &mut Changes,
) {
    let up_to = |bound: u16| births.partition_point(|&birth| birth < bound);
    let Some(band) = band else {
        let there = up_to(days.bounds[0]);
        *first += undated + there as u32;
        let (later, dates) = (&births[there..], days.len());
        if later.first().is_some_and(|&next| next < days.bounds[dates - 1]) {
            let row = changes.row(cell, dates);
            for &birth in later {
                // The dates on and after the birth.
                let step = days.bounds.partition_point(|&bound| bound <= birth);
                row[step..].iter_mut().for_each(|number| *number += 1);
            }
        }
        return;
    };
    let on = |date: usize| {
        let reaching = &days.reaching[date];
        let not_in_yet = if band == 1 { days.bounds[date] } else { reaching[band - 2] };
        (up_to(not_in_yet) - reaching.get(band - 1).map_or(0, |&bound| up_to(bound))) as i32
    };
    let at_first = on(0);
    *first += at_first as u32;
    for date in 1..days.len() {
        let change = on(date) - at_first;
        if change != 0 {
            changes.row(cell, days.len())[date] += change;
        }
    }
}
