//! Dates and spans of time as papers write them.

use std::ops::Range;

use chrono::NaiveDate;
use rules::period::Period;

use super::letters::phrase;
use super::lex::{Key, key, marks};
use super::words::Words;

/// A time that the text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day with its year.
    Day(NaiveDate),
    /// A day whose year is not said: `trước ngày 15/12`.
    DayOfMonth {
        /// Day of the month.
        day: u32,
        /// Month.
        month: u32,
    },
    /// The same day each year: `31/12 hằng năm`.
    EachYear {
        /// Day of the month.
        day: u32,
        /// Month.
        month: u32,
    },
    /// The same day each month: `ngày 15 hằng tháng`.
    EachMonth {
        /// Day of the month.
        day: u32,
    },
    /// A month.
    Month {
        /// Its year, where said.
        year: Option<i32>,
        /// 1 to 12.
        month: u32,
    },
    /// A quarter.
    Quarter {
        /// Its year, where said.
        year: Option<i32>,
        /// 1 to 4.
        quarter: u32,
    },
    /// The first months of a year: `6 tháng đầu năm 2023`, `9 tháng năm 2023`.
    FirstMonths {
        /// Its year, where said.
        year: Option<i32>,
        /// How many.
        months: u32,
    },
    /// The last months of a year: `6 tháng cuối năm 2023`.
    LastMonths {
        /// Its year, where said.
        year: Option<i32>,
        /// How many.
        months: u32,
    },
    /// A year.
    Year(i32),
    /// A run of years: `giai đoạn 2016 - 2020`.
    Years {
        /// The first.
        from: i32,
        /// The last.
        to: i32,
    },
}

impl When {
    /// The day, where it is one with its year.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            When::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The days it covers; a missing year is taken from `year`. Days that come each month or year have none.
    pub fn period(self, year: Option<i32>) -> Option<Period> {
        let or = |own: Option<i32>| own.or(year);
        match self {
            When::Day(day) => Some(Period::day(day)),
            When::DayOfMonth { day, month } => NaiveDate::from_ymd_opt(year?, month, day).map(Period::day),
            When::EachYear { .. } | When::EachMonth { .. } => None,
            When::Month { year, month } => Period::month(or(year)?, month),
            When::Quarter { year, quarter } => Period::quarter(or(year)?, quarter),
            When::FirstMonths { year, months } => {
                let year = or(year)?;
                let last = Period::month(year, months)?.last_day();
                Period::between(Period::year(year)?.first_day(), last).ok()
            }
            When::LastMonths { year, months } => {
                let year = or(year)?;
                let first = Period::month(year, 13_u32.checked_sub(months)?)?.first_day();
                Period::between(first, Period::year(year)?.last_day()).ok()
            }
            When::Year(year) => Period::year(year),
            When::Years { from, to } => {
                Period::between(Period::year(from)?.first_day(), Period::year(to)?.last_day()).ok()
            }
        }
    }

    /// The year or last year it names.
    pub fn year(self) -> Option<i32> {
        match self {
            When::Day(day) => Some(chrono::Datelike::year(&day)),
            When::Month { year, .. }
            | When::Quarter { year, .. }
            | When::FirstMonths { year, .. }
            | When::LastMonths { year, .. } => year,
            When::Year(year) | When::Years { to: year, .. } => Some(year),
            When::DayOfMonth { .. } | When::EachYear { .. } | When::EachMonth { .. } => None,
        }
    }
}

/// A time and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateAt {
    /// Its tokens, from "ngày", "tháng", "quý", "năm" or the number on.
    pub tokens: Range<usize>,
    /// The time.
    pub when: When,
}

/// Every time of the text, in order, none inside another.
pub fn all(words: &Words<'_>) -> Vec<DateAt> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match at(words, index) {
            Some(date) => {
                index = date.tokens.end.max(index + 1);
                found.push(date);
            }
            None => index += 1,
        }
    }
    found
}

