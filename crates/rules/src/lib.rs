//! Rules.

pub mod place;
