//! The samples' results: turned into figures, entered by the loader and confirmed by another.

use super::load::unit;
use super::pack::{Pack, ResultRow};
use crate::accounts;
use crate::app::App;
use crate::results::{Batch, Facet, NewResult, Origin, Value, Which, confirm_results, enter_results};
use platform::{Problem, Result};
use rules::period::Period;
use std::sync::Arc;

/// Enters every result of the pack and confirms it, and returns how many there are. The papers must be in the register.
pub async fn load_results(app: &App, pack: &Pack) -> Result<usize> {
    let rows = pack.results.iter().map(|row| figure(app, row)).collect::<Result<Vec<NewResult>>>()?;
    let count = rows.len();
    let loader = accounts::system("demo", "Dữ liệu mẫu", "demo");
    let confirmer = accounts::system("demo.xac-nhan", "Người xác nhận dữ liệu mẫu", "demo_confirmer");
    let entered = enter_results(app, &loader, Batch { rows, reason: Some("Dữ liệu mẫu".to_owned()) }).await?;
    confirm_results(app, &confirmer, Which::Change(entered.change), Some("Dữ liệu mẫu")).await?;
    Ok(count)
}

/// A row of the pack as a figure to be entered.
pub fn figure(app: &App, row: &ResultRow) -> Result<NewResult> {
    let broken = |what: &str| Problem::internal(format!("sample result {:?}: {what}", row.key));
    let set = || row.criteria_set.clone();
    let facet = match (&row.criterion, &row.band, set()) {
        (Some(criterion), _, _) => Facet::Criterion { set: criterion.set.clone(), code: criterion.code.clone() },
        (None, Some(band), Some(set)) => Facet::Band { set, band: band.clone() },
        (None, None, Some(set)) => Facet::Set(set),
        (None, Some(_), None) => return Err(broken("a band without its set")),
        (None, None, None) => Facet::None,
    };
    let value = match (row.num, row.den, row.published, &row.unknown_reason) {
        (Some(num), Some(den), _, _) => Value::Pair { num, den },
        (Some(num), None, _, _) => Value::Count(num),
        (None, _, Some(percent), _) => Value::Published(percent),
        (None, _, None, reason) => Value::Unknown(reason.clone().unwrap_or_default()),
    };
    Ok(NewResult {
        unit: unit(app, &row.unit, Some(row.year))?,
        indicator: row.indicator.clone(),
        denominator: row.denominator.clone(),
        facet,
        period: Period::year(row.year).ok_or_else(|| broken("no such year"))?,
        as_of: row.as_of,
        sex: row.sex,
        group: row.group.clone(),
        value,
        estimate: row.estimate,
        printed: row.printed.clone(),
        rounded_to: row.rounded_to,
        note: row.note.clone(),
        source: Arc::new(Origin::Document(row.source.document.clone())),
        locator: row.source.locator.clone().unwrap_or_else(|| "toàn văn".to_owned()),
    })
}
