//! How far a reading is, and the wish to stop it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::SourceError;

/// How far a reading is. Shared between the readers and whoever shows it; time left is for whoever has a clock.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    rows: AtomicU64,
    refused: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// Nothing done yet, nothing known.
    pub fn new() -> Progress {
        Progress::default()
    }

    /// Work done, in the unit of [`Progress::total`].
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// All the work: rows of Parquet, bytes of text, lines of workbooks as far as they say how many they have. Nought while
    /// it is not known.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Rows refused so far.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Asks the readers to stop; they end with [`SourceError::Stopped`] before their next batch.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn go_on(&self) -> Result<(), SourceError> {
        if self.stopped.load(Ordering::Relaxed) { Err(SourceError::Stopped) } else { Ok(()) }
    }

    pub(super) fn advance(&self, done: u64, rows: u64, refused: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
        self.refused.fetch_add(refused, Ordering::Relaxed);
    }
}
