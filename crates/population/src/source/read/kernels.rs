//! Columns of Parquet to columns of a batch, many rows at once.
//!
//! A kernel takes what is plainly right. Whatever it is not sure about (an empty mandatory cell, a date out of range, a
//! text that must be looked at) it marks as doubtful, and the checks of cells decide: so the rules stand in one place.

use std::fmt::Write;
use std::ops::RangeInclusive;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

use crate::person::{PersonKey, person_key};
use crate::places::CommuneIndex;
use crate::source::check::{Cell, Checker, DATES, births, is_card_number, is_national_id, sex};
use crate::source::read::Reading;
use crate::source::{Field, NO_DAY, TextColumn};

/// Whether a column of this type can be read as this field.
pub(super) fn is_readable(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => **value == DataType::Utf8,
        DataType::Utf8 | DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        DataType::Float32 | DataType::Float64 | DataType::Null => true,
        other => other.is_integer(),
    }
}

/// The rows of a batch that the checks of cells must look at.
pub(super) struct Doubtful {
    marks: Vec<bool>,
    any: bool,
}

impl Doubtful {
    pub(super) fn new(rows: usize) -> Doubtful {
        Doubtful { marks: vec![false; rows], any: false }
    }

    /// How many rows there are, doubtful or not.
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    pub(super) fn any(&self) -> bool {
        self.any
    }

    pub(super) fn is_marked(&self, row: usize) -> bool {
        self.marks[row]
    }

    pub(super) fn mark(&mut self, row: usize) {
        self.marks[row] = true;
        self.any = true;
    }

    fn mark_all(&mut self) {
        self.marks.fill(true);
        self.any = true;
    }

    fn mark_where(&mut self, is_bad: impl Fn(usize) -> bool) {
        for row in 0..self.marks.len() {
            if is_bad(row) {
                self.mark(row);
            }
        }
    }

    fn mark_empty(&mut self, array: &dyn Array) {
        if array.null_count() > 0 {
            self.mark_where(|row| array.is_null(row));
        }
    }
}

/// Runs an expression for an array of any type of whole numbers but UInt64, with its values as `i64`.
macro_rules! with_integers {
    ($array:expr, $values:ident => $then:expr, else $otherwise:expr) => {
        match $array.data_type() {
            DataType::Int8 => with_integers!(@ $array, Int8Type, $values => $then),
            DataType::Int16 => with_integers!(@ $array, Int16Type, $values => $then),
            DataType::Int32 => with_integers!(@ $array, Int32Type, $values => $then),
            DataType::Int64 => with_integers!(@ $array, Int64Type, $values => $then),
            DataType::UInt8 => with_integers!(@ $array, UInt8Type, $values => $then),
            DataType::UInt16 => with_integers!(@ $array, UInt16Type, $values => $then),
            DataType::UInt32 => with_integers!(@ $array, UInt32Type, $values => $then),
            _ => $otherwise,
        }
    };
    (@ $array:expr, $kind:ty, $values:ident => $then:expr) => {{
        let $values = $array.as_primitive::<$kind>().values().iter().map(|value| i64::from(*value));
        $then
    }};
}

/// Identifiers of at most 18 digits are numbers, all others hashes ([`person_key`]).
pub(super) fn people(array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<PersonKey> {
    let Some(array) = array else {
        doubtful.mark_all();
        return vec![0; doubtful.len()];
    };
    doubtful.mark_empty(array);
    let unknown = |doubtful: &mut Doubtful| {
        doubtful.mark_all();
        vec![0; array.len()]
    };
    match array.data_type() {
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            let keys = (0..texts.len()).map(|row| match plain_person(texts.value(row)) {
                Some(key) => key,
                None => {
                    doubtful.mark(row);
                    0
                }
            });
            keys.collect()
        }
        DataType::UInt64 => keys_of_numbers(array.as_primitive::<UInt64Type>().values().iter().copied(), doubtful),
        // A negative number becomes one above every key of numbers.
        _ => {
            with_integers!(array, values => keys_of_numbers(values.map(|value| value as u64), doubtful), else unknown(doubtful))
        }
    }
}

fn keys_of_numbers(numbers: impl Iterator<Item = u64>, doubtful: &mut Doubtful) -> Vec<PersonKey> {
    let keys: Vec<PersonKey> = numbers.collect();
    if keys.iter().fold(false, |any, key| any | (*key >= NUMBERS)) {
        doubtful.mark_where(|row| keys[row] >= NUMBERS);
    }
    keys
}

