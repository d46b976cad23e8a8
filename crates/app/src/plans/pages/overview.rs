//! Who has a plan: every province on the phase's day, or every phase for one unit.

use super::super::model::{State, day_of};
use super::super::service::{self, Standing};
use super::super::{EDIT, store};
use super::{path, state_word};
use crate::app::App;
use crate::movements::{self, Phase};
use askama::Template;
use axum::extract::{Query, State as Given};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use platform::page::render;
use platform::{Page, Result};
use rules::period::vietnamese_date;
use rules::place::Level;
use std::collections::{BTreeMap, BTreeSet};

/// A plan in one line.
struct PlanLine {
    path: String,
    title: String,
    version: i64,
    class: &'static str,
    state: String,
}

struct UnitRow {
    name: String,
    plans: Vec<PlanLine>,
    /// Empty when the reader may not make one.
    new_path: String,
}

struct PhaseRow {
    movement: String,
    movement_path: String,
    phase: String,
    path: String,
    count: usize,
    out: usize,
    plans: Vec<PlanLine>,
    new_path: String,
}

#[derive(Template)]
#[template(path = "plans/templates/phases.html")]
struct PhasesPage {
    page: Page,
    unit: String,
    unit_fault: String,
    unit_name: String,
    rows: Vec<PhaseRow>,
}

#[derive(Template)]
#[template(path = "plans/templates/overview.html")]
struct OverviewPage {
    page: Page,
    movement: String,
    movement_path: String,
    movement_key: String,
    phase: String,
    phase_key: String,
    day: String,
    day_value: String,
    nation: UnitRow,
    rows: Vec<UnitRow>,
    others: Vec<UnitRow>,
    have: usize,
    out: usize,
    none: usize,
}

/// GET /plans
pub async fn overview(
    Given(app): Given<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    match (query.get("movement"), query.get("phase")) {
        (Some(movement), Some(phase)) => {
            let on = query.get("on").and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
            of_phase(&app, page, movement, phase, on).await
        }
        _ => of_phases(&app, page, query.get("unit").map_or("", String::as_str)).await,
    }
}

/// The versions in use: the newest of each line, and the one that is out while a later one is written.
fn in_use(standings: Vec<Standing>) -> Vec<Standing> {
    standings.into_iter().filter(|standing| standing.state != State::Superseded).collect()
}

fn line(page: &Page, standing: &Standing) -> PlanLine {
    PlanLine {
        path: path(standing.plan.id),
        title: standing.plan.title.clone(),
        version: standing.plan.version,
        class: standing.state.class(),
        state: state_word(page, standing.state),
    }
}

fn new_path(app: &App, page: &Page, movement: &str, phase: &str, unit: i64) -> String {
    let encode = platform::web::encode_query_value;
    let place = platform::gate::Place::Unit(unit, app.today());
    match platform::gate::authorise(&page.actor, EDIT, place, app.territory()) {
        Ok(()) => format!("/plans/new?movement={}&phase={}&unit={unit}", encode(movement), encode(phase)),
        Err(_) => String::new(),
    }
}

async fn of_phases(app: &App, page: Page, unit: &str) -> Result<Response> {
    let (wanted, unit_fault) = match unit.trim() {
        "" => (None, String::new()),
        text => match app.resolve_unit(text, None, None) {
            Ok(unit) => (Some(unit), String::new()),
            Err(refusal) => (None, format!("{} {}", refusal.sentence, refusal.remedy)),
        },
    };
    let all = in_use(service::standings(app.reader(), store::all(app.reader()).await?).await?);
    let mut rows = Vec::new();
    for revision in movements::list_movements(app).await?.into_values() {
        let movement = revision.body;
        for phase in movement.phases.iter().rev() {
            let of = |standing: &&Standing| {
                standing.plan.movement_key == movement.key && standing.plan.phase_key == phase.key
            };
            let here: Vec<&Standing> = all.iter().filter(of).collect();
            let own = here.iter().filter(|standing| Some(standing.plan.unit_id) == wanted);
            let encode = platform::web::encode_query_value;
            rows.push(PhaseRow {
                movement: movement.name.clone(),
                movement_path: movements::path(&movement.key),
                phase: phase.name.clone(),
                path: format!("/plans?movement={}&phase={}", encode(&movement.key), encode(&phase.key)),
                count: here.len(),
                out: here.iter().filter(|standing| standing.state.is_out()).count(),
                plans: own.map(|standing| line(&page, standing)).collect(),
                new_path: wanted.map(|unit| new_path(app, &page, &movement.key, &phase.key, unit)).unwrap_or_default(),
            });
        }
    }
    let unit_name = wanted.map(|unit| app.unit_name_or_country(Some(unit))).unwrap_or_default();
    let title = page.t("plans-menu");
    let view = PhasesPage { page: page.titled(title), unit: unit.to_owned(), unit_fault, unit_name, rows };
    Ok(render(&view)?.into_response())
}

async fn of_phase(app: &App, page: Page, movement: &str, key: &str, on: Option<NaiveDate>) -> Result<Response> {
    let revision = movements::find_movement(app, movement).await?;
    let phase: &Phase = service::phase_of(&revision.body, key)?;
    let on = on.unwrap_or_else(|| day_of(phase, app.today()));
    let registry = app.places();
    let all = store::of_phase(app.reader(), movement, key).await?;
    let all = in_use(service::standings(app.reader(), all).await?);
    let row = |unit: i64| UnitRow {
        name: app.unit_name_or_country(Some(unit)),
        plans: all.iter().filter(|standing| standing.plan.unit_id == unit).map(|plan| line(&page, plan)).collect(),
        new_path: new_path(app, &page, movement, key, unit),
    };
    let nation = i64::from(registry.nation().id);
    let provinces: Vec<i64> = registry
        .descendants(registry.nation().id, Level::Province, on)
        .into_iter()
        .map(|unit| i64::from(unit.id))
        .collect();
    let rows: Vec<UnitRow> = provinces.iter().map(|unit| row(*unit)).collect();
    let listed: BTreeSet<i64> = provinces.into_iter().chain([nation]).collect();
    let others: BTreeSet<i64> = all.iter().map(|plan| plan.plan.unit_id).filter(|id| !listed.contains(id)).collect();
    let is_out = |unit: &i64| all.iter().any(|plan| plan.plan.unit_id == *unit && plan.state.is_out());
    let have = rows.iter().filter(|row| !row.plans.is_empty()).count();
    let out = listed.iter().filter(|unit| **unit != nation && is_out(unit)).count();
    let title = page.a("plans-of-phase", "phase", &phase.name);
    let view = OverviewPage {
        movement: revision.body.name.clone(),
        movement_path: movements::path(movement),
        movement_key: movement.to_owned(),
        phase: phase.name.clone(),
        phase_key: key.to_owned(),
        day: vietnamese_date(on),
        day_value: on.to_string(),
        nation: row(nation),
        none: rows.len() - have,
        have,
        out,
        others: others.into_iter().map(row).collect(),
        rows,
        page: page.clone().titled(title),
    };
    Ok(render(&view)?.into_response())
}
