//! How a result stands to its goal.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Goal, Measure};
use crate::number::{Fixed, NumberError};
use crate::period::{Period, PeriodKind};
use crate::rate::{Comparator, Knowledge, Ratio, points};

/// What was achieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Achieved {
    /// A rate as its pair of integers.
    Pair(Ratio),
    /// A count, or a percentage published without its pair.
    Value(Fixed),
}

/// A result with the day it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outturn {
    /// What was achieved.
    pub achieved: Achieved,
    /// As of which day.
    pub as_of: NaiveDate,
}

/// How a result stands to its goal. Amounts are percentage points for rates, ones for counts, never negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// Met exactly, or within the range.
    Met,
    /// Beyond the goal in the direction it asks for.
    Exceeded {
        /// By how much; of a range, beyond its upper end.
        by: Fixed,
    },
    /// The goal is missed.
    Short {
        /// By how much; nought where the value is reached and more was asked for.
        by: Fixed,
    },
    /// It cannot be said.
    Unknown {
        /// Why, in Vietnamese.
        reason: String,
    },
}

impl Outcome {
    /// Whether the goal is met, where that is known.
    pub fn is_met(&self) -> Option<bool> {
        match self {
            Outcome::Met | Outcome::Exceeded { .. } => Some(true),
            Outcome::Short { .. } => Some(false),
            Outcome::Unknown { .. } => None,
        }
    }
}

/// An outcome with the period of the goal and the day of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How the result stands to the goal.
    pub outcome: Outcome,
    /// The period the goal is for.
    pub period: Period,
    /// The day of the result, if there is one.
    pub as_of: Option<NaiveDate>,
}

impl Standing {
    /// Whether the result describes a day before the period's last, so that it is held against a goal not yet due.
    pub fn is_before_end(&self) -> bool {
        self.as_of.is_some_and(|as_of| as_of < self.period.last_day())
    }

    /// The mark that such a result carries: "chưa hết năm", "chưa hết kỳ".
    pub fn mark(&self) -> Option<&'static str> {
        let mark = if self.period.kind() == PeriodKind::Year { "chưa hết năm" } else { "chưa hết kỳ" };
        self.is_before_end().then_some(mark)
    }

    /// The standing in Vietnamese: "vượt 5,62 điểm % (chưa hết năm)".
    pub fn label(&self, measure: Measure) -> String {
        let amount = |by: Fixed| {
            if measure.is_rate() { format!("{} điểm %", magnitude(by)) } else { by.vietnamese_shortest() }
        };
        let text = match &self.outcome {
            Outcome::Met => "đạt".to_owned(),
            Outcome::Exceeded { by } => format!("vượt {}", amount(*by)),
            Outcome::Short { by: Fixed::ZERO } => "bằng mức giao, chưa vượt".to_owned(),
            Outcome::Short { by } => format!("chưa đạt, lệch {}", amount(*by)),
            Outcome::Unknown { reason } => format!("chưa xác định: {reason}"),
        };
        match self.mark() {
            Some(mark) => format!("{text} ({mark})"),
            None => text,
        }
    }
}

/// Holds a result against a goal for a period. A rate is compared by its integers.
pub fn status(result: &Knowledge<Outturn>, goal: Option<&Goal>, period: Period) -> Standing {
    let outcome = match (result, goal) {
        (Knowledge::Unknown(reason), _) => Outcome::Unknown { reason: reason.clone() },
        (Knowledge::Known(_), None) => Outcome::Unknown { reason: "chưa có chỉ tiêu".to_owned() },
        (Knowledge::Known(outturn), Some(goal)) => {
            outcome(outturn.achieved, goal).unwrap_or_else(|error| Outcome::Unknown { reason: error.to_string() })
        }
    };
    Standing { outcome, period, as_of: result.known().map(|outturn| outturn.as_of) }
}

fn outcome(achieved: Achieved, goal: &Goal) -> Result<Outcome, NumberError> {
    if matches!(achieved, Achieved::Pair(_)) && !goal.measure().is_rate() {
        return Ok(Outcome::Unknown {
            reason: "kết quả là tỷ lệ còn chỉ tiêu là số lượng".to_owned()
        });
    }
    let above = difference(achieved, goal.value())?;
    let ordering = above.cmp(&Fixed::ZERO);
    let by = Fixed::ZERO.try_sub(above)?.max(above);
    if !goal.comparator().holds(ordering) {
        return Ok(Outcome::Short { by });
    }
    if let Some(upper) = goal.upper() {
        let beyond = difference(achieved, upper)?;
        return Ok(if beyond > Fixed::ZERO { Outcome::Exceeded { by: beyond } } else { Outcome::Met });
    }
    let met = ordering == Ordering::Equal || goal.comparator() == Comparator::Equal;
    Ok(if met { Outcome::Met } else { Outcome::Exceeded { by } })
}

/// How far a result lies above a value; a difference of a rate is never rounded to nought.
fn difference(achieved: Achieved, value: Fixed) -> Result<Fixed, NumberError> {
    match achieved {
        Achieved::Pair(rate) => rate.points_from(value).map(|points| points.value()),
        Achieved::Value(achieved) => achieved.try_sub(value),
    }
}

fn magnitude(by: Fixed) -> String {
    match points(by, Fixed::ZERO) {
        Ok(points) => points.vietnamese().trim_start_matches('+').to_owned(),
        Err(_) => by.vietnamese_shortest(),
    }
}