/// The first number of more than 18 digits.
const NUMBERS: u64 = 1_000_000_000_000_000_000;

/// The key of an identifier of visible ASCII letters; `None` if it needs a closer look.
fn plain_person(text: &str) -> Option<PersonKey> {
    let bytes = text.as_bytes();
    if let Some(number) = number_of_digits(bytes) {
        return Some(number);
    }
    let visible = bytes.len() <= 64 && bytes.iter().all(|byte| (b'!'..=b'~').contains(byte));
    visible.then(|| person_key(text))?
}

/// The number that at most 18 digits are: eight at a time, since every row has one.
fn number_of_digits(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || bytes.len() > 18 {
        return None;
    }
    let mut number = 0_u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        let digits = u64::from_le_bytes(*eight);
        let values = digits.wrapping_sub(0x3030_3030_3030_3030);
        if (digits.wrapping_add(0x4646_4646_4646_4646) | values) & 0x8080_8080_8080_8080 != 0 {
            return None;
        }
        let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
        let upper = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
        let lower = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
        number = number * 100_000_000 + (upper.wrapping_add(lower) >> 32);
    }
    for byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

/// Days of cards; `absent` stands for an empty cell, which is doubtful without it.
pub(super) fn days(array: Option<&ArrayRef>, absent: Option<i32>, doubtful: &mut Doubtful) -> Vec<i32> {
    days_within(array, &DATES, absent, doubtful)
}

fn days_within(
    array: Option<&ArrayRef>,
    range: &RangeInclusive<i32>,
    absent: Option<i32>,
    doubtful: &mut Doubtful,
) -> Vec<i32> {
    let Some(array) = array else {
        if absent.is_none() {
            doubtful.mark_all();
        }
        return vec![absent.unwrap_or(NO_DAY); doubtful.len()];
    };
    if absent.is_none() {
        doubtful.mark_empty(array);
    }
    let mut days: Vec<i32> = match days_of(array) {
        Some(days) => days,
        None if array.null_count() == array.len() => vec![NO_DAY; array.len()],
        None => {
            doubtful.mark_where(|row| array.is_valid(row));
            vec![NO_DAY; array.len()]
        }
    };
    if let (Some(absent), true) = (absent, array.null_count() > 0) {
        for (row, day) in days.iter_mut().enumerate() {
            if array.is_null(row) {
                *day = absent;
            }
        }
    }
    if days.iter().fold(false, |any, day| any | !range.contains(day)) {
        doubtful.mark_where(|row| !range.contains(&days[row]) && array.is_valid(row));
    }
    days
}

/// Days since 1970-01-01 of an array of dates or moments; what is under an empty cell is anything.
fn days_of(array: &ArrayRef) -> Option<Vec<i32>> {
    fn moments<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, a_day: i64) -> Vec<i32> {
        let moments: &PrimitiveArray<T> = array.as_primitive::<T>();
        moments.values().iter().map(|moment| i32::try_from(moment.div_euclid(a_day)).unwrap_or(NO_DAY)).collect()
    }
    const SECONDS: i64 = 86_400;
    match array.data_type() {
        DataType::Date32 => Some(array.as_primitive::<Date32Type>().values().to_vec()),
        DataType::Date64 => Some(moments::<Date64Type>(array, SECONDS * 1_000)),
        DataType::Timestamp(TimeUnit::Second, _) => Some(moments::<TimestampSecondType>(array, SECONDS)),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Some(moments::<TimestampMillisecondType>(array, SECONDS * 1_000))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Some(moments::<TimestampMicrosecondType>(array, SECONDS * 1_000_000))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Some(moments::<TimestampNanosecondType>(array, SECONDS * 1_000_000_000))
        }
        _ => None,
    }
}

