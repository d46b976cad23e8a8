//! The tree of units as of a day, and one unit through time.

use super::service;
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::NaiveDate;
use platform::page::render;
use platform::{Page, Problem, Result};
use rules::period::{parse_date, vietnamese_date};
use rules::place::{Find, Kind, NotCounted, Registry, Share, Succession, Unit, UnitId};
use std::collections::BTreeMap;

/// Path of a unit's own page in the overview.
pub fn path(unit: UnitId) -> String {
    format!("/units/{}", i64::from(unit))
}

pub fn router() -> Router<App> {
    Router::new().route("/places", get(tree)).route("/places/{id}", get(history))
}

/// A unit as lists show it.
pub struct UnitRow {
    pub title: String,
    pub path: String,
    pub code: String,
    pub detail: String,
}

fn row(unit: &Unit, detail: String) -> UnitRow {
    UnitRow { title: unit.title(), path: path(unit.id), code: unit.code.to_string(), detail }
}

#[derive(Template)]
#[template(path = "places/templates/tree.html")]
struct TreePage {
    page: Page,
    query: String,
    on: NaiveDate,
    unit: String,
    ancestors: Vec<UnitRow>,
    counts: Option<String>,
    not_known: Option<String>,
    children: Vec<UnitRow>,
    found: Vec<UnitRow>,
    history: String,
    days: Vec<(NaiveDate, String)>,
}

async fn tree(State(app): State<App>, page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let places = app.places();
    let on = match query.get("on").filter(|text| !text.is_empty()) {
        Some(text) => {
            parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019."))?
        }
        None => app.today(),
    };
    let text = query.get("q").cloned().unwrap_or_default();
    let found = places
        .find(&Find { text: &text, within: None, on: None })
        .into_iter()
        .take(40)
        .filter_map(|found| places.unit(found.unit))
        .map(|unit| row(unit, spell_words(unit)))
        .collect();
    let id = query.get("unit").and_then(|id| id.parse().ok()).and_then(service::id).unwrap_or(places.nation().id);
    let unit = places.unit(id).ok_or_else(|| Problem::NotFound(format!("đơn vị số {}", i64::from(id))))?;
    let (counts, not_known) = match places.counts(id, on) {
        Ok(counts) => {
            let number = |count: usize| rules::number::vietnamese_whole(i64::try_from(count).unwrap_or(i64::MAX));
            let kinds: Vec<String> =
                counts.by_kind.iter().map(|(kind, count)| format!("{} {}", number(*count), kind.word())).collect();
            let level = |count: usize, word: &str| (count > 0).then(|| format!("{} {word}", number(count)));
            let parts = [
                level(counts.provinces, "tỉnh, thành phố").filter(|_| id == places.nation().id),
                level(counts.districts, "huyện, quận, thị xã, thành phố"),
                level(counts.communes, "xã, phường, thị trấn, đặc khu"),
            ];
            let words: Vec<String> = parts.into_iter().flatten().collect();
            let kinds = if kinds.len() > 1 { format!(" ({})", kinds.join(", ")) } else { String::new() };
            (Some(format!("{}{kinds}", words.join(" · "))), None)
        }
        Err(reason) => (None, Some(not_counted(&page, places, reason))),
    };
    let children = places
        .children(id, on)
        .into_iter()
        .map(|child| row(child, places.counts(child.id, on).map(|counts| below(&counts)).unwrap_or_default()))
        .collect();
    let ancestors = places.ancestors(id, on).into_iter().rev().map(|unit| row(unit, String::new())).collect();
    let title = page.t("places-menu");
    let view = TreePage {
        page: page.titled(title),
        query: text,
        on,
        unit: unit.title(),
        ancestors,
        counts,
        not_known,
        children,
        found,
        history: format!("/places/{}", i64::from(id)),
        days: turning_days(&app),
    };
    Ok(render(&view)?.into_response())
}

fn below(counts: &rules::place::Counts) -> String {
    let communes: Vec<String> = counts
        .by_kind
        .iter()
        .filter(|(kind, _)| matches!(kind, Kind::Xa | Kind::Phuong | Kind::ThiTran | Kind::DacKhu))
        .map(|(kind, count)| format!("{count} {}", kind.word()))
        .collect();
    communes.join(", ")
}

/// The days on which the structure turned, for a quick choice, with today first.
fn turning_days(app: &App) -> Vec<(NaiveDate, String)> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut days = vec![(app.today(), format!("hôm nay, {}", vietnamese_date(app.today())))];
    let turning = [day(2025, 7, 1), day(2025, 6, 30), day(2020, 2, 1), day(2019, 10, 4)];
    days.extend(turning.into_iter().flatten().map(|day| (day, vietnamese_date(day))));
    days
}

fn not_counted(page: &Page, places: &Registry, reason: NotCounted) -> String {
    match reason {
        NotCounted::NotKnown { known_from } => page.a("places-not-known", "day", vietnamese_date(known_from)),
        NotCounted::NotValid { unit } => page.a("places-not-valid", "unit", places.full_name(unit)),
    }
}

fn spell_words(unit: &Unit) -> String {
    let from = unit.from.map(|from| format!("từ {}", vietnamese_date(from)));
    let to = unit.to.and_then(|to| to.pred_opt()).map(|last| format!("đến {}", vietnamese_date(last)));
    [from, to].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

struct LinkRow {
    date: String,
    relation: &'static str,
    share: String,
    path: String,
    title: String,
    ground: Option<String>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "places/templates/history.html")]
struct HistoryPage {
    page: Page,
    title: String,
    path_name: String,
    spell: String,
    code: String,
    overview: String,
    sides: [Side; 2],
}

/// What came before, or after.
struct Side {
    heading: &'static str,
    none: &'static str,
    links: Vec<LinkRow>,
}

async fn history(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let places = app.places();
    let unit =
        service::id(id).and_then(|id| places.unit(id)).ok_or_else(|| Problem::NotFound(format!("đơn vị số {id}")))?;
    let link = |link: &Succession, other: Option<UnitId>| LinkRow {
        date: vietnamese_date(link.date),
        relation: link.relation.word(),
        share: match link.share {
            Share::Whole => page.t("places-share-whole"),
            Share::Part(..) => link.share.to_string(),
            Share::Nobody => page.t("places-share-nobody"),
            Share::Unknown => page.t("places-share-unknown"),
        },
        path: other.map(|id| format!("/places/{}", i64::from(id))).unwrap_or_default(),
        title: other.map(|id| places.path_name(id, link.date)).unwrap_or_default(),
        ground: link.ground.as_ref().map(ToString::to_string),
        note: link.note.as_deref().map(str::to_owned),
    };
    let view = HistoryPage {
        title: unit.title(),
        path_name: places.latest_path_name(unit.id),
        spell: spell_words(unit),
        code: unit.code.to_string(),
        overview: path(unit.id),
        sides: [
            Side {
                heading: "places-before",
                none: "places-nothing-before",
                links: places.predecessors(unit.id).map(|row| link(row, Some(row.from))).collect(),
            },
            Side {
                heading: "places-after",
                none: "places-nothing-after",
                links: places.successors(unit.id).map(|row| link(row, row.to)).collect(),
            },
        ],
        page: page.titled(unit.title()),
    };
    Ok(render(&view)?.into_response())
}
