//! The forms: a movement from nothing, its text and one phase, a phase derived from an earlier one.

use super::super::form::{fill, read_movement};
use super::super::model::{Movement, MovementKind, Phase};
use super::super::service::{self, find_movement};
use super::super::{Derivation, EDIT, lines};
use super::{actor_name, kind_word, movement_name, named, path, phase_path};
use crate::app::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate::Scope;
use platform::page::render;
use platform::problem::{Fault, Problem, Refusal};
use platform::{Page, Result};
use std::collections::BTreeMap;

const KINDS: [MovementKind; 4] =
    [MovementKind::Thematic, MovementKind::Regular, MovementKind::Drive, MovementKind::Directive];

struct Choice {
    key: String,
    name: String,
}

/// Keys that lines of the form may name.
struct Glossary {
    title: String,
    rows: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "movements/templates/edit.html")]
struct EditPage {
    page: Page,
    heading: String,
    action: String,
    back: String,
    is_new: bool,
    kinds: Vec<Choice>,
    launchers: Vec<Choice>,
    phases: Vec<Choice>,
    key: String,
    glossaries: Vec<Glossary>,
    duty_kinds: String,
    review_kinds: String,
    fields: Fields,
    notes: Vec<String>,
    refusal: Option<Refusal>,
}

impl EditPage {
    fn wrong(&self, field: &str) -> Vec<&Fault> {
        let faults = self.refusal.iter().flat_map(|refusal| &refusal.faults);
        faults.filter(|fault| fault.column == field).collect()
    }

    /// Faults of what the form does not show.
    fn elsewhere(&self) -> Vec<&Fault> {
        let faults = self.refusal.iter().flat_map(|refusal| &refusal.faults);
        faults.filter(|fault| fault.column.contains(['[', '.'])).collect()
    }
}

/// What the form is for.
struct Purpose<'a> {
    existing: Option<&'a Movement>,
    notes: Vec<String>,
}

fn edit_page(
    app: &App,
    page: Page,
    fields: Fields,
    purpose: Purpose<'_>,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let catalogue = app.catalogue();
    let kinds = KINDS
        .iter()
        .map(|kind| Ok(Choice { key: platform::key::of(kind)?, name: kind_word(&page, *kind) }))
        .collect::<Result<Vec<_>>>()?;
    let choice = |key: &String| Choice { name: actor_name(app, &page, key), key: key.clone() };
    let actors = || catalogue.actors.iter().map(|row| choice(&row.key));
    let authorities = catalogue.authorities.iter().filter(|row| catalogue.actor(&row.key).is_none());
    let launchers = actors().chain(authorities.map(|row| choice(&row.key))).collect();
    let title = |key: &str| page.t(key);
    let glossaries = vec![
        Glossary { title: title("movements-keys-actors"), rows: actors().collect() },
        Glossary {
            title: title("movements-keys-indicators"),
            rows: catalogue
                .indicators
                .iter()
                .map(|row| Choice { key: row.key.clone(), name: named(&page, &row.name, &row.name_en) })
                .collect(),
        },
        Glossary {
            title: title("movements-keys-criteria-sets"),
            rows: catalogue
                .criteria_sets
                .iter()
                .map(|row| Choice { key: row.key.clone(), name: named(&page, &row.name, &row.name_en) })
                .collect(),
        },
        Glossary {
            title: title("movements-keys-awards"),
            rows: catalogue
                .award_forms
                .iter()
                .map(|row| Choice { key: row.key.clone(), name: named(&page, &row.name, &row.name_en) })
                .collect(),
        },
    ];
    let heading = match purpose.existing {
        Some(movement) => page.a("movements-edit-heading", "name", movement_name(&page, movement)),
        None => page.t("movements-new"),
    };
    let key = purpose.existing.map(|movement| movement.key.clone()).unwrap_or_default();
    let phases = purpose.existing.iter().flat_map(|movement| &movement.phases);
    let view = EditPage {
        action: if key.is_empty() { "/movements".to_owned() } else { format!("{}/edit", path(&key)) },
        back: if key.is_empty() { "/movements".to_owned() } else { path(&key) },
        is_new: key.is_empty(),
        kinds,
        launchers,
        phases: phases.map(|phase| Choice { key: phase.key.clone(), name: phase.name.clone() }).collect(),
        key,
        glossaries,
        duty_kinds: lines::duty_kind_words(),
        review_kinds: lines::review_kind_words(),
        fields,
        notes: purpose.notes,
        refusal,
        page: page.titled(heading.clone()),
        heading,
    };
    Ok((status, render(&view)?).into_response())
}

/// Refuses at the door what the service would refuse at the end.
fn require(page: &Page, allowed: bool) -> Result<()> {
    if allowed {
        return Ok(());
    }
    Err(if page.actor.is_known() { Problem::Forbidden(page.t("movements-may-not")) } else { Problem::LoginNeeded })
}

fn require_for(app: &App, page: &Page, unit: Option<i64>) -> Result<()> {
    require(page, service::may_edit(app, &page.actor, unit))
}

