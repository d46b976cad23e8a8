//! Lists in Parquet: each field reads its own columns, so that fields are read side by side.

use std::fs::File;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, FieldRef, SchemaRef, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Encoding, EncodingMask};
use parquet::file::metadata::ColumnChunkMetaData;
use rayon::prelude::*;

use super::intern::Interner;
use super::{Ids, Lists, Side};
use crate::run::MatchError;
use crate::schema::{Columns, Schema};

const ROWS_AT_ONCE: usize = 1 << 14;

/// Reads the files, one field on one thread.
pub(super) fn read(sides: &[Side<'_>], schema: &Schema, lists: &mut Lists) -> Result<(), MatchError> {
    let Lists { columns, ids, rows } = lists;
    let fields = || {
        columns.par_iter_mut().with_max_len(1).zip(&schema.fields).try_for_each(|(column, field)| {
            for side in sides {
                let codes = &mut column.codes[side.side];
                read_field(side, &field.columns, &mut column.interner, codes)?;
            }
            Ok(())
        })
    };
    let names = || {
        sides.iter().try_for_each(|side| {
            rows[side.side] = row_count(side)?;
            if let Some(columns) = &schema.id {
                ids[side.side] = read_ids(side, columns)?;
            }
            Ok(())
        })
    };
    let (fields, names) = rayon::join(fields, names);
    fields.and(names)
}

fn builder(side: &Side<'_>) -> Result<ParquetRecordBatchReaderBuilder<File>, MatchError> {
    let file = File::open(side.path).map_err(|error| side.unreadable(error))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| side.unreadable(error))
}

fn row_count(side: &Side<'_>) -> Result<usize, MatchError> {
    Ok(usize::try_from(builder(side)?.metadata().file_metadata().num_rows()).unwrap_or(0))
}

