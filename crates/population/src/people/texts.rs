//! Many texts in one allocation.

use std::ops::Range;

/// Texts one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// None yet, with room for `texts` of them with `bytes` in all.
    pub fn with_capacity(texts: usize, bytes: usize) -> Texts {
        Texts { bytes: String::with_capacity(bytes), ends: Vec::with_capacity(texts) }
    }

    /// One more text at the end.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }

    /// The text at `index`, empty past the end.
    pub fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..end as usize]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every text in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// How many bytes they are together.
    pub fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of all texts, and where each ends.
    pub(super) fn parts(&self) -> (&str, &[u32]) {
        (&self.bytes, &self.ends)
    }

    /// Texts from their bytes and ends; `None` if an end lies outside, before another, or within a letter.
    pub(super) fn from_parts(bytes: String, ends: Vec<u32>) -> Option<Texts> {
        let mut before = 0;
        for &end in &ends {
            if end < before || !bytes.is_char_boundary(end as usize) {
                return None;
            }
            before = end;
        }
        (before as usize == bytes.len()).then_some(Texts { bytes, ends })
    }

    /// The others after these.
    pub(super) fn append(&mut self, others: &Texts) {
        let before = self.bytes.len() as u32;
        self.bytes.push_str(&others.bytes);
        self.ends.extend(others.ends.iter().map(|end| end + before));
    }

    /// These texts in this order.
    pub(super) fn pick(&self, order: &[u32]) -> Texts {
        let mut picked = Texts::with_capacity(order.len(), self.bytes.len() / self.len().max(1) * order.len());
        for &index in order {
            picked.push(self.get(index as usize));
        }
        picked
    }
}

/// Where the values of each of many owners stand, by where the owner's values end.
pub(super) fn range_at(ends: &[u32], index: usize) -> Range<usize> {
    let start = index.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[index] as usize
}
