//! Groups by the words of documents: "người nghèo", "người cao tuổi", "người dân tộc thiểu số".
//!
//! A policy word is no code (dossier 3.2): a person has one group code, and may be among the poor, the elderly and an
//! ethnic minority at once. So a word is a *set*, a predicate over group code, ethnicity and age, read from
//! `definitions/population/policy.toml`, which an office can replace by its own. Sets may overlap; people count once in each.
//!
//! What is not stated stays unknown: without a birth date nobody is, and nobody is not, among the elderly.

mod count;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use rules::text::search_key;

/// The sets that come with the program.
pub const STANDARD: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/population/policy.toml"));

/// The most sets that one file may define.
pub const MOST_SETS: usize = 32;

/// The sets of one definitions file, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicySets {
    sets: Vec<PolicySet>,
    ethnicity: Ethnicities,
}

/// One policy word and who is meant by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicySet {
    /// Short name for files and the command line, such as `near_poor`.
    pub key: String,
    /// What officials call it.
    pub name: String,
    /// The same in English; empty if none was given.
    pub name_en: String,
    /// A person is in the set if one of these holds.
    pub any: Vec<Condition>,
    /// The document that says so; `None` is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What else readers should know; empty if nothing.
    pub note: String,
}

/// What must hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The group code is one of these, in capitals; empty if any will do.
    pub groups: Vec<String>,
    /// Whether the person belongs to an ethnic minority; `None` if either will do.
    pub minority: Option<bool>,
    /// From this age on, in completed years.
    pub age_from: Option<u16>,
    /// Up to this age, in completed years, that year included.
    pub age_to: Option<u16>,
}

/// Some of the sets of a [`PolicySets`], by their places in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetBits(pub u32);

/// To which sets somebody belongs, and of which that cannot be said. In all others they are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Membership {
    /// In these for certain.
    pub belongs: SetBits,
    /// Not enough is stated about the person to say.
    pub unknown: SetBits,
}

/// A fault in a definitions file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFault {
    /// Name of the file, as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Path of the field, such as `sets[2].any[0].age_from`; empty when the whole file is meant.
    pub field: String,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ethnicities {
    majority: Vec<String>,
    unknown: Vec<String>,
    foreign: Vec<String>,
}

impl PolicySets {
    /// Reads a definitions file; `file` is only for the faults.
    ///
    /// # Errors
    /// The first fault of form, or all faults of substance, in the order of their lines.
    pub fn parse(file: &str, text: &str) -> Result<PolicySets, Vec<PolicyFault>> {
        read::parse(file, text)
    }

    /// The sets in their order; the bit of each is its place.
    pub fn sets(&self) -> &[PolicySet] {
        &self.sets
    }

    /// The place of the set with this key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.sets.iter().position(|set| set.key == key)
    }

    /// The sets with these keys.
    ///
    /// # Errors
    /// The first key that no set has.
    pub fn bits_of<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Result<SetBits, &'k str> {
        keys.into_iter()
            .try_fold(SetBits::default(), |bits, key| self.position(key).map(|place| bits.with(place)).ok_or(key))
    }

    /// The sets of somebody with this group code, ethnicity (code or name) and age in completed years. Codes are taken
    /// however they are spaced and capitalised; an empty one is not stated.
    pub fn sets_of(&self, group: &str, ethnicity: &str, age: Option<u16>) -> Membership {
        self.sets_where(group, self.is_minority(ethnicity), age)
    }

    /// The sets of somebody of whom it is already known whether he belongs to a minority; `None`: not stated.
    pub fn sets_where(&self, group: &str, minority: Option<bool>, age: Option<u16>) -> Membership {
        let group = group.trim();
        let mut membership = Membership::default();
        for (place, set) in self.sets.iter().enumerate() {
            let truths = set.any.iter().map(|condition| condition.holds(group, minority, age));
            match any(truths) {
                Some(true) => membership.belongs = membership.belongs.with(place),
                Some(false) => {}
                None => membership.unknown = membership.unknown.with(place),
            }
        }
        membership
    }

    /// Whether an ethnicity (code or name) is a minority; `None` if it is not stated.
    pub fn is_minority(&self, ethnicity: &str) -> Option<bool> {
        let key = search_key(ethnicity);
        if key.is_empty() || self.ethnicity.unknown.contains(&key) {
            return None;
        }
        Some(!self.ethnicity.majority.contains(&key) && !self.ethnicity.foreign.contains(&key))
    }

    /// The ages, in completed years and ascending, at which somebody may enter or leave a set: between two of them
    /// nothing changes.
    pub fn age_limits(&self) -> Vec<u16> {
        let conditions = self.sets.iter().flat_map(|set| &set.any);
        let mut limits: Vec<u16> = conditions
            .flat_map(|condition| [condition.age_from, condition.age_to.map(|age| age + 1)])
            .flatten()
            .filter(|&age| age > 0)
            .collect();
        limits.sort_unstable();
        limits.dedup();
        limits
    }
}

impl Condition {
    /// Whether all of it holds; `None` if something that it needs is not stated and nothing else excludes it.
    fn holds(&self, group: &str, minority: Option<bool>, age: Option<u16>) -> Option<bool> {
        let of_group = match (self.groups.is_empty(), group.is_empty()) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(self.groups.iter().any(|code| code.eq_ignore_ascii_case(group))),
        };
        let of_minority = self.minority.map_or(Some(true), |wanted| minority.map(|minority| minority == wanted));
        let of_age = match (self.age_from.or(self.age_to), age) {
            (None, _) => Some(true),
            (Some(_), None) => None,
            (Some(_), Some(age)) => {
                Some(self.age_from.is_none_or(|from| age >= from) && self.age_to.is_none_or(|to| age <= to))
            }
        };
        any([of_group, of_minority, of_age].into_iter().map(|truth| truth.map(|truth| !truth))).map(|truth| !truth)
    }
}

/// Whether one of them is true; `None` if none is and one may be.
fn any(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut answer = Some(false);
    for truth in truths {
        match truth {
            Some(true) => return Some(true),
            Some(false) => {}
            None => answer = None,
        }
    }
    answer
}

impl SetBits {
    /// The same and the set at `place`, which is below [`MOST_SETS`].
    pub fn with(self, place: usize) -> SetBits {
        SetBits(self.0 | 1 << place)
    }

    /// Whether the set at `place` is among them.
    pub fn has(self, place: usize) -> bool {
        place < MOST_SETS && self.0 & (1 << place) != 0
    }

    /// Whether one of them is among the others.
    pub fn meets(self, others: SetBits) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places of the sets, ascending.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..MOST_SETS).filter(move |&place| self.has(place))
    }
}

/// The day on which somebody completes `years` years; who was born on 29 February does so on 1 March of other years.
/// `None` outside what a calendar date can be.
pub fn day_of_age(birth: NaiveDate, years: u16) -> Option<NaiveDate> {
    let day = birth.checked_add_months(Months::new(u32::from(years) * 12))?;
    if day.day() == birth.day() { Some(day) } else { day.succ_opt() }
}

/// Age in completed years; `None` before birth.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u16> {
    if day < birth {
        return None;
    }
    let years = day.year() - birth.year();
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    u16::try_from(years - i32::from(before_birthday)).ok()
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, dòng {}", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(formatter, ", trường `{}`", self.field)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

impl std::error::Error for PolicyFault {}
