//! Targets: what an authority has set for a unit to reach, in which year, decided by which paper.
//!
//! A *target* is an indicator, a unit, a year or a day, a value with its *comparator* ("trên 95,15" is not "đạt 95,15"), a
//! measure, perhaps a range, a policy group, a criterion; and the authority and paper that decided it. Several
//! authorities may set targets for the same thing at once; the one *in use* follows from the catalogue's rule
//! (`catalogue/authorities.toml`), and the screen says which and why. A later decision *supersedes*; the old value stays
//! visible as of its time. A *cascade* compares a parent's target with those of the units below it, weighted by people.
//!
//! Legal source: targets are set by decisions such as 1167/QĐ-TTg and 546/QĐ-TTg, and by people's committees below them.
//! Invariants: a row is never edited, a mistake is withdrawn with a reason; a target without a number is allowed; which
//! target is in use is computed, never stored.

mod accept;
pub mod cli;
#[cfg(test)]
mod dropped_plan;
mod exchange;
mod model;
mod pages;
mod service;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use accept::TargetFinding;
pub use model::{NewTarget, TargetInUse, TargetView};
pub use pages::{cascade_path, path};
pub use service::{
    Cascade, CascadeRow, MAIN_INDICATOR, check_cascade, enter_targets, in_use, in_use_by_unit, in_use_by_year, of_unit,
    of_units,
};

use crate::app::App;
use axum::Router;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::sheet::Exported;
use platform::slice::{Attention, Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Entering targets.
pub const ENTER: Permission = Permission("targets.enter");
/// Taking back a target entered by mistake.
pub const WITHDRAW: Permission = Permission("targets.withdraw");

/// The slice.
pub struct Targets;

impl platform::Slice<App> for Targets {
    fn name(&self) -> &'static str {
        "targets"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<table::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "targets-menu", path: "/targets", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        const WHO: &[&str] = &[
            "system_admin",
            "local_operator",
            "demo",
            "emulation_department",
            "collection_department",
            "province_focal_unit",
            "local_officer",
        ];
        &[Grant { permission: ENTER, roles: WHO }, Grant { permission: WITHDRAW, roles: WHO }]
    }

    fn attention<'a>(&'a self, app: &'a App, page: &'a platform::Page, unit: Option<i64>) -> Later<'a, Vec<Attention>> {
        Box::pin(service::attention(app, page, unit))
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(service::search(app, text))
    }

    fn resting_on<'a>(&'a self, app: &'a App, document: i64) -> Later<'a, Vec<Hit>> {
        Box::pin(service::resting_on(app, document))
    }

    fn exports(&self) -> &'static [&'static str] {
        &["targets"]
    }

    fn export<'a>(&'a self, app: &'a App, _actor: &'a Actor, _name: &'a str) -> Later<'a, Exported> {
        Box::pin(service::export_all(app))
    }
}
