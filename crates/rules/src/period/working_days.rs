//! Working days: Monday to Friday without holidays, and the weekend days that are worked in exchange.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The days that differ from the plain week, as decided year by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    /// Days off on which the week would have work.
    pub days_off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays worked in exchange for a day off.
    #[serde(default)]
    pub worked_weekends: BTreeSet<NaiveDate>,
}

impl Holidays {
    /// Whether offices work on this day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !self.days_off.contains(&day) && (!weekend || self.worked_weekends.contains(&day))
    }

    /// The day that is so many working days later; counting begins on the day after `start`. Nothing where the
    /// calendar ends first.
    pub fn working_days_after(&self, start: NaiveDate, count: u32) -> Option<NaiveDate> {
        self.step(start, count, |day| day.succ_opt())
    }

    /// The day that is so many working days earlier; counting begins on the day before `end`.
    pub fn working_days_before(&self, end: NaiveDate, count: u32) -> Option<NaiveDate> {
        self.step(end, count, |day| day.pred_opt())
    }

    /// The day itself if offices work on it, else the next day on which they do.
    pub fn working_day_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.is_working_day(day) { Some(day) } else { self.working_days_after(day, 1) }
    }

    /// How many working days lie after `start` up to and including `end`; none where `end` is not later.
    pub fn count_working_days(&self, start: NaiveDate, end: NaiveDate) -> usize {
        start.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| self.is_working_day(*day)).count()
    }

    fn step(&self, from: NaiveDate, count: u32, next: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Option<NaiveDate> {
        let mut day = from;
        for _ in 0..count {
            day = next(day)?;
            while !self.is_working_day(day) {
                day = next(day)?;
            }
        }
        Some(day)
    }
}
