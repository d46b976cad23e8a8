//! How much, and in which unit: the numbers of a sentence that count something.

use std::ops::Range;

use rules::number::Fixed;

use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, key, marks};
use crate::read::number::{self, Quantity};
use crate::read::phrases::{Meanings, meanings, phrases};

/// The unit a number stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// %
    Percent,
    /// điểm phần trăm
    Points,
    /// người, lao động, đối tượng
    People,
    /// thẻ
    Cards,
    /// xã, phường, thị trấn
    Communes,
    /// huyện
    Districts,
    /// đơn vị, doanh nghiệp
    Units,
    /// đồng
    Dong,
    /// tập thể
    Collectives,
    /// cá nhân
    Individuals,
    /// tin, bài
    Articles,
    /// lượt, hội nghị
    Times,
}

impl Unit {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Percent | Unit::Points => "percent",
            Unit::People => "people",
            Unit::Cards => "cards",
            Unit::Communes => "communes",
            Unit::Districts => "districts",
            Unit::Units | Unit::Collectives | Unit::Individuals => "units",
            Unit::Dong => "dong",
            Unit::Articles => "articles",
            Unit::Times => "times",
        }
    }
}

/// A number of a sentence.
#[derive(Debug, Clone)]
pub struct Amount {
    /// The number itself.
    pub quantity: Quantity,
    /// Its unit, where a word or sign says it.
    pub unit: Option<Unit>,
    /// The token after the number and its unit.
    pub end: usize,
    /// "132/164": of how many.
    pub of: Option<i64>,
    /// The value after separators were weighed.
    pub value: f64,
    /// Whether the separators had to be read against the Vietnamese way.
    pub misread: bool,
}

impl Amount {
    /// The first token of the number.
    pub fn start(&self) -> usize {
        self.quantity.tokens.start
    }
}

/// Every number of a range that counts something: no dates, numbers of papers, articles, list marks, ages.
pub fn amounts(document: &Document<'_>, range: Range<usize>) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut index = range.start;
    while index < range.end {
        // Dates and numbers of papers hold a number too: most tokens need not be looked up.
        if !document.is_number(index) && !starts_number_in_words(document, index) {
            index += 1;
            continue;
        }
        if let Some(date) = document.date_at(index) {
            index = date.tokens.end.max(index + 1);
            continue;
        }
        if let Some(symbol) = document.symbol_at(index) {
            index = symbol.tokens.end.max(index + 1);
            continue;
        }
        let labels = || document.is_any(index + 1, &[marks::COLON, key!("đạt"), key!("là")]);
        let Some(amount) = amount_at(document, index, range.end).filter(|_| !(is_year(document, index) && labels())) else {
            index += 1;
            continue;
        };
        index = amount.end.max(index + 1);
        found.push(amount);
    }
    found
}

/// "2023 đạt 94%", "2023: 94%": the year of a value.
fn is_year(document: &Document<'_>, index: usize) -> bool {
    document.digits(index, 4..5).is_some_and(|year| (1990..2100).contains(&year))
}

fn amount_at(document: &Document<'_>, index: usize, end: usize) -> Option<Amount> {
    if is_label(document, index) {
        return None;
    }
    let quantity = number::at(document, index)?;
    let after = quantity.tokens.end;
    if document.is(after, key!("tuổi")) {
        return None;
    }
    if let Some(of) = fraction(document, &quantity) {
        let unit = unit_at(document, after + 2).map(|(unit, _)| unit);
        let value = quantity.number();
        return Some(Amount { quantity, unit, end: after + 2, of: Some(of), value, misread: false });
    }
    if document.is(after, marks::SLASH) && document.is_number(after + 1) {
        return None;
    }
    let (unit, unit_end) = match quantity.percent {
        true => (Some(Unit::Percent), after),
        false => unit_at(document, after).map_or((None, after), |(unit, end)| (Some(unit), end)),
    };
    // "Thu: 152,6 tỷ": nothing but money is counted so.
    let unit = unit.or((quantity.factor == 1_000_000_000 && !quantity.in_words).then_some(Unit::Dong));
    if quantity.in_words && unit.is_none() {
        return None;
    }
    let (value, misread) = weigh(&quantity, unit);
    Some(Amount { quantity, unit, end: unit_end.min(end.max(after)), of: None, value, misread })
}

/// Number words that are nothing else; "năm" and "tư" are a year and a unit more often than 5 and 4.
fn starts_number_in_words(document: &Document<'_>, index: usize) -> bool {
    const STARTS: [Key; 10] = [
        key!("một"),
        key!("hai"),
        key!("ba"),
        key!("bốn"),
        key!("sáu"),
        key!("bảy"),
        key!("tám"),
        key!("chín"),
        key!("mười"),
        key!("mươi"),
    ];
    document.is_any(index, &STARTS)
}

