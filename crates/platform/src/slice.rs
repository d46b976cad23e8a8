//! A business area as one value. The product is an ordered list of slices; a slice uses only slices above it.

use crate::gate::{Actor, Permission};
use crate::page::{MenuEntry, Page};
use crate::table::{Later, Migration, Portable};
use crate::words::WordFiles;
use axum::Router;

/// Which roles hold a permission.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// What may be done.
    pub permission: Permission,
    /// Keys of the roles that may.
    pub roles: &'static [&'static str],
}

/// Something that needs doing first, for the home page and a unit's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// One sentence in the reader's language: what, where, how many.
    pub sentence: String,
    /// Where to do it.
    pub path: String,
    /// Smaller is more urgent.
    pub rank: u32,
}

/// A search hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub title: String,
    /// What it is, where it lies.
    pub detail: String,
    /// Its page.
    pub path: String,
    /// Smaller is better.
    pub rank: u32,
}

/// What `doctor` found in one area.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Name of the check.
    pub check: String,
    /// Whether all is well.
    pub sound: bool,
    /// What was checked and what was found, in Vietnamese.
    pub sentence: String,
}

/// A business area: its words, tables, pages, permissions, and what it tells the rest. `S` is the application's state.
pub trait Slice<S: Clone + Send + Sync + 'static>: Sync {
    /// Name of its folder.
    fn name(&self) -> &'static str;
    /// Its messages.
    fn words(&self) -> WordFiles;
    /// Its migrations.
    fn migrations(&self) -> Vec<Migration> {
        Vec::new()
    }
    /// Its tables for backup and restore, those pointed to first.
    fn tables(&self) -> Vec<Box<dyn Portable>> {
        Vec::new()
    }
    /// Its pages.
    fn pages(&self) -> Router<S> {
        Router::new()
    }
    /// Its entry in the menu.
    fn menu(&self) -> Option<MenuEntry> {
        None
    }
    /// Where its entry stands in the menu: smaller first; entries of one rank stand in the order of slices.
    fn menu_rank(&self) -> u8 {
        100
    }
    /// Who may do what in it.
    fn grants(&self) -> &'static [Grant] {
        &[]
    }
    /// What this reader should do first, in the whole territory or in one unit.
    fn attention<'a>(&'a self, _app: &'a S, _page: &'a Page, _unit: Option<i64>) -> Later<'a, Vec<Attention>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// What it finds for a search, at most about twenty hits.
    fn search<'a>(&'a self, _app: &'a S, _actor: &'a Actor, _text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// What in it rests on a paper: targets set by it, results read from it, movements launched by it.
    fn resting_on<'a>(&'a self, _app: &'a S, _document: i64) -> Later<'a, Vec<Hit>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// How many people live in these units, as this slice knows it at the latest by that day; units it knows nothing of
    /// are absent.
    fn people<'a>(
        &'a self,
        _app: &'a S,
        _units: &'a [i64],
        _on: chrono::NaiveDate,
    ) -> Later<'a, std::collections::BTreeMap<i64, i64>> {
        Box::pin(async { Ok(std::collections::BTreeMap::new()) })
    }
    /// The tables it exports, by name.
    fn exports(&self) -> &'static [&'static str] {
        &[]
    }
    /// One of its tables, whole.
    fn export<'a>(&'a self, _app: &'a S, _actor: &'a Actor, name: &'a str) -> Later<'a, crate::sheet::Exported> {
        Box::pin(async move { Err(crate::Problem::NotFound(format!("bảng {name}"))) })
    }
    /// Addresses of the files (see [`crate::blob`]) that its rows point to.
    fn blobs<'a>(&'a self, _app: &'a S) -> Later<'a, Vec<String>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    /// Checks its own books.
    fn check<'a>(&'a self, _app: &'a S) -> Later<'a, Vec<Finding>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
