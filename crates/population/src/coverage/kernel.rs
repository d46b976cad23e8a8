//! The counting itself.

use chrono::NaiveDate;

use super::day_after;
use super::grid::Numbers;
use super::pieces::{Band, Parts, Plan, Span};
use crate::index::{AgeBands, ProvinceIndex};

/// Up to so many days comparing is quicker than a histogram.
const FEW: usize = 4;

/// Above this length a sorted list is searched rather than compared as a whole.
const LONG: usize = 1024;

/// The days of a question, prepared for counting.
pub(super) struct Days {
    /// For each date the day after it: an event has happened on the date if it lies before.
    bounds: Vec<u16>,
    /// For every day the number of dates before it; empty for few dates.
    step_of: Vec<u16>,
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
        Days { bounds, step_of, reaching }
    }

    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }
}

/// How residents of a cell differ between the first day and each day.
pub(super) type Change = (u32, Vec<i32>);

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
) -> Vec<Change> {
    if days.len() == 0 {
        return Vec::new();
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
) -> Vec<Change> {
    let mut counting = Counting { days, covered, residents, changes: Vec::new(), steps: vec![0; days.len() + 1] };
    let (starts, ends, births) = (province.starts(), province.ends(), province.births());
    match &plan.parts {
        Parts::Pieces(pieces) => {
            for piece in pieces {
                let slice = |days: &'_ [u16], span: &Span| -> std::ops::Range<usize> {
                    debug_assert!(span.end as usize <= days.len());
                    span.start as usize..span.end as usize
                };
                let (from, to) = (slice(starts.days, &piece.starts), slice(ends.days, &piece.ends));
                counting.cover(piece.cell, &starts.days[from], &ends.days[to], piece.band != Band::All);
                let births = &births.days[piece.births.start as usize..piece.births.end as usize];
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
    changes: Vec<Change>,
    steps: Vec<i32>,
}

impl<N: Number> Counting<'_, N> {
    /// Adds spells to a cell; `sorted` if they are of one band.
    #[inline]
    fn cover(&mut self, cell: u32, starts: &[u16], ends: &[u16], sorted: bool) {
        let dates = self.days.len();
        let out = &mut self.covered[cell as usize * dates..(cell as usize + 1) * dates];
        if dates <= FEW {
            for (number, &bound) in out.iter_mut().zip(&self.days.bounds) {
                number.add((before(starts, bound, sorted) - before(ends, bound, sorted)) as i32);
            }
        } else if !starts.is_empty() {
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

/// Residents who are not all there on the first day, or who pass from band to band.
#[inline(never)]
fn change(
    days: &Days,
    cell: u32,
    births: &[u16],
    undated: u32,
    band: Option<usize>,
    first: &mut u32,
    changes: &mut Vec<Change>,
) {
    let on = |date: usize| {
        let up_to = |bound: u16| births.partition_point(|&birth| birth < bound) as u32;
        let Some(band) = band else { return undated + up_to(days.bounds[date]) };
        let reaching = &days.reaching[date];
        let not_in_yet = if band == 1 { days.bounds[date] } else { reaching[band - 2] };
        up_to(not_in_yet) - reaching.get(band - 1).map_or(0, |&bound| up_to(bound))
    };
    let at_first = on(0);
    *first += at_first;
    let mut begun = false;
    for date in 1..days.len() {
        let change = on(date) as i32 - at_first as i32;
        if change == 0 {
            continue;
        }
        if !begun && changes.last().is_none_or(|(last, _)| *last != cell) {
            changes.push((cell, vec![0; days.len()]));
        }
        begun = true;
        if let Some((_, row)) = changes.last_mut() {
            row[date] += change;
        }
    }
}
