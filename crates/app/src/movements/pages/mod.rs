//! The pages of movements: all of them side by side, one phase with everything in it, and the forms.

mod done;
mod edit;
mod show;
mod tasks;

pub use done::{DoneView, Subject, done_page, done_views, duty_path, own_unit, record, strike_out};
pub use tasks::{TaskLine, tasks_of_unit};

use super::model::{Movement, MovementKind, Phase, Status};
use super::moment::Deadline;
use super::service::{self, list_movements};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::Datelike;
use platform::page::render;
use platform::words::Lang;
use platform::{Page, Result};
use rules::period::{PeriodKind, vietnamese_date};

/// Path of a movement's page.
pub fn path(key: &str) -> String {
    format!("/movements/{key}")
}

/// Path of one phase on it.
pub fn phase_path(key: &str, phase: &str) -> String {
    format!("/movements/{key}?phase={}", platform::web::encode_query_value(phase))
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/movements", get(list).post(edit::create))
        .route("/movements/new", get(edit::new_form))
        .route("/movements/{key}", get(show::show))
        .route("/movements/{key}/edit", get(edit::edit_form).post(edit::update))
        .route("/movements/{key}/phases/new", get(edit::phase_form).post(edit::derive_phase))
        .route("/movements/{key}/pack", post(edit::adopt_pack))
        .route("/movements/{key}/duties/{duty}", get(done::show).post(done::create))
        .route("/movements/{key}/duties/{duty}/strike-out", post(done::strike))
}

/// The name in the reader's language.
pub fn movement_name(page: &Page, movement: &Movement) -> String {
    named(page, &movement.name, &movement.name_en)
}

fn named(page: &Page, vietnamese: &str, english: &str) -> String {
    match page.lang {
        Lang::En if !english.is_empty() => english.to_owned(),
        Lang::En | Lang::Vi => vietnamese.to_owned(),
    }
}

/// The name of an actor or authority by key; the key itself when the catalogue does not know it.
fn actor_name(app: &App, page: &Page, key: &str) -> String {
    let catalogue = app.catalogue();
    let actor = catalogue.actor(key).map(|actor| named(page, &actor.name, &actor.name_en));
    let authority = || catalogue.authority(key).map(|row| named(page, &row.name, &row.name_en));
    actor.or_else(authority).unwrap_or_else(|| key.to_owned())
}

fn kind_word(page: &Page, kind: MovementKind) -> String {
    let key = match kind {
        MovementKind::Regular => "movements-kind-regular",
        MovementKind::Thematic => "movements-kind-thematic",
        MovementKind::Drive => "movements-kind-drive",
        MovementKind::Directive => "movements-kind-directive",
    };
    page.t(key)
}

fn phase_days(page: &Page, phase: &Phase) -> String {
    let from = vietnamese_date(phase.from);
    match phase.to {
        Some(to) => format!("{from} – {}", vietnamese_date(to)),
        None => page.a("movements-from", "day", from),
    }
}

/// A deadline as its paper says it; "trước ngày 31/10/2020" names its last day too.
pub fn deadline_words(page: &Page, deadline: Deadline, soft: bool) -> String {
    let words = match deadline {
        Deadline::Before(day) => {
            let last = day.pred_opt().map(vietnamese_date).unwrap_or_default();
            page.a2("movements-deadline-before", "day", vietnamese_date(day), "last", last)
        }
        Deadline::On(day) => vietnamese_date(day),
        Deadline::Within(period) => {
            let (year, month) = (period.first_day().year(), period.first_day().month());
            match period.kind() {
                PeriodKind::Quarter => {
                    page.a2("movements-deadline-quarter", "quarter", month.div_ceil(3), "year", year)
                }
                PeriodKind::Month => page.a2("movements-deadline-month", "month", month, "year", year),
                _ => page.a("movements-deadline-year", "year", year),
            }
        }
        Deadline::EachYear(day) => {
            let text = String::from(day);
            let (month, day) = text.split_once('-').unwrap_or_default();
            page.a2("movements-deadline-each-year", "day", day, "month", month)
        }
        Deadline::Unstated => page.t("movements-deadline-unstated"),
        Deadline::AnyTime => page.t("movements-deadline-any-time"),
    };
    if soft { page.a("movements-deadline-expected", "when", words) } else { words }
}

/// Where a movement stands today: class and words.
fn status_words(page: &Page, movement: &Movement, today: chrono::NaiveDate) -> (&'static str, String) {
    match movement.status(today) {
        Status::Upcoming => ("unknown", page.t("movements-status-upcoming")),
        Status::Running(phase) => ("good", page.a("movements-status-running", "phase", &phase.name)),
        Status::Between(phase) => ("warn", page.a("movements-status-between", "day", vietnamese_date(phase.from))),
        Status::Ended => ("unknown", page.t("movements-status-ended")),
    }
}

struct PhaseLink {
    path: String,
    name: String,
    days: String,
}

struct ListRow {
    path: String,
    name: String,
    kind: String,
    launched_by: String,
    owner: String,
    status_class: &'static str,
    status: String,
    phases: Vec<PhaseLink>,
    next: String,
}

#[derive(Template)]
#[template(path = "movements/templates/list.html")]
struct ListPage {
    page: Page,
    today: String,
    rows: Vec<ListRow>,
    may_edit: bool,
}

async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    let today = app.today();
    let rows = list_movements(&app)
        .await?
        .into_values()
        .map(|revision| {
            let movement = &revision.body;
            let (status_class, status) = status_words(&page, movement, today);
            let phases = movement
                .phases
                .iter()
                .map(|phase| PhaseLink {
                    path: phase_path(&movement.key, &phase.key),
                    name: phase.name.clone(),
                    days: phase_days(&page, phase),
                })
                .collect();
            ListRow {
                path: path(&movement.key),
                name: movement_name(&page, movement),
                kind: kind_word(&page, movement.kind),
                launched_by: actor_name(&app, &page, &movement.launched_by),
                owner: revision.unit.map(|unit| app.unit_name_or_country(Some(unit))).unwrap_or_default(),
                status_class,
                status,
                phases,
                next: show::next_duty(&page, movement, today),
            }
        })
        .collect();
    let may_edit = page.may(super::EDIT);
    let title = page.t("movements-menu");
    let view = ListPage { page: page.titled(title), today: vietnamese_date(today), rows, may_edit };
    Ok(render(&view)?.into_response())
}

fn may_edit(app: &App, page: &Page, unit: Option<i64>) -> bool {
    service::may_edit(app, &page.actor, unit)
}
