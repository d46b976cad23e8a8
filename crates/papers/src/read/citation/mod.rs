//! The papers that a paper cites: legal bases, "thực hiện …", "theo …", anywhere in its sentences. One cited twice is one.

mod issuer;
mod law;
mod merge;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::NaiveDate;

use super::date;
use super::document::Document;
use super::letters::phrase;
use super::lex::{Key, key, marks};
use super::paper::{disagreement, is_outside};
use super::symbol::SymbolAt;
use super::vocabulary::{kind_before, kind_name};
use crate::read::phrases::phrases;
use crate::reading::{Citation, Item, Kind, Reading};

pub use issuer::Places;
pub(super) use issuer::any_name;

/// Reads the citations into the reading; the issuers of papers are completed from the paper's own place.
pub fn facts(document: &Document<'_>, reading: &mut Reading) {
    let places = Places::of(document, reading);
    let own = reading.number.as_ref().map(|number| number.value.to_lowercase());
    let mut found = merge::Merged::default();
    for symbol in &document.symbols {
        if is_outside(document, symbol.tokens.start) || own.as_deref() == Some(symbol.number.to_lowercase().as_str()) {
            continue;
        }
        let cited = at(document, symbol, &places);
        if let (Some(named), Some(said)) = (cited.named, symbol.symbol.kind)
            && named != said
            && named != Kind::Other
            && said != Kind::Other
            && found.lacks(&symbol.number)
        {
            reading.warnings.push(disagreement(named, said, document.span(cited.tokens.clone())));
        }
        found.add(cited.item);
    }
    for item in law::unnumbered(document, &places) {
        found.add(item);
    }
    reading.citations = found.into_items();
}

/// Takes the paper that a page reports from its citations.
pub fn exclude_reported(reading: &mut Reading) {
    let Some(reported) = reading.reports_on.as_ref().and_then(|found| found.value.number.as_deref()) else { return };
    let reported = reported.to_lowercase();
    reading
        .citations
        .retain(|item| item.value.number.as_deref().is_none_or(|number| number.to_lowercase() != reported));
}

/// A citation with the kind as the text names it and the tokens it covers.
pub struct Cited {
    /// The citation.
    pub item: Item<Citation>,
    /// The kind that stands before the number, if one does.
    pub named: Option<Kind>,
    /// All its tokens.
    pub tokens: Range<usize>,
}

/// The citation around a number and symbol.
pub fn at(document: &Document<'_>, symbol: &SymbolAt, places: &Places) -> Cited {
    let before = before(document, symbol.tokens.start);
    let named = before.kind.filter(|_| !before.vague);
    let mut after = After { end: symbol.tokens.end, date: None, issuer: None, subject: None };
    after.read(document, places, symbol);
    let tokens = before.start..after.end;
    let subject = after.subject.take().or(before.subject);
    let (issuer, said) = match after.issuer.take() {
        Some(issuer) => (Some(issuer), true),
        None => issuer::implied(document, symbol, before.start, places),
    };
    let kind = named.or(symbol.symbol.kind).or_else(|| assembly_kind(symbol));
    let confidence = match (said, named.is_some(), after.date.is_some()) {
        (true, true, true) => 0.98,
        (_, true, _) => 0.95,
        _ => 0.9,
    };
    let citation = Citation { number: Some(symbol.number.clone()), kind, date: after.date, issuer, subject };
    let item = Item { value: citation, span: document.span(tokens.clone()), confidence };
    Cited { item, named, tokens }
}

/// "Số 25/2021/QH15" without its kind is nearly always a law; a resolution is called one.
fn assembly_kind(symbol: &SymbolAt) -> Option<Kind> {
    let agency = symbol.symbol.agency.as_deref()?;
    (agency.starts_with("QH") && symbol.symbol.kind.is_none()).then_some(Kind::Luat)
}

struct Before {
    start: usize,
    kind: Option<Kind>,
    /// "Văn bản số …" names no kind.
    vague: bool,
    subject: Option<String>,
}

/// What stands before a number: `Quyết định số`, `Luật Bảo hiểm y tế số`.
fn before(document: &Document<'_>, number: usize) -> Before {
    let mut at = number;
    while at > 0 && document.is_any(at - 1, &[marks::COLON, marks::STAR]) {
        at -= 1;
    }
    let numbered = at > 0 && document.is(at - 1, key!("số"));
    if numbered {
        at -= 1;
    }
    if let Some((kind, start)) = kind_before(document, at) {
        let vague = document.after(start, phrase!("văn bản")).is_some();
        return Before { start, kind: Some(kind), vague, subject: None };
    }
    if let Some(law) = law::before(document, at) {
        return Before {
            start: law.start,
            kind: Some(Kind::Luat),
            vague: false,
            subject: Some(document.words(law.start + 1..at)),
        };
    }
    // "các Quyết định số 12/QĐ-BHXH và số 13/QĐ-BHXH": the kind stands before the number before.
    Before { start: if numbered { at } else { number }, kind: None, vague: false, subject: None }
}

struct After {
    end: usize,
    date: Option<NaiveDate>,
    issuer: Option<String>,
    subject: Option<String>,
}

