use super::*;
use crate::period::Period;
use crate::rate::{Knowledge, Ratio};

fn published(value: &str, as_of: &str) -> Knowledge<Outturn> {
    Knowledge::Known(Outturn { achieved: Achieved::Value(fixed(value)), as_of: day(as_of) })
}

fn counted(num: i64, den: i64, as_of: &str) -> Knowledge<Outturn> {
    Knowledge::Known(Outturn { achieved: Achieved::Pair(Ratio::new(num, den).expect("a rate")), as_of: day(as_of) })
}

#[track_caller]
fn check_status(result: &Knowledge<Outturn>, goal: Goal, year: i32, label: &str, met: Option<bool>) {
    let standing = status(result, Some(&goal), Period::year(year).expect("a year"));
    assert_eq!((standing.label(goal.measure()).as_str(), standing.outcome.is_met()), (label, met));
}

#[test]
fn ben_tre_through_the_years() {
    check_status(&published("82.29", "2016-12-31"), percent(">=", "75.2"), 2016, "vượt 7,09 điểm %", Some(true));
    check_status(&published("91.2", "2017-12-31"), percent(">=", "79"), 2017, "vượt 12,20 điểm %", Some(true));
    check_status(&published("91.87", "2018-12-31"), percent(">=", "82.8"), 2018, "vượt 9,07 điểm %", Some(true));
    check_status(
        &published("92.12", "2019-08-31"),
        percent(">=", "86.5"),
        2019,
        "vượt 5,62 điểm % (chưa hết năm)",
        Some(true),
    );
}

#[test]
fn results_stand_to_goals_by_their_comparator() {
    check_status(
        &published("95.15", "2025-12-31"),
        percent(">", "95.15"),
        2025,
        "bằng mức giao, chưa vượt",
        Some(false),
    );
    check_status(&published("95.15", "2025-12-31"), percent(">=", "95.15"), 2025, "đạt", Some(true));
    check_status(
        &published("92.04", "2022-12-31"),
        percent(">=", "92.6"),
        2022,
        "chưa đạt, lệch 0,56 điểm %",
        Some(false),
    );
    check_status(
        &counted(22_499, 25_000, "2025-12-31"),
        percent(">=", "90"),
        2025,
        "chưa đạt, lệch 0,004 điểm %",
        Some(false),
    );
    check_status(&counted(22_500, 25_000, "2025-12-31"), percent(">=", "90"), 2025, "đạt", Some(true));
    check_status(&counted(1, 2, "2025-12-31"), percent("<=", "60"), 2025, "vượt 10,00 điểm %", Some(true));
    check_status(&counted(1, 2, "2025-12-31"), percent("=", "50"), 2025, "đạt", Some(true));
}

#[test]
fn one_to_two_communes_a_year() {
    let range = goal(Measure::Count, ">=", "1").with_upper(fixed("2")).expect("a range");
    check_status(&published("0", "2022-12-31"), range, 2022, "chưa đạt, lệch 1", Some(false));
    check_status(&published("1", "2022-12-31"), range, 2022, "đạt", Some(true));
    check_status(&published("2", "2022-12-31"), range, 2022, "đạt", Some(true));
    check_status(&published("3", "2022-12-31"), range, 2022, "vượt 1", Some(true));
}

#[test]
fn what_is_not_known_is_neither_met_nor_missed() {
    let year = Period::year(2025).expect("a year");
    let no_result = status(&Knowledge::Unknown("chưa báo cáo".to_owned()), Some(&percent(">=", "90")), year);
    assert_eq!(
        (no_result.label(Measure::Percent).as_str(), no_result.outcome.is_met()),
        ("chưa xác định: chưa báo cáo", None)
    );
    let no_goal = status(&published("92", "2025-06-30"), None, year);
    assert_eq!(no_goal.label(Measure::Percent), "chưa xác định: chưa có chỉ tiêu (chưa hết năm)");
    check_status(
        &counted(1, 2, "2025-12-31"),
        goal(Measure::People, ">=", "1"),
        2025,
        "chưa xác định: kết quả là tỷ lệ còn chỉ tiêu là số lượng",
        None,
    );
}
