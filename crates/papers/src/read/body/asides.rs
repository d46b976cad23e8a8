//! Numbers that stand beside others: what was before, what had been set, by how much something grows.

use std::ops::Range;

use super::amounts::{Amount, Unit};
use super::targets::{Around, Reader};
use super::tense::{self, Tense};
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::{Phrases, phrases};

impl Reader<'_, '_, '_> {
    /// "97% trở lên (năm 2025: 95,2%)", "dưới 2% (hiện là 2,7%)": beside an aim, what was before it.
    pub(super) fn is_aside(&self, amount: &Amount, set: usize) -> bool {
        let document = self.scene.document;
        let Some(aim) = self.values.targets.get(set..).and_then(<[_]>::last) else { return false };
        let Some(open) = self.bracket(amount) else { return false };
        let inside = open + 1..amount.start();
        let was = phrases!["hiện", "cùng kỳ", "ước", "thực hiện", "kết quả", "so với"];
        let earlier = || {
            let year = super::years_in(document, &inside).last().copied();
            let aimed = aim.value.year.or(self.scene.year);
            year.zip(aimed).is_some_and(|(year, aimed)| year < aimed)
        };
        earlier() || self.scene.has(&inside, was)
    }

    /// "98.500 người, tăng 3.200 người so với năm 2021": how far the aim beside it is from what was.
    pub(super) fn is_remarked_growth(&self, around: &Around<'_>, indicator: &str) -> bool {
        let document = self.scene.document;
        let near = around.amount.start().saturating_sub(2).max(around.before.start)..around.amount.start();
        let grows = near.clone().any(|index| document.is_any(index, &[key!("tăng"), key!("thêm"), key!("giảm")]));
        let clause = document.span(self.clause.tokens.clone());
        let beside = self.values.targets.last().is_some_and(|item| {
            item.span.start >= clause.start
                && item.value.indicator == indicator
                && item.value.unit.as_deref() == Some("people")
        });
        grows && beside && document.after_any(around.amount.end, phrases!["so với", "so năm"]).is_some()
    }

    /// "đạt 96,4% (kế hoạch 96%)": beside what was reached, what had been set.
    pub(super) fn is_remark(&self, amount: &Amount) -> bool {
        let inside = self.bracket(amount).map(|open| open + 1..amount.start());
        inside.is_some_and(|inside| {
            tense::is_set(self.scene, &inside) && tense::by_words(self.scene, &inside) != Some(Tense::Wanted)
        })
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

    /// "tập thể có tỷ lệ từ 95% trở lên được đề nghị tặng Giấy khen": what earns a reward is no aim.
    pub(super) fn is_rewarded(&self, around: &Around<'_>) -> bool {
        const REWARDS: &Phrases = phrases![
            "được xét",
            "được đề nghị",
            "được khen",
            "được tặng",
            "được biểu dương",
            "được thưởng",
            "giải trình",
            "phải kiểm điểm"
        ];
        around.tense == Tense::Wanted && self.scene.has(&(around.amount.end..self.clause.tokens.end), REWARDS)
    }

    /// The bracket that is open at a number.
    pub(super) fn bracket(&self, amount: &Amount) -> Option<usize> {
        let document = self.scene.document;
        let mut before = self.clause.tokens.start..amount.start();
        let last = before.rfind(|index| document.is_any(*index, &[marks::OPEN, marks::CLOSE]))?;
        document.is(last, marks::OPEN).then_some(last)
    }

    /// "… là 407 người, chỉ tiêu giao 650 người" where the paper tells what was: the first number was reached.
    pub(super) fn set_beside(&self) -> bool {
        let scene = self.scene;
        if !(scene.reports() || scene.is_news()) {
            return false;
        }
        // "Kế hoạch giao thu 120 tỷ đồng, thực hiện 121,5 tỷ đồng".
        let done = scene.document.find(self.clause.tokens.clone(), phrase!(", thực hiện"));
        if done.is_some_and(|found| {
            (self.clause.tokens.start..found.start).any(|index| scene.document.is_number(index))
                && (found.end..found.end + 3).any(|index| scene.document.is_number(index))
        }) {
            return true;
        }
        let set = phrases![", chỉ tiêu giao", ", trong khi chỉ tiêu", ", kế hoạch giao"];
        set.iter().filter_map(|words| scene.document.find(self.clause.tokens.clone(), words)).any(|found| {
            (self.clause.tokens.start..found.start).any(|index| scene.document.is_number(index))
                && (found.end..self.clause.tokens.end).any(|index| scene.document.is_number(index))
        })
    }
}
