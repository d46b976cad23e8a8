//! Who did a duty, when and by which paper; the forms to record it and to strike a mistake out. Plans show the same page
//! for the items of a unit.

use super::{deadline_words, path, phase_path};
use crate::app::App;
use crate::documents;
use crate::movements::RECORD;
use crate::movements::done::{self, NewDone, Task, record_done, strike_out_done};
use crate::movements::model::{Movement, ReviewKind};
use crate::movements::service::find_movement;
use crate::movements::store::DoneRow;
use crate::places;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use platform::form::{Fields, Reading};
use platform::gate::{self, Place, Scope};
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::period::vietnamese_date;

/// A task with where it is shown.
pub struct Subject {
    /// The task.
    pub task: Task,
    /// The unit, where it is the item of a unit's plan.
    pub unit: Option<i64>,
    /// Who owes it, as keys of actors.
    pub who: Vec<String>,
    /// Path of this page.
    pub path: String,
    /// Title and path of the page it belongs to.
    pub home: (String, String),
}

/// A record as the reader sees it.
pub struct DoneView {
    /// Its key.
    pub id: i64,
    /// Who did it.
    pub unit: String,
    /// Path of the unit's page.
    pub unit_path: String,
    /// The year it was for; empty when it does not come back.
    pub year: String,
    /// The day.
    pub on: String,
    /// The class that colours it.
    pub class: &'static str,
    /// In time or late.
    pub state: String,
    /// The paper; empty when there is none.
    pub paper: String,
    /// Path of the paper.
    pub paper_path: String,
    /// What was noted.
    pub note: String,
    /// Who recorded it.
    pub by: String,
    /// The change that recorded it.
    pub change: i64,
    /// Whether this reader may strike it out.
    pub may: bool,
}

/// Records of a task as the reader sees them, in the order given.
pub async fn done_views<'a>(
    app: &App,
    page: &Page,
    task: &Task,
    rows: impl IntoIterator<Item = &'a DoneRow>,
) -> Result<Vec<DoneView>> {
    let rows: Vec<&DoneRow> = rows.into_iter().collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let papers = documents::by_ids(app.reader(), rows.iter().filter_map(|row| row.document_id).collect()).await?;
    let view = |row: &&DoneRow| {
        let paper = row.document_id.and_then(|id| papers.get(&id));
        let state = task.outcome(row);
        let place = Place::Unit(row.unit_id, row.done_on);
        DoneView {
            id: row.id,
            unit: app.unit_name_or_country(Some(row.unit_id)),
            unit_path: format!("/units/{}", row.unit_id),
            year: row.for_year.map(|year| year.to_string()).unwrap_or_default(),
            on: vietnamese_date(row.done_on),
            class: state.class(),
            state: page.t(&format!("movements-state-{}", state.key())),
            paper: paper.map(documents::label).unwrap_or_default(),
            paper_path: paper.map(|paper| documents::path(paper.id)).unwrap_or_default(),
            note: row.note.clone().unwrap_or_default(),
            by: row.by.clone(),
            change: row.change_id,
            may: gate::authorise(&page.actor, RECORD, place, app.territory()).is_ok(),
        }
    };
    Ok(rows.iter().map(view).collect())
}

#[derive(Template)]
#[template(path = "movements/templates/done.html")]
struct DonePage {
    page: Page,
    path: String,
    home: (String, String),
    when: String,
    rows: Vec<DoneView>,
    fixed_unit: bool,
    yearly: bool,
    may: bool,
    fields: Fields,
    refusal: Option<Refusal>,
}

