//! Lists as files.

mod comma;
mod parquet;
mod workbook;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rules::text::nfc;
use tempfile::NamedTempFile;

use super::disclosure::Disclosure;
use super::list::{GapList, GapRow, ListKind};

/// Why a list cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum GapError {
    /// The name of the file tells no format.
    #[error("Không rõ định dạng của tệp {path}: hãy đặt tên tệp kết thúc bằng .xlsx, .csv hoặc .parquet.")]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("Không ghi được danh sách vào {path}: {reason}.")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in CSV and Parquet.
    pub name: &'static str,
    /// Its heading in a workbook.
    pub heading: &'static str,
    /// Its width there, in characters.
    width: u16,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Day,
    Number,
    Flag,
    Sex,
}

/// What stands in a column of a row.
enum Cell {
    Text(String),
    Day(Option<NaiveDate>),
    Number(Option<i32>),
    Flag(bool),
}

const fn column(name: &'static str, heading: &'static str, width: u16, kind: Kind) -> Column {
    Column { name, heading, width, kind }
}

/// The columns of every list, in order.
pub const COLUMNS: [Column; 15] = [
    column("commune", "Mã xã", 8, Kind::Text),
    column("household_id", "Mã hộ", 14, Kind::Text),
    column("person_id", "Mã số BHXH", 14, Kind::Text),
    column("full_name", "Họ và tên", 28, Kind::Text),
    column("birth_date", "Ngày sinh", 12, Kind::Day),
    column("sex", "Giới tính", 9, Kind::Sex),
    column("group", "Mã đối tượng", 13, Kind::Text),
    column("last_covered", "Có thẻ lần cuối đến ngày", 14, Kind::Day),
    column("birth_year", "Năm sinh", 9, Kind::Number),
    column("household_place", "Hộ thứ", 8, Kind::Number),
    column("whole_household", "Cả hộ chưa có thẻ", 11, Kind::Flag),
    column("covered", "Đang có thẻ", 8, Kind::Flag),
    column("covered_until", "Thẻ hết hạn ngày", 14, Kind::Day),
    column("next_covered", "Có thẻ lại từ ngày", 14, Kind::Day),
    column("earlier_group", "Mã đối tượng trước đây", 13, Kind::Text),
];

/// Writes lists of one kind, commune after commune, into one file.
///
/// The file is there only after [`GapWriter::finish`], for its owner only; what an interrupted writing leaves has another
/// name.
pub struct GapWriter {
    path: PathBuf,
    draft: NamedTempFile,
    format: Format,
    disclosure: Disclosure,
    rows: u64,
}

enum Format {
    Comma(Box<comma::Comma>),
    Workbook(Box<workbook::Lists>),
    Parquet(Box<parquet::Columns>),
}

impl GapWriter {
    /// Begins a file whose name tells its format: `.xlsx`, `.csv`, `.parquet`.
    ///
    /// # Errors
    /// The name tells none of them, or the folder cannot be written.
    pub fn create(path: &Path, kind: ListKind, on: NaiveDate, disclosure: Disclosure) -> Result<GapWriter, GapError> {
        let failed = |reason: String| GapError::Write { path: path.to_owned(), reason };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let draft = || NamedTempFile::new_in(folder).map_err(|error| failed(error.to_string()));
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
        let (draft, format) = match extension.as_str() {
            "csv" => {
                let draft = draft()?;
                let format = comma::Comma::new(&draft).map(Box::new).map(Format::Comma);
                (draft, format)
            }
            "xlsx" => {
                (draft()?, workbook::Lists::new(folder, kind, on, disclosure).map(Box::new).map(Format::Workbook))
            }
            "parquet" => {
                let draft = draft()?;
                let format = parquet::Columns::new(&draft).map(Box::new).map(Format::Parquet);
                (draft, format)
            }
            _ => return Err(GapError::UnknownFormat { path: path.to_owned() }),
        };
        let format = format.map_err(failed)?;
        Ok(GapWriter { path: path.to_owned(), draft, format, disclosure, rows: 0 })
    }

    /// Appends the people of a list.
    ///
    /// # Errors
    /// The disk is full, or a workbook has no more room.
    pub fn write(&mut self, list: &GapList) -> Result<(), GapError> {
        self.write_rows(&list.commune, &list.rows)
    }

    /// Appends people of a commune.
    ///
    /// # Errors
    /// As [`GapWriter::write`].
    pub fn write_rows(&mut self, commune: &str, rows: &[GapRow]) -> Result<(), GapError> {
        let disclosure = self.disclosure;
        let mut cells = rows.iter().map(|row| cells(commune, row, disclosure));
        let written = match &mut self.format {
            Format::Comma(file) => cells.try_for_each(|cells| file.write(&cells)),
            Format::Workbook(file) => cells.try_for_each(|cells| file.write(&cells)),
            Format::Parquet(file) => cells.try_for_each(|cells| file.write(cells)),
        };
        self.rows += rows.len() as u64;
        written.map_err(|reason| GapError::Write { path: self.path.clone(), reason })
    }

    /// Puts the file in its place; how many people it lists.
    ///
    /// # Errors
    /// The disk is full, or the place cannot be written.
    pub fn finish(self) -> Result<u64, GapError> {
        let failed = |reason: String| GapError::Write { path: self.path.clone(), reason };
        match self.format {
            Format::Comma(file) => file.finish(),
            Format::Workbook(file) => file.finish(&self.draft),
            Format::Parquet(file) => file.finish(),
        }
        .map_err(failed)?;
        self.draft.as_file().sync_all().map_err(|error| failed(error.to_string()))?;
        self.draft.persist(&self.path).map_err(|error| failed(error.error.to_string()))?;
        Ok(self.rows)
    }
}

fn cells(commune: &str, row: &GapRow, disclosure: Disclosure) -> [Cell; COLUMNS.len()] {
    [
        Cell::Text(commune.to_owned()),
        Cell::Text(disclosure.identifier(&row.household)),
        Cell::Text(disclosure.identifier(&row.person_id)),
        Cell::Text(nfc(&disclosure.name(&row.full_name))),
        Cell::Day(disclosure.birth(row.birth)),
        Cell::Number((row.sex > 0).then_some(i32::from(row.sex))),
        Cell::Text(row.group.clone()),
        Cell::Day(row.last_covered),
        Cell::Number(disclosure.birth_year(row.birth)),
        Cell::Number(row.household_place.and_then(|place| i32::try_from(place).ok())),
        Cell::Flag(row.whole_household),
        Cell::Flag(row.covered),
        Cell::Day(row.covered_until),
        Cell::Day(row.next_covered),
        Cell::Text(row.earlier_group.clone()),
    ]
}
