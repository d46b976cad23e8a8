//! Which tense a number of a sentence has: the words around it, times, what stands beside it, its place.

use std::ops::Range;

use super::Scene;
use super::amounts::{Amount, Unit};
use super::outline::Topic;
use super::targets::{Carry, Reader};
use super::tense::{self, Tense};
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;

/// Words around a number among which its part of the clause ends.
const FAR: usize = 60;

impl Reader<'_, '_, '_> {
    /// The tense of the number after a window, and whether its place alone suggests it.
    pub(super) fn tense(&self, window: &Range<usize>, carry: &Carry, beside: bool) -> (Option<Tense>, bool) {
        let scene = self.scene;
        let aside = self.valued_bracket(window.end);
        let near = window.start..(window.end + 5).min(aside.unwrap_or(self.clause.tokens.end));
        let clause = &self.clause.tokens;
        // "Để …", "Không để …" say what shall be.
        let before = clause.start..window.end;
        let place = tense::by_place(scene, self.clause);
        // "Để các đơn vị tiện đối chiếu, đến ngày 31/10 toàn tỉnh có …" tells what was.
        let aims = scene.document.is(clause.start, key!("để"))
            && tense::by_times(scene, &before, place) != Some(Tense::Reached);
        if aims || scene.has(&before, phrases!["không để"]) {
            return (Some(Tense::Wanted), false);
        }
        if beside {
            return (Some(Tense::Reached), false);
        }
        // "vận động 435 người chưa tham gia": those who are to be won.
        let uncovered = || scene.has(&(window.end..near.end), phrases!["chưa tham gia", "chưa có thẻ"]);
        if place == Some(Tense::Wanted) && scene.has(window, phrases!["vận động"]) && uncovered() {
            return (Some(Tense::Wanted), false);
        }
        // "94,25% dân số, cao hơn 0,25% so với chỉ tiêu được giao" among the aims for the next year.
        let aims = self.under_aims() && place == Some(Tense::Wanted);
        let past = || tense::by_times(scene, clause, place) == Some(Tense::Reached);
        if aims && beyond_follows(scene, clause) && tense::by_words(scene, window).is_none() && !past() {
            return (Some(Tense::Wanted), false);
        }
        // "cuối năm 2022 có 158.900 người, vượt 0,3% kế hoạch" in the news of December 2022.
        let tells = scene.reports() || scene.is_news();
        let beyond = || beyond_follows(scene, clause) && tense::by_words(scene, clause) != Some(Tense::Wanted);
        if tells && !aims && !self.under_aims() && beyond() {
            return (Some(Tense::Reached), false);
        }
        let said = || match tense::by_words(scene, window) {
            Some(_) => tense::by_last_word(scene, window),
            None => tense::by_words(scene, &near),
        };
        let own = match said() {
            Some(Tense::Wanted) if beyond_follows(scene, clause) => None,
            own => own,
        };
        let set = || {
            // "87 người (chỉ tiêu 80), trao 45 thẻ": what was set ends with its bracket.
            let closed = window.clone().rev().find(|index| scene.document.is(*index, marks::CLOSE));
            let window = &(closed.map_or(window.start, |close| close + 1)..window.end);
            let reached = beyond_follows(scene, clause) || tense::by_words(scene, clause) == Some(Tense::Reached);
            tense::is_set(scene, window).then_some(if reached { Tense::Reached } else { Tense::Wanted })
        };
        let part = self.part_of(window.end);
        let said = own
            .or_else(|| tense::by_times(scene, window, place))
            .or(carry.tense)
            .or_else(|| {
                let aims = scene.outline.topic(self.clause.paragraph) == Some(Topic::Target);
                let aimed = place == Some(Tense::Wanted) && (scene.reports() || aims);
                (!aimed && beyond_follows(scene, clause)).then_some(Tense::Reached)
            })
            .or_else(|| tense::by_words(scene, &part))
            .or_else(|| tense::by_times(scene, &part, place))
            .or_else(set)
            .or_else(|| (place.is_none() && tense::is_asked(scene, &before)).then_some(Tense::Wanted));
        match said {
            Some(tense) => (Some(tense), false),
            // "Huyện phấn đấu … . Học sinh đạt 100%." in the news goes on with the aims.
            None if scene.is_news() && carry.tense_before == Some(Tense::Wanted) => (Some(Tense::Wanted), true),
            None => (place, true),
        }
    }

    /// The part of a clause around a number that "nhưng", "song" or "đến nay" do not part from it.
    fn part_of(&self, at: usize) -> Range<usize> {
        let turns = phrases![", nhưng", ", song", ", tuy nhiên", ", đến nay", "nhưng đến nay"];
        let clause = &self.clause.tokens;
        let turn = |index: &usize| self.scene.document.after_any(*index, turns).is_some();
        let near = at.saturating_sub(FAR).max(clause.start)..clause.end.min(at + FAR);
        let start = (near.start..at).rev().find(turn).unwrap_or(clause.start);
        let end = (at..near.end).find(turn).unwrap_or(clause.end);
        start..end.min(self.valued_bracket(at).unwrap_or(end))
    }

    /// The bracket after a number that holds a value of its own, whose time says nothing of the number: "3.100 người (năm 2023: 2.800 người)".
    pub(super) fn valued_bracket(&self, at: usize) -> Option<usize> {
        let document = self.scene.document;
        let far = at..self.clause.tokens.end.min(at + FAR);
        let open = far.clone().find(|index| document.is(*index, marks::OPEN))?;
        let close = (open..far.end).find(|index| document.is(*index, marks::CLOSE))?;
        let dates = document.dates_in(open..close);
        let dated = |index: usize| dates.iter().any(|date| date.tokens.contains(&index));
        // "(khoảng 3.100 người)" after "95%" says the same in heads: only a time of its own sets a bracket apart.
        let valued = (open..close).any(|index| document.is_number(index) && !dated(index));
        (valued && !dates.is_empty()).then_some(open)
    }

    /// "141.208/142.635 học sinh tham gia, đạt 99%": who counts heads out of all heads tells what was reached, unless it stands under aims.
    pub(super) fn counts_heads(&self, amounts: &[Amount]) -> bool {
        let counted = amounts.first().is_some_and(|amount| amount.of.is_some() && amount.unit == Some(Unit::People));
        counted && !self.under_aims() && tense::by_words(self.scene, &self.clause.tokens) != Some(Tense::Wanted)
    }

    /// A window without "chưa tham gia" at its head where that only says whom a number that is wanted counts: "vận động 435 người chưa tham
    /// gia, trong đó: thôn A 120 người".
    pub(super) fn without_uncovered(&self, window: &Range<usize>, last: Option<Tense>) -> Range<usize> {
        let uncovered = self.scene.document.after_any(window.start, phrases!["chưa tham gia", "chưa có thẻ"]);
        let start = uncovered.filter(|end| last == Some(Tense::Wanted) && *end <= window.end);
        start.unwrap_or(window.start)..window.end
    }

    /// "… là 407 người, chỉ tiêu giao 650 người" where the paper tells what was: the first number was reached.
    pub(super) fn set_beside(&self) -> bool {
        let scene = self.scene;
        if !(scene.reports() || scene.is_news()) {
            return false;
        }
        // "Năm 2024, chỉ tiêu giao …" has a year before it and no value.
        let year = |index: usize| scene.document.digits(index, 4..5).is_some_and(|year| (1990..2100).contains(&year));
        let counts = |index: usize| scene.document.is_number(index) && !year(index);
        // "Kế hoạch giao thu 120 tỷ đồng, thực hiện 121,5 tỷ đồng".
        let done = scene.document.find(self.clause.tokens.clone(), phrase!(", thực hiện"));
        if done.is_some_and(|found| {
            (self.clause.tokens.start..found.start).any(counts)
                && (found.end..found.end + 3).any(|index| scene.document.is_number(index))
        }) {
            return true;
        }
        let plain = scene.document.find(self.clause.tokens.clone(), phrase!(", chỉ tiêu"));
        if plain.is_some_and(|found| {
            scene.document.is_number(found.end) && (self.clause.tokens.start..found.start).any(counts)
        }) {
            return true;
        }
        let set = phrases![", chỉ tiêu giao", ", trong khi chỉ tiêu", ", kế hoạch giao"];
        set.iter().filter_map(|words| scene.document.find(self.clause.tokens.clone(), words)).any(|found| {
            (self.clause.tokens.start..found.start).any(counts)
                && (found.end..self.clause.tokens.end).any(|index| scene.document.is_number(index))
        })
    }
}

