//! From rows of people and cards to the count index, in bounded memory.
//!
//! Rows are parted by person, so that each part's people fit the cache. In a part every card finds its resident; a
//! person's cards become disjoint spells, cut at birth and where the age band changes; births, starts and ends of
//! spells become events. Events are parted by commune and sorted, and what comes out is the index.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use bytemuck::{Pod, Zeroable};
use rayon::prelude::*;

use super::bands::{AgeBands, BandDays};
use super::event::{Kind, MOST_GROUPS, RowKey, pack};
use super::format::{IndexFile, ProvinceRows};
use super::sort::radix_sort;
use super::{Ethnic, IndexError};
use crate::day::Day;
use crate::person::PersonKey;
use crate::places::Communes;
use crate::runs::{Runs, Writer, lock};
use crate::source::{CardBatch, NO_DAY, OPEN, ResidentBatch};

/// People of one part, about: their table and rows lie in the second cache.
const PEOPLE_A_PART: u64 = 40_000;

/// How the index is built.
pub struct BuildOptions<'a> {
    /// The structure that the residents' communes are numbered in.
    pub communes: &'a Communes,
    /// Where covered spells are cut by age.
    pub bands: AgeBands,
    /// Bytes of rows and events held in memory, about; the rest goes to a file without a name in `folder`.
    pub memory: usize,
    /// How many residents are expected, about.
    pub expected: u64,
    /// The folder in which the index is made.
    pub folder: &'a Path,
}

/// Takes rows in any order from any number of threads, then makes the index.
pub struct IndexBuilder<'a> {
    options: BuildOptions<'a>,
    residents: Runs<Resident>,
    cards: Runs<Card>,
    /// How far a mixed key is shifted to give its part.
    shift: u32,
}

#[derive(Clone, Copy, Zeroable, Pod)]
#[repr(C)]
struct Resident {
    key: [u32; 2],
    /// Row of the index, the group as the reader numbered it.
    row_key: u32,
    /// Row of the file.
    row: u32,
    birth: u16,
    /// One if the birth is known.
    dated: u16,
}

#[derive(Clone, Copy, Zeroable, Pod)]
#[repr(C)]
struct Card {
    key: [u32; 2],
    from: u16,
    /// The first day after the card.
    end: u16,
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Residents in the index.
    pub residents: u64,
    /// Residents none of whose cards is on the list.
    pub residents_without_card: u64,
    /// Rows of cards.
    pub cards: u64,
    /// Rows of cards whose person is not on the list of residents.
    pub cards_of_unknown: u64,
    /// People with cards who are not on the list of residents.
    pub unknown_people: u64,
    /// Disjoint spells of coverage, before they are cut by age.
    pub spells: u64,
}

impl Tally {
    fn add(self, other: Tally) -> Tally {
        Tally {
            residents: self.residents + other.residents,
            residents_without_card: self.residents_without_card + other.residents_without_card,
            cards: self.cards + other.cards,
            cards_of_unknown: self.cards_of_unknown + other.cards_of_unknown,
            unknown_people: self.unknown_people + other.unknown_people,
            spells: self.spells + other.spells,
        }
    }
}

/// A person who stands on the list of residents more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateResident {
    /// Who.
    pub person: PersonKey,
    /// The row that was left out, as the reader numbers it.
    pub row: u32,
    /// The row that counts: the first in the file.
    pub kept: u32,
}

/// The index as built.
#[derive(Debug)]
pub struct Built {
    /// Its files, a province each; provinces without residents have none.
    pub files: Vec<IndexFile>,
    /// What was counted.
    pub tally: Tally,
    /// Residents that were left out because an earlier row of the file is the same person, in the order of rows.
    pub duplicates: Vec<DuplicateResident>,
}

