//! Pairs of rows to be reviewed, and what may be decided: the pure part.

use matching::Agreement;
use serde::{Deserialize, Serialize};

/// The class in which pages mark how two values agree; the word says it too.
pub fn class_of(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Equal | Agreement::Folded | Agreement::Succeeded => "good",
        Agreement::Swapped | Agreement::Shortened | Agreement::Close | Agreement::Similar | Agreement::Partial => {
            "warn"
        }
        Agreement::Different => "bad",
        Agreement::Missing => "unknown",
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
