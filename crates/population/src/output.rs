//! Answers as files: Parquet, CSV, XLSX.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{StringBuilder, StringDictionaryBuilder, UInt8Builder, UInt32Builder};
use arrow_array::types::UInt32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chrono::Datelike;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::coverage::{Answer, Row};
use crate::index::Ethnic;

/// Rows of Parquet written at a time.
const BATCH: usize = 1 << 16;

/// A column of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The place's label under this heading: `commune`, `district`, `province`.
    Place(&'static str),
    /// `sex`: 1 man, 2 woman.
    Sex,
    /// `group`.
    Group,
    /// `ethnic`: `majority`, `minority` or nothing.
    Ethnic,
    /// `age`: the band, such as `6-14`.
    Age,
    /// `month`, such as 2020-01.
    Month,
    /// `date`, such as 2020-01-31.
    Date,
}

impl Column {
    /// Its heading in Parquet and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Column::Place(name) => name,
            Column::Sex => "sex",
            Column::Group => "group",
            Column::Ethnic => "ethnic",
            Column::Age => "age",
            Column::Month => "month",
            Column::Date => "date",
        }
    }

    /// Its heading in a spreadsheet.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Place("province") => "Mã tỉnh",
            Column::Place("district") => "Mã huyện",
            Column::Place(_) => "Mã xã",
            Column::Sex => "Giới tính (1 nam, 2 nữ)",
            Column::Group => "Mã đối tượng",
            Column::Ethnic => "Dân tộc",
            Column::Age => "Tuổi",
            Column::Month => "Tháng",
            Column::Date => "Ngày",
        }
    }

    /// What stands in the column for a row; `None` where nothing is stated.
    fn text(self, answer: &Answer, row: &Row<'_>) -> Option<String> {
        match self {
            Column::Place(_) => row.cell.place.map(|place| answer.places()[place as usize].clone()),
            Column::Sex => row.cell.sex.map(|sex| sex.to_string()),
            Column::Group => row.cell.group.map(|group| answer.groups()[usize::from(group)].clone()),
            Column::Ethnic => match row.cell.ethnic? {
                Ethnic::Unknown => None,
                Ethnic::Majority => Some("majority".to_owned()),
                Ethnic::Minority => Some("minority".to_owned()),
            },
            Column::Age => row.cell.age.filter(|&age| age > 0).map(|age| answer.ages()[usize::from(age)].clone()),
            Column::Month => Some(format!("{:04}-{:02}", row.date.year(), row.date.month())),
            Column::Date => Some(row.date.to_string()),
        }
    }
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The name ends in none of the three.
    #[error("chưa biết ghi tệp “{0}”: đặt tên tệp kết thúc bằng .parquet, .csv hoặc .xlsx")]
    Extension(String),
    /// More rows than a sheet holds.
    #[error("có {rows} dòng, một trang tính chỉ chứa được 1.048.575: ghi ra .csv hoặc .parquet, hoặc gộp bớt")]
    TooManyRows {
        /// Rows of the answer.
        rows: usize,
    },
    /// The file cannot be written.
    #[error("không ghi được tệp: {0}")]
    Io(#[from] io::Error),
    /// The file cannot be written.
    #[error("không ghi được tệp CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The file cannot be written.
    #[error("không ghi được tệp Parquet: {0}")]
    Parquet(#[from] ParquetError),
    /// The columns do not go together.
    #[error("không ghi được tệp Parquet: {0}")]
    Arrow(#[from] ArrowError),
    /// The file cannot be written.
    #[error("không ghi được tệp XLSX: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
}

/// Writes an answer with these columns, then `residents` and `covered`; what the file's name ends in says how.
///
/// # Errors
/// The ending is not known, or the file cannot be written.
pub fn write(answer: &Answer, columns: &[Column], path: &Path) -> Result<(), OutputError> {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("parquet") => write_parquet(answer, columns, path),
        Some("csv") => write_csv(answer, columns, BufWriter::with_capacity(1 << 20, File::create(path)?)),
        Some("xlsx") => write_sheet(answer, columns, path),
        _ => Err(OutputError::Extension(path.display().to_string())),
    }
}

/// Writes an answer as CSV.
///
/// # Errors
/// It cannot be written.
pub fn write_csv(answer: &Answer, columns: &[Column], out: impl Write) -> Result<(), OutputError> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(columns.iter().map(|column| column.name()).chain(["residents", "covered"]))?;
    for row in answer.rows() {
        for column in columns {
            out.write_field(column.text(answer, &row).unwrap_or_default())?;
        }
        out.write_record([row.residents.to_string(), row.covered.to_string()])?;
    }
    out.flush()?;
    Ok(())
}

