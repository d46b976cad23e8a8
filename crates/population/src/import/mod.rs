//! From two files to a snapshot.
//!
//! Both lists are read once, from first row to last; each batch goes to the builder of the index and, if people are to be
//! kept, to their sealed chunks. If any row is refused nothing is published, unless good rows alone were asked for; what
//! is refused stands in files that can be mended and sent again.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chrono::NaiveDate;
use parquet::file::reader::{FileReader, SerializedFileReader};
use rules::place::{Registry, UnitId};

use crate::index::{AgeBands, BuildOptions, Ethnic, IndexBuilder, IndexError};
use crate::people::{Chance, Codes, Keyring, PeopleError, PeopleWriter, WriterOptions};
use crate::places::{CommuneIndex, Communes};
use crate::policy::PolicySets;
use crate::runs::lock;
use crate::snapshot::{Manifest, Snapshot, SnapshotError, Snapshots, SourceFile, Unentered, digest_of};
use crate::source::{
    CardBatch, Dictionary, GroupCatalogue, List, Mapping, Mappings, Progress, Reading, RejectedFile, Rejects,
    ResidentBatch, SourceError, Tally, propose, read_cards, read_residents, reject_duplicates,
};
use crate::synthetic::MADE_UP;

/// What is to be imported, and how.
pub struct Import<'a> {
    /// Where snapshots are.
    pub snapshots: &'a Snapshots,
    /// Under which name.
    pub name: &'a str,
    /// The list of residents.
    pub residents: &'a Path,
    /// The list of cards.
    pub cards: &'a Path,
    /// Which column is which; where it is silent, the headings say.
    pub mappings: Mappings,
    /// The day of the lists; `None`: the latest day, not after `today`, whose communes the list of residents names.
    pub as_of: Option<NaiveDate>,
    /// The present day.
    pub today: NaiveDate,
    /// Whether good rows are to be published although others are refused.
    pub accept_valid: bool,
    /// How people are sealed; `None`: numbers only, people are not kept.
    pub sealing: Option<Sealing<'a>>,
    /// All units through time.
    pub registry: &'a Registry,
    /// The list of group codes.
    pub catalogue: &'a GroupCatalogue,
    /// Sets of people: what counts as a minority, and the ages that are told apart.
    pub policy: &'a PolicySets,
    /// Bytes of rows and events held in memory, about.
    pub memory: usize,
    /// The folder for files of refused rows.
    pub rejects: &'a Path,
    /// When this happens, for the manifest.
    pub made_at: String,
    /// Which program does it, for the manifest.
    pub made_by: String,
    /// What the audit trail is to say about the snapshot, kept beside it until [`Unentered::entered`].
    pub entry: String,
    /// Whose lists they are; `None`: the whole country's.
    pub within: Option<Within<'a>>,
}

/// The unit whose lists are imported: rows of communes elsewhere are refused.
#[derive(Clone, Copy)]
pub struct Within<'a> {
    /// The unit.
    pub unit: UnitId,
    /// Whether a commune of a day belongs to it, through mergers and splits.
    pub holds: &'a (dyn Fn(UnitId, NaiveDate) -> bool + Sync),
}

/// With what people are sealed.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    /// The key of the installation.
    pub keyring: &'a Keyring,
    /// The operating system's source of chance.
    pub chance: &'a Chance<'a>,
}

/// What an import is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Finding the columns and the day of the list.
    Columns,
    /// Reading residents.
    Residents,
    /// Reading cards.
    Cards,
    /// Making the index.
    Index,
    /// Sealing people.
    People,
    /// Making the snapshot appear.
    Publish,
}

impl Step {
    /// Its name in figures about time.
    pub fn key(self) -> &'static str {
        match self {
            Step::Columns => "columns",
            Step::Residents => "residents",
            Step::Cards => "cards",
            Step::Index => "index",
            Step::People => "people",
            Step::Publish => "publish",
        }
    }

    /// What it is called on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Step::Columns => "tìm các cột",
            Step::Residents => "đọc danh sách dân cư",
            Step::Cards => "đọc danh sách thẻ",
            Step::Index => "lập bản số đếm",
            Step::People => "niêm phong danh sách người",
            Step::Publish => "đưa vào sử dụng",
        }
    }
}

