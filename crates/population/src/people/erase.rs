//! Taking people out again (Law 91/2025/QH15 on personal data; dossier 9.2).

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::person::PersonKey;

use super::PEOPLE_FOLDER;
use super::chunk::{encode_cards, encode_people, encode_strays};
use super::error::PeopleError;
use super::file::{Entry, FileSum, Sealed, SealedFile, SealedWriter, file_of};
use super::seal::{Chance, DataKey, Part, WrappedKey, sync_folder};
use super::sealed::{STRAYS, open_cards, open_people, open_strays, place};

/// The ending of files that are prepared and not yet in place.
const DRAFT: &str = "draft";

/// What was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// People rows removed.
    pub people: u64,
    /// Cards removed, of somebody on the list or not.
    pub cards: u64,
    /// The communes they were removed from.
    pub communes: Vec<String>,
    /// The files that were written anew, for the manifest and for [`put_in_place`].
    pub files: Vec<FileSum>,
}

/// Prepares to erase a person from the sealed people of a snapshot: beside each file that held them stands one without
/// them, on the disk, until [`put_in_place`] makes it the file. What an attempt that was stopped left goes first.
///
/// Where the file system keeps old blocks, the former bytes stay there, sealed, until [`erase_snapshot`].
///
/// # Errors
/// There are no sealed people, a file is damaged, or the disk is full; then everything is as it was.
pub fn erase_person(
    folder: &Path,
    key: &DataKey,
    person: PersonKey,
    chance: &Chance<'_>,
) -> Result<Erased, PeopleError> {
    let folder = folder.join(PEOPLE_FOLDER);
    let mut erased = Erased::default();
    let mut drafts = Vec::new();
    let names = names(&folder)?;
    for of in &names {
        draft(&folder, of).clear()?;
    }
    for of in &names {
        drafts.extend(erase_from(&folder, of, key, person, chance, &mut erased)?);
    }
    sync_folder(&folder)?;
    drafts.iter_mut().for_each(|draft| draft.stays = true);
    Ok(erased)
}

/// Puts the files that [`erase_person`] prepared in the place of those before; those already there stay. It may be done
/// again after it was stopped at any moment.
///
/// # Errors
/// The folder cannot be written.
pub fn put_in_place(folder: &Path, files: &[FileSum]) -> Result<(), PeopleError> {
    for file in files {
        let path = folder.join(&file.name);
        match fs::rename(path.with_extension(DRAFT), &path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(PeopleError::io(&path)(error)),
            _ => {}
        }
    }
    sync_folder(&folder.join(PEOPLE_FOLDER))
}

/// Erases the people of a whole snapshot: destroys its wrapped data key, without which nothing opens, then removes the
/// sealed files. Whether there was a key.
///
/// # Errors
/// The files cannot be written or removed.
pub fn erase_snapshot(folder: &Path) -> Result<bool, PeopleError> {
    let destroyed = WrappedKey::destroy(folder)?;
    let people = folder.join(PEOPLE_FOLDER);
    if people.is_dir() {
        fs::remove_dir_all(&people).map_err(PeopleError::io(&people))?;
        sync_folder(folder)?;
    }
    Ok(destroyed)
}

