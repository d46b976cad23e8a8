//! Numbers with their words of size, each with every way it may be meant.

use std::ops::Range;

use rules::number::{Convention, Fixed, readings};

use super::letters::phrase;
use super::lex::{Gap, Key, TokenKind, key, marks};
use super::words::Words;

/// A number of the text: `91.641 triệu`, `75,2%`, `01`, `một đến hai`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its tokens, with its word of size and its per cent sign.
    pub tokens: Range<usize>,
    /// Its value in ones by the Vietnamese way of writing, or by the only way it can be read.
    pub value: Fixed,
    /// Its value if points and commas are meant the other way round, where that can be: `91.641 triệu` is 91 641 million or 91,641 million.
    pub other: Option<Fixed>,
    /// The upper end of a range: `từ 01 đến 02 xã`.
    pub upper: Option<Fixed>,
    /// By how much the word of size multiplies: 1 000 000 of triệu.
    pub factor: i64,
    /// Whether a per cent sign or "phần trăm" follows.
    pub percent: bool,
    /// Whether it is written in words.
    pub in_words: bool,
}

impl Quantity {
    /// The value as a number for a fact.
    pub fn number(&self) -> f64 {
        as_number(self.value)
    }

    /// The whole value, where it has no decimals.
    pub fn whole(&self) -> Option<i64> {
        self.value.as_whole()
    }
}

/// A decimal as a number for a fact.
#[expect(
    clippy::cast_precision_loss,
    reason = "values of papers are far below 2^53 ten-thousandths' worth of people or đồng"
)]
pub fn as_number(value: Fixed) -> f64 {
    value.ten_thousandths() as f64 / Fixed::UNIT as f64
}

/// The quantity that begins at a token, with the upper end of its range.
pub fn at(words: &Words<'_>, index: usize) -> Option<Quantity> {
    let mut quantity = single(words, index)?;
    let end = quantity.tokens.end;
    let dash = words.is(end, marks::DASH);
    let to = dash || words.is(end, key!("đến")) || words.is(end, key!("tới"));
    if to && let Some(upper) = single(words, end + 1) {
        let years = is_year(&quantity) && is_year(&upper);
        let date = words.is(end + 2, marks::SLASH);
        let rises = upper.value > quantity.value || upper.factor > quantity.factor;
        if !years && !date && rises && (!dash || !upper.in_words) && (!quantity.percent || upper.percent) {
            take_upper(&mut quantity, upper);
        }
    }
    Some(quantity)
}

fn take_upper(quantity: &mut Quantity, upper: Quantity) {
    if quantity.factor == 1 && upper.factor > 1 {
        let scaled = |value: Fixed| value.try_mul(upper.factor).ok();
        let Some(value) = scaled(quantity.value) else { return };
        quantity.value = value;
        quantity.other = quantity.other.and_then(scaled);
        quantity.factor = upper.factor;
    }
    quantity.percent |= upper.percent;
    quantity.tokens.end = upper.tokens.end;
    quantity.upper = Some(upper.value);
}

fn is_year(quantity: &Quantity) -> bool {
    quantity.factor == 1 && !quantity.percent && quantity.whole().is_some_and(|year| (1900..2200).contains(&year))
}

/// The quantity that begins at a token, without looking for a range.
pub fn single(words: &Words<'_>, index: usize) -> Option<Quantity> {
    let token = words.get(index)?;
    match token.kind {
        TokenKind::Number => digits(words, index),
        TokenKind::Word => in_words(words, index),
        TokenKind::Mark if token.key == marks::STAR && words.is_number(index + 1) => {
            let quantity = digits(words, index + 1)?;
            let end = quantity.tokens.end;
            let end = if words.is(end, marks::STAR) { end + 1 } else { end };
            Some(Quantity { tokens: index..end, ..quantity })
        }
        TokenKind::Mark => None,
    }
}

fn digits(words: &Words<'_>, index: usize) -> Option<Quantity> {
    let (text, end) = joined_digits(words, index);
    let (end, scale, times) = scale(words, end);
    let (end, percent) = percent(words, end);
    if let Some(whole) = parts(words, &text, scale, times, index..end) {
        return Some(whole);
    }
    let found = readings(&if scale.is_empty() { text } else { format!("{text} {scale}") }).ok()?;
    let factor = found.first()?.scale.factor().checked_mul(times)?;
    let mut values = found.iter().filter_map(|reading| Some((reading.convention, reading.value.try_mul(times).ok()?)));
    let (_, value) = values.next()?;
    let other = values.next().filter(|(convention, _)| *convention == Convention::English).map(|(_, value)| value);
    Some(Quantity { tokens: index..end, value, other, upper: None, factor, percent, in_words: false })
}

