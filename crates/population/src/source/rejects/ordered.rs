//! Refused rows of a table whose parts are read at once: the rows of a part wait until those of all parts before it are
//! written, so that the file has the order of the source.

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::sync::{Mutex, PoisonError};

use tempfile::SpooledTempFile;

use super::delimited::put_row;
use super::{Cell, Fault, Form, Origin, Rejects, SourceError, failed};

/// Bytes of a part's rows that wait in memory; more go to a file without a name.
const WAITING: usize = 1 << 20;

/// Takes the refused rows of the parts of a table, whichever ends first.
pub(in crate::source) struct Ordered<'a> {
    rejects: &'a Rejects,
    origin: &'a Origin,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    /// The part whose rows are written next.
    next: usize,
    parts: BTreeMap<usize, Option<Rows>>,
}

/// Refused rows of one part, in their order.
pub(in crate::source) struct Rows {
    writer: csv::Writer<SpooledTempFile>,
    count: u64,
}

impl<'a> Ordered<'a> {
    pub(in crate::source) fn new(rejects: &'a Rejects, origin: &'a Origin) -> Ordered<'a> {
        Ordered { rejects, origin, waiting: Mutex::default() }
    }

    /// Puts a row at the end of a part's rows.
    pub(in crate::source) fn put(
        &self,
        rows: &mut Option<Rows>,
        line: u32,
        cells: &[Cell<'_>],
        faults: &[Fault],
    ) -> Result<(), SourceError> {
        let path = &self.rejects.path;
        let rows = rows.get_or_insert_with(|| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let spool = match folder {
                Some(folder) => SpooledTempFile::new_in(WAITING, folder),
                None => SpooledTempFile::new_in(WAITING, "."),
            };
            let delimiter = match self.origin.form {
                Form::Delimited(delimiter) => delimiter,
                Form::Workbook => b',',
            };
            let writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(spool);
            Rows { writer, count: 0 }
        });
        rows.count += 1;
        put_row(&mut rows.writer, self.origin, line, cells, faults).map_err(|error| failed(path, error))
    }

    /// Ends a part; parts are counted from nought, and each ends once.
    pub(in crate::source) fn end(&self, part: usize, rows: Option<Rows>) -> Result<(), SourceError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.parts.insert(part, rows);
        loop {
            let next = waiting.next;
            let Some(rows) = waiting.parts.remove(&next) else { return Ok(()) };
            waiting.next += 1;
            if let Some(Rows { writer, count }) = rows {
                let failed = |error: std::io::Error| failed(&self.rejects.path, error);
                let mut spool = writer.into_inner().map_err(|error| failed(error.into_error()))?;
                spool.flush().and_then(|()| spool.rewind()).map_err(failed)?;
                self.rejects.append(self.origin, &mut spool, count)?;
            }
        }
    }
}
