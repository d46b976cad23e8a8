//! Cards and money given to people: how many, how much, whose, from when to when.

use std::ops::Range;

use super::amounts::{Amount, Unit, amounts};
use super::outline::Topic;
use super::support_shares::is_share;
use super::support_times::{is_run_until_now, spread, term, validity, year, year_led, year_of_dates};
use super::{Clause, Scene, groups, money, outline, support_rows};
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
    support_rows::facts(scene, &mut found);
    if !found.is_empty() && !scene.reports() && !scene.is_news() {
        spread(term(scene), &mut found);
    }
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
    "cấp được",
    "cấp miễn phí",
    "đã đóng",
    "đóng BHYT cho",
    "đóng bảo hiểm y tế cho"
];

/// In đồng: less is the premium of one person.
const LEAST_SUM: i64 = 2_000_000;

/// Words of a sentence that says who bears a share of the premium.
const PAYS: &Phrases = phrases!["hỗ trợ", "phần", "ngân sách", "đài thọ", "đóng thay", "tài trợ", "ủng hộ"];

fn take(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    led: bool,
    open: &mut Option<Item<Support>>,
    found: &mut Vec<Item<Support>>,
) {
    let amounts = if clause.cues.has_number { amounts(scene.document, clause.tokens.clone()) } else { Vec::new() };
    let shares: Vec<usize> = if led || scene.has(&clause.tokens, PAYS) {
        amounts.iter().filter(|amount| is_share(scene, clause, amount)).map(Amount::start).collect()
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

pub(super) fn names(scene: &Scene<'_, '_>, range: Range<usize>) -> Vec<String> {
    let households = phrases![
        "mức sống trung bình",
        "hộ gia đình làm nông",
        "hộ làm nông",
        "hộ nông nghiệp",
        "hộ gia đình nông nghiệp",
        "diêm nghiệp",
        "BHYT hộ gia đình",
        "bảo hiểm y tế hộ gia đình",
        "theo hộ gia đình"
    ];
    let household = scene.has(&range, households).then(|| "household".to_owned());
    let mut named: Vec<String> = groups::each(scene.document, range).map(str::to_owned).collect();
    named.extend(household);
    named
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
        let unit =
            |index: usize| document.is_any(index, &[key!("năm"), key!("tỉnh"), key!("huyện"), key!("xã"), key!("đơn")]);
        let of_each = near.clone().any(|index| document.is(index, key!("mỗi")) && !unit(index + 1));
        of_each || scene.has(&near, phrases!["một thẻ"]) || document.is(amount.end, marks::SLASH)
    };
    let total = amounts.iter().filter(|amount| !each(amount)).find(|amount| money::whole_dong(amount).is_some());
    let sum = total.and_then(money::whole_dong);
    // "Ngân sách tỉnh hỗ trợ 10%: 62.100 đồng": what one person gets.
    let sum = sum.filter(|sum| *sum >= LEAST_SUM || cards.is_some());
    let shared = led || scene.has(&clause.tokens, PAYS);
    let share = amounts.iter().find(|amount| shared && is_share(scene, clause, amount)).map(|amount| amount.value);
    let groups = names(scene, range.clone());
    let span = document.span(range.clone());
    let repeats = open.as_ref().is_some_and(|item| {
        (cards.is_some() && item.value.cards.is_some() && cards != item.value.cards)
            || (sum.is_some() && item.value.amount.is_some())
            || (share.is_some()
                && (item.value.share.is_some() || (item.value.cards.is_some() && sum.is_some() && !clause.goes_on)))
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
    let only_aimed = sum.is_none() && share.is_none() && aims(scene, clause, amounts);
    let starts = (gives || share.is_some())
        && !only_asked
        && !only_aimed
        && (is_for_insurance(scene, clause)
            || share.is_some()
            || total.is_some_and(|total| is_given(scene, &range, total)))
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
    // "Từ năm 2012 đến nay" is no single year.
    let run = year(scene, clause).is_none() && from.is_none() && is_run_until_now(scene, clause);
    if run {
        item.span = item.span.join(span);
        add_groups(value, groups);
        return;
    }
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
    add_groups(value, groups);
    // "3. Đối với học sinh, sinh viên" over the share.
    if value.share.is_some() && value.groups.is_empty() {
        let headed = scene.outline.chain(clause.paragraph).map(|heading| names(scene, heading.content.clone()));
        value.groups = headed.into_iter().find(|groups| !groups.is_empty()).unwrap_or_default();
    }
    item.span = item.span.join(span);
}

fn add_groups(value: &mut Support, groups: Vec<String>) {
    for group in groups {
        if !value.groups.contains(&group) {
            value.groups.push(group);
        }
    }
}

/// "quỹ … hỗ trợ 1,35 tỷ đồng cho đoàn viên khó khăn": money that is given, whatever for.
fn is_given(scene: &Scene<'_, '_>, range: &Range<usize>, total: &Amount) -> bool {
    let near = total.start().saturating_sub(6).max(range.start)..total.start();
    let asked = phrases!["đề nghị", "phấn đấu", "yêu cầu", "kêu gọi", "giấy khen", "bằng khen", "thưởng"];
    scene.has(&near, phrases!["hỗ trợ", "ủng hộ", "tài trợ", "trao tặng", "quyên góp"]) && !scene.has(range, asked)
}

/// A giving of this product's concern: cards, premiums, BHYT, BHXH.
fn is_for_insurance(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    // "đóng BHYT cho người nghèo 9,8 tỷ đồng; hỗ trợ người cận nghèo 4,6 tỷ đồng".
    let before = || {
        let own = scene.index_of(clause);
        let before = own.checked_sub(1).and_then(|before| scene.clauses.get(before)).filter(|_| clause.goes_on);
        before.is_some_and(|before| names_insurance(scene, before))
    };
    names_insurance(scene, clause) || before()
}

fn names_insurance(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    clause.cues.has_measure
        && scene.has(&clause.tokens, phrases!["BHYT", "bảo hiểm y tế", "thẻ", "mức đóng", "BHXH", "đóng bảo hiểm"])
        || scene.has(&clause.tokens, phrases!["mức đóng", "thẻ"])
}

/// "Mỗi năm tặng tối thiểu 300 thẻ": an aim, where no sum was given.
fn aims(scene: &Scene<'_, '_>, clause: &Clause, amounts: &[Amount]) -> bool {
    let document = scene.document;
    let least = phrases!["tối thiểu", "ít nhất", "không dưới", "phấn đấu"];
    let bounded = |amount: &Amount| {
        let near = amount.start().saturating_sub(3).max(clause.tokens.start)..amount.start();
        document.has(&near, least)
    };
    let cards = amounts.iter().filter(|amount| amount.unit == Some(Unit::Cards));
    let told = scene.has(&clause.tokens, phrases!["đã"]);
    let aimed = !scene.reports() && !scene.is_news() && scene.outline.topic(clause.paragraph) == Some(Topic::Target);
    let yearly = clause.cues.has_yearly || document.after(clause.tokens.start, phrase!("mỗi năm")).is_some();
    !told && (aimed || yearly || cards.clone().any(bounded))
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
