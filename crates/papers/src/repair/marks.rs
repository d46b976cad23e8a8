//! Marks of other writing: stars of emphasis (`*2213*`) and formulas (`$\geq 90\%$`).

use super::map::{Change, Edit};
use crate::span::Span;

/// No emphasis or formula of a paper is longer, in bytes.
const LONGEST: usize = 400;

pub(super) fn find(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.contains('*') {
            stars(text, Span::new(start, start + line.len()), &mut changes);
        }
        if line.contains('$') || line.contains("\\(") {
            formulas(text, Span::new(start, start + line.len()), &mut changes);
        }
        start += line.len();
    }
    changes
}

fn stars(text: &str, line: Span, changes: &mut Vec<Change>) {
    let mut open: Option<Span> = None;
    let mut at = line.start;
    while let Some(place) = Span::new(at, line.end).of(text).find('*') {
        let start = at + place;
        let length = Span::new(start, line.end).of(text).bytes().take_while(|byte| *byte == b'*').count();
        let mark = Span::new(start, start + length);
        at = mark.end;
        if let Some(opening) = open.filter(|opening| closes(text, *opening, mark)) {
            changes.push(Change {
                span: opening.join(mark),
                edits: vec![Edit::remove(opening), Edit::remove_after(mark)].into(),
                rule: "star_marks",
            });
            open = None;
        } else {
            open = (length <= 3).then_some(mark);
        }
    }
}

fn closes(text: &str, open: Span, close: Span) -> bool {
    let inside = Span::new(open.end, close.start).of(text);
    let first = inside.chars().next();
    let last = inside.chars().next_back();
    let product = |inside: &str| {
        let before = text[..open.start].chars().next_back();
        let after = text[close.end..].chars().next();
        let digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
        inside.chars().all(|character| character.is_ascii_digit()) && digit(before) && digit(after)
    };
    open.end - open.start == close.end - close.start
        && inside.len() <= LONGEST
        && first.is_some_and(|first| first.is_alphanumeric() || "“\"'‘([-–$≥≤><".contains(first))
        && last.is_some_and(|last| last.is_alphanumeric() || "”\"'’)]%.,;:!?…$-".contains(last))
        && !product(inside)
}

fn formulas(text: &str, line: Span, changes: &mut Vec<Change>) {
    let mut at = line.start;
    while let Some((open, closing)) = next_opening(text, Span::new(at, line.end)) {
        at = open.end;
        let Some(close) = close_by(text, Span::new(open.end, line.end), closing) else { continue };
        if let Some(edits) = formula(text, Span::new(open.end, close.start)) {
            let mut all = vec![Edit::remove(open)];
            all.extend(edits);
            all.push(Edit::remove_after(close));
            changes.push(Change { span: open.join(close), edits: all.into(), rule: "formula" });
            at = close.end;
        }
    }
}

/// The next `$` or `\(`, and what closes it.
fn next_opening(text: &str, line: Span) -> Option<(Span, &'static str)> {
    let rest = line.of(text);
    rest.match_indices(['$', '\\']).find_map(|(place, mark)| {
        let start = line.start + place;
        match mark {
            "$" => Some((Span::new(start, start + 1), "$")),
            _ if rest[place + 1..].starts_with('(') => Some((Span::new(start, start + 2), "\\)")),
            _ => None,
        }
    })
}

/// The mark that closes a formula, if it is near enough.
fn close_by(text: &str, rest: Span, closing: &str) -> Option<Span> {
    let most = rest.end.min(rest.start + LONGEST + closing.len());
    let end = (rest.start..=most).rev().find(|end| text.is_char_boundary(*end))?;
    let start = rest.start + Span::new(rest.start, end).of(text).find(closing)?;
    Some(Span::new(start, start + closing.len()))
}

/// The edits that write a formula as text, or `None` where something in it is not understood.
fn formula(text: &str, inside: Span) -> Option<Vec<Edit>> {
    let words = inside.of(text);
    let is_number = words.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
    if words.is_empty() || !(words.contains('\\') || is_number) {
        return None;
    }
    let mut edits = Vec::new();
    let mut at = inside.start;
    while at < inside.end {
        let rest = Span::new(at, inside.end).of(text);
        let first = rest.chars().next()?;
        let (length, now) = match first {
            '\\' => {
                let name = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let length = 1 + if name == 0 { rest[1..].chars().next()?.len_utf8() } else { name };
                (length, command(&rest[1..length])?)
            }
            '{' | '}' => (1, ""),
            '~' => (1, " "),
            '^' if rest.starts_with("^{\\circ}") => (8, "°"),
            '^' if rest.starts_with("^\\circ") => (6, "°"),
            '^' | '_' | '&' | '#' => return None,
            letter => {
                at += letter.len_utf8();
                continue;
            }
        };
        let span = Span::new(at, at + length);
        edits.push(if now.is_empty() { Edit::remove(span) } else { Edit::replace(span, now) });
        at += length;
    }
    Some(edits)
}

fn command(name: &str) -> Option<&'static str> {
    Some(match name {
        "geq" | "ge" | "geqslant" => "≥",
        "leq" | "le" | "leqslant" => "≤",
        "gt" => ">",
        "lt" => "<",
        "neq" | "ne" => "≠",
        "approx" => "≈",
        "sim" => "~",
        "pm" => "±",
        "times" => "×",
        "div" => "÷",
        "cdot" => "·",
        "to" | "rightarrow" => "→",
        "circ" => "°",
        "ldots" | "dots" => "…",
        "%" => "%",
        "$" => "$",
        "&" => "&",
        "#" => "#",
        "_" => "_",
        "quad" | "," | ";" | ":" | " " => " ",
        "!" | "text" | "mathrm" | "mathbf" | "textbf" | "mathit" | "left" | "right" | "displaystyle" => "",
        _ => return None,
    })
}
