//! Rows of residents and of cards, read from files, checked, as columns.

use crate::person::PersonKey;
use crate::places::CommuneIndex;

/// A day that is not known, in columns of days since 1970-01-01.
pub const NO_DAY: i32 = i32::MIN;

/// A card without an end, in the column [`CardBatch::until`].
pub const OPEN: i32 = i32::MAX;

/// Residents that passed the checks of their row: columns of one length.
#[derive(Clone, Debug, Default)]
pub struct ResidentBatch {
    /// Who.
    pub person: Vec<PersonKey>,
    /// Where, in the structure of the list's day.
    pub commune: Vec<CommuneIndex>,
    /// 1 man, 2 woman.
    pub sex: Vec<u8>,
    /// Birth, days since 1970-01-01; [`NO_DAY`] if not known.
    pub birth: Vec<i32>,
    /// The resident's group, its place in the [`Dictionary`] of groups; nought if none is stated.
    pub group: Vec<u16>,
    /// The ethnicity, its place in the [`Dictionary`] of ethnicities; nought if none is stated.
    pub ethnicity: Vec<u16>,
    /// The row in the file that each came from, counted from 1 without the heading.
    pub row: Vec<u32>,
    /// What only the sealed people hold; `None` if only numbers are wanted.
    pub details: Option<ResidentDetails>,
}

/// What identifies a resident.
#[derive(Clone, Debug, Default)]
pub struct ResidentDetails {
    /// The identifier as it was written.
    pub person_id: TextColumn,
    /// Full name; empty if not stated.
    pub full_name: TextColumn,
    /// The household's number; empty if not stated.
    pub household: TextColumn,
    /// The identity number; empty if not stated.
    pub national_id: TextColumn,
}

/// Cards that passed the checks of their row: columns of one length.
#[derive(Clone, Debug, Default)]
pub struct CardBatch {
    /// Whose.
    pub person: Vec<PersonKey>,
    /// First day of validity, days since 1970-01-01.
    pub from: Vec<i32>,
    /// Last day of validity; [`OPEN`] without one.
    pub until: Vec<i32>,
    /// The card's group in the [`Dictionary`] of groups; nought if none is stated.
    pub group: Vec<u16>,
    /// The number on the card, empty if not stated; `None` if only numbers are wanted.
    pub number: Option<TextColumn>,
}

/// Texts one after the other.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    bytes: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// One more text at the end.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }

    /// The text at `index`.
    pub fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.bytes[start..self.ends[index] as usize]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
