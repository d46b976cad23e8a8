//! The catalogue: the words that every other area measures, decides and compares with.
//!
//! *Indicator*: what is measured. *Denominator*: what a count is taken of. *Group*: the policy words
//! of the documents (poor, near poor, …), not the codes on a card. *Authority*: who may decide a
//! target. *Actor*: who does, receives or reviews a duty. *Criteria set*: one decision's thresholds
//! of the new-rural programme. *Award form*: what a movement can end in.
//!
//! All of it is data in `definitions/catalogue` and `definitions/law`, with its legal ground; a
//! missing ground is said as "chưa có căn cứ", never filled. No number of the law stands in code.
//!
//! Invariants: keys are unique within their kind; every key that a definition names exists; a
//! threshold that was not found is absent (unknown), never zero.

mod check;
pub mod criteria;
pub mod embedded;

pub mod model;

#[cfg(test)]
mod tests;

pub use criteria::{CriteriaLevel, CriteriaSet, Criterion, CriterionReference};
pub use model::{
    Actor, Authority, AwardForm, Catalogue, Counted, Denominator, Group, Indicator, Mark, Precedence, Region,
};

use crate::app::App;
use platform::words::WordFiles;

/// The slice.
pub struct CatalogueSlice;

impl platform::Slice<App> for CatalogueSlice {
    fn name(&self) -> &'static str {
        "catalogue"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }
}
