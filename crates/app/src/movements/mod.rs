//! Emulation movements as data: phases, objectives, criteria, duties, drives, reviews, awards.
//!
//! A *movement* lives through *phases*; each phase has its legal bases, the plan that brings it to
//! the sector, its objectives (bound to resolutions and to criteria of a set's version), its dated
//! *duties*, its *drives* (đợt) and its reviews. A *directive* (document 3036/BHXH-BT) is a movement
//! of one phase with duties and no awards. Legal source: Điều 16–18 Luật Thi đua, khen thưởng
//! 06/2022/QH15 on who launches what; the facts are of the papers that each row names.
//!
//! Invariants: the same types read a TOML pack and the JSON kept as a definition's revision; a day
//! that no paper gives is absent, not guessed; nothing is carried into a new phase as if decided.

pub mod derive;
pub mod model;
pub mod moment;
mod validate;

#[cfg(test)]
mod tests;

pub use derive::{Derivation, Derived};
pub use model::{Movement, Phase};
pub use moment::Deadline;
pub use validate::Known;
