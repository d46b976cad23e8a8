//! Law as data with dates: which value holds on a day, and on what ground.
//!
//! Invariants: entries stand in the order of their first days and no two hold on one day. An entry without a last day
//! holds until the next begins. A ground that is not known is shown as such, never left out.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::vietnamese_date;

/// What is shown where the ground of a value is not known.
pub const NO_GROUND: &str = "chưa có căn cứ";

/// A value that holds from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day on which it holds; without one, until the next entry begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// What holds.
    pub value: T,
    /// The document and article it rests on, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
}

impl<T> Entry<T> {
    /// The ground as it is shown.
    pub fn ground_label(&self) -> &str {
        self.ground.as_deref().unwrap_or(NO_GROUND)
    }
}

/// Values with the days on which they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<Entry<T>>",
    into = "Vec<Entry<T>>",
    bound(serialize = "T: Clone + Serialize", deserialize = "T: Deserialize<'de>")
)]
pub struct Dated<T> {
    entries: Vec<Entry<T>>,
}

/// What is wrong with a dated table; entries are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatedError {
    /// An entry ends before it begins.
    #[error("Mục {entry}: ngày hết hiệu lực {last} trước ngày có hiệu lực {first}; hãy sửa một trong hai ngày.", first = vietnamese_date(*first), last = vietnamese_date(*last))]
    Reversed {
        /// Which entry.
        entry: usize,
        /// Its first day.
        first: NaiveDate,
        /// Its last day.
        last: NaiveDate,
    },
    /// An entry begins no later than the one before it.
    #[error("Mục {entry} bắt đầu ngày {first}, không sau mục liền trước; hãy xếp các mục theo ngày có hiệu lực.", first = vietnamese_date(*first))]
    OutOfOrder {
        /// Which entry.
        entry: usize,
        /// Its first day.
        first: NaiveDate,
    },
    /// An entry begins while the one before it still holds.
    #[error("Mục {entry} bắt đầu ngày {first} khi mục liền trước còn hiệu lực đến {previous_last}; hãy sửa để mỗi ngày chỉ có một mục.", first = vietnamese_date(*first), previous_last = vietnamese_date(*previous_last))]
    Overlap {
        /// Which entry.
        entry: usize,
        /// Its first day.
        first: NaiveDate,
        /// The last day of the one before.
        previous_last: NaiveDate,
    },
}

impl<T> Dated<T> {
    /// A table of entries in the order of their first days.
    pub fn new(entries: Vec<Entry<T>>) -> Result<Dated<T>, DatedError> {
        for (index, entry) in entries.iter().enumerate() {
            let first = entry.valid_from;
            if let Some(last) = entry.valid_to.filter(|last| *last < first) {
                return Err(DatedError::Reversed { entry: index + 1, first, last });
            }
        }
        for (index, pair) in entries.windows(2).enumerate() {
            let (entry, first) = (index + 2, pair[1].valid_from);
            if first <= pair[0].valid_from {
                return Err(DatedError::OutOfOrder { entry, first });
            }
            if let Some(previous_last) = pair[0].valid_to.filter(|last| *last >= first) {
                return Err(DatedError::Overlap { entry, first, previous_last });
            }
        }
        Ok(Dated { entries })
    }

    /// What holds on a day; nothing before the first entry and in a gap.
    pub fn on(&self, day: NaiveDate) -> Option<&Entry<T>> {
        let begun = self.entries.partition_point(|entry| entry.valid_from <= day);
        let entry = &self.entries[begun.checked_sub(1)?];
        entry.valid_to.is_none_or(|last| day <= last).then_some(entry)
    }

    /// All entries in order.
    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
    }
}

impl<T> TryFrom<Vec<Entry<T>>> for Dated<T> {
    type Error = DatedError;

    fn try_from(entries: Vec<Entry<T>>) -> Result<Dated<T>, DatedError> {
        Dated::new(entries)
    }
}

impl<T> From<Dated<T>> for Vec<Entry<T>> {
    fn from(dated: Dated<T>) -> Vec<Entry<T>> {
        dated.entries
    }
}
