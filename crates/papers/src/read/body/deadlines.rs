//! Days by which something must be done, with the rule that the words set.

use std::collections::HashSet;
use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate};

use super::{Clause, Scene};
use crate::read::date::{DateAt, When};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::{Deadline, Item};

/// A deadline and the clause that sets it.
#[derive(Debug, Clone)]
pub struct DeadlineAt {
    /// Index of the clause.
    pub clause: usize,
    /// Its tokens, with the words that set the rule.
    pub tokens: Range<usize>,
    /// The deadline.
    pub deadline: Deadline,
    /// How sure it is.
    pub confidence: f64,
}

/// Every deadline, in order.
pub fn all(scene: &Scene<'_, '_>) -> Vec<DeadlineAt> {
    let mut found = Vec::new();
    for (index, clause) in scene.clauses.iter().enumerate().filter(|(_, clause)| clause.zone_is_body) {
        if clause.cues.has_time {
            for date in scene.document.dates_in(clause.tokens.clone()) {
                found.extend(dated(scene, clause, date).map(|it| DeadlineAt { clause: index, ..it }));
            }
        }
        found.extend(working_days(scene, clause).map(|it| DeadlineAt { clause: index, ..it }));
        if found.last().is_none_or(|it: &DeadlineAt| it.clause != index) {
            found.extend(yearly(scene, clause).map(|it| DeadlineAt { clause: index, ..it }));
        }
    }
    found
}

/// The deadlines as facts: each day and rule once.
pub fn facts(scene: &Scene<'_, '_>, deadlines: &[DeadlineAt]) -> Vec<Item<Deadline>> {
    let mut items: Vec<Item<Deadline>> = Vec::new();
    let mut known = HashSet::new();
    for found in deadlines {
        if found.deadline.date.is_none_or(|date| known.insert((date, &found.deadline.rule))) {
            let span = scene.document.span(found.tokens.clone());
            items.push(Item { value: found.deadline.clone(), span, confidence: found.confidence });
        }
    }
    items
}

/// The words before a time that make it a deadline.
#[derive(Debug, Default)]
struct Lead {
    start: usize,
    before: bool,
    latest: bool,
    expected: bool,
    reaching: bool,
    within: bool,
    end_of: bool,
    done: bool,
    /// An hour of that day is named: the day itself is still in time.
    hour: bool,
}

const FILL: [Key; 27] = [
    key!("đến"),
    key!("hết"),
    key!("vào"),
    key!("là"),
    key!("trong"),
    key!("cuối"),
    key!("nhất"),
    key!("chậm"),
    key!("muộn"),
    key!("hạn"),
    key!("thời"),
    key!("gian"),
    key!("dự"),
    key!("kiến"),
    key!("xong"),
    key!("trước"),
    key!("ngày"),
    key!("tháng"),
    key!("chót"),
    key!("giờ"),
    key!("phút"),
    key!("tới"),
    key!("điểm"),
    key!("hơn"),
    key!("quá"),
    key!("để"),
    key!(":"),
];

fn lead(scene: &Scene<'_, '_>, from: usize, date: &DateAt) -> Lead {
    let document = scene.document;
    let mut lead = Lead { start: date.tokens.start, ..Lead::default() };
    for _ in 0..8 {
        let Some(before) = lead.start.checked_sub(1).filter(|before| *before >= from) else { break };
        let hour = document.is_number(before)
            && document.is_any(before + 1, &[key!("giờ"), key!("phút"), key!("h"), key!("g")]);
        if !document.is_any(before, &FILL) && !hour && !document.is(before, key!("h")) {
            break;
        }
        lead.hour |= hour;
        match document.tokens[before].key {
            BEFORE => lead.before = true,
            MOST => lead.latest |= before > 0 && document.is_any(before - 1, &[key!("chậm"), key!("muộn")]),
            LIMIT => lead.latest = true,
            // "không muộn hơn ngày 03/01", "không quá ngày 03/01", "không để quá …".
            THAN | OVER => {
                lead.latest |= before > 0 && document.is_any(before - 1, &[key!("muộn"), key!("chậm"), key!("không")]);
            }
            EXPECT => lead.expected |= before > 0 && document.is(before - 1, key!("dự")),
            TO | UNTIL => lead.reaching = true,
            IN | AT => lead.within = true,
            END => lead.end_of = true,
            DONE => lead.done = true,
            _ => {}
        }
        lead.start = before;
    }
    // "trước hết", "trong đó", ":" say nothing about the time.
    while lead.start < date.tokens.start
        && document.is_any(lead.start, &[marks::COLON, key!("là"), key!("ngày"), key!("gian"), key!("điểm")])
    {
        lead.start += 1;
    }
    lead
}

