//! Values that must be reached, and, where a sentence says so, values that were.

use std::cell::LazyCell;
use std::ops::Range;

use super::amounts::{Amount, Unit, amounts};
use super::goals;
use super::lists::{self, Lists};
use super::measures::{self, Measure, Mention, mentions};
use super::others;
use super::outline::Topic;
use super::results;
use super::scope;
use super::tense::{self, Tense};
use super::{Clause, Scene, columns, conditions, weights};
use crate::read::lex::{key, marks};
use crate::read::phrases::phrases;
use crate::reading::{Item, ResultFact, Target, Warning};

/// What the numbers of a body say.
#[derive(Debug, Default)]
pub struct Values {
    /// To be reached.
    pub targets: Vec<Item<Target>>,
    /// Reached.
    pub results: Vec<Item<ResultFact>>,
    /// Separators that were read against the Vietnamese way.
    pub warnings: Vec<Warning>,
}

/// Percent of those who work that voluntary insurance may win.
const HIGHEST_VOLUNTARY: f64 = 60.0;

/// Percent of what must be paid that is owed at most; a higher share is of something else.
const HIGHEST_DEBT: f64 = 40.0;

/// What a clause leaves for the next one in its paragraph.
#[derive(Debug, Clone, Default)]
pub struct Carry {
    /// What was measured last.
    pub mention: Option<Measure>,
    /// The last year.
    pub year: Option<i32>,
    /// The year of the sentences before in the same paragraph.
    pub earlier: Option<i32>,
    /// The last day that results stood at.
    pub as_of: Option<chrono::NaiveDate>,
    /// The last tense.
    pub tense: Option<Tense>,
    /// The tense of the sentences before in the same paragraph.
    pub tense_before: Option<Tense>,
    /// The level that was spoken of beside the measure.
    pub scope: Option<&'static str>,
    /// The level that the sentence spoke of before anything measured: "Toàn huyện có …", for all of its parts.
    pub lead: Option<&'static str>,
    /// Whether only the paper's subject says what is measured.
    pub of_subject: bool,
    /// What the last clause with several measures spoke of, in order: "các tỷ lệ này tương ứng là 60% và 45%".
    pub listed: Vec<Measure>,
}

/// Every target and result of the sentences; tables are read elsewhere.
pub fn facts(scene: &Scene<'_, '_>) -> Values {
    let mut values = Values::default();
    let subject = LazyCell::new(|| goals::goal_of_subject(scene));
    let mut carry = Carry::default();
    let mut paragraph = usize::MAX;
    for clause in &scene.clauses {
        if clause.paragraph != paragraph {
            let goes_on = is_wrapped(scene, clause);
            let last = paragraph;
            paragraph = clause.paragraph;
            if !goes_on {
                let listed = std::mem::take(&mut carry.listed);
                carry = inherited(scene, paragraph);
                // "1. Đến năm 2025: A đạt …, B đạt …" / "2. Đến năm 2030: 60% và 45%".
                if is_beside(scene, last, paragraph) {
                    carry.listed = listed;
                }
                if carry.mention.is_none() && scene.outline.topic(paragraph) == Some(Topic::Target) {
                    carry.mention = *subject;
                    carry.of_subject = subject.is_some();
                }
            }
        } else if !clause.goes_on {
            // "Trong đó, xã A …", "Cụ thể, xã A …" go on with what the sentence before said.
            let goes_on = phrases!["trong đó", "cụ thể", "bao gồm", "chia ra", "riêng"];
            if scene.document.after_any(clause.tokens.start, goes_on).is_none() {
                carry.earlier = carry.year.or(carry.earlier);
                carry.year = inherited(scene, paragraph).year;
                carry.tense_before = carry.tense.or(carry.tense_before);
                carry.tense = None;
            }
            carry.lead = None;
        }
        // What earns a title or a reward is no aim.
        if scene.rows.contains(&clause.paragraph) || conditions::earns(scene, clause) {
            continue;
        }
        let speaks = clause.cues.has_measure || carry.mention.is_some();
        if !speaks && clause.cues.has_number && carry.mention.is_none() {
            carry.mention = goals::goal_of_paragraph(scene, clause);
        }
        let names = || measures::last_mention(scene.document, clause.tokens.clone()).is_some();
        if (carry.mention.is_none() || carry.of_subject)
            && !(clause.cues.has_measure && names())
            && let Some((measure, year)) = goals::goal_of_list(scene, clause)
        {
            carry.mention = Some(measure);
            carry.of_subject = false;
            carry.year = carry.year.or(year);
        }
        let asked = clause.cues.has_number
            && carry.mention.is_none()
            && others::may_ask(scene, clause)
            && !(clause.cues.has_measure && names());
        if asked && subject.is_some() {
            carry.mention = *subject;
            carry.of_subject = true;
        }
        // An aim for something that no rule names: "tối thiểu 75% số hộ được dùng nước sạch".
        let aims = || scene.outline.topic(clause.paragraph) == Some(Topic::Target);
        let speaks = speaks || carry.mention.is_some() || asked || clause.cues.has_number && aims();
        if clause.cues.has_number && speaks && !goals::gives_points(scene, clause) {
            Reader { scene, clause, values: &mut values }.read(&mut carry);
        } else if let Some(mention) =
            clause.cues.has_measure.then(|| measures::last_mention(scene.document, clause.tokens.clone())).flatten()
        {
            carry.mention = Some(mention.measure);
        }
        goals::growth(scene, clause, &mut values);
    }
    weights::weigh(scene, &mut values.targets);
    values
}

