//! The cells of an answer and their numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::grid::Grid;
use super::kernel::Changes;
use super::pieces::{LocalCell, Plan};
use super::{GroupBy, PlaceBy, Question};
use crate::index::{AgeBands, Ethnic, ProvinceIndex};

/// What one cell stands for; `None` where the question keeps all together, or where nothing is stated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Place in [`Answer::places`].
    pub place: Option<u32>,
    /// 1 man, 2 woman.
    pub sex: Option<u8>,
    /// Place in [`Answer::groups`].
    pub group: Option<u16>,
    /// Whether of an ethnic minority.
    pub ethnic: Option<Ethnic>,
    /// Band of age; 0 holds those whose birth is not known.
    pub age: Option<u8>,
}

/// Residents and covered residents of one cell on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What the cell stands for.
    pub cell: &'a Cell,
    /// The day.
    pub date: NaiveDate,
    /// Its place among the days of the answer.
    pub day: usize,
    /// Residents.
    pub residents: u32,
    /// Residents with a valid card.
    pub covered: u32,
}

/// An answer, or the part of it that some provinces give.
#[derive(Debug)]
pub struct Answer {
    provinces: BTreeSet<String>,
    dates: Vec<NaiveDate>,
    places: Arc<[String]>,
    groups: Arc<[String]>,
    ages: Arc<[String]>,
    cells: Vec<Cell>,
    covered: Grid,
    residents: Vec<u32>,
    /// How residents of the cells that follow one another from the first named here differ from the first day.
    changes: Vec<(u32, Changes)>,
}

/// Why two parts are not parts of one answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// They answer different questions.
    #[error("hai phần trả lời hai câu hỏi khác nhau")]
    Different,
    /// They share some provinces and differ in others, so that these would count twice.
    #[error("hai phần cùng chứa tỉnh {0}")]
    Overlapping(String),
}

impl Answer {
    pub(super) fn assemble(
        provinces: &[&ProvinceIndex],
        plans: Vec<Plan>,
        question: &Question,
        bands: &AgeBands,
        covered: Grid,
        residents: Vec<u32>,
        mut changes: HashMap<&str, Changes>,
    ) -> Answer {
        let groups: Arc<[String]> = match &question.by.group {
            GroupBy::Together => Arc::new([]),
            GroupBy::Stated => provinces
                .iter()
                .flat_map(|province| province.groups())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .cloned()
                .collect(),
            GroupBy::Sets(sets) => sets.labels().into(),
        };
        let places: Arc<[String]> = match &question.by.place {
            PlaceBy::Together => Arc::new([]),
            PlaceBy::Commune => provinces.iter().flat_map(|province| province.communes()).cloned().collect(),
            PlaceBy::Map(map) => map.labels.as_slice().into(),
        };
        let by_commune = matches!(question.by.place, PlaceBy::Commune);
        let (mut first_cell, mut first_commune) = (0, 0);
        let mut moved = Vec::with_capacity(plans.len());
        let mut shifts = Vec::with_capacity(plans.len());
        for (province, plan) in provinces.iter().zip(&plans) {
            moved.push((first_cell, changes.remove(province.code()).unwrap_or_default()));
            shifts.push(if by_commune { first_commune } else { 0 });
            first_cell += plan.cells.keys.len() as u32;
            first_commune += province.communes().len() as u32;
        }
        let named = provinces.par_iter().zip(&plans).zip(shifts).map(|((province, plan), shift)| {
            let group_of: Vec<u16> = match &question.by.group {
                GroupBy::Stated => {
                    province.groups().iter().map(|group| groups.binary_search(group).unwrap_or(0) as u16).collect()
                }
                GroupBy::Together | GroupBy::Sets(_) => (0..groups.len() as u16).collect(),
            };
            plan.cells.keys.iter().map(|key| whole(key, shift, &group_of)).collect::<Vec<Cell>>()
        });
        let cells = named.collect::<Vec<_>>().concat();
        let answer = Answer {
            provinces: provinces.iter().map(|province| province.code().to_owned()).collect(),
            dates: question.dates.clone(),
            places,
            groups,
            ages: (0..bands.count()).map(|band| bands.label(band)).collect(),
            cells,
            covered,
            residents,
            changes: moved,
        };
        if by_commune { answer } else { answer.gathered() }
    }

    /// The days, rising.
    pub fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    /// What places are called: codes of communes, or the labels of the map.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// What groups are called.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What bands of age are called.
    pub fn ages(&self) -> &[String] {
        &self.ages
    }

    /// The provinces counted.
    pub fn provinces(&self) -> &BTreeSet<String> {
        &self.provinces
    }

    /// What the cells stand for, in order.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Residents and covered residents of a cell, by its place in [`Answer::cells`], on a day, by its place in
    /// [`Answer::dates`].
    pub fn numbers(&self, cell: usize, date: usize) -> (u32, u32) {
        let change = self.change_row(cell).map_or(0, |row| row[date]);
        (self.residents[cell].wrapping_add_signed(change), self.covered.get(cell * self.dates.len() + date))
    }

    /// How the residents of a cell differ from the first day, on each day; `None` if they do not.
    fn change_row(&self, cell: usize) -> Option<&[i32]> {
        let place = self.changes.partition_point(|(first, _)| *first as usize <= cell).checked_sub(1)?;
        let (first, changes) = &self.changes[place];
        let at = *changes.at.get(cell - *first as usize)?;
        let days = self.dates.len();
        (at != Changes::NONE).then(|| &changes.rows[at as usize * days..(at as usize + 1) * days])
    }

