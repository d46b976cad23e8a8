//! Criteria sets of the new-rural programme, each one decision's, with its days.
//!
//! A bare "15.1" means nothing: the code belongs to a set. A result that lacks what the criterion
//! asks for (a split by sex, a threshold) is unknown, never a pass.

use chrono::{Datelike, NaiveDate};
use platform::definition::Mark;
use rules::number::Fixed;
use rules::rate::Comparator;
use serde::{Deserialize, Serialize};

/// What a criteria set judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriteriaLevel {
    /// Xã nông thôn mới.
    NewRural,
    /// Xã nông thôn mới nâng cao.
    Advanced,
    /// Xã nông thôn mới kiểu mẫu.
    Model,
    /// Xã nông thôn mới hiện đại.
    Modern,
    /// Huyện nông thôn mới.
    District,
}

/// The decision that issued a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its number, such as `318/QĐ-TTg`.
    pub number: String,
    /// Its date; absent when not found.
    pub date: Option<NaiveDate>,
    /// Key of the authority that issued it.
    pub issuer: String,
    /// The annex that holds the set.
    pub annex: Option<String>,
}

/// Years that the title of a set names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// Communes by how many criteria they meet; the bands of a set partition 0 to its total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its key, such as `15-18`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Fewest criteria met.
    pub from: u16,
    /// Most criteria met.
    pub to: u16,
}

/// The name of a criterion that holds numbered sub-criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Its number, such as `15`.
    pub code: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// How sure the name is.
    #[serde(default)]
    pub mark: Mark,
}

/// A threshold that holds in one region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionThreshold {
    /// Key of the region.
    pub region: String,
    /// The threshold there; absent is unknown.
    pub threshold: Option<Fixed>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// One criterion of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its code within the set, such as `15.1`; a working name where the code was not found.
    pub code: String,
    /// What it asks, in Vietnamese.
    pub name: String,
    /// Key of the indicator it is judged on; absent when people judge it.
    pub indicator: Option<String>,
    /// The threshold; absent is unknown (or given by region, or judged by people).
    pub threshold: Option<Fixed>,
    /// How the figure is held against the threshold.
    pub comparator: Option<Comparator>,
    /// Whether men and women must each reach it.
    #[serde(default)]
    pub per_sex: bool,
    /// Whether people judge it ("Đạt") rather than a number.
    #[serde(default)]
    pub judged: bool,
    /// Thresholds by region, where they differ.
    #[serde(default)]
    pub regions: Vec<RegionThreshold>,
    /// Groups of communes that the set tells apart, where thresholds differ by them.
    #[serde(default)]
    pub commune_groups: Vec<String>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl Criterion {
    /// The threshold in a region (or everywhere); nothing when it is not known.
    pub fn threshold_in(&self, region: Option<&str>) -> Option<Fixed> {
        self.regions.iter().find(|row| Some(row.region.as_str()) == region).map_or(self.threshold, |row| row.threshold)
    }
}

/// A criterion named from elsewhere: the set's version and the code in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionReference {
    /// Key of the set.
    pub set: String,
    /// Code within the set.
    pub code: String,
}

/// One decision's criteria.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaSet {
    /// Its key, such as `qd_318_2022_phu_luc_1`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it judges.
    pub level: CriteriaLevel,
    /// The decision that issued it.
    pub decision: Decision,
    /// The years its title names.
    pub period: Years,
    /// First day in force; absent when not found.
    pub valid_from: Option<NaiveDate>,
    /// Last day in force; absent until a later set begins.
    pub valid_to: Option<NaiveDate>,
    /// How many criteria (headings) it has; absent when not found.
    pub total: Option<u16>,
    /// Bands of criteria met, highest first.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Names of the criteria that hold the numbered ones.
    #[serde(default)]
    pub headings: Vec<Heading>,
    /// The criteria known.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// Where the set stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure the set's own row is.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl CriteriaSet {
    /// The criterion of this code.
    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|row| row.code == code)
    }

    /// The criterion judged on this indicator.
    pub fn criterion_on(&self, indicator: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|row| row.indicator.as_deref() == Some(indicator))
    }

    /// The first day it holds: the day in force or, where that was not found, the first day of the
    /// years in its title.
    pub fn begins(&self) -> Option<NaiveDate> {
        self.valid_from.or_else(|| NaiveDate::from_ymd_opt(self.period.from, 1, 1))
    }

    /// Whether it holds on a day. A set without an end holds until a later one of its level begins,
    /// which [`super::Catalogue::criteria_in_force`] decides.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.begins().is_some_and(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// Whether it serves a span of days: in force within it, or made for years of it.
    pub fn serves(&self, from: NaiveDate, to: Option<NaiveDate>) -> bool {
        let last_year = to.map_or(i32::MAX, |to| to.year());
        let by_title = self.period.from <= last_year && self.period.to >= from.year();
        let by_days = self.begins().is_some_and(|begins| to.is_none_or(|to| begins <= to))
            && self.valid_to.is_some_and(|ends| from <= ends);
        by_title || by_days
    }
}
