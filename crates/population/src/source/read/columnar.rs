//! Parquet: parts of row groups on several threads, only the columns that are needed.

use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field as ArrowField, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};

use super::kernels::{self, Bulk, Doubtful};
use super::rows::duplicate;
use super::tally::Unlisted;
use super::{BATCH, Batch, Session, Tally, broken, open};
use crate::source::check::{Cell, Cells};
use crate::source::columns::layout::{self, Layout, Recognition, Top};
use crate::source::columns::problem;
use crate::source::rejects::{Form, Ordered, Origin, Rows};
use crate::source::{Field, Mapping, SourceError};

/// The most rows that a thread takes at once; parts of a row group must skip what lies before them.
const PART: usize = 1 << 20;

/// The names of the columns, as the first line of a table.
pub(super) fn top(path: &Path) -> Result<Top, SourceError> {
    let metadata = metadata(path, ArrowReaderOptions::new())?;
    Ok(top_of(metadata.schema()))
}

fn top_of(schema: &Schema) -> Top {
    Top { sheet: None, lines: vec![(1, schema.fields().iter().map(|field| field.name().clone()).collect())] }
}

/// Reads and checks all rows.
pub(super) fn read<B: Batch>(session: &Session<'_, B>) -> Result<Tally, SourceError> {
    let source = Source::open(session)?;
    let parts = source.parts(session.reading.threads.max(1));
    session.progress.begin(source.rows() as u64);
    let rejects = Ordered::new(session.rejects, &source.origin);
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Ok(Tally::default()));
    let work = || {
        let mut worker = Worker::new(session, &source, &rejects);
        let read = loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(number) else {
                break Ok(());
            };
            if let Err(error) = worker.part(part).and_then(|()| rejects.end(number, worker.refused.take())) {
                // The others need not go on.
                next.store(parts.len(), Ordering::Relaxed);
                break Err(error);
            }
        };
        let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
        match (total.as_mut(), read) {
            (Ok(sum), Ok(())) => sum.add(worker.finish()),
            (Ok(_), Err(error)) => *total = Err(error),
            (Err(_), _) => {}
        }
    };
    let threads = session.reading.threads.clamp(1, parts.len().max(1));
    let broken_threads = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        work();
        // Every thread must be waited for, also after one that broke down.
        others.into_iter().filter_map(|other| other.join().err()).count()
    });
    if broken_threads > 0 {
        return Err(session.broken("nội dung tệp làm hỏng việc đọc"));
    }
    total.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Rows of one row group.
struct Part {
    group: usize,
    /// The rows of the group before the part.
    before: usize,
    rows: usize,
    /// The row of the file that the first of the part is, from 1.
    first_row: u32,
}

/// A file and what is read of it.
struct Source<'a> {
    path: &'a Path,
    metadata: ArrowReaderMetadata,
    projection: ProjectionMask,
    origin: Origin,
    sizes: Vec<usize>,
}

