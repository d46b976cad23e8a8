//! Which rows of two lists, or of one, are about the same person, where no common identifier says so.
//!
//! A [`Schema`] names the columns and what they hold. The lists are read into columns of dictionary codes (`source`,
//! `table`); *keys* chosen for what they find and what they cost bring together the pairs worth looking at (`block`);
//! each pair is described by one small number, the *pattern*: a level of agreement for each field (`level`). How much a
//! level says is learnt from the lists themselves, without labels (`learn`), after Fellegi and Sunter, and the pairs are
//! decided on so that what is expected to be right is as much as can be (`decide`).
//!
//! Terms: a *match* is a pair of rows about one person; the *probability* of a pair is that of being a match; the
//! *threshold* is the probability from which pairs are taken; pairs below it that are not hopeless are for *review*.
//!
//! The engine knows no database, no web and no clock; the same files give the same answer whatever the threads.

mod block;
mod compare;
mod contents;
mod decide;
mod learn;
mod level;
mod outcome;
mod rows;
mod run;
pub mod schema;
pub mod similarity;
mod source;
#[cfg(test)]
mod tests;
mod value;

pub use contents::{Side, contents};
pub use outcome::{Agreement, Decision, FieldWeights, KeyReport, Outcome, Pair};
pub use run::{MatchError, Options, Phase, run_dedupe, run_match};
pub use schema::{Columns, DateOrder, Field, Kind, Schema, SchemaError};
