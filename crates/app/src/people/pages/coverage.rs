//! Coverage of a unit on a day, as a page and as a table to download.

use super::super::area::{Area, Below};
use super::super::counting::{self, BySex, Counted, Line, MonthEnd, Numbers, Split};
use super::super::{ERASE, LIST_MASKED, service};
use super::shown::{Shown, is_made_up};
use super::{Asked, open, path};
use crate::app::App;
use crate::catalogue::{CriteriaLevel, criteria_path};
use crate::{exchange, places, results};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use figures::{Language, LineSeries, Moment, Unit, Value as Drawn, both_widths};
use platform::form::Fields;
use platform::page::render;
use platform::sheet::{Exported, Value};
use platform::{Lang, Page, Problem, Refusal, Result};
use population::snapshot::{Manifest, Snapshot};
use rules::criteria::{Rule, Verdict};
use rules::period::{parse_date, vietnamese_date};
use rules::place::{Kind, Level};
use std::collections::BTreeMap;

/// One row of the page's table.
struct Row {
    title: String,
    note: String,
    path: Option<String>,
    gap: Option<String>,
    all: Shown,
    men: String,
    women: String,
    verdict: Option<Judged>,
    whole: bool,
}

/// A verdict as pages show it.
struct Judged {
    word: &'static str,
    class: &'static str,
    reason: String,
}

/// The criterion in force on the day.
pub struct Criterion {
    set: String,
    path: String,
    code: String,
    pub rule: Rule,
}

#[derive(Template)]
#[template(path = "people/templates/coverage.html")]
struct CoveragePage {
    page: Page,
    name: String,
    version: u32,
    as_of: String,
    made_up: bool,
    unit: i64,
    /// Whose lists were counted; none for the whole country's.
    territory: Option<String>,
    title: String,
    ancestors: Vec<(String, String)>,
    on: NaiveDate,
    on_words: String,
    structure: NaiveDate,
    structure_words: String,
    split: Split,
    total: Shown,
    men: Shown,
    women: Shown,
    is_empty: bool,
    perhaps: Option<String>,
    unplaced: Option<Shown>,
    criterion: Option<Criterion>,
    verdict: Option<Judged>,
    rows: Vec<Row>,
    /// How many units or groups are left out, since nobody on the list belongs to them.
    without_anybody: usize,
    gap: Option<String>,
    chart: String,
    months: Vec<(String, Shown)>,
    may_record: bool,
    may_erase: bool,
    refusal: Option<Refusal>,
    recorded: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let (snapshot, asked) = open(&app, &page.actor, &name, &query).await?;
    let split = Split::of(query.get("by").map_or("", String::as_str));
    Ok(render(&view(&app, page, &snapshot, &asked, split).await?)?.into_response())
}

async fn view(app: &App, page: Page, snapshot: &Snapshot, asked: &Asked, split: Split) -> Result<CoveragePage> {
    let manifest = snapshot.manifest();
    let area = Area::of(app, asked.unit, Below::Next, asked.structure, manifest.as_of)?;
    let question = counting::Asked { area: area.clone(), on: asked.on, split };
    let counted = counting::count(app, snapshot, question).await?;
    let months = counting::month_series(snapshot, area, asked.on).await?;
    let id = places::id(asked.unit).ok_or_else(|| Problem::NotFound(format!("đơn vị số {}", asked.unit)))?;
    let title = app.places().path_name(id, asked.structure);
    let criterion = criterion(app, asked.on);
    // A unit that nobody on the list lives in says nothing; one whose people cannot be placed says so.
    let shown: Vec<&Line> =
        counted.lines.iter().filter(|line| line.numbers.all() != Numbers::default() || !line.whole).collect();
    let is_whole = counted.perhaps == Numbers::default();
    let total = counted.total.all();
    let mut ancestors: Vec<(String, String)> = app
        .places()
        .ancestors(id, asked.structure)
        .into_iter()
        .map(|unit| (unit.full_name(), unit_path(&manifest.name, unit.id.into(), asked, split)))
        .collect();
    ancestors.reverse();
    Ok(CoveragePage {
        version: manifest.version,
        as_of: vietnamese_date(manifest.as_of),
        made_up: is_made_up(manifest),
        unit: asked.unit,
        territory: manifest.unit.map(|unit| app.territory().name(unit.into())),
        ancestors,
        on: asked.on,
        on_words: vietnamese_date(asked.on),
        structure: asked.structure,
        structure_words: vietnamese_date(asked.structure),
        split,
        verdict: judged(app, criterion.as_ref(), asked.unit, counted.total, is_whole),
        rows: shown.iter().map(|line| row(app, &page, manifest, asked, criterion.as_ref(), line)).collect(),
        without_anybody: counted.lines.len() - shown.len(),
        is_empty: total.residents == 0,
        perhaps: (!is_whole).then(|| Shown::from(counted.perhaps).residents),
        unplaced: unplaced(&counted, split),
        gap: gap_path(app, &page, manifest, asked.unit, asked.on),
        total: total.into(),
        men: counted.total.men.into(),
        women: counted.total.women.into(),
        chart: chart(&page, &title, &months),
        months: months.iter().rev().map(|month| (vietnamese_date(month.day), month.numbers.into())).collect(),
        may_record: page.may(results::ENTER),
        may_erase: page.may(ERASE),
        criterion,
        refusal: None,
        recorded: None,
        name: manifest.name.clone(),
        page: page.clone().titled(page.a2("people-coverage-title", "name", &manifest.name, "unit", &title)),
        title,
    })
}

