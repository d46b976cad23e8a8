//! Queries of imports and reviews.

use super::table::{match_decision, match_pair, match_review, people_import};
use platform::{Problem, Result, bulk};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use std::collections::BTreeMap;

pub async fn insert_import<C: ConnectionTrait>(
    connection: &C,
    row: people_import::ActiveModel,
) -> Result<people_import::Model> {
    Ok(row.insert(connection).await?)
}

pub async fn update_import<C: ConnectionTrait>(
    connection: &C,
    row: people_import::ActiveModel,
) -> Result<people_import::Model> {
    Ok(row.update(connection).await?)
}

pub async fn import<C: ConnectionTrait>(connection: &C, id: i64) -> Result<people_import::Model> {
    let found = people_import::Entity::find_by_id(id).one(connection).await?;
    found.ok_or_else(|| Problem::NotFound(format!("lần nạp số {id}")))
}

/// All imports, earliest first.
pub async fn every_import<C: ConnectionTrait>(connection: &C) -> Result<Vec<people_import::Model>> {
    Ok(people_import::Entity::find().order_by_asc(people_import::Column::Id).all(connection).await?)
}

pub async fn insert_review<C: ConnectionTrait>(
    connection: &C,
    row: match_review::ActiveModel,
) -> Result<match_review::Model> {
    Ok(row.insert(connection).await?)
}

pub async fn review<C: ConnectionTrait>(connection: &C, id: i64) -> Result<match_review::Model> {
    let found = match_review::Entity::find_by_id(id).one(connection).await?;
    found.ok_or_else(|| Problem::NotFound(format!("lượt xét số {id}")))
}

pub async fn review_named<C: ConnectionTrait>(connection: &C, name: &str) -> Result<Option<match_review::Model>> {
    Ok(match_review::Entity::find().filter(match_review::Column::Name.eq(name)).one(connection).await?)
}

/// All reviews, latest first.
pub async fn reviews<C: ConnectionTrait>(connection: &C) -> Result<Vec<match_review::Model>> {
    Ok(match_review::Entity::find().order_by_desc(match_review::Column::Id).all(connection).await?)
}

/// The key that the next pair gets.
pub async fn next_pair<C: ConnectionTrait>(connection: &C) -> Result<i64> {
    let last = match_pair::Entity::find().order_by_desc(match_pair::Column::Id).limit(1).one(connection).await?;
    Ok(last.map_or(1, |row| row.id + 1))
}

pub async fn insert_pairs<C: ConnectionTrait>(connection: &C, rows: &[match_pair::Model]) -> Result<()> {
    bulk::insert::<match_pair::Entity, _>(connection, rows).await
}

pub async fn pair<C: ConnectionTrait>(connection: &C, review: i64, id: i64) -> Result<match_pair::Model> {
    let found =
        match_pair::Entity::find_by_id(id).filter(match_pair::Column::ReviewId.eq(review)).one(connection).await?;
    found.ok_or_else(|| Problem::NotFound(format!("cặp số {id}")))
}

/// The pairs of a review in their order.
pub async fn pairs<C: ConnectionTrait>(connection: &C, review: i64) -> Result<Vec<match_pair::Model>> {
    let find = match_pair::Entity::find().filter(match_pair::Column::ReviewId.eq(review));
    Ok(find.order_by_asc(match_pair::Column::Place).all(connection).await?)
}

/// The first pair at or after a place on which nobody has decided.
pub async fn next_open<C: ConnectionTrait>(
    connection: &C,
    review: i64,
    from: i64,
) -> Result<Option<match_pair::Model>> {
    let decided = match_decision::Entity::find()
        .select_only()
        .column(match_decision::Column::PairId)
        .filter(match_decision::Column::ClosedBy.is_null())
        .into_query();
    let find = match_pair::Entity::find()
        .filter(match_pair::Column::ReviewId.eq(review))
        .filter(match_pair::Column::Place.gte(from))
        .filter(match_pair::Column::Id.not_in_subquery(decided));
    Ok(find.order_by_asc(match_pair::Column::Place).limit(1).one(connection).await?)
}

/// The decision that holds for a pair.
pub async fn decision<C: ConnectionTrait>(connection: &C, pair: i64) -> Result<Option<match_decision::Model>> {
    let find = match_decision::Entity::find().filter(match_decision::Column::PairId.eq(pair));
    Ok(find.filter(match_decision::Column::ClosedBy.is_null()).one(connection).await?)
}

/// The decisions that hold in a review, by pair.
pub async fn decisions<C: ConnectionTrait>(
    connection: &C,
    review: i64,
) -> Result<BTreeMap<i64, match_decision::Model>> {
    let of_review = match_pair::Entity::find()
        .select_only()
        .column(match_pair::Column::Id)
        .filter(match_pair::Column::ReviewId.eq(review))
        .into_query();
    let find = match_decision::Entity::find()
        .filter(match_decision::Column::PairId.in_subquery(of_review))
        .filter(match_decision::Column::ClosedBy.is_null());
    Ok(find.all(connection).await?.into_iter().map(|row| (row.pair_id, row)).collect())
}

/// How many pairs of a review are decided.
pub async fn decided<C: ConnectionTrait>(connection: &C, review: i64) -> Result<u64> {
    let of_review = match_pair::Entity::find()
        .select_only()
        .column(match_pair::Column::Id)
        .filter(match_pair::Column::ReviewId.eq(review))
        .into_query();
    let find = match_decision::Entity::find()
        .filter(match_decision::Column::PairId.in_subquery(of_review))
        .filter(match_decision::Column::ClosedBy.is_null());
    Ok(find.count(connection).await?)
}

pub async fn insert_decision<C: ConnectionTrait>(
    connection: &C,
    row: match_decision::ActiveModel,
) -> Result<match_decision::Model> {
    Ok(row.insert(connection).await?)
}

/// Closes a decision that is undone.
pub async fn close_decision<C: ConnectionTrait>(connection: &C, id: i64, change: i64) -> Result<()> {
    match_decision::Entity::update_many()
        .col_expr(match_decision::Column::ClosedBy, Expr::value(change))
        .filter(match_decision::Column::Id.eq(id))
        .filter(match_decision::Column::ClosedBy.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
