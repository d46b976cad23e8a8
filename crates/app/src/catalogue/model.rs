//! Indicators, denominators, groups, authorities, actors and award forms.

use chrono::NaiveDate;
use platform::definition::Mark;
use rules::place::Level;
use rules::target::Measure;
use serde::{Deserialize, Serialize};

use super::criteria::{CriteriaLevel, CriteriaSet, Criterion, CriterionReference};

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// Something that is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its key, such as `coverage_rate`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What its value is.
    pub measure: Measure,
    /// What is counted, in Vietnamese words.
    pub numerator: String,
    /// Keys of the denominators it may be taken of, the usual one first; none for a plain count.
    #[serde(default)]
    pub denominators: Vec<String>,
    /// Which way is better.
    pub better: Better,
    /// Levels of units it is measured for.
    pub levels: Vec<Level>,
    /// Whether it may be split by sex.
    #[serde(default)]
    pub sexes: bool,
    /// Whether it may be given for a policy group.
    #[serde(default)]
    pub groups: bool,
    /// Whether a value belongs to one criterion of a criteria set.
    #[serde(default)]
    pub per_criterion: bool,
    /// Whether a value belongs to one band of a criteria set.
    #[serde(default)]
    pub per_band: bool,
    /// Where its definition stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// What a denominator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// People.
    People,
    /// Administrative units.
    Units,
    /// What a plan set out to reach.
    Planned,
}

/// What a count is taken of; a rate without one is not a rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denominator {
    /// Its key, such as `communes_rural`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it counts.
    pub counts: Counted,
    /// For units: their level.
    pub level: Option<Level>,
    /// For units: their kinds (`xa`, `phuong`, `thi_tran`, `dac_khu`, …); empty means every kind of
    /// the level.
    #[serde(default)]
    pub unit_kinds: Vec<String>,
    /// Its definition in Vietnamese.
    pub definition: String,
    /// Last day on which it can be counted, such as the last day of districts.
    pub valid_to: Option<NaiveDate>,
    /// Where the definition stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// A policy group in the words of the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its key, such as `near_poor`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Participant codes that usually carry it; empty when no code does.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Whether the codes do not tell it: ethnicity and age are attributes of the person.
    #[serde(default)]
    pub by_attribute: bool,
    /// Where the mapping stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// The branch an authority belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// Party committees.
    Party,
    /// National Assembly, Government, people's committees.
    State,
    /// Vietnam Social Security.
    Sector,
}

/// Who may decide a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its key, such as `prime_minister`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Its branch.
    pub branch: Branch,
    /// Level of the units it decides within.
    pub level: Level,
    /// Place in the order in which simultaneous targets are taken: the smallest first.
    pub rank: u16,
    /// First day it can decide.
    pub valid_from: Option<NaiveDate>,
    /// Last day it can decide.
    pub valid_to: Option<NaiveDate>,
    /// Where its standing is laid down; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// One step of the rule that says which of several targets is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrecedenceStep {
    /// A target that a later decision replaced is out.
    NotSuperseded,
    /// The target of the authority with the smallest rank.
    SmallestRank,
    /// The target decided last.
    LatestDecision,
    /// The stricter target.
    Stricter,
}

/// The rule that says which of several simultaneous targets is used, as data with its ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precedence {
    /// Its key.
    pub key: String,
    /// The rule in Vietnamese, as the screen says it.
    pub statement: String,
    /// The steps, tried in this order until one target is left.
    pub steps: Vec<PrecedenceStep>,
    /// First day of the rule.
    pub valid_from: Option<NaiveDate>,
    /// Where it is laid down; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// What kind of body an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// One office, or every office of a kind.
    Office,
    /// An emulation council.
    Council,
    /// A steering committee.
    Committee,
    /// A person by post.
    Post,
    /// A Party or State body outside the sector.
    OutsideBody,
    /// Individuals.
    Individuals,
}

