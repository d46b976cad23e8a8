//! Pure rules of targets: what a goal asks for, whether a result reaches it, whether the children's goals reach the
//! parent's, which of several goals is in use, and whether a headcount and a rate fit together.
//!
//! The comparator is part of the goal ("trên 95,15" is not "đạt 95,15"). Rankings of authorities, populations and
//! neighbouring figures are passed in. What cannot be decided is unknown with its reason.

mod cascade;
mod pair;
mod precedence;
mod standing;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::number::Fixed;
use crate::rate::Comparator;

pub use cascade::{CascadeCheck, CascadeVerdict, Child, check_cascade};
pub use pair::{PairError, PairResolution, implied_population, resolve_pair};
pub use precedence::{Candidate, Precedence, PrecedenceReason, SetAside, precedence};
pub use standing::{Achieved, Outcome, Outturn, Standing, status};

/// In what a target is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Percent of people.
    Percent,
    /// People.
    People,
    /// Percent of units (communes, districts).
    ShareOfUnits,
    /// A count of other things: cards, communes, papers.
    Count,
}

impl Measure {
    /// Whether values are percentages, so that differences are percentage points and sums need weights.
    pub fn is_rate(self) -> bool {
        matches!(self, Measure::Percent | Measure::ShareOfUnits)
    }
}

/// Why a goal cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoalError {
    /// Counts and rates are not negative.
    #[error("Chỉ tiêu {value} nhỏ hơn 0: hãy nhập số từ 0 trở lên.", value = value.vietnamese_shortest())]
    Negative {
        /// The value.
        value: Fixed,
    },
    /// The upper end lies below the lower.
    #[error("Cận trên {upper} nhỏ hơn cận dưới {lower}: hãy đổi hai số.", upper = upper.vietnamese_shortest(), lower = lower.vietnamese_shortest())]
    Reversed {
        /// The lower end.
        lower: Fixed,
        /// The upper end.
        upper: Fixed,
    },
    /// A range says "at least" by itself.
    #[error("Chỉ tiêu dạng khoảng không dùng cùng cách so sánh “{comparator}”: hãy chọn “từ … trở lên” (>=).")]
    RangeComparator {
        /// The comparator that was given.
        comparator: Comparator,
    },
}

/// What a target asks for: a value, how a result must stand to it, and for a range its upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Goal {
    measure: Measure,
    comparator: Comparator,
    value: Fixed,
    upper: Option<Fixed>,
}

impl Goal {
    /// A goal of one value.
    pub fn new(measure: Measure, comparator: Comparator, value: Fixed) -> Result<Goal, GoalError> {
        if value < Fixed::ZERO {
            return Err(GoalError::Negative { value });
        }
        Ok(Goal { measure, comparator, value, upper: None })
    }

    /// A goal from one value to another ("1–2 xã một năm"): the lower must be reached.
    pub fn with_upper(self, upper: Fixed) -> Result<Goal, GoalError> {
        if self.comparator != Comparator::AtLeast {
            return Err(GoalError::RangeComparator { comparator: self.comparator });
        }
        if upper < self.value {
            return Err(GoalError::Reversed { lower: self.value, upper });
        }
        Ok(Goal { upper: Some(upper), ..self })
    }

    /// In what it is measured.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// How a result must stand to the value.
    pub fn comparator(&self) -> Comparator {
        self.comparator
    }

    /// The value, in percent or in ones; of a range the lower end.
    pub fn value(&self) -> Fixed {
        self.value
    }

    /// The upper end of a range.
    pub fn upper(&self) -> Option<Fixed> {
        self.upper
    }

    /// The goal in Vietnamese with the word for its unit: "trên 95,15 %", "từ 1 đến 2 xã".
    pub fn label(&self, unit: &str) -> String {
        let value = self.value.vietnamese_shortest();
        match self.upper {
            Some(upper) => format!("từ {value} đến {} {unit}", upper.vietnamese_shortest()),
            None => self.comparator.phrase(&format!("{value} {unit}")),
        }
    }
}
