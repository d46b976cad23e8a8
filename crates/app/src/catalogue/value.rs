//! Values as definitions and packs write them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A decimal number kept as it was decided: digits and at most one point, never a float.
///
/// Read from text with a point ("95.15"); shown to people with a comma.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(String);

impl Decimal {
    /// The number as written, with a point.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits after the point.
    pub fn places(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// The number times ten to the power of `places`: `95.15` with 2 places is 9515. Nothing when
    /// the number has more places than that, or is too large.
    pub fn scaled(&self, places: usize) -> Option<i64> {
        let missing = places.checked_sub(self.places())?;
        let digits: String = self.0.chars().filter(char::is_ascii_digit).collect();
        let factor = 10_i64.checked_pow(u32::try_from(missing).ok()?)?;
        digits.parse::<i64>().ok()?.checked_mul(factor)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Decimal {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits(whole) && digits(fraction) && text.len() <= 18 {
            Ok(Self(text))
        } else {
            Err(format!("`{text}` không phải số thập phân; hãy viết chữ số với dấu chấm, như \"95.15\"."))
        }
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

/// How a figure is held against a target or a threshold. "Trên 95,15 %" is not "đạt 95,15 %".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// At least: "đạt", "tối thiểu", "≥".
    #[serde(rename = ">=")]
    AtLeast,
    /// Strictly more: "trên", "vượt".
    #[serde(rename = ">")]
    MoreThan,
    /// Exactly.
    #[serde(rename = "=")]
    Equal,
    /// At most: "không quá", "≤".
    #[serde(rename = "<=")]
    AtMost,
    /// Strictly less: "dưới".
    #[serde(rename = "<")]
    LessThan,
}

impl Comparator {
    /// The sign that definitions, packs and the command line write.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::LessThan => "<",
        }
    }

    /// Whether a larger figure is nearer to meeting it.
    pub fn asks_for_more(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }
}
