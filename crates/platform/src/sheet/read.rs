//! Reading a workbook or a CSV file into rows by the names of the headings.

use super::{Cell, Column, Row};
use crate::Result;
use crate::problem::{Fault, Problem, Refusal};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use chrono::NaiveDate;
use rules::text::search_key;
use std::io::Cursor;

/// How many rows at the top of a sheet may stand before its headings.
const HEADING_ROWS: usize = 10;

/// Reads the rows of `bytes`, a file named `name` (`.xlsx` or `.csv`). Every sheet that has the headings is read; empty
/// rows and the example row of a template (its first cell begins with “Ví dụ”) are skipped.
pub fn read(name: &str, bytes: &[u8], columns: &[Column]) -> Result<Vec<Row>> {
    let lower = name.to_lowercase();
    let rows = if lower.ends_with(".csv") {
        read_csv(bytes, columns)?
    } else if lower.ends_with(".xlsx") {
        read_xlsx(bytes, columns)?
    } else {
        return Err(Problem::refuse(
            format!("Không đọc được tệp “{name}”: chỉ nhận XLSX và CSV."),
            "Lưu lại tệp dưới dạng .xlsx hoặc .csv (UTF-8).",
        ));
    };
    if rows.is_empty() {
        return Err(Problem::refuse(
            format!("Tệp “{name}” không có dòng số liệu nào."),
            "Điền từ dòng dưới tiêu đề cột.",
        ));
    }
    Ok(rows)
}

fn read_csv(bytes: &[u8], columns: &[Column]) -> Result<Vec<Row>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Problem::refuse(format!("Tệp CSV không phải UTF-8 (từ dòng {line})."), "Lưu lại với bảng mã UTF-8.")
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut gathering = Gathering::new(None, columns);
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Problem::refuse(format!("Dòng {line} của tệp CSV hỏng: {error}."), "Kiểm tra dấu ngoặc kép ở dòng đó.")
        })?;
        if !more {
            break;
        }
        let number = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let cells = record.iter().map(text_cell).collect();
        gathering.take(number, cells)?;
    }
    gathering.finish(true)
}

/// The delimiter that splits the first line into most parts.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    [b';', b',', b'\t'].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count()).unwrap_or(b',')
}

fn read_xlsx(bytes: &[u8], columns: &[Column]) -> Result<Vec<Row>> {
    let broken = |error: calamine::XlsxError| {
        Problem::refuse(
            format!("Tệp XLSX hỏng hoặc không phải XLSX: {error}."),
            "Mở bằng Excel hoặc LibreOffice rồi lưu lại.",
        )
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = workbook.sheet_names();
    let single = names.len() == 1;
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    let mut found = false;
    for name in names {
        let mut gathering = Gathering::new(Some(name.clone()), columns);
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(broken)?;
        let mut number = 0_u32;
        let mut cells: Vec<Cell> = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            if row + 1 != number && number != 0 {
                gathering.take(number, std::mem::take(&mut cells))?;
            }
            number = row + 1;
            let index = column as usize;
            if index >= cells.len() {
                cells.resize(index + 1, Cell::Empty);
            }
            cells[index] = workbook_cell(cell.get_value());
        }
        if number != 0 {
            gathering.take(number, cells)?;
        }
        found |= !gathering.places.is_empty();
        match gathering.finish(single) {
            Ok(own) => rows.extend(own),
            Err(Problem::Refused(refusal)) => faults.extend(refusal.faults),
            Err(problem) => return Err(problem),
        }
    }
    if !found && !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    Ok(rows)
}

fn text_cell(text: &str) -> Cell {
    let text = text.trim();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn workbook_cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::DateTime(moment) => day_of(moment).map_or(Cell::Number(moment.as_f64()), Cell::Day),
        DataRef::Bool(flag) => Cell::Text(flag.to_string()),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(error) => text_cell(&error.to_string()),
    }
}

fn day_of(moment: &ExcelDateTime) -> Option<NaiveDate> {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}

/// Whether a text begins with “Ví dụ”.
fn is_example(text: &str) -> bool {
    text.starts_with(['V', 'v']) && search_key(text).starts_with("vi du")
}

/// Finds the headings in the first rows, then takes the rows under them.
struct Gathering<'a> {
    sheet: Option<String>,
    columns: &'a [Column],
    /// For each column, where it stands in the file; empty until the headings are found.
    places: Vec<Option<usize>>,
    seen: usize,
    missing: Vec<&'static str>,
    rows: Vec<Row>,
}

impl<'a> Gathering<'a> {
    fn new(sheet: Option<String>, columns: &'a [Column]) -> Self {
        Self { sheet, columns, places: Vec::new(), seen: 0, missing: Vec::new(), rows: Vec::new() }
    }

    fn take(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<()> {
        if self.places.is_empty() {
            self.look_for_headings(&cells);
            return Ok(());
        }
        let picked: Vec<Cell> = self
            .places
            .iter()
            .map(|place| place.and_then(|place| cells.get_mut(place)).map(std::mem::take).unwrap_or_default())
            .collect();
        let example = matches!(picked.first(), Some(Cell::Text(text)) if is_example(text));
        if !example && picked.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(Row { sheet: self.sheet.clone(), number, cells: picked });
        }
        Ok(())
    }

    fn look_for_headings(&mut self, cells: &[Cell]) {
        self.seen += 1;
        if self.seen > HEADING_ROWS {
            return;
        }
        let headings: Vec<String> = cells.iter().map(|cell| search_key(&cell.text())).collect();
        let places: Vec<Option<usize>> = self
            .columns
            .iter()
            .map(|column| {
                let title = search_key(column.title);
                headings.iter().position(|heading| *heading == title || heading.replace(' ', "_") == column.key)
            })
            .collect();
        let missing: Vec<&'static str> = self
            .columns
            .iter()
            .zip(&places)
            .filter(|(column, place)| column.required && place.is_none())
            .map(|(column, _)| column.title)
            .collect();
        let found = places.iter().flatten().count();
        if missing.is_empty() && found > 0 {
            self.places = places;
        } else if found > 0 && (self.missing.is_empty() || missing.len() < self.missing.len()) {
            self.missing = missing;
        }
    }

    /// The rows; a sheet without the headings is a fault when it had to have them or nearly had.
    fn finish(self, must: bool) -> Result<Vec<Row>> {
        if !self.places.is_empty() || (!must && self.missing.is_empty()) {
            return Ok(self.rows);
        }
        let titles: Vec<&str> = if self.missing.is_empty() {
            self.columns.iter().filter(|column| column.required).map(|column| column.title).collect()
        } else {
            self.missing
        };
        let fault = Fault {
            sheet: self.sheet,
            row: Some(1),
            column: titles.join(", "),
            rule: format!("không tìm thấy cột trong {HEADING_ROWS} dòng đầu"),
            remedy: "Tải biểu mẫu trống và giữ nguyên dòng tiêu đề.".to_owned(),
        };
        Err(Refusal::of_faults(vec![fault]).into())
    }
}
