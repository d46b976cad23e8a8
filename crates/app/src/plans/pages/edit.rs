//! The forms: a new plan, and the items of one that is open.

use super::super::model::ItemKind;
use super::super::service::{self, ItemEdit, NewItem, NewPlan, derive_plan, edit_items, find_plan};
use super::super::{EDIT, store};
use super::{kind_word, path};
use crate::app::App;
use crate::movements;
use askama::Template;
use axum::extract::{Path, Query, State as Given};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate::Scope;
use platform::page::render;
use platform::problem::{Fault, Problem, Refusal};
use platform::{Page, Result};
use rules::text::search_key;
use std::collections::BTreeMap;

const KINDS: [(&str, ItemKind); 3] =
    [("mục tiêu", ItemKind::Objective), ("nhiệm vụ", ItemKind::Duty), ("giải pháp", ItemKind::Measure)];

#[derive(Template)]
#[template(path = "plans/templates/new.html")]
struct NewPage {
    page: Page,
    movement: String,
    phase: String,
    back: String,
    fields: Fields,
    refusal: Option<Refusal>,
}

impl NewPage {
    fn wrong(&self, field: &str) -> Vec<&Fault> {
        let faults = self.refusal.iter().flat_map(|refusal| &refusal.faults);
        faults.filter(|fault| fault.column == field).collect()
    }
}

fn require(page: &Page, allowed: bool) -> Result<()> {
    if allowed {
        return Ok(());
    }
    Err(if page.actor.is_known() { Problem::Forbidden(page.t("plans-may-not")) } else { Problem::LoginNeeded })
}

/// GET /plans/new
pub async fn new_form(
    Given(app): Given<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    require(&page, page.may(EDIT))?;
    let mut fields = Fields::of(query);
    let given: Option<i64> = fields.value("unit").parse().ok();
    let own = match page.actor.scope {
        Scope::Unit(unit) => Some(unit),
        Scope::Everywhere | Scope::Nowhere => None,
    };
    if let Some(unit) = given.or(own) {
        fields.set("unit", app.unit_name_or_country(Some(unit)));
    }
    new_page(&app, page, fields, None).await
}

async fn new_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let movement = movements::find_movement(app, fields.value("movement")).await?.body;
    let phase = service::phase_of(&movement, fields.value("phase"))?;
    let encode = platform::web::encode_query_value;
    let title = page.t("plans-new");
    let view = NewPage {
        page: page.titled(title),
        movement: movement.name.clone(),
        phase: phase.name.clone(),
        back: format!("/plans?movement={}&phase={}", encode(&movement.key), encode(&phase.key)),
        fields,
        refusal,
    };
    Ok((status, render(&view)?).into_response())
}

