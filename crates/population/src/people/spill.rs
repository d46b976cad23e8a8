//! Buckets that overflow to disk, encrypted, into files without a name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::error::PeopleError;
use super::row::BUCKETS;
use super::seal::{DataKey, TAG};

/// Rows in [`BUCKETS`] buckets.
///
/// A bucket keeps its last rows in memory; what overflows is appended to a file in the folder given that has no name any
/// more, so that the system frees it even when the program is killed.
pub(super) struct Spill {
    kind: u64,
    folder: PathBuf,
    key: Arc<DataKey>,
    limit: usize,
    buckets: Vec<Mutex<Bucket>>,
}

#[derive(Default)]
struct Bucket {
    open: Vec<u8>,
    file: Option<File>,
    /// Sealed lengths of the blocks in the file, in order.
    blocks: Vec<usize>,
}

impl Spill {
    /// Empty buckets that each keep at most `limit` bytes in memory; no two spills of one key have the same `kind`.
    pub(super) fn new(kind: u64, folder: &Path, key: Arc<DataKey>, limit: usize) -> Spill {
        let buckets = (0..BUCKETS).map(|_| Mutex::default()).collect();
        Spill { kind, folder: folder.to_owned(), key, limit, buckets }
    }

    /// Appends whole rows to a bucket.
    pub(super) fn append(&self, bucket: usize, rows: &[u8]) -> Result<(), PeopleError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut held = self.buckets[bucket].lock().unwrap_or_else(PoisonError::into_inner);
        if held.open.len() + rows.len() > self.limit && !held.open.is_empty() {
            self.flush(bucket, &mut held)?;
        }
        held.open.extend_from_slice(rows);
        Ok(())
    }

    /// Everything that was put into a bucket; it is empty afterwards.
    pub(super) fn take(&self, bucket: usize) -> Result<Vec<u8>, PeopleError> {
        let mut held = self.buckets[bucket].lock().unwrap_or_else(PoisonError::into_inner);
        let held = std::mem::take(&mut *held);
        let Some(mut file) = held.file else { return Ok(held.open) };
        let io = || PeopleError::io(&self.folder);
        file.seek(SeekFrom::Start(0)).map_err(io())?;
        let mut rows = Vec::with_capacity(held.blocks.iter().sum::<usize>() + held.open.len());
        for (number, &length) in held.blocks.iter().enumerate() {
            let mut block = vec![0; length];
            file.read_exact(&mut block).map_err(io())?;
            let opened = self.key.open_numbered(self.number(bucket, number), &mut block);
            opened.ok_or_else(|| PeopleError::damaged(&self.folder, "rows spilt to disk"))?;
            rows.extend_from_slice(&block);
        }
        rows.extend_from_slice(&held.open);
        Ok(rows)
    }

    fn flush(&self, bucket: usize, held: &mut Bucket) -> Result<(), PeopleError> {
        let mut block = std::mem::take(&mut held.open);
        block.reserve(TAG);
        self.key.seal_numbered(self.number(bucket, held.blocks.len()), &mut block)?;
        let io = || PeopleError::io(&self.folder);
        let file = match &mut held.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder).map_err(io())?),
        };
        file.write_all(&block).map_err(io())?;
        held.blocks.push(block.len());
        block.clear();
        held.open = block;
        Ok(())
    }

    fn number(&self, bucket: usize, block: usize) -> [u64; 2] {
        [self.kind << 32 | bucket as u64, block as u64]
    }
}
