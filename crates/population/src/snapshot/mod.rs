//! Snapshots: what was counted from two lists, kept unchanged under a name.
//!
//! ```text
//! FOLDER/NAME/0001/manifest.json      what was read, when, by what rules, with the digests of all files
//! FOLDER/NAME/0001/01.arrow …         the count index
//! FOLDER/NAME/0001/people.sealed      the people, unless only numbers were asked for
//! FOLDER/NAME/0002/…                  a later import under the same name; the highest is the one in force
//! ```
//!
//! A version is made in a folder of its own whose name begins with a full stop, and appears by the renaming of that
//! folder, when all its files are on the disk. So whenever a machine stops, the version is there whole or not at all;
//! what an import that was stopped left behind goes when the next one begins.
//! - [`Unentered`]: the audit entry of an import is written once its version is there. Until then a file in the version's
//!   folder says what the entry is to be, so that a program which was killed in between writes it at its next start.
//! - [`Snapshot::erase_person`]: files without the person and the manifest that names them are made beside those in force;
//!   whoever opens the version next finishes what was stopped after that, and nothing had happened before.

mod entry;
mod erasure;
#[cfg(test)]
mod tests;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rules::place::UnitId;
use serde::{Deserialize, Serialize};

use crate::index::{Index, IndexError, IndexFile, Tally};
use crate::people::PeopleError;
pub use entry::Unentered;

/// What this release writes.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const MAKING: &str = ".making";
const ERASED: &str = ".erased";

/// A list that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name, without folders.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Rows below the heading.
    pub rows: u64,
    /// Rows refused.
    pub refused: u64,
    /// Whether the file says of itself that its people are made up ([`crate::synthetic::MADE_UP`]).
    #[serde(default)]
    pub made_up: bool,
}

/// What a snapshot is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    pub format: u32,
    /// The snapshot's name.
    pub name: String,
    /// Its version under that name, from 1.
    pub version: u32,
    /// When it was made, as the caller's clock said.
    pub made_at: String,
    /// The program that made it.
    pub made_by: String,
    /// The day of the lists: places are those of this day.
    pub as_of: NaiveDate,
    /// The list of residents.
    pub residents: SourceFile,
    /// The list of cards.
    pub cards: SourceFile,
    /// What was counted.
    pub tally: Tally,
    /// Ages at which bands begin.
    pub ages: Vec<u8>,
    /// The files of the index.
    pub index: Vec<IndexFile>,
    /// The sealed people; `None` if only numbers were asked for.
    pub people: Option<crate::people::PeopleFiles>,
    /// The unit whose lists they are, as the importer's territory was told; `None`: the whole country's.
    pub unit: Option<UnitId>,
}

impl Manifest {
    /// Whether people of either list are made up, so that the numbers are about nobody.
    pub fn is_made_up(&self) -> bool {
        self.residents.made_up || self.cards.made_up
    }
}

/// Where snapshots are.
#[derive(Clone, Debug)]
pub struct Snapshots {
    folder: PathBuf,
}

/// A snapshot.
#[derive(Clone, Debug)]
pub struct Snapshot {
    folder: PathBuf,
    manifest: Manifest,
}

/// A version being made. Dropped without [`Draft::publish`], it leaves nothing.
#[derive(Debug)]
pub struct Draft {
    folder: PathBuf,
    target: PathBuf,
    version: u32,
    name: String,
    /// Held while the draft lives: one import at a time under a name.
    lock: Lock,
}

