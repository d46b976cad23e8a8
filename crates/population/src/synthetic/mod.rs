//! Made-up people and cards in any number, with their truth: for demonstrations, tests and measurements.
//!
//! Nobody in these files lives. The country is real in its units, and in shape: how many people a province has, how unlike
//! communes are in size, households, ages, names, peoples, groups, and cards that are renewed, lapse, overlap, come twice
//! or belong to nobody on the list.
//!
//! Everything about a person follows from the seed and the person's number alone, so that threads can make any part of the
//! files: the same seed and number of people give the same bytes, whatever the threads. Two passes: the census counts
//! everybody, which is the truth; then the rows are written, in an order like chance, as lists come from offices.
//!
//! | file | columns |
//! |---|---|
//! | `residents.parquet` | person_id, sex, commune_code, full_name, birth_date, group_code, household_id, ethnicity_code, national_id |
//! | `cards.parquet` | person_id, valid_from, valid_to (null: no end), card_no, group_code |
//! | `residents-sorted.parquet`, `cards-sorted.parquet` | if asked for: the same rows without mistakes, by commune, person and first day; cards with their person's commune_code |
//! | `truth.json` | [`Truth`], and each wrong row with what is right; written last |

mod census;
mod chance;
mod country;
mod files;
mod group;
mod history;
mod mistakes;
mod names;
mod people;
mod provinces;
mod rows;
#[cfg(test)]
mod tests;
mod time;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use thiserror::Error as ThisError;

pub use census::{CardTruth, DateTruth, Truth};

use self::census::{Census, Places};
use self::chance::Permutation;
use self::country::Country;
use self::files::{CardColumns, Made, ResidentColumns};
use self::history::History;
use self::mistakes::Mistake;
use self::names::Names;
use self::people::{Person, Society};
use self::rows::{CARDS, RESIDENTS, Rows};
use crate::order;
use crate::places::Communes;
use crate::row_groups::{Encoder, RowGroup, RowGroupFile};

/// Rows of a row group.
const GROUP: u64 = 500_000;

/// The most people that can be asked for: province codes and eight digits are identifiers enough.
pub const MOST_PERSONS: u64 = 500_000_000;

/// The mark in the metadata of each Parquet file: nobody in it lives.
pub const MADE_UP: &str = "chungsuc.made_up";

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Residents.
    pub persons: u64,
    /// Where chance begins.
    pub seed: u64,
    /// The share of wrong rows in each file, from nought to one.
    pub errors: f64,
    /// Whether to write the sorted files too.
    pub sorted: bool,
    /// Threads.
    pub threads: usize,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Counting people.
    Count,
    /// Writing residents.
    Residents,
    /// Writing cards.
    Cards,
    /// Writing the sorted files.
    Sorted,
}

impl Step {
    /// What it is called on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Step::Count => "đếm người",
            Step::Residents => "ghi danh sách dân cư",
            Step::Cards => "ghi danh sách thẻ",
            Step::Sorted => "ghi bản xếp theo xã",
        }
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// Rows or people done in it.
    pub done: u64,
    /// All of them.
    pub total: u64,
}

/// Why nothing could be made.
#[derive(Debug, ThisError)]
pub enum Error {
    /// No people or too many.
    #[error("số người phải từ 1 đến {MOST_PERSONS}, không phải {0}")]
    Persons(u64),
    /// A share that is none.
    #[error("tỷ lệ dòng sai phải từ 0 đến 1, không phải {0}")]
    Rate(f64),
    /// A structure of units whose provinces have no shape here.
    #[error("không biết dân số của tỉnh mã {0}; dữ liệu giả lập dùng địa giới trước ngày 01/7/2025")]
    Province(String),
    /// No commune at all.
    #[error("không có xã nào trong địa giới đã chọn")]
    NoCommune,
    /// A file that could not be written.
    #[error("không ghi được {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A Parquet file that could not be written.
    #[error("không ghi được {}: {source}", path.display())]
    Parquet {
        /// Which.
        path: PathBuf,
        /// Why.
        source: ParquetError,
    },
}

/// Everything from which any person can be made.
struct Maker<'c> {
    country: Country<'c>,
    society: Society,
    names: Names,
    options: Options,
    /// People with cards who are on no list of residents.
    strangers: u64,
}

impl Maker<'_> {
    /// Person `number`; numbers from the residents on are strangers.
    #[inline]
    fn person(&self, number: u64) -> Person {
        match number.checked_sub(self.country.persons) {
            None => self.society.person(&self.country, number),
            Some(stranger) => self.society.stranger(&self.country, stranger),
        }
    }
}

