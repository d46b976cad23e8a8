//! Comparing two rows: the levels of all their fields as one pattern.

use crate::level::{self, Level, MISSING, Packing};
use crate::outcome::Agreement;
use crate::rows::Rows;
use crate::schema::Kind;
use crate::source::intern::mix;
use crate::value::{Field, name_pair};

/// Codes of all fields row by row, so that a comparison touches one place in memory for each row.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    pub(crate) fields: &'a [Field],
    pub(crate) packing: &'a Packing,
    /// The rows of each list; the second has none where one list is held against itself.
    pub(crate) rows: [Rows; 2],
    equal: Vec<Level>,
    /// The fields of given name and surname, and the level of the two in each other's place.
    pair: Option<(usize, usize, Level)>,
    one_list: bool,
}

/// Levels of pairs of values that were compared lately.
#[derive(Debug)]
pub(crate) struct Memory {
    /// For each costly field, slots of a pair of codes and its level.
    slots: Vec<Vec<(u64, Level)>>,
}

const SLOTS: usize = 1 << 12;

/// The codes of each list row by row, taken from the fields, with room for hashes under so many keys.
pub(crate) fn by_row(fields: &mut [Field], keys: usize) -> [Rows; 2] {
    let transposed = [0, 1].map(|side| {
        let rows = fields.first().map_or(0, |field| field.codes[side].len());
        let mut rows = Rows::new(rows, fields.len(), keys);
        rows.fill(|row, codes, _| {
            for (code, field) in codes.iter_mut().zip(&*fields) {
                *code = field.codes[side][row];
            }
        });
        rows
    });
    fields.iter_mut().for_each(|field| field.codes = Default::default());
    transposed
}

impl<'a> Comparison<'a> {
    /// Compares rows of these codes, as [`by_row`] gives them.
    pub(crate) fn new(fields: &'a [Field], packing: &'a Packing, rows: [Rows; 2]) -> Comparison<'a> {
        let pair = name_pair(fields.iter().map(|field| field.kind))
            .and_then(|(given, surname)| Some((given, surname, level::level_of(Kind::Given, Agreement::Swapped)?)));
        let one_list = rows[1].is_empty();
        Comparison {
            fields,
            packing,
            rows,
            equal: fields.iter().map(|field| level::equal(field.kind)).collect(),
            pair,
            one_list,
        }
    }

    /// The codes of a row of the first list.
    #[inline]
    pub(crate) fn left(&self, row: u32) -> &[u32] {
        self.rows[0].codes(row)
    }

    /// The codes of a row of the second list, or of the one.
    #[inline]
    pub(crate) fn right(&self, row: u32) -> &[u32] {
        self.rows[usize::from(!self.one_list)].codes(row)
    }

    pub(crate) fn memory(&self) -> Memory {
        let slots = |field: &Field| if field.is_costly() { vec![(0, MISSING); SLOTS] } else { Vec::new() };
        Memory { slots: self.fields.iter().map(slots).collect() }
    }

    /// Touches what the comparisons of these pairs will need, so that it is on its way from memory at once.
    pub(crate) fn fetch(&self, pairs: impl Iterator<Item = (u32, u32)> + Clone) {
        let mut touched =
            pairs.clone().fold(0, |touched, (left, right)| touched ^ self.left(left)[0] ^ self.right(right)[0]);
        for (at, field) in self.fields.iter().enumerate() {
            for (left, right) in pairs.clone() {
                let (left, right) = (self.left(left)[at], self.right(right)[at]);
                if left != right {
                    touched ^= field.touch(left) ^ field.touch(right);
                }
            }
        }
        std::hint::black_box(touched);
    }

    /// The pattern of two rows.
    pub(crate) fn pattern(&self, left: u32, right: u32, memory: &mut Memory) -> u32 {
        let (left, right) = (self.left(left), self.right(right));
        let mut pattern = 0;
        for at in 0..self.fields.len() {
            let level = self.level(at, left[at], right[at], memory);
            pattern |= self.packing.place(at, level);
        }
        match self.pair {
            Some((given, surname, swapped))
                if left[given] == right[surname]
                    && left[surname] == right[given]
                    && left[given] != right[given]
                    && left[given] != 0
                    && left[surname] != 0 =>
            {
                // The swap is told once, at the given name; the surname adds nothing to it.
                let own = !(self.packing.mask(given) | self.packing.mask(surname));
                pattern & own | self.packing.place(given, swapped)
            }
            _ => pattern,
        }
    }

    #[inline]
    fn level(&self, at: usize, left: u32, right: u32, memory: &mut Memory) -> Level {
        if left == 0 || right == 0 {
            return MISSING;
        }
        if left == right {
            return self.equal[at];
        }
        let field = &self.fields[at];
        let slots = &mut memory.slots[at];
        if slots.is_empty() {
            return field.level(left, right);
        }
        let pair = u64::from(left) << 32 | u64::from(right);
        let slot = &mut slots[mix(pair) as usize & (SLOTS - 1)];
        if slot.0 != pair {
            *slot = (pair, field.level(left, right));
        }
        slot.1
    }
}
