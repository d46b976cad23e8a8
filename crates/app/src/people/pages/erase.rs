//! The forms that erase a version or a person.

use super::super::service;
use super::shown::whole;
use crate::app::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::Fields;
use platform::page::render;
use platform::{Page, Problem, Refusal, Result};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "people/templates/erase.html")]
struct ErasePage {
    page: Page,
    name: String,
    version: u32,
    has_people: bool,
    fields: Fields,
    refusal: Option<Refusal>,
    done: Option<String>,
}

/// The page as it stands, for whoever may erase.
async fn view(app: &App, page: Page, name: &str, version: Option<u32>) -> Result<ErasePage> {
    let snapshot = service::to_erase(app, &page.actor, name, version).await?;
    let title = page.a("people-erase-title", "name", name);
    Ok(ErasePage {
        page: page.titled(title),
        name: name.to_owned(),
        version: snapshot.manifest().version,
        has_people: snapshot.manifest().people.is_some(),
        fields: Fields::default(),
        refusal: None,
        done: None,
    })
}

fn refused(view: ErasePage, fields: Fields, refusal: Refusal) -> Result<Response> {
    let view = ErasePage { fields, refusal: Some(refusal), ..view };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
}

fn version_of(fields: &Fields) -> Option<u32> {
    fields.filled("version").and_then(|text| text.parse().ok())
}

pub async fn form(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let version = query.get("version").and_then(|text| text.parse().ok());
    Ok(render(&view(&app, page, &name, version).await?)?.into_response())
}

pub async fn snapshot(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    fields: Fields,
) -> Result<Response> {
    let view = view(&app, page, &name, version_of(&fields)).await?;
    match service::erase_snapshot(&app, &view.page.actor, &name, view.version, fields.value("reason")).await {
        Ok(()) => Ok(Redirect::to("/people").into_response()),
        Err(Problem::Refused(refusal)) => refused(view, fields, refusal),
        Err(problem) => Err(problem),
    }
}

pub async fn person(State(app): State<App>, page: Page, Path(name): Path<String>, fields: Fields) -> Result<Response> {
    let mut view = view(&app, page, &name, version_of(&fields)).await?;
    let (person, reason) = (fields.value("person_id"), fields.value("person_reason"));
    match service::erase_person(&app, &view.page.actor, &name, view.version, person, reason).await {
        Ok(erased) => {
            view.done = Some(view.page.a2(
                "people-erased-person",
                "people",
                whole(erased.people),
                "cards",
                whole(erased.cards),
            ));
            Ok(render(&view)?.into_response())
        }
        Err(Problem::Refused(refusal)) => refused(view, fields, refusal),
        Err(problem) => Err(problem),
    }
}
