//! The tree of targets with its cascade check, one target with its grounds, the form and the import.

mod entry;
mod import;

use super::model::{self, TargetInUse, TargetView};
use super::service::{self, Cascade, MAIN_INDICATOR};
use super::store::Wanted;
use super::{ENTER, WITHDRAW, exchange};
use crate::app::App;
use crate::exchange::{download, web, write};
use crate::{documents, places};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use platform::form::Fields;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Lang, Page, Result};
use rules::period::{Period, vietnamese_date};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Path of a target's own page.
pub fn path(id: i64) -> String {
    format!("/targets/{id}")
}

/// Path of the tree below a unit.
pub fn cascade_path(unit: i64, indicator: &str, year: i32) -> String {
    format!("/targets?unit={unit}&indicator={indicator}&year={year}")
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/targets", get(tree).post(entry::create))
        .route("/targets/new", get(entry::new_form))
        .route("/targets/template", get(web::template::<import::Sheet>))
        .route("/targets/import", get(web::form::<import::Sheet>).post(web::preview::<import::Sheet>))
        .route("/targets/import/commit", post(web::commit::<import::Sheet>))
        .route("/targets/import/returned", post(web::returned::<import::Sheet>))
        .route("/targets/export", get(export))
        .route("/targets/{id}", get(show))
        .route("/targets/{id}/withdraw", post(withdraw))
}

/// The name of an indicator in the reader's language.
fn indicator_word(app: &App, page: &Page, key: &str) -> String {
    match (app.catalogue().indicator(key), page.lang) {
        (Some(indicator), Lang::Vi) => indicator.name.clone(),
        (Some(indicator), Lang::En) => indicator.name_en.clone(),
        (None, _) => key.to_owned(),
    }
}

/// A target in a row of a table.
struct TargetRow {
    path: String,
    indicator: String,
    group: String,
    words: String,
    authority: String,
    ground: String,
    ground_path: String,
    reason: String,
    others: Vec<(String, String, String)>,
    warning: Option<String>,
    implied: Option<String>,
}

fn target_row(app: &App, page: &Page, chosen: &TargetInUse) -> TargetRow {
    let view = &chosen.view;
    TargetRow {
        path: path(view.id),
        indicator: indicator_word(app, page, &view.indicator),
        group: group_word(app, &view.group),
        words: view.words(),
        authority: view.authority_name.clone(),
        ground: view.document_number.clone().unwrap_or_default(),
        ground_path: view.document.map(documents::path).unwrap_or_default(),
        reason: chosen.reason.clone(),
        others: chosen
            .others
            .iter()
            .map(|(other, why)| (path(other.id), format!("{}: {}", other.authority_name, other.words()), why.clone()))
            .collect(),
        warning: None,
        implied: None,
    }
}

fn group_word(app: &App, key: &str) -> String {
    app.catalogue().group(key).map_or_else(|| key.to_owned(), |group| group.name.clone())
}

/// A unit below, with its target.
struct ChildRow {
    name: String,
    path: String,
    people: String,
    target: Option<TargetRow>,
}

#[derive(Template)]
#[template(path = "targets/templates/tree.html")]
struct TreePage {
    page: Page,
    unit: i64,
    unit_title: String,
    ancestors: Vec<(String, String)>,
    indicator: String,
    indicators: Vec<(String, String)>,
    year: i32,
    years: Vec<i32>,
    on: String,
    target: Option<TargetRow>,
    own: Vec<TargetRow>,
    verdict: &'static str,
    sentence: String,
    together: Option<String>,
    children: Vec<ChildRow>,
    without: usize,
    refusal: Option<String>,
    may_enter: bool,
}

