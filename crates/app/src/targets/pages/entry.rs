//! The form for one target.

use super::super::exchange::comparator;
use super::super::model::NewTarget;
use super::super::{ENTER, service};
use super::indicator_word;
use crate::app::App;
use crate::documents;
use crate::exchange::cells::number;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::rate::Comparator;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "targets/templates/new.html")]
struct NewPage {
    page: Page,
    fields: Fields,
    indicators: Vec<(String, String)>,
    authorities: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    comparators: Vec<(&'static str, String)>,
    refusal: Option<Refusal>,
}

impl NewPage {
    fn fault(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

pub async fn new_form(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    gate::anywhere(&page.actor, ENTER, app.territory())?;
    let mut fields = Fields::of(query);
    if let Ok(unit) = fields.value("unit").parse::<i64>() {
        fields.set("unit", service::unit_path(&app, unit));
    }
    Ok(form_page(&app, page, fields, None)?.into_response())
}

fn form_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<impl IntoResponse> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let catalogue = app.catalogue();
    let signs = [
        (Comparator::AtLeast, "targets-at-least"),
        (Comparator::MoreThan, "targets-more-than"),
        (Comparator::Equal, "targets-equal"),
        (Comparator::AtMost, "targets-at-most"),
        (Comparator::LessThan, "targets-less-than"),
    ];
    let view = NewPage {
        indicators: catalogue
            .indicators
            .iter()
            .map(|row| (row.key.clone(), indicator_word(app, &page, &row.key)))
            .collect(),
        authorities: catalogue.authorities.iter().map(|row| (row.key.clone(), row.name.clone())).collect(),
        groups: catalogue.groups.iter().map(|row| (row.key.clone(), row.name.clone())).collect(),
        comparators: signs.iter().map(|(sign, word)| (sign.symbol(), page.t(word))).collect(),
        fields,
        refusal,
        page: {
            let title = page.t("targets-new");
            page.titled(title)
        },
    };
    Ok((status, render(&view)?))
}

pub async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    page.known()?;
    match enter(&app, &page, &fields).await {
        Ok(id) => Ok(Redirect::to(&super::path(id)).into_response()),
        Err(Problem::Refused(refusal)) => Ok(form_page(&app, page, fields, Some(refusal))?.into_response()),
        Err(problem) => Err(problem),
    }
}

async fn enter(app: &App, page: &Page, fields: &Fields) -> Result<i64> {
    let mut reading = Reading::new(fields);
    let year = reading.parsed("year", "Ghi năm bốn chữ số.", |text| {
        text.parse::<i32>().map_err(|_| format!("“{text}” không phải là năm"))
    });
    let text = reading.required("unit");
    let unit = match app.resolve_unit_of_year(text.split(',').next().unwrap_or_default(), within(app, &text), year) {
        Ok(unit) => Some(unit),
        Err(refusal) => {
            if !text.is_empty() {
                reading.fault("unit", refusal.sentence, refusal.remedy);
            }
            None
        }
    };
    let value = reading.parsed("value", "Ghi số như 86,5 hoặc 91.641.000.", number);
    let upper = reading.parsed("upper", "Ghi số như 2.", number);
    let number = reading.required("document");
    let document = match documents::find_document(app.reader(), &number).await {
        Ok(paper) => Some(paper),
        Err(Problem::Refused(refusal)) if !number.is_empty() => {
            reading.fault("document", refusal.sentence, refusal.remedy);
            None
        }
        Err(Problem::Refused(_)) => None,
        Err(problem) => return Err(problem),
    };
    let indicator = reading.required("indicator");
    let authority = reading.required("authority");
    let decided_on = reading.day("decided_on");
    let (group, note) = (reading.optional("group"), reading.optional("note"));
    reading.finish()?;
    let (Some(unit), Some(document)) = (unit, document) else {
        return Err(Problem::internal("a form without faults lacks a unit or a paper"));
    };
    let mut change = app.begin(&page.actor, ENTER.0, None).await?;
    let source = documents::source_of_document(&mut change, &document).await?;
    let target = NewTarget {
        unit,
        each: None,
        indicator,
        year,
        due: None,
        value,
        upper,
        comparator: comparator(fields.value("comparator")).unwrap_or(Comparator::AtLeast),
        measure: None,
        denominator: None,
        group,
        per_sex: fields.is("per_sex", "yes"),
        criterion: None,
        authority,
        document: Some(document.id),
        decided_on,
        movement: None,
        objective: None,
        resolutions: Vec::new(),
        supersedes: None,
        printed: None,
        unknown_reason: None,
        note,
        source,
        locator: fields.value("locator").to_owned(),
    };
    let ids = service::enter_targets(app, &page.actor, &mut change, vec![target]).await?;
    change.commit().await?;
    ids.first().copied().ok_or_else(|| Problem::internal("no target was entered"))
}

/// "xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre": the last part names the unit to look within.
fn within(app: &App, text: &str) -> Option<i64> {
    let (_, upper) = text.rsplit_once(',')?;
    app.resolve_unit(upper, None, None).ok()
}
