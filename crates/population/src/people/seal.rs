//! Keys, and what they lock.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use super::error::PeopleError;
use super::{PEOPLE_FOLDER, WRAPPED_KEY_FILE};

/// Fills bytes with what nobody can foresee; must be the operating system's source of chance.
pub type Chance<'a> = dyn Fn(&mut [u8]) -> io::Result<()> + Sync + 'a;

pub(super) const NONCE: usize = 24;
pub(super) const TAG: usize = 16;
const KEY: usize = 32;
const WRAPPED: usize = MAGIC.len() + NONCE + KEY + TAG;
const MAGIC: &[u8; 6] = b"CSKEY\x01";
/// Begins what every seal is bound to, so that bytes of another purpose or version never fit.
const PURPOSE: &[u8] = b"chungsuc people v1";

/// The key of an installation, from its key file.
pub struct Keyring {
    cipher: XChaCha20Poly1305,
}

/// The key of one snapshot. It opens nothing of another snapshot.
pub struct DataKey {
    cipher: XChaCha20Poly1305,
    snapshot: String,
}

/// A data key as it is kept on disk: only the installation's [`Keyring`] opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    bytes: Vec<u8>,
}

/// What sealed bytes are and where they belong; opening fails anywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) part: Part,
    /// The commune's code, the province's for a directory; empty for what belongs to none.
    pub(super) of: &'a str,
    pub(super) number: u32,
    pub(super) count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Key = 0,
    Directory = 1,
    People = 2,
    Cards = 3,
    Strays = 4,
    Note = 5,
    File = 6,
}

impl Keyring {
    /// Where the key file of a data folder is.
    pub fn path(data: &Path) -> PathBuf {
        data.join("keys").join("persons.key")
    }

    /// Opens the key file of a data folder.
    ///
    /// # Errors
    /// The file is not there, others may read it, or it holds no key.
    pub fn open(data: &Path) -> Result<Keyring, PeopleError> {
        let path = Keyring::path(data);
        let mut file = match OpenOptions::new().read(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(PeopleError::KeyMissing { path }),
            other => other.map_err(PeopleError::io(&path))?,
        };
        let mode = file.metadata().map_err(PeopleError::io(&path))?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(PeopleError::KeyOpenToOthers { path, mode });
        }
        let mut key = Zeroizing::new([0_u8; KEY + 1]);
        let mut length = 0;
        while length < key.len() {
            match file.read(&mut key[length..]).map_err(PeopleError::io(&path))? {
                0 => break,
                read => length += read,
            }
        }
        if length != KEY {
            return Err(PeopleError::KeyMalformed { path });
        }
        Ok(Keyring { cipher: cipher(&key[..KEY]) })
    }

    /// Opens the key file, or makes it at the first import.
    ///
    /// # Errors
    /// Besides those of [`Keyring::open`]: the file is missing although `sealed_people_exist`, which a new key could never
    /// open.
    pub fn open_or_make(data: &Path, sealed_people_exist: bool, chance: &Chance<'_>) -> Result<Keyring, PeopleError> {
        match Keyring::open(data) {
            Err(PeopleError::KeyMissing { .. }) if !sealed_people_exist => {}
            other => return other,
        }
        let path = Keyring::path(data);
        let folder = data.join("keys");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(PeopleError::io(&folder))?;
        let mut key = Zeroizing::new([0_u8; KEY]);
        chance(&mut key[..]).map_err(|source| PeopleError::NoChance { source })?;
        // Written whole beside its place and linked there, so that neither half a key nor a second one can stand there.
        let draft = tempfile::NamedTempFile::new_in(&folder).map_err(PeopleError::io(&folder))?;
        draft.as_file().write_all_and_sync(&key[..]).map_err(PeopleError::io(&path))?;
        match fs::hard_link(draft.path(), &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => other.map_err(PeopleError::io(&path))?,
        }
        sync_folder(&folder)?;
        drop(draft);
        Keyring::open(data)
    }

    /// Makes the data key of a snapshot; `snapshot` is its identifier, which never changes.
    ///
    /// # Errors
    /// The operating system gave no random bytes.
    pub fn make_data_key(&self, snapshot: &str, chance: &Chance<'_>) -> Result<(DataKey, WrappedKey), PeopleError> {
        let mut key = Zeroizing::new([0_u8; KEY]);
        chance(&mut key[..]).map_err(|source| PeopleError::NoChance { source })?;
        let (nonce, sealed) = seal(&self.cipher, &key_bound_to(snapshot), key.to_vec(), chance)?;
        let bytes = [&MAGIC[..], &nonce, &sealed].concat();
        Ok((DataKey { cipher: cipher(&key[..]), snapshot: snapshot.to_owned() }, WrappedKey { bytes }))
    }

    /// Opens the data key of a snapshot.
    ///
    /// # Errors
    /// It was wrapped by another installation's key, for another snapshot, or was changed.
    pub fn unwrap(&self, snapshot: &str, wrapped: &WrappedKey) -> Result<DataKey, PeopleError> {
        let wrong = || PeopleError::WrongKey { snapshot: snapshot.to_owned() };
        let rest = wrapped.bytes.strip_prefix(&MAGIC[..]).ok_or_else(wrong)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
        let mut key = Zeroizing::new(sealed.to_vec());
        let opened = self.cipher.decrypt_in_place(&XNonce::from(*nonce), &key_bound_to(snapshot), &mut *key);
        if opened.is_err() || key.len() != KEY {
            return Err(wrong());
        }
        Ok(DataKey { cipher: cipher(&key), snapshot: snapshot.to_owned() })
    }

    /// Opens the data key of the snapshot in this folder.
    ///
    /// # Errors
    /// The snapshot has no sealed people, or the key does not fit.
    pub fn unwrap_in(&self, snapshot: &str, folder: &Path) -> Result<DataKey, PeopleError> {
        self.unwrap(snapshot, &WrappedKey::read(folder)?)
    }
}

