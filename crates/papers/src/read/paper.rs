//! What the head and the end of a paper say: number, symbol, kind, date, place, subject, issuer, addressees, signer, recipients.

use std::ops::Range;

use super::date;
use super::document::Document;
use super::issuer;
use super::lex::{Gap, bare, key, marks};
use super::name::{agency, ordinary_if_capitals};
use super::party::{addressees, recipients};
use super::phrases::{Phrases, phrases};
use super::symbol::{self, SymbolAt};
use super::vocabulary::{capacity, kind_name, post_start};
use super::zones::Zone;
use crate::reading::{Found, Kind, Reading, Signer, Warning};

/// Confidence of a fact that stands where Decree 30/2020 puts it.
const SURE: f64 = 0.99;
/// Of one that is said, but not at its place.
const LIKELY: f64 = 0.9;

/// Reads the facts of head and end.
pub fn facts(document: &Document<'_>, reading: &mut Reading) {
    number_and_kind(document, reading);
    place_and_date(document, reading);
    subject(document, reading);
    signer(document, reading);
    issuer::facts(document, reading);
    reading.addressees = addressees(document);
    reading.recipients = recipients(document);
    if let (Some(kind), Some(found)) = (&reading.kind, &reading.symbol)
        && let Some(said) = found.value.kind
        && said != kind.value
    {
        reading.warnings.push(disagreement(kind.value, said, found.span));
    }
}

/// The warning of a paper whose kind and symbol disagree.
pub(super) fn disagreement(named: Kind, symbol: Kind, span: crate::Span) -> Warning {
    let message = format!(
        "Tên loại là “{}” nhưng ký hiệu là của “{}”: hãy kiểm tra lại văn bản gốc.",
        named.vietnamese(),
        symbol.vietnamese()
    );
    Warning { code: "kind_disagrees_with_symbol".to_owned(), message, span: Some(span) }
}

/// The number and symbol of the paper itself, or the symbol alone where the number is left blank.
fn own_symbol(document: &Document<'_>) -> Option<SymbolAt> {
    let cell = document.outline.head.number.clone()?;
    let kinded = kind_name(document, cell.start, cell.end).map_or(cell.start, |(_, end)| end);
    (kinded..cell.end).find_map(|index| symbol::at(document, index)).or_else(|| {
        let after = (kinded..cell.end).find(|index| document.is_bare(*index, const { bare("số") }))? + 1;
        let mark = document.is_any(after, &[marks::COLON, marks::SEMICOLON]);
        let after = if mark { after + 1 } else { after };
        symbol::blank_at(document, after)
    })
}

fn number_and_kind(document: &Document<'_>, reading: &mut Reading) {
    let head = &document.outline.head;
    let own = own_symbol(document);
    if let Some(own) = &own {
        let span = document.span(own.tokens.clone());
        if own.numbered {
            reading.number = Some(Found::new(own.number.clone(), span, SURE));
        } else {
            let message = "Chưa có số văn bản: phần “Số” còn để trống.".to_owned();
            reading.warnings.push(Warning { code: "number_missing".to_owned(), message, span: Some(span) });
        }
        reading.symbol = Some(Found::new(own.symbol.clone(), span, if own.numbered { SURE } else { LIKELY }));
    }
    let by_title = head.kind.as_ref().map(|(kind, tokens)| Found::new(*kind, document.span(tokens.clone()), SURE));
    let by_number = head.number.as_ref().and_then(|cell| {
        let (kind, end) = kind_name(document, cell.start, cell.end)?;
        Some(Found::new(kind, document.span(cell.start..end), SURE))
    });
    let by_symbol = own.as_ref().and_then(|own| {
        let kind = own.symbol.kind?;
        let dispatch = kind == Kind::CongVan && head.about.is_empty() && head.addressees.is_empty();
        Some(Found::new(kind, document.span(own.tokens.clone()), if dispatch { LIKELY } else { SURE }))
    });
    let by_shape = (!head.about.is_empty() || !head.addressees.is_empty()).then(|| {
        let tokens = head.about.first().or(head.addressees.first()).cloned().unwrap_or_default();
        Found::new(Kind::CongVan, document.span(tokens), LIKELY)
    });
    reading.kind = by_title.or(by_number).or(by_symbol).or(by_shape);
}

