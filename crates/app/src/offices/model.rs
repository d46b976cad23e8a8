//! Offices, their versions, what they cover and who answers for emulation in them.

use chrono::NaiveDate;
use platform::definition::{Definitions, Fault, Mark, Problem, faults, parse};
use serde::{Deserialize, Serialize};

use rules::place::Level;

/// The file that holds the offices.
pub const FILE: &str = "offices/offices.toml";

/// The kind of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// Vietnam Social Security itself.
    Centre,
    /// A department or unit of the centre.
    Department,
    /// BHXH khu vực, from 1 March 2025.
    Region,
    /// BHXH tỉnh, thành phố.
    Province,
    /// BHXH huyện, until districts ended.
    District,
    /// BHXH cơ sở, over several communes.
    Local,
}

/// One name of an office, with the days it was borne.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The name in Vietnamese, as papers print it.
    pub name: String,
    /// The mark in papers' numbers, such as `BT` in 3036/BHXH-BT.
    pub symbol: Option<String>,
    /// First day; absent when not known.
    pub valid_from: Option<NaiveDate>,
    /// Last day; absent when not known or not over.
    pub valid_to: Option<NaiveDate>,
    /// The earliest possible first day, when the first day is not known.
    pub not_before: Option<NaiveDate>,
    /// A day on which a paper uses this name, when the first and last days are not known.
    pub seen_on: Option<NaiveDate>,
    /// Where the name and its days stand; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure the days are.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl Version {
    /// Whether no known day speaks against the name being borne on a day.
    fn may_hold(&self, on: NaiveDate) -> bool {
        let earliest = self.valid_from.or(self.not_before);
        earliest.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}

/// The part of an office that answers for emulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalUnit {
    /// Its name in Vietnamese.
    pub name: String,
    /// Its key, where it is an office of its own.
    pub office: Option<String>,
    /// First day; absent when not known.
    pub valid_from: Option<NaiveDate>,
    /// Last day; absent when not known or not over.
    pub valid_to: Option<NaiveDate>,
    /// A day on which a paper shows it.
    pub seen_on: Option<NaiveDate>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
}

/// A place that an office covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Level of the place.
    pub level: Level,
    /// Code of the place; absent for the country.
    pub code: Option<String>,
    /// First day covered; absent when not known.
    pub valid_from: Option<NaiveDate>,
    /// Last day covered; absent when not known or not over.
    pub valid_to: Option<NaiveDate>,
}

/// How one office follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// One took the work of another.
    Replaced,
}

/// The office that follows another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Key of the following office; absent when it is not known which.
    pub office: Option<String>,
    /// How it follows.
    pub kind: SuccessionKind,
    /// First day; absent when not known.
    pub on: Option<NaiveDate>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// One office through its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its key, such as `thu` or `bhxh_tinh_83`.
    pub key: String,
    /// Its kind.
    pub kind: OfficeKind,
    /// Key of the office above.
    pub parent: Option<String>,
    /// Its names over time, oldest first.
    pub versions: Vec<Version>,
    /// The places it covers.
    #[serde(default)]
    pub covers: Vec<Area>,
    /// Who answers for emulation in it.
    #[serde(default)]
    pub focal_units: Vec<FocalUnit>,
    /// The offices that follow it.
    #[serde(default)]
    pub successors: Vec<Succession>,
    /// Names under which papers list it among their recipients.
    #[serde(default)]
    pub recipient_names: Vec<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl Office {
    /// The name in force on a day: the version whose days hold it; else, where days are not known,
    /// the version last seen by then, or the first.
    pub fn version_on(&self, on: NaiveDate) -> Option<&Version> {
        let held: Vec<&Version> = self.versions.iter().filter(|version| version.may_hold(on)).collect();
        let begun = |version: &&&Version| {
            let begins = version.valid_from.or(version.seen_on);
            begins.is_none_or(|from| from <= on)
        };
        held.iter().rfind(begun).or(held.first()).copied()
    }

    /// Who answers for emulation on a day.
    pub fn focal_unit_on(&self, on: NaiveDate) -> Option<&FocalUnit> {
        self.focal_units
            .iter()
            .rfind(|unit| unit.valid_from.is_none_or(|from| from <= on) && unit.valid_to.is_none_or(|to| on <= to))
    }

    /// Whether any of its names may be borne on a day.
    pub fn exists_on(&self, on: NaiveDate) -> bool {
        self.versions.iter().any(|version| version.may_hold(on))
    }
}

/// Offices made one for each place of a level, so that nobody types 63 of them.
///
/// `{code}`, `{kind}` (tỉnh, thành phố, huyện, …) and `{name}` are filled from the place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeRule {
    /// Key of the rule.
    pub key: String,
    /// Kind of the offices.
    pub kind: OfficeKind,
    /// Level of the places.
    pub level: Level,
    /// Day on which the places are read: those in force then.
    pub places_on: NaiveDate,
    /// Key of each office.
    pub office_key: String,
    /// Name of each office.
    pub name: String,
    /// Key of the office above; `{parent_code}` is the code of the place above.
    pub parent: String,
    /// First day of the offices; absent when not known.
    pub valid_from: Option<NaiveDate>,
    /// The earliest possible first day, when the first day is not known.
    pub not_before: Option<NaiveDate>,
    /// Last day of the offices; absent when not known or not over.
    pub valid_to: Option<NaiveDate>,
    /// Who answers for emulation in each.
    #[serde(default)]
    pub focal_units: Vec<FocalUnit>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// A place as an office rule needs it.
