//! Queries of recognitions.

use super::model::{Recognition, Withdrawal};
use super::table::{recognition, withdrawal};
use platform::{Problem, Result};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// How many keys one query may name: below SQLite's limit on variables.
const KEYS_A_QUERY: usize = 10_000;

/// Recognitions of these units, oldest first; with `known_at`, as they were known at that change.
pub async fn of_units<C: ConnectionTrait>(
    connection: &C,
    units: &[i64],
    known_at: Option<i64>,
) -> Result<Vec<Recognition>> {
    let mut rows = Vec::new();
    for chunk in units.chunks(KEYS_A_QUERY) {
        let named = recognition::Column::UnitId.is_in(chunk.iter().copied());
        rows.extend(select(Condition::all().add(named), known_at).all(connection).await?);
    }
    with_withdrawals(connection, rows, known_at).await
}

/// Every recognition that was not struck out, oldest first.
pub async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<Recognition>> {
    let rows = select(Condition::all(), None).all(connection).await?;
    with_withdrawals(connection, rows, None).await
}

/// Recognitions that a paper decided or withdrew.
pub async fn of_document<C: ConnectionTrait>(connection: &C, document: i64) -> Result<Vec<Recognition>> {
    let withdrawn =
        withdrawal::Entity::find().filter(withdrawal::Column::DocumentId.eq(document)).all(connection).await?;
    let decided = Condition::any()
        .add(recognition::Column::DocumentId.eq(document))
        .add(recognition::Column::Id.is_in(withdrawn.iter().map(|row| row.recognition_id)));
    let rows = select(decided, None).all(connection).await?;
    with_withdrawals(connection, rows, None).await
}

/// One recognition, struck out or not.
pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<Recognition>> {
    let row = recognition::Entity::find_by_id(id).one(connection).await?;
    Ok(with_withdrawals(connection, row.into_iter().collect(), None).await?.into_iter().next())
}

fn select(condition: Condition, known_at: Option<i64>) -> sea_orm::Select<recognition::Entity> {
    let select = recognition::Entity::find().filter(condition).order_by_asc(recognition::Column::Id);
    match known_at {
        None => select.filter(recognition::Column::ClosedBy.is_null()),
        Some(change) => select.filter(recognition::Column::ChangeId.lte(change)).filter(
            Condition::any().add(recognition::Column::ClosedBy.is_null()).add(recognition::Column::ClosedBy.gt(change)),
        ),
    }
}

async fn with_withdrawals<C: ConnectionTrait>(
    connection: &C,
    rows: Vec<recognition::Model>,
    known_at: Option<i64>,
) -> Result<Vec<Recognition>> {
    let mut withdrawals: BTreeMap<i64, withdrawal::Model> = BTreeMap::new();
    for chunk in rows.chunks(KEYS_A_QUERY) {
        let named = withdrawal::Column::RecognitionId.is_in(chunk.iter().map(|row| row.id));
        let mut select = withdrawal::Entity::find().filter(named);
        if let Some(change) = known_at {
            select = select.filter(withdrawal::Column::ChangeId.lte(change));
        }
        withdrawals.extend(select.all(connection).await?.into_iter().map(|row| (row.recognition_id, row)));
    }
    let view = |row: recognition::Model| {
        let level = platform::key::parse(&row.level)
            .ok_or_else(|| Problem::internal(format!("recognition {} has an unknown level", row.id)))?;
        Ok(Recognition {
            level,
            withdrawal: withdrawals.remove(&row.id).map(|row| Withdrawal {
                decided_on: row.decided_on,
                document: row.document_id,
                reason: row.reason,
                change: row.change_id,
            }),
            id: row.id,
            unit: row.unit_id,
            set: row.set_key,
            decided_on: row.decided_on,
            document: row.document_id,
            seen_on: row.seen_on,
            note: row.note,
            source: row.source_id,
            locator: row.locator,
            change: row.change_id,
            struck_by: row.closed_by,
        })
    };
    rows.into_iter().map(view).collect()
}

pub async fn insert<C: ConnectionTrait>(connection: &C, row: recognition::ActiveModel) -> Result<recognition::Model> {
    Ok(row.insert(connection).await?)
}

pub async fn insert_withdrawal<C: ConnectionTrait>(
    connection: &C,
    row: withdrawal::ActiveModel,
) -> Result<withdrawal::Model> {
    Ok(row.insert(connection).await?)
}

/// Strikes a recognition out.
pub async fn close<C: ConnectionTrait>(connection: &C, id: i64, change: i64) -> Result<()> {
    recognition::Entity::update_many()
        .col_expr(recognition::Column::ClosedBy, Expr::value(change))
        .filter(recognition::Column::Id.eq(id))
        .filter(recognition::Column::ClosedBy.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
