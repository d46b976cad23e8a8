//! The tree of offices as of a day, and one office through time.

use super::directory;
use super::model::{Area, Change, Office, OfficeKind, SuccessionKind, Version};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::NaiveDate;
use platform::page::render;
use platform::slice::Hit;
use platform::{Page, Problem, Result, key};
use rules::period::{parse_date, vietnamese_date};
use rules::place::Level;
use std::collections::{BTreeMap, BTreeSet};

/// Most hits of one search.
const MOST_HITS: usize = 12;

/// Path of an office's page.
pub fn path(key: &str) -> String {
    format!("/offices/{key}")
}

pub fn router() -> Router<App> {
    Router::new().route("/offices", get(tree)).route("/offices/{key}", get(show))
}

fn day(app: &App, query: &BTreeMap<String, String>) -> Result<NaiveDate> {
    match query.get("on").filter(|text| !text.is_empty()) {
        Some(text) => parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019.")),
        None => Ok(app.today()),
    }
}

struct Leaf {
    path: String,
    name: String,
}

struct Branch {
    office: Leaf,
    below: Vec<Leaf>,
}

struct ChangeRow {
    day: String,
    change: Change,
}

#[derive(Template)]
#[template(path = "offices/templates/tree.html")]
struct TreePage {
    page: Page,
    on: NaiveDate,
    days: Vec<(NaiveDate, String)>,
    centre: Option<Leaf>,
    focal: Option<String>,
    departments: Vec<Leaf>,
    branches: Vec<Branch>,
    without_parent: Vec<Leaf>,
    changes: Vec<ChangeRow>,
}

async fn tree(State(app): State<App>, page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let on = day(&app, &query)?;
    let offices: Vec<&Office> = directory::all(&app).iter().filter(|office| office.exists_on(on)).collect();
    let standing: BTreeSet<&str> = offices.iter().map(|office| office.key.as_str()).collect();
    let of_kind = |kind: OfficeKind| offices.iter().filter(move |office| office.kind == kind);
    let mut below: BTreeMap<&str, Vec<Leaf>> = BTreeMap::new();
    let mut without_parent = Vec::new();
    for office in offices.iter().filter(|office| matches!(office.kind, OfficeKind::District | OfficeKind::Local)) {
        match office.parent.as_deref().filter(|parent| standing.contains(parent)) {
            Some(parent) => below.entry(parent).or_default().push(leaf(office, on)),
            None => without_parent.push(leaf(office, on)),
        }
    }
    let branches = of_kind(OfficeKind::Region)
        .chain(of_kind(OfficeKind::Province))
        .map(|office| Branch { office: leaf(office, on), below: below.remove(office.key.as_str()).unwrap_or_default() })
        .collect();
    let centre = of_kind(OfficeKind::Centre).next();
    let changes = app
        .offices()
        .changes
        .iter()
        .map(|change| ChangeRow { day: change.on.map(vietnamese_date).unwrap_or_default(), change: change.clone() });
    let view = TreePage {
        on,
        days: turning_days(&app, &page),
        focal: centre.and_then(|office| office.focal_unit_on(on)).map(|unit| unit.name.clone()),
        centre: centre.map(|office| leaf(office, on)),
        departments: of_kind(OfficeKind::Department).map(|office| leaf(office, on)).collect(),
        branches,
        without_parent,
        changes: changes.collect(),
        page: page.clone().titled(page.t("offices-title")),
    };
    Ok(render(&view)?.into_response())
}

fn leaf(office: &Office, on: NaiveDate) -> Leaf {
    let name = office.version_on(on).map_or_else(|| office.key.clone(), |version| version.name.clone());
    Leaf { path: format!("{}?on={on}", path(&office.key)), name }
}

/// Days before and after which the offices differ, for a quick choice, with today first.
fn turning_days(app: &App, page: &Page) -> Vec<(NaiveDate, String)> {
    let mut days = vec![(app.today(), page.a("offices-today", "day", vietnamese_date(app.today())))];
    let turning = [(2025, 7, 1), (2025, 6, 30), (2025, 2, 28), (2022, 8, 12), (2020, 9, 24), (2019, 10, 4)];
    let turning = turning.into_iter().filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    days.extend(turning.map(|day| (day, vietnamese_date(day))));
    days
}

struct VersionRow {
    version: Version,
    days: String,
    holds: bool,
}

struct FocalRow {
    name: String,
    /// Empty when it is no office of its own.
    path: String,
    days: String,
    ground: Option<String>,
}

struct SuccessionRow {
    kind: String,
    /// Empty when it is not known which office follows.
    path: String,
    name: String,
    days: String,
    ground: Option<String>,
    note: Option<String>,
}

struct AreaRow {
    name: String,
    /// Empty for a place that is not found on that day.
    path: String,
    days: String,
}