/// Makes the files in the folder `out`, which is made if it is not there; files of these names are overwritten.
///
/// `communes` must be those of a day before 1 July 2025.
///
/// # Errors
/// Options out of bounds, a structure that is not known, files that cannot be written.
pub fn synthesize(
    communes: &Communes,
    options: &Options,
    out: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Truth, Error> {
    if !(1..=MOST_PERSONS).contains(&options.persons) {
        return Err(Error::Persons(options.persons));
    }
    if !(0.0..=1.0).contains(&options.errors) {
        return Err(Error::Rate(options.errors));
    }
    if communes.is_empty() {
        return Err(Error::NoCommune);
    }
    std::fs::create_dir_all(out).map_err(|source| Error::File { path: out.to_owned(), source })?;
    let maker = Maker {
        country: Country::new(communes, options.seed, options.persons)?,
        society: Society::new(),
        names: Names::new(),
        options: *options,
        // About as many cards as a resident's: half a percent of all.
        strangers: options.persons / 200,
    };
    let Census { truth, places, duplicated } = census::count(&maker, progress)?;
    let mut record = Record::begin(out, &truth)?;
    write_residents(&maker, &duplicated, &out.join(RESIDENTS), &mut record, progress)?;
    write_cards(&maker, &places, &out.join(CARDS), &mut record, progress)?;
    if options.sorted {
        write_sorted(&maker, out, progress)?;
    }
    record.end()?;
    Ok(truth)
}

/// Writes a file of `rows` rows of which `make` makes those of a range.
fn write(
    file: (RowGroupFile, Encoder),
    path: &Path,
    rows: u64,
    maker: &Maker<'_>,
    make: impl Fn(std::ops::Range<u64>, &Encoder) -> Result<Made, ParquetError> + Sync,
    mut taken: impl FnMut(u64, Vec<Mistake>) -> Result<(), Error>,
) -> Result<(), Error> {
    let explain = |source| Error::Parquet { path: path.to_owned(), source };
    let (mut file, encoder) = file;
    order::in_order(
        rows.div_ceil(GROUP),
        maker.options.threads,
        |piece| make(piece * GROUP..rows.min((piece + 1) * GROUP), &encoder),
        |made| {
            let Made { group, mistakes } = made.map_err(explain)?;
            let rows = group.rows;
            file.append(group).map_err(explain)?;
            taken(rows, mistakes)
        },
    )?;
    file.close().map_err(explain)
}

fn create(path: &Path, schema: arrow_schema::SchemaRef) -> Result<(RowGroupFile, Encoder), Error> {
    files::create(path, schema).map_err(|source| Error::Parquet { path: path.to_owned(), source })
}

fn write_residents(
    maker: &Maker<'_>,
    duplicated: &[u64],
    path: &Path,
    record: &mut Record,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let persons = maker.country.persons;
    let total = persons + duplicated.len() as u64;
    let order = Permutation::new(maker.options.seed, 3, total);
    let mut done = 0;
    write(
        create(path, ResidentColumns::schema())?,
        path,
        total,
        maker,
        |range, encoder| {
            let mut rows = Rows::new(maker);
            let mut columns = ResidentColumns::with_capacity((range.end - range.start) as usize);
            for row in range {
                let place = order.at(row);
                let again = place >= persons;
                let number = if again { duplicated[(place - persons) as usize] } else { place };
                rows.resident(&maker.person(number), Some(row + 1), again, &mut columns);
            }
            Ok(Made { group: encoder.encode(&columns.finish())?, mistakes: rows.mistakes })
        },
        |rows, mistakes| {
            done += rows;
            progress(Progress { step: Step::Residents, done, total });
            record.add(&mistakes)
        },
    )
}

fn write_cards(
    maker: &Maker<'_>,
    places: &Places,
    path: &Path,
    record: &mut Record,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let order = Permutation::new(maker.options.seed, 4, places.total);
    let mut done = 0;
    write(
        create(path, CardColumns::schema(false))?,
        path,
        places.total,
        maker,
        |range, encoder| {
            let mut rows = Rows::new(maker);
            let mut columns = CardColumns::with_capacity((range.end - range.start) as usize, false);
            let mut history = History::new();
            for row in range {
                let (number, place) = places.find(order.at(row));
                let person = maker.person(number);
                history.tell(&person, &maker.country);
                rows.card(&person, place, history.cards()[place], Some(row + 1), &mut columns);
            }
            Ok(Made { group: encoder.encode(&columns.finish())?, mistakes: rows.mistakes })
        },
        |rows, mistakes| {
            done += rows;
            progress(Progress { step: Step::Cards, done, total: places.total });
            record.add(&mistakes)
        },
    )
}

/// The right rows by commune, person and first day; strangers at the end.
fn write_sorted(maker: &Maker<'_>, out: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let residents_path = out.join("residents-sorted.parquet");
    let cards_path = out.join("cards-sorted.parquet");
    let explain = |source| Error::Parquet { path: out.to_owned(), source };
    let (mut residents, of_residents) = create(&residents_path, ResidentColumns::schema())?;
    let (mut cards, of_cards) = create(&cards_path, CardColumns::schema(true))?;
    let pieces = sorted_pieces(&maker.country, maker.strangers);
    let mut done = 0;
    order::in_order(
        pieces.len() as u64,
        maker.options.threads,
        |piece| sorted_piece(maker, &pieces[piece as usize], &of_residents, &of_cards),
        |made| {
            let (group, groups) = made.map_err(explain)?;
            done += group.rows;
            if group.rows > 0 {
                residents.append(group).map_err(explain)?;
            }
            for group in groups {
                cards.append(group).map_err(explain)?;
            }
            progress(Progress { step: Step::Sorted, done, total: maker.country.persons });
            Ok::<(), Error>(())
        },
    )?;
    residents.close().map_err(explain)?;
    cards.close().map_err(explain)
}

/// Ranges of people, each of whole communes, of about [`GROUP`] people; the last one holds the strangers.
fn sorted_pieces(country: &Country<'_>, strangers: u64) -> Vec<Vec<std::ops::Range<u64>>> {
    let mut pieces = vec![Vec::new()];
    let mut people = 0;
    for commune in 0..country.communes.len() {
        let range = country.people_of(commune);
        if people >= GROUP {
            pieces.push(Vec::new());
            people = 0;
        }
        people += range.end - range.start;
        if let Some(last) = pieces.last_mut() {
            last.push(range);
        }
    }
    pieces.push(std::iter::once(country.persons..country.persons + strangers).collect());
    pieces
}

fn sorted_piece(
    maker: &Maker<'_>,
    communes: &[std::ops::Range<u64>],
    of_residents: &Encoder,
    of_cards: &Encoder,
) -> Result<(RowGroup, Vec<RowGroup>), ParquetError> {
    let country = &maker.country;
    let mut rows = Rows::new(maker);
    let mut residents = ResidentColumns::with_capacity(GROUP as usize);
    let mut cards = CardColumns::with_capacity(GROUP as usize, true);
    let mut groups = Vec::new();
    let mut history = History::new();
    for commune in communes {
        let mut people: Vec<Person> = commune.clone().map(|number| maker.person(number)).collect();
        people.sort_by_cached_key(|person| country.person_id(person.number, person.province));
        for person in people {
            if person.commune.is_some() {
                rows.resident(&person, None, false, &mut residents);
            }
            history.tell(&person, country);
            for (place, &card) in history.cards().iter().enumerate() {
                rows.card(&person, place, card, None, &mut cards);
            }
            if cards.len() as u64 >= GROUP {
                let full = std::mem::replace(&mut cards, CardColumns::with_capacity(GROUP as usize, true));
                groups.push(of_cards.encode(&full.finish())?);
            }
        }
    }
    if cards.len() > 0 {
        groups.push(of_cards.encode(&cards.finish())?);
    }
    Ok((of_residents.encode(&residents.finish())?, groups))
}

/// `truth.json` while it is being written, under another name until it is whole.
struct Record {
    path: PathBuf,
    unfinished: PathBuf,
    file: BufWriter<File>,
    first: bool,
}

impl Record {
    fn begin(out: &Path, truth: &Truth) -> Result<Record, Error> {
        let path = out.join("truth.json");
        let unfinished = out.join("truth.json.unfinished");
        let explain = |source| Error::File { path: unfinished.clone(), source };
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(Error::File { path, source }),
            _ => {}
        }
        let mut file = BufWriter::new(File::create(&unfinished).map_err(explain)?);
        let head = serde_json::to_string_pretty(truth).map_err(|error| explain(error.into()))?;
        // The mistakes come last and one by one: there may be millions.
        let open = head.trim_end().trim_end_matches('}').trim_end();
        write!(file, "{open},\n  \"mistakes\": [").map_err(explain)?;
        Ok(Record { path, unfinished, file, first: true })
    }

    fn add(&mut self, mistakes: &[Mistake]) -> Result<(), Error> {
        for mistake in mistakes {
            let comma = if std::mem::take(&mut self.first) { "" } else { "," };
            write!(self.file, "{comma}\n    ")
                .and_then(|()| Ok(serde_json::to_writer(&mut self.file, mistake)?))
                .map_err(|source| Error::File { path: self.unfinished.clone(), source })?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), Error> {
        let close = if self.first { "]\n}\n" } else { "\n  ]\n}\n" };
        self.file
            .write_all(close.as_bytes())
            .and_then(|()| self.file.flush())
            .and_then(|()| std::fs::rename(&self.unfinished, &self.path))
            .map_err(|source| Error::File { path: self.path.clone(), source })
    }
}
