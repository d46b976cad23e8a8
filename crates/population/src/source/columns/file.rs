//! Mappings as TOML, to be shown, changed and read again.
//!
//! ```toml
//! [residents]
//! person_id = "Mã số BHXH"            # the heading; capitals, diacritics, notes in brackets do not matter
//! sex = ["Giới tính", "Phái"]         # several headings: sheets call the column by different names
//! # male = "Năm sinh - Nam"          # instead of sex (and birth_date): a column for men,
//! # female = "Năm sinh - Nữ"          # and one for women
//! # birth_day = "Ngày sinh - Ngày"    # instead of birth_date: a column each for day, month
//! # birth_month = "Ngày sinh - Tháng" # and year; the day or the month of some may be unknown
//! # birth_year = "Ngày sinh - Năm"
//! commune_code = { column = "D" }     # the place: a letter as in a workbook, or a number counted from 1
//! sheets = ["Ấp 1", "Ấp 2"]           # optional: only these sheets
//! heading_row = 5                     # optional: the last line of the headings; 0 if there are none
//!
//! [cards]
//! person_id = "Mã số BHXH"
//! valid_from = "Từ ngày"
//! valid_to = "Đến ngày"
//! ```

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Column, Mapping};
use crate::source::check::line_of;
use crate::source::{Field, List, MapFault};

/// The mappings of one file: of residents, of cards, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Mappings {
    /// The table `[residents]`.
    pub residents: Option<Mapping>,
    /// The table `[cards]`.
    pub cards: Option<Mapping>,
}

impl Mappings {
    /// Reads a mapping file from its text; `file` is its name for faults. Columns that the file does not mention are not
    /// read.
    ///
    /// # Errors
    /// Every fault with line and entry.
    pub fn parse(file: &str, text: &str) -> Result<Mappings, Vec<MapFault>> {
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(0, |span| line_of(text, span.start));
            let what = format!("không đúng TOML: {}", error.message());
            vec![MapFault { file: file.to_owned(), line, field: "TOML".to_owned(), what }]
        })?;
        let mut reader = Reader { file, text, faults: Vec::new() };
        let mut mappings = Mappings::default();
        for (name, value) in table.get_ref() {
            let list = [List::Residents, List::Cards].into_iter().find(|list| list.key() == name.get_ref().as_ref());
            match (list, value.get_ref()) {
                (Some(list), DeValue::Table(entries)) => {
                    let mapping = reader.mapping(list, &name.span(), entries);
                    match list {
                        List::Residents => mappings.residents = Some(mapping),
                        List::Cards => mappings.cards = Some(mapping),
                    }
                }
                _ => reader.fault(&name.span(), name.get_ref(), "chỉ có hai bảng [residents] và [cards]"),
            }
        }
        if reader.faults.is_empty() { Ok(mappings) } else { Err(reader.faults) }
    }

    /// The mapping of a list.
    pub fn of(&self, list: List) -> Option<&Mapping> {
        match list {
            List::Residents => self.residents.as_ref(),
            List::Cards => self.cards.as_ref(),
        }
    }

    /// The file's text; reading it gives the same mappings.
    pub fn to_toml(&self) -> String {
        [&self.residents, &self.cards].into_iter().flatten().map(Mapping::to_toml).collect::<Vec<_>>().join("\n")
    }
}

impl Mapping {
    /// The table of this mapping in a mapping file. Mandatory columns that are not mapped stand there as comments.
    pub fn to_toml(&self) -> String {
        let mut text = format!("[{}]\n", self.list().key());
        for &field in self.list().fields() {
            let columns: Vec<String> = self.columns_of(field).iter().map(entry).collect();
            let value = match columns.as_slice() {
                [] if self.list().mandatory().contains(&field) => {
                    text.push_str(&format!("# {} = \"{}\"\n", field.key(), field.title()));
                    continue;
                }
                [] => continue,
                [only] => only.clone(),
                several => format!("[{}]", several.join(", ")),
            };
            text.push_str(&format!("{} = {value}\n", field.key()));
        }
        if !self.sheets().is_empty() {
            let sheets: Vec<String> = self.sheets().iter().map(|sheet| quoted(sheet)).collect();
            text.push_str(&format!("sheets = [{}]\n", sheets.join(", ")));
        }
        if let Some(line) = self.heading_row() {
            text.push_str(&format!("heading_row = {line}\n"));
        }
        text
    }
}

