//! Whole files about persons that have to wait: lists that were sent, rows that came back. Sealed in pieces, so that a file may
//! be larger than memory; a piece left out, moved or cut is found.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::PeopleError;
use super::seal::{Chance, DataKey, NONCE, Part, Place, TAG, private_file};

const MAGIC: &[u8; 8] = b"CSKEPT\x00\x01";
/// Plain bytes of every piece but the last, which has fewer.
const PIECE: usize = 1 << 20;
const STORED: u64 = (NONCE + PIECE + TAG) as u64;

/// Seals a file under a name into a new file, for the owner alone, on the disk when this returns.
///
/// # Errors
/// A file cannot be read or written, or is there already; the operating system gave no random bytes.
pub fn seal_file(
    key: &DataKey,
    name: &str,
    plain: &Path,
    sealed: &Path,
    chance: &Chance<'_>,
) -> Result<(), PeopleError> {
    let mut from = File::open(plain).map_err(PeopleError::io(plain))?;
    let mut to = private_file(sealed)?;
    to.write_all(MAGIC).map_err(PeopleError::io(sealed))?;
    for number in 0.. {
        let mut piece = Vec::with_capacity(PIECE + TAG);
        (&mut from).take(PIECE as u64).read_to_end(&mut piece).map_err(PeopleError::io(plain))?;
        let last = piece.len() < PIECE;
        let (nonce, bytes) = key.seal(place(name, number, last), piece, chance)?;
        to.write_all(&nonce).and_then(|()| to.write_all(&bytes)).map_err(PeopleError::io(sealed))?;
        if last {
            break;
        }
    }
    to.sync_all().map_err(PeopleError::io(sealed))
}

/// Opens a file that was sealed under this name and writes what it holds.
///
/// # Errors
/// It is not there, was sealed under another key or name, or was changed; what was written till then is not to be used.
pub fn open_file(key: &DataKey, name: &str, sealed: &Path, plain: &mut dyn Write) -> Result<(), PeopleError> {
    let mut from = File::open(sealed).map_err(PeopleError::io(sealed))?;
    let length = from.metadata().map_err(PeopleError::io(sealed))?.len();
    let mut magic = [0; MAGIC.len()];
    let damaged = || PeopleError::damaged(sealed, "a seal that does not hold");
    match from.read_exact(&mut magic) {
        Ok(()) if magic == *MAGIC => {}
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(PeopleError::io(sealed)(error)),
        _ => return Err(damaged()),
    }
    let mut left = length.saturating_sub(MAGIC.len() as u64);
    for number in 0.. {
        let mut piece = Vec::with_capacity(STORED.min(left) as usize);
        let read = (&mut from).take(STORED).read_to_end(&mut piece).map_err(PeopleError::io(sealed))? as u64;
        left = left.saturating_sub(read);
        let last = read < STORED;
        let (nonce, bytes) = piece.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let opened = key.open(place(name, number, last), *nonce, bytes.to_vec()).ok_or_else(damaged)?;
        plain.write_all(&opened).map_err(PeopleError::io(sealed))?;
        if last {
            break;
        }
    }
    Ok(())
}

fn place(name: &str, number: u32, last: bool) -> Place<'_> {
    Place { part: Part::File, of: name, number, count: u32::from(last) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn chance(bytes: &mut [u8]) -> io::Result<()> {
        bytes.fill(7);
        Ok(())
    }

    #[test]
    fn a_file_of_any_length_opens_as_it_was_and_not_if_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = DataKey::throw_away(&chance).expect("a key");
        let [plain, sealed] = ["plain", "sealed"].map(|name| folder.path().join(name));
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE] {
            let text = vec![b'x'; length];
            fs::write(&plain, &text).expect("written");
            seal_file(&key, "dan-cu.csv", &plain, &sealed, &chance).expect("sealed");
            let open = |name: &str| {
                let mut opened = Vec::new();
                open_file(&key, name, &sealed, &mut opened).map(|()| opened)
            };
            assert!(open("dan-cu.csv").expect("opens") == text, "{length}");
            assert!(open("the.csv").is_err(), "sealed under another name");
            let whole = fs::read(&sealed).expect("read");
            assert!(length < 100 || !whole.windows(100).any(|part| part == &text[..100]), "in clear");
            for cut in [0, 5, MAGIC.len(), whole.len() / 2, whole.len() - 1, MAGIC.len() + STORED as usize] {
                fs::write(&sealed, &whole[..cut.min(whole.len() - 1)]).expect("written");
                assert!(open("dan-cu.csv").is_err(), "{length} cut at {cut}");
            }
            let mut changed = whole.clone();
            changed[whole.len() / 2] ^= 1;
            fs::write(&sealed, changed).expect("written");
            assert!(open("dan-cu.csv").is_err(), "{length} changed");
            fs::remove_file(&sealed).expect("removed");
        }
    }
}
