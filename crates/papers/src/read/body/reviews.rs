//! Reviews of a movement: who holds them and when.

use std::collections::HashSet;
use std::ops::Range;

use super::{Clause, Scene, duties, parties};
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;
use crate::reading::{Item, Review};

/// Every review with a time.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Review>> {
    let mut found: Vec<Item<Review>> = Vec::new();
    for clause in scene.clauses.iter().filter(|clause| clause.zone_is_body) {
        if clause.cues.has_review && clause.cues.has_time {
            dated(scene, clause, &mut found);
        }
        if clause.cues.has_yearly {
            found.extend(annual_award(scene, clause).or_else(|| award_each_year(scene, clause)));

            found.extend(annual_report(scene, clause));
        }
    }
    let mut kept: Vec<Item<Review>> = Vec::new();
    let mut known = HashSet::new();
    for item in found {
        if known.insert((item.value.kind.clone(), item.value.by.clone(), item.value.at.clone())) {
            kept.push(item);
        }
    }
    kept
}

/// How many tokens may stand before the time with which a clause begins: its mark, "trong", "vào".
const LEAD: usize = 4;

fn dated(scene: &Scene<'_, '_>, clause: &Clause, found: &mut Vec<Item<Review>>) {
    let document = scene.document;
    let words: Vec<(usize, &str)> = clause
        .tokens
        .clone()
        .filter_map(|index| match () {
            () if document.after(index, phrase!("sơ kết")).is_some() => Some((index, "interim")),
            () if document.after(index, phrase!("tổng kết")).is_some() => Some((index, "final")),
            () => None,
        })
        .collect();
    for (place, (index, kind)) in words.iter().enumerate() {
        let end = words.get(place + 1).map_or(clause.tokens.end, |next| next.0);
        // "sơ kết, tổng kết vào …": both share the time that follows.
        let shared = place + 1 < words.len() && end - index <= 4;
        let end = if shared { words.get(place + 2).map_or(clause.tokens.end, |next| next.0) } else { end };
        // "gửi báo cáo sơ kết trước ngày …": the day of the report.
        if *index > clause.tokens.start && document.before(*index, phrase!("báo cáo")).is_some() {
            continue;
        }
        let own = *index..end;
        let dates = document.dates_in(own.clone());
        // "Trong quý IV/2019, Ủy ban dự kiến tổ chức sơ kết …": the time that the clause begins with.
        let leads = || {
            let before = document.dates_in(clause.tokens.start..*index).first();
            before.filter(|date| place == 0 && words.len() == 1 && date.tokens.start <= clause.tokens.start + LEAD)
        };
        let own_date = dates.iter().find(|date| !scene.is_citation_date(date));
        let Some(date) = own_date.or_else(leads) else { continue };
        let past =
            scene.date.zip(date.when.period(scene.year)).is_some_and(|(issued, period)| period.last_day() < issued);
        // "tổ chức hội nghị tổng kết phong trào … năm 2022" told in 2022: the year of the movement.
        let tells = (scene.is_news() || scene.reports())
            && matches!(date.when, When::Year(year) if scene.year.is_some_and(|now| year <= now));
        let Some(at) = at(scene, date.when).filter(|_| !past && !tells) else { continue };
        let soft = scene.has(
            &(index.saturating_sub(4).max(clause.tokens.start)..date.tokens.start.max(*index)),
            phrases!["dự kiến"],
        );
        let by = by(scene, clause, *index);
        let review = Review { kind: (*kind).to_owned(), by, at: Some(at), to: None, soft };
        found.push(Item {
            value: review,
            span: document.span(*index.min(&date.tokens.start)..date.tokens.end.max(index + 2)),
            confidence: 0.9,
        });
    }
}

fn at(scene: &Scene<'_, '_>, when: When) -> Option<String> {
    match when {
        When::Quarter { year, quarter } => Some(format!("{}-Q{quarter}", year.or(scene.year)?)),
        When::Month { year, month } => Some(format!("{}-{month:02}", year.or(scene.year)?)),
        When::Year(year) => Some(year.to_string()),
        When::Day(day) => Some(day.to_string()),
        When::LastMonths { year, .. } => Some(year.or(scene.year)?.to_string()),
        _ => None,
    }
}

/// Who holds it: after "do" behind it, or the subject of the clause or of the one before.
fn by(scene: &Scene<'_, '_>, clause: &Clause, index: usize) -> Option<String> {
    let document = scene.document;
    // Who prepares the meeting does not hold the review.
    if scene.has(
        &(clause.tokens.start..index),
        phrases!["chuẩn bị hội nghị", "tham mưu tổ chức hội nghị", "chuẩn bị nội dung"],
    ) {
        return None;
    }
    let after = (index..clause.tokens.end)
        .find(|at| document.is(*at, key!("do")) && parties::unit_head(document, at + 1).is_some());
    if let Some(unit) = after.and_then(|at| parties::unit_until_verb(document, at + 1, clause.tokens.end)) {
        return Some(holder(scene, unit.0));
    }
    if let Some(subject) = clause.subject(document).filter(|subject| subject.unit.start <= index) {
        return Some(holder(scene, subject.unit.clone()));
    }
    let start = (clause.tokens.start..index).find(|at| parties::unit_head(document, *at).is_some());
    if let Some((unit, stop)) = start.and_then(|start| parties::unit_until_verb(document, start, index + 1))
        && stop <= index
    {
        return Some(holder(scene, unit));
    }
    let clauses = scene.clauses_of(clause.paragraph);
    let own = scene.index_of(clause);
    let headed = || {
        let heading = scene.outline.chain(clause.paragraph).find_map(|heading| heading.unit.clone());
        heading.map(|unit| holder(scene, unit))
    };
    let Some(before) = own.checked_sub(1).filter(|before| clause.goes_on && clauses.contains(before)) else {
        return headed().filter(|_| clause.first);
    };
    scene.clauses[before].subject(document).map(|subject| holder(scene, subject.unit.clone())).or_else(|| {
        scene.outline.chain(clause.paragraph).find_map(|heading| heading.unit.clone()).map(|unit| holder(scene, unit))
    })
}

