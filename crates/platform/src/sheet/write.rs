//! Writing templates, exports and returned sheets.

use super::{Cell, Column, Exported, Row, Value};
use crate::Result;
use crate::problem::{Fault, Problem};
use rules::number::Fixed;
use rules::period::vietnamese_date;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Rows above which a workbook is written in constant memory.
const MANY_ROWS: usize = 5_000;

fn broken(error: XlsxError) -> Problem {
    Problem::internal(format!("writing a workbook: {error}"))
}

fn heading_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E3_F0F7))
}

fn write_headings<'a>(
    sheet: &mut Worksheet,
    row: u32,
    titles: impl Iterator<Item = &'a str>,
) -> std::result::Result<(), XlsxError> {
    let format = heading_format();
    for (index, title) in (0_u16..).zip(titles) {
        sheet.set_column_width(index, f64::from(u16::try_from(title.chars().count()).unwrap_or(40).clamp(12, 40)))?;
        sheet.write_string_with_format(row, index, title, &format)?;
    }
    Ok(())
}

/// A blank template: headings with a note each, one example row to be written over, a sheet that explains.
pub fn template(name: &str, columns: &[Column]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    (|| {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        write_headings(sheet, 0, columns.iter().map(|column| column.title))?;
        let example = Format::new().set_italic().set_font_color(Color::RGB(0x0052_606D));
        for (index, column) in (0_u16..).zip(columns) {
            sheet.insert_note(0, index, &Note::new(column.hint).set_author("Chung Sức"))?;
            let text = if index == 0 { format!("Ví dụ: {}", column.example) } else { column.example.to_owned() };
            sheet.write_string_with_format(1, index, &text, &example)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let guide = workbook.add_worksheet();
        guide.set_name("Hướng dẫn")?;
        guide.set_column_width(0, 28)?.set_column_width(1, 14)?.set_column_width(2, 90)?;
        let bold = heading_format();
        for (index, text) in (0_u16..).zip(["Nội dung cột", "Bắt buộc", "Cách điền"]) {
            guide.write_string_with_format(0, index, text, &bold)?;
        }
        for (row, column) in (1_u32..).zip(columns) {
            guide.write_string(row, 0, column.title)?;
            guide.write_string(row, 1, if column.required { "có" } else { "không" })?;
            guide.write_string(row, 2, column.hint)?;
        }
        Ok(())
    })()
    .map_err(broken)?;
    workbook.save_to_buffer().map_err(broken)
}

/// The table as a workbook: title, headings, typed cells in Vietnamese number and date formats.
pub fn xlsx(table: &Exported) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    (|| {
        let many = table.rows.len() > MANY_ROWS;
        let sheet = if many { workbook.add_worksheet_with_constant_memory()? } else { workbook.add_worksheet() };
        sheet.set_name(table.name.chars().take(31).collect::<String>())?;
        sheet.write_string_with_format(0, 0, &table.title, &Format::new().set_bold())?;
        write_headings(sheet, 1, table.headings.iter().map(String::as_str))?;
        sheet.set_freeze_panes(2, 0)?;
        let day_format = Format::new().set_num_format("dd/mm/yyyy");
        let whole_format = Format::new().set_num_format("#,##0");
        let decimal_formats: Vec<Format> = ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"]
            .iter()
            .map(|code| Format::new().set_num_format(*code))
            .collect();
        for (row, values) in (2_u32..).zip(&table.rows) {
            for (column, value) in (0_u16..).zip(values) {
                match value {
                    Value::Empty => continue,
                    Value::Text(text) => sheet.write_string(row, column, text)?,
                    Value::Whole(number) => {
                        sheet.write_number_with_format(row, column, to_float(*number), &whole_format)?
                    }
                    Value::Decimal(number, decimals) => {
                        let decimals = usize::try_from(*decimals).unwrap_or(4).min(4);
                        sheet.write_number_with_format(
                            row,
                            column,
                            to_float(*number) / 10_000.0,
                            &decimal_formats[decimals],
                        )?
                    }
                    Value::Day(day) => sheet.write_datetime_with_format(row, column, excel_day(*day)?, &day_format)?,
                };
            }
        }
        Ok(())
    })()
    .map_err(broken)?;
    workbook.save_to_buffer().map_err(broken)
}

