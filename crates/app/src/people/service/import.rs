//! Importing on the web: files are sent, columns confirmed, and the import runs beside the answers to requests. The row of
//! a job says how far it is; whoever runs it says every few seconds that it still does, so that a job whose process is
//! gone is known by its silence and can be started again.

use super::super::table::people_import::{self, Model};
use super::super::{IMPORT, store};
use super::lists::{Lists, import_lists};
use super::room::{Room, remove};
use super::upload::{faults_of_columns, list_columns, open_lists, present, remove_lists, take_into, uploads};
use super::{on_a_thread, place_of, snapshot_problem, snapshots, source_problem};
use crate::app::App;
use axum::extract::Multipart;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use platform::form::Fields;
use platform::gate::{self, Actor, Scope};
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::import::{Report, Step};
use population::source::{Field, List, Mappings, Progress, SourceError, Tally};
use sea_orm::ActiveValue::{NotSet, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of rows and events that an import holds in memory.
const MEMORY: usize = 256 << 20;
/// How often a running import says so.
const BEAT: std::time::Duration = std::time::Duration::from_secs(2);
/// How long it may be silent before it is taken for interrupted.
const SILENCE: Duration = Duration::seconds(60);

/// What a job is, by its row and the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Files are there, columns are not confirmed yet.
    Draft,
    /// It runs.
    Running,
    /// Rows were refused and nothing was published.
    Refused,
    /// It could not be done.
    Failed,
    /// Its process is gone.
    Interrupted,
    /// Somebody gave it up; the files are gone.
    GivenUp,
    /// The snapshot is there.
    Done,
}

impl Standing {
    /// Its key in the database and in words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::GivenUp => "given-up",
            Self::Done => "done",
        }
    }

    /// What a job is by its row and the clock.
    pub fn of(row: &Model, now: DateTime<Utc>) -> Self {
        match row.state.as_str() {
            "running" if row.beat_at.is_none_or(|beat| beat + SILENCE < now) => Self::Interrupted,
            "running" => Self::Running,
            "refused" => Self::Refused,
            "failed" => Self::Failed,
            "given-up" => Self::GivenUp,
            "done" => Self::Done,
            _ => Self::Draft,
        }
    }

    /// Whether it can be started, for the first time or again.
    pub fn can_start(self) -> bool {
        matches!(self, Self::Draft | Self::Refused | Self::Failed | Self::Interrupted)
    }
}

/// What came of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The version of the snapshot; none if nothing was published.
    pub version: Option<u32>,
    /// The day of the lists.
    pub as_of: Option<NaiveDate>,
    /// Rows of residents and of cards that were read.
    pub rows: [u64; 2],
    /// Rows of them that were refused.
    pub refused: [u64; 2],
    /// Rows of people on the list of residents twice, counted among the refused ones.
    pub duplicates: u64,
    /// Names of the files of refused rows.
    pub returned: Vec<String>,
    /// Each rule that was broken.
    pub faults: Vec<Broken>,
    /// Why it could not be done.
    pub failure: Option<String>,
    /// Residents taken in of whose birth only the year or the month is known.
    #[serde(default)]
    pub births_without_day: u64,
    /// Sheets of either list that were not read, since they do not have the columns.
    #[serde(default)]
    pub skipped_sheets: Vec<String>,
    /// Group codes that are not on the list of codes, and in how many rows.
    #[serde(default)]
    pub unlisted_groups: BTreeMap<String, u64>,
}

impl Outcome {
    /// The unlisted codes in words: "XX (3), YY (1)".
    pub fn unlisted_words(&self) -> String {
        self.unlisted_groups.iter().map(|(code, rows)| format!("{code} ({rows})")).collect::<Vec<_>>().join(", ")
    }
}

/// A rule that rows of a list broke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// Which list.
    pub list: List,
    /// What the rule asks for, in Vietnamese.
    pub demand: String,
    /// What to do, in Vietnamese.
    pub remedy: String,
    /// How often it was broken.
    pub count: u64,
}

