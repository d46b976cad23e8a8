//! The sheets that this slice takes in.

use super::super::ENTER;
use super::super::NewResult;
use super::super::exchange::{self, COLUMNS};
use crate::app::App;
use crate::exchange::web::Import;
use crate::exchange::{Sorted, Upload};
use platform::sheet::Column;
use platform::{Actor, Permission, Result};

/// Results in a sheet.
pub struct Sheet;

impl Import for Sheet {
    type Row = NewResult;
    const PATH: &'static str = "/results";
    const AFTER: &'static str = "/results/confirm";
    const AFTER_WORDS: &'static str = "results-waiting-title";
    const TITLE: &'static str = "results-import";
    const SHEET: &'static str = "Kết quả";
    const FILE: &'static str = "ket-qua";
    const COLUMNS: &'static [Column] = COLUMNS;
    const PERMISSION: Permission = ENTER;

    async fn check(app: &App, actor: &Actor, upload: &Upload) -> Result<Sorted<NewResult>> {
        exchange::check_file(app, actor, upload).await
    }

    async fn commit(app: &App, actor: &Actor, upload: &Upload, rows: Vec<NewResult>) -> Result<usize> {
        Ok(exchange::commit(app, actor, upload, rows).await?.ids.len())
    }
}
