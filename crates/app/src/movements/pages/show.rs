//! One movement, one phase at a time.

use super::done::{DoneView, done_views, duty_path, own_unit, review_word};
use super::{actor_name, deadline_words, kind_word, may_edit, movement_name, named, path, phase_days, phase_path};
use crate::app::App;
use crate::documents::{self, DocumentRow};
use crate::movements::done::{Task, done_of_movement, is_owed_at, spells};
use crate::movements::lines::figure;
use crate::movements::model::{Citation, Goal, Movement, Objective, Phase, Repeats};
use crate::movements::service::{find_movement, list_movements, movement_history};
use crate::movements::store::DoneRow;
use crate::movements::timeline::{Dated, DueState};
use crate::places;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use platform::page::render;
use platform::problem::Problem;
use platform::revision::Origin;
use platform::{Page, Result};
use rules::period::vietnamese_date;
use rules::place::Level;
use rules::rate::Comparator;
use rules::target::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// How many records of one duty a movement's page shows; the duty's own page has all.
const DONE_SHOWN: usize = 3;

/// A paper that a movement names.
struct Paper {
    label: String,
    /// Empty when the paper is not in the register.
    path: String,
    /// The place in it.
    place: String,
}

struct ObjectiveView {
    text: String,
    note: String,
    indicator: String,
    targets_path: String,
    goal: String,
    criterion: String,
    groups: String,
    resolutions: Vec<Paper>,
    source: Option<Paper>,
}

struct DatedView {
    class: &'static str,
    state: String,
    when: String,
    last_day: String,
    what: String,
    who: String,
    to_whom: String,
    via: String,
    repeats: String,
    sends: String,
    note: String,
    done_by: Option<Paper>,
    done: Vec<DoneView>,
    done_more: usize,
    done_path: String,
    source: Option<Paper>,
    order: (Option<NaiveDate>, bool),
}

struct DriveView {
    name: String,
    days: String,
    content: String,
    class: &'static str,
    state: String,
    source: Option<Paper>,
}

struct StandardView {
    for_whom: String,
    text: String,
    years: String,
    source: Option<Paper>,
}

struct YearView {
    year: i32,
    sets: Vec<String>,
    plan: Option<Paper>,
    note: String,
}

struct PhaseView {
    name: String,
    days: String,
    note: String,
    bases: Vec<Paper>,
    plan: Option<Paper>,
    criteria_sets: Vec<String>,
    years: Vec<YearView>,
    objectives: Vec<ObjectiveView>,
    standards: Vec<StandardView>,
    duties: Vec<DatedView>,
    drives: Vec<DriveView>,
    reviews: Vec<DatedView>,
    participants: Vec<(String, String)>,
    awards: Vec<String>,
    route: Vec<String>,
    plans_path: String,
}

struct Tab {
    path: String,
    name: String,
    here: bool,
}

struct Linked {
    path: String,
    name: String,
    shared: String,
}

#[derive(Template)]
#[template(path = "movements/templates/show.html")]
struct ShowPage {
    page: Page,
    key: String,
    name: String,
    kind: String,
    launched_by: String,
    owner: String,
    note: String,
    status_class: &'static str,
    status: String,
    bases: Vec<Paper>,
    linked: Vec<Linked>,
    tabs: Vec<Tab>,
    phase: Option<PhaseView>,
    phase_key: String,
    revision: i64,
    change: i64,
    of_pack: bool,
    history: Vec<(i64, String, i64)>,
    pack_differs: Option<i64>,
    may_edit: bool,
}

