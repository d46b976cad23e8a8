//! Pages of the new-rural programme.

mod import;
mod overview;
mod recognition;

use crate::app::App;
use crate::exchange::web;
use axum::Router;
use axum::routing::{get, post};
use chrono::NaiveDate;

/// Path of the new-rural page of a unit, on a day if one is given.
pub fn path(unit: i64, on: Option<NaiveDate>) -> String {
    match on {
        Some(on) => format!("/new-rural?unit={unit}&on={on}"),
        None => format!("/new-rural?unit={unit}"),
    }
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/new-rural", get(overview::show))
        .route("/new-rural/recognitions", post(recognition::create))
        .route("/new-rural/recognitions/new", get(recognition::new_form))
        .route("/new-rural/recognitions/template", get(web::template::<import::Sheet>))
        .route("/new-rural/recognitions/import", get(web::form::<import::Sheet>).post(web::preview::<import::Sheet>))
        .route("/new-rural/recognitions/import/commit", post(web::commit::<import::Sheet>))
        .route("/new-rural/recognitions/import/returned", post(web::returned::<import::Sheet>))
        .route("/new-rural/recognitions/{id}", get(recognition::show))
        .route("/new-rural/recognitions/{id}/withdraw", post(recognition::withdraw))
        .route("/new-rural/recognitions/{id}/strike-out", post(recognition::strike_out))
}
