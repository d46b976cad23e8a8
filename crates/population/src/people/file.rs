//! One file a province: chunks, then a sealed directory, then where the directory stands.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::bytes::{Bytes, Wrong, put_number, put_text};
use super::error::PeopleError;
use super::seal::{Chance, DataKey, NONCE, Part, Place, TAG, private_file};

const MAGIC: &[u8; 8] = b"CSPEOPL\x01";
/// Offset and length of the directory, eight bytes each.
const TRAILER: u64 = 16;
/// More than any directory of a province: what a damaged length can make us allocate.
const MOST_DIRECTORY: u64 = 1 << 28;

/// A sealed file as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileSum {
    /// Its name inside the snapshot's folder, such as `people/83.sealed`.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What a file holds of one commune (or of one bucket of strays).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) people: u64,
    pub(super) cards: u64,
    pub(super) chunks: Vec<Stored>,
}

/// A chunk: people, then cards, one after the other; each with its nonce before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) offset: u64,
    pub(super) people: u64,
    pub(super) cards: u64,
}

/// A file being written.
pub(super) struct SealedWriter {
    path: PathBuf,
    name: String,
    of: String,
    file: File,
    offset: u64,
    digest: Sha256,
    entries: BTreeMap<String, Entry>,
}

impl SealedWriter {
    /// A new file; `of` is the province's code, or what the file holds instead of a province.
    pub(super) fn create(path: PathBuf, name: String, of: &str) -> Result<SealedWriter, PeopleError> {
        let file = private_file(&path)?;
        let (digest, entries) = (Sha256::new(), BTreeMap::new());
        let mut writer = SealedWriter { path, name, of: of.to_owned(), file, offset: 0, digest, entries };
        writer.put(MAGIC)?;
        Ok(writer)
    }

    /// Appends the chunks of a commune: sealed people and sealed cards, each as nonce and bytes.
    pub(super) fn append(
        &mut self,
        key: &str,
        people: u64,
        cards: u64,
        chunks: &[[Sealed; 2]],
    ) -> Result<(), PeopleError> {
        let mut entry = Entry { people, cards, chunks: Vec::with_capacity(chunks.len()) };
        for chunk in chunks {
            entry.chunks.push(self.append_chunk(chunk)?);
        }
        self.entries.insert(key.to_owned(), entry);
        Ok(())
    }

    /// Appends the chunks of an entry as another file holds them.
    pub(super) fn append_stored(&mut self, key: &str, entry: &Entry, from: &SealedFile) -> Result<(), PeopleError> {
        self.append_changed(key, entry.clone(), from, |_| None)
    }

    /// Appends the chunks of an entry as another file holds them, but for those that are given anew.
    pub(super) fn append_changed<'c>(
        &mut self,
        key: &str,
        mut entry: Entry,
        from: &SealedFile,
        changed: impl Fn(usize) -> Option<&'c [Sealed; 2]>,
    ) -> Result<(), PeopleError> {
        for (number, chunk) in entry.chunks.iter_mut().enumerate() {
            *chunk = match changed(number) {
                Some(sealed) => self.append_chunk(sealed)?,
                None => {
                    let moved = Stored { offset: self.offset, ..*chunk };
                    self.put(&from.read_at(chunk.offset, chunk.people.saturating_add(chunk.cards))?)?;
                    moved
                }
            };
        }
        self.entries.insert(key.to_owned(), entry);
        Ok(())
    }

    fn append_chunk(&mut self, chunk: &[Sealed; 2]) -> Result<Stored, PeopleError> {
        let stored = Stored { offset: self.offset, people: chunk[0].stored(), cards: chunk[1].stored() };
        for sealed in chunk.iter().filter(|sealed| sealed.stored() > 0) {
            self.put(&sealed.nonce)?;
            self.put(&sealed.bytes)?;
        }
        Ok(stored)
    }

    /// Writes the directory and makes all of it durable.
    pub(super) fn finish(mut self, key: &DataKey, chance: &Chance<'_>) -> Result<FileSum, PeopleError> {
        let directory = directory_bytes(&self.entries);
        let place = Place { part: Part::Directory, of: &self.of, number: 0, count: 0 };
        let (nonce, sealed) = key.seal(place, directory, chance)?;
        let offset = self.offset;
        self.put(&nonce)?;
        self.put(&sealed)?;
        let length = self.offset - offset;
        self.put(&offset.to_le_bytes())?;
        self.put(&length.to_le_bytes())?;
        self.file.sync_all().map_err(PeopleError::io(&self.path))?;
        Ok(FileSum { name: self.name, sha256: hexadecimal(&self.digest.finalize()), bytes: self.offset })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), PeopleError> {
        self.file.write_all(bytes).map_err(PeopleError::io(&self.path))?;
        self.digest.update(bytes);
        self.offset += bytes.len() as u64;
        Ok(())
    }
}

/// Bytes with their nonce; nothing if there are no bytes.
#[derive(Default)]
pub(super) struct Sealed {
    pub(super) nonce: [u8; NONCE],
    pub(super) bytes: Vec<u8>,
}

impl Sealed {
    pub(super) fn of(sealed: ([u8; NONCE], Vec<u8>)) -> Sealed {
        Sealed { nonce: sealed.0, bytes: sealed.1 }
    }

