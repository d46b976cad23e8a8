//! Sample packs: the TOML that holds papers, targets, results, recognitions and registers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::definition::{Definitions, Fault, faults, parse};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, CriteriaLevel, CriterionReference};
use crate::documents::model::Document;
use crate::movements::model::Citation;
use registers::{Arrival, Outgoing, Series, TextFile};
use rules::number::Fixed;
use rules::place::Level;
use rules::rate::{Comparator, Sex};
use rules::target::Measure;

mod check;
pub mod registers;

/// The folder that holds the packs.
pub const FOLDER: &str = "samples/";

/// A unit named by a pack: by code and day, or by level and name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitReference {
    /// Level of the unit.
    pub level: Level,
    /// Name without the kind; absent for the country.
    pub name: Option<String>,
    /// Code of the unit.
    pub code: Option<String>,
    /// Name of the unit above, where the name is not enough.
    pub within: Option<String>,
    /// A day on which the unit exists.
    pub on: Option<NaiveDate>,
}

/// A target as a paper states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// A key, for rows that others name.
    pub key: Option<String>,
    /// For whom it is set.
    pub unit: UnitReference,
    /// Set for each unit of this level within it, rather than for the unit as a whole.
    pub each: Option<Level>,
    /// Key of the indicator.
    pub indicator: String,
    /// The year it is for; absent when the paper names none.
    pub year: Option<i32>,
    /// The day it is to be reached by, where it is not a year's end.
    pub by: Option<NaiveDate>,
    /// The value, resolved; absent when the paper gives no number.
    pub value: Option<Fixed>,
    /// Why the value is not known, when there is one that was not found.
    pub unknown_reason: Option<String>,
    /// The upper end of a range.
    pub upper: Option<Fixed>,
    /// What stands in the paper, where it differs from the value ("91.641 triệu").
    pub printed: Option<String>,
    /// How a result is held against it.
    pub comparator: Comparator,
    /// What the value is; absent means the indicator's own measure.
    pub measure: Option<Measure>,
    /// Key of the denominator it is taken of.
    pub denominator: Option<String>,
    /// Key of the policy group it is for.
    pub group: Option<String>,
    /// Whether men and women must each reach it.
    #[serde(default)]
    pub per_sex: bool,
    /// The criterion it is for.
    pub criterion: Option<CriterionReference>,
    /// Key of the authority that decided it.
    pub authority: String,
    /// Key of the paper that decided it.
    pub document: String,
    /// The day of the decision, where the paper's date does not tell it.
    pub decided_on: Option<NaiveDate>,
    /// Where it was read.
    pub source: Citation,
    /// Keys of the resolutions it serves.
    #[serde(default)]
    pub resolutions: Vec<String>,
    /// Key of the movement it belongs to.
    pub movement: Option<String>,
    /// Key of the objective it makes a number of.
    pub objective: Option<String>,
    /// Key of the target row it replaces.
    pub supersedes: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// A row of a table of targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// Name of the unit without its kind.
    pub unit: String,
    /// One value a year, in the order of the table's years; `""` where it was not found.
    pub values: Vec<String>,
    /// Keys of the target rows that these replace, `""` for none; empty for none at all.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// Starts the keys of the rows: `quang_nam` makes `quang_nam_2016`, …
    pub key: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// Many targets of one decision, one line a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetTable {
    /// Level of the units.
    pub level: Level,
    /// A day on which the units exist.
    pub on: Option<NaiveDate>,
    /// Key of the indicator.
    pub indicator: String,
    /// How a result is held against a value.
    pub comparator: Comparator,
    /// The years of the columns.
    pub years: Vec<i32>,
    /// Key of the denominator.
    pub denominator: Option<String>,
    /// Key of the authority that decided it.
    pub authority: String,
    /// Key of the paper that decided it.
    pub document: String,
    /// Where it was read.
    pub source: Citation,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// A result as a paper states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRow {
    /// A key, for rows that others name.
    pub key: Option<String>,
    /// Whose it is.
    pub unit: UnitReference,
    /// Key of the indicator.
    pub indicator: String,
    /// The year it is for.
    pub year: i32,
    /// The day it was counted on; the year's last day for a full year.
    pub as_of: NaiveDate,
    /// The numerator, or the count itself.
    pub num: Option<i64>,
    /// The denominator.
    pub den: Option<i64>,
    /// A published percentage without its pair.
    pub published: Option<Fixed>,
    /// What stands in the paper, where it differs ("79,9 triệu người").
    pub printed: Option<String>,
    /// The step to which a printed number was rounded, in units of `num`.
    pub rounded_to: Option<i64>,
    /// Key of the denominator's definition.
    pub denominator: Option<String>,
    /// Key of the policy group.
    pub group: Option<String>,
    /// The sex it is for.
    pub sex: Option<Sex>,
    /// The criterion it is for.
    pub criterion: Option<CriterionReference>,
    /// Key of the band it is for, in the set of `criteria_set`.
    pub band: Option<String>,
    /// Key of the criteria set of the band or of the recognition.
    pub criteria_set: Option<String>,
    /// Whether it is an estimate of the source.
    #[serde(default)]
    pub estimate: bool,
    /// Why a value is not known, where the row says so.
    pub unknown_reason: Option<String>,
    /// Where it was read.
    pub source: Citation,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl ResultRow {
    /// Whether it was counted on the last day of its year.
    pub fn full_year(&self) -> bool {
        NaiveDate::from_ymd_opt(self.year, 12, 31).is_some_and(|last| self.as_of >= last)
    }
}

