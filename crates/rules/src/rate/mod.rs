//! Rates as pairs of integers, thresholds, and differences in percentage points.
//!
//! A [`Ratio`] is never turned into a rounded percentage to be compared: 22 499 of 25 000 prints as 90,00 % and is less
//! than 90 %. Sums of rates are sums of numerators over sums of denominators. What is not known is
//! [`Knowledge::Unknown`] with its reason, never nought.

mod comparator;
mod knowledge;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::number::{Fixed, NumberError, vietnamese_whole};

pub use comparator::{Comparator, NotAComparator};
pub use knowledge::{Knowledge, Sex};

/// Percent per one, in ten-thousandths.
const PERCENT: i128 = 100 * Fixed::UNIT as i128;

/// Why two integers make no rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatioError {
    /// Nothing to divide by.
    #[error("Mẫu số là {den}: hãy nhập mẫu số lớn hơn 0.")]
    NoDenominator {
        /// The denominator.
        den: i64,
    },
    /// Counts are not negative.
    #[error("Tử số là {num}: hãy nhập số từ 0 trở lên.")]
    NegativeNumerator {
        /// The numerator.
        num: i64,
    },
    /// The sum, or the percentage, does not fit.
    #[error("Tỷ lệ quá lớn để tính: hãy kiểm tra lại tử số và mẫu số.")]
    TooLarge,
    /// A sum over no pair at all.
    #[error("Không có cặp số nào để cộng: hãy nhập ít nhất một tử số và mẫu số.")]
    NothingToSum,
}

/// So many of so many. Equal pairs are equal; to compare values use [`Ratio::compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Pair", into = "Pair")]
pub struct Ratio {
    num: i64,
    den: i64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Pair {
    num: i64,
    den: i64,
}

impl Ratio {
    /// A pair with a denominator above nought and a numerator not below.
    pub fn new(num: i64, den: i64) -> Result<Ratio, RatioError> {
        if den <= 0 {
            return Err(RatioError::NoDenominator { den });
        }
        if num < 0 {
            return Err(RatioError::NegativeNumerator { num });
        }
        let ratio = Ratio { num, den };
        // Checked once here, with room for rounding to a whole percent, so that printing cannot fail.
        i64::try_from(ratio.scaled_percent(Fixed::DECIMALS) + i128::from(Fixed::UNIT))
            .map_err(|_| RatioError::TooLarge)?;
        Ok(ratio)
    }

    /// How many.
    pub fn num(self) -> i64 {
        self.num
    }

    /// Of how many.
    pub fn den(self) -> i64 {
        self.den
    }

    /// The sum of numerators over the sum of denominators.
    pub fn sum(pairs: impl IntoIterator<Item = Ratio>) -> Result<Ratio, RatioError> {
        let (num, den) = pairs
            .into_iter()
            .fold((0_i128, 0_i128), |(num, den), pair| (num + i128::from(pair.num), den + i128::from(pair.den)));
        if den == 0 {
            return Err(RatioError::NothingToSum);
        }
        let fit = |value: i128| i64::try_from(value).map_err(|_| RatioError::TooLarge);
        Ratio::new(fit(num)?, fit(den)?)
    }

    /// Which of two rates is greater, exactly.
    pub fn compare(self, other: Ratio) -> Ordering {
        (i128::from(self.num) * i128::from(other.den)).cmp(&(i128::from(other.num) * i128::from(self.den)))
    }

    /// How the rate stands to a percentage, exactly.
    pub fn compare_percent(self, percent: Fixed) -> Ordering {
        (i128::from(self.num) * PERCENT).cmp(&(i128::from(percent.ten_thousandths()) * i128::from(self.den)))
    }

    /// Whether the rate meets a threshold in percent.
    pub fn meets(self, comparator: Comparator, percent: Fixed) -> bool {
        comparator.holds(self.compare_percent(percent))
    }

    /// The percentage with so many decimals (at most four), rounded half up: for showing, not for comparing.
    pub fn percent_rounded(self, decimals: u32) -> Fixed {
        let decimals = decimals.min(Fixed::DECIMALS);
        let percent = self.scaled_percent(decimals) * 10_i128.pow(Fixed::DECIMALS - decimals);
        Fixed::from_ten_thousandths(i64::try_from(percent).expect("`new` left room for every rounding"))
    }

    /// How far the rate lies above (or below, negative) a percentage, rounded away from nought at the fourth decimal,
    /// so that a difference never shows as none.
    pub fn points_from(self, percent: Fixed) -> Result<Points, NumberError> {
        let difference = i128::from(self.num) * PERCENT - i128::from(percent.ten_thousandths()) * i128::from(self.den);
        let steps = difference.unsigned_abs().div_ceil(self.den.unsigned_abs().into());
        let steps = i64::try_from(steps).map_err(|_| NumberError::TooLarge { text: self.to_string() })?;
        Ok(Points(Fixed::from_ten_thousandths(if difference < 0 { -steps } else { steps })))
    }

    fn scaled_percent(self, decimals: u32) -> i128 {
        let scale = 100 * 10_i128.pow(decimals);
        let den = i128::from(self.den);
        (2 * i128::from(self.num) * scale + den) / (2 * den)
    }
}

/// The pair as Vietnam writes it: "22.499/25.000".
impl std::fmt::Display for Ratio {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", vietnamese_whole(self.num), vietnamese_whole(self.den))
    }
}

impl TryFrom<Pair> for Ratio {
    type Error = RatioError;

    fn try_from(pair: Pair) -> Result<Ratio, RatioError> {
        Ratio::new(pair.num, pair.den)
    }
}

impl From<Ratio> for Pair {
    fn from(ratio: Ratio) -> Pair {
        Pair { num: ratio.num, den: ratio.den }
    }
}

/// A difference of two percentages, in percentage points ("điểm %").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Points(Fixed);

impl Points {
    /// The difference as a plain number.
    pub fn value(self) -> Fixed {
        self.0
    }

    /// The difference as Vietnam writes it, signed, with two decimals: "+7,09", "-5,25". One that would show as none
    /// keeps all its decimals: "-0,004".
    pub fn vietnamese(self) -> String {
        let (value, none) = (self.0, Fixed::ZERO.vietnamese(2));
        let short = value.vietnamese(2);
        let text = if short == none && value != Fixed::ZERO { value.vietnamese_shortest() } else { short };
        if value > Fixed::ZERO { format!("+{text}") } else { text }
    }
}

/// How far a percentage lies above another, in percentage points.
pub fn points(percent: Fixed, from: Fixed) -> Result<Points, NumberError> {
    percent.try_sub(from).map(Points)
}
