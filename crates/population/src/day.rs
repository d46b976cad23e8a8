//! Days as small numbers.

use chrono::NaiveDate;

/// 1 January 1900, the first day that the index can tell from those before it, in days since 1970-01-01.
const FIRST: i32 = -25_567;

/// A day as the count index stores it: days since 1900-01-01, in two bytes.
///
/// Days before 1900 are the first day, days after 2079-06-05 are [`Day::NEVER`]: nobody is asked for coverage there, so
/// nothing that can be asked changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u16);

impl Day {
    /// After every day that can be asked for: the end of what has no end.
    pub const NEVER: Day = Day(u16::MAX);

    /// The day `days` after 1970-01-01 (Parquet's Date32), clamped into what can be stored.
    #[inline]
    pub fn from_epoch(days: i32) -> Day {
        Day((days.saturating_sub(FIRST)).clamp(0, i32::from(u16::MAX)) as u16)
    }

    /// The calendar date as a day, clamped into what can be stored.
    pub fn of(date: NaiveDate) -> Day {
        Day::from_epoch(epoch_days(date))
    }

    /// The calendar date; [`Day::NEVER`] is the last day that can be stored.
    pub fn date(self) -> NaiveDate {
        date_of_epoch(i32::from(self.0) + FIRST).expect("two bytes of days from 1900 are within chrono's range")
    }
}

/// Days from 1970-01-01 to `date` (Parquet's Date32).
pub fn epoch_days(date: NaiveDate) -> i32 {
    date.signed_duration_since(NaiveDate::default()).num_days() as i32
}

/// The date that lies `days` after 1970-01-01; `None` outside what a calendar date can be.
pub fn date_of_epoch(days: i32) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_there_and_back() {
        for text in ["1900-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2079-06-05"] {
            let date: NaiveDate = text.parse().expect("a date");
            assert_eq!(Day::of(date).date(), date);
        }
        assert_eq!(Day::of("1899-12-31".parse().expect("a date")), Day(0));
        assert_eq!(Day::of("9999-12-31".parse().expect("a date")), Day::NEVER);
    }
}