fn excel_day(day: chrono::NaiveDate) -> std::result::Result<rust_xlsxwriter::ExcelDateTime, XlsxError> {
    use chrono::Datelike;
    let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    rust_xlsxwriter::ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(u16::MAX),
        part(day.month()),
        part(day.day()),
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a workbook knows only floating numbers; people and units stay far below 2^53"
)]
fn to_float(number: i64) -> f64 {
    number as f64
}

/// The table as CSV in UTF-8 with a byte-order mark, semicolons, and Vietnamese number and date formats.
pub fn csv(table: &Exported) -> Result<Vec<u8>> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut bytes);
    let fault = |error: csv::Error| Problem::internal(format!("writing CSV: {error}"));
    writer.write_record(&table.headings).map_err(fault)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(in_vietnamese)).map_err(fault)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn in_vietnamese(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        // A leading sign would be read as a formula by spreadsheet programs.
        Value::Text(text) if text.starts_with(['=', '+', '@']) => format!("'{text}"),
        Value::Text(text) => text.clone(),
        Value::Whole(number) => number.to_string(),
        Value::Decimal(number, decimals) => Fixed::from_ten_thousandths(*number).plain(*decimals).replace('.', ","),
        Value::Day(day) => vietnamese_date(*day),
    }
}

/// The returned sheet: the refused rows as they came, each faulty cell marked with a note that says rule and remedy,
/// and a last column that says it again in words.
pub fn returned(columns: &[Column], rows: &[Row], faults: &[Fault]) -> Result<Vec<u8>> {
    let mut by_row: BTreeMap<(Option<&str>, u32), Vec<&Fault>> = BTreeMap::new();
    for fault in faults {
        by_row.entry((fault.sheet.as_deref(), fault.row.unwrap_or(0))).or_default().push(fault);
    }
    let mut workbook = Workbook::new();
    (|| {
        let sheet = workbook.add_worksheet();
        sheet.set_name("Cần sửa")?;
        let titles = columns.iter().map(|column| column.title).chain(["Dòng cũ", "Cần sửa"]);
        write_headings(sheet, 0, titles)?;
        sheet.set_freeze_panes(1, 0)?;
        let marked =
            Format::new().set_background_color(Color::RGB(0x00FB_E6E6)).set_font_color(Color::RGB(0x00A3_262A));
        let plain = Format::new();
        let last = u16::try_from(columns.len()).unwrap_or(u16::MAX - 1);
        for (target, row) in (1_u32..).zip(rows) {
            let own = by_row.get(&(row.sheet.as_deref(), row.number)).map_or(&[][..], Vec::as_slice);
            for (index, (column, cell)) in (0_u16..).zip(columns.iter().zip(&row.cells)) {
                let fault = own.iter().find(|fault| fault.column == column.title);
                let format = if fault.is_some() { &marked } else { &plain };
                match cell {
                    Cell::Number(number) => sheet.write_number_with_format(target, index, *number, format)?,
                    Cell::Empty if fault.is_none() => continue,
                    other => sheet.write_string_with_format(target, index, other.text(), format)?,
                };
                if let Some(fault) = fault {
                    let text = format!("{}. {}", fault.rule, fault.remedy);
                    sheet.insert_note(target, index, &Note::new(text).set_author("Chung Sức"))?;
                }
            }
            sheet.write_string(target, last, row.locator())?;
            let words: Vec<String> =
                own.iter().map(|fault| format!("{}: {}. {}", fault.column, fault.rule, fault.remedy)).collect();
            sheet.write_string(target, last + 1, words.join("\n"))?;
        }
        Ok(())
    })()
    .map_err(broken)?;
    workbook.save_to_buffer().map_err(broken)
}
