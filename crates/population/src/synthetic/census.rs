//! Everybody counted once, before a row is written: the truth, and where the rows about whom will stand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::country::Country;
use super::group::Group;
use super::history::{History, OPEN};
use super::mistakes::{CardMistake, ResidentMistake};
use super::people::Person;
use super::{Error, Maker, Progress, Step, order};
use crate::day::{date_of_epoch, epoch_days};

/// People counted in one piece of work. A multiple of [`BUNDLE`].
const PIECE: u64 = 65_536;

/// People between two marks of [`Places`].
const BUNDLE: usize = 64;

/// Rows between two entries of the guide of [`Places`].
const GUIDE: u64 = 1_024;

/// Days for which the truth says how many people are covered: each year's end, and two days in the middle of a year.
const DAYS: [&str; 9] = [
    "2019-12-31",
    "2020-12-31",
    "2021-12-31",
    "2022-12-31",
    "2023-12-31",
    "2024-06-30",
    "2024-12-31",
    "2025-06-30",
    "2025-12-31",
];

/// What the generator knows about what it wrote: `truth.json` without the list of mistakes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Truth {
    /// Always true: nobody in these files lives.
    pub synthetic: bool,
    /// The seed.
    pub seed: u64,
    /// People on the list of residents.
    pub persons: u64,
    /// The day whose communes are told of.
    pub structure: NaiveDate,
    /// The share of wrong rows that was asked for.
    pub errors: f64,
    /// Rows of `residents.parquet`.
    pub resident_rows: u64,
    /// Residents who had no card at all.
    pub never_covered: u64,
    /// About `cards.parquet`.
    pub cards: CardTruth,
    /// Residents and covered residents, counted over people as they are made, mistakes of rows aside.
    pub dates: Vec<DateTruth>,
    /// How many rows are wrong in which way.
    pub mistakes_by_kind: BTreeMap<&'static str, u64>,
}

/// What is known about the cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardTruth {
    /// Rows.
    pub rows: u64,
    /// Rows that say again what another row says.
    pub duplicates: u64,
    /// Rows about people who are on no list of residents.
    pub of_unknown_people: u64,
    /// Rows without a last day.
    pub without_end: u64,
    /// Cards of one person that begin on the day after the card before them.
    pub renewed_at_once: u64,
    /// That begin later.
    pub renewed_after_a_gap: u64,
    /// That begin earlier.
    pub overlapping: u64,
}

/// Residents born by a day, and how many of them are covered on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateTruth {
    /// The day.
    pub date: NaiveDate,
    /// Residents born by then.
    pub residents: u64,
    /// Covered residents.
    pub covered: u64,
    /// Both for men and for women.
    pub by_sex: [[u64; 2]; 2],
    /// Both by group, for groups that anybody belongs to.
    pub by_group: BTreeMap<&'static str, [u64; 2]>,
    /// Both by province, for men and for women.
    pub by_province_and_sex: BTreeMap<&'static str, [[u64; 2]; 2]>,
}

/// What one piece of work found.
struct Piece {
    rows: Vec<u8>,
    duplicated: Vec<u64>,
    tally: Tally,
}

/// Sums that can be added up.
#[derive(Default)]
struct Tally {
    cards: CardTruth,
    never_covered: u64,
    /// By day, province, sex and group: residents, covered.
    cells: BTreeMap<(usize, usize, u8, u8), [u64; 2]>,
    resident_mistakes: [u64; ResidentMistake::ALL.len()],
    card_mistakes: [u64; CardMistake::ALL.len()],
}

/// What the census leaves behind.
pub(super) struct Census {
    pub truth: Truth,
    pub places: Places,
    /// People who stand twice on the list of residents.
    pub duplicated: Vec<u64>,
}

/// Whose cards stand where, if all cards stand in the order of their people.
#[derive(Default)]
pub(super) struct Places {
    /// Rows about each person's cards.
    rows: Vec<u8>,
    /// Rows before each bundle of people.
    marks: Vec<u64>,
    /// The bundle in which each [`GUIDE`]th row lies.
    guide: Vec<u32>,
    pub total: u64,
}

impl Places {
    fn push(&mut self, rows: &[u8]) {
        for bundle in rows.chunks(BUNDLE) {
            self.marks.push(self.total);
            let within: u64 = bundle.iter().map(|&rows| u64::from(rows)).sum();
            self.total += within;
            while (self.guide.len() as u64) * GUIDE < self.total {
                self.guide.push((self.marks.len() - 1) as u32);
            }
        }
        self.rows.extend_from_slice(rows);
    }

