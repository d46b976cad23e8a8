//! Laws, which papers often cite by name and day alone, and other papers cited without their numbers.

use std::ops::Range;

use super::super::date;
use super::super::document::Document;
use super::super::letters::phrase;
use super::super::lex::{Key, key, marks};
use super::super::vocabulary::{kind_name, may_be_kind};
use super::super::zones::Zone;
use super::issuer::{self, Places};
use crate::read::phrases::phrases;
use crate::reading::{Citation, Item, Kind};

const LAW: Key = key!("luật");

/// The name of a law before its number: the tokens from "Luật" to the number, where nothing ends the clause between.
pub(super) fn before(document: &Document<'_>, number: usize) -> Option<Range<usize>> {
    let mut start = None;
    for index in (number.saturating_sub(40)..number).rev() {
        let token = document.get(index)?;
        let ends = matches!(token.key, marks::SEMICOLON | marks::POINT | marks::COLON | marks::CLOSE)
            || document.symbol_at(index).is_some()
            || document.date_at(index).is_some();
        if ends {
            break;
        }
        if token.key == LAW && token.is_capital() {
            let code = index.checked_sub(1).is_some_and(|before| document.is(before, key!("bộ")));
            start = Some(if code { index - 1 } else { index });
        }
    }
    start.map(|start| start..number)
}

/// The citations without a number: laws by name, other papers by kind, issuer and day.
pub(super) fn unnumbered(document: &Document<'_>, places: &Places) -> Vec<Item<Citation>> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < document.len() {
        let cited = match document.get(index) {
            Some(token) if token.is_capital() && (token.key == LAW || may_be_kind(document, index)) => {
                let outside = document.zone_of(index) == Zone::Noise;
                match (outside, token.key == LAW) {
                    (true, _) => None,
                    (false, true) => law(document, index),
                    (false, false) => paper(document, index, places),
                }
            }
            _ => None,
        };
        match cited {
            Some((item, end)) => {
                found.push(item);
                index = end.max(index + 1);
            }
            None => index += 1,
        }
    }
    found
}

/// "Luật Bảo hiểm y tế ngày 14/11/2008"; without a day only among the bases.
fn law(document: &Document<'_>, index: usize) -> Option<(Item<Citation>, usize)> {
    let zone = document.zone_of(index);
    let based = zone == Zone::Preamble || is_base(document, index);
    let called = zone == Zone::Body && is_called(document, index);
    let limit = document.paragraph_of(index)?.tokens.end;
    let mut end = index + 1;
    let mut day = None;
    let amending = document.is(index + 1, key!("sửa"));
    while end < limit && end < index + 45 {
        let token = document.get(end)?;
        if document.symbol_at(end).is_some() || document.is(end, key!("số")) && document.symbol_at(end + 1).is_some()
        {
            return None;
        }
        if let Some(found) = date::at(document, end).filter(|_| token.key == key!("ngày") || token.key == key!("năm"))
        {
            day = Some(found);
            break;
        }
        let next_law = document.is(end, marks::COMMA) && document.is(end + 1, LAW);
        let stops =
            matches!(
                token.key,
                marks::SEMICOLON | marks::POINT | marks::COLON | marks::OPEN | marks::CLOSE | marks::QUOTE
            ) || (token.key == key!("và") && !amending && (document.is(end + 1, LAW) || document.is(end + 2, LAW)))
                || (token.key == key!("được") && !based && !is_passed(document, end))
                || (called && ENDS_NAME.contains(&token.key))
                || next_law;
        if stops {
            break;
        }
        end += 1;
    }
    let passed = (index + 1..end).find(|at| document.is(*at, key!("được")) && is_passed(document, *at));
    let name = index + 1..passed.unwrap_or(end);
    let dated = day.as_ref().and_then(|found| found.when.day());
    let named = document.get(name.start).is_some_and(|first| {
        let pointed = document.is_any(name.start, &[key!("này"), key!("số"), key!("và"), key!("được"), key!("có")]);
        first.is_word() && !pointed && (first.is_capital() || amending && !called || based)
    });
    let clause = !name.is_empty() && name.len() <= 30 && named;
    // "một số điều của Luật Bảo hiểm y tế" in the subject of a decree is no base of its own.
    let inside =
        index.checked_sub(1).is_some_and(|before| document.is_any(before, &[key!("của"), key!("các"), key!("theo")]));
    if !clause || (dated.is_none() && !called && (!based || inside)) {
        return None;
    }
    let tokens = index..day.as_ref().filter(|_| dated.is_some()).map_or(end, |found| found.tokens.end);
    let subject = document.words(name).trim_end_matches([',', ' ']).to_owned();
    let citation = Citation {
        number: None,
        kind: Some(Kind::Luat),
        date: dated,
        issuer: Some("Quốc hội".to_owned()),
        subject: Some(subject),
    };
    let confidence = if dated.is_some() { 0.97 } else { 0.9 };
    Some((Item { value: citation, span: document.span(tokens.clone()), confidence }, tokens.end))
}

