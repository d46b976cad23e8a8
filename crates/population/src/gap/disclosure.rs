//! How much of a person a list shows.

use chrono::{Datelike, NaiveDate};

/// How much of a person a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disclosure {
    /// The name shortened, the last four characters of identifiers, the year of birth: enough to tell neighbours apart.
    #[default]
    Masked,
    /// Everything, for those whose duty it is to go there.
    Open,
}

/// How many characters of an identifier stay.
const SHOWN: usize = 4;

impl Disclosure {
    /// A full name: "Nguyễn V. A." for Nguyễn Văn An.
    pub fn name(self, name: &str) -> String {
        if self == Disclosure::Open {
            return name.to_owned();
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        let initial = |word: &&str| word.chars().next().map(|letter| format!("{letter}."));
        match words.split_first() {
            Some((family, rest)) if !rest.is_empty() => {
                let mut short = (*family).to_owned();
                for initial in rest.iter().filter_map(initial) {
                    short.push(' ');
                    short.push_str(&initial);
                }
                short
            }
            _ => words.first().and_then(initial).unwrap_or_default(),
        }
    }

    /// An identifier: "******3456". One of four characters or fewer shows nothing.
    pub fn identifier(self, identifier: &str) -> String {
        let length = identifier.chars().count();
        if self == Disclosure::Open || length == 0 {
            return identifier.to_owned();
        }
        let hidden = if length > SHOWN { length - SHOWN } else { length };
        identifier.chars().enumerate().map(|(place, letter)| if place < hidden { '*' } else { letter }).collect()
    }

    /// The day of birth, or none.
    pub fn birth(self, birth: Option<NaiveDate>) -> Option<NaiveDate> {
        birth.filter(|_| self == Disclosure::Open)
    }

    /// The year of birth, which both show.
    pub fn birth_year(self, birth: Option<NaiveDate>) -> Option<i32> {
        birth.map(|birth| birth.year())
    }
}