/// Texts that only the sealed people hold.
pub(super) fn texts(array: &ArrayRef, field: Field, doubtful: &mut Doubtful) -> TextColumn {
    let is_plain = |text: &str| {
        let trimmed = matches!(Cell::of_text(text), Cell::Text(inner) if inner.len() == text.len());
        text.is_empty()
            || trimmed
                && text.len() <= 200
                && match field {
                    Field::NationalId => is_national_id(text),
                    Field::CardNumber => is_card_number(text),
                    _ => true,
                }
    };
    let mut column = TextColumn::default();
    if array.data_type() == &DataType::Utf8 {
        let texts = array.as_string::<i32>();
        for row in 0..texts.len() {
            let text = if texts.is_null(row) { "" } else { texts.value(row) };
            column.push(text);
            if !is_plain(text) {
                doubtful.mark(row);
            }
        }
        return column;
    }
    // Numbers of identity papers and of cards may have lost noughts.
    if array.data_type().is_integer() && matches!(field, Field::PersonId | Field::Household) {
        for row in 0..array.len() {
            if let Cell::Whole(number) = cell(array, row) {
                // Writing to a text cannot fail.
                let _ = write!(column.bytes, "{number}");
            }
            column.ends.push(column.bytes.len() as u32);
        }
        return column;
    }
    doubtful.mark_where(|row| array.is_valid(row));
    no_texts(array.len())
}

/// Empty texts.
pub(super) fn no_texts(rows: usize) -> TextColumn {
    TextColumn { bytes: String::new(), ends: vec![0; rows] }
}

/// What the kernels of one thread remember.
pub(super) struct Bulk<'a> {
    pub checker: Checker<'a>,
    /// Whether details are wanted.
    pub details: bool,
    reading: &'a Reading<'a>,
    /// Whether names of communes stand alone, without columns of districts and provinces.
    alone: bool,
    births: RangeInclusive<i32>,
    communes: Table,
    sexes: Table,
    groups: Table,
    ethnicities: Table,
}

/// What the texts of a dictionary stand for. Batches of one row group share their dictionary.
#[derive(Default)]
struct Table {
    texts: Option<ArrayRef>,
    numbers: Vec<u16>,
}

/// A number that is not known: the row is doubtful.
const DOUBT: u16 = u16::MAX;

