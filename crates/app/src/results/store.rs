//! Queries of results. Every read of a page goes by (unit, series, sex, group, day); a whole country on one day goes by
//! (series, day).

use super::rollup::{Cell, Deltas, Sum};
use super::table::{CELL, confirmation, observation, pending, rollup, series};
use chrono::NaiveDate;
use platform::Result;
use sea_orm::sea_query::{Alias, Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use std::collections::BTreeMap;

/// Rows in one statement: SQLite takes 32,766 values, an observation has 22.
const CHUNK: usize = 1_000;
/// Keys in one list of a query.
const KEYS: usize = 5_000;

pub type Observed = (observation::Model, Option<confirmation::Model>);

pub async fn series<C: ConnectionTrait>(connection: &C, indicator: &str) -> Result<Vec<series::Model>> {
    Ok(series::Entity::find().filter(series::Column::Indicator.eq(indicator)).all(connection).await?)
}

pub async fn all_series<C: ConnectionTrait>(connection: &C) -> Result<BTreeMap<i64, series::Model>> {
    Ok(series::Entity::find().all(connection).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// The series of this name; made on first use.
pub async fn ensure_series<C: ConnectionTrait>(
    connection: &C,
    change: i64,
    indicator: &str,
    denominator: &str,
    facet: &str,
) -> Result<i64> {
    let known = series::Entity::find()
        .filter(series::Column::Indicator.eq(indicator))
        .filter(series::Column::Denominator.eq(denominator))
        .filter(series::Column::Facet.eq(facet))
        .one(connection)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let row = series::ActiveModel {
        indicator: ActiveValue::Set(indicator.to_owned()),
        denominator: ActiveValue::Set(denominator.to_owned()),
        facet: ActiveValue::Set(facet.to_owned()),
        change_id: ActiveValue::Set(change),
        ..Default::default()
    };
    Ok(series::Entity::insert(row).exec(connection).await?.last_insert_id)
}

pub async fn next_observation<C: ConnectionTrait>(connection: &C) -> Result<i64> {
    let last: Option<Option<i64>> = observation::Entity::find()
        .select_only()
        .column_as(observation::Column::Id.max(), "last")
        .into_tuple()
        .one(connection)
        .await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

pub async fn delete_pending<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<()> {
    for chunk in ids.chunks(KEYS) {
        pending::Entity::delete_many()
            .filter(pending::Column::Id.is_in(chunk.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

pub async fn insert_confirmations<C: ConnectionTrait>(
    connection: &C,
    ids: &[i64],
    by: &str,
    change: i64,
) -> Result<()> {
    for chunk in ids.chunks(CHUNK) {
        let rows = chunk.iter().map(|id| confirmation::ActiveModel {
            observation_id: ActiveValue::Set(*id),
            confirmed_by: ActiveValue::Set(by.to_owned()),
            change_id: ActiveValue::Set(change),
            ..Default::default()
        });
        confirmation::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Closes observations: the only update there is.
pub async fn close<C: ConnectionTrait>(connection: &C, ids: &[i64], change: i64) -> Result<()> {
    for chunk in ids.chunks(KEYS) {
        observation::Entity::update_many()
            .col_expr(observation::Column::ClosedBy, Expr::value(change))
            .filter(observation::Column::Id.is_in(chunk.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<Observed>> {
    Ok(observation::Entity::find_by_id(id).find_also_related(confirmation::Entity).one(connection).await?)
}

pub async fn of_ids<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<observation::Model>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(KEYS) {
        let found = observation::Entity::find().filter(observation::Column::Id.is_in(chunk.iter().copied()));
        rows.extend(found.order_by_asc(observation::Column::Id).all(connection).await?);
    }
    Ok(rows)
}

/// The open correction of a figure, if one waits.
pub async fn correction_of<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<observation::Model>> {
    Ok(observation::Entity::find()
        .filter(observation::Column::Corrects.eq(id))
        .filter(observation::Column::ClosedBy.is_null())
        .one(connection)
        .await?)
}

/// What an open figure says for those who want to put another beside it.
#[derive(Debug, sea_orm::FromQueryResult)]
pub struct Standing {
    pub id: i64,
    pub unit_id: i64,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub sex: String,
    pub grp: String,
    pub num: Option<i64>,
}

/// Open observations of a series on a day, of these units or, without a list, of all.
pub async fn open_on<C: ConnectionTrait>(
    connection: &C,
    series: i64,
    as_of: NaiveDate,
    units: Option<&[i64]>,
) -> Result<Vec<Standing>> {
    use observation::Column::{Grp, Id, Num, PeriodFrom, PeriodTo, Sex, UnitId};
    let mut select = observation::Entity::find()
        .select_only()
        .columns([Id, UnitId, PeriodFrom, PeriodTo, Sex, Grp, Num])
        .filter(observation::Column::SeriesId.eq(series))
        .filter(observation::Column::AsOf.eq(as_of))
        .filter(observation::Column::ClosedBy.is_null());
    if let Some(units) = units {
        select = select.filter(UnitId.is_in(units.iter().copied()));
    }
    Ok(select.into_model().all(connection).await?)
}

/// What to read of units' figures.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    pub units: &'a [i64],
    pub series: Vec<i64>,
    /// Only both sexes together and everybody.
    pub totals_only: bool,
    /// Only what somebody stands for.
    pub confirmed_only: bool,
    /// First and last day counted on.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// As it was known at this change; without it, as it is known now.
    pub known_at: Option<i64>,
}

fn known(select: Select<observation::Entity>, at: Option<i64>) -> Select<observation::Entity> {
    let closed = observation::Column::ClosedBy;
    match at {
        None => select.filter(closed.is_null()),
        Some(change) => select
            .filter(observation::Column::ChangeId.lte(change))
            .filter(Condition::any().add(closed.is_null()).add(closed.gt(change))),
    }
}

/// Figures of units with their confirmations, by day.
pub async fn of_units<C: ConnectionTrait>(connection: &C, wanted: &Wanted<'_>) -> Result<Vec<Observed>> {
    let mut rows = Vec::new();
    for units in wanted.units.chunks(KEYS) {
        let mut select = known(observation::Entity::find(), wanted.known_at)
            .filter(observation::Column::UnitId.is_in(units.iter().copied()));
        if !wanted.series.is_empty() {
            select = select.filter(observation::Column::SeriesId.is_in(wanted.series.iter().copied()));
        }
        if wanted.totals_only {
            select = select.filter(observation::Column::Sex.eq("")).filter(observation::Column::Grp.eq(""));
        }
        if let Some((first, last)) = wanted.days {
            select = select.filter(observation::Column::AsOf.between(first, last));
        }
        let mut both = select.find_also_related(confirmation::Entity);
        if wanted.confirmed_only {
            both = both.filter(confirmation::Column::Id.is_not_null());
        }
        let found = both.order_by_asc(observation::Column::AsOf).order_by_asc(observation::Column::Id);
        rows.extend(found.all(connection).await?);
    }
    forget_later(&mut rows, wanted.known_at);
    rows.retain(|(_, confirmed)| confirmed.is_some() || !wanted.confirmed_only);
    Ok(rows)
}

/// Of each of the wanted units, series and sexes (everybody) only the figure counted last. The database seeks each one
/// in its index, however many days there are.
pub async fn last_of_units<C: ConnectionTrait>(
    connection: &C,
    wanted: &Wanted<'_>,
    sexes: &[&str],
) -> Result<Vec<Observed>> {
    let mut rows = Vec::new();
    if wanted.series.is_empty() || sexes.is_empty() {
        return Ok(rows);
    }
    for units in wanted.units.chunks(KEYS) {
        let asked = |list: &'static str| Expr::col((Alias::new(list), Alias::new("column1")));
        let mut confirmed = confirmation::Entity::find().select_only().column(confirmation::Column::Id).filter(
            Expr::col((confirmation::Entity, confirmation::Column::ObservationId))
                .equals((observation::Entity, observation::Column::Id)),
        );
        if let Some(change) = wanted.known_at {
            confirmed = confirmed.filter(confirmation::Column::ChangeId.lte(change));
        }
        let mut last = known(observation::Entity::find(), wanted.known_at)
            .select_only()
            .column(observation::Column::Id)
            .filter(asked("asked_unit").eq(Expr::col((observation::Entity, observation::Column::UnitId))))
            .filter(asked("asked_series").eq(Expr::col((observation::Entity, observation::Column::SeriesId))))
            .filter(asked("asked_sex").eq(Expr::col((observation::Entity, observation::Column::Sex))))
            .filter(observation::Column::Grp.eq(""));
        if let Some((first, last_day)) = wanted.days {
            last = last.filter(observation::Column::AsOf.between(first, last_day));
        }
        if wanted.confirmed_only {
            last = last.filter(Expr::exists(confirmed.into_query()));
        }
        let last = last.order_by_desc(observation::Column::AsOf).order_by_desc(observation::Column::Id).limit(1);
        let ids = Query::select()
            .expr(Expr::SubQuery(None, Box::new(last.into_query().into())))
            .from_values(units.iter().copied(), "asked_unit")
            .from_values(wanted.series.iter().copied(), "asked_series")
            .from_values(sexes.iter().copied(), "asked_sex")
            .to_owned();
        let found = observation::Entity::find()
            .filter(observation::Column::Id.in_subquery(ids))
            .find_also_related(confirmation::Entity)
            .order_by_asc(observation::Column::AsOf)
            .order_by_asc(observation::Column::Id);
        rows.extend(found.all(connection).await?);
    }
    forget_later(&mut rows, wanted.known_at);
    Ok(rows)
}

/// Of each series, sex and group of these units the open figures counted on its last day, with their confirmations, by
/// day. The database seeks each last day in its index.
pub async fn of_last_days<C: ConnectionTrait>(connection: &C, units: &[i64]) -> Result<Vec<Observed>> {
    use observation::Column::{AsOf, ClosedBy, Grp, Id, SeriesId, Sex, UnitId};
    let other = Alias::new("other");
    let same = |column: observation::Column| Expr::col((other.clone(), column)).equals((observation::Entity, column));
    let last_day = Query::select()
        .expr(Expr::col((other.clone(), AsOf)).max())
        .from_as(observation::Entity, other.clone())
        .and_where(same(UnitId))
        .and_where(same(SeriesId))
        .and_where(same(Sex))
        .and_where(same(Grp))
        .and_where(Expr::col((other.clone(), ClosedBy)).is_null())
        .to_owned();
    Ok(observation::Entity::find()
        .filter(UnitId.is_in(units.iter().copied()))
        .filter(ClosedBy.is_null())
        .filter(AsOf.into_expr().eq(Expr::SubQuery(None, Box::new(last_day.into()))))
        .find_also_related(confirmation::Entity)
        .order_by_asc(AsOf)
        .order_by_asc(Id)
        .all(connection)
        .await?)
}

/// A confirmation that came after the asked change was not known then.
fn forget_later(rows: &mut [Observed], known_at: Option<i64>) {
    for (_, confirmed) in rows {
        if confirmed.as_ref().zip(known_at).is_some_and(|(row, change)| row.change_id > change) {
            *confirmed = None;
        }
    }
}

/// Confirmed totals of series on one day: of these units, or of the whole country.
pub async fn confirmed_on<C: ConnectionTrait>(
    connection: &C,
    series: Vec<i64>,
    as_of: NaiveDate,
    units: Option<Vec<i64>>,
) -> Result<Vec<observation::Model>> {
    let mut select = observation::Entity::find();
    if let Some(units) = units {
        select = select.filter(observation::Column::UnitId.is_in(units));
    }
    let rows = select
        .filter(observation::Column::SeriesId.is_in(series))
        .filter(observation::Column::AsOf.eq(as_of))
        .filter(observation::Column::Sex.eq(""))
        .filter(observation::Column::Grp.eq(""))
        .filter(observation::Column::ClosedBy.is_null())
        .find_also_related(confirmation::Entity)
        .filter(confirmation::Column::Id.is_not_null())
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

/// Earlier and later statements of the same figure: same unit, series, sex, group, period and day, closed or not.
pub async fn versions<C: ConnectionTrait>(connection: &C, of: &observation::Model) -> Result<Vec<Observed>> {
    let same = Condition::all()
        .add(observation::Column::UnitId.eq(of.unit_id))
        .add(observation::Column::SeriesId.eq(of.series_id))
        .add(observation::Column::Sex.eq(of.sex.as_str()))
        .add(observation::Column::Grp.eq(of.grp.as_str()))
        .add(observation::Column::AsOf.eq(of.as_of))
        .add(observation::Column::PeriodFrom.eq(of.period_from))
        .add(observation::Column::PeriodTo.eq(of.period_to));
    let mut linked = Condition::any().add(same).add(observation::Column::Corrects.eq(of.id));
    if let Some(corrected) = of.corrects {
        linked = linked.add(observation::Column::Id.eq(corrected));
    }
    Ok(observation::Entity::find()
        .filter(linked)
        .filter(observation::Column::Id.ne(of.id))
        .find_also_related(confirmation::Entity)
        .order_by_asc(observation::Column::Id)
        .all(connection)
        .await?)
}

pub async fn pending_of_change<C: ConnectionTrait>(connection: &C, change: i64) -> Result<Vec<pending::Model>> {
    let select = pending::Entity::find().filter(pending::Column::ChangeId.eq(change));
    Ok(select.order_by_asc(pending::Column::Id).all(connection).await?)
}

pub async fn pending_of_ids<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<pending::Model>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(KEYS) {
        let select = pending::Entity::find().filter(pending::Column::Id.is_in(chunk.iter().copied()));
        rows.extend(select.all(connection).await?);
    }
    Ok(rows)
}

/// What waits, by unit: (unit, a day of its figures, how many).
pub async fn pending_by_unit<C: ConnectionTrait>(connection: &C) -> Result<Vec<(i64, NaiveDate, i64)>> {
    Ok(pending::Entity::find()
        .select_only()
        .column(pending::Column::UnitId)
        .column_as(pending::Column::AsOf.max(), "as_of")
        .column_as(pending::Column::Id.count(), "waiting")
        .group_by(pending::Column::UnitId)
        .into_tuple()
        .all(connection)
        .await?)
}

/// What waits, by the change that entered it and by unit, newest first.
pub async fn pending_by_change<C: ConnectionTrait>(connection: &C) -> Result<Vec<WaitingUnit>> {
    Ok(pending::Entity::find()
        .select_only()
        .column(pending::Column::ChangeId)
        .column(pending::Column::EnteredBy)
        .column(pending::Column::UnitId)
        .column_as(pending::Column::AsOf.max(), "as_of")
        .column_as(pending::Column::Id.count(), "waiting")
        .group_by(pending::Column::ChangeId)
        .group_by(pending::Column::EnteredBy)
        .group_by(pending::Column::UnitId)
        .order_by_desc(pending::Column::ChangeId)
        .into_tuple()
        .all(connection)
        .await?)
}

/// (change, who entered it, unit, a day of its figures, how many).
pub type WaitingUnit = (i64, String, i64, NaiveDate, i64);

/// Waiting figures of units, oldest first, from an offset.
pub async fn pending_of_units<C: ConnectionTrait>(
    connection: &C,
    units: &[i64],
    offset: u64,
    limit: u64,
) -> Result<Vec<pending::Model>> {
    let units = units.iter().copied().take(KEYS);
    Ok(pending::Entity::find()
        .filter(pending::Column::UnitId.is_in(units))
        .order_by_asc(pending::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(connection)
        .await?)
}

/// Adds deltas to the roll-ups: one statement a thousand cells, in the order of the key.
pub async fn apply<C: ConnectionTrait>(connection: &C, deltas: Deltas) -> Result<()> {
    let mut cells = deltas.into_cells().peekable();
    let sum = |column: rollup::Column| {
        let name = sea_orm::Iden::unquoted(&column).to_owned();
        Expr::col((rollup::Entity, column)).add(Expr::col((Alias::new("excluded"), Alias::new(name))))
    };
    while cells.peek().is_some() {
        let rows: Vec<_> = cells.by_ref().take(CHUNK).map(|(cell, delta)| active(cell, delta)).collect();
        let conflict = OnConflict::columns(CELL.iter().map(|name| Alias::new(*name)))
            .value(rollup::Column::Num, sum(rollup::Column::Num))
            .value(rollup::Column::Den, sum(rollup::Column::Den))
            .value(rollup::Column::LeavesKnown, sum(rollup::Column::LeavesKnown))
            .value(rollup::Column::DensKnown, sum(rollup::Column::DensKnown))
            .to_owned();
        rollup::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(connection).await?;
    }
    Ok(())
}

fn active(cell: Cell, delta: Sum) -> rollup::ActiveModel {
    rollup::ActiveModel {
        id: ActiveValue::NotSet,
        unit_id: ActiveValue::Set(cell.unit),
        series_id: ActiveValue::Set(cell.series),
        sex: ActiveValue::Set(cell.sex),
        grp: ActiveValue::Set(cell.grp),
        as_of: ActiveValue::Set(cell.as_of),
        period_from: ActiveValue::Set(cell.period_from),
        period_to: ActiveValue::Set(cell.period_to),
        leaves: ActiveValue::Set(cell.leaves),
        num: ActiveValue::Set(delta.num),
        den: ActiveValue::Set(delta.den),
        leaves_known: ActiveValue::Set(delta.leaves_known),
        dens_known: ActiveValue::Set(delta.dens_known),
    }
}

/// Roll-ups of units: both sexes together and everybody, by day.
pub async fn rollups<C: ConnectionTrait>(
    connection: &C,
    units: &[i64],
    series: Vec<i64>,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<rollup::Model>> {
    Ok(rollup::Entity::find()
        .filter(rollup::Column::UnitId.is_in(units.iter().copied()))
        .filter(rollup::Column::SeriesId.is_in(series))
        .filter(rollup::Column::Sex.eq(""))
        .filter(rollup::Column::Grp.eq(""))
        .filter(rollup::Column::AsOf.between(days.0, days.1))
        .filter(rollup::Column::LeavesKnown.gt(0))
        .order_by_asc(rollup::Column::AsOf)
        .all(connection)
        .await?)
}

/// The cells an observation is summed in.
pub async fn rollups_over<C: ConnectionTrait>(
    connection: &C,
    of: &observation::Model,
    units: Vec<i64>,
) -> Result<Vec<rollup::Model>> {
    Ok(rollup::Entity::find()
        .filter(rollup::Column::UnitId.is_in(units))
        .filter(rollup::Column::SeriesId.eq(of.series_id))
        .filter(rollup::Column::Sex.eq(of.sex.as_str()))
        .filter(rollup::Column::Grp.eq(of.grp.as_str()))
        .filter(rollup::Column::AsOf.eq(of.as_of))
        .filter(rollup::Column::PeriodFrom.eq(of.period_from))
        .filter(rollup::Column::PeriodTo.eq(of.period_to))
        .all(connection)
        .await?)
}

/// A page of all roll-ups in the order of their keys.
pub async fn rollups_after<C: ConnectionTrait>(connection: &C, id: i64, limit: u64) -> Result<Vec<rollup::Model>> {
    let select = rollup::Entity::find().filter(rollup::Column::Id.gt(id)).order_by_asc(rollup::Column::Id);
    Ok(select.limit(limit).all(connection).await?)
}

/// A page of all open observations in the order of their keys.
pub async fn open_after<C: ConnectionTrait>(connection: &C, id: i64, limit: u64) -> Result<Vec<Observed>> {
    Ok(observation::Entity::find()
        .filter(observation::Column::Id.gt(id))
        .filter(observation::Column::ClosedBy.is_null())
        .find_also_related(confirmation::Entity)
        .order_by_asc(observation::Column::Id)
        .limit(limit)
        .all(connection)
        .await?)
}

/// Open observations of series in the order of entry.
pub async fn open_of_series<C: ConnectionTrait>(connection: &C, series: Vec<i64>, limit: u64) -> Result<Vec<Observed>> {
    Ok(observation::Entity::find()
        .filter(observation::Column::SeriesId.is_in(series))
        .filter(observation::Column::ClosedBy.is_null())
        .find_also_related(confirmation::Entity)
        .order_by_asc(observation::Column::Id)
        .limit(limit)
        .all(connection)
        .await?)
}

/// Open observations that rest on these sources, and how many there are.
pub async fn of_sources<C: ConnectionTrait>(
    connection: &C,
    sources: Vec<i64>,
    limit: u64,
) -> Result<(Vec<observation::Model>, u64)> {
    let select = observation::Entity::find()
        .filter(observation::Column::SourceId.is_in(sources))
        .filter(observation::Column::ClosedBy.is_null());
    let count = select.clone().count(connection).await?;
    Ok((select.order_by_asc(observation::Column::Id).limit(limit).all(connection).await?, count))
}

pub async fn count_pending<C: ConnectionTrait>(connection: &C) -> Result<u64> {
    Ok(pending::Entity::find().count(connection).await?)
}
