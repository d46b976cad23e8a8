//! The text of a paper and the facts that were read from it, side by side.
//!
//! Terms: a *text* is one version of a paper's text with the file it came from; a *repair* is a place where a broken scan
//! was mended (the text keeps the original words); a *finding* is a fact that was read, with the words it came from and
//! how sure it is; a *decision* is an officer's: accepted, corrected or rejected; what an accepted finding *became* is the
//! citation, movement, target or duty that was made from it.
//!
//! What reads papers lies below (`papers::read`); it fills [`ReadPaper`]. What makes something of a finding lies partly
//! above (targets, movements), so handlers of each kind stand in one table beside the slices, [`crate::FINDINGS`]: a kind
//! without a handler can be accepted, and then is known to be right, but becomes nothing.
//!
//! Ground: point 3 of the purpose of reading papers: every fact carries its span; what is unsure is asked, never invented.
//!
//! Invariants: a text is never changed, a newer one is a new row; spans are bytes of the text they belong to; a decision is
//! a row, and a later one closes the earlier; who accepts holds the permission of what it becomes.

mod citation;
mod facts;
mod marks;
mod model;
mod pages;
mod service;
mod store;
pub mod table;
#[cfg(test)]
mod tests;
mod words;

pub use citation::CitationFinding;
pub use facts::{findings, read_file};
pub use model::{Finding, ReadPaper, Repair};
pub use pages::{router, text_of};
pub use service::decide::{AcceptFinding, Accepted, Became, Judgement, decide};
pub use service::intake::take_in;
pub use service::{findings_of, store_text};
pub use store::{FindingRow, blobs, latest_texts};
