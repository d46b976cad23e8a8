use proptest::prelude::*;

use super::*;

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a plain decimal")
}

fn ratio(num: i64, den: i64) -> Ratio {
    Ratio::new(num, den).expect("a rate")
}

#[track_caller]
fn check_percent(num: i64, den: i64, expected: &str) {
    assert_eq!(ratio(num, den).percent_rounded(2).vietnamese(2), expected, "{num}/{den}");
}

#[test]
fn rates_print_with_a_comma_and_two_decimals() {
    check_percent(43, 50, "86,00");
    check_percent(132, 164, "80,49");
    check_percent(22_499, 25_000, "90,00");
    check_percent(1, 3, "33,33");
    check_percent(2, 3, "66,67");
    check_percent(1, 8_000, "0,01");
    check_percent(0, 7, "0,00");
    check_percent(3, 2, "150,00");
    assert_eq!(ratio(22_499, 25_000).to_string(), "22.499/25.000");
}

#[test]
fn ben_tre_went_beyond_its_targets_by_points() {
    for (result, target, expected) in [
        ("82.29", "75.2", "+7,09"),
        ("91.2", "79", "+12,20"),
        ("91.87", "82.8", "+9,07"),
        ("92.12", "86.5", "+5,62"),
        ("86.25", "91.5", "-5,25"),
        ("86.25", "92", "-5,75"),
        ("89.996", "90", "-0,004"),
        ("90", "90", "0,00"),
    ] {
        let difference = points(fixed(result), fixed(target)).expect("fits");
        assert_eq!(difference.vietnamese(), expected, "{result} against {target}");
    }
}

#[test]
fn a_rate_that_prints_as_ninety_may_be_less() {
    let rate = ratio(22_499, 25_000);
    assert!(!rate.meets(Comparator::AtLeast, fixed("90")));
    assert_eq!(rate.points_from(fixed("90")).map(Points::vietnamese), Ok("-0,004".to_owned()));
    assert!(ratio(22_500, 25_000).meets(Comparator::AtLeast, fixed("90")));
}

#[test]
fn above_is_not_at_least() {
    let rate = ratio(9_515, 10_000);
    for (comparator, met) in [
        (Comparator::AtLeast, true),
        (Comparator::MoreThan, false),
        (Comparator::Equal, true),
        (Comparator::AtMost, true),
        (Comparator::LessThan, false),
    ] {
        assert_eq!(rate.meets(comparator, fixed("95.15")), met, "{comparator}");
    }
    assert_eq!("trên".parse(), Ok(Comparator::MoreThan));
    assert_eq!("đạt".parse(), Ok(Comparator::AtLeast));
    assert_eq!("≥".parse(), Ok(Comparator::AtLeast));
    assert!("khoảng".parse::<Comparator>().is_err());
    assert_eq!(Comparator::MoreThan.phrase("95,15 %"), "trên 95,15 %");
    assert_eq!(Comparator::AtLeast.phrase("85 %"), "từ 85 % trở lên");
    for comparator in
        [Comparator::AtLeast, Comparator::MoreThan, Comparator::Equal, Comparator::AtMost, Comparator::LessThan]
    {
        assert_eq!(comparator.symbol().parse(), Ok(comparator));
    }
}

#[test]
fn pairs_that_are_no_rate_are_refused() {
    assert_eq!(Ratio::new(1, 0), Err(RatioError::NoDenominator { den: 0 }));
    assert_eq!(Ratio::new(-1, 2), Err(RatioError::NegativeNumerator { num: -1 }));
    assert_eq!(Ratio::new(i64::MAX, 1), Err(RatioError::TooLarge));
    assert!(Ratio::new(i64::MAX, i64::MAX).is_ok());
    assert_eq!(Ratio::sum([]), Err(RatioError::NothingToSum));
    assert_eq!(Ratio::sum([ratio(0, i64::MAX), ratio(0, 1)]), Err(RatioError::TooLarge));
}

#[test]
fn a_sum_of_rates_is_a_sum_of_pairs() {
    assert_eq!(Ratio::sum([ratio(1, 2), ratio(1, 4)]), Ok(ratio(2, 6)));
}

#[test]
fn unknown_keeps_its_reason() {
    let unknown: Knowledge<i64> = Knowledge::Unknown("không nói bao nhiêu xã".to_owned());
    assert_eq!(unknown.clone().map(|value| value + 1).reason(), Some("không nói bao nhiêu xã"));
    assert_eq!(Knowledge::Known(132).map(|value| value + 1).known(), Some(&133));
    assert_eq!(Sex::ALL.map(Sex::label), ["nam", "nữ"]);
}

fn any_ratio() -> impl Strategy<Value = Ratio> {
    (0_i64..200_000_000, 1_i64..200_000_000).prop_map(|(num, den)| ratio(num, den))
}

proptest! {
    #[test]
    fn a_sum_does_not_depend_on_the_order(pairs in proptest::collection::vec(any_ratio(), 1..20), seed: usize) {
        let mut turned = pairs.clone();
        turned.rotate_left(seed % pairs.len());
        turned.reverse();
        prop_assert_eq!(Ratio::sum(pairs.iter().copied()), Ratio::sum(turned));
        let (head, tail) = pairs.split_at(seed % pairs.len());
        let parts: Vec<_> = [head, tail].into_iter().filter_map(|part| Ratio::sum(part.iter().copied()).ok()).collect();
        prop_assert_eq!(Ratio::sum(parts), Ratio::sum(pairs));
    }

    #[test]
    fn comparing_agrees_with_the_exact_fraction(rate in any_ratio(), ten_thousandths in 0_i64..2_000_000) {
        // percent = p / 10^4, rate = 100 n / d: both as whole multiples of 1 / (10^4 d), by division with remainder.
        let percent = Fixed::from_ten_thousandths(ten_thousandths);
        let scaled = rate.num() * 1_000_000;
        let (quotient, remainder) = (scaled / rate.den(), scaled % rate.den());
        let expected = quotient.cmp(&ten_thousandths).then(if remainder > 0 { Ordering::Greater } else { Ordering::Equal });
        prop_assert_eq!(rate.compare_percent(percent), expected);
        let points = rate.points_from(percent).expect("fits");
        prop_assert_eq!(points.value().cmp(&Fixed::ZERO), expected);
    }

    #[test]
    fn rounding_is_off_by_half_at_most(rate in any_ratio()) {
        let rounded = i128::from(rate.percent_rounded(2).ten_thousandths()) * i128::from(rate.den());
        let exact = i128::from(rate.num()) * PERCENT;
        let off = rounded - exact;
        prop_assert!(off <= i128::from(rate.den()) * 50 && off > -i128::from(rate.den()) * 50);
    }

    #[test]
    fn comparing_rates_is_comparing_cross_products(left in any_ratio(), right in any_ratio()) {
        prop_assert_eq!(left.compare(right), right.compare(left).reverse());
        let twice = ratio(left.num() * 2, left.den() * 2);
        prop_assert_eq!(twice.compare(left), Ordering::Equal);
    }
}
