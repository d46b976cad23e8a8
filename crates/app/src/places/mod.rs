//! Places: administrative units valid over time, with what became of them and on which ground.
//!
//! A *spell* of a unit is the time in which its code, kind, name and parent stay the same; `rules::place` holds them all
//! in memory, this slice loads them, shows them and answers the gate. Units are never edited here: they are definitions,
//! and a newer release or a folder of the installation brings new ones.
//!
//! Invariants: a unit is asked for *as of* a day; a count asked before the known time is refused, never guessed; a
//! ground that is missing is said as "chưa có căn cứ".

pub mod cli;
mod pages;
mod service;
#[cfg(test)]
mod tests;

pub use pages::path;
pub use service::{check_day, contains, id, load, resolve, resolve_id, warm_up};

use crate::app::App;
use axum::Router;
use platform::gate::Actor;
use platform::page::MenuEntry;
use platform::sheet::Exported;
use platform::slice::Hit;
use platform::table::Later;
use platform::words::WordFiles;

/// The slice.
pub struct Places;

impl platform::Slice<App> for Places {
    fn name(&self) -> &'static str {
        "places"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "places-menu", path: "/places", permission: None })
    }

    fn exports(&self) -> &'static [&'static str] {
        &["places"]
    }

    fn export<'a>(&'a self, app: &'a App, _actor: &'a Actor, _name: &'a str) -> Later<'a, Exported> {
        Box::pin(async move { Ok(service::export_all(app)) })
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(async move { Ok(service::search(app, text)) })
    }
}
