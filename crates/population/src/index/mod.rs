//! The count index: births of residents, starts and ends of coverage, by commune, sex, group and ethnicity.
//!
//! One Arrow IPC file a province. A row stands for all residents of one commune, sex, group and ethnicity; its lists hold
//! days (days since 1900-01-01 in two bytes): `births` of residents, rising; `starts` and `ends` of disjoint spells of
//! coverage, rising within each age band, bands one after the other. So on a day
//!
//! ```text
//! residents = undated + #births ≤ day          covered = #starts ≤ day − #ends ≤ day
//! ```
//!
//! which is exact, since a person's spells are disjoint and none begins before birth. Nothing here names anybody or links
//! two events; but numbers so small can point to a person all the same, so the files are for their owner alone.

mod bands;
mod build;
mod event;
mod format;
mod map;
mod sort;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use bands::AgeBands;
pub use build::{BuildOptions, Built, DuplicateResident, IndexBuilder, Tally};
pub use format::IndexFile;
pub(crate) use format::hexadecimal;
pub use map::{Index, ProvinceIndex};

/// Whether a resident belongs to an ethnic minority, as [`crate::policy::PolicySets::is_minority`] reads the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Ethnic {
    /// The list does not say.
    Unknown = 0,
    /// Kinh, or a foreigner.
    Majority = 1,
    /// Any other ethnicity.
    Minority = 2,
}

impl Ethnic {
    /// By whether somebody belongs to a minority; `None`: the list does not say.
    pub fn of(minority: Option<bool>) -> Ethnic {
        match minority {
            None => Ethnic::Unknown,
            Some(false) => Ethnic::Majority,
            Some(true) => Ethnic::Minority,
        }
    }

    /// The value that a file of the index holds.
    pub(crate) fn from_byte(byte: u8) -> Ethnic {
        match byte {
            1 => Ethnic::Majority,
            2 => Ethnic::Minority,
            _ => Ethnic::Unknown,
        }
    }
}

/// Why an index cannot be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file of the folder cannot be written or read.
    #[error("không đọc, ghi được tệp của bản số liệu: {0}")]
    Io(#[from] std::io::Error),
    /// What Arrow says of a file.
    #[error("tệp số đếm hỏng: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// More groups than an index can tell apart.
    #[error("danh sách có hơn 4.095 mã đối tượng khác nhau (mã thứ {0}): kiểm tra lại cột mã đối tượng")]
    TooManyGroups(usize),
    /// The file is no index, or of another version.
    #[error("{} không phải tệp số đếm của phiên bản này: {reason}", .file.display())]
    NotAnIndex {
        /// The file.
        file: PathBuf,
        /// What is amiss.
        reason: String,
    },
}
