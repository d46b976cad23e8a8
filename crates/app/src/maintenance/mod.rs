//! Keeping an installation: a portable copy of it while it runs, filling an empty one from such a copy on either
//! database, and proving that its books are sound.
//!
//! A *backup* is a ZIP: `manifest.json` (what is in it, with the SHA-256 of each file), `tables/NAME.jsonl` (a row a
//! line, in the order of the key) and `blobs/SHA256`. It is read in one transaction, so it shows one moment. A restore
//! proves every checksum before the first row, works in one transaction and only into an empty installation: killed or
//! refused, it leaves nothing behind but files that a second try finds again.
//!
//! Invariants: the same facts give the same table files, whichever database they come from; every table is either in
//! the backup or in [`LEFT_OUT`] with its reason.

mod backup;
pub mod cli;
mod doctor;
mod manifest;
mod restore;
#[cfg(test)]
mod tests;

pub use backup::backup;
pub use doctor::{Report, doctor};
pub use manifest::Summary;
pub use restore::restore;

use platform::table::Portable;

/// Tables that a backup leaves out: everybody logs in anew after a restore, and starts with a clean slate of attempts.
pub const LEFT_OUT: &[&str] = &["failed_login", "session"];

/// Rows read or written in one step.
const STEP: u64 = 2_000;

/// Every table of a backup, those pointed to first.
fn tables() -> Vec<Box<dyn Portable>> {
    let slices = crate::SLICES.iter().flat_map(|slice| slice.tables());
    platform::tables().into_iter().chain(slices).collect()
}