impl<'a> Source<'a> {
    fn open<B: Batch>(session: &Session<'a, B>) -> Result<Source<'a>, SourceError> {
        let path = session.path;
        // Types by the file's own logical types, whatever the writer noted beside them.
        let plain = metadata(path, ArrowReaderOptions::new().with_skip_arrow_metadata(true))?;
        let layout = find_columns(session.mapping, plain.schema())?;
        let mut columns: Vec<usize> = Vec::new();
        let mut fields: Vec<(Field, usize)> = Vec::new();
        for &field in B::LIST.fields() {
            if let Some(column) = layout.places[field as usize]
                && (session.reading.details || !field.is_detail())
            {
                columns.push(column);
                fields.push((field, column));
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let schema = hinted(plain.schema(), &fields);
        for &(field, column) in &fields {
            let kind = schema.field(column).data_type();
            if !kernels::is_readable(kind) {
                let name = plain.schema().field(column).name();
                return Err(session.broken(format!("cột “{name}” ({}) có kiểu {kind}, không đọc được", field.key())));
            }
        }
        let options = ArrowReaderOptions::new().with_schema(schema.into());
        let metadata =
            ArrowReaderMetadata::try_new(plain.metadata().clone(), options).map_err(|error| broken(path, error))?;
        let place = |column: usize| columns.binary_search(&column).ok();
        let places = layout.places.map(|column| column.and_then(place));
        let headings = columns.iter().map(|column| layout.headings[*column].clone()).collect();
        let projected = Layout { headings, places, ..layout };
        let origin = Origin::new(Form::Delimited(b','), None, projected, session.mapping.heading_row());
        let sizes = metadata.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0));
        let sizes: Vec<usize> = sizes.collect();
        if sizes.iter().sum::<usize>() >= u32::MAX as usize {
            return Err(session.broken("tệp có quá nhiều dòng"));
        }
        let projection = ProjectionMask::roots(metadata.parquet_schema(), columns);
        Ok(Source { path, metadata, projection, origin, sizes })
    }

    fn rows(&self) -> usize {
        self.sizes.iter().sum()
    }

    /// Parts small enough that every thread has some, each of whole batches.
    fn parts(&self, threads: usize) -> Vec<Part> {
        let size = (self.rows() / (4 * threads)).next_multiple_of(BATCH).clamp(BATCH, PART);
        let mut parts = Vec::new();
        let mut first_row = 1;
        for (group, &rows) in self.sizes.iter().enumerate() {
            let mut before = 0;
            while before < rows {
                // A small remainder is not worth a part of its own.
                let count = if rows - before < size + size / 2 { rows - before } else { size };
                parts.push(Part { group, before, rows: count, first_row });
                before += count;
                first_row += count as u32;
            }
        }
        parts
    }

    fn reader(&self, part: &Part) -> Result<ParquetRecordBatchReader, SourceError> {
        // A file of its own for each part: readers of one open file would move each other's place.
        let file = open(self.path)?;
        let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_groups(vec![part.group])
            .with_projection(self.projection.clone())
            .with_batch_size(BATCH);
        if part.rows < self.sizes[part.group] {
            let selectors = vec![RowSelector::skip(part.before), RowSelector::select(part.rows)];
            builder = builder.with_row_selection(RowSelection::from(selectors));
        }
        builder.build().map_err(|error| broken(self.path, error))
    }
}

fn metadata(path: &Path, options: ArrowReaderOptions) -> Result<ArrowReaderMetadata, SourceError> {
    ArrowReaderMetadata::load(&open(path)?, options).map_err(|error| broken(path, error))
}

fn find_columns(mapping: &Mapping, schema: &Schema) -> Result<Layout, SourceError> {
    let mut mapping = mapping.clone();
    mapping.set_heading_row(None);
    // Columns of one type each: the sex has its own.
    mapping.set(Field::Male, Vec::new());
    mapping.set(Field::Female, Vec::new());
    let top = top_of(schema);
    match layout::find(&top, Recognition::Mapping(&mapping)) {
        Some(layout) if layout.missing.is_empty() && layout.unclear.is_empty() => Ok(layout),
        other => Err(problem(mapping.list(), &top, other.as_ref()).into()),
    }
}

/// The schema with texts as they are quickest to read: codes as the dictionaries that they are stored in.
fn hinted(schema: &Schema, fields: &[(Field, usize)]) -> Schema {
    let mut columns: Vec<ArrowField> = schema.fields().iter().map(|field| field.as_ref().clone()).collect();
    for &(field, column) in fields {
        if matches!(columns[column].data_type(), DataType::Utf8 | DataType::Binary) {
            let is_code = matches!(field, Field::Sex | Field::Commune | Field::Group | Field::Ethnicity);
            let kind = match is_code {
                true => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
                false => DataType::Utf8,
            };
            columns[column] = columns[column].clone().with_data_type(kind);
        }
    }
    Schema::new(columns)
}

/// What one thread does.
struct Worker<'a, B> {
    session: &'a Session<'a, B>,
    source: &'a Source<'a>,
    rejects: &'a Ordered<'a>,
    /// Refused rows of the part that is being read.
    refused: Option<Rows>,
    bulk: Bulk<'a>,
    tally: Tally,
    unlisted: Unlisted<'a>,
}

