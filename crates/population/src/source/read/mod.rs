//! Reading a list: what is asked for, what came of it, and which reader a file needs.

mod batch;
mod block;
mod columnar;
mod delimited;
mod kernels;
mod rows;
mod tally;
mod workbook;

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;
use rules::place::Registry;

use super::columns::layout::Top;
use super::{CardBatch, Dictionary, GroupCatalogue, Mapping, Progress, Rejects, ResidentBatch, SourceError};
use crate::person::PersonKey;
use crate::places::Communes;
use batch::Batch;
pub use tally::{Refused, Tally};

/// How many rows a batch has at most.
pub(super) const BATCH: usize = 65_536;

/// What rows are held against while they are read. The same for both lists of a snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The structure in which the list names communes.
    pub communes: &'a Communes,
    /// All units through time, for names and for what became of a code.
    pub registry: &'a Registry,
    /// Where groups get their numbers; both lists share it.
    pub groups: &'a Dictionary,
    /// Where ethnicities get their numbers.
    pub ethnicities: &'a Dictionary,
    /// The list of group codes; [`GroupCatalogue::open`] if there is none.
    pub catalogue: &'a GroupCatalogue,
    /// The day of the list: nobody on it is born later.
    pub as_of: NaiveDate,
    /// How many threads may work; nought is one.
    pub threads: usize,
    /// Whether names, identity numbers, households and card numbers are wanted.
    pub details: bool,
}

/// Reads a list of residents, checks its rows, and hands the good ones on in batches of at most 65,536 rows.
///
/// The sink is called by several threads at once, and batches come in no order; [`ResidentBatch::row`] says where each row
/// stood. Refused rows go to `rejects`. People who stand on the list twice pass: whoever takes the batches finds them, and
/// [`reject_duplicates`] writes them to the rejects.
///
/// # Errors
/// If the file cannot be read to its end, its columns are not those of the mapping, the sink fails
/// ([`SourceError::Sink`]), or the reading was stopped. Batches handed on before are then to be forgotten.
pub fn read_residents<E>(
    path: &Path,
    mapping: &Mapping,
    reading: &Reading<'_>,
    sink: &(dyn Fn(ResidentBatch) -> Result<(), E> + Sync),
    progress: &Progress,
    rejects: &Rejects,
) -> Result<Tally, SourceError>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let sink = |batch| sink(batch).map_err(|error| SourceError::Sink(error.into()));
    read(&Session { path, mapping, reading, sink: &sink, progress, rejects, kept: None })
}

/// Reads a list of cards as [`read_residents`] reads residents.
///
/// # Errors
/// As [`read_residents`].
pub fn read_cards<E>(
    path: &Path,
    mapping: &Mapping,
    reading: &Reading<'_>,
    sink: &(dyn Fn(CardBatch) -> Result<(), E> + Sync),
    progress: &Progress,
    rejects: &Rejects,
) -> Result<Tally, SourceError>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let sink = |batch| sink(batch).map_err(|error| SourceError::Sink(error.into()));
    read(&Session { path, mapping, reading, sink: &sink, progress, rejects, kept: None })
}

/// Reads a list of residents once more and writes every row of these people to the rejects, but for the one that stays:
/// `kept` gives its row ([`ResidentBatch::row`]) for each person, nought if none stays. The number of rows written.
///
/// Rows that [`read_residents`] refused for other reasons are not written again.
///
/// # Errors
/// As [`read_residents`].
pub fn reject_duplicates(
    path: &Path,
    mapping: &Mapping,
    reading: &Reading<'_>,
    kept: &HashMap<PersonKey, u32>,
    progress: &Progress,
    rejects: &Rejects,
) -> Result<u64, SourceError> {
    let sink = |_: ResidentBatch| Ok(());
    let tally = read(&Session { path, mapping, reading, sink: &sink, progress, rejects, kept: Some(kept) })?;
    Ok(tally.refused)
}

/// The first lines of every table in a file.
pub(super) fn tops(path: &Path) -> Result<Vec<Top>, SourceError> {
    match Kind::of(path)? {
        Kind::Parquet => columnar::top(path).map(|top| vec![top]),
        Kind::Workbook => workbook::tops(path),
        Kind::Delimited => delimited::top(path).map(|top| vec![top]),
    }
}

/// One reading of one file.
pub(super) struct Session<'a, B> {
    pub path: &'a Path,
    pub mapping: &'a Mapping,
    pub reading: &'a Reading<'a>,
    pub sink: &'a (dyn Fn(B) -> Result<(), SourceError> + Sync),
    pub progress: &'a Progress,
    pub rejects: &'a Rejects,
    /// If set, nothing is handed on: other rows of these people are refused as duplicates.
    pub kept: Option<&'a HashMap<PersonKey, u32>>,
}

impl<B> Session<'_, B> {
    /// Whether this row of this person is to be refused because another stays.
    fn is_duplicate(&self, person: PersonKey, row: u32) -> bool {
        self.kept.and_then(|kept| kept.get(&person)).is_some_and(|stays| *stays != row)
    }

    fn broken(&self, what: impl std::fmt::Display) -> SourceError {
        broken(self.path, what)
    }
}

fn read<B: Batch>(session: &Session<'_, B>) -> Result<Tally, SourceError> {
    session.progress.go_on()?;
    match Kind::of(session.path)? {
        Kind::Parquet => columnar::read(session),
        Kind::Workbook => rows::read(session, &|builder| workbook::read(session.path, session.progress, builder)),
        Kind::Delimited => rows::read(session, &|builder| delimited::read(session.path, session.progress, builder)),
    }
}

enum Kind {
    Parquet,
    Workbook,
    Delimited,
}

impl Kind {
    fn of(path: &Path) -> Result<Kind, SourceError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("parquet") => Ok(Kind::Parquet),
            Some("xlsx" | "xlsm") => Ok(Kind::Workbook),
            Some("csv" | "tsv" | "txt") => Ok(Kind::Delimited),
            _ => Err(SourceError::Kind { path: path.to_owned() }),
        }
    }
}

fn open(path: &Path) -> Result<std::fs::File, SourceError> {
    std::fs::File::open(path).map_err(|source| SourceError::File { path: path.to_owned(), source })
}

fn broken(path: &Path, what: impl std::fmt::Display) -> SourceError {
    SourceError::Broken { path: path.to_owned(), what: what.to_string() }
}
