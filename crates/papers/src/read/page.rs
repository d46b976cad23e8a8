//! What a web page says of itself: headline, day of publication, whose portal it is.

use std::ops::Range;

use super::date::When;
use super::document::Document;
use super::letters::phrase;
use super::lex::{Key, Line, Shape, Token, key, marks};
use super::name::agency;
use super::paper::subject_of;
use super::phrases::{Phrases, phrases};
use super::vocabulary::{agency_start, level};
use super::zones::{Zone, publication};
use crate::reading::{Found, Kind, Reading};

/// Reads the facts of a web page's frame.
pub fn facts(document: &Document<'_>, reading: &mut Reading) {
    let page = &document.outline.page;
    let published = page.published.as_ref().and_then(|line| {
        let line = document.lines.iter().find(|other| other.first == line.start)?;
        publication(document, line)
    });
    if let Some(found) = published
        && let When::Day(day) = found.when
    {
        reading.date = Some(Found::new(day, document.span(found.tokens), 0.97));
    }
    let headline = page.headline.clone();
    if let Some(line) = headline.clone() {
        reading.subject = subject_of(document, std::slice::from_ref(&line)).map(|mut found| {
            found.value = document.words(line.clone());
            found.span = document.span(line);
            found
        });
    }
    let anchor = headline.or(page.published.clone());
    // An article without headline and day is still one, if less surely.
    let article = || document.paragraphs_in(Zone::Body).next().map(|paragraph| paragraph.tokens.clone());
    if let Some(tokens) = anchor.or_else(article) {
        let confidence = if reading.date.is_some() { 0.97 } else { 0.6 };
        reading.kind = Some(Found::new(Kind::News, document.span(tokens), confidence));
    }
    reading.issuer = portal(document).or_else(|| banner(document));
}

/// The agency whose portal it is: "Trang thông tin điện tử Bảo hiểm xã hội tỉnh …", "Cơ quan chủ quản: …".
fn portal(document: &Document<'_>) -> Option<Found<String>> {
    const LABELS: &Phrases = phrases![
        "website",
        "trang web",
        "©",
        "copyright",
        "trang thông tin điện tử",
        "cổng thông tin điện tử",
        "trang tin điện tử",
        "cổng ttđt",
        "trang ttđt",
        "trang tin",
        "cơ quan chủ quản",
        "bản quyền thuộc",
        "bản quyền của",
        "đơn vị chủ quản"
    ];
    for line in document.lines.iter().filter(|line| line.end - line.first <= 40) {
        if document.zone_of(line.first) != Zone::Noise {
            continue;
        }
        for index in line.first..line.end {
            let Some(mut start) = document.after_any(index, LABELS).filter(|start| *start < line.end) else {
                continue;
            };
            const BETWEEN: [Key; 8] =
                [marks::COLON, marks::DASH, key!("©"), key!("by"), key!("của"), key!("về"), key!("thuộc"), key!("bởi")];
            // "© 2023 …", "Copyright © 2019 - 2023 by …".
            while start < line.end && (document.is_any(start, &BETWEEN) || document.digits(start, 4..5).is_some()) {
                start += 1;
            }
            // The portal of a place is that of its people's committee; "TỈNH ỦY LÂM ĐỒNG" is no place.
            let party = |name: usize| document.is_any(name, &[key!("ủy"), key!("đoàn")]);
            let placed = level(document, start).is_some_and(|name| {
                name < line.end && document.get(name).is_some_and(Token::is_capital) && !party(name)
            });
            if start >= line.end || (agency_start(document, start).is_none() && !placed) {
                continue;
            }
            const ENDS: [Key; 6] = [marks::POINT, marks::BAR, marks::DASH, marks::COMMA, marks::SEMICOLON, marks::OPEN];
            // A portal in capitals ends where small letters begin.
            let shape = |at: usize| document.get(at).map(|token| token.shape);
            let capitals = shape(start) == Some(Shape::Upper) && shape(start + 1) == Some(Shape::Upper);
            let ends = |at: &usize| {
                let small =
                    capitals && document.get(*at).is_some_and(Token::is_word) && shape(*at) != Some(Shape::Upper);
                small || document.is_any(*at, &ENDS) && !joins(document, *at)
            };
            let stop = (start..line.end).find(ends).unwrap_or(line.end);
            let said = document.words(start..stop);
            let value = if placed {
                let said = super::name::ordinary_if_capitals(&said);
                let small = said.chars().take(1).flat_map(char::to_lowercase).chain(said.chars().skip(1));
                format!("Ủy ban nhân dân {}", small.collect::<String>())
            } else {
                agency(&said)
            };
            let value = value.replace("Bảo hiểm Xã hội", "Bảo hiểm xã hội");
            return Some(Found::new(value, document.span(start..stop), 0.9));
        }
    }
    None
}

