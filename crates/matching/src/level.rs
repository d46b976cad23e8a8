//! Levels of agreement, and the pattern of a pair: the levels of all its fields in 32 bits.

use crate::outcome::Agreement;
use crate::run::MatchError;
use crate::schema::Kind;

/// A level of agreement of one field: its place in [`agreements`] of the field's kind. 0 says nothing.
pub(crate) type Level = u8;

/// The level of a value that is not there.
pub(crate) const MISSING: Level = 0;
/// The level of values that contradict each other.
pub(crate) const DIFFERENT: Level = 1;

/// The greatest number of levels of a field.
pub(crate) const MOST_LEVELS: usize = 8;

/// The levels of a kind: nothing known, different, those between, and equal as the last.
pub(crate) fn agreements(kind: Kind) -> &'static [Agreement] {
    use Agreement::{Close, Different, Equal, Folded, Missing, Partial, Shortened, Similar, Succeeded, Swapped};
    match kind {
        Kind::Name => &[Missing, Different, Partial, Similar, Swapped, Shortened, Folded, Equal],
        Kind::Given | Kind::Surname => &[Missing, Different, Similar, Close, Shortened, Swapped, Folded, Equal],
        Kind::Text => &[Missing, Different, Similar, Close, Swapped, Equal],
        Kind::Date => &[Missing, Different, Partial, Similar, Close, Shortened, Swapped, Equal],
        Kind::Identifier => &[Missing, Different, Similar, Partial, Close, Equal],
        Kind::Place => &[Missing, Different, Close, Succeeded, Equal],
        Kind::Sex => &[Missing, Different, Equal],
        Kind::Year | Kind::Code | Kind::Number | Kind::Phone => &[Missing, Different, Close, Equal],
    }
}

/// What a level of a kind means.
pub(crate) fn agreement(kind: Kind, level: Level) -> Agreement {
    agreements(kind).get(usize::from(level)).copied().unwrap_or(Agreement::Missing)
}

/// The level of equal values.
pub(crate) fn equal(kind: Kind) -> Level {
    (agreements(kind).len() - 1) as Level
}

/// The level that means `agreement`.
pub(crate) fn level_of(kind: Kind, agreement: Agreement) -> Option<Level> {
    agreements(kind).iter().position(|&other| other == agreement).map(|at| at as Level)
}

/// Which bits of a pattern hold the level of which field.
#[derive(Clone, Debug)]
pub(crate) struct Packing {
    shifts: Vec<(u32, u32)>,
    bits: u32,
}

impl Packing {
    pub(crate) fn new(kinds: &[Kind]) -> Packing {
        let mut bits = 0;
        let shift = |kind: &Kind| {
            let width = usize::BITS - (agreements(*kind).len() - 1).leading_zeros();
            bits += width;
            (bits - width, (1 << width) - 1)
        };
        let shifts = kinds.iter().map(shift).collect();
        Packing { shifts, bits }
    }

    /// A packing that fits.
    pub(crate) fn checked(kinds: &[Kind]) -> Result<Packing, MatchError> {
        let packing = Packing::new(kinds);
        if packing.bits > u32::BITS { Err(MatchError::TooManyFields { bits: packing.bits }) } else { Ok(packing) }
    }

    /// The bits of a pattern in which `field` is at `level`.
    #[inline]
    pub(crate) fn place(&self, field: usize, level: Level) -> u32 {
        u32::from(level) << self.shifts[field].0
    }

    /// The bits of a field.
    #[inline]
    pub(crate) fn mask(&self, field: usize) -> u32 {
        self.shifts[field].1 << self.shifts[field].0
    }

    /// The level of a field.
    #[inline]
    pub(crate) fn level(&self, pattern: u32, field: usize) -> Level {
        let (shift, mask) = self.shifts[field];
        (pattern >> shift & mask) as Level
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn levels_come_out_of_a_pattern_as_they_went_in(
            fields in prop::collection::vec((prop::sample::select(Kind::ALL.to_vec()), any::<prop::sample::Index>()), 0..10)
        ) {
            let kinds: Vec<Kind> = fields.iter().map(|(kind, _)| *kind).collect();
            let packing = Packing::checked(&kinds).expect("ten fields fit");
            let levels: Vec<Level> = fields.iter().map(|(kind, level)| level.index(agreements(*kind).len()) as Level).collect();
            let pattern = levels.iter().enumerate().fold(0, |pattern, (field, &level)| pattern | packing.place(field, level));
            for (field, &level) in levels.iter().enumerate() {
                prop_assert_eq!(packing.level(pattern, field), level);
            }
        }
    }

    #[test]
    fn too_many_fields_are_refused() {
        assert!(matches!(Packing::checked(&[Kind::Name; 11]), Err(MatchError::TooManyFields { bits: 33 })));
    }
}