/// GET /movements/{key}
pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let revision = find_movement(&app, &key).await?;
    let movement = &revision.body;
    let today = app.today();
    let chosen = match query.get("phase") {
        Some(wanted) => {
            let not_found = || Problem::NotFound(format!("giai đoạn “{wanted}”"));
            Some(movement.phase(wanted).ok_or_else(not_found)?)
        }
        None => movement.phase_on(today).or(movement.phases.last()),
    };
    let papers = Papers::of(&app, movement, chosen).await?;
    let done = done_of_movement(&app, &movement.key).await?;
    let own = own_unit(&app, &page);
    let spells = spells(&app, own);
    let level = places::id(own).and_then(|unit| app.places().unit(unit)).map(|unit| unit.level());
    let view = View { app: &app, page: &page, papers: &papers, today, done: &done, spells: &spells, level };
    let phase = match chosen {
        Some(phase) => Some(view.phase(movement, phase).await?),
        None => None,
    };
    let linked = view.linked(movement, list_movements(&app).await?.values().map(|revision| &revision.body));
    let (history, other) = movement_history(&app, &key).await?;
    let (status_class, status) = super::status_words(&page, movement, today);
    let tabs = movement
        .phases
        .iter()
        .map(|phase| Tab {
            path: phase_path(&movement.key, &phase.key),
            name: phase.name.clone(),
            here: chosen.is_some_and(|chosen| chosen.key == phase.key),
        })
        .collect();
    let origin_word = |origin: Origin| page.t(&format!("movements-origin-{}", origin.key()));
    let name = movement_name(&page, movement);
    let shown = ShowPage {
        kind: kind_word(&page, movement.kind),
        launched_by: actor_name(&app, &page, &movement.launched_by),
        owner: revision.unit.map(|unit| app.unit_name_or_country(Some(unit))).unwrap_or_default(),
        note: movement.note.clone().unwrap_or_default(),
        status_class,
        status,
        bases: papers.list(&movement.bases),
        linked,
        tabs,
        phase,
        phase_key: chosen.map(|phase| phase.key.clone()).unwrap_or_default(),
        revision: revision.number,
        change: revision.change,
        of_pack: revision.origin == Origin::Pack,
        history: history.iter().rev().map(|row| (row.number, origin_word(row.origin), row.change)).collect(),
        pack_differs: other.map(|heading| heading.number),
        may_edit: may_edit(&app, &page, revision.unit),
        key: movement.key.clone(),
        page: page.clone().titled(name.clone()),
        name,
    };
    Ok(render(&shown)?.into_response())
}

/// The next dated duty of the running phase, for the list.
pub fn next_duty(page: &Page, movement: &Movement, today: NaiveDate) -> String {
    let Some(phase) = movement.phase_on(today) else { return String::new() };
    let next = phase
        .duties
        .iter()
        .filter_map(|duty| {
            let done = duty.done_by.is_some();
            let dated = Dated { deadline: duty.deadline, soft: duty.soft, done, span: phase.span() };
            let day = dated.last_day(today)?;
            (!done && today <= day).then_some((day, duty))
        })
        .min_by_key(|(day, _)| *day);
    next.map(|(day, duty)| page.a2("movements-next-duty", "day", vietnamese_date(day), "what", &duty.what))
        .unwrap_or_default()
}

/// The papers of the register that a movement names, read in one step.
struct Papers(BTreeMap<String, DocumentRow>);

impl Papers {
    async fn of(app: &App, movement: &Movement, phase: Option<&Phase>) -> Result<Self> {
        let mut keys: BTreeSet<String> = movement.bases.iter().cloned().collect();
        if let Some(phase) = phase {
            keys.extend(phase.bases.iter().chain(&phase.plan).cloned());
            keys.extend(phase.years.iter().filter_map(|year| year.plan.clone()));
            keys.extend(phase.objectives.iter().flat_map(|row| row.resolutions.iter().cloned()));
            keys.extend(phase.duties.iter().filter_map(|row| row.done_by.clone()));
            let cited = phase.objectives.iter().map(|row| &row.source);
            let cited = cited.chain(phase.duties.iter().map(|row| &row.source));
            let cited = cited.chain(phase.reviews.iter().map(|row| &row.source));
            let cited = cited.chain(phase.standards.iter().map(|row| &row.source));
            let cited = cited.chain(phase.drives.iter().map(|row| &row.source));
            keys.extend(cited.flatten().map(|citation| citation.document.clone()));
        }
        let rows = documents::of_keys(app.reader(), keys.into_iter().collect()).await?;
        Ok(Self(rows.into_iter().map(|row| (row.key.clone(), row)).collect()))
    }

    fn one(&self, key: &str, place: &str) -> Paper {
        let found = self.0.get(key);
        Paper {
            label: found.map_or_else(|| key.to_owned(), documents::label),
            path: found.map(|row| documents::path(row.id)).unwrap_or_default(),
            place: place.to_owned(),
        }
    }

    fn list(&self, keys: &[String]) -> Vec<Paper> {
        keys.iter().map(|key| self.one(key, "")).collect()
    }

    fn cited(&self, citation: Option<&Citation>) -> Option<Paper> {
        citation.map(|citation| self.one(&citation.document, citation.locator.as_deref().unwrap_or_default()))
    }
}

/// Turns a phase into what the template shows.
struct View<'a> {
    app: &'a App,
    page: &'a Page,
    papers: &'a Papers,
    today: NaiveDate,
    /// What was recorded as done in the movement.
    done: &'a [DoneRow],
    /// All spells of the unit that the reader stands for.
    spells: &'a [i64],
    /// The level of that unit.
    level: Option<Level>,
}