#[inline]
fn mix(key: u64) -> u64 {
    let mixed = (key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 29
}

#[inline]
fn halves(key: u64) -> [u32; 2] {
    [key as u32, (key >> 32) as u32]
}

#[inline]
fn whole(key: [u32; 2]) -> u64 {
    u64::from(key[0]) | u64::from(key[1]) << 32
}

impl<'a> IndexBuilder<'a> {
    /// A builder without rows.
    ///
    /// # Errors
    /// No file can be made in the folder.
    pub fn new(options: BuildOptions<'a>) -> io::Result<IndexBuilder<'a>> {
        let parts = (options.expected / PEOPLE_A_PART).clamp(1, 4096).next_power_of_two();
        Ok(IndexBuilder {
            residents: Runs::new(parts as usize, options.memory / 4, options.folder)?,
            cards: Runs::new(parts as usize, options.memory / 2, options.folder)?,
            shift: 64 - parts.trailing_zeros(),
            options,
        })
    }

    #[inline]
    fn part(&self, key: PersonKey) -> usize {
        mix(key).checked_shr(self.shift).unwrap_or(0) as usize
    }

    /// Takes rows of residents; `ethnic` tells what a number of the dictionary of ethnicities means.
    ///
    /// # Errors
    /// The file for what memory does not hold cannot be written; or there are too many groups.
    pub fn add_residents(&self, batch: &ResidentBatch, ethnic: impl Fn(u16) -> Ethnic) -> Result<(), IndexError> {
        if let Some(group) = batch.group.iter().find(|&&group| usize::from(group) >= MOST_GROUPS) {
            return Err(IndexError::TooManyGroups(usize::from(*group)));
        }
        // What the numbers of this batch mean, each asked for once.
        let mut meanings: Vec<Option<Ethnic>> =
            vec![None; batch.ethnicity.iter().max().map_or(0, |&most| usize::from(most) + 1)];
        let mut writer = self.residents.writer();
        for index in 0..batch.person.len() {
            let number = batch.ethnicity[index];
            let meaning = *meanings[usize::from(number)].get_or_insert_with(|| ethnic(number));
            let row_key = RowKey::new(batch.commune[index], batch.sex[index], batch.group[index], meaning);
            let dated = batch.birth[index] != NO_DAY;
            writer.push(
                self.part(batch.person[index]),
                Resident {
                    key: halves(batch.person[index]),
                    row_key: row_key.0,
                    row: batch.row[index],
                    birth: if dated { Day::from_epoch(batch.birth[index]).0 } else { 0 },
                    dated: u16::from(dated),
                },
            )?;
        }
        Ok(())
    }

    /// Takes rows of cards.
    ///
    /// # Errors
    /// The file for what memory does not hold cannot be written.
    pub fn add_cards(&self, batch: &CardBatch) -> io::Result<()> {
        let mut writer = self.cards.writer();
        for ((&person, &from), &until) in batch.person.iter().zip(&batch.from).zip(&batch.until) {
            let end = if until == OPEN { Day::NEVER } else { Day::from_epoch(until.saturating_add(1)) };
            writer.push(self.part(person), Card { key: halves(person), from: Day::from_epoch(from).0, end: end.0 })?;
        }
        Ok(())
    }

    /// Makes the index files in the folder, on the threads of the current pool. `groups` are the texts of the groups
    /// by the numbers that the batches use; the first stands for none.
    ///
    /// # Errors
    /// Files cannot be written or read.
    pub fn finish(self, groups: &[String]) -> Result<Built, IndexError> {
        self.residents.settle()?;
        self.cards.settle()?;
        let (regroup, groups) = in_order(groups);
        let communes = self.options.communes;
        let buckets = Buckets::of(communes);
        let events: Runs<u64> = Runs::new(buckets.count, self.options.memory / 4, self.options.folder)?;
        let band_days = BandDays::new(&self.options.bands);
        let duplicates = Mutex::new(Vec::new());
        let tally = (0..self.residents.count())
            .into_par_iter()
            .map_init(Scratch::default, |scratch, part| {
                let mut people = self.residents.take(part)?;
                let cards = self.cards.take(part)?;
                for person in &mut people {
                    let key = RowKey(person.row_key);
                    person.row_key = key.with_group(regroup[usize::from(key.group())]).0;
                }
                let mut out = Events { writer: events.writer(), buckets: &buckets, band_days: &band_days };
                scratch.join(&people, &cards, &mut out, &duplicates)
            })
            .try_reduce(Tally::default, |a, b| Ok(a.add(b)))?;
        events.settle()?;
        let files = communes
            .provinces()
            .par_iter()
            .enumerate()
            .map(|(index, province)| {
                let mut rows = ProvinceRows::new(self.options.bands.count());
                let sorted = buckets.of_province[index]
                    .clone()
                    .into_par_iter()
                    .map(|bucket| {
                        let mut events = events.take(bucket)?;
                        radix_sort(&mut events);
                        Ok(events)
                    })
                    .collect::<io::Result<Vec<_>>>()?;
                for events in sorted {
                    rows.append(&events);
                }
                if rows.is_empty() {
                    return Ok(None);
                }
                rows.write(self.options.folder, province, communes, &groups, &self.options.bands).map(Some)
            })
            .collect::<Result<Vec<_>, IndexError>>()?;
        let mut duplicates = duplicates.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        duplicates.sort_unstable_by_key(|duplicate| duplicate.row);
        Ok(Built { files: files.into_iter().flatten().collect(), tally, duplicates })
    }
}

/// The texts in order, and for each old number the new one; none stays first.
fn in_order(texts: &[String]) -> (Vec<u16>, Vec<String>) {
    let mut order: Vec<usize> = (1..texts.len()).collect();
    order.sort_by(|&a, &b| texts[a].cmp(&texts[b]));
    let mut renumbered = vec![0; texts.len().max(1)];
    let mut sorted = vec![String::new()];
    for old in order {
        renumbered[old] = sorted.len() as u16;
        sorted.push(texts[old].clone());
    }
    (renumbered, sorted)
}

/// Neighbouring communes of one province that are sorted together.
struct Buckets {
    of_commune: Vec<u16>,
    of_province: Vec<std::ops::Range<usize>>,
    count: usize,
}

impl Buckets {
    fn of(communes: &Communes) -> Buckets {
        let size = (communes.len() / 320).max(1);
        let mut buckets = Buckets { of_commune: vec![0; communes.len()], of_province: Vec::new(), count: 0 };
        for province in communes.provinces() {
            let first = buckets.count;
            for (index, commune) in province.communes.clone().enumerate() {
                buckets.of_commune[commune] = (first + index / size) as u16;
            }
            buckets.count += province.communes.len().div_ceil(size);
            buckets.of_province.push(first..buckets.count);
        }
        buckets
    }
}

/// Where the events of one part go.
struct Events<'a> {
    writer: Writer<'a, u64>,
    buckets: &'a Buckets,
    band_days: &'a BandDays,
}

impl Events<'_> {
    #[inline]
    fn born(&mut self, person: &Resident) -> io::Result<()> {
        let row = RowKey(person.row_key);
        self.writer.push(self.bucket(row), pack(row, Kind::Birth, usize::from(person.dated), person.birth))
    }

    /// A spell of coverage, the end not in it, cut where the person passes into the next band.
    #[inline]
    fn covered(&mut self, person: &Resident, from: u16, end: u16) -> io::Result<()> {
        let row = RowKey(person.row_key);
        let bucket = self.bucket(row);
        if person.dated == 0 {
            self.writer.push(bucket, pack(row, Kind::Start, 0, from))?;
            return self.ends(bucket, row, 0, end);
        }
        let passes = self.band_days.of(person.birth);
        let mut band = passes.partition_point(|&day| day <= from);
        let mut from = from;
        while let Some(&day) = passes.get(band).filter(|&&day| day < end) {
            self.writer.push(bucket, pack(row, Kind::Start, band + 1, from))?;
            self.writer.push(bucket, pack(row, Kind::End, band + 1, day))?;
            from = day;
            band += 1;
        }
        self.writer.push(bucket, pack(row, Kind::Start, band + 1, from))?;
        self.ends(bucket, row, band + 1, end)
    }

    #[inline]
    fn ends(&mut self, bucket: usize, row: RowKey, band: usize, end: u16) -> io::Result<()> {
        if end == Day::NEVER.0 { Ok(()) } else { self.writer.push(bucket, pack(row, Kind::End, band, end)) }
    }

    #[inline]
    fn bucket(&self, row: RowKey) -> usize {
        usize::from(self.buckets.of_commune[usize::from(row.commune())])
    }
}