/// A job as pages show it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its row.
    pub row: Model,
    /// What it is.
    pub standing: Standing,
    /// What came of it.
    pub outcome: Option<Outcome>,
}

impl Job {
    fn of(app: &App, row: Model) -> Self {
        let outcome = row.outcome.as_deref().and_then(|text| serde_json::from_str(text).ok());
        Self { standing: Standing::of(&row, app.clock().now()), outcome, row }
    }
}

/// How far a running job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progressed {
    /// What it is at, in Vietnamese.
    pub step: String,
    /// Hundredths of the step; none while that is not known.
    pub percent: Option<i64>,
    /// Seconds that the step will still take at the present pace; none while that is not known.
    pub seconds_left: Option<i64>,
    /// Rows read.
    pub rows: i64,
    /// Rows refused.
    pub refused: i64,
}

impl Progressed {
    /// How far a job is by its row.
    pub fn of(row: &Model) -> Self {
        let known = row.total > 0 && row.done > 0;
        let elapsed = row.step_at.zip(row.beat_at).map(|(from, to)| (to - from).num_seconds());
        let left = elapsed.filter(|_| known).map(|elapsed| elapsed * (row.total - row.done).max(0) / row.done);
        Self {
            step: row.step.clone().unwrap_or_default(),
            percent: known.then(|| (row.done.min(row.total)) * 100 / row.total),
            seconds_left: left,
            rows: row.rows,
            refused: row.refused,
        }
    }
}

/// Jobs shown.
const SHOWN: usize = 20;

fn may(app: &App, actor: &Actor, unit: Option<i64>) -> Result<()> {
    gate::authorise(actor, IMPORT, place_of(app, unit), app.territory())
}

/// Whose lists somebody imports: those of the territory of the account, none for the whole country's. Refused if the
/// account may import none.
pub fn unit_to_import(app: &App, actor: &Actor) -> Result<Option<i64>> {
    let unit = match actor.scope {
        Scope::Unit(unit) => Some(unit),
        Scope::Everywhere | Scope::Nowhere => None,
    };
    may(app, actor, unit).map(|()| unit)
}

/// The last jobs of the reader's territory, latest first.
pub async fn jobs(app: &App, actor: &Actor) -> Result<Vec<Job>> {
    unit_to_import(app, actor)?;
    let rows = store::every_import(app.reader()).await?.into_iter().rev();
    let own = rows.filter(|row| may(app, actor, row.unit_id).is_ok());
    Ok(own.take(SHOWN).map(|row| Job::of(app, row)).collect())
}

/// A job.
pub async fn find_job(app: &App, actor: &Actor, id: i64) -> Result<Job> {
    gate::anywhere(actor, IMPORT, app.territory())?;
    let row = store::import(app.reader(), id).await?;
    may(app, actor, row.unit_id)?;
    Ok(Job::of(app, row))
}

