//! The series of numbers, and the form that opens one.

use super::super::model::Direction;
use super::super::service::{NewSeries, open_series, readable_series};
use crate::app::App;
use crate::documents::MANAGE;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};

struct Row {
    direction: String,
    issuer: String,
    name: String,
    secret: bool,
    place: String,
    path: String,
}

#[derive(Template)]
#[template(path = "documents/templates/series.html")]
struct SeriesPage {
    page: Page,
    tab: &'static str,
    rows: Vec<Row>,
    fields: Fields,
    refusal: Option<Refusal>,
    may_manage: bool,
}

pub async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    page.known()?;
    answer(&app, page, Fields::default(), None).await
}

async fn answer(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let mut rows = Vec::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        let key = platform::key::of(&direction)?;
        for series in readable_series(app, &page.actor, direction).await? {
            rows.push(Row {
                direction: page.t(&format!("documents-{key}")),
                path: format!("/documents/{key}?series={}", series.id),
                place: app.unit_name_or_country(series.unit_id),
                issuer: series.issuer,
                name: series.name,
                secret: series.secret,
            });
        }
    }
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let may_manage = page.may(MANAGE);
    let title = page.t("documents-series");
    let view = SeriesPage { page: page.titled(title), tab: "series", rows, fields, refusal, may_manage };
    Ok((status, render(&view)?).into_response())
}

pub async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, MANAGE, app.territory())?;
    let opened = match read(&app, &fields) {
        Ok(new) => open_series(&app, &page.actor, new).await,
        Err(refusal) => Err(refusal.into()),
    };
    match opened {
        Ok(_) => Ok(Redirect::to("/documents/series").into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

fn read(app: &App, fields: &Fields) -> std::result::Result<NewSeries, Refusal> {
    let mut reading = Reading::new(fields);
    let direction = platform::key::parse(fields.value("direction"));
    if direction.is_none() {
        reading.fault("direction", "chưa chọn sổ đi hay sổ đến", "Chọn một trong hai.");
    }
    let unit = reading.parsed("unit", "Ghi tên địa bàn, ví dụ tỉnh Vĩnh Long.", |text| {
        app.resolve_unit(text, None, None).map_err(|refusal| refusal.sentence)
    });
    let new = NewSeries {
        direction: direction.unwrap_or(Direction::Outgoing),
        issuer: reading.required("issuer"),
        name: reading.required("name"),
        secret: fields.is("secret", "yes"),
        unit,
    };
    reading.finish()?;
    Ok(new)
}
