//! Sending two lists, confirming their columns, watching the import.

use super::super::definition::Retention;
use super::super::service::{self, Job, ListColumns, Outcome, Progressed, Standing};
use crate::app::App;
use crate::exchange;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::Fields;
use platform::page::render;
use platform::{Page, Problem, Refusal, Result};
use population::source::{Field, List};
use rules::number::vietnamese_whole;
use rules::period::vietnamese_date;

/// Seconds after which the page of a running import loads itself again.
const AGAIN: &str = "3";

struct Row {
    path: String,
    name: String,
    state: &'static str,
    class: &'static str,
    files: [String; 2],
    asked_by: String,
    started: String,
}

#[derive(Template)]
#[template(path = "people/templates/import.html")]
struct SendPage {
    page: Page,
    rows: Vec<Row>,
    fields: Fields,
    /// The territory whose lists are asked for; none for the whole country's.
    unit: Option<String>,
    /// Days for which lists wait that nobody imports.
    days: u32,
    refusal: Option<Refusal>,
}

impl SendPage {
    /// What is wrong with a field, in words; empty if nothing is.
    fn wrong(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

/// A select: one field of a list and the headings it may be.
struct Select {
    id: String,
    title: &'static str,
    /// What the field is for, where its title does not say it.
    hint: Option<&'static str>,
    required: bool,
    chosen: String,
    wrong: String,
}

struct Columns {
    title: &'static str,
    problem: Option<String>,
    headings: Vec<String>,
    /// What is read, and of which column.
    found: Vec<(&'static str, String)>,
    /// Headings of columns that are not read, in words.
    unused: String,
    /// Whether something is to be chosen before the import can start.
    is_open: bool,
    selects: Vec<Select>,
}

#[derive(Template)]
#[template(path = "people/templates/job.html")]
struct JobPage {
    page: Page,
    path: String,
    row: Row,
    standing: Standing,
    name: String,
    as_of: Option<String>,
    numbers_only: bool,
    columns: Vec<Columns>,
    accepts_valid: bool,
    /// Days for which refused rows wait to be fetched.
    days: u32,
    progress: Option<(Progressed, Option<String>)>,
    outcome: Option<Outcome>,
    counts: [String; 4],
    refusal: Option<Refusal>,
}

fn path(id: i64) -> String {
    format!("/people/import/{id}")
}

fn row(job: &Job) -> Row {
    Row {
        path: path(job.row.id),
        name: job.row.name.clone(),
        state: job.standing.key(),
        class: match job.standing {
            Standing::Done => "good",
            Standing::Refused | Standing::Interrupted => "warn",
            Standing::Failed => "bad",
            Standing::Draft | Standing::Running | Standing::GivenUp => "unknown",
        },
        files: [job.row.residents_file.clone(), job.row.cards_file.clone()],
        asked_by: job.row.asked_by.clone(),
        started: job
            .row
            .started_at
            .map(|at| vietnamese_date((at + chrono::Duration::hours(7)).date_naive()))
            .unwrap_or_default(),
    }
}

pub async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    Ok(render(&send_page(&app, page, Fields::of::<String, String>([]), None).await?)?.into_response())
}

async fn send_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<SendPage> {
    let rows = service::jobs(app, &page.actor).await?.iter().map(row).collect();
    let days = Retention::of(app)?.uploads_days;
    let unit = service::unit_to_import(app, &page.actor)?.map(|unit| app.territory().name(unit));
    Ok(SendPage { rows, fields, unit, days, refusal, page: page.clone().titled(page.t("people-import")) })
}

pub async fn send(State(app): State<App>, page: Page, form: Option<Multipart>) -> Result<Response> {
    service::unit_to_import(&app, &page.actor)?;
    let mut typed = Fields::of::<String, String>([]);
    let taken = match form {
        Some(form) => service::take_in(&app, &page.actor, form, &mut typed).await,
        None => Err(Problem::refuse("Chưa chọn tệp.", "Chọn danh sách dân cư và danh sách thẻ rồi gửi lại.")),
    };
    match taken {
        Ok(id) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => {
            let view = send_page(&app, page, typed, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

pub async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let view = view(&app, page, id, None, None).await?;
    let running = view.standing == Standing::Running;
    let html = render(&view)?;
    // Works without JavaScript: the browser itself asks again.
    Ok(if running {
        ([(HeaderName::from_static("refresh"), AGAIN)], html).into_response()
    } else {
        html.into_response()
    })
}

/// The page of a job; `sent` is what was chosen in a form that comes back.
async fn view(app: &App, page: Page, id: i64, sent: Option<&Fields>, refusal: Option<Refusal>) -> Result<JobPage> {
    let job = service::find_job(app, &page.actor, id).await?;
    let (columns, unread) = match job.standing {
        Standing::Draft | Standing::Refused | Standing::Failed | Standing::Interrupted => {
            match service::list_columns(app, &job.row).await {
                Ok(lists) => (lists.iter().map(|list| columns(list, sent, refusal.as_ref())).collect(), None),
                Err(Problem::Refused(refusal)) => (Vec::new(), Some(refusal)),
                Err(problem) => return Err(problem),
            }
        }
        Standing::Running | Standing::GivenUp | Standing::Done => (Vec::new(), None),
    };
    let progress = (job.standing == Standing::Running).then(|| {
        let progress = Progressed::of(&job.row);
        let left = progress.seconds_left.map(|seconds| match seconds {
            ..60 => page.a("people-seconds-left", "count", seconds),
            more => page.a("people-minutes-left", "count", (more + 59) / 60),
        });
        (progress, left)
    });
    let count = |number: u64| vietnamese_whole(i64::try_from(number).unwrap_or(i64::MAX));
    let counts = job
        .outcome
        .as_ref()
        .map(|outcome| [outcome.rows[0], outcome.refused[0], outcome.rows[1], outcome.refused[1]].map(count));
    Ok(JobPage {
        path: path(id),
        row: row(&job),
        standing: job.standing,
        name: job.row.name.clone(),
        as_of: job.row.as_of.or(job.outcome.as_ref().and_then(|outcome| outcome.as_of)).map(vietnamese_date),
        numbers_only: job.row.numbers_only,
        columns,
        accepts_valid: sent.is_some_and(|sent| sent.is("accept_valid", "yes")),
        days: Retention::of(app)?.returned_days,
        progress,
        counts: counts.unwrap_or_default(),
        outcome: job.outcome,
        refusal: refusal.or(unread),
        page: page.clone().titled(page.a("people-import-of", "name", &job.row.name)),
    })
}

fn columns(list: &ListColumns, sent: Option<&Fields>, refusal: Option<&Refusal>) -> Columns {
    let chosen = |field: Field| match sent {
        Some(sent) => sent.value(&service::field_name(list.list, field)).to_owned(),
        None => list.proposed(field).to_owned(),
    };
    let by_sex = [Field::Male, Field::Female].iter().all(|field| !chosen(*field).is_empty());
    let select = |&field: &Field| {
        let id = service::field_name(list.list, field);
        Select {
            title: field.title(),
            hint: match field {
                Field::Sex => Some("people-hint-sex"),
                Field::BirthDate => Some("people-hint-birth"),
                Field::BirthDay => Some("people-hint-birth-parts"),
                Field::Male => Some("people-hint-by-sex"),
                _ => None,
            },
            required: list.list.mandatory().contains(&field) && !(by_sex && field == Field::Sex),
            chosen: chosen(field),
            wrong: refusal.map(|refusal| refusal.words_of(&id)).unwrap_or_default(),
            id,
        }
    };
    let selects: Vec<Select> = list.list.fields().iter().map(select).collect();
    let read = selects.iter().filter(|select| !select.chosen.is_empty());
    let is_unused = |heading: &&String| selects.iter().all(|select| select.chosen != **heading);
    Columns {
        title: match list.list {
            List::Residents => "people-residents-file",
            List::Cards => "people-cards-file",
        },
        problem: list.problem.clone(),
        headings: list.headings.clone(),
        found: read.map(|select| (select.title, select.chosen.clone())).collect(),
        unused: list.headings.iter().filter(is_unused).cloned().collect::<Vec<_>>().join(", "),
        is_open: list.problem.is_some() || sent.is_some(),
        selects,
    }
}

pub async fn start(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let choice = |list: List, field: Field| fields.value(&service::field_name(list, field)).to_owned();
    let accept = fields.is("accept_valid", "yes");
    let started = service::start(&app, &page.actor, id, accept, Some(&choice)).await;
    after(&app, page, id, Some(&fields), started).await
}

/// Starts again with the columns confirmed before; good rows alone if that was asked for.
pub async fn again(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let started = service::start(&app, &page.actor, id, fields.is("accept_valid", "yes"), None).await;
    after(&app, page, id, None, started).await
}

pub async fn cancel(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let cancelled = service::cancel(&app, &page.actor, id).await;
    after(&app, page, id, None, cancelled).await
}

async fn after(app: &App, page: Page, id: i64, sent: Option<&Fields>, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => {
            let view = view(app, page, id, sent, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// A file of refused rows, marked, to be mended and sent again.
pub async fn returned(State(app): State<App>, page: Page, Path((id, number)): Path<(i64, usize)>) -> Result<Response> {
    let (name, bytes) = service::returned(&app, &page.actor, id, number).await?;
    Ok(exchange::download(&name, bytes))
}
