//! The sample pack: papers, targets, results and recognitions that the four source papers and
//! published figures state, each with the paper and the place in it.
//!
//! The pack is read here without a database; the demo command writes it through the front door of
//! each area.

pub mod pack;
pub mod results;

#[cfg(test)]
mod tests;
