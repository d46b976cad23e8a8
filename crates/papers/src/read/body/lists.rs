//! Lists whose values stand apart from what they are of: "A, B và C lần lượt là 1, 2 và 3".

use std::ops::Range;

use super::amounts::{Amount, Unit};
use super::measures::{Measure, Mention};
use super::targets::Reader;
use crate::read::Document;
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;

/// What the lists of a clause give to its numbers, by the number's place among them.
#[derive(Debug, Default)]
pub(super) struct Lists {
    measures: Option<(usize, Vec<Mention>)>,
    years: Option<(usize, Vec<i32>)>,
}

impl Lists {
    /// The lists of a clause.
    pub(super) fn of(
        reader: &Reader<'_, '_, '_>,
        amounts: &[Amount],
        mentions: &[Mention],
        before: &[Measure],
    ) -> Lists {
        Lists { measures: measures(reader, amounts, mentions, before), years: years(reader, amounts) }
    }

    /// The measure and the year that a list gives to a number.
    pub(super) fn of_number(&self, index: usize) -> Option<(Option<Mention>, Option<i32>)> {
        let at = |first: usize| index.checked_sub(first);
        let measure = self.measures.as_ref().and_then(|(first, list)| list.get(at(*first)?).copied());
        let year = self.years.as_ref().and_then(|(first, list)| list.get(at(*first)?).copied());
        (measure.is_some() || year.is_some()).then_some((measure, year))
    }
}

/// "lần lượt là 5.200, 4.800 và 1.100 người": the unit of the last number is that of all.
pub(super) fn share_unit(document: &Document<'_>, clause: &Range<usize>, amounts: &mut [Amount]) {
    if amounts.iter().all(|amount| amount.unit.is_some()) || !document.has(clause, phrases!["lần lượt", "tương ứng"])
    {
        return;
    }
    for index in (1..amounts.len()).rev() {
        let (left, right) = amounts.split_at_mut(index);
        if let (Some(left), Some(right)) = (left.last_mut(), right.first()) {
            let between = left.end..right.start();
            let joined = between.len() == 1 && document.is_any(between.start, &[marks::COMMA, key!("và")]);
            left.unit = left.unit.or(right.unit.filter(|_| joined));
        }
    }
}

/// "BHXH bắt buộc, BHXH tự nguyện và BHTN lần lượt là …": as many numbers as measures, which the clause before may name ("các tỷ lệ này tương ứng
/// là 60% và 45%").
fn measures(
    reader: &Reader<'_, '_, '_>,
    amounts: &[Amount],
    mentions: &[Mention],
    before: &[Measure],
) -> Option<(usize, Vec<Mention>)> {
    let document = reader.scene.document;
    let clause = || reader.clause.tokens.clone();
    // "năm 2030 đạt 60% và 9%": the measures of the clause before, in their order.
    let again = mentions.is_empty() && before.len() >= 2 && amounts.len() == before.len() && joined(document, amounts);
    if again {
        let at = amounts.first()?.start();
        return Some((0, before.iter().map(|measure| Mention { measure: *measure, at, end: at }).collect()));
    }
    if let Some(parted) = parted_turns(reader, amounts, mentions) {
        return Some(parted);
    }
    let in_turn = document.find(clause(), phrase!("lần lượt"));
    // "đạt tương ứng 42% và 32%", "đạt 42% và 32% tương ứng" is none.
    let matched = || {
        let found = document.find(clause(), phrase!("tương ứng"))?;
        let next = amounts.iter().find(|amount| amount.start() >= found.end)?;
        (next.start() <= found.end + 2).then_some(found)
    };
    let found = in_turn.or_else(matched)?;
    let first = amounts.iter().position(|amount| amount.start() >= found.end)?;
    let mut named: Vec<Mention> = mentions.iter().copied().filter(|mention| mention.end <= found.start).collect();
    // "tỷ lệ bao phủ BHYT" names one thing twice.
    named.dedup_by(|next, last| next.measure == last.measure && next.at == last.end);
    if named.is_empty() {
        named.extend(before.iter().map(|measure| Mention { measure: *measure, at: found.start, end: found.start }));
    }
    (named.len() >= 2 && amounts.len() - first == named.len()).then_some((first, named))
}

/// Parts of one sentence that are looked at for a list whose values are parted by semicolons.
const MOST_PARTS: usize = 8;

