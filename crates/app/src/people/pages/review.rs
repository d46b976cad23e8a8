//! Pairs of rows side by side: the same person, or two.

use super::super::REVIEW;
use super::super::model::{Verdict, class_of};
use super::super::service::{self, OpenedPair, Review};
use crate::app::App;
use crate::exchange;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use matching::Agreement;
use platform::form::Fields;
use platform::gate;
use platform::page::render;
use platform::sheet::{Exported, Value};
use platform::{Page, Problem, Refusal, Result};
use rules::number::Fixed;

struct Row {
    path: String,
    name: String,
    unit: String,
    filed_by: String,
    pairs: i64,
    decided: i64,
}

#[derive(Template)]
#[template(path = "people/templates/reviews.html")]
struct ReviewsPage {
    page: Page,
    rows: Vec<Row>,
}

struct FieldRow {
    name: String,
    a: String,
    b: String,
    class: &'static str,
    words: String,
}

struct Pair {
    id: i64,
    place: i64,
    probability: String,
    a_id: String,
    b_id: String,
    fields: Vec<FieldRow>,
    verdict: Option<Verdict>,
}

#[derive(Template)]
#[template(path = "people/templates/review.html")]
struct ReviewPage {
    page: Page,
    row: Row,
    pair: Option<Pair>,
    /// The pair decided just now, so that the decision can be taken back.
    before: Option<i64>,
    refusal: Option<Refusal>,
}

fn row(app: &App, review: &Review) -> Row {
    Row {
        path: format!("/matching/{}", review.row.id),
        name: review.row.name.clone(),
        unit: app.unit_name_or_country(review.row.unit_id),
        filed_by: review.row.filed_by.clone(),
        pairs: review.row.pairs,
        decided: review.decided,
    }
}

pub async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    let rows = service::reviews(&app, &page.actor).await?.iter().map(|review| row(&app, review)).collect();
    Ok(render(&ReviewsPage { rows, page: page.clone().titled(page.t("people-reviews")) })?.into_response())
}

pub async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    answer(&app, page, id, Ok(None), None).await
}

/// Opens the next pair, or the one asked for.
pub async fn open(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let pair = fields.filled("pair").and_then(|text| text.parse().ok());
    let opened = service::open_pair(&app, &page.actor, id, pair).await;
    answer(&app, page, id, opened, None).await
}

pub async fn decide(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    gate::anywhere(&page.actor, REVIEW, app.territory())?;
    let verdict = platform::key::parse(fields.value("verdict"));
    let pair = fields.filled("pair").and_then(|text| text.parse().ok());
    let next = match pair.zip(verdict) {
        Some((pair, verdict)) => service::decide(&app, &page.actor, id, pair, verdict).await,
        None => Err(Problem::refuse("Chưa chọn kết luận cho cặp này.", "Chọn một trong ba nút bên dưới.")),
    };
    let before = pair.filter(|_| next.is_ok());
    answer(&app, page, id, next, before).await
}

pub async fn undo(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    gate::anywhere(&page.actor, REVIEW, app.territory())?;
    let pair = fields.filled("pair").and_then(|text| text.parse().ok()).unwrap_or_default();
    match service::undo(&app, &page.actor, id, pair).await {
        Ok(()) => Ok(Redirect::to(&format!("/matching/{id}")).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, Err(Problem::Refused(refusal)), None).await,
        Err(problem) => Err(problem),
    }
}

async fn answer(
    app: &App,
    page: Page,
    id: i64,
    opened: Result<Option<OpenedPair>>,
    before: Option<i64>,
) -> Result<Response> {
    let (opened, refusal) = match opened {
        Ok(opened) => (opened, None),
        Err(Problem::Refused(refusal)) => (None, Some(refusal)),
        Err(problem) => return Err(problem),
    };
    let review = service::review(app, &page.actor, id).await?;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = ReviewPage {
        row: row(app, &review),
        pair: opened.map(|opened| pair(&page, opened)),
        before,
        refusal,
        page: page.clone().titled(page.a("people-review-title", "name", &review.row.name)),
    };
    Ok((status, render(&view)?).into_response())
}

fn percent(millionths: i64) -> Fixed {
    Fixed::from_ten_thousandths(millionths)
}

fn pair(page: &Page, opened: OpenedPair) -> Pair {
    let fields = opened.content.fields.into_iter().map(|field| FieldRow {
        class: class_of(field.agreement),
        words: page.t(&format!("people-agreement-{}", agreement_key(field.agreement))),
        name: field.name,
        a: field.a,
        b: field.b,
    });
    Pair {
        id: opened.id,
        place: opened.place,
        probability: format!("{} %", percent(opened.millionths).vietnamese(2)),
        a_id: opened.content.a_id,
        b_id: opened.content.b_id,
        fields: fields.collect(),
        verdict: opened.verdict,
    }
}

fn agreement_key(agreement: Agreement) -> String {
    platform::key::of(&agreement).unwrap_or_default()
}

/// Every pair with its decision, as CSV.
pub async fn decisions(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let (review, pairs) = service::decisions(&app, &page.actor, id).await?;
    let rows = pairs.into_iter().map(|pair| {
        let decision = match pair.verdict {
            None => Value::Empty,
            Some(verdict) => Value::Text(verdict.key().to_owned()),
        };
        let probability = Fixed::from_ten_thousandths(pair.millionths / 100).plain(4);
        vec![Value::Text(pair.content.a_id), Value::Text(pair.content.b_id), Value::Text(probability), decision]
    });
    let table = Exported {
        name: "pairs".to_owned(),
        title: review.name.clone(),
        headings: ["a_id", "b_id", "probability", "decision"].map(str::to_owned).into(),
        rows: rows.collect(),
    };
    let name = format!("doi-soat-{}.csv", review.id);
    let bytes = exchange::write(&name, &table)?;
    Ok(exchange::download(&name, bytes))
}
