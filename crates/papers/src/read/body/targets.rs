//! Values that must be reached, and, where a sentence says so, values that were.

use std::ops::Range;

use super::groups;
use super::measures::{self, Amount, Measure, Mention, Unit, amounts, comparator, mentions};
use super::results;
use super::scope;
use super::tense::{self, Tense};
use super::{Clause, Scene, tables};
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
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
    let rows = tables::rows(scene);
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
        if rows.contains(&clause.paragraph) {
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
    let paragraph = scene.document.paragraphs.get(clause.paragraph).filter(|_| set)?;
    mentions(scene.document, clause.tokens.end..paragraph.tokens.end).first().map(|mention| mention.measure)
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

struct Reader<'a, 'd, 't> {
    scene: &'a Scene<'d, 't>,
    clause: &'a Clause,
    values: &'a mut Values,
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
    fn target(&self, around: &Around<'_>, carry: &Carry) -> Target {
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
            document.is(index, key("đạt"))
                && document.is_any(index + 1, &[key("tỷ"), key("tỉ"), key("mức"), key("số"), key("độ")])
        });
        (reached && around.amount.unit == Some(Unit::Percent)).then_some(">=")
    }

    fn push(&mut self, target: Target, tokens: Range<usize>, confidence: f64) {
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
                || document.is_any(end, &[key("vào"), key("đến"), key("năm")])
        });
        (measure == Measure::Health && national && people && around.amount.unit == Some(Unit::Percent))
            .then(|| "national".to_owned())
    }

    /// "tăng 5%", "86% kế hoạch", "30% mức đóng": a part of something else.
    fn is_relative(&self, around: &Around<'_>) -> bool {
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
        let grows = [key("tăng"), key("giảm"), key("thêm"), key("bằng")];
        let start = around.amount.start();
        (1..=4).any(|back| {
            let index = start.checked_sub(back).filter(|index| *index >= around.before.start);
            index.is_some_and(|index| {
                let reaching = (index + 1..start)
                    .any(|at| document.is_any(at, &[key("xuống"), key("còn"), key("lên"), key("đạt"), key("dưới")]));
                document.is_any(index, &grows) && !reaching && !document.is(index + 1, key("tỷ"))
            })
        })
    }

    /// The year of a number: said before it, right after it, earlier in the clause, in the clause before, or in a heading.
    fn year(&self, around: &Around<'_>, carry: &Carry) -> Option<i32> {
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
                &[key("vào"), key("trong"), key("đến"), key("hết"), key("cuối"), key("số")],
            );
        let called = called || matches!(date.when, When::Year(_));
        let compared = date.tokens.start > 0 && document.is_any(date.tokens.start - 1, &[key("với"), key("từ")]);
        let called = called && !compared;
        let apart =
            (range.start..date.tokens.start).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]));
        (called && !apart).then(|| date.when.year().filter(|_| !matches!(date.when, When::Years { .. }))).flatten()
    }

    fn year_in(&self, range: &Range<usize>) -> Option<i32> {
        let document = self.scene.document;
        document.dates_in(range.clone()).iter().rev().find_map(|date| {
            let compared =
                date.tokens.start > 0 && document.is_any(date.tokens.start - 1, &[key("với"), key("từ"), key("kỳ")]);
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
    fn stands_at(&self, range: &Range<usize>) -> Option<chrono::NaiveDate> {
        self.scene.document.dates_in(range.clone()).iter().rev().find_map(|date| {
            let day = date.when.period(self.scene.year)?.last_day();
            let stands = reaches(self.scene, date.tokens.start) && !self.scene.is_citation_date(date);
            let past = self.scene.date.is_none_or(|issued| day <= issued);
            (stands && past && !matches!(date.when, When::Years { .. })).then_some(day)
        })
    }

    /// "132/164 xã đạt tiêu chí".
    fn share_of_units(&mut self, around: &Around<'_>, of: i64, carry: &Carry) {
        let Some(met) = around.amount.quantity.whole() else { return };
        let scene = self.scene;
        let wide = self.clause.tokens.start..self.clause.tokens.end;
        let document = scene.document;
        let health = mentions(document, wide.clone()).iter().any(|mention| mention.measure == Measure::Health)
            || carry.mention == Some(Measure::Health);
        let criterion = criterion_number(self, &wide);
        let indicator = match criterion {
            Some(name) => name,
            None if health && scene.has(&wide, &[phrase!("tiêu chí"), phrase!("tỷ lệ này")]) => "criterion_15_1",
            None if scene.has(&wide, &[phrase!("nông thôn mới")]) => "new_rural_communes",
            None => return,
        };
        let as_of = self.stands_at(&(self.clause.tokens.start..around.amount.start())).or(carry.as_of);
        let fact = ResultFact {
            indicator: indicator.to_owned(),
            unit: around.amount.unit.map(|unit| unit.name().to_owned()),
            year: as_of.map(|day| chrono::Datelike::year(&day)),
            as_of,
            met: Some(met),
            of: Some(of),
            ..ResultFact::default()
        };
        let span = document.span(around.amount.start()..around.amount.end);
        self.values.results.push(Item { value: fact, span, confidence: 0.9 });
    }

    /// "mỗi năm nhận giúp đỡ từ 1 đến 2 xã".
    fn adopted(&mut self, around: &Around<'_>) -> bool {
        let scene = self.scene;
        let before = self.clause.tokens.start..around.amount.start();
        let helps = [
            phrase!("giúp đỡ"),
            phrase!("đỡ đầu"),
            phrase!("nhận hỗ trợ"),
            phrase!("nhận giúp"),
            phrase!("kết nghĩa"),
            phrase!("phụ trách giúp"),
        ];
        let yearly =
            [phrase!("mỗi năm"), phrase!("hằng năm"), phrase!("hàng năm"), phrase!("một năm"), phrase!("/ năm")];
        let fits = matches!(around.amount.unit, Some(Unit::Communes))
            && !beyond_follows(scene, &self.clause.tokens)
            && around.tense == Tense::Wanted
            && scene.has(&before, &helps)
            && scene.has(&self.clause.tokens, &yearly);
        if fits {
            let document = scene.document;
            let amount = around.amount;
            let target = Target {
                indicator: "communes_adopted_per_unit_per_year".to_owned(),
                year: self.year_in(&self.clause.tokens),
                comparator: comparator(document, amount, around.before.start)
                    .filter(|_| scene.has(&before, &[phrase!("ít nhất"), phrase!("tối thiểu")]))
                    .map(str::to_owned),
                ..self.target(around, &Carry::default())
            };
            let target = Target { year: target.year.filter(|_| self.year_in(&self.clause.tokens).is_some()), ..target };
            self.push(target, amount.start()..amount.end, 0.93);
        }
        fits
    }

    /// "ít nhất 90% … tại tiêu chí số 15.1": the criterion of the standards of the new countryside.
    fn criterion(&mut self, around: &Around<'_>) -> bool {
        if around.amount.unit != Some(Unit::Percent) || around.tense != Tense::Wanted {
            return false;
        }
        let before_only = around.before.clone();
        let Some(indicator) = criterion_number(self, &around.after).or_else(|| criterion_number(self, &before_only))
        else {
            return false;
        };
        if self.of_units(around).is_some() {
            return false;
        }
        let document = self.scene.document;
        let range = around.before.start..around.after.end;
        let standard = if indicator == "criterion_14_1" { "advanced_new_rural" } else { "new_rural" };
        let target = Target {
            indicator: indicator.to_owned(),
            scope: scope::level_in(document, &range).map(str::to_owned),
            standard: Some(standard.to_owned()),
            ..self.target(around, &Carry::default())
        };
        let target = Target { year: self.year_in(&(self.clause.tokens.start..around.amount.start())), ..target };
        self.push(target, around.amount.start()..around.amount.end, 0.93);
        true
    }

    /// "phấn đấu 100% huyện, xã đạt chuẩn".
    fn meeting_units(&mut self, around: &Around<'_>) -> bool {
        let Some(scope) = self.of_units(around).filter(|_| around.tense == Tense::Wanted) else { return false };
        let end = around.after.end.min(around.amount.end + 16);
        if let Some(found) = self.scene.document.find(around.amount.end..end, phrase!("đạt chuẩn nông thôn mới"))
            && !self.scene.document.is(found.end, key("về"))
            && !self.scene.has(&(found.end..around.after.end), &[phrase!("tiêu chí"), phrase!("tỷ lệ")])
        {
            let carry = Carry { year: self.before_year(), ..Carry::default() };
            let target = Target { indicator: "new_rural_communes".to_owned(), ..self.target(around, &carry) };
            self.push(target, around.amount.start()..found.end, 0.9);
            return true;
        }
        let meets = [
            phrase!("đạt chuẩn"),
            phrase!("đạt tiêu chí"),
            phrase!("hoàn thành tiêu chí"),
            phrase!("đạt chỉ tiêu"),
            phrase!("đạt và vượt"),
        ];
        if !self.scene.has(&(around.amount.end..end), &meets) {
            return false;
        }
        let carry = Carry { year: None, ..Carry::default() };
        let target = Target {
            indicator: "units_meeting_criterion".to_owned(),
            scope: Some(scope.to_owned()),
            year: self
                .year_in(&(self.clause.tokens.start..around.amount.start()))
                .or_else(|| self.clause_before_year()),
            standard: criterion_number(self, &around.after)
                .map(|name| if name == "criterion_14_1" { "advanced_new_rural" } else { "new_rural" }.to_owned()),
            ..self.target(around, &carry)
        };
        self.push(target, around.amount.start()..end, 0.9);
        true
    }

    /// "132/164 xã đạt tiêu chí với tỷ lệ ≥ 90%": the threshold of the criterion is no result of its own.
    fn is_threshold(&mut self, around: &Around<'_>) -> bool {
        let bounded =
            comparator(self.scene.document, around.amount, around.before.start).is_some_and(|found| found != ">");
        let own = self.clause.tokens.start..around.amount.start();
        let met = self.values.results.last_mut().filter(|item| item.value.met.is_some() && item.value.target.is_none());
        let fits = around.tense == Tense::Reached && around.amount.unit == Some(Unit::Percent) && bounded;
        let sign = [phrase!("≥"), phrase!("> ="), phrase!("tiêu chí")];
        if !fits || !self.scene.has(&own, &sign) {
            return false;
        }
        let near = self.scene.has(&(around.amount.start().saturating_sub(2)..around.amount.start()), &sign);
        if let Some(item) = met.filter(|_| near) {
            item.value.target = Some(around.amount.value);
        }
        near
    }

    /// "vận động tặng 150 thẻ": cards to be given.
    fn cards(&mut self, around: &Around<'_>) -> bool {
        let gives = [phrase!("tặng"), phrase!("trao"), phrase!("vận động")];
        let fits = around.amount.unit == Some(Unit::Cards)
            && around.tense == Tense::Wanted
            && !self.scene.is_news()
            && self.scene.has(&(self.clause.tokens.start..around.amount.start()), &gives);
        if fits {
            let target = Target { indicator: "cards_donated".to_owned(), ..self.target(around, &Carry::default()) };
            let target = Target { year: self.year_in(&self.clause.tokens), ..target };
            self.push(target, around.amount.start()..around.amount.end, 0.85);
        }
        fits
    }

    /// The units that a percentage is of.
    fn of_units(&self, around: &Around<'_>) -> Option<&'static str> {
        let document = self.scene.document;
        let start = around.amount.end;
        let start = if document.is_any(start, &[key("số"), key("các")]) { start + 1 } else { start };
        let is = |index: usize, words: &[Key]| document.is_any(index, words);
        let district = [key("huyện"), key("quận")];
        let commune = [key("xã"), key("phường"), key("thôn")];
        let second =
            if document.is(start + 1, marks::COMMA) || document.is(start + 1, key("và")) { start + 2 } else { start };
        match () {
            () if is(start, &district) && is(second, &commune) => Some("districts and communes"),
            () if is(start, &commune) && is(second, &district) => Some("districts and communes"),
            () if is(start, &district) => Some("district"),
            () if is(start, &commune) => Some("commune"),
            () if document.after_any(start, &[phrase!("đơn vị"), phrase!("địa phương")]).is_some() => {
                Some("units")
            }
            () => None,
        }
        .filter(|_| around.amount.unit == Some(Unit::Percent))
    }

    /// "100% người nghèo, người có công có thẻ BHYT", "tỷ lệ học sinh tham gia BHYT đạt 100%": one target a group.
    fn groups(&mut self, around: &Around<'_>, mentions: &[Mention]) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        if amount.unit != Some(Unit::Percent) {
            return false;
        }
        let covered = [phrase!("thẻ"), phrase!("tham gia")];
        let health = mentions.iter().any(|mention| matches!(mention.measure, Measure::Health | Measure::Household));
        if !health || !self.scene.has(&self.clause.tokens, &covered) {
            return false;
        }
        let mut found = groups::list_after(document, amount.end, around.after.end);
        let mut rated = false;
        if found.is_empty() {
            found = groups::all(document, around.before.clone());
            rated = true;
            let own = self.scene.has(&around.before, &[phrase!("tham gia"), phrase!("có thẻ")]);
            if !own || self.scene.has(&around.before, &[phrase!("hỗ trợ"), phrase!("mức đóng"), phrase!("bao phủ")])
            {
                return false;
            }
        }
        if found.is_empty()
            || self.is_relative(around)
            || self.scene.has(
                &(amount.start().saturating_sub(4).max(around.before.start)..amount.start()),
                &[phrase!("hỗ trợ"), phrase!("giảm")],
            )
        {
            return false;
        }
        let carry = Carry { year: self.year_in(&self.clause.tokens), ..Carry::default() };
        for (group, tokens) in found {
            let span = amount.start().min(tokens.start)..amount.end.max(tokens.end);
            if around.tense == Tense::Reached {
                let fact = ResultFact {
                    indicator: "group_coverage_rate".to_owned(),
                    value: Some(amount.value),
                    unit: Some("percent".to_owned()),
                    year: self.year(around, &carry),
                    ..ResultFact::default()
                };
                self.values.results.push(Item { value: fact, span: document.span(span), confidence: 0.75 });
                break;
            }
            let mut target = self.target(around, &carry);
            target.indicator = "group_coverage_rate".to_owned();
            target.group = Some(group.to_owned());
            let school_year = document
                .dates_in(self.clause.tokens.clone())
                .iter()
                .any(|date| matches!(date.when, When::Years { .. }));
            target.year = self
                .year(around, &carry)
                .or_else(|| self.before_year())
                .or(self.scene.subject_year.filter(|_| !school_year));
            // "100% người nghèo" bounds nothing, "từ 98% học sinh trở lên" does.
            if !rated && amount.value >= 100.0 {
                target.comparator = None;
            }
            self.push(target, span, 0.92);
        }
        true
    }

    /// The year of the clauses before, or of a heading.
    fn before_year(&self) -> Option<i32> {
        self.clause_before_year()
            .or_else(|| self.scene.outline.chain(self.clause.paragraph).find_map(|heading| heading.year))
    }

    /// The year of the clauses before, in one sentence parted by semicolons.
    fn clause_before_year(&self) -> Option<i32> {
        let clauses = self.scene.clauses_of(self.clause.paragraph);
        let own = clauses.clone().find(|index| self.scene.clauses[*index].tokens.start == self.clause.tokens.start)?;
        let mut index = own;
        while index > clauses.start && self.scene.clauses[index].goes_on {
            index -= 1;
            if let Some(year) = self.year_in(&self.scene.clauses[index].tokens) {
                return Some(year);
            }
        }
        None
    }
}

/// "vượt 7,09%", "cao hơn 1,6 điểm": only of what was reached can that be said.
fn beyond_follows(scene: &Scene<'_, '_>, range: &Range<usize>) -> bool {
    let document = scene.document;
    range.clone().any(|index| {
        let beyond = document.is(index, key("vượt")) || document.after(index, phrase!("cao hơn")).is_some();
        let number = (index + 1..index + 4).any(|at| document.is_number(at) && at < range.end);
        let bound = index > 0 && document.is_any(index - 1, &[key("và"), key("không")]);
        beyond && number && !bound && !document.is(index + 1, key("quá"))
    })
}

/// Whether a word of reaching stands right before a time: "đến", "hết", "cuối", "ngày".
fn reaches(scene: &Scene<'_, '_>, start: usize) -> bool {
    let words = [key("đến"), key("hết"), key("cuối"), key("tới"), key("thời"), key("điểm")];
    start > 0 && scene.document.is_any(start - 1, &words)
}

/// The criterion that a range names by number.
fn criterion_number(reader: &Reader<'_, '_, '_>, range: &Range<usize>) -> Option<&'static str> {
    let document = reader.scene.document;
    range.clone().find_map(|index| {
        let token = document.get(index).filter(|token| token.is_number())?;
        let name = match token.text(document.text) {
            "15.1" => "criterion_15_1",
            "14.1" => "criterion_14_1",
            _ => return None,
        };
        let before = index.saturating_sub(3).max(range.start)..index;
        document.find(before, phrase!("tiêu chí")).map(|_| name)
    })
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
