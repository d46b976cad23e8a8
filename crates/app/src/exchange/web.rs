//! Sheets on the web, the same for every table: template, preview, commit, returned sheet. Works without JavaScript: the
//! file is kept by its content between the steps.

use super::{Sorted, Upload, download};
use crate::app::App;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::form::Fields;
use platform::gate;
use platform::page::render;
use platform::sheet::{self, Column};
use platform::{Actor, Fault, Page, Permission, Problem, Refusal, Result};
use std::future::Future;

/// Faults shown on the page; the returned sheet has all.
const FAULTS_SHOWN: usize = 100;

/// One kind of sheet that a slice takes in.
pub trait Import: Send + Sync + 'static {
    /// What a good row says.
    type Row: Send;
    /// Where its pages are: `/targets`.
    const PATH: &'static str;
    /// Where to go afterwards.
    const AFTER: &'static str;
    /// Key of the words for where to go afterwards.
    const AFTER_WORDS: &'static str;
    /// Key of the page's title.
    const TITLE: &'static str;
    /// Name of the template's sheet.
    const SHEET: &'static str;
    /// Name of the files to download, without an ending.
    const FILE: &'static str;
    /// The columns.
    const COLUMNS: &'static [Column];
    /// What somebody must hold, somewhere, to come this far.
    const PERMISSION: Permission;

    /// Checks every row, outside any transaction.
    fn check(app: &App, actor: &Actor, upload: &Upload) -> impl Future<Output = Result<Sorted<Self::Row>>> + Send;

    /// Writes the good rows in one change, and says how many.
    fn commit(
        app: &App,
        actor: &Actor,
        upload: &Upload,
        rows: Vec<Self::Row>,
    ) -> impl Future<Output = Result<usize>> + Send;
}

#[derive(Template)]
#[template(path = "exchange/templates/import.html")]
struct ImportPage {
    page: Page,
    path: &'static str,
    after: &'static str,
    after_words: &'static str,
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

impl ImportPage {
    fn of<I: Import>(page: Page) -> Self {
        let title = page.t(I::TITLE);
        Self {
            page: page.titled(title),
            path: I::PATH,
            after: I::AFTER,
            after_words: I::AFTER_WORDS,
            refusal: None,
            preview: None,
            committed: None,
        }
    }

    fn refused(self, refusal: Refusal) -> Result<Response> {
        let view = Self { refusal: Some(refusal), ..self };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
    }
}

fn check_may<I: Import>(app: &App, page: &Page) -> Result<()> {
    gate::anywhere(&page.actor, I::PERMISSION, app.territory())
}

/// The blank template.
pub async fn template<I: Import>(State(app): State<App>, page: Page) -> Result<Response> {
    check_may::<I>(&app, &page)?;
    Ok(download(&format!("bieu-mau-{}.xlsx", I::FILE), sheet::template(I::SHEET, I::COLUMNS)?))
}

/// The form that takes a file.
pub async fn form<I: Import>(State(app): State<App>, page: Page) -> Result<Response> {
    check_may::<I>(&app, &page)?;
    Ok(render(&ImportPage::of::<I>(page))?.into_response())
}

/// What the file says; nothing is written.
pub async fn preview<I: Import>(State(app): State<App>, page: Page, form: Multipart) -> Result<Response> {
    check_may::<I>(&app, &page)?;
    let previewed = match Upload::take(&app, form).await {
        Ok(upload) => I::check(&app, &page.actor, &upload).await.map(|sorted| (upload, sorted)),
        Err(problem) => Err(problem),
    };
    let view = ImportPage::of::<I>(page);
    match previewed {
        Ok((upload, sorted)) => {
            let preview = Preview {
                name: upload.name,
                address: upload.address,
                rows: sorted.rows.len(),
                valid: sorted.good.len(),
                more: sorted.faults.len().saturating_sub(FAULTS_SHOWN),
                faults: sorted.faults.into_iter().take(FAULTS_SHOWN).collect(),
            };
            Ok(render(&ImportPage { preview: Some(preview), ..view })?.into_response())
        }
        Err(Problem::Refused(refusal)) => view.refused(refusal),
        Err(problem) => Err(problem),
    }
}

/// Writes the rows of the file previewed.
pub async fn commit<I: Import>(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    check_may::<I>(&app, &page)?;
    let upload = Upload::again(&app, fields.value("name"), fields.value("address"))?;
    let sorted = I::check(&app, &page.actor, &upload).await?;
    if !sorted.may_commit(fields.is("accept_valid", "yes")) {
        return ImportPage::of::<I>(page).refused(Refusal::of_faults(sorted.faults));
    }
    let rows = sorted.good.into_iter().map(|(_, row)| row).collect();
    match I::commit(&app, &page.actor, &upload, rows).await {
        Ok(count) => Ok(render(&ImportPage { committed: Some(count), ..ImportPage::of::<I>(page) })?.into_response()),
        Err(Problem::Refused(refusal)) => ImportPage::of::<I>(page).refused(refusal),
        Err(problem) => Err(problem),
    }
}

/// The refused rows of the file previewed, marked at their cells.
pub async fn returned<I: Import>(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    check_may::<I>(&app, &page)?;
    let upload = Upload::again(&app, fields.value("name"), fields.value("address"))?;
    let sorted = I::check(&app, &page.actor, &upload).await?;
    Ok(download(&format!("{}.can-sua.xlsx", I::FILE), sorted.returned(I::COLUMNS)?))
}
