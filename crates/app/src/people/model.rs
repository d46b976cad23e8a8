//! Pairs of rows to be reviewed, and what may be decided: the pure part.

use serde::{Deserialize, Serialize};

/// How two values of a field agree, as the matching says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// At least one side says nothing.
    Missing,
    /// They contradict each other.
    Different,
    /// A part is the same.
    Partial,
    /// They resemble each other.
    Similar,
    /// A slip of the pen lies between them.
    Close,
    /// The same parts in another order.
    Swapped,
    /// One is the other with parts left out.
    Shortened,
    /// A place and the place that came after it.
    Succeeded,
    /// The same but for diacritics that one side lacks.
    Folded,
    /// The same.
    Equal,
}

impl Agreement {
    /// The class in which pages mark it; the word says it too.
    pub fn class(self) -> &'static str {
        match self {
            Self::Equal | Self::Folded | Self::Succeeded => "good",
            Self::Swapped | Self::Shortened | Self::Close | Self::Similar | Self::Partial => "warn",
            Self::Different => "bad",
            Self::Missing => "unknown",
        }
    }
}

/// A field of both rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairField {
    /// What the schema calls it.
    pub name: String,
    /// What the first row says.
    pub a: String,
    /// What the second row says.
    pub b: String,
    /// How they agree.
    pub agreement: Agreement,
}

/// Both rows of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairContent {
    /// Name of the first row.
    pub a_id: String,
    /// Name of the second row.
    pub b_id: String,
    /// Their fields, in the order of the schema.
    pub fields: Vec<PairField>,
}

/// A pair to be filed for review.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPair {
    /// Both rows.
    pub content: PairContent,
    /// How probable it is that they are about one person, 0 to 1.
    pub probability: f64,
}

impl NewPair {
    /// The probability in millionths, as it is kept.
    #[expect(clippy::cast_possible_truncation, reason = "the number lies between nought and a million")]
    pub fn millionths(&self) -> i64 {
        (self.probability.clamp(0.0, 1.0) * 1_000_000.0).round() as i64
    }
}

/// What somebody decides on a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both rows are about one person.
    Same,
    /// They are about two.
    Different,
    /// Left aside: it cannot be told.
    Skip,
}

impl Verdict {
    /// All of them, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Skip];

    /// Its key in forms and words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Skip => "skip",
        }
    }
}
