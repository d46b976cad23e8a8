//! What of a province's index counts in which cell.

use std::collections::HashMap;
use std::ops::Range;

use super::{By, GroupBy, PlaceBy};
use crate::index::{AgeBands, ProvinceIndex};

/// Places in the lists of events: the files of a province stay below four thousand million events.
pub(super) type Span = Range<u32>;

/// Some events of a row that count in a cell.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub cell: u32,
    pub starts: Span,
    pub ends: Span,
    /// The births of the row.
    pub births: Span,
    pub undated: u32,
    pub band: Band,
}

/// Whose of a row's events a piece holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Band {
    /// Everybody's.
    All,
    /// Those whose birth is not known.
    Unknown,
    /// Those in this band, counted from 1.
    Aged(u8),
}

/// A cell of one province, in numbers of that province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LocalCell {
    /// Nought if places are together or this one is not known; else one more than the commune or label.
    pub place: u32,
    pub sex: u8,
    /// Nought if groups are together or none is stated; else one more than the group or set.
    pub group: u16,
    /// One more than [`crate::index::Ethnic`]; nought if together.
    pub ethnic: u8,
    /// One more than the band; nought if together.
    pub age: u8,
}

/// The pieces of a province, and its cells in order.
#[derive(Debug)]
pub(super) struct Pieces {
    pub pieces: Vec<Piece>,
    pub keys: Vec<LocalCell>,
}

impl Pieces {
    pub(super) fn cells(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn of(province: &ProvinceIndex, bands: &AgeBands, by: &By) -> Pieces {
        let mut made = Pieces { pieces: Vec::with_capacity(province.rows()), keys: Vec::new() };
        let places = places(province, &by.place);
        let by_age = by.age || matches!(&by.group, GroupBy::Sets(sets) if sets.need_age());
        let rows = Rows::of(province);
        let mut known: HashMap<LocalCell, u32> = HashMap::new();
        for row in 0..province.rows() {
            let group = province.group_number(row);
            let ethnic = province.ethnic(row);
            let mut cell = LocalCell {
                place: places[usize::from(rows.communes[row])],
                sex: if by.sex { rows.sexes[row] } else { 0 },
                group: 0,
                ethnic: if by.ethnic { ethnic as u8 + 1 } else { 0 },
                age: 0,
            };
            let bands_of_row = if by_age { 0..bands.count() } else { 0..1 };
            for band in bands_of_row {
                let piece = if by_age { rows.band(row, band, bands.count()) } else { rows.whole(row) };
                cell.age = if by.age { band as u8 + 1 } else { 0 };
                match &by.group {
                    GroupBy::Together => made.put(cell, piece, &mut known),
                    GroupBy::Stated => {
                        cell.group = group;
                        made.put(cell, piece, &mut known);
                    }
                    GroupBy::Sets(sets) => {
                        let name =
                            group.checked_sub(1).map_or("", |group| province.groups()[usize::from(group)].as_str());
                        let ages = (by_age && band > 0).then(|| ages(bands, band));
                        let mut belongs = sets.sets_of(name, ethnic, ages);
                        while belongs != 0 {
                            cell.group = belongs.trailing_zeros() as u16 + 1;
                            made.put(cell, piece.clone(), &mut known);
                            belongs &= belongs - 1;
                        }
                    }
                }
            }
        }
        made
    }

    /// Counts the piece in the cell. Rows come in the order of commune, sex and group, so that most cells are the last
    /// one or a new one.
    fn put(&mut self, key: LocalCell, piece: Piece, known: &mut HashMap<LocalCell, u32>) {
        if piece.starts.is_empty() && piece.births.is_empty() && piece.undated == 0 {
            return;
        }
        let cell = match self.keys.last() {
            Some(&last) if last == key => self.keys.len() as u32 - 1,
            Some(&last) if last < key && known.is_empty() => self.begin(key),
            None => self.begin(key),
            _ => {
                if known.is_empty() {
                    known.extend(self.keys.iter().enumerate().map(|(cell, &key)| (key, cell as u32)));
                }
                match known.get(&key) {
                    Some(&cell) => cell,
                    None => {
                        let cell = self.begin(key);
                        known.insert(key, cell);
                        cell
                    }
                }
            }
        };
        self.pieces.push(Piece { cell, ..piece });
    }

    fn begin(&mut self, key: LocalCell) -> u32 {
        self.keys.push(key);
        self.keys.len() as u32 - 1
    }
}

/// First and last completed year of life in a band.
fn ages(bands: &AgeBands, band: usize) -> (u8, Option<u8>) {
    let beginnings = bands.beginnings();
    (beginnings[band - 1], beginnings.get(band).map(|next| next - 1))
}

/// For each commune of the province the place that its cells have.
fn places(province: &ProvinceIndex, by: &PlaceBy) -> Vec<u32> {
    match by {
        PlaceBy::Together => vec![0; province.communes().len()],
        PlaceBy::Commune => (1..=province.communes().len() as u32).collect(),
        PlaceBy::Map(map) => province
            .communes()
            .iter()
            .map(|code| map.of.get(code).copied().flatten().map_or(0, |label| label + 1))
            .collect(),
    }
}

/// The columns of a province that pieces are cut from.
struct Rows<'a> {
    communes: &'a [u16],
    sexes: &'a [u8],
    undated: &'a [u32],
    births: &'a [i32],
    starts: &'a [i32],
    ends: &'a [i32],
    start_bands: &'a [u32],
    end_bands: &'a [u32],
}

impl<'a> Rows<'a> {
    fn of(province: &'a ProvinceIndex) -> Rows<'a> {
        Rows {
            communes: province.commune_numbers(),
            sexes: province.sexes(),
            undated: province.undated(),
            births: province.births().offsets,
            starts: province.starts().offsets,
            ends: province.ends().offsets,
            start_bands: province.start_bands(),
            end_bands: province.end_bands(),
        }
    }

    fn whole(&self, row: usize) -> Piece {
        let span = |offsets: &[i32]| offsets[row] as u32..offsets[row + 1] as u32;
        Piece {
            cell: 0,
            starts: span(self.starts),
            ends: span(self.ends),
            births: span(self.births),
            undated: self.undated[row],
            band: Band::All,
        }
    }

    fn band(&self, row: usize, band: usize, bands: usize) -> Piece {
        let span = |offsets: &[i32], counts: &[u32]| {
            let counts = &counts[row * bands..(row + 1) * bands];
            let before = if band == 0 { 0 } else { counts[band - 1] };
            offsets[row] as u32 + before..offsets[row] as u32 + counts[band]
        };
        let births = self.births[row] as u32..self.births[row + 1] as u32;
        Piece {
            cell: 0,
            starts: span(self.starts, self.start_bands),
            ends: span(self.ends, self.end_bands),
            births: if band == 0 { births.start..births.start } else { births },
            undated: if band == 0 { self.undated[row] } else { 0 },
            band: if band == 0 { Band::Unknown } else { Band::Aged(band as u8) },
        }
    }
}
