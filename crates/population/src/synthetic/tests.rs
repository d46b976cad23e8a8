//! The made-up country against what is said of it, counted anew from its files.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::path::Path;
use std::sync::LazyLock;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Int64Type, UInt8Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rules::place::{Registry, Tables};
use serde_json::Value;

use super::{Error, Options, Truth, synthesize, time};
use crate::day::{date_of_epoch, epoch_days};
use crate::places::Communes;

static COMMUNES: LazyLock<Communes> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/places");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the tables of units");
    let [units, successions, documents, known] =
        ["units.tsv", "successions.tsv", "documents.tsv", "known.tsv"].map(read);
    let tables = Tables { units: &units, successions: &successions, documents: &documents, known: &known };
    let registry = Registry::parse(&tables).unwrap_or_else(|faults| panic!("{}", faults[0]));
    Communes::on(&registry, "2024-12-31".parse().expect("a day"))
});

const OPTIONS: Options = Options { persons: 30_000, seed: 7, errors: 0.0, sorted: false, threads: 2 };

/// A made-up country in a folder of its own.
struct Made {
    folder: tempfile::TempDir,
    truth: Truth,
}

impl Made {
    fn new(options: Options) -> Made {
        let folder = tempfile::tempdir().expect("a folder");
        let truth = synthesize(&COMMUNES, &options, folder.path(), &mut |_| ()).expect("it can be made");
        Made { folder, truth }
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).expect("the file")
    }

    fn rows(&self, name: &str) -> Vec<RecordBatch> {
        let file = File::open(self.folder.path().join(name)).expect("the file");
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(file).and_then(|builder| builder.build()).expect("Parquet");
        reader.map(|batch| batch.expect("rows")).collect()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes("truth.json")).expect("JSON")
    }
}

static USUAL: LazyLock<Made> = LazyLock::new(|| Made::new(OPTIONS));

#[derive(Clone, Debug, PartialEq)]
struct Resident {
    person: i64,
    sex: u8,
    commune: String,
    name: String,
    birth: i32,
    group: String,
    household: String,
    ethnicity: String,
    national_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Card {
    person: i64,
    from: i32,
    until: Option<i32>,
    number: String,
    group: String,
}

fn text(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = batch.column_by_name(column).expect("the column").as_string::<i32>();
    (!column.is_null(row)).then(|| column.value(row).to_owned())
}

fn residents(made: &Made, name: &str) -> Vec<Resident> {
    let mut found = Vec::new();
    for batch in made.rows(name) {
        let column = |name: &str| batch.column_by_name(name).expect("the column");
        for row in 0..batch.num_rows() {
            let text = |column: &str| text(&batch, column, row).expect("a text");
            found.push(Resident {
                person: column("person_id").as_primitive::<Int64Type>().value(row),
                sex: column("sex").as_primitive::<UInt8Type>().value(row),
                commune: text("commune_code"),
                name: text("full_name"),
                birth: column("birth_date").as_primitive::<Date32Type>().value(row),
                group: text("group_code"),
                household: text("household_id"),
                ethnicity: text("ethnicity_code"),
                national_id: self::text(&batch, "national_id", row),
            });
        }
    }
    found
}

fn cards(made: &Made, name: &str) -> Vec<Card> {
    let mut found = Vec::new();
    for batch in made.rows(name) {
        let column = |name: &str| batch.column_by_name(name).expect("the column");
        for row in 0..batch.num_rows() {
            let until = column("valid_to").as_primitive::<Date32Type>();
            found.push(Card {
                person: column("person_id").as_primitive::<Int64Type>().value(row),
                from: column("valid_from").as_primitive::<Date32Type>().value(row),
                until: (!until.is_null(row)).then(|| until.value(row)),
                number: text(&batch, "card_no", row).expect("a number"),
                group: text(&batch, "group_code", row).expect("a group"),
            });
        }
    }
    found
}

/// How many of the rows `holds` is true of, of a hundred.
fn percent<T>(rows: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    100.0 * rows.iter().filter(|row| holds(row)).count() as f64 / rows.len() as f64
}

#[track_caller]
fn between(what: &str, found: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&found), "{what}: {found:.2} is not between {low} and {high}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_the_threads() {
    let options = Options { persons: 4_000, errors: 0.02, sorted: true, threads: 1, ..OPTIONS };
    let one = Made::new(options);
    let four = Made::new(Options { threads: 4, ..options });
    let other = Made::new(Options { seed: 8, ..options });
    for name in ["residents.parquet", "cards.parquet", "residents-sorted.parquet", "cards-sorted.parquet", "truth.json"]
    {
        assert!(one.bytes(name) == four.bytes(name), "{name} differs with the threads");
        assert!(one.bytes(name) != other.bytes(name), "{name} does not hang on the seed");
    }
}

