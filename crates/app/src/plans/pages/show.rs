//! One plan: its items beside where they come from, what may be done with it, and its history.

use super::super::model::{ItemKind, STEPS, State, Step};
use super::super::service::{self, Said, Standing, find_plan, take_step};
use super::super::{EDIT, store};
use super::done::{item_path, task};
use super::{kind_word, path, state_word, step_word};
use crate::app::App;
use crate::movements::DueState;
use crate::{documents, movements};
use askama::Template;
use axum::extract::{Path, State as Given};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::Fields;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};

struct ItemView {
    kind: String,
    text: String,
    due: String,
    year: String,
    criteria: String,
    local: bool,
    dropped: bool,
    differs: bool,
    above_text: String,
    above_due: String,
    note: String,
    /// Class and words of where it stands; nothing of a plan that is not out, and of what has no day.
    state: Option<(&'static str, String)>,
    done: Option<movements::DoneView>,
    done_path: String,
}

struct ActionView {
    key: String,
    word: String,
    asks_reason: bool,
    asks_document: bool,
}

struct EventView {
    state: String,
    by: String,
    reason: String,
    document: String,
    document_path: String,
    change: i64,
}

struct VersionView {
    path: String,
    version: i64,
    state: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "plans/templates/show.html")]
struct ShowPage {
    page: Page,
    id: i64,
    title: String,
    class: &'static str,
    state: String,
    version: i64,
    unit: String,
    year: String,
    movement: String,
    movement_path: String,
    overview_path: String,
    phase: String,
    parent: Option<(String, String)>,
    from_phase: bool,
    items: Vec<ItemView>,
    differing: usize,
    actions: Vec<ActionView>,
    own_proposal: bool,
    may_edit: bool,
    may_adjust: bool,
    history: Vec<EventView>,
    versions: Vec<VersionView>,
    fields: Fields,
    refusal: Option<Refusal>,
}

/// GET /plans/{id}
pub async fn show(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    shown(&app, page, id, Fields::default(), None).await
}

async fn shown(app: &App, page: Page, id: i64, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let standing = find_plan(app.reader(), id).await?;
    let plan = &standing.plan;
    let (revision, phase) = service::phase_of_plan(app, plan).await?;
    let parent = match plan.parent_plan_id {
        Some(parent) => store::find(app.reader(), parent).await?.map(|row| (path(row.id), row.title)),
        None => None,
    };
    let items = items(app, &page, &standing, &phase).await?;
    let encode = platform::web::encode_query_value;
    let movement_path = movements::path(&plan.movement_key);
    let own_proposal = standing.state == State::Submitted && standing.proposer() == Some(page.actor.name.as_str());
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let may_edit = service::may(app, &page.actor, EDIT, plan);
    let versions = versions(app, &page, &standing).await?;
    let is_last = versions.last().is_none_or(|last| last.here);
    let view = ShowPage {
        id,
        title: plan.title.clone(),
        class: standing.state.class(),
        state: state_word(&page, standing.state),
        version: plan.version,
        unit: app.unit_name_or_country(Some(plan.unit_id)),
        year: plan.year.map(|year| year.to_string()).unwrap_or_default(),
        movement: revision.body.name.clone(),
        overview_path: format!("/plans?movement={}&phase={}", encode(&plan.movement_key), encode(&plan.phase_key)),
        movement_path,
        phase: phase.name.clone(),
        from_phase: parent.is_none(),
        parent,
        differing: items.iter().filter(|item| item.differs || item.dropped || item.local).count(),
        items,
        actions: actions(app, &page, &standing)?,
        own_proposal,
        may_edit: may_edit && standing.state.is_open(),
        may_adjust: may_edit && is_last && matches!(standing.state, State::Issued | State::Running),
        history: history(app, &page, &standing).await?,
        versions,
        fields,
        refusal,
        page: page.clone().titled(plan.title.clone()),
    };
    Ok((status, render(&view)?).into_response())
}

