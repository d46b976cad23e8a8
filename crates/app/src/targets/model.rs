//! What a target is, and the pure questions about several of them.

use crate::catalogue::{Catalogue, Precedence as PrecedenceRule};
use chrono::NaiveDate;
use platform::Fault;
use rules::number::{Fixed, Reading, readings};
use rules::period::Period;
use rules::place::Level;
use rules::rate::Comparator;
use rules::target::{
    Candidate, Goal, Measure, PrecedenceReason, SetAside, implied_population, precedence, resolve_pair,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A target to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTarget {
    /// Unit it is set for.
    pub unit: i64,
    /// Set for each unit of this level within it.
    pub each: Option<Level>,
    /// Key of the indicator.
    pub indicator: String,
    /// Year it is for; none when the paper names none.
    pub year: Option<i32>,
    /// Day to reach it by, where it is not the year's end.
    pub due: Option<NaiveDate>,
    /// The number; none when the paper gives none.
    pub value: Option<Fixed>,
    /// Upper end of a range.
    pub upper: Option<Fixed>,
    /// How a result is held against it.
    pub comparator: Comparator,
    /// Its measure; none for the indicator's own.
    pub measure: Option<Measure>,
    /// Key of the denominator.
    pub denominator: Option<String>,
    /// Key of the policy group.
    pub group: Option<String>,
    /// Men and women must each reach it.
    pub per_sex: bool,
    /// Criteria set and code.
    pub criterion: Option<(String, String)>,
    /// Key of the authority that decided it.
    pub authority: String,
    /// The deciding paper.
    pub document: Option<i64>,
    /// Day of the decision, where the paper's date does not tell it.
    pub decided_on: Option<NaiveDate>,
    /// Key of the movement it serves.
    pub movement: Option<String>,
    /// Key of the objective it puts in numbers.
    pub objective: Option<String>,
    /// Keys of the resolutions it serves.
    pub resolutions: Vec<String>,
    /// The target it expressly replaces.
    pub supersedes: Option<i64>,
    /// What stands in the paper.
    pub printed: Option<String>,
    /// Why there is no number, where there should be one.
    pub unknown_reason: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// The source it was read from.
    pub source: i64,
    /// Place in the source.
    pub locator: String,
}

impl NewTarget {
    /// What is wrong with it by the catalogue; `column` names the form's or the sheet's fields.
    pub fn check(&self, catalogue: &Catalogue, level: Level) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |column: &str, rule: String, remedy: &str| faults.push(Fault::field(column, rule, remedy));
        let Some(indicator) = catalogue.indicator(&self.indicator) else {
            fault(
                "indicator",
                format!("không có chỉ tiêu “{}” trong danh mục", self.indicator),
                "Chọn một chỉ tiêu trong danh mục.",
            );
            return faults;
        };
        if !indicator.levels.contains(&self.each.unwrap_or(level)) {
            let rule = format!("chỉ tiêu “{}” không đặt cho {}", indicator.name, self.each.unwrap_or(level).word());
            fault("unit", rule, "Chọn đơn vị đúng cấp, hoặc chỉ tiêu khác.");
        }
        if let Some(group) = &self.group {
            if catalogue.group(group).is_none() {
                fault("group", format!("không có nhóm “{group}”"), "Chọn một nhóm trong danh mục.");
            } else if !indicator.groups {
                fault("group", format!("chỉ tiêu “{}” không chia theo nhóm", indicator.name), "Bỏ trống ô nhóm.");
            }
        }
        if catalogue.authority(&self.authority).is_none() {
            fault(
                "authority",
                format!("không có cơ quan “{}”", self.authority),
                "Chọn cơ quan quyết định trong danh mục.",
            );
        }
        if let Some(year) = self.year.filter(|year| !(1990..=2100).contains(year)) {
            fault("year", format!("năm {year} không hợp lý"), "Ghi năm bốn chữ số.");
        }
        if let Some(Err(error)) = self.goal(indicator.measure) {
            fault("value", error.to_string(), "Kiểm tra lại giá trị, cách so và đơn vị đo.");
        }
        faults
    }

    /// Its goal as the rules take it; none without a number.
    fn goal(&self, of_indicator: Measure) -> Option<Result<Goal, rules::target::GoalError>> {
        goal(self.measure.unwrap_or(of_indicator), self.comparator, self.value?, self.upper)
    }
}

fn goal(
    measure: Measure,
    comparator: Comparator,
    value: Fixed,
    upper: Option<Fixed>,
) -> Option<Result<Goal, rules::target::GoalError>> {
    let goal = Goal::new(measure, comparator, value);
    Some(match upper {
        Some(upper) => goal.and_then(|goal| goal.with_upper(upper)),
        None => goal,
    })
}