async fn tree(State(app): State<App>, page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let nation = i64::from(app.places().nation().id);
    let unit = match query.get("unit").filter(|text| !text.is_empty()) {
        Some(text) => text
            .parse()
            .ok()
            .filter(|id| places::id(*id).is_some())
            .map_or_else(|| app.resolve_unit(text, None, None), Ok)?,
        None => nation,
    };
    let indicator = query.get("indicator").filter(|key| app.catalogue().indicator(key).is_some());
    let indicator = indicator.cloned().unwrap_or_else(|| MAIN_INDICATOR.to_owned());
    let by_year = service::in_use_by_year(&app, unit, &indicator).await?;
    let year = query.get("year").and_then(|year| year.parse().ok());
    let year = year.or_else(|| best_year(&app, &by_year)).unwrap_or_else(|| year_of(&app));
    let own = service::of_unit(&app, unit).await?;
    let cascade = match service::check_cascade(&app, unit, &indicator, year).await {
        Ok(cascade) => Ok(cascade),
        Err(Problem::Refused(refusal)) => Err(format!("{} {}", refusal.sentence, refusal.remedy)),
        Err(problem) => return Err(problem),
    };
    let mut years: Vec<i32> = by_year.keys().copied().chain([year, year_of(&app)]).collect();
    years.sort_unstable();
    years.dedup();
    let view = tree_page(&app, page, Asked { unit, indicator, year, years }, &own, cascade);
    Ok(render(&view)?.into_response())
}

fn year_of(app: &App) -> i32 {
    use chrono::Datelike;
    app.today().year()
}

/// The latest year with a number, not beyond the present one if there is any.
fn best_year(app: &App, by_year: &BTreeMap<i32, TargetInUse>) -> Option<i32> {
    let numbered = |(year, target): (&i32, &TargetInUse)| target.goal.is_some().then_some(*year);
    let present = year_of(app);
    by_year.range(..=present).filter_map(numbered).next_back().or_else(|| by_year.iter().filter_map(numbered).next())
}

struct Asked {
    unit: i64,
    indicator: String,
    year: i32,
    years: Vec<i32>,
}

fn tree_page(
    app: &App,
    page: Page,
    asked: Asked,
    own: &[TargetView],
    cascade: std::result::Result<Arc<Cascade>, String>,
) -> TreePage {
    let pairs = model::check_pairs(own);
    let last = Period::year(asked.year).map_or(app.today(), Period::last_day);
    let chosen = model::choose(own.to_vec(), app.catalogue(), last.min(app.today()));
    let own = chosen
        .iter()
        .filter(|chosen| chosen.view.year.is_none_or(|year| year == asked.year))
        .map(|chosen| {
            let mut row = target_row(app, &page, chosen);
            if let Some(pair) = pairs.get(&chosen.view.id) {
                row.warning = pair.warning.clone();
                row.implied = pair.implied_population.map(rules::number::vietnamese_whole);
            }
            row
        })
        .collect();
    let unit = places::id(asked.unit).and_then(|id| app.places().unit(id));
    let ancestors =
        unit.map(|unit| app.places().ancestors(unit.id, unit.to.and_then(|to| to.pred_opt()).unwrap_or(last)));
    let ancestors = ancestors
        .unwrap_or_default()
        .into_iter()
        .rev()
        .map(|unit| (unit.title(), cascade_path(i64::from(unit.id), &asked.indicator, asked.year)))
        .collect();
    let title = page.t("targets-menu");
    let (cascade, refusal) = match cascade {
        Ok(cascade) => (Some(cascade), None),
        Err(refusal) => (None, Some(refusal)),
    };
    let children = cascade.iter().flat_map(|cascade| cascade.rows.iter()).map(|row| ChildRow {
        name: row.name.clone(),
        path: cascade_path(row.unit, &asked.indicator, asked.year),
        people: row.people.map(rules::number::vietnamese_whole).unwrap_or_default(),
        target: row.target.as_ref().map(|target| target_row(app, &page, target)),
    });
    TreePage {
        unit: asked.unit,
        unit_title: unit.map(|unit| unit.title()).unwrap_or_default(),
        ancestors,
        indicators: app
            .catalogue()
            .indicators
            .iter()
            .map(|row| (row.key.clone(), indicator_word(app, &page, &row.key)))
            .collect(),
        year: asked.year,
        years: asked.years,
        on: cascade.as_ref().map(|cascade| vietnamese_date(cascade.on)).unwrap_or_default(),
        target: cascade
            .as_ref()
            .and_then(|cascade| cascade.target.as_ref())
            .map(|target| target_row(app, &page, target)),
        own,
        verdict: cascade.as_ref().map_or("unknown", |cascade| cascade.verdict),
        sentence: cascade.as_ref().map(|cascade| cascade.sentence.clone()).unwrap_or_default(),
        together: cascade.as_ref().and_then(|cascade| cascade.together).map(|value| value.vietnamese(2)),
        without: cascade.as_ref().map_or(0, |cascade| cascade.without_target.len()),
        children: children.collect(),
        refusal,
        may_enter: page.may(ENTER),
        indicator: asked.indicator,
        page: page.titled(title),
    }
}

