//! Refused rows of delimited text and of Parquet.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::{Cell, Fault, Origin, RejectedFile, SourceError, create_private, failed, with_ending};

#[derive(Debug)]
pub(super) struct Delimited {
    path: PathBuf,
    writer: csv::Writer<File>,
    rows: u64,
}

impl Delimited {
    pub(super) fn create(path_without_ending: &Path, delimiter: u8) -> Result<Delimited, SourceError> {
        let path = with_ending(path_without_ending, ".csv");
        let mut file = create_private(&path).map_err(|error| failed(&path, error))?;
        // Without the mark, spreadsheet programs take UTF-8 for something else.
        file.write_all("\u{feff}".as_bytes()).map_err(|error| failed(&path, error))?;
        let writer =
            csv::WriterBuilder::new().delimiter(delimiter).flexible(true).buffer_capacity(1 << 16).from_writer(file);
        Ok(Delimited { path, writer, rows: 0 })
    }

    pub(super) fn put(
        &mut self,
        origin: &Origin,
        line: u32,
        cells: &[Cell<'_>],
        faults: &[Fault],
    ) -> Result<(), SourceError> {
        self.begin(origin)?;
        put_row(&mut self.writer, origin, line, cells, faults).map_err(|error| failed(&self.path, error))?;
        self.rows += 1;
        Ok(())
    }

    /// Puts rows that are written already at the end.
    pub(super) fn append(&mut self, origin: &Origin, rows: &mut dyn Read, count: u64) -> Result<(), SourceError> {
        self.begin(origin)?;
        let copied = self.writer.flush().and_then(|()| io::copy(rows, &mut self.writer.get_ref()));
        copied.map_err(|error| failed(&self.path, error))?;
        self.rows += count;
        Ok(())
    }

    /// Writes title and headings before the first row.
    fn begin(&mut self, origin: &Origin) -> Result<(), SourceError> {
        if self.rows == 0
            && let Some(headings) = origin.written_headings()
        {
            for above in 0..origin.lines_above() {
                let title = if above == 0 { "Các dòng cần sửa rồi gửi lại" } else { "-" };
                self.writer.write_record([title]).map_err(|error| failed(&self.path, error))?;
            }
            self.writer.write_record(headings).map_err(|error| failed(&self.path, error))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<RejectedFile, SourceError> {
        self.writer.flush().map_err(|error| failed(&self.path, error))?;
        Ok(RejectedFile { path: self.path, rows: self.rows })
    }
}

/// Writes a refused row: its own cells, then why, what to do, and where it stood.
pub(super) fn put_row<W: Write>(
    writer: &mut csv::Writer<W>,
    origin: &Origin,
    line: u32,
    cells: &[Cell<'_>],
    faults: &[Fault],
) -> csv::Result<()> {
    for (cell, _) in origin.own_cells(cells, faults) {
        writer.write_field(&*cell.text())?;
    }
    for word in origin.words(line, faults) {
        writer.write_field(&word)?;
    }
    writer.write_record(None::<&[u8]>)
}