/// Why a snapshot cannot be made, opened or erased.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The name cannot be that of a folder.
    #[error(
        "tên bản số liệu “{0}” không dùng được: chỉ dùng chữ thường không dấu, chữ số, dấu gạch nối, tối đa 64 ký tự, bắt đầu bằng chữ hoặc số"
    )]
    Name(String),
    /// There is none of this name.
    #[error("chưa có bản số liệu “{name}”{}", hint(.known))]
    Missing {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Another import or an erasure under the name is under way.
    #[error("đang có một lần nạp hoặc xóa khác ở bản số liệu “{0}”: chờ lần ấy xong rồi làm lại")]
    Busy(String),
    /// The manifest cannot be read.
    #[error("bảng kê {} hỏng: {reason}", .file.display())]
    Manifest {
        /// The file.
        file: PathBuf,
        /// What is amiss.
        reason: String,
    },
    /// A file is not the one that the manifest names.
    #[error("tệp {} không còn đúng như lúc nạp", .0.display())]
    Changed(PathBuf),
    /// The sealed people cannot be opened or written.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The index cannot be opened.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The folder cannot be read or written.
    #[error("không đọc, ghi được thư mục bản số liệu: {0}")]
    Io(#[from] io::Error),
}

fn hint(known: &[String]) -> String {
    if known.is_empty() {
        ": nạp danh sách bằng lệnh `chungsuc population import`".to_owned()
    } else {
        format!("; đang có: {}", known.join(", "))
    }
}

impl Snapshots {
    /// The snapshots of a folder, which need not exist yet.
    pub fn at(folder: &Path) -> Snapshots {
        Snapshots { folder: folder.to_owned() }
    }

    /// The names under which there is a snapshot, in order.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, SnapshotError> {
        let mut names = Vec::new();
        for name in entries(&self.folder)? {
            if is_name(&name) && !self.versions(&name)?.is_empty() {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The versions under a name, rising.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn versions(&self, name: &str) -> Result<Vec<u32>, SnapshotError> {
        let mut versions: Vec<u32> =
            entries(&self.folder.join(name))?.iter().filter_map(|entry| entry.parse().ok()).collect();
        versions.sort_unstable();
        Ok(versions)
    }

    /// The version in force under a name.
    ///
    /// # Errors
    /// There is none, or its manifest cannot be read.
    pub fn open(&self, name: &str) -> Result<Snapshot, SnapshotError> {
        check_name(name)?;
        match self.versions(name)?.last() {
            Some(&version) => self.open_version(name, version),
            None => Err(SnapshotError::Missing { name: name.to_owned(), known: self.names()? }),
        }
    }

    /// A certain version under a name.
    ///
    /// # Errors
    /// There is none, or its manifest cannot be read.
    pub fn open_version(&self, name: &str, version: u32) -> Result<Snapshot, SnapshotError> {
        check_name(name)?;
        let folder = self.folder.join(name).join(format!("{version:04}"));
        erasure::finish(name, &folder)?;
        let manifest = match read(&folder.join(MANIFEST)) {
            Err(SnapshotError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SnapshotError::Missing { name: format!("{name}/{version}"), known: self.names()? });
            }
            read => read?,
        };
        Ok(Snapshot { folder, manifest })
    }

    /// The unit whose lists stand under a name, `Some(None)` for the whole country's; `None` if nothing stands there.
    ///
    /// # Errors
    /// The folder or the last manifest cannot be read.
    pub fn unit_of(&self, name: &str) -> Result<Option<Option<UnitId>>, SnapshotError> {
        let last = self.versions(name)?.last().copied();
        last.map(|version| Ok(self.open_version(name, version)?.manifest.unit)).transpose()
    }

    /// Begins a new version under a name; clears away what an import that was stopped left.
    ///
    /// # Errors
    /// The name is not possible, another import under it is under way, or the folder cannot be written.
    pub fn begin(&self, name: &str) -> Result<Draft, SnapshotError> {
        check_name(name)?;
        let home = self.folder.join(name);
        DirBuilder::new().recursive(true).mode(0o700).create(&home)?;
        let lock = Lock::take(name, &home)?;
        for entry in entries(&home)? {
            if entry.starts_with(MAKING) || entry.starts_with(ERASED) {
                fs::remove_dir_all(home.join(entry))?;
            }
        }
        let version = self.versions(name)?.last().map_or(1, |last| last + 1);
        let folder = home.join(format!("{MAKING}-{version:04}"));
        DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Draft { folder, target: home.join(format!("{version:04}")), version, name: name.to_owned(), lock })
    }

    /// Erases a version: it is gone from the list at once, then its files go, the sealed people's key first.
    ///
    /// # Errors
    /// There is none, or the folder cannot be written.
    pub fn erase(&self, name: &str, version: u32) -> Result<(), SnapshotError> {
        let snapshot = self.open_version(name, version)?;
        let home = self.folder.join(name);
        let gone = home.join(format!("{ERASED}-{version:04}"));
        fs::rename(&snapshot.folder, &gone)?;
        File::open(&home)?.sync_all()?;
        let manifest = OpenOptions::new().write(true).open(gone.join(MANIFEST))?;
        let length = manifest.metadata()?.len();
        (&manifest).write_all(&vec![0; usize::try_from(length).unwrap_or_default()])?;
        manifest.sync_all()?;
        fs::remove_dir_all(&gone)?;
        Ok(())
    }
}

impl Draft {
    /// The folder in which its files are to be made, for its owner alone.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which version it will be.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Makes the version appear, with all that is in its folder. The manifest's name, version and form are set here. `entry`
    /// is what the audit trail is to say about it; it is kept until [`Unentered::entered`].
    ///
    /// # Errors
    /// The folder cannot be written; then nothing has appeared.
    pub fn publish(self, manifest: Manifest, entry: &str) -> Result<Unentered, SnapshotError> {
        let manifest = Manifest { format: FORMAT, name: self.name.clone(), version: self.version, ..manifest };
        // The files of the index are written first and kept by the disk here, all at once: one after the other is slow.
        for file in &manifest.index {
            File::open(self.folder.join(format!("{}.arrow", file.province)))?.sync_all()?;
        }
        write(&manifest, &self.folder.join(MANIFEST))?;
        entry::write(&self.folder, entry)?;
        File::open(&self.folder)?.sync_all()?;
        fs::rename(&self.folder, &self.target)?;
        if let Some(home) = self.target.parent() {
            File::open(home)?.sync_all()?;
        }
        let snapshot = Snapshot { folder: self.target.clone(), manifest };
        Ok(Unentered::new(snapshot, entry.to_owned(), self.lock.clone()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After publishing the folder has another name. If it cannot be removed now, the next import will.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Snapshot {
    /// What it is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens its count index.
    ///
    /// # Errors
    /// A file is missing or is no index.
    pub fn index(&self) -> Result<Index, SnapshotError> {
        Ok(Index::open(&self.folder, &self.manifest.index)?)
    }

    /// Whether the files of the index and of the sealed people still have the digests that the manifest names.
    ///
    /// # Errors
    /// [`SnapshotError::Changed`] names the first that has not; or a file cannot be read.
    pub fn verify(&self) -> Result<(), SnapshotError> {
        let index = self.manifest.index.iter().map(|file| (format!("{}.arrow", file.province), &file.sha256));
        let people = self.manifest.people.iter().flat_map(|people| &people.files);
        let people = people.map(|file| (file.name.clone(), &file.sha256));
        for (name, sha256) in index.chain(people) {
            let path = self.folder.join(name);
            if digest_of(&path)?.0 != *sha256 {
                return Err(SnapshotError::Changed(path));
            }
        }
        Ok(())
    }
}

/// Writes a manifest to a new file that only its owner may read, and waits for the disk.
fn write(manifest: &Manifest, path: &Path) -> Result<(), SnapshotError> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(serde_json::to_string_pretty(manifest).map_err(io::Error::other)?.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

fn read(file: &Path) -> Result<Manifest, SnapshotError> {
    let text = fs::read_to_string(file)?;
    let broken = |reason: String| SnapshotError::Manifest { file: file.to_owned(), reason };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    match manifest.format {
        FORMAT => Ok(manifest),
        other => Err(broken(format!("phiên bản {other} của dạng bảng kê"))),
    }
}

/// Held by whoever changes what stands under a name; it goes with the process, however that ends.
#[derive(Clone, Debug)]
struct Lock {
    _file: Arc<File>,
}

impl Lock {
    /// Takes the lock of a name, in its folder.
    fn take(name: &str, home: &Path) -> Result<Lock, SnapshotError> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(home.join(".lock"))?;
        file.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => SnapshotError::Busy(name.to_owned()),
            fs::TryLockError::Error(error) => error.into(),
        })?;
        Ok(Lock { _file: Arc::new(file) })
    }
}

/// SHA-256 in hexadecimal, and length, of a file.
///
/// # Errors
/// It cannot be read.
pub fn digest_of(path: &Path) -> io::Result<(String, u64)> {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    let mut file = File::open(path)?;
    let mut part = vec![0; 1 << 18];
    let mut length = 0;
    loop {
        let count = io::Read::read(&mut file, &mut part)?;
        if count == 0 {
            return Ok((crate::index::hexadecimal(&hash.finalize()), length));
        }
        hash.update(&part[..count]);
        length += count as u64;
    }
}

fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = match fs::read_dir(folder) {
        Ok(entries) => entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    names.sort_unstable();
    Ok(names)
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    (1..=64).contains(&name.len()) && name.bytes().all(allowed) && name.as_bytes()[0].is_ascii_alphanumeric()
}

fn check_name(name: &str) -> Result<(), SnapshotError> {
    if is_name(name) { Ok(()) } else { Err(SnapshotError::Name(name.to_owned())) }
}
