//! Official papers (văn bản hành chính): from a file to its text, from a broken scan to words, from words to facts.
//!
//! Three steps, each with its own room:
//!
//! 1. [`layer`] opens a file (text, HTML, DOCX, PDF with a text layer) as a [`layer::TextLayer`]: the UTF-8 text that **every span refers to**.
//! 2. [`repair`] mends what a scan broke, in regions whose anomaly is beyond doubt, and keeps the way back to the layer.
//! 3. [`read`] finds the facts: what the head of the paper says by Annex I of Decree 30/2020/NĐ-CP, and what its body sets, orders and promises.
//!
//! The crate knows no database, no web and no clock.

#[doc(hidden)]
pub mod broken;
pub mod exchange;
pub mod layer;
pub mod read;
pub mod reading;
pub mod repair;
pub mod score;
pub mod span;

pub use layer::TextLayer;
pub use read::{read, read_repaired};
pub use reading::{Found, Reading};
pub use span::Span;
