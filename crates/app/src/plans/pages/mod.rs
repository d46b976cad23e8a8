//! The pages of plans: who has one, one plan beside its parent's, and the forms.

mod done;
mod edit;
mod overview;
mod show;

pub use done::{tasks_of_unit, waiting};

use super::model::{ItemKind, State, Step};
use crate::app::App;
use axum::Router;
use axum::routing::{get, post};
use platform::Page;

/// Path of a plan's page.
pub fn path(id: i64) -> String {
    format!("/plans/{id}")
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/plans", get(overview::overview).post(edit::create))
        .route("/plans/new", get(edit::new_form))
        .route("/plans/{id}", get(show::show))
        .route("/plans/{id}/edit", get(edit::edit_form).post(edit::update))
        .route("/plans/{id}/step", post(show::step))
        .route("/plans/{id}/adjust", post(show::adjust))
        .route("/plans/{id}/items/{item}", get(done::show).post(done::create))
        .route("/plans/{id}/items/{item}/strike-out", post(done::strike))
}

fn state_word(page: &Page, state: State) -> String {
    page.t(match state {
        State::Draft => "plans-state-draft",
        State::Submitted => "plans-state-submitted",
        State::Returned => "plans-state-returned",
        State::Signed => "plans-state-signed",
        State::Numbered => "plans-state-numbered",
        State::Issued => "plans-state-issued",
        State::Running => "plans-state-running",
        State::Superseded => "plans-state-superseded",
        State::Ended => "plans-state-ended",
    })
}

fn step_word(page: &Page, step: Step) -> String {
    page.t(match step {
        Step::Submit => "plans-step-submit",
        Step::Return => "plans-step-return",
        Step::Sign => "plans-step-sign",
        Step::Number => "plans-step-number",
        Step::Issue => "plans-step-issue",
        Step::Start => "plans-step-start",
        Step::End => "plans-step-end",
    })
}

fn kind_word(page: &Page, kind: ItemKind) -> String {
    page.t(match kind {
        ItemKind::Objective => "plans-kind-objective",
        ItemKind::Duty => "plans-kind-duty",
        ItemKind::Measure => "plans-kind-measure",
    })
}
