//! Papers on the command line.

use super::{index, register};
use crate::app::App;
use crate::cli::Answer;
use clap::Subcommand;
use platform::{Actor, Problem, Result};
use register::edxml;
use serde_json::json;
use std::path::PathBuf;

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Đưa vào chỉ mục tìm kiếm những văn bản chưa có trong đó
    Reindex,
    /// Ghi một văn bản đi ra tệp edXML (QCVN 102:2016/BTTTT) hoặc gói ZIP
    Send {
        /// Mã của văn bản đi
        id: i64,
        /// Tệp .edxml hoặc .zip
        #[arg(short)]
        output: PathBuf,
    },
    /// Vào sổ văn bản đến từ một tệp edXML
    Receive {
        /// Tệp edXML
        file: PathBuf,
        /// Mã của sổ văn bản đến
        #[arg(long)]
        series: i64,
        /// Vẫn vào sổ dù có thể đã có
        #[arg(long)]
        again: bool,
    },
}

/// Runs one of them.
pub async fn run(app: &App, actor: &Actor, command: Command) -> Result<Answer> {
    match command {
        Command::Reindex => {
            let count = index::reindex(app, actor).await?;
            Ok(Answer::new(json!({ "indexed": count })).columns(&[("indexed", "Văn bản mới vào chỉ mục")]))
        }
        Command::Send { id, output } => {
            let envelope = edxml::envelope(app, &register::find_for(app, actor, id).await?).await?;
            let bytes = match output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
                true => edxml::package(&envelope)?,
                false => edxml::file(&envelope)?.into_bytes(),
            };
            std::fs::write(&output, bytes)?;
            let written = json!({ "number": envelope.printed(), "file": output.display().to_string() });
            Ok(Answer::new(written).columns(&[("number", "Số, ký hiệu"), ("file", "Tệp")]))
        }
        Command::Receive { file, series, again } => {
            let bytes = std::fs::read(&file).map_err(|error| {
                Problem::refuse(format!("Không đọc được tệp {}: {error}.", file.display()), "Kiểm tra lại đường dẫn.")
            })?;
            let envelope = papers::exchange::read(&String::from_utf8_lossy(&bytes));
            let envelope = envelope.map_err(|error| Problem::Refused(edxml::refused(&error)))?;
            let mut arrival = edxml::arrival(app, &envelope, series)?;
            arrival.again = again;
            let id = register::register_arrival(app, actor, &arrival).await?;
            let registered = json!({ "id": id, "number": arrival.printed, "subject": arrival.subject });
            Ok(Answer::new(registered).columns(&[("id", "Mã"), ("number", "Số, ký hiệu"), ("subject", "Trích yếu")]))
        }
    }
}