/// What one part needs, kept from part to part.
#[derive(Default)]
struct Scratch {
    /// Open addressing: place among the people, or [`FREE`].
    table: Vec<u32>,
    /// For each card the person's place, or [`FREE`].
    owners: Vec<u32>,
    /// Where each person's cards begin.
    begins: Vec<u32>,
    spans: Vec<(u16, u16)>,
}

const FREE: u32 = u32::MAX;

impl Scratch {
    fn join(
        &mut self,
        people: &[Resident],
        cards: &[Card],
        out: &mut Events<'_>,
        duplicates: &Mutex<Vec<DuplicateResident>>,
    ) -> Result<Tally, IndexError> {
        let left_out = self.enter(people, duplicates);
        self.find_owners(people, cards);
        let mut tally = Tally { cards: cards.len() as u64, ..Tally::default() };
        tally.cards_of_unknown = self.owners.iter().filter(|&&owner| owner == FREE).count() as u64;
        tally.unknown_people = unknown_people(cards, &self.owners, tally.cards_of_unknown as usize);
        self.part_by_owner(people.len(), cards);
        for (place, person) in people.iter().enumerate() {
            if !left_out.is_empty() && left_out.contains(&(place as u32)) {
                continue;
            }
            tally.residents += 1;
            out.born(person)?;
            let spans = &mut self.spans[self.begins[place] as usize..self.begins[place + 1] as usize];
            tally.residents_without_card += u64::from(spans.is_empty());
            spans.sort_unstable();
            tally.spells += merge(spans, person.birth, |from, end| out.covered(person, from, end))?;
        }
        Ok(tally)
    }

