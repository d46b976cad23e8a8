//! One event as one number, in the order in which the index holds events.

use super::Ethnic;
use crate::places::CommuneIndex;

/// What happens on the day of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A resident is born; with band 0 the birth is not known.
    Birth = 0,
    /// Coverage begins.
    Start = 1,
    /// The first day without coverage.
    End = 2,
}

/// The row of the index that a resident counts in: commune, sex, group, ethnicity as [`Ethnic`], packed so that rows
/// compare as they stand in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowKey(pub u32);

/// Groups are numbered in twelve bits.
pub(super) const MOST_GROUPS: usize = 1 << 12;

impl RowKey {
    pub(super) fn new(commune: CommuneIndex, sex: u8, group: u16, ethnic: Ethnic) -> RowKey {
        debug_assert!((1..=2).contains(&sex) && usize::from(group) < MOST_GROUPS, "checked when the row was taken in");
        RowKey(u32::from(commune) << 15 | u32::from(sex - 1) << 14 | u32::from(group) << 2 | ethnic as u32)
    }

    pub(super) fn commune(self) -> CommuneIndex {
        (self.0 >> 15) as CommuneIndex
    }

    pub(super) fn sex(self) -> u8 {
        (self.0 >> 14 & 1) as u8 + 1
    }

    pub(super) fn group(self) -> u16 {
        (self.0 >> 2) as u16 & (MOST_GROUPS - 1) as u16
    }

    pub(super) fn ethnic(self) -> u8 {
        self.0 as u8 & 3
    }

    /// The same row with the group numbered anew.
    pub(super) fn with_group(self, group: u16) -> RowKey {
        RowKey(self.0 & !(((MOST_GROUPS - 1) as u32) << 2) | u32::from(group) << 2)
    }
}

/// Row, kind, band, day: numbers in the order of the index.
#[inline]
pub(super) fn pack(row: RowKey, kind: Kind, band: usize, day: u16) -> u64 {
    u64::from(row.0) << 22 | (kind as u64) << 20 | (band as u64) << 16 | u64::from(day)
}

/// What [`pack`] packed.
#[inline]
pub(super) fn unpack(event: u64) -> (RowKey, u8, usize, u16) {
    (RowKey((event >> 22) as u32), (event >> 20 & 3) as u8, (event >> 16 & 15) as usize, event as u16)
}