/// The key of who holds a review, or the words where it is another.
fn holder(scene: &Scene<'_, '_>, unit: Range<usize>) -> String {
    let document = scene.document;
    let has = |words: &[crate::read::lex::Key]| document.find(unit.clone(), words).is_some();
    let national_issuer = scene.issuer.as_deref().is_some_and(|issuer| issuer.ends_with("Việt Nam"));
    match () {
        () if has(phrase!("hội đồng")) && (has(phrase!("việt nam")) || has(phrase!("trung ương"))) => {
            "council_national".to_owned()
        }
        () if has(phrase!("hội đồng")) && has(phrase!("tỉnh")) => "council_province".to_owned(),
        () if has(phrase!("hội đồng")) && has(phrase!("ngành")) && national_issuer => {
            "council_national".to_owned()
        }
        () if !has(phrase!("hội đồng")) && !has(phrase!("ban chỉ đạo")) && has(phrase!("các")) => {
            "units".to_owned()
        }
        () if document.after_any(unit.start, phrases!["các đơn vị", "đơn vị", "các cơ quan , đơn vị"]).is_some() => {
            "units".to_owned()
        }
        () => document.words(unit),
    }
}

/// "khen thưởng hằng năm do Hội đồng … lựa chọn".
fn annual_award(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Item<Review>> {
    let document = scene.document;
    let found = phrases!["khen thưởng hằng năm", "khen thưởng hàng năm"]
        .iter()
        .find_map(|words| document.find(clause.tokens.clone(), words))?;
    let near = found.end..clause.tokens.end.min(found.end + 30);
    let by = near.clone().find(|at| document.is(*at, key!("do")) && parties::unit_head(document, at + 1).is_some())?;
    let (unit, _) = parties::unit_until_verb(document, by + 1, clause.tokens.end)?;
    let span = document.span(found.start..unit.end);
    let review = Review {
        kind: "annual_award".to_owned(),
        by: Some(holder(scene, unit)),
        at: Some("every year".to_owned()),
        to: None,
        soft: false,
    };
    Some(Item { value: review, span, confidence: 0.88 })
}

/// "Hằng năm, … đề nghị tặng Giấy khen cho các tập thể, cá nhân": who praises is the paper's matter only if a council does.
fn award_each_year(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Item<Review>> {
    let document = scene.document;
    let start = document.after_any(clause.tokens.start, phrases!["hằng năm", "hàng năm"])?;
    let praises = phrases!["tặng giấy khen", "tặng bằng khen", "khen thưởng"];
    scene.has(&(start..clause.tokens.end), praises).then_some(())?;
    let unit = clause.subject(document).map(|subject| holder(scene, subject.unit.clone()));
    let by = unit.filter(|by| by.starts_with("council"));
    let review =
        Review { kind: "annual_award".to_owned(), by, at: Some("every year".to_owned()), to: None, soft: false };
    Some(Item { value: review, span: document.span(clause.tokens.clone()), confidence: 0.8 })
}

/// "định kỳ hằng năm báo cáo tình hình tổ chức thực hiện Phong trào thi đua về … (qua …)".
fn annual_report(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Item<Review>> {
    let document = scene.document;
    let found = phrases!["định kỳ hằng năm báo cáo", "định kỳ hàng năm báo cáo", "định kỳ hằng năm , báo cáo"]
        .iter()
        .find_map(|words| document.find(clause.tokens.clone(), words))
        .or_else(|| report_each_year(scene, clause))?;
    let rest = found.start..clause.tokens.end;
    (scene.has(&clause.tokens, phrases!["phong trào", "thi đua"]) || scene.is_about_movement()).then_some(())?;
    let by = match clause.subject(document) {
        // Several units together are the units of the sector.
        Some(subject) if subject.unit.clone().any(|index| document.is(index, marks::COMMA)) => "units".to_owned(),
        Some(subject) => holder(scene, subject.unit.clone()),
        None => {
            let unit = scene.outline.chain(clause.paragraph).find_map(|heading| heading.unit.clone())?;
            holder(scene, unit)
        }
    };
    let to = duties::via(scene, &clause.tokens)
        .or_else(|| duties::receiver(scene, rest.clone()))
        .map(|unit| document.words(unit));
    let review = Review {
        kind: "annual_report".to_owned(),
        by: Some(by).filter(|by| by == "units" || by.starts_with("council")),
        at: Some("every year".to_owned()),
        to,
        soft: false,
    };
    Some(Item { value: review, span: document.span(found.start..clause.tokens.end), confidence: 0.85 })
}

/// "báo cáo … về BHXH Việt Nam (qua Ban Thi đua - Khen thưởng) … trước ngày 20 tháng 12 hằng năm": a report through those who keep the movements.
fn report_each_year(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Range<usize>> {
    let document = scene.document;
    let found = document.find(clause.tokens.clone(), phrase!("báo cáo"))?;
    let rest = found.start..clause.tokens.end;
    let via = duties::via(scene, &clause.tokens).or_else(|| duties::receiver(scene, rest))?;
    let keeps = scene.has(&via, phrases!["thi đua"]) || scene.is_about_movement();
    let yearly = scene.has(&(found.end..clause.tokens.end), phrases!["hằng năm", "hàng năm"]);
    (keeps && yearly).then_some(found)
}
