//! How a figure must stand to a threshold.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::tone_key;

/// A text that names no comparator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{text}” không phải là cách so sánh: hãy dùng >=, >, =, <= hoặc < (từ … trở lên, trên, bằng, không quá, dưới)."
)]
pub struct NotAComparator {
    /// What was written.
    pub text: String,
}

/// How a figure must stand to a threshold. It is part of the target: "trên 95,15" is not "đạt 95,15".
/// Files and columns write its sign, and nothing else is read from them; the words of papers are for [`FromStr`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// từ … trở lên
    #[serde(rename = ">=")]
    AtLeast,
    /// trên …
    #[serde(rename = ">")]
    MoreThan,
    /// bằng …
    #[serde(rename = "=")]
    Equal,
    /// không quá …
    #[serde(rename = "<=")]
    AtMost,
    /// dưới …
    #[serde(rename = "<")]
    LessThan,
}

impl Comparator {
    /// Whether a figure that stands so to the threshold meets it.
    pub fn holds(self, figure_to_threshold: Ordering) -> bool {
        match self {
            Comparator::AtLeast => figure_to_threshold.is_ge(),
            Comparator::MoreThan => figure_to_threshold.is_gt(),
            Comparator::Equal => figure_to_threshold.is_eq(),
            Comparator::AtMost => figure_to_threshold.is_le(),
            Comparator::LessThan => figure_to_threshold.is_lt(),
        }
    }

    /// Whether less is better.
    pub fn is_ceiling(self) -> bool {
        matches!(self, Comparator::AtMost | Comparator::LessThan)
    }

    /// The sign that is stored: `>=`, `>`, `=`, `<=`, `<`.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparator::AtLeast => ">=",
            Comparator::MoreThan => ">",
            Comparator::Equal => "=",
            Comparator::AtMost => "<=",
            Comparator::LessThan => "<",
        }
    }

    /// The threshold in Vietnamese words: "từ 85 % trở lên", "trên 95,15 %".
    pub fn phrase(self, threshold: &str) -> String {
        match self {
            Comparator::AtLeast => format!("từ {threshold} trở lên"),
            Comparator::MoreThan => format!("trên {threshold}"),
            Comparator::Equal => format!("bằng {threshold}"),
            Comparator::AtMost => format!("không quá {threshold}"),
            Comparator::LessThan => format!("dưới {threshold}"),
        }
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.symbol())
    }
}

impl FromStr for Comparator {
    type Err = NotAComparator;

    /// Reads a sign or the words of a paper: ">=", "≥", "từ … trở lên", "ít nhất", "đạt", "trên", "dưới".
    fn from_str(text: &str) -> Result<Comparator, NotAComparator> {
        match tone_key(text).as_str() {
            ">=" | "≥" | "từ … trở lên" | "từ ... trở lên" | "trở lên" | "ít nhất" | "tối thiểu" | "đạt" => {
                Ok(Comparator::AtLeast)
            }
            ">" | "trên" | "hơn" => Ok(Comparator::MoreThan),
            "=" | "bằng" | "đúng" => Ok(Comparator::Equal),
            "<=" | "≤" | "không quá" | "tối đa" => Ok(Comparator::AtMost),
            "<" | "dưới" => Ok(Comparator::LessThan),
            _ => Err(NotAComparator { text: text.trim().to_owned() }),
        }
    }
}
