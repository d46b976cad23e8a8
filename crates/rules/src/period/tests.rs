use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

#[track_caller]
fn check_period(text: &str, code: &str, label: &str) {
    let period: Period = text.parse().expect("a period");
    assert_eq!((period.to_string().as_str(), period.label().as_str()), (code, label), "{text}");
    assert_eq!(code.parse(), Ok(period), "{code}");
    assert_eq!(label.parse(), Ok(period), "{label}");
}

#[track_caller]
fn check_deadline(text: &str, last_day: &str, rule: DeadlineRule) {
    let deadline: Deadline = text.parse().expect("a deadline");
    assert_eq!((deadline.last_day(), deadline.rule), (day(last_day), rule), "{text}");
    let again: Deadline = deadline.label().parse().expect("its own label");
    assert_eq!(again.last_day(), deadline.last_day(), "{}", deadline.label());
}

#[test]
fn periods_are_read_as_people_write_them() {
    check_period("2019", "2019", "năm 2019");
    check_period("Năm 2019", "2019", "năm 2019");
    check_period("2019-08", "2019-08", "tháng 8/2019");
    check_period("8/2019", "2019-08", "tháng 8/2019");
    check_period("tháng 02 năm 2020", "2020-02", "tháng 02/2020");
    check_period("Quý III năm 2023", "2023-Q3", "quý III năm 2023");
    check_period("quý IV năm 2025", "2025-Q4", "quý IV năm 2025");
    check_period("Q3/2023", "2023-Q3", "quý III năm 2023");
    check_period("2023-Q3", "2023-Q3", "quý III năm 2023");
    check_period("QUÝ III/2023", "2023-Q3", "quý III năm 2023");
    check_period("6 tháng đầu năm 2023", "2023-H1", "6 tháng đầu năm 2023");
    check_period("6 tháng cuối năm 2023", "2023-H2", "6 tháng cuối năm 2023");
    check_period("9 tháng đầu năm 2023", "2023-01-01/2023-09-30", "từ 01/01/2023 đến 30/9/2023");
    check_period("2019-08-31", "2019-08-31", "ngày 31/8/2019");
    check_period("31/8/2019", "2019-08-31", "ngày 31/8/2019");
    check_period("giai đoạn 2021 - 2025", "2021-2025", "giai đoạn 2021–2025");
    check_period("từ 12/8/2022 đến 30/9/2023", "2022-08-12/2023-09-30", "từ 12/8/2022 đến 30/9/2023");
}

#[test]
fn what_is_no_period_is_refused() {
    for text in
        ["", "hằng năm", "13/2019", "quý V năm 2023", "30/02/2020", "2019:08", "92,12", "2025-2021", "0000", "20190831"]
    {
        assert!(matches!(text.parse::<Period>(), Err(PeriodError::NotAPeriod { .. })), "{text:?}");
    }
    assert!(matches!(Period::between(day("2020-01-02"), day("2020-01-01")), Err(PeriodError::Reversed { .. })));
    assert!(
        Period::quarter(2023, 0).is_none() && Period::half_year(2023, 3).is_none() && Period::month(2023, 13).is_none()
    );
}

#[test]
fn the_last_day_belongs_to_the_period() {
    let year = Period::year(2019).expect("a year");
    assert!(year.contains(day("2019-12-31")) && !year.contains(day("2020-01-01")));
    assert!(year.includes(Period::quarter(2019, 4).expect("a quarter")));
    assert!(year.overlaps("từ 01/12/2019 đến 31/01/2020".parse().expect("a period")));
}

#[test]
fn cards_of_2015_were_valid_for_seven_months() {
    let validity: Period = "từ 01/6/2015 đến 31/12/2015".parse().expect("a period");
    assert_eq!(validity.months(), Some(7));
    assert_eq!(Period::year(2016).and_then(Period::months), Some(12));
    assert_eq!(Period::between(day("2015-06-02"), day("2015-12-31")).map(Period::months), Ok(None));
}

