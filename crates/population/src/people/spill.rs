//! Buckets that overflow to disk, encrypted, into files without a name.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::error::PeopleError;
use super::row::BUCKETS;
use super::seal::{DataKey, TAG};

/// Neighbouring buckets that share a file: few files are open at a time, and space is given back as buckets are taken.
const SHARING: usize = 16;

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
    files: Vec<Mutex<Weak<Shared>>>,
}

#[derive(Default)]
struct Bucket {
    open: Vec<u8>,
    file: Option<Arc<Shared>>,
    /// Where the sealed blocks stand in the file, and how long they are.
    blocks: Vec<(u64, usize)>,
}

/// A file that ends here.
struct Shared {
    file: File,
    end: AtomicU64,
}

impl Spill {
    /// Empty buckets that each keep at most `limit` bytes in memory; no two spills of one key have the same `kind`.
    pub(super) fn new(kind: u64, folder: &Path, key: Arc<DataKey>, limit: usize) -> Spill {
        let buckets = (0..BUCKETS).map(|_| Mutex::default()).collect();
        let files = (0..BUCKETS.div_ceil(SHARING)).map(|_| Mutex::default()).collect();
        Spill { kind, folder: folder.to_owned(), key, limit, buckets, files }
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
        let Some(shared) = held.file else { return Ok(held.open) };
        let sealed = held.blocks.iter().map(|(_, length)| length).sum::<usize>();
        let mut rows = Vec::with_capacity(sealed + held.open.len());
        for (number, &(offset, length)) in held.blocks.iter().enumerate() {
            let mut block = vec![0; length];
            shared.file.read_exact_at(&mut block, offset).map_err(PeopleError::io(&self.folder))?;
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
        let shared = match held.file.clone() {
            Some(shared) => shared,
            None => held.file.insert(self.shared(bucket)?).clone(),
        };
        let offset = shared.end.fetch_add(block.len() as u64, Ordering::Relaxed);
        shared.file.write_all_at(&block, offset).map_err(PeopleError::io(&self.folder))?;
        held.blocks.push((offset, block.len()));
        block.clear();
        held.open = block;
        Ok(())
    }

    /// The file of a bucket and its neighbours, which goes away with the last of them.
    fn shared(&self, bucket: usize) -> Result<Arc<Shared>, PeopleError> {
        let mut file = self.files[bucket / SHARING].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = file.upgrade() {
            return Ok(shared);
        }
        let new = tempfile::tempfile_in(&self.folder).map_err(PeopleError::io(&self.folder))?;
        let shared = Arc::new(Shared { file: new, end: AtomicU64::new(0) });
        *file = Arc::downgrade(&shared);
        Ok(shared)
    }

    fn number(&self, bucket: usize, block: usize) -> [u64; 2] {
        [self.kind << 32 | bucket as u64, block as u64]
    }
}
