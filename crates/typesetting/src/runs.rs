//! Texts with bold and italic runs, as data files write them.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A stretch of text of one look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Bold on top of the style.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// Italic on top of the style.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

/// One run as it is.
pub fn plain(text: impl Into<String>) -> Vec<Run> {
    vec![Run { text: text.into(), bold: false, italic: false }]
}

/// One bold run.
pub fn bold(text: impl Into<String>) -> Run {
    Run { text: text.into(), bold: true, italic: false }
}

/// The words of the runs alone.
pub fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Normal form C, every run of white space and control characters as one space, none at the ends.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.nfc() {
        if character.is_whitespace() && character != '\u{a0}' || character.is_control() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}') {
            cleaned.push(character);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Splits `**bold**` and `*italic*` from a text. A star that opens nothing is kept, as is one after a backslash.
pub fn parse(text: &str) -> Vec<Run> {
    let text = clean(text);
    let mut runs: Vec<Run> = Vec::new();
    let (mut bold, mut italic) = (false, false);
    let mut rest = text.as_str();
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\*") {
            push(&mut runs, "*", bold, italic);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**").filter(|after| bold || closes(after, "**")) {
            bold = !bold;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*').filter(|after| italic || closes(after, "*")) {
            italic = !italic;
            rest = after;
        } else {
            let (head, after) = rest.split_at(character.len_utf8());
            push(&mut runs, head, bold, italic);
            rest = after;
        }
    }
    runs
}

/// A mark opens a run only before a word and when the same mark closes it later.
fn closes(after: &str, mark: &str) -> bool {
    after.starts_with(|next: char| !next.is_whitespace()) && after.contains(mark)
}

fn push(runs: &mut Vec<Run>, text: &str, bold: bool, italic: bool) {
    match runs.last_mut() {
        Some(last) if last.bold == bold && last.italic == italic => last.text.push_str(text),
        _ => runs.push(Run { text: text.to_owned(), bold, italic }),
    }
}