    /// The person whom row `place` is about, and which of the person's rows it is.
    #[inline]
    pub fn find(&self, place: u64) -> (u64, usize) {
        let mut bundle = self.guide[(place / GUIDE) as usize] as usize;
        while self.marks.get(bundle + 1).is_some_and(|&mark| mark <= place) {
            bundle += 1;
        }
        let mut left = place - self.marks[bundle];
        let first = bundle * BUNDLE;
        for (person, &rows) in (first..).zip(&self.rows[first..]) {
            if left < u64::from(rows) {
                return (person as u64, left as usize);
            }
            left -= u64::from(rows);
        }
        (self.rows.len() as u64, 0)
    }
}

/// Counts residents and strangers.
pub(super) fn count(maker: &Maker<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Census, Error> {
    let everybody = maker.country.persons + maker.strangers;
    let days: Vec<i32> = DAYS.iter().filter_map(|day| day.parse().ok()).map(epoch_days).collect();
    let mut places = Places::default();
    let mut duplicated = Vec::new();
    let mut tally = Tally::default();
    let mut done = 0;
    order::in_order(
        everybody.div_ceil(PIECE),
        maker.options.threads,
        |piece| count_piece(maker, &days, piece * PIECE..everybody.min((piece + 1) * PIECE)),
        |piece| {
            done += piece.rows.len() as u64;
            places.push(&piece.rows);
            duplicated.extend_from_slice(&piece.duplicated);
            tally.add(&piece.tally);
            progress(Progress { step: Step::Count, done, total: everybody });
            Ok::<(), Error>(())
        },
    )?;
    let truth = tally.truth(maker, &days, duplicated.len() as u64, places.total);
    Ok(Census { truth, places, duplicated })
}

fn count_piece(maker: &Maker<'_>, days: &[i32], people: std::ops::Range<u64>) -> Piece {
    let country = &maker.country;
    let mut piece = Piece { rows: Vec::new(), duplicated: Vec::new(), tally: Tally::default() };
    // Provinces follow each other, so sums of the one at hand are kept apart from the tree of all.
    let mut cells = Cells::new(days.len());
    let mut history = History::new();
    for number in people {
        let person = maker.person(number);
        history.tell(&person, country);
        piece.rows.push(history.cards().len() as u8);
        piece.tally.add_history(&person, &history, maker);
        if person.commune.is_none() {
            continue;
        }
        if cells.province != person.province {
            cells.flush(&mut piece.tally);
            cells.province = person.province;
        }
        cells.add(&person, &history, days);
        if let Some(mistake) = ResidentMistake::of(&person, country, &maker.names, maker.options.errors) {
            piece.tally.resident_mistakes[mistake as usize] += 1;
            if mistake == ResidentMistake::Duplicate {
                piece.duplicated.push(number);
            }
        }
    }
    cells.flush(&mut piece.tally);
    piece
}

/// Sums of one province.
struct Cells {
    province: usize,
    /// By day, sex and group.
    sums: Vec<[[[u64; 2]; Group::ALL.len()]; 2]>,
}

impl Cells {
    fn new(days: usize) -> Cells {
        Cells { province: 0, sums: vec![[[[0; 2]; Group::ALL.len()]; 2]; days] }
    }

    #[inline]
    fn add(&mut self, person: &Person, history: &History, days: &[i32]) {
        for (sums, &day) in self.sums.iter_mut().zip(days) {
            if person.birth <= day {
                let cell = &mut sums[usize::from(person.sex) - 1][person.group as usize];
                cell[0] += 1;
                cell[1] += u64::from(history.cards().iter().any(|card| card.covers(day)));
            }
        }
    }

    fn flush(&mut self, tally: &mut Tally) {
        for (day, sums) in self.sums.iter_mut().enumerate() {
            for (sex, groups) in (1..).zip(sums) {
                for (group, cell) in (0..).zip(groups) {
                    if cell[0] > 0 {
                        let sum = tally.cells.entry((day, self.province, sex, group)).or_default();
                        *sum = [sum[0] + cell[0], sum[1] + cell[1]];
                        *cell = [0; 2];
                    }
                }
            }
        }
    }
}

impl Tally {
    #[inline]
    fn add_history(&mut self, person: &Person, history: &History, maker: &Maker<'_>) {
        let cards = &mut self.cards;
        let rows = history.cards().len() as u64;
        cards.rows += rows;
        cards.duplicates += u64::from(history.duplicates);
        cards.without_end += history.cards().iter().filter(|card| card.until == OPEN).count() as u64;
        let [at_once, after_a_gap, overlapping] = history.renewals.map(u64::from);
        cards.renewed_at_once += at_once;
        cards.renewed_after_a_gap += after_a_gap;
        cards.overlapping += overlapping;
        match person.commune {
            None => cards.of_unknown_people += rows,
            Some(_) => self.never_covered += u64::from(rows == 0),
        }
        if maker.options.errors > 0.0 {
            for (place, &card) in history.cards().iter().enumerate() {
                if let Some(mistake) = CardMistake::of(person, place, card, &maker.country, maker.options.errors) {
                    self.card_mistakes[mistake as usize] += 1;
                }
            }
        }
    }

    fn add(&mut self, other: &Tally) {
        let (cards, more) = (&mut self.cards, &other.cards);
        cards.rows += more.rows;
        cards.duplicates += more.duplicates;
        cards.of_unknown_people += more.of_unknown_people;
        cards.without_end += more.without_end;
        cards.renewed_at_once += more.renewed_at_once;
        cards.renewed_after_a_gap += more.renewed_after_a_gap;
        cards.overlapping += more.overlapping;
        self.never_covered += other.never_covered;
        for (&key, cell) in &other.cells {
            add(self.cells.entry(key).or_default(), cell);
        }
        let mistakes = self.resident_mistakes.iter_mut().chain(&mut self.card_mistakes);
        mistakes.zip(other.resident_mistakes.iter().chain(&other.card_mistakes)).for_each(|(sum, more)| *sum += more);
    }

    fn truth(self, maker: &Maker<'_>, days: &[i32], duplicated: u64, rows: u64) -> Truth {
        let country = &maker.country;
        debug_assert_eq!(rows, self.cards.rows);
        let resident = ResidentMistake::ALL.map(ResidentMistake::key).into_iter().zip(self.resident_mistakes);
        let cards = CardMistake::ALL.map(CardMistake::key).into_iter().zip(self.card_mistakes);
        Truth {
            synthetic: true,
            seed: country.seed,
            persons: country.persons,
            structure: country.communes.day(),
            errors: maker.options.errors,
            resident_rows: country.persons + duplicated,
            never_covered: self.never_covered,
            dates: dates(country, days, &self.cells),
            cards: self.cards,
            mistakes_by_kind: resident.chain(cards).collect(),
        }
    }
}

fn add(sum: &mut [u64; 2], more: &[u64; 2]) {
    *sum = [sum[0] + more[0], sum[1] + more[1]];
}

fn dates(country: &Country<'_>, days: &[i32], cells: &BTreeMap<(usize, usize, u8, u8), [u64; 2]>) -> Vec<DateTruth> {
    let mut dates: Vec<DateTruth> = days
        .iter()
        .map(|&day| DateTruth {
            date: date_of_epoch(day).unwrap_or_default(),
            residents: 0,
            covered: 0,
            by_sex: [[0; 2]; 2],
            by_group: BTreeMap::new(),
            by_province_and_sex: BTreeMap::new(),
        })
        .collect();
    for (&(day, province, sex, group), cell) in cells {
        let date = &mut dates[day];
        let sex = usize::from(sex) - 1;
        date.residents += cell[0];
        date.covered += cell[1];
        add(&mut date.by_sex[sex], cell);
        add(date.by_group.entry(Group::ALL[usize::from(group)].code()).or_default(), cell);
        add(&mut date.by_province_and_sex.entry(country.province(province).profile.code).or_default()[sex], cell);
    }
    dates
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_row_finds_its_person(rows in proptest::collection::vec(0_u8..9, 1..900), split in 0_usize..14) {
            let mut places = Places::default();
            let (first, second) = rows.split_at((split * BUNDLE).min(rows.len()));
            places.push(first);
            places.push(second);
            let expected = (0_u64..).zip(&rows).flat_map(|(person, &rows)| (0..usize::from(rows)).map(move |row| (person, row)));
            let found = (0..places.total).map(|place| places.find(place));
            prop_assert!(expected.eq(found));
        }
    }
}