/// What came of an import.
#[derive(Debug)]
pub struct Report {
    /// The snapshot, whose audit entry is still to be written; `None` if rows were refused and good rows alone were not
    /// asked for.
    pub published: Option<Unentered>,
    /// The day of the lists.
    pub as_of: NaiveDate,
    /// What came of the residents, those on the list twice counted as refused.
    pub residents: Tally,
    /// What came of the cards.
    pub cards: Tally,
    /// Rows of people on the list of residents twice.
    pub duplicates: u64,
    /// What was counted.
    pub counted: crate::index::Tally,
    /// Files of refused rows.
    pub rejects: Vec<RejectedFile>,
}

impl Report {
    /// The snapshot; `None` if none was published.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.published.as_ref().map(Unentered::snapshot)
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A list cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The index cannot be made.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// People cannot be sealed.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The snapshot cannot be made.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A list cannot be read.
    #[error("không đọc được tệp “{}”: {error}", .file.display())]
    File {
        /// The list.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The name is that of a snapshot of another unit's lists.
    #[error("tên “{0}” đã là tên bản số liệu của một địa bàn khác: đặt tên khác")]
    NameTaken(String),
    /// The sets of people need more ages than an index tells apart.
    #[error(
        "các nhóm đối tượng dùng quá 15 mốc tuổi khác nhau, hoặc mốc trên 255 tuổi: gộp bớt trong tệp định nghĩa nhóm"
    )]
    Ages,
    /// There is no structure of units on the day.
    #[error("chưa có danh mục đơn vị hành chính của ngày {}", .0.format("%d/%m/%Y"))]
    NoUnits(NaiveDate),
}

