//! Values that must be reached, and, where a sentence says so, values that were.

use std::ops::Range;

use super::groups;
use super::measures::{self, Amount, Measure, Mention, Unit, amounts, comparator, mentions};
use super::results;
use super::scope;
use super::tense::{self, Tense};
use super::{Clause, Scene};
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
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

/// What a clause leaves for the next one in its paragraph.
#[derive(Debug, Clone, Default)]
pub struct Carry {
    /// What was measured last.
    pub mention: Option<Measure>,
    /// The last year.
    pub year: Option<i32>,
    /// The last day that results stood at.
    pub as_of: Option<chrono::NaiveDate>,
    /// The last tense.
    pub tense: Option<Tense>,
    /// The level that was spoken of beside the measure.
    pub scope: Option<&'static str>,
}

/// Every target and result of the sentences; tables are read elsewhere.
pub fn facts(scene: &Scene<'_, '_>) -> Values {
    let mut values = Values::default();
    let mut carry = Carry::default();
    let mut paragraph = usize::MAX;
    for clause in &scene.clauses {
        if clause.paragraph != paragraph {
            let goes_on = is_wrapped(scene, clause);
            paragraph = clause.paragraph;
            if !goes_on {
                carry = inherited(scene, paragraph);
            }
        } else if !clause.goes_on {
            carry.year = inherited(scene, paragraph).year;
            carry.as_of = None;
            carry.tense = None;
        }
        if scene.rows.contains(&clause.paragraph) {
            continue;
        }
        let speaks = clause.cues.has_measure || carry.mention.is_some();
        if !speaks && clause.cues.has_number && carry.mention.is_none() {
            carry.mention = goal_of_paragraph(scene, clause);
        }
        let speaks = speaks || carry.mention.is_some();
        if clause.cues.has_number && speaks {
            Reader { scene, clause, values: &mut values }.read(&mut carry);
        } else if let Some(mention) =
            clause.cues.has_measure.then(|| measures::last_mention(scene.document, clause.tokens.clone())).flatten()
        {
            carry.mention = Some(mention.measure);
        }
        growth(scene, clause, &mut values);
    }
    values
}