fn unplaced(counted: &Counted, split: Split) -> Option<Shown> {
    let unplaced = counted.unplaced.all();
    (split == Split::Place && !counted.lines.is_empty() && unplaced.residents > 0).then(|| unplaced.into())
}

fn unit_path(name: &str, unit: i64, asked: &Asked, split: Split) -> String {
    let version = asked.version.map(|version| format!("&version={version}")).unwrap_or_default();
    format!("{}&structure={}&by={}{version}", path(name, unit, asked.on), asked.structure, split.key())
}

/// Path of the people not covered, for a commune as the snapshot has it and readers who may see lists.
fn gap_path(app: &App, page: &Page, manifest: &Manifest, unit: i64, on: NaiveDate) -> Option<String> {
    let commune = places::id(unit).and_then(|id| app.places().unit(id))?;
    let there = commune.level() == Level::Commune && commune.valid_on(manifest.as_of);
    (there && page.may(LIST_MASKED)).then(|| super::gap_path(&manifest.name, commune.code.as_str(), on))
}

fn row(app: &App, page: &Page, manifest: &Manifest, asked: &Asked, criterion: Option<&Criterion>, line: &Line) -> Row {
    let rate = |numbers: Numbers| Shown::from(numbers).percent;
    let (title, note) = match line.unit {
        Some(unit) => (places::id(unit).map(|id| app.places().full_name(id)).unwrap_or_default(), String::new()),
        None => named(page, line),
    };
    Row {
        title,
        note,
        path: line.unit.map(|unit| unit_path(&manifest.name, unit, asked, Split::Place)),
        gap: line.unit.and_then(|unit| gap_path(app, page, manifest, unit, asked.on)),
        all: line.numbers.all().into(),
        men: rate(line.numbers.men),
        women: rate(line.numbers.women),
        verdict: line.unit.and_then(|unit| judged(app, criterion, unit, line.numbers, line.whole)),
        whole: line.whole,
    }
}

/// What a row that is no unit is called, and its key where the name does not say it.
pub fn named(page: &Page, line: &Line) -> (String, String) {
    let name = if page.lang == Lang::En && !line.name_en.is_empty() { &line.name_en } else { &line.name };
    match (line.key.as_str(), name.as_str()) {
        ("", _) => (page.t("people-not-stated"), String::new()),
        ("majority", "") => (page.t("people-majority"), String::new()),
        ("minority", "") => (page.t("people-minority"), String::new()),
        (key, "") => (key.to_owned(), String::new()),
        // A set's key is for files; a group's code is what stands on the card.
        (_, name) if !line.name_en.is_empty() => (name.to_owned(), String::new()),
        (key, name) => (name.to_owned(), key.to_owned()),
    }
}

/// The criterion on health insurance of the communes' set in force.
pub fn criterion(app: &App, on: NaiveDate) -> Option<Criterion> {
    let set = app.catalogue().criteria_in_force(CriteriaLevel::NewRural, on)?;
    let criterion = set.criterion_on("criterion_rate")?;
    let (threshold, comparator) = criterion.threshold.zip(criterion.comparator)?;
    Some(Criterion {
        set: set.decision.number.clone(),
        path: criteria_path(&set.key),
        code: criterion.code.clone(),
        rule: Rule { threshold, comparator, per_sex: criterion.per_sex },
    })
}

/// The verdict on a rural commune; nothing for other units.
fn judged(app: &App, criterion: Option<&Criterion>, unit: i64, numbers: BySex, whole: bool) -> Option<Judged> {
    let is_rural = places::id(unit).and_then(|id| app.places().unit(id)).is_some_and(|unit| unit.kind == Kind::Xa);
    let criterion = criterion.filter(|_| is_rural)?;
    let verdict = if whole {
        criterion.rule.evaluate(&numbers.counts())
    } else {
        let reason = "Xã cũ bị chia: chưa rõ những người nào thuộc xã này.".to_owned();
        Verdict::Unknown { reason }
    };
    Some(Judged {
        word: verdict.label(),
        class: match verdict {
            Verdict::Met => "good",
            Verdict::NotMet { .. } => "bad",
            Verdict::Unknown { .. } => "unknown",
        },
        reason: verdict.reason().unwrap_or_default().to_owned(),
    })
}

