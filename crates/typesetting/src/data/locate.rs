//! From a place in a TOML text to the path of a field, and back.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every field and element of a TOML text.
pub(super) struct Places<'a> {
    text: &'a str,
    entries: Vec<Entry>,
}

struct Entry {
    path: String,
    name: Range<usize>,
    value: Range<usize>,
    words: Option<String>,
}

impl<'a> Places<'a> {
    /// The places of as much of the text as can be read.
    pub(super) fn of(text: &'a str) -> Self {
        let (table, _) = DeTable::parse_recoverable(text);
        let mut entries = Vec::new();
        note_table("", table.get_ref(), &mut entries);
        Self { text, entries }
    }

    /// The line, from 1, of a path; of its nearest parent when the path itself is not there.
    pub(super) fn line_of(&self, path: &str) -> usize {
        let mut wanted = path;
        loop {
            if let Some(entry) = self.entries.iter().find(|entry| entry.path == wanted) {
                return line_at(self.text, entry.name.start);
            }
            match wanted.rfind(['.', '[']) {
                Some(cut) => wanted = &wanted[..cut],
                None => return 1,
            }
        }
    }

    /// The innermost path written around these bytes.
    pub(super) fn path_at(&self, span: &Range<usize>) -> String {
        let around = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
        (self.entries.iter())
            .filter(|entry| around(&entry.name) || around(&entry.value))
            .max_by_key(|entry| entry.path.len())
            .map(|entry| entry.path.clone())
            .unwrap_or_default()
    }

    /// Every text with its path.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|entry| Some((entry.path.as_str(), entry.words.as_deref()?)))
    }
}

/// The line, from 1, of a byte of the text.
pub(super) fn line_at(text: &str, byte: usize) -> usize {
    1 + text.as_bytes()[..byte.min(text.len())].iter().filter(|&&byte| byte == b'\n').count()
}

fn note_table(prefix: &str, table: &DeTable<'_>, entries: &mut Vec<Entry>) {
    for (key, value) in table.iter() {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        note_value(path, key.span(), value, entries);
    }
}

fn note_value(path: String, name: Range<usize>, value: &Spanned<DeValue<'_>>, entries: &mut Vec<Entry>) {
    let words = match value.get_ref() {
        DeValue::String(words) => Some(words.to_string()),
        _ => None,
    };
    entries.push(Entry { path: path.clone(), name, value: value.span(), words });
    match value.get_ref() {
        DeValue::Table(table) => note_table(&path, table, entries),
        DeValue::Array(array) => {
            for (index, element) in array.iter().enumerate() {
                note_value(format!("{path}[{index}]"), element.span(), element, entries);
            }
        }
        _ => {}
    }
}
