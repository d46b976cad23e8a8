//! The comparison of each kind of fact.

use std::fmt::Debug;

use chrono::NaiveDate;

use super::Score;
use super::compare::{contained, overlap, same, same_number, same_option};
use super::truth::{
    Truth, TruthAward, TruthCitation, TruthDeadline, TruthDuty, TruthMovement, TruthResult, TruthReview, TruthSupport,
    TruthTarget,
};
use crate::reading::{
    Award, Citation, Deadline, Duty, Found, Item, MovementName, Named, Reading, ResultFact, Review, Statement, Support,
    Target,
};

/// The least overlap of words at which two duties are one.
const DUTY_OVERLAP: f64 = 0.6;
/// The least overlap at which two names in a list are one.
const NAME_OVERLAP: f64 = 0.75;
/// The least overlap of two subjects.
const SUBJECT_OVERLAP: f64 = 0.9;

/// Compares everything.
pub(super) fn compare(truth: &Truth, reading: &Reading, score: &mut Score) {
    head(truth, reading, score);
    parties(truth, reading, score);
    citations(truth, reading, score);
    targets(truth, reading, score);
    results(truth, reading, score);
    times(truth, reading, score);
    giving(truth, reading, score);
    movement(truth, reading, score);
    situation(truth, reading, score);
}

fn head(truth: &Truth, reading: &Reading, score: &mut Score) {
    fact(score, "number", truth.number.as_ref(), reading.number.as_ref(), |a, b| same_number(a, b));
    fact(score, "kind", truth.kind.as_ref(), reading.kind.as_ref(), |a, b| a == b);
    fact(score, "date", truth.date.as_ref(), reading.date.as_ref(), |a, b| a == b);
    fact(score, "place", truth.place.as_ref(), reading.place.as_ref(), |a, b| same(a, b));
    let alike = |a: &String, b: &String| overlap(a, b) >= SUBJECT_OVERLAP;
    fact(score, "subject", truth.subject.as_ref(), reading.subject.as_ref(), alike);
    fact(score, "issuer", truth.issuer.as_ref(), reading.issuer.as_ref(), |a, b| same(a, b));
    fact(score, "parent_issuer", truth.parent_issuer.as_ref(), reading.parent_issuer.as_ref(), |a, b| same(a, b));
    fact(score, "symbol", truth.symbol.as_ref(), reading.symbol.as_ref(), |a, b| {
        a.kind == b.kind
            && same_option(a.agency.as_deref(), b.agency.as_deref())
            && same_option(a.unit.as_deref(), b.unit.as_deref())
    });
    fact(score, "signer", truth.signer.as_ref(), reading.signer.as_ref(), |a, b| {
        same_option(a.name.as_deref(), b.name.as_deref()) && same_option(a.title.as_deref(), b.title.as_deref())
    });
    let (known, found) = (truth.signer.as_ref(), reading.signer.as_ref().map(|it| &it.value));
    if let (Some(known), Some(found)) = (known, found) {
        scalar(score, "signer.name", known.name.as_ref(), found.name.as_ref(), |a, b| same(a, b));
        scalar(score, "signer.title", known.title.as_ref(), found.title.as_ref(), |a, b| same(a, b));
        scalar(score, "signer.capacity", known.capacity.as_ref(), found.capacity.as_ref(), |a, b| same(a, b));
    }
}

fn parties(truth: &Truth, reading: &Reading, score: &mut Score) {
    names(score, "addressees", &truth.addressees, &reading.addressees);
    names(score, "recipients", &truth.recipients, &reading.recipients);
    names(score, "linked_movements", &truth.linked_movements, &reading.linked_movements);
    let close = |a: &super::TruthAnnex, b: &crate::reading::Annex| if same(&a.label, &b.label) { 1.0 } else { 0.0 };
    for (known, found) in list(score, "annexes", &truth.annexes, &reading.annexes, close) {
        scalar(score, "annexes.present", Some(&known.present), Some(&found.present), |a, b| a == b);
    }
    let close = |a: &super::TruthAssignment, b: &crate::reading::Assignment| name_closeness(&a.unit, &b.unit);
    list(score, "assignments", &truth.assignments, &reading.assignments, close);
}

