//! Delimited text: commas, semicolons, tabs or bars; quoted; UTF-8 with or without its mark.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use csv::ByteRecord;

use super::block::Builder;
use super::{broken, open};
use crate::source::check::Cell;
use crate::source::columns::layout::{TOP, Top};
use crate::source::rejects::Form;
use crate::source::{Progress, SourceError};

/// How much of a file is looked at to find its delimiter.
const HEAD: u64 = 1 << 16;

/// Puts the rows into the builder.
pub(super) fn read(path: &Path, progress: &Progress, builder: &mut Builder<'_>) -> Result<(), SourceError> {
    let (delimiter, length, mut reader) = reader(path)?;
    progress.begin(length);
    builder.begin(Form::Delimited(delimiter), None);
    let mut before = 0;
    rows(path, &mut reader, &mut |line, record, at| {
        for column in 0..record.len() {
            builder.cell(column, Cell::of_text(field(path, record, column, line)?));
        }
        let work = at.saturating_sub(before);
        before = at;
        builder.end_row(line, work).map(|()| true)
    })?;
    builder.end()
}

/// The first lines.
pub(super) fn top(path: &Path) -> Result<Top, SourceError> {
    let (_, _, mut reader) = reader(path)?;
    let mut top = Top::default();
    rows(path, &mut reader, &mut |line, record, _| {
        let mut cells = Vec::with_capacity(record.len());
        for column in 0..record.len() {
            cells.push(Cell::of_text(field(path, record, column, line)?).text().into_owned());
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            top.lines.push((line, cells));
        }
        Ok(top.lines.len() < TOP)
    })?;
    Ok(top)
}

type Text = csv::Reader<BufReader<File>>;

fn rows(
    path: &Path,
    reader: &mut Text,
    take: &mut dyn FnMut(u32, &ByteRecord, u64) -> Result<bool, SourceError>,
) -> Result<(), SourceError> {
    let mut record = ByteRecord::new();
    let mut lines = Lines::new(open(path)?);
    while reader.read_byte_record(&mut record).map_err(|error| broken(path, error))? {
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.line_of(start).map_err(|source| SourceError::File { path: path.to_owned(), source })?;
        let line = u32::try_from(line).map_err(|_| broken(path, "tệp có quá nhiều dòng"))?;
        if !take(line, &record, reader.position().byte())? {
            break;
        }
    }
    Ok(())
}

/// Counts lines behind the reader, whose own count leaves out empty lines and ends of lines of two characters.
struct Lines {
    file: BufReader<File>,
    at: u64,
    line: u64,
}

impl Lines {
    fn new(file: File) -> Lines {
        Lines { file: BufReader::with_capacity(1 << 18, file), at: 0, line: 1 }
    }

    /// The line of the first record that begins at or after this byte; never called for an earlier one again.
    fn line_of(&mut self, start: u64) -> std::io::Result<u64> {
        while self.at < start {
            let left = usize::try_from(start - self.at).unwrap_or(usize::MAX);
            let buffer = self.file.fill_buf()?;
            let passed = &buffer[..buffer.len().min(left)];
            if passed.is_empty() {
                break;
            }
            let (count, length) = (passed.iter().filter(|byte| **byte == b'\n').count(), passed.len());
            self.pass(length, count);
        }
        // The reader goes over empty lines once it is asked for the next record.
        while let Some(end @ (b'\r' | b'\n')) = self.file.fill_buf()?.first().copied() {
            self.pass(1, usize::from(end == b'\n'));
        }
        Ok(self.line)
    }

    fn pass(&mut self, bytes: usize, lines: usize) {
        self.file.consume(bytes);
        self.at += bytes as u64;
        self.line += lines as u64;
    }
}

fn field<'a>(path: &Path, record: &'a ByteRecord, column: usize, line: u32) -> Result<&'a str, SourceError> {
    std::str::from_utf8(record.get(column).unwrap_or_default())
        .map_err(|_| broken(path, format!("dòng {line} không phải UTF-8; lưu lại dưới dạng CSV UTF-8")))
}

fn reader(path: &Path) -> Result<(u8, u64, Text), SourceError> {
    let unreadable = |source| SourceError::File { path: path.to_owned(), source };
    let mut file = open(path)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(broken(path, "tệp dùng bảng mã UTF-16; lưu lại dưới dạng CSV UTF-8"));
    }
    file.rewind().map_err(unreadable)?;
    let delimiter = delimiter(&head);
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_reader(BufReader::with_capacity(1 << 18, file));
    Ok((delimiter, length, reader))
}

/// The mark that some line has most of: titles and addresses have commas, too, but the headings have more marks than
/// any of them.
fn delimiter(head: &[u8]) -> u8 {
    let most = |mark: u8| {
        let lines = head.split(|byte| *byte == b'\n').take(TOP);
        lines.map(|line| outside_quotes(line, mark)).max().unwrap_or(0)
    };
    // Of equals the last is taken.
    [b'|', b',', b'\t', b';'].into_iter().max_by_key(|mark| most(*mark)).unwrap_or(b',')
}

fn outside_quotes(line: &[u8], mark: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for &byte in line {
        quoted ^= byte == b'"';
        count += usize::from(byte == mark && !quoted);
    }
    count
}
