//! Queries of papers and sources.

use super::table::{document, link, source};
use platform::{Change, Result};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// A paper as the register keeps it.
pub type DocumentRow = document::Model;

/// The paper of this key of the database.
pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<document::Model>> {
    Ok(document::Entity::find_by_id(id).one(connection).await?)
}

pub async fn find_by_key<C: ConnectionTrait>(connection: &C, key: &str) -> Result<Option<document::Model>> {
    Ok(document::Entity::find().filter(document::Column::Key.eq(key)).one(connection).await?)
}

/// Papers with this number, whatever their key; the newest first.
pub async fn find_by_number<C: ConnectionTrait>(connection: &C, number: &str) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find()
        .filter(document::Column::Number.eq(number))
        .order_by_desc(document::Column::IssuedOn)
        .all(connection)
        .await?)
}

/// The papers of these keys that are in the register.
pub async fn of_keys<C: ConnectionTrait>(connection: &C, keys: Vec<String>) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find().filter(document::Column::Key.is_in(keys)).all(connection).await?)
}

pub async fn of_ids<C: ConnectionTrait>(connection: &C, ids: Vec<i64>) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find().filter(document::Column::Id.is_in(ids)).all(connection).await?)
}

/// A page of the register, newest papers first, with the number of all that match. `words` are folded.
pub async fn list<C: ConnectionTrait>(
    connection: &C,
    words: &[String],
    kind: Option<&str>,
    page: u64,
    size: u64,
) -> Result<(Vec<document::Model>, u64)> {
    let mut select =
        document::Entity::find().order_by_desc(document::Column::IssuedOn).order_by_asc(document::Column::Key);
    for word in words {
        select = select.filter(document::Column::SearchKey.contains(word.as_str()));
    }
    if let Some(kind) = kind {
        select = select.filter(document::Column::Kind.eq(kind));
    }
    let count = select.clone().count(connection).await?;
    Ok((select.offset(page * size).limit(size).all(connection).await?, count))
}

pub async fn links_from<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Vec<link::Model>> {
    Ok(link::Entity::find()
        .filter(link::Column::DocumentId.eq(id))
        .order_by_asc(link::Column::Id)
        .all(connection)
        .await?)
}

pub async fn links_to<C: ConnectionTrait>(connection: &C, key: &str) -> Result<Vec<(link::Model, document::Model)>> {
    let links = link::Entity::find()
        .filter(link::Column::TargetKey.eq(key))
        .order_by_asc(link::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<i64> = links.iter().map(|link| link.document_id).collect();
    let papers = document::Entity::find().filter(document::Column::Id.is_in(ids)).all(connection).await?;
    Ok(links
        .into_iter()
        .filter_map(|link| papers.iter().find(|paper| paper.id == link.document_id).cloned().map(|paper| (link, paper)))
        .collect())
}

pub async fn insert<C: ConnectionTrait>(
    connection: &C,
    document: document::ActiveModel,
    links: Vec<(&'static str, String)>,
) -> Result<document::Model> {
    let row = document.insert(connection).await?;
    for (relation, target) in links {
        let link = link::ActiveModel {
            document_id: ActiveValue::Set(row.id),
            relation: ActiveValue::Set(relation.to_owned()),
            target_key: ActiveValue::Set(target),
            change_id: ActiveValue::Set(row.change_id),
            ..Default::default()
        };
        link.insert(connection).await?;
    }
    Ok(row)
}

pub async fn insert_link(change: &Change, document: i64, relation: &str, target: &str) -> Result<link::Model> {
    let link = link::ActiveModel {
        document_id: ActiveValue::Set(document),
        relation: ActiveValue::Set(relation.to_owned()),
        target_key: ActiveValue::Set(target.to_owned()),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    Ok(link.insert(change.connection()).await?)
}

pub async fn insert_source<C: ConnectionTrait>(connection: &C, source: source::ActiveModel) -> Result<source::Model> {
    Ok(source.insert(connection).await?)
}

pub async fn source_of_document<C: ConnectionTrait>(connection: &C, document: i64) -> Result<Option<source::Model>> {
    Ok(source::Entity::find().filter(source::Column::DocumentId.eq(document)).one(connection).await?)
}

pub async fn sources<C: ConnectionTrait>(
    connection: &C,
    ids: Vec<i64>,
) -> Result<Vec<(source::Model, Option<document::Model>)>> {
    let sources = source::Entity::find().filter(source::Column::Id.is_in(ids)).all(connection).await?;
    let papers: Vec<i64> = sources.iter().filter_map(|source| source.document_id).collect();
    let papers = document::Entity::find().filter(document::Column::Id.is_in(papers)).all(connection).await?;
    Ok(sources
        .into_iter()
        .map(|source| {
            let paper = source.document_id.and_then(|id| papers.iter().find(|paper| paper.id == id)).cloned();
            (source, paper)
        })
        .collect())
}

/// Addresses of the imported files that sources point to.
pub async fn blobs<C: ConnectionTrait>(connection: &C) -> Result<Vec<String>> {
    Ok(source::Entity::find()
        .select_only()
        .column(source::Column::Sha256)
        .filter(source::Column::Sha256.is_not_null())
        .distinct()
        .into_tuple()
        .all(connection)
        .await?)
}
