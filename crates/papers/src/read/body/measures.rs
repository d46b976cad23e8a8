//! What is measured, how much, and in which unit: the parts of a sentence that targets and results are made of.

use std::ops::Range;

use rules::number::Fixed;

use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, key, marks};
use crate::read::number::{self, Quantity};

/// What a sentence speaks of when a number follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// BHYT of the whole population.
    Health,
    /// BHYT of households.
    Household,
    /// BHXH without saying which.
    Social,
    /// BHXH bắt buộc.
    Compulsory,
    /// BHXH tự nguyện.
    Voluntary,
    /// BHTN.
    Unemployment,
    /// Money owed.
    Debt,
    /// Money collected.
    Collection,
    /// How content people are.
    Satisfaction,
    /// How many were reached by information.
    Publicity,
    /// Communes that meet the standard of the new countryside.
    NewRural,
}

/// A measure with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// What.
    pub measure: Measure,
    /// Its first token.
    pub at: usize,
    /// The token after its last.
    pub end: usize,
}

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

impl Measure {
    /// The key of the indicator, for a number in this unit.
    pub fn indicator(self, unit: Option<Unit>) -> Option<&'static str> {
        let rate = match unit {
            Some(Unit::Percent | Unit::Points) => true,
            Some(Unit::People) => false,
            Some(Unit::Dong) => return matches!(self, Measure::Collection).then_some("collection_amount"),
            Some(Unit::Communes) => return matches!(self, Measure::NewRural).then_some("new_rural_communes"),
            _ => return None,
        };
        Some(match (self, rate) {
            (Measure::Health, true) => "coverage_rate",
            (Measure::Health, false) => "participants",
            (Measure::Household, true) => "group_coverage_rate",
            (Measure::Household, false) => "household_participants",
            (Measure::Social | Measure::Compulsory, true) => "social_insurance_rate",
            (Measure::Social | Measure::Compulsory, false) => "social_insurance_participants",
            (Measure::Voluntary, true) => "voluntary_social_insurance_rate",
            (Measure::Voluntary, false) => "voluntary_social_insurance_participants",
            (Measure::Unemployment, true) => "unemployment_insurance_rate",
            (Measure::Unemployment, false) => "unemployment_insurance_participants",
            (Measure::Debt, true) => "debt_rate",
            (Measure::Satisfaction, true) => "satisfaction_rate",
            (Measure::Publicity, true) => "publicity_rate",
            _ => return None,
        })
    }
}

const HEALTH_SHORT: Key = key("BHYT");
const SOCIAL_SHORT: Key = key("BHXH");
const UNEMPLOYMENT_SHORT: Key = key("BHTN");

/// The measure that begins at a token.
pub fn mention_at(document: &Document<'_>, index: usize) -> Option<Mention> {
    let token = document.get(index)?;
    let (measure, end) = match token.key {
        HEALTH_SHORT => health(document, index + 1),
        SOCIAL_SHORT => social(document, index, index + 1)?,
        UNEMPLOYMENT_SHORT => (Measure::Unemployment, index + 1),
        INSURE => match () {
            () if document.after(index, phrase!("bảo hiểm y tế")).is_some() => health(document, index + 4),
            () if document.after(index, phrase!("bảo hiểm xã hội")).is_some() => {
                social(document, index, index + 4)?
            }
            () if document.after(index, phrase!("bảo hiểm thất nghiệp")).is_some() => {
                (Measure::Unemployment, index + 4)
            }
            () => return None,
        },
        COVER if document.is(index + 1, key!("phủ")) => (Measure::Health, index + 2),
        DEBT if index > 0 && document.is_any(index - 1, &[key!("lệ"), key!("số"), key!("giảm"), key!("tiền")]) => {
            (Measure::Debt, index + 1)
        }
        SLOW if document.is(index + 1, key!("đóng")) && near_rate(document, index) => (Measure::Debt, index + 2),
        COLLECT
            if index > 0
                && (document.is_any(index - 1, &[key!("số"), key!("tổng"), key!("tiền")])
                    || document.is_number(index + 1)
                    || heads_sentence(document, index)
                    || (2..4).any(|ahead| document.is_number(index + ahead))
                        && document
                            .is_any(index + 1, &[key("được"), key("đạt"), key("tối"), key("ít"), key("trên")])) =>
        {
            (Measure::Collection, index + 1)
        }
        CONTENT if document.is(index + 1, key!("lòng")) => (Measure::Satisfaction, index + 2),
        PUBLIC if document.is(index + 1, key!("khai")) && near_rate(document, index) => (Measure::Publicity, index + 2),
        NEW_RURAL if document.after(index, phrase!("nông thôn mới")).is_some() => (Measure::NewRural, index + 3),
        _ => return None,
    };
    Some(Mention { measure, at: index, end })
}