fn place_and_date(document: &Document<'_>, reading: &mut Reading) {
    let Some(cell) = document.outline.head.place_date.clone().or_else(|| dated_at_end(document)) else {
        reading.date = issued_elsewhere(document);
        return;
    };
    let called = cell.clone().find(|index| document.is(*index, key!("ngày")));
    let dated = || cell.clone().find(|index| document.is_number(*index) && date::at(document, *index).is_some());
    let Some(day) = called.or_else(dated) else { return };
    if day > cell.start {
        let end = if document.is(day - 1, marks::COMMA) { day - 1 } else { day };
        let place = ordinary_if_capitals(&document.words(cell.start..end));
        reading.place = Some(Found::new(place, document.span(cell.start..end), SURE));
    }
    match date::at(document, day).and_then(|found| Some((found.when.day()?, found.tokens))) {
        Some((date, tokens)) => reading.date = Some(Found::new(date, document.span(tokens), SURE)),
        None => {
            let message = "Ngày ban hành chưa đủ ngày, tháng, năm.".to_owned();
            let span = Some(document.span(cell));
            reading.warnings.push(Warning { code: "date_missing".to_owned(), message, span });
        }
    }
}

/// Lines above the signature among which place and date stand where the head does not say them.
const ABOVE_SIGNATURE: usize = 3;

/// "Cần Thơ, ngày 20 tháng 12 năm 2017" alone in its line, right above the signature.
fn dated_at_end(document: &Document<'_>) -> Option<Range<usize>> {
    let signed = document.outline.foot.posts.first()?.start;
    let signed = document.line_of(signed);
    let above = document.lines.get(signed.saturating_sub(ABOVE_SIGNATURE)..signed)?;
    above.iter().rev().map(|line| line.first..line.end).find(|line| {
        let day = line.clone().find(|index| document.is(*index, key!("ngày")));
        day.is_some_and(|day| {
            let placed = day > line.start + 1 && document.is(day - 1, marks::COMMA) && day - line.start <= 8;
            let named = document.get(line.start).is_some_and(|token| token.is_capital());
            placed && named && date::at(document, day).is_some_and(|found| found.tokens.end == line.end)
        })
    })
}

/// The day that a portal's record says ("Ngày ban hành 25/9/2012"), or a law's last sentence.
fn issued_elsewhere(document: &Document<'_>) -> Option<Found<chrono::NaiveDate>> {
    const LABELS: &Phrases = phrases!["ngày ban hành", "ngày ký", "thông qua ngày"];
    document.lines.iter().find_map(|line| {
        let labelled =
            (line.first..line.end).find_map(|index| document.after_any(index, LABELS).map(|end| (index, end)));
        let (index, end) = labelled?;
        if index != line.first && !document.is(index, key!("thông")) {
            return None;
        }
        let from = if document.is(end, marks::COLON) { end + 1 } else { end };
        let found = date::at(document, from).or_else(|| date::at(document, from.checked_sub(1)?))?;
        Some(Found::new(found.when.day()?, document.span(found.tokens), LIKELY))
    })
}

fn subject(document: &Document<'_>, reading: &mut Reading) {
    let head = &document.outline.head;
    let cells = if head.title.is_empty() { &head.about } else { &head.title };
    reading.subject = subject_of(document, cells);
}

/// Words between the name of a kind and what the paper is about: "của Ban Thường vụ Đảng ủy …".
const LONGEST_OWNER: usize = 14;

/// The words of some lines without "Về việc", "V/v" and the mark at their end.
pub(super) fn subject_of(document: &Document<'_>, cells: &[Range<usize>]) -> Option<Found<String>> {
    let first = cells.first()?;
    let quoted = document.is(first.start, marks::QUOTE)
        && document.after_any(first.start + 1, phrases!["về việc", "v / v"]).is_some();
    let opens = first.start + usize::from(quoted);
    // "của Ban Chấp hành Đảng bộ xã về …" under the name of the kind says whose it is.
    let whose = |index: &usize| document.is(*index, key!("về")) && document.is(opens, key!("của"));
    let opens = (opens..first.end.min(opens + LONGEST_OWNER)).find(whose).unwrap_or(opens);
    let start = document
        .after_any(opens, phrases!["về việc", "v / v", "về"])
        .map_or(first.start, |end| if document.is(end, marks::COLON) { end + 1 } else { end });
    let end = cells.last()?.end;
    let words: Vec<String> = cells
        .iter()
        .map(|cell| document.words(cell.start.max(start)..cell.end))
        .filter(|words| !words.is_empty())
        .collect();
    let text = words.join(" ");
    let text = text.trim_end_matches(['.', ';', ':', ',', ' ']);
    let text = if quoted { text.trim_end_matches(['"', '”', '’', '\'']) } else { text };
    let value = ordinary_if_capitals(text);
    (!value.is_empty()).then(|| Found::new(value, document.span(start..end), 0.97))
}

