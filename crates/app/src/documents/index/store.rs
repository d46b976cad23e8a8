//! Queries of the index.

use super::super::table::document;
use super::table::{indexed, word};
use platform::Result;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

/// How many values one statement carries.
const AT_ONCE: usize = 1_000;

pub type WordRow = word::Model;

/// Rows of these words in a block.
pub async fn of_block<C: ConnectionTrait>(connection: &C, block: i64, toned: &[&str]) -> Result<Vec<word::Model>> {
    let mut found = Vec::new();
    for toned in toned.chunks(AT_ONCE) {
        let select = word::Entity::find()
            .filter(word::Column::Block.eq(block))
            .filter(word::Column::Toned.is_in(toned.iter().copied()));
        found.extend(select.all(connection).await?);
    }
    Ok(found)
}

/// Puts rows in the place of others.
pub async fn put<C: ConnectionTrait>(connection: &C, old: &[i64], rows: Vec<word::ActiveModel>) -> Result<()> {
    for old in old.chunks(AT_ONCE) {
        word::Entity::delete_many().filter(word::Column::Id.is_in(old.iter().copied())).exec(connection).await?;
    }
    for rows in rows.chunks(AT_ONCE) {
        word::Entity::insert_many(rows.to_vec()).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Every row of a word: by its toned form, or by its folded form.
pub async fn of_word<C: ConnectionTrait>(connection: &C, strict: bool, text: &str) -> Result<Vec<word::Model>> {
    let column = if strict { word::Column::Toned } else { word::Column::Folded };
    Ok(word::Entity::find().filter(column.eq(text)).order_by_asc(word::Column::Block).all(connection).await?)
}

pub async fn note_indexed<C: ConnectionTrait>(connection: &C, documents: &[i64], change: i64) -> Result<()> {
    for documents in documents.chunks(AT_ONCE) {
        let known: Vec<i64> = indexed::Entity::find()
            .filter(indexed::Column::Id.is_in(documents.iter().copied()))
            .all(connection)
            .await?
            .into_iter()
            .map(|row| row.id)
            .collect();
        let rows: Vec<indexed::ActiveModel> = documents
            .iter()
            .filter(|id| !known.contains(id))
            .map(|id| indexed::ActiveModel { id: ActiveValue::Set(*id), change_id: ActiveValue::Set(change) })
            .collect();
        if !rows.is_empty() {
            indexed::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
    }
    Ok(())
}

pub async fn count_papers<C: ConnectionTrait>(connection: &C) -> Result<u64> {
    Ok(document::Entity::find().count(connection).await?)
}

pub async fn count_indexed<C: ConnectionTrait>(connection: &C) -> Result<u64> {
    Ok(indexed::Entity::find().count(connection).await?)
}

/// Some papers that are not in the index.
pub async fn missing<C: ConnectionTrait>(connection: &C, limit: u64) -> Result<Vec<document::Model>> {
    let known = indexed::Entity::find().select_only().column(indexed::Column::Id).into_query();
    Ok(document::Entity::find()
        .filter(document::Column::Id.not_in_subquery(known))
        .order_by_asc(document::Column::Id)
        .limit(limit)
        .all(connection)
        .await?)
}