const BEFORE: Key = key!("trước");
const MOST: Key = key!("nhất");
const LIMIT: Key = key!("hạn");
const THAN: Key = key!("hơn");
const OVER: Key = key!("quá");
const EXPECT: Key = key!("kiến");
const TO: Key = key!("đến");
const UNTIL: Key = key!("hết");
const IN: Key = key!("trong");
const AT: Key = key!("vào");
const END: Key = key!("cuối");
const DONE: Key = key!("xong");

fn dated(scene: &Scene<'_, '_>, clause: &Clause, date: &DateAt) -> Option<DeadlineAt> {
    if scene.is_citation_date(date) || is_validity(scene, clause, date) {
        return None;
    }
    let lead = lead(scene, clause.tokens.start, date);
    let expected = lead.expected || expected_before(scene, clause, &lead);
    // "thời gian hoàn thành: 30/11/2013", "định kỳ ngày 25 hằng tháng".
    let document = scene.document;
    let colon = lead.start.checked_sub(1).filter(|before| document.is(*before, marks::COLON));
    let headed = colon.is_some_and(|colon| {
        phrases!["hoàn thành", "thời hạn", "thời hạn hoàn thành"]
            .iter()
            .any(|words| document.before(colon, words).is_some())
    });
    let periodic =
        matches!(date.when, When::EachMonth { .. }) && document.before(lead.start, phrase!("định kỳ")).is_some();
    // "Đánh giá giữa kỳ: quý II/2015.", "Tiếp nhận kinh phí: đến hết ngày 20/12/2022.", "Quý IV năm 2018: sơ kết."
    let spans = matches!(date.when, When::Quarter { .. } | When::Month { .. });
    let ended = date.tokens.end + 1 >= clause.tokens.end;
    let labelled = colon.is_some() && ended && (spans || lead.reaching);
    let opens = spans && date.tokens.start == first_word(scene, clause) && document.is(date.tokens.end, marks::COLON);
    let opens = opens && acts(scene, clause, clause.tokens.start);
    let strong = lead.before || lead.latest || headed || periodic || labelled || opens;
    let acts = acts(scene, clause, lead.start);
    // "ước đến 31/12/2020 đạt 90,5%".
    if lead.start > clause.tokens.start && document.is(lead.start - 1, key!("ước")) {
        return None;
    }
    let weak = (lead.reaching || lead.within || lead.end_of || lead.done || expected) && acts;
    let bound = strong || weak || lead.done || expected;
    if !bound {
        return None;
    }
    let (day, rule, confidence) = day_and_rule(scene, clause, date, &lead, strong, expected)?;
    let (date_said, last_day) = match (day, rule) {
        (Some(day), "before") if !lead.hour => (Some(day), day.checked_sub_days(Days::new(1))),
        (day, _) => (day, day),
    };
    if past(scene, clause, date_said) {
        return None;
    }
    let tokens = lead.start..date.tokens.end;
    let text = scene.document.words(tokens.clone());
    let deadline = Deadline { date: date_said, rule: rule.to_owned(), last_day, soft: expected, text };
    Some(DeadlineAt { clause: 0, tokens, deadline, confidence })
}

/// The first token of a clause after the mark of its list.
fn first_word(scene: &Scene<'_, '_>, clause: &Clause) -> usize {
    let content = scene.document.paragraphs.get(clause.paragraph).map(|paragraph| paragraph.content);
    content.filter(|_| clause.first).unwrap_or(clause.tokens.start)
}

