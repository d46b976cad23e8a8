//! What numbers measure where their own sentence does not say it: the paper's subject, the sentences after, the end of a list.

use super::amounts::amounts;
use super::measures::{self, Measure, mentions};
use super::{Clause, Scene, scope};
use crate::read::letters::phrase;

/// "năm 2014 chỉ tiêu giao 88%, thực hiện đạt 91,3%" before the paragraph says what: its next words on coverage do.
pub(super) fn goal_of_paragraph(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Measure> {
    let set =
        scene.has(&clause.tokens, &[phrase!("chỉ tiêu giao"), phrase!("chỉ tiêu được giao"), phrase!("được giao")]);
    let end = scene.surroundings(clause).end;
    set.then(|| mentions(scene.document, clause.tokens.end..end).first().map(|mention| mention.measure))?
}

/// "Huyện Tri Tôn: 93,4%; huyện Tịnh Biên: 92,1%; huyện An Phú: 90,8% dân số tham gia BHYT năm 2022": places with values, of what the last
/// part says. Its year is given too.
pub(super) fn goal_of_list(scene: &Scene<'_, '_>, clause: &Clause) -> Option<(Measure, Option<i32>)> {
    let document = scene.document;
    let value = amounts(document, clause.tokens.clone()).into_iter().next()?;
    scope::place_before(document, &(clause.tokens.start..value.start()))?;
    let own = scene.index_of(clause);
    let rest = scene.clauses.get(own + 1..)?.iter().take(LONGEST_LIST);
    let last = rest.take_while(|next| next.goes_on && next.paragraph == clause.paragraph).last()?;
    let measure = measures::last_mention(document, last.tokens.clone())?.measure;
    Some((measure, super::years_in(document, &last.tokens).last().copied()))
}

/// Parts of one sentence that are looked through for what its values measure.
const LONGEST_LIST: usize = 40;

/// What the subject of a paper is about, where it is one thing: what a list of aims leaves unsaid.
pub(super) fn goal_of_subject(scene: &Scene<'_, '_>) -> Option<Measure> {
    let subject = crate::read::Document::new(scene.subject.as_deref()?);
    let found = mentions(&subject, 0..subject.len());
    let first = found.first()?.measure;
    found.iter().all(|mention| mention.measure == first).then_some(first)
}