const INSURE: Key = key("bảo");
const COVER: Key = key("bao");
const DEBT: Key = key("nợ");
const SLOW: Key = key("chậm");
const COLLECT: Key = key("thu");
const CONTENT: Key = key("hài");
const PUBLIC: Key = key("công");
const NEW_RURAL: Key = key("nông");

fn health(document: &Document<'_>, end: usize) -> (Measure, usize) {
    let end = if document.is(end, marks::OPEN) && document.is(end + 2, marks::CLOSE) { end + 3 } else { end };
    match document.after_any(end, &[phrase!("hộ gia đình"), phrase!("theo hộ gia đình")]) {
        Some(end) => (Measure::Household, end),
        None => (Measure::Health, end),
    }
}

/// BHXH is an agency as often as an insurance: without "tự nguyện" or "bắt buộc" it counts only after "tham gia".
fn social(document: &Document<'_>, index: usize, end: usize) -> Option<(Measure, usize)> {
    let end = if document.is(end, marks::OPEN) && document.is(end + 2, marks::CLOSE) { end + 3 } else { end };
    if let Some(end) = document.after(end, phrase!("tự nguyện")) {
        return Some((Measure::Voluntary, end));
    }
    if let Some(end) = document.after(end, phrase!("bắt buộc")) {
        return Some((Measure::Compulsory, end));
    }
    // "bảo hiểm xã hội đạt từ 40% lực lượng lao động trở lên".
    let reaches = document.is(end, key("đạt"))
        && (end + 1..end + 5).any(|at| document.is_number(at))
        && document.find(end..end + 12, phrase!("lực lượng")).is_some();
    (reaches || document.before(index, phrase!("tham gia")).is_some()).then_some((Measure::Social, end))
}

/// "Thu BHXH, BHYT, BHTN đạt 287,4 tỷ đồng": the money collected, at the head of a sentence.
fn heads_sentence(document: &Document<'_>, index: usize) -> bool {
    let first = index.checked_sub(1).is_none_or(|before| document.get(before).is_some_and(|token| !token.is_word()));
    let insured = document.is_any(index + 1, &[SOCIAL_SHORT, HEALTH_SHORT, INSURE]);
    first && insured && document.get(index).is_some_and(|token| token.is_capital())
}

fn near_rate(document: &Document<'_>, index: usize) -> bool {
    document.find(index.saturating_sub(6)..index, phrase!("tỷ lệ")).is_some()
}

/// Every measure of a range that a number may belong to, in order.
pub fn mentions(document: &Document<'_>, range: Range<usize>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut index = range.start;
    while index < range.end {
        match mention_at(document, index).filter(|_| document.symbol_at(index).is_none()) {
            Some(mention) => {
                index = mention.end;
                // "nợ BHXH, BHYT" is money owed, whatever insurance follows.
                match found.last_mut() {
                    Some(last) if owns(last.measure) && mention.at - last.end <= 3 => last.end = mention.end,
                    _ => found.push(mention),
                }
            }
            None => index += 1,
        }
    }
    found
}

fn owns(measure: Measure) -> bool {
    matches!(measure, Measure::Debt | Measure::Collection | Measure::Satisfaction)
}

/// The last measure of a range.
pub fn last_mention(document: &Document<'_>, range: Range<usize>) -> Option<Mention> {
    mentions(document, range).pop()
}