/// GET /movements/new
pub async fn new_form(State(app): State<App>, page: Page) -> Result<Response> {
    require(&page, page.may(EDIT))?;
    let mut fields = Fields::default();
    if let Scope::Unit(unit) = page.actor.scope {
        fields.set("unit", app.unit_name_or_country(Some(unit)));
        fields.set("launched_by", "province_office");
    } else {
        fields.set("launched_by", "vss");
    }
    edit_page(&app, page, fields, Purpose { existing: None, notes: Vec::new() }, None)
}

/// POST /movements
pub async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    page.known()?;
    let done = match read_movement(&fields, None, None) {
        Ok(movement) => create_read(&app, &page, &fields, &movement).await.map(|()| movement),
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(movement) => Ok(Redirect::to(&path(&movement.key)).into_response()),
        Err(Problem::Refused(refusal)) => {
            let purpose = Purpose { existing: None, notes: Vec::new() };
            edit_page(&app, page, fields, purpose, Some(refusal))
        }
        Err(problem) => Err(problem),
    }
}

async fn create_read(app: &App, page: &Page, fields: &Fields, movement: &Movement) -> Result<()> {
    let unit = match fields.filled("unit") {
        Some(text) => Some(
            app.resolve_unit(text, None, Some(app.today()))
                .map_err(|refusal| Refusal::of_faults(vec![Fault::field("unit", refusal.sentence, refusal.remedy)]))?,
        ),
        None => None,
    };
    let phase = movement.phases.first().map(|phase| phase.key.as_str());
    let created = service::create_movement(app, &page.actor, movement, unit).await;
    created.map_err(|problem| on_form(problem, movement, phase))
}

/// GET /movements/{key}/edit
pub async fn edit_form(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let revision = find_movement(&app, &key).await?;
    require_for(&app, &page, revision.unit)?;
    let movement = &revision.body;
    let phase = match query.get("phase").map(String::as_str) {
        Some("") => None,
        Some(wanted) => movement.phase(wanted),
        None => movement.phase_on(app.today()).or(movement.phases.last()),
    };
    let mut fields = fill(movement, phase);
    fields.set("based_on", revision.id.to_string());
    let derived = query.get("derived").and_then(|key| movement.phase(key)).zip(phase);
    let notes = derived.map(|(from, phase)| notes_between(&app, from, phase)).unwrap_or_default();
    edit_page(&app, page, fields, Purpose { existing: Some(movement), notes }, None)
}

fn notes_between(app: &App, from: &Phase, phase: &Phase) -> Vec<String> {
    let wanted = Derivation { key: phase.key.clone(), name: phase.name.clone(), from: phase.from, to: phase.to };
    Movement::derive_phase(from, wanted, app.catalogue()).notes
}

/// POST /movements/{key}/edit
pub async fn update(State(app): State<App>, page: Page, Path(key): Path<String>, fields: Fields) -> Result<Response> {
    let revision = find_movement(&app, &key).await?;
    require_for(&app, &page, revision.unit)?;
    let edited = fields.filled("phase");
    let done = match read_movement(&fields, Some(&revision.body), edited) {
        Ok(movement) => {
            let based_on = fields.value("based_on").parse().unwrap_or_default();
            let phase = fields.filled("phase_key");
            let saved = service::update_movement(&app, &page.actor, &movement, based_on).await;
            saved.map_err(|problem| on_form(problem, &movement, phase))
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&match fields.filled("phase_key") {
            Some(phase) => phase_path(&key, phase),
            None => path(&key),
        })
        .into_response()),
        Err(Problem::Refused(refusal)) => {
            let purpose = Purpose { existing: Some(&revision.body), notes: Vec::new() };
            edit_page(&app, page, fields, purpose, Some(refusal))
        }
        Err(problem) => Err(problem),
    }
}

/// Puts faults of the movement's fields on the fields of the form that show the edited phase.
fn on_form(problem: Problem, movement: &Movement, phase: Option<&str>) -> Problem {
    let Problem::Refused(mut refusal) = problem else { return problem };
    let index = movement.phases.iter().position(|row| Some(row.key.as_str()) == phase);
    for fault in &mut refusal.faults {
        let own = index.and_then(|index| fault.column.strip_prefix(&format!("phases[{index}].")).map(str::to_owned));
        let (name, row) = split_index(own.as_deref().unwrap_or(&fault.column));
        let shown = match (&own, name.as_str()) {
            (
                Some(_),
                "objectives" | "duties" | "drives" | "reviews" | "participants" | "award_forms" | "report_route",
            ) => Some(name),
            (Some(_), "key" | "name" | "from" | "to" | "bases" | "plan" | "criteria_sets") => {
                Some(format!("phase_{name}"))
            }
            (None, "bases" | "linked" | "launched_by" | "name") => Some(name),
            _ => None,
        };
        if let Some(shown) = shown {
            fault.column = shown;
            if let Some(row) = row {
                fault.rule = format!("dòng {}: {}", row + 1, fault.rule);
            }
        }
    }
    Problem::Refused(refusal)
}

