//! The movement that a paper carries out, and the movements it is linked with.

use std::collections::HashSet;
use std::ops::Range;

use super::Scene;
use crate::read::Document;
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;
use crate::read::zones::Zone;
use crate::reading::{Found, Item, MovementName, Named};

/// The longest name of a movement, in tokens.
const LONGEST: usize = 45;

/// The movement in title or headline, else the first that the body names.
pub fn main(document: &Document<'_>, subject: Option<&str>) -> Option<Found<MovementName>> {
    let named = all(document);
    let in_title = |at: usize| matches!(document.zone_of(at), Zone::Title | Zone::Headline | Zone::Head);
    // A title may name it without quotation marks.
    let subject = subject.unwrap_or_default().to_lowercase();
    let in_subject =
        |name: &&Range<usize>| name.len() >= 3 && subject.contains(&document.words((*name).clone()).to_lowercase());
    let title = named.iter().find(|name| in_title(name.start)).or_else(|| named.iter().find(in_subject));
    let (name, confidence) = match title {
        Some(name) => (name, 0.96),
        None => (named.iter().find(|name| document.zone_of(name.start) == Zone::Body)?, 0.75),
    };
    let text = document.words(name.clone());
    // The years may stand with another mention of the same movement.
    let same = named.iter().filter(|other| document.words((*other).clone()) == text);
    let years = same.clone().find_map(|other| years_after(document, other.end + 1));
    let (from, to) = years.map_or((None, None), |(from, to)| (Some(from), Some(to)));
    Some(Found::new(MovementName { name: text, from, to }, document.span(name.clone()), confidence))
}

/// Other movements that the body names, each once.
pub fn linked(scene: &Scene<'_, '_>, main: Option<&Found<MovementName>>) -> Vec<Item<Named>> {
    let document = scene.document;
    let key = |text: &str| text.to_lowercase().replace([' ', '-', '–', '.', ','], "");
    let mut known = HashSet::from([main.map(|found| key(&found.value.name)).unwrap_or_default()]);
    let mut found: Vec<Item<Named>> = Vec::new();
    for name in all(document).into_iter().chain(unmarked(document)) {
        let text = document.words(name.clone());
        if matches!(document.zone_of(name.start), Zone::Body | Zone::Preamble) && known.insert(key(&text)) {
            let span = document.span(name.clone());
            found.push(Item { value: Named { name: text, purpose: None }, span, confidence: 0.88 });
        }
    }
    found
}

/// The names in quotation marks after "phong trào", "phong trào thi đua", "cuộc vận động".
fn all(document: &Document<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for index in 0..document.len() {
        if !document.is(index, marks::QUOTE) || index == 0 {
            continue;
        }
        let before = index - usize::from(document.is(index - 1, marks::COLON));
        let called = phrases![
            "phong trào",
            "phong trào thi đua",
            "phong trào thi đua yêu nước",
            "cuộc vận động",
            "đợt thi đua",
            "đợt thi đua đặc biệt",
            "đợt thi đua cao điểm"
        ]
        .iter()
        .any(|words| document.before(before, words).is_some());
        // "các phong trào “…” và “…”".
        let joined = document.is_any(index - 1, &[key!("và"), marks::COMMA])
            && found.last().is_some_and(|last: &Range<usize>| last.end + 2 == index);
        let called = called || joined;
        if !called {
            continue;
        }
        let start = index + 1;
        if let Some(end) = (start..document.len().min(start + LONGEST)).find(|at| document.is(*at, marks::QUOTE))
            && end > start
        {
            found.push(start..end);
        }
    }
    found
}

/// "phong trào thi đua Cả nước chung sức xây dựng nông thôn mới": a name without marks begins with a capital and ends with its clause.
fn unmarked(document: &Document<'_>) -> Vec<Range<usize>> {
    let ends = [
        key!("giai"),
        key!("năm"),
        key!("do"),
        key!("và"),
        key!("gắn"),
        key!("trong"),
        key!("theo"),
        key!("trên"),
        key!("đã"),
        key!("được"),
        key!("của"),
        key!("với"),
        key!("từ"),
    ];
    (0..document.len())
        .filter(|index| document.is(*index, key!("phong")))
        .filter_map(|index| {
            let start = document.after(index, phrase!("phong trào thi đua"))?;
            let first = document.get(start).filter(|token| token.is_word() && token.is_capital())?;
            let ordinary = first.shape != crate::read::lex::Shape::Upper
                && crate::read::vocabulary::agency_start(document, start).is_none();
            let end = (start..document.len().min(start + 16))
                .find(|at| !document.get(*at).is_some_and(|token| token.is_word()) || document.is_any(*at, &ends))?;
            (ordinary && end - start >= 4).then_some(start..end)
        })
        .collect()
}

/// "giai đoạn 2021 - 2025", "năm 2021", within a few words after the name.
fn years_after(document: &Document<'_>, start: usize) -> Option<(i32, i32)> {
    let near = document.dates_in(start..start + 6).first()?;
    let apart =
        (start..near.tokens.start).any(|index| document.is_any(index, &[marks::SEMICOLON, marks::POINT, marks::COMMA]));
    match near.when {
        _ if apart => None,
        When::Years { from, to } => Some((from, to)),
        When::Year(year) => Some((year, year)),
        _ => None,
    }
}
