//! Emulation movements as data: phases, objectives, criteria, duties, drives, reviews, awards.
//!
//! A *movement* lives through *phases*; each phase has its legal bases, the plan that brings it to
//! the sector, its objectives (bound to resolutions and to criteria of a set's version), its dated
//! *duties*, its *drives* (đợt) and its reviews. A *directive* (document 3036/BHXH-BT) is a movement
//! of one phase with duties and no awards. Legal source: Điều 16–18 Luật Thi đua, khen thưởng
//! 06/2022/QH15 on who launches what; the facts are of the papers that each row names.
//!
//! Invariants: the same types read a TOML pack and the JSON kept as a definition's revision; a
//! saved movement is a new revision, never an edit; a pack never replaces what a user decided; a day
//! that no paper gives is absent, not guessed; nothing is carried into a new phase as if decided; that a unit did a duty
//! is a fact of its own, never part of the movement's definition.

pub mod accept;
mod derive;
mod done;
mod form;
mod hooks;
mod lines;
pub mod model;
pub mod moment;
mod pages;
mod service;
mod store;
mod table;
pub mod timeline;
mod validate;

#[cfg(test)]
mod tests;

pub use accept::{DutyFinding, MovementFinding};
pub use derive::{Derivation, Derived};
pub use done::{Task, done_of_movement, done_of_unit, is_owed_at, spells};
pub use lines::{figure, read_deadline, write_deadline};
pub use model::{Goal, Movement, Phase, Repeats, Status};
pub use moment::Deadline;
pub use pages::{
    DoneView, Subject, TaskLine, deadline_words, done_page, done_views, own_unit, path, record, strike_out,
    tasks_of_unit,
};
pub use service::{MovementRevision, find_movement, list_movements, sync_packs};
pub use store::DoneRow;
pub use timeline::{Dated, DueState, Span};
pub use validate::Known;

use crate::app::App;
use axum::Router;
use platform::Page;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::slice::{Attention, Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Making movements and editing them.
pub const EDIT: Permission = Permission("movements.edit");
/// Recording that a duty was done, and striking out a record made by mistake.
pub const RECORD: Permission = Permission("movements.record");
/// The kind under which movements are kept as definitions.
pub const KIND: &str = "movement";

/// The slice.
pub struct Movements;

impl platform::Slice<App> for Movements {
    fn name(&self) -> &'static str {
        "movements"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<platform::revision::table::Entity>(), whole::<table::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "movements-menu", path: "/movements", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        &[
            Grant {
                permission: EDIT,
                roles: &[
                    "system_admin",
                    "local_operator",
                    "demo",
                    "director_general",
                    "emulation_department",
                    "province_director",
                    "province_focal_unit",
                ],
            },
            Grant {
                permission: RECORD,
                roles: &[
                    "system_admin",
                    "local_operator",
                    "director_general",
                    "emulation_department",
                    "collection_department",
                    "insurance_policy_department",
                    "inspection_department",
                    "central_office",
                    "communication",
                    "province_director",
                    "province_focal_unit",
                    "local_officer",
                ],
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
