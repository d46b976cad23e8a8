//! Reading a schema, with faults that name the line and the field.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{Columns, DateOrder, Field, Kind, Schema};

/// Why a schema cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A place in the text is wrong.
    #[error("tệp lược đồ, dòng {line}{field}: {message}")]
    Fault {
        /// The line, the first being 1.
        line: usize,
        /// The field in which the line stands, as `, trường thứ 2 (ngay_sinh)`, or nothing.
        field: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A file that the schema names, or the schema itself, cannot be read.
    #[error("không đọc được `{path}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaText {
    id: Option<Spanned<IdText>>,
    #[serde(default)]
    field: Vec<Spanned<FieldText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdText {
    column: Option<OneOrMore>,
    left: Option<OneOrMore>,
    right: Option<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldText {
    name: Option<String>,
    column: Option<OneOrMore>,
    left: Option<OneOrMore>,
    right: Option<OneOrMore>,
    kind: Spanned<String>,
    format: Option<Spanned<String>>,
    history: Option<Spanned<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Schema {
    /// Reads a schema; a file of successions is named relative to the folder of the process.
    pub fn parse(text: &str) -> Result<Schema, SchemaError> {
        let read: SchemaText = toml::from_str(text)
            .map_err(|error| fault(text, error.span().map_or(0, |span| span.start), &vietnamese(error.message())))?;
        let id = match read.id {
            None => None,
            Some(id) => {
                let start = id.span().start;
                let id = id.into_inner();
                Some(columns(id.column, id.left, id.right).map_err(|message| fault(text, start, &message))?)
            }
        };
        if read.field.is_empty() {
            return Err(fault(text, text.len(), "chưa có trường nào: hãy thêm `[[field]]` với `column` và `kind`"));
        }
        let fields = read.field.into_iter().map(|field| read_field(text, field)).collect::<Result<_, _>>()?;
        Ok(Schema { id, fields })
    }

    /// Reads the schema in `path`; a file of successions is named relative to the folder of the schema.
    pub fn open(path: &Path) -> Result<Schema, SchemaError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SchemaError::Unreadable { path: path.to_owned(), source })?;
        let mut schema = Schema::parse(&text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for field in &mut schema.fields {
            if let Some(history) = &mut field.history {
                *history = folder.join(&history);
            }
        }
        Ok(schema)
    }
}

fn read_field(text: &str, field: Spanned<FieldText>) -> Result<Field, SchemaError> {
    let start = field.span().start;
    let field = field.into_inner();
    let kind = read_kind(field.kind.get_ref()).ok_or_else(|| {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let message = format!("không có loại `{}`; các loại là {}", field.kind.get_ref(), words.join(", "));
        fault(text, field.kind.span().start, &message)
    })?;
    let order = match &field.format {
        None => DateOrder::ByShape,
        Some(format) if matches!(kind, Kind::Date | Kind::Year) => read_order(format.get_ref()).ok_or_else(|| {
            let message = format!(
                "không có định dạng `{}`; định dạng là thứ tự ngày tháng năm: DMY, MDY hoặc YMD (cũng viết được như DD/MM/YYYY)",
                format.get_ref()
            );
            fault(text, format.span().start, &message)
        })?,
        Some(format) => {
            return Err(fault(text, format.span().start, "chỉ ngày (`date`) và năm (`year`) có định dạng; hãy bỏ dòng này"));
        }
    };
    if let (Some(history), false) = (&field.history, kind == Kind::Place) {
        return Err(fault(text, history.span().start, "chỉ địa bàn (`place`) có lịch sử; hãy bỏ dòng này"));
    }
    let columns = columns(field.column, field.left, field.right).map_err(|message| fault(text, start, &message))?;
    Ok(Field {
        name: field.name.unwrap_or_else(|| columns.left.join(" ")),
        columns,
        kind,
        order,
        history: field.history.map(Spanned::into_inner),
        successions: Vec::new(),
    })
}

fn columns(both: Option<OneOrMore>, left: Option<OneOrMore>, right: Option<OneOrMore>) -> Result<Columns, String> {
    let both = both.map(OneOrMore::into_list);
    let left = left.map(OneOrMore::into_list).or_else(|| both.clone());
    let right = right.map(OneOrMore::into_list).or(both);
    match (left, right) {
        (Some(left), Some(right)) if !left.is_empty() && !right.is_empty() => Ok(Columns { left, right }),
        (None, Some(_)) => Err("`right` là cột của danh sách thứ hai; còn thiếu `left`".to_owned()),
        (Some(_), None) => Err("`left` là cột của danh sách thứ nhất; còn thiếu `right`".to_owned()),
        _ => Err("thiếu `column`: tên cột trong cả hai danh sách".to_owned()),
    }
}

impl OneOrMore {
    fn into_list(self) -> Vec<String> {
        match self {
            OneOrMore::One(column) => vec![column],
            OneOrMore::More(columns) => columns,
        }
    }
}

fn read_kind(word: &str) -> Option<Kind> {
    let word = word.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    Some(match word.as_str() {
        "name" | "full_name" | "person_name" => Kind::Name,
        "given" | "given_name" | "first_name" => Kind::Given,
        "surname" | "last_name" | "family_name" => Kind::Surname,
        "text" | "address" | "string" => Kind::Text,
        "date" | "birth_date" | "date_of_birth" | "dob" => Kind::Date,
        "year" | "birth_year" => Kind::Year,
        "sex" | "gender" => Kind::Sex,
        "code" | "postcode" | "category" => Kind::Code,
        "place" | "commune" | "unit" => Kind::Place,
        "identifier" | "id" | "identity_number" | "national_id" | "email" => Kind::Identifier,
        "number" | "integer" | "house_number" => Kind::Number,
        "phone" | "telephone" => Kind::Phone,
        _ => return None,
    })
}

fn read_order(format: &str) -> Option<DateOrder> {
    let mut parts = String::new();
    for letter in format.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase()) {
        if !parts.ends_with(letter) {
            parts.push(letter);
        }
    }
    match parts.as_str() {
        "DMY" => Some(DateOrder::DayFirst),
        "MDY" => Some(DateOrder::MonthFirst),
        "YMD" | "YM" | "Y" => Some(DateOrder::YearFirst),
        _ => None,
    }
}

/// What the reader of TOML says, in Vietnamese where it is about fields.
fn vietnamese(message: &str) -> String {
    let quoted = |after: &str| message.strip_prefix(after).and_then(|rest| rest.split('`').nth(1));
    if let Some(field) = quoted("unknown field ") {
        return format!("không có trường tên `{field}`; hãy sửa tên trường");
    }
    if let Some(field) = quoted("missing field ") {
        return format!("thiếu trường `{field}`");
    }
    format!("không đúng cú pháp TOML: {message}")
}

fn fault(text: &str, at: usize, message: &str) -> SchemaError {
    let before = &text[..text.floor_char_boundary(at.min(text.len()))];
    let through_line = text[before.len()..].find('\n').map_or(text, |end| &text[..before.len() + end]);
    let number = through_line.lines().filter(|line| line.trim_start().starts_with("[[field]]")).count();
    let field =
        if number == 0 { String::new() } else { format!(", trường thứ {number}{}", column_name(text, number)) };
    SchemaError::Fault { line: before.matches('\n').count() + 1, field, message: message.to_owned() }
}

/// The column that the `number`-th field gives, as it is written, in brackets.
fn column_name(text: &str, number: usize) -> String {
    let mut seen = 0;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            seen += usize::from(line.starts_with("[[field]]"));
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if seen == number && matches!(key.trim(), "column" | "left" | "name") {
            return format!(" ({})", value.split('#').next().unwrap_or(value).trim().trim_matches('"'));
        }
    }
    String::new()
}