/// Every number of a range that counts something: no dates, numbers of papers, articles, list marks, ages.
pub fn amounts(document: &Document<'_>, range: Range<usize>) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut index = range.start;
    while index < range.end {
        if let Some(date) = document.date_at(index) {
            index = date.tokens.end.max(index + 1);
            continue;
        }
        if let Some(symbol) = document.symbol_at(index) {
            index = symbol.tokens.end.max(index + 1);
            continue;
        }
        let Some(amount) = amount_at(document, index, range.end) else {
            index += 1;
            continue;
        };
        index = amount.end.max(index + 1);
        found.push(amount);
    }
    found
}

fn amount_at(document: &Document<'_>, index: usize, end: usize) -> Option<Amount> {
    if !document.is_number(index) && !starts_number_in_words(document, index) {
        return None;
    }
    if is_label(document, index) {
        return None;
    }
    let quantity = number::at(document, index)?;
    let after = quantity.tokens.end;
    if document.is(after, key("tuổi")) {
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
    if quantity.in_words && unit.is_none() {
        return None;
    }
    let (value, misread) = weigh(&quantity, unit);
    Some(Amount { quantity, unit, end: unit_end.min(end.max(after)), of: None, value, misread })
}

/// Number words that are nothing else; "năm" and "tư" are a year and a unit more often than 5 and 4.
fn starts_number_in_words(document: &Document<'_>, index: usize) -> bool {
    const STARTS: [Key; 10] = [
        key("một"),
        key("hai"),
        key("ba"),
        key("bốn"),
        key("sáu"),
        key("bảy"),
        key("tám"),
        key("chín"),
        key("mười"),
        key("mươi"),
    ];
    document.is_any(index, &STARTS)
}

fn is_label(document: &Document<'_>, index: usize) -> bool {
    const LABELS: [Key; 17] = [
        key("điều"),
        key("khoản"),
        key("điểm"),
        key("chương"),
        key("mục"),
        key("lục"),
        key("mẫu"),
        key("khóa"),
        key("thứ"),
        key("chí"),
        key("tầng"),
        key("biểu"),
        key("bảng"),
        key("lần"),
        key("tuổi"),
        key("loại"),
        key("hạng"),
    ];
    let Some(before) = index.checked_sub(1) else { return false };
    // "trẻ em dưới 6 tuổi 100%": an age is a label of the number after it only where that is no share.
    let age = document.is(before, key("tuổi"));
    if document.is_any(before, &LABELS)
        && document.tokens[index].gap != Gap::Line
        && !(age && number::at(document, index).is_some_and(|quantity| quantity.percent))
    {
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
    const UNITS: &[(&[Key], Unit)] = &[
        (phrase!("điểm phần trăm"), Unit::Points),
        (phrase!("điểm %"), Unit::Points),
        (phrase!("người lao động"), Unit::People),
        (phrase!("lượt người"), Unit::Times),
        (phrase!("người"), Unit::People),
        (phrase!("lao động"), Unit::People),
        (phrase!("đối tượng"), Unit::People),
        (phrase!("thành viên"), Unit::People),
        (phrase!("em học sinh"), Unit::People),
        (phrase!("học sinh"), Unit::People),
        (phrase!("hội viên"), Unit::People),
        (phrase!("thẻ"), Unit::Cards),
        (phrase!("xã"), Unit::Communes),
        (phrase!("phường"), Unit::Communes),
        (phrase!("huyện"), Unit::Districts),
        (phrase!("quận"), Unit::Districts),
        (phrase!("đơn vị"), Unit::Units),
        (phrase!("doanh nghiệp"), Unit::Units),
        (phrase!("cơ quan"), Unit::Units),
        (phrase!("tập thể"), Unit::Collectives),
        (phrase!("cá nhân"), Unit::Individuals),
        (phrase!("tin"), Unit::Articles),
        (phrase!("bài"), Unit::Articles),
        (phrase!("lượt"), Unit::Times),
        (phrase!("hội nghị"), Unit::Times),
        (phrase!("buổi"), Unit::Times),
        (phrase!("đồng"), Unit::Dong),
        (phrase!("đ"), Unit::Dong),
        (phrase!("VNĐ"), Unit::Dong),
        (phrase!("VND"), Unit::Dong),
    ];
    UNITS.iter().find_map(|(phrase, unit)| document.after(index, phrase).map(|end| (*unit, end)))
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

/// How a value is bounded by the words around it.
pub fn comparator(document: &Document<'_>, amount: &Amount, from: usize) -> Option<&'static str> {
    if document.after(amount.end, phrase!("trở lên")).is_some() || near_after(document, amount, phrase!("trở lên"))
    {
        return Some(">=");
    }
    // "từ 85% người dân tham gia bảo hiểm y tế (tiêu chí 15.1) trở lên".
    let from_here = amount.start() > from && document.is(amount.start() - 1, key("từ"));
    let far = document.find(amount.end..amount.end + 18, phrase!("trở lên"));
    if from_here
        && far.is_some_and(|found| {
            !(amount.end..found.start).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]))
        })
    {
        return Some(">=");
    }
    if near_after(document, amount, phrase!("trở xuống")) {
        return Some("<=");
    }
    let mut index = amount.start();
    let mut reached = None;
    for _ in 0..8 {
        if index <= from {
            break;
        }
        if let Some((start, found)) = bound_before(document, index) {
            if start >= from {
                return Some(found);
            }
            break;
        }
        let before = index - 1;
        if document.is_any(before, &REACH) {
            reached = Some(">=");
        } else if !document.is_any(before, &FILL) {
            break;
        }
        index = before;
    }
    reached
}

const REACH: [Key; 3] = [key("đạt"), key("bảo"), key("đảm")];
const FILL: [Key; 22] = [
    key("là"),
    key("mức"),
    key("tỷ"),
    key("lệ"),
    key("khoảng"),
    key("được"),
    key("lên"),
    key("xuống"),
    key("còn"),
    key("cho"),
    key("có"),
    key("từ"),
    key("phải"),
    key("đến"),
    key("số"),
    key("người"),
    key("ở"),
    key("của"),
    key("nâng"),
    key("giảm"),
    key(":"),
    key("tỉ"),
];

/// Whether a phrase stands after the unit with at most a few words between ("95% dân số trở lên").
fn near_after(document: &Document<'_>, amount: &Amount, phrase: &[Key]) -> bool {
    document.find(amount.end..amount.end + 6, phrase).is_some_and(|found| {
        !(amount.end..found.start).any(|index| {
            document.is_number(index) || document.is_any(index, &[marks::COMMA, marks::SEMICOLON, marks::POINT])
        })
    })
}

fn bound_before(document: &Document<'_>, index: usize) -> Option<(usize, &'static str)> {
    const BOUNDS: &[(&[Key], &str)] = &[
        (phrase!("không vượt quá"), "<="),
        (phrase!("vượt quá"), ">"),
        (phrase!("không được vượt quá"), "<="),
        (phrase!("không quá"), "<="),
        (phrase!("tối đa"), "<="),
        (phrase!("nhiều nhất"), "<="),
        (phrase!("cao nhất"), "<="),
        (phrase!("không cao hơn"), "<="),
        (phrase!("≤"), "<="),
        (phrase!("không thấp hơn"), ">="),
        (phrase!("không dưới"), ">="),
        (phrase!("không ít hơn"), ">="),
        (phrase!("ít nhất"), ">="),
        (phrase!("tối thiểu"), ">="),
        (phrase!("thấp nhất"), ">="),
        (phrase!("≥"), ">="),
        (phrase!("> ="), ">="),
        (phrase!("< ="), "<="),
        (phrase!("dưới"), "<"),
        (phrase!("thấp hơn"), "<"),
        (phrase!("nhỏ hơn"), "<"),
        (phrase!("ít hơn"), "<"),
        (phrase!("<"), "<"),
        (phrase!("trên"), ">"),
        (phrase!("vượt"), ">"),
        (phrase!("hơn"), ">"),
        (phrase!(">"), ">"),
    ];
    BOUNDS.iter().find_map(|(phrase, found)| document.before(index, phrase).map(|start| (start, *found)))
}