fn signer(document: &Document<'_>, reading: &mut Reading) {
    let foot = &document.outline.foot;
    let Some(first) = foot.posts.first() else { return };
    let posts = joined_posts(document);
    let capacities: Vec<Option<(&'static str, usize)>> =
        posts.iter().map(|post| capacity(document, post.start)).collect();
    let title_at = match capacities.iter().rposition(Option::is_some) {
        Some(acting) if capacities[acting].is_some_and(|(capacity, _)| capacity == "Q.") => Some(acting),
        Some(above) => Some(above + 1).filter(|title| *title < posts.len()),
        None => Some(0),
    };
    // Two columns of minutes: chair on the right.
    let beside = posts.len() == 2
        && capacities.iter().all(Option::is_none)
        && document.get(posts[1].start).is_some_and(|token| token.gap == Gap::Wide);
    let title_at = if beside { Some(1) } else { title_at };
    let said = capacities.iter().flatten().next_back().map(|(capacity, _)| (*capacity).to_owned());
    let title = title_at.map(|index| {
        let post = &posts[index];
        let start = capacities[index].map_or(post.start, |(_, end)| end);
        own_post(document, start, post.end)
    });
    let name = foot.name.as_ref().map(|name| person_name(&document.words(name.clone())));
    let end = foot.name.as_ref().map_or(foot.posts.last().map_or(first.end, |post| post.end), |name| name.end);
    let start = first.start.min(foot.name.as_ref().map_or(first.start, |name| name.start));
    let span = document.span(start..end.max(first.end));
    if name.is_none() {
        let message = "Không thấy họ tên người ký.".to_owned();
        reading.warnings.push(Warning { code: "signer_name_missing".to_owned(), message, span: Some(span) });
    }
    let confidence = if name.is_some() { 0.98 } else { LIKELY };
    reading.signer = Some(Found::new(Signer { name, title, capacity: said }, span, confidence));
}

/// A post without the agency whose head it is: `GIÁM ĐỐC BẢO HIỂM XÃ HỘI TỈNH HÀ NAM` signs for that very office.
fn own_post(document: &Document<'_>, start: usize, end: usize) -> String {
    let full = ordinary_if_capitals(document.words(start..end).trim_end_matches([',', '.', ';']));
    let Some(after) = post_start(document, start).filter(|after| *after < end) else { return full };
    let office = agency(&document.words(after..end)).to_lowercase();
    let of_state = ["quốc hội", "nước", "chính phủ"].contains(&office.as_str());
    let own = !of_state && issuer::last_in_head(document).is_some_and(|name| name.to_lowercase() == office);
    if own { ordinary_if_capitals(&document.words(start..after)) } else { full }
}

/// The lines of a signature, those that go on with the line above joined to it.
fn joined_posts(document: &Document<'_>) -> Vec<Range<usize>> {
    let mut posts: Vec<Range<usize>> = Vec::new();
    for post in &document.outline.foot.posts {
        let begins = capacity(document, post.start).is_some() || post_start(document, post.start).is_some();
        let beside = posts.last().is_some_and(|last| last.end == post.start);
        match posts.last_mut() {
            Some(last) if !begins && beside => last.end = post.end,
            _ => posts.push(post.clone()),
        }
    }
    posts
}

/// A name in capitals in ordinary letters.
fn person_name(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let words = text.split_whitespace().map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
    });
    words.collect::<Vec<String>>().join(" ")
}

/// The tokens of the paper's own number, so that it is not taken for a citation.
pub(super) fn own_number(document: &Document<'_>) -> Option<Range<usize>> {
    document.outline.head.number.clone()
}

/// Whether a token belongs to portal noise or to the paper's own number.
pub(super) fn is_outside(words: &Document<'_>, token: usize) -> bool {
    words.zone_of(token) == Zone::Noise || own_number(words).is_some_and(|own| own.contains(&token))
}
