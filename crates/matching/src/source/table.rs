//! Lists in CSV: comma, semicolon or tab, with a header.

use std::fs::File;
use std::io::{BufRead, BufReader};

use csv::ByteRecord;
use rayon::prelude::*;

use super::{Ids, Lists, Side};
use crate::run::MatchError;
use crate::schema::Schema;

const ROWS_AT_ONCE: usize = 1 << 15;

/// Some rows of a file: for each field, and for the id, the texts one after the other.
#[derive(Default)]
struct Batch {
    columns: Vec<Texts>,
    ids: Texts,
}

#[derive(Clone, Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Where the fields stand in a record.
struct Layout {
    fields: Vec<Vec<usize>>,
    id: Option<Vec<usize>>,
}

/// Reads one file; rows are taken apart on one thread while others look up the values of the rows before.
pub(super) fn read(side: &Side<'_>, schema: &Schema, lists: &mut Lists) -> Result<(), MatchError> {
    let mut reader = open(side)?;
    let header = reader.byte_headers().map_err(|error| side.unreadable(error))?;
    let layout = Layout::new(side, schema, &header_names(header))?;
    if layout.id.is_some() {
        lists.ids[side.side] = Ids::texts();
    }
    let mut full = Batch::new(&layout);
    let mut empty = Batch::new(&layout);
    fill(&mut reader, &layout, &mut full).map_err(|error| side.unreadable(error))?;
    let bytes = std::fs::metadata(side.path).map_err(|error| side.unreadable(error))?.len();
    lists.expect(side.side, full.expected_rows(reader.position().byte(), bytes), &full.ids);
    while !full.ids.ends.is_empty() {
        let (filled, ()) = rayon::join(
            || fill(&mut reader, &layout, &mut empty),
            || take(&full, side.side, layout.id.is_some(), lists),
        );
        filled.map_err(|error| side.unreadable(error))?;
        std::mem::swap(&mut full, &mut empty);
    }
    Ok(())
}

fn open(side: &Side<'_>) -> Result<csv::Reader<BufReader<File>>, MatchError> {
    let unreadable = |error| side.unreadable(error);
    let mut head = String::new();
    let first = File::open(side.path).map_err(unreadable)?;
    // A header in another encoding is found out by its columns not being there.
    let mut line = Vec::new();
    BufReader::new(first).read_until(b'\n', &mut line).map_err(unreadable)?;
    head.push_str(&String::from_utf8_lossy(&line));
    let count = |delimiter: char| head.matches(delimiter).count();
    let delimiter =
        [',', ';', '\t', '|'].into_iter().max_by_key(|&delimiter| (count(delimiter), delimiter == ',')).unwrap_or(',');
    let file = File::open(side.path).map_err(unreadable)?;
    let buffered = BufReader::with_capacity(1 << 18, file);
    Ok(csv::ReaderBuilder::new().delimiter(delimiter as u8).flexible(true).from_reader(buffered))
}

fn header_names(header: &ByteRecord) -> Vec<String> {
    let name = |field: &[u8]| String::from_utf8_lossy(field).trim_start_matches('\u{feff}').trim().to_owned();
    header.iter().map(name).collect()
}

impl Layout {
    fn new(side: &Side<'_>, schema: &Schema, there: &[String]) -> Result<Layout, MatchError> {
        let places = |names: &[String]| names.iter().map(|name| side.find(name, there)).collect::<Result<Vec<_>, _>>();
        let fields = schema.fields.iter().map(|field| places(side.of(&field.columns))).collect::<Result<_, _>>()?;
        let id = schema.id.as_ref().map(|columns| places(side.of(columns))).transpose()?;
        Ok(Layout { fields, id })
    }
}

impl Batch {
    fn new(layout: &Layout) -> Batch {
        Batch { columns: vec![Texts::default(); layout.fields.len()], ids: Texts::default() }
    }
}

impl Batch {
    /// How many rows a file has in all if the rest is like these, which took so many of its bytes; a few more.
    fn expected_rows(&self, taken: u64, bytes: u64) -> usize {
        let expected = u128::from(bytes) * self.ids.ends.len() as u128 / u128::from(taken.max(1));
        usize::try_from(expected + expected / 32).unwrap_or(0)
    }
}

impl Texts {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Appends the columns of a record, those that say something joined by a space.
    fn push(&mut self, record: &ByteRecord, columns: &[usize]) {
        let start = self.bytes.len();
        for &column in columns {
            let text = record.get(column).unwrap_or_default().trim_ascii();
            if !text.is_empty() {
                if self.bytes.len() > start {
                    self.bytes.push(b' ');
                }
                self.bytes.extend_from_slice(text);
            }
        }
        self.ends.push(self.bytes.len());
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }
}

fn fill(reader: &mut csv::Reader<BufReader<File>>, layout: &Layout, batch: &mut Batch) -> Result<(), csv::Error> {
    batch.columns.iter_mut().for_each(Texts::clear);
    batch.ids.clear();
    let mut record = ByteRecord::new();
    while batch.ids.ends.len() < ROWS_AT_ONCE && reader.read_byte_record(&mut record)? {
        for (texts, columns) in batch.columns.iter_mut().zip(&layout.fields) {
            texts.push(&record, columns);
        }
        batch.ids.push(&record, layout.id.as_deref().unwrap_or_default());
    }
    Ok(())
}

impl Lists {
    /// Makes room for the rows of a list. What grows bit by bit is copied again and again, and twice there meanwhile.
    fn expect(&mut self, side: usize, rows: usize, sample: &Texts) {
        for column in &mut self.columns {
            column.codes[side].reserve_exact(rows);
        }
        if let Ids::Texts { bytes, ends } = &mut self.ids[side] {
            bytes.reserve_exact(rows * sample.bytes.len() / sample.ends.len().max(1));
            ends.reserve_exact(rows);
        }
    }
}

fn take(batch: &Batch, side: usize, with_ids: bool, lists: &mut Lists) {
    lists.columns.par_iter_mut().zip(&batch.columns).for_each(|(column, texts)| {
        let codes = &mut column.codes[side];
        for text in texts.iter() {
            codes.push(if text.is_empty() { 0 } else { column.interner.intern(text) });
        }
    });
    if with_ids {
        batch.ids.iter().for_each(|id| lists.ids[side].push_text(id));
    }
    lists.rows[side] += batch.ids.ends.len();
}
