//! Reading numbers, and every way a number may be meant.

use serde::{Deserialize, Serialize};

use super::{Fixed, NumberError};
use crate::text::tone_key;

/// Which separator stands for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// There is no separator, so nothing is assumed.
    Plain,
    /// Points between thousands, a comma before the decimals.
    Vietnamese,
    /// Commas between thousands, a point before the decimals: a fault in a Vietnamese paper, but a common one.
    English,
}

impl Convention {
    /// What a reading under this convention assumes, in Vietnamese.
    pub fn assumption(self) -> &'static str {
        match self {
            Convention::Plain => "số không có dấu ngăn",
            Convention::Vietnamese => "dấu chấm ngăn hàng nghìn, dấu phẩy trước phần thập phân",
            Convention::English => "dấu phẩy ngăn hàng nghìn, dấu chấm trước phần thập phân",
        }
    }
}

/// The word of size after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// No word.
    One,
    /// nghìn, ngàn
    Thousand,
    /// triệu
    Million,
    /// tỷ
    Billion,
}

impl Scale {
    /// How many ones the word stands for.
    pub fn factor(self) -> i64 {
        match self {
            Scale::One => 1,
            Scale::Thousand => 1_000,
            Scale::Million => 1_000_000,
            Scale::Billion => 1_000_000_000,
        }
    }

    /// The word, empty for ones.
    pub fn label(self) -> &'static str {
        match self {
            Scale::One => "",
            Scale::Thousand => "nghìn",
            Scale::Million => "triệu",
            Scale::Billion => "tỷ",
        }
    }
}

/// One way to read a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What was written.
    pub text: String,
    /// The value in ones: 91,641 triệu is 91 641 000.
    pub value: Fixed,
    /// What the separators are taken to mean.
    pub convention: Convention,
    /// The word of size that was read.
    pub scale: Scale,
}

impl Reading {
    /// The number in the unit it was written in, as Vietnam writes it: "91,641 triệu".
    pub fn written(&self) -> String {
        let shown = Fixed::from_ten_thousandths(self.value.ten_thousandths() / self.scale.factor());
        let exact = shown.ten_thousandths().checked_mul(self.scale.factor()) == Some(self.value.ten_thousandths());
        match (self.scale, exact) {
            (Scale::One, _) | (_, false) => self.value.vietnamese_shortest(),
            (scale, true) => format!("{} {}", shown.vietnamese_shortest(), scale.label()),
        }
    }
}

/// Every way a number may be meant, the Vietnamese one first: "4.785" is 4785 or, by a fault, 4.785; "92,12" has one
/// reading only. A word of size (nghìn, triệu, tỷ) or a per cent sign may follow.
pub fn readings(text: &str) -> Result<Vec<Reading>, NumberError> {
    let (decimals, scale) = read(text)?;
    decimals
        .into_iter()
        .map(|decimal| {
            let value = decimal.fixed(scale, text)?;
            Ok(Reading { text: text.trim().to_owned(), value, convention: decimal.convention, scale })
        })
        .collect()
}

/// Reads a number written the Vietnamese way: "92,12", "4.785", "520.000.000", "91,641 triệu".
pub fn parse_vietnamese(text: &str) -> Result<Fixed, NumberError> {
    let (decimal, scale) = read_vietnamese(text)?;
    decimal.fixed(scale, text)
}

/// Reads a whole number written the Vietnamese way: "10.035", "520 triệu".
pub fn parse_whole(text: &str) -> Result<i64, NumberError> {
    let (decimal, scale) = read_vietnamese(text)?;
    let value =
        decimal.times(scale.factor(), text)?.ok_or_else(|| NumberError::NotWhole { text: text.trim().to_owned() })?;
    i64::try_from(value).map_err(|_| NumberError::TooLarge { text: text.trim().to_owned() })
}

pub(super) fn parse_plain(text: &str) -> Result<Fixed, NumberError> {
    let fault = || NumberError::NotANumber { text: text.to_owned() };
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let (whole, fraction) = match body.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(fault()),
        None => (body, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(fault());
    }
    Decimal::new(negative, whole, fraction, Convention::Plain, text)?.fixed(Scale::One, text)
}

/// `digits / 10^places`.
struct Decimal {
    digits: i128,
    places: u32,
    convention: Convention,
}

