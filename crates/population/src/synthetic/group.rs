//! To which group a person belongs.

use super::chance::{Chance, Subject};
use super::country::Country;
use super::people::Person;

/// The groups that the made-up people belong to, by the codes of Quyết định 1351/QĐ-BHXH.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Poor,
    NearPoor,
    HardArea,
    Pupil,
    Student,
    Household,
    Worker,
    Official,
    Pensioner,
    Merit,
    MeritRelative,
    SocialProtection,
    Child,
    Veteran,
}

impl Group {
    /// Every group, in the order of their numbers.
    pub const ALL: [Group; 14] = [
        Group::Poor,
        Group::NearPoor,
        Group::HardArea,
        Group::Pupil,
        Group::Student,
        Group::Household,
        Group::Worker,
        Group::Official,
        Group::Pensioner,
        Group::Merit,
        Group::MeritRelative,
        Group::SocialProtection,
        Group::Child,
        Group::Veteran,
    ];

    /// The code on a card.
    #[inline]
    pub fn code(self) -> &'static str {
        match self {
            Group::Poor => "HN",
            Group::NearPoor => "CN",
            Group::HardArea => "DT",
            Group::Pupil => "HS",
            Group::Student => "SV",
            Group::Household => "GD",
            Group::Worker => "DN",
            Group::Official => "HC",
            Group::Pensioner => "HT",
            Group::Merit => "CC",
            Group::MeritRelative => "CK",
            Group::SocialProtection => "BT",
            Group::Child => "TE",
            Group::Veteran => "CB",
        }
    }

    /// The third character of a card of fifteen: the level of benefit.
    #[inline]
    pub fn benefit(self) -> u8 {
        match self {
            Group::Child | Group::Merit => b'1',
            Group::Poor | Group::HardArea | Group::MeritRelative | Group::SocialProtection | Group::Veteran => b'2',
            Group::NearPoor | Group::Pensioner => b'3',
            Group::Pupil | Group::Student | Group::Household | Group::Worker | Group::Official => b'4',
        }
    }

    /// Whether cards run on without an end that is known.
    #[inline]
    pub fn lasts(self) -> bool {
        matches!(
            self,
            Group::Worker | Group::Official | Group::Pensioner | Group::Merit | Group::MeritRelative | Group::Veteran
        )
    }

    /// The group at the end of 2024 of a person of whom all else is known.
    #[inline]
    pub fn of(person: &Person, country: &Country<'_>) -> Group {
        let age = person.age();
        if age < 6 {
            return Group::Child;
        }
        if person.household.poor {
            return Group::Poor;
        }
        let profile = country.province(person.province).profile;
        let mut chance = Chance::about(country.seed, Subject::Group, person.number);
        let draw = chance.below(1_000);
        let man = person.sex == 1;
        match age {
            65.. if draw < 14 => return Group::Merit,
            50.. if draw < 40 => return Group::MeritRelative,
            56..80 if man && draw < 110 => return Group::Veteran,
            80.. if draw < 640 => return Group::SocialProtection,
            _ if draw < 12 => return Group::SocialProtection,
            _ => {}
        }
        if person.household.near_poor {
            return Group::NearPoor;
        }
        let draw = chance.below(1_000);
        // Provinces where minorities are many have most of the communes of special hardship.
        if person.household.ethnicity != 1 && profile.minority >= 100 && draw < 620 {
            return Group::HardArea;
        }
        let draw = chance.below(1_000);
        let official = 58;
        match age {
            6..18 => Group::Pupil,
            18..23 if draw < 380 => Group::Student,
            18..55 if draw < profile.workers => Group::Worker,
            23..57 if draw < profile.workers + official => Group::Official,
            55..57 if draw < profile.workers => Group::Worker,
            57.. if draw < 130 + profile.workers / 3 => Group::Pensioner,
            _ => Group::Household,
        }
    }

    /// Who of the group never had a card between 2019 and 2025, of ten thousand, where the cards of a day reach
    /// `coverage` of a thousand. Those without cards are, above all, those who would have to buy them.
    #[inline]
    pub fn never_covered(self, coverage: u32) -> u32 {
        let missing = 1_000_u32.saturating_sub(coverage);
        match self {
            Group::Household => missing * 14,
            Group::NearPoor => 200,
            Group::Pupil => 150,
            Group::Student => missing * 4,
            Group::Worker => missing,
            Group::Child => 120,
            Group::Poor | Group::HardArea | Group::SocialProtection => 30,
            Group::Official | Group::Pensioner | Group::Merit | Group::MeritRelative | Group::Veteran => 0,
        }
    }
}
