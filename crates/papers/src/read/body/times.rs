//! When a value is to be reached, or was: the year and the day that words around a number say.

use std::ops::Range;

use super::Scene;
use super::targets::{Around, Carry, Reader};
use crate::read::Document;
use crate::read::date::{DateAt, When};
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::phrases;

impl Reader<'_, '_, '_> {
    /// "2020: 90,1%": a bare year before the value.
    pub(super) fn bare_year(&self, around: &Around<'_>) -> Option<i32> {
        let document = self.scene.document;
        let labels = [marks::COLON, marks::OPEN, key!("đạt"), key!("là")];
        let colon = around.amount.start().checked_sub(1).filter(|index| document.is_any(*index, &labels))?;
        let year = document.digits(colon.checked_sub(1)?, 4..5).and_then(|year| i32::try_from(year).ok())?;
        (1990..2100).contains(&year).then_some(year)
    }

    /// The year of a number: said before it, right after it, earlier in the clause, in the clause before, or in a heading.
    pub(super) fn year(&self, around: &Around<'_>, carry: &Carry) -> Option<i32> {
        let aside = self.valued_bracket(around.amount.end).unwrap_or(around.after.end);
        let after = around.after.start..around.after.end.min(aside);
        let near_after = after.start..after.end.min(after.start + 9);
        let own =
            self.year_after(&(after.start..after.end.min(after.start + 4))).filter(|_| self.belongs_before(around));
        // "mỗi năm có thêm 2.500 người tham gia, đến năm 2025 …".
        let every = phrases!["mỗi năm", "hằng năm", "hàng năm"];
        if own.is_none() && self.scene.has(&around.before, every) {
            return self.year_in(&around.before);
        }
        own.or_else(|| self.year_in(&around.before))
            .or_else(|| self.year_after(&near_after))
            .or_else(|| self.year_in(&(self.clause.tokens.start..around.amount.start())))
            .or_else(|| self.year_after(&after))
            .or(carry.year)
            .or_else(|| self.only_year())
            .or_else(|| self.later_year())
            .or_else(|| self.plain_year())
            .or_else(|| self.this_year())
    }

    /// "Từ nay đến cuối năm …": the year that the paper is about or was written in.
    pub(super) fn this_year(&self) -> Option<i32> {
        let document = self.scene.document;
        let said = self.clause.tokens.clone().any(|index| {
            let end = document.after_any(
                index,
                phrases![
                    "đến cuối năm",
                    "tới cuối năm",
                    "đến hết năm",
                    "vào cuối năm",
                    "tháng cuối năm",
                    "cả năm",
                    "năm nay",
                    "hết năm"
                ],
            );
            const OTHERS: [Key; 6] = [key!("học"), key!("trước"), key!("qua"), key!("ngoái"), key!("sau"), key!("tới")];
            end.is_some_and(|end| {
                !document.is_number(end) && document.date_at(end - 1).is_none() && !document.is_any(end, &OTHERS)
            })
        });
        // "vào cuối tháng 12", "hết quý IV".
        let dates = || document.dates_in(self.clause.tokens.clone());
        let open = |date: &DateAt| {
            let runs = matches!(date.when, When::Years { .. });
            !runs && date.when.year().is_none() && date.when.period(self.scene.year).is_some()
        };
        let said = said || dates().iter().any(open);
        said.then(|| self.scene.subject_year.or(self.scene.year)).flatten()
    }

    /// "100% xã đạt chuẩn … năm 2022", not "100% xã đạt chuẩn … và đến năm 2025 …".
    pub(super) fn own_year_after(&self, around: &Around<'_>) -> Option<i32> {
        const PARTS: [Key; 3] = [marks::COMMA, marks::SEMICOLON, key!("và")];
        let date = self.scene.document.dates_in(around.after.clone()).first()?;
        let parted = (around.after.start..date.tokens.start).any(|index| self.scene.document.is_any(index, &PARTS));
        self.year_in(&(around.after.start..date.tokens.end)).filter(|_| !parted)
    }

    /// "Đến 2025: BHTN 35%, …": a year without its word at the head of a sentence.
    pub(super) fn plain_year(&self) -> Option<i32> {
        let document = self.scene.document;
        let near = self.clause.tokens.start..self.clause.tokens.end.min(self.clause.tokens.start + 5);
        near.clone().find_map(|index| {
            let led = index > near.start && document.is_any(index - 1, &[key!("đến"), key!("hết"), key!("tới")]);
            let parted = document.is_any(index + 1, &[marks::COLON, marks::COMMA]);
            let year = document.digits(index, 4..5).filter(|_| led && parted)?;
            i32::try_from(year).ok().filter(|year| (1990..2100).contains(year))
        })
    }

    /// "hộ nghèo 100%; hộ cận nghèo 98%; học sinh 99,5% trong năm 2022": the one year that the rest of the sentence names.
    fn later_year(&self) -> Option<i32> {
        let scene = self.scene;
        let own = scene.index_of(self.clause);
        let rest = scene.clauses.get(own + 1..)?.iter().take(LONGEST_LIST);
        let mut years: Vec<i32> = Vec::new();
        for next in rest.take_while(|next| next.goes_on && next.paragraph == self.clause.paragraph) {
            // "… 99,5% trong năm 2022." at its end is of the whole sentence.
            let last = scene.document.dates_in(next.tokens.clone()).last();
            let whole = |date: &DateAt| matches!(date.when, When::Year(_)) && date.tokens.end + 1 >= next.tokens.end;
            let ends = last.is_some_and(whole);
            years.extend(self.year_in(&next.tokens).filter(|_| ends));
        }
        years.dedup();
        if let [year] = years.as_slice() { Some(*year) } else { None }
    }

    /// "3.200 người …, 5.400 người … trong năm 2022": the one year that the clause names is of all its values.
    fn only_year(&self) -> Option<i32> {
        let range = self.clause.tokens.clone();
        let dates = self.scene.document.dates_in(range.clone()).iter();
        let mut years: Vec<i32> = dates
            .filter_map(|date| match date.when {
                When::Years { .. } => None,
                when => when.year().filter(|_| !self.scene.is_citation_date(date)),
            })
            .collect();
        years.dedup();
        self.year_in(&range).filter(|year| years.as_slice() == [*year])
    }

    /// "88% vào năm 2017, 89,5% …": the year before a number is of the number before, each having its own after it.
    fn belongs_before(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let window = around.before.clone();
        // "… năm 2026, đến năm 2028 đạt 98,5% và năm 2030 …": the second time is the number's own.
        let [date] = document.dates_in(window.clone()) else { return false };
        if window.start <= self.clause.tokens.start {
            return false;
        }
        // "… vào năm 2018 và trên 90% vào năm 2020".
        let near = (date.tokens.start - window.start <= 5
            || document.is(date.tokens.start.saturating_sub(1), key!("vào")))
            && !(window.start..date.tokens.start).any(|index| document.is(index, marks::COMMA));
        let parted = (date.tokens.end..window.end)
            .any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON, key!("và")]));
        near && parted
    }

    fn year_after(&self, range: &Range<usize>) -> Option<i32> {
        let document = self.scene.document;
        let date = document.dates_in(range.clone()).first()?;
        let called = date.tokens.start > 0
            && document.is_any(
                date.tokens.start - 1,
                &[key!("vào"), key!("trong"), key!("đến"), key!("hết"), key!("cuối"), key!("số")],
            );
        let called = called || matches!(date.when, When::Year(_));
        let begins = date.tokens.start > 0 && document.is(date.tokens.start - 1, key!("từ"));
        let called =
            called && !begins && !is_compared(document, date.tokens.start) && !is_of_law(document, date.tokens.start);
        // "96,5% trở lên (năm 2025: 95,2%)": the year of another value.
        let valued = document.is(date.tokens.start.saturating_sub(1), marks::OPEN)
            && document.is_any(date.tokens.end, &[marks::COLON, key!("là"), key!("đạt")]);
        let called = called && !valued;
        let apart =
            (range.start..date.tokens.start).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]));
        (called && !apart).then(|| date.when.year().filter(|_| !matches!(date.when, When::Years { .. }))).flatten()
    }

    pub(super) fn year_in(&self, range: &Range<usize>) -> Option<i32> {
        let document = self.scene.document;
        document.dates_in(range.clone()).iter().rev().find_map(|date| {
            let begins = date.tokens.start > 0 && document.is_any(date.tokens.start - 1, &[key!("từ"), key!("kỳ")]);
            if begins
                || is_in_aside(document, date.tokens.clone(), range.end)
                || is_compared(document, date.tokens.start)
                || is_of_law(document, date.tokens.start)
                || self.scene.is_citation_date(date)
                || matches!(date.when, When::Years { .. })
            {
                return None;
            }
            let before = |start: usize| start > 0 && document.is(start - 1, key!("trước"));
            if date.when.day().is_some() && !reaches(self.scene, date.tokens.start) && !before(date.tokens.start) {
                return None;
            }
            date.when.year()
        })
    }

    /// The day that a result stands at: "tính đến ngày 31/8/2019", "đến hết tháng 9 năm 2016".
    pub(super) fn stands_at(&self, range: &Range<usize>) -> Option<chrono::NaiveDate> {
        self.scene.document.dates_in(range.clone()).iter().rev().find_map(|date| {
            let day = date.when.period(self.scene.year)?.last_day();
            let stands = reaches(self.scene, date.tokens.start) && !self.scene.is_citation_date(date);
            let past = self.scene.date.is_none_or(|issued| day <= issued);
            (stands && past && !matches!(date.when, When::Years { .. })).then_some(day)
        })
    }
}

