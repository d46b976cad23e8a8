//! The registers of an agency: papers that go out and papers that come in.
//!
//! Terms: a *series* is one run of numbers (one direction, one agency, one sort of papers); a *step* moves an outgoing
//! paper through its life (draft → submitted → signed → issued; withdrawn before it has a number, replaced or recalled
//! after); a *receipt* says what became of a paper at one recipient; a *handling* what became of a paper that arrived.
//!
//! Ground: Decree 30/2020/NĐ-CP: Article 15 (numbers and dates follow the order of issue within the year, from 01 on
//! 1 January to 31 December; given after the signature, at the latest on the next working day; secret papers have their
//! own series), Article 18 (issue; wrong content is replaced by a paper of equal form, wrong form is corrected by a
//! dispatch; recall), Article 22 (numbers of arrival), Annex IV (registers of ten columns), Annex VI (warning on
//! duplicates, receipts, lengths of fields).
//!
//! Invariants: in a series and year numbers run 1, 2, 3, … without gap or repetition, because the next number is read and
//! written in the one writing transaction there is at a time, and a unique index would refuse a second; days of issue do
//! not go backwards; only a signed paper gets a number; the submitter does not sign; a secret paper never enters the open
//! register, its search or its graph; every step, receipt and handling is a row of its own.

pub mod edxml;
pub mod exchange;
pub mod model;
pub mod pages;
mod service;
mod store;
pub mod table;
#[cfg(test)]
mod tests;

pub use model::{
    AttachedFile, Content, Direction, Handling, NewIncoming, ReceiptStatus, Recipient, Signature, State, Step,
};
pub use service::incoming::{Handled, handle_arrival, register_arrival};
pub use service::{
    NewSeries, Paper, Receipt, Said, attach_file, draft_paper, entries, exports, find_for, find_for as find_paper,
    note_receipts, open_series, take_step,
};
pub use store::{all_recalled, blobs, recalls};
