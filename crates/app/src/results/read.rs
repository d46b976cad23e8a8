//! What other areas read of results. Every figure carries its source, place, day and who stands for it.

use super::model::{Confirmed, Facet, Figure, Summed, Value, sex_key, sex_of};
use super::rollup::{level_key, level_of_key};
use super::store::{self, Observed, Wanted};
use super::table::{observation, series};
use crate::app::App;
use crate::catalogue::Counted;
use crate::{documents, places};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use platform::{Problem, Result};
use rules::number::Fixed;
use rules::period::Period;
use rules::place::{Held, Level, Outcome, Remap, RemapError, UnitId, Value as Carried};
use rules::rate::{Knowledge, Sex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rows that a workbook takes.
const EXPORT_LIMIT: u64 = 1_000_000;

/// Which series of an indicator: those of one facet, or all.
#[derive(Debug, Clone, Copy)]
pub enum Facets<'a> {
    /// Those of this facet (usually [`Facet::None`]).
    Only(&'a Facet),
    /// All of them.
    All,
}

/// The last confirmed result of each year of a unit: both sexes together, everybody, no facet. A unit is read through
/// its spells as long as it is the same people: the old Bến Tre is not the new Vĩnh Long.
pub async fn yearly(app: &App, unit: i64, indicator: &str) -> Result<BTreeMap<i32, Figure>> {
    Ok(by_year(totals(app, unit, indicator, &Facet::None).await?, true))
}

/// The same, with the last result of each year that still waits, where it is newer than the confirmed one.
pub async fn yearly_with_waiting(
    app: &App,
    unit: i64,
    indicator: &str,
    facet: &Facet,
) -> Result<BTreeMap<i32, (Option<Figure>, Option<Figure>)>> {
    let figures = totals(app, unit, indicator, facet).await?;
    let (confirmed, waiting): (Vec<Figure>, Vec<Figure>) =
        figures.into_iter().partition(|figure| figure.confirmed.is_some());
    let mut years: BTreeMap<i32, (Option<Figure>, Option<Figure>)> = BTreeMap::new();
    for (year, figure) in by_year(confirmed, false) {
        years.entry(year).or_default().0 = Some(figure);
    }
    for (year, figure) in by_year(waiting, false) {
        let entry = years.entry(year).or_default();
        if entry.0.as_ref().is_none_or(|confirmed| confirmed.as_of <= figure.as_of) {
            entry.1 = Some(figure);
        }
    }
    Ok(years)
}

async fn totals(app: &App, unit: i64, indicator: &str, facet: &Facet) -> Result<Vec<Figure>> {
    let series = store::series(app.reader(), indicator).await?;
    let wanted: Vec<i64> = series_ids(&series, Facets::Only(facet));
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let units = spells(app, unit);
    let wanted = Wanted { units: &units, series: wanted, totals_only: true, ..Wanted::default() };
    figures(store::of_units(app.reader(), &wanted).await?, &by_id(series))
}

/// Of each year the figure counted last; on the same day a pair goes before a percentage, and that before an unknown.
fn by_year(figures: Vec<Figure>, confirmed_only: bool) -> BTreeMap<i32, Figure> {
    let mut years: BTreeMap<i32, Figure> = BTreeMap::new();
    let rank = |figure: &Figure| {
        let kind = match figure.value {
            Value::Unknown(_) => 0,
            Value::Published(_) => 1,
            Value::Pair { .. } | Value::Count(_) => 2,
        };
        (figure.as_of, kind, figure.id)
    };
    for figure in figures {
        let within_a_year = figure.period.first_day().year() == figure.period.last_day().year();
        if !within_a_year || (confirmed_only && figure.confirmed.is_none()) {
            continue;
        }
        let year = figure.year();
        if years.get(&year).is_none_or(|known| rank(known) < rank(&figure)) {
            years.insert(year, figure);
        }
    }
    years
}

/// Every open figure of a unit through its spells, of one indicator or all; waiting ones too. `known_at` asks what was
/// known at that change.
pub async fn of_unit(app: &App, unit: i64, indicator: Option<&str>, known_at: Option<i64>) -> Result<Vec<Figure>> {
    let series = match indicator {
        Some(indicator) => by_id(store::series(app.reader(), indicator).await?),
        None => store::all_series(app.reader()).await?,
    };
    if series.is_empty() {
        return Ok(Vec::new());
    }
    let units = spells(app, unit);
    let only = if indicator.is_some() { series.keys().copied().collect() } else { Vec::new() };
    let wanted = Wanted { units: &units, series: only, known_at, ..Wanted::default() };
    figures(store::of_units(app.reader(), &wanted).await?, &series)
}

/// Of every series, sex and group of a unit the open figures of the last day counted, waiting ones too.
pub async fn last_of_unit(app: &App, unit: i64) -> Result<Vec<Figure>> {
    let series = store::all_series(app.reader()).await?;
    figures(store::of_last_days(app.reader(), &spells(app, unit)).await?, &series)
}

/// The last confirmed figure of each of these units in a year, in one query: for maps and rankings. The units are spells
/// valid in that year; both sexes together, everybody.
pub async fn latest(
    app: &App,
    indicator: &str,
    facet: &Facet,
    units: &[i64],
    year: i32,
) -> Result<BTreeMap<i64, Figure>> {
    let series = store::series(app.reader(), indicator).await?;
    let wanted = series_ids(&series, Facets::Only(facet));
    let Some(days) = days_of(year).filter(|_| !wanted.is_empty()) else { return Ok(BTreeMap::new()) };
    let wanted =
        Wanted { units, series: wanted, totals_only: true, confirmed_only: true, days: Some(days), known_at: None };
    let mut by_unit: BTreeMap<i64, Vec<Figure>> = BTreeMap::new();
    for figure in figures(store::of_units(app.reader(), &wanted).await?, &by_id(series))? {
        by_unit.entry(figure.unit).or_default().push(figure);
    }
    let last = |figures| by_year(figures, true).into_values().next_back();
    Ok(by_unit.into_iter().filter_map(|(unit, figures)| Some((unit, last(figures)?))).collect())
}

/// Confirmed figures of a unit in a year by facet: the bands of a criteria set, the criteria of an indicator. Of each
/// facet and denominator the figure counted last.
pub async fn by_facet(app: &App, unit: i64, indicator: &str, year: i32) -> Result<Vec<Figure>> {
    let series = store::series(app.reader(), indicator).await?;
    let wanted = series_ids(&series, Facets::All);
    let Some(days) = days_of(year).filter(|_| !wanted.is_empty()) else { return Ok(Vec::new()) };
    let units = spells(app, unit);
    let wanted = Wanted {
        units: &units,
        series: wanted,
        totals_only: true,
        confirmed_only: true,
        days: Some(days),
        known_at: None,
    };
    let mut last: BTreeMap<(String, Option<String>), Figure> = BTreeMap::new();
    for figure in figures(store::of_units(app.reader(), &wanted).await?, &by_id(series))? {
        last.insert((figure.facet.to_string(), figure.denominator.clone()), figure);
    }
    Ok(last.into_values().collect())
}

/// The sums that the roll-ups hold for units in a year: of each unit, series and level of leaves the one of the last
/// day. The number of units expected is counted in the structure of that day.
pub async fn summed(app: &App, indicator: &str, facet: &Facet, units: &[i64], year: i32) -> Result<Vec<Summed>> {
    let series = store::series(app.reader(), indicator).await?;
    let wanted = series_ids(&series, Facets::Only(facet));
    let Some(days) = days_of(year).filter(|_| !wanted.is_empty()) else { return Ok(Vec::new()) };
    let series = by_id(series);
    let rows = store::rollups(app.reader(), units, wanted, days).await?;
    let mut last = BTreeMap::new();
    for row in rows {
        last.insert((row.unit_id, row.series_id, row.leaves.clone()), row);
    }
    let known = last.into_values().filter_map(|row| series.get(&row.series_id).map(|series| (row, series)));
    known.map(|(row, series)| summed_row(app, row, series)).collect()
}

fn summed_row(app: &App, row: super::table::rollup::Model, series: &series::Model) -> Result<Summed> {
    let leaves: Level = level_of_key(&row.leaves).ok_or_else(|| Problem::internal("a level no one knows"))?;
    Ok(Summed {
        unit: row.unit_id,
        indicator: series.indicator.clone(),
        denominator: Some(series.denominator.clone()).filter(|key| !key.is_empty()),
        facet: Facet::parse(&series.facet),
        leaves,
        period: period(row.period_from, row.period_to)?,
        as_of: row.as_of,
        num: row.num,
        den: (row.dens_known == row.leaves_known).then_some(row.den),
        leaves_known: row.leaves_known,
        leaves_expected: expected(app, row.unit_id, leaves, row.as_of),
    })
}

/// How many units of a level a unit has on a day, where the list of units reaches back so far.
pub fn expected(app: &App, unit: i64, leaves: Level, on: NaiveDate) -> Knowledge<i64> {
    let unknown = || Knowledge::Unknown("danh sách đơn vị không có đủ vào ngày đó".to_owned());
    let Some(id) = places::id(unit) else { return unknown() };
    let Ok(counts) = app.places().counts(id, on) else { return unknown() };
    let units = match leaves {
        Level::Nation => 1,
        Level::Province => counts.provinces,
        Level::District => counts.districts,
        Level::Commune => counts.communes,
    };
    i64::try_from(units).map_or_else(|_| unknown(), Knowledge::Known)
}

/// Figures of one day carried into the structure of another: sums of numerators over sums of denominators.
#[derive(Debug)]
pub struct Remapped {
    /// The day counted on.
    pub as_of: NaiveDate,
    /// Level of the units whose figures were carried over.
    pub leaves: Level,
    /// The figures by unit of the other day.
    pub outcome: Outcome,
    /// Units of the first day that have a figure.
    pub known: BTreeSet<UnitId>,
    remap: Arc<Remap>,
}

/// A figure in another structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemappedValue {
    /// Everything that went into the unit, or the part of it that is known.
    Known {
        /// The sum.
        value: Value,
        /// Units of the first day with a figure, of those whose people are in this unit.
        inputs_known: usize,
        /// How many those are.
        inputs_expected: usize,
        /// Whether a stated share was used, so that people were apportioned rather than counted.
        apportioned: bool,
    },
    /// Không quy đổi được, with the reasons.
    Unknown(Vec<String>),
}