/// "A, B và C lần lượt là 3.100 người; 1.200 người; 1.100 người": each value is a clause of its own, and those after the first name nothing.
fn parted_turns(reader: &Reader<'_, '_, '_>, amounts: &[Amount], found: &[Mention]) -> Option<(usize, Vec<Mention>)> {
    let scene = reader.scene;
    let document = scene.document;
    let own = scene.index_of(reader.clause);
    let turn = |index: usize| document.find(scene.clauses.get(index)?.tokens.clone(), phrase!("lần lượt"));
    let goes_on = |index: usize| scene.clauses.get(index).is_some_and(|clause| clause.goes_on);
    let bare = |index: usize| {
        let tokens = scene.clauses.get(index)?.tokens.clone();
        let listed = super::amounts::amounts(document, tokens.clone());
        let named = !super::measures::mentions(document, tokens.clone()).is_empty()
            || tokens.len() > listed.len() * LONGEST_VALUE;
        (!named && !listed.is_empty()).then_some(listed.len())
    };
    let first = match turn(own) {
        Some(_) => own,
        None if found.is_empty() && reader.clause.goes_on => {
            (own.saturating_sub(MOST_PARTS)..own).rev().find(|index| turn(*index).is_some() || !goes_on(*index))?
        }
        None => return None,
    };
    let at = turn(first)?;
    if !goes_on(first + 1) {
        return None;
    }
    let head = scene.clauses.get(first)?.tokens.clone();
    let mut named: Vec<Mention> = super::measures::mentions(document, head.start..at.start);
    named.dedup_by(|next, last| next.measure == last.measure && next.at == last.end);
    let in_head = super::amounts::amounts(document, at.end..head.end).len();
    let mut listed = in_head;
    let mut before_own = 0;
    for index in (first + 1..first + 1 + MOST_PARTS).take_while(|index| goes_on(*index)) {
        if index == own {
            before_own = listed;
        }
        let Some(count) = bare(index) else { break };
        listed += count;
    }
    if in_head == 0 || named.len() < 2 || listed != named.len() || listed == in_head {
        return None;
    }
    if own == first {
        return Some((amounts.iter().position(|amount| amount.start() >= at.end)?, named));
    }
    Some((0, named.split_off(before_own.min(named.len()))))
}

/// Tokens of a value that stands alone in its part: "và 1.200 người".
const LONGEST_VALUE: usize = 5;

/// "năm 2023 đạt 18,7 triệu người, năm 2024 … và năm 2025 …, tương ứng với 39%, 41,5% và 45%": the years of the numbers before, in their order.
fn years(reader: &Reader<'_, '_, '_>, amounts: &[Amount]) -> Option<(usize, Vec<i32>)> {
    let document = reader.scene.document;
    let found = phrases!["tương ứng", "lần lượt"]
        .iter()
        .find_map(|words| document.find(reader.clause.tokens.clone(), words))?;
    let bare_year = |amount: &Amount| amount.unit.is_none() && (1990.0..2100.0).contains(&amount.value);
    let first = amounts.iter().position(|amount| amount.start() >= found.end && !bare_year(amount))?;
    let listed = amounts.get(first..)?;
    let mut years: Vec<i32> = Vec::new();
    // "BHXH năm 2023 là 15%, năm 2024 là 17%; trong đó BHXH tự nguyện lần lượt là 4% và 4,6%": the years of the part before.
    let before = reader.scene.index_of(reader.clause).checked_sub(1).filter(|_| reader.clause.goes_on);
    let before = before.and_then(|before| reader.scene.clauses.get(before)).map(|clause| clause.tokens.clone());
    // "tương ứng các năm 2022, 2023 là …" names them after.
    let end = listed.first()?.start();
    for date in document.dates_in(reader.clause.tokens.start..end) {
        if let When::Year(year) = date.when {
            years.push(year);
            years.extend(years_after(reader, date.tokens.end, end));
        }
    }
    if years.is_empty()
        && let Some(before) = before
    {
        years = super::years_in(document, &before);
    }
    years.dedup();
    (joined(document, listed) && listed.len() >= 2 && years.len() == listed.len()).then_some((first, years))
}

/// Whether rates follow one another with nothing but a comma or "và" between.
fn joined(document: &Document<'_>, listed: &[Amount]) -> bool {
    let next = |pair: &[Amount]| {
        pair[1].start() - pair[0].end <= 2
            && (pair[0].end..pair[1].start())
                .any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON, key!("và")]))
    };
    listed.windows(2).all(next) && listed.iter().all(|amount| amount.unit == Some(Unit::Percent))
}

