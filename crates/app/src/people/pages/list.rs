//! The snapshots of this installation.

use super::super::definition::Retention;
use super::super::service::{self, Listed};
use super::super::{ERASE, IMPORT};
use super::shown::{is_made_up, whole};
use crate::app::App;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use platform::page::render;
use platform::{Page, Result};
use rules::period::vietnamese_date;

struct Row {
    name: String,
    version: u32,
    earlier: Vec<u32>,
    /// Whose lists they are; none for the whole country's.
    unit: Option<String>,
    as_of: String,
    made_at: String,
    residents: String,
    without_card: String,
    cards: String,
    unknown_people: String,
    unknown_cards: String,
    refused: u64,
    files: [String; 2],
    has_people: bool,
    keep_until: Option<String>,
    is_due: bool,
    is_made_up: bool,
}

#[derive(Template)]
#[template(path = "people/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    made_up: bool,
    retention: Option<(u32, String)>,
    may_import: bool,
    may_erase: bool,
}

pub async fn show(State(app): State<App>, page: Page) -> Result<Response> {
    let rows: Vec<Row> = service::list(&app, &page.actor).await?.into_iter().map(|listed| row(&app, listed)).collect();
    let retention = Retention::of(&app)?;
    let view = ListPage {
        made_up: rows.iter().any(|row| row.is_made_up),
        rows,
        retention: retention.days.map(|days| (days, retention.ground)),
        may_import: page.may(IMPORT),
        may_erase: page.may(ERASE),
        page: page.clone().titled(page.t("people-menu")),
    };
    Ok(render(&view)?.into_response())
}

fn row(app: &App, listed: Listed) -> Row {
    let (manifest, today) = (listed.manifest, app.today());
    Row {
        unit: manifest.unit.map(|unit| app.territory().name(unit.into())),
        version: manifest.version,
        earlier: listed.earlier,
        as_of: vietnamese_date(manifest.as_of),
        made_at: service::made_on(&manifest).map(vietnamese_date).unwrap_or_default(),
        residents: whole(manifest.tally.residents),
        without_card: whole(manifest.tally.residents_without_card),
        cards: whole(manifest.tally.cards),
        unknown_people: whole(manifest.tally.unknown_people),
        unknown_cards: whole(manifest.tally.cards_of_unknown),
        refused: manifest.residents.refused + manifest.cards.refused,
        files: [manifest.residents.name.clone(), manifest.cards.name.clone()],
        has_people: manifest.people.is_some(),
        is_due: listed.keep_until.is_some_and(|day| day <= today),
        keep_until: listed.keep_until.map(vietnamese_date),
        is_made_up: is_made_up(&manifest),
        name: manifest.name,
    }
}