/// A reader of some columns, and where each of them stands in its batches. A single column of texts is read without copying
/// them: as places in a dictionary where it is stored as that, else as views.
fn open(side: &Side<'_>, wanted: &[String]) -> Result<(ParquetRecordBatchReader, Vec<usize>), MatchError> {
    let mut builder = builder(side)?;
    let there: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let roots = wanted.iter().map(|column| side.find(column, &there)).collect::<Result<Vec<_>, _>>()?;
    if let [root] = roots[..]
        && let DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View = builder.schema().field(root).data_type()
    {
        let dictionary = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let kind = if has_dictionaries_only(&builder, root) { dictionary() } else { DataType::Utf8View };
        let options = ArrowReaderOptions::new().with_schema(with_column_as(kind, root, builder.schema()));
        let file = File::open(side.path).map_err(|error| side.unreadable(error))?;
        builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
            .map_err(|error| side.unreadable(error))?;
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
    let reader = builder.with_batch_size(ROWS_AT_ONCE).with_projection(mask).build();
    let reader = reader.map_err(|error| side.unreadable(error))?;
    // Batches hold the columns in the order of the file, each once.
    let mut order = roots.clone();
    order.sort_unstable();
    order.dedup();
    let places = roots.iter().map(|root| order.iter().position(|at| at == root).unwrap_or(0)).collect();
    Ok((reader, places))
}

/// Whether all values of a column stand in dictionaries.
fn has_dictionaries_only(builder: &ParquetRecordBatchReaderBuilder<File>, root: usize) -> bool {
    let is_only_dictionary = |column: &ColumnChunkMetaData| {
        let only = |encodings: &EncodingMask| {
            encodings.is_only(Encoding::RLE_DICTIONARY) || encodings.is_only(Encoding::PLAIN_DICTIONARY)
        };
        column.dictionary_page_offset().is_some() && column.page_encoding_stats_mask().is_some_and(only)
    };
    let parquet = builder.parquet_schema();
    let column = (0..parquet.num_columns()).find(|&column| parquet.get_column_root_idx(column) == root);
    column.is_some_and(|column| {
        builder.metadata().row_groups().iter().all(|group| is_only_dictionary(group.column(column)))
    })
}

/// A schema whose column is read as another type.
fn with_column_as(kind: DataType, root: usize, schema: &SchemaRef) -> SchemaRef {
    let of = |(at, field): (usize, &FieldRef)| {
        if at == root { Arc::new(field.as_ref().clone().with_data_type(kind.clone())) } else { field.clone() }
    };
    let fields: Vec<FieldRef> = schema.fields().iter().enumerate().map(of).collect();
    Arc::new(arrow_schema::Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// The codes of a dictionary of texts, for as long as batches have the same.
struct Dictionary {
    texts: ArrayRef,
    codes: Vec<u32>,
}

impl Dictionary {
    fn new(texts: &ArrayRef, interner: &mut Interner) -> Dictionary {
        let mut codes = Vec::with_capacity(texts.len());
        let bytes = texts.as_string::<i32>().iter().map(|text| text.unwrap_or_default().as_bytes().trim_ascii());
        interner.intern_all(bytes, &mut codes);
        Dictionary { texts: texts.clone(), codes }
    }

    fn has(&self, texts: &ArrayRef) -> bool {
        self.texts.to_data().ptr_eq(&texts.to_data())
    }
}

fn read_field(
    side: &Side<'_>,
    columns: &Columns,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
) -> Result<(), MatchError> {
    let wanted = side.of(columns);
    let (reader, places) = open(side, wanted)?;
    let rows = row_count(side)?;
    codes.reserve_exact(rows);
    let in_dictionaries =
        reader.schema().fields().iter().any(|field| matches!(field.data_type(), DataType::Dictionary(..)));
    if interner.len() == 0 && !in_dictionaries {
        // Two lists of the same people share most values.
        *interner = Interner::with_room(rows + rows / 2);
    }
    let mut dictionary: Option<Dictionary> = None;
    let mut joined = Vec::new();
    for batch in reader {
        let batch = batch.map_err(|error| side.unreadable(error))?;
        if let [place] = places[..] {
            let array = batch.column(place);
            if let Some(texts) = array.as_string_view_opt() {
                let texts = texts.iter().map(|text| text.unwrap_or_default().as_bytes().trim_ascii());
                interner.intern_all(texts, codes);
                continue;
            }
            if let Some(array) = array.as_dictionary_opt::<Int32Type>()
                && array.values().data_type() == &DataType::Utf8
            {
                let dictionary = match dictionary.take() {
                    Some(known) if known.has(array.values()) => dictionary.insert(known),
                    _ => dictionary.insert(Dictionary::new(array.values(), interner)),
                };
                codes.extend(array.keys().iter().map(|key| key.map_or(0, |key| dictionary.codes[key as usize])));
                continue;
            }
            each_text(side, &wanted[0], array, &mut |text| {
                let text = text.trim_ascii();
                codes.push(if text.is_empty() { 0 } else { interner.intern(text) });
            })?;
        } else {
            for row in join_rows(side, wanted, &places, &batch)? {
                joined.clear();
                joined.extend_from_slice(&row);
                codes.push(if joined.is_empty() { 0 } else { interner.intern(&joined) });
            }
        }
    }
    Ok(())
}

fn read_ids(side: &Side<'_>, columns: &Columns) -> Result<Ids, MatchError> {
    let wanted = side.of(columns);
    let (reader, places) = open(side, wanted)?;
    let mut ids = Ids::texts();
    for batch in reader {
        let batch = batch.map_err(|error| side.unreadable(error))?;
        match places[..] {
            [place] => match numbers(batch.column(place)) {
                Some(numbers) => numbers.into_iter().for_each(|number| ids.push_number(number)),
                None => each_text(side, &wanted[0], batch.column(place), &mut |text| ids.push_text(text.trim_ascii()))?,
            },
            _ => join_rows(side, wanted, &places, &batch)?.iter().for_each(|row| ids.push_text(row)),
        }
    }
    Ok(ids)
}

/// Whole numbers without a gap, as ids often are.
fn numbers(array: &ArrayRef) -> Option<Vec<i64>> {
    if array.null_count() > 0 {
        return None;
    }
    match array.data_type() {
        DataType::Int64 => Some(array.as_primitive::<Int64Type>().values().to_vec()),
        DataType::Int32 => {
            Some(array.as_primitive::<Int32Type>().values().iter().map(|&number| number.into()).collect())
        }
        DataType::UInt32 => {
            Some(array.as_primitive::<UInt32Type>().values().iter().map(|&number| number.into()).collect())
        }
        _ => None,
    }
}

/// The columns of each row that say something, joined by a space.
fn join_rows(
    side: &Side<'_>,
    wanted: &[String],
    places: &[usize],
    batch: &RecordBatch,
) -> Result<Vec<Vec<u8>>, MatchError> {
    let mut rows = vec![Vec::new(); batch.num_rows()];
    for (&place, column) in places.iter().zip(wanted) {
        let mut at = 0;
        each_text(side, column, batch.column(place), &mut |text| {
            let row: &mut Vec<u8> = &mut rows[at];
            let text = text.trim_ascii();
            if !text.is_empty() && !row.is_empty() {
                row.push(b' ');
            }
            row.extend_from_slice(text);
            at += 1;
        })?;
    }
    Ok(rows)
}

/// Hands each value of an array to `take` as text, empty where there is none.
fn each_text(side: &Side<'_>, column: &str, array: &ArrayRef, take: &mut dyn FnMut(&[u8])) -> Result<(), MatchError> {
    macro_rules! whole_numbers {
        ($kind:ty) => {
            for value in array.as_primitive::<$kind>() {
                each(value.map(|value| value.to_string()), take);
            }
        };
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(|text| take(text.unwrap_or_default().as_bytes())),
        DataType::LargeUtf8 => {
            array.as_string::<i64>().iter().for_each(|text| take(text.unwrap_or_default().as_bytes()))
        }
        DataType::Utf8View => array.as_string_view().iter().for_each(|text| take(text.unwrap_or_default().as_bytes())),
        DataType::Binary => array.as_binary::<i32>().iter().for_each(|text| take(text.unwrap_or_default())),
        DataType::Int8 => whole_numbers!(Int8Type),
        DataType::Int16 => whole_numbers!(Int16Type),
        DataType::Int32 => whole_numbers!(Int32Type),
        DataType::Int64 => whole_numbers!(Int64Type),
        DataType::UInt8 => whole_numbers!(UInt8Type),
        DataType::UInt16 => whole_numbers!(UInt16Type),
        DataType::UInt32 => whole_numbers!(UInt32Type),
        DataType::UInt64 => whole_numbers!(UInt64Type),
        DataType::Float32 => {
            array
                .as_primitive::<Float32Type>()
                .iter()
                .for_each(|value| each(value.map(f64::from).and_then(number), take));
        }
        DataType::Float64 => {
            array.as_primitive::<Float64Type>().iter().for_each(|value| each(value.and_then(number), take));
        }
        DataType::Boolean => {
            array.as_boolean().iter().for_each(|value| each(value.map(|value| value.to_string()), take))
        }
        DataType::Date32 => {
            array.as_primitive::<Date32Type>().iter().for_each(|value| day(value.map(i64::from), take));
        }
        DataType::Date64 => {
            array
                .as_primitive::<Date64Type>()
                .iter()
                .for_each(|value| day(value.map(|at| at.div_euclid(86_400_000)), take));
        }
        DataType::Timestamp(unit, _) => days_of_timestamps(array, *unit, take),
        DataType::Dictionary(_, _) => {
            let keys = array.as_any_dictionary();
            let mut texts: Vec<Vec<u8>> = Vec::with_capacity(keys.values().len());
            each_text(side, column, keys.values(), &mut |text| texts.push(text.to_vec()))?;
            let normal = keys.normalized_keys();
            for (row, key) in normal.into_iter().enumerate() {
                take(if array.is_null(row) { &[] } else { texts.get(key).map_or(&[], Vec::as_slice) });
            }
        }
        DataType::Null => (0..array.len()).for_each(|_| take(&[])),
        other => {
            return Err(MatchError::ColumnType {
                path: side.path.to_owned(),
                column: column.to_owned(),
                found: other.to_string(),
            });
        }
    }
    Ok(())
}

fn each(value: Option<String>, take: &mut dyn FnMut(&[u8])) {
    take(value.as_deref().unwrap_or_default().as_bytes());
}

/// Numbers that a gap in their column made into fractions are whole again; not a number is none.
fn number(value: f64) -> Option<String> {
    value.is_finite().then(|| value.to_string())
}

fn days_of_timestamps(array: &ArrayRef, unit: TimeUnit, take: &mut dyn FnMut(&[u8])) {
    use arrow_array::types::{
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    };
    let per_day: i64 = match unit {
        TimeUnit::Second => 86_400,
        TimeUnit::Millisecond => 86_400_000,
        TimeUnit::Microsecond => 86_400_000_000,
        TimeUnit::Nanosecond => 86_400_000_000_000,
    };
    let mut take = |value: Option<i64>| day(value.map(|at| at.div_euclid(per_day)), take);
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().iter().for_each(&mut take),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().iter().for_each(&mut take),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().iter().for_each(&mut take),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().iter().for_each(&mut take),
    }
}

/// A day counted from 1970-01-01, as YYYY-MM-DD; days beyond four digits of year are none.
fn day(days: Option<i64>, take: &mut dyn FnMut(&[u8])) {
    let Some((year, month, day)) = days.and_then(civil) else { return take(&[]) };
    let digit = |number: u32| b'0' + (number % 10) as u8;
    take(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ]);
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar, for years 1 to 9999.
fn civil(days: i64) -> Option<(u32, u32, u32)> {
    if !(-719_162..=2_932_896).contains(&days) {
        return None;
    }
    // Counted from 0000-03-01, so that the leap day is the last of its year, in cycles of 400 years.
    let shifted = (days + 719_468) as u32;
    let cycle = shifted / 146_097;
    let in_cycle = shifted % 146_097;
    let year_of_cycle = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    let in_year = in_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let shifted_month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    Some((cycle * 400 + year_of_cycle + u32::from(month <= 2), month, day))
}