/// What is known of one commune's recognition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    /// The commune (or district).
    pub unit: UnitReference,
    /// As what it is recognised.
    pub level: CriteriaLevel,
    /// The day of the decision; absent when not known.
    pub decided_on: Option<NaiveDate>,
    /// Key of the decision; absent when not known.
    pub document: Option<String>,
    /// A day on which a paper shows it as recognised.
    pub seen_on: Option<NaiveDate>,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
    /// Where it was read.
    pub source: Citation,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// One file of samples, as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    targets: Vec<Target>,
    #[serde(default)]
    target_tables: Vec<TargetTable>,
    #[serde(default)]
    results: Vec<ResultRow>,
    #[serde(default)]
    recognitions: Vec<Recognition>,
    #[serde(default)]
    files: Vec<TextFile>,
    #[serde(default)]
    series: Vec<Series>,
    #[serde(default)]
    incoming: Vec<Arrival>,
    #[serde(default)]
    outgoing: Vec<Outgoing>,
}

/// All samples, read and checked; tables are written out as rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pack {
    /// Papers.
    pub documents: Vec<Document>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Results.
    pub results: Vec<ResultRow>,
    /// Recognitions.
    pub recognitions: Vec<Recognition>,
    /// Files that papers come or go with.
    pub files: Vec<TextFile>,
    /// Series of the registers.
    pub series: Vec<Series>,
    /// Papers that arrived.
    pub incoming: Vec<Arrival>,
    /// Papers that go out.
    pub outgoing: Vec<Outgoing>,
}

impl Pack {
    /// Reads and checks the samples.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn load(definitions: &Definitions, catalogue: &Catalogue) -> Result<Self, Vec<Fault>> {
        let mut files = Vec::new();
        let mut wrong = Vec::new();
        for (name, source) in definitions.under(FOLDER) {
            match parse::<File>(name, &source.text) {
                Ok(file) => files.push((name, source, file)),
                Err(fault) => wrong.push(fault),
            }
        }
        let names = check::Names::of(files.iter().map(|(_, _, file)| file));
        for (name, source, file) in &files {
            wrong.extend(faults(name, &source.text, check::problems(file, catalogue, &names)));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut pack = Self::default();
        for (_, _, file) in files {
            let tables = file.target_tables.iter().flat_map(TargetTable::targets);
            pack.targets.extend(file.targets.iter().cloned().chain(tables));
            pack.documents.extend(file.documents);
            pack.results.extend(file.results);
            pack.recognitions.extend(file.recognitions);
            pack.files.extend(file.files);
            pack.series.extend(file.series);
            pack.incoming.extend(file.incoming);
            pack.outgoing.extend(file.outgoing);
        }
        Ok(pack)
    }

    /// Keys of every paper, for the check of movements.
    pub fn document_keys(&self) -> BTreeSet<String> {
        self.documents.iter().map(|paper| paper.key.clone()).collect()
    }

    /// The paper of this key.
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.documents.iter().find(|paper| paper.key == key)
    }
}

impl TargetTable {
    /// The table's cells as targets; a cell that was not found makes none.
    fn targets(&self) -> Vec<Target> {
        let mut targets = Vec::new();
        for row in &self.rows {
            for (column, (year, value)) in self.years.iter().zip(&row.values).enumerate() {
                let Ok(value) = value.parse() else {
                    continue;
                };
                let supersedes = row.supersedes.get(column).filter(|key| !key.is_empty());
                targets.push(Target {
                    key: row.key.as_ref().map(|key| format!("{key}_{year}")),
                    unit: UnitReference {
                        level: self.level,
                        name: Some(row.unit.clone()),
                        code: None,
                        within: None,
                        on: self.on,
                    },
                    each: None,
                    indicator: self.indicator.clone(),
                    year: Some(*year),
                    by: None,
                    value: Some(value),
                    unknown_reason: None,
                    upper: None,
                    printed: None,
                    comparator: self.comparator,
                    measure: None,
                    denominator: self.denominator.clone(),
                    group: None,
                    per_sex: false,
                    criterion: None,
                    authority: self.authority.clone(),
                    document: self.document.clone(),
                    decided_on: None,
                    source: self.source.clone(),
                    resolutions: Vec::new(),
                    movement: None,
                    objective: None,
                    supersedes: supersedes.cloned(),
                    note: row.note.clone().or_else(|| self.note.clone()),
                });
            }
        }
        targets
    }
}