/// "được Quốc hội (khóa XIII) thông qua ngày 13 tháng 6 năm 2014".
fn is_passed(document: &Document<'_>, index: usize) -> bool {
    document.is(index + 1, key!("quốc")) && document.find(index + 2..index + 14, phrase!("thông qua ngày")).is_some()
}

/// Words that end the name of a law in a sentence: "Luật Bảo hiểm xã hội có hiệu lực từ …".
const ENDS_NAME: [Key; 12] = [
    key!("có"),
    key!("quy"),
    key!("từ"),
    key!("đến"),
    key!("trên"),
    key!("tại"),
    key!("đã"),
    key!("cho"),
    key!("do"),
    key!("là"),
    key!("để"),
    marks::COMMA,
];

/// "theo quy định của Luật Ngân sách nhà nước", "Triển khai Luật Bảo hiểm xã hội": a law that a sentence rests on.
fn is_called(document: &Document<'_>, index: usize) -> bool {
    let calls = phrases!["quy định của", "quy định tại", "thực hiện", "thi hành", "triển khai"];
    let opens = |start: usize| document.sentence_start(start) == Some(start);
    calls.iter().filter_map(|words| document.before(index, words)).any(|start| {
        opens(start)
            || document.before(index, phrase!("quy định của")).is_some()
            || document.before(index, phrase!("quy định tại")).is_some()
    })
}

/// Whether a token stands in a sentence that begins with "Căn cứ".
fn is_base(document: &Document<'_>, index: usize) -> bool {
    document.paragraph_of(index).is_some_and(|paragraph| {
        index < paragraph.content + 60 && document.after(paragraph.content, phrase!("căn cứ")).is_some()
    })
}

/// "Thông báo của Văn phòng Chính phủ ngày 03/4/2020", "Quyết định ngày 12/3/2020 của UBND tỉnh".
fn paper(document: &Document<'_>, index: usize, places: &Places) -> Option<(Item<Citation>, usize)> {
    let (kind, mut end) = kind_name(document, index, (index + 5).min(document.len()))?;
    if kind == Kind::Other || kind == Kind::Luat {
        return None;
    }
    let start_of_line = document.get(index).is_some_and(|token| token.gap >= super::super::lex::Gap::Line);
    let mut day = None;
    let mut issuer = None;
    for _ in 0..2 {
        if document.is(end, key!("của"))
            && issuer.is_none()
            && let Some((name, after)) = issuer::any_name(document, end + 1, places)
        {
            issuer = Some(name);
            end = after;
        } else if document.is(end, key!("ngày"))
            && day.is_none()
            && let Some(found) = date::at(document, end)
        {
            day = Some(found.when.day()?);
            end = found.tokens.end;
        }
    }
    let (Some(day), Some(issuer)) = (day, issuer) else { return None };
    if start_of_line && document.zone_of(index) == Zone::Title {
        return None;
    }
    let citation = Citation { number: None, kind: Some(kind), date: Some(day), issuer: Some(issuer), subject: None };
    Some((Item { value: citation, span: document.span(index..end), confidence: 0.85 }, end))
}
