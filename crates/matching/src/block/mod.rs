//! Bringing together the pairs worth looking at: rows that agree on a *key*, some parts of some fields.
//!
//! Which keys is decided by what each would find and what it would cost (`plan`). A row has one 32-bit hash a key, so
//! whether a pair agrees on a key is one comparison; a pair is taken only under the first key on which it agrees
//! (`join`).

mod join;
mod plan;
#[cfg(test)]
mod tests;

use crate::rows::Rows;
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
/// Parts that all keys together have at most: four each.
const MOST_PARTS: usize = 4 * MOST_KEYS;

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

/// Fills in the hash of each row under each key, 0 where a part is not there.
fn hash_rows(keys: &[Key], fields: &[Field], rows: &mut Rows) {
    let mut parts: Vec<PartOf> = Vec::new();
    let mut place = |part: &PartOf| {
        parts.iter().position(|known| known == part).unwrap_or_else(|| {
            parts.push(*part);
            parts.len() - 1
        })
    };
    let places: Vec<Vec<usize>> = keys.iter().map(|key| key.parts.iter().map(&mut place).collect()).collect();
    rows.fill(|_, codes, hashes| {
        let mut classes = [0; MOST_PARTS];
        for (class, part) in classes.iter_mut().zip(&parts) {
            *class = part.class(fields, codes);
        }
        for (hash, places) in hashes.iter_mut().zip(&places) {
            *hash = hash_of(places.iter().map(|&place| classes[place]));
        }
    });
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