fn citations(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &TruthCitation, b: &Citation| match (&a.number, &b.number) {
        (Some(a), Some(b)) if same_number(a, b) => 1.0,
        (None, None) if a.kind == b.kind && a.date == b.date => {
            let issuer = same_option(a.issuer.as_deref(), b.issuer.as_deref());
            let subject = overlap(a.subject.as_deref().unwrap_or(""), b.subject.as_deref().unwrap_or(""));
            0.5 + if issuer { 0.25 } else { 0.0 } + 0.25 * subject
        }
        _ => 0.0,
    };
    for (known, found) in list(score, "citations", &truth.citations, &reading.citations, close) {
        scalar(score, "citations.date", known.date.as_ref(), found.date.as_ref(), |a, b| a == b);
        // A truth that names no kind or issuer says nothing about what the symbol implies.
        if known.kind.is_some() {
            scalar(score, "citations.kind", known.kind.as_ref(), found.kind.as_ref(), |a, b| a == b);
        }
        if known.issuer.is_some() {
            scalar(score, "citations.issuer", known.issuer.as_ref(), found.issuer.as_ref(), |a, b| same(a, b));
        }
    }
    fact(score, "reports_on", truth.reports_on.as_ref(), reading.reports_on.as_ref(), |a, b| {
        match (&a.number, &b.number) {
            (Some(a), Some(b)) => same_number(a, b),
            (None, None) => a.kind == b.kind,
            _ => false,
        }
    });
}

fn targets(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &TruthTarget, b: &Target| {
        let same_fact =
            a.indicator == b.indicator && a.group == b.group && same_value(a.value, b.value) && a.year == b.year;
        if !same_fact {
            return 0.0;
        }
        let more = [
            same_option(a.scope.as_deref(), b.scope.as_deref()),
            a.comparator == b.comparator,
            a.unit == b.unit,
            same_value(a.upper, b.upper),
        ];
        1.0 + super::share(more.iter().filter(|it| **it).count(), 4)
    };
    for (known, found) in list(score, "targets", &truth.targets, &reading.targets, close) {
        let text = |a: &String, b: &String| same(a, b);
        if known.comparator.is_some() {
            scalar(score, "targets.comparator", known.comparator.as_ref(), found.comparator.as_ref(), |a, b| a == b);
        }
        if known.unit.is_some() {
            scalar(score, "targets.unit", known.unit.as_ref(), found.unit.as_ref(), text);
        }
        scalar(score, "targets.scope", known.scope.as_ref(), found.scope.as_ref(), text);
        scalar(score, "targets.upper", known.upper.as_ref(), found.upper.as_ref(), |a, b| close_numbers(*a, *b));
        let flag = |both: bool| both.then_some(true);
        scalar(
            score,
            "targets.both_sexes",
            flag(known.both_sexes).as_ref(),
            flag(found.both_sexes).as_ref(),
            |a, b| a == b,
        );
        scalar(score, "targets.standard", known.standard.as_ref(), found.standard.as_ref(), text);
    }
}

fn results(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &TruthResult, b: &ResultFact| {
        let counts = a.met == b.met && a.of == b.of;
        if a.indicator == b.indicator
            && same_value(a.value, b.value)
            && a.year == b.year
            && (a.value.is_some() || counts)
        {
            1.0 + if counts && a.as_of == b.as_of { 0.5 } else { 0.0 }
        } else {
            0.0
        }
    };
    for (known, found) in list(score, "results", &truth.results, &reading.results, close) {
        let number = |a: &f64, b: &f64| close_numbers(*a, *b);
        scalar(score, "results.target", known.target.as_ref(), found.target.as_ref(), number);
        scalar(score, "results.beyond", known.beyond.as_ref(), found.beyond.as_ref(), number);
        scalar(score, "results.as_of", known.as_of.as_ref(), found.as_of.as_ref(), |a, b| a == b);
    }
}

