//! Papers on the command line.

use super::index;
use crate::app::App;
use crate::cli::Answer;
use clap::Subcommand;
use platform::{Actor, Result};
use serde_json::json;

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Đưa vào chỉ mục tìm kiếm những văn bản chưa có trong đó
    Reindex,
}

/// Runs one of them.
pub async fn run(app: &App, actor: &Actor, command: Command) -> Result<Answer> {
    match command {
        Command::Reindex => {
            let count = index::reindex(app, actor).await?;
            Ok(Answer::new(json!({ "indexed": count })).columns(&[("indexed", "Văn bản mới vào chỉ mục")]))
        }
    }
}
