//! Two lists into a snapshot: what the page and the command line share.

use super::super::IMPORT;
use super::super::definition::{group_catalogue, policy_sets};
use super::{people_problem, sentence, snapshot_problem, snapshots, source_problem};
use crate::app::App;
use crate::places;
use chrono::{FixedOffset, NaiveDate, SecondsFormat};
use platform::gate::Actor;
use platform::{Problem, Result};
use population::import::{Import, ImportError, Report, Sealing, Step, Within};
use population::people::Keyring;
use population::snapshot::Manifest;
use population::source::{Mappings, Progress};
use rules::place::UnitId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// Two lists, and how they are taken in.
#[derive(Debug)]
pub struct Lists<'a> {
    /// The snapshot's name.
    pub name: &'a str,
    /// The list of residents.
    pub residents: &'a Path,
    /// The list of cards.
    pub cards: &'a Path,
    /// Which column is which; where it is silent, the headings say.
    pub mappings: Mappings,
    /// The day of the lists; none: found out from their communes.
    pub as_of: Option<NaiveDate>,
    /// Whether good rows are taken although others are refused.
    pub accept_valid: bool,
    /// Whether people are left out.
    pub numbers_only: bool,
    /// The folder for refused rows.
    pub rejects: &'a Path,
    /// Bytes of rows and events held in memory, about.
    pub memory: usize,
    /// The account that asked for it.
    pub asked_by: &'a str,
    /// The job on the web that it is.
    pub job: Option<i64>,
    /// Whose lists they are: rows of communes elsewhere are refused. None: the whole country's.
    pub unit: Option<i64>,
}

/// What the audit trail is to say about a snapshot, kept beside it until it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The account that asked for the import.
    pub asked_by: String,
    /// The job on the web that it was.
    pub job: Option<i64>,
}

/// Makes a snapshot of two lists, by the definitions of the installation, on the threads of the current pool. Whoever asks
/// must have been let in by the gate, and writes the audit entry ([`enter_import`]).
///
/// # Errors
/// A list cannot be read, the key of the installation is missing, or the folder cannot be written; nothing has changed then.
pub fn import_lists(
    app: &App,
    lists: Lists<'_>,
    progress: &Progress,
    observe: &(dyn Fn(Step) + Sync),
) -> Result<Report> {
    let unit = lists.unit.map(known_unit).transpose()?;
    let keyring = if lists.numbers_only { None } else { Some(keyring(app)?) };
    let hanoi = FixedOffset::east_opt(7 * 3600).ok_or_else(|| Problem::internal("seven hours are an offset"))?;
    let holds = |scope: UnitId| move |commune: UnitId, day| app.territory().contains(scope.into(), commune.into(), day);
    let holds = unit.map(holds);
    let within = unit.zip(holds.as_ref()).map(|(unit, holds)| Within { unit, holds });
    let import = Import {
        snapshots: &snapshots(app),
        name: lists.name,
        residents: lists.residents,
        cards: lists.cards,
        mappings: lists.mappings,
        as_of: lists.as_of,
        today: app.today(),
        accept_valid: lists.accept_valid,
        sealing: keyring.as_ref().map(|keyring| Sealing { keyring, chance: &platform::random::fill }),
        registry: app.places(),
        catalogue: &group_catalogue(app)?,
        policy: &policy_sets(app)?,
        memory: lists.memory,
        rejects: lists.rejects,
        made_at: app.clock().now().with_timezone(&hanoi).to_rfc3339_opts(SecondsFormat::Secs, false),
        made_by: concat!("chungsuc ", env!("CARGO_PKG_VERSION")).to_owned(),
        entry: serde_json::to_string(&Entry { asked_by: lists.asked_by.to_owned(), job: lists.job })?,
        within,
    };
    population::import::import(&import, progress, observe).map_err(import_problem)
}

/// Writes into the audit trail which snapshot an import made; an import that made none leaves no trace.
pub async fn enter_import(app: &App, actor: &Actor, report: &Report) -> Result<()> {
    let Some(published) = &report.published else { return Ok(()) };
    let mut change = app.begin(actor, IMPORT.0, None).await?;
    let manifest = published.snapshot().manifest();
    change.record("people_snapshot", i64::from(manifest.version), entry_of(manifest))?;
    change.commit().await?;
    published.entered().map_err(snapshot_problem)
}

/// What the trail says about a snapshot.
pub fn entry_of(manifest: &Manifest) -> Value {
    json!({
        "snapshot": manifest.name, "version": manifest.version, "unit": manifest.unit,
        "rows": [manifest.residents.rows, manifest.cards.rows],
        "refused": [manifest.residents.refused, manifest.cards.refused],
    })
}

/// The keyring of the installation, made at the first import of persons.
pub fn keyring(app: &App) -> Result<Keyring> {
    let snapshots = snapshots(app);
    let mut sealed = false;
    for name in snapshots.names().map_err(snapshot_problem)? {
        for version in snapshots.versions(&name).map_err(snapshot_problem)? {
            sealed |= snapshots.open_version(&name, version).map_err(snapshot_problem)?.manifest().people.is_some();
        }
    }
    Keyring::open_or_make(&app.config().data, sealed, &platform::random::fill).map_err(people_problem)
}

fn known_unit(unit: i64) -> Result<UnitId> {
    places::id(unit).ok_or_else(|| Problem::internal(format!("unit {unit} has no number of the registry")))
}

fn import_problem(error: ImportError) -> Problem {
    match error {
        ImportError::Source(error) => source_problem(&error),
        ImportError::People(error) => people_problem(error),
        ImportError::Snapshot(error) => snapshot_problem(error),
        ImportError::Index(_) | ImportError::File { .. } => Problem::Internal(Arc::new(error)),
        ImportError::NoUnits(_) | ImportError::Ages | ImportError::NameTaken(_) => {
            Problem::refuse(sentence(&error), "")
        }
    }
}
