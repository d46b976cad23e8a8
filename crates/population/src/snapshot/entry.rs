//! What the audit trail still has to say about versions that are there.
//!
//! The trail is a table and a version is a folder: they cannot appear in one step. Files come first, the row second, and
//! the file `entry` tells whoever starts next which rows are missing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Lock, Snapshot, SnapshotError, Snapshots};

const ENTRY: &str = "entry";

/// A version about which the audit trail says nothing yet. While this lives, nobody else writes the entry or changes what
/// stands under the name.
#[derive(Debug)]
pub struct Unentered {
    snapshot: Snapshot,
    text: String,
    _lock: Lock,
}

impl Unentered {
    pub(super) fn new(snapshot: Snapshot, text: String, lock: Lock) -> Unentered {
        Unentered { snapshot, text, _lock: lock }
    }

    /// The version.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What the entry is to say, as whoever imported wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The entry is written: nothing has to be remembered any more.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn entered(&self) -> Result<(), SnapshotError> {
        match fs::remove_file(self.snapshot.folder.join(ENTRY)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        File::open(&self.snapshot.folder)?.sync_all()?;
        Ok(())
    }
}

impl Snapshots {
    /// Every version whose entry was not written, but for those that an import holds that is still running.
    ///
    /// # Errors
    /// The folder cannot be read, or a manifest is broken.
    pub fn unentered(&self) -> Result<Vec<Unentered>, SnapshotError> {
        let mut found = Vec::new();
        for name in self.names()? {
            let home = self.folder.join(&name);
            let mut lock: Option<Lock> = None;
            for version in self.versions(&name)? {
                let file = home.join(format!("{version:04}")).join(ENTRY);
                if !file.try_exists()? {
                    continue;
                }
                let held = match lock.take().map_or_else(|| Lock::take(&name, &home), Ok) {
                    Err(SnapshotError::Busy(_)) => break,
                    held => held?,
                };
                lock = Some(held.clone());
                // Whoever held the lock till now may have written the entry.
                let text = match fs::read_to_string(&file) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    text => text?,
                };
                found.push(Unentered::new(self.open_version(&name, version)?, text, held));
            }
        }
        Ok(found)
    }
}

/// Writes down what the entry of the version in this folder is to be, and waits for the disk.
pub(super) fn write(folder: &Path, text: &str) -> Result<(), SnapshotError> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(ENTRY))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
