//! The search over everything.

use crate::app::App;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use platform::page::render;
use platform::slice::Hit;
use platform::{Page, Result};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "overview/templates/search.html")]
struct SearchPage {
    page: Page,
    text: String,
    hits: Vec<Hit>,
}

pub async fn search(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let text = query.get("q").map(|text| text.trim().to_owned()).unwrap_or_default();
    let mut hits = Vec::new();
    if !text.is_empty() {
        for slice in crate::SLICES {
            hits.extend(slice.search(&app, &page.actor, &text).await?);
        }
    }
    hits.sort_by_key(|hit| hit.rank);
    let title = page.t("overview-search");
    Ok(render(&SearchPage { page: page.titled(title), text, hits })?.into_response())
}
