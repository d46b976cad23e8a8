//! Which unit is made responsible for what.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::outline::Topic;
use super::{Scene, parties};
use crate::read::lex::{key, marks};
use crate::read::paragraphs::{Mark, Paragraph};
use crate::read::phrases::phrases;
use crate::read::zones::Zone;
use crate::reading::{Assignment, Item, Kind};

struct Candidate {
    above: Option<usize>,
    unit: Range<usize>,
    tokens: Range<usize>,
    organises: bool,
    listed: bool,
    asked: bool,
    article: bool,
    concluded: bool,
}

/// "Sở Tài chính: …" in a paragraph of its own, without a mark.
fn begins_with_unit(scene: &Scene<'_, '_>, index: usize, paragraph: &Paragraph) -> bool {
    let document = scene.document;
    paragraph.mark.is_none()
        && scene.kind == Some(Kind::CongVan)
        && scene.subject_of(index).is_some_and(|subject| {
            subject.unit.start == paragraph.tokens.start
                && subject.deed == subject.unit.end + 1
                && document.is(subject.unit.end, marks::COLON)
        })
}

/// Whether a unit is the issuer, by the words of their names.
fn is_issuer(scene: &Scene<'_, '_>, unit: &Range<usize>) -> bool {
    let name = scene.document.words(unit.clone()).to_lowercase();
    scene.issuer.as_deref().is_some_and(|issuer| issuer.to_lowercase().contains(&name))
}

/// Every unit that an item of the section on organisation, or of a list of units, begins with.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Assignment>> {
    if scene.is_news() {
        return Vec::new();
    }
    let candidates = candidates(scene);
    let mut found: Vec<Item<Assignment>> = Vec::new();
    let mut siblings_under: HashMap<Option<usize>, usize> = HashMap::new();
    for candidate in &candidates {
        *siblings_under.entry(candidate.above).or_default() += 1;
    }
    let mut known: HashSet<String> = HashSet::new();
    for candidate in &candidates {
        let over = |other: &Candidate| {
            let heading = other.above.and_then(|above| scene.outline.headings.get(above));
            heading.is_some_and(|heading| candidate.tokens.contains(&heading.content.start))
        };
        if candidates.iter().any(over) {
            continue;
        }
        let siblings = siblings_under.get(&candidate.above).copied().unwrap_or_default();
        // "Điều 3. Giao Ủy ban nhân dân huyện …" stands alone.
        let given = candidate.asked && candidate.article;
        let told = scene.reports() && !candidate.concluded;
        if !candidate.organises && !given && (siblings < 2 || !candidate.listed || told) {
            continue;
        }
        let unit = scene.document.words(candidate.unit.clone());
        if !known.insert(unit.clone()) {
            continue;
        }
        let text = scene.document.words(candidate.unit.end..candidate.tokens.end);
        let text = text.trim_start_matches([':', ',', ' ', '.']).to_owned();
        let span = scene.document.span(candidate.tokens.clone());
        let confidence = if candidate.organises || candidate.asked { 0.92 } else { 0.8 };
        found.push(Item { value: Assignment { unit, text }, span, confidence });
    }
    found
}

