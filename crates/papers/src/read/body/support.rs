//! Cards and money given to people: how many, how much, whose, from when to when.

use std::ops::Range;

use super::amounts::{Amount, Unit, amounts};
use super::{Clause, Scene, groups, money, outline};
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::{Item, Support};
use crate::span::Span;

/// Every giving.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Support>> {
    let mut found: Vec<Item<Support>> = Vec::new();
    let mut open: Option<Item<Support>> = None;
    let mut paragraph = usize::MAX;
    for clause in scene.clauses.iter().filter(|clause| clause.zone_is_body && !scene.rows.contains(&clause.paragraph)) {
        if clause.paragraph != paragraph {
            let goes_on = scene.outline.over.get(clause.paragraph) == scene.outline.over.get(paragraph)
                && is_list_of_giving(scene, clause);
            if !goes_on {
                close(&mut open, &mut found);
            }
            paragraph = clause.paragraph;
        }
        let led = clause.cues.has_number && is_led_by_giving(scene, clause);
        if clause.cues.has_support || clause.cues.has_money || led || open.is_some() {
            take(scene, clause, led, &mut open, &mut found);
        }
    }
    close(&mut open, &mut found);
    found
}

/// "b) Tổng kinh phí là …" goes on with the giving of the item before.
fn is_list_of_giving(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene
        .document
        .after_any(clause.tokens.start, phrases!["tổng kinh phí", "tổng số tiền", "thời gian", "số thẻ", "kinh phí"])
        .is_some()
}

/// "ngân sách tỉnh hỗ trợ thêm:" over "a) 30% mức đóng …".
fn is_led_by_giving(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene.outline.chain(clause.paragraph).next().is_some_and(|heading| {
        outline::ends_with_colon(scene.document, &heading.content)
            && scene.has(&heading.content, phrases!["hỗ trợ"])
            && !scene.has(&heading.content, phrases!["đề nghị", "phấn đấu"])
    })
}

fn close(open: &mut Option<Item<Support>>, found: &mut Vec<Item<Support>>) {
    let Some(item) = open.take() else { return };
    let value = &item.value;
    let given = value.cards.is_some() || value.amount.is_some() || value.share.is_some() || value.groups.len() >= 2;
    let known = found.iter().any(|other| {
        let other = &other.value;
        let plain = value.cards.is_none() && value.amount.is_none();
        plain && other.share == value.share && value.groups.iter().all(|group| other.groups.contains(group))
    });
    // A headline tells the cards first, the article the money.
    if let Some(same) = found
        .iter_mut()
        .find(|other| value.cards.is_some() && other.value.cards == value.cards && other.value.amount.is_none())
    {
        let mut groups = std::mem::take(&mut same.value.groups);
        *same = item;
        groups.retain(|group| !same.value.groups.contains(group));
        same.value.groups.append(&mut groups);
        return;
    }
    if given && !known {
        found.push(item);
    }
}

const GIVES: &Phrases = phrases![
    "hỗ trợ",
    "tặng",
    "trao",
    "ủng hộ",
    "phát hành",
    "chuyển kinh phí",
    "chuyển cho",
    "quyên góp",
    "tài trợ",
    "đóng góp",
    "mua thẻ",
    "đã cấp",
    "cấp được"
];

fn take(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    led: bool,
    open: &mut Option<Item<Support>>,
    found: &mut Vec<Item<Support>>,
) {
    let amounts = if clause.cues.has_number { amounts(scene.document, clause.tokens.clone()) } else { Vec::new() };
    let shares: Vec<usize> = if led || scene.has(&clause.tokens, phrases!["hỗ trợ", "phần"]) {
        amounts.iter().filter(|amount| is_share(scene, amount)).map(Amount::start).collect()
    } else {
        Vec::new()
    };
    let Some((first, others)) = shares.split_first().filter(|(_, others)| !others.is_empty()) else {
        part(scene, clause, clause.tokens.clone(), &amounts, led, open, found);
        return;
    };
    // "người cận nghèo: trung ương hỗ trợ 70% mức đóng, tỉnh 20% mức đóng": whom the words before the first share name.
    let named_before: Vec<String> = names(scene, clause.tokens.start..*first);
    let mut start = clause.tokens.start;
    for end in others.iter().copied().chain([clause.tokens.end]) {
        let range = start..end;
        let inside: Vec<Amount> = amounts.iter().filter(|amount| range.contains(&amount.start())).cloned().collect();
        if start > clause.tokens.start {
            close(open, found);
        }
        part(scene, clause, range.clone(), &inside, true, open, found);
        if let Some(item) = open.as_mut().filter(|item| item.value.groups.is_empty()) {
            item.value.groups.clone_from(&named_before);
        }
        start = end;
    }
}

