//! The audit trail: one entry a change, each sealed with the hash of the one before, so that an entry altered, removed
//! or put in later breaks the chain. `doctor` walks it.

pub mod table;

use crate::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

/// What one audit entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Gapless number.
    pub id: i64,
    /// Recorded time.
    pub at: DateTime<Utc>,
    /// Account name of who did it.
    pub actor: String,
    /// What was done, as a permission name.
    pub verb: String,
    /// The reason given.
    pub reason: Option<String>,
    /// JSON list of `{what, id, body}`.
    pub details: String,
    /// Hash of the entry before, empty for the first.
    pub previous: String,
}

impl Entry {
    /// SHA-256 over all fields, each with its length, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let reason = self.reason.as_deref().unwrap_or("\u{0}");
        for field in [&self.id.to_string(), &at, &self.actor, &self.verb, reason, &self.details, &self.previous] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Lower-case hexadecimal of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// SHA-256 of `bytes` in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChainReport {
    /// Entries walked.
    pub entries: u64,
    /// Hash of the last entry; publish it elsewhere to prove that the end was not cut off.
    pub head: String,
    /// Sentences about each break found, in Vietnamese.
    pub breaks: Vec<String>,
}

/// Walks the whole chain in bounded steps.
pub async fn verify<C: ConnectionTrait>(connection: &C) -> Result<ChainReport> {
    let mut report = ChainReport { entries: 0, head: String::new(), breaks: Vec::new() };
    let mut last_id = 0;
    loop {
        let rows = table::Entity::find()
            .filter(table::Column::Id.gt(last_id))
            .order_by_asc(table::Column::Id)
            .limit(2_000)
            .all(connection)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let (hash, entry) = row.into_entry();
            if entry.id != last_id + 1 {
                report.breaks.push(format!("Nhật ký thiếu thay đổi từ số {} đến số {}.", last_id + 1, entry.id - 1));
            }
            if entry.previous != report.head {
                report.breaks.push(format!("Thay đổi số {} không nối với thay đổi trước nó.", entry.id));
            }
            if entry.hash() != hash {
                report.breaks.push(format!("Nội dung thay đổi số {} không khớp dấu niêm của nó.", entry.id));
            }
            last_id = entry.id;
            report.head = hash;
            report.entries += 1;
        }
    }
    Ok(report)
}

/// The latest entries, newest first, a page at a time.
pub async fn list<C: ConnectionTrait>(connection: &C, page: u64, size: u64) -> Result<(Vec<table::Model>, u64)> {
    let pages = table::Entity::find().order_by_desc(table::Column::Id).paginate(connection, size);
    Ok((pages.fetch_page(page).await?, pages.num_items().await?))
}

/// The number of the latest change; zero before the first.
pub async fn last<C: ConnectionTrait>(connection: &C) -> Result<i64> {
    let last = table::Entity::find().select_only().column(table::Column::Id).order_by_desc(table::Column::Id);
    Ok(last.into_tuple().one(connection).await?.unwrap_or(0))
}

/// One entry by its number.
pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<table::Model>> {
    Ok(table::Entity::find_by_id(id).one(connection).await?)
}
