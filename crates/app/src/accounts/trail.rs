//! The audit trail on pages: the latest changes, and one change with what it did.

use super::AUDIT;
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Duration, Utc};
use platform::audit;
use platform::gate::{self, Actor, Place};
use platform::page::render;
use platform::{Page, Problem, Result};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;

const PAGE_SIZE: u64 = 50;

pub fn router() -> Router<App> {
    Router::new().route("/audit", get(list)).route("/audit/{id}", get(show))
}

fn authorise(app: &App, actor: &Actor) -> Result<()> {
    gate::authorise(actor, AUDIT, Place::Country, app.territory())
}

/// Time of day and date in Vietnam.
fn moment(at: DateTime<Utc>) -> String {
    let local = at + Duration::hours(7);
    format!("{} {}", local.format("%H:%M:%S"), vietnamese_date(local.date_naive()))
}

#[derive(serde::Deserialize)]
struct Detail {
    what: String,
    id: i64,
    body: serde_json::Value,
}

struct Row {
    id: i64,
    at: String,
    actor: String,
    verb: String,
    reason: String,
    /// What it touched: kind of row and how many.
    touched: String,
}

#[derive(Template)]
#[template(path = "accounts/templates/trail.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    count: u64,
    number: u64,
    last: u64,
    head: Option<(i64, String)>,
}

async fn list(State(app): State<App>, page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    authorise(&app, &page.actor)?;
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_u64).max(1);
    let (entries, count) = audit::list(app.reader(), number - 1, PAGE_SIZE).await?;
    let head = match number {
        1 => entries.first().cloned(),
        _ => audit::list(app.reader(), 0, 1).await?.0.into_iter().next(),
    };
    let rows = entries.into_iter().map(row).collect::<Result<_>>()?;
    let title = page.t("accounts-trail");
    let last = count.div_ceil(PAGE_SIZE).max(1);
    let head = head.map(|entry| (entry.id, entry.hash));
    Ok(render(&ListPage { page: page.titled(title), rows, count, number, last, head })?.into_response())
}

fn row(entry: audit::table::Model) -> Result<Row> {
    let details: Vec<Detail> = serde_json::from_str(&entry.details)?;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for detail in details {
        *kinds.entry(detail.what).or_default() += 1;
    }
    let touched = kinds.into_iter().map(|(what, count)| format!("{what} × {count}")).collect::<Vec<_>>().join(", ");
    Ok(Row {
        id: entry.id,
        at: moment(entry.at),
        actor: entry.actor,
        verb: entry.verb,
        reason: entry.reason.unwrap_or_default(),
        touched,
    })
}

struct Touched {
    what: String,
    id: i64,
    body: String,
}

#[derive(Template)]
#[template(path = "accounts/templates/change.html")]
struct ChangePage {
    page: Page,
    id: i64,
    at: String,
    actor: String,
    verb: String,
    reason: Option<String>,
    touched: Vec<Touched>,
    previous: String,
    hash: String,
    seal_holds: bool,
    follows: bool,
    next: bool,
}

async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    authorise(&app, &page.actor)?;
    let entry = audit::find(app.reader(), id).await?;
    let entry = entry.ok_or_else(|| Problem::NotFound(format!("thay đổi số {id}")))?;
    let before = audit::find(app.reader(), id - 1).await?.map_or_else(String::new, |before| before.hash);
    let next = audit::find(app.reader(), id + 1).await?.is_some();
    let (hash, entry) = entry.into_entry();
    let details: Vec<Detail> = serde_json::from_str(&entry.details)?;
    let touched = details
        .into_iter()
        .map(|detail| {
            let body = serde_json::to_string_pretty(&detail.body)?;
            Ok(Touched { what: detail.what, id: detail.id, body })
        })
        .collect::<Result<_>>()?;
    let title = page.a("accounts-change", "number", id);
    let view = ChangePage {
        page: page.titled(title),
        id,
        at: moment(entry.at),
        seal_holds: entry.hash() == hash,
        follows: entry.previous == before,
        actor: entry.actor,
        verb: entry.verb,
        reason: entry.reason,
        touched,
        previous: entry.previous,
        hash,
        next,
    };
    Ok(render(&view)?.into_response())
}
