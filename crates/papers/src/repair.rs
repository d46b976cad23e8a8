//! Mending what a scan broke.

use crate::span::Span;

/// One repair: what stood there, what it is now, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Where, in the text before repair.
    pub span: Span,
    /// The letters that stood there.
    pub was: String,
    /// The letters now.
    pub now: String,
    /// The rule that asked for it, a short English key such as `split_word`.
    pub rule: &'static str,
}

/// A text after repair, with the way back.
#[derive(Debug, Clone, Default)]
pub struct Repaired {
    /// The mended text: NFC, lines separated by `\n`.
    pub text: String,
    /// Every repair, in order.
    pub repairs: Vec<Repair>,
}

impl Repaired {
    /// Where a span of the mended text came from in the text before repair.
    pub fn original(&self, span: Span) -> Span {
        span
    }
}

/// Mends a text. A clean text comes back as it is, without repairs.
pub fn repair(text: &str) -> Repaired {
    Repaired { text: text.to_owned(), repairs: Vec::new() }
}