/// "vượt mục tiêu 1.800 người": what was set stands after it; "phấn đấu vượt chỉ tiêu được giao" wants it.
fn told_beyond(document: &crate::read::Document<'_>, range: &Range<usize>) -> bool {
    let found = phrases!["vượt mục tiêu", "vượt chỉ tiêu", "vượt kế hoạch"];
    if document.has(range, phrases!["phấn đấu", "quyết tâm", "nỗ lực", "cố gắng"]) {
        return false;
    }
    range
        .clone()
        .any(|index| document.after_any(index, found).is_some_and(|end| document.is_number(end) && end < range.end))
}

/// "vượt 7,09%", "cao hơn 1,6 điểm": only of what was reached can that be said.
pub(super) fn beyond_follows(scene: &Scene<'_, '_>, range: &Range<usize>) -> bool {
    let document = scene.document;
    document.has(range, phrases!["vượt mục tiêu", "vượt chỉ tiêu", "vượt kế hoạch"]) && told_beyond(document, range)
        || range.clone().any(|index| {
            let beyond = document.is(index, key!("vượt")) || document.after(index, phrase!("cao hơn")).is_some();
            let number = (index + 1..index + 4).any(|at| document.is_number(at) && at < range.end);
            let wants = [key!("và"), key!("không"), key!("phải"), key!("cần"), key!("đấu"), key!("sẽ")];
            let bound = index > 0 && document.is_any(index - 1, &wants);
            beyond && number && !bound && !document.is(index + 1, key!("quá"))
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    const RATE: &str = "coverage_rate";
    const VOLUNTARY: &str = "voluntary_social_insurance_participants";

    #[test]
    fn whoever_is_to_be_won_is_not_yet_in() {
        check_targets(
            "Năm 2022 vận động 435 người chưa tham gia mua thẻ BHYT, trong đó: thôn Phú Nhiêu 120 người, thôn Xuân Mỹ 98 người.",
            &[("participants", 435.0, "", 2022), ("participants", 120.0, "", 2022), ("participants", 98.0, "", 2022)],
        );
    }

    #[test]
    fn heads_out_of_all_heads_were_counted() {
        check_targets("Năm học trước có 141.208/142.635 học sinh tham gia BHYT, đạt tỷ lệ 99%.", &[]);
    }

    #[test]
    fn who_asks_for_something_wants_it() {
        check_targets(
            "Đề nghị các xã rà soát người chưa có thẻ. Năm 2022 cần vận động thêm 900 người tham gia BHYT.",
            &[("participants", 900.0, "", 2022)],
        );
    }

    #[test]
    fn the_time_that_is_compared_with_is_not_the_values_own() {
        check_targets(
            "Hết năm 2022 có 620 người tham gia BHXH tự nguyện trở lên, tăng ít nhất 406 người, cao gấp ba so với cuối năm 2021.",
            &[(VOLUNTARY, 620.0, ">=", 2022), (VOLUNTARY, 406.0, ">=", 2022)],
        );
        check_targets(
            "Trên 85% người bệnh BHYT hài lòng khi khám tại tuyến xã vào năm 2022 và trên 90% vào năm 2023.",
            &[("satisfaction_rate", 85.0, ">", 2022), ("satisfaction_rate", 90.0, ">", 2023)],
        );
    }

    #[test]
    fn what_earns_a_reward_is_no_aim() {
        check_targets("Tập thể có tỷ lệ bao phủ BHYT từ 95% trở lên được đề nghị tặng Giấy khen.", &[]);
        check_targets("Trường có tỷ lệ học sinh tham gia BHYT dưới 98% phải giải trình.", &[]);
    }

    #[test]
    fn a_rate_after_the_comma_has_its_own_bound() {
        check_targets("Năm 2022 không còn đơn vị nợ trên 6 tháng, tỷ lệ nợ dưới 2%.", &[("debt_rate", 2.0, "<", 2022)]);
        check_targets("Năm 2022 không xã nào có tỷ lệ bao phủ BHYT dưới 90%.", &[(RATE, 90.0, ">=", 2022)]);
    }

    #[test]
    fn who_leads_has_reached_nothing_yet() {
        check_targets(
            "Lãnh đạo thực hiện đạt các chỉ tiêu: năm 2024, tỷ lệ bao phủ BHYT từ 96% trở lên; năm 2025 đạt 97%.",
            &[(RATE, 96.0, ">=", 2024), (RATE, 97.0, ">=", 2025)],
        );
    }

    #[test]
    fn a_bracket_with_a_value_of_its_own_says_nothing_of_the_number_before_it() {
        check_targets(
            "I. MỤC TIÊU NĂM 2022\n- Số người tham gia BHXH tự nguyện: 3.100 người (năm 2021: 2.800 người).\n- Tỷ lệ bao phủ BHYT: 95% (năm 2021 ước đạt 93,2%).",
            &[(VOLUNTARY, 3_100.0, "", 2022), (RATE, 95.0, "", 2022)],
        );
    }
}
