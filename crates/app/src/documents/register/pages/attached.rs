//! Files that go out with a paper: put to it, opened, taken away again.

use super::super::service::{attach_file, authorise, detach_file, find_for};
use super::{outgoing, outgoing_path};
use crate::app::App;
use crate::documents::{WRITE, upload};
use axum::extract::{Multipart, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use platform::blob::Blobs;
use platform::form::Fields;
use platform::problem::Problem;
use platform::{Page, Result};

pub async fn attach(State(app): State<App>, page: Page, Path(id): Path<i64>, form: Multipart) -> Result<Response> {
    page.known()?;
    let paper = find_for(&app, &page.actor, id).await?;
    // Before the file is kept.
    authorise(&app, &page.actor, WRITE, &paper.series)?;
    let fields = upload::fields(&app, form).await?;
    let done = match (fields.filled("file_name"), fields.filled("file_address")) {
        (Some(name), Some(address)) => attach_file(&app, &page.actor, id, name, address).await,
        _ => Err(Problem::refuse("Chưa chọn tệp.", "Chọn một tệp rồi gửi lại.")),
    };
    back(&app, page, id, done).await
}

pub async fn detach(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let done = detach_file(&app, &page.actor, id, fields.value("sha256")).await;
    back(&app, page, id, done).await
}

async fn back(app: &App, page: Page, id: i64, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}#files", outgoing_path(id))).into_response()),
        Err(Problem::Refused(refusal)) => outgoing::answer(app, page, id, Fields::default(), Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

pub async fn open(State(app): State<App>, page: Page, Path((id, sha256)): Path<(i64, String)>) -> Result<Response> {
    page.known()?;
    let paper = find_for(&app, &page.actor, id).await?;
    let file = paper.content.files.iter().find(|file| file.sha256 == sha256);
    let file = file.ok_or_else(|| Problem::NotFound(format!("tệp kèm văn bản đi số {id}")))?;
    let bytes = Blobs::of(&app.config().data).read(&file.sha256)?;
    let disposition = format!("attachment; filename*=UTF-8''{}", platform::web::encode_query_value(&file.name));
    let kind = "application/octet-stream".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
