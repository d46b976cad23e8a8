//! The sheets that this slice takes in.

use super::super::RECOGNISE;
use super::super::exchange::{self, COLUMNS};
use super::super::model::NewRecognition;
use crate::app::App;
use crate::exchange::web::Import;
use crate::exchange::{Sorted, Upload};
use platform::sheet::Column;
use platform::{Actor, Permission, Result};

/// Recognitions in a sheet.
pub struct Sheet;

impl Import for Sheet {
    type Row = NewRecognition;
    const PATH: &'static str = "/new-rural/recognitions";
    const AFTER: &'static str = "/new-rural";
    const AFTER_WORDS: &'static str = "criteria-menu";
    const TITLE: &'static str = "criteria-import";
    const SHEET: &'static str = super::super::cli::SHEET;
    const FILE: &'static str = "cong-nhan";
    const COLUMNS: &'static [Column] = COLUMNS;
    const PERMISSION: Permission = RECOGNISE;

    async fn check(app: &App, actor: &Actor, upload: &Upload) -> Result<Sorted<NewRecognition>> {
        exchange::check(app, actor, upload).await
    }

    async fn commit(app: &App, actor: &Actor, upload: &Upload, rows: Vec<NewRecognition>) -> Result<usize> {
        exchange::commit(app, actor, upload, rows).await
    }
}
