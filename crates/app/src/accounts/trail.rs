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
/// How many rows of one change a page shows: an import writes thousands.
const ROWS_SHOWN: usize = 20;

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

/// What people call a verb or a kind of row; what has no words yet is shown by its code, never left out.
fn named(page: &Page, prefix: &str, code: &str) -> String {
    let words = page.t(&format!("accounts-{prefix}-{}", code.replace(['.', '_'], "-")));
    if words.starts_with('[') { code.to_owned() } else { words }
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
    let rows = entries.into_iter().map(|entry| row(&page, entry)).collect::<Result<_>>()?;
    let title = page.t("accounts-trail");
    let last = count.div_ceil(PAGE_SIZE).max(1);
    let head = head.map(|entry| (entry.id, entry.hash));
    Ok(render(&ListPage { page: page.titled(title), rows, count, number, last, head })?.into_response())
}

fn row(page: &Page, entry: audit::table::Model) -> Result<Row> {
    let details: Vec<Detail> = serde_json::from_str(&entry.details)?;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for detail in details {
        *kinds.entry(detail.what).or_default() += 1;
    }
    let touched: Vec<String> =
        kinds.into_iter().map(|(what, count)| format!("{} × {count}", named(page, "row", &what))).collect();
    Ok(Row {
        id: entry.id,
        at: moment(entry.at),
        actor: entry.actor,
        verb: named(page, "verb", &entry.verb),
        reason: entry.reason.unwrap_or_default(),
        touched: touched.join(", "),
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
    code: String,
    reason: Option<String>,
    count: usize,
    touched: Vec<Touched>,
    number: usize,
    last: usize,
    previous: String,
    hash: String,
    seal_holds: bool,
    follows: bool,
    next: bool,
}

async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<i64>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    authorise(&app, &page.actor)?;
    let entry = audit::find(app.reader(), id).await?;
    let entry = entry.ok_or_else(|| Problem::NotFound(format!("thay đổi số {id}")))?;
    let before = audit::find(app.reader(), id - 1).await?.map_or_else(String::new, |before| before.hash);
    let next = audit::find(app.reader(), id + 1).await?.is_some();
    let (hash, entry) = entry.into_entry();
    let details: Vec<Detail> = serde_json::from_str(&entry.details)?;
    let count = details.len();
    let last = count.div_ceil(ROWS_SHOWN).max(1);
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, last);
    let touched = details
        .into_iter()
        .skip((number - 1) * ROWS_SHOWN)
        .take(ROWS_SHOWN)
        .map(|detail| {
            let body = serde_json::to_string_pretty(&detail.body)?;
            Ok(Touched { what: named(&page, "row", &detail.what), id: detail.id, body })
        })
        .collect::<Result<_>>()?;
    let title = page.a("accounts-change", "number", id);
    let verb = named(&page, "verb", &entry.verb);
    let view = ChangePage {
        page: page.titled(title),
        id,
        at: moment(entry.at),
        seal_holds: entry.hash() == hash,
        follows: entry.previous == before,
        actor: entry.actor,
        verb,
        code: entry.verb,
        reason: entry.reason,
        count,
        touched,
        number,
        last,
        previous: entry.previous,
        hash,
        next,
    };
    Ok(render(&view)?.into_response())
}