/// `duties[3].via` is `duties` and 3.
fn split_index(field: &str) -> (String, Option<usize>) {
    let first = field.split('.').next().unwrap_or(field);
    match first.split_once('[') {
        Some((name, rest)) => (name.to_owned(), rest.trim_end_matches(']').parse().ok()),
        None => (first.to_owned(), None),
    }
}

#[derive(Template)]
#[template(path = "movements/templates/phase.html")]
struct PhasePage {
    page: Page,
    name: String,
    key: String,
    phases: Vec<Choice>,
    fields: Fields,
    notes: Vec<String>,
    refusal: Option<Refusal>,
}

impl PhasePage {
    fn wrong(&self, field: &str) -> Vec<&Fault> {
        let faults = self.refusal.iter().flat_map(|refusal| &refusal.faults);
        faults.filter(|fault| fault.column == field).collect()
    }
}

fn phase_page(
    page: Page,
    movement: &Movement,
    fields: Fields,
    notes: Vec<String>,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = page.t("movements-new-phase");
    let phases = movement.phases.iter();
    let view = PhasePage {
        name: movement_name(&page, movement),
        key: movement.key.clone(),
        phases: phases.map(|phase| Choice { key: phase.key.clone(), name: phase.name.clone() }).collect(),
        fields,
        notes,
        refusal,
        page: page.titled(title),
    };
    Ok((status, render(&view)?).into_response())
}

/// GET /movements/{key}/phases/new
pub async fn phase_form(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let revision = find_movement(&app, &key).await?;
    require_for(&app, &page, revision.unit)?;
    let movement = &revision.body;
    let asked = query.get("from").and_then(|key| movement.phase(key));
    let Some(earlier) = asked.or(movement.phases.last()) else {
        return Ok(Redirect::to(&format!("{}/edit?phase=", path(&key))).into_response());
    };
    let mut fields = Fields::of([("earlier", earlier.key.as_str())]);
    fields.set("based_on", revision.id.to_string());
    let mut notes = Vec::new();
    if let Some((from, to)) = Movement::dates_after(earlier) {
        let years = format!("{}-{}", from.format("%Y"), to.format("%Y"));
        fields.set("name", format!("Giai đoạn {years}"));
        fields.set("from", from.to_string());
        fields.set("to", to.to_string());
        let wanted = Derivation { key: years.clone(), name: years.clone(), from, to: Some(to) };
        notes = Movement::derive_phase(earlier, wanted, app.catalogue()).notes;
        fields.set("key", years);
    }
    phase_page(page, movement, fields, notes, None)
}

/// POST /movements/{key}/phases/new
pub async fn derive_phase(
    State(app): State<App>,
    page: Page,
    Path(key): Path<String>,
    fields: Fields,
) -> Result<Response> {
    let revision = find_movement(&app, &key).await?;
    require_for(&app, &page, revision.unit)?;
    let done = match read_derived(&app, &revision.body, &fields) {
        Ok((movement, phase)) => {
            let based_on = fields.value("based_on").parse().unwrap_or_default();
            let saved = service::update_movement(&app, &page.actor, &movement, based_on).await;
            saved.map(|()| phase)
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(phase) => {
            let encode = platform::web::encode_query_value;
            let (phase, earlier) = (encode(&phase), encode(fields.value("earlier")));
            Ok(Redirect::to(&format!("{}/edit?phase={phase}&derived={earlier}", path(&key))).into_response())
        }
        Err(Problem::Refused(refusal)) => phase_page(page, &revision.body, fields, Vec::new(), Some(refusal)),
        Err(problem) => Err(problem),
    }
}

fn read_derived(app: &App, movement: &Movement, fields: &Fields) -> std::result::Result<(Movement, String), Refusal> {
    let mut reading = Reading::new(fields);
    let key = reading.required("key");
    let name = reading.required("name");
    let from = reading.day("from");
    let to = reading.day("to");
    let earlier = movement.phase(fields.value("earlier"));
    if from.is_none() && fields.filled("from").is_none() {
        reading.fault("from", "để trống", "Điền ngày bắt đầu.");
    }
    if earlier.is_none() {
        reading.fault("earlier", "chưa chọn giai đoạn trước", "Chọn một giai đoạn trong danh sách.");
    }
    reading.finish()?;
    let (Some(from), Some(earlier)) = (from, earlier) else {
        return Err(Refusal::new("Chưa đủ để lập giai đoạn mới.", "Điền các ô rồi thử lại."));
    };
    let derived = Movement::derive_phase(earlier, Derivation { key: key.clone(), name, from, to }, app.catalogue());
    let mut movement = movement.clone();
    movement.phases.push(derived.phase);
    movement.phases.sort_by_key(|phase| phase.from);
    Ok((movement, key))
}

/// POST /movements/{key}/pack
pub async fn adopt_pack(State(app): State<App>, page: Page, Path(key): Path<String>) -> Result<Response> {
    service::adopt_pack(&app, &page.actor, &key).await?;
    Ok(Redirect::to(&path(&key)).into_response())
}
