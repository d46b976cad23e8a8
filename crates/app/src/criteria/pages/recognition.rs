//! One recognition, and the forms to enter one, to withdraw it, to strike it out.

use super::super::model::{LEVELS, NewRecognition, level_words};
use super::super::service::{self, NewWithdrawal};
use super::super::{RECOGNISE, recognition_path};
use crate::app::App;
use crate::{documents, places};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate::{self, Place};
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;

struct Paper {
    label: String,
    path: String,
}

#[derive(Template)]
#[template(path = "criteria/templates/recognition.html")]
struct RecognitionPage {
    page: Page,
    path: String,
    unit: String,
    unit_path: String,
    overview: String,
    level: String,
    set: Option<(String, String)>,
    decided_on: Option<String>,
    seen_on: Option<String>,
    document: Option<Paper>,
    source: String,
    source_document: Option<String>,
    locator: String,
    note: Option<String>,
    change: i64,
    struck: bool,
    withdrawn_on: Option<String>,
    withdrawn_by: Option<Paper>,
    withdrawn_why: String,
    may: bool,
    fields: Fields,
    refusal: Option<Refusal>,
}

pub async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    show_page(&app, page, id, Fields::default(), None).await
}

async fn show_page(app: &App, page: Page, id: i64, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let row = service::find(app, id).await?;
    let unit = places::id(row.unit).ok_or_else(|| Problem::internal("a recognition of no unit"))?;
    let source = documents::sources(app.reader(), vec![row.source]).await?.remove(&row.source);
    let withdrawal = row.withdrawal.clone();
    let papers: Vec<i64> =
        row.document.into_iter().chain(withdrawal.as_ref().and_then(|withdrawal| withdrawal.document)).collect();
    let papers = documents::by_ids(app.reader(), papers).await?;
    let paper = |id: Option<i64>| {
        let found = id.and_then(|id| papers.get(&id))?;
        Some(Paper {
            label: found.number.clone().unwrap_or_else(|| found.subject.clone()),
            path: format!("/documents/{}", found.id),
        })
    };
    let set = row.set.as_deref().and_then(|key| app.catalogue().criteria_set(key));
    let title = app.places().latest_path_name(unit);
    let day = row.decided_on.or(row.seen_on).unwrap_or_else(|| app.today());
    let may = row.struck_by.is_none()
        && gate::authorise(&page.actor, RECOGNISE, Place::Unit(row.unit, day), app.territory()).is_ok();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = RecognitionPage {
        path: recognition_path(id),
        unit_path: places::path(unit),
        overview: super::path(row.unit, Some(day)),
        level: level_words(row.level).to_owned(),
        set: set.map(|set| (set.name.clone(), crate::catalogue::criteria_path(&set.key))),
        decided_on: row.decided_on.map(vietnamese_date),
        seen_on: row.seen_on.map(vietnamese_date),
        document: paper(row.document),
        source: source.as_ref().map(|source| source.title.clone()).unwrap_or_default(),
        source_document: source.and_then(|source| source.document).map(|id| format!("/documents/{id}")),
        locator: row.locator,
        note: row.note,
        change: row.change,
        struck: row.struck_by.is_some(),
        withdrawn_by: paper(withdrawal.as_ref().and_then(|withdrawal| withdrawal.document)),
        withdrawn_on: withdrawal.as_ref().map(|withdrawal| vietnamese_date(withdrawal.decided_on)),
        withdrawn_why: withdrawal.map(|withdrawal| withdrawal.reason).unwrap_or_default(),
        may,
        fields,
        refusal,
        page: page.titled(title.clone()),
        unit: title,
    };
    Ok((status, render(&view)?).into_response())
}

pub async fn withdraw(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let done = match read_withdrawal(&app, &fields).await {
        Ok(new) => service::withdraw(&app, &page.actor, id, new).await,
        Err(problem) => Err(problem),
    };
    after(&app, page, id, fields, done).await
}

pub async fn strike_out(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let done = service::strike_out(&app, &page.actor, id, fields.value("mistake")).await;
    after(&app, page, id, fields, done).await
}