impl Remapped {
    /// The figure of a unit of the other day; none when no figure touches it.
    pub fn value(&self, app: &App, unit: i64) -> Option<RemappedValue> {
        let id = places::id(unit)?;
        match self.outcome.value(id)? {
            Carried::Unknown { inputs } => {
                let reason = |held: &Held| self.remap.reason(app.places(), held);
                let reasons: BTreeSet<String> = inputs.iter().map(reason).collect();
                Some(RemappedValue::Unknown(reasons.into_iter().collect()))
            }
            Carried::Known { num, den, apportioned } => {
                let inputs = self.inputs(app, id);
                Some(RemappedValue::Known {
                    value: if den > 0 { Value::Pair { num, den } } else { Value::Count(num) },
                    inputs_known: inputs.intersection(&self.known).count(),
                    inputs_expected: inputs.len(),
                    apportioned,
                })
            }
        }
    }

    /// Units of the first day whose people are, all or in part, in a unit of the other day.
    pub fn inputs(&self, app: &App, unit: UnitId) -> BTreeSet<UnitId> {
        let registry = app.places();
        let of_level = |id: &UnitId| registry.unit(*id).is_some_and(|row| row.level() == self.leaves);
        let reaches = |id: UnitId| {
            self.remap
                .targets(id)
                .is_some_and(|mut targets| targets.any(|(target, _)| registry.contains(unit, target, self.remap.to())))
        };
        self.remap.origins(unit).iter().copied().filter(of_level).filter(|id| reaches(*id)).collect()
    }
}