#[test]
fn every_resident_is_one_valid_row() {
    let rows = residents(&USUAL, "residents.parquet");
    assert_eq!(rows.len(), 30_000);
    assert_eq!(rows.iter().map(|row| row.person).collect::<HashSet<_>>().len(), rows.len());
    let mut papers = HashSet::new();
    for row in &rows {
        assert!(row.sex == 1 || row.sex == 2);
        assert!(COMMUNES.by_code(&row.commune).is_some(), "{row:?}");
        assert!(row.name.contains(' ') || row.name.starts_with("H'") || row.name.starts_with("K'"), "{row:?}");
        let birth = date_of_epoch(row.birth).expect("a date");
        assert!(birth.to_string().as_str() < "2025" && birth.to_string().as_str() > "1915", "{row:?}");
        assert_eq!((row.group.len(), row.household.len(), row.ethnicity.len()), (2, 10, 2));
        assert_eq!(row.person / 100_000_000, row.household[..2].parse::<i64>().expect("digits"));
        let Some(paper) = &row.national_id else { continue };
        assert!(papers.insert(paper.clone()), "{paper} twice");
        let century = birth.to_string()[..2].parse::<u8>().expect("digits") - 19;
        let expected = format!("0{}{}{}", &row.household[..2], century * 2 + row.sex - 1, &birth.to_string()[2..4]);
        assert_eq!(paper[..6], expected);
        assert_eq!(paper.len(), 12);
    }
    between("without an identity number", percent(&rows, |row| row.national_id.is_none()), 1.0, 2.0);
}

#[test]
fn a_card_begins_after_birth_and_ends_after_it_begins() {
    let births: HashMap<i64, i32> =
        residents(&USUAL, "residents.parquet").iter().map(|row| (row.person, row.birth)).collect();
    let digital: i32 = epoch_days("2021-04-01".parse().expect("a day"));
    let mut kinds = [0; 2];
    for card in cards(&USUAL, "cards.parquet") {
        assert!(card.from >= time::FIRST && card.from <= time::LAST, "{card:?}");
        assert!(births.get(&card.person).is_none_or(|&birth| card.from >= birth), "{card:?}");
        assert!(card.until.is_none_or(|until| until >= card.from), "{card:?}");
        let long = card.from < digital;
        kinds[usize::from(long)] += 1;
        let ten = format!("{:010}", card.person);
        if long {
            assert_eq!((card.number.len(), &card.number[..2], &card.number[5..]), (15, &*card.group, &*ten));
            assert!(card.number[2..].bytes().all(|byte| byte.is_ascii_digit()));
        } else {
            assert_eq!(card.number, ten);
        }
    }
    assert!(kinds[0] > 10_000 && kinds[1] > 10_000, "{kinds:?}");
}

