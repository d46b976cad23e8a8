//! Marks of Markdown, as converters write papers: rows between bars, signs of headings. Emphasis is mended with the stars of scans.

use super::map::{Change, Edit};
use crate::span::Span;

/// Rows of tables become cells parted by tabs, headings lose their signs; a page that only has bars between its links is left alone.
pub(super) fn find(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let whole = Span::new(start, start + line.len());
        start = whole.end;
        let trimmed = line.trim();
        let from = whole.start + (line.len() - line.trim_start().len());
        let inside = Span::new(from, from + trimmed.len());
        if trimmed.len() > 2 && trimmed.starts_with('|') && trimmed.ends_with('|') {
            changes.push(row(text, whole, inside));
        } else if let Some(length) = heading(trimmed) {
            let sign = Span::new(inside.start, inside.start + length);
            changes.push(Change::single(Edit::remove(sign), "heading_sign"));
        }
    }
    changes
}

/// The length of the sign of a heading with the blanks after it: `## `.
fn heading(line: &str) -> Option<usize> {
    let signs = line.bytes().take_while(|byte| *byte == b'#').count();
    let blanks = line.bytes().skip(signs).take_while(|byte| *byte == b' ').count();
    ((1..=6).contains(&signs) && blanks > 0 && line.len() > signs + blanks).then_some(signs + blanks)
}

fn row(text: &str, whole: Span, inside: Span) -> Change {
    let rule = "table_bars";
    let line = inside.of(text);
    if line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) && line.contains('-') {
        return Change::single(Edit::remove(whole), rule);
    }
    let blank = |byte: u8| byte == b' ' || byte == b'\t';
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut at = inside.start;
    let last = inside.end - 1;
    while at < inside.end {
        let length = line_break(Span::new(at, inside.end).of(text));
        if length == 0 && bytes[at] != b'|' {
            at += 1;
            continue;
        }
        let mut start = at;
        let mut end = at + length.max(1);
        while start > inside.start && blank(bytes[start - 1]) {
            start -= 1;
        }
        while end < inside.end && blank(bytes[end]) {
            end += 1;
        }
        // An empty cell before this bar was taken with the bar before.
        let start = start.max(edits.last().map_or(inside.start, |edit: &Edit| edit.span().end));
        let span = Span::new(start, end);
        edits.push(match () {
            () if length > 0 => Edit::replace(span, if has_number_alone(line) { " " } else { "\n" }),
            () if at == inside.start => Edit::remove(span),
            () if at == last => Edit::remove_after(span),
            () => Edit::replace(span, "\t"),
        });
        at = end;
    }
    Change { span: inside, edits: edits.into(), rule }
}

/// The length of `<br>` at the start of a text; 0 where there is none.
fn line_break(text: &str) -> usize {
    ["<br>", "<br/>", "<br />", "<BR>"].iter().find(|mark| text.starts_with(**mark)).map_or(0, |mark| mark.len())
}

/// A row of values is one line, whatever its cells hold; two columns of names may be read line by line.
fn has_number_alone(line: &str) -> bool {
    line.split('|').map(|cell| cell.trim_matches([' ', '\t', '*'])).any(|cell| {
        !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'%'))
    })
}
