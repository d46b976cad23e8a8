//! The cards of a person from 2019 to 2025.

use super::chance::{Chance, Subject};
use super::country::Country;
use super::group::Group;
use super::people::Person;
use super::time::{self, FIRST, LAST};

/// A card without an end that is known.
pub(super) const OPEN: i32 = i32::MAX;

/// Rows about one person's cards at most.
const MOST: usize = 32;

/// A card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// First day, days since 1970-01-01.
    pub from: i32,
    /// Last day; [`OPEN`] without one.
    pub until: i32,
    pub group: Group,
}

impl Card {
    const NONE: Card = Card { from: 0, until: 0, group: Group::Household };

    /// Whether the card is valid on `day`.
    #[inline]
    pub fn covers(&self, day: i32) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The rows about one person's cards in the order of time; a duplicate follows its like.
#[derive(Debug)]
pub(super) struct History {
    cards: [Card; MOST],
    len: usize,
    /// Cards that follow their forerunner at once, after a gap, before its end.
    pub renewals: [u32; 3],
    /// Rows that say again what the row before says.
    pub duplicates: u32,
}

impl History {
    /// Room for the cards of one person after the other.
    pub fn new() -> History {
        History { cards: [Card::NONE; MOST], len: 0, renewals: [0; 3], duplicates: 0 }
    }

    pub fn cards(&self) -> &[Card] {
        &self.cards[..self.len]
    }

    fn push(&mut self, card: Card) {
        if let Some(place) = self.cards.get_mut(self.len) {
            *place = card;
            self.len += 1;
        }
    }

    /// Tells of `person`'s cards instead of what was told before; none begins before birth, before 2019 or after 2025.
    #[inline]
    pub fn tell(&mut self, person: &Person, country: &Country<'_>) {
        (self.len, self.renewals, self.duplicates) = (0, [0; 3], 0);
        let mut chance = Chance::about(country.seed, Subject::Cards, person.number);
        let profile = country.province(person.province).profile;
        let resident = person.commune.is_some();
        if resident && chance.below(10_000) < person.group.never_covered(profile.coverage) {
            return;
        }
        let sixth = time::birthday(person.birth, person.birth_year, 6);
        let mut from = first_day(person, profile.coverage, &mut chance);
        while from <= LAST && self.len + 2 <= MOST {
            let group = group_at(person, from, sixth);
            let infant = group == Group::Child && from < sixth;
            let until = if infant { sixth - 1 } else { end(from, group, &mut chance) };
            let open = !infant && until >= LAST && group.lasts() && chance.per_mille(250);
            let card = Card { from, until: if open { OPEN } else { until }, group };
            self.push(card);
            if chance.per_mille(10) {
                self.push(card);
                self.duplicates += 1;
            }
            if open || chance.per_mille(if group == Group::Household { 12 } else { 2 }) {
                break;
            }
            let kind = chance.below(1_000);
            let (renewal, next) = match kind {
                0..155 => (1, until + 2 + (chance.below(150) as i32).min(chance.below(300) as i32)),
                155..315 if !infant => (2, until + 1 - (1 + chance.below(45) as i32)),
                _ => (0, until + 1),
            };
            from = next;
            if from <= LAST {
                self.renewals[renewal] += 1;
            }
        }
    }
}

/// When the first card of a person begins who has any.
#[inline]
fn first_day(person: &Person, coverage: u32, chance: &mut Chance) -> i32 {
    if person.birth >= FIRST {
        let late = if chance.per_mille(800) { 0 } else { 1 + chance.below(60) as i32 };
        return person.birth + late;
    }
    let missing = 1_000_u32.saturating_sub(coverage);
    let newcomers = if person.group == Group::Household { 40 + missing } else { 40 };
    if chance.per_mille(newcomers) {
        // Most who came late came in the first of these years.
        let span = (LAST - FIRST) as u32;
        return FIRST + chance.below(span).min(chance.below(span)) as i32;
    }
    if chance.per_mille(640) { FIRST } else { FIRST + chance.below(120) as i32 }
}

/// The last day of a card that begins on `from`.
#[inline]
fn end(from: i32, group: Group, chance: &mut Chance) -> i32 {
    let years = match (group, chance.below(100)) {
        (Group::Household, 0..4) => return from + 91,
        (Group::Household, 4..12) => return from + 183,
        (Group::Household, 12..45) => 1,
        (Group::Household, 45..72) => 2,
        (Group::Household, _) => 3,
        (Group::Poor | Group::NearPoor | Group::Pupil | Group::Student, 0..20) => 1,
        (Group::Poor | Group::NearPoor | Group::Pupil | Group::Student, 20..50) => 2,
        (Group::Poor | Group::NearPoor | Group::Pupil | Group::Student, 50..80) => 3,
        (_, 0..15) => 2,
        (_, 15..40) => 3,
        (_, 40..60) => 4,
        _ => 5,
    };
    time::years_later(from, years) - 1
}

/// The group by which a person was insured on `day`.
#[inline]
fn group_at(person: &Person, day: i32, sixth: i32) -> Group {
    if day < sixth {
        return Group::Child;
    }
    let year = time::year_of(day);
    if person.household.left_poverty.is_some_and(|left| year < left) && !person.group.lasts() {
        return Group::Poor;
    }
    let age = year - person.birth_year;
    match person.group {
        Group::Child => Group::Pupil,
        Group::Worker | Group::Student | Group::Household | Group::Official if age < 18 => Group::Pupil,
        Group::Pensioner if age < 55 => Group::Worker,
        Group::SocialProtection if (60..80).contains(&age) && person.age() >= 80 => Group::Household,
        group => group,
    }
}
