//! One unit: what needs doing, how it stands, and where each number comes from.

use super::home::{self, Card};
use super::standing::{self, YearRow};
use crate::app::App;
use crate::results::{self, Facet, Figure, Summed, Value};
use crate::targets::{self, MAIN_INDICATOR};
use crate::{documents, movements, places, plans};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use figures::{Band, Bands, Shade, bands, both_widths};
use platform::page::render;
use platform::slice::Attention;
use platform::{Lang, Page, Problem, Result};
use rules::number::vietnamese_whole;
use rules::period::{parse_date, vietnamese_date};
use rules::place::{NotCounted, Unit};
use rules::target::Measure;
use std::collections::BTreeMap;

/// How many tasks the page lists, those with the latest day first.
const MOST_TASKS: usize = 12;

/// A year in the table.
struct TableRow {
    year: i32,
    target: String,
    target_path: String,
    others: usize,
    result: Option<String>,
    result_path: String,
    published: bool,
    waiting: bool,
    estimate: bool,
    difference: String,
    pill: String,
    pill_class: &'static str,
    until: Option<String>,
    ground: String,
    ground_path: String,
}

/// Another figure of the unit, with its denominator named.
struct Other {
    name: String,
    facet: String,
    value: String,
    share: Option<String>,
    denominator: String,
    as_of: String,
    path: String,
    unknown: Option<String>,
}

/// A sum of the units below.
struct Sum {
    year: i32,
    value: String,
    coverage: String,
    complete: bool,
    as_of: String,
}

/// A link to another unit.
struct Neighbour {
    title: String,
    path: String,
    words: String,
}

#[derive(Template)]
#[template(path = "overview/templates/unit.html")]
struct UnitPage {
    page: Page,
    unit: i64,
    title: String,
    ancestors: Vec<(String, String)>,
    counts: String,
    on: NaiveDate,
    days: Vec<(NaiveDate, String)>,
    successors: Vec<Neighbour>,
    predecessors: Vec<Neighbour>,
    attention: Vec<Attention>,
    tasks: Vec<movements::TaskLine>,
    more_tasks: usize,
    card: Option<Card>,
    chart: String,
    bands: String,
    bands_note: String,
    rows: Vec<TableRow>,
    others: Vec<Other>,
    sums: Vec<Sum>,
    carried: Vec<(i32, String, String)>,
    new_rural: String,
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<i64>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let registry = app.places();
    let unit =
        places::id(id).and_then(|id| registry.unit(id)).ok_or_else(|| Problem::NotFound(format!("đơn vị số {id}")))?;
    let on = day_of(&app, unit, query.get("on").map(String::as_str))?;
    let rows = standing::years(&app, id, MAIN_INDICATOR, &Facet::None).await?;
    let figures = results::last_of_unit(&app, id).await?;
    let mut attention = Vec::new();
    for slice in crate::SLICES {
        attention.extend(slice.attention(&app, &page, Some(id)).await?);
    }
    attention.extend(unfinished(&page, &rows));
    attention.sort_by_key(|item| item.rank);
    let mut tasks = movements::tasks_of_unit(&app, &page, id).await?;
    tasks.extend(plans::tasks_of_unit(&app, &page, id).await?);
    tasks.sort_by_key(|task| std::cmp::Reverse(task.last_day));
    let more_tasks = tasks.len().saturating_sub(MOST_TASKS);
    tasks.truncate(MOST_TASKS);
    let last = standing::latest(&rows);
    let (bands, bands_note) = draw_bands(&app, &page, &figures);
    let view = UnitPage {
        unit: id,
        ancestors: registry
            .ancestors(unit.id, on)
            .into_iter()
            .rev()
            .map(|unit| (unit.title(), places::path(unit.id)))
            .collect(),
        counts: counts(&app, &page, unit, on),
        days: days(&app, unit),
        successors: neighbours(&app, unit, true),
        predecessors: neighbours(&app, unit, false),
        attention,
        tasks,
        more_tasks,
        card: last.map(|row| home::card(&page, row)),
        chart: home::chart(&page, page.a("overview-chart-title", "unit", unit.title()), &rows),
        bands,
        bands_note,
        rows: rows.iter().rev().map(|row| table_row(&page, row)).collect(),
        others: others(&app, &page, figures),
        sums: sums(&app, id, &rows).await?,
        carried: carried(&app, unit, on).await?,
        new_rural: format!("/new-rural?unit={id}&on={on}"),
        title: unit.title(),
        page: page.titled(unit.title()),
        on,
    };
    Ok(render(&view)?.into_response())
}

/// The day of the structure: the one asked for, else the last on which the unit was valid.
fn day_of(app: &App, unit: &Unit, asked: Option<&str>) -> Result<NaiveDate> {
    let last = unit.to.and_then(|to| to.pred_opt()).map_or(app.today(), |last| last.min(app.today()));
    let Some(text) = asked.filter(|text| !text.is_empty()) else { return Ok(last) };
    let day = parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019."))?;
    Ok(if unit.valid_on(day) { day } else { last })
}

