use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a plain decimal")
}

fn pair(num: i64, den: i64) -> Option<Ratio> {
    Some(Ratio::new(num, den).expect("a rate"))
}

/// 15.1 of QĐ 318/QĐ-TTg: 90 %, men and women each.
fn rule_of_2022() -> Rule {
    Rule { threshold: fixed("90"), comparator: Comparator::AtLeast, per_sex: true }
}

/// 15.1 of QĐ 1980/QĐ-TTg: 85 % of everyone.
fn rule_of_2016() -> Rule {
    Rule { threshold: fixed("85"), comparator: Comparator::AtLeast, per_sex: false }
}

#[track_caller]
fn check(rule: Rule, counts: Counts, label: &str, reason: &str) {
    let verdict = rule.evaluate(&counts);
    assert_eq!(verdict.label(), label, "{verdict:?}");
    assert_eq!(verdict.reason().unwrap_or_default(), reason);
}

#[track_caller]
fn check_sexes(male: Option<Ratio>, female: Option<Ratio>, total: Option<Ratio>, label: &str, reason: &str) {
    check(rule_of_2022(), Counts { total, male, female }, label, reason);
}

#[test]
fn men_and_women_must_each_meet_the_criterion() {
    check_sexes(pair(2_250, 2_500), pair(2_300, 2_500), pair(4_550, 5_000), "đạt", "");
    check_sexes(
        pair(22_499, 25_000),
        pair(24_000, 25_000),
        pair(46_499, 50_000),
        "không đạt",
        "Nam 22.499/25.000 = 89,996 % (làm tròn thành 90,00 %), không đạt mức từ 90 % trở lên.",
    );
    check_sexes(
        pair(2_200, 2_500),
        pair(2_500, 2_500),
        pair(4_700, 5_000),
        "không đạt",
        "Nam 2.200/2.500 = 88,00 %, không đạt mức từ 90 % trở lên.",
    );
    check_sexes(
        None,
        None,
        pair(4_750, 5_000),
        "chưa đủ dữ liệu",
        "Chưa có số liệu của nam và nữ: tiêu chí tính riêng cho nam và nữ. Tổng số 4.750/5.000 = 95,00 % chưa đủ để kết luận.",
    );
}

#[test]
fn the_set_of_2016_had_no_rule_by_sex() {
    check(rule_of_2016(), Counts { total: pair(4_250, 5_000), ..Counts::default() }, "đạt", "");
    check(
        rule_of_2016(),
        Counts { total: pair(4_249, 5_000), ..Counts::default() },
        "không đạt",
        "Tổng số 4.249/5.000 = 84,98 %, không đạt mức từ 85 % trở lên.",
    );
    check(rule_of_2016(), Counts::default(), "chưa đủ dữ liệu", "Chưa có tổng số người tham gia và dân số.");
}

#[test]
fn one_failing_sex_settles_it_though_the_other_is_missing() {
    check_sexes(
        None,
        pair(2_200, 2_500),
        None,
        "không đạt",
        "Nữ 2.200/2.500 = 88,00 %, không đạt mức từ 90 % trở lên.",
    );
    check_sexes(
        pair(2_500, 2_500),
        None,
        None,
        "chưa đủ dữ liệu",
        "Chưa có số liệu của nữ: tiêu chí tính riêng cho nam và nữ.",
    );
}

#[test]
fn a_hair_below_is_below_even_where_no_decimals_show_it() {
    check_sexes(
        pair(89_999_999, 100_000_000),
        pair(1, 1),
        None,
        "không đạt",
        "Nam 89.999.999/100.000.000 chỉ khi làm tròn mới thành 90,00 %, không đạt mức từ 90 % trở lên.",
    );
}

#[test]
fn figures_that_contradict_each_other_judge_nothing() {
    check_sexes(
        pair(2_400, 2_500),
        pair(2_400, 2_500),
        pair(4_700, 5_000),
        "chưa đủ dữ liệu",
        "Số liệu mâu thuẫn: nam 2.400/2.500 và nữ 2.400/2.500 cộng lại vượt tổng số 4.700/5.000; hãy kiểm tra lại.",
    );
}

#[test]
fn rules_read_in_vietnamese() {
    assert_eq!(rule_of_2022().label(), "từ 90 % trở lên, cả nam và nữ");
    assert_eq!(rule_of_2016().label(), "từ 85 % trở lên");
}

#[test]
fn a_share_of_communes_is_unknown_while_one_commune_is() {
    let unknown = Verdict::Unknown { reason: String::new() };
    let not_met = Verdict::NotMet { reason: String::new() };
    let tally: Tally = [&Verdict::Met, &Verdict::Met, &not_met, &unknown].into_iter().collect();
    assert_eq!(tally.share(), Knowledge::Unknown("Còn 1 trong 4 đơn vị chưa đủ dữ liệu.".to_owned()));
    let tally = Tally { met: 132, not_met: 32, unknown: 0 };
    assert_eq!(tally.share().known().map(|share| share.percent_rounded(2).vietnamese(2)).as_deref(), Some("80,49"));
    assert!(Tally::default().share().reason().is_some());
}

