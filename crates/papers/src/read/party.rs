//! Addressees and recipients: the names, and what each gets the paper for.

use std::ops::Range;

use super::document::Document;
use super::lex::{Key, key, marks};
use super::phrases::{Phrases, phrases};
use crate::reading::{Item, Named};

/// The addressees after "Kính gửi".
pub(super) fn addressees(document: &Document<'_>) -> Vec<Item<Named>> {
    let cells = document.outline.head.addressees.iter().flat_map(|cell| parted(document, cell.clone()));
    cells.filter_map(|cell| named(document, cell)).collect()
}

/// The recipients after "Nơi nhận".
pub(super) fn recipients(document: &Document<'_>) -> Vec<Item<Named>> {
    let cells = document.outline.foot.recipients.iter().flat_map(|cell| parted(document, cell.clone()));
    cells.filter_map(|cell| named(document, cell)).collect()
}

/// Several items in one line: `Như trên; Lưu: VT.`, `- A; - B.`
fn parted(document: &Document<'_>, cell: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = cell.start;
    let mut depth = 0_usize;
    for index in cell.clone() {
        match document.get(index).map(|token| token.key) {
            Some(marks::OPEN) => depth += 1,
            Some(marks::CLOSE) => depth = depth.saturating_sub(1),
            Some(marks::SEMICOLON) if depth == 0 => {
                parts.push(start..index);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(start..cell.end);
    for part in &mut parts {
        while part.start < part.end && document.is_any(part.start, &[marks::DASH, marks::PLUS, marks::BULLET]) {
            part.start += 1;
        }
        while part.start < part.end
            && document.is_any(part.end - 1, &[marks::POINT, marks::COMMA, marks::SEMICOLON, SLASH_POINT])
        {
            part.end -= 1;
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

const SLASH_POINT: Key = marks::SLASH;

fn named(document: &Document<'_>, mut cell: Range<usize>) -> Option<Item<Named>> {
    let whole = cell.clone();
    let mut purpose = None;
    // "Lưu: VT, KGVX (3b). TD" ends with the initials of a typist.
    if let Some(open) =
        cell.clone().find(|index| document.is(*index, marks::OPEN) && copies_end(document, *index).is_some())
        && document.is(cell.start, key!("lưu"))
    {
        cell.end = open;
    }
    // Closing brackets from the right: "(để b/c)", "(5b)"; others stay.
    while document.is(cell.end - 1, marks::CLOSE) {
        let Some(open) = cell.clone().rev().find(|index| document.is(*index, marks::OPEN)) else { break };
        let inside = open + 1..cell.end - 1;
        if is_purpose(document, &inside) {
            purpose = Some(document.words(inside));
        } else if !is_copies(document, &inside) {
            break;
        }
        cell.end = open;
        if cell.is_empty() {
            return None;
        }
    }
    // "UBND tỉnh để báo cáo"
    if purpose.is_none()
        && let Some(at) = (cell.start + 1..cell.end).find(|index| {
            document
                .after_any(*index, phrases!["để báo cáo", "để b / c", "để thực hiện", "để phối hợp", "để biết"])
                .is_some()
        })
    {
        purpose = Some(document.words(at..cell.end));
        cell.end = at;
    }
    while cell.start < cell.end && document.is_any(cell.end - 1, &[marks::COMMA, marks::POINT, marks::COLON]) {
        cell.end -= 1;
    }
    let name = document.words(cell);
    (!name.is_empty()).then(|| Item { value: Named { name, purpose }, span: document.span(whole), confidence: 0.97 })
}

fn is_purpose(document: &Document<'_>, inside: &Range<usize>) -> bool {
    const WORDS: &Phrases = phrases![
        "để",
        "b / c",
        "bc",
        "p / h",
        "ph",
        "t / h",
        "th",
        "báo cáo",
        "phối hợp",
        "thực hiện",
        "chỉ đạo",
        "c / đ",
        "theo dõi",
        "đăng tải",
        "biết",
        "thay báo cáo"
    ];
    inside.len() <= 10 && document.after_any(inside.start, WORDS).is_some()
}

fn copies_end(document: &Document<'_>, open: usize) -> Option<usize> {
    let close = (open..open + 4).find(|index| document.is(*index, marks::CLOSE))?;
    is_copies(document, &(open + 1..close)).then_some(close)
}

/// The number of copies: "(5b)", "(02 bản)".
fn is_copies(document: &Document<'_>, inside: &Range<usize>) -> bool {
    let unit = inside.clone().next_back().unwrap_or(inside.start);
    inside.len() <= 2
        && document.is_number(inside.start)
        && (inside.len() == 1 || document.is_any(unit, &[key!("b"), key!("bản")]))
}
