//! The verbs over snapshots: looking, opening lists of persons, recording, erasing, importing, reviewing matches.

mod erase;
mod gap;
mod import;
mod left_over;
mod lists;
mod open;
mod record;
mod review;
mod room;
mod sweep;
#[cfg(test)]
mod tests;
mod upload;
mod voluntary;

pub use erase::{erase_person, erase_snapshot, to_erase};
pub use gap::{ListAsked, Made, Wanted, Who, make_list, round};
pub use import::{
    Job, Outcome, Progressed, Standing, cancel, find_job, jobs, returned, start, take_in, unit_to_import,
};
pub use left_over::enter_left_over;
pub use lists::{Lists, enter_import, import_lists, keyring};
pub use open::{OpenedList, Sight, open_list};
pub use record::record;
pub use review::{OpenedPair, Review, decide, decisions, file_review, open_pair, review, reviews, undo};
pub use sweep::keep_swept;
pub use upload::{ListColumns, field_name, keep, kept_as, list_columns, unreadable, uploads};
pub use voluntary::{Asked as VoluntaryAsked, Month, Voluntary, count_voluntary, month, room, voluntary};

use super::COUNT;
use super::definition::Retention;
use crate::app::App;
use chrono::{DateTime, NaiveDate};
use platform::gate::{self, Actor, Place, Scope};
use platform::{Problem, Result};
use population::people::PeopleError;
use population::snapshot::{Manifest, Snapshot, SnapshotError, Snapshots};
use population::source::SourceError;
use std::path::Path;

/// The snapshots of this installation.
pub fn snapshots(app: &App) -> Snapshots {
    snapshots_in(&app.config().data)
}

/// Where the snapshots of a data folder are, for who needs no more of the installation.
pub fn snapshots_in(data: &Path) -> Snapshots {
    Snapshots::at(&data.join("population"))
}

/// Whose a snapshot or an import is, for the gate: a unit's, or nobody's but the country's.
pub fn place_of(app: &App, unit: Option<i64>) -> Place {
    unit.map_or(Place::Country, |unit| Place::Unit(unit, app.today()))
}

/// The same of a version.
pub fn place_of_version(app: &App, manifest: &Manifest) -> Place {
    place_of(app, manifest.unit.map(i64::from))
}

/// A snapshot as the list shows it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What the version in force is.
    pub manifest: Manifest,
    /// Earlier versions, latest first.
    pub earlier: Vec<u32>,
    /// The day from which its list of persons should be gone; none when there is none, or no rule.
    pub keep_until: Option<NaiveDate>,
}

/// Every snapshot, by name, whose people may live where the reader may count: not those of other territories. A version
/// whose manifest cannot be read is a problem of its own, told with its name.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Listed>> {
    gate::anywhere(actor, COUNT, app.territory())?;
    let (snapshots, retention) = (snapshots(app), Retention::of(app)?);
    let (app, scope) = (app.clone(), actor.scope);
    on_a_thread(move || {
        let mut listed = Vec::new();
        for name in snapshots.names().map_err(snapshot_problem)? {
            let manifest = snapshots.open(&name).map_err(snapshot_problem)?.manifest().clone();
            if !concerns(&app, scope, &manifest) {
                continue;
            }
            let mut earlier = snapshots.versions(&name).map_err(snapshot_problem)?;
            earlier.retain(|version| *version != manifest.version);
            earlier.reverse();
            let keep_until =
                made_on(&manifest).filter(|_| manifest.people.is_some()).and_then(|day| retention.until(day));
            listed.push(Listed { manifest, earlier, keep_until });
        }
        Ok(listed)
    })
    .await
}

/// Whether people of a territory may be in a snapshot: that of a unit above or below it, or of the whole country.
fn concerns(app: &App, scope: Scope, manifest: &Manifest) -> bool {
    let Some(unit) = manifest.unit.map(i64::from) else { return true };
    match scope {
        Scope::Everywhere => true,
        Scope::Nowhere => false,
        Scope::Unit(scope) => {
            let (territory, today) = (app.territory(), app.today());
            territory.contains(scope, unit, today) || territory.contains(unit, scope, today)
        }
    }
}

/// The day on which a version was made, in Vietnam; none when the manifest does not say it in a form that can be read.
pub fn made_on(manifest: &Manifest) -> Option<NaiveDate> {
    let made = DateTime::parse_from_rfc3339(&manifest.made_at).ok()?;
    Some((made.to_utc() + chrono::Duration::hours(7)).date_naive())
}

/// Opens a version of a snapshot (the one in force, if none is named) to count a unit as of a day: the reader must be
/// allowed to count there. A snapshot of another territory's lists is not there for them.
pub async fn look(
    app: &App,
    actor: &Actor,
    name: &str,
    version: Option<u32>,
    unit: i64,
    structure: NaiveDate,
) -> Result<Snapshot> {
    gate::authorise(actor, COUNT, Place::Unit(unit, structure), app.territory())?;
    let snapshot = find(app, name, version).await?;
    if !concerns(app, actor.scope, snapshot.manifest()) {
        return Err(Problem::NotFound(format!("bản số liệu “{name}”")));
    }
    Ok(snapshot)
}

/// A version of a snapshot; the one in force, if none is named. Whoever asks must have been let in by the gate.
pub async fn find(app: &App, name: &str, version: Option<u32>) -> Result<Snapshot> {
    let (snapshots, name) = (snapshots(app), name.to_owned());
    on_a_thread(move || {
        let opened = match version {
            Some(version) => snapshots.open_version(&name, version),
            None => snapshots.open(&name),
        };
        opened.map_err(snapshot_problem)
    })
    .await
}

/// Runs work that reads files or counts, away from the threads that answer requests.
pub async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::internal(error.to_string()))?
}

/// What a snapshot that cannot be opened is to the reader.
pub fn snapshot_problem(error: SnapshotError) -> Problem {
    match &error {
        SnapshotError::Missing { name, .. } => Problem::NotFound(format!("bản số liệu “{name}”")),
        SnapshotError::Name(_) => {
            Problem::refuse(sentence(&error), "Đặt tên chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.")
        }
        SnapshotError::Busy(_) => Problem::refuse(sentence(&error), ""),
        SnapshotError::People(_) => match error {
            SnapshotError::People(error) => people_problem(error),
            error => Problem::Internal(std::sync::Arc::new(error)),
        },
        _ => Problem::Internal(std::sync::Arc::new(error)),
    }
}

/// What sealed people that cannot be opened are to the reader: the sentences say themselves what to do.
pub fn people_problem(error: PeopleError) -> Problem {
    match &error {
        PeopleError::Io { .. } | PeopleError::NoChance { .. } => Problem::Internal(std::sync::Arc::new(error)),
        _ => Problem::refuse(error.to_string(), ""),
    }
}

/// What a list that cannot be read is to the reader: the sentences say themselves what to do.
pub fn source_problem(error: &SourceError) -> Problem {
    Problem::refuse(sentence(error), "")
}

/// A message as a sentence: with a capital and a full stop.
pub fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let stop = if text.ends_with('.') { "" } else { "." };
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + stop)
}

/// The name under which the sealed people of a version know their key.
pub fn people_id(snapshot: &Snapshot) -> String {
    format!("{}/{}", snapshot.manifest().name, snapshot.manifest().version)
}
