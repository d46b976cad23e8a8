//! The index of small lists, looked at from outside.

use super::*;
use crate::coverage::{By, GroupBy, PlaceBy, Question, ask};
use crate::day::epoch_days;
use crate::source::{CardBatch, NO_DAY, OPEN, ResidentBatch};
use crate::testing::{COMMUNES, day};

/// Residents as (key, birth), all men of one group and one commune.
fn residents(rows: &[(u64, Option<&str>)]) -> ResidentBatch {
    let count = rows.len();
    ResidentBatch {
        person: rows.iter().map(|row| row.0).collect(),
        commune: vec![7; count],
        sex: vec![1; count],
        birth: rows.iter().map(|row| row.1.map_or(NO_DAY, |birth| epoch_days(day(birth)))).collect(),
        group: vec![1; count],
        ethnicity: vec![0; count],
        row: (1..=count as u32).collect(),
        details: None,
    }
}

fn cards(rows: &[(u64, &str, &str)]) -> CardBatch {
    CardBatch {
        person: rows.iter().map(|row| row.0).collect(),
        from: rows.iter().map(|row| epoch_days(day(row.1))).collect(),
        until: rows.iter().map(|row| if row.2.is_empty() { OPEN } else { epoch_days(day(row.2)) }).collect(),
        group: vec![0; rows.len()],
        number: None,
    }
}

fn build(residents: &ResidentBatch, cards: &CardBatch, memory: usize) -> (tempfile::TempDir, Built) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = BuildOptions {
        communes: &COMMUNES,
        bands: AgeBands::default(),
        memory,
        expected: 3_000_000,
        folder: folder.path(),
    };
    let builder = IndexBuilder::new(options).expect("a builder");
    builder.add_cards(cards).expect("cards taken");
    builder.add_residents(residents, |_| Ethnic::Unknown).expect("residents taken");
    let built = builder.finish(&[String::new(), "GD".to_owned()]).expect("built");
    (folder, built)
}

fn on(folder: &tempfile::TempDir, built: &Built, date: &str) -> (u64, u64) {
    let index = Index::open(folder.path(), &built.files).expect("opens");
    let by = By { place: PlaceBy::Commune, group: GroupBy::Stated, ..By::default() };
    ask(&index, &Question::new(vec![day(date)], by)).total(0)
}

#[test]
fn overlapping_renewed_and_twice_listed_cards_cover_a_person_once() {
    let people = residents(&[(1, Some("1980-05-01"))]);
    let twice = cards(&[
        (1, "2023-01-01", "2023-12-31"),
        (1, "2023-01-01", "2023-12-31"),
        (1, "2023-10-01", "2024-06-30"),
        (1, "2024-07-01", "2024-12-31"),
    ]);
    let (folder, built) = build(&people, &twice, usize::MAX);
    assert_eq!(built.tally.spells, 1);
    for (date, covered) in
        [("2022-12-31", 0), ("2023-01-01", 1), ("2023-11-05", 1), ("2024-12-31", 1), ("2025-01-01", 0)]
    {
        assert_eq!(on(&folder, &built, date), (1, covered), "{date}");
    }
}

#[test]
fn nobody_counts_before_birth_and_a_card_without_end_lasts() {
    let people = residents(&[(1, Some("2024-03-07")), (2, None)]);
    let open = cards(&[(1, "2024-01-01", ""), (2, "2020-01-01", "")]);
    let (folder, built) = build(&people, &open, usize::MAX);
    assert_eq!(on(&folder, &built, "2024-03-06"), (1, 1));
    assert_eq!(on(&folder, &built, "2024-03-07"), (2, 2));
    assert_eq!(on(&folder, &built, "2070-01-01"), (2, 2));
}

#[test]
fn cards_of_people_who_are_not_on_the_list_are_told_apart() {
    let people = residents(&[(1, None), (2, None)]);
    let (folder, built) = build(
        &people,
        &cards(&[(1, "2024-01-01", "2024-12-31"), (9, "2024-01-01", ""), (9, "2023-01-01", "")]),
        usize::MAX,
    );
    let expected =
        Tally { residents: 2, residents_without_card: 1, cards: 3, cards_of_unknown: 2, unknown_people: 1, spells: 1 };
    assert_eq!(built.tally, expected);
    assert_eq!(on(&folder, &built, "2024-06-30"), (2, 1));
}

#[test]
fn of_two_rows_of_one_person_the_first_counts_and_the_other_is_named() {
    let mut people = residents(&[(5, None), (6, None), (5, Some("1990-01-01")), (5, None)]);
    let (folder, built) = build(&people, &cards(&[]), usize::MAX);
    let named =
        |built: &Built| built.duplicates.iter().map(|twice| (twice.person, twice.row, twice.kept)).collect::<Vec<_>>();
    assert_eq!(named(&built), [(5, 3, 1), (5, 4, 1)]);
    assert_eq!(on(&folder, &built, "2024-06-30"), (2, 0));
    people.row = vec![9, 2, 3, 4];
    let (_, built) = build(&people, &cards(&[]), usize::MAX);
    assert_eq!(named(&built), [(5, 4, 3), (5, 9, 3)]);
}

#[test]
fn little_memory_gives_the_same_bytes() {
    let rows: Vec<(u64, Option<&str>)> =
        (0..20_000).map(|key| (key, if key % 3 == 0 { None } else { Some("1961-02-03") })).collect();
    let validity: Vec<(u64, &str, &str)> = (0..50_000)
        .map(|card| (card % 23_000, if card % 2 == 0 { "2021-01-01" } else { "2022-06-01" }, "2022-12-31"))
        .collect();
    let (_first, much) = build(&residents(&rows), &cards(&validity), usize::MAX);
    let (_second, little) = build(&residents(&rows), &cards(&validity), 100_000);
    assert_eq!(much.files, little.files);
    assert_eq!(much.tally, little.tally);
}

#[test]
fn a_file_that_is_no_index_is_refused() {
    let (folder, built) = build(&residents(&[(1, None)]), &cards(&[]), usize::MAX);
    let path = folder.path().join(format!("{}.arrow", built.files[0].province));
    let whole = std::fs::read(&path).expect("read");
    for length in [0, 5, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::remove_file(&path).expect("removed");
        std::fs::write(&path, &whole[..length]).expect("written");
        assert!(Index::open(folder.path(), &built.files).is_err(), "{length} bytes of {}", whole.len());
    }
}
