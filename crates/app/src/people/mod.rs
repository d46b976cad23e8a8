//! People: who is covered by health insurance and who is not, counted from lists of residents and of cards.
//!
//! *Snapshot* (bản số liệu): what was counted from two lists, kept unchanged under a name and a version. *Coverage* (bao
//! phủ): residents with a valid card over residents, on a day. *Gap* (người chưa tham gia): the residents of a commune
//! without a valid card. *Spell* (quãng có thẻ): days on which somebody was covered without a break. *Review of matches*:
//! pairs of rows of which a person says whether they are about one person.
//!
//! Sources: "rà soát, phân nhóm đối tượng và số người chưa tham gia" of the movement's directives; criterion 15.1 of the
//! new-rural sets; Law 91/2025/QH15 on personal data.
//!
//! Invariants: numbers are counted by the engine `population`, never kept here; whoever looks is allowed to in that
//! territory; every opening of a list of persons, every erasure and every decision on a pair stands in the audit trail
//! before its answer is given; names and identifiers never go into the trail; lists are masked unless somebody states a
//! purpose; an account of a territory imports, replaces and erases lists of that territory alone.

mod area;
mod counting;
mod definition;
mod hooks;
mod model;
mod pages;
mod service;
mod store;
mod table;
#[cfg(test)]
pub mod tests;

pub use definition::{POLICY, counted_sets, group_catalogue, group_catalogue_of, policy_sets};
pub use model::{NewPair, PairContent, PairField, Verdict};
pub use service::{
    Lists, Month, OpenedList, Sight, Voluntary, VoluntaryAsked, count_voluntary, enter_import, enter_left_over,
    erase_person, erase_snapshot, file_review, find, import_lists, keep_swept, look, month, on_a_thread, open_list,
    people_problem, record, sentence, snapshots, snapshots_in, unit_to_import,
};

use crate::app::App;
use axum::Router;
use platform::Page;
use platform::gate::Permission;
use platform::page::MenuEntry;
use platform::slice::{Attention, Finding, Grant};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Reading numbers counted from lists.
pub const COUNT: Permission = Permission("people.count");
/// Reading lists of persons with shortened names and numbers.
pub const LIST_MASKED: Permission = Permission("people.list_masked");
/// Reading lists of persons as they are.
pub const OPEN_NAMES: Permission = Permission("people.open_names");
/// Importing lists.
pub const IMPORT: Permission = Permission("people.import");
/// Erasing snapshots and persons.
pub const ERASE: Permission = Permission("people.erase");

/// Looking at pairs of rows and deciding whether they are about one person.
pub const REVIEW: Permission = Permission("people.review");

/// The slice.
pub struct People;

impl platform::Slice<App> for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![
            whole::<table::people_import::Entity>(),
            whole::<table::match_review::Entity>(),
            whole::<table::match_pair::Entity>(),
            whole::<table::match_decision::Entity>(),
        ]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "people-menu", path: "/people", permission: Some(COUNT) })
    }

    fn attention<'a>(&'a self, app: &'a App, page: &'a Page, unit: Option<i64>) -> Later<'a, Vec<Attention>> {
        Box::pin(hooks::attention(app, page, unit))
    }

    fn check<'a>(&'a self, app: &'a App) -> Later<'a, Vec<Finding>> {
        Box::pin(hooks::check(app))
    }

    fn grants(&self) -> &'static [Grant] {
        &[
            Grant {
                permission: COUNT,
                roles: &[
                    "system_admin",
                    "director_general",
                    "emulation_department",
                    "collection_department",
                    "insurance_policy_department",
                    "inspection_department",
                    "province_director",
                    "province_focal_unit",
                    "local_officer",
                    "local_operator",
                    "demo",
                ],
            },
            Grant {
                permission: LIST_MASKED,
                roles: &[
                    "collection_department",
                    "insurance_policy_department",
                    "province_director",
                    "province_focal_unit",
                    "local_officer",
                    "local_operator",
                ],
            },
            Grant {
                permission: OPEN_NAMES,
                roles: &["collection_department", "province_focal_unit", "local_officer", "local_operator"],
            },
            Grant {
                permission: IMPORT,
                roles: &["system_admin", "collection_department", "province_focal_unit", "local_operator", "demo"],
            },
            Grant {
                permission: REVIEW,
                roles: &["collection_department", "province_focal_unit", "local_officer", "local_operator"],
            },
            Grant {
                permission: ERASE,
                roles: &["system_admin", "collection_department", "province_focal_unit", "local_operator"],
            },
        ]
    }
}
