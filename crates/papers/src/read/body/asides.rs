//! Numbers that stand beside others: what was before, what had been set, by how much something grows.

use super::amounts::Amount;
use super::targets::{Around, Reader};
use super::tense::{self, Tense};
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;

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
            let own = self.scene.has(&inside, phrases!["riêng", "trong đó"]);
            year.zip(aimed).is_some_and(|(year, aimed)| year < aimed && !own)
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

    /// The bracket that is open at a number.
    pub(super) fn bracket(&self, amount: &Amount) -> Option<usize> {
        let document = self.scene.document;
        let mut before = self.clause.tokens.start..amount.start();
        let last = before.rfind(|index| document.is_any(*index, &[marks::OPEN, marks::CLOSE]))?;
        document.is(last, marks::OPEN).then_some(last)
    }
}
