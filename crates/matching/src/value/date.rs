//! Dates: a day, a month or a year, however they are written, and what happens to them on the way.

use super::{Classes, Prepared, Values, is_void, written};
use crate::level::{DIFFERENT, Level};
use crate::schema::DateOrder;
use crate::similarity::few_slips;
use crate::source::intern::Interner;

const SAME_YEAR: Level = 2;
const SIMILAR: Level = 3;
const CLOSE: Level = 4;
const YEAR_FOR_A_DAY: Level = 5;
const SWAPPED: Level = 6;

/// Year, month and day as the digits YYYYMMDD; a part that is not known is 0. A slip of the pen may have left a month
/// beyond 12 or a day beyond 31: it is kept, since it still resembles what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedDate(u32);

impl PackedDate {
    /// Reads what is written.
    pub(super) fn parse(text: &[u8], order: DateOrder) -> Option<PackedDate> {
        let mut groups: Vec<&[u8]> =
            text.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        if groups.len() == 2 && groups[1] == b"0" && groups[0].len() >= 4 {
            groups.pop();
        }
        let (year, month, day) = match groups[..] {
            [only] => parse_digits(only, order)?,
            [first, second] if first.len() == 4 => (number(first)?, number(second)?, 0),
            [first, second] if second.len() == 4 => (number(second)?, number(first)?, 0),
            [first, second, third, ..] => parse_parts([first, second, third], order)?,
            _ => return None,
        };
        (year <= 9999 && month <= 99 && day <= 99 && year > 0).then(|| PackedDate(year * 10_000 + month * 100 + day))
    }

    pub(super) fn year(self) -> u32 {
        self.0 / 10_000
    }

    fn month(self) -> u32 {
        self.0 / 100 % 100
    }

    fn day(self) -> u32 {
        self.0 % 100
    }

    /// A year for which no day was known: written alone, or as the first of January.
    fn may_be_a_year(self) -> bool {
        self.month() == 0 || (self.month() == 1 && self.day() <= 1)
    }

    fn digits(self) -> [u8; 8] {
        let mut rest = self.0;
        let mut digits = [0; 8];
        for digit in digits.iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }
}

/// The level of two dates that are not the same.
pub(super) fn level(left: PackedDate, right: PackedDate) -> Level {
    if left.year() == right.year() {
        if left.may_be_a_year() || right.may_be_a_year() {
            return YEAR_FOR_A_DAY;
        }
        if left.month() == right.month() && (left.day() == 0 || right.day() == 0) {
            return YEAR_FOR_A_DAY;
        }
        if left.month() == right.day() && left.day() == right.month() {
            return SWAPPED;
        }
    }
    let same = [left.year() == right.year(), left.month() == right.month(), left.day() == right.day()];
    if few_slips(&left.digits(), &right.digits()) == Some(1) {
        return CLOSE;
    }
    match same {
        [true, true, _] | [true, _, true] => SIMILAR,
        [_, true, true] if left.day() != 0 && !left.may_be_a_year() => SIMILAR,
        [true, ..] => SAME_YEAR,
        _ => DIFFERENT,
    }
}

/// Reads the dates of a column.
pub(super) fn prepare(interner: &Interner, order: DateOrder) -> Prepared {
    let mut classes = Classes::default();
    let mut dates = vec![PackedDate(0)];
    let mut recoded = vec![0];
    for text in written(interner) {
        let date = if is_void(&text) { None } else { PackedDate::parse(text.as_bytes(), order) };
        let code = date.map_or(0, |date| classes.of(&date.0.to_le_bytes()));
        if let (Some(date), true) = (date, code as usize == dates.len()) {
            dates.push(date);
        }
        recoded.push(code);
    }
    let class = |make: fn(PackedDate) -> u32| {
        let mut classes = Classes::default();
        let class = |&date: &PackedDate| match make(date) {
            0 => 0,
            number => classes.of(&number.to_le_bytes()),
        };
        Some(dates.iter().map(class).collect())
    };
    let whole = class(|date| if date.day() == 0 { 0 } else { date.0 });
    let any_order = class(|date| {
        if date.day() == 0 {
            return 0;
        }
        let (less, more) = (date.month().min(date.day()), date.month().max(date.day()));
        date.year() * 10_000 + less * 100 + more
    });
    let year = class(PackedDate::year);
    let any_year = class(|date| if date.may_be_a_year() || date.day() == 0 { 0 } else { date.0 % 10_000 });
    let parts = vec![
        ("nguyên văn", None),
        ("trọn ngày", whole),
        ("ngày và tháng không kể thứ tự", any_order),
        ("năm", year),
        ("ngày và tháng", any_year),
    ];
    Prepared { recoded, codes: dates.len(), parts, values: Values::Date(dates) }
}

