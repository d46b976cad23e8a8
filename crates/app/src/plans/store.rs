//! Queries of plans.

use super::table::{event, item, plan};
use platform::{Change, Result};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

/// A plan's row.
pub type PlanRow = plan::Model;
/// An item's row.
pub type ItemRow = item::Model;
/// An event's row.
pub type EventRow = event::Model;

pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<PlanRow>> {
    Ok(plan::Entity::find_by_id(id).one(connection).await?)
}

/// Every version of every plan of a phase, oldest first.
pub async fn of_phase<C: ConnectionTrait>(connection: &C, movement: &str, phase: &str) -> Result<Vec<PlanRow>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::MovementKey.eq(movement))
        .filter(plan::Column::PhaseKey.eq(phase))
        .order_by_asc(plan::Column::Id)
        .all(connection)
        .await?)
}

/// Every plan, oldest first.
pub async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<PlanRow>> {
    Ok(plan::Entity::find().order_by_asc(plan::Column::Id).all(connection).await?)
}

/// Every version of every plan of a unit, oldest first.
pub async fn of_unit<C: ConnectionTrait>(connection: &C, unit: i64) -> Result<Vec<PlanRow>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::UnitId.eq(unit))
        .order_by_asc(plan::Column::Id)
        .all(connection)
        .await?)
}

/// The open items of a plan, in order.
pub async fn items<C: ConnectionTrait>(connection: &C, plan: i64) -> Result<Vec<ItemRow>> {
    Ok(item::Entity::find()
        .filter(item::Column::PlanId.eq(plan))
        .filter(item::Column::ClosedBy.is_null())
        .order_by_asc(item::Column::Position)
        .order_by_asc(item::Column::Id)
        .all(connection)
        .await?)
}

/// Events of these plans, oldest first.
pub async fn events<C: ConnectionTrait>(connection: &C, plans: Vec<i64>) -> Result<Vec<EventRow>> {
    Ok(event::Entity::find()
        .filter(event::Column::PlanId.is_in(plans))
        .order_by_asc(event::Column::Id)
        .all(connection)
        .await?)
}

/// Plans that were given this paper's number.
pub async fn of_document<C: ConnectionTrait>(connection: &C, document: i64) -> Result<Vec<PlanRow>> {
    let events = event::Entity::find().filter(event::Column::DocumentId.eq(document)).all(connection).await?;
    let ids: Vec<i64> = events.iter().map(|event| event.plan_id).collect();
    Ok(plan::Entity::find().filter(plan::Column::Id.is_in(ids)).all(connection).await?)
}

pub async fn insert_plan(change: &mut Change, mut row: plan::ActiveModel) -> Result<PlanRow> {
    row.change_id = ActiveValue::Set(change.id());
    let row = row.insert(change.connection()).await?;
    change.record("plan", row.id, &row)?;
    Ok(row)
}

/// Writes an item; its key and change are given here.
pub async fn insert_item(change: &mut Change, row: ItemRow) -> Result<ItemRow> {
    let mut row = row.into_active_model().reset_all();
    row.id = ActiveValue::NotSet;
    row.change_id = ActiveValue::Set(change.id());
    row.closed_by = ActiveValue::Set(None);
    let row = row.insert(change.connection()).await?;
    change.record("plan_item", row.id, &row)?;
    Ok(row)
}

pub async fn close_item(change: &mut Change, row: ItemRow) -> Result<()> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.closed_by = ActiveValue::Set(Some(change.id()));
    row.update(change.connection()).await?;
    change.record("plan_item", id, serde_json::json!({ "closed": true }))
}

pub async fn insert_event(change: &mut Change, mut row: event::ActiveModel) -> Result<EventRow> {
    row.change_id = ActiveValue::Set(change.id());
    let row = row.insert(change.connection()).await?;
    change.record("plan_event", row.id, &row)?;
    Ok(row)
}