/// Carries the confirmed figures of one level and day into the structure of another day. Figures with a denominator are
/// carried as pairs; those of the wanted denominator only, since sums over different denominators are none. With `into`
/// only figures are carried that touch that unit of the other day, and only its value is whole.
pub async fn remapped(
    app: &App,
    indicator: &str,
    denominator: Option<&str>,
    leaves: Level,
    (as_of, to): (NaiveDate, NaiveDate),
    into: Option<UnitId>,
) -> Result<Remapped> {
    let remap = app.remap(as_of, to);
    let series = store::series(app.reader(), indicator).await?;
    let of_denominator = |row: &&series::Model| {
        row.facet.is_empty() && denominator.is_none_or(|denominator| row.denominator == denominator)
    };
    let wanted: Vec<i64> = series.iter().filter(of_denominator).map(|row| row.id).collect();
    let of_level = |id: &&UnitId| app.places().unit(**id).is_some_and(|unit| unit.level() == leaves);
    let units = into.map(|unit| remap.origins(unit).iter().filter(of_level).map(|id| i64::from(*id)).collect());
    let rows = store::confirmed_on(app.reader(), wanted, as_of, units).await?;
    let mut inputs: BTreeMap<UnitId, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let Some(unit) = places::id(row.unit_id).and_then(|id| app.places().unit(id)) else { continue };
        if let Some(num) = row.num.filter(|_| unit.level() == leaves) {
            inputs.insert(unit.id, (num, row.den.unwrap_or(0)));
        }
    }
    let known = inputs.keys().copied().collect();
    let inputs: Vec<(UnitId, i64, i64)> = inputs.into_iter().map(|(unit, (num, den))| (unit, num, den)).collect();
    let outcome = remap.apply(&inputs).map_err(|error| match error {
        RemapError::NotValid { unit } => {
            Problem::internal(format!("unit {unit} has a figure on a day it is not valid"))
        }
        RemapError::Overflow => Problem::internal("a sum over the country does not fit"),
    })?;
    Ok(Remapped { as_of, leaves, outcome, known, remap })
}

