//! The sample pack: papers, targets, results and recognitions that the four source papers and
//! published figures state, each with the paper and the place in it, and registers of two agencies.
//!
//! The pack is read without a database ([`pack`]) and written through the front door of each area ([`load`]); beside it
//! stand made-up lists of people ([`load_people`]).

mod load;
pub mod pack;
mod people;
mod registers;
pub mod results;

#[cfg(test)]
mod tests;

pub use load::{ACCOUNTS, PASSWORD, is_loaded, load};
pub use people::{SNAPSHOT, load_people};
