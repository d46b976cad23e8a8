//! Numbers, letters and days as official papers write them.

use chrono::{Datelike, NaiveDate};

/// The letters that name points, in the order of the Vietnamese alphabet without marked vowels: a, b, c, d, đ, e, g…
pub const POINT_LETTERS: [char; 23] =
    ['a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'x', 'y'];

/// The name of the n-th point, from 1; after y the letters double: aa, ab, …
pub fn point(n: usize) -> String {
    let mut rest = n;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(POINT_LETTERS[(rest - 1) % POINT_LETTERS.len()]);
        rest = (rest - 1) / POINT_LETTERS.len();
    }
    letters.iter().rev().collect()
}

/// The n-th Roman number in capitals; nought has none and gives an empty text.
pub fn roman(n: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = n;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// The room left for a number or a day that is not given yet.
pub const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// "15/QĐ-BNV", "05/QĐ-BNV", or a blank before the symbol. Numbers under 10 have a nought before them.
pub fn number(number: Option<u32>, symbol: &str) -> String {
    match number {
        Some(number) => format!("{number:02}/{symbol}"),
        None => format!("{BLANK}/{symbol}"),
    }
}

/// "ngày 05 tháng 01 năm 2020", "ngày 29 tháng 6 năm 2019": days under 10 and months 1 and 2 have a nought before
/// them. A day not given leaves blanks.
pub fn day(date: Option<NaiveDate>) -> String {
    let Some(date) = date else {
        return format!("ngày{BLANK}tháng{BLANK}năm{BLANK}");
    };
    let month = date.month();
    let month = if month < 3 { format!("0{month}") } else { month.to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}