/// Takes the two files and what was filled in beside them, a piece at a time: they may be larger than memory. They are sealed
/// before this returns, and go when the import is done, given up or forgotten ([`super::sweep`]). `typed` holds what was
/// filled in, for a form that comes back.
pub async fn take_in(app: &App, actor: &Actor, mut form: Multipart, typed: &mut Fields) -> Result<i64> {
    let unit = unit_to_import(app, actor)?;
    let token = platform::audit::hex(&platform::random::bytes::<16>()?);
    let room = Room::make(app, &token)?;
    let taken = match take_into(room, &mut form, typed).await {
        Ok(taken) => not_of_others(app, &taken.1, unit).await.map(|()| taken),
        Err(problem) => Err(problem),
    };
    let (sent, name, as_of) = match taken {
        Ok(taken) => taken,
        Err(problem) => {
            remove(&uploads(app).join(&token))?;
            return Err(problem);
        }
    };
    let mut change = app.begin(actor, IMPORT.0, None).await?;
    let row = people_import::ActiveModel {
        id: NotSet,
        name: Set(name),
        unit_id: Set(unit),
        as_of: Set(as_of),
        residents_file: Set(sent.residents),
        cards_file: Set(sent.cards),
        folder: Set(token),
        numbers_only: Set(sent.numbers_only),
        accept_valid: Set(false),
        columns: Set(String::new()),
        state: Set(Standing::Draft.key().to_owned()),
        step: Set(None),
        done: Set(0),
        total: Set(0),
        rows: Set(0),
        refused: Set(0),
        started_at: Set(None),
        step_at: Set(None),
        beat_at: Set(None),
        ended_at: Set(None),
        outcome: Set(None),
        asked_by: Set(actor.name.clone()),
        change_id: Set(change.id()),
    };
    let row = store::insert_import(change.connection(), row).await?;
    change.record("people_import", row.id, json!({ "snapshot": row.name, "numbers_only": row.numbers_only }))?;
    change.commit().await?;
    Ok(row.id)
}

/// Refuses a name under which a snapshot of another unit's lists stands. The import itself asks again.
async fn not_of_others(app: &App, name: &str, unit: Option<i64>) -> Result<()> {
    let (snapshots, asked) = (snapshots(app), name.to_owned());
    let owner = on_a_thread(move || snapshots.unit_of(&asked).map_err(snapshot_problem)).await?;
    match owner {
        Some(owner) if owner.map(i64::from) != unit => {
            let rule = "đã là tên bản số liệu của một địa bàn khác";
            let fault = Fault::field("name", rule, "Đặt tên khác, ví dụ thêm tên địa bàn vào sau.");
            Err(Refusal::of_faults(vec![fault]).into())
        }
        _ => Ok(()),
    }
}

/// Confirms the columns and starts the import, or starts it again; `choice` says which heading was chosen for a field of a
/// list. Only one process runs a job: whoever takes it first.
pub async fn start(
    app: &App,
    actor: &Actor,
    id: i64,
    accept_valid: bool,
    choice: Option<&(dyn Fn(List, Field) -> String + Sync)>,
) -> Result<()> {
    let job = find_job(app, actor, id).await?;
    present(app, &job.row)?;
    let columns = match choice {
        None => job.row.columns.clone(),
        Some(choice) => {
            let [residents, cards] = list_columns(app, &job.row).await?;
            let residents = residents.chosen(|field| choice(List::Residents, field));
            let cards = cards.chosen(|field| choice(List::Cards, field));
            let faults = [faults_of_columns(&residents), faults_of_columns(&cards)].concat();
            if !faults.is_empty() {
                return Err(Refusal::of_faults(faults).into());
            }
            Mappings { residents: Some(residents), cards: Some(cards) }.to_toml()
        }
    };
    let mut change = app.begin(actor, IMPORT.0, None).await?;
    let row = store::import(change.connection(), id).await?;
    let now = change.at();
    if !Standing::of(&row, now).can_start() {
        return Err(Problem::refuse("Lần nạp này đang chạy hoặc đã xong.", "Xem kết quả ở trang của lần nạp."));
    }
    let row = store::update_import(
        change.connection(),
        people_import::ActiveModel {
            id: Set(id),
            columns: Set(columns),
            accept_valid: Set(accept_valid),
            state: Set(Standing::Running.key().to_owned()),
            step: Set(Some(Step::Columns.word().to_owned())),
            done: Set(0),
            total: Set(0),
            rows: Set(0),
            refused: Set(0),
            started_at: Set(Some(now)),
            step_at: Set(Some(now)),
            beat_at: Set(Some(now)),
            ended_at: Set(None),
            outcome: Set(None),
            ..Default::default()
        },
    )
    .await?;
    change.record("people_import", id, json!({ "started": true, "accept_valid": accept_valid }))?;
    change.commit().await?;
    tokio::spawn(run(app.clone(), actor.clone(), row));
    Ok(())
}

