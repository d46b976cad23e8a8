//! Stories of targets, one file for each rule.

mod cascade;
mod pair;
mod precedence;
mod standing;

use chrono::NaiveDate;

use super::*;

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a plain decimal")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

fn goal(measure: Measure, comparator: &str, value: &str) -> Goal {
    Goal::new(measure, comparator.parse().expect("a comparator"), fixed(value)).expect("a goal")
}

fn percent(comparator: &str, value: &str) -> Goal {
    goal(Measure::Percent, comparator, value)
}

#[test]
fn goals_read_in_vietnamese() {
    assert_eq!(percent(">", "95.15").label("%"), "trên 95,15 %");
    assert_eq!(percent(">=", "92.6").label("%"), "từ 92,6 % trở lên");
    let communes = goal(Measure::Count, ">=", "1").with_upper(fixed("2")).expect("a range");
    assert_eq!(communes.label("xã"), "từ 1 đến 2 xã");
}

#[test]
fn goals_that_make_no_sense_are_refused() {
    assert!(matches!(Goal::new(Measure::Percent, Comparator::AtLeast, fixed("-1")), Err(GoalError::Negative { .. })));
    assert!(matches!(goal(Measure::Count, ">=", "2").with_upper(fixed("1")), Err(GoalError::Reversed { .. })));
    assert!(matches!(goal(Measure::Count, ">", "1").with_upper(fixed("2")), Err(GoalError::RangeComparator { .. })));
}
