//! Entries of the audit trail that a process could not write because it was killed right after its snapshot appeared.

use super::super::IMPORT;
use super::super::store;
use super::super::table::people_import::{self, Model};
use super::import::{Outcome, Standing};
use super::lists::{Entry, entry_of};
use super::room::{Room, clear_away};
use super::upload::{remove_lists, uploads};
use super::{on_a_thread, snapshot_problem, snapshots};
use crate::accounts;
use crate::app::App;
use chrono::{DateTime, Duration, Utc};
use platform::{Problem, Result, audit};
use population::snapshot::{Manifest, Unentered};
use sea_orm::ActiveValue::Set;
use serde_json::Value;
use std::fs;

/// Entries of the trail read at once.
const PAGE: u64 = 200;
/// By how much clocks of machines that share a folder may differ.
const SLACK: Duration = Duration::minutes(5);
const REASON: &str = "Ghi bù: chương trình bị ngắt ngay sau khi bản số liệu được đưa vào sử dụng.";

/// Writes the entry of every snapshot that has none; how many there were. Snapshots whose import still runs are left to it.
pub async fn enter_left_over(app: &App) -> Result<usize> {
    let snapshots = snapshots(app);
    let missing = on_a_thread(move || snapshots.unentered().map_err(snapshot_problem)).await?;
    for one in &missing {
        enter(app, one).await?;
    }
    Ok(missing.len())
}

async fn enter(app: &App, missing: &Unentered) -> Result<()> {
    let manifest = missing.snapshot().manifest();
    let Ok(entry) = serde_json::from_str::<Entry>(missing.text()) else {
        tracing::error!(snapshot = manifest.name, version = manifest.version, "nobody knows who imported it");
        return Ok(());
    };
    if !is_entered(app, manifest).await? {
        let mut returned = Vec::new();
        let actor = accounts::system(&entry.asked_by, &entry.asked_by, "local_operator");
        let mut change = app.begin(&actor, IMPORT.0, Some(REASON)).await?;
        let job = match entry.job {
            None => None,
            Some(id) => match store::import(change.connection(), id).await {
                // The folder may be older than the database.
                Err(Problem::NotFound(_)) => None,
                row => Some(row?),
            },
        };
        if let Some(row) = &job {
            let (of_thread, of_job) = (app.clone(), row.clone());
            returned = on_a_thread(move || seal_returned(&of_thread, &of_job)).await?;
            let ended = people_import::ActiveModel {
                id: Set(row.id),
                state: Set(Standing::Done.key().to_owned()),
                ended_at: Set(Some(change.at())),
                outcome: Set(Some(serde_json::to_string(&outcome(manifest, returned.clone()))?)),
                ..Default::default()
            };
            store::update_import(change.connection(), ended).await?;
        }
        change.record("people_snapshot", i64::from(manifest.version), entry_of(manifest))?;
        change.commit().await?;
        if let Some(row) = job {
            clear_away(&uploads(app).join(&row.folder))?;
            remove_lists(app, &row, !returned.is_empty())?;
        }
    }
    missing.entered().map_err(snapshot_problem)
}

/// Seals the files of refused rows that lie where the import wrote them: they are whole before a snapshot appears. Their names.
fn seal_returned(app: &App, row: &Model) -> Result<Vec<String>> {
    let folder = uploads(app).join(&row.folder);
    let mut names = Vec::new();
    if !folder.is_dir() {
        return Ok(names);
    }
    let room = Room::open(app, &row.folder)?;
    for clear in fs::read_dir(&folder)?.collect::<std::io::Result<Vec<_>>>()? {
        if !clear.path().is_dir() {
            continue;
        }
        for file in fs::read_dir(clear.path())?.collect::<std::io::Result<Vec<_>>>()? {
            let name = file.file_name().to_string_lossy().into_owned();
            if file.path().is_file() && is_returned(&name, &row.name) {
                room.seal(&name, &file.path())?;
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a file is one of refused rows of an import under this name.
fn is_returned(file: &str, snapshot: &str) -> bool {
    let rest = file.strip_prefix(snapshot).unwrap_or_default();
    ["-dan-cu-tra-lai.", "-the-tra-lai."].iter().any(|middle| rest.starts_with(middle))
}

/// What is known of an import by its snapshot: which rules refused rows broke went with the process.
fn outcome(manifest: &Manifest, returned: Vec<String>) -> Outcome {
    Outcome {
        returned,
        version: Some(manifest.version),
        as_of: Some(manifest.as_of),
        rows: [manifest.residents.rows, manifest.cards.rows],
        refused: [manifest.residents.refused, manifest.cards.refused],
        ..Outcome::default()
    }
}

/// Whether the trail says that the snapshot was imported: the process may have been killed after that, too.
async fn is_entered(app: &App, manifest: &Manifest) -> Result<bool> {
    let made = DateTime::parse_from_rfc3339(&manifest.made_at).ok().map(|made| made.to_utc() - SLACK);
    for page in 0.. {
        let (entries, _) = audit::list(app.reader(), page, PAGE).await?;
        let is_older = |at: DateTime<Utc>| made.is_some_and(|made| at < made);
        if entries.iter().any(|entry| entry.verb == IMPORT.0 && names(&entry.details, manifest)) {
            return Ok(true);
        }
        if entries.last().is_none_or(|oldest| is_older(oldest.at)) {
            break;
        }
    }
    Ok(false)
}

fn names(details: &str, manifest: &Manifest) -> bool {
    let details: Vec<Value> = serde_json::from_str(details).unwrap_or_default();
    details.iter().any(|detail| {
        let body = &detail["body"];
        body["snapshot"] == manifest.name.as_str() && body["version"] == manifest.version
    })
}
