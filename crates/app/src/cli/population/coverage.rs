//! `chungsuc population coverage`.

use super::{Running, refused};
use crate::accounts;
use crate::app::Config;
use crate::cli::Answer;
use crate::people::{self, POLICY};
use chrono::NaiveDate;
use clap::ValueEnum;
use platform::{Problem, Result};
use population::coverage::{By, GroupBy, PlaceBy, Question, ask, month_ends};
use population::output::{Column, write};
use population::places::Communes;
use population::policy::PolicySets;
use population::snapshot::Snapshot;
use rules::place::{Level, Remap};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What cells may differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dimension {
    /// Xã
    Commune,
    /// Huyện
    District,
    /// Tỉnh
    Province,
    /// Giới tính
    Sex,
    /// Mã đối tượng, hoặc nhóm của --groups
    Group,
    /// Dân tộc thiểu số hay không
    Ethnic,
    /// Nhóm tuổi
    Age,
}

/// The days asked for.
#[derive(Clone, Copy, Debug)]
pub enum Dates {
    /// One day.
    Day(NaiveDate),
    /// The last days of the months from the first to the second.
    Months(NaiveDate, NaiveDate),
}

/// What was asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The snapshot's name.
    pub name: String,
    /// When.
    pub dates: Dates,
    /// What cells differ in, in the order of the columns.
    pub by: Vec<Dimension>,
    /// The day whose units are meant.
    pub structure: Option<NaiveDate>,
    /// Definitions of sets of people.
    pub groups: Option<PathBuf>,
    /// The file to write.
    pub out: PathBuf,
    /// The unit whose coverage, and that of its communes, enters the books; none: nothing does.
    pub record: Option<String>,
}

/// Answers into a file, and records in the books what is to be recorded.
///
/// # Errors
/// There is no such snapshot, the question cannot be asked of it, the file cannot be written, or the figures may not be
/// entered.
pub async fn run(config: Config, acting: Option<&str>, wanted: Wanted, running: Running) -> Result<Answer> {
    let days = match wanted.dates {
        Dates::Day(day) => vec![day],
        Dates::Months(from, to) if from <= to => month_ends(from, to),
        Dates::Months(..) => {
            return Err(Problem::refuse("Tháng đầu đứng sau tháng cuối.", "Đổi lại --from và --to."));
        }
    };
    let (mut summary, time) = write_answer(&config, &wanted, days.clone(), running)?;
    let Some(unit) = &wanted.record else {
        return Ok(Answer::new(summary).columns(COLUMNS).timed(time));
    };
    summary["recorded"] = record(config, acting, &wanted.name, unit, &days).await?.into();
    Ok(Answer::new(summary).columns(RECORDED).timed(time))
}

/// What is told of an answer, and of what was recorded.
const RECORDED: &[(&str, &str)] = &[
    ("out", "Đã ghi"),
    ("cells", "Số ô"),
    ("days", "Số ngày"),
    ("last_day", "Ngày cuối"),
    ("residents", "Số dân ngày ấy"),
    ("covered", "Có thẻ BHYT"),
    ("unplaced", "Không quy được về đơn vị nào"),
    ("recorded", "Số kết quả đã ghi, chờ xác nhận"),
];
const COLUMNS: &[(&str, &str)] = RECORDED.split_at(RECORDED.len() - 1).0;

/// Enters the coverage of a unit and its communes on each of the days; how many figures were entered.
async fn record(config: Config, acting: Option<&str>, name: &str, unit: &str, days: &[NaiveDate]) -> Result<usize> {
    let app = crate::cli::open(config).await?;
    let actor = accounts::operator(&app, acting).await?;
    let mut recorded = 0;
    for &day in days {
        let unit = app.resolve_unit(unit, None, Some(day))?;
        recorded += people::record(&app, &actor, name, None, unit, day).await?.ids.len();
    }
    Ok(recorded)
}

fn write_answer(
    config: &Config,
    wanted: &Wanted,
    days: Vec<NaiveDate>,
    running: Running,
) -> Result<(serde_json::Value, Option<serde_json::Value>)> {
    running.run(|meter| {
        meter.phase("open");
        let snapshot = people::snapshots_in(&config.data).open(&wanted.name).map_err(refused)?;
        let index = snapshot.index().map_err(refused)?;
        let (by, columns) = by(config, wanted, &snapshot)?;
        let question = Question::new(days, by);
        meter.phase("scan");
        let answer = ask(&index, &question);
        meter.phase("write");
        write(&answer, &columns, &wanted.out).map_err(refused)?;
        let last = answer.dates().len().saturating_sub(1);
        let unplaced: u64 = if matches!(question.by.place, PlaceBy::Map(_)) {
            let nowhere = answer.cells().iter().enumerate().filter(|(_, cell)| cell.place.is_none());
            nowhere.map(|(cell, _)| u64::from(answer.numbers(cell, last).0)).sum()
        } else {
            0
        };
        let overlapping = matches!(question.by.group, GroupBy::Sets(_));
        let (residents, covered) = answer.total(last);
        Ok(json!({
            "out": wanted.out.display().to_string(),
            "cells": answer.cells().len(),
            "days": answer.dates().len(),
            "last_day": answer.dates().last(),
            "residents": (!overlapping).then_some(residents),
            "covered": (!overlapping).then_some(covered),
            "unplaced": unplaced,
        }))
    })
}

