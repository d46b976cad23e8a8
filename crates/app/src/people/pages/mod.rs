//! Pages of snapshots, coverage and the people not covered.

mod coverage;
mod erase;
mod gap;
mod import;
mod list;
mod review;
mod shown;
mod voluntary;

use super::service;
use crate::app::App;
use crate::places;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use chrono::NaiveDate;
use platform::gate::{Actor, Scope};
use platform::{Problem, Result};
use population::snapshot::{Manifest, Snapshot};
use rules::period::parse_date;
use std::collections::BTreeMap;

/// Bytes of a list that is only counted: more people may send one than may import.
const MOST_OF_A_LIST: usize = 256 << 20;

pub fn router() -> Router<App> {
    Router::new()
        .route("/people", get(list::show))
        .route("/people/import", get(import::list).post(import::send).layer(DefaultBodyLimit::disable()))
        .route("/people/import/{job}", get(import::show))
        .route("/people/import/{job}/start", post(import::start))
        .route("/people/import/{job}/again", post(import::again))
        .route("/people/import/{job}/cancel", post(import::cancel))
        .route("/people/import/{job}/returned/{number}", get(import::returned))
        .route(
            "/people/voluntary",
            get(voluntary::form).post(voluntary::count).layer(DefaultBodyLimit::max(MOST_OF_A_LIST)),
        )
        .route("/people/{name}", get(coverage::show))
        .route("/people/{name}/table", get(coverage::table))
        .route("/people/{name}/record", post(coverage::record))
        .route("/people/{name}/erase", get(erase::form).post(erase::snapshot))
        .route("/people/{name}/erase/person", post(erase::person))
        .route("/people/{name}/gap/{commune}", get(gap::show))
        .route("/people/{name}/gap/{commune}/names", post(gap::names))
        .route("/people/{name}/gap/{commune}/round", post(gap::round))
        .route("/matching", get(review::list))
        .route("/matching/{review}", get(review::show))
        .route("/matching/{review}/open", post(review::open))
        .route("/matching/{review}/decide", post(review::decide))
        .route("/matching/{review}/undo", post(review::undo))
        .route("/matching/{review}/decisions", post(review::decisions))
}

/// Path of a snapshot's page for a unit on a day.
fn path(name: &str, unit: i64, on: NaiveDate) -> String {
    format!("/people/{name}?unit={unit}&on={on}")
}

/// What is asked of a snapshot: a unit, a day, the structure of units that is shown.
struct Asked {
    version: Option<u32>,
    unit: i64,
    on: NaiveDate,
    structure: NaiveDate,
}

impl Asked {
    /// Reads the address. Where it is silent: the reader's own territory, the day of the lists, the structure of that day, or
    /// the nearest in which the unit exists.
    fn read(app: &App, actor: &Actor, manifest: &Manifest, query: &BTreeMap<String, String>) -> Result<Self> {
        let filled = |name: &str| query.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        let day = |name: &str| {
            let read =
                |text| parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019."));
            filled(name).map(read).transpose()
        };
        let on = day("on")?.unwrap_or(manifest.as_of);
        let wanted = day("structure")?;
        let own = match actor.scope {
            Scope::Unit(unit) => unit,
            Scope::Everywhere | Scope::Nowhere => app.places().nation().id.into(),
        };
        let unit = match filled("q") {
            Some(text) => app
                .resolve_unit(text, None, Some(wanted.unwrap_or(manifest.as_of)))
                .or_else(|_| app.resolve_unit(text, None, None))?,
            None => filled("unit").and_then(|unit| unit.parse().ok()).unwrap_or(own),
        };
        let spell = places::id(unit).and_then(|id| app.places().unit(id));
        let spell = spell.ok_or_else(|| Problem::NotFound(format!("đơn vị số {unit}")))?;
        let near = match (spell.from, spell.to) {
            (Some(from), _) if manifest.as_of < from => from,
            (_, Some(to)) if manifest.as_of >= to => to.pred_opt().unwrap_or(to),
            _ => manifest.as_of,
        };
        let mut asked = Self {
            version: filled("version").and_then(|text| text.parse().ok()),
            unit,
            on,
            structure: wanted.unwrap_or(near),
        };
        if !spell.valid_on(asked.structure) {
            let same = app.places().lineage(spell.id).into_iter().find(|id| app.places().valid(*id, asked.structure));
            asked.unit = match same {
                Some(unit) => unit.into(),
                None => app.resolve_unit(&spell.full_name(), None, Some(asked.structure))?,
            };
        }
        Ok(asked)
    }
}

/// Opens the snapshot that an address names and reads what is asked of it.
async fn open(app: &App, actor: &Actor, name: &str, query: &BTreeMap<String, String>) -> Result<(Snapshot, Asked)> {
    platform::gate::anywhere(actor, super::COUNT, app.territory())?;
    let version = query.get("version").and_then(|text| text.trim().parse().ok());
    let manifest = service::find(app, name, version).await?;
    let asked = Asked::read(app, actor, manifest.manifest(), query)?;
    let snapshot = service::look(app, actor, name, asked.version, asked.unit, asked.structure).await?;
    Ok((snapshot, asked))
}

/// Path of the people of a commune who are not covered.
fn gap_path(name: &str, code: &str, on: NaiveDate) -> String {
    format!("/people/{name}/gap/{code}?on={on}")
}