/// "142 tỷ 500 triệu": two whole numbers, the second in the next smaller words.
fn parts(words: &Words<'_>, text: &str, size: &str, times: i64, tokens: Range<usize>) -> Option<Quantity> {
    let below = ["tỷ", "triệu", "nghìn"];
    let (place, factor) = [("tỷ", 1_000_000_000), ("triệu", 1_000_000)].into_iter().find(|(name, _)| *name == size)?;
    let rest = words.digits(tokens.end, 1..4)?;
    let (end, smaller, once) = scale(words, tokens.end + 1);
    let next = below.iter().position(|name| *name == place)? + 1;
    if below.get(next) != Some(&smaller) || times != 1 || once != 1 {
        return None;
    }
    let large = Fixed::whole(text.replace('.', "").parse().ok()?).ok()?.try_mul(factor).ok()?;
    let small = Fixed::whole(i64::from(rest)).ok()?.try_mul(factor / 1_000).ok()?;
    Some(Quantity {
        tokens: tokens.start..end,
        value: large.try_add(small).ok()?,
        other: None,
        upper: None,
        factor,
        percent: false,
        in_words: false,
    })
}

/// Digits that spaces part: `9 0 %`, `520 000 000`.
fn joined_digits(words: &Words<'_>, index: usize) -> (String, usize) {
    let mut text = words.at(index).to_owned();
    let mut end = index + 1;
    let next = |end: usize| {
        words.get(end).filter(|token| token.is_number() && token.gap == Gap::Space).map(|token| token.text(words.text))
    };
    if text.len() == 1
        && let Some(second) = next(end)
        && second.len() == 1
        && words.is(end + 1, marks::PERCENT)
    {
        text.push_str(second);
        return (text, end + 1);
    }
    // Scans part the mark as well: "79 , 5 %", "52 . 000 người".
    if let Some(fraction) = next(end + 1)
        && words.get(end).is_some_and(|mark| mark.gap <= Gap::Space)
        && words.is(end, marks::COMMA)
        && fraction.len() <= 2
        && (words.is(end + 2, marks::PERCENT) || scaled(words, end + 2))
    {
        text.push(',');
        text.push_str(fraction);
        return (text, end + 2);
    }
    let whole = text.len() <= 3 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    while whole && is_parted_thousand(words, end) {
        text.push('.');
        text.push_str(words.at(end + 1));
        end += 2;
    }
    if text.contains('.') {
        return (text, end);
    }
    if text.len() <= 3 && !text.starts_with('0') {
        while let Some(group) = next(end)
            && group.len() == 3
            && group.bytes().all(|byte| byte.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit())
        {
            text.push_str(group);
            end += 1;
        }
    }
    (text, end)
}

/// " . 250" after a number: a point with spaces on both sides is no end of a sentence where a group of thousands follows.
pub fn is_parted_thousand(words: &Words<'_>, point: usize) -> bool {
    let after = |at: usize| words.get(at).is_some_and(|token| token.gap == Gap::Space);
    words.is(point, marks::POINT) && after(point) && after(point + 1) && words.digits(point + 1, 3..4).is_some()
}

fn scaled(words: &Words<'_>, at: usize) -> bool {
    !scale(words, at).1.is_empty()
}

fn scale(words: &Words<'_>, end: usize) -> (usize, &'static str, i64) {
    let word = |at: usize| match words.get(at).map(|token| token.key) {
        Some(THOUSAND | THOUSAND_SOUTH) => Some("nghìn"),
        Some(MILLION) => Some("triệu"),
        Some(BILLION | BILLION_I) => Some("tỷ"),
        _ => None,
    };
    // "10.000 tỷ lệ" is no amount: tỷ begins the next word there.
    let is_rate = |at: usize| words.is(at + 1, key!("lệ"));
    match word(end) {
        Some("nghìn") if word(end + 1) == Some("tỷ") && !is_rate(end + 1) => (end + 2, "tỷ", 1_000),
        Some(_) if is_rate(end) => (end, "", 1),
        Some(scale) => (end + 1, scale, 1),
        None => (end, "", 1),
    }
}

const THOUSAND: Key = key!("nghìn");
const THOUSAND_SOUTH: Key = key!("ngàn");
const MILLION: Key = key!("triệu");
const BILLION: Key = key!("tỷ");
const BILLION_I: Key = key!("tỉ");

