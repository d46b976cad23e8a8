//! People and their cards as columns.

use chrono::NaiveDate;

use crate::day::date_of_epoch;
use crate::person::{PersonKey, person_key};
use crate::source::{NO_DAY, OPEN};

use super::texts::{Texts, range_at};

/// Days on which somebody was covered without a break, as days since 1970-01-01.
///
/// Spells of one person are disjoint, ascending, and a day at least lies between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// First day covered.
    pub from: i32,
    /// Last day covered; [`OPEN`] without an end.
    pub until: i32,
}

/// A card as it was listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    /// The number on it, empty if not stated.
    pub number: &'a str,
    /// First day of validity, days since 1970-01-01.
    pub from: i32,
    /// Last day of validity; [`OPEN`] without one.
    pub until: i32,
    /// The card's group code, empty if not stated.
    pub group: &'a str,
}

/// People in household order, as columns; an index names a person.
///
/// Households follow each other by length and text of their numbers (HO-9 before HO-10), people without a household come
/// last, and within a household the oldest comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    pub(super) person_id: Texts,
    pub(super) full_name: Texts,
    pub(super) national_id: Texts,
    pub(super) birth: Vec<i32>,
    pub(super) sex: Vec<u8>,
    pub(super) group: Coded,
    pub(super) ethnicity: Coded,
    pub(super) household: Coded,
    pub(super) spells: Vec<Spell>,
    pub(super) spell_ends: Vec<u32>,
}

/// The cards of [`People`] as listed, by the same index; within a person by first day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    pub(super) number: Texts,
    pub(super) from: Vec<i32>,
    pub(super) until: Vec<i32>,
    pub(super) group: Coded,
    pub(super) ends: Vec<u32>,
}

/// Cards of people who are on no list of residents. The lists of cards tell only the key of whom they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    pub(super) person: Vec<PersonKey>,
    pub(super) cards: Cards,
}

/// Texts of which there are few, by their places among the different ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Coded {
    pub(super) texts: Texts,
    pub(super) codes: Vec<u32>,
}

impl Spell {
    /// The last day covered; `None` if it has no end.
    pub fn last_day(self) -> Option<NaiveDate> {
        Some(self.until).filter(|&until| until != OPEN).and_then(date_of_epoch)
    }
}

impl People {
    /// How many people there are.
    pub fn len(&self) -> usize {
        self.birth.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.birth.is_empty()
    }

    /// The identifier as it was written in the list.
    pub fn person_id(&self, person: usize) -> &str {
        self.person_id.get(person)
    }

    /// The key that lists are joined by.
    pub fn key(&self, person: usize) -> Option<PersonKey> {
        person_key(self.person_id(person))
    }

    /// Full name; empty if not stated.
    pub fn full_name(&self, person: usize) -> &str {
        self.full_name.get(person)
    }

    /// Identity number; empty if not stated.
    pub fn national_id(&self, person: usize) -> &str {
        self.national_id.get(person)
    }

    /// The day of birth; `None` if not known.
    pub fn birth(&self, person: usize) -> Option<NaiveDate> {
        Some(self.birth[person]).filter(|&day| day != NO_DAY).and_then(date_of_epoch)
    }

    /// Whether somebody is a resident on `day` (days since 1970-01-01): not before birth.
    pub fn is_resident(&self, person: usize, day: i32) -> bool {
        self.birth[person] <= day
    }

    /// 1 man, 2 woman.
    pub fn sex(&self, person: usize) -> u8 {
        self.sex[person]
    }

    /// The resident's group code; empty if not stated.
    pub fn group(&self, person: usize) -> &str {
        self.group.get(person)
    }

    /// The ethnicity, code or name as listed; empty if not stated.
    pub fn ethnicity(&self, person: usize) -> &str {
        self.ethnicity.get(person)
    }

    /// Numbers that are equal for two people of one group code and ethnicity.
    pub(crate) fn group_and_ethnicity(&self, person: usize) -> (u32, u32) {
        (self.group.codes[person], self.ethnicity.codes[person])
    }

    /// The household's number; empty if not stated.
    pub fn household(&self, person: usize) -> &str {
        self.household.get(person)
    }

    /// Whether two people are in one household; somebody without a household is in none.
    pub fn share_household(&self, one: usize, other: usize) -> bool {
        let household = self.household(one);
        !household.is_empty() && household == self.household(other)
    }

