use std::fmt;

use proptest::prelude::*;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

use super::*;

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a plain decimal")
}

#[track_caller]
fn check_plain(text: &str, ten_thousandths: i64) {
    assert_eq!(text.parse::<Fixed>(), Ok(Fixed::from_ten_thousandths(ten_thousandths)), "{text}");
}

#[track_caller]
fn check_readings(text: &str, expected: &[(&str, Convention)]) {
    let found: Vec<_> =
        readings(text).expect("readable").into_iter().map(|one| (one.value.to_string(), one.convention)).collect();
    let expected: Vec<_> = expected.iter().map(|(value, convention)| ((*value).to_owned(), *convention)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn plain_decimals() {
    check_plain("75.20", 752_000);
    check_plain("95.15", 951_500);
    check_plain("-0.5", -5_000);
    check_plain("0.10000000", 1_000);
    for wrong in ["75,20", "75.", ".5", "", "1e3", "+1", " 1", "--1", "1.2.3", "٣"] {
        assert!(wrong.parse::<Fixed>().is_err(), "{wrong:?}");
    }
    assert!(matches!("0.00001".parse::<Fixed>(), Err(NumberError::TooPrecise { .. })));
    assert!(matches!("922337203685477.5808".parse::<Fixed>(), Err(NumberError::TooLarge { .. })));
}

#[test]
fn vietnamese_writing() {
    assert_eq!(fixed("92.12").vietnamese(2), "92,12");
    assert_eq!(fixed("520000000").vietnamese(0), "520.000.000");
    assert_eq!(fixed("75.2").plain(2), "75.20");
    assert_eq!(fixed("89.996").vietnamese(2), "90,00");
    assert_eq!(fixed("-5.25").vietnamese(2), "-5,25");
    assert_eq!(fixed("-0.001").vietnamese(2), "0,00");
    assert_eq!(fixed("0.125").vietnamese(2), "0,13");
    assert_eq!(fixed("1234567.8901").vietnamese(4), "1.234.567,8901");
    assert_eq!(fixed("90").vietnamese_shortest(), "90");
    assert_eq!(vietnamese_whole(10_035), "10.035");
    assert_eq!(vietnamese_whole(-999), "-999");
    assert_eq!(vietnamese_whole(i64::MIN), "-9.223.372.036.854.775.808");
}

#[test]
fn vietnamese_reading() {
    for (text, value) in [
        ("92,12", "92.12"),
        ("4.785", "4785"),
        ("520.000.000", "520000000"),
        ("91,641 triệu", "91641000"),
        ("92,6 %", "92.6"),
        ("15,69 triệu", "15690000"),
        ("−5,25", "-5.25"),
    ] {
        assert_eq!(parse_vietnamese(text), Ok(fixed(value)), "{text}");
    }
    assert!(matches!(parse_vietnamese("75.20"), Err(NumberError::NotVietnamese { .. })));
    assert_eq!(parse_vietnamese("  "), Err(NumberError::Empty));
    assert!(matches!(parse_vietnamese("chín mươi"), Err(NumberError::NotANumber { .. })));
    assert_eq!(parse_whole("10.035"), Ok(10_035));
    assert_eq!(parse_whole("9.223.372.036.854.775.807"), Ok(i64::MAX));
    assert!(matches!(parse_whole("92,12"), Err(NumberError::NotWhole { .. })));
}

#[test]
fn a_number_is_kept_with_all_its_readings() {
    check_readings("91.641 triệu", &[("91641000000", Convention::Vietnamese), ("91641000", Convention::English)]);
    check_readings("93,019 triệu", &[("93019000", Convention::Vietnamese), ("93019000000", Convention::English)]);
    check_readings("4.785", &[("4785", Convention::Vietnamese), ("4.785", Convention::English)]);
    check_readings("92,12", &[("92.12", Convention::Vietnamese)]);
    check_readings("75.20", &[("75.2", Convention::English)]);
    check_readings("0.641", &[("0.641", Convention::English)]);
    check_readings("1.234,5", &[("1234.5", Convention::Vietnamese)]);
    check_readings("1,234.5", &[("1234.5", Convention::English)]);
    check_readings("2026", &[("2026", Convention::Plain)]);
    for wrong in ["1.23.456", "1.", ",5", "1,2,3.4.5", "12 người", "."] {
        assert!(readings(wrong).is_err(), "{wrong:?}: {:?}", readings(wrong));
    }
    let both: Vec<_> = readings("91.641 triệu").expect("readable").iter().map(Reading::written).collect();
    assert_eq!(both, ["91.641 triệu", "91,641 triệu"]);
}

#[test]
fn a_fault_says_what_to_do() {
    let sentence = parse_vietnamese("75.20").expect_err("a point is no decimal comma").to_string();
    assert!(sentence.contains("75.20") && sentence.contains("hãy viết lại"), "{sentence}");
}

#[test]
fn arithmetic_refuses_to_overflow() {
    let most = Fixed::from_ten_thousandths(i64::MAX);
    assert!(matches!(most.try_add(Fixed::from_ten_thousandths(1)), Err(NumberError::TooLarge { .. })));
    assert!(matches!(most.try_mul(2), Err(NumberError::TooLarge { .. })));
    assert!(Fixed::whole(i64::MAX).is_err());
    assert_eq!(fixed("82.29").try_sub(fixed("75.2")), Ok(fixed("7.09")));
}

struct AsWritten(Fixed);

impl fmt::Display for AsWritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(formatter)
    }
}

proptest! {
    #[test]
    fn what_is_displayed_parses_back(ten_thousandths: i64) {
        let value = Fixed::from_ten_thousandths(ten_thousandths);
        prop_assert_eq!(value.to_string().parse(), Ok(value));
        prop_assert_eq!(value.plain(4).parse(), Ok(value));
        prop_assert_eq!(parse_vietnamese(&value.vietnamese(4)), Ok(value));
        prop_assert_eq!(parse_vietnamese(&value.vietnamese_shortest()), Ok(value));
    }

    #[test]
    fn what_is_stored_reads_back(ten_thousandths: i64) {
        let value = Fixed::from_ten_thousandths(ten_thousandths);
        let stored = AsWritten(value).to_string();
        let deserializer: StrDeserializer<'_, ValueError> = stored.as_str().into_deserializer();
        prop_assert_eq!(Fixed::deserialize(deserializer), Ok(value));
    }

    #[test]
    fn whole_numbers_read_back(value: i64) {
        prop_assert_eq!(parse_whole(&vietnamese_whole(value)), Ok(value));
    }

    #[test]
    fn sums_and_differences_undo_each_other(left in -1_000_000_000_i64..1_000_000_000, right in -1_000_000_000_i64..1_000_000_000) {
        let (left, right) = (Fixed::from_ten_thousandths(left), Fixed::from_ten_thousandths(right));
        prop_assert_eq!(left.try_add(right).and_then(|sum| sum.try_sub(right)), Ok(left));
    }

    #[test]
    fn reading_never_panics(text in "[0-9.,  %triệunghìỷ−-]{0,48}") {
        let _ = (readings(&text), parse_vietnamese(&text), parse_whole(&text), text.parse::<Fixed>());
    }
}