/// Days worth a look: the last valid one, today, and those on which papers counted.
fn days(app: &App, unit: &Unit) -> Vec<(NaiveDate, String)> {
    let last = unit.to.and_then(|to| to.pred_opt()).map_or(app.today(), |last| last.min(app.today()));
    let known = [(2025, 6, 30), (2025, 1, 1), (2020, 2, 1), (2019, 10, 4)];
    let known = known.into_iter().filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let mut days: Vec<NaiveDate> = std::iter::once(last).chain(known.filter(|day| unit.valid_on(*day))).collect();
    days.sort_unstable_by(|left, right| right.cmp(left));
    days.dedup();
    days.into_iter().map(|day| (day, vietnamese_date(day))).collect()
}

fn counts(app: &App, page: &Page, unit: &Unit, on: NaiveDate) -> String {
    match app.places().counts(unit.id, on) {
        Ok(counts) if counts.communes > 1 => {
            let kinds: Vec<String> =
                counts.by_kind.iter().map(|(kind, count)| format!("{} {}", spelt(*count), kind.word())).collect();
            page.a2("overview-counts", "kinds", kinds.join(", "), "day", vietnamese_date(on))
        }
        Ok(_) => app.places().path_name(unit.id, on),
        Err(NotCounted::NotKnown { known_from }) => {
            page.a("overview-counts-unknown", "day", vietnamese_date(known_from))
        }
        Err(NotCounted::NotValid { .. }) => String::new(),
    }
}

fn spelt(count: usize) -> String {
    vietnamese_whole(i64::try_from(count).unwrap_or(i64::MAX))
}

fn neighbours(app: &App, unit: &Unit, after: bool) -> Vec<Neighbour> {
    let registry = app.places();
    let links: Vec<_> =
        if after { registry.successors(unit.id).collect() } else { registry.predecessors(unit.id).collect() };
    links
        .into_iter()
        .filter_map(|link| {
            let other = if after { link.to? } else { link.from };
            Some(Neighbour {
                title: registry.full_name(other),
                path: places::path(other),
                words: format!("{} {}, {}", link.relation.word(), vietnamese_date(link.date), link.ground_text()),
            })
        })
        .collect()
}

/// The last figure does not reach the end of its year, and the year is over.
fn unfinished(page: &Page, rows: &[YearRow]) -> Option<Attention> {
    let row = rows.iter().rev().find(|row| row.result.is_some())?;
    let figure = row.result.as_ref().filter(|_| row.standing.is_before_end())?;
    Some(Attention {
        sentence: page.a2("overview-unfinished", "year", row.year, "day", vietnamese_date(figure.as_of)),
        path: format!("/results/new?unit={}&indicator={MAIN_INDICATOR}&period={}", figure.unit, row.year),
        rank: 20,
    })
}

fn table_row(page: &Page, row: &YearRow) -> TableRow {
    let (pill, pill_class) = standing::pill(page, row, Measure::Percent);
    let target = row.target.as_ref();
    let result = row.result.as_ref();
    TableRow {
        year: row.year,
        target: target.and_then(|target| target.view.value).map(|value| value.vietnamese(2)).unwrap_or_default(),
        target_path: target.map(|target| targets::path(target.view.id)).unwrap_or_default(),
        others: target.map_or(0, |target| target.others.len()),
        result: result.and_then(|figure| standing::number(&figure.value)),
        result_path: result.map(|figure| results::path(figure.id)).unwrap_or_default(),
        published: result.is_some_and(|figure| matches!(figure.value, Value::Published(_))),
        waiting: result.is_some_and(|figure| figure.confirmed.is_none()),
        estimate: result.is_some_and(|figure| figure.estimate),
        difference: standing::difference(row),
        pill,
        pill_class,
        until: standing::until(page, row),
        ground: target.and_then(|target| target.view.document_number.clone()).unwrap_or_default(),
        ground_path: target.and_then(|target| target.view.document).map(documents::path).unwrap_or_default(),
    }
}

/// Figures that are not the main one: the latest of each indicator, facet, group, sex and denominator.
fn others(app: &App, page: &Page, figures: Vec<Figure>) -> Vec<Other> {
    let plain =
        |figure: &Figure| figure.indicator == MAIN_INDICATOR && figure.facet == Facet::None && figure.sex.is_none();
    let figures: Vec<Figure> =
        figures.into_iter().filter(|figure| !plain(figure) && !matches!(figure.facet, Facet::Band { .. })).collect();
    let key = |figure: &Figure| {
        let sex = figure.sex.map(|sex| sex.label());
        (figure.indicator.clone(), figure.facet.to_string(), figure.group.clone(), sex, figure.denominator.clone())
    };
    let latest = standing::latest_by(figures, key);
    latest.into_values().map(|figure| other(app, page, &figure)).collect()
}