#[test]
fn dates_have_noughts_where_the_decree_puts_them() {
    for (date, written, words) in [
        ("2025-07-01", "01/7/2025", "ngày 01 tháng 7 năm 2025"),
        ("2019-08-31", "31/8/2019", "ngày 31 tháng 8 năm 2019"),
        ("2020-02-01", "01/02/2020", "ngày 01 tháng 02 năm 2020"),
        ("2022-12-15", "15/12/2022", "ngày 15 tháng 12 năm 2022"),
    ] {
        assert_eq!(vietnamese_date(day(date)), written);
        assert_eq!(vietnamese_date_in_words(day(date)), words);
        for text in [date, written, words] {
            assert_eq!(parse_date(text), Ok(day(date)), "{text}");
        }
    }
    for wrong in ["31/9/2020", "2019", "quý III năm 2023", "31/8/19"] {
        assert!(parse_date(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn deadlines_bind_as_they_are_worded() {
    check_deadline("trước ngày 31/10/2020", "2020-10-30", DeadlineRule::Before);
    check_deadline("Quý III năm 2023", "2023-09-30", DeadlineRule::EndOfPeriod);
    check_deadline("vào quý IV năm 2025", "2025-12-31", DeadlineRule::EndOfPeriod);
    check_deadline("dự kiến cuối năm 2018", "2018-12-31", DeadlineRule::Expected);
    check_deadline("chậm nhất ngày 15/12/2022", "2022-12-15", DeadlineRule::On);
    check_deadline("đến hết ngày 30/9/2023", "2023-09-30", DeadlineRule::On);
    check_deadline("trước năm 2025", "2024-12-31", DeadlineRule::Before);
    check_deadline("dự kiến trước ngày 31/10/2020", "2020-10-30", DeadlineRule::Expected);
    for wrong in ["", "sớm", "hằng năm", "trước", "dự kiến"] {
        assert!(matches!(wrong.parse::<Deadline>(), Err(PeriodError::NotADeadline { .. })), "{wrong:?}");
    }
}

#[test]
fn the_report_of_a_province_on_31_october_is_late() {
    let deadline: Deadline = "trước ngày 31/10/2020".parse().expect("a deadline");
    assert!(!deadline.is_late(day("2020-10-30")));
    assert!(deadline.is_late(day("2020-10-31")));
}

#[test]
fn an_expected_date_makes_nobody_late() {
    let deadline: Deadline = "dự kiến cuối năm 2018".parse().expect("a deadline");
    assert!(deadline.is_soft() && deadline.has_passed(day("2019-01-01")) && !deadline.is_late(day("2019-01-01")));
}

#[test]
fn working_days_pass_over_weekends_and_holidays() {
    // National Day of 2020 was a Wednesday; the Saturday is worked only in this story.
    let holidays = Holidays { days_off: [day("2020-09-02")].into(), worked_weekends: [day("2020-09-05")].into() };
    assert_eq!(holidays.working_days_after(day("2020-09-01"), 1), Some(day("2020-09-03")));
    assert_eq!(holidays.working_days_after(day("2020-09-01"), 3), Some(day("2020-09-05")));
    assert_eq!(holidays.working_days_after(day("2020-09-01"), 4), Some(day("2020-09-07")));
    assert_eq!(holidays.working_days_before(day("2020-09-03"), 1), Some(day("2020-09-01")));
    assert_eq!(holidays.working_day_from(day("2020-09-06")), Some(day("2020-09-07")));
    assert_eq!(holidays.count_working_days(day("2020-09-01"), day("2020-09-07")), 4);
    assert_eq!(holidays.count_working_days(day("2020-09-07"), day("2020-09-01")), 0);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..100_000).prop_map(|days| day("1900-01-01") + Days::new(days))
}

proptest! {
    #[test]
    fn a_period_reads_back(first in any_day(), length in 0_u64..2_000) {
        let last = first + Days::new(length);
        let period = Period::between(first, last).expect("in order");
        prop_assert_eq!(period.to_string().parse(), Ok(period));
        prop_assert_eq!(period.label().parse(), Ok(period));
    }

    #[test]
    fn a_date_reads_back(date in any_day()) {
        prop_assert_eq!(parse_date(&vietnamese_date(date)), Ok(date));
        prop_assert_eq!(parse_date(&vietnamese_date_in_words(date)), Ok(date));
    }

    #[test]
    fn counting_and_stepping_agree(start in any_day(), count in 0_u32..60) {
        let holidays = Holidays::default();
        let end = holidays.working_days_after(start, count).expect("in the calendar");
        prop_assert_eq!(holidays.count_working_days(start, end), count as usize);
    }

    #[test]
    fn parsing_never_panics(text in "[0-9qiIhVă/ .,quýnămtháng–-]{0,24}") {
        let _ = (text.parse::<Period>(), text.parse::<Deadline>(), parse_date(&text));
    }
}
