//! What is known, and why the rest is not.

use serde::{Deserialize, Serialize};

/// A value, or the reason why it is not known, in Vietnamese. Unknown is neither nought nor a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knowledge<T> {
    /// The value.
    Known(T),
    /// Why there is none.
    Unknown(String),
}

impl<T> Knowledge<T> {
    /// The value, if known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Knowledge::Known(value) => Some(value),
            Knowledge::Unknown(_) => None,
        }
    }

    /// Why it is not known.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Knowledge::Known(_) => None,
            Knowledge::Unknown(reason) => Some(reason),
        }
    }

    /// The same with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Knowledge<U> {
        match self {
            Knowledge::Known(value) => Knowledge::Known(change(value)),
            Knowledge::Unknown(reason) => Knowledge::Unknown(reason),
        }
    }
}

/// Sex, as health insurance records have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// nam
    Male,
    /// nữ
    Female,
}

impl Sex {
    /// Both.
    pub const ALL: [Sex; 2] = [Sex::Male, Sex::Female];

    /// The word: "nam", "nữ".
    pub fn label(self) -> &'static str {
        match self {
            Sex::Male => "nam",
            Sex::Female => "nữ",
        }
    }
}