/// "năm 2014 chỉ tiêu giao 88%, thực hiện đạt 91,3%" before the paragraph says what: its next words on coverage do.
fn goal_of_paragraph(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Measure> {
    let set =
        scene.has(&clause.tokens, &[phrase!("chỉ tiêu giao"), phrase!("chỉ tiêu được giao"), phrase!("được giao")]);
    let end = scene.surroundings(clause).end;
    set.then(|| mentions(scene.document, clause.tokens.end..end).first().map(|mention| mention.measure))?
}

/// A line that a hard break cut from its list of values: "… năm 2018 đạt 87,5%;" / "năm 2019 đạt 89%".
fn is_wrapped(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let Some(paragraph) = scene.document.paragraphs.get(clause.paragraph) else { return false };
    let small = scene.document.get(paragraph.tokens.start).is_some_and(|token| token.is_word() && !token.is_capital());
    let before = paragraph.tokens.start.checked_sub(1);
    paragraph.mark.is_none() && small && before.is_some_and(|before| scene.document.is(before, marks::SEMICOLON))
}

/// What the headings over a paragraph set for it.
fn inherited(scene: &Scene<'_, '_>, paragraph: usize) -> Carry {
    let chain = || scene.outline.chain(paragraph);
    Carry {
        mention: chain().find_map(|heading| heading.mention).map(|mention| mention.measure),
        year: chain().find_map(|heading| heading.year),
        as_of: None,
        tense: None,
        scope: None,
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
        let amounts = amounts(self.scene.document, range.clone());
        let mentions = mentions(self.scene.document, range.clone());
        let mut open = results::Open::default();
        let mut before = range.start;
        for (index, amount) in amounts.iter().enumerate() {
            let after = amounts.get(index + 1).map_or(range.end, Amount::start);
            let window = before..amount.start();
            let (tense, unsure) = self.tense(&window, carry);
            before = amount.end;
            let Some(tense) = tense else { continue };
            let around = Around { amount, before: window, after: amount.end..after, tense, unsure };
            if !unsure {
                carry.tense = Some(tense);
            }
            self.number(&around, &mentions, carry, &mut open);
        }
        open.close(&mut self.values.results);
        if let Some(last) = mentions.last() {
            carry.mention = Some(last.measure);
            carry.scope = scope::level_in(self.scene.document, &range);
        }
        if let Some(year) = self.year_in(&range) {
            carry.year = Some(year);
        }
        if let Some(day) = self.stands_at(&range) {
            carry.as_of = Some(day);
        }
    }

    fn tense(&self, window: &Range<usize>, carry: &Carry) -> (Option<Tense>, bool) {
        let scene = self.scene;
        let near = window.start..(window.end + 5).min(self.clause.tokens.end);
        let clause = &self.clause.tokens;
        let own = match tense::by_words(scene, &near) {
            Some(Tense::Wanted) if beyond_follows(scene, clause) => None,
            own => own,
        };
        let set = || {
            let reached = beyond_follows(scene, clause) || tense::by_words(scene, clause) == Some(Tense::Reached);
            tense::is_set(scene, window).then_some(if reached { Tense::Reached } else { Tense::Wanted })
        };
        let said = own
            .or_else(|| tense::by_times(scene, window))
            .or(carry.tense)
            .or_else(|| beyond_follows(scene, clause).then_some(Tense::Reached))
            .or_else(|| tense::by_words(scene, clause))
            .or_else(|| tense::by_times(scene, clause))
            .or_else(set);
        match said {
            Some(tense) => (Some(tense), false),
            None => (tense::by_place(scene, self.clause), true),
        }
    }

    fn number(&mut self, around: &Around<'_>, mentions: &[Mention], carry: &Carry, open: &mut results::Open) {
        if let Some(of) = around.amount.of {
            self.share_of_units(around, of, carry);
            return;
        }
        if self.adopted(around) || self.criterion(around) || self.meeting_units(around) {
            return;
        }
        if self.groups(around, mentions) {
            return;
        }
        if self.is_threshold(around) {
            return;
        }
        if self.cards(around) {
            return;
        }
        let Some((measure, at, carried)) = self.measure(around, mentions, carry) else { return };
        let Some(indicator) = measure.indicator(around.amount.unit.or(self.bare_unit(around, measure))) else { return };
        if around.tense == Tense::Reached {
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
        if measure != Measure::NewRural && self.is_relative(around) {
            return;
        }
        let range = around.before.start..around.after.end.min(around.amount.end + 12);
        let scoped = matches!(measure, Measure::Health | Measure::Household);
        let scope = scope::level_in(self.scene.document, &range)
            .or_else(|| self.heading_scope())
            .or(carry.scope.filter(|_| carried))
            .filter(|_| scoped);
        let target = Target {
            indicator: indicator.to_owned(),
            group: (indicator == "group_coverage_rate").then(|| "household".to_owned()),
            scope: scope.map(str::to_owned).or_else(|| self.implied_scope(around, measure)),
            ..self.target(around, carry)
        };
        let sure = match (carried, around.unsure, around.amount.misread) {
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
            comparator: comparator(self.scene.document, amount, around.before.start)
                .or_else(|| self.reached_before(around))
                .map(str::to_owned),
            unit: amount.unit.map(|unit| unit.name().to_owned()),
            year: self.year(around, carry).or(self.scene.subject_year),
            scope: None,
            both_sexes: scope::both_sexes(self.scene.document, &(around.before.start..around.after.end)),
            standard: None,
        }
    }

    /// "đạt tỷ lệ bao phủ BHYT 90,7%": the word of reaching stands before what is measured.
    fn reached_before(&self, around: &Around<'_>) -> Option<&'static str> {
        let document = self.scene.document;
        let reached = around.before.clone().any(|index| {
            document.is(index, key!("đạt"))
                && document.is_any(index + 1, &[key!("tỷ"), key!("tỉ"), key!("mức"), key!("số"), key!("độ")])
        });
        (reached && around.amount.unit == Some(Unit::Percent)).then_some(">=")
    }

    pub(super) fn push(&mut self, target: Target, tokens: Range<usize>, confidence: f64) {
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

    /// A number of people without the word: "đạt 96,618 triệu".
    fn bare_unit(&self, around: &Around<'_>, measure: Measure) -> Option<Unit> {
        let counted =
            self.scene.has(&around.before, &[phrase!("số người"), phrase!("số lượng"), phrase!("số đối tượng")]);
        let plain = measure != Measure::Debt && around.amount.unit.is_none() && !around.amount.quantity.in_words;
        (plain && counted).then_some(Unit::People)
    }

    /// What a number measures: the words right after it ("95% dân số tham gia BHYT"), the words before it, or what the sentence before spoke of.
    fn measure(&self, around: &Around<'_>, mentions: &[Mention], carry: &Carry) -> Option<(Measure, usize, bool)> {
        let document = self.scene.document;
        let amount = around.amount;
        let unit = amount.unit.or(Some(Unit::People).filter(|_| amount.quantity.factor >= 1_000_000));
        let fits = |mention: &&Mention| mention.measure.indicator(unit).is_some();
        let after = mentions.iter().find(|mention| mention.at >= amount.end && mention.at < around.after.end);
        let takes_part = |mention: &&Mention| {
            let between = amount.end..mention.at;
            mention.at - amount.end <= 10
                && (document.find(between.clone(), phrase!("tham gia")).is_some()
                    || document.find(between.clone(), phrase!("có thẻ")).is_some()
                    || document.find(between.clone(), phrase!("sử dụng thẻ")).is_some()
                    || mention.measure == Measure::Satisfaction)
                && !between.clone().any(|index| document.is_any(index, &[marks::SEMICOLON, marks::COMMA]))
        };
        let standard = |mention: &&Mention| mention.measure == Measure::NewRural && mention.at - amount.end <= 8;
        let meets = |mention: &&Mention| {
            !(amount.end..mention.at).any(|index| document.is(index, marks::COMMA))
                && self
                    .scene
                    .has(&(amount.end..mention.at), &[phrase!("đạt chuẩn"), phrase!("công nhận"), phrase!("về đích")])
        };
        if amount.unit == Some(Unit::Communes) {
            let found = after.filter(standard).filter(meets)?;
            return Some((found.measure, amount.start(), false));
        }
        if let Some(mention) = after.filter(takes_part).filter(fits) {
            return self.counts(around, mention.measure, false).then_some((mention.measure, amount.start(), false));
        }
        let before = mentions.iter().rev().filter(|mention| mention.end <= amount.start());
        // "…, tỷ lệ hồ sơ bị từ chối dưới 1%" measures something that no rule knows.
        let other_rate = |mention: &Mention| {
            let between = mention.end..amount.start();
            self.scene.has(&between, &[phrase!("tỷ lệ"), phrase!("tỉ lệ")])
                && !self.scene.has(&between, &[phrase!("tỷ lệ này"), phrase!("đạt tỷ lệ")])
        };
        if let Some(mention) = before.into_iter().find(fits) {
            if amount.unit == Some(Unit::Percent) && other_rate(mention) {
                return None;
            }
            return self.counts(around, mention.measure, false).then_some((mention.measure, mention.at, false));
        }
        // "chỉ tiêu giao 90%, thực hiện đạt 91,2% về tỷ lệ bao phủ": the measure is named last.
        let named_last = mentions.iter().find(|mention| mention.at >= amount.end);
        let last = named_last
            .filter(fits)
            .filter(|_| carry.mention.is_none() && tense::is_set(self.scene, &self.clause.tokens));
        if let Some(mention) = last {
            return self.counts(around, mention.measure, true).then_some((mention.measure, amount.start(), true));
        }
        let carried = carry.mention.filter(|measure| measure.indicator(unit).is_some())?;
        let own = mentions.iter().any(|mention| mention.end <= amount.start());
        (!own && self.counts(around, carried, true)).then_some((carried, amount.start(), true))
    }

    /// Whether a number says how many take part, and not what they pay, get or grow by.
    fn counts(&self, around: &Around<'_>, measure: Measure, carried: bool) -> bool {
        let scene = self.scene;
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        let pays = [
            phrase!("mức đóng"),
            phrase!("hỗ trợ"),
            phrase!("mệnh giá"),
            phrase!("lãi suất"),
            phrase!("chi trả"),
            phrase!("hưởng"),
            phrase!("ngân sách"),
            phrase!("bằng"),
            phrase!("thù lao"),
        ];
        if around.amount.unit == Some(Unit::Percent) {
            let rate = [
                phrase!("tỷ lệ"),
                phrase!("tỉ lệ"),
                phrase!("bao phủ"),
                phrase!("dân số"),
                phrase!("lực lượng"),
                phrase!("tham gia"),
                phrase!("hài lòng"),
                phrase!("mức độ"),
                phrase!("số phải thu"),
                phrase!("người dân"),
            ];
            let wide = self.clause.tokens.start..around.after.end;
            let said = carried || scene.has(&wide, &rate) || self.heading_mentions();
            return !scene.has(&near, &pays)
                && said
                && !(measure == Measure::Social && scene.has(&near, &[phrase!("lương")]));
        }
        if around.amount.unit == Some(Unit::People) && measure != Measure::Household {
            let own = around.before.start..(around.amount.end + 8).min(self.clause.tokens.end);
            let takes = scene.has(
                &own,
                &[phrase!("tham gia"), phrase!("số người"), phrase!("người"), phrase!("bao phủ"), phrase!("đối tượng")],
            );
            let others = groups::all(scene.document, around.amount.end..(around.amount.end + 6).min(around.after.end));
            return takes && others.is_empty();
        }
        true
    }

    fn heading_mentions(&self) -> bool {
        self.scene.outline.chain(self.clause.paragraph).any(|heading| heading.mention.is_some())
    }

    fn heading_scope(&self) -> Option<&'static str> {
        let heading = self.scene.outline.chain(self.clause.paragraph).find(|heading| heading.mention.is_some())?;
        heading.scope
    }

    /// "90,7% dân số" in a paper of a national agency is the population of the country.
    fn implied_scope(&self, around: &Around<'_>, measure: Measure) -> Option<String> {
        let issuer = self.scene.issuer.as_deref().unwrap_or_default().to_lowercase();
        let national = ["bảo hiểm xã hội việt nam", "thủ tướng chính phủ", "chính phủ"].contains(&issuer.as_str());
        let document = self.scene.document;
        let people = document.after(around.amount.end, phrase!("dân số")).is_some_and(|end| {
            document.get(end).is_none_or(|next| !next.is_word())
                || document.is_any(end, &[key!("vào"), key!("đến"), key!("năm")])
        });
        (measure == Measure::Health && national && people && around.amount.unit == Some(Unit::Percent))
            .then(|| "national".to_owned())
    }

    /// "tăng 5%", "86% kế hoạch", "30% mức đóng": a part of something else.
    pub(super) fn is_relative(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let end = around.amount.end;
        let of = [
            phrase!("kế hoạch"),
            phrase!("chỉ tiêu"),
            phrase!("so với"),
            phrase!("dự toán"),
            phrase!("mức đóng"),
            phrase!("mệnh giá"),
            phrase!("kinh phí"),
            phrase!("mỗi năm"),
            phrase!("trên năm"),
        ];
        if document.after_any(end, &of).is_some() || around.amount.unit == Some(Unit::Points) {
            return true;
        }
        let grows = [key!("tăng"), key!("giảm"), key!("thêm"), key!("bằng")];
        let start = around.amount.start();
        (1..=4).any(|back| {
            let index = start.checked_sub(back).filter(|index| *index >= around.before.start);
            index.is_some_and(|index| {
                let reaching = (index + 1..start).any(|at| {
                    document.is_any(at, &[key!("xuống"), key!("còn"), key!("lên"), key!("đạt"), key!("dưới")])
                });
                document.is_any(index, &grows) && !reaching && !document.is(index + 1, key!("tỷ"))
            })
        })
    }

    /// The year of a number: said before it, right after it, earlier in the clause, in the clause before, or in a heading.
    pub(super) fn year(&self, around: &Around<'_>, carry: &Carry) -> Option<i32> {
        let near_after = around.after.start..around.after.end.min(around.after.start + 9);
        self.year_in(&around.before)
            .or_else(|| self.year_after(&near_after))
            .or_else(|| self.year_in(&(self.clause.tokens.start..around.amount.start())))
            .or(carry.year)
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
        let compared = date.tokens.start > 0 && document.is_any(date.tokens.start - 1, &[key!("với"), key!("từ")]);
        let called = called && !compared;
        let apart =
            (range.start..date.tokens.start).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]));
        (called && !apart).then(|| date.when.year().filter(|_| !matches!(date.when, When::Years { .. }))).flatten()
    }

    pub(super) fn year_in(&self, range: &Range<usize>) -> Option<i32> {
        let document = self.scene.document;
        document.dates_in(range.clone()).iter().rev().find_map(|date| {
            let compared =
                date.tokens.start > 0 && document.is_any(date.tokens.start - 1, &[key!("với"), key!("từ"), key!("kỳ")]);
            if compared || self.scene.is_citation_date(date) || matches!(date.when, When::Years { .. }) {
                return None;
            }
            if date.when.day().is_some() && !reaches(self.scene, date.tokens.start) {
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

/// "vượt 7,09%", "cao hơn 1,6 điểm": only of what was reached can that be said.
pub(super) fn beyond_follows(scene: &Scene<'_, '_>, range: &Range<usize>) -> bool {
    let document = scene.document;
    range.clone().any(|index| {
        let beyond = document.is(index, key!("vượt")) || document.after(index, phrase!("cao hơn")).is_some();
        let number = (index + 1..index + 4).any(|at| document.is_number(at) && at < range.end);
        let bound = index > 0 && document.is_any(index - 1, &[key!("và"), key!("không")]);
        beyond && number && !bound && !document.is(index + 1, key!("quá"))
    })
}

/// Whether a word of reaching stands right before a time: "đến", "hết", "cuối", "ngày".
fn reaches(scene: &Scene<'_, '_>, start: usize) -> bool {
    let words = [key!("đến"), key!("hết"), key!("cuối"), key!("tới"), key!("thời"), key!("điểm")];
    start > 0 && scene.document.is_any(start - 1, &words)
}

/// "phát triển đối tượng tham gia BHXH tự nguyện, nhất là hộ nghèo": growth that is asked for without a number.
fn growth(scene: &Scene<'_, '_>, clause: &Clause, values: &mut Values) {
    if !clause.cues.has_measure || !clause.zone_is_body {
        return;
    }
    let document = scene.document;
    let starts = [phrase!("phát triển đối tượng tham gia"), phrase!("phát triển người tham gia")];
    let Some(found) = starts.iter().find_map(|words| document.find(clause.tokens.clone(), words)) else { return };
    let Some(mention) = measures::mention_at(document, found.end) else { return };
    let end = clause.tokens.end;
    let stressed =
        document.after_any(mention.end, &[phrase!(", nhất là"), phrase!(", đặc biệt là"), phrase!("nhất là")]);
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

/// Each target once: the same indicator, group, value, year, place and bound; one that says less gives way to one that says more.
pub fn distinct(items: Vec<Item<Target>>) -> Vec<Item<Target>> {
    let mut kept: Vec<Item<Target>> = Vec::new();
    for item in items {
        let same = |other: &Item<Target>| {
            let (a, b) = (&item.value, &other.value);
            a.indicator == b.indicator
                && a.group == b.group
                && a.value == b.value
                && a.upper == b.upper
                && a.year == b.year
                && (a.scope == b.scope)
                && a.comparator == b.comparator
        };
        if !kept.iter().any(same) {
            kept.push(item);
        }
    }
    let all = kept.clone();
    kept.retain(|item| {
        let plain = |other: &Item<Target>| {
            let (a, b) = (&item.value, &other.value);
            a.indicator == b.indicator
                && a.group == b.group
                && a.value == b.value
                && a.year == b.year
                && b.comparator.is_some()
        };
        item.value.comparator.is_some() || item.value.scope.is_some() || !all.iter().any(plain)
    });
    kept
}
