//! What numbers measure where their own sentence does not say it: the paper's subject, the sentences after, the end of a list.

use super::amounts::{Unit, amounts};
use super::measures::{self, Measure, mentions};
use super::targets::Values;
use super::{Clause, Scene, groups, scope};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key};
use crate::read::phrases::phrases;
use crate::reading::{Item, Target};

/// "năm 2014 chỉ tiêu giao 88%, thực hiện đạt 91,3%" before the paragraph says what: its next words on coverage do.
pub(super) fn goal_of_paragraph(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Measure> {
    let named =
        phrases!["chỉ tiêu giao", "chỉ tiêu được giao", "được giao", "chỉ tiêu tỉnh giao", "chỉ tiêu huyện giao"];
    let set = scene.has(&clause.tokens, named);
    let end = scene.surroundings(clause).end;
    set.then(|| mentions(scene.document, clause.tokens.end..end).first().map(|mention| mention.measure))?
}

/// "Huyện Tri Tôn: 93,4%; huyện Tịnh Biên: 92,1%; huyện An Phú: 90,8% dân số tham gia BHYT năm 2022": places with values, of what the last
/// part says. Its year is given too.
pub(super) fn goal_of_list(scene: &Scene<'_, '_>, clause: &Clause) -> Option<(Measure, Option<i32>)> {
    let document = scene.document;
    let value = amounts(document, clause.tokens.clone()).into_iter().next()?;
    let before = clause.tokens.start..value.start();
    // "Năm 2022 đạt 93%; 2023 đạt 94%; 2024 đạt 94,5% dân số tham gia BHYT."
    let dated = || !document.dates_in(before.clone()).is_empty() && value.unit == Some(Unit::Percent);
    if scope::place_before(document, &before).is_none() && !dated() {
        return None;
    }
    let own = scene.index_of(clause);
    let rest = scene.clauses.get(own + 1..)?.iter().take(LONGEST_LIST);
    let last = rest.take_while(|next| next.goes_on && next.paragraph == clause.paragraph).last()?;
    let measure = measures::last_mention(document, last.tokens.clone())?.measure;
    Some((measure, super::years_in(document, &last.tokens).last().copied()))
}

/// Words between a rate and the points that it grows by.
const FARTHEST_GROWTH: usize = 14;

/// Parts of one sentence that are looked through for what its values measure.
const LONGEST_LIST: usize = 40;

/// What the subject of a paper is about, where it is one thing: what a list of aims leaves unsaid.
pub(super) fn goal_of_subject(scene: &Scene<'_, '_>) -> Option<Measure> {
    let subject = crate::read::Document::new(scene.subject.as_deref()?);
    let found = mentions(&subject, 0..subject.len());
    let first = found.first()?.measure;
    found.iter().all(|mention| mention.measure == first).then_some(first)
}

/// "phát triển đối tượng tham gia BHXH tự nguyện, nhất là hộ nghèo": growth that is asked for without a number.
pub(super) fn growth(scene: &Scene<'_, '_>, clause: &Clause, values: &mut Values) {
    if !clause.cues.has_measure || !clause.zone_is_body {
        return;
    }
    let document = scene.document;
    let starts = phrases!["phát triển đối tượng tham gia", "phát triển người tham gia"];
    let Some(found) = starts.iter().find_map(|words| document.find(clause.tokens.clone(), words)) else { return };
    let Some(mention) = measures::mention_at(document, found.end) else { return };
    let end = clause.tokens.end;
    let stressed = document.after_any(mention.end, phrases![", nhất là", ", đặc biệt là", "nhất là"]);
    let Some(stressed) = stressed.filter(|_| mention.measure == Measure::Voluntary) else { return };
    if groups::all(document, stressed..end).is_empty()
        || amounts(document, found.start..end).iter().any(|it| it.unit == Some(Unit::People))
    {
        return;
    }
    let target = Target {
        indicator: "voluntary_social_insurance_participants".to_owned(),
        group: None,
        value: None,
        upper: None,
        comparator: None,
        unit: None,
        year: None,
        scope: None,
        both_sexes: false,
        standard: None,
    };
    values.targets.push(Item { value: target, span: document.span(found.start..end), confidence: 0.7 });
}

/// "Huyện hoàn thành chỉ tiêu được 40 điểm; cứ thiếu 0,1% bị trừ 0,5 điểm": what counts in an emulation's points is no aim of its own.
pub(super) fn gives_points(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    const NO_POINTS: [Key; 5] = [key!("phần"), key!("%"), key!("thu"), key!("cầu"), key!("chi")];
    let document = scene.document;
    // "tỷ lệ bao phủ phải tăng ít nhất 0,7 điểm".
    let grows = |index: usize| {
        document.find(index.saturating_sub(FARTHEST_GROWTH).max(clause.tokens.start)..index, phrase!("tỷ lệ")).is_some()
            && (index.saturating_sub(FARTHEST_GROWTH)..index)
                .any(|at| document.is_any(at, &[key!("tăng"), key!("giảm")]))
    };
    clause.tokens.clone().skip(1).any(|index| {
        document.is(index, key!("điểm"))
            && document.is_number(index - 1)
            && !document.is_any(index + 1, &NO_POINTS)
            && !grows(index)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{read, short};

    #[test]
    fn the_last_part_of_a_list_says_more_than_the_subject() {
        let reading = read(
            "ỦY BAN NHÂN DÂN\nHUYỆN CHỢ MỚI\nSố: 215/KH-UBND\nChợ Mới, ngày 10 tháng 3 năm 2022\n\nKẾ HOẠCH\nThực hiện bảo hiểm y tế\n\n\
             I. CHỈ TIÊU GIAO CÁC XÃ\nXã An Phú 1.200 người; xã Long Điền: 980 người; thị trấn Mỹ Luông 1.540 người tham gia BHXH tự nguyện.\n",
        );
        let found: Vec<_> = reading.targets.iter().map(|item| short(item).0).collect();
        assert_eq!(found, ["voluntary_social_insurance_participants"; 3]);
    }
}
