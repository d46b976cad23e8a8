//! Full-text search over papers: number, subject, issuer and, where it is stored, the text.
//!
//! One inverted index of our own for both databases, in an ordinary table. FTS5 of SQLite and `tsvector` of PostgreSQL
//! were weighed and left: they split Vietnamese words differently, neither keeps a toned and a folded form of one
//! occurrence side by side, their rankings differ, `ts_rank` reads the vector of every hit (seconds where a word stands in
//! all of 100,000 papers, as "bảo", "hiểm" do), and virtual tables stand outside our migrations, backup and doctor.
//!
//! A *word* is a run of letters and digits with its diacritics, the tone mark at its one place (`rules::text::tone_key`).
//! A row holds, for one word and one *block* of [`words::BLOCK`] papers, the places where the word stands in each: so a
//! word of every paper costs some hundred rows to read, not a hundred thousand, and one more paper rewrites a few
//! kilobytes a word. Rows are written in the change that enters the paper or its text: nothing waits for the night.
//!
//! Invariants: a word typed with diacritics finds only itself (Thanh is not Thạnh); one typed without finds any, the
//! occurrence without diacritics first; all words must stand in the paper; words in quotation marks must follow each other.
//! The index can be made again from the papers at any time and is the one table whose rows are rewritten.

pub mod pages;
mod rank;
mod service;
mod store;
pub mod table;
#[cfg(test)]
mod tests;
pub mod words;

pub use service::{Fields, is_complete, put, reindex};
