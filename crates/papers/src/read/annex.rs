//! Annexes: those that the paper says it carries, and whether their text follows.

use super::document::Document;
use super::letters::phrase;
use super::lex::{Token, key, marks};
use super::name::ordinary_if_capitals;
use super::paragraphs::roman;
use super::phrases::{Phrases, phrases};
use super::vocabulary::kind_name;
use super::zones::Zone;
use crate::Span;
use crate::reading::{Annex, Item, Reading, Warning};

/// Reads the annexes; one that is named and not there is a warning.
pub fn facts(document: &Document<'_>, reading: &mut Reading) {
    let mut found: Vec<(Option<u32>, Item<Annex>)> = Vec::new();
    for line in document.lines_in(Zone::Annex) {
        if let Some((number, label, end)) = label(document, line.first)
            && end + 8 >= line.end
        {
            let title = title_of(document, line.first, end, line.end);
            add(&mut found, number, label, title, true, document.span(line.first..end));
        }
    }
    for index in 0..document.len() {
        if document.is(index, key!("phụ"))
            && matches!(document.zone_of(index), Zone::Body | Zone::Preamble | Zone::Foot | Zone::Title)
            && let Some((number, label, end)) = label(document, index)
            && is_own(document, index, end)
        {
            add(&mut found, number, label, None, false, document.span(index..end));
        }
    }
    found.sort_by_key(|(number, item)| (*number, item.span));
    for (_, item) in &found {
        if !item.value.present {
            let message = format!("Văn bản có nêu “{}” nhưng không thấy nội dung kèm theo.", item.value.label);
            reading.warnings.push(Warning { code: "annex_missing".to_owned(), message, span: Some(item.span) });
        }
    }
    reading.annexes = found.into_iter().map(|(_, item)| item).collect();
}

fn add(
    found: &mut Vec<(Option<u32>, Item<Annex>)>,
    number: Option<u32>,
    label: String,
    title: Option<String>,
    present: bool,
    span: Span,
) {
    match found.iter_mut().find(|(known, _)| *known == number) {
        Some((_, item)) => item.value.present |= present,
        None => found.push((
            number,
            Item { value: Annex { label, title, present }, span, confidence: if present { 0.98 } else { 0.95 } },
        )),
    }
}

/// "Phụ lục", "PHỤ LỤC I", "Phụ lục số 01": its number, how it is called, and the token after.
fn label(document: &Document<'_>, index: usize) -> Option<(Option<u32>, String, usize)> {
    let after = document.after(index, phrase!("phụ lục"))?;
    let numbered = if document.is(after, key!("số")) { after + 1 } else { after };
    let value = document.digits(numbered, 1..3).or_else(|| {
        let text = document.at(numbered);
        roman(text)
            .or_else(|| LETTERS.iter().position(|letter| *letter == text).and_then(|at| u32::try_from(at + 1).ok()))
    });
    let near = document.get(numbered).is_some_and(|token| token.gap < super::lex::Gap::Wide);
    match value.filter(|_| near) {
        Some(number) => {
            let word = if numbered > after { "Phụ lục số" } else { "Phụ lục" };
            Some((Some(number), format!("{word} {}", document.at(numbered)), numbered + 1))
        }
        None => Some((None, "Phụ lục".to_owned(), after)),
    }
}

const LETTERS: [&str; 5] = ["A", "B", "C", "D", "Đ"];

/// The title of an annex: the rest of its line, or the line in capitals below.
fn title_of(document: &Document<'_>, first: usize, end: usize, line_end: usize) -> Option<String> {
    let start = if document.is_any(end, &[marks::COLON, marks::POINT, marks::DASH]) { end + 1 } else { end };
    if start < line_end && !document.is(start, marks::OPEN) {
        return Some(ordinary_if_capitals(&document.words(start..line_end)));
    }
    let below = document.lines.get(document.line_of(first) + 1)?;
    let text = document.words(below.first..below.end);
    let capitals = !text.chars().any(char::is_lowercase) && text.chars().any(char::is_alphabetic);
    capitals.then(|| ordinary_if_capitals(&text))
}

/// Whether a mention means an annex of this paper: "kèm theo", "đính kèm", "theo mẫu" near it, and no other paper after it.
fn is_own(document: &Document<'_>, index: usize, end: usize) -> bool {
    const NEAR: &Phrases = phrases![
        "đính kèm",
        "kèm theo",
        "gửi kèm",
        "theo mẫu",
        "mẫu tại",
        "chi tiết tại",
        "chi tiết theo",
        "theo biểu",
        "nêu tại"
    ];
    let Some(paragraph) = document.paragraph_of(index) else { return false };
    let from = index.saturating_sub(8).max(paragraph.tokens.start);
    let to = (end + 8).min(paragraph.tokens.end);
    // "Phụ lục I, Bộ tiêu chí quốc gia", "Phụ lục II Thông tư số …", "Phụ lục ban hành kèm theo Nghị định số …" belong to other papers.
    let following = end..(end + 9).min(paragraph.tokens.end);
    let other = following.clone().any(|at| {
        let named = document.get(at).is_some_and(Token::is_capital) && kind_name(document, at, at + 4).is_some();
        named && !said_of_this(document, at)
    });
    let near = (from..to).any(|at| document.after_any(at, NEAR).is_some());
    near && !other
        && document.after(end, phrase!(", bộ tiêu chí")).is_none()
        && document.symbols_in(following).is_empty()
}

/// "Công văn này", "Kế hoạch này".
fn said_of_this(document: &Document<'_>, at: usize) -> bool {
    kind_name(document, at, at + 4).is_some_and(|(_, end)| document.is(end, key!("này")))
}