fn other(app: &App, page: &Page, figure: &Figure) -> Other {
    let catalogue = app.catalogue();
    let indicator = catalogue.indicator(&figure.indicator);
    let name = match (indicator, page.lang) {
        (Some(row), Lang::Vi) => row.name.clone(),
        (Some(row), Lang::En) => row.name_en.clone(),
        (None, _) => figure.indicator.clone(),
    };
    let denominator = figure.denominator.as_deref().and_then(|key| catalogue.denominator(key));
    let facet = match &figure.facet {
        Facet::Criterion { code, .. } => page.a("overview-criterion", "code", code),
        _ => String::new(),
    };
    let group = figure.group.as_deref().and_then(|key| catalogue.group(key)).map(|group| group.name.clone());
    let parts = [Some(facet), group, figure.sex.map(|sex| sex.label().to_owned())];
    let facet: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let (value, unknown) = match &figure.value {
        Value::Pair { num, den } => (format!("{} / {}", vietnamese_whole(*num), vietnamese_whole(*den)), None),
        Value::Count(count) => (vietnamese_whole(*count), None),
        Value::Published(percent) => (format!("{} %", percent.vietnamese(2)), None),
        Value::Unknown(reason) => (String::new(), Some(reason.clone())),
    };
    let share = match &figure.value {
        Value::Pair { .. } => standing::percent(&figure.value).map(|percent| format!("{} %", percent.vietnamese(2))),
        _ => None,
    };
    Other {
        name,
        facet: facet.join(" · "),
        value,
        share,
        denominator: denominator.map(|row| row.name.clone()).unwrap_or_default(),
        as_of: vietnamese_date(figure.as_of),
        path: results::path(figure.id),
        unknown,
    }
}

/// The bar of communes by the number of criteria they meet, from the last day on which all bands were counted.
fn draw_bands(app: &App, page: &Page, figures: &[Figure]) -> (String, String) {
    let banded: Vec<&Figure> = figures.iter().filter(|figure| matches!(figure.facet, Facet::Band { .. })).collect();
    let Some(day) = banded.iter().map(|figure| figure.as_of).max() else { return (String::new(), String::new()) };
    let mut shown: Vec<(u16, Band)> = Vec::new();
    for figure in banded.into_iter().filter(|figure| figure.as_of == day) {
        let (Facet::Band { set, band }, Value::Count(count)) = (&figure.facet, &figure.value) else { continue };
        let Some(row) = app.catalogue().criteria_set(set).and_then(|set| set.bands.iter().find(|row| row.key == *band))
        else {
            continue;
        };
        let count = u64::try_from(*count).unwrap_or(0);
        shown.push((row.from, Band { label: row.name.clone(), count, shade: Shade::One }));
    }
    shown.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
    let shades = [Shade::Five, Shade::Four, Shade::Three, Shade::Two, Shade::One];
    let drawn: Vec<Band> = shown
        .into_iter()
        .zip(shades.into_iter().chain(std::iter::repeat(Shade::One)))
        .map(|((_, band), shade)| Band { shade, ..band })
        .collect();
    let total: u64 = drawn.iter().map(|band| band.count).sum();
    let chart = Bands {
        title: page.t("overview-bands"),
        unit: page.t("overview-communes"),
        bands: drawn,
        language: standing::drawn_in(page),
    };
    let note = page.a2("overview-bands-note", "total", total, "day", vietnamese_date(day));
    (both_widths(|width| bands(&chart, width)), note)
}

/// What the units below sum up to, for the last years that have a sum.
async fn sums(app: &App, unit: i64, rows: &[YearRow]) -> Result<Vec<Sum>> {
    let present = app.today().year();
    let mut years: Vec<i32> = rows.iter().map(|row| row.year).filter(|year| *year <= present).rev().take(3).collect();
    if years.is_empty() {
        years.push(present);
    }
    let mut sums = Vec::new();
    for year in years {
        let found = results::summed(app, MAIN_INDICATOR, &Facet::None, &[unit], year).await?;
        sums.extend(found.iter().map(|sum| sum_row(year, sum)));
    }
    Ok(sums)
}

fn sum_row(year: i32, sum: &Summed) -> Sum {
    let value = sum.value();
    Sum {
        year,
        value: standing::number(&value).unwrap_or_default(),
        coverage: sum.coverage_words(),
        complete: sum.is_complete(),
        as_of: vietnamese_date(sum.as_of),
    }
}

/// Figures of the provinces or communes before this unit, carried into it: sums of numerators over sums of denominators.
async fn carried(app: &App, unit: &Unit, on: NaiveDate) -> Result<Vec<(i32, String, String)>> {
    let Some(from) = unit.from.filter(|from| from.year() == 2025) else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for year in (from.year() - 3..from.year()).rev() {
        let Some(day) = NaiveDate::from_ymd_opt(year, 12, 31) else { continue };
        let carried = results::remapped(app, MAIN_INDICATOR, None, unit.level(), (day, on), Some(unit.id)).await?;
        match carried.value(app, i64::from(unit.id)) {
            None => {}
            Some(results::RemappedValue::Unknown(reasons)) => rows.push((year, String::new(), reasons.join("; "))),
            Some(results::RemappedValue::Known { value, inputs_known, inputs_expected, .. }) => {
                let number = standing::number(&value).unwrap_or_default();
                rows.push((year, number, format!("{inputs_known}/{inputs_expected}")));
            }
        }
    }
    Ok(rows)
}
