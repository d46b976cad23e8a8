//! From a file to its text.

/// The text of a paper as it was extracted, before any repair. All spans refer to it; `--text` writes it.
#[derive(Debug, Clone, Default)]
pub struct TextLayer {
    /// UTF-8, lines separated by `\n`.
    pub text: String,
}
