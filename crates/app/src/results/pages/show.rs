//! "Số này từ đâu?": everything behind one figure.

use super::super::model::{Figure, Value};
use super::super::{ENTER, read, service};
use super::{indicator_word, path, unit_words, value_words};
use crate::app::App;
use crate::{documents, places};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, Utc};
use platform::page::render;
use platform::{Page, Result};
use rules::period::vietnamese_date;

struct Version {
    path: String,
    words: String,
    state: String,
    change: i64,
}

struct Sum {
    unit: String,
    unit_path: String,
    value: String,
    coverage: String,
}

#[derive(Template)]
#[template(path = "results/templates/show.html")]
struct ShowPage {
    page: Page,
    figure: Figure,
    heading: String,
    unit: String,
    unit_path: String,
    indicator: String,
    indicator_path: String,
    value: String,
    numerator: String,
    denominator: String,
    denominator_definition: String,
    group: String,
    sex: String,
    as_of: String,
    period: String,
    reason: String,
    recorded: String,
    confirmed: String,
    source: String,
    source_path: String,
    sha256: String,
    marks: Vec<(&'static str, String)>,
    versions: Vec<Version>,
    sums: Vec<Sum>,
    may_not_confirm: String,
    may_correct: bool,
}

pub async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let figure = read::figure(&app, id).await?;
    let source = documents::sources(app.reader(), vec![figure.source]).await?.remove(&figure.source);
    let changes = read::moments(&app, &figure).await?;
    let catalogue = app.catalogue();
    let indicator = catalogue.indicator(&figure.indicator);
    let denominator = figure.denominator.as_deref().and_then(|key| catalogue.denominator(key));
    let versions = read::versions(&app, id).await?.iter().map(|other| version(&app, &page, other)).collect();
    let sums = read::sums_over(&app, id).await?;
    let sums = sums
        .into_iter()
        .map(|sum| Sum {
            unit: app.unit_name_or_country(Some(sum.unit)),
            unit_path: places::id(sum.unit).map(places::path).unwrap_or_default(),
            value: sum.value().vietnamese(indicator.is_some_and(super::super::is_rate)),
            coverage: sum.coverage_words(),
        })
        .collect();
    let moment = |change: i64| {
        let at = changes.get(&change).map(|at| moment_words(*at)).unwrap_or_default();
        page.a2("results-change-at", "at", at, "number", change)
    };
    let confirmed = figure.confirmed.as_ref().map(|row| format!("{}, {}", row.by, moment(row.change)));
    let may_not_confirm = match &figure.confirmed {
        Some(_) => String::new(),
        None => service::may_confirm(&app, &page.actor, figure.unit, figure.as_of, &figure.entered_by)
            .err()
            .map(|problem| problem.to_string())
            .unwrap_or_default(),
    };
    let unit = unit_words(&app, &figure);
    let words = indicator_word(&app, &page, &figure.indicator);
    let view = ShowPage {
        heading: format!("{words}, {unit}"),
        unit_path: places::id(figure.unit).map(places::path).unwrap_or_default(),
        unit,
        indicator_path: crate::catalogue::indicator_path(&figure.indicator),
        indicator: words,
        value: value_words(&app, &figure),
        numerator: indicator.map(|row| row.numerator.clone()).unwrap_or_default(),
        denominator: denominator.map(|row| row.name.clone()).unwrap_or_default(),
        denominator_definition: denominator.map(|row| row.definition.clone()).unwrap_or_default(),
        group: figure
            .group
            .as_deref()
            .and_then(|key| catalogue.group(key))
            .map(|row| row.name.clone())
            .unwrap_or_default(),
        sex: figure.sex.map(|sex| sex.label().to_owned()).unwrap_or_default(),
        as_of: vietnamese_date(figure.as_of),
        period: figure.period.label(),
        reason: if let Value::Unknown(reason) = &figure.value { reason.clone() } else { String::new() },
        recorded: moment(figure.change),
        confirmed: confirmed.unwrap_or_default(),
        source_path: source.as_ref().and_then(|source| source.document).map(documents::path).unwrap_or_default(),
        sha256: source.as_ref().and_then(|source| source.sha256.clone()).unwrap_or_default(),
        source: source.map(|source| source.title).unwrap_or_default(),
        marks: marks(&page, &figure),
        versions,
        sums,
        may_not_confirm,
        may_correct: figure.closed_by.is_none() && page.may(ENTER),
        page: {
            let title = page.t("results-from-where");
            page.titled(title)
        },
        figure,
    };
    Ok(render(&view)?.into_response())
}

fn version(app: &App, page: &Page, figure: &Figure) -> Version {
    let state = match (figure.closed_by, &figure.confirmed) {
        (Some(change), _) => page.a("results-replaced", "number", change),
        (None, Some(_)) => page.t("results-confirmed"),
        (None, None) => page.t("results-waiting"),
    };
    Version { path: path(figure.id), words: value_words(app, figure), state, change: figure.change }
}

/// The marks a figure carries, each with the class of its state.
fn marks(page: &Page, figure: &Figure) -> Vec<(&'static str, String)> {
    let mut marks = Vec::new();
    match (figure.closed_by, &figure.confirmed) {
        (Some(change), _) => marks.push(("bad", page.a("results-replaced", "number", change))),
        (None, Some(_)) => marks.push(("good", page.t("results-confirmed"))),
        (None, None) => marks.push(("warn", page.t("results-waiting"))),
    }
    if !figure.full_year() {
        marks.push(("warn", page.t("results-not-full-year")));
    }
    if figure.estimate {
        marks.push(("warn", page.t("results-estimate")));
    }
    match figure.value {
        Value::Published(_) => marks.push(("unknown", page.t("results-without-pair"))),
        Value::Unknown(_) => marks.push(("unknown", page.t("results-unknown"))),
        Value::Pair { .. } | Value::Count(_) => {}
    }
    marks
}

/// A moment in Vietnam, to the minute.
fn moment_words(at: DateTime<Utc>) -> String {
    let Some(zone) = FixedOffset::east_opt(7 * 3600) else { return at.to_string() };
    let local = at.with_timezone(&zone);
    format!("{} {}", local.format("%H:%M"), vietnamese_date(local.date_naive()))
}