impl<'a> Bulk<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, alone: bool) -> Bulk<'a> {
        Bulk {
            checker: Checker::new(reading),
            details: reading.details,
            reading,
            alone,
            births: births(reading.as_of),
            communes: Table::default(),
            sexes: Table::default(),
            groups: Table::default(),
            ethnicities: Table::default(),
        }
    }

    pub(super) fn communes(&mut self, array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<CommuneIndex> {
        let communes = self.reading.communes;
        let Some(array) = array else {
            return absent(None, doubtful);
        };
        let checker = &mut self.checker;
        let mut of_text = |text: &str| match communes.by_code(text) {
            Some(commune) => commune,
            None if self.alone => checker.commune_named(text).unwrap_or(DOUBT),
            None => DOUBT,
        };
        let numbers = match array.data_type() {
            DataType::Dictionary(..) => self.communes.numbers(array, &mut of_text, DOUBT),
            DataType::Utf8 => {
                let texts = array.as_string::<i32>();
                (0..texts.len()).map(|row| communes.by_code(texts.value(row)).unwrap_or(DOUBT)).collect()
            }
            _ => {
                let by_number = |value: i64| usize::try_from(value).ok().and_then(|value| communes.by_number(value));
                with_integers!(array, values => values.map(|value| by_number(value).unwrap_or(DOUBT)).collect(),
                    else vec![DOUBT; array.len()])
            }
        };
        doubtful.mark_empty(array);
        settled(numbers, doubtful)
    }

    pub(super) fn sexes(&mut self, array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<u8> {
        let Some(array) = array else {
            doubtful.mark_all();
            return vec![0; doubtful.len()];
        };
        doubtful.mark_empty(array);
        let of_text = |text: &str| sex(Cell::of_text(text)).map_or(DOUBT, u16::from);
        let sexes: Vec<u8> = match array.data_type() {
            DataType::Dictionary(..) => {
                let numbers = self.sexes.numbers(array, &mut { of_text }, DOUBT);
                numbers.into_iter().map(|number| number as u8).collect()
            }
            _ => {
                with_integers!(array, values => values.map(|value| if value & !3 == 0 { value as u8 } else { 0 }).collect(),
                else vec![0; array.len()])
            }
        };
        if sexes.iter().fold(false, |any, sex| any | !matches!(sex, 1 | 2)) {
            doubtful.mark_where(|row| !matches!(sexes[row], 1 | 2));
        }
        sexes
    }

    /// Days of birth; [`NO_DAY`] if not known.
    pub(super) fn births(&mut self, array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<i32> {
        days_within(array, &self.births, Some(NO_DAY), doubtful)
    }

    pub(super) fn groups(&mut self, array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<u16> {
        let checker = &mut self.checker;
        codes(array, &mut self.groups, &mut |cell| checker.group_number(cell), doubtful)
    }

    pub(super) fn ethnicities(&mut self, array: Option<&ArrayRef>, doubtful: &mut Doubtful) -> Vec<u16> {
        let checker = &mut self.checker;
        codes(array, &mut self.ethnicities, &mut |cell| checker.ethnicity_number(cell), doubtful)
    }
}

fn codes(
    array: Option<&ArrayRef>,
    table: &mut Table,
    number: &mut dyn FnMut(Cell<'_>) -> Option<u16>,
    doubtful: &mut Doubtful,
) -> Vec<u16> {
    let Some(array) = array else {
        return absent(Some(0), doubtful);
    };
    let mut numbers = match array.data_type() {
        DataType::Dictionary(..) => table.numbers(array, &mut |text| number(Cell::of_text(text)).unwrap_or(DOUBT), 0),
        _ => {
            let mut last = (Cell::Empty, 0);
            let mut one = |row: usize| {
                let cell = cell(array, row);
                if cell != last.0 {
                    last = (cell, number(cell).unwrap_or(DOUBT));
                }
                last.1
            };
            (0..array.len()).map(&mut one).collect()
        }
    };
    if array.null_count() > 0 {
        for (row, number) in numbers.iter_mut().enumerate() {
            if array.is_null(row) {
                *number = 0;
            }
        }
    }
    settled(numbers, doubtful)
}

impl Table {
    /// The numbers of the rows of a dictionary array; `empty` for rows without a value.
    fn numbers(&mut self, array: &ArrayRef, of_text: &mut dyn FnMut(&str) -> u16, empty: u16) -> Vec<u16> {
        let dictionary = array.as_dictionary::<Int32Type>();
        let texts = dictionary.values();
        if !self.texts.as_ref().is_some_and(|known| Arc::ptr_eq(known, texts)) {
            let values = texts.as_string::<i32>();
            let numbers =
                (0..values.len()).map(|place| if values.is_null(place) { empty } else { of_text(values.value(place)) });
            self.numbers = numbers.collect();
            self.texts = Some(texts.clone());
        }
        // A row without a value may point beyond the dictionary.
        let number = |key: &i32| self.numbers.get(*key as usize).copied().unwrap_or(empty);
        dictionary.keys().values().iter().map(number).collect()
    }
}

fn absent(number: Option<u16>, doubtful: &mut Doubtful) -> Vec<u16> {
    if number.is_none() {
        doubtful.mark_all();
    }
    vec![number.unwrap_or(0); doubtful.len()]
}

/// Marks the rows whose number is not known.
fn settled(numbers: Vec<u16>, doubtful: &mut Doubtful) -> Vec<u16> {
    if numbers.iter().fold(false, |any, number| any | (*number == DOUBT)) {
        doubtful.mark_where(|row| numbers[row] == DOUBT);
    }
    numbers
}

/// One cell of a column, for the checks.
pub(super) fn cell(array: &ArrayRef, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Empty;
    }
    match array.data_type() {
        DataType::Utf8 => Cell::of_text(array.as_string::<i32>().value(row)),
        DataType::Dictionary(..) => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let texts = dictionary.values().as_string::<i32>();
            match dictionary.keys().value(row) as usize {
                place if place < texts.len() && texts.is_valid(place) => Cell::of_text(texts.value(place)),
                _ => Cell::Empty,
            }
        }
        DataType::UInt64 => Cell::Whole(i128::from(array.as_primitive::<UInt64Type>().value(row))),
        DataType::Float32 => Cell::Number(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Number(array.as_primitive::<Float64Type>().value(row)),
        DataType::Int8 => whole::<Int8Type>(array, row),
        DataType::Int16 => whole::<Int16Type>(array, row),
        DataType::Int32 => whole::<Int32Type>(array, row),
        DataType::Int64 => whole::<Int64Type>(array, row),
        DataType::UInt8 => whole::<UInt8Type>(array, row),
        DataType::UInt16 => whole::<UInt16Type>(array, row),
        DataType::UInt32 => whole::<UInt32Type>(array, row),
        _ => match days_of(&array.slice(row, 1)).as_deref() {
            Some(&[day]) => Cell::Day(day),
            _ => Cell::Empty,
        },
    }
}

fn whole<T: ArrowPrimitiveType>(array: &ArrayRef, row: usize) -> Cell<'static>
where
    i128: From<T::Native>,
{
    Cell::Whole(i128::from(array.as_primitive::<T>().value(row)))
}