fn by(config: &Config, wanted: &Wanted, snapshot: &Snapshot) -> Result<(By, Vec<Column>)> {
    let has = |dimension| wanted.by.contains(&dimension);
    let levels = [
        (Dimension::Commune, Level::Commune),
        (Dimension::District, Level::District),
        (Dimension::Province, Level::Province),
    ];
    let mut places = levels.iter().filter(|(dimension, _)| has(*dimension));
    let level = places.next();
    if places.next().is_some() {
        return Err(Problem::refuse(
            "Chỉ chia theo một cấp địa bàn mỗi lần.",
            "Giữ một trong: commune, district, province.",
        ));
    }
    let place = match level {
        None => PlaceBy::Together,
        Some((Dimension::Commune, _)) if wanted.structure.is_none() => PlaceBy::Commune,
        Some(&(_, level)) => {
            let registry = crate::places::load(Some(&config.data.join("definitions")))?;
            let as_of = snapshot.manifest().as_of;
            let map = Remap::between(&registry, as_of, wanted.structure.unwrap_or(as_of));
            let placed = Communes::on(&registry, as_of).placed(&registry, &map, level);
            if placed.labels.is_empty() {
                return Err(Problem::refuse(
                    "Ngày ấy không có đơn vị nào ở cấp này.",
                    "Chọn cấp khác, hoặc ngày khác (--structure).",
                ));
            }
            PlaceBy::Map(Arc::new(placed))
        }
    };
    let group = match (&wanted.groups, has(Dimension::Group)) {
        (_, false) => GroupBy::Together,
        (None, true) => GroupBy::Stated,
        (Some(file), true) => {
            let sets = policy(config, file)?;
            let index = snapshot.manifest();
            let bands = population::index::AgeBands::new(&index.ages).unwrap_or_default();
            if let Some(age) = sets.age_not_in(&bands) {
                return Err(Problem::refuse(
                    format!("Nhóm đối tượng dùng mốc {age} tuổi mà bản số liệu không tách."),
                    "Nạp lại danh sách sau khi ghi nhóm này vào definitions/population/policy.toml, hoặc bỏ mốc tuổi ấy.",
                ));
            }
            GroupBy::Sets(Arc::new(sets))
        }
    };
    let mut columns: Vec<Column> = wanted
        .by
        .iter()
        .map(|dimension| match dimension {
            Dimension::Commune => Column::Place("commune"),
            Dimension::District => Column::Place("district"),
            Dimension::Province => Column::Place("province"),
            Dimension::Sex => Column::Sex,
            Dimension::Group => Column::Group,
            Dimension::Ethnic => Column::Ethnic,
            Dimension::Age => Column::Age,
        })
        .collect();
    columns.dedup();
    if matches!(wanted.dates, Dates::Months(..)) {
        columns.push(Column::Month);
    }
    Ok((
        By { place, sex: has(Dimension::Sex), group, ethnic: has(Dimension::Ethnic), age: has(Dimension::Age) },
        columns,
    ))
}

/// The sets of people of a file, or those of the installation for `default`.
pub fn policy(config: &Config, file: &Path) -> Result<PolicySets> {
    let (name, text) = if file == Path::new("default") {
        let loaded = crate::cli::load_definitions(&config.data)?;
        let source =
            loaded.definitions.get(POLICY).ok_or_else(|| Problem::internal("the definitions hold no policy sets"))?;
        (POLICY.to_owned(), source.text.clone())
    } else {
        let text = std::fs::read_to_string(file).map_err(|error| {
            Problem::refuse(format!("Không đọc được {}: {error}.", file.display()), "Kiểm tra đường dẫn.")
        })?;
        (file.display().to_string(), text)
    };
    PolicySets::parse(&name, &text).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Problem::refuse(format!("Tệp nhóm đối tượng có lỗi: {}.", lines.join("; ")), "Sửa tệp rồi làm lại.")
    })
}
