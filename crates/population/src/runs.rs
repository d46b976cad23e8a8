//! Records in buckets, in memory up to a limit and beyond it in a file.
//!
//! What is too large for memory is parted by a key so that each bucket fits, gone through once, and done bucket by
//! bucket. Threads write through a [`Writer`] each, which keeps a few records of every bucket before it takes a lock;
//! what writers keep goes from one to the next, and [`Runs::settle`] hands it over when all is written.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bytemuck::Pod;

/// How many bytes of one bucket a writer keeps before it hands them over.
const HANDFUL: usize = 4096;

/// Buckets of records of one kind.
pub struct Runs<T> {
    buckets: Vec<Mutex<Bucket<T>>>,
    /// Bytes of records now in memory, those still with writers aside.
    held: AtomicUsize,
    /// Bytes above which all buckets are written to the file.
    limit: usize,
    /// Already without a name: nothing of it outlives the process.
    file: File,
    end: AtomicU64,
    spilling: Mutex<()>,
    /// What writers of the past still keep, a vector of buckets each.
    kept: Mutex<Vec<Vec<Vec<T>>>>,
}

struct Bucket<T> {
    chunks: Vec<Vec<T>>,
    /// Where in the file earlier records of this bucket are: first byte and number of records.
    spilled: Vec<(u64, usize)>,
}

impl<T: Pod + Send> Runs<T> {
    /// `count` empty buckets that hold at most about `limit` bytes in memory and the rest in a file of `folder`.
    ///
    /// # Errors
    /// No file can be made in `folder`.
    pub fn new(count: usize, limit: usize, folder: &Path) -> io::Result<Runs<T>> {
        Ok(Runs {
            buckets: (0..count).map(|_| Mutex::new(Bucket { chunks: Vec::new(), spilled: Vec::new() })).collect(),
            held: AtomicUsize::new(0),
            limit,
            file: tempfile::tempfile_in(folder)?,
            end: AtomicU64::new(0),
            spilling: Mutex::new(()),
            kept: Mutex::new(Vec::new()),
        })
    }

    /// How many buckets there are.
    pub fn count(&self) -> usize {
        self.buckets.len()
    }

    /// A writer of one thread.
    pub fn writer(&self) -> Writer<'_, T> {
        let local = lock(&self.kept).pop().unwrap_or_else(|| (0..self.count()).map(|_| Vec::new()).collect());
        Writer { runs: self, local }
    }

    /// Hands over what writers still keep; to be called once all of them are gone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn settle(&self) -> io::Result<()> {
        for local in std::mem::take(&mut *lock(&self.kept)) {
            for (bucket, records) in local.into_iter().enumerate().filter(|(_, records)| !records.is_empty()) {
                self.give(bucket, records)?;
            }
        }
        Ok(())
    }

    /// The records of one bucket, in no order; it is empty afterwards. Only what was settled is there.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn take(&self, bucket: usize) -> io::Result<Vec<T>> {
        let Bucket { chunks, spilled } = {
            let mut bucket = lock(&self.buckets[bucket]);
            std::mem::replace(&mut *bucket, Bucket { chunks: Vec::new(), spilled: Vec::new() })
        };
        let in_memory: usize = chunks.iter().map(Vec::len).sum();
        let on_disk: usize = spilled.iter().map(|&(_, records)| records).sum();
        self.held.fetch_sub(in_memory * size_of::<T>(), Ordering::Relaxed);
        let mut records = Vec::with_capacity(in_memory + on_disk);
        for (at, count) in spilled {
            let start = records.len();
            records.resize(start + count, T::zeroed());
            self.file.read_exact_at(bytemuck::cast_slice_mut(&mut records[start..]), at)?;
        }
        for chunk in chunks {
            records.extend_from_slice(&chunk);
        }
        Ok(records)
    }

    /// How many bytes went to the file.
    pub fn spilled_bytes(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    fn give(&self, bucket: usize, chunk: Vec<T>) -> io::Result<()> {
        let bytes = chunk.len() * size_of::<T>();
        // Counted before it is there: another thread may spill it at once and take it off again.
        let held = self.held.fetch_add(bytes, Ordering::Relaxed) + bytes;
        lock(&self.buckets[bucket]).chunks.push(chunk);
        if held > self.limit { self.spill() } else { Ok(()) }
    }

    /// Writes what is in memory to the file; if another thread is at it, waits and looks again.
    fn spill(&self) -> io::Result<()> {
        let _one = lock(&self.spilling);
        if self.held.load(Ordering::Relaxed) <= self.limit {
            return Ok(());
        }
        for bucket in &self.buckets {
            let chunks = std::mem::take(&mut lock(bucket).chunks);
            let records = chunks.concat();
            drop(chunks);
            if records.is_empty() {
                continue;
            }
            let bytes: &[u8] = bytemuck::cast_slice(&records);
            let at = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            self.file.write_all_at(bytes, at)?;
            lock(bucket).spilled.push((at, records.len()));
            self.held.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
        Ok(())
    }
}

/// The way of one thread into the buckets.
pub struct Writer<'a, T: Pod + Send> {
    runs: &'a Runs<T>,
    local: Vec<Vec<T>>,
}

impl<T: Pod + Send> Writer<'_, T> {
    /// One record into `bucket`.
    ///
    /// # Errors
    /// The file cannot be written.
    #[inline]
    pub fn push(&mut self, bucket: usize, record: T) -> io::Result<()> {
        let local = &mut self.local[bucket];
        if local.capacity() == 0 {
            local.reserve_exact(HANDFUL / size_of::<T>());
        }
        local.push(record);
        if local.len() == local.capacity() { self.hand_over(bucket) } else { Ok(()) }
    }

    #[inline(never)]
    fn hand_over(&mut self, bucket: usize) -> io::Result<()> {
        let chunk = std::mem::take(&mut self.local[bucket]);
        self.runs.give(bucket, chunk)
    }
}

impl<T: Pod + Send> Drop for Writer<'_, T> {
    fn drop(&mut self) {
        lock(&self.runs.kept).push(std::mem::take(&mut self.local));
    }
}

/// A lock whose holder panicked is taken all the same: the panic itself reaches the caller through the thread pool.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything written comes back from its own bucket, whether memory sufficed or not.
    #[test]
    fn nothing_is_lost_between_memory_and_file() {
        let folder = tempfile::tempdir().expect("a folder");
        for limit in [0, 10_000, usize::MAX] {
            let runs: Runs<u64> = Runs::new(7, limit, folder.path()).expect("runs");
            std::thread::scope(|scope| {
                for thread in 0..3_u64 {
                    let runs = &runs;
                    scope.spawn(move || {
                        let mut writer = runs.writer();
                        for number in (thread..30_000).step_by(3) {
                            writer.push((number % 7) as usize, number).expect("written");
                        }
                    });
                }
            });
            runs.settle().expect("handed over");
            assert_eq!(runs.spilled_bytes() == 0, limit == usize::MAX, "limit {limit}");
            for bucket in 0..7 {
                let mut records = runs.take(bucket).expect("read");
                records.sort_unstable();
                assert!(records.into_iter().eq((0..30_000_u64).filter(|number| number % 7 == bucket as u64)));
                assert!(runs.take(bucket).expect("read").is_empty());
            }
            assert_eq!(runs.held.load(Ordering::Relaxed), 0, "limit {limit}: what was taken is held no more");
        }
    }
}
