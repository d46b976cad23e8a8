//! Awards: the forms that a paper names, and how many collectives and individuals were praised at a review.

use std::ops::Range;

use super::Scene;
use super::amounts::{Unit, amounts};
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

/// Every form named once, then the counts.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Award>> {
    let mut found = Vec::new();
    let mut reviewed: Option<String> = None;
    for clause in scene.clauses.iter().filter(|clause| clause.zone_is_body) {
        let before = found.len();
        // "tổng kết vào quý IV; khen thưởng …": the review of the part before.
        let own = review(scene, &clause.tokens);
        reviewed = own.or(reviewed.filter(|_| clause.goes_on));
        if clause.cues.has_award {
            forms(scene, &clause.tokens, &mut found);
        }
        if clause.cues.has_number && (clause.cues.has_review || clause.cues.has_award) {
            counts(scene, &clause.tokens, before, &mut found);
        }
        if clause.goes_on {
            let counted = |award: &Award| award.collectives.is_some() || award.individuals.is_some();
            for item in found.iter_mut().skip(before).filter(|item| item.value.review.is_none() && counted(&item.value))
            {
                item.value.review.clone_from(&reviewed);
            }
        }
    }
    found
}

fn forms(scene: &Scene<'_, '_>, range: &Range<usize>, found: &mut Vec<Item<Award>>) {
    let document = scene.document;
    let mut index = range.start;
    while index < range.end {
        let Some(head) = document.after_any(index, FORMS).filter(|_| document.tokens[index].is_capital()) else {
            index += 1;
            continue;
        };
        let end = end_of_form(scene, head, range.end);
        let form = document.words(index..end);
        if !found.iter().any(|item| item.value.form.as_deref() == Some(form.as_str())) {
            let award = Award { form: Some(form), review: review(scene, range), ..Award::default() };
            found.push(Item { value: award, span: document.span(index..end), confidence: 0.85 });
        }
        index = end.max(index + 1);
    }
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

/// "tổ chức sơ kết … khen thưởng 03 tập thể, 06 cá nhân".
fn counts(scene: &Scene<'_, '_>, range: &Range<usize>, first: usize, found: &mut Vec<Item<Award>>) {
    let document = scene.document;
    let mut open: Option<Item<Award>> = None;
    let mut from = range.start;
    for amount in amounts(document, range.clone()) {
        let before = from..amount.start();
        let Some(whole) = amount.quantity.whole() else { continue };
        // "Cờ thi đua của Chủ tịch UBND tỉnh: 01 tập thể": a form and its number.
        let listed = found.len() > first && document.is(before.end.saturating_sub(1), marks::COLON);
        let praises = listed
            || open.is_some()
            || scene.has(range, phrases!["khen thưởng", "khen", "biểu dương", "tặng", "tôn vinh", "đạt danh hiệu"]);
        if !praises || !matches!(amount.unit, Some(Unit::Collectives | Unit::Individuals)) {
            from = amount.end;
            continue;
        }
        let collective = amount.unit == Some(Unit::Collectives);
        let span = document.span(amount.start()..amount.end);
        let repeats = open.as_ref().is_some_and(|item| {
            if collective {
                item.value.collectives.is_some() || item.value.individuals.is_some()
            } else {
                item.value.individuals.is_some()
            }
        });
        if repeats {
            found.extend(open.take());
        }
        let item = open.get_or_insert_with(|| Item {
            value: Award { review: review(scene, &before), ..Award::default() },
            span,
            confidence: 0.85,
        });
        item.span = item.span.join(span);
        if collective {
            item.value.collectives = Some(whole);
        } else {
            item.value.individuals = Some(whole);
        }
        from = amount.end;
    }
    // One form and one pair of counts in a sentence belong together.
    match (open, found.len() - first.min(found.len())) {
        (Some(counted), 1) if found[first].value.form.is_some() => {
            let named = &mut found[first];
            named.value.collectives = counted.value.collectives;
            named.value.individuals = counted.value.individuals;
            named.value.review = named.value.review.take().or(counted.value.review);
            named.span = named.span.join(counted.span);
        }
        (open, _) => found.extend(open),
    }
}

fn review(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<String> {
    range.clone().rev().find_map(|index| {
        if scene.document.after(index, phrase!("sơ kết")).is_some() {
            Some("interim".to_owned())
        } else if scene.document.after(index, phrase!("tổng kết")).is_some() {
            Some("final".to_owned())
        } else {
            None
        }
    })
}
