//! Awards: the forms that a paper names, and how many collectives and individuals were praised at a review.

use std::ops::Range;

use super::amounts::{Amount, Unit, amounts};
use super::outline::{self, Topic};
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::{Award, Item};

const FORMS: &Phrases = phrases![
    "huân chương",
    "huy chương",
    "bằng khen",
    "giấy khen",
    "cờ thi đua",
    "chiến sĩ thi đua",
    "chiến sỹ thi đua",
    "kỷ niệm chương",
    "tập thể lao động xuất sắc",
    "lao động tiên tiến"
];

/// A form that a clause names.
struct Form {
    tokens: Range<usize>,
    name: String,
}

/// How many of whom a clause counts.
struct Count {
    collective: bool,
    whole: i64,
    tokens: Range<usize>,
}

/// Every form named once for each pair of counts that it is given to, and the counts that name no form.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Award>> {
    let mut found: Vec<Item<Award>> = Vec::new();
    let mut told: Option<&'static str> = None;
    let mut paragraph = usize::MAX;
    for clause in scene.clauses.iter().filter(|clause| clause.zone_is_body) {
        if clause.paragraph != paragraph {
            told = None;
            paragraph = clause.paragraph;
        }
        // "Qua tổng kết, …. Giám đốc tặng …": the review of the sentence before.
        told = if clause.cues.has_review { review(scene, &clause.tokens).or(told) } else { told };
        if !(clause.cues.has_award || clause.cues.has_number && may_count(scene, clause)) {
            continue;
        }
        let forms = if clause.cues.has_award { forms(scene, &clause.tokens) } else { Vec::new() };
        let counts = if clause.cues.has_number { counts(scene, clause, &forms) } else { Vec::new() };
        if forms.is_empty() && goes_on_under_a_form(scene, clause, &counts, &mut found) {
            continue;
        }
        for (form, counted) in pairs(scene, &forms, &counts) {
            take(scene, clause, form, &counted, told, &mut found);
        }
    }
    found
}

/// Whether counts of a clause without a form can be praise.
fn may_count(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let heading = scene.outline.over.get(clause.paragraph).copied().flatten();
    clause.cues.has_review
        || heading
            .and_then(|heading| scene.outline.headings.get(heading))
            .is_some_and(|heading| heading.topic == Some(Topic::Award) || scene.has(&heading.content, FORMS))
}

fn forms(scene: &Scene<'_, '_>, range: &Range<usize>) -> Vec<Form> {
    let document = scene.document;
    let mut found = Vec::new();
    let mut index = range.start;
    while index < range.end {
        let Some(head) = document.after_any(index, FORMS).filter(|_| document.tokens[index].is_capital()) else {
            index += 1;
            continue;
        };
        let end = end_of_form(scene, head, range.end);
        found.push(Form { tokens: index..end, name: document.words(index..end) });
        index = end.max(index + 1);
    }
    found
}

/// A form ends at a mark, at "và", at who gets it and for what.
fn end_of_form(scene: &Scene<'_, '_>, head: usize, limit: usize) -> usize {
    const ENDS: [Key; 25] = [
        key!("là"),
        key!("kèm"),
        key!("phải"),
        key!("gửi"),
        key!("có"),
        key!("do"),
        key!("để"),
        key!("tặng"),
        key!("được"),
        key!("đề"),
        key!("dịp"),
        key!("năm"),
        key!("và"),
        key!("cho"),
        key!("hoặc"),
        key!("về"),
        key!("theo"),
        key!("đối"),
        key!("khi"),
        key!("vì"),
        key!("trong"),
        key!("hằng"),
        key!("hàng"),
        key!("đã"),
        key!("tại"),
    ];
    let document = scene.document;
    let mut index = head;
    while index < limit {
        let token = document.tokens[index];
        let dash = token.is_mark(marks::DASH);
        // "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc" is one post, "chuyên đề" one word.
        let post = token.is_mark(marks::COMMA) && document.after(index + 1, phrase!("chủ nhiệm")).is_some();
        let special = document.is(index, key!("đề")) && document.is(index - 1, key!("chuyên"));
        if post || special {
            index += 1;
            continue;
        }
        if (!token.is_word() && !dash && !token.is_mark(marks::QUOTE)) || document.is_any(index, &ENDS) {
            break;
        }
        index += 1;
    }
    index
}