fn times(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &TruthDeadline, b: &Deadline| {
        if a.date == b.date && a.rule == b.rule { 1.0 + if a.soft == b.soft { 0.5 } else { 0.0 } } else { 0.0 }
    };
    for (known, found) in list(score, "deadlines", &truth.deadlines, &reading.deadlines, close) {
        if known.last_day.is_some() {
            scalar(score, "deadlines.last_day", known.last_day.as_ref(), found.last_day.as_ref(), |a, b| a == b);
        }
        scalar(score, "deadlines.soft", Some(&known.soft), Some(&found.soft), |a, b| a == b);
    }
    let close = |a: &TruthReview, b: &Review| {
        let same_fact = a.kind == b.kind && same_option(a.by.as_deref(), b.by.as_deref());
        if same_fact && same_option(a.at.as_deref(), b.at.as_deref()) { 1.0 } else { 0.0 }
    };
    for (known, found) in list(score, "reviews", &truth.reviews, &reading.reviews, close) {
        scalar(score, "reviews.soft", Some(&known.soft), Some(&found.soft), |a, b| a == b);
    }
    for (known, found) in list(score, "duties", &truth.duties, &reading.duties, duty_closeness) {
        scalar(score, "duties.who", known.who.as_ref(), found.who.as_ref(), |a, b| name_closeness(a, b) > 0.0);
        let due = |date: Option<NaiveDate>, rule: &str| (date, rule.to_owned());
        let (a, b) =
            (known.due.as_ref().map(|it| due(it.date, &it.rule)), found.due.as_ref().map(|it| due(it.date, &it.rule)));
        scalar(score, "duties.due", a.as_ref(), b.as_ref(), |a, b| a == b);
        scalar(score, "duties.to", known.to.as_ref(), found.to.as_ref(), |a, b| name_closeness(a, b) > 0.0);
        scalar(score, "duties.via", known.via.as_ref(), found.via.as_ref(), |a, b| name_closeness(a, b) > 0.0);
    }
}

/// Words that both hold, the doer's and the deed's together; the same doer and the same day weigh a little more.
fn duty_closeness(a: &TruthDuty, b: &Duty) -> f64 {
    let deed = contained(&a.what, &b.what);
    let doer = match (&a.who, &b.who) {
        (Some(a), Some(b)) => contained(a, b).max(contained(b, a)),
        (None, None) => 1.0,
        _ => 0.0,
    };
    let due = a.due.as_ref().map(|it| it.date) == b.due.as_ref().map(|it| it.date);
    let words = if a.who.is_some() { 0.7 * deed + 0.3 * doer } else { deed };
    if words >= DUTY_OVERLAP { words + 0.1 * doer + if due { 0.2 } else { 0.0 } } else { 0.0 }
}

fn giving(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &TruthSupport, b: &Support| {
        let same_fact = a.cards == b.cards && a.amount == b.amount && a.year == b.year;
        let groups = a.groups.iter().all(|group| b.groups.contains(group));
        if same_fact && (a.cards.is_some() || a.amount.is_some() || groups) { 1.0 } else { 0.0 }
    };
    for (known, found) in list(score, "support", &truth.support, &reading.support, close) {
        scalar(score, "support.valid_from", known.valid_from.as_ref(), found.valid_from.as_ref(), |a, b| a == b);
        scalar(score, "support.valid_to", known.valid_to.as_ref(), found.valid_to.as_ref(), |a, b| a == b);
        scalar(score, "support.share", known.share.as_ref(), found.share.as_ref(), |a, b| close_numbers(*a, *b));
        let groups = |groups: &[String]| {
            let mut groups = groups.to_vec();
            groups.sort_unstable();
            (!groups.is_empty()).then_some(groups)
        };
        scalar(score, "support.groups", groups(&known.groups).as_ref(), groups(&found.groups).as_ref(), |a, b| a == b);
    }
    let close = |a: &TruthAward, b: &Award| {
        let form = match (&a.form, &b.form) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        let counts = a.review == b.review && a.collectives == b.collectives && a.individuals == b.individuals;
        if form && counts { 1.0 } else { 0.0 }
    };
    list(score, "awards", &truth.awards, &reading.awards, close);
    let close = |a: &super::TruthMoney, b: &crate::reading::Money| if a.amount == b.amount { 1.0 } else { 0.0 };
    list(score, "money", &truth.money, &reading.money, close);
}