/// "1.050 người tham gia (năm 2009 là 436 người); 66.800 lao động": a bracket that closes before the number and holds a value of its own.
fn is_in_aside(document: &Document<'_>, date: Range<usize>, before: usize) -> bool {
    let near = date.start.saturating_sub(FARTHEST)..date.start;
    let parts = |index: usize| document.is_any(index, &[marks::OPEN, marks::CLOSE]);
    let Some(open) = near.rev().find(|index| parts(*index)).filter(|index| document.is(*index, marks::OPEN)) else {
        return false;
    };
    let rest = date.end..before.min(date.end + LONGEST_ASIDE);
    let close = rest.clone().find(|index| document.is(*index, marks::CLOSE));
    close.is_some_and(|close| (open + 1..date.start).chain(date.end..close).any(|index| document.is_number(index)))
}

/// Parts of one sentence that are looked through for its year.
const LONGEST_LIST: usize = 40;

/// Words of a bracket after its time.
const LONGEST_ASIDE: usize = 16;

/// "so với năm 2018", "so với thời điểm cuối năm 2018": the time that a value is compared with is not its own.
pub(super) fn is_compared(document: &Document<'_>, start: usize) -> bool {
    const BETWEEN: [Key; 17] = [
        key!("cuối"),
        key!("đầu"),
        key!("hết"),
        key!("cùng"),
        key!("kỳ"),
        key!("thời"),
        key!("điểm"),
        key!("ngày"),
        key!("tháng"),
        key!("năm"),
        key!("kết"),
        key!("quả"),
        key!("thực"),
        key!("hiện"),
        key!("số"),
        key!("mức"),
        key!("của"),
    ];
    let nearest = start.saturating_sub(FARTHEST);
    (nearest..start)
        .rev()
        .find(|index| !document.is_any(*index, &BETWEEN))
        .is_some_and(|index| document.is(index, key!("với")))
}

/// "Luật Bảo hiểm xã hội năm 2024": the year of a law is in its name.
fn is_of_law(document: &Document<'_>, start: usize) -> bool {
    let nearest = start.saturating_sub(LONGEST_LAW);
    let named = |index: &usize| document.get(*index).is_some_and(|token| token.is_word());
    (nearest..start)
        .rev()
        .take_while(named)
        .any(|index| document.is(index, key!("luật")) && document.get(index).is_some_and(|token| token.is_capital()))
}

/// Words of the name of a law before its year.
const LONGEST_LAW: usize = 7;

/// Words between "so với" and the time.
const FARTHEST: usize = 6;

/// Whether a word of reaching stands right before a time: "đến", "hết", "cuối", "ngày".
fn reaches(scene: &Scene<'_, '_>, start: usize) -> bool {
    let words = [key!("đến"), key!("hết"), key!("cuối"), key!("tới"), key!("thời"), key!("điểm")];
    start > 0 && scene.document.is_any(start - 1, &words)
}
