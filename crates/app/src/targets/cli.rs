//! `chungsuc targets`.

use super::exchange::{self, COLUMNS};
use super::model::{TargetView, check_pairs};
use super::service::{self, MAIN_INDICATOR};
use crate::app::App;
use crate::cli::Answer;
use crate::exchange::ImportArguments;
use clap::Subcommand;
use platform::{Actor, Result, sheet};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What can be done with targets.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chỉ tiêu của một đơn vị
    Show {
        /// Mã hoặc tên đơn vị hành chính
        #[arg(long)]
        unit: String,
        /// Khóa của chỉ tiêu; bỏ trống là mọi chỉ tiêu
        #[arg(long)]
        indicator: Option<String>,
    },
    /// So chỉ tiêu của một đơn vị với chỉ tiêu của các đơn vị trực thuộc
    Check {
        /// Đơn vị cấp trên
        #[arg(long)]
        parent: String,
        /// Năm
        #[arg(long)]
        year: i32,
        /// Khóa của chỉ tiêu
        #[arg(long, default_value = MAIN_INDICATOR)]
        indicator: String,
    },
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
        Command::Show { unit, indicator } => show(app, &unit, indicator.as_deref()).await,
        Command::Check { parent, year, indicator } => check(app, &parent, year, &indicator).await,
        Command::Template { output } => {
            std::fs::write(&output, sheet::template("Chỉ tiêu", COLUMNS)?)?;
            Ok(Answer::new(json!({ "written": output.display().to_string() })).columns(&[("written", "Đã ghi")]))
        }
        Command::Import(arguments) => {
            arguments
                .run(
                    app,
                    COLUMNS,
                    async |upload| exchange::check(app, upload).await,
                    async |upload, good| {
                        exchange::commit(app, actor, upload, good).await?;
                        Ok(json!({}))
                    },
                )
                .await
        }
    }
}

async fn show(app: &App, unit: &str, indicator: Option<&str>) -> Result<Answer> {
    let unit = app.resolve_unit(unit, None, None)?;
    let targets = service::of_unit(app, unit).await?;
    let pairs = check_pairs(&targets);
    let in_use = super::model::choose(targets.to_vec(), app.catalogue(), app.today());
    let rows: Vec<Value> = targets
        .iter()
        .filter(|target| indicator.is_none_or(|key| key == target.indicator))
        .map(|target| {
            let mut row = target_json(app, target);
            let pair = pairs.get(&target.id);
            row["implied_population"] = json!(pair.and_then(|pair| pair.implied_population));
            row["warning"] = json!(pair.and_then(|pair| pair.warning.clone()));
            row["in_use"] = json!(in_use.iter().any(|chosen| chosen.view.id == target.id));
            row
        })
        .collect();
    Ok(Answer::new(json!(rows)).columns(&[
        ("indicator_name", "Chỉ tiêu"),
        ("year", "Năm"),
        ("comparator", "So"),
        ("value", "Giá trị"),
        ("authority_name", "Cơ quan"),
        ("document", "Căn cứ"),
        ("implied_population", "Dân số suy ra"),
        ("in_use", "Đang dùng"),
    ]))
}

/// A target as JSON: plain decimals, two of them for a percentage.
pub fn target_json(app: &App, target: &TargetView) -> Value {
    let decimals = if target.measure.is_rate() { 2 } else { 0 };
    let plain = |value: Option<rules::number::Fixed>| {
        value.map(|value| if value.as_whole().is_none() { value.plain(decimals.max(2)) } else { value.plain(decimals) })
    };
    json!({
        "id": target.id,
        "indicator": target.indicator,
        "indicator_name": service::indicator_name(app, &target.indicator),
        "unit": service::unit_path(app, target.unit),
        "year": target.year,
        "due": target.due,
        "value": plain(target.value),
        "upper": plain(target.upper),
        "comparator": target.comparator,
        "measure": target.measure,
        "group": target.group,
        "per_sex": target.per_sex,
        "criterion": target.criterion.as_ref().map(|(set, code)| json!({ "set": set, "code": code })),
        "authority": target.authority,
        "authority_name": target.authority_name,
        "document": target.document_number,
        "decided_on": target.decided_on,
        "printed": target.printed,
        "unknown_reason": target.unknown_reason,
        "source": { "title": target.source_title, "locator": target.locator, "change": target.change },
    })
}

async fn check(app: &App, parent: &str, year: i32, indicator: &str) -> Result<Answer> {
    let parent = app.resolve_unit(parent, None, None)?;
    let cascade = service::check_cascade(app, parent, indicator, year).await?;
    let names =
        |units: &[i64]| -> Vec<String> { units.iter().map(|unit| app.unit_name_or_country(Some(*unit))).collect() };
    let plain = |value: Option<rules::number::Fixed>| value.map(|value| value.plain(2));
    let children: Vec<Value> = cascade
        .rows
        .iter()
        .map(|row| {
            json!({
                "unit": row.name,
                "target": row.target.as_ref().map(|target| target_json(app, &target.view)),
                "population": row.people,
            })
        })
        .collect();
    let value = json!({
        "parent": service::unit_path(app, parent),
        "indicator": indicator,
        "year": year,
        "as_of": cascade.on,
        "target": cascade.target.as_ref().map(|target| target_json(app, &target.view)),
        "verdict": cascade.verdict,
        "sentence": cascade.sentence,
        "together": plain(cascade.together),
        "short_by": plain(cascade.short_by),
        "without_target": names(&cascade.without_target),
        "without_population": names(&cascade.without_people),
        "children": children,
    });
    Ok(Answer::new(value).columns(&[
        ("parent", "Đơn vị"),
        ("year", "Năm"),
        ("sentence", "Kết luận"),
        ("without_target", "Chưa có chỉ tiêu"),
    ]))
}