fn candidates(scene: &Scene<'_, '_>) -> Vec<Candidate> {
    let document = scene.document;
    let mut found = Vec::new();
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let item = matches!(
            paragraph.mark,
            Some(
                Mark::Number(_)
                    | Mark::SubNumber(_)
                    | Mark::Letter
                    | Mark::Dash
                    | Mark::Article(_)
                    | Mark::Plus
                    | Mark::Bullet
                    | Mark::Roman(_)
            )
        );
        let item = item || begins_with_unit(scene, index, paragraph);
        if !item || paragraph.zone != Zone::Body {
            continue;
        }
        let above = scene.outline.over.get(index).copied().flatten();
        let topic = scene.outline.topic(index);
        if matches!(topic, Some(Topic::Achievement | Topic::Weakness | Topic::Cause | Topic::Award)) {
            continue;
        }
        // Items below a unit say what it does; they make no other unit responsible.
        // Below the issuer's own name stand its own divisions.
        let others = |unit: &Range<usize>| !is_issuer(scene, unit);
        // "Các phòng nghiệp vụ" over the tasks of each of them is a label.
        let label = |unit: &Range<usize>| document.is_any(unit.start, &[key!("các"), key!("những")]);
        if scene.outline.chain(index).any(|heading| {
            heading.unit.as_ref().is_some_and(|unit| others(unit) && !label(unit))
                && !super::outline::ends_with_colon(document, &heading.content)
        }) {
            continue;
        }
        let heading = scene.outline.is_heading.get(index).copied().unwrap_or(false);
        let content = paragraph.content..paragraph.tokens.end;
        let below = document.paragraphs.get(index + 1).filter(|next| {
            heading
                && next.zone == Zone::Body
                && next.mark.is_none_or(|mark| matches!(mark, Mark::Dash | Mark::Letter | Mark::Plus))
        });
        let end = below.map_or(paragraph.tokens.end, |next| next.tokens.end);
        let (unit, asked) = match scene.subject_of(index) {
            Some(subject)
                if subject.asked && document.after_any(subject.deed, phrases!["tặng", "khen thưởng"]).is_some() =>
            {
                (None, false)
            }
            Some(subject) if subject.unit.start <= content.start + 4 => (Some(subject.unit.clone()), subject.asked),
            _ if heading => {
                (parties::of_heading(document, &content).filter(|unit| unit.start <= content.start + 3), false)
            }
            _ => (None, false),
        };
        let roman = matches!(paragraph.mark, Some(Mark::Roman(_)));
        let posts = phrases!["trưởng ban", "phó trưởng ban", "ủy viên", "thành viên"];
        if let Some(unit) = unit.filter(|unit| !(roman && is_issuer(scene, unit))) {
            let organises =
                topic == Some(Topic::Organisation) && !matches!(scene.kind, Some(Kind::QuyChe | Kind::ThongTu));
            let lead = above.and_then(|above| scene.outline.headings.get(above));
            let concluded = scene.outline.chain(index).any(|heading| scene.has(&heading.content, phrases!["kết luận"]));
            let article = matches!(paragraph.mark, Some(Mark::Article(_))) && document.is(content.start, key!("giao"));
            let rules = topic == Some(Topic::Organisation)
                && matches!(scene.kind, Some(Kind::QuyChe))
                && document.after_any(unit.start, posts).is_none();
            let listed = asked
                || rules
                || paragraph.mark.is_none()
                || topic == Some(Topic::Task)
                || scene.in_list_of_units(index)
                || lead.is_some_and(|lead| super::outline::ends_with_colon(document, &lead.content));
            found.push(Candidate {
                above,
                unit,
                tokens: paragraph.tokens.start..end,
                organises,
                listed,
                asked,
                article,
                concluded,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::paper;

    fn check(body: &str, expected: &[&str]) {
        let found: Vec<String> =
            paper("THÔNG BÁO", "TB", body).assignments.into_iter().map(|item| item.value.unit).collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn a_list_in_which_units_act_makes_them_responsible() {
        check(
            "III. HỒ SƠ VÀ THỜI HẠN\n1. Phòng Kiểm tra xác nhận kết quả chấm điểm.\n2. Văn phòng bố trí kinh phí.",
            &["Phòng Kiểm tra", "Văn phòng"],
        );
        check("1. Đề nghị Thủ tướng Chính phủ tặng Cờ thi đua cho 01 tập thể.", &[]);
    }

    #[test]
    fn the_divisions_over_each_of_them_are_a_label() {
        check(
            "1. Đối với các phòng nghiệp vụ\n1.1. Phòng Quản lý thu và Phát triển người tham gia: rà soát hồ sơ.\n\
             1.2. Phòng Kế hoạch - Tài chính: cân đối nguồn kinh phí.",
            &["Phòng Quản lý thu và Phát triển người tham gia", "Phòng Kế hoạch - Tài chính"],
        );
    }
}
