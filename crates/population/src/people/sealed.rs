//! Opening the people of one commune.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::bytes::Wrong;
use super::chunk::{decode_cards, decode_people, decode_strays};
use super::columns::{Cards, People, Strays};
use super::error::PeopleError;
use super::file::{Entry, SealedFile, file_of};
use super::seal::{DataKey, Part, Place};
use super::{PEOPLE_FOLDER, row};
use crate::person::PersonKey;

/// The name of the file of cards that belong to nobody on the list.
pub(super) const STRAYS: &str = "strays";

/// The sealed people of one snapshot. Every opening belongs into the audit trail: that is the caller's.
pub struct SealedPeople<'k> {
    folder: PathBuf,
    key: &'k DataKey,
}

/// The people of one commune, opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommunePeople {
    /// The commune's code.
    pub commune: String,
    /// Its people in household order.
    pub people: People,
    /// Their cards as listed, if they were asked for.
    pub cards: Option<Cards>,
}

impl<'k> SealedPeople<'k> {
    /// The sealed people in a snapshot's folder.
    ///
    /// # Errors
    /// There are none.
    pub fn open(folder: &Path, key: &'k DataKey) -> Result<SealedPeople<'k>, PeopleError> {
        let folder = folder.join(PEOPLE_FOLDER);
        if !folder.is_dir() {
            return Err(PeopleError::NoPeople { path: folder });
        }
        Ok(SealedPeople { folder, key })
    }

    /// The people of a commune without their cards; `None` if nobody was listed there. Reads and opens only this
    /// commune's bytes, on the threads of the current pool.
    ///
    /// # Errors
    /// The file is damaged, was changed, or belongs to another snapshot.
    pub fn commune(&self, province: &str, commune: &str) -> Result<Option<CommunePeople>, PeopleError> {
        self.read(province, commune, false)
    }

    /// The people of a commune with their cards as listed.
    ///
    /// # Errors
    /// As [`SealedPeople::commune`].
    pub fn commune_with_cards(&self, province: &str, commune: &str) -> Result<Option<CommunePeople>, PeopleError> {
        self.read(province, commune, true)
    }

    /// The communes of a province that have people, with how many people and cards, in the order of their codes.
    ///
    /// # Errors
    /// As [`SealedPeople::commune`].
    pub fn communes(&self, province: &str) -> Result<Vec<(String, u64, u64)>, PeopleError> {
        let Some(file) = self.file(province)? else { return Ok(Vec::new()) };
        Ok(file.entries().iter().map(|(commune, entry)| (commune.clone(), entry.people, entry.cards)).collect())
    }

    /// Every card of people who are on no list of residents, a part at a time.
    ///
    /// # Errors
    /// As [`SealedPeople::commune`], or what `visit` returns.
    pub fn each_stray<E: From<PeopleError>>(&self, mut visit: impl FnMut(&Strays) -> Result<(), E>) -> Result<(), E> {
        let Some(file) = self.file(STRAYS)? else { return Ok(()) };
        for (name, entry) in file.entries() {
            for strays in open_strays(&file, self.key, name, entry)? {
                visit(&strays)?;
            }
        }
        Ok(())
    }

    /// The cards of somebody who is on no list of residents; `None` if there are none.
    ///
    /// # Errors
    /// As [`SealedPeople::commune`].
    pub fn stray(&self, person: PersonKey) -> Result<Option<Strays>, PeopleError> {
        let Some(file) = self.file(STRAYS)? else { return Ok(None) };
        let name = stray_name(row::bucket_of(person));
        let Some(entry) = file.entries().get(&name) else { return Ok(None) };
        for strays in open_strays(&file, self.key, &name, entry)? {
            if let Some(place) = strays.person.iter().position(|&key| key == person) {
                return Ok(Some(strays.pick(&[place as u32])));
            }
        }
        Ok(None)
    }

    fn read(&self, province: &str, commune: &str, cards: bool) -> Result<Option<CommunePeople>, PeopleError> {
        let Some(file) = self.file(province)? else { return Ok(None) };
        let Some(entry) = file.entries().get(commune) else { return Ok(None) };
        let parts: Vec<(People, Option<Cards>)> = (0..entry.chunks.len())
            .into_par_iter()
            .map(|number| {
                let people = open_people(&file, self.key, commune, entry, number)?;
                let cards = match cards {
                    true => Some(open_cards(&file, self.key, commune, entry, number, &people)?),
                    false => None,
                };
                Ok((people, cards))
            })
            .collect::<Result<_, PeopleError>>()?;
        let mut parts = parts.into_iter();
        let Some((mut people, mut listed)) = parts.next() else { return Ok(None) };
        for (more, more_cards) in parts {
            people.append(&more);
            if let (Some(listed), Some(more_cards)) = (&mut listed, &more_cards) {
                listed.append(more_cards);
            }
        }
        Ok(Some(CommunePeople { commune: commune.to_owned(), people, cards: listed }))
    }

    fn file(&self, of: &str) -> Result<Option<SealedFile>, PeopleError> {
        // A code is never a path.
        if !of.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        SealedFile::open(file_of(&self.folder, of).0, of, self.key)
    }
}

pub(super) fn place<'a>(part: Part, of: &'a str, number: usize, entry: &Entry) -> Place<'a> {
    Place { part, of, number: number as u32, count: entry.chunks.len() as u32 }
}

pub(super) fn stray_name(bucket: usize) -> String {
    format!("{bucket:03}")
}

pub(super) fn open_people(
    file: &SealedFile,
    key: &DataKey,
    commune: &str,
    entry: &Entry,
    number: usize,
) -> Result<People, PeopleError> {
    let bytes = file.people(&entry.chunks[number], key, place(Part::People, commune, number, entry))?;
    decode_people(&bytes).map_err(damaged(file))
}

pub(super) fn open_cards(
    file: &SealedFile,
    key: &DataKey,
    commune: &str,
    entry: &Entry,
    number: usize,
    people: &People,
) -> Result<Cards, PeopleError> {
    let bytes = file.cards(&entry.chunks[number], key, place(Part::Cards, commune, number, entry))?;
    decode_cards(&bytes, &people.person_id).map_err(damaged(file))
}

pub(super) fn open_strays(
    file: &SealedFile,
    key: &DataKey,
    name: &str,
    entry: &Entry,
) -> Result<Vec<Strays>, PeopleError> {
    (entry.chunks.iter().enumerate())
        .map(|(number, chunk)| {
            let bytes = file.cards(chunk, key, place(Part::Strays, name, number, entry))?;
            decode_strays(&bytes).map_err(damaged(file))
        })
        .collect()
}

fn damaged(file: &SealedFile) -> impl Fn(Wrong) -> PeopleError + '_ {
    |what| file.damaged(what)
}