fn is_label(document: &Document<'_>, index: usize) -> bool {
    const LABELS: [Key; 17] = [
        key!("điều"),
        key!("khoản"),
        key!("điểm"),
        key!("chương"),
        key!("mục"),
        key!("lục"),
        key!("mẫu"),
        key!("khóa"),
        key!("thứ"),
        key!("chí"),
        key!("tầng"),
        key!("biểu"),
        key!("bảng"),
        key!("lần"),
        key!("tuổi"),
        key!("loại"),
        key!("hạng"),
    ];
    let Some(before) = index.checked_sub(1) else { return false };
    // "trẻ em dưới 6 tuổi 100%": an age is a label of the number after it only where that is no share.
    let age = document.is(before, key!("tuổi"));
    if document.is_any(before, &LABELS)
        && document.tokens[index].gap != Gap::Line
        && !(age && number::at(document, index).is_some_and(|quantity| quantity.percent))
    {
        return true;
    }
    // "chỉ tiêu 15.1" of a set of criteria.
    let criterion = || matches!(document.at(index), "15.1" | "14.1") && !document.is(index + 1, marks::PERCENT);
    if document.is(before, key!("tiêu")) && criterion() {
        return true;
    }
    // "tiêu chí số 15.1", "nhà số 12".
    let counts = [key!("một"), key!("tổng"), key!("dân"), key!("là"), key!("người"), key!("tỷ")];
    document.is(before, key!("số")) && !before.checked_sub(1).is_some_and(|more| document.is_any(more, &counts))
}

/// "132/164 xã": of how many, where the second number is no year or month.
fn fraction(document: &Document<'_>, quantity: &Quantity) -> Option<i64> {
    let slash = quantity.tokens.end;
    if quantity.percent || quantity.factor != 1 || !document.is(slash, marks::SLASH) {
        return None;
    }
    let of = number::single(document, slash + 1)?;
    let whole = of.whole().filter(|of| quantity.whole().is_some_and(|met| met <= *of))?;
    (!document.is(of.tokens.end, marks::SLASH) && unit_at(document, of.tokens.end).is_some()).then_some(whole)
}

/// The unit that begins at a token, and the token after it.
fn unit_at(document: &Document<'_>, index: usize) -> Option<(Unit, usize)> {
    static UNITS: Meanings<Unit> = meanings![
        "điểm phần trăm" => Unit::Points,
        "điểm %" => Unit::Points,
        "người lao động" => Unit::People,
        "lượt người" => Unit::Times,
        "người" => Unit::People,
        "lao động" => Unit::People,
        "đối tượng" => Unit::People,
        "thành viên" => Unit::People,
        "em học sinh" => Unit::People,
        "học sinh" => Unit::People,
        "hội viên" => Unit::People,
        "đoàn viên" => Unit::People,
        "thanh niên" => Unit::People,
        "phụ nữ" => Unit::People,
        "chị" => Unit::People,
        "nông dân" => Unit::People,
        "thẻ" => Unit::Cards,
        "xã" => Unit::Communes,
        "phường" => Unit::Communes,
        "huyện" => Unit::Districts,
        "quận" => Unit::Districts,
        "đơn vị" => Unit::Units,
        "doanh nghiệp" => Unit::Units,
        "cơ quan" => Unit::Units,
        "tập thể" => Unit::Collectives,
        "cá nhân" => Unit::Individuals,
        "tin" => Unit::Articles,
        "bài" => Unit::Articles,
        "lượt" => Unit::Times,
        "hội nghị" => Unit::Times,
        "buổi" => Unit::Times,
        "đồng" => Unit::Dong,
        "đ" => Unit::Dong,
        "VNĐ" => Unit::Dong,
        "VND" => Unit::Dong,
    ];
    let found = UNITS.at(document, index).map(|(unit, end)| (unit, with_others(document, unit, end)));
    // "1.200 lượt người tham gia BHYT" are people, "350 lượt người tham gia hội nghị" are visits.
    let insured = || {
        let end = document.after(index, phrase!("lượt người tham gia"))?;
        document
            .is_any(end, &[key!("BHXH"), key!("BHYT"), key!("BHTN"), key!("bảo")])
            .then_some((Unit::People, end - 2))
    };
    insured().or(found)
}

/// "60 hội viên, phụ nữ tham gia", "120 hội viên nông dân": people who are named twice.
fn with_others(document: &Document<'_>, unit: Unit, end: usize) -> usize {
    let people = phrases![
        "hội viên",
        "đoàn viên",
        "phụ nữ",
        "nông dân",
        "thanh niên",
        "người lao động",
        "học sinh",
        "sinh viên"
    ];
    let next = if document.is_any(end, &[marks::COMMA, key!("và")]) { end + 1 } else { end };
    let other = || document.after_any(next, people).filter(|_| unit == Unit::People);
    let takes_part = |after: &usize| document.is_any(*after, &[key!("tham"), key!("có"), key!("mua")]);
    other().filter(takes_part).unwrap_or(end)
}

/// The people of the whole country, with room for growth: no head count is higher.
const MOST_PEOPLE: f64 = 115_000_000.0;

/// The value, with the separators read against the Vietnamese way only where that way cannot be meant.
fn weigh(quantity: &Quantity, unit: Option<Unit>) -> (f64, bool) {
    let value = quantity.number();
    let other = quantity.other.map(as_number);
    let impossible = match unit {
        Some(Unit::Percent) => value > 100.0,
        Some(Unit::People) | None if quantity.factor > 1 => value > MOST_PEOPLE,
        Some(Unit::People) => value.fract() != 0.0,
        Some(Unit::Dong) if quantity.factor > 1 => value > 1e15,
        _ => false,
    };
    let most = if unit == Some(Unit::Percent) { 100.0 } else { MOST_PEOPLE };
    match other {
        Some(other) if impossible && (other <= most || unit == Some(Unit::Dong)) => (other, true),
        _ => (value, false),
    }
}

fn as_number(value: Fixed) -> f64 {
    number::as_number(value)
}
