//! What is written in a cell, and how it is read.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::day::{date_of_epoch, epoch_days};
use crate::source::Field;

/// A cell of a file of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(in crate::source) enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Text as written.
    Text(&'a str),
    /// A whole number of a column of whole numbers.
    Whole(i128),
    /// A number of a workbook.
    Number(f64),
    /// A date, days since 1970-01-01.
    Day(i32),
}

/// The cells of a row by column of the list.
pub(in crate::source) type Cells<'a> = [Cell<'a>; Field::COUNT];

/// Whole numbers above are rounded by spreadsheets.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'a> Cell<'a> {
    /// A text without the spaces around it; an empty cell if nothing is left.
    pub(in crate::source) fn of_text(text: &'a str) -> Cell<'a> {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    pub(in crate::source) fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The cell in words: numbers without needless decimals, dates as 2024-12-31.
    pub(in crate::source) fn text(&self) -> Cow<'a, str> {
        match *self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Whole(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Day(day) => Cow::Owned(match date_of_epoch(day) {
                Some(date) => date.to_string(),
                None => day.to_string(),
            }),
        }
    }

    /// The whole number that stands there as a number, not as text; none if it was rounded.
    pub(super) fn whole(&self) -> Option<i128> {
        match *self {
            Cell::Whole(number) => Some(number),
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => Some(number as i128),
            _ => None,
        }
    }
}

/// A date as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Written {
    /// Days since 1970-01-01: the day, or the first of the month or year that stands alone.
    pub day: i32,
    /// Whether the day itself was written.
    pub whole: bool,
}

/// The date in a cell that is not empty; `None` if it cannot be read.
///
/// Numbers of a workbook are its serial days unless they look like a year.
pub(in crate::source) fn date(cell: Cell<'_>) -> Option<Written> {
    match cell {
        Cell::Empty => None,
        Cell::Day(day) => Some(Written { day, whole: true }),
        Cell::Text(text) => date_of_text(text),
        Cell::Whole(_) | Cell::Number(_) => {
            let number = match cell {
                Cell::Number(number) if (0.0..3_000_000.0).contains(&number) => Some(number.floor() as i128),
                other => other.whole(),
            }?;
            match number {
                1_900..=2_100 => year_alone(number as i32),
                // Two digits are a year cut short, not a day of spring 1900.
                100..=2_958_465 => Some(Written { day: number as i32 - 25_569, whole: true }),
                10_000_000..=99_999_999 => compact(&number.to_string()),
                _ => None,
            }
        }
    }
}

/// Reads 31/12/2024, 2024-12-31, 20241231, 31122024, 12/2024, 2024 and dates in words; what follows as a time of day
/// is left out.
fn date_of_text(text: &str) -> Option<Written> {
    let text = text.trim();
    let day = without_time(text);
    let mut numbers = [(0_u32, 0_usize); 3];
    let mut parts = 0;
    let mut mark = None;
    for (at, part) in day.split(['/', '-', '.']).enumerate() {
        let part = part.trim();
        if at > 2 || part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return in_words(text);
        }
        numbers[at] = (part.parse().ok()?, part.len());
        parts = at + 1;
    }
    for found in day.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.')) {
        if *mark.get_or_insert(found) != found {
            return None;
        }
    }
    match (parts, numbers) {
        (3, [(year, 4), (month, 1..=2), (day, 1..=2)]) => whole(year, month, day),
        (3, [(day, 1..=2), (month, 1..=2), (year, 4)]) => whole(year, month, day),
        (2, [(month, 1..=2), (year, 4), _]) | (2, [(year, 4), (month, 1..=2), _]) => {
            whole(year, month, 1).map(|first| Written { whole: false, ..first })
        }
        (1, [(year, 4), ..]) => year_alone(year as i32),
        (1, [(_, 8), ..]) => compact(day),
        _ => None,
    }
}

/// Cuts "2024-12-31 00:00:00" and "2024-12-31T00:00:00Z" before the time.
fn without_time(text: &str) -> &str {
    match text.find([' ', 'T']) {
        Some(at) if text[at..].contains(':') && text[..at].bytes().any(|byte| byte.is_ascii_digit()) => &text[..at],
        _ => text,
    }
}

/// Eight digits: year first if that is a date of these centuries, else day first. Never both: no month is 19 or 20.
fn compact(digits: &str) -> Option<Written> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    if (1_900..=2_100).contains(&year)
        && let Some(written) = whole(year, month, day)
    {
        return Some(written);
    }
    let year = number(4, 8)?;
    (1_900..=2_100).contains(&year).then(|| whole(year, number(2, 4)?, number(0, 2)?))?
}

fn in_words(text: &str) -> Option<Written> {
    let wordy = text.chars().any(char::is_alphabetic);
    let date = wordy.then(|| rules::period::parse_date(text).ok())??;
    Some(Written { day: epoch_days(date), whole: true })
}

pub(super) fn whole(year: u32, month: u32, day: u32) -> Option<Written> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(Written { day: epoch_days(date), whole: true })
}

pub(super) fn year_alone(year: i32) -> Option<Written> {
    let date = NaiveDate::from_ymd_opt(year, 1, 1)?;
    Some(Written { day: epoch_days(date), whole: false })
}

/// Whether a cell only says yes: x, +, v, 1.
pub(super) fn is_mark(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => matches!(text, "x" | "X" | "+" | "v" | "V" | "✓" | "✔" | "1"),
        other => other.whole() == Some(1),
    }
}

/// 1 man, 2 woman; `None` for anything else.
pub(in crate::source) fn sex(cell: Cell<'_>) -> Option<u8> {
    match cell {
        Cell::Text(text) => match rules::text::search_key(text).as_str() {
            "1" | "nam" | "m" | "male" => Some(1),
            "2" | "nu" | "f" | "female" => Some(2),
            _ => None,
        },
        other => other.whole().and_then(|number| u8::try_from(number).ok()).filter(|number| matches!(number, 1 | 2)),
    }
}

/// Whether a text is a card's number: 15 characters in the old form, ten digits in the new.
pub(in crate::source) fn is_card_number(text: &str) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match text.as_bytes() {
        ten if ten.len() == 10 => digits(ten),
        [first, second, benefit, rest @ ..] if rest.len() == 12 => {
            first.is_ascii_uppercase() && second.is_ascii_uppercase() && (b'1'..=b'5').contains(benefit) && digits(rest)
        }
        _ => false,
    }
}

/// Whether a text is an identity number: 12 digits (CCCD) or 9 (CMND).
pub(in crate::source) fn is_national_id(text: &str) -> bool {
    matches!(text.len(), 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit())
}