/// "khen thưởng 03 tập thể, 06 cá nhân"; "Cờ thi đua của Chủ tịch UBND tỉnh: 01 tập thể"; "Tập thể: 05; cá nhân: 12" under a form.
fn counts(scene: &Scene<'_, '_>, clause: &Clause, forms: &[Form]) -> Vec<Count> {
    const PRAISES: &Phrases =
        phrases!["khen thưởng", "khen", "biểu dương", "tuyên dương", "tặng", "tôn vinh", "vinh danh", "đạt danh hiệu"];
    let document = scene.document;
    let above = || {
        let heading = scene.outline.over.get(clause.paragraph).copied().flatten();
        heading.and_then(|heading| scene.outline.headings.get(heading)).is_some_and(|heading| {
            (outline::ends_with_colon(document, &heading.content) || !forms.is_empty())
                && scene.has(&heading.content, PRAISES)
        })
    };
    let mut praises = scene.has(&clause.tokens, PRAISES) || above();
    let mut found = Vec::new();
    for amount in amounts(document, clause.tokens.clone()) {
        let (Some(whole), Some(collective)) = (amount.quantity.whole(), is_of_collectives(scene, &amount)) else {
            continue;
        };
        let colon = amount.start() > clause.tokens.start && document.is(amount.start() - 1, marks::COLON);
        praises |= colon && forms.iter().any(|form| form.tokens.end <= amount.start());
        if praises {
            found.push(Count { collective, whole, tokens: amount.start()..amount.end });
        }
    }
    found
}

/// Whether a number counts collectives or, if not, individuals.
fn is_of_collectives(scene: &Scene<'_, '_>, amount: &Amount) -> Option<bool> {
    match amount.unit {
        Some(Unit::Collectives) => Some(true),
        Some(Unit::Individuals) => Some(false),
        _ => None,
    }
    .or_else(|| {
        let document = scene.document;
        let label = amount.start().checked_sub(1).filter(|colon| document.is(*colon, marks::COLON))?;
        let labels = |words| amount.unit.is_none() && document.before(label, words).is_some();
        match () {
            () if labels(phrase!("tập thể")) => Some(true),
            () if labels(phrase!("cá nhân")) => Some(false),
            () => None,
        }
    })
}

/// "- Tập thể: 05; cá nhân: 12" below "1. Bằng khen của Chủ tịch UBND tỉnh": the counts of the form that the heading names.
fn goes_on_under_a_form(scene: &Scene<'_, '_>, clause: &Clause, counts: &[Count], found: &mut [Item<Award>]) -> bool {
    let heading = scene.outline.over.get(clause.paragraph).copied().flatten();
    let Some(heading) = heading.and_then(|heading| scene.outline.headings.get(heading)) else { return false };
    let Some(item) = found.last_mut() else { return false };
    let named = scene.document.span(heading.content.clone());
    if item.value.form.is_none() || !(named.start <= item.span.start && item.span.start < named.end) {
        return false;
    }
    for count in counts {
        let place = if count.collective { &mut item.value.collectives } else { &mut item.value.individuals };
        if place.is_none() {
            *place = Some(count.whole);
            item.span = item.span.join(scene.document.span(count.tokens.clone()));
        }
    }
    if item.value.review.is_none() && !counts.is_empty() {
        item.value.review = around(scene, clause).map(str::to_owned);
    }
    !counts.is_empty()
}

