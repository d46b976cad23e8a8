//! The sheets that this slice takes in.

use super::super::ENTER;
use super::super::exchange::{self, COLUMNS, Checked};
use crate::app::App;
use crate::exchange::web::Import;
use crate::exchange::{Sorted, Upload};
use platform::sheet::Column;
use platform::{Actor, Permission, Result};

/// Targets in a sheet.
pub struct Sheet;

impl Import for Sheet {
    type Row = Checked;
    const PATH: &'static str = "/targets";
    const AFTER: &'static str = "/targets";
    const AFTER_WORDS: &'static str = "targets-menu";
    const TITLE: &'static str = "targets-import";
    const SHEET: &'static str = "Chỉ tiêu";
    const FILE: &'static str = "chi-tieu";
    const COLUMNS: &'static [Column] = COLUMNS;
    const PERMISSION: Permission = ENTER;

    async fn check(app: &App, _actor: &Actor, upload: &Upload) -> Result<Sorted<Checked>> {
        exchange::check(app, upload).await
    }

    async fn commit(app: &App, actor: &Actor, upload: &Upload, rows: Vec<Checked>) -> Result<usize> {
        exchange::commit(app, actor, upload, rows).await
    }
}
