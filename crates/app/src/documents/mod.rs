//! Papers and sources: what was decided or reported, by number, kind, date and issuer, what each paper does to others
//! (cites, implements, replaces, amends), and the *sources* that every figure points to.
//!
//! Every movement, plan, target and result points to a source: a paper and a place in it, an import and a row, or a
//! form. A portal article is a paper of the kind `article`: it has an address and a day of publication, no number.
//!
//! Invariants: keys are unique; a number alone is not a key (18/CT-TTg exists in many years); a paper that others cite
//! and nobody has entered is shown as missing, never invented; a source is never changed.

pub mod model;
mod pages;
mod service;
mod store;
mod table;

pub use pages::path;
pub use service::{
    SourceView, by_ids, enter_document, find_document, label, source_id_of, source_of_document, source_of_form,
    source_of_import, sources,
};
pub use store::{DocumentRow, find, of_keys};

use crate::app::App;
use axum::Router;
use platform::gate::{Actor, Permission};
use platform::page::MenuEntry;
use platform::sheet::Exported;
use platform::slice::{Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Entering a paper into the register.
pub const ENTER: Permission = Permission("documents.enter");

/// The slice.
pub struct Documents;

impl platform::Slice<App> for Documents {
    fn name(&self) -> &'static str {
        "documents"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<table::document::Entity>(), whole::<table::link::Entity>(), whole::<table::source::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "documents-menu", path: "/documents", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        &[Grant {
            permission: ENTER,
            roles: &[
                "system_admin",
                "local_operator",
                "demo",
                "emulation_department",
                "collection_department",
                "clerk",
                "province_focal_unit",
                "local_officer",
            ],
        }]
    }

    fn blobs<'a>(&'a self, app: &'a App) -> Later<'a, Vec<String>> {
        Box::pin(async { store::blobs(app.reader()).await })
    }

    fn exports(&self) -> &'static [&'static str] {
        &["documents"]
    }

    fn export<'a>(&'a self, app: &'a App, _actor: &'a Actor, _name: &'a str) -> Later<'a, Exported> {
        Box::pin(service::export_all(app))
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(service::search(app, text))
    }
}
