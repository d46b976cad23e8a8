use proptest::prelude::*;

use super::*;
use crate::number::{Convention, readings};

#[test]
fn headcounts_and_rates_imply_national_populations() {
    for (people, rate, thousands) in [
        (91_641_000, "92.6", 98_964),
        (93_019_000, "93.2", 99_806),
        (94_716_000, "94.1", 100_655),
        (96_618_000, "95.15", 101_543),
    ] {
        let population = implied_population(people, fixed(rate)).expect("a population");
        assert_eq!((population + 500) / 1_000, thousands, "{people} at {rate} %");
    }
    assert_eq!(implied_population(1, fixed("66.6667")), Ok(1));
    assert!(matches!(implied_population(1, Fixed::ZERO), Err(PairError::NoRate { .. })));
    assert!(matches!(implied_population(-1, fixed("90")), Err(PairError::NotPeople { .. })));
    assert_eq!(implied_population(i64::MAX, fixed("90")), Err(PairError::TooLarge));
}

#[test]
fn the_point_of_2022_is_found_to_be_a_decimal_comma() {
    let neighbours = [99_805_794, 100_654_623, 101_542_827];
    let found = resolve_pair(&readings("91.641 triệu").expect("readable"), fixed("92.6"), &neighbours);
    assert_eq!(
        found.chosen.as_ref().map(|reading| (reading.value, reading.convention)),
        Some((fixed("91641000"), Convention::English))
    );
    assert_eq!(found.implied_population, Some(98_964_363));
    assert!(found.is_format_fault);
    assert_eq!(found.others.iter().map(|reading| reading.value).collect::<Vec<_>>(), [fixed("91641000000")]);
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
    let found = resolve_pair(&readings("93,019 triệu").expect("readable"), fixed("93.2"), &[100_654_623]);
    assert_eq!(found.chosen.map(|reading| reading.value), Some(fixed("93019000")));
    assert!(!found.is_format_fault);
}

#[test]
fn without_a_neighbour_two_readings_stay_open() {
    let both = resolve_pair(&readings("91.641 triệu").expect("readable"), fixed("92.6"), &[]);
    assert!(
        both.chosen.is_none() && both.others.len() == 2 && both.reason.contains("cần người xem lại"),
        "{}",
        both.reason
    );
    let none = resolve_pair(&readings("91.641 triệu").expect("readable"), fixed("92.6"), &[5]);
    assert!(none.chosen.is_none() && none.reason.contains("Không cách đọc nào"), "{}", none.reason);
    let half_a_person = resolve_pair(&readings("4.785").expect("readable"), fixed("90"), &[5_000]);
    assert_eq!(half_a_person.chosen.map(|reading| reading.value), Some(fixed("4785")));
}

proptest! {
    #[test]
    fn an_implied_population_gives_the_rate_back(population in 1_000_000_i64..120_000_000, rate in 100_000_i64..1_000_000) {
        let people = (i128::from(population) * i128::from(rate) / 1_000_000) as i64;
        let implied = implied_population(people, Fixed::from_ten_thousandths(rate)).expect("a population");
        prop_assert!((implied - population).abs() <= 1_000_000 / rate + 1, "{} for {}", implied, population);
    }
}
