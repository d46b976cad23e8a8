//! Shares and counts of units and groups: criteria of the new countryside, communes helped, groups with cards.

use std::ops::Range;

use super::amounts::Unit;
use super::bounds::comparator;
use super::groups;
use super::measures::{Measure, Mention, mentions};
use super::scope;
use super::targets::{Around, Carry, Reader};
use super::tense::Tense;
use super::told::beyond_follows;
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::{Item, ResultFact, Target};

impl Reader<'_, '_, '_> {
    /// "132/164 xã đạt tiêu chí".
    pub(super) fn share_of_units(&mut self, around: &Around<'_>, of: i64, carry: &Carry) {
        let Some(met) = around.amount.quantity.whole() else { return };
        if self.counted_units(around) {
            return;
        }
        let scene = self.scene;
        let wide = self.clause.tokens.start..self.clause.tokens.end;
        let document = scene.document;
        let health = mentions(document, wide.clone()).iter().any(|mention| mention.measure == Measure::Health)
            || carry.mention == Some(Measure::Health);
        let criterion = criterion_number(self, &wide);
        let indicator = match criterion {
            Some(name) => name,
            None if health && scene.has(&wide, phrases!["tiêu chí", "tỷ lệ này"]) => "criterion_15_1",
            None if scene.has(&wide, phrases!["nông thôn mới"]) => "new_rural_communes",
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
    pub(super) fn adopted(&mut self, around: &Around<'_>) -> bool {
        let scene = self.scene;
        let before = self.clause.tokens.start..around.amount.start();
        let helps = phrases!["giúp đỡ", "đỡ đầu", "nhận hỗ trợ", "nhận giúp", "kết nghĩa", "phụ trách giúp"];
        let yearly = phrases!["mỗi năm", "hằng năm", "hàng năm", "một năm", "/ năm"];
        let fits = matches!(around.amount.unit, Some(Unit::Communes))
            && !beyond_follows(scene, &self.clause.tokens)
            && around.tense == Tense::Wanted
            && !self.is_told_in_report(around)
            && scene.has(&before, helps)
            && (scene.has(&self.clause.tokens, yearly)
                || scene.subject_year.is_some()
                    && scene.has(&before, phrases!["mỗi đơn vị", "mỗi cơ quan", "mỗi phòng", "mỗi BHXH"]));
        if fits {
            let document = scene.document;
            let amount = around.amount;
            let target = Target {
                indicator: "communes_adopted_per_unit_per_year".to_owned(),
                year: self.year_in(&self.clause.tokens),
                comparator: comparator(document, amount, around.before.start)
                    .filter(|_| scene.has(&before, phrases!["ít nhất", "tối thiểu"]))
                    .map(str::to_owned),
                ..self.target(around, &Carry::default())
            };
            let every = scene.has(&self.clause.tokens, yearly);
            let said = self.year_in(&self.clause.tokens).is_some();
            let year = if every { target.year.filter(|_| said) } else { scene.subject_year };
            self.push(Target { year, ..target }, amount.start()..amount.end, 0.93);
        }
        fits
    }

    /// "ít nhất 90% … tại tiêu chí số 15.1": the criterion of the standards of the new countryside.
    pub(super) fn criterion(&mut self, around: &Around<'_>, carry: &Carry) -> bool {
        if around.amount.unit != Some(Unit::Percent) || around.tense != Tense::Wanted {
            return false;
        }
        let mut before_only = around.before.clone();
        // "130 xã đạt tiêu chí 15.1, và năm 2020 tỷ lệ bao phủ toàn tỉnh …": a rate of its own after the comma.
        let rated = phrases!["tỷ lệ", "tỉ lệ", "tỷ lệ bao phủ", "bao phủ"];
        let comma = before_only.rfind(|index| self.scene.document.is(*index, marks::COMMA));
        let before_only = match comma {
            Some(comma) if self.scene.has(&(comma..around.amount.start()), rated) => comma..around.amount.start(),
            _ => around.before.clone(),
        };
        let own = (around.after.clone()).find(|index| self.scene.document.is(*index, marks::COMMA));
        let own = around.after.start..own.unwrap_or(around.after.end);
        let Some(indicator) = criterion_number(self, &own).or_else(|| criterion_number(self, &before_only)) else {
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
            scope: scope::level_in(document, &range)
                .or_else(|| {
                    let before = self.clause.tokens.start..around.amount.start();
                    self.scene.has(&before, phrases!["mỗi xã", "các xã"]).then_some("commune")
                })
                .map(str::to_owned),
            standard: Some(standard.to_owned()),
            ..self.target(around, &Carry::default())
        };
        let year = self
            .year_in(&(self.clause.tokens.start..around.amount.start()))
            .or_else(|| carry.year.filter(|_| self.under_aims()));
        let target = Target { year, ..target };
        self.push(target, around.amount.start()..around.amount.end, 0.93);
        true
    }

    /// "phấn đấu 100% huyện, xã đạt chuẩn".
    pub(super) fn meeting_units(&mut self, around: &Around<'_>) -> bool {
        if self.counted_units(around) {
            return true;
        }
        let Some(scope) = self.of_units(around).filter(|_| around.tense == Tense::Wanted) else { return false };
        let end = around.after.end.min(around.amount.end + 16);
        if let Some(found) = self.scene.document.find(around.amount.end..end, phrase!("đạt chuẩn nông thôn mới"))
            && !self.scene.document.is(found.end, key!("về"))
            && !self.scene.has(&(found.end..around.after.end), phrases!["tiêu chí", "tỷ lệ"])
        {
            let carry = Carry { year: self.before_year(), ..Carry::default() };
            let target = Target { indicator: "new_rural_communes".to_owned(), ..self.target(around, &carry) };
            self.push(target, around.amount.start()..found.end, 0.9);
            return true;
        }
        let meets = phrases![
            "đạt chuẩn",
            "đạt tiêu chí",
            "đạt lại tiêu chí",
            "duy trì tiêu chí",
            "giữ vững tiêu chí",
            "hoàn thành tiêu chí",
            "đạt chỉ tiêu",
            "đạt và vượt"
        ];
        if !self.scene.has(&(around.amount.end..end), meets) {
            return false;
        }
        let carry = Carry { year: None, ..Carry::default() };
        let target = Target {
            indicator: "units_meeting_criterion".to_owned(),
            scope: Some(scope.to_owned()),
            year: self
                .year_in(&(self.clause.tokens.start..around.amount.start()))
                .or_else(|| self.own_year_after(around))
                .or_else(|| if self.under_aims() { self.before_year() } else { self.clause_before_year() }),
            standard: criterion_number(self, &around.after)
                .map(|name| if name == "criterion_14_1" { "advanced_new_rural" } else { "new_rural" }.to_owned()),
            ..self.target(around, &carry)
        };
        self.push(target, around.amount.start()..end, 0.9);
        true
    }

    /// "đến hết năm sẽ có 130 xã đạt tiêu chí 15.1": how many communes shall meet the criterion.
    fn counted_units(&mut self, around: &Around<'_>) -> bool {
        let end = around.after.end.min(around.amount.end + 12);
        let met = phrases!["đạt tiêu chí", "đạt chỉ tiêu", "hoàn thành tiêu chí"];
        let criterion = criterion_number(self, &(around.amount.end..end));
        let counted = around.amount.unit == Some(Unit::Communes) && around.tense == Tense::Wanted;
        let Some(criterion) = criterion.filter(|_| counted && self.scene.has(&(around.amount.end..end), met)) else {
            return false;
        };
        let target = Target {
            indicator: "units_meeting_criterion".to_owned(),
            scope: Some("commune".to_owned()),
            standard: Some(if criterion == "criterion_14_1" { "advanced_new_rural" } else { "new_rural" }.to_owned()),
            ..self.target(around, &Carry::default())
        };
        self.push(target, around.amount.start()..end, 0.85);
        true
    }

    /// "132/164 xã đạt tiêu chí với tỷ lệ ≥ 90%": the threshold of the criterion is no result of its own.
    pub(super) fn is_threshold(&mut self, around: &Around<'_>) -> bool {
        let bounded =
            comparator(self.scene.document, around.amount, around.before.start).is_some_and(|found| found != ">");
        let own = self.clause.tokens.start..around.amount.start();
        let met = self.values.results.last_mut().filter(|item| item.value.met.is_some() && item.value.target.is_none());
        let fits = around.tense == Tense::Reached && around.amount.unit == Some(Unit::Percent) && bounded;
        let sign = phrases!["≥", "> =", "tiêu chí"];
        if !fits || !self.scene.has(&own, sign) {
            return false;
        }
        let near = self.scene.has(&(around.amount.start().saturating_sub(2)..around.amount.start()), sign);
        if let Some(item) = met.filter(|_| near) {
            item.value.target = Some(around.amount.value);
        }
        near
    }

    /// "vận động tặng 150 thẻ": cards to be given.
    pub(super) fn cards(&mut self, around: &Around<'_>) -> bool {
        let gives = phrases!["tặng", "trao", "vận động"];
        let fits = around.amount.unit == Some(Unit::Cards)
            && around.tense == Tense::Wanted
            && (!self.scene.is_news()
                || self.under_aims()
                || self.scene.has(&around.before, phrases!["dự kiến", "phấn đấu", "sẽ"]))
            && !self.is_told_in_report(around)
            && (self.scene.has(&(self.clause.tokens.start..around.amount.start()), gives)
                || self
                    .scene
                    .has(&(around.amount.end..around.after.end.min(around.amount.end + 6)), phrases!["tặng", "trao"])
                || self.scene.outline.chain(self.clause.paragraph).any(|it| self.scene.has(&it.content, gives)));
        if fits {
            let before = self.clause.tokens.start..around.amount.start();
            let target = Target {
                indicator: "cards_donated".to_owned(),
                scope: scope::place_before(self.scene.document, &before),
                ..self.target(around, &Carry::default())
            };
            let heading = || self.scene.outline.chain(self.clause.paragraph).find_map(|it| it.year);
            let subject = || self.scene.subject_year.filter(|_| self.under_aims());
            let target = Target { year: self.year_in(&self.clause.tokens).or_else(heading).or_else(subject), ..target };
            self.push(target, around.amount.start()..around.amount.end, 0.85);
        }
        fits
    }

    /// "A. KẾT QUẢ NĂM 2023 … tặng 3.905 thẻ": told under results, whatever else its sentence keeps up.
    fn is_told_in_report(&self, around: &Around<'_>) -> bool {
        let told = self.scene.outline.topic(self.clause.paragraph) == Some(super::outline::Topic::Achievement);
        told && super::tense::by_words(self.scene, &around.before) != Some(Tense::Wanted)
    }

    /// The units that a percentage is of.
    fn of_units(&self, around: &Around<'_>) -> Option<&'static str> {
        let document = self.scene.document;
        let start = around.amount.end;
        let start = if document.is_any(start, &[key!("số"), key!("các")]) { start + 1 } else { start };
        let is = |index: usize, words: &[Key]| document.is_any(index, words);
        let district = [key!("huyện"), key!("quận")];
        let commune = [key!("xã"), key!("phường"), key!("thôn")];
        let second =
            if document.is(start + 1, marks::COMMA) || document.is(start + 1, key!("và")) { start + 2 } else { start };
        match () {
            () if is(start, &district) && is(second, &commune) => Some("districts and communes"),
            () if is(start, &commune) && is(second, &district) => Some("districts and communes"),
            () if is(start, &district) => Some("district"),
            () if is(start, &commune) => Some("commune"),
            () if document.after_any(start, phrases!["đơn vị", "địa phương"]).is_some() => Some("units"),
            () => None,
        }
        .filter(|_| around.amount.unit == Some(Unit::Percent))
    }

    /// "100% người nghèo, người có công có thẻ BHYT", "tỷ lệ học sinh tham gia BHYT đạt 100%": one target a group.
    pub(super) fn groups(&mut self, around: &Around<'_>, mentions: &[Mention], carry: &Carry) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        if amount.unit != Some(Unit::Percent) || self.is_share_of_insured(around) {
            return false;
        }
        let covered = phrases!["thẻ", "tham gia", "bao phủ"];
        let is_health = |measure: Measure| matches!(measure, Measure::Health | Measure::Household);
        let health = mentions.iter().any(|mention| is_health(mention.measure));
        // A list under aims of coverage names the groups alone: "- học sinh, sinh viên: tối thiểu 98%".
        let implied = mentions.is_empty() && carry.mention.is_some_and(is_health);
        let goes_on = self.clause.goes_on
            && self.values.targets.last().is_some_and(|item| item.value.indicator == "group_coverage_rate");
        let listed = implied && (self.under_aims() || goes_on || self.heading_mentions());
        // "BHYT học sinh: 100%".
        let group_at = |at: usize| {
            let whose = document.after_any(at, phrases!["hộ", "người", "của", "cho", "đối với"]).unwrap_or(at);
            groups::at(document, whose).is_some()
        };
        let named = mentions.iter().any(|it| is_health(it.measure) && it.end <= amount.start() && group_at(it.end));
        let said = named || self.scene.has(&self.clause.tokens, covered);
        if !(listed || (said && (health || implied))) {
            return false;
        }
        // "học sinh ít nhất 95%, người thuộc hộ cận nghèo ít nhất 75%": what follows a comma is of the next number.
        let parted =
            document.is_any(amount.end, &[marks::COMMA, marks::SEMICOLON]) && around.after.end < self.clause.tokens.end;
        let mut found = if parted { Vec::new() } else { groups::list_after(document, amount.end, around.after.end) };
        if found.is_empty()
            && let Some(end) = document.after_any(amount.end, HOUSEHOLDS).filter(|_| !parted)
        {
            found.push(("household", amount.end..end));
        }
        let mut rated = false;
        if found.is_empty() {
            // "từ 61% lên 67%", "năm 2022 đạt 97%, năm 2023 đạt 98%": the group stands before the first number.
            let raised = document.is_any(around.before.start, &[key!("lên"), key!("đến")])
                || document
                    .after_any(around.before.start, phrases![", năm", "và năm", "và hết năm", "và đến"])
                    .is_some();
            let before = if raised { self.clause.tokens.start..amount.start() } else { around.before.clone() };
            let before_group = before.start;
            found = groups::all(document, before.clone());
            if found.is_empty() {
                found.extend(document.find(before, phrase!("hộ gia đình")).map(|at| ("household", at)));
            }
            rated = true;
            let taking = phrases!["tham gia", "có thẻ", "bao phủ"];
            // "Học sinh các cấp: 100% có thẻ BHYT".
            let takes = document.after_any(amount.end, taking).is_some();
            let own = listed || named || takes || self.scene.has(&(self.clause.tokens.start..amount.start()), taking);
            // "… học sinh, nâng tỷ lệ bao phủ lên 95%" is of all, "tỷ lệ bao phủ BHYT học sinh đạt 98%" of the group.
            let of_all =
                found.last().is_some_and(|(_, at)| document.find(at.end..amount.start(), phrase!("bao phủ")).is_some());
            // "tỷ lệ hộ nghèo còn 3,5%" is how many are poor.
            let poverty = found.last().is_some_and(|(group, at)| {
                let counted = phrases!["tỷ lệ", "tỷ lệ hộ", "tỉ lệ", "tỉ lệ hộ", "giảm nghèo", "hộ"];
                matches!(*group, "poor" | "near_poor")
                    && !goes_on
                    && counted.iter().any(|words| document.before(at.start, words).is_some())
                    && !self.scene.has(&(at.end..amount.start()), phrases!["tham gia", "thẻ", "bảo hiểm", "BHYT"])
                    && document.has(&(before_group..at.start), phrases!["tỷ lệ", "tỉ lệ"])
            });
            let other = found.last().is_some_and(|(_, at)| {
                mentions.iter().any(|it| it.at >= at.end && it.end <= amount.start() && !is_health(it.measure))
            });
            if !own || other || poverty || of_all || self.scene.has(&around.before, phrases!["hỗ trợ", "mức đóng"])
            {
                return false;
            }
        }
        let told = phrases!["tuyên truyền", "phổ biến", "quán triệt", "thông tin"];
        if found.is_empty()
            || !said && self.scene.has(&self.clause.tokens, told)
            || self.is_relative(around)
            || self.scene.has(
                &(amount.start().saturating_sub(4).max(around.before.start)..amount.start()),
                phrases!["hỗ trợ", "giảm"],
            )
        {
            return false;
        }
        // "Đến cuối năm 2019 huyện phấn đấu … . Tỷ lệ học sinh tham gia đạt 100%." in the news.
        let told_before = carry.earlier.filter(|_| self.scene.is_news() && carry.tense_before == Some(Tense::Wanted));
        let carry =
            Carry { year: self.year_in(&self.clause.tokens).or(carry.year.filter(|_| implied)), ..Carry::default() };
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
            let after = amount.end..around.after.end.min(amount.end + 16);
            target.scope = scope::level_in(document, &(self.clause.tokens.start..amount.start()))
                .or_else(|| scope::level_in(document, &after))
                .map(str::to_owned);
            let school_year = document
                .dates_in(self.clause.tokens.clone())
                .iter()
                .any(|date| matches!(date.when, When::Years { .. }));
            target.year = self
                .year(around, &carry)
                .or_else(|| self.before_year().or(self.scene.subject_year).filter(|_| !school_year))
                .or_else(|| told_before.filter(|_| !school_year));
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
        let mut index = self.scene.index_of(self.clause);
        let first = clauses.start.max(index.saturating_sub(MOST_BEFORE));
        while index > first && self.scene.clauses[index].goes_on {
            index -= 1;
            if let Some(year) = self.year_in(&self.scene.clauses[index].tokens) {
                return Some(year);
            }
        }
        None
    }
}

/// How households that farm and have a middling income are called, whose insurance is that of households.
const HOUSEHOLDS: &Phrases = phrases![
    "hộ gia đình",
    "người thuộc hộ gia đình",
    "hộ nông nghiệp",
    "người thuộc hộ nông nghiệp",
    "số người thuộc hộ gia đình",
    "hộ làm nông nghiệp",
    "người thuộc hộ làm nông nghiệp"
];

/// Clauses of one sentence that are looked at for its year.
const MOST_BEFORE: usize = 40;

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
        document.has(&before, phrases!["tiêu chí", "chỉ tiêu"]).then_some(name)
    })
}