/// Gives a job up: its files go.
pub async fn cancel(app: &App, actor: &Actor, id: i64) -> Result<()> {
    let job = find_job(app, actor, id).await?;
    if !job.standing.can_start() {
        return Err(Problem::refuse("Lần nạp này đang chạy hoặc đã xong.", "Chờ lần nạp chạy xong."));
    }
    let mut change = app.begin(actor, IMPORT.0, None).await?;
    let state = Set(Standing::GivenUp.key().to_owned());
    let row = people_import::ActiveModel { id: Set(id), state, ..Default::default() };
    store::update_import(change.connection(), row).await?;
    change.record("people_import", id, json!({ "given_up": true }))?;
    change.commit().await?;
    remove(&uploads(app).join(&job.row.folder))
}

/// Runs a job to its end and writes down what came of it.
async fn run(app: App, actor: Actor, row: Model) {
    let progress = Arc::new(Progress::new());
    let step = Arc::new(Mutex::new(Step::Columns));
    let work = {
        let (app, row, progress, step) = (app.clone(), row.clone(), progress.clone(), step.clone());
        tokio::task::spawn_blocking(move || import(&app, &row, &progress, &step))
    };
    tokio::pin!(work);
    let mut beat = tokio::time::interval(BEAT);
    let mut known = Step::Columns;
    let report = loop {
        tokio::select! {
            done = &mut work => break done.unwrap_or_else(|error| Err(Problem::internal(error.to_string()))),
            _ = beat.tick() => {
                let now = *step.lock().unwrap_or_else(PoisonError::into_inner);
                if let Err(problem) = tell(&app, row.id, &progress, now, now != known).await {
                    tracing::warn!(causes = %problem.causes(), "the progress of an import could not be written down");
                }
                known = now;
            }
        }
    };
    if let Err(problem) = end(&app, &actor, &row, report).await {
        tracing::error!(causes = %problem.causes(), "the end of an import could not be written down");
    }
}

/// Says how far the job is; housekeeping, no change.
async fn tell(app: &App, id: i64, progress: &Progress, step: Step, is_new: bool) -> Result<()> {
    let count = |number: u64| Set(i64::try_from(number).unwrap_or(i64::MAX));
    let now = app.clock().now();
    let row = people_import::ActiveModel {
        id: Set(id),
        step: Set(Some(step.word().to_owned())),
        done: count(progress.done()),
        total: count(progress.total()),
        rows: count(progress.rows()),
        refused: count(progress.refused()),
        step_at: if is_new { Set(Some(now)) } else { NotSet },
        beat_at: Set(Some(now)),
        ..Default::default()
    };
    store::update_import(app.database().touch(), row).await.map(|_| ())
}

