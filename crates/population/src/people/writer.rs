//! The way in: rows in any order, people by commune out, with bounded memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::places::{CommuneIndex, Communes};
use crate::source::{CardBatch, ResidentBatch};

use super::chunk::{encode_cards, encode_people, encode_strays};
use super::columns::{Cards, People};
use super::error::PeopleError;
use super::file::{FileSum, Sealed, SealedWriter, file_of};
use super::join::{Failure, communes, join, strays};
use super::row::{BUCKETS, bucket_of, put_card, put_resident};
use super::seal::{Chance, DataKey, Part, Place, people_folder, sync_folder};
use super::sealed::{STRAYS, stray_name};
use super::spill::Spill;

/// People in a chunk, more if a household would be torn apart. Small enough that several threads share a large commune.
const CHUNK: usize = 16_384;
/// Least and most bytes that a bucket keeps in memory.
const LEAST_HELD: usize = 64;
const MOST_HELD: usize = 4 << 20;

/// How much a [`PeopleWriter`] may use.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Bytes of rows kept in memory while reading; beyond it they are spilt to disk. When all is brought together, each
    /// thread holds in addition a 256th of all rows, twice.
    pub memory: usize,
}

/// What the numbers of groups and ethnicities stand for: the text of number 1 comes first, nought is not stated.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a> {
    /// Group codes.
    pub groups: &'a [String],
    /// Ethnicities.
    pub ethnicities: &'a [String],
}

/// What was sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PeopleCounts {
    /// People on the list of residents, each once.
    pub people: u64,
    /// Cards of them, as listed.
    pub cards: u64,
    /// Rows of residents left out because an earlier row of the file has the same person.
    pub repeated: u64,
    /// People who have cards and are on no list of residents.
    pub stray_people: u64,
    /// Their cards.
    pub stray_cards: u64,
}

/// The sealed files of a snapshot, for its manifest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PeopleFiles {
    /// One file a province that has people, then the strays if there are any; in the order of names.
    pub files: Vec<FileSum>,
    /// What is in them.
    pub counts: PeopleCounts,
}

/// Takes the rows of both lists and seals them by commune.
///
/// Rows are first split by person into buckets, which overflow to disk (encrypted with a key that is kept nowhere, in files
/// without a name); [`PeopleWriter::finish`] joins each bucket, splits the people by commune, and seals these.
pub struct PeopleWriter<'a> {
    folder: PathBuf,
    communes: &'a Communes,
    key: &'a DataKey,
    chance: &'a Chance<'a>,
    residents: Spill,
    cards: Spill,
    joined: Spill,
    strays: Spill,
    /// Buffers of rows by bucket, each used by one thread at a time.
    buffers: Mutex<Vec<Vec<Vec<u8>>>>,
}