const DAY: Key = key!("ngày");
const MONTH: Key = key!("tháng");
const QUARTER: Key = key!("quý");
const YEAR: Key = key!("năm");
const EACH: [Key; 2] = [key!("hằng"), key!("hàng")];

/// The time that begins at a token.
pub fn at(words: &Words<'_>, index: usize) -> Option<DateAt> {
    let token = words.get(index)?;
    let (when, end) = if token.is_number() || token.key == marks::STAR {
        from_number(words, index)?
    } else {
        match token.key {
            DAY => from_day(words, index + 1)?,
            MONTH => from_month(words, index + 1)?,
            QUARTER => from_quarter(words, index + 1)?,
            YEAR => {
                years(words, index + 1).or_else(|| year(words, index + 1).map(|(year, end)| (When::Year(year), end)))?
            }
            STAGE if words.is(index + 1, key!("đoạn")) => stage(words, index + 2)?,
            SIX if words.is(index + 1, MONTH) => part_of_year(words, 6, index + 2)?,
            NINE if words.is(index + 1, MONTH) => part_of_year(words, 9, index + 2)?,
            _ => return None,
        }
    };
    Some(DateAt { tokens: index..end, when })
}

const STAGE: Key = key!("giai");
const SIX: Key = key!("sáu");
const NINE: Key = key!("chín");

fn stage(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let index = if words.is(index, YEAR) { index + 1 } else { index };
    years(words, index)
}

/// A year of four digits, also in two pieces ("20 20").
pub(super) fn year(words: &Words<'_>, index: usize) -> Option<(i32, usize)> {
    let start = words.skip_stars(index);
    let (year, end) = match words.digits(start, 4..5) {
        Some(year) => (year, start + 1),
        None => {
            let century = words.digits(start, 2..3).filter(|century| matches!(century, 19 | 20))?;
            (century * 100 + words.digits(start + 1, 2..3)?, start + 2)
        }
    };
    let year = i32::try_from(year).ok().filter(|year| (1900..2200).contains(year))?;
    Some((year, if start > index { words.skip_stars(end) } else { end }))
}

fn years(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let (from, end) = year(words, index)?;
    let to = words.is(end, marks::DASH) || words.is(end, key!("đến"));
    let after = if words.is(end + 1, YEAR) { end + 2 } else { end + 1 };
    let (to, end) = to.then(|| year(words, after))?.filter(|(to, _)| *to > from)?;
    let single = words.is(end, marks::SLASH) || words.is(after, marks::SLASH);
    (!single).then_some((When::Years { from, to }, end))
}

/// A number between stars, or plain.
fn part(words: &Words<'_>, index: usize, range: Range<u32>) -> Option<(u32, usize)> {
    let start = words.skip_stars(index);
    let value = words.digits(start, 1..3).filter(|value| range.contains(value))?;
    Some((value, if start > index { words.skip_stars(start + 1) } else { start + 1 }))
}

/// After "ngày".
fn from_day(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    if let Some(found) = numeric(words, index, true) {
        return Some(found);
    }
    let (day, end) = part(words, index, 1..32)?;
    if words.is_any(end, &EACH) && words.is(end + 1, MONTH) {
        return Some((When::EachMonth { day }, end + 2));
    }
    let end = if words.is(end, marks::COMMA) { end + 1 } else { end };
    if !words.is(end, MONTH) {
        return None;
    }
    let (month, end) = part(words, end + 1, 1..13)?;
    let after_comma = if words.is(end, marks::COMMA) { end + 1 } else { end };
    let said = if words.is(after_comma, YEAR) {
        year(words, after_comma + 1)
    } else if words.is(end, marks::SLASH) || words.is(end, marks::DASH) {
        year(words, end + 1)
    } else {
        None
    };
    match said {
        Some((year, end)) => Some((When::Day(NaiveDate::from_ymd_opt(year, month, day)?), end)),
        None => Some(yearly(words, day, month, end)),
    }
}

