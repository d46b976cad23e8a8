use chrono::NaiveDate;

use super::{Score, Side, Tally, Truth, TruthDeadline, TruthTarget};
use crate::reading::{Deadline, Found, Item, Reading, Target};
use crate::span::Span;

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn item<T>(value: T) -> Item<T> {
    Item { value, span: Span::default(), confidence: 1.0 }
}

#[test]
fn a_wrong_scalar_is_a_miss_and_an_invention() {
    let truth = Truth { number: Some("12/KH-BHXH".to_owned()), ..Truth::default() };
    let mut reading =
        Reading { number: Some(Found::new("12/ KH-BHXH".to_owned(), Span::default(), 1.0)), ..Reading::default() };
    assert_eq!(Score::of(&truth, &reading).tally("number"), Tally { right: 1, missed: 0, invented: 0 });
    reading.number = Some(Found::new("13/KH-BHXH".to_owned(), Span::default(), 1.0));
    assert_eq!(Score::of(&truth, &reading).tally("number"), Tally { right: 0, missed: 1, invented: 1 });
}

#[test]
fn a_target_is_known_by_indicator_value_and_year_and_its_parts_count_apart() {
    let truth = Truth {
        targets: vec![TruthTarget {
            indicator: "coverage_rate".to_owned(),
            value: Some(92.6),
            year: Some(2022),
            comparator: Some(">".to_owned()),
            ..TruthTarget::default()
        }],
        ..Truth::default()
    };
    let target = Target {
        indicator: "coverage_rate".to_owned(),
        group: None,
        value: Some(92.6),
        upper: None,
        comparator: Some(">=".to_owned()),
        unit: Some("percent".to_owned()),
        year: Some(2022),
        scope: None,
        both_sexes: false,
        standard: None,
    };
    let other = Target { year: Some(2023), ..target.clone() };
    let reading = Reading { targets: vec![item(other), item(target)], ..Reading::default() };
    let score = Score::of(&truth, &reading);
    assert_eq!(score.tally("targets"), Tally { right: 1, missed: 0, invented: 1 });
    assert_eq!(score.tally("targets.comparator"), Tally { right: 0, missed: 1, invented: 1 });
    assert_eq!(score.total().right, 1, "parts are no facts of their own");
}

#[test]
fn a_truth_may_leave_a_kind_open() {
    let truth = Truth {
        deadlines: vec![TruthDeadline {
            date: day(2020, 10, 31),
            rule: "before".to_owned(),
            ..TruthDeadline::default()
        }],
        incomplete: vec!["deadlines".to_owned()],
        unscored: vec!["number".to_owned()],
        ..Truth::default()
    };
    let deadline =
        Deadline { date: day(2021, 1, 1), rule: "by".to_owned(), last_day: None, soft: false, text: String::new() };
    let reading = Reading {
        deadlines: vec![item(deadline)],
        number: Some(Found::new("1/X".to_owned(), Span::default(), 1.0)),
        ..Reading::default()
    };
    let score = Score::of(&truth, &reading);
    assert_eq!(score.tally("deadlines"), Tally { right: 0, missed: 1, invented: 0 });
    assert!(score.faults.iter().all(|fault| fault.side == Side::Missed && fault.kind == "deadlines"));
}

#[test]
fn measures_of_nothing_are_perfect() {
    let tally = Tally::default();
    assert!(
        (tally.precision() - 1.0).abs() < 1e-9
            && (tally.recall() - 1.0).abs() < 1e-9
            && (tally.f1() - 1.0).abs() < 1e-9
    );
}

#[test]
fn how_sure_the_reader_was_is_held_against_how_often_it_was_right() {
    let truth =
        Truth { number: Some("12/KH-BHXH".to_owned()), incomplete: vec!["targets".to_owned()], ..Truth::default() };
    let found = |text: &str, confidence: f64| Some(Found::new(text.to_owned(), Span::default(), confidence));
    let read = |number: &str, confidence: f64| Reading { number: found(number, confidence), ..Reading::default() };
    let mut score = Score::of(&truth, &read("12/KH-BHXH", 0.95));
    score.add(Score::of(&truth, &read("13/KH-BHXH", 0.96)));
    score.add(Score::of(&truth, &read("14/KH-BHXH", 0.6)));
    let bands = score.bands(|kind| kind == "number");
    let told: Vec<(f64, usize, usize)> =
        bands.iter().filter(|band| band.found > 0).map(|band| (band.from, band.found, band.right)).collect();
    assert_eq!(told, [(0.0, 1, 0), (0.94, 2, 1)]);
    assert!((bands[4].claimed - 0.955).abs() < 1e-9 && (bands[4].share() - 0.5).abs() < 1e-9);
}