/// Imports, on the threads of the current pool. `observe` hears of each step when it begins.
///
/// # Errors
/// A list cannot be read to its end, the folder cannot be written, or `progress` was stopped. Then nothing has appeared.
pub fn import(
    import: &Import<'_>,
    progress: &Progress,
    observe: &(dyn Fn(Step) + Sync),
) -> Result<Report, ImportError> {
    observe(Step::Columns);
    let resident_columns = columns(&import.mappings, import.residents, List::Residents)?;
    let card_columns = columns(&import.mappings, import.cards, List::Cards)?;
    let draft = import.snapshots.begin(import.name)?;
    let unit = import.within.map(|within| within.unit);
    if import.snapshots.unit_of(import.name)?.is_some_and(|owner| owner != unit) {
        return Err(ImportError::NameTaken(import.name.to_owned()));
    }
    let as_of = match import.as_of {
        Some(day) => day,
        None => day_of_list(import, &resident_columns, draft.folder())?,
    };
    let communes = Communes::among(import.registry, as_of, |commune| {
        import.within.is_none_or(|within| (within.holds)(commune, as_of))
    });
    if communes.is_empty() {
        return Err(ImportError::NoUnits(as_of));
    }
    let (groups, ethnicities) = (Dictionary::new(), Dictionary::new());
    let reading = Reading {
        communes: &communes,
        registry: import.registry,
        groups: &groups,
        ethnicities: &ethnicities,
        catalogue: import.catalogue,
        as_of,
        threads: rayon::current_num_threads(),
        details: import.sealing.is_some(),
    };
    let bands = AgeBands::with(&import.policy.age_limits()).ok_or(ImportError::Ages)?;
    let options = BuildOptions {
        communes: &communes,
        bands: bands.clone(),
        memory: import.memory,
        expected: expected_rows(import.residents)?,
        folder: draft.folder(),
    };
    let index = IndexBuilder::new(options).map_err(IndexError::from)?;
    let identifier = format!("{}/{}", import.name, draft.version());
    let key = import.sealing.map(|sealing| sealing.keyring.make_data_key(&identifier, sealing.chance)).transpose()?;
    let people = match (&key, import.sealing) {
        (Some((key, wrapped)), Some(Sealing { chance, .. })) => {
            wrapped.write(draft.folder())?;
            let options = WriterOptions { memory: import.memory / 2 };
            Some(PeopleWriter::new(draft.folder(), &communes, key, chance, options)?)
        }
        _ => None,
    };

    let resident_rejects = Rejects::new(import.rejects.join(format!("{}-dan-cu-tra-lai", import.name)));
    let card_rejects = Rejects::new(import.rejects.join(format!("{}-the-tra-lai", import.name)));
    let digests = || (digest(import.residents), digest(import.cards));
    let read = || -> Result<(Tally, Tally), ImportError> {
        observe(Step::Residents);
        let meaning = |number| Ethnic::of(ethnicities.text(number).and_then(|text| import.policy.is_minority(&text)));
        let residents = read_residents(
            import.residents,
            &resident_columns,
            &reading,
            &|batch: ResidentBatch| -> Result<(), ImportError> {
                index.add_residents(&batch, meaning)?;
                people.as_ref().map_or(Ok(()), |people| people.add_residents(&batch))?;
                Ok(())
            },
            progress,
            &resident_rejects,
        )?;
        observe(Step::Cards);
        let cards = read_cards(
            import.cards,
            &card_columns,
            &reading,
            &|batch: CardBatch| -> Result<(), ImportError> {
                index.add_cards(&batch).map_err(IndexError::from)?;
                people.as_ref().map_or(Ok(()), |people| people.add_cards(&batch))?;
                Ok(())
            },
            progress,
            &card_rejects,
        )?;
        Ok((residents, cards))
    };
    let ((residents_digest, cards_digest), read) = rayon::join(digests, read);
    let (mut residents, cards) = read?;

    observe(Step::Index);
    let mut group_texts = vec![String::new()];
    group_texts.extend(groups.texts());
    let built = index.finish(&group_texts)?;
    if !built.duplicates.is_empty() {
        let kept: HashMap<u64, u32> = built.duplicates.iter().map(|twice| (twice.person, twice.kept)).collect();
        reject_duplicates(import.residents, &resident_columns, &reading, &kept, &Progress::new(), &resident_rejects)?;
        let duplicates = built.duplicates.len() as u64;
        residents.accepted -= duplicates;
        residents.refused += duplicates;
    }
    let rejects: Vec<RejectedFile> =
        [resident_rejects.finish()?, card_rejects.finish()?].into_iter().flatten().collect();
    let mut report = Report {
        published: None,
        as_of,
        duplicates: built.duplicates.len() as u64,
        counted: built.tally,
        rejects,
        residents,
        cards,
    };
    if report.residents.refused + report.cards.refused > 0 && !import.accept_valid {
        return Ok(report);
    }
    let sealed = match people {
        None => None,
        Some(people) => {
            observe(Step::People);
            Some(people.finish(Codes { groups: &group_texts[1..], ethnicities: &ethnicities.texts() })?)
        }
    };
    observe(Step::Publish);
    let manifest = Manifest {
        format: 0,
        name: String::new(),
        version: 0,
        made_at: import.made_at.clone(),
        made_by: import.made_by.clone(),
        as_of,
        residents: source_file(import.residents, residents_digest?, &report.residents),
        cards: source_file(import.cards, cards_digest?, &report.cards),
        tally: built.tally,
        ages: bands.beginnings().to_vec(),
        index: built.files,
        people: sealed,
        unit,
    };
    report.published = Some(draft.publish(manifest, &import.entry)?);
    Ok(report)
}

fn columns(mappings: &Mappings, file: &Path, list: List) -> Result<Mapping, ImportError> {
    match mappings.of(list) {
        Some(mapping) => Ok(mapping.clone()),
        None => Ok(propose(file, list)?.mapping),
    }
}

