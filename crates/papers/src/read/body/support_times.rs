//! When something is given: of which year it is, and from when to when it lasts.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use rules::period::Period;

use super::{Clause, Scene};
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::key;
use crate::read::phrases::phrases;
use crate::reading::{Item, Support};

/// From when to when a giving lasts.
pub type Term = (NaiveDate, Option<NaiveDate>);

/// "Điều 3. Thời gian hỗ trợ từ ngày … đến hết ngày …": the time of every giving of the paper, where it names but one.
pub fn term(scene: &Scene<'_, '_>) -> Option<Term> {
    let times = phrases![
        "thời gian hỗ trợ",
        "thời gian được hỗ trợ",
        "thời hạn hỗ trợ",
        "thời gian áp dụng",
        "thời gian hưởng",
        "thời gian thực hiện hỗ trợ",
        "thời gian thực hiện chính sách"
    ];
    let mut terms =
        scene.clauses.iter().filter(|clause| clause.zone_is_body && clause.cues.has_time).filter_map(|clause| {
            let headed = || {
                let heading = scene.outline.over.get(clause.paragraph).copied().flatten();
                let heading = heading.and_then(|heading| scene.outline.headings.get(heading));
                heading.is_some_and(|heading| scene.has(&heading.content, times))
            };
            // Of a paper about nothing but help the time of carrying it out is the time of the help.
            let helps = || {
                let subject = scene.subject.as_deref().unwrap_or_default().to_lowercase();
                subject.contains("hỗ trợ") && scene.has(&clause.tokens, phrases!["thời gian thực hiện"])
            };
            let (from, to) = validity(scene, &clause.tokens);
            from.filter(|_| scene.has(&clause.tokens, times) || headed() || helps()).map(|from| (from, to))
        });
    let first = terms.next()?;
    terms.all(|other| other == first).then_some(first)
}

pub fn spread(term: Option<Term>, found: &mut [Item<Support>]) {
    let Some((from, to)) = term else { return };
    for item in found.iter_mut().filter(|item| item.value.valid_from.is_none()) {
        item.value.valid_from = Some(from);
        item.value.valid_to = to;
        // A giving of several years is of none of them.
        let one_year = to.is_some_and(|to| to.year() == from.year());
        item.value.year = item.value.year.or(one_year.then(|| from.year()));
    }
}

/// "có giá trị từ ngày … đến ngày …".
pub fn validity(scene: &Scene<'_, '_>, range: &Range<usize>) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let document = scene.document;
    let time_after = |word| {
        document.dates_in(range.clone()).iter().find_map(|date| {
            let before = date.tokens.start.checked_sub(1)?;
            // "đến hết ngày 31/12": the day itself.
            let before = if document.is(before, key!("hết")) { before.checked_sub(1)? } else { before };
            document.is(before, word).then_some(date.when)
        })
    };
    let until = time_after(key!("đến"));
    let year = until.and_then(When::year);
    let period = |when: When| match when {
        When::Day(_) | When::Month { .. } | When::DayOfMonth { .. } => when.period(year),
        _ => None,
    };
    let from = time_after(key!("từ")).and_then(period).map(Period::first_day);
    let to = until.and_then(period).map(Period::last_day);
    if from.is_some() { (from, to) } else { (None, None) }
}

pub fn year(scene: &Scene<'_, '_>, clause: &Clause) -> Option<i32> {
    let document = scene.document;
    // "từ năm 2020 đến nay" tells of more years than its first; "kết dư quỹ … năm 2019" tells where the money came from.
    let until_now = scene.has(&clause.tokens, phrases!["đến nay"]);
    let left_over = document.find(clause.tokens.clone(), phrase!("kết dư")).map(|found| found.end);
    document.dates_in(clause.tokens.clone()).iter().find_map(|date| match date.when {
        When::Year(year) => {
            let start = date.tokens.start;
            let run = until_now && start > clause.tokens.start && document.is(start - 1, key!("từ"));
            let source = left_over.is_some_and(|end| start >= end && start < end + 14);
            (!run && !source).then_some(year)
        }
        _ => None,
    })
}

/// "Trong năm 2022, … . Xã đã trao 128 thẻ": the year that a sentence before begins with, or that a heading names.
pub fn year_led(scene: &Scene<'_, '_>, clause: &Clause) -> Option<i32> {
    let document = scene.document;
    let before = scene.clauses.get(scene.clauses_of(clause.paragraph)).unwrap_or_default();
    let begun = before.iter().rev().filter(|other| other.tokens.start < clause.tokens.start).find_map(|other| {
        let date = document.dates_in(other.tokens.clone()).first()?;
        match date.when {
            When::Years { .. } | When::Day(_) => None,
            when if date.tokens.start <= other.tokens.start + 6 => when.year(),
            _ => None,
        }
    });
    // "2. Chín tháng đầu năm 2019" over what was given.
    let headed = |range: &Range<usize>| year_of_dates(scene, range);
    begun.or_else(|| {
        scene.outline.chain(clause.paragraph).find_map(|heading| heading.year.or_else(|| headed(&heading.content)))
    })
}

/// The year of any time that the words name: "sáu tháng đầu năm 2008".
pub fn year_of_dates(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<i32> {
    scene.document.dates_in(range.clone()).iter().find_map(|date| match date.when {
        When::Years { .. } | When::Day(_) | When::Year(_) => None,
        when => when.year(),
    })
}

/// "Từ năm 2012 đến nay, …".
pub fn is_run_until_now(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let document = scene.document;
    scene.has(&clause.tokens, phrases!["đến nay"])
        && document.dates_in(clause.tokens.clone()).iter().any(|date| {
            matches!(date.when, When::Year(_))
                && date.tokens.start > clause.tokens.start
                && document.is(date.tokens.start - 1, key!("từ"))
        })
}