/// A line that a hard break cut from its list of values: "… năm 2018 đạt 87,5%;" / "năm 2019 đạt 89%".
fn is_wrapped(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let Some(paragraph) = scene.document.paragraphs.get(clause.paragraph) else { return false };
    let small = scene.document.get(paragraph.tokens.start).is_some_and(|token| token.is_word() && !token.is_capital());
    let before = paragraph.tokens.start.checked_sub(1);
    paragraph.mark.is_none() && small && before.is_some_and(|before| scene.document.is(before, marks::SEMICOLON))
}

/// Whether two paragraphs are items of one list.
fn is_beside(scene: &Scene<'_, '_>, last: usize, paragraph: usize) -> bool {
    let mark = |index: usize| {
        let mark = scene.document.paragraphs.get(index)?.mark?;
        Some((std::mem::discriminant(&mark), scene.outline.over.get(index).copied().flatten()))
    };
    last.checked_add(1) == Some(paragraph) && mark(last).is_some() && mark(last) == mark(paragraph)
}

/// What the headings over a paragraph set for it.
fn inherited(scene: &Scene<'_, '_>, paragraph: usize) -> Carry {
    let chain = || scene.outline.chain(paragraph);
    Carry {
        mention: chain().find_map(|heading| heading.mention).map(|mention| mention.measure),
        year: chain().find_map(|heading| heading.year),
        earlier: None,
        as_of: chain().find_map(|heading| columns::as_of(scene, &heading.content)),
        tense: None,
        tense_before: None,
        scope: None,
        lead: None,
        of_subject: false,
        listed: Vec::new(),
    }
}

/// Reads the numbers of one clause.
pub(super) struct Reader<'a, 'd, 't> {
    pub(super) scene: &'a Scene<'d, 't>,
    pub(super) clause: &'a Clause,
    pub(super) values: &'a mut Values,
}