fn day_and_rule(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    date: &DateAt,
    lead: &Lead,
    strong: bool,
    expected: bool,
) -> Option<(Option<NaiveDate>, &'static str, f64)> {
    let strict = if lead.before { "before" } else { "by" };
    match date.when {
        When::Day(day) => {
            let bound = strong || lead.done || expected || lead.reaching;
            bound.then_some((Some(day), strict, if strong { 0.97 } else { 0.8 }))
        }
        When::DayOfMonth { day, month } => {
            let bound = strong || lead.done || lead.reaching;
            if bound && each_year_after(scene, clause, date) {
                return Some((None, "yearly", 0.9));
            }
            let day = next_day(scene, day, month)?;
            bound.then_some((Some(day), strict, 0.75))
        }
        When::EachYear { .. } => Some((None, "yearly", 0.95)),
        When::EachMonth { .. } => Some((None, strict, 0.8)),
        When::Quarter { year, quarter } => {
            let year = year.or(scene.year)?;
            let period = When::Quarter { year: Some(year), quarter }.period(None)?;
            if lead.before {
                return Some((Some(period.first_day()), "before", 0.85));
            }
            Some((Some(period.last_day()), "quarter", 0.95))
        }
        When::Month { .. } | When::LastMonths { .. } | When::FirstMonths { .. } => {
            let period = date.when.period(scene.year)?;
            let sure = if date.when.year().is_some() { 0.92 } else { 0.75 };
            if lead.before {
                return Some((Some(period.first_day()), "before", sure));
            }
            Some((Some(period.last_day()), "by", sure))
        }
        When::Year(year) => {
            let completes = completes(scene, clause);
            let bound =
                expected || lead.latest || (lead.within && completes) || (lead.end_of && completes) || lead.done;
            let day = NaiveDate::from_ymd_opt(year, 12, 31);
            (bound && !lead.before).then_some((day, "by", 0.85))
        }
        When::Years { .. } => None,
    }
}

/// "trước ngày 15/12 các năm", "hằng năm, trước ngày 15/12".
fn each_year_after(scene: &Scene<'_, '_>, clause: &Clause, date: &DateAt) -> bool {
    let document = scene.document;
    let near = date.tokens.end..(date.tokens.end + 4).min(clause.tokens.end);
    let before = clause.tokens.start..date.tokens.start;
    document.has(&near, phrases!["hằng năm", "hàng năm", "mỗi năm", "các năm", "năm sau", "của năm sau"])
        || date.when.year().is_none() && document.has(&before, phrases!["hằng năm", "hàng năm", "mỗi năm"])
}

/// A day without a year is the next one after the paper's date.
fn next_day(scene: &Scene<'_, '_>, day: u32, month: u32) -> Option<NaiveDate> {
    let issued = scene.date;
    let year = issued.map(|date| date.year()).or(scene.year)?;
    let this_year = NaiveDate::from_ymd_opt(year, month, day)?;
    match issued {
        Some(issued) if this_year < issued => NaiveDate::from_ymd_opt(year + 1, month, day),
        _ => Some(this_year),
    }
}

fn expected_before(scene: &Scene<'_, '_>, clause: &Clause, lead: &Lead) -> bool {
    let from = lead.start.saturating_sub(12).max(clause.tokens.start);
    scene.document.find(from..lead.start, phrase!("dự kiến")).is_some()
}

/// Whether something is done by that time: weak words before a time ("đến", "trong", "vào") are no deadline without it.
fn acts(scene: &Scene<'_, '_>, clause: &Clause, until: usize) -> bool {
    const DEEDS: &Phrases = phrases![
        "hoàn thành",
        "sơ kết",
        "tổng kết",
        "tiến hành",
        "gửi",
        "nộp",
        "báo cáo",
        "ban hành",
        "hoàn tất",
        "kết thúc",
        "quyết toán",
        "xong",
        "triển khai",
        "đăng ký",
        "bàn giao",
        "thời hạn",
        "thành lập",
        "phải đạt",
        "giữa kỳ",
        "họp"
    ];
    const MEASURES: &Phrases = phrases!["tỷ lệ", "số người", "bao phủ", "tính đến", "số liệu"];
    let document = scene.document;
    let quarter_or_month = scene.document.date_at(until + 1).or_else(|| scene.document.date_at(until + 2));
    let within = quarter_or_month.is_some_and(|date| matches!(date.when, When::Quarter { .. } | When::Month { .. }))
        && scene.document.is(until, IN)
        && !tells(scene, clause)
        && (!scene.reports() || super::tense::by_place(scene, clause) == Some(super::tense::Tense::Wanted));
    (within || document.has(&clause.tokens, DEEDS)) && !document.has(&(clause.tokens.start..until), MEASURES)
}

