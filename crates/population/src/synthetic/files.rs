//! Columns of rows, and the Parquet files that they go into.

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Date32Array, Int64Array, UInt8Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::MADE_UP;
use super::history::OPEN;
use super::mistakes::Mistake;
use crate::row_groups::{Encoder, RowGroup, RowGroupFile};

/// Columns whose values hardly ever come twice: a dictionary of them would only cost.
const UNLIKE: [&str; 5] = ["person_id", "full_name", "household_id", "national_id", "card_no"];

/// A row group, and what is wrong in it.
pub(super) struct Made {
    pub group: RowGroup,
    pub mistakes: Vec<Mistake>,
}

/// Begins a file with these columns, marked as made up.
pub(super) fn create(path: &Path, schema: SchemaRef) -> Result<(RowGroupFile, Encoder), ParquetError> {
    let mark = KeyValue { key: MADE_UP.to_owned(), value: Some("true".to_owned()) };
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_key_value_metadata(Some(vec![mark]));
    for column in UNLIKE {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    RowGroupFile::create(path, schema, properties.build())
}

/// Rows of residents.
pub(super) struct ResidentColumns {
    pub person_id: Vec<i64>,
    pub sex: Vec<u8>,
    pub commune_code: StringBuilder,
    pub full_name: StringBuilder,
    pub birth_date: Vec<i32>,
    pub group_code: StringBuilder,
    pub household_id: StringBuilder,
    pub ethnicity_code: StringBuilder,
    pub national_id: StringBuilder,
}

impl ResidentColumns {
    pub fn schema() -> SchemaRef {
        Arc::new(Schema::new(vec![
            Field::new("person_id", DataType::Int64, false),
            Field::new("sex", DataType::UInt8, false),
            Field::new("commune_code", DataType::Utf8, false),
            Field::new("full_name", DataType::Utf8, false),
            Field::new("birth_date", DataType::Date32, false),
            Field::new("group_code", DataType::Utf8, false),
            Field::new("household_id", DataType::Utf8, false),
            Field::new("ethnicity_code", DataType::Utf8, false),
            Field::new("national_id", DataType::Utf8, true),
        ]))
    }

    pub fn with_capacity(rows: usize) -> ResidentColumns {
        let texts = |bytes: usize| StringBuilder::with_capacity(rows, rows * bytes);
        ResidentColumns {
            person_id: Vec::with_capacity(rows),
            sex: Vec::with_capacity(rows),
            commune_code: texts(5),
            full_name: texts(22),
            birth_date: Vec::with_capacity(rows),
            group_code: texts(2),
            household_id: texts(10),
            ethnicity_code: texts(2),
            national_id: texts(12),
        }
    }

    /// The columns in the order of the schema.
    pub fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(Int64Array::from(self.person_id)),
            Arc::new(UInt8Array::from(self.sex)),
            Arc::new(self.commune_code.finish()),
            Arc::new(self.full_name.finish()),
            Arc::new(Date32Array::from(self.birth_date)),
            Arc::new(self.group_code.finish()),
            Arc::new(self.household_id.finish()),
            Arc::new(self.ethnicity_code.finish()),
            Arc::new(self.national_id.finish()),
        ]
    }
}

/// Rows of cards.
pub(super) struct CardColumns {
    pub person_id: Vec<i64>,
    pub valid_from: Vec<i32>,
    pub valid_to: Vec<i32>,
    pub card_no: StringBuilder,
    pub group_code: StringBuilder,
    /// Only in the sorted file.
    pub commune_code: Option<StringBuilder>,
}

impl CardColumns {
    pub fn schema(with_commune: bool) -> SchemaRef {
        let mut fields = vec![
            Field::new("person_id", DataType::Int64, false),
            Field::new("valid_from", DataType::Date32, false),
            Field::new("valid_to", DataType::Date32, true),
            Field::new("card_no", DataType::Utf8, false),
            Field::new("group_code", DataType::Utf8, false),
        ];
        if with_commune {
            fields.push(Field::new("commune_code", DataType::Utf8, true));
        }
        Arc::new(Schema::new(fields))
    }

    pub fn with_capacity(rows: usize, with_commune: bool) -> CardColumns {
        CardColumns {
            person_id: Vec::with_capacity(rows),
            valid_from: Vec::with_capacity(rows),
            valid_to: Vec::with_capacity(rows),
            card_no: StringBuilder::with_capacity(rows, rows * 13),
            group_code: StringBuilder::with_capacity(rows, rows * 2),
            commune_code: with_commune.then(|| StringBuilder::with_capacity(rows, rows * 5)),
        }
    }

    pub fn len(&self) -> usize {
        self.person_id.len()
    }

    /// The columns in the order of the schema.
    pub fn finish(mut self) -> Vec<ArrayRef> {
        let until: Date32Array = self.valid_to.iter().map(|&until| (until != OPEN).then_some(until)).collect();
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(self.person_id)),
            Arc::new(Date32Array::from(self.valid_from)),
            Arc::new(until),
            Arc::new(self.card_no.finish()),
            Arc::new(self.group_code.finish()),
        ];
        if let Some(mut commune) = self.commune_code {
            columns.push(Arc::new(commune.finish()));
        }
        columns
    }
}
