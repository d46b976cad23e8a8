//! What is wrong in a definition, said to the officer who wrote it.

use std::fmt;

use super::locate::{Places, line_at};

/// A fault in a definition file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Path of the key, such as `criteria[2].threshold`; empty when the whole file is meant.
    pub field: String,
    /// One Vietnamese sentence: what, which rule, what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, dòng {}", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(formatter, ", trường `{}`", self.field)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

impl std::error::Error for Fault {}

/// A rule broken by a value that reads well; it has no file, so that a web form can report it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path of the field, such as `phases[0].duties[3].via`.
    pub field: String,
    /// One Vietnamese sentence: what, which rule, what to do.
    pub message: String,
}

impl Problem {
    /// A problem of this field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

pub(super) fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    Fault {
        file: file.to_owned(),
        line: line_at(text, span.start),
        field: Places::of(text).path_at(&span),
        message: in_vietnamese(error.message()),
    }
}

/// serde and toml word their errors in English; officers read Vietnamese.
fn in_vietnamese(message: &str) -> String {
    let names = quoted(message);
    if message.starts_with("unknown field") {
        let (wrong, known) = names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        return match nearest(wrong, known) {
            Some(guess) => {
                format!("Không có trường tên `{wrong}`; có phải là `{guess}`? Hãy sửa tên trường.")
            }
            None if known.is_empty() => {
                format!("Không có trường tên `{wrong}` ở đây; hãy bỏ trường này.")
            }
            None => format!(
                "Không có trường tên `{wrong}`; các trường được dùng: {}. Hãy sửa hoặc bỏ trường này.",
                known.join(", ")
            ),
        };
    }
    if message.starts_with("unknown variant") {
        let (wrong, known) = names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        return format!("Giá trị `{wrong}` không thuộc danh mục; hãy chọn một trong: {}.", known.join(", "));
    }
    if message.starts_with("missing field") {
        let name = names.first().copied().unwrap_or_default();
        return format!("Thiếu trường bắt buộc `{name}`; hãy thêm trường này.");
    }
    if message.contains("duplicate") {
        return "Trường được viết hai lần; hãy giữ lại một lần.".to_owned();
    }
    if message.contains("formatted date string") || message.contains("premature end of input") {
        return "Ngày phải viết trong dấu nháy theo dạng \"năm-tháng-ngày\", như \"2020-09-24\"; hãy sửa lại."
            .to_owned();
    }
    if message.starts_with("input ") || message.contains("out of range") {
        return "Ngày không có thật hoặc sai dạng \"năm-tháng-ngày\", như \"2020-09-24\"; hãy sửa lại.".to_owned();
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return format!("Giá trị không đúng kiểu: cần {}, đang là {}; hãy sửa lại.", kind(expected), kind(found));
    }
    if is_own_sentence(message) {
        return message.to_owned();
    }
    format!("Tệp không đúng cú pháp TOML ({message}); hãy sửa dòng này.")
}

/// Our own types refuse a value with a Vietnamese sentence already.
fn is_own_sentence(message: &str) -> bool {
    message.ends_with('.') && !message.is_ascii()
}

/// The names that serde puts between back quotes.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn kind(words: &str) -> &str {
    const KINDS: [(&str, &str); 10] = [
        ("string", "chữ trong dấu nháy"),
        ("a string", "chữ trong dấu nháy"),
        ("integer", "số nguyên"),
        ("floating point", "số thập phân"),
        ("boolean", "true hoặc false"),
        ("a boolean", "true hoặc false"),
        ("sequence", "danh sách [ … ]"),
        ("a sequence", "danh sách [ … ]"),
        ("map", "nhóm trường"),
        ("struct ", "nhóm trường"),
    ];
    const WHOLE: [&str; 10] = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    if WHOLE.contains(&words) {
        return "số nguyên";
    }
    KINDS.iter().find(|(english, _)| words.starts_with(english)).map_or(words, |(_, vietnamese)| vietnamese)
}

/// The known name that a misspelt one most likely meant.
fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|name| (distance(wrong, name), *name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edits (insert, delete, replace) from one word to another.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
