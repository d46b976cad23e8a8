//! One indicator over the country: a map of the provinces of the day, and their ranking.

use super::standing::{self, YearRow};
use crate::app::App;
use crate::results::{self, Facet};
use crate::targets;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use figures::{LegendEntry, Map, MapClass, Place, Ranking, RankingRow, Shade, Structure, Unit as Drawn, Width};
use platform::page::render;
use platform::{Lang, Page, Problem, Result};
use rules::period::{Period, vietnamese_date};
use rules::place::Level;
use rules::target::Outcome;
use std::collections::BTreeMap;

/// The classes of the map: state in words, one shade each.
const CLASSES: [(&str, Shade); 5] = [
    ("overview-class-far-above", Shade::Five),
    ("overview-class-above", Shade::Four),
    ("overview-class-near", Shade::Two),
    ("overview-class-below", Shade::One),
    ("overview-class-no-target", Shade::Three),
];

struct Row {
    title: String,
    path: String,
    number: Option<String>,
    target: String,
    pill: String,
    pill_class: &'static str,
    until: Option<String>,
    as_of: String,
    result_path: String,
    difference: String,
}

#[derive(Template)]
#[template(path = "overview/templates/indicator.html")]
struct IndicatorPage {
    page: Page,
    name: String,
    numerator: String,
    denominators: Vec<(String, String)>,
    ground: Option<String>,
    key: String,
    indicators: Vec<(String, String)>,
    year: i32,
    years: Vec<i32>,
    new_structure: bool,
    on: String,
    map: Option<String>,
    legend: Vec<LegendEntry>,
    attribution: &'static str,
    ranking: String,
    rows: Vec<Row>,
    known: usize,
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let catalogue = app.catalogue();
    let indicator = catalogue.indicator(&key).ok_or_else(|| Problem::NotFound(format!("chỉ tiêu {key}")))?;
    let present = app.today().year();
    let year = query.get("year").and_then(|year| year.parse().ok()).unwrap_or(present);
    let last = Period::year(year).map_or(app.today(), Period::last_day).min(app.today());
    // The year 2025 has both structures; its targets were set for the old one.
    let turn = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap_or(last);
    let on =
        if year == 2025 && query.get("structure").is_none_or(|structure| structure != "new") { turn } else { last };
    let provinces = app.places().children(app.places().nation().id, on);
    let ids: Vec<i64> = provinces.iter().map(|unit| i64::from(unit.id)).collect();
    let mut targets = targets::in_use_by_unit(&app, &ids, &key, year).await?;
    let mut results = results::latest(&app, &key, &Facet::None, &ids, year).await?;
    let mut rows: Vec<(String, String, YearRow)> = Vec::new();
    for unit in &provinces {
        let id = i64::from(unit.id);
        debug_assert_eq!(unit.level(), Level::Province);
        let row = standing::year_row(&app, &key, year, targets.remove(&id), results.remove(&id));
        rows.extend(row.map(|row| (unit.code.to_string(), unit.title(), row)));
    }
    rows.sort_by(|left, right| order(&right.2).cmp(&order(&left.2)).then_with(|| left.1.cmp(&right.1)));
    let name = match page.lang {
        Lang::Vi => indicator.name.clone(),
        Lang::En => indicator.name_en.clone(),
    };
    let paths: BTreeMap<String, String> =
        provinces.iter().map(|unit| (unit.code.to_string(), crate::places::path(unit.id))).collect();
    let drawn = draw_map(&page, &name, on, &rows, &paths);
    let (map, legend, attribution) = match drawn {
        Ok(figure) => (Some(figure.svg), figure.legend, figure.attribution),
        Err(_) => (None, Vec::new(), ""),
    };
    let view = IndicatorPage {
        numerator: indicator.numerator.clone(),
        denominators: indicator
            .denominators
            .iter()
            .filter_map(|key| catalogue.denominator(key))
            .map(|row| (row.name.clone(), row.definition.clone()))
            .collect(),
        ground: indicator.ground.clone(),
        indicators: catalogue
            .indicators
            .iter()
            .filter(|row| row.levels.contains(&Level::Province))
            .map(|row| (row.key.clone(), if page.lang == Lang::Vi { row.name.clone() } else { row.name_en.clone() }))
            .collect(),
        years: (2016..=present).rev().collect(),
        new_structure: query.get("structure").is_some_and(|structure| structure == "new"),
        on: vietnamese_date(on),
        map,
        legend,
        attribution,
        ranking: draw_ranking(&page, &name, &rows),
        known: rows.iter().filter(|(_, _, row)| row.result.is_some()).count(),
        rows: rows.iter().map(|(code, title, row)| table_row(&page, &paths[code], title, row)).collect(),
        year,
        key,
        page: page.titled(name.clone()),
        name,
    };
    Ok(render(&view)?.into_response())
}