fn names(scene: &Scene<'_, '_>, range: Range<usize>) -> Vec<String> {
    groups::all(scene.document, range).into_iter().map(|(group, _)| group.to_owned()).collect()
}

/// What one clause, or its part with one share, says of a giving.
fn part(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    range: Range<usize>,
    amounts: &[Amount],
    led: bool,
    open: &mut Option<Item<Support>>,
    found: &mut Vec<Item<Support>>,
) {
    let document = scene.document;
    let buys = |amount: &Amount| {
        amount.unit == Some(Unit::Cards) && amount.start() > range.start && document.is(amount.start() - 1, key!("mua"))
    };
    let gives = led || scene.has(&range, GIVES) || amounts.iter().any(buys);
    let cards =
        amounts.iter().find(|amount| amount.unit == Some(Unit::Cards)).and_then(|amount| amount.quantity.whole());
    let each = |amount: &Amount| {
        let near = amount.start().saturating_sub(5).max(range.start)..amount.start();
        let of_each = near.clone().any(|index| document.is(index, key!("mỗi")) && !document.is(index + 1, key!("năm")));
        of_each || scene.has(&near, phrases!["một thẻ"]) || document.is(amount.end, marks::SLASH)
    };
    let sum = amounts.iter().filter(|amount| !each(amount)).find_map(money::whole_dong);
    let shared = led || scene.has(&clause.tokens, phrases!["hỗ trợ", "phần"]);
    let share = amounts.iter().find(|amount| shared && is_share(scene, amount)).map(|amount| amount.value);
    let groups = names(scene, range.clone());
    let span = document.span(range.clone());
    let repeats = open.as_ref().is_some_and(|item| {
        (cards.is_some() && item.value.cards.is_some() && cards != item.value.cards)
            || (sum.is_some() && item.value.amount.is_some())
            || (share.is_some() && item.value.share.is_some())
    });
    if repeats || (gives && year(scene, clause).is_some() && open.is_some() && (sum.is_some() || cards.is_some())) {
        close(open, found);
    }
    let asks = phrases!["đề nghị", "phấn đấu", "yêu cầu", "vận động nguồn lực"];
    let wanted = !scene.reports()
        && !scene.is_news()
        && scene.has(&range, phrases!["vận động", "ủng hộ"])
        && !scene.has(&range, phrases!["đã"]);
    let only_asked = sum.is_none() && share.is_none() && (wanted || scene.has(&range, asks));
    let starts = gives
        && !only_asked
        && is_for_insurance(scene, clause)
        && (cards.is_some() || sum.is_some() || share.is_some());
    if starts && open.is_none() {
        *open =
            Some(Item { value: Support { year: year(scene, clause), ..Support::default() }, span, confidence: 0.85 });
    } else if gives && open.is_none() && groups.len() >= 2 && donated_share(scene, clause) {
        let groups = donated_groups(scene, clause);
        let mut only = Some(Item { value: Support { groups, ..Support::default() }, span, confidence: 0.65 });
        close(&mut only, found);
        return;
    }
    let Some(item) = open.as_mut() else { return };
    fill(scene, item, clause, &range, (cards, sum, share), groups, span);
}