/// POST /plans
pub async fn create(Given(app): Given<App>, page: Page, fields: Fields) -> Result<Response> {
    let done = match read_new(&app, &fields).await {
        Ok(new) => derive_plan(&app, &page.actor, new).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(id) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => new_page(&app, page, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

async fn read_new(app: &App, fields: &Fields) -> Result<NewPlan> {
    let movement = movements::find_movement(app, fields.value("movement")).await?.body;
    let phase = service::phase_of(&movement, fields.value("phase"))?;
    let mut reading = Reading::new(fields);
    let year = reading.parsed("year", "Ghi năm bằng bốn chữ số, hoặc để trống.", |text| {
        text.parse::<i32>().map_err(|_| format!("“{text}” không phải năm"))
    });
    let text = reading.required("unit");
    reading.finish()?;
    let on = super::super::model::day_of(phase, app.today());
    // A unit of the phase's day first; one that ended earlier within the phase is found without a day.
    let found = app.resolve_unit(&text, None, Some(on)).or_else(|_| app.resolve_unit(&text, None, None));
    let unit =
        found.map_err(|refusal| Refusal::of_faults(vec![Fault::field("unit", refusal.sentence, refusal.remedy)]))?;
    Ok(NewPlan {
        movement: movement.key.clone(),
        phase: phase.key.clone(),
        unit,
        office: fields.filled("office").map(str::to_owned),
        year,
        title: fields.value("title").to_owned(),
    })
}

struct ItemField {
    id: i64,
    kind: String,
    text: String,
    due: String,
    note: String,
    dropped: bool,
    local: bool,
    above_text: String,
    above_due: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "plans/templates/edit.html")]
struct EditPage {
    page: Page,
    id: i64,
    title: String,
    items: Vec<ItemField>,
    added: String,
    added_faults: Vec<String>,
    refusal: Option<Refusal>,
}

/// GET /plans/{id}/edit
pub async fn edit_form(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    edit_page(&app, page, id, None, None).await
}

async fn edit_page(
    app: &App,
    page: Page,
    id: i64,
    sent: Option<&Fields>,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let standing = find_plan(app.reader(), id).await?;
    require(&page, service::may(app, &page.actor, EDIT, &standing.plan))?;
    let rows = store::items(app.reader(), id).await?;
    let fault_of = |field: &str| refusal.as_ref().map(|refusal| refusal.words_of(field)).unwrap_or_default();
    let items = rows
        .into_iter()
        .map(|row| {
            let said = |part: &str, stored: String| {
                sent.map_or(stored, |fields| fields.value(&format!("item_{}_{part}", row.id)).to_owned())
            };
            let kind = platform::key::parse(&row.kind).unwrap_or(ItemKind::Measure);
            let dropped = if row.dropped { "yes".to_owned() } else { String::new() };
            ItemField {
                id: row.id,
                kind: kind_word(&page, kind),
                text: said("text", row.text.clone()),
                due: said("due", row.due.clone()),
                note: said("note", row.deviation_note.clone().unwrap_or_default()),
                dropped: said("drop", dropped) == "yes",
                local: row.origin == "local",
                above_text: row.above_text.clone().unwrap_or_default(),
                above_due: row.above_due.clone().unwrap_or_default(),
                fault: fault_of(&format!("item_{}", row.id)),
            }
        })
        .collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let added_faults = refusal
        .iter()
        .flat_map(|refusal| &refusal.faults)
        .filter(|fault| fault.column == "added")
        .map(|fault| fault.rule.clone())
        .collect();
    let view = EditPage {
        id,
        title: standing.plan.title.clone(),
        items,
        added: sent.map(|fields| fields.value("added").to_owned()).unwrap_or_default(),
        added_faults,
        refusal,
        page: page.clone().titled(standing.plan.title),
    };
    Ok((status, render(&view)?).into_response())
}

/// POST /plans/{id}/edit
pub async fn update(Given(app): Given<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    let done = match read_edits(&fields) {
        Ok((edits, added)) => edit_items(&app, &page.actor, id, edits, added).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => edit_page(&app, page, id, Some(&fields), Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

fn read_edits(fields: &Fields) -> std::result::Result<(Vec<ItemEdit>, Vec<NewItem>), Refusal> {
    let mut faults = Vec::new();
    let ids = fields.with_prefix("item_").filter_map(|(name, _)| name.strip_suffix("_text")?.parse::<i64>().ok());
    let mut edits = Vec::new();
    for id in ids {
        let of = |part: &str| fields.value(&format!("item_{id}_{part}"));
        if let Err(message) = read_due(of("due")) {
            faults.push(Fault::field(&format!("item_{id}"), message, ""));
        }
        edits.push(ItemEdit {
            id,
            text: of("text").to_owned(),
            due: of("due").to_owned(),
            note: Some(of("note").to_owned()),
            dropped: of("drop") == "yes",
        });
    }
    let mut added = Vec::new();
    for (index, text) in fields.value("added").lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        match read_added(text) {
            Ok(item) => added.push(item),
            Err(message) => faults.push(Fault::field("added", format!("dòng {}: {message}", index + 1), "")),
        }
    }
    if faults.is_empty() { Ok((edits, added)) } else { Err(Refusal::of_faults(faults)) }
}

/// `loại | nội dung | hạn`
fn read_added(line: &str) -> std::result::Result<NewItem, String> {
    let mut cells = line.split('|').map(str::trim);
    let (kind, text, due) =
        (cells.next().unwrap_or_default(), cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let known = KINDS.iter().find(|(word, _)| search_key(word) == search_key(kind));
    let Some((_, kind)) = known else {
        return Err(format!("“{kind}” không phải loại; hãy ghi mục tiêu, nhiệm vụ hoặc giải pháp"));
    };
    if text.is_empty() || cells.next().is_some() {
        return Err("hãy ghi đúng ba ô: loại | nội dung | hạn".to_owned());
    }
    read_due(due)?;
    Ok(NewItem { kind: *kind, text: text.to_owned(), due: due.to_owned() })
}

fn read_due(text: &str) -> std::result::Result<(), String> {
    movements::read_deadline(text).map(|_| ())
}
