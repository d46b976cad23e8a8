//! Which unit is made responsible for what.

use std::ops::Range;

use super::outline::Topic;
use super::{Scene, parties};
use crate::read::paragraphs::Mark;
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
}

/// Every unit that an item of the section on organisation, or of a list of units, begins with.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Assignment>> {
    if scene.is_news() {
        return Vec::new();
    }
    let candidates = candidates(scene);
    let mut found: Vec<Item<Assignment>> = Vec::new();
    for candidate in &candidates {
        let siblings = candidates.iter().filter(|other| other.above == candidate.above).count();
        // "Điều 3. Giao Ủy ban nhân dân huyện …" stands alone.
        let given = candidate.asked && candidate.article;
        if !candidate.organises && !given && (siblings < 2 || !candidate.listed || scene.reports()) {
            continue;
        }
        let unit = scene.document.words(candidate.unit.clone());
        if found.iter().any(|item| item.value.unit == unit) {
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
            )
        );
        if !item || paragraph.zone != Zone::Body {
            continue;
        }
        let above = scene.outline.over.get(index).copied().flatten();
        let topic = scene.outline.topic(index);
        if matches!(topic, Some(Topic::Achievement | Topic::Weakness | Topic::Cause | Topic::Award)) {
            continue;
        }
        // Items below a unit say what it does; they make no other unit responsible.
        if scene
            .outline
            .chain(index)
            .any(|heading| heading.unit.is_some() && !super::outline::ends_with_colon(document, &heading.content))
        {
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
        let subject = paragraph.sentences.first().and_then(|sentence| parties::subject(document, sentence));
        let (unit, asked) = match subject {
            Some(subject) if subject.unit.start <= content.start + 4 => (Some(subject.unit), subject.asked),
            _ if heading => {
                (parties::of_heading(document, &content).filter(|unit| unit.start <= content.start + 3), false)
            }
            _ => (None, false),
        };
        if let Some(unit) = unit {
            let organises =
                topic == Some(Topic::Organisation) && !matches!(scene.kind, Some(Kind::QuyChe | Kind::ThongTu));
            let lead = above.and_then(|above| scene.outline.headings.get(above));
            let article = matches!(paragraph.mark, Some(Mark::Article(_)))
                && document.is(content.start, crate::read::lex::key("giao"));
            let rules = topic == Some(Topic::Organisation) && matches!(scene.kind, Some(Kind::QuyChe));
            let listed = asked
                || rules
                || topic == Some(Topic::Task)
                || lead.is_some_and(|lead| super::outline::ends_with_colon(document, &lead.content));
            found.push(Candidate { above, unit, tokens: paragraph.tokens.start..end, organises, listed, asked, article });
        }
    }
    found
}
