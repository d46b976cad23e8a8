//! Exact decimals and how Vietnam writes them: a comma before the decimals, points between thousands.
//!
//! A number found in a paper may be readable in two ways ("91.641 triệu"); [`readings`] returns each with what it
//! assumes, and whoever knows the unit, the neighbours or the rate decides. Nothing is guessed here.

mod decimal;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use decimal::{Convention, Reading, Scale, parse_vietnamese, parse_whole, readings};

/// Why a text is not a number that can be used; the sentence says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was written.
    #[error("Chưa có số: hãy nhập một số, ví dụ 92,12.")]
    Empty,
    /// There is something that is no digit, separator or known unit.
    #[error(
        "“{text}” không phải là số: chỉ dùng chữ số, dấu chấm ngăn hàng nghìn và dấu phẩy thập phân, ví dụ 10.035 hoặc 92,12."
    )]
    NotANumber {
        /// What was written.
        text: String,
    },
    /// The separators do not stand where the Vietnamese way puts them.
    #[error(
        "“{text}” không viết theo cách của Việt Nam: dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy trước phần thập phân; hãy viết lại, ví dụ 75,20 hoặc 4.785."
    )]
    NotVietnamese {
        /// What was written.
        text: String,
    },
    /// More decimals than the four that are kept.
    #[error("“{text}” có quá bốn chữ số thập phân: hãy nhập tối đa bốn chữ số sau dấu phẩy.")]
    TooPrecise {
        /// What was written.
        text: String,
    },
    /// A whole number was needed.
    #[error("“{text}” không phải là số nguyên: hãy nhập số người, số thẻ hoặc số đơn vị không có phần thập phân.")]
    NotWhole {
        /// What was written.
        text: String,
    },
    /// The value does not fit.
    #[error("“{text}” quá lớn: hãy kiểm tra lại các dấu ngăn và đơn vị tính.")]
    TooLarge {
        /// What was written, or the sum that was tried.
        text: String,
    },
}

/// An exact decimal with four places, held as whole ten-thousandths: percentages, amounts in millions, points.
///
/// `Display` and serde give the shortest plain decimal ("75.2"), which parses back to the same value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed(i64);

impl Fixed {
    /// Nought.
    pub const ZERO: Fixed = Fixed(0);
    /// How many ten-thousandths make one.
    pub const UNIT: i64 = 10_000;
    /// How many decimals are kept.
    pub const DECIMALS: u32 = 4;

    /// A value from its ten-thousandths: 926 000 is 92.6.
    pub const fn from_ten_thousandths(ten_thousandths: i64) -> Fixed {
        Fixed(ten_thousandths)
    }

    /// A whole number.
    pub fn whole(value: i64) -> Result<Fixed, NumberError> {
        value.checked_mul(Fixed::UNIT).map(Fixed).ok_or_else(|| too_large(value))
    }

    /// The value in ten-thousandths.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The whole number this is, if it has no decimals.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % Fixed::UNIT == 0).then_some(self.0 / Fixed::UNIT)
    }

    /// The sum.
    pub fn try_add(self, other: Fixed) -> Result<Fixed, NumberError> {
        self.0.checked_add(other.0).map(Fixed).ok_or_else(|| too_large(format!("{self} + {other}")))
    }

    /// The difference.
    pub fn try_sub(self, other: Fixed) -> Result<Fixed, NumberError> {
        self.0.checked_sub(other.0).map(Fixed).ok_or_else(|| too_large(format!("{self} - {other}")))
    }

    /// The product with a whole number.
    pub fn try_mul(self, factor: i64) -> Result<Fixed, NumberError> {
        self.0.checked_mul(factor).map(Fixed).ok_or_else(|| too_large(format!("{self} × {factor}")))
    }

    /// The value as Vietnam writes it with so many decimals (at most four), rounded half away from nought: "92,12",
    /// "520.000.000".
    pub fn vietnamese(self, decimals: u32) -> String {
        write_decimal(self.0.into(), decimals, ',', Some('.'))
    }

    /// The value as Vietnam writes it, with no more decimals than it has: "92,6", "90".
    pub fn vietnamese_shortest(self) -> String {
        self.vietnamese(self.decimals_needed())
    }

    /// The plain decimal with so many decimals (at most four), rounded half away from nought: "75.20".
    pub fn plain(self, decimals: u32) -> String {
        write_decimal(self.0.into(), decimals, '.', None)
    }

    fn decimals_needed(self) -> u32 {
        (0..Fixed::DECIMALS)
            .find(|decimals| self.0 % 10_i64.pow(Fixed::DECIMALS - decimals) == 0)
            .unwrap_or(Fixed::DECIMALS)
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.plain(self.decimals_needed()))
    }
}

impl FromStr for Fixed {
    type Err = NumberError;

    /// Reads a plain decimal ("75.20", "-0.5"); Vietnamese writing is for [`parse_vietnamese`].
    fn from_str(text: &str) -> Result<Fixed, NumberError> {
        decimal::parse_plain(text)
    }
}

impl Serialize for Fixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fixed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fixed, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A whole number as Vietnam writes it: "10.035".
pub fn vietnamese_whole(value: i64) -> String {
    write_decimal(i128::from(value) * i128::from(Fixed::UNIT), 0, ',', Some('.'))
}

fn too_large(text: impl ToString) -> NumberError {
    NumberError::TooLarge { text: text.to_string() }
}

fn write_decimal(ten_thousandths: i128, decimals: u32, point: char, group: Option<char>) -> String {
    let decimals = decimals.min(Fixed::DECIMALS);
    let step = 10_u128.pow(Fixed::DECIMALS - decimals);
    let rounded = (ten_thousandths.unsigned_abs() + step / 2) / step;
    let one = 10_u128.pow(decimals);
    let whole = (rounded / one).to_string();
    let mut text = String::with_capacity(whole.len() * 4 / 3 + 7);
    if ten_thousandths < 0 && rounded > 0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if let (Some(group), true) = (group, index > 0 && (whole.len() - index).is_multiple_of(3)) {
            text.push(group);
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(point);
        text.push_str(&format!("{:0width$}", rounded % one, width = decimals as usize));
    }
    text
}