impl Decimal {
    fn new(
        negative: bool,
        whole: &str,
        fraction: &str,
        convention: Convention,
        text: &str,
    ) -> Result<Decimal, NumberError> {
        let too_large = || NumberError::TooLarge { text: text.trim().to_owned() };
        let fraction = fraction.trim_end_matches('0');
        let digits: i128 = format!("{whole}{fraction}").parse().map_err(|_| too_large())?;
        let places = u32::try_from(fraction.len()).map_err(|_| too_large())?;
        Ok(Decimal { digits: if negative { -digits } else { digits }, places, convention })
    }

    fn fixed(&self, scale: Scale, text: &str) -> Result<Fixed, NumberError> {
        let text = text.trim();
        let ten_thousandths = self
            .times(scale.factor() * Fixed::UNIT, text)?
            .ok_or_else(|| NumberError::TooPrecise { text: text.to_owned() })?;
        i64::try_from(ten_thousandths)
            .map(Fixed::from_ten_thousandths)
            .map_err(|_| NumberError::TooLarge { text: text.to_owned() })
    }

    /// The product with a factor, or nothing where it is not whole.
    fn times(&self, factor: i64, text: &str) -> Result<Option<i128>, NumberError> {
        let too_large = || NumberError::TooLarge { text: text.trim().to_owned() };
        let product = self.digits.checked_mul(factor.into()).ok_or_else(too_large)?;
        let divisor = 10_i128.checked_pow(self.places).ok_or_else(too_large)?;
        Ok((product % divisor == 0).then_some(product / divisor))
    }
}

fn read_vietnamese(text: &str) -> Result<(Decimal, Scale), NumberError> {
    let (decimals, scale) = read(text)?;
    let vietnamese = decimals.into_iter().find(|decimal| decimal.convention != Convention::English);
    vietnamese
        .map(|decimal| (decimal, scale))
        .ok_or_else(|| NumberError::NotVietnamese { text: text.trim().to_owned() })
}

fn read(text: &str) -> Result<(Vec<Decimal>, Scale), NumberError> {
    let trimmed = text.trim();
    let fault = || NumberError::NotANumber { text: trimmed.to_owned() };
    if trimmed.is_empty() {
        return Err(NumberError::Empty);
    }
    let (negative, unsigned) = match trimmed.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, trimmed),
    };
    let end = unsigned.find(|character: char| !matches!(character, '0'..='9' | '.' | ',')).unwrap_or(unsigned.len());
    let (body, unit) = unsigned.split_at(end);
    let scale = match unit {
        "" | "%" => Scale::One,
        unit => scale_of(unit).ok_or_else(fault)?,
    };
    let mut decimals = Vec::with_capacity(2);
    if !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_digit()) {
        decimals.push(Decimal::new(negative, body, "", Convention::Plain, text)?);
    } else {
        for (convention, group, point) in [(Convention::Vietnamese, '.', ','), (Convention::English, ',', '.')] {
            if let Some((whole, fraction)) = split_number(body, group, point) {
                decimals.push(Decimal::new(negative, &whole, fraction, convention, text)?);
            }
        }
    }
    if decimals.is_empty() { Err(fault()) } else { Ok((decimals, scale)) }
}

/// What a word of size says, in any case and with its tone in any place.
fn scale_of(unit: &str) -> Option<Scale> {
    Some(match tone_key(unit).as_str() {
        "" | "%" => Scale::One,
        "nghìn" | "ngàn" => Scale::Thousand,
        "triệu" => Scale::Million,
        "tỷ" | "tỉ" => Scale::Billion,
        _ => return None,
    })
}

/// The digits before and after the decimal separator, where groups of thousands stand as they should.
fn split_number(body: &str, group: char, point: char) -> Option<(String, &str)> {
    let (whole, fraction) = match body.split_once(point) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (body, ""),
    };
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let mut rest = groups.peekable();
    let grouped = rest.peek().is_some();
    let first_fits = !first.is_empty() && (!grouped || (first.len() <= 3 && !first.starts_with('0')));
    let fits = first_fits && rest.all(|group| group.len() == 3) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let whole = whole.replace(group, "");
    (fits && whole.bytes().all(|byte| byte.is_ascii_digit())).then_some((whole, fraction))
}
