//! `chungsuc recognitions`.

use super::exchange::{self, COLUMNS};
use crate::app::App;
use crate::cli::Answer;
use crate::exchange::ImportArguments;
use clap::Subcommand;
use platform::{Actor, Result, sheet};
use serde_json::json;
use std::path::PathBuf;

/// Name of the template's sheet.
pub const SHEET: &str = "Công nhận nông thôn mới";

/// What can be done with recognitions.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Biểu mẫu trống
    Template {
        /// Tệp XLSX
        #[arg(short)]
        output: PathBuf,
    },
    /// Nhập từ tệp XLSX hoặc CSV
    Import(ImportArguments),
}

/// Runs the command.
pub async fn run(app: &App, actor: &Actor, command: Command) -> Result<Answer> {
    match command {
        Command::Template { output } => {
            std::fs::write(&output, sheet::template(SHEET, COLUMNS)?)?;
            Ok(Answer::new(json!({ "written": output.display().to_string() })).columns(&[("written", "Đã ghi")]))
        }
        Command::Import(arguments) => {
            let check = async |upload: &_| exchange::check(app, actor, upload).await;
            let commit = async |upload: &_, rows| {
                exchange::commit(app, actor, upload, rows).await?;
                Ok(json!({}))
            };
            arguments.run(app, COLUMNS, check, commit).await
        }
    }
}