/// Who does, receives, passes on or reviews a duty, by role rather than by one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its key, such as `province_office`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What kind of body it is.
    pub kind: ActorKind,
    /// For a single office: its key in `offices/offices.toml`.
    pub office: Option<String>,
    /// For every office of a kind: the kind.
    pub office_kind: Option<crate::offices::OfficeKind>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// One of the seven regions by which some thresholds differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its key, such as `dbscl`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// Whether an award form is a title or a reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardKind {
    /// Danh hiệu thi đua.
    Title,
    /// Hình thức khen thưởng.
    Reward,
}

/// The level that decides an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardLevel {
    /// The President or the Prime Minister.
    State,
    /// A ministry, an agency under Government or a province.
    Ministry,
    /// A unit with legal personality.
    Unit,
}

/// A form of award that the documents name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardForm {
    /// Its key, such as `bang_khen_thu_tuong`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Title or reward.
    pub kind: AwardKind,
    /// Who decides it, in Vietnamese.
    pub authority: String,
    /// The level that decides it.
    pub level: AwardLevel,
    /// Its classes, highest first; the class is chosen when proposing.
    #[serde(default)]
    pub classes: Vec<String>,
    /// First day it can be given.
    pub valid_from: Option<NaiveDate>,
    /// Last day it can be given.
    pub valid_to: Option<NaiveDate>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure the row is.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// The whole catalogue, read and checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Indicators, in the order of the file.
    pub indicators: Vec<Indicator>,
    /// Denominators, in the order of the file.
    pub denominators: Vec<Denominator>,
    /// Policy groups, in the order of the file.
    pub groups: Vec<Group>,
    /// Authorities, in the order of the file.
    pub authorities: Vec<Authority>,
    /// Rules on simultaneous targets.
    pub precedence: Vec<Precedence>,
    /// Actors, in the order of the file.
    pub actors: Vec<Actor>,
    /// Regions, in the order of the file.
    pub regions: Vec<Region>,
    /// Criteria sets, by the day they begin.
    pub criteria_sets: Vec<CriteriaSet>,
    /// Award forms, in the order of the file.
    pub award_forms: Vec<AwardForm>,
}

impl Catalogue {
    /// The indicator of this key.
    pub fn indicator(&self, key: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|row| row.key == key)
    }

    /// The denominator of this key.
    pub fn denominator(&self, key: &str) -> Option<&Denominator> {
        self.denominators.iter().find(|row| row.key == key)
    }

    /// The group of this key.
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|row| row.key == key)
    }

    /// The authority of this key.
    pub fn authority(&self, key: &str) -> Option<&Authority> {
        self.authorities.iter().find(|row| row.key == key)
    }

    /// The rule on simultaneous targets that holds on this day: the latest begun.
    pub fn precedence_on(&self, on: NaiveDate) -> Option<&Precedence> {
        self.precedence
            .iter()
            .filter(|rule| rule.valid_from.is_none_or(|from| from <= on))
            .max_by_key(|rule| rule.valid_from)
    }

    /// The actor of this key.
    pub fn actor(&self, key: &str) -> Option<&Actor> {
        self.actors.iter().find(|row| row.key == key)
    }

    /// The region of this key.
    pub fn region(&self, key: &str) -> Option<&Region> {
        self.regions.iter().find(|row| row.key == key)
    }

    /// The award form of this key.
    pub fn award_form(&self, key: &str) -> Option<&AwardForm> {
        self.award_forms.iter().find(|row| row.key == key)
    }

    /// The criteria set of this key.
    pub fn criteria_set(&self, key: &str) -> Option<&CriteriaSet> {
        self.criteria_sets.iter().find(|set| set.key == key)
    }

    /// The criterion that a reference points to.
    pub fn criterion(&self, reference: &CriterionReference) -> Option<&Criterion> {
        self.criteria_set(&reference.set)?.criterion(&reference.code)
    }

    /// The set of a level in force on a day: the latest begun that has not ended.
    pub fn criteria_in_force(&self, level: CriteriaLevel, on: NaiveDate) -> Option<&CriteriaSet> {
        self.criteria_sets.iter().filter(|set| set.level == level && set.in_force(on)).max_by_key(|set| set.begins())
    }
}
