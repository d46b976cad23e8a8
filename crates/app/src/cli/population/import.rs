//! `chungsuc population import`.

use super::Running;
use crate::accounts;
use crate::app::Config;
use crate::cli::Answer;
use crate::cli::bar::Bar;
use crate::people;
use chrono::NaiveDate;
use platform::{Problem, Result};
use population::import::{Report, Step};
use population::source::{Mappings, Progress, Tally};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What was asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The snapshot's name.
    pub name: String,
    /// The list of residents.
    pub residents: PathBuf,
    /// The list of cards.
    pub cards: PathBuf,
    /// The day of the lists.
    pub as_of: Option<NaiveDate>,
    /// Which column is which.
    pub columns: Option<PathBuf>,
    /// Whether good rows are taken although others are refused.
    pub accept_valid: bool,
    /// Whether people are left out.
    pub numbers_only: bool,
    /// The folder for refused rows.
    pub rejects: PathBuf,
    /// MiB of memory for rows and events.
    pub memory: usize,
}

/// Imports, and tells what came of it.
///
/// # Errors
/// A list cannot be read, the folder cannot be written, the person may not import. Nothing has changed then.
pub async fn run(config: Config, acting: Option<&str>, wanted: Wanted, running: Running) -> Result<Answer> {
    let app = crate::cli::open(config).await?;
    let actor = accounts::operator(&app, acting).await?;
    let unit = people::unit_to_import(&app, &actor)?;
    let mappings = mappings(wanted.columns.as_deref())?;
    let lists = people::Lists {
        name: &wanted.name,
        residents: &wanted.residents,
        cards: &wanted.cards,
        mappings,
        as_of: wanted.as_of,
        accept_valid: wanted.accept_valid,
        numbers_only: wanted.numbers_only,
        rejects: &wanted.rejects,
        memory: wanted.memory.saturating_mul(1 << 20),
        asked_by: &actor.name,
        job: None,
        unit,
    };
    let (report, time) = running.run(|meter| {
        let progress = Progress::new();
        let at = Mutex::new(Step::Columns);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| watch(&progress, &at, &done));
            // Dropped even if the import panics, so that the watcher ends.
            let _watched = Watched(&done);
            let report = people::import_lists(&app, lists, &progress, &|step| {
                meter.phase(step.key());
                *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = step;
            });
            meter.pause();
            report
        })
    })?;
    people::enter_import(&app, &actor, &report).await?;
    Ok(answer(&report).timed(time))
}

/// Says that there is nothing more to watch.
struct Watched<'a>(&'a AtomicBool);

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Shows how far the import is until it is done.
fn watch(progress: &Progress, at: &Mutex<Step>, done: &AtomicBool) {
    let mut bar = Bar::new();
    while !done.load(Ordering::Relaxed) {
        let step = *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (finished, total) = match step {
            Step::Residents | Step::Cards => (progress.done(), progress.total()),
            _ => (0, 0),
        };
        bar.show(step.word(), finished, total);
        std::thread::sleep(Duration::from_millis(20));
    }
    bar.end();
}

/// The columns that a file names; none: by their headings.
///
/// # Errors
/// The file cannot be read, or names what no list has.
pub fn mappings(file: Option<&Path>) -> Result<Mappings> {
    let Some(file) = file else { return Ok(Mappings::default()) };
    let text = std::fs::read_to_string(file).map_err(|error| {
        Problem::refuse(format!("Không đọc được {}: {error}.", file.display()), "Kiểm tra đường dẫn.")
    })?;
    Mappings::parse(&file.display().to_string(), &text).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Problem::refuse(format!("Tệp ghép cột có lỗi: {}.", lines.join("; ")), "Sửa tệp rồi làm lại.")
    })
}

fn answer(report: &Report) -> Answer {
    let list = |tally: &Tally| json!({ "rows": tally.rows, "accepted": tally.accepted, "refused": tally.refused, "faults": faults(tally) });
    let manifest = report.snapshot().map(population::snapshot::Snapshot::manifest);
    let skipped: Vec<&String> = report.residents.skipped_sheets.iter().chain(&report.cards.skipped_sheets).collect();
    let value = json!({
        "snapshot": manifest.map(|manifest| format!("{}/{}", manifest.name, manifest.version)),
        "as_of": report.as_of,
        "residents": list(&report.residents),
        "cards": list(&report.cards),
        "resident_rows": report.residents.rows,
        "card_rows": report.cards.rows,
        "refused": report.residents.refused + report.cards.refused,
        "duplicates": report.duplicates,
        "births_without_day": report.residents.births_without_day,
        "skipped_sheets": skipped,
        "without_card": report.counted.residents_without_card,
        "unknown_people": report.counted.unknown_people,
        "cards_of_unknown": report.counted.cards_of_unknown,
        "rejects": report.rejects.iter().map(|file| file.path.display().to_string()).collect::<Vec<_>>(),
        "reasons": faults(&report.residents).into_iter().chain(faults(&report.cards)).collect::<Vec<_>>(),
    });
    let answer = Answer::new(value).columns(&[
        ("snapshot", "Bản số liệu"),
        ("as_of", "Ngày của danh sách"),
        ("resident_rows", "Dòng dân cư"),
        ("card_rows", "Dòng thẻ"),
        ("refused", "Dòng bị trả lại"),
        ("duplicates", "Trong đó trùng người"),
        ("births_without_day", "Người chỉ ghi năm hoặc tháng sinh"),
        ("skipped_sheets", "Trang tính không đọc"),
        ("without_card", "Người không có thẻ nào"),
        ("unknown_people", "Người có thẻ, không có trong danh sách"),
        ("cards_of_unknown", "Thẻ của họ"),
        ("reasons", "Lý do trả lại"),
        ("rejects", "Tệp dòng bị trả lại"),
    ]);
    if report.published.is_some() {
        return answer;
    }
    let files: Vec<String> = report.rejects.iter().map(|file| file.path.display().to_string()).collect();
    answer.refused(format!(
        "Có {} dòng sai nên chưa nạp gì. Sửa các dòng ấy (ghi trong {}) rồi nạp lại cả danh sách, hoặc thêm --accept-valid để nạp các dòng đúng.",
        report.residents.refused + report.cards.refused,
        files.join(", "),
    ))
}

/// Which rules were broken, and how often.
fn faults(tally: &Tally) -> Vec<Value> {
    tally.faults.iter().map(|(rule, rows)| json!({ "name": format!("{} ({rows} dòng)", rule.demand()), "rule": rule.key(), "rows": rows })).collect()
}