fn yearly(words: &Words<'_>, day: u32, month: u32, end: usize) -> (When, usize) {
    if words.is_any(end, &EACH) && words.is(end + 1, YEAR) {
        (When::EachYear { day, month }, end + 2)
    } else {
        (When::DayOfMonth { day, month }, end)
    }
}

/// `12/8/2022`, `12-8-2022`, `12.8.2022`; without its year only where the words before call for a date.
fn numeric(words: &Words<'_>, index: usize, called: bool) -> Option<(When, usize)> {
    let start = words.skip_stars(index);
    if let Some(found) = pointed(words, start) {
        return Some(found);
    }
    let (day, end) = part(words, index, 1..32)?;
    let separator = words.get(end).map(|token| token.key).filter(|key| matches!(*key, marks::SLASH | marks::DASH))?;
    let (month, end) = part(words, end + 1, 1..13)?;
    if words.is(end, separator)
        && let Some((year, end)) = year(words, end + 1)
        && !words.is(end, separator)
    {
        return Some((When::Day(NaiveDate::from_ymd_opt(year, month, day)?), end));
    }
    if separator != marks::SLASH || words.is(end, separator) {
        return None;
    }
    let found = yearly(words, day, month, end);
    (called || matches!(found.0, When::EachYear { .. })).then_some(found)
}

/// `12.8.2022` is one number to the lexer.
fn pointed(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let token = words.get(index).filter(|token| token.is_number())?;
    let mut parts = token.text(words.text).split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some((When::Day(date), index + 1))
}

/// After "tháng".
fn from_month(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let (month, end) = part(words, index, 1..13)?;
    let said = year_after(words, end);
    let (year, end) = said.map_or((None, end), |(year, end)| (Some(year), end));
    Some((When::Month { year, month }, end))
}

/// After "quý".
fn from_quarter(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let quarter = match words.at(index) {
        "I" | "1" | "i" | "01" => 1,
        "II" | "2" | "ii" | "02" => 2,
        "III" | "3" | "iii" | "03" => 3,
        "IV" | "4" | "iv" | "04" => 4,
        _ => return None,
    };
    let end = index + 1;
    let (year, end) = year_after(words, end).map_or((None, end), |(year, end)| (Some(year), end));
    Some((When::Quarter { year, quarter }, end))
}

/// The year after a month or quarter: `/2023`, `-2023`, `năm 2023`, `, năm 2023`.
fn year_after(words: &Words<'_>, index: usize) -> Option<(i32, usize)> {
    let comma = if words.is(index, marks::COMMA) { index + 1 } else { index };
    if words.is(comma, YEAR) {
        year(words, comma + 1)
    } else if words.is_any(index, &[marks::SLASH, marks::DASH]) {
        year(words, index + 1)
    } else {
        None
    }
}

/// After `6 tháng`.
fn part_of_year(words: &Words<'_>, months: u32, index: usize) -> Option<(When, usize)> {
    let first = words.is(index, key!("đầu"));
    let last = words.is(index, key!("cuối"));
    let end = if first || last { index + 1 } else { index };
    if !words.is(end, YEAR) || !(1..12).contains(&months) {
        return None;
    }
    let (year, end) = match year(words, end + 1) {
        Some((year, end)) => (Some(year), end),
        None if first || last => (None, end + 1),
        None => return None,
    };
    Some((if last { When::LastMonths { year, months } } else { When::FirstMonths { year, months } }, end))
}