/// Which form is given to how many: a number belongs to the form before it, or to the one behind where numbers come first.
fn pairs<'f>(scene: &Scene<'_, '_>, forms: &'f [Form], counts: &'f [Count]) -> Vec<(Option<&'f Form>, Vec<&'f Count>)> {
    let first = forms.first().map(|form| form.tokens.start);
    let last = forms.last().map(|form| form.tokens.start);
    let before = counts.iter().all(|count| last.is_some_and(|last| count.tokens.start < last));
    let leads = before && counts.first().is_some_and(|count| first.is_some_and(|first| count.tokens.start < first));
    let form_of = |count: &Count| {
        if leads {
            forms.iter().position(|form| form.tokens.start > count.tokens.start)
        } else {
            forms.iter().rposition(|form| form.tokens.start < count.tokens.start)
        }
        .filter(|place| !shares(scene, forms, *place, count))
    };
    let mut found: Vec<(Option<&Form>, Vec<&Count>)> = Vec::new();
    let mut given = vec![false; forms.len()];
    let mut last_place = None;
    for count in counts {
        let place = form_of(count);
        if let Some(place) = place {
            given[place] = true;
        }
        // After the individuals comes another pair.
        let open = found.last_mut().filter(|(_, pair)| {
            last_place == Some(place) && pair.iter().all(|other| other.collective && !count.collective)
        });
        match open {
            Some((_, pair)) => pair.push(count),
            None => found.push((place.map(|place| &forms[place]), vec![count])),
        }
        last_place = Some(place);
    }
    found.extend(forms.iter().zip(given).filter(|(_, given)| !given).map(|(form, _)| (Some(form), Vec::new())));
    let place = |(form, pair): &(Option<&Form>, Vec<&Count>)| {
        let form = form.map(|form| form.tokens.start);
        let count = pair.first().map(|count| count.tokens.start);
        form.or(count).min(count.or(form))
    };
    found.sort_by_key(place);
    found
}

/// "Bằng khen, Giấy khen cho 10 tập thể": the number is of both forms together.
fn shares(scene: &Scene<'_, '_>, forms: &[Form], place: usize, count: &Count) -> bool {
    let joined = |left: &Form, right: &Form| {
        right.tokens.start >= left.tokens.end
            && (left.tokens.end..right.tokens.start)
                .all(|index| scene.document.is_any(index, &[marks::COMMA, key!("và"), key!("hoặc")]))
    };
    let own = &forms[place];
    if count.tokens.start < own.tokens.start {
        return forms.get(place + 1).is_some_and(|next| joined(own, next));
    }
    place.checked_sub(1).is_some_and(|before| joined(&forms[before], own))
}

fn take(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    form: Option<&Form>,
    counts: &[&Count],
    told: Option<&'static str>,
    found: &mut Vec<Item<Award>>,
) {
    let document = scene.document;
    let number = |collective: bool| counts.iter().find(|count| count.collective == collective).map(|count| count.whole);
    let own = match counts.first() {
        Some(count) => {
            let start = clause.tokens.start;
            let before = review(scene, &(start..count.tokens.start));
            before.or_else(|| review(scene, &clause.tokens)).or(told).or_else(|| around(scene, clause))
        }
        None => review(scene, &clause.tokens),
    };
    let award = Award {
        form: form.map(|form| form.name.clone()),
        review: own.map(str::to_owned),
        collectives: number(true),
        individuals: number(false),
    };
    let parts = counts.iter().map(|count| &count.tokens).chain(form.map(|form| &form.tokens));
    let Some(span) = parts.map(|tokens| document.span(tokens.clone())).reduce(|left, right| left.join(right)) else {
        return;
    };
    let counted = |award: &Award| award.collectives.is_some() || award.individuals.is_some();
    if let Some(name) = &award.form {
        // "Cờ thi đua" after "Cờ thi đua của Chính phủ" is the same in short.
        let repeats =
            |other: &Award| {
                other.form.as_ref().and_then(|known| known.strip_prefix(name.as_str())).is_some_and(|rest| {
                    rest.is_empty() || (rest.starts_with(' ') && !counted(&award) && counted(other))
                })
            };
        let known = found.iter_mut().find(|item| {
            repeats(&item.value)
                && (!counted(&award) || (!counted(&item.value) && item.value.form == award.form) || item.value == award)
        });
        if let Some(known) = known {
            if counted(&award) && !counted(&known.value) {
                *known = Item { value: award, span, confidence: known.confidence };
            }
            return;
        }
    }
    found.push(Item { value: award, span, confidence: 0.85 });
}

