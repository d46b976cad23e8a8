use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

fn entry(valid_from: &str, valid_to: Option<&str>, value: i64, ground: Option<&str>) -> Entry<i64> {
    Entry { valid_from: day(valid_from), valid_to: valid_to.map(day), value, ground: ground.map(str::to_owned) }
}

/// The threshold of sub-criterion 15.1 through the sets of criteria.
fn thresholds() -> Dated<i64> {
    Dated::new(vec![
        entry("2013-01-01", None, 70, None),
        entry("2016-12-01", Some("2020-12-31"), 85, Some("Quyết định 1980/QĐ-TTg")),
        entry("2022-03-08", None, 90, Some("Quyết định 318/QĐ-TTg")),
    ])
    .expect("in order")
}

#[track_caller]
fn check_on(on: &str, expected: Option<(i64, &str)>) {
    let table = thresholds();
    let found = table.on(day(on)).map(|entry| (entry.value, entry.ground_label()));
    assert_eq!(found, expected, "{on}");
}

#[test]
fn each_day_has_its_threshold() {
    check_on("2012-12-31", None);
    check_on("2016-11-30", Some((70, "chưa có căn cứ")));
    check_on("2016-12-01", Some((85, "Quyết định 1980/QĐ-TTg")));
    check_on("2020-12-31", Some((85, "Quyết định 1980/QĐ-TTg")));
    check_on("2021-06-30", None);
    check_on("2025-06-30", Some((90, "Quyết định 318/QĐ-TTg")));
}

#[test]
fn a_faulty_table_is_refused() {
    let reversed = Dated::new(vec![entry("2020-01-02", Some("2020-01-01"), 1, None)]);
    assert!(matches!(reversed, Err(DatedError::Reversed { entry: 1, .. })));
    let order = Dated::new(vec![entry("2020-01-01", None, 1, None), entry("2020-01-01", None, 2, None)]);
    assert!(matches!(order, Err(DatedError::OutOfOrder { entry: 2, .. })));
    let overlap =
        Dated::new(vec![entry("2020-01-01", Some("2021-01-01"), 1, None), entry("2021-01-01", None, 2, None)]);
    let error = overlap.expect_err("both hold on one day");
    assert_eq!(
        error.to_string(),
        "Mục 2 bắt đầu ngày 01/01/2021 khi mục liền trước còn hiệu lực đến 01/01/2021; hãy sửa để mỗi ngày chỉ có một mục."
    );
    assert_eq!(Dated::<i64>::new(Vec::new()).map(|empty| empty.on(day("2020-01-01")).is_none()), Ok(true));
}

proptest! {
    #[test]
    fn looking_up_agrees_with_a_scan(starts in proptest::collection::btree_set(0_u64..3_000, 0..12), on in 0_u64..3_500) {
        let first = day("2016-01-01");
        let entries: Vec<_> = starts.iter().map(|start| Entry {
            valid_from: first + chrono::Days::new(*start), valid_to: None, value: *start, ground: None,
        }).collect();
        let expected = starts.iter().copied().rfind(|start| *start <= on);
        let table = Dated::new(entries).expect("in order");
        prop_assert_eq!(table.on(first + chrono::Days::new(on)).map(|entry| entry.value), expected);
    }
}