fn bands(ends: &[(u8, u8)]) -> Vec<Band> {
    ends.iter().map(|&(lower, upper)| Band { lower, upper }).collect()
}

#[test]
fn the_communes_of_ben_tre_fall_into_bands() {
    let partition = Partition::new(bands(&[(19, 19), (15, 18), (10, 14), (5, 9), (0, 4)]), 19).expect("a partition");
    let labels: Vec<_> = partition.bands().iter().map(|band| band.label()).collect();
    assert_eq!(labels, ["19 tiêu chí", "15–18 tiêu chí", "10–14 tiêu chí", "5–9 tiêu chí", "dưới 5 tiêu chí"]);
    assert_eq!(partition.band_of(18), Some(Band { lower: 15, upper: 18 }));
    assert_eq!(partition.band_of(20), None);
    let met = [(19, 43), (16, 12), (12, 62), (7, 30)]
        .into_iter()
        .flat_map(|(met, communes)| std::iter::repeat_n(met, communes));
    let counts: Vec<i64> =
        partition.distribute(met).expect("all in range").into_iter().map(|(_, count)| count).collect();
    assert_eq!(counts, [43, 12, 62, 30, 0]);
    assert_eq!(counts.iter().sum::<i64>(), 147);
}

#[track_caller]
fn check_bands(ends: &[(u8, u8)], expected: Result<(), PartitionError>) {
    assert_eq!(check_partition(&bands(ends), 19), expected);
}

#[test]
fn bands_must_share_out_every_number() {
    check_bands(&[(0, 4), (5, 19)], Ok(()));
    check_bands(&[(0, 4), (6, 19)], Err(PartitionError::Gap { met: 5, total: 19 }));
    check_bands(&[(0, 5), (5, 19)], Err(PartitionError::Overlap { met: 5 }));
    check_bands(&[(0, 20)], Err(PartitionError::OutOfRange { lower: 0, upper: 20, total: 19 }));
    check_bands(&[(4, 0), (5, 19)], Err(PartitionError::Reversed { lower: 4, upper: 0 }));
    check_bands(&[], Err(PartitionError::Gap { met: 0, total: 19 }));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

#[test]
fn a_projection_names_its_method() {
    let points = [(day("2018-12-31"), 30), (day("2019-08-31"), 43), (day("2017-12-31"), 28)];
    let last_two = project(&points, day("2020-12-31"), Method::LastTwo).expect("two points");
    assert_eq!((last_two.count, last_two.points), (69, 2));
    assert_eq!(last_two.label(), "dự báo 69 vào ngày 31/12/2020, theo đường thẳng qua hai lần đếm gần nhất (2 lần)");
    let all = project(&points, day("2020-12-31"), Method::LeastSquares).expect("three points");
    assert_eq!((all.count, all.points), (52, 3));
}

#[test]
fn a_projection_refuses_what_it_cannot_tell() {
    let one = [(day("2019-08-31"), 43)];
    assert_eq!(project(&one, day("2020-12-31"), Method::LastTwo), Err(ProjectionError::TooFewPoints { known: 1 }));
    let same = [(day("2019-08-31"), 43), (day("2019-08-31"), 44)];
    assert!(matches!(project(&same, day("2020-12-31"), Method::LastTwo), Err(ProjectionError::SameDay { .. })));
    let two = [(day("2018-08-31"), 40), (day("2019-08-31"), 43)];
    assert!(matches!(project(&two, day("2019-08-31"), Method::LastTwo), Err(ProjectionError::NotLater { .. })));
    let steep = [(day("2018-08-31"), 0), (day("2019-08-31"), i64::MAX)];
    assert_eq!(project(&steep, day("2039-08-31"), Method::LastTwo), Err(ProjectionError::TooLarge));
}

proptest! {
    #[test]
    fn a_straight_line_is_projected_exactly(start in -1_000_000_i64..1_000_000, slope in -1_000_i64..1_000, days in proptest::collection::btree_set(0_u64..3_000, 2..8)) {
        let at = |days: u64| (day("2015-01-01") + chrono::Days::new(days), start + slope * days as i64);
        let points: Vec<_> = days.iter().map(|days| at(*days)).collect();
        let (to, expected) = at(4_000);
        for method in [Method::LastTwo, Method::LeastSquares] {
            prop_assert_eq!(project(&points, to, method).map(|projection| projection.count), Ok(expected));
        }
    }

    #[test]
    fn no_missing_figure_ever_passes(male in proptest::option::of(0_i64..=100), female in proptest::option::of(0_i64..=100)) {
        let rate = |num: Option<i64>| num.and_then(|num| pair(num, 100));
        let verdict = rule_of_2022().evaluate(&Counts { total: None, male: rate(male), female: rate(female) });
        let fails = [male, female].iter().flatten().any(|num| *num < 90);
        let expected = if fails { "không đạt" } else if male.is_some() && female.is_some() { "đạt" } else { "chưa đủ dữ liệu" };
        prop_assert_eq!(verdict.label(), expected);
    }
}