impl After {
    /// Reads what follows a number in any order: its day, "của …", "(ban hành ngày …)", what it is about.
    fn read(&mut self, document: &Document<'_>, places: &Places, symbol: &SymbolAt) {
        let limit = document.paragraph_of(symbol.tokens.start).map_or(document.len(), |paragraph| paragraph.tokens.end);
        for _ in 0..6 {
            let at = self.end;
            if at >= limit {
                break;
            }
            let comma = usize::from(document.is(at, marks::COMMA));
            let stepped = self.dated(document, at + comma)
                || (self.issuer.is_none() && comma == 0 && self.issued(document, at, limit, places, symbol))
                || (comma == 0 && self.bracket(document, at, limit));
            if !stepped {
                break;
            }
        }
        self.about(document, limit);
    }

    fn dated(&mut self, document: &Document<'_>, at: usize) -> bool {
        let start = if document.is(at, key!("ký")) || document.is(at, key!("đề")) { at + 1 } else { at };
        let start = document.after_any(start, phrases!["ban hành"]).unwrap_or(start);
        if self.date.is_some() || !document.is(start, key!("ngày")) {
            return false;
        }
        let Some(found) = date::at(document, start) else { return false };
        let Some(day) = found.when.day() else { return false };
        self.date = Some(day);
        self.end = found.tokens.end;
        true
    }

    fn issued(&mut self, document: &Document<'_>, at: usize, limit: usize, places: &Places, symbol: &SymbolAt) -> bool {
        let start = if document.is(at, key!("của")) || document.is(at, key!("do")) { at + 1 } else { return false };
        let Some((name, end)) = issuer::name(document, start, limit, places, symbol) else { return false };
        self.issuer = Some(name);
        self.end = end;
        true
    }

    /// "(ban hành ngày 21/8/2017)".
    fn bracket(&mut self, document: &Document<'_>, at: usize, limit: usize) -> bool {
        if !document.is(at, marks::OPEN) || self.date.is_some() {
            return false;
        }
        let Some(close) = (at..limit.min(at + 16)).find(|index| document.is(*index, marks::CLOSE)) else {
            return false;
        };
        let Some(day) = document.dates_in(at..close).first().and_then(|found| found.when.day()) else { return false };
        let issued = document.find(at..close, phrase!("ban hành")).is_some()
            || document.is(at + 1, key!("ngày"))
            || document.find(at..close, phrase!("ký")).is_some();
        if !issued {
            return false;
        }
        self.date = Some(day);
        self.end = close + 1;
        true
    }

    /// What the paper is about: from "về việc", "phê duyệt", "quy định" to the end of its clause.
    fn about(&mut self, document: &Document<'_>, limit: usize) {
        let start = self.end;
        let Some(content) = about_start(document, start) else { return };
        let mut end = start;
        let mut quoted = false;
        while end < limit.min(start + 90) {
            let Some(token) = document.get(end) else { break };
            if token.key == marks::QUOTE {
                quoted = !quoted;
            }
            let stops = matches!(token.key, marks::SEMICOLON | marks::COLON | marks::OPEN)
                || (token.key == marks::POINT
                    && !document.get(end + 1).is_some_and(|next| end + 1 < limit && next.gap == super::lex::Gap::None));
            if !quoted && (stops || (end > content && begins_other(document, end))) {
                break;
            }
            end += 1;
        }
        while end > content && document.is_any(end - 1, &[marks::COMMA, key!("và")]) {
            end -= 1;
        }
        if end > content {
            self.subject = Some(document.words(content..end));
            self.end = end;
        }
    }
}

/// Where the words on a paper's subject begin, if they do at a token: "về việc" and "v/v" are left out.
fn about_start(document: &Document<'_>, at: usize) -> Option<usize> {
    if let Some(after) = document.after_any(at, phrases!["về việc", "v / v", "về"]) {
        return Some(after);
    }
    const VERBS: [Key; 20] = [
        key!("phê"),
        key!("quy"),
        key!("ban"),
        key!("hướng"),
        key!("sửa"),
        key!("giao"),
        key!("điều"),
        key!("triển"),
        key!("tổ"),
        key!("thực"),
        key!("đẩy"),
        key!("tăng"),
        key!("phát"),
        key!("công"),
        key!("bổ"),
        key!("thành"),
        key!("kiện"),
        key!("phân"),
        key!("chấn"),
        key!("chấp"),
    ];
    let token = document.get(at)?;
    (token.is_word() && !token.is_capital() && VERBS.contains(&token.key)).then_some(at)
}

/// Whether another citation or clause begins: "; Quyết định số", ", Thông tư số", "và Nghị quyết".
fn begins_other(document: &Document<'_>, at: usize) -> bool {
    let joined = document.is(at - 1, marks::COMMA) || document.is(at - 1, key!("và"));
    if joined && let Some((_, end)) = kind_name(document, at, document.len()) {
        return document.is(end, key!("số")) || document.symbol_at(end).is_some();
    }
    // A comma before the agency that acts ends the clause: "…, Bảo hiểm xã hội tỉnh xây dựng kế hoạch".
    document.is(at, marks::COMMA)
        && document.get(at + 1).is_some_and(super::lex::Token::is_capital)
        && (super::vocabulary::agency_start(document, at + 1).is_some()
            || document.after(at + 1, phrase!("tổng giám đốc")).is_some())
        || (document.is(at, marks::COMMA)
            && document.after_any(at + 1, phrases!["trong đó", "từ đó", "theo đó", "cụ thể"]).is_some())
}