fn from_number(words: &Words<'_>, index: usize) -> Option<(When, usize)> {
    let called = index.checked_sub(1).is_some_and(|before| {
        words.is_any(before, &[key!("trước"), key!("đến"), key!("từ"), key!("xong"), key!("hạn"), key!("nhất")])
    });
    if let Some(found) = numeric(words, index, called) {
        return Some(found);
    }
    if let Some(found) = years(words, index).filter(|(_, end)| !words.is(*end, marks::SLASH)) {
        return Some(found);
    }
    let (number, end) = part(words, index, 1..13)?;
    if words.is(end, MONTH) {
        return part_of_year(words, number, end + 1);
    }
    // "8/2022" is a month; "12/2023/TT-BYT" is the number of a paper, "5/8/2022" was a day.
    let slash_before = index.checked_sub(1).is_some_and(|before| words.is(before, marks::SLASH));
    let (year, after) = words.is(end, marks::SLASH).then(|| year(words, end + 1))??;
    let more = words.is(after, marks::SLASH) || slash_before;
    (!more).then_some((When::Month { year: Some(year), month: number }, after))
}

/// The word "ngày" with its day or month left blank, as in a draft: `ngày … tháng … năm 2022`.
pub fn is_blank(words: &Words<'_>, index: usize) -> bool {
    let near = index + 1..(index + 6).min(words.len());
    words.is(index, DAY) && !words.is_number(index + 1) && words.find(near, phrase!("tháng")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(When, usize)> {
        let words = Words::new(text);
        at(&words, 0).map(|date| (date.when, date.tokens.end))
    }

    fn day(year: i32, month: u32, day: u32) -> Option<When> {
        NaiveDate::from_ymd_opt(year, month, day).map(When::Day)
    }

    fn when(text: &str) -> Option<When> {
        read(text).map(|(when, _)| when)
    }

    #[test]
    fn days_of_every_form() {
        for text in [
            "12/8/2022",
            "12-8-2022",
            "12.8.2022",
            "12/08/2022",
            "ngày 12/8/2022",
            "ngày 12 tháng 8 năm 2022",
            "ngày *12* tháng *8* năm 2022",
            "ngày 12\ntháng\n8\nnăm 20\n22",
            "ngày 12 tháng 8, năm 2022",
            "Ngày 12 tháng 08/2022",
            "12 / 8 / 2022",
        ] {
            assert_eq!(when(text), day(2022, 8, 12), "{text}");
        }
        assert_eq!(when("ngày 05 tháng 01 năm 2020"), day(2020, 1, 5));
        assert_eq!(when("ngày 31/10"), Some(When::DayOfMonth { day: 31, month: 10 }));
        assert_eq!(when("31/12 hàng năm"), Some(When::EachYear { day: 31, month: 12 }));
        assert_eq!(when("ngày 15 hằng tháng"), Some(When::EachMonth { day: 15 }));
    }

    #[test]
    fn months_quarters_and_years() {
        assert_eq!(when("tháng 8/2022"), Some(When::Month { year: Some(2022), month: 8 }));
        assert_eq!(when("tháng 8 năm 2022"), Some(When::Month { year: Some(2022), month: 8 }));
        assert_eq!(when("08/2022"), Some(When::Month { year: Some(2022), month: 8 }));
        assert_eq!(when("Quý III năm 2023"), Some(When::Quarter { year: Some(2023), quarter: 3 }));
        assert_eq!(when("quý IV/2023"), Some(When::Quarter { year: Some(2023), quarter: 4 }));
        assert_eq!(when("6 tháng đầu năm 2023"), Some(When::FirstMonths { year: Some(2023), months: 6 }));
        assert_eq!(when("06 tháng cuối năm"), Some(When::LastMonths { year: None, months: 6 }));
        assert_eq!(when("năm 2025"), Some(When::Year(2025)));
        assert_eq!(when("giai đoạn 2016 – 2020"), Some(When::Years { from: 2016, to: 2020 }));
        assert_eq!(when("2016- 2020"), Some(When::Years { from: 2016, to: 2020 }));
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["132/164 xã", "12/2023/TT-BYT", "15.1", "32/8/2022", "ngày nay", "587/QĐ-TTg", "năm qua", "31/2/2022"]
        {
            assert_eq!(when(text), None, "{text}");
        }
    }
}