/// Whether a clause stands under what was reached: "Cũng trong quý I, số người tham gia giảm".
fn tells(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    matches!(scene.outline.topic(clause.paragraph), Some(super::outline::Topic::Achievement))
}

fn completes(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene.has(&clause.tokens, phrases!["hoàn thành", "xong", "hoàn tất", "sơ kết", "tổng kết"])
}

/// "có giá trị từ ngày … đến ngày …", "có hiệu lực từ …", "kể từ ngày …", "tính đến ngày …": times that bind nobody.
fn is_validity(scene: &Scene<'_, '_>, clause: &Clause, date: &DateAt) -> bool {
    let document = scene.document;
    let start = date.tokens.start;
    let from = start.saturating_sub(4).max(clause.tokens.start);
    if (from..start).any(|index| document.is_any(index, &[key!("từ"), key!("tính"), key!("hiệu")])) {
        return true;
    }
    // The end of a range that began with "từ ngày …".
    let reaching = start > 0 && (document.is(start - 1, TO) || document.is(start - 1, UNTIL));
    let before = clause.tokens.start..start;
    reaching
        && document.dates_in(before).last().is_some_and(|other| {
            let word = other.tokens.start.checked_sub(1);
            word.is_some_and(|word| document.is(word, key!("từ"))) && start - other.tokens.end <= 4
        })
}

fn past(scene: &Scene<'_, '_>, clause: &Clause, day: Option<NaiveDate>) -> bool {
    match (day, scene.date) {
        (Some(day), Some(issued)) => day < issued,
        (Some(_), None) => scene.document.find(clause.tokens.clone(), phrase!("đã hoàn thành")).is_some(),
        _ => false,
    }
}

/// "trong vòng 05 ngày làm việc": no day can be known.
fn working_days(scene: &Scene<'_, '_>, clause: &Clause) -> Option<DeadlineAt> {
    if !clause.cues.has_number {
        return None;
    }
    let document = scene.document;
    let found = document.find(clause.tokens.clone(), phrase!("ngày làm việc"))?;
    let number =
        found.start.checked_sub(1).filter(|index| *index >= clause.tokens.start && document.is_number(*index))?;
    let mut start = number;
    let words = [
        key!("trong"),
        key!("vòng"),
        key!("thời"),
        key!("hạn"),
        key!("gian"),
        key!("tối"),
        key!("đa"),
        key!("quá"),
        key!("không"),
        key!("chậm"),
        key!("nhất"),
        key!("sau"),
        key!("là"),
    ];
    while start > clause.tokens.start && document.is_any(start - 1, &words) {
        start -= 1;
    }
    let bound = start < number;
    let tokens = start..found.end;
    let text = document.words(tokens.clone());
    let deadline = Deadline { date: None, rule: "working_days".to_owned(), last_day: None, soft: false, text };
    bound.then_some(DeadlineAt { clause: 0, tokens, deadline, confidence: 0.9 })
}

/// "định kỳ hằng năm báo cáo …": each year, no day said.
fn yearly(scene: &Scene<'_, '_>, clause: &Clause) -> Option<DeadlineAt> {
    if !clause.cues.has_yearly {
        return None;
    }
    let document = scene.document;
    let each = |range: Range<usize>| {
        document.find(range.clone(), phrase!("hằng năm")).or_else(|| document.find(range, phrase!("hàng năm")))
    };
    let found = each(clause.tokens.clone())?;
    let near = found.end..(found.end + 8).min(clause.tokens.end);
    let before = found.start.saturating_sub(6).max(clause.tokens.start)..found.start;
    let periodic = document.find(before.clone(), phrase!("định kỳ")).is_some();
    let report = phrase!("báo cáo");
    let reports_after = document.find(near.clone(), report).is_some_and(|it| it.start - found.end <= 6);
    let reports_before = document.find(before, report).is_some();
    let orders = !scene.reports();
    if !(orders
        && ((periodic && (reports_after || reports_before))
            || (reports_after && document.after(found.end, report).is_some())))
    {
        return None;
    }
    let start = if periodic { found.start.saturating_sub(2).max(clause.tokens.start) } else { found.start };
    let tokens = start..found.end;
    let text = document.words(tokens.clone());
    let deadline = Deadline { date: None, rule: "yearly".to_owned(), last_day: None, soft: false, text };
    Some(DeadlineAt { clause: 0, tokens, deadline, confidence: 0.85 })
}
