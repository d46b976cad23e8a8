//! Results: figures reached, each with the day it was counted on, its source and who stands for it.
//!
//! *Figure* (observation): what somebody stated about a unit: a pair of integers with the definition of its denominator,
//! a count, a percentage published without its pair, or *unknown* with the reason. *Series*: indicator, denominator and
//! *facet* (criterion, band, criteria set). *Confirmation*: somebody other than who entered a figure stands for it.
//! *Roll-up*: the sum of confirmed figures of one level, kept for every unit above in the structure of the as-of day.
//!
//! Sources: the reporting duties of the movements (2213/KH-BHXH, 3036/BHXH-BT) ask for coverage by province, district
//! and commune; criterion 15.1 of the new-rural sets asks for it by sex.
//!
//! Invariants: figures are appended, `closed_by` alone is ever set; what a unit reported and what its parts sum up to
//! are never mixed; only confirmed figures are summed, in the change that confirms them; a partial sum says how many of
//! how many; a confirmed figure holds until its correction is confirmed; a percentage without its pair is never summed.

mod books;
mod check;
pub mod cli;
mod exchange;
mod hooks;
mod model;
mod pages;
mod read;
mod rollup;
mod service;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use check::is_rate;
pub use model::{Confirmed, Facet, Figure, NewResult, Origin, Summed, Value, Warning};
pub use pages::{CONFIRM_PATH, path};
pub use read::{
    Remapped, RemappedValue, by_facet, expected, figure, last_confirmed, last_of_unit, latest, of_unit, people,
    remapped, summed, yearly, yearly_with_waiting,
};
pub use service::{Batch, Done, Entered, Which, confirm_results, correct_result, enter_results, waiting_in_scope};

use crate::app::App;
use axum::Router;
use chrono::NaiveDate;
use platform::Page;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::sheet::Exported;
use platform::slice::{Attention, Finding, Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;
use std::collections::BTreeMap;

/// Entering and correcting figures.
pub const ENTER: Permission = Permission("results.enter");
/// Standing for figures that somebody else entered.
pub const CONFIRM: Permission = Permission("results.confirm");

/// The slice.
pub struct Results;

impl platform::Slice<App> for Results {
    fn name(&self) -> &'static str {
        "results"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![
            whole::<table::series::Entity>(),
            whole::<table::observation::Entity>(),
            whole::<table::confirmation::Entity>(),
            whole::<table::pending::Entity>(),
            whole::<table::rollup::Entity>(),
        ]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "results-menu", path: CONFIRM_PATH, permission: Some(ENTER) })
    }

    fn attention<'a>(&'a self, app: &'a App, page: &'a Page, unit: Option<i64>) -> Later<'a, Vec<Attention>> {
        Box::pin(hooks::attention(app, page, unit))
    }

    fn resting_on<'a>(&'a self, app: &'a App, document: i64) -> Later<'a, Vec<Hit>> {
        Box::pin(hooks::resting_on(app, document))
    }

    fn people<'a>(&'a self, app: &'a App, units: &'a [i64], on: NaiveDate) -> Later<'a, BTreeMap<i64, i64>> {
        Box::pin(read::people(app, units, on))
    }

    fn exports(&self) -> &'static [&'static str] {
        &["results"]
    }

    fn export<'a>(&'a self, app: &'a App, _actor: &'a Actor, _name: &'a str) -> Later<'a, Exported> {
        Box::pin(hooks::export(app))
    }

    fn grants(&self) -> &'static [Grant] {
        &[
            Grant {
                permission: ENTER,
                roles: &[
                    "system_admin",
                    "local_operator",
                    "demo",
                    "emulation_department",
                    "collection_department",
                    "province_focal_unit",
                    "local_officer",
                ],
            },
            Grant {
                permission: CONFIRM,
                roles: &["province_director", "emulation_department", "collection_department", "demo_confirmer"],
            },
        ]
    }

    fn check<'a>(&'a self, app: &'a App) -> Later<'a, Vec<Finding>> {
        Box::pin(books::check(app))
    }
}
