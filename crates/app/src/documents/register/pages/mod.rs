//! The pages of the registers.

mod attached;
mod incoming;
mod lists;
mod outgoing;
mod series;

use super::super::model::DocumentKind;
use super::store::SeriesRow;
use crate::app::App;
use axum::Router;
use axum::routing::{get, post};
use platform::Page;
use platform::form::Fields;

/// Path of an outgoing paper.
pub fn outgoing_path(id: i64) -> String {
    format!("/documents/outgoing/{id}")
}

/// Path of an incoming paper.
pub fn incoming_path(id: i64) -> String {
    format!("/documents/incoming/{id}")
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/documents/outgoing", get(lists::outgoing).post(outgoing::create))
        .route("/documents/outgoing/export", get(lists::export_outgoing))
        .route("/documents/outgoing/new", get(outgoing::new_form))
        .route("/documents/outgoing/{id}", get(outgoing::show))
        .route("/documents/outgoing/{id}/edit", get(outgoing::edit_form).post(outgoing::edit))
        .route("/documents/outgoing/{id}/edxml", get(outgoing::edxml))
        .route("/documents/outgoing/{id}/package", get(outgoing::package))
        .route("/documents/outgoing/{id}/files", post(attached::attach))
        .route("/documents/outgoing/{id}/files/remove", post(attached::detach))
        .route("/documents/outgoing/{id}/files/{sha256}", get(attached::open))
        .route("/documents/outgoing/{id}/step", post(outgoing::step))
        .route("/documents/outgoing/{id}/receipts", post(outgoing::receipts))
        .route("/documents/incoming", get(lists::incoming).post(incoming::create))
        .route("/documents/incoming/export", get(lists::export_incoming))
        .route("/documents/incoming/new", get(incoming::new_form))
        .route("/documents/incoming/read", post(incoming::read_exchange))
        .route("/documents/incoming/{id}", get(incoming::show))
        .route("/documents/incoming/{id}/file", get(incoming::file))
        .route("/documents/incoming/{id}/facts", post(incoming::read_file))
        .route("/documents/incoming/{id}/step", post(incoming::step))
        .route("/documents/series", get(series::list).post(series::create))
}

/// A series as an option of a form: its key and name.
fn series_option(series: &SeriesRow) -> (String, String) {
    (series.id.to_string(), format!("{} · {}", series.issuer, series.name))
}

/// The kinds that papers of an office may have, as options.
fn kind_options(page: &Page) -> platform::Result<Vec<(String, String)>> {
    let kinds =
        DocumentKind::ALL.iter().filter(|kind| !matches!(kind, DocumentKind::Article | DocumentKind::Publication));
    kinds.map(|kind| platform::key::of(kind).map(|key| (key.clone(), kind_word(page, &key)))).collect()
}

/// The name of a kind.
fn kind_word(page: &Page, key: &str) -> String {
    super::super::pages::kind_word(page, key)
}

fn word(page: &Page, prefix: &str, key: &str) -> String {
    page.t(&format!("{prefix}-{}", key.replace('_', "-")))
}

/// The lines of a field, without empty ones.
fn lines(fields: &Fields, name: &str) -> Vec<String> {
    fields.value(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