/// A figure by its key.
pub async fn figure(app: &App, id: i64) -> Result<Figure> {
    let found = store::find(app.reader(), id).await?;
    let found = found.ok_or_else(|| Problem::NotFound(format!("số liệu số {id}")))?;
    let series = store::all_series(app.reader()).await?;
    figure_of(found, &series)
}

/// Other statements of the same figure, closed ones too, oldest first.
pub async fn versions(app: &App, id: i64) -> Result<Vec<Figure>> {
    let Some((row, _)) = store::find(app.reader(), id).await? else { return Ok(Vec::new()) };
    let series = store::all_series(app.reader()).await?;
    figures(store::versions(app.reader(), &row).await?, &series)
}

/// The sums that a confirmed figure went into, nearest unit first.
pub async fn sums_over(app: &App, id: i64) -> Result<Vec<Summed>> {
    let Some((row, confirmed)) = store::find(app.reader(), id).await? else { return Ok(Vec::new()) };
    let Some(unit) = places::id(row.unit_id).filter(|_| confirmed.is_some() && row.num.is_some()) else {
        return Ok(Vec::new());
    };
    let leaves = app.places().unit(unit).map_or("", |unit| level_key(unit.level()));
    let above: Vec<i64> = app.places().ancestors(unit, row.as_of).into_iter().map(|unit| i64::from(unit.id)).collect();
    let series = store::all_series(app.reader()).await?;
    let mut rows = store::rollups_over(app.reader(), &row, above.clone()).await?;
    rows.retain(|cell| cell.leaves == leaves);
    rows.sort_by_key(|cell| above.iter().position(|unit| *unit == cell.unit_id));
    let known = rows.into_iter().filter_map(|row| series.get(&row.series_id).map(|series| (row, series)));
    known.map(|(row, series)| summed_row(app, row, series)).collect()
}

/// Every open figure of an indicator, at most [`EXPORT_LIMIT`], in the order of entry.
pub async fn of_indicator(app: &App, indicator: &str) -> Result<Vec<Figure>> {
    let series = store::series(app.reader(), indicator).await?;
    let ids = series.iter().map(|row| row.id).collect();
    figures(store::open_of_series(app.reader(), ids, EXPORT_LIMIT).await?, &by_id(series))
}

/// Every open figure, at most [`EXPORT_LIMIT`], in the order of entry.
pub async fn all(app: &App) -> Result<Vec<Figure>> {
    let series = store::all_series(app.reader()).await?;
    figures(store::open_after(app.reader(), 0, EXPORT_LIMIT).await?, &series)
}

/// What waits for confirmation in these units, oldest first.
pub async fn waiting(app: &App, units: &[i64], offset: u64, limit: u64) -> Result<Vec<Figure>> {
    let rows = store::pending_of_units(app.reader(), units, offset, limit).await?;
    let ids: Vec<i64> = rows.into_iter().map(|row| row.id).collect();
    let series = store::all_series(app.reader()).await?;
    let rows = store::of_ids(app.reader(), &ids).await?;
    figures(rows.into_iter().map(|row| (row, None)).collect(), &series)
}

/// When the changes behind a figure were recorded.
pub async fn moments(app: &App, figure: &Figure) -> Result<BTreeMap<i64, DateTime<Utc>>> {
    let confirmed = figure.confirmed.as_ref().map(|row| row.change);
    let mut moments = BTreeMap::new();
    for change in [Some(figure.change), confirmed, figure.closed_by].into_iter().flatten() {
        if let Some(entry) = platform::audit::find(app.reader(), change).await? {
            moments.insert(change, entry.at);
        }
    }
    Ok(moments)
}

/// Open figures that rest on a paper, the first of them, and how many there are.
pub async fn of_document(app: &App, document: i64, limit: u64) -> Result<(Vec<Figure>, u64)> {
    let Some(source) = documents::source_id_of(app, document).await? else { return Ok((Vec::new(), 0)) };
    let (rows, count) = store::of_sources(app.reader(), vec![source], limit).await?;
    let series = store::all_series(app.reader()).await?;
    Ok((figures(rows.into_iter().map(|row| (row, None)).collect(), &series)?, count))
}