#[derive(Template)]
#[template(path = "targets/templates/show.html")]
struct ShowPage {
    page: Page,
    view: TargetView,
    words: String,
    indicator: String,
    group: String,
    unit: String,
    unit_path: String,
    document_path: String,
    decided_on: String,
    chosen: Option<TargetRow>,
    ground: Option<String>,
    warning: Option<String>,
    implied: Option<String>,
    resolutions: Vec<(String, String)>,
    may_withdraw: bool,
    refusal: Option<Refusal>,
}

async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    show_page(&app, page, id, None).await
}

async fn show_page(app: &App, page: Page, id: i64, refusal: Option<Refusal>) -> Result<Response> {
    let view = service::find(app, id).await?;
    let of_unit = service::of_unit(app, view.unit).await?;
    let pair = model::check_pairs(&of_unit).remove(&id);
    let chosen = model::choose(of_unit.to_vec(), app.catalogue(), app.today());
    let holds = |chosen: &&TargetInUse| chosen.view.id == id || chosen.others.iter().any(|(other, _)| other.id == id);
    let chosen = chosen.iter().find(holds);
    let mut resolutions = Vec::new();
    for key in &view.resolutions {
        match documents::find_document(app.reader(), key).await {
            Ok(paper) => resolutions.push((documents::label(&paper), documents::path(paper.id))),
            Err(Problem::Refused(_)) => resolutions.push((key.clone(), String::new())),
            Err(problem) => return Err(problem),
        }
    }
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let indicator = indicator_word(app, &page, &view.indicator);
    let shown = ShowPage {
        words: view.words(),
        group: group_word(app, &view.group),
        unit: service::unit_path(app, view.unit),
        unit_path: places::id(view.unit).map(places::path).unwrap_or_default(),
        document_path: view.document.map(documents::path).unwrap_or_default(),
        decided_on: view.decided_on.map(vietnamese_date).unwrap_or_default(),
        ground: chosen.and_then(|chosen| chosen.ground.clone()),
        chosen: chosen.map(|chosen| target_row(app, &page, chosen)),
        warning: pair.as_ref().and_then(|pair| pair.warning.clone()),
        implied: pair.and_then(|pair| pair.implied_population).map(rules::number::vietnamese_whole),
        resolutions,
        may_withdraw: page.may(WITHDRAW) && view.withdrawn_by.is_none(),
        refusal,
        page: page.titled(format!("{indicator}: {}", view.words())),
        indicator,
        view,
    };
    Ok((status, render(&shown)?).into_response())
}

async fn withdraw(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    match service::withdraw_target(&app, &page.actor, id, fields.value("reason")).await {
        Ok(()) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => show_page(&app, page, id, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

async fn export(State(app): State<App>, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let unit: Option<i64> = query.get("unit").and_then(|unit| unit.parse().ok());
    let units: Option<Vec<i64>> = unit.map(|unit| {
        let below = places::id(unit).map(|id| app.places().children(id, app.today())).unwrap_or_default();
        std::iter::once(unit).chain(below.into_iter().map(|unit| i64::from(unit.id))).collect()
    });
    let wanted = Wanted {
        units: units.as_deref(),
        indicator: query.get("indicator").map(String::as_str).filter(|key| !key.is_empty()),
        year: query.get("year").and_then(|year| year.parse().ok()),
        ..Wanted::default()
    };
    let targets = service::list(&app, &wanted).await?;
    let title = format!("Chỉ tiêu, {}", app.unit_name_or_country(unit));
    let name = if query.get("format").is_some_and(|format| format == "csv") { "chi-tieu.csv" } else { "chi-tieu.xlsx" };
    Ok(download(name, write(name, &exchange::exported(&app, &targets, &title))?))
}