fn parse_digits(digits: &[u8], order: DateOrder) -> Option<(u32, u32, u32)> {
    let is_year = |digits: &[u8]| number(digits).is_some_and(|year| (1800..=2100).contains(&year));
    match digits.len() {
        8 => {
            let year_first = match order {
                DateOrder::YearFirst => true,
                DateOrder::ByShape => is_year(&digits[..4]) || !is_year(&digits[4..]),
                DateOrder::DayFirst | DateOrder::MonthFirst => false,
            };
            if year_first {
                Some((number(&digits[..4])?, number(&digits[4..6])?, number(&digits[6..])?))
            } else {
                let (first, second) = (number(&digits[..2])?, number(&digits[2..4])?);
                let (day, month) = if order == DateOrder::MonthFirst { (second, first) } else { (first, second) };
                Some((number(&digits[4..])?, month, day))
            }
        }
        6 => Some((number(&digits[..4])?, number(&digits[4..])?, 0)),
        4 => Some((number(digits)?, 0, 0)),
        _ => None,
    }
}

fn parse_parts([first, second, third]: [&[u8]; 3], order: DateOrder) -> Option<(u32, u32, u32)> {
    if first.len() == 4 || (order == DateOrder::YearFirst && third.len() <= 2) {
        return Some((full_year(first)?, number(second)?, number(third)?));
    }
    let year = full_year(third)?;
    let (first, second) = (number(first)?, number(second)?);
    let month_first = match order {
        DateOrder::MonthFirst => true,
        DateOrder::ByShape => second > 12 && first <= 12,
        DateOrder::DayFirst | DateOrder::YearFirst => false,
    };
    Some(if month_first { (year, first, second) } else { (year, second, first) })
}

/// Two digits are a year from 1926 to 2025.
fn full_year(digits: &[u8]) -> Option<u32> {
    let year = number(digits)?;
    Some(match (digits.len(), year) {
        (2, 0..=25) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    })
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, order: DateOrder) -> u32 {
        PackedDate::parse(text.as_bytes(), order).map_or(0, |date| date.0)
    }

    #[test]
    fn dates_are_read_however_they_are_written() {
        let by_shape = [
            "1975-04-30",
            "30/04/1975",
            "30.4.1975",
            "19750430",
            "30041975",
            "1975-04-30 00:00:00",
            "4/30/1975",
            "30/4/75",
            "19750430.0",
        ];
        for text in by_shape {
            assert_eq!(read(text, DateOrder::ByShape), 19750430, "{text}");
        }
        assert_eq!(read("03/04/1975", DateOrder::ByShape), 19750403);
        assert_eq!(read("03/04/1975", DateOrder::MonthFirst), 19750304);
        assert_eq!(read("04/1975", DateOrder::ByShape), 19750400);
        assert_eq!(read("1975", DateOrder::ByShape), 19750000);
        assert_eq!(read("khoảng 1975", DateOrder::ByShape), 19750000);
        assert_eq!(read("không rõ", DateOrder::ByShape), 0);
    }

    #[test]
    fn what_happens_to_dates_has_a_level_each() {
        let level = |left: &str, right: &str| {
            let read = |text: &str| PackedDate::parse(text.as_bytes(), DateOrder::ByShape).expect("a date");
            level(read(left), read(right))
        };
        assert_eq!(level("05/08/1990", "08/05/1990"), SWAPPED);
        assert_eq!(level("05/08/1990", "1990"), YEAR_FOR_A_DAY);
        assert_eq!(level("05/08/1990", "01/01/1990"), YEAR_FOR_A_DAY);
        assert_eq!(level("05/08/1990", "05/08/1980"), CLOSE);
        assert_eq!(level("15/08/1990", "51/08/1990"), CLOSE);
        assert_eq!(level("05/08/1990", "05/08/1953"), SIMILAR);
        assert_eq!(level("05/08/1990", "27/08/1990"), SIMILAR);
        assert_eq!(level("05/08/1990", "27/11/1990"), SAME_YEAR);
        assert_eq!(level("05/08/1990", "27/11/1954"), DIFFERENT);
        assert_eq!(level("01/01/1990", "01/01/1954"), DIFFERENT, "two years for which no day was known");
    }

    #[test]
    fn a_number_where_a_year_should_be_is_no_date() {
        for text in ["01/02/999999999", "999999-01-02", "4294967295 1 1"] {
            assert_eq!(PackedDate::parse(text.as_bytes(), DateOrder::ByShape), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_stand_where_a_date_should(text in prop::collection::vec(any::<u8>(), 0..24), digits in "[0-9/ .-]{0,14}") {
            for order in [DateOrder::ByShape, DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst] {
                for text in [&text[..], digits.as_bytes()] {
                    prop_assert!(PackedDate::parse(text, order).is_none_or(|date| date.year() > 0));
                }
            }
        }
    }
}
