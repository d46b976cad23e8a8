//! Made-up residents and cards of the sample's province, so that coverage and the lists of the uncovered can be tried.

use crate::accounts;
use crate::app::App;
use crate::people::{self, Lists};
use chrono::NaiveDate;
use platform::{Problem, Result};
use population::places::Communes;
use population::source::{Mappings, Progress};
use population::synthetic::{self, Options};
use rules::place::{Level, UnitId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The snapshot's name.
pub const SNAPSHOT: &str = "gia-lap-ben-tre";
/// Code of Bến Tre until 30 June 2025.
const PROVINCE: &str = "83";
const PERSONS: u64 = 40_000;
const SEED: u64 = 2024;
/// The structure of units that made-up people live in.
const DAY: (i32, u32, u32) = (2024, 12, 31);
/// Bytes of rows and events held in memory.
const MEMORY: usize = 256 << 20;

/// Makes the people up and imports them, unless the snapshot is there.
pub async fn load_people(app: &App) -> Result<()> {
    let here = people::snapshots(app).names().map_err(|error| Problem::Internal(Arc::new(error)))?;
    if here.iter().any(|name| name == SNAPSHOT) {
        return Ok(());
    }
    let loader = accounts::system("demo", "Dữ liệu mẫu", "demo");
    platform::gate::anywhere(&loader, people::IMPORT, app.territory())?;
    let (of_thread, asked_by) = (app.clone(), loader.name.clone());
    let report = people::on_a_thread(move || make_up(&of_thread, &asked_by)).await?;
    people::enter_import(app, &loader, &report).await
}

fn make_up(app: &App, asked_by: &str) -> Result<population::import::Report> {
    let (year, month, day) = DAY;
    let day = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| Problem::internal("a date"))?;
    let folder = tempfile::tempdir()?;
    let registry = app.places();
    let province = registry.by_code(PROVINCE, day).ok_or_else(|| Problem::internal("the sample's province"))?;
    let below = registry.descendants(province.id, Level::Commune, day);
    let wanted: BTreeSet<UnitId> = below.into_iter().map(|commune| commune.id).collect();
    let communes = Communes::among(registry, day, |commune| wanted.contains(&commune));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let options = Options { persons: PERSONS, seed: SEED, errors: 0.0, sorted: false, threads };
    synthetic::synthesize(&communes, &options, folder.path(), &mut |_| ())
        .map_err(|error| Problem::Internal(Arc::new(error)))?;
    let lists = Lists {
        name: SNAPSHOT,
        residents: &folder.path().join("residents.parquet"),
        cards: &folder.path().join("cards.parquet"),
        mappings: Mappings::default(),
        as_of: Some(day),
        accept_valid: false,
        numbers_only: false,
        rejects: folder.path(),
        memory: MEMORY,
        asked_by,
        job: None,
        unit: None,
    };
    people::import_lists(app, lists, &Progress::new(), &|_| ())
}
