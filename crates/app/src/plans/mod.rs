//! Plans: how each unit or office carries out a phase of a movement, derived from the plan above it.
//!
//! The country's *plan* takes its *items* (mục tiêu, nhiệm vụ, giải pháp) from the movement's phase; every other plan
//! takes them from the nearest plan above that was issued. A *deviation note* says why a unit's item differs from its
//! parent's (“phù hợp với điều kiện thực tế của từng đơn vị”). A plan is of the whole phase or of one year, with that
//! year's criteria. States: nháp → trình → (trả lại) → ký → cấp số → phát hành → đang thực hiện → điều chỉnh (a new
//! version) → kết thúc.
//!
//! Invariants: the state is the last event; who submitted cannot sign; only a signed plan gets a number, and the number
//! is a paper of the register; items keep their parent link; an inherited item that differs has a note; a changed item
//! is a new row and the old one is closed; a version that was issued stays readable after the next one.

mod hooks;
pub mod model;
mod pages;
mod service;
mod store;
mod table;

#[cfg(test)]
mod tests;

pub use pages::{path, tasks_of_unit};
pub use service::{
    ItemEdit, NewItem, NewPlan, Said, Standing, adjust, derive_plan, document_of, edit_items, find_plan, take_step,
};
pub use store::{EventRow, ItemRow, PlanRow};

use crate::app::App;
use axum::Router;
use platform::Page;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::slice::{Attention, Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Deriving plans, editing their items, submitting and starting them.
pub const EDIT: Permission = Permission("plans.edit");
/// Signing plans, sending them back, ending them.
pub const APPROVE: Permission = Permission("plans.approve");
/// Giving signed plans their number and issuing them.
pub const NUMBER: Permission = Permission("plans.number");

/// The slice.
pub struct Plans;

impl platform::Slice<App> for Plans {
    fn name(&self) -> &'static str {
        "plans"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<table::plan::Entity>(), whole::<table::item::Entity>(), whole::<table::event::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "plans-menu", path: "/plans", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        &[
            Grant {
                permission: EDIT,
                roles: &[
                    "system_admin",
                    "local_operator",
                    "demo",
                    "emulation_department",
                    "collection_department",
                    "province_director",
                    "province_focal_unit",
                    "local_officer",
                ],
            },
            Grant { permission: APPROVE, roles: &["director_general", "province_director", "demo"] },
            Grant {
                permission: NUMBER,
                roles: &["clerk", "emulation_department", "province_focal_unit", "local_operator", "demo"],
            },
        ]
    }

    fn attention<'a>(&'a self, app: &'a App, page: &'a Page, unit: Option<i64>) -> Later<'a, Vec<Attention>> {
        Box::pin(hooks::attention(app, page, unit))
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(hooks::search(app, text))
    }

    fn resting_on<'a>(&'a self, app: &'a App, document: i64) -> Later<'a, Vec<Hit>> {
        Box::pin(hooks::resting_on(app, document))
    }
}