fn write_sheet(answer: &Answer, columns: &[Column], path: &Path) -> Result<(), OutputError> {
    const MOST: usize = 1_048_575;
    let rows = answer.rows().count();
    if rows > MOST {
        return Err(OutputError::TooManyRows { rows });
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let headings = columns.iter().map(|column| column.heading()).chain(["Số dân", "Số người có thẻ BHYT"]);
    for (at, heading) in headings.enumerate() {
        sheet.write_string_with_format(0, at as u16, heading, &bold)?;
    }
    for (index, row) in answer.rows().enumerate() {
        let line = index as u32 + 1;
        for (at, column) in columns.iter().enumerate() {
            if let Some(text) = column.text(answer, &row) {
                sheet.write_string(line, at as u16, text)?;
            }
        }
        sheet.write_number(line, columns.len() as u16, row.residents)?;
        sheet.write_number(line, columns.len() as u16 + 1, row.covered)?;
    }
    book.save(path)?;
    Ok(())
}

/// One column of a batch being filled.
enum Filling {
    Texts(StringDictionaryBuilder<UInt32Type>),
    Plain(StringBuilder),
    Small(UInt8Builder),
}

impl Filling {
    fn of(column: Column) -> Filling {
        match column {
            Column::Sex => Filling::Small(UInt8Builder::with_capacity(BATCH)),
            Column::Ethnic | Column::Age => Filling::Plain(StringBuilder::new()),
            _ => Filling::Texts(StringDictionaryBuilder::new()),
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Filling::Texts(_) => DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8)),
            Filling::Plain(_) => DataType::Utf8,
            Filling::Small(_) => DataType::UInt8,
        }
    }

    fn push(&mut self, column: Column, answer: &Answer, row: &Row<'_>) {
        match (self, column) {
            (Filling::Small(numbers), _) => numbers.append_option(row.cell.sex),
            (Filling::Texts(texts), Column::Place(_)) => {
                texts.append_option(row.cell.place.map(|place| &answer.places()[place as usize]))
            }
            (Filling::Texts(texts), Column::Group) => {
                texts.append_option(row.cell.group.map(|group| &answer.groups()[usize::from(group)]))
            }
            (Filling::Texts(texts), _) => texts.append_option(column.text(answer, row)),
            (Filling::Plain(texts), _) => texts.append_option(column.text(answer, row)),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Filling::Texts(texts) => Arc::new(texts.finish()),
            Filling::Plain(texts) => Arc::new(texts.finish()),
            Filling::Small(numbers) => Arc::new(numbers.finish()),
        }
    }
}

fn write_parquet(answer: &Answer, columns: &[Column], path: &Path) -> Result<(), OutputError> {
    let mut filling: Vec<Filling> = columns.iter().map(|&column| Filling::of(column)).collect();
    let mut fields: Vec<Field> = columns
        .iter()
        .zip(&filling)
        .map(|(column, filling)| Field::new(column.name(), filling.data_type(), true))
        .collect();
    fields.extend(["residents", "covered"].map(|name| Field::new(name, DataType::UInt32, false)));
    let schema = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?)).build();
    // Without Arrow's own schema in the file, readers see plain texts.
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(BufWriter::new(File::create(path)?), schema.clone(), options)?;
    let (mut residents, mut covered) = (UInt32Builder::with_capacity(BATCH), UInt32Builder::with_capacity(BATCH));
    let mut rows = answer.rows().peekable();
    while rows.peek().is_some() {
        for row in rows.by_ref().take(BATCH) {
            for (&column, filling) in columns.iter().zip(&mut filling) {
                filling.push(column, answer, &row);
            }
            residents.append_value(row.residents);
            covered.append_value(row.covered);
        }
        let mut arrays: Vec<ArrayRef> = filling.iter_mut().map(Filling::finish).collect();
        arrays.push(Arc::new(residents.finish()));
        arrays.push(Arc::new(covered.finish()));
        writer.write(&RecordBatch::try_new(schema.clone(), arrays)?)?;
    }
    writer.close()?;
    Ok(())
}
