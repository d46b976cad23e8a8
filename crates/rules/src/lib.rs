//! The pure rules of the emulation movements: law and arithmetic, dates, Vietnamese text.
//!
//! Nothing here reads a file, a clock or a database; what a rule needs is passed in. Law (thresholds, rankings,
//! bands, holidays) comes as data with dates and grounds, never as a constant. Unknown is a value with its reason.

pub mod criteria;
pub mod law;
pub mod number;
pub mod period;
pub mod place;
pub mod rate;
pub mod target;
pub mod text;
