//! The names of rows, kept as lean as they come.

use std::borrow::Cow;

/// The name of each row of a list.
#[derive(Debug)]
pub(crate) enum Ids {
    /// No column names them: the number of the row, the first being 1.
    RowNumbers,
    /// Whole numbers.
    Numbers(Vec<i64>),
    /// Anything else.
    Texts {
        /// All names, one after the other.
        bytes: Vec<u8>,
        /// Where each ends.
        ends: Vec<usize>,
    },
}

impl Ids {
    pub(crate) fn texts() -> Ids {
        Ids::Texts { bytes: Vec::new(), ends: Vec::new() }
    }

    pub(crate) fn push_text(&mut self, text: &[u8]) {
        if let Ids::Numbers(numbers) = self {
            let mut texts = Ids::texts();
            numbers.iter().for_each(|number| texts.push_text(number.to_string().as_bytes()));
            *self = texts;
        }
        if let Ids::Texts { bytes, ends } = self {
            bytes.extend_from_slice(text);
            ends.push(bytes.len());
        }
    }

    pub(crate) fn push_number(&mut self, number: i64) {
        match self {
            Ids::Numbers(numbers) => numbers.push(number),
            Ids::Texts { ends, .. } if ends.is_empty() => *self = Ids::Numbers(vec![number]),
            _ => self.push_text(number.to_string().as_bytes()),
        }
    }

    /// The name of a row.
    pub(crate) fn get(&self, row: u32) -> Cow<'_, str> {
        let row = row as usize;
        match self {
            Ids::RowNumbers => Cow::Owned((row + 1).to_string()),
            Ids::Numbers(numbers) => Cow::Owned(numbers[row].to_string()),
            Ids::Texts { bytes, ends } => {
                let start = if row == 0 { 0 } else { ends[row - 1] };
                String::from_utf8_lossy(&bytes[start..ends[row]])
            }
        }
    }
}