impl View<'_> {
    async fn phase(&self, movement: &Movement, phase: &Phase) -> Result<PhaseView> {
        let award = |key: &String| {
            let form = self.app.catalogue().award_form(key);
            form.map_or_else(|| key.clone(), |form| named(self.page, &form.name, &form.name_en))
        };
        let encode = platform::web::encode_query_value;
        Ok(PhaseView {
            name: phase.name.clone(),
            days: phase_days(self.page, phase),
            note: phase.note.clone().unwrap_or_default(),
            bases: self.papers.list(&phase.bases),
            plan: phase.plan.as_ref().map(|key| self.papers.one(key, "")),
            criteria_sets: phase.criteria_sets.iter().map(|key| self.set_name(key)).collect(),
            years: phase
                .years
                .iter()
                .map(|year| YearView {
                    year: year.year,
                    sets: phase.criteria_sets_of(year.year).iter().map(|key| self.set_name(key)).collect(),
                    plan: year.plan.as_ref().map(|key| self.papers.one(key, "")),
                    note: year.note.clone().unwrap_or_default(),
                })
                .collect(),
            objectives: phase.objectives.iter().map(|row| self.objective(row)).collect(),
            standards: phase
                .standards
                .iter()
                .map(|row| StandardView {
                    for_whom: self.actor(&row.for_whom),
                    text: row.text.clone(),
                    years: row.years.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
                    source: self.papers.cited(row.source.as_ref()),
                })
                .collect(),
            duties: self.duties(movement, phase).await?,
            drives: self.drives(phase),
            reviews: self.reviews(movement, phase).await?,
            participants: phase
                .participants
                .iter()
                .map(|row| (self.actor(&row.who), row.note.clone().unwrap_or_default()))
                .collect(),
            awards: phase.award_forms.iter().map(award).collect(),
            route: phase.report_route.iter().map(|key| self.actor(key)).collect(),
            plans_path: format!("/plans?movement={}&phase={}", encode(&movement.key), encode(&phase.key)),
        })
    }

    fn actor(&self, key: &str) -> String {
        actor_name(self.app, self.page, key)
    }

    fn actors(&self, keys: &[String]) -> String {
        keys.iter().map(|key| self.actor(key)).collect::<Vec<_>>().join("; ")
    }

    fn set_name(&self, key: &str) -> String {
        let set = self.app.catalogue().criteria_set(key);
        set.map_or_else(|| key.to_owned(), |set| named(self.page, &set.name, &set.name_en))
    }

    fn objective(&self, row: &Objective) -> ObjectiveView {
        let catalogue = self.app.catalogue();
        let indicator = row.indicator.as_ref().map(|key| {
            let found = catalogue.indicator(key);
            found.map_or_else(|| key.clone(), |indicator| named(self.page, &indicator.name, &indicator.name_en))
        });
        let group = |key: &String| {
            catalogue.group(key).map_or_else(|| key.clone(), |group| named(self.page, &group.name, &group.name_en))
        };
        ObjectiveView {
            text: row.text.clone(),
            note: row.note.clone().unwrap_or_default(),
            indicator: indicator.unwrap_or_default(),
            targets_path: row.indicator.as_ref().map(|key| format!("/targets?indicator={key}")).unwrap_or_default(),
            goal: row.goal.as_ref().map(|goal| self.goal(goal, row)).unwrap_or_default(),
            criterion: row
                .criterion
                .as_ref()
                .map(|at| self.page.a2("movements-criterion", "code", &at.code, "set", self.set_name(&at.set)))
                .unwrap_or_default(),
            groups: row.groups.iter().map(group).collect::<Vec<_>>().join(", "),
            resolutions: self.papers.list(&row.resolutions),
            source: self.papers.cited(row.source.as_ref()),
        }
    }

    fn goal(&self, goal: &Goal, row: &Objective) -> String {
        let key = match goal.comparator {
            Comparator::AtLeast => "movements-goal-at-least",
            Comparator::MoreThan => "movements-goal-more-than",
            Comparator::Equal => "movements-goal-equal",
            Comparator::AtMost => "movements-goal-at-most",
            Comparator::LessThan => "movements-goal-less-than",
        };
        let measured = row.indicator.as_ref().and_then(|key| self.app.catalogue().indicator(key));
        let percent = measured.is_some_and(|row| matches!(row.measure, Measure::Percent | Measure::ShareOfUnits));
        let value = figure(goal, percent);
        let words = if goal.upper.is_some() { value } else { self.page.a(key, "value", value) };
        match goal.year {
            Some(year) => self.page.a2("movements-goal-in-year", "goal", words, "year", year),
            None => words,
        }
    }

    /// Where a task stands for the reader's own unit, where that owes it; and who did it. Of what only others owe, the
    /// units that did it are counted instead.
    async fn dated(&self, task: &Task, who: &[String]) -> Result<DatedView> {
        let rows: Vec<&DoneRow> = self.done.iter().rev().filter(|row| task.is_of(row)).collect();
        let own = task.done_in(self.done, self.spells, self.today);
        let state = task.state(own, self.today);
        let owes = own.is_some() || self.level.is_some_and(|level| is_owed_at(level, who));
        let (class, words) = if owes || rows.is_empty() || task.by_paper {
            (state.class(), self.page.t(&format!("movements-state-{}", state.key())))
        } else {
            (DueState::Done.class(), self.page.a("movements-done-units", "count", rows.len()))
        };
        let last_day = task.last_day(self.today);
        Ok(DatedView {
            class,
            state: words,
            when: deadline_words(self.page, task.deadline, task.soft),
            last_day: last_day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            what: task.what.clone(),
            who: String::new(),
            to_whom: String::new(),
            via: String::new(),
            repeats: String::new(),
            sends: String::new(),
            note: String::new(),
            done_by: None,
            done_more: rows.len().saturating_sub(DONE_SHOWN),
            done: done_views(self.app, self.page, task, rows.into_iter().take(DONE_SHOWN)).await?,
            done_path: if task.can_be_done() { duty_path(&task.movement, &task.key) } else { String::new() },
            source: None,
            order: (last_day, state == DueState::Undated),
        })
    }

    async fn duties(&self, movement: &Movement, phase: &Phase) -> Result<Vec<DatedView>> {
        let mut rows = Vec::with_capacity(phase.duties.len());
        for duty in &phase.duties {
            rows.push(DatedView {
                who: self.actors(&duty.who),
                to_whom: duty.to_whom.as_ref().map(|key| self.actor(key)).unwrap_or_default(),
                via: duty.via.as_ref().map(|key| self.actor(key)).unwrap_or_default(),
                repeats: match duty.repeats {
                    Repeats::Once => String::new(),
                    Repeats::Yearly => self.page.t("movements-repeats-yearly"),
                    Repeats::Continuously => self.page.t("movements-repeats-continuously"),
                },
                sends: duty.sends.join("; "),
                note: duty.note.clone().unwrap_or_default(),
                done_by: duty.done_by.as_ref().map(|key| self.papers.one(key, "")),
                source: self.papers.cited(duty.source.as_ref()),
                ..self.dated(&Task::of_duty(movement, phase, duty), &duty.who).await?
            });
        }
        rows.sort_by_key(|row| (row.order.0.is_none(), row.order));
        Ok(rows)
    }

    async fn reviews(&self, movement: &Movement, phase: &Phase) -> Result<Vec<DatedView>> {
        let mut rows = Vec::with_capacity(phase.reviews.len());
        for review in &phase.reviews {
            let task = Task::of_review(movement, phase, review, review_word(self.page, review.kind));
            rows.push(DatedView {
                who: self.actor(&review.by),
                repeats: if review.awards { self.page.t("movements-review-awards") } else { String::new() },
                note: review.note.clone().unwrap_or_default(),
                source: self.papers.cited(review.source.as_ref()),
                ..self.dated(&task, std::slice::from_ref(&review.by)).await?
            });
        }
        rows.sort_by_key(|row| (row.order.0.is_none(), row.order));
        Ok(rows)
    }

    fn drives(&self, phase: &Phase) -> Vec<DriveView> {
        let state = |from: NaiveDate, to: NaiveDate| match () {
            () if self.today < from => ("unknown", self.page.t("movements-drive-upcoming")),
            () if self.today <= to => ("good", self.page.t("movements-drive-running")),
            () => ("unknown", self.page.t("movements-drive-ended")),
        };
        phase
            .drives
            .iter()
            .map(|drive| {
                let (class, state) = state(drive.from, drive.to);
                DriveView {
                    name: drive.name.clone(),
                    days: format!("{} – {}", vietnamese_date(drive.from), vietnamese_date(drive.to)),
                    content: drive.content.clone().unwrap_or_default(),
                    class,
                    state,
                    source: self.papers.cited(drive.source.as_ref()),
                }
            })
            .collect()
    }

    /// The linked movements, with the indicators both measure: those count once.
    fn linked<'m>(&self, movement: &Movement, all: impl Iterator<Item = &'m Movement>) -> Vec<Linked> {
        let own = indicators(movement);
        all.filter(|other| movement.linked.contains(&other.key) || other.linked.contains(&movement.key))
            .map(|other| Linked {
                path: path(&other.key),
                name: movement_name(self.page, other),
                shared: indicators(other)
                    .intersection(&own)
                    .filter_map(|key| self.app.catalogue().indicator(key))
                    .map(|indicator| named(self.page, &indicator.name, &indicator.name_en))
                    .collect::<Vec<_>>()
                    .join("; "),
            })
            .collect()
    }
}

fn indicators(movement: &Movement) -> BTreeSet<&str> {
    let objectives = movement.phases.iter().flat_map(|phase| &phase.objectives);
    objectives.filter_map(|objective| objective.indicator.as_deref()).collect()
}