#[test]
fn the_truth_is_what_a_count_over_the_files_finds() {
    let rows = residents(&USUAL, "residents.parquet");
    let mut of: HashMap<i64, Vec<Card>> = HashMap::new();
    let all = cards(&USUAL, "cards.parquet");
    for card in &all {
        of.entry(card.person).or_default().push(card.clone());
    }
    let truth = &USUAL.truth;
    assert_eq!((truth.persons, truth.resident_rows, truth.cards.rows), (30_000, 30_000, all.len() as u64));
    assert_eq!(truth.cards.without_end, all.iter().filter(|card| card.until.is_none()).count() as u64);
    let people: HashSet<i64> = rows.iter().map(|row| row.person).collect();
    let strange = all.iter().filter(|card| !people.contains(&card.person)).count();
    assert_eq!(truth.cards.of_unknown_people, strange as u64);
    assert_eq!(truth.never_covered, people.iter().filter(|person| !of.contains_key(person)).count() as u64);
    assert_eq!(truth.cards.duplicates, (all.len() - all.iter().collect::<HashSet<_>>().len()) as u64);
    assert_eq!(truth.dates.len(), 9);
    for date in &truth.dates {
        let day = epoch_days(date.date);
        let mut counts = [0_u64; 2];
        let mut by_sex = [[0_u64; 2]; 2];
        let mut by_group: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
        let mut by_province: BTreeMap<&str, [[u64; 2]; 2]> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.birth <= day) {
            let valid = |card: &Card| card.from <= day && card.until.is_none_or(|until| until >= day);
            let covered = of.get(&row.person).is_some_and(|cards| cards.iter().any(valid));
            let sex = usize::from(row.sex - 1);
            let cells = [
                &mut counts,
                &mut by_sex[sex],
                by_group.entry(&row.group).or_default(),
                &mut by_province.entry(&row.household[..2]).or_default()[sex],
            ];
            for cell in cells {
                cell[0] += 1;
                cell[1] += u64::from(covered);
            }
        }
        assert_eq!([date.residents, date.covered], counts, "{}", date.date);
        assert_eq!(date.by_sex, by_sex);
        assert_eq!(date.by_group, by_group);
        assert_eq!(date.by_province_and_sex, by_province);
    }
}

#[test]
fn shares_are_those_of_the_country() {
    let made = Made::new(Options { persons: 120_000, ..OPTIONS });
    let rows = residents(&made, "residents.parquet");
    let ages: Vec<i32> =
        rows.iter().map(|row| 2024 - chrono::Datelike::year(&date_of_epoch(row.birth).expect("a date"))).collect();
    let band = |low: i32, high: i32| percent(&ages, |age| (low..high).contains(age));
    between("under 15", band(0, 15), 20.0, 26.0);
    between("15 to 24", band(15, 25), 11.0, 17.0);
    between("25 to 59", band(25, 60), 44.0, 52.0);
    between("60 and more", band(60, 200), 12.0, 17.0);
    between("women", percent(&rows, |row| row.sex == 2), 49.0, 52.0);
    between("Nguyễn", percent(&rows, |row| row.name.starts_with("Nguyễn ")), 30.0, 39.0);
    between("minorities", percent(&rows, |row| row.ethnicity != "01"), 12.0, 17.0);
    between("Hà Nội", percent(&rows, |row| row.household.starts_with("01")), 8.3, 8.6);
    let groups: BTreeSet<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    assert_eq!(groups.len(), 14);
    between("children under 6", percent(&rows, |row| row.group == "TE"), 6.5, 10.5);
    between("the poor", percent(&rows, |row| row.group == "HN"), 2.0, 6.0);
    let mut households: HashMap<&str, u32> = HashMap::new();
    let mut communes: HashMap<&str, u32> = HashMap::new();
    for row in &rows {
        *households.entry(&row.household).or_default() += 1;
        *communes.entry(&row.commune).or_default() += 1;
    }
    between("people of a household", rows.len() as f64 / households.len() as f64, 3.0, 3.8);
    assert!(households.values().all(|&people| people <= 7));
    // A town has many times the people of a village.
    let mut sizes: Vec<u32> = communes.into_values().collect();
    sizes.sort_unstable();
    assert!(sizes[sizes.len() * 99 / 100] > 6 * sizes[sizes.len() / 5], "{sizes:?}");

    let cards = &made.truth.cards;
    let of = |part: u64, all: u64| 100.0 * part as f64 / all as f64;
    between("cards of a resident", cards.rows as f64 / 120_000.0, 2.8, 3.1);
    let renewals = cards.renewed_at_once + cards.renewed_after_a_gap + cards.overlapping;
    between("renewals after a gap", of(cards.renewed_after_a_gap, renewals), 14.0, 16.0);
    between("renewals that overlap", of(cards.overlapping, renewals), 13.5, 16.0);
    between("duplicates", of(cards.duplicates, cards.rows), 0.8, 1.2);
    between("cards of unknown people", of(cards.of_unknown_people, cards.rows), 0.4, 0.6);
    between("never covered", of(made.truth.never_covered, 120_000), 2.0, 7.0);
    let end = &made.truth.dates[6];
    assert_eq!(end.date.to_string(), "2024-12-31");
    assert_eq!(end.residents, 120_000);
    between("covered at the end of 2024", of(end.covered, end.residents), 90.0, 95.5);
    for (province, [men, women]) in &end.by_province_and_sex {
        if men[0] + women[0] > 2_500 {
            between(province, of(men[1] + women[1], men[0] + women[0]), 83.0, 98.5);
        }
    }
}

