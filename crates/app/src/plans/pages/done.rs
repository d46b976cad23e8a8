//! Recording that the unit did an item of its plan. The record is the movement's: an item that came down from a duty of
//! the movement has its key, so that whoever records it here or there records the same thing.

use super::path;
use crate::app::App;
use crate::movements::{self, Deadline, DoneRow, DueState, Movement, Phase, Repeats, Subject, Task, TaskLine};
use crate::plans::model::ItemKind;
use crate::plans::service::{self, Standing, find_plan, phase_of};
use crate::plans::store::{self, ItemRow};
use axum::extract::{Path, State};
use axum::response::Response;
use platform::form::Fields;
use platform::gate;
use platform::problem::Problem;
use platform::{Page, Result};

/// The item as something that the unit does; nothing of an objective, of what the unit leaves out, and of what it only
/// passes on to others. A deadline in words that no calendar knows is no day.
pub fn task(app: &App, standing: &Standing, phase: &Phase, item: &ItemRow) -> Option<Task> {
    let kind: Option<ItemKind> = platform::key::parse(&item.kind);
    let who: Vec<String> = item.who.split(';').map(|who| who.trim().to_owned()).collect();
    let owes = item.who.is_empty() || movements::is_owed_at(service::level_of(app, standing.plan.unit_id), &who);
    if item.dropped || !owes || kind.is_none_or(|kind| kind == ItemKind::Objective) {
        return None;
    }
    let (deadline, soft) = movements::read_deadline(&item.due).unwrap_or((Deadline::Unstated, false));
    let duty = phase.duties.iter().find(|duty| duty.key == item.key);
    let mut span = phase.span();
    if standing.state.is_current() && !matches!(deadline, Deadline::EachYear(_)) {
        span.to = None;
    }
    Some(Task {
        movement: standing.plan.movement_key.clone(),
        key: item.key.clone(),
        what: item.text.clone(),
        deadline,
        soft,
        repeats: duty.map(|duty| duty.repeats).unwrap_or(Repeats::Once),
        by_paper: duty.is_some_and(|duty| duty.done_by.is_some()),
        span,
        year: standing.plan.year.and_then(|year| i32::try_from(year).ok()),
    })
}

/// Path of the page where an item is recorded.
pub fn item_path(plan: i64, key: &str) -> String {
    format!("{}/items/{}", path(plan), platform::web::encode_query_value(key))
}

/// Whether the movement's own pages list it, with the same day.
fn is_of_movement(item: &ItemRow) -> bool {
    item.origin != "local" && item.above_due.as_ref() == Some(&item.due)
}

/// The dated items of the plans that a unit carries out, without those that the movement itself lists.
pub async fn tasks_of_unit(app: &App, page: &Page, unit: i64) -> Result<Vec<TaskLine>> {
    let rows = movements::done_of_unit(app, unit).await?;
    let mut lines = Vec::new();
    for (standing, movement) in current_plans(app, unit).await? {
        let phase = phase_of(&movement, &standing.plan.phase_key)?;
        for item in store::items(app.reader(), standing.plan.id).await?.iter().filter(|item| !is_of_movement(item)) {
            let Some(task) = task(app, &standing, phase, item) else { continue };
            let at = (standing.plan.title.clone(), item_path(standing.plan.id, &item.key));
            lines.extend(TaskLine::of(app, page, &task, unit, &rows, at).await?);
        }
    }
    Ok(lines)
}

/// How many of those items of each plan fall due soon or are past their day, and not recorded as done.
pub async fn waiting(app: &App, unit: i64) -> Result<Vec<(Standing, usize)>> {
    let rows = movements::done_of_unit(app, unit).await?;
    let spells = movements::spells(app, unit);
    let mut found = Vec::new();
    for (standing, movement) in current_plans(app, unit).await? {
        let phase = phase_of(&movement, &standing.plan.phase_key)?;
        let items = store::items(app.reader(), standing.plan.id).await?;
        let tasks =
            items.iter().filter(|item| !is_of_movement(item)).filter_map(|item| task(app, &standing, phase, item));
        let is_waiting = |task: &Task, rows: &[DoneRow]| {
            let done = task.done_in(rows, &spells, app.today());
            matches!(task.state(done, app.today()), DueState::Due | DueState::Overdue)
        };
        let count = tasks.filter(|task| is_waiting(task, &rows)).count();
        if count > 0 {
            found.push((standing, count));
        }
    }
    Ok(found)
}

async fn current_plans(app: &App, unit: i64) -> Result<Vec<(Standing, Movement)>> {
    let plans = store::of_unit(app.reader(), unit).await?;
    let mut found = Vec::new();
    for standing in service::standings(app.reader(), plans).await?.into_iter().filter(|one| one.state.is_current()) {
        let movement = service::phase_of_plan(app, &standing.plan).await?.0.body;
        found.push((standing, movement));
    }
    Ok(found)
}

async fn subject(app: &App, id: i64, key: &str) -> Result<Subject> {
    let standing = find_plan(app.reader(), id).await?;
    let not_found = || Problem::NotFound(format!("nội dung “{key}” của kế hoạch số {id}"));
    if !standing.state.is_out() {
        return Err(Problem::refuse(
            "Kế hoạch chưa phát hành nên chưa ghi nhận được việc đã làm.",
            "Phát hành kế hoạch trước.",
        ));
    }
    let (_, phase) = service::phase_of_plan(app, &standing.plan).await?;
    let items = store::items(app.reader(), id).await?;
    let item = items.iter().find(|item| item.key == key).ok_or_else(not_found)?;
    let task = task(app, &standing, &phase, item).ok_or_else(not_found)?;
    Ok(Subject {
        task,
        unit: Some(standing.plan.unit_id),
        who: Vec::new(),
        path: item_path(id, key),
        home: (standing.plan.title.clone(), path(id)),
    })
}

/// GET /plans/{id}/items/{item}
pub async fn show(State(app): State<App>, page: Page, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let subject = subject(&app, id, &key).await?;
    movements::done_page(&app, page, subject, Fields::default(), None).await
}

/// POST /plans/{id}/items/{item}
pub async fn create(
    State(app): State<App>,
    page: Page,
    Path((id, key)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, movements::RECORD, app.territory())?;
    let subject = subject(&app, id, &key).await?;
    movements::record(&app, page, subject, fields).await
}

/// POST /plans/{id}/items/{item}/strike-out
pub async fn strike(
    State(app): State<App>,
    page: Page,
    Path((id, key)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, movements::RECORD, app.territory())?;
    let subject = subject(&app, id, &key).await?;
    movements::strike_out(&app, page, subject, fields).await
}
