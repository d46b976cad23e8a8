//! The way from two files to pairs.

use std::path::{Path, PathBuf};

use crate::compare::{Comparison, by_row};
use crate::learn::{self, Histogram, Learned};
use crate::level::{self, Packing};
use crate::outcome::{FieldWeights, Outcome};
use crate::schema::{Field, Kind, Schema, SchemaError};
use crate::{block, decide, source, value};

/// What may be chosen; the defaults are meant for all lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Threads to work with; 0 takes one for each core.
    pub threads: usize,
    /// The precision that is asked for, 0 to 1; without it the threshold is where the expected F1 is greatest.
    pub precision: Option<f64>,
    /// The probability from which pairs below the threshold are for review.
    pub review_from: f64,
    /// How many pairs to look at for each row of the longer list, at most; short lists are given more.
    pub pairs_per_row: f64,
    /// Whether a row of one list has at most one match in the other. Only for two lists.
    pub one_to_one: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { threads: 0, precision: None, review_from: 0.1, pairs_per_row: 6.0, one_to_one: true }
    }
}

/// A stage of the work, told to the observer when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Reading the files into columns.
    Read,
    /// Taking values apart, and choosing keys.
    Prepare,
    /// Bringing pairs together and comparing them.
    Compare,
    /// Learning what agreement says.
    Learn,
    /// Weighing the pairs and deciding on them.
    Decide,
}

impl Phase {
    /// A word for it, for reports.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Read => "read",
            Phase::Prepare => "prepare",
            Phase::Compare => "compare",
            Phase::Learn => "learn",
            Phase::Decide => "decide",
        }
    }
}

/// Why a matching could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// The schema does not fit, or its file of successions cannot be read.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A file cannot be opened or read.
    #[error("không đọc được `{path}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A column of the schema is not in the file.
    #[error("`{path}` không có cột `{column}`; các cột là {found}")]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column that the schema asks for.
        column: String,
        /// The columns that are there.
        found: String,
    },
    /// A column holds something that cannot be compared, a list or a structure.
    #[error("cột `{column}` của `{path}` chứa giá trị kiểu {found}, không so sánh được")]
    ColumnType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its type.
        found: String,
    },
    /// The levels of all fields together do not fit in one pattern.
    #[error(
        "lược đồ có quá nhiều trường: các mức so sánh cần {bits} bit mà chỉ có 32; hãy bỏ bớt trường ít có ích nhất"
    )]
    TooManyFields {
        /// Bits that would be needed.
        bits: u32,
    },
    /// More rows than can be numbered.
    #[error("`{path}` có hơn {most} dòng")]
    TooManyRows {
        /// The file.
        path: PathBuf,
        /// The most rows a list may have.
        most: usize,
    },
    /// The threads could not be started.
    #[error("không khởi động được các luồng xử lý")]
    Threads(#[source] rayon::ThreadPoolBuildError),
}

/// Finds the rows of `left` and `right` that are about one person.
///
/// The files are CSV or Parquet, told apart by what they begin with. `observer` is told each phase as it begins, so
/// that the caller can time them.
pub fn run_match(
    left: &Path,
    right: &Path,
    schema: &Schema,
    options: &Options,
    observer: &mut (dyn FnMut(Phase) + Send),
) -> Result<Outcome, MatchError> {
    run(left, Some(right), schema, options, observer)
}

/// Finds the rows of one list that are about one person; all pairs of rows of one person are told.
pub fn run_dedupe(
    list: &Path,
    schema: &Schema,
    options: &Options,
    observer: &mut (dyn FnMut(Phase) + Send),
) -> Result<Outcome, MatchError> {
    run(list, None, schema, options, observer)
}

fn run(
    left: &Path,
    right: Option<&Path>,
    schema: &Schema,
    options: &Options,
    observer: &mut (dyn FnMut(Phase) + Send),
) -> Result<Outcome, MatchError> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().map_err(MatchError::Threads)?;
    threads.install(|| run_here(left, right, schema, options, observer))
}

fn run_here(
    left: &Path,
    right: Option<&Path>,
    schema: &Schema,
    options: &Options,
    observer: &mut (dyn FnMut(Phase) + Send),
) -> Result<Outcome, MatchError> {
    let kinds: Vec<Kind> = schema.fields.iter().map(|field| field.kind).collect();
    let packing = Packing::checked(&kinds)?;
    observer(Phase::Read);
    let mut lists = source::read(left, right, schema)?;
    let rows = lists.rows;
    if right.is_some() && rows.contains(&0) {
        return Ok(nobody(lists, schema));
    }
    observer(Phase::Prepare);
    let mut fields = value::prepare(&mut lists, schema)?;
    let keys = block::choose_keys(&fields, rows, options.pairs_per_row);
    let by_row = by_row(&mut fields, keys.len());
    let mut comparison = Comparison::new(&fields, &packing, by_row);
    observer(Phase::Compare);
    let longer = rows[0].max(rows[1]) as u64;
    let (candidates, reports) = block::find_pairs(&keys, &mut comparison, longer.max(FEWEST_PAIRS_IN_A_LARGE_BLOCK));
    let compared_pairs = candidates.iter().map(|heap| heap.len() as u64).sum();
    observer(Phase::Learn);
    let histogram = Histogram::new(&candidates);
    let learned = learn::learn(&histogram, &keys, &comparison, rows);
    observer(Phase::Decide);
    let decisions = decide::decide(candidates, &keys, &learned, &comparison, rows, options);
    let [left_ids, right_ids] = lists.ids;
    Ok(Outcome {
        pairs: decisions.pairs,
        threshold: decisions.threshold,
        expected_precision: decisions.expected_precision,
        expected_recall: decisions.expected_recall,
        compared_pairs,
        keys: reports,
        weights: field_weights(schema, &learned),
        rows: (rows[0], if right.is_some() { rows[1] } else { rows[0] }),
        fields: schema.fields.iter().map(|field| (field.name.clone(), field.kind)).collect(),
        left_ids,
        right_ids: right.is_some().then_some(right_ids),
    })
}

/// The outcome where one of two lists is empty.
fn nobody(lists: source::Lists, schema: &Schema) -> Outcome {
    let [left_ids, right_ids] = lists.ids;
    Outcome {
        pairs: Vec::new(),
        threshold: 1.0,
        expected_precision: 1.0,
        expected_recall: None,
        compared_pairs: 0,
        keys: Vec::new(),
        weights: Vec::new(),
        rows: (lists.rows[0], lists.rows[1]),
        fields: schema.fields.iter().map(|field| (field.name.clone(), field.kind)).collect(),
        left_ids,
        right_ids: Some(right_ids),
    }
}

/// A block of more pairs than this, and than rows of the longer list, is split.
const FEWEST_PAIRS_IN_A_LARGE_BLOCK: u64 = 200_000;

fn field_weights(schema: &Schema, learned: &Learned) -> Vec<FieldWeights> {
    let of = |(at, field): (usize, &Field)| {
        let levels = level::agreements(field.kind).iter().enumerate().skip(1);
        let levels =
            levels.map(|(level, &agreement)| (agreement, learned.matches[at][level], learned.others[at][level]));
        FieldWeights { field: field.name.clone(), levels: levels.collect() }
    };
    schema.fields.iter().enumerate().map(of).collect()
}
