//! Shared by the tests of the registry, of finding and of re-mapping: the real tables, read once.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{Registry, Tables, UnitId};

mod country;
mod faults;
mod finding;
mod reference;
mod remapping;

/// The text of the real tables.
pub(super) struct Texts {
    pub units: String,
    pub successions: String,
    pub documents: String,
    pub known: String,
}

impl Texts {
    pub fn tables(&self) -> Tables<'_> {
        Tables { units: &self.units, successions: &self.successions, documents: &self.documents, known: &self.known }
    }
}

/// The workspace's folder, taken from the path as written: a link to it keeps its own neighbours.
fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep")
}

pub(super) static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
    let read = |name: &str| {
        let path = workspace().join("definitions/places").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    Texts {
        units: read("units.tsv"),
        successions: read("successions.tsv"),
        documents: read("documents.tsv"),
        known: read("known.tsv"),
    }
});

pub(super) static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    Registry::parse(&TEXTS.tables()).unwrap_or_else(|faults| panic!("{} faults, first: {}", faults.len(), faults[0]))
});

/// The folder with reference data, where there is one.
pub(super) fn reference(name: &str) -> Option<PathBuf> {
    let path = workspace().parent()?.join("shared/data/admin").join(name);
    path.exists().then_some(path)
}

/// "2019-10-04".
pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

/// The spell of a code on a day.
pub(super) fn at(code: &str, on: &str) -> UnitId {
    REGISTRY.by_code(code, day(on)).unwrap_or_else(|| panic!("no unit {code} on {on}")).id
}
