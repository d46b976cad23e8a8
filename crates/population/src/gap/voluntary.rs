//! Voluntary social insurance: who takes part, by poverty, and who is new (document 001; F004).
//!
//! Its lists have the columns of a list of cards: person, from, until, and as the group code the poverty of the
//! household. So they are read like cards and come as [`CardBatch`]es.

use std::collections::HashMap;

use crate::person::PersonKey;
use crate::source::CardBatch;

/// What a household was when somebody joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Poverty {
    /// hộ nghèo
    Poor,
    /// hộ cận nghèo
    NearPoor,
    /// Neither.
    Other,
    /// Not stated.
    Unknown,
}

/// Of one kind of household, for one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoluntaryCount {
    /// People who take part on the last day of the period.
    pub participants: u64,
    /// People whose first day ever, as far as the list goes, lies in the period.
    pub new: u64,
    /// People who began again in the period after a break.
    pub returned: u64,
}

/// Counts of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoluntaryCounts {
    /// Poor households.
    pub poor: VoluntaryCount,
    /// Near-poor households.
    pub near_poor: VoluntaryCount,
    /// All others.
    pub others: VoluntaryCount,
    /// Not stated.
    pub unknown: VoluntaryCount,
}

/// A list of voluntary social insurance.
#[derive(Debug, Default)]
pub struct VoluntaryList {
    people: HashMap<PersonKey, Vec<Stay>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    from: i32,
    until: i32,
    group: u16,
}

impl Poverty {
    /// All kinds.
    pub const ALL: [Poverty; 4] = [Poverty::Poor, Poverty::NearPoor, Poverty::Other, Poverty::Unknown];

    /// The kind that a group code stands for: HN poor, CN near-poor (dossier 3.2); an empty one is not stated.
    pub fn of_code(code: &str) -> Poverty {
        match code.trim() {
            "" => Poverty::Unknown,
            code if code.eq_ignore_ascii_case("HN") => Poverty::Poor,
            code if code.eq_ignore_ascii_case("CN") => Poverty::NearPoor,
            _ => Poverty::Other,
        }
    }

    /// What officials call it.
    pub fn label(self) -> &'static str {
        match self {
            Poverty::Poor => "hộ nghèo",
            Poverty::NearPoor => "hộ cận nghèo",
            Poverty::Other => "đối tượng khác",
            Poverty::Unknown => "chưa ghi",
        }
    }
}

impl VoluntaryList {
    /// Takes rows of the list.
    pub fn add(&mut self, batch: &CardBatch) {
        for (index, &person) in batch.person.iter().enumerate() {
            let stay = Stay { from: batch.from[index], until: batch.until[index], group: batch.group[index] };
            self.people.entry(person).or_default().push(stay);
        }
    }

    /// How many people the list has.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// Counts the period from `first` to `last` (days since 1970-01-01, both included). `poverty` says what a group
    /// number stands for. Somebody counts by the household of the row that holds then, or last began; people count once.
    pub fn counts(&self, first: i32, last: i32, poverty: impl Fn(u16) -> Poverty) -> VoluntaryCounts {
        let mut counts = VoluntaryCounts::default();
        for stays in self.people.values() {
            let begun = stays.iter().filter(|stay| stay.from <= last);
            let Some(latest) = begun.clone().max() else { continue };
            let holding = begun.clone().filter(|stay| stay.until >= last).max();
            let count = counts.of_mut(poverty(holding.unwrap_or(latest).group));
            count.participants += u64::from(holding.is_some());
            let Some(begin) = begun.map(|stay| stay.from).min() else { continue };
            if begin >= first {
                count.new += 1;
            } else if began_again(stays, first, last) {
                count.returned += 1;
            }
        }
        counts
    }
}

/// Whether a row begins in the period on a day before which nothing held.
fn began_again(stays: &[Stay], first: i32, last: i32) -> bool {
    let begins = stays.iter().filter(|stay| first <= stay.from && stay.from <= last);
    begins
        .into_iter()
        .any(|begin| !stays.iter().any(|other| other.from < begin.from && other.until >= begin.from.saturating_sub(1)))
}

impl VoluntaryCounts {
    /// The count of one kind.
    pub fn of(&self, poverty: Poverty) -> VoluntaryCount {
        match poverty {
            Poverty::Poor => self.poor,
            Poverty::NearPoor => self.near_poor,
            Poverty::Other => self.others,
            Poverty::Unknown => self.unknown,
        }
    }

    fn of_mut(&mut self, poverty: Poverty) -> &mut VoluntaryCount {
        match poverty {
            Poverty::Poor => &mut self.poor,
            Poverty::NearPoor => &mut self.near_poor,
            Poverty::Other => &mut self.others,
            Poverty::Unknown => &mut self.unknown,
        }
    }
}
