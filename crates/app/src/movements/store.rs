//! Queries of duties that were done.

use super::table::{ActiveModel, Column, Entity, Model};
use platform::{Change, Result};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Select,
};

/// A record that a duty was done.
pub type DoneRow = Model;

/// What was not struck out, oldest first.
fn standing() -> Select<Entity> {
    Entity::find().filter(Column::ClosedBy.is_null()).order_by_asc(Column::DoneOn).order_by_asc(Column::Id)
}

/// Records of a movement.
pub async fn of_movement<C: ConnectionTrait>(connection: &C, movement: &str) -> Result<Vec<DoneRow>> {
    Ok(standing().filter(Column::MovementKey.eq(movement)).all(connection).await?)
}

/// Records of a unit, under all its spells.
pub async fn of_spells<C: ConnectionTrait>(connection: &C, spells: &[i64]) -> Result<Vec<DoneRow>> {
    Ok(standing().filter(Column::UnitId.is_in(spells.iter().copied())).all(connection).await?)
}

/// Records that rest on a paper.
pub async fn of_document<C: ConnectionTrait>(connection: &C, document: i64) -> Result<Vec<DoneRow>> {
    Ok(standing().filter(Column::DocumentId.eq(document)).all(connection).await?)
}

/// One record, if it was not struck out.
pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<DoneRow>> {
    Ok(standing().filter(Column::Id.eq(id)).one(connection).await?)
}

/// Writes a record; its key and change are given here.
pub async fn insert(change: &mut Change, row: DoneRow) -> Result<i64> {
    let mut row: ActiveModel = row.into_active_model().reset_all();
    row.id = ActiveValue::NotSet;
    row.change_id = ActiveValue::Set(change.id());
    let row = row.insert(change.connection()).await?;
    change.record("duty_done", row.id, &row)?;
    Ok(row.id)
}

/// Strikes a record out.
pub async fn close(change: &mut Change, row: DoneRow) -> Result<()> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.closed_by = ActiveValue::Set(Some(change.id()));
    row.update(change.connection()).await?;
    change.record("duty_done", id, serde_json::json!({ "struck_out": true }))
}
