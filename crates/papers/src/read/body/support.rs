//! Cards and money given to people: how many, how much, whose, from when to when.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::amounts::{Amount, Unit, amounts};
use super::outline::Topic;
use super::{Clause, Scene, groups, money, outline, support_rows};
use rules::period::Period;

use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
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
    if !scene.reports() && !scene.is_news() {
        spread(term(scene), &mut found);
    }
    found
}

/// From when to when a giving lasts.
pub(super) type Term = (NaiveDate, Option<NaiveDate>);

/// "Điều 3. Thời gian hỗ trợ từ ngày … đến hết ngày …": the time of every giving of the paper, where it names but one.
fn term(scene: &Scene<'_, '_>) -> Option<Term> {
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

fn spread(term: Option<Term>, found: &mut [Item<Support>]) {
    let Some((from, to)) = term else { return };
    for item in found.iter_mut().filter(|item| item.value.valid_from.is_none()) {
        item.value.valid_from = Some(from);
        item.value.valid_to = to;
        // A giving of several years is of none of them.
        let one_year = to.is_some_and(|to| to.year() == from.year());
        item.value.year = item.value.year.or(one_year.then(|| from.year()));
    }
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
        let of_each = near.clone().any(|index| document.is(index, key!("mỗi")) && !document.is(index + 1, key!("năm")));
        of_each || scene.has(&near, phrases!["một thẻ"]) || document.is(amount.end, marks::SLASH)
    };
    let sum = amounts.iter().filter(|amount| !each(amount)).find_map(money::whole_dong);
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
        && (is_for_insurance(scene, clause) || share.is_some())
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
        .or_else(|| from.map(|day| day.year()))
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
    // "2. Chín tháng đầu năm 2019" over what was given.
    let headed = |range: &Range<usize>| year_of_dates(scene, range);
    begun.or_else(|| {
        scene.outline.chain(clause.paragraph).find_map(|heading| heading.year.or_else(|| headed(&heading.content)))
    })
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

/// Whether the clause, a heading over it or the subject of the paper names an insurance.
pub(super) fn is_about_insurance(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    const INSURANCE: &Phrases = phrases!["BHYT", "bảo hiểm y tế", "BHXH tự nguyện", "bảo hiểm xã hội tự nguyện"];
    let subject = || {
        let subject = scene.subject.as_deref().unwrap_or_default().to_lowercase();
        ["bhyt", "bảo hiểm y tế", "xã hội tự nguyện"].iter().any(|name| subject.contains(name))
    };
    scene.has(&clause.tokens, INSURANCE)
        || scene.outline.chain(clause.paragraph).any(|heading| scene.has(&heading.content, INSURANCE))
        || subject()
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

/// "hỗ trợ 30% mức đóng", "phần 30% mệnh giá thẻ"; "hỗ trợ thêm 20% cho hộ cận nghèo".
fn is_share(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    let of = phrases![
        "mức đóng",
        "mệnh giá",
        "phần đóng",
        "mức phí",
        "số tiền đóng",
        "tiền đóng",
        "tiền mua",
        "phí đóng",
        "phí mua",
        "phí bảo hiểm",
        "phí BHYT",
        "phí tham gia",
        "phần kinh phí",
        "giá trị thẻ"
    ];
    let document = scene.document;
    if amount.unit != Some(Unit::Percent) {
        return false;
    }
    // "30% (ba mươi phần trăm) mức đóng".
    let close = (amount.end..amount.end + 8).find(|index| document.is(*index, marks::CLOSE));
    let end = close.filter(|_| document.is(amount.end, marks::OPEN)).map_or(amount.end, |close| close + 1);
    document.has(&(end..end + 4), of)
        || is_right_after_help(scene, clause, amount)
        || is_item_of_help(scene, clause, amount)
}

/// "hỗ trợ thêm 20%", "mức hỗ trợ: 30%": nothing but a measure of the help stands between, and no count of people follows.
fn is_right_after_help(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    const BETWEEN: [Key; 13] = [
        key!("thêm"),
        key!("tiếp"),
        key!("bằng"),
        key!("là"),
        key!("tối"),
        key!("thiểu"),
        key!("đa"),
        key!("ít"),
        key!("nhất"),
        key!("mức"),
        key!("từ"),
        key!("đến"),
        marks::COLON,
    ];
    const COUNTED: &Phrases =
        phrases!["dân số", "người", "số người", "học sinh", "hộ", "số hộ", "đối tượng", "số đối tượng", "thành viên"];
    let document = scene.document;
    let mut index = amount.start();
    while index > clause.tokens.start && document.is_any(index - 1, &BETWEEN) {
        index -= 1;
    }
    let colon = index < amount.start() && document.is(amount.start() - 1, marks::COLON);
    let named = colon && document.has(&(clause.tokens.start..index), phrases!["mức hỗ trợ"]);
    let helps = named || document.before(index, phrase!("hỗ trợ")).is_some();
    helps && is_about_insurance(scene, clause) && document.after_any(amount.end, COUNTED).is_none()
}

/// "b) Học sinh, sinh viên: 20%;", "c) Bằng 10% đối với …" below "ngân sách tỉnh hỗ trợ thêm:".
fn is_item_of_help(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    let document = scene.document;
    let start = amount.start();
    let content = document.paragraphs.get(clause.paragraph).map_or(clause.tokens.start, |paragraph| paragraph.content);
    let first = start <= content + 1 && document.after(amount.end, phrase!("đối với")).is_some();
    let last = start > content && document.is(start - 1, marks::COLON) && amount.end + 1 >= clause.tokens.end;
    let helps = |heading: &outline::Heading| scene.has(&heading.content, phrases!["hỗ trợ"]);
    (first || last)
        && scene.outline.topic(clause.paragraph) != Some(Topic::Target)
        && scene.outline.chain(clause.paragraph).next().is_some_and(helps)
        && is_about_insurance(scene, clause)
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
pub(super) fn validity(scene: &Scene<'_, '_>, range: &Range<usize>) -> (Option<NaiveDate>, Option<NaiveDate>) {
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