fn chart(page: &Page, title: &str, months: &[MonthEnd]) -> String {
    let moment = |month: &MonthEnd| Moment {
        label: vietnamese_date(month.day),
        tick: (month.day.month() == 1).then(|| month.day.year().to_string()),
        value: month.numbers.ratio().map(|pair| {
            let percent = pair.percent_rounded(2);
            Drawn::new(percent.to_string().parse().unwrap_or(f64::NAN), percent.vietnamese(2))
        }),
        target: None,
    };
    let series = LineSeries {
        title: page.a("people-chart", "unit", title),
        unit: Unit::Percent,
        moments: months.iter().map(moment).collect(),
        language: match page.lang {
            Lang::Vi => Language::Vietnamese,
            Lang::En => Language::English,
        },
    };
    both_widths(|width| figures::line_series(&series, width))
}

/// The table of the page as a workbook, or as CSV where the address says so.
pub async fn table(
    State(app): State<App>,
    page: Page,
    Path(name): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let (snapshot, asked) = open(&app, &page.actor, &name, &query).await?;
    let split = Split::of(query.get("by").map_or("", String::as_str));
    let manifest = snapshot.manifest();
    let area = Area::of(&app, asked.unit, Below::Next, asked.structure, manifest.as_of)?;
    let counted = counting::count(&app, &snapshot, counting::Asked { area, on: asked.on, split }).await?;
    let ending = if query.get("format").is_some_and(|format| format == "csv") { "csv" } else { "xlsx" };
    let file = format!("bao-phu-{}-{}.{ending}", manifest.name, asked.on);
    let bytes = exchange::write(&file, &exported(&app, &page, &snapshot, &asked, &counted))?;
    Ok(exchange::download(&file, bytes))
}

fn exported(app: &App, page: &Page, snapshot: &Snapshot, asked: &Asked, counted: &Counted) -> Exported {
    let (manifest, unit) = (snapshot.manifest(), app.unit_name_or_country(Some(asked.unit)));
    let numbers = |numbers: Numbers| {
        let percent = numbers.ratio().map(|pair| Value::Decimal(pair.percent_rounded(2).ten_thousandths(), 2));
        [Value::Whole(numbers.residents), Value::Whole(numbers.covered), percent.unwrap_or(Value::Empty)]
    };
    let cells = |code: String, name: String, by_sex: BySex, note: String| {
        let mut row = vec![Value::Text(code), Value::Text(name)];
        row.extend([by_sex.all(), by_sex.men, by_sex.women].into_iter().flat_map(numbers));
        row.push(if note.is_empty() { Value::Empty } else { Value::Text(note) });
        row
    };
    let code = |unit: i64| {
        let unit = places::id(unit).and_then(|id| app.places().unit(id));
        unit.map(|unit| unit.code.as_str().to_owned()).unwrap_or_default()
    };
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(counted.lines.len() + 2);
    for line in &counted.lines {
        let (key, name) = match line.unit {
            Some(unit) => (code(unit), line.name.clone()),
            None => (line.key.clone(), named(page, line).0),
        };
        let note = if line.whole { String::new() } else { page.t("people-not-whole") };
        rows.push(cells(key, name, line.numbers, note));
    }
    if counted.unplaced.all().residents > 0 && !counted.lines.is_empty() && counted.lines[0].unit.is_some() {
        rows.push(cells(String::new(), page.t("people-unplaced"), counted.unplaced, String::new()));
    }
    rows.push(cells(code(asked.unit), unit.clone(), counted.total, page.t("people-sum")));
    let headings = [
        "people-code",
        "people-row",
        "people-residents",
        "people-covered",
        "people-rate",
        "people-men-residents",
        "people-men-covered",
        "people-men-rate",
        "people-women-residents",
        "people-women-covered",
        "people-women-rate",
        "people-note",
    ];
    Exported {
        name: page.t("people-coverage"),
        title: page.say(
            "people-table-title",
            &[
                ("unit", &unit),
                ("on", &vietnamese_date(asked.on)),
                ("name", &manifest.name),
                ("version", &manifest.version.to_string()),
                ("structure", &vietnamese_date(asked.structure)),
            ],
        ),
        headings: headings.iter().map(|key| page.t(key)).collect(),
        rows,
    }
}

/// Enters the coverage of the unit and its communes into the books.
pub async fn record(State(app): State<App>, page: Page, Path(name): Path<String>, fields: Fields) -> Result<Response> {
    let query: BTreeMap<String, String> =
        ["unit", "on", "version"].map(|key| (key.to_owned(), fields.value(key).to_owned())).into();
    platform::gate::anywhere(&page.actor, results::ENTER, app.territory())?;
    let (snapshot, asked) = open(&app, &page.actor, &name, &query).await?;
    let on = parse_date(fields.value("on")).unwrap_or(asked.on);
    let done = service::record(&app, &page.actor, &name, asked.version, asked.unit, on).await;
    let mut view = view(&app, page, &snapshot, &asked, Split::Place).await?;
    match done {
        Ok(entered) => {
            view.recorded = Some(view.page.a2("people-recorded", "count", entered.ids.len(), "change", entered.change));
            Ok(render(&view)?.into_response())
        }
        Err(Problem::Refused(refusal)) => {
            view.refusal = Some(refusal);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}