/// A target as it stands in the books, with its paper and source in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetView {
    /// Its key.
    pub id: i64,
    /// Unit it is set for.
    pub unit: i64,
    /// Set for each unit of this level within it.
    pub each: Option<Level>,
    /// Key of the indicator.
    pub indicator: String,
    /// Year it is for.
    pub year: Option<i32>,
    /// Day to reach it by.
    pub due: Option<NaiveDate>,
    /// The number.
    pub value: Option<Fixed>,
    /// Upper end of a range.
    pub upper: Option<Fixed>,
    /// How a result is held against it.
    pub comparator: Comparator,
    /// Its measure.
    pub measure: Measure,
    /// Key of the denominator's definition.
    pub denominator: Option<String>,
    /// Key of the policy group; empty for everybody.
    pub group: String,
    /// Men and women must each reach it.
    pub per_sex: bool,
    /// Criteria set and code.
    pub criterion: Option<(String, String)>,
    /// Key of the authority.
    pub authority: String,
    /// Name of the authority.
    pub authority_name: String,
    /// The deciding paper.
    pub document: Option<i64>,
    /// Number of the deciding paper.
    pub document_number: Option<String>,
    /// Day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// Key of the movement.
    pub movement: Option<String>,
    /// Keys of the resolutions it serves.
    pub resolutions: Vec<String>,
    /// The target it replaces.
    pub supersedes: Option<i64>,
    /// What stands in the paper.
    pub printed: Option<String>,
    /// Why there is no number.
    pub unknown_reason: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// The source it was read from.
    pub source: i64,
    /// Name of the source.
    pub source_title: String,
    /// Place in the source.
    pub locator: String,
    /// Who entered it.
    pub entered_by: String,
    /// The change that recorded it.
    pub change: i64,
    /// The change that withdrew it.
    pub withdrawn_by: Option<i64>,
}

impl TargetView {
    /// Its goal; none without a number. A row that the rules refuse was refused at the door.
    pub fn goal(&self) -> Option<Goal> {
        goal(self.measure, self.comparator, self.value?, self.upper)?.ok()
    }

    /// Its period: the year, or everything up to its day.
    pub fn period(&self) -> Option<Period> {
        match (self.year, self.due) {
            (Some(year), _) => Period::year(year),
            (None, Some(due)) => Some(Period::day(due)),
            (None, None) => None,
        }
    }

    /// The value in Vietnamese: "trên 95,15 %", "từ 1 đến 2", "không nêu số".
    pub fn words(&self) -> String {
        let unit = if self.measure.is_rate() { "%" } else { "" };
        match (self.value, self.upper) {
            (None, _) if self.unknown_reason.is_some() => "chưa rõ".to_owned(),
            (None, _) => "không nêu số".to_owned(),
            (Some(value), Some(upper)) => {
                format!("từ {} đến {}", value.vietnamese_shortest(), upper.vietnamese_shortest())
            }
            (Some(value), None) => {
                let decimals = if self.measure.is_rate() { 2 } else { 0 };
                let number =
                    if self.measure.is_rate() { value.vietnamese(decimals) } else { value.vietnamese_shortest() };
                self.comparator.phrase(format!("{number} {unit}").trim())
            }
        }
    }

    /// Whether another target is for the same thing, so that only one of the two can be in use.
    fn same_thing(&self, other: &Self) -> bool {
        (self.unit, self.each, self.year, self.due) == (other.unit, other.each, other.year, other.due)
            && (&self.indicator, &self.denominator) == (&other.indicator, &other.denominator)
            && (&self.group, &self.criterion) == (&other.group, &other.criterion)
    }
}

/// The target in use for one thing, why, and what became of the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetInUse {
    /// The target.
    pub view: TargetView,
    /// Its goal; none when the paper gives no number.
    pub goal: Option<Goal>,
    /// Why it is the one, in Vietnamese.
    pub reason: String,
    /// The rule's ground; none is "chưa có căn cứ".
    pub ground: Option<String>,
    /// The others with why each is set aside.
    pub others: Vec<(TargetView, String)>,
}

/// For each thing among `targets`, the one in use on a day, by the catalogue's rule on simultaneous targets. Things for
/// which the rule does not decide are left out.
pub fn choose(targets: Vec<TargetView>, catalogue: &Catalogue, on: NaiveDate) -> Vec<TargetInUse> {
    group(targets).into_iter().filter_map(|same| choose_among(same, catalogue, on)).collect()
}

fn group(targets: Vec<TargetView>) -> Vec<Vec<TargetView>> {
    let mut groups: Vec<Vec<TargetView>> = Vec::new();
    for target in targets {
        match groups.iter_mut().find(|group| group[0].same_thing(&target)) {
            Some(group) => group.push(target),
            None => groups.push(vec![target]),
        }
    }
    groups
}

fn choose_among(same: Vec<TargetView>, catalogue: &Catalogue, on: NaiveDate) -> Option<TargetInUse> {
    let rule = catalogue.precedence_on(on);
    let candidates: Vec<Candidate<i64>> = same
        .iter()
        .map(|target| Candidate {
            key: target.id,
            authority: target.authority_name.clone(),
            decided_on: target.decided_on.unwrap_or(NaiveDate::MIN),
            supersedes: target.supersedes.into_iter().collect(),
        })
        .collect();
    let outcome = precedence(&candidates, &ranking(catalogue), on);
    let in_use = outcome.in_use.or_else(|| stricter_of_equals(&same, catalogue, on))?;
    let mut view = None;
    let mut others = Vec::new();
    for target in same {
        if target.id == in_use {
            view = Some(target);
            continue;
        }
        let why = outcome.others.iter().find(|(key, _)| *key == target.id).and_then(|(_, why)| why.clone());
        others.push((target, set_aside_words(why.as_ref())));
    }
    let view = view?;
    Some(TargetInUse {
        goal: view.goal(),
        reason: reason_words(&outcome.reason, &view),
        ground: rule.and_then(|rule: &PrecedenceRule| rule.ground.clone()),
        view,
        others,
    })
}

