//! The clock is passed in: no rule reads the time of the machine by itself.

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};

/// Tells the time. Everything that needs "now" or "today" asks one of these.
pub trait Clock: Send + Sync {
    /// The present moment, to the microsecond (what both databases can store).
    fn now(&self) -> DateTime<Utc>;

    /// The calendar day in Vietnam (UTC+7, no daylight saving).
    fn today(&self) -> NaiveDate {
        (self.now() + Duration::hours(7)).date_naive()
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still, for tests and for reproducing a past day.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.trunc_subsecs(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_day_turns_at_midnight_in_hanoi() {
        let evening = Utc.with_ymd_and_hms(2025, 6, 30, 17, 0, 0).single().expect("a real time");
        let expected = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a real date");
        assert_eq!(FixedClock(evening).today(), expected);
    }
}
