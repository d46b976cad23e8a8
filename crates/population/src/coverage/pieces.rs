//! What of a province's index counts in which cell.

use std::collections::HashMap;
use std::ops::Range;

use super::{By, GroupBy, PlaceBy};
use crate::index::{AgeBands, Ethnic, ProvinceIndex};

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

/// What of a province counts where, and its cells in order.
#[derive(Debug)]
pub(super) struct Plan {
    pub parts: Parts,
    pub cells: Cells,
}

/// What counts in cells.
#[derive(Debug)]
pub(super) enum Parts {
    /// Each row as a whole in one cell, which is named here.
    Rows(Vec<u32>),
    /// Parts of rows, or rows in several cells.
    Pieces(Vec<Piece>),
}

/// The cells of a province.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub keys: Vec<LocalCell>,
    /// Residents of each on the last of days.
    pub everybody: Vec<u32>,
    /// Where each key is; empty as long as keys have come in order.
    known: HashMap<LocalCell, u32>,
}

impl Plan {
    pub(super) fn of(province: &ProvinceIndex, bands: &AgeBands, by: &By) -> Plan {
        let by_age = by.age || matches!(&by.group, GroupBy::Sets(sets) if sets.need_age());
        if by_age || matches!(by.group, GroupBy::Sets(_)) {
            Plan::of_pieces(province, bands, by, by_age)
        } else {
            Plan::of_rows(province, by)
        }
    }

    fn of_rows(province: &ProvinceIndex, by: &By) -> Plan {
        let places = places(province, &by.place);
        let rows = Rows::of(province);
        let groups =
            if matches!(by.group, GroupBy::Stated) { province.group_numbers() } else { vec![0; province.rows()] };
        let ethnics = province.ethnics();
        let mut cells = Cells::default();
        let cell_of_row = (0..province.rows()).map(|row| {
            let key = LocalCell {
                place: places[usize::from(rows.communes[row])],
                sex: if by.sex { rows.sexes[row] } else { 0 },
                group: groups[row],
                ethnic: if by.ethnic { ethnics[row] + 1 } else { 0 },
                age: 0,
            };
            cells.count(key, rows.undated[row] + (rows.births[row + 1] - rows.births[row]) as u32)
        });
        let cell_of_row = cell_of_row.collect();
        Plan { parts: Parts::Rows(cell_of_row), cells }
    }

    fn of_pieces(province: &ProvinceIndex, bands: &AgeBands, by: &By, by_age: bool) -> Plan {
        let places = places(province, &by.place);
        let rows = Rows::of(province);
        let (groups, ethnics) = (province.group_numbers(), province.ethnics());
        let mut cells = Cells::default();
        let mut pieces = Vec::with_capacity(province.rows());
        let mut put = |key: LocalCell, piece: &Piece| {
            let residents = piece.undated + piece.births.len() as u32;
            if residents > 0 || !piece.starts.is_empty() {
                pieces.push(Piece { cell: cells.count(key, residents), ..piece.clone() });
            }
        };
        for row in 0..province.rows() {
            let ethnic = Ethnic::from_byte(ethnics[row]);
            let mut cell = LocalCell {
                place: places[usize::from(rows.communes[row])],
                sex: if by.sex { rows.sexes[row] } else { 0 },
                group: 0,
                ethnic: if by.ethnic { ethnics[row] + 1 } else { 0 },
                age: 0,
            };
            for band in if by_age { 0..bands.count() } else { 0..1 } {
                let piece = if by_age { rows.band(row, band, bands.count()) } else { rows.whole(row) };
                cell.age = if by.age { band as u8 + 1 } else { 0 };
                match &by.group {
                    GroupBy::Together => put(cell, &piece),
                    GroupBy::Stated => put(LocalCell { group: groups[row], ..cell }, &piece),
                    GroupBy::Sets(sets) => {
                        let name = groups[row]
                            .checked_sub(1)
                            .map_or("", |group| province.groups()[usize::from(group)].as_str());
                        let ages = (by_age && band > 0).then(|| ages(bands, band));
                        let mut belongs = sets.sets_of(name, ethnic, ages);
                        while belongs != 0 {
                            put(LocalCell { group: belongs.trailing_zeros() as u16 + 1, ..cell }, &piece);
                            belongs &= belongs - 1;
                        }
                    }
                }
            }
        }
        Plan { parts: Parts::Pieces(pieces), cells }
    }
}

impl Cells {
    /// The cell of a key, with so many more residents. Rows come in the order of commune, sex and group, so that most
    /// cells are the last one or a new one.
    fn count(&mut self, key: LocalCell, residents: u32) -> u32 {
        let cell = match self.keys.last() {
            Some(&last) if last == key => self.keys.len() as u32 - 1,
            Some(&last) if last < key && self.known.is_empty() => self.begin(key),
            None => self.begin(key),
            _ => {
                if self.known.is_empty() {
                    self.known.extend(self.keys.iter().zip(0..).map(|(&key, cell)| (key, cell)));
                }
                match self.known.get(&key) {
                    Some(&cell) => cell,
                    None => {
                        let cell = self.begin(key);
                        self.known.insert(key, cell);
                        cell
                    }
                }
            }
        };
        self.everybody[cell as usize] += residents;
        cell
    }

    fn begin(&mut self, key: LocalCell) -> u32 {
        self.keys.push(key);
        self.everybody.push(0);
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
