//! Refused rows of workbooks: sheet by sheet, cells at fault in red.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Color, ExcelDateTime, Format, Worksheet, XlsxError};

use super::{Cell, Fault, Origin, RejectedFile, SourceError, create_private, failed, with_ending};

/// The longest text that a cell of a workbook takes, in characters.
const LONGEST: usize = 32_767;

/// Above, a workbook has no lines.
const LINES: u32 = 1_048_576;

pub(super) struct Workbook {
    path: PathBuf,
    workbook: rust_xlsxwriter::Workbook,
    /// For each sheet of the source, the sheet here and its next line.
    sheets: HashMap<String, (usize, u32)>,
    formats: Formats,
    rows: u64,
}

struct Formats {
    heading: Format,
    plain: Format,
    marked: Format,
    day: Format,
    marked_day: Format,
    words: Format,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workbook").field("path", &self.path).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Workbook {
    pub(super) fn create(path_without_ending: &Path) -> Result<Workbook, SourceError> {
        let path = with_ending(path_without_ending, ".xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        workbook.set_tempdir(folder).map_err(|error| failed(&path, error))?;
        let red = |format: Format| {
            format.set_background_color(Color::RGB(0x00FB_E6E6)).set_font_color(Color::RGB(0x00A3_262A))
        };
        let day = || Format::new().set_num_format("dd/mm/yyyy");
        let formats = Formats {
            heading: Format::new().set_bold().set_text_wrap(),
            plain: Format::new(),
            marked: red(Format::new()),
            day: day(),
            marked_day: red(day()),
            words: Format::new().set_text_wrap(),
        };
        Ok(Workbook { path, workbook, sheets: HashMap::new(), formats, rows: 0 })
    }

    pub(super) fn put(
        &mut self,
        origin: &Origin,
        line: u32,
        cells: &[Cell<'_>],
        faults: &[Fault],
    ) -> Result<(), SourceError> {
        let written = self.write(origin, line, cells, faults);
        written.map_err(|error| failed(&self.path, error))
    }

    fn write(&mut self, origin: &Origin, line: u32, cells: &[Cell<'_>], faults: &[Fault]) -> Result<(), XlsxError> {
        let (index, row) = self.sheet(origin)?;
        let sheet = self.workbook.worksheet_from_index(index)?;
        let formats = &self.formats;
        let mut column = 0_u16;
        for (cell, marked) in origin.own_cells(cells, faults) {
            let format = if marked { &formats.marked } else { &formats.plain };
            match cell {
                Cell::Empty if !marked => {}
                Cell::Empty => {
                    sheet.write_blank(row, column, format)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, column, number, format)?;
                }
                Cell::Day(day) => {
                    let format = if marked { &formats.marked_day } else { &formats.day };
                    match ExcelDateTime::from_timestamp(i64::from(day) * 86_400) {
                        Ok(moment) => sheet.write_datetime_with_format(row, column, &moment, format)?,
                        // Before 1900 a workbook has no dates.
                        Err(_) => sheet.write_string_with_format(row, column, cell.text(), format)?,
                    };
                }
                Cell::Text(_) | Cell::Whole(_) => {
                    sheet.write_string_with_format(row, column, cut(&cell.text()), format)?;
                }
            }
            column += 1;
        }
        for word in origin.words(line, faults) {
            sheet.write_string_with_format(row, column, cut(&word), &formats.words)?;
            column += 1;
        }
        self.rows += 1;
        Ok(())
    }

    /// The sheet for the rows of a sheet of the source, and the line to write to.
    fn sheet(&mut self, origin: &Origin) -> Result<(usize, u32), XlsxError> {
        let name = origin.sheet().unwrap_or("Cần sửa");
        if let Some((index, next)) = self.sheets.get_mut(name)
            && *next < LINES
        {
            *next += 1;
            return Ok((*index, *next - 1));
        }
        let index = self.workbook.worksheets().len();
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        // A second sheet for rows that one sheet cannot hold has a name of its own.
        if self.sheets.contains_key(name) || sheet.set_name(name).is_err() {
            sheet.set_name(format!("Cần sửa {}", index + 1))?;
        }
        let row = write_headings(sheet, origin, &self.formats.heading)?;
        self.sheets.insert(name.to_owned(), (index, row + 1));
        Ok((index, row))
    }

    pub(super) fn finish(mut self) -> Result<RejectedFile, SourceError> {
        let file = create_private(&self.path).map_err(|error| failed(&self.path, error))?;
        self.workbook.save_to_writer(file).map_err(|error| failed(&self.path, error))?;
        Ok(RejectedFile { path: self.path, rows: self.rows })
    }
}

/// Writes title and headings; the line after them.
fn write_headings(sheet: &mut Worksheet, origin: &Origin, format: &Format) -> Result<u32, XlsxError> {
    let Some(headings) = origin.written_headings() else {
        return Ok(0);
    };
    let above = origin.lines_above();
    let own = origin.kept.len();
    // Columns as wide as what is in them, before any row: a sheet in constant memory goes only forward.
    for column in 0..own + 3 {
        let width = if column < own { 18 } else { 50 };
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), width)?;
    }
    sheet.set_freeze_panes(above + 1, 0)?;
    if above > 0 {
        sheet.write_string(0, 0, "Các dòng cần sửa rồi gửi lại")?;
    }
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(above, column, cut(heading), format)?;
    }
    Ok(above + 1)
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
