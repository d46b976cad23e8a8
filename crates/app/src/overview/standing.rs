//! A year of a unit: its target in use against its last result.

use crate::app::App;
use crate::results::{self, Facet, Figure, Value};
use crate::targets::{self, TargetInUse};
use figures::{Standing as Shade, Value as Mark, Year};
use platform::{Lang, Page, Result};
use rules::number::Fixed;
use rules::period::{Period, vietnamese_date};
use rules::rate::{Knowledge, Ratio};
use rules::target::{Achieved, Measure, Outcome, Outturn, Standing, status};
use std::collections::BTreeMap;

/// A target beside a result.
pub struct YearRow {
    /// The year.
    pub year: i32,
    /// The target in use.
    pub target: Option<TargetInUse>,
    /// The last result, confirmed if there is one.
    pub result: Option<Figure>,
    /// How they stand to each other.
    pub standing: Standing,
}

/// Every year of a unit for which there is a target or a result.
pub async fn years(app: &App, unit: i64, indicator: &str, facet: &Facet) -> Result<Vec<YearRow>> {
    let mut targets = targets::in_use_by_year(app, unit, indicator).await?;
    let mut results = results::yearly_with_waiting(app, unit, indicator, facet).await?;
    let mut all: Vec<i32> = targets.keys().chain(results.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let row = |year| {
        let target = targets.remove(&year);
        let result = results.remove(&year).and_then(|(confirmed, waiting)| confirmed.or(waiting));
        year_row(app, indicator, year, target, result)
    };
    Ok(all.into_iter().filter_map(row).collect())
}

/// The year to show first: the last with a confirmed result, else the last with any, else the last with a target.
pub fn latest(rows: &[YearRow]) -> Option<&YearRow> {
    let confirmed = |row: &&YearRow| row.result.as_ref().is_some_and(|figure| figure.confirmed.is_some());
    let last = rows.iter().rev();
    last.clone().find(confirmed).or_else(|| last.clone().find(|row| row.result.is_some())).or(rows.last())
}

/// A year from its parts; none for a year that no calendar has.
pub fn year_row(
    app: &App,
    indicator: &str,
    year: i32,
    target: Option<TargetInUse>,
    result: Option<Figure>,
) -> Option<YearRow> {
    let period = Period::year(year)?;
    let outturn = match &result {
        None => Knowledge::Unknown("chưa có kết quả".to_owned()),
        Some(figure) => match achieved(&figure.value) {
            Ok(achieved) => Knowledge::Known(Outturn { achieved, as_of: figure.as_of }),
            Err(reason) => Knowledge::Unknown(reason),
        },
    };
    let goal = target.as_ref().and_then(|target| target.goal);
    let measure = app.catalogue().indicator(indicator).map(|row| row.measure);
    let goal = goal.filter(|goal| measure.is_none_or(|measure| measure.is_rate() == goal.measure().is_rate()));
    Some(YearRow { year, standing: status(&outturn, goal.as_ref(), period), target, result })
}

fn achieved(value: &Value) -> std::result::Result<Achieved, String> {
    match value {
        Value::Pair { num, den } => Ratio::new(*num, *den).map(Achieved::Pair).map_err(|error| error.to_string()),
        Value::Count(count) => Fixed::whole(*count).map(Achieved::Value).map_err(|error| error.to_string()),
        Value::Published(percent) => Ok(Achieved::Value(*percent)),
        Value::Unknown(reason) => Err(reason.clone()),
    }
}

/// A figure in Vietnamese: "92,12" for a rate, "91.641.000" for a count; none when it is not known.
pub fn number(value: &Value) -> Option<String> {
    percent(value).map(|percent| percent.vietnamese(2)).or(match value {
        Value::Count(count) => Some(rules::number::vietnamese_whole(*count)),
        _ => None,
    })
}

/// The percentage of a pair or as published, rounded to two decimals for the screen.
pub fn percent(value: &Value) -> Option<Fixed> {
    match value {
        Value::Pair { num, den } => Ratio::new(*num, *den).ok().map(|ratio| ratio.percent_rounded(2)),
        Value::Published(percent) => Some(*percent),
        Value::Count(_) | Value::Unknown(_) => None,
    }
}

/// "vượt 5,62 điểm %" and the like, with the class of its pill.
pub fn pill(page: &Page, row: &YearRow, measure: Measure) -> (String, &'static str) {
    let amount = |by: Fixed| {
        if measure.is_rate() { page.a("overview-points", "by", by.vietnamese(2)) } else { by.vietnamese_shortest() }
    };
    match &row.standing.outcome {
        Outcome::Met => (page.t("overview-met"), "good"),
        Outcome::Exceeded { by } => (page.a("overview-exceeded", "by", amount(*by)), "good"),
        Outcome::Short { by } => (page.a("overview-short", "by", amount(*by)), "bad"),
        Outcome::Unknown { .. } if row.result.is_some() && row.target.is_none() => {
            (page.t("overview-no-target"), "unknown")
        }
        Outcome::Unknown { .. } if row.result.is_none() => (page.t("overview-no-result"), "unknown"),
        Outcome::Unknown { .. } => (page.t("overview-unknown"), "unknown"),
    }
}

/// The signed difference of a row: "+7,09".
pub fn difference(row: &YearRow) -> String {
    match &row.standing.outcome {
        Outcome::Exceeded { by } => format!("+{}", by.vietnamese(2)),
        Outcome::Short { by } => format!("−{}", by.vietnamese(2)),
        Outcome::Met => Fixed::ZERO.vietnamese(2),
        Outcome::Unknown { .. } => String::new(),
    }
}

/// "đến 31/8" for a result that does not reach the end of its year.
pub fn until(page: &Page, row: &YearRow) -> Option<String> {
    let figure = row.result.as_ref().filter(|_| row.standing.is_before_end())?;
    let day = vietnamese_date(figure.as_of);
    let short = day.rsplit_once('/').map_or(day.as_str(), |(day, _)| day);
    Some(page.a("overview-until", "day", short))
}

/// The rows as marks of the chart of targets and results.
pub fn marks(page: &Page, rows: &[YearRow]) -> Vec<Year> {
    rows.iter().map(|row| mark(page, row)).collect()
}

fn mark(page: &Page, row: &YearRow) -> Year {
    let mut year = Year::new(row.year.to_string());
    let number = |value: Fixed| Mark::new(float(value), value.vietnamese(2));
    if let Some(value) = row.target.as_ref().and_then(|target| target.view.value) {
        year = year.target(number(value));
    }
    if let Some(value) = row.result.as_ref().and_then(|figure| percent(&figure.value)) {
        year = year.result(number(value));
    }
    if let Some(note) = until(page, row) {
        year = year.until(note);
    }
    year.standing(shade(&row.standing.outcome))
}

/// The shade of an outcome in drawings.
pub fn shade(outcome: &Outcome) -> Shade {
    match outcome {
        Outcome::Met => Shade::Met,
        Outcome::Exceeded { .. } => Shade::Exceeded,
        Outcome::Short { .. } => Shade::Missed,
        Outcome::Unknown { .. } => Shade::Unknown,
    }
}

/// For drawings only: a position on an axis.
#[expect(clippy::cast_precision_loss, reason = "a position on an axis needs no more than a few digits")]
pub fn float(value: Fixed) -> f64 {
    value.ten_thousandths() as f64 / 10_000.0
}

/// The language of the drawings.
pub fn drawn_in(page: &Page) -> figures::Language {
    match page.lang {
        Lang::Vi => figures::Language::Vietnamese,
        Lang::En => figures::Language::English,
    }
}

/// The latest of each key among figures, by its as-of day.
pub fn latest_by<K: Ord>(figures: Vec<Figure>, key: impl Fn(&Figure) -> K) -> BTreeMap<K, Figure> {
    let mut latest: BTreeMap<K, Figure> = BTreeMap::new();
    for figure in figures {
        let key = key(&figure);
        if latest.get(&key).is_none_or(|known| known.as_of <= figure.as_of) {
            latest.insert(key, figure);
        }
    }
    latest
}
