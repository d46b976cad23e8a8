//! Answers as files: Parquet, CSV, XLSX.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, DictionaryArray, StringArray, UInt8Array, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chrono::{Datelike, NaiveDate};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use crate::coverage::{Answer, Row};
use crate::index::Ethnic;
use crate::order::in_order;
use crate::row_groups::{RowGroup, RowGroupFile};

/// Rows of a row group, about.
const ROW_GROUP: usize = 1 << 17;

const MAJORITY: &str = "majority";
const MINORITY: &str = "minority";

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
                Ethnic::Majority => Some(MAJORITY.to_owned()),
                Ethnic::Minority => Some(MINORITY.to_owned()),
            },
            Column::Age => row.cell.age.filter(|&age| age > 0).map(|age| answer.ages()[usize::from(age)].clone()),
            Column::Month => Some(month(&row.date)),
            Column::Date => Some(row.date.to_string()),
        }
    }
}

/// The month of a day, as 2020-01.
fn month(day: &NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
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

/// The texts of a column once each, and which of them stands in a row; or small numbers.
struct Filling {
    /// Nothing for small numbers.
    texts: Option<ArrayRef>,
    column: Column,
}

impl Filling {
    fn of(column: Column, answer: &Answer) -> Filling {
        let strings = |texts: &[String]| Some(texts.iter().map(Some).collect::<StringArray>());
        let by_day = |text: fn(&NaiveDate) -> String| Some(answer.dates().iter().map(|day| Some(text(day))).collect());
        let texts: Option<StringArray> = match column {
            Column::Place(_) => strings(answer.places()),
            Column::Group => strings(answer.groups()),
            Column::Ethnic => Some(StringArray::from_iter_values([MAJORITY, MINORITY])),
            Column::Age => strings(answer.ages()),
            Column::Month => by_day(month),
            Column::Date => by_day(NaiveDate::to_string),
            Column::Sex => None,
        };
        Filling { texts: texts.map(|texts| Arc::new(texts) as ArrayRef), column }
    }

    fn data_type(&self) -> DataType {
        match self.texts {
            Some(_) => DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8)),
            None => DataType::UInt8,
        }
    }

    /// Where the text of a row stands among the texts, or the small number.
    fn key(&self, row: &Row<'_>) -> Option<u32> {
        match self.column {
            Column::Place(_) => row.cell.place,
            Column::Group => row.cell.group.map(u32::from),
            Column::Ethnic => match row.cell.ethnic? {
                Ethnic::Unknown => None,
                Ethnic::Majority => Some(0),
                Ethnic::Minority => Some(1),
            },
            Column::Age => row.cell.age.filter(|&age| age > 0).map(u32::from),
            Column::Month | Column::Date => Some(row.day as u32),
            Column::Sex => row.cell.sex.map(u32::from),
        }
    }

    fn array(&self, rows: &[Row<'_>]) -> Result<ArrayRef, ArrowError> {
        let keys = rows.iter().map(|row| self.key(row));
        Ok(match &self.texts {
            Some(texts) => Arc::new(DictionaryArray::try_new(keys.collect::<UInt32Array>(), texts.clone())?),
            None => Arc::new(keys.map(|key| key.map(|number| number as u8)).collect::<UInt8Array>()),
        })
    }
}

fn write_parquet(answer: &Answer, columns: &[Column], path: &Path) -> Result<(), OutputError> {
    let filling: Vec<Filling> = columns.iter().map(|&column| Filling::of(column, answer)).collect();
    let mut fields: Vec<Field> =
        filling.iter().map(|filling| Field::new(filling.column.name(), filling.data_type(), true)).collect();
    fields.extend(["residents", "covered"].map(|name| Field::new(name, DataType::UInt32, false)));
    // Numbers that hardly ever come twice: a dictionary of them would only cost.
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_column_dictionary_enabled(ColumnPath::from("residents"), false)
        .set_column_dictionary_enabled(ColumnPath::from("covered"), false);
    let (mut file, encoder) = RowGroupFile::create(path, Arc::new(Schema::new(fields)), properties.build())?;
    let cells = (ROW_GROUP / answer.dates().len().max(1)).max(1);
    let pieces = answer.cells().len().div_ceil(cells);
    let encode = |piece: u64| -> Result<RowGroup, OutputError> {
        let first = piece as usize * cells;
        let rows: Vec<Row<'_>> = answer.rows_of(first..answer.cells().len().min(first + cells)).collect();
        let mut arrays = filling.iter().map(|filling| filling.array(&rows)).collect::<Result<Vec<_>, _>>()?;
        arrays.push(Arc::new(rows.iter().map(|row| row.residents).collect::<UInt32Array>()));
        arrays.push(Arc::new(rows.iter().map(|row| row.covered).collect::<UInt32Array>()));
        Ok(encoder.encode(&arrays)?)
    };
    in_order(pieces as u64, rayon::current_num_threads(), encode, |group| {
        let group = group?;
        if group.rows > 0 {
            file.append(group)?;
        }
        Ok::<(), OutputError>(())
    })?;
    file.close()?;
    Ok(())
}