/// Denominators of confirmed pairs over people as the latest by that day: how many people live in these units.
pub async fn people(app: &App, units: &[i64], on: NaiveDate) -> Result<BTreeMap<i64, i64>> {
    let counts_people = |key: &str| app.catalogue().denominator(key).is_some_and(|row| row.counts == Counted::People);
    let series: Vec<i64> = store::series(app.reader(), "coverage_rate")
        .await?
        .into_iter()
        .filter(|row| row.facet.is_empty() && counts_people(&row.denominator))
        .map(|row| row.id)
        .collect();
    if series.is_empty() {
        return Ok(BTreeMap::new());
    }
    let days = Some((NaiveDate::MIN, on));
    let wanted = Wanted { units, series, totals_only: true, confirmed_only: true, days, known_at: None };
    let rows = store::last_of_units(app.reader(), &wanted, &[sex_key(None)]).await?;
    Ok(rows.into_iter().filter_map(|(row, _)| Some((row.unit_id, row.den?))).collect())
}

/// All spells of the same people in the same unit.
pub fn spells(app: &App, unit: i64) -> Vec<i64> {
    let Some(id) = places::id(unit) else { return vec![unit] };
    app.places().lineage(id).into_iter().map(i64::from).collect()
}

fn days_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Period::year(year).map(|period| (period.first_day(), period.last_day()))
}

fn series_ids(series: &[series::Model], facets: Facets<'_>) -> Vec<i64> {
    let text = match facets {
        Facets::Only(facet) => Some(facet.to_string()),
        Facets::All => None,
    };
    series.iter().filter(|row| text.as_ref().is_none_or(|text| row.facet == *text)).map(|row| row.id).collect()
}

fn by_id(series: Vec<series::Model>) -> BTreeMap<i64, series::Model> {
    series.into_iter().map(|row| (row.id, row)).collect()
}

fn period(first: NaiveDate, last: NaiveDate) -> Result<Period> {
    Period::between(first, last).map_err(|error| Problem::internal(error.to_string()))
}

/// Rows as figures.
pub fn figures(rows: Vec<Observed>, series: &BTreeMap<i64, series::Model>) -> Result<Vec<Figure>> {
    rows.into_iter().map(|row| figure_of(row, series)).collect()
}

fn figure_of((row, confirmed): Observed, series: &BTreeMap<i64, series::Model>) -> Result<Figure> {
    let series = series.get(&row.series_id).ok_or_else(|| Problem::internal("a figure without its series"))?;
    Ok(Figure {
        id: row.id,
        unit: row.unit_id,
        indicator: series.indicator.clone(),
        denominator: Some(series.denominator.clone()).filter(|key| !key.is_empty()),
        facet: Facet::parse(&series.facet),
        period: period(row.period_from, row.period_to)?,
        as_of: row.as_of,
        sex: sex_of(&row.sex),
        group: Some(row.grp.clone()).filter(|key| !key.is_empty()),
        value: value(&row),
        estimate: row.estimate,
        printed: row.printed,
        rounded_to: row.rounded_to,
        note: row.note,
        source: row.source_id,
        locator: row.locator,
        entered_by: row.entered_by,
        change: row.change_id,
        confirmed: confirmed.map(|row| Confirmed { by: row.confirmed_by, change: row.change_id }),
        corrects: row.corrects,
        closed_by: row.closed_by,
    })
}

fn value(row: &observation::Model) -> Value {
    match (row.num, row.den, row.published) {
        (Some(num), Some(den), _) => Value::Pair { num, den },
        (Some(num), None, _) => Value::Count(num),
        (None, _, Some(percent)) => Value::Published(Fixed::from_ten_thousandths(percent)),
        (None, _, None) => Value::Unknown(row.unknown_reason.clone().unwrap_or_default()),
    }
}

/// The confirmed figures of these spells of units counted last within two days, both included: of each sex and both
/// together, everybody, of each facet and denominator. `known_at` asks what was known at that change.
pub async fn last_confirmed(
    app: &App,
    units: &[i64],
    indicator: &str,
    days: (NaiveDate, NaiveDate),
    known_at: Option<i64>,
) -> Result<Vec<Figure>> {
    let series = by_id(store::series(app.reader(), indicator).await?);
    if series.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        units,
        series: series.keys().copied().collect(),
        totals_only: false,
        confirmed_only: true,
        days: Some(days),
        known_at,
    };
    let sexes = [None, Some(Sex::Male), Some(Sex::Female)].map(sex_key);
    figures(store::last_of_units(app.reader(), &wanted, &sexes).await?, &series)
}