fn entry(column: &Column) -> String {
    match column {
        Column::Heading(heading) => quoted(heading),
        Column::Place(place) => format!("{{ column = {} }}", place + 1),
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    faults: Vec<MapFault>,
}

impl Reader<'_> {
    fn fault(&mut self, span: &Range<usize>, field: &str, what: &str) {
        let line = line_of(self.text, span.start);
        self.faults.push(MapFault { file: self.file.to_owned(), line, field: field.to_owned(), what: what.to_owned() });
    }

    fn mapping(&mut self, list: List, span: &Range<usize>, entries: &DeTable<'_>) -> Mapping {
        let mut mapping = Mapping::new(list);
        for (name, value) in entries {
            let path = format!("{}.{}", list.key(), name.get_ref());
            match name.get_ref().as_ref() {
                "sheets" => match texts(value) {
                    Some(sheets) => mapping.set_sheets(sheets),
                    None => self.fault(&name.span(), &path, "ghi danh sách tên trang tính, ví dụ [\"Ấp 1\", \"Ấp 2\"]"),
                },
                "heading_row" => match whole(value).and_then(|line| u32::try_from(line).ok()) {
                    Some(line) => mapping.set_heading_row(Some(line)),
                    None => self.fault(&name.span(), &path, "ghi số dòng cuối của tiêu đề, 0 nếu không có tiêu đề"),
                },
                key => match Field::of_key(list, key) {
                    Some(field) => match columns(value) {
                        Some(columns) => mapping.set(field, columns),
                        None => self.fault(
                            &name.span(),
                            &path,
                            "ghi tiêu đề cột (\"Mã số BHXH\"), vài tiêu đề ([\"…\", \"…\"]) hoặc vị trí ({ column = \"D\" })",
                        ),
                    },
                    None => {
                        let known: Vec<&str> = list.fields().iter().map(|field| field.key()).collect();
                        let what = format!("không có cột này; các cột là {}, sheets, heading_row", known.join(", "));
                        self.fault(&name.span(), &path, &what);
                    }
                },
            }
        }
        for field in mapping.missing() {
            if entries.keys().any(|name| name.get_ref().as_ref() == field.key()) {
                continue;
            }
            let path = format!("{}.{}", list.key(), field.key());
            let what = match field {
                Field::BirthYear => "cột ngày, cột tháng của ngày sinh cần có cột năm; ghi thêm birth_year".to_owned(),
                _ => format!("thiếu cột bắt buộc; ghi {} = \"{}\" theo tiêu đề trong tệp", field.key(), field.title()),
            };
            self.fault(span, &path, &what);
        }
        mapping
    }
}

fn columns(value: &Spanned<DeValue<'_>>) -> Option<Vec<Column>> {
    match value.get_ref() {
        DeValue::Array(several) if !several.is_empty() => several.iter().map(column).collect(),
        _ => column(value).map(|only| vec![only]),
    }
}

fn column(value: &Spanned<DeValue<'_>>) -> Option<Column> {
    match value.get_ref() {
        DeValue::String(heading) if !heading.trim().is_empty() => Some(Column::Heading(heading.trim().to_owned())),
        DeValue::Table(table) if table.len() == 1 => {
            let (name, place) = table.iter().next()?;
            if name.get_ref().as_ref() != "column" {
                return None;
            }
            let number = match place.get_ref() {
                DeValue::String(letters) => number_of_letters(letters)?,
                _ => usize::try_from(whole(place)?).ok()?,
            };
            (1..=16_384).contains(&number).then(|| Column::Place(number - 1))
        }
        _ => None,
    }
}

/// A is 1, Z is 26, AA is 27.
fn number_of_letters(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    letters.bytes().try_fold(0, |number, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| number * 26 + usize::from(letter - b'A') + 1)
    })
}

fn texts(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    let DeValue::Array(several) = value.get_ref() else {
        return None;
    };
    several.iter().map(|text| Some(text.get_ref().as_str()?.to_owned())).collect()
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<i64> {
    let DeValue::Integer(number) = value.get_ref() else {
        return None;
    };
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