impl WrappedKey {
    /// Writes the wrapped key into a snapshot's folder, durably and for the owner only.
    ///
    /// # Errors
    /// One is there already, or the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), PeopleError> {
        let path = folder.join(WRAPPED_KEY_FILE);
        let file = private_file(&path)?;
        file.write_all_and_sync(&self.bytes).map_err(PeopleError::io(&path))?;
        sync_folder(folder)
    }

    /// Reads the wrapped key of a snapshot's folder.
    ///
    /// # Errors
    /// The snapshot has no sealed people, was erased, or the file is damaged.
    pub fn read(folder: &Path) -> Result<WrappedKey, PeopleError> {
        let path = folder.join(WRAPPED_KEY_FILE);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(PeopleError::NoPeople { path }),
            Err(source) => Err(PeopleError::Io { path, source }),
            Ok(bytes) if bytes.len() == WRAPPED => Ok(WrappedKey { bytes }),
            Ok(_) => Err(PeopleError::damaged(&path, "wrapped key")),
        }
    }

    /// Destroys the wrapped key of a snapshot: overwritten, then removed. Whether there was one.
    pub(super) fn destroy(folder: &Path) -> Result<bool, PeopleError> {
        let path = folder.join(WRAPPED_KEY_FILE);
        let file = match OpenOptions::new().write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            other => other.map_err(PeopleError::io(&path))?,
        };
        file.write_all_and_sync(&[0; WRAPPED]).map_err(PeopleError::io(&path))?;
        fs::remove_file(&path).map_err(PeopleError::io(&path))?;
        sync_folder(folder)?;
        Ok(true)
    }
}

impl DataKey {
    /// A key for one run that is kept nowhere.
    pub(super) fn throw_away(chance: &Chance<'_>) -> Result<DataKey, PeopleError> {
        let mut key = Zeroizing::new([0_u8; KEY]);
        chance(&mut key[..]).map_err(|source| PeopleError::NoChance { source })?;
        Ok(DataKey { cipher: cipher(&key[..]), snapshot: String::new() })
    }

    pub(super) fn seal(
        &self,
        place: Place<'_>,
        plain: Vec<u8>,
        chance: &Chance<'_>,
    ) -> Result<([u8; NONCE], Vec<u8>), PeopleError> {
        seal(&self.cipher, &self.bound_to(place), plain, chance)
    }

