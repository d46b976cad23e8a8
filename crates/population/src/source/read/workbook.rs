//! Workbooks: cells come one after the other as they stand in the file, never a whole sheet at once.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use super::block::Builder;
use super::{broken, open};
use crate::source::check::Cell;
use crate::source::columns::layout::{TOP, Top};
use crate::source::rejects::Form;
use crate::source::{Progress, SourceError};

/// Puts the rows of every wanted sheet into the builder.
pub(super) fn read(path: &Path, progress: &Progress, builder: &mut Builder<'_>) -> Result<(), SourceError> {
    let mut workbook = workbook(path)?;
    let days = Days { since_1904: workbook.has_1904_epoch() };
    let names: Vec<String> = workbook.sheet_names();
    if let Some(absent) = builder.named_sheets().iter().find(|name| !names.contains(name)) {
        return Err(broken(path, format!("không có trang tính “{absent}”; các trang tính là {}", names.join(", "))));
    }
    let wanted: Vec<String> = names.into_iter().filter(|name| builder.wants(name)).collect();
    progress.begin(lines(path, &mut workbook, &wanted)?);
    for name in wanted {
        builder.begin(Form::Workbook, Some(name.clone()));
        rows(path, &mut workbook, &name, days, &mut |line, cells| match cells {
            Part::Cell(column, cell) => {
                builder.cell(column, cell);
                Ok(true)
            }
            Part::End => builder.end_row(line, 1).map(|()| true),
        })?;
        builder.end()?;
    }
    Ok(())
}

/// How many lines the sheets say they have; nought if one does not say.
fn lines(path: &Path, workbook: &mut Xlsx<BufReader<File>>, names: &[String]) -> Result<u64, SourceError> {
    let mut lines = 0;
    for name in names {
        match workbook.worksheet_cells_reader(name) {
            Ok(reader) if reader.dimensions().end.0 > 0 => lines += u64::from(reader.dimensions().end.0) + 1,
            Ok(_) => return Ok(0),
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) => return Err(broken(path, format!("trang tính “{name}”: {error}"))),
        }
    }
    Ok(lines)
}

/// The first lines of every sheet.
pub(super) fn tops(path: &Path) -> Result<Vec<Top>, SourceError> {
    let mut workbook = workbook(path)?;
    let days = Days { since_1904: workbook.has_1904_epoch() };
    let mut tops = Vec::new();
    for name in workbook.sheet_names() {
        let mut top = Top { sheet: Some(name.clone()), lines: Vec::new() };
        let mut cells: Vec<String> = Vec::new();
        rows(path, &mut workbook, &name, days, &mut |line, part| {
            match part {
                Part::Cell(column, cell) => {
                    if cells.len() <= column {
                        cells.resize(column + 1, String::new());
                    }
                    cells[column] = cell.text().into_owned();
                }
                Part::End => {
                    let line_cells = std::mem::take(&mut cells);
                    if line_cells.iter().any(|cell| !cell.is_empty()) {
                        top.lines.push((line, line_cells));
                    }
                }
            }
            Ok(top.lines.len() < TOP)
        })?;
        tops.push(top);
    }
    Ok(tops)
}

enum Part<'a> {
    Cell(usize, Cell<'a>),
    End,
}

/// How the workbook counts days.
#[derive(Clone, Copy)]
struct Days {
    since_1904: bool,
}

impl Days {
    /// Days since 1970-01-01. Workbooks believe in a 29 February 1900.
    fn day(self, moment: &ExcelDateTime) -> Cell<'static> {
        let serial = moment.as_f64();
        if !moment.is_datetime() || !(0.0..3_000_000.0).contains(&serial) {
            return Cell::Number(serial);
        }
        let serial = serial.floor() as i32;
        Cell::Day(match serial {
            _ if self.since_1904 => serial + 1_462 - 25_569,
            0..60 => serial - 25_568,
            _ => serial - 25_569,
        })
    }
}

fn rows(
    path: &Path,
    workbook: &mut Xlsx<BufReader<File>>,
    name: &str,
    days: Days,
    take: &mut dyn FnMut(u32, Part<'_>) -> Result<bool, SourceError>,
) -> Result<(), SourceError> {
    let damaged = |error: XlsxError| broken(path, format!("trang tính “{name}”: {error}"));
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet that is a chart has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(damaged(error)),
    };
    let mut current = None;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if let Some(before) = current.replace(row)
            && before != row
            && !take(before + 1, Part::End)?
        {
            return Ok(());
        }
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Int(number) => Cell::Number(*number as f64),
            DataRef::Float(number) => Cell::Number(*number),
            DataRef::DateTime(moment) => days.day(moment),
            DataRef::Bool(true) => Cell::Text("TRUE"),
            DataRef::Bool(false) => Cell::Text("FALSE"),
            DataRef::SharedString(text) => Cell::of_text(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of_text(text),
            DataRef::Error(_) => Cell::Text("#N/A"),
        };
        take(row + 1, Part::Cell(column as usize, value))?;
    }
    if let Some(last) = current {
        take(last + 1, Part::End)?;
    }
    Ok(())
}

fn workbook(path: &Path) -> Result<Xlsx<BufReader<File>>, SourceError> {
    Xlsx::new(BufReader::with_capacity(1 << 16, open(path)?)).map_err(|error| {
        broken(
            path,
            format!("{error}; mở bằng Excel hoặc LibreOffice rồi lưu lại dưới dạng .xlsx (không đặt mật khẩu)"),
        )
    })
}
