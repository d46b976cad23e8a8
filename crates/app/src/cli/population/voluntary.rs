//! `chungsuc population voluntary`.

use super::Running;
use super::import::mappings;
use crate::app::Config;
use crate::cli::Answer;
use crate::people::{self, VoluntaryAsked};
use chrono::NaiveDate;
use platform::Result;
use population::gap::{Poverty, VoluntaryCounts};
use population::source::List;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The list.
    pub list: PathBuf,
    /// The first month.
    pub from: NaiveDate,
    /// The last month.
    pub to: NaiveDate,
    /// Which column is which.
    pub columns: Option<PathBuf>,
    /// The folder for refused rows.
    pub rejects: PathBuf,
    /// Whether good rows count although others are refused.
    pub accept_valid: bool,
}

/// Key of each kind of household.
const KINDS: [(&str, Poverty); 4] = [
    ("poor", Poverty::Poor),
    ("near_poor", Poverty::NearPoor),
    ("other", Poverty::Other),
    ("unknown", Poverty::Unknown),
];

const COLUMNS: &[(&str, &str)] = &[
    ("month", "Tháng"),
    ("poor", "Hộ nghèo"),
    ("near_poor", "Hộ cận nghèo"),
    ("other", "Đối tượng khác"),
    ("unknown", "Chưa ghi"),
    ("all", "Cộng"),
    ("new", "Mới"),
    ("returned", "Trở lại"),
];

/// Counts a list by month.
///
/// # Errors
/// The list cannot be read, or the months make no period.
pub fn run(config: &Config, wanted: &Wanted, running: Running) -> Result<Answer> {
    let registry = crate::places::load(Some(&config.data.join("definitions")))?;
    let catalogue = people::group_catalogue_of(&crate::cli::load_definitions(&config.data)?.definitions)?;
    let mapping = mappings(wanted.columns.as_deref())?.of(List::Cards).cloned();
    let (found, time) = running.run(|meter| {
        meter.phase("read");
        let Wanted { list, from, to, rejects, .. } = wanted;
        let asked = VoluntaryAsked { list, mapping, from: *from, to: *to, rejects };
        people::count_voluntary(&registry, &catalogue, asked)
    })?;
    let rows: Vec<Value> =
        found.months.iter().map(|month| row(&month.end.format("%Y-%m").to_string(), month.counts)).collect();
    let answer = Answer::new(rows.into()).columns(COLUMNS).timed(time);
    if found.tally.refused == 0 || wanted.accept_valid {
        return Ok(answer);
    }
    let file = found.rejects.map(|file| file.display().to_string()).unwrap_or_default();
    Ok(answer.refused(format!(
        "Có {} dòng sai không được đếm, ghi trong {file}. Sửa rồi đếm lại, hoặc thêm --accept-valid.",
        found.tally.refused
    )))
}

fn row(month: &str, counts: VoluntaryCounts) -> Value {
    let mut row = Map::from_iter([("month".to_owned(), json!(month))]);
    let mut all = [0; 3];
    for (key, kind) in KINDS {
        let count = counts.of(kind);
        row.insert(key.to_owned(), json!(count.participants));
        row.insert(format!("{key}_new"), json!(count.new));
        row.insert(format!("{key}_returned"), json!(count.returned));
        all = [all[0] + count.participants, all[1] + count.new, all[2] + count.returned];
    }
    for (key, count) in ["all", "new", "returned"].into_iter().zip(all) {
        row.insert(key.to_owned(), json!(count));
    }
    row.into()
}