/// The names of the authorities in the order in which their targets are taken.
fn ranking(catalogue: &Catalogue) -> Vec<String> {
    let mut authorities: Vec<(u16, &str)> =
        catalogue.authorities.iter().map(|authority| (authority.rank, authority.name.as_str())).collect();
    authorities.sort_by_key(|(rank, _)| *rank);
    authorities.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// One paper may state the same target twice, once as "đạt" and once as "trên": the plain figure is the one in use, and
/// the other stays beside it.
fn stricter_of_equals(same: &[TargetView], catalogue: &Catalogue, on: NaiveDate) -> Option<i64> {
    let decided = |target: &&TargetView| target.decided_on.is_none_or(|day| day <= on);
    let rank =
        |target: &TargetView| catalogue.authority(&target.authority).map_or(u16::MAX, |authority| authority.rank);
    let best = same.iter().filter(decided).map(rank).min()?;
    let mut first = same.iter().filter(decided).filter(|target| rank(target) == best);
    let chosen = first.clone().find(|target| target.comparator == Comparator::AtLeast)?;
    let equal = |target: &TargetView| target.document == chosen.document && target.value == chosen.value;
    first.all(equal).then_some(chosen.id)
}

fn reason_words(reason: &PrecedenceReason, view: &TargetView) -> String {
    match reason {
        PrecedenceReason::SameDay { .. } => format!(
            "{} nêu chỉ tiêu này hai lần với hai cách so; dùng mức “{}”, mức kia để bên cạnh.",
            view.document_number.as_deref().unwrap_or("Văn bản"),
            view.words()
        ),
        other => other.sentence(),
    }
}

fn set_aside_words(why: Option<&SetAside<i64>>) -> String {
    match why {
        Some(SetAside::NotYetDecided) => "chưa được quyết định vào ngày xem".to_owned(),
        Some(SetAside::SupersededBy { .. }) => "đã bị thay thế".to_owned(),
        Some(SetAside::AuthorityGoesLater) => "cơ quan xếp sau trong thứ tự áp dụng".to_owned(),
        Some(SetAside::EarlierDecision) => "quyết định trước đó".to_owned(),
        None => "không được chọn".to_owned(),
    }
}

/// What a pair of targets, a headcount and a rate of one paper and year, implies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairCheck {
    /// People the whole population counts when both are right.
    pub implied_population: Option<i64>,
    /// A sentence about a number that was printed in the wrong format.
    pub warning: Option<String>,
}

/// Checks each headcount against the rate of the same paper, place and year; keyed by the ids of both rows.
pub fn check_pairs(targets: &[TargetView]) -> BTreeMap<i64, PairCheck> {
    let mut checks = BTreeMap::new();
    let pairs: Vec<(&TargetView, &TargetView)> = targets
        .iter()
        .filter(|people| people.measure == Measure::People && people.group.is_empty())
        .filter_map(|people| partner(targets, people).map(|rate| (people, rate)))
        .collect();
    let implied: Vec<Option<i64>> = pairs.iter().map(|(people, rate)| implied(people, rate)).collect();
    for (index, (people, rate)) in pairs.iter().enumerate() {
        let neighbours: Vec<i64> =
            implied.iter().enumerate().filter(|(other, _)| *other != index).filter_map(|(_, people)| *people).collect();
        let check =
            PairCheck { implied_population: implied[index], warning: format_fault(people, rate.value, &neighbours) };
        checks.insert(people.id, check.clone());
        checks.insert(rate.id, check);
    }
    checks
}

/// The rate that belongs to a headcount.
fn partner<'a>(targets: &'a [TargetView], people: &TargetView) -> Option<&'a TargetView> {
    targets.iter().find(|rate| {
        rate.measure == Measure::Percent
            && rate.comparator == people.comparator
            && rate.group.is_empty()
            && rate.criterion.is_none()
            && (rate.unit, rate.year, rate.source, &rate.locator)
                == (people.unit, people.year, people.source, &people.locator)
    })
}

fn implied(people: &TargetView, rate: &TargetView) -> Option<i64> {
    implied_population(people.value?.as_whole()?, rate.value?).ok()
}

fn format_fault(people: &TargetView, rate: Option<Fixed>, neighbours: &[i64]) -> Option<String> {
    let printed = people.printed.as_deref()?.trim_end_matches(" người");
    let possible: Vec<Reading> = readings(printed).ok()?;
    let resolution = resolve_pair(&possible, rate?, neighbours);
    resolution.is_format_fault.then_some(resolution.reason)
}
