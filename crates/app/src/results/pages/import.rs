//! Results from a sheet: template, preview, commit, returned sheet. Works without JavaScript: the file is kept by its
//! content between the steps.

use super::super::ENTER;
use super::super::exchange::{self, COLUMNS};
use crate::app::App;
use crate::exchange::{Upload, download};
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::form::Fields;
use platform::gate::{self, Place};
use platform::page::render;
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet;
use platform::{Page, Result};

/// Faults shown on the page; the returned sheet has all.
const FAULTS_SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "results/templates/import.html")]
struct ImportPage {
    page: Page,
    refusal: Option<Refusal>,
    preview: Option<Preview>,
    committed: Option<usize>,
}

struct Preview {
    name: String,
    address: String,
    rows: usize,
    valid: usize,
    faults: Vec<Fault>,
    more: usize,
}

fn check_may(app: &App, page: &Page) -> Result<()> {
    if page.actor.holds(ENTER) { Ok(()) } else { gate::authorise(&page.actor, ENTER, Place::Country, app.territory()) }
}

fn import_page(page: Page) -> ImportPage {
    let title = page.t("results-import");
    ImportPage { page: page.titled(title), refusal: None, preview: None, committed: None }
}

pub async fn template(State(app): State<App>, page: Page) -> Result<Response> {
    check_may(&app, &page)?;
    Ok(download("bieu-mau-ket-qua.xlsx", sheet::template("Kết quả", COLUMNS)?))
}

pub async fn form(State(app): State<App>, page: Page) -> Result<Response> {
    check_may(&app, &page)?;
    Ok(render(&import_page(page))?.into_response())
}

pub async fn preview(State(app): State<App>, page: Page, form: Multipart) -> Result<Response> {
    check_may(&app, &page)?;
    let previewed = match Upload::take(&app, form).await {
        Ok(upload) => exchange::check_file(&app, &page.actor, &upload).await.map(|sorted| (upload, sorted)),
        Err(problem) => Err(problem),
    };
    match previewed {
        Ok((upload, sorted)) => {
            let more = sorted.faults.len().saturating_sub(FAULTS_SHOWN);
            let preview = Preview {
                name: upload.name,
                address: upload.address,
                rows: sorted.rows.len(),
                valid: sorted.good.len(),
                faults: sorted.faults.into_iter().take(FAULTS_SHOWN).collect(),
                more,
            };
            Ok(render(&ImportPage { preview: Some(preview), ..import_page(page) })?.into_response())
        }
        Err(Problem::Refused(refusal)) => {
            let view = ImportPage { refusal: Some(refusal), ..import_page(page) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

pub async fn commit(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    check_may(&app, &page)?;
    let upload = Upload::again(&app, fields.value("name"), fields.value("address"))?;
    let sorted = exchange::check_file(&app, &page.actor, &upload).await?;
    if !sorted.may_commit(fields.is("accept_valid", "yes")) {
        let refusal = Refusal::of_faults(sorted.faults);
        let view = ImportPage { refusal: Some(refusal), ..import_page(page) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response());
    }
    let good = sorted.good.into_iter().map(|(_, checked)| checked).collect();
    match exchange::commit(&app, &page.actor, &upload, good).await {
        Ok(entered) => {
            Ok(render(&ImportPage { committed: Some(entered.ids.len()), ..import_page(page) })?.into_response())
        }
        Err(Problem::Refused(refusal)) => {
            let view = ImportPage { refusal: Some(refusal), ..import_page(page) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

pub async fn returned(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    check_may(&app, &page)?;
    let upload = Upload::again(&app, fields.value("name"), fields.value("address"))?;
    let sorted = exchange::check_file(&app, &page.actor, &upload).await?;
    Ok(download("ket-qua.can-sua.xlsx", sorted.returned(COLUMNS)?))
}
