//! The page that searches in papers.

use super::super::{label, path, store as papers};
use super::service::{Snippet, search};
use super::words::{self, Piece};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use platform::page::render;
use platform::{Page, Result};
use std::collections::BTreeMap;

const PAGE_SIZE: usize = 20;

pub fn router() -> Router<App> {
    Router::new().route("/documents/search", get(show))
}

struct HitView {
    path: String,
    label: String,
    kind: String,
    issuer: String,
    subject: Vec<Piece>,
    text: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "documents/templates/search.html")]
struct SearchPage {
    page: Page,
    tab: &'static str,
    query: String,
    without: bool,
    hits: Vec<HitView>,
    count: usize,
    /// How many papers there are without regard to diacritics, where the query as typed finds none.
    folded: usize,
    number: usize,
    last: usize,
}

/// The best hits of a query with the words around them, and how many there are.
pub async fn found(app: &App, query: &[words::Wanted], from: usize, size: usize) -> Result<(Vec<Snippet>, usize)> {
    let hits = search(app, query).await?;
    let ids: Vec<i64> = hits.iter().skip(from).take(size).map(|(id, _)| *id).collect();
    let mut rows: BTreeMap<i64, papers::DocumentRow> =
        papers::of_ids(app.reader(), ids.clone()).await?.into_iter().map(|row| (row.id, row)).collect();
    let texts = super::super::reading::latest_texts(app.reader(), &ids).await?;
    let snippets = ids
        .iter()
        .filter_map(|id| Some(Snippet::of(rows.remove(id)?, texts.get(id).map(String::as_str), query)))
        .collect();
    Ok((snippets, hits.len()))
}

async fn show(State(app): State<App>, page: Page, Query(asked): Query<BTreeMap<String, String>>) -> Result<Response> {
    let text = asked.get("q").map(|text| text.trim().to_owned()).unwrap_or_default();
    let without = asked.get("without").is_some_and(|without| without == "yes");
    let number = asked.get("page").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let typed = words::query(&text);
    let query = if without { words::folded(&typed) } else { typed.clone() };
    let (snippets, count) = found(&app, &query, (number - 1).saturating_mul(PAGE_SIZE), PAGE_SIZE).await?;
    let folded = match count == 0 && typed.iter().any(words::Wanted::is_strict) {
        true => search(&app, &words::folded(&typed)).await?.len(),
        false => 0,
    };
    let hits = snippets
        .into_iter()
        .map(|hit| HitView {
            path: path(hit.paper.id),
            label: label(&hit.paper),
            kind: super::super::pages::kind_word(&page, &hit.paper.kind),
            issuer: hit.paper.issuer,
            subject: hit.subject,
            text: hit.text,
        })
        .collect();
    let last = count.div_ceil(PAGE_SIZE).max(1);
    let title = page.t("documents-full-text");
    let page = page.titled(title);
    let view = SearchPage { page, tab: "search", query: text, without, hits, count, folded, number, last };
    Ok(render(&view)?.into_response())
}
