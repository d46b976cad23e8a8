//! Erasing a person from a version, whole or not at all.
//!
//! Sealed files without the person are made beside those in force, then the manifest that names them. Its renaming to
//! `manifest.next` decides: what is stopped before that has not happened, what is stopped after is finished by whoever
//! opens the version next.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Lock, MANIFEST, Manifest, Snapshot, SnapshotError, read, write};
use crate::people::{self, Chance, DataKey, Erased, FileSum};
use crate::person::PersonKey;

const NEXT: &str = "manifest.next";
const DRAFT: &str = "manifest.draft";

impl Snapshot {
    /// Erases a person from the sealed people: the one change that a version sees after it was made. The counts stay, since
    /// they name nobody.
    ///
    /// # Errors
    /// There are no sealed people, another change under the name is under way, or the folder cannot be written. Then the
    /// person is still there, or the next opening of the version finishes.
    pub fn erase_person(
        &mut self,
        key: &DataKey,
        person: PersonKey,
        chance: &Chance<'_>,
    ) -> Result<Erased, SnapshotError> {
        let home = self.folder.parent().unwrap_or(&self.folder);
        let _lock = Lock::take(&self.manifest.name, home)?;
        settle(&self.folder)?;
        let erased = people::erase_person(&self.folder, key, person, chance)?;
        if !erased.files.is_empty() {
            decide(&self.folder, &erased.files)?;
            settle(&self.folder)?;
        }
        self.manifest = read(&self.folder.join(MANIFEST))?;
        Ok(erased)
    }
}

/// Finishes the erasure that a process left behind, at the opening of a version. One that is under way goes its own way.
pub(super) fn finish(name: &str, folder: &Path) -> Result<(), SnapshotError> {
    if !folder.join(NEXT).try_exists()? {
        return Ok(());
    }
    let _lock = match Lock::take(name, folder.parent().unwrap_or(folder)) {
        Err(SnapshotError::Busy(_)) => return Ok(()),
        lock => lock?,
    };
    settle(folder)
}

/// Decides that these files come into force.
pub(super) fn decide(folder: &Path, files: &[FileSum]) -> Result<(), SnapshotError> {
    let mut manifest = read(&folder.join(MANIFEST))?;
    if let Some(people) = manifest.people.as_mut() {
        for file in files {
            people.files.retain(|known| known.name != file.name);
            people.files.push(file.clone());
        }
        people.files.sort_by(|left, right| left.name.cmp(&right.name));
    }
    let draft = folder.join(DRAFT);
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    write(&manifest, &draft)?;
    fs::rename(&draft, folder.join(NEXT))?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Puts into force what was decided, if anything was.
fn settle(folder: &Path) -> Result<(), SnapshotError> {
    let next = match read(&folder.join(NEXT)) {
        Err(SnapshotError::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        next => next?,
    };
    let files = |manifest: Manifest| manifest.people.map(|people| people.files).unwrap_or_default();
    let known = files(read(&folder.join(MANIFEST))?);
    let new: Vec<FileSum> = files(next).into_iter().filter(|file| !known.contains(file)).collect();
    people::put_in_place(folder, &new)?;
    fs::rename(folder.join(NEXT), folder.join(MANIFEST))?;
    File::open(folder)?.sync_all()?;
    Ok(())
}