#[derive(Template)]
#[template(path = "offices/templates/show.html")]
struct ShowPage {
    page: Page,
    title: String,
    kind: String,
    on: NaiveDate,
    on_words: String,
    exists: bool,
    parent: Option<Leaf>,
    versions: Vec<VersionRow>,
    focal_units: Vec<FocalRow>,
    areas: Vec<AreaRow>,
    successors: Vec<SuccessionRow>,
    predecessors: Vec<Leaf>,
    below: Vec<Leaf>,
    recipient_names: Vec<String>,
    note: Option<String>,
}

async fn show(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let on = day(&app, &query)?;
    let all = directory::all(&app);
    let office = directory::office(&app, &key).ok_or_else(|| Problem::NotFound(format!("cơ quan {key}")))?;
    let find = |key: &str| directory::office(&app, key);
    let mut successors = Vec::new();
    for row in &office.successors {
        let next = row.office.as_deref().and_then(find);
        successors.push(SuccessionRow {
            kind: succession_word(&page, row.kind)?,
            path: next.map(|next| path(&next.key)).unwrap_or_default(),
            name: next.map(|next| leaf(next, on).name).unwrap_or_default(),
            days: days(&page, row.on, None, None, None),
            ground: row.ground.clone(),
            note: row.note.clone(),
        });
    }
    let follows = |other: &&Office| other.successors.iter().any(|next| next.office.as_deref() == Some(&key));
    let below = |other: &&Office| other.parent.as_deref() == Some(&key) && other.exists_on(on);
    let title = leaf(office, on).name;
    let view = ShowPage {
        kind: page.t(&format!("offices-kind-{}", key::of(&office.kind)?)),
        on,
        on_words: vietnamese_date(on),
        exists: office.exists_on(on),
        parent: office.parent.as_deref().and_then(find).map(|parent| leaf(parent, on)),
        versions: versions(&page, office, on),
        focal_units: focal_units(&page, office),
        areas: office.covers.iter().map(|area| area_row(&app, &page, area, on)).collect(),
        successors,
        predecessors: all.iter().filter(follows).map(|other| leaf(other, on)).collect(),
        below: all.iter().filter(below).map(|other| leaf(other, on)).collect(),
        recipient_names: office.recipient_names.clone(),
        note: office.note.clone(),
        page: page.titled(title.clone()),
        title,
    };
    Ok(render(&view)?.into_response())
}

fn versions(page: &Page, office: &Office, on: NaiveDate) -> Vec<VersionRow> {
    let held = office.version_on(on);
    office
        .versions
        .iter()
        .map(|version| VersionRow {
            days: days(page, version.valid_from, version.valid_to, version.seen_on, version.not_before),
            holds: held == Some(version),
            version: version.clone(),
        })
        .collect()
}

fn focal_units(page: &Page, office: &Office) -> Vec<FocalRow> {
    office
        .focal_units
        .iter()
        .map(|unit| FocalRow {
            name: unit.name.clone(),
            path: unit.office.as_deref().map(path).unwrap_or_default(),
            days: days(page, unit.valid_from, unit.valid_to, unit.seen_on, None),
            ground: unit.ground.clone(),
        })
        .collect()
}

/// Known days in words; empty when none is known.
fn days(
    page: &Page,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    seen: Option<NaiveDate>,
    not_before: Option<NaiveDate>,
) -> String {
    let parts = [
        from.map(|day| page.a("offices-from", "day", vietnamese_date(day))),
        not_before.map(|day| page.a("offices-not-before", "day", vietnamese_date(day))),
        to.map(|day| page.a("offices-until", "day", vietnamese_date(day))),
        seen.map(|day| page.a("offices-seen", "day", vietnamese_date(day))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn succession_word(page: &Page, kind: SuccessionKind) -> Result<String> {
    Ok(page.t(&format!("offices-succession-{}", key::of(&kind)?)))
}

/// The place an office covers: as of the day or, where it has ended, on its last day.
fn area_row(app: &App, page: &Page, area: &Area, on: NaiveDate) -> AreaRow {
    let places = app.places();
    let looked = area.valid_to.map_or(on, |to| to.min(on));
    let unit = match (&area.code, area.level) {
        (_, Level::Nation) => Some(places.nation()),
        (Some(code), _) => places.by_code(code, looked),
        (None, _) => None,
    };
    AreaRow {
        name: unit.map_or_else(|| area.code.clone().unwrap_or_default(), |unit| places.path_name(unit.id, looked)),
        path: unit.map(|unit| crate::places::path(unit.id)).unwrap_or_default(),
        days: days(page, area.valid_from, area.valid_to, None, None),
    }
}

/// Offices one of whose names fits.
pub fn search(app: &App, text: &str) -> Vec<Hit> {
    let query = rules::text::Query::new(text);
    let found = app.office_directory().matching(&query).into_iter().take(MOST_HITS);
    let hit = |(office, version): (&Office, &Version)| Hit {
        title: version.name.clone(),
        detail: version.note.clone().or_else(|| office.note.clone()).unwrap_or_default(),
        path: path(&office.key),
        rank: 20,
    };
    found.map(hit).collect()
}