impl DonePage {
    /// What is wrong at a field, in words.
    fn wrong(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

/// The unit that a reader stands for: the own one, or the country.
pub fn own_unit(app: &App, page: &Page) -> i64 {
    match page.actor.scope {
        Scope::Unit(unit) => unit,
        Scope::Everywhere | Scope::Nowhere => i64::from(app.places().nation().id),
    }
}

/// The page of a task.
pub async fn done_page(
    app: &App,
    page: Page,
    subject: Subject,
    mut fields: Fields,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let task = &subject.task;
    let spells = subject.unit.map(|unit| done::spells(app, unit));
    let rows = done::done_of_movement(app, &task.movement).await?;
    let shown = rows
        .iter()
        .rev()
        .filter(|row| task.is_of(row) && spells.as_ref().is_none_or(|spells| spells.contains(&row.unit_id)));
    let may = match subject.unit {
        Some(unit) => {
            let place = Place::Unit(unit, app.today());
            gate::authorise(&page.actor, RECORD, place, app.territory()).is_ok()
        }
        None => page.may(RECORD),
    };
    if fields.value("unit").is_empty() && refusal.is_none() {
        let own = own_unit(app, &page);
        let level = places::id(own).and_then(|unit| app.places().unit(unit)).map(|unit| unit.level());
        if level.is_some_and(|level| done::is_owed_at(level, &subject.who)) {
            fields.set("unit", app.unit_name_or_country(Some(own)));
        }
        fields.set("for_year", task.year_now(app.today()).map(|year| year.to_string()).unwrap_or_default());
    }
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = DonePage {
        when: deadline_words(&page, task.deadline, task.soft),
        rows: done_views(app, &page, task, shown).await?,
        fixed_unit: subject.unit.is_some(),
        yearly: task.is_yearly(),
        may: may && task.can_be_done(),
        fields,
        refusal,
        page: page.titled(task.what.clone()),
        path: subject.path,
        home: subject.home,
    };
    Ok((status, render(&view)?).into_response())
}

/// Records what the form says.
pub async fn record(app: &App, page: Page, subject: Subject, fields: Fields) -> Result<Response> {
    let done = match read(app, &subject, &fields).await {
        Ok(new) => record_done(app, &page.actor, &subject.task, new).await.map(|_| ()),
        Err(problem) => Err(problem),
    };
    after(app, page, subject, fields, done).await
}

/// Strikes out the record that the form names.
pub async fn strike_out(app: &App, page: Page, subject: Subject, fields: Fields) -> Result<Response> {
    let id = fields.value("record").parse().unwrap_or(0);
    let done = strike_out_done(app, &page.actor, &subject.task, id, fields.value("reason")).await;
    after(app, page, subject, fields, done).await
}

async fn after(app: &App, page: Page, subject: Subject, fields: Fields, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&subject.path).into_response()),
        Err(Problem::Refused(refusal)) => done_page(app, page, subject, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

async fn read(app: &App, subject: &Subject, fields: &Fields) -> Result<NewDone> {
    let mut reading = Reading::new(fields);
    if fields.value("done_on").is_empty() {
        reading.fault("done_on", "chưa ghi ngày làm xong", "Ghi ngày đã làm xong.");
    }
    let done_on = reading.day("done_on");
    let unit = match subject.unit {
        Some(unit) => Some(unit),
        None => unit(app, &mut reading, done_on),
    };
    let for_year = reading.parsed("for_year", "Ghi năm bốn chữ số, hoặc để trống.", |text| {
        text.parse::<i32>().map_err(|_| format!("“{text}” không phải là năm"))
    });
    let document = match fields.filled("document") {
        None => None,
        Some(number) => match documents::find_document(app.reader(), number).await {
            Ok(paper) => Some(paper),
            Err(Problem::Refused(refusal)) => {
                reading.fault("document", refusal.sentence, refusal.remedy);
                None
            }
            Err(problem) => return Err(problem),
        },
    };
    let note = reading.optional("note");
    reading.finish()?;
    let (Some(unit), Some(done_on)) = (unit, done_on) else {
        return Err(Problem::internal("a form without faults lacks a unit or a day"));
    };
    Ok(NewDone { unit, for_year, done_on, document, note })
}

fn unit(app: &App, reading: &mut Reading<'_>, on: Option<NaiveDate>) -> Option<i64> {
    let text = reading.required("unit");
    if text.is_empty() {
        return None;
    }
    match app.resolve_unit(&text, None, on) {
        Ok(unit) => Some(unit),
        Err(refusal) => {
            reading.fault("unit", refusal.sentence, refusal.remedy);
            None
        }
    }
}

/// Path of the page of a movement's duty or review.
pub fn duty_path(movement: &str, key: &str) -> String {
    format!("{}/duties/{}", path(movement), platform::web::encode_query_value(key))
}

/// The name of a review.
pub fn review_word(page: &Page, kind: ReviewKind) -> String {
    page.t(match kind {
        ReviewKind::Interim => "movements-review-interim",
        ReviewKind::Final => "movements-review-final",
        ReviewKind::Annual => "movements-review-annual",
    })
}

/// The duty or the review of this key, who owes it, and the key of its phase.
fn task(page: &Page, movement: &Movement, key: &str) -> Option<(Task, Vec<String>, String)> {
    movement.phases.iter().find_map(|phase| {
        let duty = phase.duties.iter().find(|duty| duty.key == key);
        let duty = duty.map(|duty| (Task::of_duty(movement, phase, duty), duty.who.clone()));
        let review = || {
            let review = phase.reviews.iter().find(|review| review.key == key)?;
            let task = Task::of_review(movement, phase, review, review_word(page, review.kind));
            Some((task, vec![review.by.clone()]))
        };
        let (task, who) = duty.or_else(review)?;
        Some((task, who, phase.key.clone()))
    })
}

async fn subject(app: &App, page: &Page, movement: &str, key: &str) -> Result<Subject> {
    let revision = find_movement(app, movement).await?;
    let found = task(page, &revision.body, key);
    let (task, who, phase) = found.ok_or_else(|| Problem::NotFound(format!("nhiệm vụ “{key}”")))?;
    Ok(Subject {
        task,
        unit: None,
        who,
        path: duty_path(movement, key),
        home: (super::movement_name(page, &revision.body), format!("{}#duties", phase_path(movement, &phase))),
    })
}

/// GET /movements/{key}/duties/{duty}
pub async fn show(
    State(app): State<App>,
    page: Page,
    Path((movement, duty)): Path<(String, String)>,
) -> Result<Response> {
    let subject = subject(&app, &page, &movement, &duty).await?;
    done_page(&app, page, subject, Fields::default(), None).await
}

/// POST /movements/{key}/duties/{duty}
pub async fn create(
    State(app): State<App>,
    page: Page,
    Path((movement, duty)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, RECORD, app.territory())?;
    let subject = subject(&app, &page, &movement, &duty).await?;
    record(&app, page, subject, fields).await
}

/// POST /movements/{key}/duties/{duty}/strike-out
pub async fn strike(
    State(app): State<App>,
    page: Page,
    Path((movement, duty)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, RECORD, app.territory())?;
    let subject = subject(&app, &page, &movement, &duty).await?;
    strike_out(&app, page, subject, fields).await
}
