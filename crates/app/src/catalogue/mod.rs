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
mod pages;

#[cfg(test)]
mod tests;

pub use criteria::{CriteriaLevel, CriteriaSet, Criterion, CriterionReference};
pub use embedded::definitions;
pub use model::{Actor, Authority, AwardForm, Catalogue, Counted, Denominator, Group, Indicator, Precedence, Region};

pub use pages::{criteria_path, indicator_path};
pub use platform::definition::Mark;

use crate::app::App;
use axum::Router;
use platform::gate::Actor as Reader;
use platform::page::MenuEntry;
use platform::slice::Hit;
use platform::table::Later;
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

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "catalogue-menu", path: "/catalogue", permission: None })
    }

    fn menu_rank(&self) -> u8 {
        u8::MAX
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Reader, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(async move { Ok(pages::search(app, text)) })
    }
}