/// Results first, the highest first; then targets.
fn order(row: &YearRow) -> (Option<rules::number::Fixed>, Option<rules::number::Fixed>) {
    let result = row.result.as_ref().and_then(|figure| standing::percent(&figure.value));
    (result, row.target.as_ref().and_then(|target| target.view.value))
}

fn table_row(page: &Page, path: &str, title: &str, row: &YearRow) -> Row {
    let (pill, pill_class) = standing::pill(page, row, rules::target::Measure::Percent);
    Row {
        title: title.to_owned(),
        path: path.to_owned(),
        number: row.result.as_ref().and_then(|figure| standing::number(&figure.value)),
        target: row.target.as_ref().map(|target| target.view.words()).unwrap_or_default(),
        pill,
        pill_class,
        until: standing::until(page, row),
        as_of: row.result.as_ref().map(|figure| vietnamese_date(figure.as_of)).unwrap_or_default(),
        result_path: row.result.as_ref().map(|figure| results::path(figure.id)).unwrap_or_default(),
        difference: standing::difference(row),
    }
}

/// Which class of the map a row belongs to.
fn class(row: &YearRow) -> Option<usize> {
    const NEAR: i64 = 10_000;
    match &row.standing.outcome {
        Outcome::Exceeded { by } if by.ten_thousandths() > NEAR => Some(0),
        Outcome::Met | Outcome::Exceeded { .. } => Some(1),
        Outcome::Short { by } if by.ten_thousandths() <= NEAR => Some(2),
        Outcome::Short { .. } => Some(3),
        Outcome::Unknown { .. } if row.result.is_some() => Some(4),
        Outcome::Unknown { .. } => None,
    }
}

fn draw_map(
    page: &Page,
    name: &str,
    on: NaiveDate,
    rows: &[(String, String, YearRow)],
    paths: &BTreeMap<String, String>,
) -> std::result::Result<figures::MapFigure, figures::UnknownProvinces> {
    let places = rows.iter().map(|(code, title, row)| {
        let (pill, _) = standing::pill(page, row, rules::target::Measure::Percent);
        let number = row.result.as_ref().and_then(|figure| standing::number(&figure.value));
        let words = number.map_or_else(|| pill.clone(), |number| format!("{number} %, {pill}"));
        Place {
            code: code.clone(),
            name: Some(title.clone()),
            words,
            class: class(row),
            link: paths.get(code).cloned(),
        }
    });
    let merged = NaiveDate::from_ymd_opt(2025, 7, 1).is_some_and(|day| on >= day);
    figures::map(&Map {
        id: "map".to_owned(),
        title: page.a2("overview-map-title", "name", name, "day", vietnamese_date(on)),
        structure: if merged { Structure::Provinces34 } else { Structure::Provinces63 },
        classes: CLASSES.iter().map(|(word, shade)| MapClass { label: page.t(word), shade: *shade }).collect(),
        places: places.collect(),
        language: standing::drawn_in(page),
    })
}

fn draw_ranking(page: &Page, name: &str, rows: &[(String, String, YearRow)]) -> String {
    let shown: Vec<RankingRow> = rows
        .iter()
        .filter_map(|(_, title, row)| {
            let value = standing::percent(&row.result.as_ref()?.value)?;
            Some(RankingRow {
                name: title.clone(),
                value: Some(figures::Value::new(standing::float(value), value.vietnamese(2))),
                standing: standing::shade(&row.standing.outcome),
                highlighted: false,
            })
        })
        .collect();
    if shown.is_empty() {
        return String::new();
    }
    let ranking = Ranking {
        title: name.to_owned(),
        unit: Drawn::Percent,
        rows: shown,
        target: None,
        language: standing::drawn_in(page),
    };
    figures::both_widths(|width: Width| figures::ranking(&ranking, width))
}
