//! `chungsuc results`.

use super::exchange::{self, COLUMNS};
use super::model::{Facet, Figure, Value as Said};
use super::{is_rate, read};
use crate::app::App;
use crate::catalogue::Indicator;
use crate::cli::Answer;
use crate::documents::{self, SourceView};
use crate::exchange::ImportArguments;
use crate::targets;
use clap::Subcommand;
use platform::{Actor, Problem, Result, sheet};
use rules::number::Fixed;
use rules::rate::points;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What can be done with results.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Kết quả từng năm của một đơn vị, bên chỉ tiêu đang dùng
    Show {
        /// Mã hoặc tên đơn vị hành chính
        #[arg(long)]
        unit: String,
        /// Khóa của chỉ tiêu
        #[arg(long)]
        indicator: String,
        /// Tiêu chí hoặc mức (qd_1980_2016/15.1, qd_1980_2016#15-18)
        #[arg(long, default_value = "")]
        facet: String,
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
        Command::Show { unit, indicator, facet } => show(app, &unit, &indicator, &Facet::parse(&facet)).await,
        Command::Template { output } => {
            std::fs::write(&output, sheet::template("Kết quả", COLUMNS)?)?;
            Ok(Answer::new(json!({ "written": output.display().to_string() })).columns(&[("written", "Đã ghi")]))
        }
        Command::Import(arguments) => {
            arguments
                .run(
                    app,
                    COLUMNS,
                    async |upload| exchange::check_file(app, actor, upload).await,
                    async |upload, good| {
                        let entered = exchange::commit(app, actor, upload, good).await?;
                        Ok(json!({ "change": entered.change, "warnings": entered.warnings }))
                    },
                )
                .await
        }
    }
}

/// One row a year: the target in use and the last confirmed result; what waits stands apart, marked.
pub async fn show(app: &App, unit: &str, indicator: &str, facet: &Facet) -> Result<Answer> {
    let unit = app.resolve_unit(unit, None, None)?;
    let key = exchange::key_of(app, "indicator", indicator).ok_or_else(|| {
        let known: Vec<&str> = app.catalogue().indicators.iter().map(|row| row.key.as_str()).collect();
        Problem::refuse(format!("Không có chỉ tiêu “{indicator}”."), format!("Chọn một trong: {}.", known.join(", ")))
    })?;
    let Some(indicator) = app.catalogue().indicator(&key) else {
        return Err(Problem::internal("a key without its row"));
    };
    let goals = match facet {
        Facet::None => targets::in_use_by_year(app, unit, &key).await?,
        _ => BTreeMap::new(),
    };
    let results = read::yearly_with_waiting(app, unit, &key, facet).await?;
    let figures = results.values().flat_map(|(confirmed, waiting)| [confirmed, waiting]).flatten();
    let sources = documents::sources(app.reader(), figures.map(|figure| figure.source).collect()).await?;
    let years: BTreeSet<i32> = goals.keys().chain(results.keys()).copied().collect();
    let none = (None, None);
    let rows: Vec<Value> = years
        .into_iter()
        .map(|year| {
            let (confirmed, waiting) = results.get(&year).unwrap_or(&none);
            let goal = goals.get(&year).and_then(|chosen| chosen.goal.as_ref()).map(|goal| goal.value());
            row(indicator, year, goal, confirmed.as_ref(), waiting.as_ref(), &sources)
        })
        .collect();
    Ok(Answer::new(json!(rows)).columns(&[
        ("year", "Năm"),
        ("target", "Chỉ tiêu"),
        ("result", "Kết quả"),
        ("points", "Điểm %"),
        ("as_of", "Đến ngày"),
        ("full_year", "Hết năm"),
        ("source", "Nguồn"),
        ("waiting", "Chờ xác nhận"),
    ]))
}

fn row(
    indicator: &Indicator,
    year: i32,
    goal: Option<Fixed>,
    confirmed: Option<&Figure>,
    waiting: Option<&Figure>,
    sources: &BTreeMap<i64, SourceView>,
) -> Value {
    let rate = is_rate(indicator);
    let percent = confirmed.filter(|_| rate).and_then(|figure| figure.value.percent());
    let over = percent.zip(goal).and_then(|(percent, goal)| points(percent, goal).ok());
    let target = goal.map(|goal| if rate || goal.as_whole().is_none() { goal.plain(2) } else { goal.plain(0) });
    let result = confirmed.and_then(|figure| figure.value.plain(rate));
    let reason = confirmed.and_then(|figure| match &figure.value {
        Said::Unknown(reason) => Some(reason.clone()),
        _ => None,
    });
    json!({
        "year": year,
        "target": target,
        "result": result,
        "points": over.map(|points| points.value().plain(2)),
        "as_of": confirmed.map(|figure| figure.as_of),
        "full_year": confirmed.map(Figure::full_year),
        "num": confirmed.and_then(|figure| figure.value.num()),
        "den": confirmed.and_then(|figure| figure.value.den()),
        "denominator": confirmed.and_then(|figure| figure.denominator.clone()),
        "unknown_reason": reason,
        "estimate": confirmed.is_some_and(|figure| figure.estimate),
        "source": confirmed.map(|figure| source_json(figure, sources)),
        "waiting": waiting.map(|figure| json!({
            "result": figure.value.plain(rate),
            "as_of": figure.as_of,
            "entered_by": figure.entered_by,
            "source": source_json(figure, sources),
        })),
    })
}

/// Where a figure comes from, as JSON: the paper with number and date, the place in it, who entered and confirmed it.
fn source_json(figure: &Figure, sources: &BTreeMap<i64, SourceView>) -> Value {
    let source = sources.get(&figure.source);
    json!({
        "observation": figure.id,
        "kind": source.map(|source| source.kind.clone()),
        "title": source.map(|source| source.title.clone()),
        "document": source.and_then(|source| source.number.clone()),
        "issuer": source.and_then(|source| source.issuer.clone()),
        "date": source.and_then(|source| source.issued_on),
        "sha256": source.and_then(|source| source.sha256.clone()),
        "locator": figure.locator,
        "entered_by": figure.entered_by,
        "confirmed_by": figure.confirmed.as_ref().map(|row| row.by.clone()),
        "change": figure.change,
    })
}
