//! The first page: what needs doing, how the country stands, what is running.

use super::standing::{self, YearRow};
use crate::app::App;
use crate::movements;
use crate::results::{self, Facet};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use figures::{TargetChart, Unit, both_widths, target_chart};
use platform::gate::Scope;
use platform::page::render;
use platform::slice::Attention;
use platform::{Page, Result};
use rules::target::Measure;

/// What the first page lists at the most.
const MOST: usize = 8;

struct Running {
    name: String,
    path: String,
    phase: String,
}

#[derive(Template)]
#[template(path = "overview/templates/home.html")]
struct HomePage {
    page: Page,
    unit: String,
    unit_path: String,
    attention: Vec<Attention>,
    more: usize,
    row: Option<Card>,
    chart: String,
    running: Vec<Running>,
}

/// The card of the main indicator.
pub struct Card {
    pub year: i32,
    pub number: Option<String>,
    pub target: Option<String>,
    pub target_path: String,
    pub pill: String,
    pub pill_class: &'static str,
    pub until: Option<String>,
    pub result_path: String,
    pub published: bool,
    pub waiting: bool,
    pub estimate: bool,
}

/// A year as a card.
pub fn card(page: &Page, row: &YearRow) -> Card {
    let (pill, pill_class) = standing::pill(page, row, Measure::Percent);
    Card {
        year: row.year,
        number: row.result.as_ref().and_then(|figure| standing::number(&figure.value)),
        target: row.target.as_ref().map(|target| target.view.words()),
        target_path: row.target.as_ref().map(|target| crate::targets::path(target.view.id)).unwrap_or_default(),
        pill,
        pill_class,
        until: standing::until(page, row),
        result_path: row.result.as_ref().map(|figure| results::path(figure.id)).unwrap_or_default(),
        published: row.result.as_ref().is_some_and(|figure| matches!(figure.value, results::Value::Published(_))),
        waiting: row.result.as_ref().is_some_and(|figure| figure.confirmed.is_none()),
        estimate: row.result.as_ref().is_some_and(|figure| figure.estimate),
    }
}

/// The chart of a unit's years, in both widths.
pub fn chart(page: &Page, title: String, rows: &[YearRow]) -> String {
    let chart = TargetChart {
        title,
        unit: Unit::Percent,
        years: standing::marks(page, rows),
        language: standing::drawn_in(page),
    };
    both_widths(|width| target_chart(&chart, width))
}

pub async fn home(State(app): State<App>, page: Page) -> Result<Response> {
    let unit = match page.actor.scope {
        Scope::Unit(unit) => unit,
        Scope::Everywhere | Scope::Nowhere => i64::from(app.places().nation().id),
    };
    let mut attention = Vec::new();
    for slice in crate::SLICES {
        attention.extend(slice.attention(&app, &page, Some(unit)).await?);
    }
    attention.sort_by_key(|item| item.rank);
    let more = attention.len().saturating_sub(MOST);
    attention.truncate(MOST);
    let rows = standing::years(&app, unit, crate::targets::MAIN_INDICATOR, &Facet::None).await?;
    let running = movements::list_movements(&app)
        .await?
        .into_values()
        .filter_map(|revision| {
            let movement = &revision.body;
            let phase = movement.phase_on(app.today()).or_else(|| movement.phases.last())?;
            Some(Running {
                name: movement.name.clone(),
                path: movements::path(&movement.key),
                phase: phase.name.clone(),
            })
        })
        .collect();
    let last = standing::latest(&rows);
    let unit_path = crate::places::id(unit).map(crate::places::path).unwrap_or_default();
    let title = page.t("overview-menu");
    let name = app.unit_name_or_country(Some(unit));
    let view = HomePage {
        unit: crate::places::id(unit).and_then(|id| app.places().unit(id)).map(|unit| unit.title()).unwrap_or_default(),
        unit_path,
        attention,
        more,
        row: last.map(|row| card(&page, row)),
        chart: chart(&page, page.a("overview-chart-title", "unit", name), &rows),
        running,
        page: page.titled(title),
    };
    Ok(render(&view)?.into_response())
}
