//! Lists as a workbook for officers: a title, headings in Vietnamese, dates as dates. Memory does not grow with the rows.

use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tempfile::NamedTempFile;

use super::{COLUMNS, Cell, Disclosure, Kind, ListKind};

/// Title, day, an empty line, then the headings.
const HEADINGS: u32 = 3;
/// A sheet has no more rows; the list goes on in the next.
const LAST_ROW: u32 = 1_048_575;

pub(super) struct Lists {
    workbook: Workbook,
    sheets: usize,
    row: u32,
    title: &'static str,
    subtitle: String,
    date: Format,
    heading: Format,
}

impl Lists {
    pub(super) fn new(folder: &Path, kind: ListKind, on: NaiveDate, disclosure: Disclosure) -> Result<Lists, String> {
        let title = match kind {
            ListKind::Uncovered => "Danh sách người chưa có thẻ bảo hiểm y tế",
            ListKind::RunningOut => "Danh sách người có thẻ bảo hiểm y tế sắp hết hạn",
            ListKind::LeftPoorList => "Danh sách người không còn thuộc hộ nghèo, hộ cận nghèo",
        };
        let masked = match disclosure {
            Disclosure::Masked => "; đã che bớt thông tin cá nhân",
            Disclosure::Open => "; có thông tin cá nhân đầy đủ, chỉ dùng cho người được giao",
        };
        let mut lists = Lists {
            workbook: Workbook::new(),
            sheets: 0,
            row: 0,
            title,
            subtitle: format!("Tính đến ngày {}{masked}.", on.format("%d/%m/%Y")),
            date: Format::new().set_num_format("dd/mm/yyyy"),
            heading: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter),
        };
        // Rows wait on disk until the end; they stay where the file itself will be.
        lists.workbook.set_tempdir(folder).map_err(told)?;
        lists.begin_sheet().map_err(told)?;
        Ok(lists)
    }

    pub(super) fn write(&mut self, cells: &[Cell]) -> Result<(), String> {
        if self.row > LAST_ROW {
            self.begin_sheet().map_err(told)?;
        }
        let row = self.row;
        self.row += 1;
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1).map_err(told)?;
        for (column, cell) in cells.iter().enumerate() {
            put(sheet, row, column as u16, cell, COLUMNS[column].kind, &self.date).map_err(told)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self, draft: &NamedTempFile) -> Result<(), String> {
        self.workbook.save_to_writer(draft.as_file()).map_err(told)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("Danh sách {}", self.sheets))?;
        for (place, column) in COLUMNS.iter().enumerate() {
            sheet.set_column_width(place as u16, column.width)?;
        }
        sheet.set_freeze_panes(HEADINGS + 1, 0)?;
        sheet.write_string_with_format(0, 0, self.title, &Format::new().set_bold().set_font_size(14))?;
        sheet.write_string(1, 0, &self.subtitle)?;
        for (place, column) in COLUMNS.iter().enumerate() {
            sheet.write_string_with_format(HEADINGS, place as u16, column.heading, &self.heading)?;
        }
        self.row = HEADINGS + 1;
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, row: u32, place: u16, cell: &Cell, kind: Kind, date: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, place, text)?,
        Cell::Flag(false) | Cell::Day(None) | Cell::Number(None) => return Ok(()),
        Cell::Flag(true) => sheet.write_string(row, place, "x")?,
        Cell::Number(Some(1)) if kind == Kind::Sex => sheet.write_string(row, place, "Nam")?,
        Cell::Number(Some(2)) if kind == Kind::Sex => sheet.write_string(row, place, "Nữ")?,
        Cell::Number(Some(number)) => sheet.write_number(row, place, *number)?,
        Cell::Day(Some(day)) => match excel_day(*day) {
            Some(day) => sheet.write_datetime_with_format(row, place, &day, date)?,
            None => sheet.write_string(row, place, day.format("%d/%m/%Y").to_string())?,
        },
    };
    Ok(())
}

/// The day as a spreadsheet knows it; it knows none before 1900.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

fn told(error: XlsxError) -> String {
    error.to_string()
}
