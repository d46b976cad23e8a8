//! What waits for confirmation in the reader's territory.

use super::super::model::Figure;
use super::super::{CONFIRM, ENTER, read, service};
use super::{indicator_word, path, unit_words, value_words};
use crate::app::App;
use crate::results::{Which, confirm_results};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::form::Fields;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;

const PAGE_SIZE: u64 = 50;

struct Row {
    id: i64,
    path: String,
    unit: String,
    indicator: String,
    value: String,
    as_of: String,
    entered_by: String,
    /// Why the reader may not confirm it; empty when it may.
    reason: String,
}

struct Entered {
    change: i64,
    by: String,
    count: i64,
    reason: String,
}

#[derive(Template)]
#[template(path = "results/templates/confirm.html")]
struct ConfirmPage {
    page: Page,
    refusal: Option<Refusal>,
    rows: Vec<Row>,
    batches: Vec<Entered>,
    count: i64,
    number: u64,
    last: u64,
    may_confirm: bool,
    may_enter: bool,
}

pub async fn list(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    if !page.actor.is_known() {
        return Err(Problem::LoginNeeded);
    }
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_u64).max(1);
    Ok(confirm_page(&app, page, number, None).await?.into_response())
}

async fn confirm_page(app: &App, page: Page, number: u64, refusal: Option<Refusal>) -> Result<impl IntoResponse> {
    let waiting = service::waiting_in_scope(app, &page.actor).await?;
    let count: i64 = waiting.iter().map(|(_, count)| count).sum();
    let units: Vec<i64> = waiting.into_iter().map(|(unit, _)| unit).collect();
    let figures = read::waiting(app, &units, (number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let rows = figures.iter().map(|figure| row(app, &page, figure)).collect();
    let batches = service::waiting_changes(app, &page.actor).await?.into_iter().filter(|(_, _, count)| *count > 1);
    let batches = batches
        .map(|(change, by, count)| {
            let reason = platform::gate::separate(&by, &page.actor).err().map(|problem| problem.to_string());
            Entered { change, by, count, reason: reason.unwrap_or_default() }
        })
        .collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (may_confirm, may_enter) = (page.may(CONFIRM), page.may(ENTER));
    let title = page.t("results-waiting-title");
    let last = u64::try_from(count).unwrap_or(0).div_ceil(PAGE_SIZE).max(1);
    let page = page.titled(title);
    let view = ConfirmPage { page, refusal, rows, batches, count, number, last, may_confirm, may_enter };
    Ok((status, render(&view)?))
}

fn row(app: &App, page: &Page, figure: &Figure) -> Row {
    let refused = service::may_confirm(app, &page.actor, figure.unit, figure.as_of, &figure.entered_by);
    Row {
        id: figure.id,
        path: path(figure.id),
        unit: unit_words(app, figure),
        indicator: indicator_word(app, page, &figure.indicator),
        value: value_words(app, figure),
        as_of: vietnamese_date(figure.as_of),
        entered_by: figure.entered_by.clone(),
        reason: refused.err().map(|problem| problem.to_string()).unwrap_or_default(),
    }
}

pub async fn confirm(State(app): State<App>, mut page: Page, fields: Fields) -> Result<Response> {
    let ticked = fields.with_prefix("observation-").filter_map(|(id, _)| id.parse().ok()).collect();
    let which = match fields.value("change").parse() {
        Ok(change) => Which::Change(change),
        Err(_) => Which::Observations(ticked),
    };
    let refusal = match confirm_results(&app, &page.actor, which, fields.filled("reason")).await {
        Ok(done) => {
            page.notice = Some(page.a2("results-confirmed-now", "count", done.count, "number", done.change));
            None
        }
        Err(Problem::Refused(refusal)) => Some(refusal),
        Err(problem) => return Err(problem),
    };
    Ok(confirm_page(&app, page, 1, refusal).await?.into_response())
}