/// The review that the headings over a clause or the subject of the paper are about, where they name but one.
fn around(scene: &Scene<'_, '_>, clause: &Clause) -> Option<&'static str> {
    if clause.cues.has_yearly || clause.cues.has_time {
        return None;
    }
    let over = scene.outline.chain(clause.paragraph).find_map(|heading| only_review(scene, &heading.content));
    over.or_else(|| {
        let subject = scene.subject.as_deref()?.to_lowercase();
        let of_movement = subject.contains("phong trào") || subject.contains("thi đua");
        match (subject.contains("sơ kết"), subject.contains("tổng kết")) {
            (true, false) if of_movement => Some("interim"),
            (false, true) if of_movement => Some("final"),
            _ => None,
        }
    })
}

fn only_review(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<&'static str> {
    match (scene.has(range, phrases!["sơ kết"]), scene.has(range, phrases!["tổng kết"])) {
        (true, false) => Some("interim"),
        (false, true) => Some("final"),
        _ => None,
    }
}

/// The last review that a range names.
fn review(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<&'static str> {
    range.clone().rev().find_map(|index| {
        if scene.document.after(index, phrase!("sơ kết")).is_some() {
            Some("interim")
        } else if scene.document.after(index, phrase!("tổng kết")).is_some() {
            Some("final")
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::paper;

    type Short = (String, String, Option<i64>, Option<i64>);

    fn check(body: &str, expected: &[(&str, &str, i64, i64)]) {
        let found: Vec<Short> = paper("KẾ HOẠCH", "KH", body)
            .awards
            .into_iter()
            .map(|item| {
                let award = item.value;
                (award.form.unwrap_or_default(), award.review.unwrap_or_default(), award.collectives, award.individuals)
            })
            .collect();
        let some = |number: i64| (number > 0).then_some(number);
        let expected: Vec<Short> = expected
            .iter()
            .map(|(form, review, teams, people)| {
                ((*form).to_owned(), (*review).to_owned(), some(*teams), some(*people))
            })
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn each_form_has_its_own_numbers() {
        check(
            "Khi tổng kết, tặng Bằng khen cho 05 tập thể, 08 cá nhân; Giấy khen cho 10 tập thể.",
            &[("Bằng khen", "final", 5, 8), ("Giấy khen", "final", 10, 0)],
        );
        check(
            "Qua sơ kết, tặng Giấy khen cho 01 tập thể. Qua tổng kết, đề nghị tặng Giấy khen cho 02 tập thể và 05 cá nhân.",
            &[("Giấy khen", "interim", 1, 0), ("Giấy khen", "final", 2, 5)],
        );
        check("Có 06 tập thể và 11 cá nhân được tặng Bằng khen.", &[("Bằng khen", "", 6, 11)]);
        check(
            "Tặng Bằng khen, Giấy khen cho 10 tập thể.",
            &[("Bằng khen", "", 0, 0), ("Giấy khen", "", 0, 0), ("", "", 10, 0)],
        );
    }

    #[test]
    fn a_heading_tells_the_review_or_the_form() {
        check(
            "3. Khen thưởng sơ kết\n- Giấy khen của Giám đốc: 08 tập thể, 16 cá nhân;\n- Cờ thi đua cho 03 tập thể.",
            &[("Giấy khen của Giám đốc", "interim", 8, 16), ("Cờ thi đua", "interim", 3, 0)],
        );
        check(
            "1. Tặng Bằng khen của Chủ tịch UBND tỉnh:\n- Tập thể: 05;\n- Cá nhân: 12.",
            &[("Bằng khen của Chủ tịch UBND tỉnh", "", 5, 12)],
        );
    }
}