    fn stored(&self) -> u64 {
        if self.bytes.is_empty() { 0 } else { (NONCE + self.bytes.len()) as u64 }
    }
}

/// A file being read; its directory is in memory.
pub(super) struct SealedFile {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, Entry>,
}

impl SealedFile {
    /// Opens a file; `None` if it is not there.
    pub(super) fn open(path: PathBuf, of: &str, key: &DataKey) -> Result<Option<SealedFile>, PeopleError> {
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(PeopleError::io(&path))?,
        };
        let mut sealed = SealedFile { path, file, entries: BTreeMap::new() };
        sealed.entries = sealed.directory(of, key)?;
        Ok(Some(sealed))
    }

    pub(super) fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.entries
    }

    /// Reads and opens the people of a chunk.
    pub(super) fn people(&self, chunk: &Stored, key: &DataKey, place: Place<'_>) -> Result<Vec<u8>, PeopleError> {
        self.sealed(chunk.offset, chunk.people, key, place)
    }

    /// Reads and opens the cards of a chunk.
    pub(super) fn cards(&self, chunk: &Stored, key: &DataKey, place: Place<'_>) -> Result<Vec<u8>, PeopleError> {
        self.sealed(chunk.offset.saturating_add(chunk.people), chunk.cards, key, place)
    }

    pub(super) fn damaged(&self, what: Wrong) -> PeopleError {
        PeopleError::damaged(&self.path, what)
    }

    fn directory(&self, of: &str, key: &DataKey) -> Result<BTreeMap<String, Entry>, PeopleError> {
        let length = self.file.metadata().map_err(PeopleError::io(&self.path))?.len();
        if length < MAGIC.len() as u64 + TRAILER || self.read_at(0, MAGIC.len() as u64)? != MAGIC {
            return Err(self.damaged("not a file of sealed people"));
        }
        let trailer = self.read_at(length - TRAILER, TRAILER)?;
        let mut trailer = Bytes::of(&trailer);
        let (offset, size) =
            (trailer.word().map_err(|what| self.damaged(what))?, trailer.word().map_err(|what| self.damaged(what))?);
        if size > MOST_DIRECTORY || offset.checked_add(size) != Some(length - TRAILER) {
            return Err(self.damaged("no directory"));
        }
        let bytes = self.sealed(offset, size, key, Place { part: Part::Directory, of, number: 0, count: 0 })?;
        directory_of(&bytes).map_err(|what| self.damaged(what))
    }

    fn sealed(&self, offset: u64, length: u64, key: &DataKey, place: Place<'_>) -> Result<Vec<u8>, PeopleError> {
        let body = length.checked_sub(NONCE as u64).filter(|&body| body >= TAG as u64);
        let body = body.ok_or_else(|| self.damaged("a chunk cut short"))?;
        let mut nonce = [0_u8; NONCE];
        self.file.read_exact_at(&mut nonce, offset).map_err(PeopleError::io(&self.path))?;
        let sealed = self.read_at(offset + NONCE as u64, body)?;
        key.open(place, nonce, sealed).ok_or_else(|| self.damaged("a seal that does not hold"))
    }

    fn read_at(&self, offset: u64, length: u64) -> Result<Vec<u8>, PeopleError> {
        let size = self.file.metadata().map_err(PeopleError::io(&self.path))?.len();
        if offset.checked_add(length).is_none_or(|end| end > size) {
            return Err(self.damaged("cut short"));
        }
        let mut bytes = vec![0; length as usize];
        self.file.read_exact_at(&mut bytes, offset).map_err(PeopleError::io(&self.path))?;
        Ok(bytes)
    }
}

fn directory_bytes(entries: &BTreeMap<String, Entry>) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, entries.len() as u64);
    for (key, entry) in entries {
        put_text(&mut out, key);
        put_number(&mut out, entry.people);
        put_number(&mut out, entry.cards);
        put_number(&mut out, entry.chunks.len() as u64);
        for chunk in &entry.chunks {
            put_number(&mut out, chunk.offset);
            put_number(&mut out, chunk.people);
            put_number(&mut out, chunk.cards);
        }
    }
    out
}

pub(super) fn directory_of(bytes: &[u8]) -> Result<BTreeMap<String, Entry>, Wrong> {
    let mut bytes = Bytes::of(bytes);
    let mut entries = BTreeMap::new();
    for _ in 0..bytes.count(bytes.rest().len())? {
        let key = bytes.text()?.to_owned();
        let mut entry = Entry { people: bytes.number()?, cards: bytes.number()?, chunks: Vec::new() };
        for _ in 0..bytes.count(bytes.rest().len())? {
            entry.chunks.push(Stored { offset: bytes.number()?, people: bytes.number()?, cards: bytes.number()? });
        }
        entries.insert(key, entry);
    }
    bytes.end()?;
    Ok(entries)
}

/// The path of the file of a province in a folder of people, and its name in the snapshot.
pub(super) fn file_of(folder: &Path, of: &str) -> (PathBuf, String) {
    let file = format!("{of}.sealed");
    (folder.join(&file), format!("{}/{file}", super::PEOPLE_FOLDER))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
