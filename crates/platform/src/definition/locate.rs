//! From a place in the text to the path of a key, and back.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every key and element of a TOML text with its path and its bytes, in the order of the text.
pub(super) struct Places<'a> {
    text: &'a str,
    entries: Vec<Entry>,
}

struct Entry {
    path: String,
    /// Where the key (or the element of an array) is written.
    name: Range<usize>,
    /// Where its value is written.
    value: Range<usize>,
}

impl<'a> Places<'a> {
    /// Reads as much as can be read; a text that is not TOML has only its readable places.
    pub(super) fn of(text: &'a str) -> Self {
        let (table, _) = DeTable::parse_recoverable(text);
        let mut entries = Vec::new();
        walk_table("", table.get_ref(), &mut entries);
        Self { text, entries }
    }

    /// The line (from 1) where the path is written; for a path that is not there, its nearest parent.
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

    /// The path of the innermost key or value written at these bytes.
    pub(super) fn path_at(&self, span: &Range<usize>) -> String {
        self.entries
            .iter()
            .filter(|entry| within(span, &entry.name) || within(span, &entry.value))
            .max_by_key(|entry| entry.path.len())
            .map(|entry| entry.path.clone())
            .unwrap_or_default()
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn walk_table(prefix: &str, table: &DeTable<'_>, entries: &mut Vec<Entry>) {
    let first = entries.len();
    for (key, value) in table.iter() {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        walk_value(path, key.span(), value, entries);
    }
    entries[first..].sort_by_key(|entry| entry.name.start);
}

fn walk_value(path: String, name: Range<usize>, value: &Spanned<DeValue<'_>>, entries: &mut Vec<Entry>) {
    entries.push(Entry { path: path.clone(), name, value: value.span() });
    match value.get_ref() {
        DeValue::Table(table) => walk_table(&path, table, entries),
        DeValue::Array(array) => {
            for (index, element) in array.iter().enumerate() {
                walk_value(format!("{path}[{index}]"), element.span(), element, entries);
            }
        }
        _ => {}
    }
}

/// The line (from 1) of a byte of the text.
pub(super) fn line_at(text: &str, byte: usize) -> usize {
    let end = byte.min(text.len());
    1 + text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count()
}
