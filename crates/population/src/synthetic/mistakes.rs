//! Rows that are wrong on purpose, and what is right.

use serde::Serialize;

use super::chance::{Chance, Subject};
use super::country::Country;
use super::history::{Card, OPEN};
use super::names::{self, Names};
use super::people::Person;
use super::time;
use crate::day::date_of_epoch;

/// What can be wrong with a row of the list of residents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResidentMistake {
    Sex,
    Commune,
    BirthDate,
    Duplicate,
    Diacritics,
    DayAndMonth,
}

/// What can be wrong with a row of the list of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardMistake {
    Reversed,
    Number,
    FirstDay,
}

/// A wrong row and its truth, one line of `truth.json`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mistake {
    /// The file.
    pub file: &'static str,
    /// The row, counted from 1 without the heading.
    pub row: u64,
    /// Which kind.
    pub kind: &'static str,
    /// Whose row.
    pub person_id: i64,
    /// The column; `None` if the whole row is too much.
    pub column: Option<&'static str>,
    /// What stands there.
    pub written: Option<String>,
    /// What should stand there; `None` for a row that should not be there.
    pub right: Option<String>,
}

impl ResidentMistake {
    /// Every kind.
    pub const ALL: [ResidentMistake; 6] = [
        ResidentMistake::Sex,
        ResidentMistake::Commune,
        ResidentMistake::BirthDate,
        ResidentMistake::Duplicate,
        ResidentMistake::Diacritics,
        ResidentMistake::DayAndMonth,
    ];

    /// Its name in `truth.json`.
    pub fn key(self) -> &'static str {
        match self {
            ResidentMistake::Sex => "bad_sex",
            ResidentMistake::Commune => "unknown_commune",
            ResidentMistake::BirthDate => "impossible_date",
            ResidentMistake::Duplicate => "duplicate_resident",
            ResidentMistake::Diacritics => "name_without_diacritics",
            ResidentMistake::DayAndMonth => "day_and_month_swapped",
        }
    }

    /// What is wrong with the row of `person`, if anything is. A kind that would change nothing gives way to a bad sex.
    #[inline]
    pub fn of(person: &Person, country: &Country<'_>, names: &Names, rate: f64) -> Option<ResidentMistake> {
        let mut chance = Chance::about(country.seed, Subject::ResidentMistake, person.number);
        if rate <= 0.0 || !chance.share(rate) {
            return None;
        }
        let kind = Self::ALL[chance.below(Self::ALL.len() as u32) as usize];
        let possible = match kind {
            ResidentMistake::DayAndMonth => swapped(person.birth).is_some(),
            ResidentMistake::Diacritics => {
                let mut name = String::new();
                names.write(person, country, &mut name);
                names::without_diacritics(&name) != name
            }
            _ => true,
        };
        Some(if possible { kind } else { ResidentMistake::Sex })
    }
}

impl CardMistake {
    /// Every kind.
    pub const ALL: [CardMistake; 3] = [CardMistake::Reversed, CardMistake::Number, CardMistake::FirstDay];

    /// Its name in `truth.json`.
    pub fn key(self) -> &'static str {
        match self {
            CardMistake::Reversed => "from_after_until",
            CardMistake::Number => "malformed_card_number",
            CardMistake::FirstDay => "impossible_first_day",
        }
    }

    /// What is wrong with row `place` about the cards of `person`, if anything is.
    #[inline]
    pub fn of(person: &Person, place: usize, card: Card, country: &Country<'_>, rate: f64) -> Option<CardMistake> {
        if rate <= 0.0 {
            return None;
        }
        let mut chance = Chance::about(country.seed, Subject::CardMistake, person.number << 6 | place as u64);
        if !chance.share(rate) {
            return None;
        }
        let kind = Self::ALL[chance.below(Self::ALL.len() as u32) as usize];
        let possible = kind != CardMistake::Reversed || (card.until != OPEN && card.from < card.until);
        Some(if possible { kind } else { CardMistake::Number })
    }
}

/// A day as it is written.
pub(super) fn shown(day: i32) -> String {
    date_of_epoch(day).map_or_else(String::new, |date| date.to_string())
}

/// The date with day and month exchanged, if that is another date.
pub(super) fn swapped(day: i32) -> Option<i32> {
    use chrono::{Datelike as _, NaiveDate};
    let date = date_of_epoch(day)?;
    let other = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())?;
    (other != date).then(|| crate::day::epoch_days(other))
}

/// A sex that is none.
pub(super) fn bad_sex(person: &Person) -> u8 {
    [0, 3, 9][(person.number % 3) as usize]
}

/// A code that no commune has.
pub(super) fn unknown_commune(person: &Person, country: &Country<'_>) -> String {
    let mut code = 99_999 - (person.number % 5_000) as usize;
    while country.communes.by_number(code).is_some() {
        code -= 1;
    }
    format!("{code:05}")
}

/// A birth in the future or two centuries ago.
pub(super) fn impossible_birth(person: &Person) -> i32 {
    let year = if person.number.is_multiple_of(2) { 2040 } else { 1790 } + (person.number % 40) as i32;
    time::first_day(year) + (person.birth - time::first_day(person.birth_year))
}

/// The first day of a card as somebody mistypes its century.
pub(super) fn impossible_first_day(from: i32) -> i32 {
    time::years_later(from, -200)
}

/// The number of a card as somebody mistypes it: the last digit is missing, or is a letter.
pub(super) fn malformed(number: &str, person: &Person) -> String {
    let cut = &number[..number.len().saturating_sub(1)];
    if person.number.is_multiple_of(2) { cut.to_owned() } else { format!("{cut}O") }
}
