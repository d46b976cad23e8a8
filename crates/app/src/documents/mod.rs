//! Papers and sources: what was decided or reported, by number, kind, date and issuer, what each paper does to others
//! (cites, implements, replaces, amends), and the *sources* that every figure points to.
//!
//! Every movement, plan, target and result points to a source: a paper and a place in it, an import and a row, or a
//! form. A portal article is a paper of the kind `article`: it has an address and a day of publication, no number.
//!
//! Invariants: keys are unique; a number alone is not a key (18/CT-TTg exists in many years); a paper that others cite
//! and nobody has entered is shown as missing, never invented; a source is never changed.

pub mod cli;
mod graph;
mod index;
pub mod model;
mod pages;
mod reading;
mod register;
mod service;
mod store;
mod table;
mod upload;

pub use pages::path;
pub use reading::{
    AcceptFinding, Accepted, Became, CitationFinding, Finding, FindingRow, Judgement, ReadPaper, Repair, decide,
    findings, findings_of, read_file, store_text, take_in,
};
pub use register::{
    AttachedFile, Content, Direction, Handled, Handling, NewIncoming, NewSeries, Paper, Receipt, ReceiptStatus,
    Recipient, Said, Signature, State, Step, attach_file, draft_paper, find_paper, handle_arrival, note_receipts,
    open_series, register_arrival, take_step,
};
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
use platform::slice::{self, Grant, Hit};
use platform::table::{Later, Migration, Portable, whole};
use platform::words::WordFiles;

/// Entering a paper into the register.
pub const ENTER: Permission = Permission("documents.enter");

/// Reading the registers of an agency.
pub const READ: Permission = Permission("registers.read");
/// Drafting outgoing papers and laying them before the signer.
pub const WRITE: Permission = Permission("registers.write");
/// Recording signatures and sending papers back.
pub const SIGN: Permission = Permission("registers.sign");
/// The clerk's work: numbers, arrivals, receipts, corrections, recalls.
pub const HANDLE: Permission = Permission("registers.handle");
/// Opening series of numbers.
pub const MANAGE: Permission = Permission("registers.manage");
/// Seeing and handling secret papers, in addition to what else the verb needs.
pub const SECRET: Permission = Permission("registers.secret");

/// Accepting, correcting and rejecting what was read from a paper.
pub const ACCEPT: Permission = Permission("documents.accept");

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
        vec![
            table::migration(),
            register::table::migration(),
            graph::table::migration(),
            reading::table::migration(),
            index::table::migration(),
        ]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![
            whole::<table::document::Entity>(),
            whole::<table::link::Entity>(),
            whole::<table::source::Entity>(),
            whole::<graph::table::expiry::Entity>(),
            whole::<reading::table::text::Entity>(),
            whole::<reading::table::repair::Entity>(),
            whole::<reading::table::finding::Entity>(),
            whole::<reading::table::decision::Entity>(),
            whole::<index::table::word::Entity>(),
            whole::<index::table::indexed::Entity>(),
            whole::<register::table::series::Entity>(),
            whole::<register::table::outgoing::Entity>(),
            whole::<register::table::version::Entity>(),
            whole::<register::table::step::Entity>(),
            whole::<register::table::number::Entity>(),
            whole::<register::table::recipient::Entity>(),
            whole::<register::table::receipt::Entity>(),
            whole::<register::table::incoming::Entity>(),
            whole::<register::table::handling::Entity>(),
        ]
    }

    fn pages(&self) -> Router<App> {
        pages::router()
            .merge(register::pages::router())
            .merge(graph::router())
            .merge(index::pages::router())
            .merge(reading::router())
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "documents-menu", path: "/documents", permission: None })
    }

    fn grants(&self) -> &'static [Grant] {
        GRANTS
    }

    fn blobs<'a>(&'a self, app: &'a App) -> Later<'a, Vec<String>> {
        Box::pin(async {
            let mut blobs = store::blobs(app.reader()).await?;
            blobs.extend(register::blobs(app.reader()).await?);
            blobs.extend(reading::blobs(app.reader()).await?);
            Ok(blobs)
        })
    }

    fn exports(&self) -> &'static [&'static str] {
        &["documents", "outgoing", "incoming"]
    }

    fn export<'a>(&'a self, app: &'a App, actor: &'a Actor, name: &'a str) -> Later<'a, Exported> {
        match name {
            "outgoing" => Box::pin(register::exports(app, actor, Direction::Outgoing)),
            "incoming" => Box::pin(register::exports(app, actor, Direction::Incoming)),
            _ => Box::pin(service::export_all(app)),
        }
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(service::search(app, text))
    }

    fn check<'a>(&'a self, app: &'a App) -> Later<'a, Vec<slice::Finding>> {
        Box::pin(service::check(app))
    }
}

/// Who enters papers also decides on what was read from them.
const WHO_ENTER: &[&str] = &[
    "system_admin",
    "local_operator",
    "demo",
    "emulation_department",
    "collection_department",
    "clerk",
    "province_focal_unit",
    "local_officer",
];

const GRANTS: &[Grant] = &[
    Grant { permission: ENTER, roles: WHO_ENTER },
    Grant { permission: ACCEPT, roles: WHO_ENTER },
    Grant {
        permission: READ,
        roles: &[
            "system_admin",
            "local_operator",
            "demo",
            "demo_confirmer",
            "director_general",
            "emulation_department",
            "collection_department",
            "insurance_policy_department",
            "inspection_department",
            "central_office",
            "communication",
            "clerk",
            "province_director",
            "province_focal_unit",
            "local_officer",
        ],
    },
    Grant {
        permission: WRITE,
        roles: &[
            "demo",
            "emulation_department",
            "collection_department",
            "insurance_policy_department",
            "inspection_department",
            "central_office",
            "communication",
            "clerk",
            "province_focal_unit",
            "local_officer",
            "local_operator",
        ],
    },
    Grant { permission: SIGN, roles: &["director_general", "province_director", "demo_confirmer"] },
    Grant {
        permission: HANDLE,
        roles: &["clerk", "central_office", "province_focal_unit", "local_officer", "local_operator", "demo"],
    },
    Grant {
        permission: MANAGE,
        roles: &["system_admin", "central_office", "clerk", "province_focal_unit", "local_operator", "demo"],
    },
    Grant { permission: SECRET, roles: &["director_general", "central_office", "clerk", "province_director"] },
];
