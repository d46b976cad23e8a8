//! The counting itself.

use chrono::NaiveDate;

use super::day_after;
use super::pieces::{Band, Piece, Pieces};
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

/// Counts a province: `covered` has a number for each cell and day, `residents` one for each cell on the first day. Gives
/// the cells whose residents change.
pub(super) fn count(
    province: &ProvinceIndex,
    plan: &Pieces,
    days: &Days,
    covered: &mut [u32],
    residents: &mut [u32],
) -> Vec<Change> {
    let dates = days.len();
    if dates == 0 {
        return Vec::new();
    }
    let (starts, ends, births) = (province.starts().days, province.ends().days, province.births().days);
    let mut changes: Vec<Change> = Vec::new();
    let mut steps = vec![0_i32; dates + 1];
    for piece in &plan.pieces {
        let cell = piece.cell as usize;
        let starts = &starts[piece.starts.start as usize..piece.starts.end as usize];
        let ends = &ends[piece.ends.start as usize..piece.ends.end as usize];
        let births = &births[piece.births.start as usize..piece.births.end as usize];
        let out = &mut covered[cell * dates..(cell + 1) * dates];
        if dates <= FEW {
            for (number, &bound) in out.iter_mut().zip(&days.bounds) {
                *number += before(starts, bound, piece.band) - before(ends, bound, piece.band);
            }
        } else {
            accumulate(starts, ends, &days.step_of, &mut steps, out);
        }
        count_residents(piece, births, days, &mut residents[cell], &mut changes);
    }
    changes
}

/// How many of the days lie before `bound`. A piece of one band is sorted; one of all bands is sorted band by band.
#[inline]
fn before(days: &[u16], bound: u16, band: Band) -> u32 {
    if days.len() > LONG && band != Band::All {
        return days.partition_point(|&day| day < bound) as u32;
    }
    // Sums of sixteen bits stay in vectors of the width of what is compared.
    days.chunks(1 << 15).map(|chunk| u32::from(chunk.iter().map(|&day| u16::from(day < bound)).sum::<u16>())).sum()
}

/// Adds to `out` for each date how many have started and not ended.
#[inline]
fn accumulate(starts: &[u16], ends: &[u16], step_of: &[u16], steps: &mut [i32], out: &mut [u32]) {
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
        *number = number.wrapping_add_signed(running);
    }
}

/// Residents of a piece: on the first day into `first`, changes after it into `changes`.
#[inline]
fn count_residents(piece: &Piece, births: &[u16], days: &Days, first: &mut u32, changes: &mut Vec<Change>) {
    let band = match piece.band {
        Band::All | Band::Unknown if births.last().is_none_or(|&last| last < days.bounds[0]) => {
            *first += piece.undated + births.len() as u32;
            return;
        }
        Band::All | Band::Unknown => None,
        Band::Aged(band) => Some(usize::from(band)),
    };
    let on = |date: usize| {
        let up_to = |bound: u16| births.partition_point(|&birth| birth < bound) as u32;
        let Some(band) = band else { return piece.undated + up_to(days.bounds[date]) };
        let reaching = &days.reaching[date];
        let oldest_not_in = if band == 1 { days.bounds[date] } else { reaching[band - 2] };
        up_to(oldest_not_in) - reaching.get(band - 1).map_or(0, |&bound| up_to(bound))
    };
    let at_first = on(0);
    *first += at_first;
    if days.len() == 1 {
        return;
    }
    let mut begun = false;
    for date in 1..days.len() {
        let change = on(date) as i32 - at_first as i32;
        if change == 0 {
            continue;
        }
        if !begun && changes.last().is_none_or(|(cell, _)| *cell != piece.cell) {
            changes.push((piece.cell, vec![0; days.len()]));
        }
        begun = true;
        if let Some((_, row)) = changes.last_mut() {
            row[date] += change;
        }
    }
}