fn percent(words: &Words<'_>, end: usize) -> (usize, bool) {
    if words.is(end, marks::PERCENT) {
        (end + 1, true)
    } else if let Some(after) = words.after(end, phrase!("phần trăm")) {
        (after, true)
    } else {
        (end, false)
    }
}

/// Whole numbers in words up to 99, and hundreds: `một`, `mười hai`, `hai mươi lăm`, `một trăm`.
fn in_words(words: &Words<'_>, index: usize) -> Option<Quantity> {
    let unit = |at: usize| words.get(at).and_then(|token| digit(token.key));
    let (value, end) = match (unit(index), words.get(index)?.key) {
        (None, TEN) => unit(index + 1).map_or((10, index + 1), |ones| (10 + ones, index + 2)),
        (None, _) => return None,
        (Some(tens), _) if words.is(index + 1, TENS) => {
            unit(index + 2).map_or((tens * 10, index + 2), |ones| (tens * 10 + ones, index + 3))
        }
        (Some(hundreds), _) if words.is(index + 1, key!("trăm")) => (hundreds * 100, index + 2),
        (Some(ones), _) => (ones, index + 1),
    };
    let (end, scale, times) = scale(words, end);
    let factor = match scale {
        "nghìn" => 1_000,
        "triệu" => 1_000_000,
        "tỷ" => 1_000_000_000 * times,
        _ => 1,
    };
    let (end, percent) = percent(words, end);
    let value = Fixed::whole(value).ok()?.try_mul(factor).ok()?;
    Some(Quantity { tokens: index..end, value, other: None, upper: None, factor, percent, in_words: true })
}

const TEN: Key = key!("mười");
const TENS: Key = key!("mươi");

fn digit(word: Key) -> Option<i64> {
    const WORDS: [(Key, i64); 12] = [
        (key!("một"), 1),
        (key!("mốt"), 1),
        (key!("hai"), 2),
        (key!("ba"), 3),
        (key!("bốn"), 4),
        (key!("tư"), 4),
        (key!("năm"), 5),
        (key!("lăm"), 5),
        (key!("sáu"), 6),
        (key!("bảy"), 7),
        (key!("tám"), 8),
        (key!("chín"), 9),
    ];
    WORDS.iter().find(|(key, _)| *key == word).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<String>, Option<String>, bool, usize) {
        let words = Words::new(text);
        let quantity = at(&words, 0).expect("a number");
        let show = |value: Fixed| value.to_string();
        (
            show(quantity.value),
            quantity.other.map(show),
            quantity.upper.map(show),
            quantity.percent,
            quantity.tokens.end,
        )
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(read("91.641 triệu người"), ("91641000000".into(), some("91641000"), None, false, 2));
        assert_eq!(read("93,019 triệu người"), ("93019000".into(), some("93019000000"), None, false, 2));
        assert_eq!(read("4.785 thẻ"), ("4785".into(), some("4.785"), None, false, 1));
        assert_eq!(read("520.000.000 đồng").0, "520000000");
        assert_eq!(read("520 000 000 đồng").0, "520000000");
        assert_eq!(read("1,5 tỷ đồng").0, "1500000000");
        assert_eq!(read("2,3 nghìn tỷ đồng").0, "2300000000000");
        assert_eq!(read("142 tỷ 500 triệu đồng").0, "142500000000");
        assert_eq!(read("1 . 250 lao động").0, "1250");
        assert_eq!(read("1 . 250 . 000 đồng").0, "1250000");
        assert_eq!(read("12. 250 người").0, "12");
        assert_eq!(read("75,2% dân số"), ("75.2".into(), None, None, true, 2));
        assert_eq!(read("9 0 % dân số"), ("90".into(), None, None, true, 3));
        assert!(read("90 phần trăm").3);
        assert_eq!(read("01 xã").0, "1");
        assert_eq!(read("30% của 4,5%"), ("30".into(), None, None, true, 2));
        assert_eq!(read("*12* tháng").0, "12");
    }

    #[test]
    fn ranges_have_an_upper_end_and_years_are_none() {
        assert_eq!(read("một đến hai xã"), ("1".into(), None, some("2"), false, 3));
        assert_eq!(read("01 đến 02 xã").2, some("2"));
        assert_eq!(read("15 – 18 tiêu chí").2, some("18"));
        assert_eq!(read("5-9 tiêu chí").2, some("9"));
        assert_eq!(read("1 đến 2 triệu đồng"), ("1000000".into(), None, some("2000000"), false, 4));
        assert_eq!(read("2016 - 2020").2, None);
        assert_eq!(read("hai mươi lăm xã").0, "25");
        assert_eq!(read("10.000 tỷ lệ").0, "10000");
    }
}