impl<'a, B: Batch> Worker<'a, B> {
    fn new(session: &'a Session<'a, B>, source: &'a Source<'a>, rejects: &'a Ordered<'a>) -> Worker<'a, B> {
        let reading = session.reading;
        let places = source.origin.places();
        let alone = places[Field::District as usize].is_none() && places[Field::Province as usize].is_none();
        Worker {
            session,
            source,
            rejects,
            refused: None,
            bulk: Bulk::new(reading, alone),
            tally: Tally::default(),
            unlisted: Unlisted::new(reading.groups, reading.catalogue),
        }
    }

    fn part(&mut self, part: &Part) -> Result<(), SourceError> {
        let mut first_row = part.first_row;
        for batch in self.source.reader(part)? {
            self.session.progress.go_on()?;
            let batch = batch.map_err(|error| self.session.broken(error))?;
            self.batch(&batch, first_row)?;
            first_row += batch.num_rows() as u32;
        }
        Ok(())
    }

    fn batch(&mut self, columns: &RecordBatch, first_row: u32) -> Result<(), SourceError> {
        let arrays: [Option<&ArrayRef>; Field::COUNT] =
            self.source.origin.places().map(|place| place.map(|place| columns.column(place)));
        let rows = columns.num_rows();
        let refused = self.tally.refused;
        let mut doubtful = Doubtful::new(rows);
        let read = B::of_arrays(&arrays, &mut self.bulk, first_row, &mut doubtful);
        if self.session.kept.is_some() {
            self.duplicates(columns, &arrays, &read, &doubtful, first_row)?;
        } else {
            let passed =
                if doubtful.any() { self.settle(columns, &arrays, &read, &doubtful, first_row)? } else { read };
            self.unlisted.count(passed.groups());
            if !passed.people().is_empty() {
                (self.session.sink)(passed)?;
            }
        }
        self.tally.rows += rows as u64;
        self.session.progress.advance(rows as u64, rows as u64, self.tally.refused - refused);
        Ok(())
    }

    /// The rows that pass, once the doubtful ones are checked cell by cell.
    fn settle(
        &mut self,
        columns: &RecordBatch,
        arrays: &[Option<&ArrayRef>; Field::COUNT],
        read: &B,
        doubtful: &Doubtful,
        first_row: u32,
    ) -> Result<B, SourceError> {
        let mut passed = B::empty(self.session.reading.details);
        for row in 0..doubtful.len() {
            if !doubtful.is_marked(row) {
                passed.copy(read, row);
                continue;
            }
            let line = first_row + row as u32;
            if !passed.check(&mut self.bulk.checker, &cells(arrays, row), line) {
                let faults = std::mem::take(&mut self.bulk.checker.faults);
                self.tally.refuse(None, line, &faults);
                self.rejects.put(&mut self.refused, line, &all_cells(columns, row), &faults)?;
            }
        }
        Ok(passed)
    }

    fn duplicates(
        &mut self,
        columns: &RecordBatch,
        arrays: &[Option<&ArrayRef>; Field::COUNT],
        read: &B,
        doubtful: &Doubtful,
        first_row: u32,
    ) -> Result<(), SourceError> {
        for row in 0..doubtful.len() {
            let line = first_row + row as u32;
            let person = if doubtful.is_marked(row) {
                let mut one = B::empty(self.session.reading.details);
                let passed = one.check(&mut self.bulk.checker, &cells(arrays, row), line);
                if passed { one.people().first().copied() } else { None }
            } else {
                Some(read.people()[row])
            };
            if person.is_some_and(|person| self.session.is_duplicate(person, line)) {
                let faults = [duplicate()];
                self.tally.refuse(None, line, &faults);
                self.rejects.put(&mut self.refused, line, &all_cells(columns, row), &faults)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Tally {
        self.tally.accepted = self.tally.rows - self.tally.refused;
        self.tally.births_without_day = self.bulk.checker.births_without_day;
        self.unlisted.finish(&mut self.tally);
        self.tally
    }
}

fn cells<'a>(arrays: &[Option<&'a ArrayRef>; Field::COUNT], row: usize) -> Cells<'a> {
    arrays.map(|array| array.map_or(Cell::Empty, |array| kernels::cell(array, row)))
}

fn all_cells(columns: &RecordBatch, row: usize) -> Vec<Cell<'_>> {
    columns.columns().iter().map(|array| kernels::cell(array, row)).collect()
}