    /// Enters everybody into the table; of several rows of one person the one that comes first in the file. Gives the
    /// places of the others.
    fn enter(&mut self, people: &[Resident], duplicates: &Mutex<Vec<DuplicateResident>>) -> HashSet<u32> {
        let slots = (people.len() * 2).next_power_of_two().max(2);
        self.table.clear();
        self.table.resize(slots, FREE);
        let mut left_out = Vec::new();
        for (place, person) in people.iter().enumerate() {
            let slot = slot_of(&self.table, people, person.key);
            let entered = self.table[slot];
            if entered == FREE {
                self.table[slot] = place as u32;
            } else if people[entered as usize].row <= person.row {
                left_out.push(place as u32);
            } else {
                left_out.push(entered);
                self.table[slot] = place as u32;
            }
        }
        let named = left_out.iter().map(|&place| {
            let Resident { key, row, .. } = people[place as usize];
            let kept = people[self.table[slot_of(&self.table, people, key)] as usize].row;
            DuplicateResident { person: whole(key), row, kept }
        });
        lock(duplicates).extend(named);
        left_out.into_iter().collect()
    }

    fn find_owners(&mut self, people: &[Resident], cards: &[Card]) {
        let table = &self.table;
        self.owners.clear();
        self.owners.extend(cards.iter().map(|card| table[slot_of(table, people, card.key)]));
    }

    fn part_by_owner(&mut self, people: usize, cards: &[Card]) {
        self.begins.clear();
        self.begins.resize(people + 2, 0);
        for &owner in self.owners.iter().filter(|&&owner| owner != FREE) {
            self.begins[owner as usize + 2] += 1;
        }
        for place in 2..self.begins.len() {
            self.begins[place] += self.begins[place - 1];
        }
        self.spans.clear();
        self.spans.resize(self.begins.last().copied().unwrap_or(0) as usize, (0, 0));
        for (card, &owner) in cards.iter().zip(&self.owners).filter(|(_, owner)| **owner != FREE) {
            let at = &mut self.begins[owner as usize + 1];
            self.spans[*at as usize] = (card.from, card.end);
            *at += 1;
        }
    }
}

/// Where a person is in the table, or would be entered.
#[inline]
fn slot_of(table: &[u32], people: &[Resident], key: [u32; 2]) -> usize {
    let mut slot = mix(whole(key)) as usize & (table.len() - 1);
    while table[slot] != FREE && people[table[slot] as usize].key != key {
        slot = (slot + 1) & (table.len() - 1);
    }
    slot
}

/// Calls `covered` for each disjoint spell of sorted `spans`, none before `birth`; gives how many there were.
#[inline]
fn merge(spans: &[(u16, u16)], birth: u16, mut covered: impl FnMut(u16, u16) -> io::Result<()>) -> io::Result<u64> {
    let mut spells = 0;
    let mut open: Option<(u16, u16)> = None;
    for &(from, end) in spans {
        let from = from.max(birth);
        if end <= from {
            continue;
        }
        match &mut open {
            Some((_, last)) if from <= *last => *last = (*last).max(end),
            _ => {
                if let Some((from, end)) = open.replace((from, end)) {
                    spells += 1;
                    covered(from, end)?;
                }
            }
        }
    }
    if let Some((from, end)) = open {
        spells += 1;
        covered(from, end)?;
    }
    Ok(spells)
}

/// How many people the `count` cards without an owner belong to.
fn unknown_people(cards: &[Card], owners: &[u32], count: usize) -> u64 {
    let mut keys = Vec::with_capacity(count);
    keys.extend(cards.iter().zip(owners).filter(|(_, owner)| **owner == FREE).map(|(card, _)| card.key));
    keys.sort_unstable();
    keys.dedup();
    keys.len() as u64
}