/// What the files of a folder are of, in order.
fn names(folder: &Path) -> Result<Vec<String>, PeopleError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(PeopleError::NoPeople { path: folder.to_owned() });
        }
        other => other.map_err(PeopleError::io(folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(PeopleError::io(folder))?.file_name();
        names.extend(name.to_str().and_then(|name| name.strip_suffix(".sealed")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// A chunk that has the person: which, and what it is without them.
struct Found {
    commune: String,
    number: usize,
    people: u64,
    cards: u64,
    chunk: [Sealed; 2],
}

fn erase_from(
    folder: &Path,
    of: &str,
    key: &DataKey,
    person: PersonKey,
    chance: &Chance<'_>,
    erased: &mut Erased,
) -> Result<Option<Draft>, PeopleError> {
    let (path, name) = file_of(folder, of);
    let Some(file) = SealedFile::open(path, of, key)? else { return Ok(None) };
    let strays = of == STRAYS;
    let chunks: Vec<(&String, &Entry, usize)> = (file.entries().iter())
        .flat_map(|(commune, entry)| (0..entry.chunks.len()).map(move |number| (commune, entry, number)))
        .collect();
    let found: Vec<Found> = (chunks.into_par_iter())
        .filter_map(|(commune, entry, number)| {
            let without = if strays { without_stray } else { without_person };
            without(&file, key, chance, commune, entry, number, person).transpose()
        })
        .collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(None);
    }
    let draft = draft(folder, of);
    let mut writer = SealedWriter::create(draft.path.clone(), name, of)?;
    for (commune, entry) in file.entries() {
        let changed: Vec<&Found> = found.iter().filter(|found| found.commune == *commune).collect();
        if changed.is_empty() {
            writer.append_stored(commune, entry, &file)?;
            continue;
        }
        let people: u64 = changed.iter().map(|found| found.people).sum();
        let cards: u64 = changed.iter().map(|found| found.cards).sum();
        let kept = Entry { people: entry.people - people, cards: entry.cards - cards, chunks: entry.chunks.clone() };
        let replaced = |number: usize| changed.iter().find(|found| found.number == number).map(|found| &found.chunk);
        writer.append_changed(commune, kept, &file, replaced)?;
        erased.people += if strays { 0 } else { people };
        erased.cards += cards;
        if !strays {
            erased.communes.push(commune.clone());
        }
    }
    erased.files.push(writer.finish(key, chance)?);
    Ok(Some(draft))
}

fn without_person(
    file: &SealedFile,
    key: &DataKey,
    chance: &Chance<'_>,
    commune: &str,
    entry: &Entry,
    number: usize,
    person: PersonKey,
) -> Result<Option<Found>, PeopleError> {
    let people = open_people(file, key, commune, entry, number)?;
    let stay: Vec<u32> =
        (0..people.len()).filter(|&index| people.key(index) != Some(person)).map(|index| index as u32).collect();
    if stay.len() == people.len() {
        return Ok(None);
    }
    let cards = open_cards(file, key, commune, entry, number, &people)?;
    let (left, left_cards) = (people.pick(&stay), cards.pick(&stay));
    let too_many = |what| PeopleError::TooMany { what };
    let seal = |part, bytes| -> Result<Sealed, PeopleError> {
        Ok(Sealed::of(key.seal(place(part, commune, number, entry), bytes, chance)?))
    };
    let listed = seal(Part::Cards, encode_cards(&left_cards, &left.person_id).map_err(too_many)?)?;
    let chunk = [seal(Part::People, encode_people(&left).map_err(too_many)?)?, listed];
    let gone = (people.len() - left.len(), cards.len() - left_cards.len());
    Ok(Some(Found { commune: commune.to_owned(), number, people: gone.0 as u64, cards: gone.1 as u64, chunk }))
}

fn without_stray(
    file: &SealedFile,
    key: &DataKey,
    chance: &Chance<'_>,
    bucket: &str,
    entry: &Entry,
    number: usize,
    person: PersonKey,
) -> Result<Option<Found>, PeopleError> {
    let Some(strays) = open_strays(file, key, bucket, entry)?.into_iter().nth(number) else { return Ok(None) };
    let stay: Vec<u32> =
        (0..strays.len()).filter(|&index| strays.key(index) != person).map(|index| index as u32).collect();
    if stay.len() == strays.len() {
        return Ok(None);
    }
    let left = strays.pick(&stay);
    let bytes = encode_strays(&left).map_err(|what| PeopleError::TooMany { what })?;
    let sealed = Sealed::of(key.seal(place(Part::Strays, bucket, number, entry), bytes, chance)?);
    let gone = (strays.len() - left.len(), strays.cards.len() - left.cards.len());
    let chunk = [Sealed::default(), sealed];
    Ok(Some(Found { commune: bucket.to_owned(), number, people: gone.0 as u64, cards: gone.1 as u64, chunk }))
}

/// A file that goes away unless it is to stay.
struct Draft {
    path: PathBuf,
    stays: bool,
}

fn draft(folder: &Path, of: &str) -> Draft {
    Draft { path: file_of(folder, of).0.with_extension(DRAFT), stays: false }
}

impl Draft {
    /// Removes what an interrupted attempt left.
    fn clear(&self) -> Result<(), PeopleError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(PeopleError::Io { path: self.path.clone(), source: error })
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.stays {
            // If it cannot be removed now, the next erasure will.
            let _ = fs::remove_file(&self.path);
        }
    }
}