#[derive(Clone, Copy, Debug)]
pub struct RulePlace<'a> {
    /// Code of the place.
    pub code: &'a str,
    /// Code of the place above; empty when there is none.
    pub parent_code: &'a str,
    /// Its kind in words, in small letters: `tỉnh`, `thành phố`, `huyện`, …
    pub kind: &'a str,
    /// Its name without the kind.
    pub name: &'a str,
}

impl OfficeRule {
    /// The office of one place.
    pub fn office_for(&self, place: RulePlace<'_>) -> Office {
        let filled = |pattern: &str| {
            pattern
                .replace("{parent_code}", place.parent_code)
                .replace("{code}", place.code)
                .replace("{kind}", place.kind)
                .replace("{name}", place.name)
        };
        Office {
            key: filled(&self.office_key),
            kind: self.kind,
            parent: Some(filled(&self.parent)),
            versions: vec![Version {
                name: filled(&self.name),
                symbol: None,
                valid_from: self.valid_from,
                valid_to: self.valid_to,
                not_before: self.not_before,
                seen_on: None,
                ground: self.ground.clone(),
                mark: self.mark,
                note: self.note.clone(),
            }],
            covers: vec![Area {
                level: self.level,
                code: Some(place.code.to_owned()),
                valid_from: self.valid_from,
                valid_to: self.valid_to,
            }],
            focal_units: self.focal_units.clone(),
            successors: Vec::new(),
            recipient_names: Vec::new(),
            note: None,
        }
    }
}

/// A change of the whole organisation, told on the offices' page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its key.
    pub key: String,
    /// First day; absent when not found.
    pub on: Option<NaiveDate>,
    /// What changed, in Vietnamese.
    pub statement: String,
    /// How many offices the new kind has, when known.
    pub offices: Option<u32>,
    /// The kind of offices that begin.
    pub begins: Option<OfficeKind>,
    /// The kind of offices that end.
    pub ends: Option<OfficeKind>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub mark: Mark,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// All that the definitions say about offices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    /// Offices written out.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// Offices by rule; an office written out goes before one of the same key by rule.
    #[serde(default)]
    pub rules: Vec<OfficeRule>,
    /// Changes of the organisation.
    #[serde(default)]
    pub changes: Vec<Change>,
}

impl Offices {
    /// Reads and checks the offices.
    ///
    /// # Errors
    /// Every fault, in the order of the file.
    pub fn load(definitions: &Definitions) -> Result<Self, Vec<Fault>> {
        let Some(source) = definitions.get(FILE) else {
            return Ok(Self::default());
        };
        let offices: Self = parse(FILE, &source.text).map_err(|fault| vec![fault])?;
        let problems = offices.problems();
        if problems.is_empty() { Ok(offices) } else { Err(faults(FILE, &source.text, problems)) }
    }

    /// The office of this key, among those written out.
    pub fn office(&self, key: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.key == key)
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, office) in self.offices.iter().enumerate() {
            let path = format!("offices[{index}]");
            if self.offices[..index].iter().any(|other| other.key == office.key) {
                problems.push(Problem::new(
                    format!("{path}.key"),
                    format!("Mã cơ quan `{}` đã được dùng; hãy đặt mã khác.", office.key),
                ));
            }
            if office.versions.is_empty() {
                problems.push(Problem::new(
                    format!("{path}.versions"),
                    "Cơ quan phải có ít nhất một tên; hãy thêm `versions`.",
                ));
            }
            let named = office.parent.iter().map(|key| ("parent", key)).chain(
                office.focal_units.iter().filter_map(|unit| unit.office.as_ref().map(|key| ("focal_units", key))),
            );
            let named = named
                .chain(office.successors.iter().filter_map(|next| next.office.as_ref().map(|key| ("successors", key))));
            for (field, key) in named {
                if self.office(key).is_none() {
                    problems.push(Problem::new(
                        format!("{path}.{field}"),
                        format!("Không có cơ quan mã `{key}`; hãy sửa mã hoặc thêm cơ quan đó."),
                    ));
                }
            }
            for (number, version) in office.versions.iter().enumerate() {
                check_days(
                    &format!("{path}.versions[{number}].valid_to"),
                    version.valid_from,
                    version.valid_to,
                    &mut problems,
                );
                if version.mark.needs_ground() && version.ground.is_none() {
                    problems.push(Problem::new(
                        format!("{path}.versions[{number}].mark"),
                        "Đã ghi là có nguồn thì phải nêu căn cứ; hãy thêm `ground` hoặc bỏ `mark`.",
                    ));
                }
            }
        }
        problems
    }
}

fn check_days(field: &str, from: Option<NaiveDate>, to: Option<NaiveDate>, problems: &mut Vec<Problem>) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        problems.push(Problem::new(field, "Ngày kết thúc đứng trước ngày bắt đầu; hãy sửa một trong hai ngày."));
    }
}