fn digest(file: &Path) -> Result<(String, u64), ImportError> {
    digest_of(file).map_err(|error| ImportError::File { file: file.to_owned(), error })
}

fn source_file(path: &Path, (sha256, bytes): (String, u64), tally: &Tally) -> SourceFile {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    SourceFile { name, sha256, bytes, rows: tally.rows, refused: tally.refused, made_up: is_made_up(path) }
}

/// Whether a list says of itself that its people are made up; only Parquet can.
fn is_made_up(path: &Path) -> bool {
    let Some(reader) = File::open(path).ok().and_then(|file| SerializedFileReader::new(file).ok()) else {
        return false;
    };
    let marks = reader.metadata().file_metadata().key_value_metadata();
    marks.is_some_and(|marks| marks.iter().any(|mark| mark.key == MADE_UP))
}

/// How many rows a list has, about: what Parquet says, or what rows of such files weigh.
fn expected_rows(path: &Path) -> Result<u64, ImportError> {
    let failed = |error| ImportError::File { file: path.to_owned(), error };
    let file = File::open(path).map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    if ending.is_some_and(|ending| ending == "parquet") {
        let rows = SerializedFileReader::new(file).map(|reader| reader.metadata().file_metadata().num_rows());
        return Ok(rows.ok().and_then(|rows| u64::try_from(rows).ok()).unwrap_or(bytes / 40));
    }
    Ok(bytes / 40)
}

/// Rows that are looked at to find the day of a list, about.
const SAMPLE: u64 = 130_000;

/// The latest day, not after today, on which the list's communes were there: today, or the last day before units changed.
/// Where no day fits all codes looked at, the one that fits most.
fn day_of_list(import: &Import<'_>, columns: &Mapping, folder: &Path) -> Result<NaiveDate, ImportError> {
    let codes = codes_of_list(import, columns, folder)?;
    let changes = import.registry.all_successions().iter().filter_map(|change| change.date.pred_opt());
    let days: BTreeSet<NaiveDate> = changes.filter(|&day| day < import.today).chain([import.today]).collect();
    let known_on = |day: NaiveDate| codes.iter().filter(|code| import.registry.by_code(code, day).is_some()).count();
    let mut best = (import.today, 0);
    for &day in days.iter().rev() {
        let known = known_on(day);
        if known > best.1 {
            best = (day, known);
        }
        if known == codes.len() {
            break;
        }
    }
    Ok(best.0)
}

/// The codes of communes in the beginning of the list of residents, of whatever time.
fn codes_of_list(import: &Import<'_>, columns: &Mapping, folder: &Path) -> Result<BTreeSet<String>, ImportError> {
    #[derive(Debug, thiserror::Error)]
    #[error("đã đủ mẫu")]
    struct Enough;
    let communes = Communes::ever(import.registry, import.today);
    let (groups, ethnicities) = (Dictionary::new(), Dictionary::new());
    let reading = Reading {
        communes: &communes,
        registry: import.registry,
        groups: &groups,
        ethnicities: &ethnicities,
        catalogue: import.catalogue,
        as_of: import.today,
        threads: 1,
        details: false,
    };
    let refused = tempfile::tempdir_in(folder).map_err(SnapshotError::from)?;
    let (progress, rejects) = (Progress::new(), Rejects::new(refused.path().join("mau")));
    let seen = Mutex::new(vec![false; communes.len()]);
    let sink = |batch: ResidentBatch| {
        let mut seen = lock(&seen);
        batch.commune.iter().for_each(|&commune| seen[usize::from(commune)] = true);
        if progress.rows() < SAMPLE { Ok(()) } else { Err(Enough) }
    };
    match read_residents(import.residents, columns, &reading, &sink, &progress, &rejects) {
        Ok(_) | Err(SourceError::Sink(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let seen = lock(&seen);
    Ok((0..communes.len())
        .filter(|&commune| seen[commune])
        .map(|commune| communes.code(commune as CommuneIndex).to_owned())
        .collect())
}

#[cfg(test)]
mod tests;
