//! The form for one figure, new or in place of another.

use super::super::exchange::{find_unit, value};
use super::super::model::{Facet, Figure, NewResult, Origin, Value, sex_key, sex_of};
use super::super::{ENTER, read};
use super::{indicator_word, path, unit_words};
use crate::app::App;
use crate::documents;
use crate::results::{Batch, correct_result, enter_results};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::number::vietnamese_whole;
use rules::period::Period;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "results/templates/new.html")]
struct NewPage {
    page: Page,
    fields: Fields,
    action: String,
    corrects: Option<i64>,
    indicators: Vec<(String, String)>,
    denominators: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    refusal: Option<Refusal>,
}

impl NewPage {
    fn fault(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

fn check_may(app: &App, page: &Page) -> Result<()> {
    gate::anywhere(&page.actor, ENTER, app.territory())
}

pub async fn new_form(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    check_may(&app, &page)?;
    let mut fields = Fields::of(query);
    if let Some(id) = fields.value("unit").parse().ok().and_then(crate::places::id) {
        fields.set("unit", app.places().latest_path_name(id));
    }
    form_page(&app, page, fields, None, None)
}

pub async fn correct_form(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    check_may(&app, &page)?;
    let figure = read::figure(&app, id).await?;
    let source = documents::sources(app.reader(), vec![figure.source]).await?.remove(&figure.source);
    let mut fields = filled(&app, &figure);
    fields.set("document", source.and_then(|source| source.number).unwrap_or_default());
    form_page(&app, page, fields, None, Some(id))
}

fn filled(app: &App, figure: &Figure) -> Fields {
    let whole = |number: Option<i64>| number.map(vietnamese_whole).unwrap_or_default();
    let mut fields = Fields::of([
        ("unit", unit_words(app, figure)),
        ("indicator", figure.indicator.clone()),
        ("denominator", figure.denominator.clone().unwrap_or_default()),
        ("facet", figure.facet.to_string()),
        ("period", figure.period.to_string()),
        ("as_of", figure.as_of.to_string()),
        ("sex", sex_key(figure.sex).to_owned()),
        ("group", figure.group.clone().unwrap_or_default()),
        ("num", whole(figure.value.num())),
        ("den", whole(figure.value.den())),
        ("locator", figure.locator.clone()),
        ("note", figure.note.clone().unwrap_or_default()),
    ]);
    match &figure.value {
        Value::Published(percent) => fields.set("published", percent.vietnamese_shortest()),
        Value::Unknown(reason) => fields.set("unknown", reason.clone()),
        Value::Pair { .. } | Value::Count(_) => {}
    }
    fields
}

fn form_page(
    app: &App,
    page: Page,
    fields: Fields,
    refusal: Option<Refusal>,
    corrects: Option<i64>,
) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let catalogue = app.catalogue();
    let title = page.t(if corrects.is_some() { "results-correct" } else { "results-new" });
    let indicators = catalogue.indicators.iter().map(|row| (row.key.clone(), indicator_word(app, &page, &row.key)));
    let view = NewPage {
        action: corrects.map_or_else(|| "/results".to_owned(), |id| format!("{}/correct", path(id))),
        corrects,
        indicators: indicators.collect(),
        denominators: catalogue.denominators.iter().map(|row| (row.key.clone(), row.name.clone())).collect(),
        groups: catalogue.groups.iter().map(|row| (row.key.clone(), row.name.clone())).collect(),
        fields,
        refusal,
        page: page.titled(title),
    };
    Ok((status, render(&view)?).into_response())
}

pub async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    let entered = match new_result(&app, &fields).await {
        Ok(new) => enter_results(&app, &page.actor, Batch { rows: vec![new], reason: None }).await,
        Err(problem) => Err(problem),
    };
    match entered {
        Ok(entered) => Ok(Redirect::to(&path(entered.ids.first().copied().unwrap_or_default())).into_response()),
        Err(Problem::Refused(refusal)) => form_page(&app, page, fields, Some(refusal), None),
        Err(problem) => Err(problem),
    }
}

pub async fn correct(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let corrected = match new_result(&app, &fields).await {
        Ok(new) => correct_result(&app, &page.actor, id, new, fields.value("reason")).await,
        Err(problem) => Err(problem),
    };
    match corrected {
        Ok(id) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => form_page(&app, page, fields, Some(refusal), Some(id)),
        Err(problem) => Err(problem),
    }
}

async fn new_result(app: &App, fields: &Fields) -> Result<NewResult> {
    let mut reading = Reading::new(fields);
    let indicator = reading.required("indicator");
    let text = reading.required("unit");
    let period = reading.required("period");
    let period = reading.parsed("period", "Ghi như 2019 hoặc tháng 8/2019.", |_| period.parse::<Period>());
    let day = reading.required("as_of");
    let as_of = if day.is_empty() { None } else { reading.day("as_of") };
    let unit = match as_of.filter(|_| !text.is_empty()).map(|on| {
        let (name, within) = text.split_once(',').unwrap_or((&text, ""));
        let within = within.rsplit(',').next().unwrap_or_default().trim();
        find_unit(app, name, within, on)
    }) {
        Some(Ok(unit)) => Some(unit),
        Some(Err(refusal)) => {
            reading.fault("unit", refusal.sentence, refusal.remedy);
            None
        }
        None => None,
    };
    let mut faults = Vec::new();
    let value = value(&mut faults, &|key| fields.value(key));
    for fault in faults {
        reading.fault(&fault.column, fault.rule, fault.remedy);
    }
    let source = match reading.optional("document") {
        None => Origin::Form,
        Some(number) => match documents::find_document(app.reader(), &number).await {
            Ok(paper) => Origin::Document(paper.key),
            Err(Problem::Refused(refusal)) => {
                reading.fault("document", refusal.sentence, refusal.remedy);
                Origin::Form
            }
            Err(problem) => return Err(problem),
        },
    };
    let locator = reading.optional("locator");
    let (denominator, group, note) =
        (reading.optional("denominator"), reading.optional("group"), reading.optional("note"));
    reading.finish()?;
    let (Some(unit), Some(period), Some(as_of), Some(value)) = (unit, period, as_of, value) else {
        return Err(Problem::internal("a form without faults lacks a field"));
    };
    let by_hand = || if source == Origin::Form { "biểu nhập".to_owned() } else { String::new() };
    Ok(NewResult {
        unit,
        indicator,
        denominator,
        facet: Facet::parse(fields.value("facet")),
        period,
        as_of,
        sex: sex_of(fields.value("sex")),
        group,
        value,
        estimate: fields.is("estimate", "yes"),
        printed: None,
        rounded_to: None,
        note,
        locator: locator.unwrap_or_else(by_hand),
        source: Arc::new(source),
    })
}
