//! Bringing together the pairs worth looking at: rows that agree on a *key*, some parts of some fields.
//!
//! Which keys is decided by what each would find and what it would cost (`plan`). A row has one 32-bit hash a key, so
//! whether a pair agrees on a key is one comparison; a pair is taken only under the first key on which it agrees
//! (`join`).

mod join;
mod plan;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::compare::Comparison;
use crate::source::intern::mix;
use crate::value::Field;
pub(crate) use join::{Candidate, find_pairs};
pub(crate) use plan::choose_keys;

/// A part of a field, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartOf {
    pub(crate) field: usize,
    pub(crate) part: usize,
}

/// Parts on which rows agree to be looked at as a pair.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// One for each of one to four fields.
    pub(crate) parts: Vec<PartOf>,
    /// The pairs expected to agree on it by chance.
    pub(crate) expected_pairs: f64,
    /// The part that is added where too many rows have the same key.
    pub(crate) further: Option<PartOf>,
}

/// Keys that a pattern's key mask can tell apart.
pub(crate) const MOST_KEYS: usize = 24;

/// The hash of each row for each key, 0 where a part is not there: row by row, in each list.
#[derive(Debug)]
pub(crate) struct KeyHashes {
    pub(crate) keys: usize,
    pub(crate) of_row: [Vec<u32>; 2],
}

impl Key {
    /// What it is made of, for reports.
    pub(crate) fn name(&self, fields: &[Field]) -> String {
        let part =
            |part: &PartOf| format!("{} của {}", fields[part.field].parts[part.part].name, fields[part.field].name);
        self.parts.iter().map(part).collect::<Vec<_>>().join(" + ")
    }
}

impl PartOf {
    /// The class of a row, given its codes.
    #[inline]
    fn class(self, fields: &[Field], codes: &[u32]) -> u32 {
        fields[self.field].parts[self.part].class(codes[self.field])
    }
}

impl KeyHashes {
    pub(crate) fn new(keys: &[Key], comparison: &Comparison<'_>) -> KeyHashes {
        let mut parts: Vec<PartOf> = Vec::new();
        let mut place = |part: &PartOf| {
            parts.iter().position(|known| known == part).unwrap_or_else(|| {
                parts.push(*part);
                parts.len() - 1
            })
        };
        let places: Vec<Vec<usize>> = keys.iter().map(|key| key.parts.iter().map(&mut place).collect()).collect();
        let of_row = [0, 1].map(|side| {
            let mut hashes = vec![0; comparison.rows(side) * keys.len()];
            let rows = hashes.par_chunks_mut(keys.len().max(1)).with_min_len(1 << 12).enumerate();
            rows.for_each_init(
                || vec![0; parts.len()],
                |classes, (row, hashes)| {
                    let codes = comparison.codes(side, row as u32);
                    for (class, part) in classes.iter_mut().zip(&parts) {
                        *class = part.class(comparison.fields, codes);
                    }
                    for (hash, places) in hashes.iter_mut().zip(&places) {
                        *hash = hash_of(places.iter().map(|&place| classes[place]));
                    }
                },
            );
            hashes
        });
        KeyHashes { keys: keys.len(), of_row }
    }

    /// The keys of a row.
    #[inline]
    fn row(&self, side: usize, row: u32) -> &[u32] {
        let start = row as usize * self.keys;
        &self.of_row[side][start..start + self.keys]
    }
}

/// The hash of the classes of a key's parts, 0 if one of them is not there.
fn hash_of(classes: impl Iterator<Item = u32>) -> u32 {
    let mut hash = 0;
    for class in classes {
        if class == 0 {
            return 0;
        }
        hash = mix(hash ^ u64::from(class));
    }
    ((mix(hash) >> 32) as u32).max(1)
}
