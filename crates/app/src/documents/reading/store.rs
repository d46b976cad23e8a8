//! Queries of texts, findings and decisions.

use super::table::{decision, finding, repair, text};
use platform::{Change, Result};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

pub type TextRow = text::Model;
/// A fact that was read, as it is kept.
pub type FindingRow = finding::Model;
pub type RepairRow = repair::Model;
pub type DecisionRow = decision::Model;

/// How many rows one statement carries.
const AT_ONCE: usize = 1_000;

/// The newest text of a paper.
pub async fn latest_text<C: ConnectionTrait>(connection: &C, document: i64) -> Result<Option<text::Model>> {
    Ok(text::Entity::find()
        .filter(text::Column::DocumentId.eq(document))
        .order_by_desc(text::Column::Version)
        .limit(1)
        .one(connection)
        .await?)
}

/// The newest text of each of these papers that have one.
pub async fn latest_texts<C: ConnectionTrait>(connection: &C, documents: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut found = BTreeMap::new();
    for documents in documents.chunks(AT_ONCE) {
        let rows = text::Entity::find()
            .filter(text::Column::DocumentId.is_in(documents.iter().copied()))
            .order_by_asc(text::Column::Version)
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.document_id, row.text)));
    }
    Ok(found)
}

/// Papers with a file of this content.
pub async fn documents_with_file<C: ConnectionTrait>(connection: &C, sha256: &str) -> Result<Vec<i64>> {
    let rows = text::Entity::find().filter(text::Column::Sha256.eq(sha256)).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.document_id).collect())
}

pub async fn findings<C: ConnectionTrait>(connection: &C, text: i64) -> Result<Vec<finding::Model>> {
    Ok(finding::Entity::find()
        .filter(finding::Column::TextId.eq(text))
        .order_by_asc(finding::Column::Start)
        .order_by_asc(finding::Column::Id)
        .all(connection)
        .await?)
}

pub async fn find_finding<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<finding::Model>> {
    Ok(finding::Entity::find_by_id(id).one(connection).await?)
}

pub async fn repairs<C: ConnectionTrait>(connection: &C, text: i64) -> Result<Vec<repair::Model>> {
    let select = repair::Entity::find().filter(repair::Column::TextId.eq(text));
    Ok(select.order_by_asc(repair::Column::Start).all(connection).await?)
}

/// Decisions on these findings, the first first.
pub async fn decisions<C: ConnectionTrait>(connection: &C, findings: &[i64]) -> Result<Vec<decision::Model>> {
    let mut found = Vec::new();
    for findings in findings.chunks(AT_ONCE) {
        let select = decision::Entity::find().filter(decision::Column::FindingId.is_in(findings.iter().copied()));
        found.extend(select.order_by_asc(decision::Column::Id).all(connection).await?);
    }
    Ok(found)
}

pub async fn insert_text(change: &mut Change, row: text::ActiveModel) -> Result<text::Model> {
    let row = text::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
    let row = row.insert(change.connection()).await?;
    // The trail names the text; its words are in the row and the blob.
    change.record("paper_text", row.id, (row.document_id, row.version, &row.sha256))?;
    Ok(row)
}

pub async fn insert_findings(change: &Change, rows: Vec<finding::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(AT_ONCE) {
        finding::Entity::insert_many(rows.to_vec()).exec_without_returning(change.connection()).await?;
    }
    Ok(())
}

pub async fn insert_repairs(change: &Change, rows: Vec<repair::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(AT_ONCE) {
        repair::Entity::insert_many(rows.to_vec()).exec_without_returning(change.connection()).await?;
    }
    Ok(())
}

/// Appends a decision and closes the one before.
pub async fn decide(change: &mut Change, row: decision::ActiveModel, finding: i64) -> Result<decision::Model> {
    decision::Entity::update_many()
        .col_expr(decision::Column::ClosedBy, Expr::value(change.id()))
        .filter(decision::Column::FindingId.eq(finding))
        .filter(decision::Column::ClosedBy.is_null())
        .exec(change.connection())
        .await?;
    let row = decision::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
    let row = row.insert(change.connection()).await?;
    change.record("finding_decision", row.id, &row)?;
    Ok(row)
}

/// Addresses of the files that texts came from.
pub async fn blobs<C: ConnectionTrait>(connection: &C) -> Result<Vec<String>> {
    Ok(text::Entity::find()
        .select_only()
        .column(text::Column::Sha256)
        .filter(text::Column::Sha256.is_not_null())
        .distinct()
        .into_tuple()
        .all(connection)
        .await?)
}
