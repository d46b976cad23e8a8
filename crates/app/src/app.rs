//! What every slice is given: the database, the clock, the configuration, and the definitions held in memory (places,
//! offices, catalogue), which are read once at start.

use crate::catalogue::Catalogue;
use crate::offices::Directory;
use crate::offices::model::Offices;
use crate::places;
use chrono::NaiveDate;
use platform::definition::Definitions;
use platform::gate::{Scope, Territory};
use platform::problem::Refusal;
use platform::{Actor, Change, Clock, Database, Memo, Result, Words};
use rules::place::{Registry, Remap, UnitId};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How this installation is run. Read once at start; nothing else reads the environment.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of this installation: database, blobs, overriding definitions.
    pub data: PathBuf,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Whether readers reach it over HTTPS, so that cookies are marked secure.
    pub public_https: bool,
}

impl Config {
    /// An installation in a folder, on its own SQLite file.
    pub fn in_folder(data: PathBuf) -> Self {
        let database_url = format!("sqlite://{}", data.join("chungsuc.db").display());
        Self { data, database_url, public_https: false }
    }
}

/// The application's state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    database: Database,
    clock: Arc<dyn Clock>,
    words: Arc<Words>,
    places: Arc<Registry>,
    offices: Offices,
    catalogue: Catalogue,
    definitions: Definitions,
    directory: OnceLock<Directory>,
    remaps: Mutex<BTreeMap<(NaiveDate, NaiveDate), Arc<Remap>>>,
    memo: Memo,
}

/// How many pairs of days are kept.
const REMAPS: usize = 32;

/// The definitions an application is built with.
#[derive(Clone)]
pub struct Loaded {
    /// Administrative units through time.
    pub places: Arc<Registry>,
    /// Offices through time.
    pub offices: Offices,
    /// Indicators, denominators, groups, criteria sets, authorities, award forms.
    pub catalogue: Catalogue,
    /// The files they were read from, with those of movements and sample packs.
    pub definitions: Definitions,
}

impl App {
    /// Puts the parts together.
    pub fn new(config: Config, database: Database, clock: Arc<dyn Clock>, loaded: Loaded) -> Result<Self> {
        let mut files = vec![platform::WORDS];
        files.extend(crate::SLICES.iter().map(|slice| slice.words()));
        let words = Words::gather(&files).map_err(platform::Problem::internal)?;
        let Loaded { places, offices, catalogue, definitions } = loaded;
        let words = Arc::new(words);
        let remaps = Mutex::default();
        let (directory, memo) = (OnceLock::new(), Memo::default());
        let inner =
            Inner { config, database, clock, words, places, offices, catalogue, definitions, directory, remaps, memo };
        Ok(Self(Arc::new(inner)))
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Both pools of the database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The pool to read from.
    pub fn reader(&self) -> &platform::database::Reader {
        self.0.database.reader()
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// What was worked out from the database since the last change.
    pub fn memo(&self) -> &Memo {
        &self.0.memo
    }

    /// Today in Vietnam.
    pub fn today(&self) -> NaiveDate {
        self.0.clock.today()
    }

    /// The words of all slices.
    pub fn words(&self) -> &Arc<Words> {
        &self.0.words
    }

    /// Administrative units through time.
    pub fn places(&self) -> &Registry {
        &self.0.places
    }

    /// The rows that carry figures from the units of one day to those of another; those of the days asked for last are
    /// kept, since they follow from the units alone.
    pub fn remap(&self, from: NaiveDate, to: NaiveDate) -> Arc<Remap> {
        let kept = || self.0.remaps.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(remap) = kept().get(&(from, to)) {
            return remap.clone();
        }
        let remap = Arc::new(Remap::between(self.places(), from, to));
        let mut remaps = kept();
        if remaps.len() >= REMAPS {
            remaps.clear();
        }
        remaps.insert((from, to), remap.clone());
        remap
    }

    /// Offices through time.
    pub fn offices(&self) -> &Offices {
        &self.0.offices
    }

    /// Every office, those by rule too, with its names prepared for searching.
    pub fn office_directory(&self) -> &Directory {
        self.0.directory.get_or_init(|| Directory::of(&self.0.offices, &self.0.places))
    }

    /// Indicators, denominators, groups, criteria sets, authorities, award forms.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The definition files, with those of movements and sample packs.
    pub fn definitions(&self) -> &Definitions {
        &self.0.definitions
    }

    /// What the gate asks about places.
    pub fn territory(&self) -> &dyn Territory {
        self
    }

    /// Begins a change; see [`Change`].
    pub async fn begin(&self, actor: &Actor, verb: &str, reason: Option<&str>) -> Result<Change> {
        Change::begin(&self.0.database, self.clock(), actor, verb, reason).await
    }

    /// The unit of a code or a name, or a refusal that lists the candidates.
    pub fn resolve_unit(
        &self,
        text: &str,
        within: Option<i64>,
        on: Option<NaiveDate>,
    ) -> std::result::Result<i64, Refusal> {
        places::resolve(self.places(), text, within, on)
    }

    /// The unit that a text names in a year: the spell valid on its last day, else on its first, else whenever. A name
    /// that goes on through a merger so finds the unit of that time.
    pub fn resolve_unit_of_year(
        &self,
        text: &str,
        within: Option<i64>,
        year: Option<i32>,
    ) -> std::result::Result<i64, Refusal> {
        let period = year.and_then(rules::period::Period::year);
        let days = period.into_iter().flat_map(|period| [period.last_day(), period.first_day()]);
        for day in days {
            if let Ok(unit) = self.resolve_unit(text, within, Some(day)) {
                return Ok(unit);
            }
        }
        self.resolve_unit(text, within, None)
    }

    /// The name of a unit with its kind ("tỉnh Bến Tre"), or of the country when none is given.
    pub fn unit_name_or_country(&self, unit: Option<i64>) -> String {
        unit.map_or_else(|| "cả nước".to_owned(), |unit| self.name(unit))
    }

    /// Where an actor's permissions hold, in words.
    pub fn scope_name(&self, actor: &Actor) -> String {
        match actor.scope {
            Scope::Everywhere => "cả nước".to_owned(),
            Scope::Unit(unit) => self.name(unit),
            Scope::Nowhere => "chưa có địa bàn nào".to_owned(),
        }
    }
}

impl Territory for App {
    fn contains(&self, scope: i64, unit: i64, on: NaiveDate) -> bool {
        places::contains(self.places(), scope, unit, on)
    }

    fn name(&self, unit: i64) -> String {
        UnitId::try_from(unit).map_or_else(|_| unit.to_string(), |unit| self.places().full_name(unit).to_string())
    }
}
