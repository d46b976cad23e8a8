//! The overview: the first page, one unit with everything about it, one indicator over the country, and the search.
//!
//! It owns no facts: what it shows it reads from the slices above it, and every figure leads to where it comes from.
//!
//! Invariants: what needs doing stands first; a figure and its target are compared by the rules and never on rounded
//! percents; what a unit reported and what its parts sum up to stand side by side and are never mixed.

mod home;
mod indicator;
mod search;
mod standing;
#[cfg(test)]
mod tests;
mod unit;

use crate::app::App;
use axum::Router;
use axum::routing::get;
use platform::page::MenuEntry;
use platform::words::WordFiles;

/// The slice.
pub struct Overview;

impl platform::Slice<App> for Overview {
    fn name(&self) -> &'static str {
        "overview"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn pages(&self) -> Router<App> {
        Router::new()
            .route("/", get(home::home))
            .route("/search", get(search::search))
            .route("/units/{id}", get(unit::show))
            .route("/indicators/{key}", get(indicator::show))
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "overview-menu", path: "/", permission: None })
    }

    fn menu_rank(&self) -> u8 {
        0
    }
}
