//! What a backup says about itself.

use serde::{Deserialize, Serialize};

/// The format this program writes, and the newest it reads.
pub const FORMAT: u32 = 1;
/// Name of the manifest inside the ZIP.
pub const NAME: &str = "manifest.json";

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// Version of the program that wrote it.
    pub application: String,
    /// When, in UTC (RFC 3339).
    pub created_at: String,
    /// Migrations applied to the database it was taken from.
    pub migrations: Vec<String>,
    /// The audit chain in it.
    pub chain: platform::audit::ChainReport,
    /// Its tables, in the order in which they are filled.
    pub tables: Vec<TableFile>,
    /// Its blobs, sorted.
    pub blobs: Vec<BlobFile>,
}

/// A file of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Name of the table.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
}

/// A blob.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobFile {
    /// Its address, which is the SHA-256 of its content.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl TableFile {
    /// Its path inside the ZIP.
    pub fn path(&self) -> String {
        format!("tables/{}.jsonl", self.name)
    }
}

impl BlobFile {
    /// Its path inside the ZIP.
    pub fn path(&self) -> String {
        format!("blobs/{}", self.sha256)
    }
}

/// What the command line says about a backup made or restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The file.
    pub file: String,
    /// When the backup was taken.
    pub created_at: String,
    /// How many tables hold rows.
    pub tables: usize,
    /// Rows in all of them.
    pub rows: u64,
    /// How many blobs.
    pub blobs: usize,
    /// Changes in the audit chain.
    pub changes: u64,
    /// Hash of the last change.
    pub head: String,
    /// Breaks of the chain, which a backup keeps as they are.
    pub breaks: Vec<String>,
}

impl Summary {
    /// The summary of a manifest.
    pub fn of(file: &std::path::Path, manifest: &Manifest) -> Self {
        Self {
            file: file.display().to_string(),
            created_at: manifest.created_at.clone(),
            tables: manifest.tables.iter().filter(|table| table.rows > 0).count(),
            rows: manifest.tables.iter().map(|table| table.rows).sum(),
            blobs: manifest.blobs.len(),
            changes: manifest.chain.entries,
            head: manifest.chain.head.clone(),
            breaks: manifest.chain.breaks.clone(),
        }
    }
}
