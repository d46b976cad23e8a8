//! Stories of lists as communes and offices write them.

mod births;
mod cells;
mod columnar;
mod columns;
mod rejects;
mod sheets;

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use chrono::NaiveDate;
use rules::place::{Registry, Tables};
use tempfile::TempDir;

use super::*;
use crate::day::{date_of_epoch, epoch_days};
use crate::places::Communes;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/places");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the tables of places are there");
    let tables = [read("units.tsv"), read("successions.tsv"), read("documents.tsv"), read("known.tsv")];
    let [units, successions, documents, known] = &tables;
    Registry::parse(&Tables { units, successions, documents, known }).expect("the tables of places are sound")
});

static COMMUNES: LazyLock<Communes> = LazyLock::new(|| Communes::on(&REGISTRY, day("2024-12-31")));

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

/// A folder, dictionaries, and what is read with them.
struct World {
    folder: TempDir,
    groups: Dictionary,
    ethnicities: Dictionary,
    catalogue: GroupCatalogue,
    threads: usize,
    details: bool,
}

impl World {
    fn new() -> World {
        World {
            folder: tempfile::tempdir().expect("a folder"),
            groups: Dictionary::new(),
            ethnicities: Dictionary::new(),
            catalogue: GroupCatalogue::open(),
            threads: 2,
            details: true,
        }
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            communes: &COMMUNES,
            registry: &REGISTRY,
            groups: &self.groups,
            ethnicities: &self.ethnicities,
            catalogue: &self.catalogue,
            as_of: day("2024-12-31"),
            threads: self.threads,
            details: self.details,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the folder takes files");
        path
    }

    /// Reads residents with the columns proposed from the headings.
    fn residents(&self, path: &Path) -> Outcome<Resident> {
        let mapping = propose(path, List::Residents).expect("columns").mapping;
        self.residents_by(path, &mapping).expect("a list")
    }

    fn residents_by(&self, path: &Path, mapping: &Mapping) -> Result<Outcome<Resident>, SourceError> {
        let rows = Mutex::new(Vec::new());
        let sink = |batch: ResidentBatch| {
            rows.lock().expect("no test panics there").extend(self.rows_of(&batch));
            Ok::<(), Infallible>(())
        };
        let rejects = Rejects::new(self.path("can-sua"));
        let tally = read_residents(path, mapping, &self.reading(), &sink, &Progress::new(), &rejects)?;
        let mut rows = rows.into_inner().expect("no test panics there");
        rows.sort_by_key(|resident: &Resident| resident.row);
        Ok(Outcome { rows, tally, rejected: rejects.finish()? })
    }

    fn cards(&self, path: &Path) -> Outcome<Card> {
        let mapping = propose(path, List::Cards).expect("columns").mapping;
        let rows = Mutex::new(Vec::new());
        let sink = |batch: CardBatch| {
            let row = |index: usize| Card {
                person: batch.person[index],
                from: written(batch.from[index]),
                until: written(batch.until[index]),
                group: self.groups.text(batch.group[index]).unwrap_or_default(),
                number: batch.number.as_ref().map(|numbers| numbers.get(index).to_owned()).unwrap_or_default(),
            };
            rows.lock().expect("no test panics there").extend((0..batch.person.len()).map(row));
            Ok::<(), Infallible>(())
        };
        let rejects = Rejects::new(self.path("can-sua"));
        let tally = read_cards(path, &mapping, &self.reading(), &sink, &Progress::new(), &rejects).expect("a list");
        let mut rows = rows.into_inner().expect("no test panics there");
        rows.sort();
        Outcome { rows, tally, rejected: rejects.finish().expect("rejects") }
    }

    fn rows_of(&self, batch: &ResidentBatch) -> Vec<Resident> {
        let text = |column: fn(&ResidentDetails) -> &TextColumn, index: usize| {
            batch.details.as_ref().map(|details| column(details).get(index).to_owned()).unwrap_or_default()
        };
        let row = |index: usize| Resident {
            person: batch.person[index],
            commune: COMMUNES.code(batch.commune[index]).to_owned(),
            sex: batch.sex[index],
            birth: written(batch.birth[index]),
            group: self.groups.text(batch.group[index]).unwrap_or_default(),
            ethnicity: self.ethnicities.text(batch.ethnicity[index]).unwrap_or_default(),
            row: batch.row[index],
            person_id: text(|details| &details.person_id, index),
            full_name: text(|details| &details.full_name, index),
            household: text(|details| &details.household, index),
            national_id: text(|details| &details.national_id, index),
        };
        (0..batch.person.len()).map(row).collect()
    }
}

struct Outcome<T> {
    rows: Vec<T>,
    tally: Tally,
    rejected: Option<RejectedFile>,
}