/// Lines of a page among which its banner stands.
const BANNER: usize = 12;

/// Last lines of a page among which its title and its foot name who owns it.
const OWNERS: usize = 5;

/// A line over or under the article, or a part of one between bars or dashes, that is nothing but the name of an agency and its place: "BẢO HIỂM
/// XÃ HỘI TỈNH QUẢNG BÌNH", "SỞ Y TẾ TỈNH PHÚ YÊN | Trang chủ | Tin tức".
fn banner(document: &Document<'_>) -> Option<Found<String>> {
    let is_noise =
        |line: &&Line| document.zone_of(line.first) == Zone::Noise && line.end - line.first <= LONGEST_BANNER;
    let above = document.lines.iter().take(BANNER).take_while(is_noise);
    let below = document.lines.iter().rev().take(OWNERS).take_while(is_noise);
    above.chain(below).find_map(|line| {
        let names = || parts(document, line).into_iter().filter(|part| is_placed_agency(document, part));
        // "BHXH Việt Nam - BHXH tỉnh Tuyên Quang": the office of the place.
        let of_place = |part: &Range<usize>| part.clone().skip(1).any(|index| level(document, index).is_some());
        let tokens = names().rfind(of_place).or_else(|| names().next())?;
        Some(Found::new(agency(&document.words(tokens.clone())), document.span(tokens), 0.8))
    })
}

/// No line with a banner in it has more tokens.
const LONGEST_BANNER: usize = 40;

/// The parts of a line between bars and dashes; a dash inside a name parts nothing.
fn parts(document: &Document<'_>, line: &Line) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = line.first;
    for index in line.first..=line.end {
        let divides = document.is(index, marks::BAR) || document.is(index, marks::DASH) && !joins(document, index);
        if index == line.end || divides {
            if start < index {
                parts.push(start..index);
            }
            start = index + 1;
        }
    }
    parts
}

/// The dash of "Lao động - Thương binh và Xã hội", "Thi đua - Khen thưởng".
fn joins(document: &Document<'_>, dash: usize) -> bool {
    const AFTER: &Phrases = phrases!["thương binh", "thể thao", "xã hội", "khen thưởng", "kế hoạch", "hạ tầng"];
    document.after_any(dash + 1, AFTER).is_some()
}

/// "Sở Y tế tỉnh Phú Yên": an agency with its place, and nothing else.
fn is_placed_agency(document: &Document<'_>, part: &Range<usize>) -> bool {
    let named = document.get(part.end - 1).is_some_and(|token| token.is_word() && token.is_capital());
    let placed = (part.start + 1..part.end - 1).any(|index| level(document, index).is_some())
        || document.before(part.end, phrase!("việt nam")).is_some();
    let dash = |index: usize| document.is(index, marks::DASH);
    let several = part.clone().any(|index| document.is(index, key!("các")));
    let plain = !several && part.clone().all(|index| document.get(index).is_some_and(Token::is_word) || dash(index));
    part.len() <= 14
        && named
        && placed
        && plain
        && document.get(part.start).is_some_and(Token::is_capital)
        && agency_start(document, part.start).is_some()
}