fn fill(
    scene: &Scene<'_, '_>,
    item: &mut Item<Support>,
    clause: &Clause,
    range: &Range<usize>,
    (cards, sum, share): (Option<i64>, Option<i64>, Option<f64>),
    groups: Vec<String>,
    span: Span,
) {
    let value = &mut item.value;
    let (from, to) = validity(scene, range);
    let news = cards.is_some() || sum.is_some() || share.is_some() || from.is_some();
    if !news {
        return;
    }
    value.cards = value.cards.or(cards);
    value.amount = value.amount.or(sum);
    value.share = value.share.or(share);
    value.valid_from = value.valid_from.or(from);
    value.valid_to = value.valid_to.or(to);
    value.year = value
        .year
        .or_else(|| from.map(|day| chrono::Datelike::year(&day)))
        .or_else(|| year_led(scene, clause))
        .or(scene.subject_year)
        .or(year_of_dates(scene, range))
        .or_else(|| {
            let until_now = scene.has(range, phrases!["đến nay"]);
            (scene.is_news() && !until_now).then_some(scene.year).flatten()
        });
    for group in groups {
        if !value.groups.contains(&group) {
            value.groups.push(group);
        }
    }
    item.span = item.span.join(span);
}

/// "Trong năm 2022, … . Xã đã trao 128 thẻ": the year that a sentence before begins with, or that a heading names.
fn year_led(scene: &Scene<'_, '_>, clause: &Clause) -> Option<i32> {
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
    begun.or_else(|| scene.outline.chain(clause.paragraph).find_map(|heading| heading.year))
}

/// The year of any time that the words name: "sáu tháng đầu năm 2008".
fn year_of_dates(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<i32> {
    scene.document.dates_in(range.clone()).iter().find_map(|date| match date.when {
        When::Years { .. } | When::Day(_) | When::Year(_) => None,
        when => when.year(),
    })
}

/// A giving of this product's concern: cards, premiums, BHYT, BHXH.
fn is_for_insurance(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    clause.cues.has_measure
        && scene.has(&clause.tokens, phrases!["BHYT", "bảo hiểm y tế", "thẻ", "mức đóng", "BHXH", "đóng bảo hiểm"])
        || scene.has(&clause.tokens, phrases!["mức đóng", "thẻ"])
}

/// "hỗ trợ 30% mức đóng", "phần 30% mệnh giá thẻ".
fn is_share(scene: &Scene<'_, '_>, amount: &Amount) -> bool {
    let of = phrases![
        "mức đóng",
        "mệnh giá",
        "phần đóng",
        "mức phí",
        "số tiền đóng",
        "tiền đóng",
        "phí đóng",
        "kinh phí đóng",
        "kinh phí mua",
        "giá trị thẻ",
        "chi phí mua"
    ];
    amount.unit == Some(Unit::Percent) && scene.document.has(&(amount.end..amount.end + 4), of)
}

fn year(scene: &Scene<'_, '_>, clause: &Clause) -> Option<i32> {
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

/// "có giá trị từ ngày … đến ngày …".
fn validity(scene: &Scene<'_, '_>, range: &Range<usize>) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    let document = scene.document;
    let day_after = |word| {
        document.dates_in(range.clone()).iter().find_map(|date| {
            let before = date.tokens.start.checked_sub(1)?;
            // "đến hết ngày 31/12": the day itself.
            let before = if document.is(before, key!("hết")) { before.checked_sub(1)? } else { before };
            document.is(before, word).then(|| date.when.day())?
        })
    };
    let (from, to) = (day_after(key!("từ")), day_after(key!("đến")));
    if from.is_some() { (from, to) } else { (None, None) }
}

/// "ủng hộ phần kinh phí chưa được ngân sách hỗ trợ để người cận nghèo, học sinh … tham gia BHYT".
fn donated_share(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene.has(&clause.tokens, phrases!["quyên góp", "ủng hộ"])
        && scene.has(&clause.tokens, phrases!["phần kinh phí", "mức đóng", "phần còn lại"])
        && scene.has(&clause.tokens, phrases!["tham gia BHYT", "mua thẻ", "tham gia bảo hiểm y tế"])
}

/// The groups between the purpose of a giving and the next deed.
fn donated_groups(scene: &Scene<'_, '_>, clause: &Clause) -> Vec<String> {
    let document = scene.document;
    let start = phrases!["phần kinh phí", "mức đóng", "phần còn lại"]
        .iter()
        .find_map(|words| document.find(clause.tokens.clone(), words))
        .map_or(clause.tokens.start, |found| found.end);
    groups::all(document, start..clause.tokens.end).into_iter().map(|(group, _)| group.to_owned()).collect()
}