fn movement(truth: &Truth, reading: &Reading, score: &mut Score) {
    let alike = |a: &TruthMovement, b: &MovementName| overlap(&a.name, &b.name) >= SUBJECT_OVERLAP;
    fact(score, "movement", truth.movement.as_ref(), reading.movement.as_ref(), alike);
    let (known, found) = (truth.movement.as_ref(), reading.movement.as_ref().map(|it| &it.value));
    if let (Some(known), Some(found)) = (known, found) {
        scalar(score, "movement.from", known.from.as_ref(), found.from.as_ref(), |a, b| a == b);
        scalar(score, "movement.to", known.to.as_ref(), found.to.as_ref(), |a, b| a == b);
    }
}

fn situation(truth: &Truth, reading: &Reading, score: &mut Score) {
    let close = |a: &String, b: &Statement| {
        let part = contained(a, &b.text);
        if part >= NAME_OVERLAP { part } else { 0.0 }
    };
    let (known, found) = (&truth.situation, &reading.situation);
    list(score, "situation.achievements", &known.achievements, &found.achievements, close);
    list(score, "situation.weaknesses", &known.weaknesses, &found.weaknesses, close);
    list(score, "situation.causes", &known.causes, &found.causes, close);
}

fn names(score: &mut Score, kind: &'static str, truth: &[String], reading: &[Item<Named>]) {
    list(score, kind, truth, reading, |a, b| name_closeness(a, &b.name));
}

/// How close two names are: one may hold words that the other leaves out, if they share most.
fn name_closeness(left: &str, right: &str) -> f64 {
    let close = overlap(left, right).max(0.95 * contained(left, right));
    if close >= NAME_OVERLAP { close } else { 0.0 }
}

fn same_value(left: Option<f64>, right: Option<f64>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => close_numbers(left, right),
        _ => false,
    }
}

fn close_numbers(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-6 * left.abs().max(right.abs()).max(1.0)
}

/// One whole fact against one, which tells how sure it is.
fn fact<T: Debug, R: Debug>(
    score: &mut Score,
    kind: &'static str,
    truth: Option<&T>,
    reading: Option<&Found<R>>,
    same: impl Fn(&T, &R) -> bool,
) {
    if let Some(found) = reading {
        score.judged(kind, found.confidence, truth.is_some_and(|known| same(known, &found.value)));
    }
    scalar(score, kind, truth, reading.map(|found| &found.value), same);
}

/// One fact, or a part of one, against one.
fn scalar<T: Debug, R: Debug>(
    score: &mut Score,
    kind: &'static str,
    truth: Option<&T>,
    reading: Option<&R>,
    same: impl Fn(&T, &R) -> bool,
) {
    match (truth, reading) {
        (Some(known), Some(found)) if same(known, found) => score.right(kind),
        (known, found) => {
            if let Some(known) = known {
                score.missed(kind, format!("{known:?}"));
            }
            if let Some(found) = found {
                score.invented(kind, format!("{found:?}"));
            }
        }
    }
}

/// A list against a list: the closest pairs first, each item once. Gives the pairs, for the comparison of their parts.
fn list<'a, T: Debug, R: Debug>(
    score: &mut Score,
    kind: &'static str,
    truth: &'a [T],
    reading: &'a [Item<R>],
    closeness: impl Fn(&T, &R) -> f64,
) -> Vec<(&'a T, &'a R)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (known_at, known) in truth.iter().enumerate() {
        for (found_at, found) in reading.iter().enumerate() {
            let close = closeness(known, &found.value);
            if close > 0.0 {
                pairs.push((close, known_at, found_at));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut known_used, mut found_used) = (vec![false; truth.len()], vec![false; reading.len()]);
    let mut matched = Vec::new();
    for (_, known_at, found_at) in pairs {
        if !known_used[known_at] && !found_used[found_at] {
            (known_used[known_at], found_used[found_at]) = (true, true);
            score.right(kind);
            matched.push((&truth[known_at], &reading[found_at].value));
        }
    }
    for (known, _) in truth.iter().zip(&known_used).filter(|(_, used)| !**used) {
        score.missed(kind, format!("{known:?}"));
    }
    for (found, &is_right) in reading.iter().zip(&found_used) {
        score.judged(kind, found.confidence, is_right);
        if !is_right {
            score.invented(kind, format!("{:?}", found.value));
        }
    }
    matched
}
