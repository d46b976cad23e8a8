//! What came of a reading.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::check::Fault;
use crate::source::{Dictionary, Field, GroupCatalogue, Rule};

/// How many refused rows are named in a tally; the rest stand in the rejects.
const EXAMPLES: usize = 100;

/// What came of a reading. It holds no value of any row, so that it may be shown and kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows of the list: accepted and refused.
    pub rows: u64,
    /// Rows that passed.
    pub accepted: u64,
    /// Rows that went to the rejects.
    pub refused: u64,
    /// Lines among the rows that name nobody: totals, signatures, headings between hamlets.
    pub notes: u64,
    /// How often each rule was broken; a row may break several.
    pub faults: BTreeMap<Rule, u64>,
    /// The first refused rows, by line.
    pub examples: Vec<Refused>,
    /// Accepted residents of whose birth only the year or the month is known: born on its first day, as far as they count.
    pub births_without_day: u64,
    /// Group codes that are not on the list of codes, and in how many rows; they were accepted.
    pub unlisted_groups: BTreeMap<String, u64>,
    /// Sheets that were not read, since they do not have the columns.
    pub skipped_sheets: Vec<String>,
}

/// Where a refused row stands and why it was refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Refused {
    /// The line as the user counts it: of the sheet or of the text; in Parquet the row, counted from 1.
    pub line: u32,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The column.
    pub field: Field,
    /// The rule.
    pub rule: Rule,
}

impl Tally {
    pub(super) fn refuse(&mut self, sheet: Option<&str>, line: u32, faults: &[Fault]) {
        self.refused += 1;
        for fault in faults {
            *self.faults.entry(fault.rule).or_default() += 1;
            if self.examples.len() < EXAMPLES {
                self.examples.push(Refused {
                    line,
                    sheet: sheet.map(str::to_owned),
                    field: fault.field,
                    rule: fault.rule,
                });
            }
        }
    }

    /// Adds what another thread counted.
    pub(super) fn add(&mut self, other: Tally) {
        self.rows += other.rows;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.notes += other.notes;
        self.births_without_day += other.births_without_day;
        for (rule, count) in other.faults {
            *self.faults.entry(rule).or_default() += count;
        }
        for (code, count) in other.unlisted_groups {
            *self.unlisted_groups.entry(code).or_default() += count;
        }
        self.examples.extend(other.examples);
        self.examples.sort();
        self.examples.truncate(EXAMPLES);
        self.skipped_sheets.extend(other.skipped_sheets);
    }
}

/// Counts codes that are not on the list of codes.
pub(super) struct Unlisted<'a> {
    dictionary: &'a Dictionary,
    catalogue: &'a GroupCatalogue,
    /// By number in the dictionary.
    listed: Vec<bool>,
    counts: Vec<u64>,
}

impl<'a> Unlisted<'a> {
    pub(super) fn new(dictionary: &'a Dictionary, catalogue: &'a GroupCatalogue) -> Unlisted<'a> {
        Unlisted { dictionary, catalogue, listed: vec![true], counts: vec![0] }
    }

    pub(super) fn count(&mut self, groups: &[u16]) {
        if self.catalogue.codes().is_empty() {
            return;
        }
        let highest = groups.iter().copied().max().unwrap_or(0);
        if usize::from(highest) >= self.listed.len() {
            let codes = self.dictionary.texts();
            let listed = codes.iter().map(|code| self.catalogue.find(code).is_some());
            self.listed = std::iter::once(true).chain(listed).collect();
            self.counts.resize(self.listed.len(), 0);
        }
        if self.listed.iter().all(|listed| *listed) {
            return;
        }
        for &group in groups {
            if !self.listed[usize::from(group)] {
                self.counts[usize::from(group)] += 1;
            }
        }
    }

    pub(super) fn finish(self, tally: &mut Tally) {
        for (number, count) in (0_u16..).zip(self.counts) {
            if count > 0
                && let Some(code) = self.dictionary.text(number)
            {
                tally.unlisted_groups.insert(code, count);
            }
        }
    }
}