    /// Cell after cell and day after day, without those that have nobody.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows_of(0..self.cells.len())
    }

    /// The rows of some cells.
    pub fn rows_of(&self, cells: std::ops::Range<usize>) -> impl Iterator<Item = Row<'_>> {
        cells.flat_map(move |index| {
            let (cell, changes) = (&self.cells[index], self.change_row(index));
            self.dates.iter().enumerate().filter_map(move |(day, &date)| {
                let residents = self.residents[index].wrapping_add_signed(changes.map_or(0, |row| row[day]));
                let covered = self.covered.get(index * self.dates.len() + day);
                (residents > 0).then_some(Row { cell, date, day, residents, covered })
            })
        })
    }

    /// Residents and covered residents of all cells on a day, by its place. Sets of groups may overlap: then this is no
    /// number of people.
    pub fn total(&self, date: usize) -> (u64, u64) {
        (0..self.cells.len())
            .map(|cell| self.numbers(cell, date))
            .fold((0, 0), |sum, numbers| (sum.0 + u64::from(numbers.0), sum.1 + u64::from(numbers.1)))
    }

    /// Joins the parts that different provinces give. A part that is in already changes nothing, so a part that was made
    /// twice does no harm.
    ///
    /// # Errors
    /// The parts answer different questions, or share only some of their provinces.
    pub fn join(self, other: &Answer) -> Result<Answer, JoinError> {
        if self.dates != other.dates || self.ages != other.ages {
            return Err(JoinError::Different);
        }
        if other.provinces.is_subset(&self.provinces) {
            return Ok(self);
        }
        if let Some(shared) = self.provinces.intersection(&other.provinces).next() {
            return Err(JoinError::Overlapping(shared.clone()));
        }
        let places = united(&self.places, &other.places);
        let groups = united(&self.groups, &other.groups);
        let number = |texts: &[String]| {
            texts.iter().enumerate().map(|(at, text)| (text.clone(), at as u32)).collect::<HashMap<_, _>>()
        };
        let (place_at, group_at) = (number(&places), number(&groups));
        let dates = self.dates.len();
        let mut cells = Vec::new();
        let mut sums = vec![0_u32; (self.cells.len() + other.cells.len()) * dates];
        let mut residents = Vec::new();
        let mut changes = Changes::default();
        for part in [&self, other] {
            for (index, cell) in part.cells.iter().enumerate() {
                let at = cells.len();
                cells.push(Cell {
                    place: cell.place.map(|place| place_at[&part.places[place as usize]]),
                    group: cell.group.map(|group| group_at[&part.groups[usize::from(group)]] as u16),
                    ..cell.clone()
                });
                (0..dates).for_each(|date| sums[at * dates + date] = part.covered.get(index * dates + date));
                residents.push(part.residents[index]);
                changes.push(part.change_row(index));
            }
        }
        let provinces = self.provinces.union(&other.provinces).cloned().collect();
        let whole = Answer {
            provinces,
            dates: self.dates,
            places: places.into(),
            groups: groups.into(),
            ages: self.ages,
            cells,
            covered: Grid::from(sums),
            residents,
            changes: vec![(0, changes)],
        };
        Ok(whole.gathered())
    }

    /// The same with each cell once, in order.
    fn gathered(self) -> Answer {
        let mut places: BTreeMap<&Cell, Vec<u32>> = BTreeMap::new();
        for (index, cell) in self.cells.iter().enumerate() {
            places.entry(cell).or_default().push(index as u32);
        }
        let dates = self.dates.len();
        let mut covered = vec![0_u32; places.len() * dates];
        let mut residents = Vec::with_capacity(places.len());
        let mut changes = Changes::default();
        for (at, parts) in places.values().enumerate() {
            residents.push(parts.iter().map(|&part| self.residents[part as usize]).sum());
            let sums = &mut covered[at * dates..(at + 1) * dates];
            let mut changed: Option<Vec<i32>> = None;
            for &part in parts {
                sums.iter_mut()
                    .enumerate()
                    .for_each(|(date, sum)| *sum += self.covered.get(part as usize * dates + date));
                if let Some(row) = self.change_row(part as usize) {
                    changed
                        .get_or_insert_with(|| vec![0; dates])
                        .iter_mut()
                        .zip(row)
                        .for_each(|(sum, change)| *sum += change);
                }
            }
            changes.push(changed.as_deref());
        }
        let cells = places.into_keys().cloned().collect();
        Answer { cells, covered: Grid::from(covered), residents, changes: vec![(0, changes)], ..self }
    }
}

/// The texts of both, those of the first in their order, then the others.
fn united(first: &[String], second: &[String]) -> Vec<String> {
    let known: BTreeSet<&String> = first.iter().collect();
    first.iter().chain(second.iter().filter(|text| !known.contains(text))).cloned().collect()
}

fn whole(key: &LocalCell, first_commune: u32, group_of: &[u16]) -> Cell {
    Cell {
        place: key.place.checked_sub(1).map(|place| first_commune + place),
        sex: (key.sex > 0).then_some(key.sex),
        group: key.group.checked_sub(1).map(|group| group_of[usize::from(group)]),
        ethnic: key.ethnic.checked_sub(1).map(Ethnic::from_byte),
        age: key.age.checked_sub(1),
    }
}