    /// Opens bytes sealed for this place; `None` if they were not, or were changed.
    pub(super) fn open(&self, place: Place<'_>, nonce: [u8; NONCE], mut sealed: Vec<u8>) -> Option<Vec<u8>> {
        self.cipher.decrypt_in_place(&XNonce::from(nonce), &self.bound_to(place), &mut sealed).ok()?;
        Some(sealed)
    }

    /// Seals with a nonce that the caller never uses again under this key.
    pub(super) fn seal_numbered(&self, number: [u64; 2], plain: &mut Vec<u8>) -> Result<(), PeopleError> {
        let whole = self.cipher.encrypt_in_place(&numbered_nonce(number), PURPOSE, plain);
        whole.map_err(|_| PeopleError::TooMany { what: "byte" })
    }

    pub(super) fn open_numbered(&self, number: [u64; 2], sealed: &mut Vec<u8>) -> Option<()> {
        self.cipher.decrypt_in_place(&numbered_nonce(number), PURPOSE, sealed).ok()
    }

    fn bound_to(&self, place: Place<'_>) -> Vec<u8> {
        bound_to(&self.snapshot, place)
    }
}

fn numbered_nonce(number: [u64; 2]) -> XNonce {
    let mut nonce = [0_u8; NONCE];
    nonce[..8].copy_from_slice(&number[0].to_le_bytes());
    nonce[8..16].copy_from_slice(&number[1].to_le_bytes());
    XNonce::from(nonce)
}

fn key_bound_to(snapshot: &str) -> Vec<u8> {
    bound_to(snapshot, Place { part: Part::Key, of: "", number: 0, count: 0 })
}

fn bound_to(snapshot: &str, place: Place<'_>) -> Vec<u8> {
    let mut bytes = PURPOSE.to_vec();
    bytes.push(place.part as u8);
    for text in [snapshot, place.of] {
        bytes.extend((text.len() as u64).to_le_bytes());
        bytes.extend(text.as_bytes());
    }
    bytes.extend(place.number.to_le_bytes());
    bytes.extend(place.count.to_le_bytes());
    bytes
}

fn seal(
    cipher: &XChaCha20Poly1305,
    bound_to: &[u8],
    mut plain: Vec<u8>,
    chance: &Chance<'_>,
) -> Result<([u8; NONCE], Vec<u8>), PeopleError> {
    let mut nonce = [0_u8; NONCE];
    chance(&mut nonce).map_err(|source| PeopleError::NoChance { source })?;
    // Room for the tag, so that growing does not leave a copy of the plain bytes behind.
    if plain.capacity() < plain.len() + TAG {
        let mut roomy = Vec::with_capacity(plain.len() + TAG);
        roomy.extend_from_slice(&plain);
        plain.zeroize();
        plain = roomy;
    }
    let whole = cipher.encrypt_in_place(&XNonce::from(nonce), bound_to, &mut plain);
    whole.map_err(|_| PeopleError::TooMany { what: "byte" })?;
    Ok((nonce, plain))
}

fn cipher(key: &[u8]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new_from_slice(key).expect("every caller passes 32 bytes")
}

/// A new file that only the owner may read.
pub(super) fn private_file(path: &Path) -> Result<File, PeopleError> {
    let mut options = OpenOptions::new();
    options.write(true).read(true).create_new(true).mode(0o600).open(path).map_err(PeopleError::io(path))
}

/// The folder of sealed files in a snapshot's folder, for the owner only.
pub(super) fn people_folder(folder: &Path) -> Result<PathBuf, PeopleError> {
    let path = folder.join(PEOPLE_FOLDER);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&path).map_err(PeopleError::io(&path))?;
    Ok(path)
}

/// Makes what was created, renamed or removed in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), PeopleError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(PeopleError::io(folder))
}

trait WriteAndSync {
    fn write_all_and_sync(&self, bytes: &[u8]) -> io::Result<()>;
}

impl WriteAndSync for File {
    fn write_all_and_sync(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.write_all(bytes)?;
        file.sync_all()
    }
}
