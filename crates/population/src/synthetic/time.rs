//! Years and days, by arithmetic alone: hundreds of millions of them are asked for.

/// 1 January 2019, in days since 1970-01-01: before it no card is told of.
pub(super) const FIRST: i32 = first_day(2019);

/// 31 December 2025: after it no card begins.
pub(super) const LAST: i32 = first_day(2026) - 1;

/// 1 January of a year after Christ, in days since 1970-01-01.
#[inline]
pub(super) const fn first_day(year: i32) -> i32 {
    let before = year - 1;
    365 * before + before / 4 - before / 100 + before / 400 - 719_162
}

/// The year in which a day from 1970 on lies.
#[inline]
pub(super) fn year_of(day: i32) -> i32 {
    let mut year = 1970 + day / 366;
    while first_day(year + 1) <= day {
        year += 1;
    }
    year
}

/// The day that is as far into its year, `years` later.
#[inline]
pub(super) fn years_later(day: i32, years: i32) -> i32 {
    let year = year_of(day);
    first_day(year + years) + (day - first_day(year))
}

/// The birthday number `years` of somebody born on the day `birth` of the year `birth_year`.
#[inline]
pub(super) fn birthday(birth: i32, birth_year: i32, years: i32) -> i32 {
    first_day(birth_year + years) + (birth - first_day(birth_year))
}

#[cfg(test)]
mod tests {
    use chrono::Datelike as _;

    use super::*;
    use crate::day::date_of_epoch;

    #[test]
    fn years_are_those_of_the_calendar() {
        for day in (0..40_000).step_by(13) {
            let date = date_of_epoch(day).expect("a day");
            assert_eq!(year_of(day), date.year());
            assert_eq!(first_day(date.year()) + date.ordinal0() as i32, day);
        }
        assert_eq!(date_of_epoch(years_later(FIRST, 5)).expect("a day").to_string(), "2024-01-01");
    }
}