#[test]
fn a_family_bears_one_name() {
    let rows = residents(&USUAL, "residents.parquet");
    let mut homes: HashMap<&str, Vec<&Resident>> = HashMap::new();
    for row in rows.iter().filter(|row| row.ethnicity == "01") {
        homes.entry(&row.household).or_default().push(row);
    }
    let surname = |row: &Resident| row.name.split(' ').next().map(str::to_owned);
    let large: Vec<_> = homes.values().filter(|home| home.len() >= 4).collect();
    let one_name = percent(&large, |home| {
        let mut names: HashMap<Option<String>, usize> = HashMap::new();
        home.iter().for_each(|row| *names.entry(surname(row)).or_default() += 1);
        names.values().max().is_some_and(|&most| most * 2 >= home.len())
    });
    between("households half of whom bear one name", one_name, 95.0, 100.0);
}

#[test]
fn the_sorted_files_hold_the_same_rows_in_order() {
    let made = Made::new(Options { persons: 6_000, sorted: true, ..OPTIONS });
    let mut raw = residents(&made, "residents.parquet");
    let sorted = residents(&made, "residents-sorted.parquet");
    assert_ne!(raw, sorted);
    raw.sort_by(|a, b| (&a.commune, a.person).cmp(&(&b.commune, b.person)));
    // Communes follow each other by province, then by code.
    let commune = |row: &Resident| (COMMUNES.by_code(&row.commune), row.person);
    raw.sort_by_key(commune);
    assert_eq!(raw, sorted);
    let mut raw = cards(&made, "cards.parquet");
    let mut sorted = cards(&made, "cards-sorted.parquet");
    raw.sort();
    sorted.sort();
    assert_eq!(raw, sorted);
    let communes: HashMap<i64, String> =
        residents(&made, "residents.parquet").into_iter().map(|row| (row.person, row.commune)).collect();
    for batch in made.rows("cards-sorted.parquet") {
        let people = batch.column_by_name("person_id").expect("the column").as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            assert_eq!(text(&batch, "commune_code", row).as_ref(), communes.get(&people.value(row)));
        }
    }
}

