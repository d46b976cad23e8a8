//! New-rural criteria: which communes meet a criterion of the set in force, which are recognised, and how far the plan is
//! carried out.
//!
//! *Verdict*: met, not met, or unknown with its reason, judged on pairs of integers from confirmed results. *Recognition*:
//! a decision about one commune (or, until 30 June 2025, district); meeting a criterion is not being recognised.
//! *Withdrawal*: a later decision that takes it away. *Band*: communes by how many criteria they meet.
//!
//! Legal source: the criteria sets of the catalogue (1980/QĐ-TTg, 318/QĐ-TTg, 51/2025/QĐ-TTg); recognition is decided by
//! the provincial people's committee. Invariants: every ratio names its denominator; verdicts sum up to the number of
//! units; nothing is judged on a rounded percentage; a recognition is never edited, a mistake is struck out with a reason.

pub mod cli;
mod exchange;
mod model;
mod pages;
mod read;
mod service;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use model::{NewRecognition, Recognition, Withdrawal};
pub use pages::path;
pub use read::{
    BandsOfDay, Communes, Evaluation, NamedRatio, Plan, UnitVerdict, bands, communes, communes_meeting,
    districts_meeting, evaluate, plan,
};
pub use service::{
    NewWithdrawal, Recognised, recognise, recognised_communes, recognised_districts, strike_out, withdraw,
};

use crate::app::App;
use axum::Router;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::sheet::Exported;
use platform::slice::{Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Entering, withdrawing and striking out recognitions.
pub const RECOGNISE: Permission = Permission("criteria.recognise");

/// Path of a recognition's page.
pub fn recognition_path(id: i64) -> String {
    format!("/new-rural/recognitions/{id}")
}

/// The slice.
pub struct Criteria;

impl platform::Slice<App> for Criteria {
    fn name(&self) -> &'static str {
        "criteria"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<table::recognition::Entity>(), whole::<table::withdrawal::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "criteria-menu", path: "/new-rural", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        &[Grant {
            permission: RECOGNISE,
            roles: &[
                "system_admin",
                "local_operator",
                "demo",
                "emulation_department",
                "province_focal_unit",
                "province_director",
            ],
        }]
    }

    fn exports(&self) -> &'static [&'static str] {
        &["recognitions"]
    }

    fn export<'a>(&'a self, app: &'a App, _actor: &'a Actor, _name: &'a str) -> Later<'a, Exported> {
        Box::pin(service::export_all(app))
    }

    fn resting_on<'a>(&'a self, app: &'a App, document: i64) -> Later<'a, Vec<Hit>> {
        Box::pin(service::resting_on(app, document))
    }
}
