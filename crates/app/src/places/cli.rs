//! `chungsuc places`.

use super::service::resolve_id;
use crate::app::App;
use crate::cli::Answer;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use platform::{Problem, Result};
use rules::period::vietnamese_date;
use rules::place::{Find, NotCounted, Succession, Unit, UnitId};
use serde_json::{Value, json};

/// What can be asked about places.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Đếm đơn vị hành chính vào một ngày
    Count(Where),
    /// Một đơn vị: cấp trên, đơn vị kế tiếp, căn cứ
    Show {
        /// Mã hoặc tên
        unit: String,
        /// Ở đâu, vào ngày nào
        #[command(flatten)]
        place: Where,
    },
    /// Tìm theo tên hoặc mã
    Find {
        /// Mã hoặc tên
        text: String,
        /// Ở đâu, vào ngày nào
        #[command(flatten)]
        place: Where,
    },
}

/// Where and when.
#[derive(Debug, Args)]
pub struct Where {
    /// Vào ngày nào (2019-10-04); bỏ trống: hôm nay khi đếm, mọi thời khi tìm
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// Chỉ trong đơn vị này: mã hoặc tên
    #[arg(long)]
    within: Option<String>,
}

/// Runs the command.
pub fn run(app: &App, command: &Command) -> Result<Answer> {
    match command {
        Command::Count(place) => count(app, place),
        Command::Show { unit, place } => show(app, unit, place),
        Command::Find { text, place } => find(app, text, place),
    }
}

fn count(app: &App, place: &Where) -> Result<Answer> {
    let places = app.places();
    let on = place.as_of.unwrap_or_else(|| app.today());
    let within = match &place.within {
        Some(text) => resolve_id(places, text, None, Some(on))?,
        None => places.nation().id,
    };
    let counts = places.counts(within, on).map_err(|reason| match reason {
        NotCounted::NotKnown { known_from } => Problem::refuse(
            format!(
                "Chưa có danh sách đầy đủ các đơn vị của {} ngày {}: dữ liệu chỉ đủ từ ngày {}.",
                places.full_name(within),
                vietnamese_date(on),
                vietnamese_date(known_from)
            ),
            "Chọn ngày sau đó, hoặc một địa bàn có lịch sử đầy đủ hơn.",
        ),
        NotCounted::NotValid { .. } => Problem::internal("a resolved unit is not valid on its day"),
    })?;
    Ok(Answer::new(serde_json::to_value(counts)?).columns(&[
        ("provinces", "Tỉnh"),
        ("districts", "Huyện"),
        ("communes", "Xã"),
        ("by_kind", "Theo loại"),
    ]))
}

fn show(app: &App, text: &str, place: &Where) -> Result<Answer> {
    let places = app.places();
    let within = place.within.as_ref().map(|text| resolve_id(places, text, None, None)).transpose()?;
    let id = resolve_id(places, text, within, place.as_of)?;
    let Some(unit) = places.unit(id) else { return Err(Problem::internal("a resolved unit is missing")) };
    let on = place.as_of.unwrap_or_else(|| unit.to.and_then(|to| to.pred_opt()).unwrap_or_else(|| app.today()));
    let ancestors: Vec<Value> = places.ancestors(id, on).into_iter().map(unit_json).collect();
    let value = json!({
        "unit": unit_json(unit),
        "ancestors": ancestors,
        "successors": places.successors(id).map(|link| link_json(app, link, link.to)).collect::<Vec<_>>(),
        "predecessors": places.predecessors(id).map(|link| link_json(app, link, Some(link.from))).collect::<Vec<_>>(),
    });
    Ok(Answer::new(value).columns(&[
        ("unit", "Đơn vị"),
        ("ancestors", "Cấp trên"),
        ("successors", "Kế tiếp"),
        ("predecessors", "Trước đó"),
    ]))
}

fn find(app: &App, text: &str, place: &Where) -> Result<Answer> {
    let places = app.places();
    let within = place.within.as_ref().map(|text| resolve_id(places, text, None, None)).transpose()?;
    let found = places.find(&Find { text, within, on: place.as_of });
    let rows: Vec<Value> = found
        .into_iter()
        .take(50)
        .filter_map(|found| places.unit(found.unit))
        .map(|unit| {
            let mut row = unit_json(unit);
            row["path"] = json!(places.latest_path_name(unit.id));
            row
        })
        .collect();
    Ok(Answer::new(json!(rows)).columns(&[
        ("code", "Mã"),
        ("path", "Đơn vị"),
        ("valid_from", "Từ"),
        ("valid_to", "Đến"),
    ]))
}

/// A unit as JSON; `valid_to` is the day after its last.
pub fn unit_json(unit: &Unit) -> Value {
    json!({
        "id": i64::from(unit.id),
        "code": unit.code,
        "kind": unit.kind.key(),
        "level": unit.level(),
        "name": unit.name,
        "full_name": unit.full_name(),
        "valid_from": unit.from,
        "valid_to": unit.to,
    })
}

fn link_json(app: &App, link: &Succession, other: Option<UnitId>) -> Value {
    let places = app.places();
    json!({
        "unit": other.and_then(|id| places.unit(id)).map(unit_json),
        "path": other.map(|id| places.path_name(id, link.date)),
        "date": link.date,
        "relation": link.relation.key(),
        "share": link.share,
        "ground": link.ground_text(),
        "note": link.note,
    })
}