impl<'a> PeopleWriter<'a> {
    /// Begins the sealed people of a snapshot in its folder, which holds none yet.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(
        folder: &Path,
        communes: &'a Communes,
        key: &'a DataKey,
        chance: &'a Chance<'a>,
        options: WriterOptions,
    ) -> Result<PeopleWriter<'a>, PeopleError> {
        let folder = people_folder(folder)?;
        let throw_away = Arc::new(DataKey::throw_away(chance)?);
        // Residents, cards, joined people and strays are held in turn, two kinds at a time for most of the way.
        let held = (options.memory / (2 * BUCKETS)).clamp(LEAST_HELD, MOST_HELD);
        let spill = |kind| Spill::new(kind, &folder, throw_away.clone(), held);
        let (residents, cards, joined, strays) = (spill(0), spill(1), spill(2), spill(3));
        Ok(PeopleWriter { folder, communes, key, chance, residents, cards, joined, strays, buffers: Mutex::default() })
    }

    /// Takes residents; from any thread, in any order.
    ///
    /// # Errors
    /// The batch has no details, names a commune that is not there, or the disk is full.
    pub fn add_residents(&self, batch: &ResidentBatch) -> Result<(), PeopleError> {
        let details = batch.details.as_ref().ok_or(PeopleError::WithoutDetails)?;
        if batch.commune.iter().any(|&commune| usize::from(commune) >= self.communes.len()) {
            return Err(PeopleError::OutOfList { what: "xã" });
        }
        self.split(&self.residents, |buckets| {
            for index in 0..batch.person.len() {
                put_resident(&mut buckets[bucket_of(batch.person[index])], batch, details, index);
            }
        })
    }

    /// Takes cards; from any thread, in any order, before or after the residents whose they are.
    ///
    /// # Errors
    /// The batch has no card numbers, or the disk is full.
    pub fn add_cards(&self, batch: &CardBatch) -> Result<(), PeopleError> {
        let numbers = batch.number.as_ref().ok_or(PeopleError::WithoutDetails)?;
        self.split(&self.cards, |buckets| {
            for index in 0..batch.person.len() {
                put_card(&mut buckets[bucket_of(batch.person[index])], batch, numbers, index);
            }
        })
    }

    /// Brings each person's rows together and writes the sealed files, durably, on the threads of the current pool.
    ///
    /// # Errors
    /// A code is out of its list, a commune has more people than the format holds, or the disk is full.
    pub fn finish(self, codes: Codes<'_>) -> Result<PeopleFiles, PeopleError> {
        let counts = Mutex::new(PeopleCounts::default());
        (0..BUCKETS).into_par_iter().try_for_each(|bucket| self.join(bucket, &counts))?;
        let files: Vec<Mutex<Option<SealedWriter>>> =
            self.communes.provinces().iter().map(|_| Mutex::default()).collect();
        let strays = Mutex::new(None);
        (0..BUCKETS).into_par_iter().try_for_each(|bucket| {
            self.seal_communes(bucket, codes, &files)?;
            self.seal_strays(bucket, codes, &strays, &counts)
        })?;
        let written = files.into_iter().chain([strays]).filter_map(unlocked);
        let files = written.map(|file| file.finish(self.key, self.chance)).collect::<Result<_, _>>()?;
        sync_folder(&self.folder)?;
        Ok(PeopleFiles { files, counts: unlocked(counts) })
    }

    fn split(&self, spill: &Spill, put: impl FnOnce(&mut [Vec<u8>])) -> Result<(), PeopleError> {
        let buffers = locked(&self.buffers).pop();
        let mut buffers = buffers.unwrap_or_else(|| vec![Vec::new(); BUCKETS]);
        put(&mut buffers);
        for (bucket, rows) in buffers.iter_mut().enumerate() {
            spill.append(bucket, rows)?;
            rows.clear();
        }
        locked(&self.buffers).push(buffers);
        Ok(())
    }

    fn join(&self, bucket: usize, counts: &Mutex<PeopleCounts>) -> Result<(), PeopleError> {
        let (residents, cards) = (self.residents.take(bucket)?, self.cards.take(bucket)?);
        let mut strays = Vec::new();
        let mut joined = Ok(Default::default());
        self.split(&self.joined, |buckets| joined = join(&residents, &cards, buckets, &mut strays))?;
        let joined = joined.map_err(|what| PeopleError::damaged(&self.folder, what))?;
        self.strays.append(bucket, &strays)?;
        let mut counts = locked(counts);
        counts.people += joined.people;
        counts.cards += joined.cards;
        counts.repeated += joined.repeated;
        Ok(())
    }

    fn seal_communes(
        &self,
        bucket: usize,
        codes: Codes<'_>,
        files: &[Mutex<Option<SealedWriter>>],
    ) -> Result<(), PeopleError> {
        let rows = self.joined.take(bucket)?;
        let sealed = communes(&rows, codes.groups, codes.ethnicities, |commune, people, cards| {
            let code = self.communes.code(commune);
            let chunks = seal_commune(self.key, self.chance, code, &people, &cards)?;
            let province = self.province_of(commune);
            let mut file = locked(&files[province]);
            let file = self.writer(&mut file, &self.communes.provinces()[province].code)?;
            Ok(file.append(code, people.len() as u64, cards.len() as u64, &chunks)?)
        });
        sealed.map_err(|failure| self.error(failure))
    }

    fn seal_strays(
        &self,
        bucket: usize,
        codes: Codes<'_>,
        file: &Mutex<Option<SealedWriter>>,
        counts: &Mutex<PeopleCounts>,
    ) -> Result<(), PeopleError> {
        let rows = self.strays.take(bucket)?;
        let strays = strays(&rows, codes.groups).map_err(|failure| self.error(failure))?;
        if strays.is_empty() {
            return Ok(());
        }
        let name = stray_name(bucket);
        let bytes = encode_strays(&strays).map_err(|what| PeopleError::TooMany { what })?;
        let place = Place { part: Part::Strays, of: &name, number: 0, count: 1 };
        let sealed = Sealed::of(self.key.seal(place, bytes, self.chance)?);
        let (people, cards) = (strays.len() as u64, strays.cards.len() as u64);
        let mut file = locked(file);
        self.writer(&mut file, STRAYS)?.append(&name, people, cards, &[[Sealed::default(), sealed]])?;
        let mut counts = locked(counts);
        counts.stray_people += people;
        counts.stray_cards += cards;
        Ok(())
    }

    fn writer<'w>(&self, file: &'w mut Option<SealedWriter>, of: &str) -> Result<&'w mut SealedWriter, PeopleError> {
        match file {
            Some(file) => Ok(file),
            none => {
                let (path, name) = file_of(&self.folder, of);
                Ok(none.insert(SealedWriter::create(path, name, of)?))
            }
        }
    }

    fn province_of(&self, commune: CommuneIndex) -> usize {
        self.communes.provinces().partition_point(|province| province.communes.end <= usize::from(commune))
    }

    fn error(&self, failure: Failure) -> PeopleError {
        match failure {
            Failure::Wrong(what) => PeopleError::damaged(&self.folder, what),
            Failure::Error(error) => error,
        }
    }
}

/// The chunks of a commune: people and cards, sealed for their places.
pub(super) fn seal_commune(
    key: &DataKey,
    chance: &Chance<'_>,
    commune: &str,
    people: &People,
    cards: &Cards,
) -> Result<Vec<[Sealed; 2]>, PeopleError> {
    let chunks = chunks_of(people);
    let too_many = |what| PeopleError::TooMany { what };
    let count = chunks.len() as u32;
    (chunks.into_iter().enumerate())
        .map(|(number, order)| {
            let (people, cards) = (people.pick(&order), cards.pick(&order));
            let place = |part| Place { part, of: commune, number: number as u32, count };
            let listed = encode_cards(&cards, &people.person_id).map_err(too_many)?;
            let people = encode_people(&people).map_err(too_many)?;
            let people = Sealed::of(key.seal(place(Part::People), people, chance)?);
            let listed = Sealed::of(key.seal(place(Part::Cards), listed, chance)?);
            Ok([people, listed])
        })
        .collect()
}

/// Whole households together, until a chunk is full; at least one chunk, if an empty one.
fn chunks_of(people: &People) -> Vec<Vec<u32>> {
    let mut chunks = vec![Vec::with_capacity(people.len().min(CHUNK + CHUNK / 8))];
    let mut last = 0;
    for household in people.households() {
        if chunks[last].len() + household.len() > CHUNK && !chunks[last].is_empty() {
            chunks.push(Vec::with_capacity(CHUNK));
            last += 1;
        }
        chunks[last].extend(household.map(|person| person as u32));
    }
    chunks
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
