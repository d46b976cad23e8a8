//! The names of rows, kept as lean as they come.

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

    /// Calls `take` with the name of a row as bytes; `room` is written over.
    pub(crate) fn with<T>(&self, row: u32, room: &mut String, take: impl FnOnce(&[u8]) -> T) -> T {
        use std::fmt::Write as _;
        let number = match self {
            Ids::RowNumbers => i64::from(row) + 1,
            Ids::Numbers(numbers) => numbers[row as usize],
            Ids::Texts { bytes, ends } => {
                let start = if row == 0 { 0 } else { ends[row as usize - 1] };
                return take(&bytes[start..ends[row as usize]]);
            }
        };
        room.clear();
        // Writing to a text cannot fail.
        let _ = write!(room, "{number}");
        take(room.as_bytes())
    }

    /// The name of a row.
    pub(crate) fn get(&self, row: u32) -> String {
        self.with(row, &mut String::new(), |name| String::from_utf8_lossy(name).into_owned())
    }
}