/// One number with what stands around it.
pub struct Around<'a> {
    /// The number.
    pub amount: &'a Amount,
    /// From the number before to this one.
    pub before: Range<usize>,
    /// From this number to the next.
    pub after: Range<usize>,
    /// Whether it was reached.
    pub tense: Tense,
    /// Whether the tense is only suggested by the place.
    pub unsure: bool,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, carry: &mut Carry) {
        let range = self.clause.tokens.clone();
        let mut amounts = amounts(self.scene.document, range.clone());
        lists::share_unit(self.scene.document, &range, &mut amounts);
        let mentions = mentions(self.scene.document, range.clone());
        let counted = || amounts.iter().find(|amount| amount.unit.is_some()).map(Amount::start);
        let first = mentions.first().map(|mention| mention.at).or_else(counted).unwrap_or(range.start);
        carry.lead = scope::level_in(self.scene.document, &(range.start..first)).or(carry.lead);
        // "5/5 phường đạt trên 94%": who counts units tells what was reached.
        let counted_units = amounts.iter().any(|amount| amount.of.is_some());
        let opens = || tense::by_place(self.scene, self.clause) != Some(Tense::Wanted);
        let tells = self.scene.reports() || self.scene.is_news() || opens();
        let asked = || tense::by_words(self.scene, &range) == Some(Tense::Wanted);
        let beside = self.set_beside()
            || tells && (counted_units || self.shares_plan(&amounts)) && !asked()
            || self.counts_heads(&amounts);
        let lists = Lists::of(self, &amounts, &mentions, &carry.listed);
        let mut open = results::Open::default();
        let set = self.values.targets.len();
        let mut last = None;
        let mut last_listed = None;
        let mut before = range.start;
        for (index, amount) in amounts.iter().enumerate() {
            let after = amounts.get(index + 1).map_or(range.end, Amount::start);
            let window = before..amount.start();
            // "từ 89,2% năm 2020 lên 93,5%": the first value is where it begins.
            if let Some(rise) = amounts.get(index + 1).and_then(|next| self.rises_to(amount, next)) {
                carry.lead = scope::level_in(self.scene.document, &window).or(carry.lead);
                before = rise;
                continue;
            }
            before = amount.end;
            if self.is_aside(amount, set) {
                continue;
            }
            let (tense, unsure) = match last.filter(|_| self.is_remark(amount)) {
                Some(last) => (Some(last), false),
                None => self.tense(&self.without_uncovered(&window, last), carry, beside),
            };
            last = tense.or(last);
            let Some(tense) = tense else { continue };
            let around = Around { amount, before: window, after: amount.end..after, tense, unsure };
            if !unsure && self.bracket(amount).is_none() {
                carry.tense = Some(tense);
            }
            match lists.of_number(index) {
                Some((measure, year)) => {
                    let mentions: Vec<Mention> = measure.map_or_else(|| mentions.clone(), |measure| vec![measure]);
                    let listed = Carry { year: year.or(carry.year), ..carry.clone() };
                    let first = self.values.targets.len();
                    self.number(&around, &mentions, &listed, &mut open);
                    let level = scope::level_in(self.scene.document, &(range.start..around.amount.start()));
                    // "lần lượt đạt 40% và 32%": one word of reaching for all.
                    let bound = first.checked_sub(1).and_then(|last| self.values.targets.get(last));
                    let bound = bound.filter(|_| index > 0 && last_listed == Some(index - 1));
                    let bound = bound.and_then(|item| item.value.comparator.clone());
                    last_listed = Some(index);
                    for item in self.values.targets.iter_mut().skip(first) {
                        item.value.comparator = item.value.comparator.take().or_else(|| bound.clone());
                        item.value.year = year.or(item.value.year);
                        if measure.is_some() && item.value.scope.is_none() {
                            item.value.scope = level.map(str::to_owned);
                        }
                    }
                }
                None => self.number(&around, &mentions, carry, &mut open),
            }
        }
        open.close(&mut self.values.results);
        // Parts of one sentence that each name one measure list them as well.
        if !mentions.is_empty() {
            if !self.clause.goes_on {
                carry.listed.clear();
            }
            carry.listed.extend(mentions.iter().map(|mention| mention.measure));
            carry.listed.dedup();
        }
        if let Some(last) = mentions.last() {
            // The standard of the new countryside is no measure of what follows.
            if last.measure != Measure::NewRural || carry.mention.is_none() {
                carry.mention = Some(last.measure);
                carry.of_subject = false;
            }
            carry.scope = scope::level_in(self.scene.document, &range);
        } else if let Some(level) = scope::level_in(self.scene.document, &range) {
            carry.scope = Some(level);
        }
        let set_now = || self.plain_year().or_else(|| self.this_year()).filter(|_| self.values.targets.len() > set);
        if let Some(year) = self.year_in(&range).or_else(set_now) {
            carry.year = Some(year);
        }
        if let Some(day) = self.stands_at(&range) {
            carry.as_of = Some(day);
        }
    }

    /// Where "lên", "xuống" or "còn" leads from one value to the next: "từ 3,1% xuống còn 2,2%".
    fn rises_to(&self, from: &Amount, to: &Amount) -> Option<usize> {
        let document = self.scene.document;
        let near = from.start().saturating_sub(3).max(self.clause.tokens.start)..from.start();
        let begins = near.clone().any(|index| document.is(index, key!("từ")));
        let leads = [key!("lên"), key!("xuống"), key!("còn"), key!("thành")];
        let between = from.end..to.start();
        let parted = between.clone().any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]));
        // "từ 96% trở lên (năm 2025: 95%)" begins nowhere.
        let leading = |index: &usize| document.is_any(*index, &leads) && !document.is(*index - 1, key!("trở"));
        let rise = between.clone().find(leading);
        rise.filter(|_| begins && !parted && between.len() <= 14 && from.unit == to.unit)
    }

    fn number(&mut self, around: &Around<'_>, mentions: &[Mention], carry: &Carry, open: &mut results::Open) {
        if let Some(of) = around.amount.of {
            self.share_of_units(around, of, carry);
            return;
        }
        if self.is_rewarded(around) || self.is_contribution(around) {
            return;
        }
        if self.adopted(around) || self.criterion(around, carry) || self.meeting_units(around) {
            return;
        }
        if self.is_threshold_of_units(around) {
            return;
        }
        if self.concerns(around, mentions) || self.groups(around, mentions, carry) || self.is_threshold(around) {
            return;
        }
        if self.cards(around) || self.articles(around, carry) || self.told_to(around, carry) {
            return;
        }
        if self.is_of_uncovered(around) {
            return;
        }
        let others = phrases!["số người nói trên", "số người này", "số còn lại"];
        if around.amount.unit == Some(Unit::Percent)
            && self.scene.document.after_any(around.amount.end, others).is_some()
        {
            self.other(around, carry);
            return;
        }
        if self.is_share_of_plan(around) {
            // "vượt 2% kế hoạch" is no share.
            if !self.scene.document.is(around.amount.start().saturating_sub(1), key!("vượt")) {
                self.other(around, carry);
            }
            return;
        }
        if self.is_rate_of_work(around) {
            self.other(around, carry);
            return;
        }
        let of_others =
            self.is_share_of_bodies(around) || self.is_share_of_insured(around) || self.is_served_to(around);
        if of_others && around.tense == Tense::Wanted {
            if self.is_asked_share(around) || self.under_aims() {
                self.other(around, carry);
            }
            return;
        }
        let Some((measure, at, carried)) = self.measure(around, mentions, carry) else {
            let unnamed = mentions.is_empty() && (carry.mention.is_none() || carry.of_subject);
            if unnamed && self.under_aims() || self.is_asked_share(around) || self.is_part_of_other(around) {
                self.other(around, carry);
            }
            return;
        };
        let unmentioned = mentions.iter().all(|mention| mention.measure == Measure::NewRural);
        if carried && unmentioned && self.has_own_noun(around) {
            self.other(around, carry);
            return;
        }
        if carried && around.amount.unit == Some(Unit::Percent) && self.labels_others(around) {
            self.other(around, carry);
            return;
        }
        // "thu nợ đạt 95% số nợ năm trước" is no share of what must be paid.
        if measure == Measure::Debt && around.amount.unit == Some(Unit::Percent) && around.amount.value > HIGHEST_DEBT {
            self.other(around, carry);
            return;
        }
        // "Học sinh phổ thông giữ tỷ lệ 100%" after a sentence on debts.
        let grouped = || !super::groups::all(self.scene.document, around.before.clone()).is_empty();
        if carried && matches!(measure, Measure::Debt | Measure::Satisfaction) && grouped() {
            return;
        }
        // No share of those who work is that high: what is meant was named further above.
        let implausible = carried && measure == Measure::Voluntary && around.amount.value > HIGHEST_VOLUNTARY;
        if around.amount.unit == Some(Unit::Percent) && implausible {
            return;
        }
        let Some(indicator) = measure.indicator(around.amount.unit.or(self.bare_unit(around, measure))) else { return };
        // The news of 2025 on a plan up to 2030 tell of no results of 2030.
        let ahead =
            || self.year(around, carry).or(self.scene.subject_year) > self.scene.year && self.scene.year.is_some();
        let tense =
            if around.unsure && around.tense == Tense::Reached && ahead() { Tense::Wanted } else { around.tense };
        if tense == Tense::Reached {
            let role = results::role(self.scene, around);
            let fact = ResultFact {
                indicator: indicator.to_owned(),
                value: Some(around.amount.value),
                unit: Some(around.amount.unit.unwrap_or(Unit::Percent).name().to_owned()),
                as_of: self
                    .stands_at(&(around.before.start..around.amount.start()))
                    .or_else(|| self.stands_at(&self.clause.tokens))
                    .or(carry.as_of),
                ..ResultFact::default()
            };
            let year = fact.as_of.map(|day| chrono::Datelike::year(&day));
            let year = self.year(around, carry).or(year).or(self.scene.subject_year).or(self
                .scene
                .reports()
                .then_some(self.scene.year)
                .flatten());
            let tokens = at.min(around.amount.start())..around.amount.end;
            let span = self.scene.document.span(tokens);
            let confidence = if carried || around.unsure { 0.8 } else { 0.93 };
            open.take(role, ResultFact { year, ..fact }, span, confidence, &mut self.values.results);
            return;
        }
        // "tăng thêm ít nhất 12.000 người": the increment itself is to be reached.
        let increment = around.amount.unit == Some(Unit::People);
        if increment && self.is_remarked_growth(around, indicator) {
            return;
        }
        if measure != Measure::NewRural && !increment && self.is_relative(around) {
            return;
        }
        let place = scope::place_before(self.scene.document, &(self.clause.tokens.start..around.amount.start()));
        let own_year = self.bare_year(around);
        if carried && carry.of_subject && place.is_none() && own_year.is_none() {
            let said = match measure {
                Measure::Debt => phrases!["nợ", "chậm đóng"],
                _ => phrases!["tham gia", "bao phủ", "thẻ"],
            };
            let said = self.under_aims() && self.scene.has(&self.clause.tokens, said);
            if !said && !self.stands_bare(around) {
                if self.under_aims() || self.is_asked_share(around) {
                    self.other(around, carry);
                }
                return;
            }
        }
        // "1.250 người tham gia (bình quân mỗi xã 70 người)": the bracket is of its own.
        let near = around.amount.end..around.after.end.min(around.amount.end + 12);
        let opens = near.clone().find(|index| self.scene.document.is(*index, marks::OPEN)).unwrap_or(near.end);
        let range = around.before.start..opens;
        let scope = scope::level_in(self.scene.document, &range)
            .or(carry.scope.filter(|_| carried))
            .or(carry.lead)
            .or_else(|| self.heading_scope());
        // A paper on the insurance of one group speaks of that group: "BHYT học sinh năm học 2022 - 2023".
        let one_group = if carried && indicator == "coverage_rate" && place.is_none() && scope.is_none() {
            self.group_of_subject()
        } else {
            None
        };
        let indicator = if one_group.is_some() { "group_coverage_rate" } else { indicator };
        let target = Target {
            indicator: indicator.to_owned(),
            group: one_group.or((indicator == "group_coverage_rate").then_some("household")).map(str::to_owned),
            scope: place
                .or(scope.map(str::to_owned))
                .or_else(|| self.implied_scope(around, measure))
                .or_else(|| self.scope_of_run(around, indicator)),
            ..self.target(around, carry)
        };
        let heads = || indicator.ends_with("participants").then(|| Unit::People.name().to_owned());
        let year = own_year.or(target.year).or_else(|| carry.earlier.filter(|_| carried));
        let target = Target { year, unit: target.unit.or_else(heads), ..target };
        // "95% (tỉnh giao 94,5%)": what somebody else set, told beside the paper's own aim.
        let beside = self.bracket(around.amount).is_some() && tense::is_set(self.scene, &around.before);
        let sure = match (carried, around.unsure, around.amount.misread || beside) {
            (_, _, true) => 0.6,
            (true, true, _) => 0.65,
            (true, _, _) | (_, true, _) => 0.8,
            _ => 0.95,
        };
        self.push(target, at.min(around.amount.start())..around.amount.end, sure);
        self.warn(around.amount);
    }

    /// The common fields of a target; indicator, group and scope are the caller's.
    pub(super) fn target(&self, around: &Around<'_>, carry: &Carry) -> Target {
        let amount = around.amount;
        Target {
            indicator: String::new(),
            group: None,
            value: Some(amount.value),
            upper: amount.quantity.upper.map(crate::read::number::as_number),
            comparator: self.bound(around).map(str::to_owned),
            unit: amount.unit.map(|unit| unit.name().to_owned()),
            year: self.year(around, carry).or(self.scene.subject_year),
            scope: None,
            both_sexes: scope::both_sexes(self.scene.document, &(around.before.start..around.after.end)),
            standard: None,
        }
    }

    pub(super) fn push(&mut self, target: Target, tokens: Range<usize>, confidence: f64) {
        // "kết quả năm 2021 (BHYT đạt 92,4%; BHXH tự nguyện đạt 8.200 người)" in a paper of 2022: nothing says that it was only set.
        let past = target.year.zip(self.scene.year).is_some_and(|(year, written)| year < written);
        if past
            && tense::by_words(self.scene, &self.clause.tokens).is_none()
            && !tense::is_set(self.scene, &self.clause.tokens)
        {
            return;
        }
        let span = self.scene.document.span(tokens);
        self.values.targets.push(Item { value: target, span, confidence });
    }

    fn warn(&mut self, amount: &Amount) {
        if amount.misread {
            let written = self.scene.document.words(amount.quantity.tokens.clone());
            let message = format!(
                "Số “{written}” viết dấu chấm, dấu phẩy khác cách viết thông thường; đã hiểu là {}. Đề nghị kiểm tra.",
                amount.value
            );
            let span = self.scene.document.span(amount.quantity.tokens.clone());
            self.values.warnings.push(Warning { code: "number_format".to_owned(), message, span: Some(span) });
        }
    }
}
