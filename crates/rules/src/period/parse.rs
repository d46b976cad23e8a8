//! Reading dates and periods.

use chrono::NaiveDate;

use super::{Period, PeriodError};
use crate::text::search_key;

/// Reads a date: "31/8/2019", "ngày 31 tháng 8 năm 2019", "2019-08-31".
pub fn parse_date(text: &str) -> Result<NaiveDate, PeriodError> {
    let words = fold(text).unwrap_or_default();
    date(&split(&words)).ok_or_else(|| PeriodError::NotADate { text: text.trim().to_owned() })
}

pub(super) fn parse_period(text: &str) -> Result<Period, PeriodError> {
    let words = fold(text).unwrap_or_default();
    period(&split(&words)).ok_or_else(|| PeriodError::NotAPeriod { text: text.trim().to_owned() })
}

/// Lower-case words without diacritics; nothing where there is a character no date has.
pub(super) fn fold(text: &str) -> Option<String> {
    let known = |character: char| {
        character.is_alphanumeric()
            || character.is_whitespace()
            || unicode_normalization::char::is_combining_mark(character)
            || matches!(character, '/' | '-' | '–' | '—' | '.' | ',')
    };
    text.chars().all(known).then(|| search_key(text))
}

pub(super) fn split(words: &str) -> Vec<&str> {
    words.split(' ').filter(|word| !word.is_empty()).collect()
}

pub(super) fn period(words: &[&str]) -> Option<Period> {
    if let Some(day) = date(words) {
        return Some(Period::day(day));
    }
    match words {
        ["nam", year] | [year] => Period::year(number_of_year(year)?),
        ["giai", "doan", first, last] | [first, last]
            if number_of_year(first).is_some() && number_of_year(last).is_some() =>
        {
            from_to(&[first], &[last])
        }
        ["quy", quarter, "nam", year] | ["quy", quarter, year] => {
            Period::quarter(number_of_year(year)?, number_of_quarter(quarter)?)
        }
        ["thang", month, "nam", year] | ["thang", month, year] => Period::month(number_of_year(year)?, number(month)?),
        ["6", "thang", "cuoi", "nam", year] => Period::half_year(number_of_year(year)?, 2),
        [months, "thang", "dau", "nam", year] => {
            let last = Period::month(number_of_year(year)?, number(months)?)?;
            Period::between(Period::year(number_of_year(year)?)?.first_day(), last.last_day()).ok()
        }
        ["tu", rest @ ..] => {
            let middle = rest.iter().position(|word| *word == "den")?;
            from_to(&rest[..middle], &rest[middle + 1..])
        }
        [year, part] if number_of_year(year).is_some() => part_of_year(year, part),
        [part, year] => part_of_year(year, part),
        [_, _, _, _, _, _] => from_to(&words[..3], &words[3..]),
        _ => None,
    }
}

fn from_to(first: &[&str], last: &[&str]) -> Option<Period> {
    Period::between(period(first)?.first_day(), period(last)?.last_day()).ok()
}

fn part_of_year(year: &str, part: &str) -> Option<Period> {
    let year = number_of_year(year)?;
    if let Some(quarter) = part.strip_prefix('q') {
        Period::quarter(year, number_of_quarter(quarter)?)
    } else if let Some(half) = part.strip_prefix('h') {
        Period::half_year(year, number(half)?)
    } else {
        Period::month(year, number(part)?)
    }
}

fn date(words: &[&str]) -> Option<NaiveDate> {
    let (year, month, day) = match words {
        ["ngay", rest @ ..] => return date(rest),
        [day, "thang", month, "nam", year] => (year, month, day),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(number_of_year(year)?, number(month)?, number(day)?)
}

/// Four digits; a paper of these movements names years of this and neighbouring centuries only.
fn number_of_year(word: &str) -> Option<i32> {
    let year = (word.len() == 4).then(|| number(word))??;
    i32::try_from(year).ok().filter(|year| (1900..2200).contains(year))
}

fn number_of_quarter(word: &str) -> Option<u32> {
    match word {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

fn number(word: &str) -> Option<u32> {
    let digits = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok())?
}