#[test]
fn every_mistake_is_where_it_is_said_to_be() {
    let options = Options { persons: 8_000, errors: 0.03, ..OPTIONS };
    let made = Made::new(options);
    let right: HashMap<i64, Resident> = residents(&Made::new(Options { errors: 0.0, ..options }), "residents.parquet")
        .into_iter()
        .map(|row| (row.person, row))
        .collect();
    let rows = residents(&made, "residents.parquet");
    let cards = cards(&made, "cards.parquet");
    assert_eq!(rows.len() as u64, made.truth.resident_rows);
    assert!(rows.len() > 8_000);
    let json = made.json();
    let mistakes = json["mistakes"].as_array().expect("a list");
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut wrong = HashSet::new();
    for mistake in mistakes {
        let place = mistake["row"].as_u64().expect("a row") as usize - 1;
        let kind = mistake["kind"].as_str().expect("a kind");
        let written = mistake["written"].as_str().unwrap_or_default();
        let truth = mistake["right"].as_str().unwrap_or_default();
        *kinds.entry(kind.to_owned()).or_default() += 1;
        let person = mistake["person_id"].as_i64().expect("a person");
        let day = |day: i32| date_of_epoch(day).expect("a date").to_string();
        if mistake["file"] == "residents.parquet" {
            let (row, right) = (&rows[place], &right[&person]);
            wrong.insert(place);
            assert_eq!(row.person, person);
            match kind {
                "bad_sex" => assert_eq!((row.sex.to_string(), right.sex.to_string()), (written.into(), truth.into())),
                "unknown_commune" => {
                    assert_eq!((&*row.commune, &*right.commune), (written, truth));
                    assert!(COMMUNES.by_code(written).is_none());
                }
                "impossible_date" | "day_and_month_swapped" => {
                    assert_eq!((day(row.birth), day(right.birth)), (written.into(), truth.into()));
                    assert_ne!(written, truth);
                }
                "name_without_diacritics" => {
                    assert_eq!((&*row.name, &*right.name), (written, truth));
                    assert!(written.is_ascii() && !truth.is_ascii(), "{written} {truth}");
                }
                "duplicate_resident" => {
                    assert_eq!(row, right);
                    assert_eq!(rows.iter().filter(|other| other.person == person).count(), 2);
                }
                other => panic!("{other}"),
            }
        } else {
            let card = &cards[place];
            assert_eq!(card.person, person);
            match kind {
                "from_after_until" => assert!(card.until.is_some_and(|until| until < card.from)),
                "malformed_card_number" => assert_eq!(card.number, written),
                "impossible_first_day" => assert_eq!(day(card.from), written),
                other => panic!("{other}"),
            }
        }
    }
    assert_eq!(kinds.len(), 9);
    assert_eq!(kinds, made.truth.mistakes_by_kind.iter().map(|(&kind, &count)| (kind.to_owned(), count)).collect());
    between("wrong residents", 100.0 * wrong.len() as f64 / 8_000.0, 2.5, 3.5);
    for (place, row) in rows.iter().enumerate().filter(|(place, _)| !wrong.contains(place)) {
        assert_eq!(row, &right[&row.person], "row {place} is wrong and not told of");
    }
    assert_eq!(json["dates"], serde_json::to_value(&made.truth.dates).expect("JSON"));
}

#[test]
fn one_person_and_wrong_wishes() {
    let one = Made::new(Options { persons: 1, sorted: true, errors: 1.0, ..OPTIONS });
    assert!(!residents(&one, "residents.parquet").is_empty());
    assert_eq!(residents(&one, "residents-sorted.parquet").len(), 1);
    let folder = tempfile::tempdir().expect("a folder");
    let refuse = |options: Options| synthesize(&COMMUNES, &options, folder.path(), &mut |_| ()).expect_err("a refusal");
    assert!(matches!(refuse(Options { persons: 0, ..OPTIONS }), Error::Persons(0)));
    assert!(matches!(refuse(Options { errors: 1.5, ..OPTIONS }), Error::Rate(_)));
    assert!(matches!(refuse(Options { errors: f64::NAN, ..OPTIONS }), Error::Rate(_)));
}
