//! Queries of links, ends and expiries.

use super::super::table::{document, link};
use super::table::expiry;
use platform::{Change, Result};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// How many keys one statement asks for.
const AT_ONCE: usize = 1_000;

pub type LinkRow = link::Model;

/// Links that go out of these papers.
pub async fn links_from<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<link::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let select = link::Entity::find().filter(link::Column::DocumentId.is_in(ids.iter().copied()));
        found.extend(select.order_by_asc(link::Column::Id).all(connection).await?);
    }
    Ok(found)
}

/// Links that lead to these keys; only of these relations, where any are given.
pub async fn links_to<C: ConnectionTrait>(
    connection: &C,
    keys: &[String],
    relations: &[&str],
) -> Result<Vec<link::Model>> {
    let mut found = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        let mut select = link::Entity::find().filter(link::Column::TargetKey.is_in(keys.iter().map(String::as_str)));
        if !relations.is_empty() {
            select = select.filter(link::Column::Relation.is_in(relations.iter().copied()));
        }
        found.extend(select.order_by_asc(link::Column::Id).all(connection).await?);
    }
    Ok(found)
}

pub async fn papers<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<document::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let select = document::Entity::find().filter(document::Column::Id.is_in(ids.iter().copied()));
        found.extend(select.all(connection).await?);
    }
    Ok(found)
}

pub async fn papers_of_keys<C: ConnectionTrait>(connection: &C, keys: &[String]) -> Result<Vec<document::Model>> {
    let mut found = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        let select = document::Entity::find().filter(document::Column::Key.is_in(keys.iter().map(String::as_str)));
        found.extend(select.all(connection).await?);
    }
    Ok(found)
}

/// Papers whose own row says that they do not hold.
pub async fn ended<C: ConnectionTrait>(connection: &C) -> Result<Vec<document::Model>> {
    let ended = document::Column::State.is_in(["expired", "replaced"]);
    Ok(document::Entity::find().filter(ended).all(connection).await?)
}

/// Keys that some paper replaces.
pub async fn replaced_keys<C: ConnectionTrait>(connection: &C) -> Result<Vec<String>> {
    Ok(link::Entity::find()
        .select_only()
        .column(link::Column::TargetKey)
        .filter(link::Column::Relation.eq("replaces"))
        .distinct()
        .into_tuple()
        .all(connection)
        .await?)
}

pub async fn all_expiries<C: ConnectionTrait>(connection: &C) -> Result<Vec<expiry::Model>> {
    Ok(expiry::Entity::find().order_by_asc(expiry::Column::Id).all(connection).await?)
}

pub async fn expiries<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<expiry::Model>> {
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let select = expiry::Entity::find().filter(expiry::Column::DocumentId.is_in(ids.iter().copied()));
        found.extend(select.order_by_asc(expiry::Column::Id).all(connection).await?);
    }
    Ok(found)
}

pub async fn insert_expiry(change: &mut Change, row: expiry::ActiveModel) -> Result<()> {
    let row = expiry::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
    let row = row.insert(change.connection()).await?;
    change.record("document_expiry", row.id, &row)
}