    /// The households in order, each the people who live in it; people without one stand alone.
    pub fn households(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = (start < self.len()).then_some(start)?;
            start += 1;
            while start < self.len() && self.share_household(first, start) {
                start += 1;
            }
            Some(first..start)
        })
    }

    /// When somebody was covered.
    pub fn spells(&self, person: usize) -> &[Spell] {
        &self.spells[range_at(&self.spell_ends, person)]
    }

    /// Whether a card of somebody is valid on `day` (days since 1970-01-01).
    pub fn is_covered(&self, person: usize, day: i32) -> bool {
        self.spells(person).iter().any(|spell| spell.from <= day && day <= spell.until)
    }

    pub(super) fn append(&mut self, others: &People) {
        self.person_id.append(&others.person_id);
        self.full_name.append(&others.full_name);
        self.national_id.append(&others.national_id);
        self.birth.extend_from_slice(&others.birth);
        self.sex.extend_from_slice(&others.sex);
        self.group.append(&others.group);
        self.ethnicity.append(&others.ethnicity);
        self.household.append(&others.household);
        let before = self.spells.len() as u32;
        self.spells.extend_from_slice(&others.spells);
        self.spell_ends.extend(others.spell_ends.iter().map(|end| end + before));
    }

    /// These people in this order.
    pub(super) fn pick(&self, order: &[u32]) -> People {
        let mut picked = People {
            person_id: self.person_id.pick(order),
            full_name: self.full_name.pick(order),
            national_id: self.national_id.pick(order),
            birth: pick(&self.birth, order),
            sex: pick(&self.sex, order),
            group: self.group.pick(order),
            ethnicity: self.ethnicity.pick(order),
            household: self.household.pick(order),
            ..People::default()
        };
        for &person in order {
            picked.spells.extend_from_slice(self.spells(person as usize));
            picked.spell_ends.push(picked.spells.len() as u32);
        }
        picked
    }
}

impl Cards {
    /// How many people these are the cards of.
    pub fn people(&self) -> usize {
        self.ends.len()
    }

    /// How many cards there are in all.
    pub fn len(&self) -> usize {
        self.from.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    /// The cards of a person.
    pub fn of(&self, person: usize) -> impl Iterator<Item = Card<'_>> {
        range_at(&self.ends, person).map(|card| self.card(card))
    }

    pub(super) fn card(&self, card: usize) -> Card<'_> {
        Card {
            number: self.number.get(card),
            from: self.from[card],
            until: self.until[card],
            group: self.group.get(card),
        }
    }

    pub(super) fn push(&mut self, number: &str, from: i32, until: i32, group: u32) {
        self.number.push(number);
        self.from.push(from);
        self.until.push(until);
        self.group.codes.push(group);
    }

    pub(super) fn append(&mut self, others: &Cards) {
        let before = self.len() as u32;
        self.number.append(&others.number);
        self.from.extend_from_slice(&others.from);
        self.until.extend_from_slice(&others.until);
        self.group.append(&others.group);
        self.ends.extend(others.ends.iter().map(|end| end + before));
    }

    /// The cards of these people in this order.
    pub(super) fn pick(&self, order: &[u32]) -> Cards {
        let mut cards: Vec<u32> = Vec::with_capacity(self.len());
        let mut ends = Vec::with_capacity(order.len());
        for &person in order {
            cards.extend(range_at(&self.ends, person as usize).map(|card| card as u32));
            ends.push(cards.len() as u32);
        }
        Cards {
            number: self.number.pick(&cards),
            from: pick(&self.from, &cards),
            until: pick(&self.until, &cards),
            group: self.group.pick(&cards),
            ends,
        }
    }
}

impl Strays {
    pub(super) fn pick(&self, order: &[u32]) -> Strays {
        Strays { person: pick(&self.person, order), cards: self.cards.pick(order) }
    }

    /// How many people they belong to.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// The key of the person at `index`.
    pub fn key(&self, index: usize) -> PersonKey {
        self.person[index]
    }

    /// The cards, by the same index.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }
}

impl Coded {
    pub(super) fn get(&self, index: usize) -> &str {
        self.texts.get(self.codes[index] as usize)
    }

    fn append(&mut self, others: &Coded) {
        let places: Vec<u32> = (others.texts.iter())
            .map(|text| {
                // Only the last can be the same where texts are many (households); where they are few, looking is cheap.
                let near =
                    if self.texts.len() > 512 { self.texts.len() - 1..self.texts.len() } else { 0..self.texts.len() };
                near.rev().find(|&place| self.texts.get(place) == text).unwrap_or_else(|| {
                    self.texts.push(text);
                    self.texts.len() - 1
                }) as u32
            })
            .collect();
        self.codes.extend(others.codes.iter().map(|&code| places[code as usize]));
    }

    /// These values in this order; only the texts that they need stay, in the order in which they come.
    fn pick(&self, order: &[u32]) -> Coded {
        const NONE: u32 = u32::MAX;
        let mut places = vec![NONE; self.texts.len()];
        let mut picked = Coded { texts: Texts::default(), codes: Vec::with_capacity(order.len()) };
        for &index in order {
            let code = self.codes[index as usize] as usize;
            if places[code] == NONE {
                places[code] = picked.texts.len() as u32;
                picked.texts.push(self.texts.get(code));
            }
            picked.codes.push(places[code]);
        }
        picked
    }
}

/// Cards, ascending by first day, as spells: overlapping, touching and repeated cards become one.
pub(super) fn merge(cards: impl Iterator<Item = (i32, i32)>, spells: &mut Vec<Spell>) {
    let own = spells.len();
    for (from, until) in cards {
        match spells[own..].last_mut() {
            Some(last) if from <= last.until.saturating_add(1) => last.until = last.until.max(until),
            _ => spells.push(Spell { from, until }),
        }
    }
}

fn pick<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&index| values[index as usize]).collect()
}