fn import(app: &App, row: &Model, progress: &Progress, step: &Mutex<Step>) -> Result<Report> {
    let mappings = Mappings::parse("cột", &row.columns).map_err(|faults| source_problem(&SourceError::Map(faults)))?;
    let room = Room::open(app, &row.folder)?;
    let clear = room.clear()?;
    let files = open_lists(&room, row, clear.path())?;
    let lists = Lists {
        name: &row.name,
        residents: &files[0],
        cards: &files[1],
        mappings,
        as_of: row.as_of,
        accept_valid: row.accept_valid,
        numbers_only: row.numbers_only,
        rejects: clear.path(),
        memory: MEMORY,
        asked_by: &row.asked_by,
        job: Some(row.id),
        unit: row.unit_id,
    };
    let observe = |now: Step| *step.lock().unwrap_or_else(PoisonError::into_inner) = now;
    let report = import_lists(app, lists, progress, &observe)?;
    for file in &report.rejects {
        room.seal(&name_of(&file.path), &file.path)?;
    }
    Ok(report)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Writes down what came of a job; when the snapshot is there, the files go.
async fn end(app: &App, actor: &Actor, row: &Model, report: Result<Report>) -> Result<()> {
    let (standing, outcome) = match &report {
        Ok(report) => outcome(report),
        Err(problem) => {
            tracing::warn!(causes = %problem.causes(), "an import could not be done");
            let failure = match problem {
                Problem::Refused(refusal) => format!("{} {}", refusal.sentence, refusal.remedy),
                other => other.to_string(),
            };
            (Standing::Failed, Outcome { failure: Some(failure.trim().to_owned()), ..Outcome::default() })
        }
    };
    let mut change = app.begin(actor, IMPORT.0, None).await?;
    let ended = people_import::ActiveModel {
        id: Set(row.id),
        state: Set(standing.key().to_owned()),
        ended_at: Set(Some(change.at())),
        outcome: Set(Some(serde_json::to_string(&outcome)?)),
        ..Default::default()
    };
    store::update_import(change.connection(), ended).await?;
    let body = json!({
        "snapshot": row.name, "version": outcome.version, "state": standing.key(), "rows": outcome.rows,
        "refused": outcome.refused,
    });
    change.record("people_import", row.id, body)?;
    change.commit().await?;
    if let Some(published) = report.as_ref().ok().and_then(|report| report.published.as_ref()) {
        published.entered().map_err(snapshot_problem)?;
        remove_lists(app, row, !outcome.returned.is_empty())?;
    }
    Ok(())
}

fn outcome(report: &Report) -> (Standing, Outcome) {
    let outcome = Outcome {
        version: report.snapshot().map(|snapshot| snapshot.manifest().version),
        as_of: Some(report.as_of),
        rows: [report.residents.rows, report.cards.rows],
        refused: [report.residents.refused, report.cards.refused],
        duplicates: report.duplicates,
        returned: report.rejects.iter().map(|file| name_of(&file.path)).collect(),
        faults: broken(List::Residents, &report.residents).chain(broken(List::Cards, &report.cards)).collect(),
        failure: None,
        births_without_day: report.residents.births_without_day,
        skipped_sheets: [&report.residents, &report.cards]
            .iter()
            .flat_map(|tally| tally.skipped_sheets.clone())
            .collect(),
        unlisted_groups: unlisted(report),
    };
    (if outcome.version.is_some() { Standing::Done } else { Standing::Refused }, outcome)
}

/// Group codes of either list that are not on the list of codes, and in how many rows.
fn unlisted(report: &Report) -> BTreeMap<String, u64> {
    let mut codes = report.residents.unlisted_groups.clone();
    for (code, rows) in &report.cards.unlisted_groups {
        *codes.entry(code.clone()).or_default() += rows;
    }
    codes
}

fn broken(list: List, tally: &Tally) -> impl Iterator<Item = Broken> {
    tally.faults.iter().map(move |(rule, count)| Broken {
        list,
        demand: rule.demand().to_owned(),
        remedy: rule.remedy().to_owned(),
        count: *count,
    })
}

/// A file of refused rows by its place in the outcome, with its name. Rows are about persons: taking them is in the audit
/// trail.
pub async fn returned(app: &App, actor: &Actor, id: i64, number: usize) -> Result<(String, Vec<u8>)> {
    let job = find_job(app, actor, id).await?;
    let missing = || Problem::NotFound(format!("tệp trả lại số {number} của lần nạp số {id}"));
    let name = job.outcome.and_then(|outcome| outcome.returned.get(number).cloned()).ok_or_else(missing)?;
    let mut change = app.begin(actor, "people.returned_rows", None).await?;
    change.record("people_import", id, json!({ "file": name }))?;
    change.commit().await?;
    let (app, folder, file) = (app.clone(), job.row.folder, name.clone());
    let bytes = on_a_thread(move || Room::open(&app, &folder)?.read(&file)).await?;
    Ok((name, bytes))
}
