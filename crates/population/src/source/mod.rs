//! Rows of residents and of cards, read from files, checked, as columns.
//!
//! One interface for workbooks (XLSX), delimited text (CSV) and Parquet:
//! 1. [`propose`] finds out which column is which by the headings, as a [`Mapping`] that can be shown, changed, written as
//!    TOML and read again;
//! 2. [`read_residents`] and [`read_cards`] read and check the rows on several threads and hand them on as batches of
//!    columns ([`ResidentBatch`], [`CardBatch`]); rows that break a [`Rule`] go to the [`Rejects`], a file that can be mended
//!    and sent again, and are counted in the [`Tally`];
//! 3. [`reject_duplicates`] writes the rows of people who stand on the list twice to the rejects, once the builder of the
//!    index knows their keys.
//!
//! Memory is bounded whatever the size of the file (a workbook's table of shared texts aside, which its format wants
//! whole). Names, identity numbers, household and card numbers are read only if [`Reading::details`] asks for them.
//!
//! Invariants: a row is accepted, refused, or a note (a line under the list that names nobody), and the [`Tally`] counts
//! each; nothing is guessed into a value: an unreadable birth date is a fault, never "unknown". A year alone is a birth
//! on 1 January of that year, a month of a year its first day, and the tally says how many there were.

mod check;
mod columns;
mod dictionary;
mod error;
mod field;
mod progress;
mod read;
mod rejects;
#[cfg(test)]
mod tests;

pub use check::{Benefit, Fault, GroupCatalogue, GroupCode, Payer, Rule};
pub use columns::{Column, Mapping, Mappings, Proposal, Table, propose};
pub use dictionary::Dictionary;
pub use error::{ColumnsProblem, MapFault, SourceError};
pub use field::{Field, List};
pub use progress::Progress;
pub use read::{Reading, Refused, Tally, read_cards, read_residents, reject_duplicates};
pub use rejects::{RejectedFile, Rejects};

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