/// "các năm 2022, 2023 và 2024": the years that go on with the one before a token.
fn years_after(reader: &Reader<'_, '_, '_>, mut at: usize, end: usize) -> Vec<i32> {
    let document = reader.scene.document;
    let mut years = Vec::new();
    while at + 1 < end && document.is_any(at, &[marks::COMMA, key!("và")]) {
        let year = document.digits(at + 1, 4..5).and_then(|year| i32::try_from(year).ok());
        let Some(year) = year.filter(|year| (1990..2100).contains(year)) else { break };
        years.push(year);
        at += 2;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    #[test]
    fn lists_give_units_bounds_and_measures_to_their_numbers() {
        check_targets(
            "Năm 2022 số người tham gia BHXH bắt buộc, BHTN, BHXH tự nguyện lần lượt là 5.200, 4.800 và 1.100 người.",
            &[
                ("social_insurance_participants", 5_200.0, "", 2022),
                ("unemployment_insurance_participants", 4_800.0, "", 2022),
                ("voluntary_social_insurance_participants", 1_100.0, "", 2022),
            ],
        );
        check_targets(
            "Năm 2022, tỷ lệ lao động tham gia BHXH, tham gia BHTN lần lượt đạt 40% và 32%; năm 2023 đạt 42% và 33%.",
            &[
                ("social_insurance_rate", 40.0, ">=", 2022),
                ("unemployment_insurance_rate", 32.0, ">=", 2022),
                ("social_insurance_rate", 42.0, ">=", 2023),
                ("unemployment_insurance_rate", 33.0, ">=", 2023),
            ],
        );
    }

    #[test]
    fn heads_may_be_listed_before_what_they_take_part_in() {
        let voluntary = "voluntary_social_insurance_participants";
        check_targets(
            "Năm 2022, Hội Nông dân vận động 120 hội viên, Hội Phụ nữ 150 hội viên, Đoàn Thanh niên 50 đoàn viên tham gia BHXH tự nguyện.",
            &[(voluntary, 120.0, "", 2022), (voluntary, 150.0, "", 2022), (voluntary, 50.0, "", 2022)],
        );
    }

    #[test]
    fn an_item_may_repeat_the_list_of_the_item_above() {
        check_targets(
            "1. Đến năm 2025: 30% lực lượng lao động tham gia BHXH; 18% lực lượng lao động tham gia BHTN.\n2. Đến năm 2030: tỷ lệ tương ứng là 45% và 27%.",
            &[
                ("social_insurance_rate", 30.0, "", 2025),
                ("unemployment_insurance_rate", 18.0, "", 2025),
                ("social_insurance_rate", 45.0, "", 2030),
                ("unemployment_insurance_rate", 27.0, "", 2030),
            ],
        );
    }

    #[test]
    fn a_part_takes_the_years_of_the_whole() {
        check_targets(
            "Tỷ lệ lực lượng lao động tham gia BHXH năm 2023 là 15,8%, năm 2024 là 17,5%; trong đó BHXH tự nguyện lần lượt là 4,1% và 4,6%.",
            &[
                ("social_insurance_rate", 15.8, "", 2023),
                ("social_insurance_rate", 17.5, "", 2024),
                ("voluntary_social_insurance_rate", 4.1, "", 2023),
                ("voluntary_social_insurance_rate", 4.6, "", 2024),
            ],
        );
    }

    #[test]
    fn values_parted_by_semicolons_follow_the_order_of_what_they_are_of() {
        check_targets(
            "Năm 2022, số người tham gia BHXH bắt buộc, BHXH tự nguyện và BHTN lần lượt đạt 3.100 người; 1.200 người; 1.050 người.",
            &[
                ("social_insurance_participants", 3_100.0, ">=", 2022),
                ("voluntary_social_insurance_participants", 1_200.0, "", 2022),
                ("unemployment_insurance_participants", 1_050.0, "", 2022),
            ],
        );
        // One value is missing: nobody can say which.
        check_targets(
            "Năm 2022, số người tham gia BHXH bắt buộc, BHXH tự nguyện và BHTN lần lượt là 3.100 người; 1.200 người.",
            &[
                ("unemployment_insurance_participants", 3_100.0, "", 2022),
                ("unemployment_insurance_participants", 1_200.0, "", 2022),
            ],
        );
    }
}
