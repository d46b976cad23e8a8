//! `chungsuc population gap`.

use super::{Running, refused};
use crate::accounts;
use crate::app::Config;
use crate::cli::Answer;
use crate::people::{self, Sight};
use chrono::NaiveDate;
use platform::{Problem, Result};
use population::gap::{Disclosure, Filter, GapWriter, running_out, uncovered};
use serde_json::json;
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The snapshot's name.
    pub name: String,
    /// Code of the commune as of the list's day.
    pub commune: String,
    /// On which day.
    pub as_of: NaiveDate,
    /// Those whose cards run out within so many days, instead of those who have none.
    pub running_out: Option<u32>,
    /// Names and numbers in full, for this purpose.
    pub purpose: Option<String>,
    /// The file to write.
    pub out: PathBuf,
}

/// Lists people of a commune into a file; the audit trail says who did.
///
/// # Errors
/// There is no such snapshot or commune, the person may not see its list, or the file cannot be written.
pub async fn run(config: Config, acting: Option<&str>, wanted: Wanted, running: Running) -> Result<Answer> {
    let app = crate::cli::open(config).await?;
    let actor = accounts::operator(&app, acting).await?;
    let snapshot = people::find(&app, &wanted.name, None).await?;
    let day = snapshot.manifest().as_of;
    let unit = app.places().by_code(&wanted.commune, day).map(|unit| i64::from(unit.id)).ok_or_else(|| {
        Problem::refuse(
            format!("Ngày {} không có xã nào mang mã {}.", day.format("%d/%m/%Y"), wanted.commune),
            "Tra mã xã bằng lệnh: chungsuc places.",
        )
    })?;
    let sight = if wanted.purpose.is_some() { Sight::Names } else { Sight::Masked };
    let meter = super::Meter::start(running.time);
    meter.phase("scan");
    let opened = people::open_list(&app, &actor, &snapshot, unit, sight, wanted.purpose.as_deref().unwrap_or_default()).await?;
    let list = match wanted.running_out {
        None => uncovered(&opened.list, wanted.as_of, &Filter::default()),
        Some(days) => running_out(&opened.list, wanted.as_of, days, &Filter::default()),
    };
    meter.phase("write");
    let disclosure = if sight == Sight::Names { Disclosure::Open } else { Disclosure::Masked };
    let mut writer = GapWriter::create(&wanted.out, list.kind, wanted.as_of, disclosure).map_err(refused)?;
    writer.write(&list).map_err(refused)?;
    let rows = writer.finish().map_err(refused)?;
    Ok(Answer::new(json!({
        "out": wanted.out.display().to_string(),
        "commune": wanted.commune,
        "as_of": wanted.as_of,
        "residents": opened.list.people.len(),
        "listed": rows,
    }))
    .columns(&[
        ("out", "Đã ghi"),
        ("commune", "Mã xã"),
        ("as_of", "Ngày"),
        ("residents", "Người trong danh sách dân cư"),
        ("listed", "Người được liệt kê"),
    ])
    .timed(meter.finish()))
}
