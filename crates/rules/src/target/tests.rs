use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::number::{Convention, readings};
use crate::period::Period;
use crate::rate::{Knowledge, Ratio};

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a plain decimal")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

fn goal(measure: Measure, comparator: &str, value: &str) -> Goal {
    Goal::new(
        measure,
        comparator.parse().expect("a comparator"),
        fixed(value),
    )
    .expect("a goal")
}

fn percent(comparator: &str, value: &str) -> Goal {
    goal(Measure::Percent, comparator, value)
}

fn child(unit: &'static str, goal: Option<Goal>, population: Option<i64>) -> Child<&'static str> {
    Child {
        unit,
        goal,
        population,
    }
}

#[test]
fn goals_read_in_vietnamese() {
    assert_eq!(percent(">", "95.15").label("%"), "trên 95,15 %");
    assert_eq!(percent(">=", "92.6").label("%"), "từ 92,6 % trở lên");
    let communes = goal(Measure::Count, ">=", "1")
        .with_upper(fixed("2"))
        .expect("a range");
    assert_eq!(communes.label("xã"), "từ 1 đến 2 xã");
}

#[test]
fn goals_that_make_no_sense_are_refused() {
    assert!(matches!(
        Goal::new(Measure::Percent, Comparator::AtLeast, fixed("-1")),
        Err(GoalError::Negative { .. })
    ));
    assert!(matches!(
        goal(Measure::Count, ">=", "2").with_upper(fixed("1")),
        Err(GoalError::Reversed { .. })
    ));
    assert!(matches!(
        goal(Measure::Count, ">", "1").with_upper(fixed("2")),
        Err(GoalError::RangeComparator { .. })
    ));
}

#[track_caller]
fn check_children(
    parent: Goal,
    children: &[Child<&'static str>],
    expected: CascadeVerdict,
    together: Option<&str>,
) {
    let found = check_cascade(&parent, children);
    assert_eq!(found.verdict, expected);
    assert_eq!(found.together, together.map(fixed));
}

fn short(by: &str) -> CascadeVerdict {
    CascadeVerdict::FallsShort { by: fixed(by) }
}

#[test]
fn districts_must_reach_the_province_by_weight_and_not_by_plain_mean() {
    let districts = |large: &str, small: &str| {
        [
            child("Châu Thành", Some(percent(">=", large)), Some(160_000)),
            child("Chợ Lách", Some(percent(">=", small)), Some(40_000)),
        ]
    };
    // The plain mean of 86 and 88 would pass.
    check_children(
        percent(">=", "86.5"),
        &districts("86", "88"),
        short("0.1"),
        Some("86.4"),
    );
    check_children(
        percent(">=", "86.5"),
        &districts("87", "84.5"),
        CascadeVerdict::Reaches,
        Some("86.5"),
    );
    check_children(
        percent("=", "86.5"),
        &districts("90", "90"),
        CascadeVerdict::Reaches,
        Some("90"),
    );
    check_children(
        percent(">", "86.5"),
        &districts("87", "84.5"),
        short("0"),
        Some("86.5"),
    );
    check_children(
        percent("<=", "86.5"),
        &districts("90", "90"),
        short("3.5"),
        Some("90"),
    );
}

#[test]
fn children_that_go_beyond_go_beyond_together() {
    let children = [
        child("Ba Tri", Some(percent(">", "95.15")), Some(10)),
        child("Bình Đại", Some(percent(">=", "95.15")), Some(10)),
    ];
    check_children(
        percent(">", "95.15"),
        &children,
        CascadeVerdict::Reaches,
        Some("95.15"),
    );
}

#[test]
fn a_shortfall_is_never_rounded_away() {
    let children = [
        child("a", Some(percent(">=", "90")), Some(99_999_999)),
        child("b", Some(percent(">=", "89.9999")), Some(1)),
    ];
    check_children(percent(">=", "90"), &children, short("0.0001"), Some("90"));
}

#[test]
fn a_check_with_gaps_is_unknown_and_lists_them() {
    let children = [
        child("Giồng Trôm", Some(percent(">=", "87")), Some(160_000)),
        child("Mỏ Cày Bắc", None, Some(110_000)),
        child(
            "Mỏ Cày Nam",
            Some(goal(Measure::People, ">=", "120000")),
            None,
        ),
    ];
    let found = check_cascade(&percent(">=", "86.5"), &children);
    assert_eq!(found.without_target, ["Mỏ Cày Bắc", "Mỏ Cày Nam"]);
    assert_eq!(found.without_population, ["Mỏ Cày Nam"]);
    let CascadeVerdict::Unknown { reason } = found.verdict else {
        panic!("unknown")
    };
    assert_eq!(
        reason,
        "Chưa kết luận được: 2 đơn vị trực thuộc chưa có chỉ tiêu, 1 đơn vị trực thuộc chưa có dân số."
    );
    assert!(matches!(
        check_cascade::<&str>(&percent(">=", "86.5"), &[]).verdict,
        CascadeVerdict::Unknown { .. }
    ));
    let empty = [child("a", Some(percent(">=", "90")), Some(0))];
    assert!(matches!(
        check_cascade(&percent(">=", "90"), &empty).verdict,
        CascadeVerdict::Unknown { .. }
    ));
}

#[test]
fn counts_are_added() {
    let people = |value: &str| Some(goal(Measure::People, ">=", value));
    let parent = goal(Measure::People, ">=", "1000");
    let all = [
        child("a", people("600"), None),
        child("b", people("400"), None),
    ];
    check_children(parent, &all, CascadeVerdict::Reaches, Some("1000"));
    let fewer = [
        child("a", people("600"), None),
        child("b", people("399"), None),
    ];
    check_children(parent, &fewer, short("1"), Some("999"));
    let enough_already = [child("a", people("1000"), None), child("b", None, None)];
    check_children(
        parent,
        &enough_already,
        CascadeVerdict::Reaches,
        Some("1000"),
    );
    let open = [child("a", people("999"), None), child("b", None, None)];
    assert!(matches!(
        check_cascade(&parent, &open).verdict,
        CascadeVerdict::Unknown { .. }
    ));
}

#[test]
fn headcounts_and_rates_imply_national_populations() {
    for (people, rate, thousands) in [
        (91_641_000, "92.6", 98_964),
        (93_019_000, "93.2", 99_806),
        (94_716_000, "94.1", 100_655),
        (96_618_000, "95.15", 101_543),
    ] {
        let population = implied_population(people, fixed(rate)).expect("a population");
        assert_eq!(
            (population + 500) / 1_000,
            thousands,
            "{people} at {rate} %"
        );
    }
    assert_eq!(implied_population(1, fixed("66.6667")), Ok(1));
    assert!(matches!(
        implied_population(1, Fixed::ZERO),
        Err(PairError::NoRate { .. })
    ));
    assert!(matches!(
        implied_population(-1, fixed("90")),
        Err(PairError::NotPeople { .. })
    ));
    assert_eq!(
        implied_population(i64::MAX, fixed("90")),
        Err(PairError::TooLarge)
    );
}

#[test]
fn the_point_of_2022_is_found_to_be_a_decimal_comma() {
    let neighbours = [99_805_794, 100_654_623, 101_542_827];
    let found = resolve_pair(
        &readings("91.641 triệu").expect("readable"),
        fixed("92.6"),
        &neighbours,
    );
    assert_eq!(
        found
            .chosen
            .as_ref()
            .map(|reading| (reading.value, reading.convention)),
        Some((fixed("91641000"), Convention::English))
    );
    assert_eq!(found.implied_population, Some(98_964_363));
    assert!(found.is_format_fault);
    assert_eq!(
        found
            .others
            .iter()
            .map(|reading| reading.value)
            .collect::<Vec<_>>(),
        [fixed("91641000000")]
    );
    assert_eq!(
        found.reason,
        "“91.641 triệu” đọc là 91.641 triệu (dấu chấm ngăn hàng nghìn, dấu phẩy trước phần thập phân) thì dân số suy ra là \
         98.964.362.851 người, không thể đứng cạnh 99.805.794 người; “91.641 triệu” đọc là 91,641 triệu (dấu phẩy ngăn hàng nghìn, \
         dấu chấm trước phần thập phân) thì dân số suy ra là 98.964.363 người, phù hợp với các số bên cạnh. Số bị viết sai dấu ngăn; \
         giữ cả các cách đọc."
    );
}

#[test]
fn a_headcount_written_well_is_no_fault() {
    let found = resolve_pair(
        &readings("93,019 triệu").expect("readable"),
        fixed("93.2"),
        &[100_654_623],
    );
    assert_eq!(
        found.chosen.map(|reading| reading.value),
        Some(fixed("93019000"))
    );
    assert!(!found.is_format_fault);
}

#[test]
fn without_a_neighbour_two_readings_stay_open() {
    let both = resolve_pair(
        &readings("91.641 triệu").expect("readable"),
        fixed("92.6"),
        &[],
    );
    assert!(
        both.chosen.is_none()
            && both.others.len() == 2
            && both.reason.contains("cần người xem lại"),
        "{}",
        both.reason
    );
    let none = resolve_pair(
        &readings("91.641 triệu").expect("readable"),
        fixed("92.6"),
        &[5],
    );
    assert!(
        none.chosen.is_none() && none.reason.contains("Không cách đọc nào"),
        "{}",
        none.reason
    );
    let half_a_person = resolve_pair(&readings("4.785").expect("readable"), fixed("90"), &[5_000]);
    assert_eq!(
        half_a_person.chosen.map(|reading| reading.value),
        Some(fixed("4785"))
    );
}

const PRIME_MINISTER: &str = "Thủ tướng Chính phủ";
const PARTY_COMMITTEE: &str = "Tỉnh ủy";

fn candidate(key: u16, authority: &str, decided_on: &str, supersedes: &[u16]) -> Candidate<u16> {
    Candidate {
        key,
        authority: authority.to_owned(),
        decided_on: day(decided_on),
        supersedes: supersedes.to_vec(),
    }
}

fn ranking() -> Vec<String> {
    vec![PRIME_MINISTER.to_owned(), PARTY_COMMITTEE.to_owned()]
}

#[track_caller]
fn check_in_use(
    candidates: &[Candidate<u16>],
    on: &str,
    in_use: Option<u16>,
    reason: PrecedenceReason,
    others: &[(u16, Option<SetAside<u16>>)],
) {
    let found = precedence(candidates, &ranking(), day(on));
    assert_eq!((found.in_use, &found.reason), (in_use, &reason));
    assert_eq!(found.others, others);
    assert!(found.reason.sentence().ends_with('.'));
}

/// Quyết định 546/QĐ-TTg against a resolution of the province's party committee, whose day is made up here.
#[test]
fn ba_ria_vung_tau_had_two_targets_for_2022() {
    let both = [
        candidate(1, PARTY_COMMITTEE, "2021-01-15", &[]),
        candidate(2, PRIME_MINISTER, "2022-04-29", &[]),
    ];
    check_in_use(
        &both,
        "2022-04-28",
        Some(1),
        PrecedenceReason::OnlyOne,
        &[(2, Some(SetAside::NotYetDecided))],
    );
    let reason = PrecedenceReason::AuthorityGoesFirst {
        authority: PRIME_MINISTER.to_owned(),
    };
    check_in_use(
        &both,
        "2022-09-30",
        Some(2),
        reason,
        &[(1, Some(SetAside::AuthorityGoesLater))],
    );
}

/// Quyết định 1167/QĐ-TTg replaced the targets that Quyết định 1584/QĐ-TTg had set the year before.
#[test]
fn the_target_of_2016_depends_on_the_day_one_asks() {
    let decisions = [
        candidate(1584, PRIME_MINISTER, "2015-09-14", &[]),
        candidate(1167, PRIME_MINISTER, "2016-06-28", &[1584]),
    ];
    check_in_use(
        &decisions,
        "2016-06-27",
        Some(1584),
        PrecedenceReason::OnlyOne,
        &[(1167, Some(SetAside::NotYetDecided))],
    );
    check_in_use(
        &decisions,
        "2016-06-28",
        Some(1167),
        PrecedenceReason::Supersedes,
        &[(1584, Some(SetAside::SupersededBy { key: 1167 }))],
    );
}

#[test]
fn a_later_decision_of_one_authority_goes_first() {
    let decisions = [
        candidate(1, PARTY_COMMITTEE, "2021-01-15", &[]),
        candidate(2, PARTY_COMMITTEE, "2022-01-15", &[]),
    ];
    let reason = PrecedenceReason::LatestDecision {
        authority: PARTY_COMMITTEE.to_owned(),
        decided_on: day("2022-01-15"),
    };
    check_in_use(
        &decisions,
        "2022-09-30",
        Some(2),
        reason,
        &[(1, Some(SetAside::EarlierDecision))],
    );
}

#[test]
fn what_cannot_be_decided_is_left_open() {
    check_in_use(&[], "2022-09-30", None, PrecedenceReason::NoneDecided, &[]);
    let same_day = [
        candidate(1, PRIME_MINISTER, "2022-04-29", &[]),
        candidate(2, PRIME_MINISTER, "2022-04-29", &[]),
    ];
    let reason = PrecedenceReason::SameDay {
        authority: PRIME_MINISTER.to_owned(),
        decided_on: day("2022-04-29"),
    };
    check_in_use(
        &same_day,
        "2022-09-30",
        None,
        reason,
        &[(1, None), (2, None)],
    );
    let unranked = [
        candidate(1, PRIME_MINISTER, "2022-04-29", &[]),
        candidate(2, "HĐND tỉnh", "2022-04-29", &[]),
    ];
    let reason = PrecedenceReason::AuthorityNotRanked {
        authority: "HĐND tỉnh".to_owned(),
    };
    check_in_use(
        &unranked,
        "2022-09-30",
        None,
        reason,
        &[(1, None), (2, None)],
    );
    let circle = [
        candidate(1, PRIME_MINISTER, "2022-04-29", &[2]),
        candidate(2, PRIME_MINISTER, "2022-04-29", &[1]),
    ];
    let others = [
        (1, Some(SetAside::SupersededBy { key: 2 })),
        (2, Some(SetAside::SupersededBy { key: 1 })),
    ];
    check_in_use(
        &circle,
        "2022-09-30",
        None,
        PrecedenceReason::Circle,
        &others,
    );
}

fn published(value: &str, as_of: &str) -> Knowledge<Outturn> {
    Knowledge::Known(Outturn {
        achieved: Achieved::Value(fixed(value)),
        as_of: day(as_of),
    })
}

fn counted(num: i64, den: i64, as_of: &str) -> Knowledge<Outturn> {
    Knowledge::Known(Outturn {
        achieved: Achieved::Pair(Ratio::new(num, den).expect("a rate")),
        as_of: day(as_of),
    })
}

#[track_caller]
fn check_status(
    result: &Knowledge<Outturn>,
    goal: Goal,
    year: i32,
    label: &str,
    met: Option<bool>,
) {
    let standing = status(result, Some(&goal), Period::year(year).expect("a year"));
    assert_eq!(
        (
            standing.label(goal.measure()).as_str(),
            standing.outcome.is_met()
        ),
        (label, met)
    );
}

#[test]
fn ben_tre_through_the_years() {
    check_status(
        &published("82.29", "2016-12-31"),
        percent(">=", "75.2"),
        2016,
        "vượt 7,09 điểm %",
        Some(true),
    );
    check_status(
        &published("91.2", "2017-12-31"),
        percent(">=", "79"),
        2017,
        "vượt 12,20 điểm %",
        Some(true),
    );
    check_status(
        &published("91.87", "2018-12-31"),
        percent(">=", "82.8"),
        2018,
        "vượt 9,07 điểm %",
        Some(true),
    );
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
    check_status(
        &published("95.15", "2025-12-31"),
        percent(">=", "95.15"),
        2025,
        "đạt",
        Some(true),
    );
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
    check_status(
        &counted(22_500, 25_000, "2025-12-31"),
        percent(">=", "90"),
        2025,
        "đạt",
        Some(true),
    );
    check_status(
        &counted(1, 2, "2025-12-31"),
        percent("<=", "60"),
        2025,
        "vượt 10,00 điểm %",
        Some(true),
    );
    check_status(
        &counted(1, 2, "2025-12-31"),
        percent("=", "50"),
        2025,
        "đạt",
        Some(true),
    );
}

#[test]
fn one_to_two_communes_a_year() {
    let range = goal(Measure::Count, ">=", "1")
        .with_upper(fixed("2"))
        .expect("a range");
    check_status(
        &published("0", "2022-12-31"),
        range,
        2022,
        "chưa đạt, lệch 1",
        Some(false),
    );
    check_status(
        &published("1", "2022-12-31"),
        range,
        2022,
        "đạt",
        Some(true),
    );
    check_status(
        &published("2", "2022-12-31"),
        range,
        2022,
        "đạt",
        Some(true),
    );
    check_status(
        &published("3", "2022-12-31"),
        range,
        2022,
        "vượt 1",
        Some(true),
    );
}

#[test]
fn what_is_not_known_is_neither_met_nor_missed() {
    let year = Period::year(2025).expect("a year");
    let no_result = status(
        &Knowledge::Unknown("chưa báo cáo".to_owned()),
        Some(&percent(">=", "90")),
        year,
    );
    assert_eq!(
        (
            no_result.label(Measure::Percent).as_str(),
            no_result.outcome.is_met()
        ),
        ("chưa xác định: chưa báo cáo", None)
    );
    let no_goal = status(&published("92", "2025-06-30"), None, year);
    assert_eq!(
        no_goal.label(Measure::Percent),
        "chưa xác định: chưa có chỉ tiêu (chưa hết năm)"
    );
    check_status(
        &counted(1, 2, "2025-12-31"),
        goal(Measure::People, ">=", "1"),
        2025,
        "chưa xác định: kết quả là tỷ lệ còn chỉ tiêu là số lượng",
        None,
    );
}

proptest! {
    #[test]
    fn equal_children_reach_exactly_their_own_value(value in 0_i64..1_500_000, populations in proptest::collection::vec(1_i64..20_000_000, 1..70)) {
        let goal = |ten_thousandths: i64| Goal::new(Measure::Percent, Comparator::AtLeast, Fixed::from_ten_thousandths(ten_thousandths)).expect("a goal");
        let children: Vec<_> = populations.iter().enumerate().map(|(unit, population)| Child { unit, goal: Some(goal(value)), population: Some(*population) }).collect();
        prop_assert_eq!(check_cascade(&goal(value), &children).verdict, CascadeVerdict::Reaches);
        let by = Fixed::from_ten_thousandths(1);
        prop_assert_eq!(check_cascade(&goal(value + 1), &children).verdict, CascadeVerdict::FallsShort { by });
    }

    #[test]
    fn the_order_of_children_does_not_matter(values in proptest::collection::vec((0_i64..1_000_000, 0_i64..20_000_000), 1..30), parent in 0_i64..1_000_000) {
        let goal = |ten_thousandths: i64| Goal::new(Measure::Percent, Comparator::AtLeast, Fixed::from_ten_thousandths(ten_thousandths)).expect("a goal");
        let mut children: Vec<_> = values.iter().map(|(value, population)| Child { unit: (), goal: Some(goal(*value)), population: Some(*population) }).collect();
        let forward = check_cascade(&goal(parent), &children);
        children.reverse();
        prop_assert_eq!(forward, check_cascade(&goal(parent), &children));
    }

    #[test]
    fn an_implied_population_gives_the_rate_back(population in 1_000_000_i64..120_000_000, rate in 100_000_i64..1_000_000) {
        let people = (i128::from(population) * i128::from(rate) / 1_000_000) as i64;
        let implied = implied_population(people, Fixed::from_ten_thousandths(rate)).expect("a population");
        prop_assert!((implied - population).abs() <= 1_000_000 / rate + 1, "{} for {}", implied, population);
    }
}
