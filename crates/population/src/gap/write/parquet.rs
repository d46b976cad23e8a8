//! Lists as Parquet, with the names of columns that programs read.

use std::fs::File;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::properties::WriterProperties;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use tempfile::NamedTempFile;

use super::{COLUMNS, Cell, Kind};
use crate::day::epoch_days;

/// Rows held in memory before they are written.
const HELD: usize = 65_536;

pub(super) struct Columns {
    schema: Arc<Schema>,
    writer: ArrowWriter<File>,
    rows: Vec<[Cell; COLUMNS.len()]>,
}

impl Columns {
    pub(super) fn new(draft: &NamedTempFile) -> Result<Columns, String> {
        let fields = COLUMNS.iter().map(|column| match column.kind {
            Kind::Text => Field::new(column.name, DataType::Utf8, false),
            Kind::Day => Field::new(column.name, DataType::Date32, true),
            Kind::Number | Kind::Sex => Field::new(column.name, DataType::Int32, true),
            Kind::Flag => Field::new(column.name, DataType::Boolean, false),
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let file = draft.as_file().try_clone().map_err(|error| error.to_string())?;
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|error| error.to_string())?;
        Ok(Columns { schema, writer, rows: Vec::new() })
    }

    pub(super) fn write(&mut self, cells: [Cell; COLUMNS.len()]) -> Result<(), String> {
        self.rows.push(cells);
        if self.rows.len() < HELD { Ok(()) } else { self.flush() }
    }

    pub(super) fn finish(mut self) -> Result<(), String> {
        self.flush()?;
        self.writer.close().map_err(|error| error.to_string())?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), String> {
        let columns = (0..COLUMNS.len()).map(|place| array(&self.rows, place)).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), columns).map_err(|error| error.to_string())?;
        self.rows.clear();
        self.writer.write(&batch).map_err(|error| error.to_string())
    }
}

fn array(rows: &[[Cell; COLUMNS.len()]], place: usize) -> ArrayRef {
    let cells = rows.iter().map(|row| &row[place]);
    match COLUMNS[place].kind {
        Kind::Text => Arc::new(StringArray::from_iter_values(cells.map(|cell| match cell {
            Cell::Text(text) => text.as_str(),
            _ => "",
        }))),
        Kind::Day => Arc::new(Date32Array::from_iter(cells.map(|cell| match cell {
            Cell::Day(day) => day.map(epoch_days),
            _ => None,
        }))),
        Kind::Number | Kind::Sex => Arc::new(Int32Array::from_iter(cells.map(|cell| match cell {
            Cell::Number(number) => *number,
            _ => None,
        }))),
        Kind::Flag => Arc::new(cells.map(|cell| Some(matches!(cell, Cell::Flag(true)))).collect::<BooleanArray>()),
    }
}