impl<T> Outcome<T> {
    /// The rules that were broken, by line.
    fn refused(&self) -> Vec<(u32, Rule)> {
        self.tally.examples.iter().map(|refused| (refused.line, refused.rule)).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Resident {
    person: u64,
    commune: String,
    sex: u8,
    birth: String,
    group: String,
    ethnicity: String,
    row: u32,
    person_id: String,
    full_name: String,
    household: String,
    national_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Card {
    person: u64,
    from: String,
    until: String,
    group: String,
    number: String,
}

fn written(day: i32) -> String {
    match day {
        NO_DAY | OPEN => String::new(),
        day => date_of_epoch(day).expect("a day of a list").to_string(),
    }
}

/// A workbook of these sheets; cells that begin with `#` are numbers, with `@` dates.
fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let dates = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a sheet's name");
        for (line, row) in (0_u32..).zip(*rows) {
            for (column, cell) in (0_u16..).zip(*row) {
                if let Some(number) = cell.strip_prefix('#') {
                    sheet.write_number(line, column, number.parse::<f64>().expect("a number")).expect("a cell");
                } else if let Some(date) = cell.strip_prefix('@') {
                    let moment = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).expect("a date in a test");
                    sheet.write_datetime_with_format(line, column, &moment, &dates).expect("a cell");
                } else if !cell.is_empty() {
                    sheet.write_string(line, column, *cell).expect("a cell");
                }
            }
        }
    }
    book.save(path).expect("the folder takes files");
}

#[test]
fn the_list_of_group_codes_is_sound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/population/groups.toml");
    let text = std::fs::read_to_string(path).expect("the list is there");
    let catalogue = GroupCatalogue::parse("groups.toml", &text).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(catalogue.codes().len(), 44);
    assert!(!catalogue.is_closed());
    let near_poor = catalogue.find("CN").expect("near-poor households");
    let digit = |on: &str| near_poor.benefit(day(on)).map(|benefit| benefit.digit);
    assert_eq!((digit("2025-12-31"), digit("2026-01-01")), (Some(3), Some(2)));
}

#[test]
fn a_fault_in_the_list_of_group_codes_names_its_line() {
    let text =
        "closed = true\n\n[[groups]]\ncode = \"hn\"\nname = \"\"\npayer = \"budget\"\nground = \"\"\nbenefits = []\n";
    let faults = GroupCatalogue::parse("groups.toml", text).expect_err("small letters");
    assert_eq!((faults[0].line, faults[0].field.as_str()), (3, "groups.hn"));
    let faults = GroupCatalogue::parse("groups.toml", &text.replace("budget", "state")).expect_err("an unknown payer");
    assert_eq!(faults[0].line, 6);
}

#[test]
fn people_who_stand_on_the_list_twice_are_found_again() {
    let world = World::new();
    let path = world.write(
        "list.csv",
        "person_id,sex,commune_code\n0000000007,1,28756\n8,2,28756\n7,1,28756\nbad,9,28756\n 7 ,2,28757\n",
    );
    let read = world.residents(&path);
    assert_eq!(
        read.rows.iter().map(|resident| (resident.person, resident.row)).collect::<Vec<_>>(),
        [(7, 1), (8, 2), (7, 3), (7, 5)]
    );
    let kept = HashMap::from([(7, 3)]);
    let mapping = Mapping::contract(List::Residents);
    let rejects = Rejects::new(world.path("trung"));
    let written = reject_duplicates(&path, &mapping, &world.reading(), &kept, &Progress::new(), &rejects);
    assert_eq!(written.expect("the list is read again"), 2);
    let file = rejects.finish().expect("rejects").expect("two rows");
    let text = std::fs::read_to_string(file.path).expect("text");
    assert_eq!(text.lines().filter(|line| line.contains("duplicate")).count(), 2);
    assert!(text.contains("0000000007") && !text.contains("bad"));
}

#[test]
fn whoever_takes_the_rows_may_refuse_and_whoever_waits_may_stop() {
    let world = World::new();
    let path = world.write("list.csv", "person_id,sex,commune_code\n7,1,28756\n");
    let mapping = Mapping::contract(List::Residents);
    let rejects = Rejects::new(world.path("can-sua"));
    let full = |_: ResidentBatch| Err::<(), _>(std::io::Error::other("the disk is full"));
    let failed = read_residents(&path, &mapping, &world.reading(), &full, &Progress::new(), &rejects);
    assert!(matches!(failed, Err(SourceError::Sink(_))));
    let progress = Progress::new();
    progress.stop();
    let sink = |_: ResidentBatch| Ok::<(), Infallible>(());
    let stopped = read_residents(&path, &mapping, &world.reading(), &sink, &progress, &rejects);
    assert!(matches!(stopped, Err(SourceError::Stopped)));
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let world = World::new();
    let refusal = |path: &Path| propose(path, List::Residents).expect_err("no list").to_string();
    assert!(refusal(&world.write("list.pdf", "")).contains("chỉ đọc .xlsx, .csv"));
    assert!(refusal(&world.path("absent.csv")).contains("không đọc được tệp"));
    assert!(refusal(&world.write("list.xlsx", "not a workbook")).contains("hỏng"));
    assert!(refusal(&world.write("list.parquet", "not Parquet")).contains("hỏng"));
    assert!(refusal(&world.write("empty.csv", "")).contains("Không thấy dòng tiêu đề"));
    assert_eq!(epoch_days(day("1970-01-02")), 1);
}
