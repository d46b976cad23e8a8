//! Refused rows, written as they come to a file that can be mended and sent again.
//!
//! The file has the headings and cells of the source and three columns of its own at the end: why, what to do, and the
//! line in the source, and the order of the source. It is read again with the same mapping; its own columns are left out then. Rows do
//! not wait in memory, so a million refused rows cost no more than one. The file names people: only its owner may read it.

mod delimited;
mod ordered;
mod workbook;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rules::text::search_key;

use super::check::{Cell, Fault};
use super::columns::layout::Layout;
use super::{Field, SourceError};
use delimited::Delimited;
pub(super) use ordered::{Ordered, Rows};
use workbook::Workbook;

/// Headings of the columns that a file of refused rows has of its own.
const OWN: [&str; 3] = ["Lý do trả lại", "Cách sửa", "Dòng cũ"];

/// A file of refused rows. It is made when the first row comes; shared by all threads.
#[derive(Debug)]
pub struct Rejects {
    path: PathBuf,
    writer: Mutex<Option<Writer>>,
}

/// A file of refused rows that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedFile {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: u64,
}

#[derive(Debug)]
enum Writer {
    Delimited(Box<Delimited>),
    Workbook(Box<Workbook>),
}

impl Rejects {
    /// Refused rows go to a file of this name and the ending `.xlsx`, if they come from a workbook, or `.csv`. Its folder
    /// must be there; scraps of a workbook are kept in it, too, until the end.
    pub fn new(path_without_ending: impl Into<PathBuf>) -> Rejects {
        Rejects { path: path_without_ending.into(), writer: Mutex::new(None) }
    }

    /// Ends the file; `None` if no row was refused.
    ///
    /// # Errors
    /// [`SourceError::Rejects`] if it cannot be written.
    pub fn finish(self) -> Result<Option<RejectedFile>, SourceError> {
        match self.writer.into_inner().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(None),
            Some(Writer::Delimited(writer)) => writer.finish().map(Some),
            Some(Writer::Workbook(writer)) => writer.finish().map(Some),
        }
    }

    pub(super) fn put(
        &self,
        origin: &Origin,
        line: u32,
        cells: &[Cell<'_>],
        faults: &[Fault],
    ) -> Result<(), SourceError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match self.begun(&mut writer, origin)? {
            Writer::Delimited(writer) => writer.put(origin, line, cells, faults),
            Writer::Workbook(writer) => writer.put(origin, line, cells, faults),
        }
    }

    /// Puts rows that are written already at the end of a file of delimited text.
    fn append(&self, origin: &Origin, rows: &mut dyn io::Read, count: u64) -> Result<(), SourceError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match self.begun(&mut writer, origin)? {
            Writer::Delimited(writer) => writer.append(origin, rows, count),
            Writer::Workbook(_) => Err(failed(&self.path, "rows of text in a workbook")),
        }
    }

    /// The file, made when its first rows come.
    fn begun<'w>(&self, writer: &'w mut Option<Writer>, origin: &Origin) -> Result<&'w mut Writer, SourceError> {
        let made = match writer.take() {
            Some(made) => made,
            None => match origin.form {
                Form::Delimited(delimiter) => Writer::Delimited(Box::new(Delimited::create(&self.path, delimiter)?)),
                Form::Workbook => Writer::Workbook(Box::new(Workbook::create(&self.path)?)),
            },
        };
        Ok(writer.insert(made))
    }
}

/// What kind of file the refused rows become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text with this mark between cells.
    Delimited(u8),
    /// A workbook.
    Workbook,
}

/// The table that rows come from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    form: Form,
    sheet: Option<String>,
    headings: Vec<String>,
    places: [Option<usize>; Field::COUNT],
    /// Columns that are the source's own: a file that was sent again has columns of ours.
    kept: Vec<usize>,
    /// The line of the headings, if the mapping says it: nought if there are none.
    heading_row: Option<u32>,
}

impl Origin {
    pub(super) fn new(form: Form, sheet: Option<String>, layout: Layout, heading_row: Option<u32>) -> Origin {
        let own = OWN.map(search_key);
        let kept = (0..layout.headings.len()).filter(|column| !own.contains(&search_key(&layout.headings[*column])));
        Origin { form, sheet, kept: kept.collect(), headings: layout.headings, places: layout.places, heading_row }
    }

    /// For each field, its column.
    pub(super) fn places(&self) -> &[Option<usize>; Field::COUNT] {
        &self.places
    }

    /// The sheet, in a workbook.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The cells of the source's own columns, and whether each is at fault.
    fn own_cells<'a>(&'a self, cells: &'a [Cell<'a>], faults: &'a [Fault]) -> impl Iterator<Item = (Cell<'a>, bool)> {
        self.kept.iter().map(move |&column| {
            let marked = faults.iter().any(|fault| self.is_of(column, fault.field));
            (cells.get(column).copied().unwrap_or_default(), marked)
        })
    }

    /// Whether a column is that of a field; the sex may stand in a column for men and one for women.
    fn is_of(&self, column: usize, field: Field) -> bool {
        let at = |field: Field| self.places[field as usize];
        match (at(field), field) {
            (None, Field::Sex) => [Field::Male, Field::Female].iter().any(|field| at(*field) == Some(column)),
            (place, _) => place == Some(column),
        }
    }

    /// Headings as they are written, those of our columns last; none if the source has none.
    fn written_headings(&self) -> Option<impl Iterator<Item = &str>> {
        let own = self.kept.iter().map(|column| self.headings[*column].as_str());
        (self.heading_row != Some(0)).then(|| own.chain(OWN))
    }

    /// How many lines stand above the headings.
    fn lines_above(&self) -> u32 {
        self.heading_row.map_or(0, |line| line.saturating_sub(1))
    }

    /// Reason, remedy and place of a refused row.
    fn words(&self, line: u32, faults: &[Fault]) -> [String; 3] {
        let join = |texts: Vec<String>| texts.join(" ");
        let place = match &self.sheet {
            Some(sheet) => format!("{sheet}!{line}"),
            None => line.to_string(),
        };
        [join(faults.iter().map(Fault::reason).collect()), join(faults.iter().map(Fault::remedy).collect()), place]
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A new file that only its owner may read.
fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn failed(path: &Path, what: impl std::fmt::Display) -> SourceError {
    SourceError::Rejects { path: path.to_owned(), what: what.to_string() }
}