async fn after(app: &App, page: Page, id: i64, fields: Fields, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&recognition_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => show_page(app, page, id, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

async fn read_withdrawal(app: &App, fields: &Fields) -> Result<NewWithdrawal> {
    let mut reading = Reading::new(fields);
    let decided_on = reading.day("decided_on");
    if decided_on.is_none() && fields.value("decided_on").is_empty() {
        reading.fault("decided_on", "chưa ghi ngày thu hồi", "Ghi ngày của quyết định thu hồi.");
    }
    let document = paper_of(app, &mut reading, fields, "document").await?;
    let reason = reading.required("reason");
    reading.finish()?;
    let decided_on = decided_on.ok_or_else(|| Problem::internal("a form without faults lacks a day"))?;
    Ok(NewWithdrawal { decided_on, document: document.map(|paper| paper.id), reason })
}

/// The paper that a field names; none when it is empty, a fault when it is not in the register.
async fn paper_of(
    app: &App,
    reading: &mut Reading<'_>,
    fields: &Fields,
    name: &str,
) -> Result<Option<documents::DocumentRow>> {
    let number = fields.value(name);
    if number.is_empty() {
        return Ok(None);
    }
    match documents::find_document(app.reader(), number).await {
        Ok(paper) => Ok(Some(paper)),
        Err(Problem::Refused(refusal)) => {
            reading.fault(name, refusal.sentence, refusal.remedy);
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "criteria/templates/recognise.html")]
struct RecognisePage {
    page: Page,
    fields: Fields,
    levels: Vec<(String, String)>,
    sets: Vec<(String, String)>,
    refusal: Option<Refusal>,
}

impl RecognisePage {
    /// What is wrong at a field, in words.
    fn wrong(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

pub async fn new_form(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    if !page.may(RECOGNISE) {
        gate::authorise(&page.actor, RECOGNISE, Place::Country, app.territory())?;
    }
    form_page(&app, page, Fields::of(query), None)
}

fn form_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let levels: Result<Vec<(String, String)>> =
        LEVELS.iter().map(|level| Ok((platform::key::of(level)?, level_words(*level).to_owned()))).collect();
    let sets = app.catalogue().criteria_sets.iter().rev();
    let title = page.t("criteria-recognise");
    let view = RecognisePage {
        page: page.titled(title),
        fields,
        levels: levels?,
        sets: sets.map(|set| (set.key.clone(), format!("{} · {}", set.decision.number, set.name))).collect(),
        refusal,
    };
    Ok((status, render(&view)?).into_response())
}

pub async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    match enter(&app, &page, &fields).await {
        Ok(id) => Ok(Redirect::to(&recognition_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => form_page(&app, page, fields, Some(refusal)),
        Err(problem) => Err(problem),
    }
}

async fn enter(app: &App, page: &Page, fields: &Fields) -> Result<i64> {
    let mut reading = Reading::new(fields);
    let decided_on = reading.day("decided_on");
    let seen_on = reading.day("seen_on");
    let unit = unit_of(app, &mut reading, decided_on.or(seen_on));
    let level = platform::key::parse(fields.value("level"));
    if level.is_none() {
        reading.fault("level", "chưa chọn mức công nhận", "Chọn một mức trong danh sách.");
    }
    let document = paper_of(app, &mut reading, fields, "document").await?;
    let source = paper_of(app, &mut reading, fields, "source").await?;
    if document.is_none()
        && source.is_none()
        && fields.value("source").is_empty()
        && fields.value("document").is_empty()
    {
        reading.fault("source", "chưa ghi đọc được ở đâu", "Ghi số quyết định, hoặc văn bản đã nêu việc công nhận.");
    }
    let locator = reading.required("locator");
    let (set, note) = (reading.optional("set"), reading.optional("note"));
    reading.finish()?;
    let (Some(unit), Some(level), Some(read_in)) = (unit, level, source.or_else(|| document.clone())) else {
        return Err(Problem::internal("a form without faults lacks a unit, a level or a source"));
    };
    let mut change = app.begin(&page.actor, RECOGNISE.0, None).await?;
    let source = documents::source_of_document(&mut change, &read_in).await?;
    let document = document.map(|paper| paper.id);
    let new = NewRecognition { unit, level, set, decided_on, document, seen_on, note, source, locator };
    let ids = service::recognise(app, &page.actor, &mut change, vec![new]).await?;
    change.commit().await?;
    ids.first().copied().ok_or_else(|| Problem::internal("no recognition was entered"))
}

/// The unit that the form names, as of the day of the decision: "xã Châu Bình, tỉnh Bến Tre".
fn unit_of(app: &App, reading: &mut Reading<'_>, on: Option<chrono::NaiveDate>) -> Option<i64> {
    let text = reading.required("unit");
    if text.is_empty() {
        return None;
    }
    let (name, upper) = text
        .split_once(',')
        .map_or((text.as_str(), None), |(name, rest)| (name, rest.rsplit(',').next().map(str::trim)));
    let within = upper.and_then(|upper| app.resolve_unit(upper, None, None).ok());
    match app.resolve_unit(name, within, on) {
        Ok(unit) => Some(unit),
        Err(refusal) => {
            reading.fault("unit", refusal.sentence, refusal.remedy);
            None
        }
    }
}
