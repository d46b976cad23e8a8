//! What papers do to each other: the way from a decision down to the last plan that carries it out, and the grounds of a
//! paper that do not hold any more.
//!
//! Terms: a *ground* is a paper that another cites or carries out; an *end* is why and since when a paper does not hold
//! (replaced by another, recalled, or expired as somebody noted with a ground).
//!
//! Ground: Articles 15 and 154 of the Law on the Promulgation of Legal Documents 2015 and Articles 12 and 53 of that of
//! 2025 (only documents in force are grounds); F002 of the functions: a plan is linked to its grounds with their validity.
//!
//! Invariants: nothing is judged from a day that is not known: an end without a day is a question for a past day and an
//! answer for today; a paper that nobody entered is shown as missing.

mod model;
mod pages;
mod service;
mod store;
pub mod table;
#[cfg(test)]
mod tests;

pub use pages::{GroundView, ground_views, router};