async fn items(app: &App, page: &Page, standing: &Standing, phase: &movements::Phase) -> Result<Vec<ItemView>> {
    let rows = store::items(app.reader(), standing.plan.id).await?;
    let set_name = |key: &String| app.catalogue().criteria_set(key).map_or_else(|| key.clone(), |set| set.name.clone());
    let records = movements::done_of_unit(app, standing.plan.unit_id).await?;
    let spells = movements::spells(app, standing.plan.unit_id);
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let task = Some(&row).filter(|_| standing.state.is_out()).and_then(|row| task(app, standing, phase, row));
        let (mut state, mut done, mut done_path) = (None, None, String::new());
        if let Some(task) = task {
            let record = task.done_in(&records, &spells, app.today());
            let due = task.state(record, app.today());
            state =
                (due != DueState::Undated).then(|| (due.class(), page.t(&format!("movements-state-{}", due.key()))));
            done = movements::done_views(app, page, &task, record).await?.pop();
            if task.can_be_done() {
                done_path = item_path(standing.plan.id, &row.key);
            }
        }
        let differs = service::differs(&row);
        let kind = platform::key::parse(&row.kind).unwrap_or(ItemKind::Measure);
        views.push(ItemView {
            kind: kind_word(page, kind),
            year: row.year.map(|year| year.to_string()).unwrap_or_default(),
            criteria: row.criteria_set.as_ref().map(set_name).unwrap_or_default(),
            local: row.origin == "local",
            dropped: row.dropped,
            differs,
            above_text: row.above_text.unwrap_or_default(),
            above_due: row.above_due.unwrap_or_default(),
            note: row.deviation_note.unwrap_or_default(),
            text: row.text,
            due: row.due,
            state,
            done,
            done_path,
        });
    }
    Ok(views)
}

/// The steps that this reader may take now.
fn actions(app: &App, page: &Page, standing: &Standing) -> Result<Vec<ActionView>> {
    let own = standing.proposer() == Some(page.actor.name.as_str());
    STEPS
        .into_iter()
        .filter(|step| step.from(standing.state).is_some())
        .filter(|step| service::may(app, &page.actor, service::permission(*step), &standing.plan))
        .filter(|step| !(own && matches!(step, Step::Sign | Step::Return)))
        .map(|step| {
            Ok(ActionView {
                key: platform::key::of(&step)?,
                word: step_word(page, step),
                asks_reason: step == Step::Return,
                asks_document: step == Step::Number,
            })
        })
        .collect()
}

async fn history(app: &App, page: &Page, standing: &Standing) -> Result<Vec<EventView>> {
    let mut views = Vec::new();
    for event in standing.events.iter().rev() {
        let paper = match event.document_id {
            Some(id) => documents::find(app.reader(), id).await?,
            None => None,
        };
        let state = platform::key::parse(&event.to_state).unwrap_or(State::Draft);
        views.push(EventView {
            state: state_word(page, state),
            by: event.by.clone(),
            reason: event.reason.clone().unwrap_or_default(),
            document: paper.as_ref().map(documents::label).unwrap_or_default(),
            document_path: paper.map(|paper| documents::path(paper.id)).unwrap_or_default(),
            change: event.change_id,
        });
    }
    Ok(views)
}

async fn versions(app: &App, page: &Page, standing: &Standing) -> Result<Vec<VersionView>> {
    let own = &standing.plan;
    let rows = store::of_phase(app.reader(), &own.movement_key, &own.phase_key).await?;
    let same = |plan: &store::PlanRow| (plan.unit_id, &plan.office, plan.year) == (own.unit_id, &own.office, own.year);
    let rows = rows.into_iter().filter(same).collect();
    let standings = service::standings(app.reader(), rows).await?;
    Ok(standings
        .into_iter()
        .map(|version| VersionView {
            path: path(version.plan.id),
            version: version.plan.version,
            state: state_word(page, version.state),
            here: version.plan.id == own.id,
        })
        .collect())
}

/// POST /plans/{id}/step
pub async fn step(Given(app): Given<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    match step_read(&app, &page, id, &fields).await {
        Ok(()) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => shown(&app, page, id, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

async fn step_read(app: &App, page: &Page, id: i64, fields: &Fields) -> Result<()> {
    let step: Option<Step> = platform::key::parse(fields.value("step"));
    let step = step.ok_or_else(|| Problem::refuse("Chưa rõ bước cần làm.", "Chọn một nút trên trang kế hoạch."))?;
    let document = match fields.filled("document") {
        Some(text) if step == Step::Number => Some(service::document_of(app, text).await?),
        _ => None,
    };
    let reason = fields.filled("reason").map(str::to_owned);
    take_step(app, &page.actor, id, step, Said { reason, document }).await
}

/// POST /plans/{id}/adjust
pub async fn adjust(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let next = service::adjust(&app, &page.actor, id).await?;
    Ok(Redirect::to(&path(next)).into_response())
}
