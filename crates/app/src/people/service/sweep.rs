//! Files of imports that nobody came back to: given up and removed after the time that the installation's rule says.

use super::super::IMPORT;
use super::super::definition::Retention;
use super::super::store;
use super::super::table::people_import::{self, Model};
use super::import::{Outcome, Standing};
use super::room::{clear_away, remove};
use super::upload::uploads;
use crate::accounts;
use crate::app::App;
use chrono::{DateTime, Duration, Utc};
use platform::{Result, audit};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// How often the server looks.
const EVERY: std::time::Duration = std::time::Duration::from_secs(3600);
/// How long files of no job may lie: a form that is being sent, a list that is being counted or made.
const LOOSE: Duration = Duration::hours(1);

/// Sweeps now and then, for as long as the server runs.
pub fn keep_swept(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        let mut hour = tokio::time::interval(EVERY);
        loop {
            hour.tick().await;
            if let Err(problem) = sweep(&app).await {
                tracing::error!(causes = %problem.causes(), "files of imports could not be swept");
            }
        }
    });
}

/// Removes what lies in clear although nothing reads it, lists that nobody imported in time, rows that nobody fetched in
/// time, and files that belong to no import.
pub async fn sweep(app: &App) -> Result<()> {
    let retention = Retention::of(app)?;
    let now = app.clock().now();
    let rows = store::every_import(app.reader()).await?;
    for row in &rows {
        let folder = uploads(app).join(&row.folder);
        let standing = Standing::of(row, now);
        if standing == Standing::Running || !folder.is_dir() {
            continue;
        }
        clear_away(&folder)?;
        let days = match standing {
            Standing::Done => retention.returned_days,
            _ => retention.uploads_days,
        };
        if standing == Standing::GivenUp {
            remove(&folder)?;
        } else if last_touched(app, row).await? + Duration::days(days.into()) <= now {
            forget(app, row, standing, days).await?;
            remove(&folder)?;
        }
    }
    let known: BTreeSet<&str> = rows.iter().map(|row| row.folder.as_str()).collect();
    let entries = match fs::read_dir(uploads(app)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let is_known = entry.file_name().to_str().is_some_and(|name| known.contains(name));
        if !is_known && last_written(&entry.path())? + LOOSE <= now {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// When anything in a file or folder was last written: a large list may be hours on its way.
fn last_written(path: &Path) -> Result<DateTime<Utc>> {
    let mut last = DateTime::<Utc>::from(fs::symlink_metadata(path)?.modified()?);
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            last = last.max(last_written(&entry?.path())?);
        }
    }
    Ok(last)
}

/// When somebody last did something about a job.
async fn last_touched(app: &App, row: &Model) -> Result<DateTime<Utc>> {
    if let Some(at) = [row.ended_at, row.beat_at, row.started_at].into_iter().flatten().max() {
        return Ok(at);
    }
    let sent = audit::find(app.reader(), row.change_id).await?;
    Ok(sent.map_or_else(|| app.clock().now(), |change| change.at))
}

/// Says in the trail and in the job that its files are gone.
async fn forget(app: &App, row: &Model, standing: Standing, days: u32) -> Result<()> {
    let mut change = app.begin(&accounts::local_operator(), IMPORT.0, None).await?;
    let mut ended = people_import::ActiveModel { id: Set(row.id), ..Default::default() };
    if standing == Standing::Done {
        let outcome = row.outcome.as_deref().and_then(|text| serde_json::from_str::<Outcome>(text).ok());
        let outcome = Outcome { returned: Vec::new(), ..outcome.unwrap_or_default() };
        ended.outcome = Set(Some(serde_json::to_string(&outcome)?));
    } else {
        ended.state = Set(Standing::GivenUp.key().to_owned());
    }
    store::update_import(change.connection(), ended).await?;
    change.record("people_import", row.id, json!({ "files_removed_after_days": days }))?;
    change.commit().await?;
    Ok(())
}
