//! Pages of results: where a figure comes from, the form, the import, what waits for confirmation, the export.

mod confirm;
mod entry;
mod import;
mod show;

use super::model::Figure;
use super::{exchange, read};
use crate::app::App;
use crate::documents;
use crate::exchange::{download, web, write};
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use platform::{Lang, Page, Problem, Result};
use std::collections::BTreeMap;

/// Path of the page that says where a figure comes from.
pub fn path(id: i64) -> String {
    format!("/results/{id}")
}

/// Path of the list of what waits for confirmation.
pub const CONFIRM_PATH: &str = "/results/confirm";

pub fn router() -> Router<App> {
    Router::new()
        .route("/results", get(confirm::list).post(entry::create))
        .route("/results/new", get(entry::new_form))
        .route("/results/template", get(web::template::<import::Sheet>))
        .route("/results/import", get(web::form::<import::Sheet>).post(web::preview::<import::Sheet>))
        .route("/results/import/commit", post(web::commit::<import::Sheet>))
        .route("/results/import/returned", post(web::returned::<import::Sheet>))
        .route("/results/export", get(export))
        .route("/results/confirm", get(confirm::list).post(confirm::confirm))
        .route("/results/{id}", get(show::show))
        .route("/results/{id}/correct", get(entry::correct_form).post(entry::correct))
}

/// The name of an indicator in the reader's language.
fn indicator_word(app: &App, page: &Page, key: &str) -> String {
    match (app.catalogue().indicator(key), page.lang) {
        (Some(indicator), Lang::Vi) => indicator.name.clone(),
        (Some(indicator), Lang::En) => indicator.name_en.clone(),
        (None, _) => key.to_owned(),
    }
}

/// "xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre" on the day of a figure.
fn unit_words(app: &App, figure: &Figure) -> String {
    crate::places::id(figure.unit).map(|id| app.places().path_name(id, figure.as_of)).unwrap_or_default()
}

/// What a figure says, in words.
fn value_words(app: &App, figure: &Figure) -> String {
    figure.value.vietnamese(app.catalogue().indicator(&figure.indicator).is_some_and(super::is_rate))
}

async fn export(State(app): State<App>, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let unit: Option<i64> = query.get("unit").and_then(|unit| unit.parse().ok());
    let indicator = query.get("indicator").map(String::as_str).filter(|key| !key.is_empty());
    let figures = match (unit, indicator) {
        (Some(unit), indicator) => read::of_unit(&app, unit, indicator, None).await?,
        (None, Some(indicator)) => read::of_indicator(&app, indicator).await?,
        (None, None) => {
            return Err(Problem::refuse(
                "Chưa chọn đơn vị hay chỉ tiêu để xuất.",
                "Mở trang của đơn vị hoặc chỉ tiêu rồi xuất.",
            ));
        }
    };
    let sources = documents::sources(app.reader(), figures.iter().map(|figure| figure.source).collect()).await?;
    let title = format!("Kết quả, {}", app.unit_name_or_country(unit));
    let name = if query.get("format").is_some_and(|format| format == "csv") { "ket-qua.csv" } else { "ket-qua.xlsx" };
    Ok(download(name, write(name, &exchange::exported(&app, &figures, &sources, &title))?))
}
