//! What one unit has to do and has done, for the unit's own page.

use super::done::{done_views, duty_path, review_word};
use super::{DoneView, deadline_words, movement_name};
use crate::app::App;
use crate::movements::done::{Task, done_of_unit, is_owed_at, spells};
use crate::movements::service::list_movements;
use crate::movements::store::DoneRow;
use crate::movements::timeline::DueState;
use crate::places;
use chrono::NaiveDate;
use platform::{Page, Result};

/// A task of a unit in one line.
pub struct TaskLine {
    /// What is to be done.
    pub what: String,
    /// The movement or plan it is of.
    pub of: String,
    /// Its deadline.
    pub when: String,
    /// The last good day, to sort by.
    pub last_day: Option<NaiveDate>,
    /// The class that colours its state.
    pub class: &'static str,
    /// Where it stands.
    pub state: String,
    /// The record that answers it.
    pub done: Option<DoneView>,
    /// Path of the page where it is recorded.
    pub path: String,
}

impl TaskLine {
    /// A task of a unit; nothing when it has no day and nobody did it, or the unit was not there on its last day.
    pub async fn of(
        app: &App,
        page: &Page,
        task: &Task,
        unit: i64,
        rows: &[DoneRow],
        (of, path): (String, String),
    ) -> Result<Option<Self>> {
        let today = app.today();
        let own = task.done_in(rows, &spells(app, unit), today);
        let last_day = task.last_day(today);
        let unit = places::id(unit).and_then(|unit| app.places().unit(unit));
        let Some(unit) = unit else { return Ok(None) };
        if own.is_none() && !last_day.is_some_and(|day| unit.valid_on(day)) {
            return Ok(None);
        }
        let state = match task.state(own, today) {
            DueState::Overdue if !unit.valid_on(today) => DueState::Past,
            state => state,
        };
        Ok(Some(Self {
            what: task.what.clone(),
            of,
            when: deadline_words(page, task.deadline, task.soft),
            last_day,
            class: state.class(),
            state: page.t(&format!("movements-state-{}", state.key())),
            done: done_views(app, page, task, own).await?.pop(),
            path,
        }))
    }
}

/// What a unit has to do in the phases that run, and what it did in the others.
pub async fn tasks_of_unit(app: &App, page: &Page, unit: i64) -> Result<Vec<TaskLine>> {
    let Some(level) = places::id(unit).and_then(|unit| app.places().unit(unit)).map(|unit| unit.level()) else {
        return Ok(Vec::new());
    };
    let rows = done_of_unit(app, unit).await?;
    let today = app.today();
    let mut lines = Vec::new();
    for movement in list_movements(app).await?.into_values().map(|revision| revision.body) {
        for phase in &movement.phases {
            let duties = phase.duties.iter().map(|duty| (Task::of_duty(&movement, phase, duty), duty.who.as_slice()));
            let reviews = phase.reviews.iter().map(|review| {
                let what = review_word(page, review.kind);
                (Task::of_review(&movement, phase, review, what), std::slice::from_ref(&review.by))
            });
            for (task, who) in duties.chain(reviews) {
                let owed = phase.holds(today) && !task.by_paper && is_owed_at(level, who);
                if owed || rows.iter().any(|row| task.is_of(row)) {
                    let at = (movement_name(page, &movement), duty_path(&movement.key, &task.key));
                    lines.extend(TaskLine::of(app, page, &task, unit, &rows, at).await?);
                }
            }
        }
    }
    Ok(lines)
}
