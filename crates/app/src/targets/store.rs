//! Queries of targets.

use super::table::{ActiveModel, Column, Entity, Model};
use platform::Result;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

/// Which targets are asked for; empty fields do not restrict.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Only of these units.
    pub units: Option<&'a [i64]>,
    /// Only of this indicator.
    pub indicator: Option<&'a str>,
    /// Only of this year.
    pub year: Option<i32>,
    /// Only those decided by this paper, or read from this source.
    pub document: Option<i64>,
    /// Only what was known when this change was the last; without it, what stands now.
    pub known_at: Option<i64>,
}

/// How many units one query may name: below SQLite's limit on variables.
const UNITS_A_QUERY: usize = 10_000;

pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(connection).await?)
}

pub async fn list<C: ConnectionTrait>(connection: &C, wanted: &Wanted<'_>) -> Result<Vec<Model>> {
    let Some(units) = wanted.units else { return Ok(select(wanted).all(connection).await?) };
    let mut rows = Vec::new();
    for chunk in units.chunks(UNITS_A_QUERY) {
        rows.extend(select(wanted).filter(Column::UnitId.is_in(chunk.iter().copied())).all(connection).await?);
    }
    Ok(rows)
}

/// The first of the targets that a paper decided, and how many it did.
pub async fn of_document<C: ConnectionTrait>(connection: &C, document: i64, limit: u64) -> Result<(Vec<Model>, u64)> {
    let select = select(&Wanted { document: Some(document), ..Wanted::default() });
    let count = select.clone().count(connection).await?;
    Ok((select.limit(limit).all(connection).await?, count))
}

fn select(wanted: &Wanted<'_>) -> Select<Entity> {
    let mut select = Entity::find().order_by_asc(Column::Year).order_by_asc(Column::Indicator).order_by_asc(Column::Id);
    if let Some(indicator) = wanted.indicator {
        select = select.filter(Column::Indicator.eq(indicator));
    }
    if let Some(year) = wanted.year {
        select = select.filter(Column::Year.eq(i64::from(year)));
    }
    if let Some(document) = wanted.document {
        select = select.filter(Column::DocumentId.eq(document));
    }
    match wanted.known_at {
        None => select.filter(Column::ClosedBy.is_null()),
        Some(change) => select
            .filter(Column::ChangeId.lte(change))
            .filter(Condition::any().add(Column::ClosedBy.is_null()).add(Column::ClosedBy.gt(change))),
    }
}

pub async fn insert<C: ConnectionTrait>(connection: &C, row: ActiveModel) -> Result<Model> {
    Ok(row.insert(connection).await?)
}

pub async fn close<C: ConnectionTrait>(connection: &C, id: i64, change: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::ClosedBy, Expr::value(change))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedBy.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

/// The rows that say exactly the same as this one and still stand.
pub async fn same<C: ConnectionTrait>(connection: &C, row: &ActiveModel) -> Result<Option<Model>> {
    let mut select = Entity::find().filter(Column::ClosedBy.is_null());
    macro_rules! equal {
        ($($field:ident => $column:ident),*) => {$(
            if let ActiveValue::Set(value) = &row.$field {
                select = select.filter(Column::$column.eq(value.clone()));
            }
        )*};
    }
    macro_rules! equal_or_missing {
        ($($field:ident => $column:ident),*) => {$(
            if let ActiveValue::Set(value) = &row.$field {
                select = match value {
                    Some(value) => select.filter(Column::$column.eq(value.clone())),
                    None => select.filter(Column::$column.is_null()),
                };
            }
        )*};
    }
    equal!(unit_id => UnitId, indicator => Indicator, comparator => Comparator, grp => Grp, per_sex => PerSex, authority => Authority);
    equal_or_missing!(
        each_level => EachLevel, year => Year, due => Due, value => Value, upper => Upper, document_id => DocumentId,
        criteria_set => CriteriaSet, criterion => Criterion, denominator => Denominator
    );
    Ok(select.one(connection).await?)
}
