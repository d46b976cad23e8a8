//! From files to a snapshot and its answers.

use std::path::Path;

use super::*;
use crate::coverage::{By, GroupBy, PlaceBy, Question, ask, month_ends};
use crate::synthetic;
use crate::testing::{COMMUNES, POLICY, REGISTRY, day};

fn made_up(folder: &Path, persons: u64, errors: f64) -> synthetic::Truth {
    let options = synthetic::Options { persons, seed: 7, errors, sorted: false, threads: 2 };
    synthetic::synthesize(&COMMUNES, &options, folder, &mut |_| {}).expect("made up")
}

fn import_of(
    folder: &Path,
    snapshots: &Snapshots,
    accept_valid: bool,
    sealing: Option<Sealing<'_>>,
) -> Result<Report, ImportError> {
    import(
        &Import {
            snapshots,
            name: "toan-quoc",
            residents: &folder.join("residents.parquet"),
            cards: &folder.join("cards.parquet"),
            mappings: Mappings::default(),
            as_of: None,
            today: day("2026-11-22"),
            accept_valid,
            sealing,
            registry: &REGISTRY,
            catalogue: &GroupCatalogue::open(),
            policy: &POLICY,
            memory: 1 << 26,
            rejects: folder,
            made_at: String::new(),
            made_by: "test".to_owned(),
            entry: String::new(),
            within: None,
        },
        &Progress::new(),
        &|_| {},
    )
}

/// Not chance, but as good for a test: each call another sequence.
fn chance(bytes: &mut [u8]) -> io::Result<()> {
    static CALLS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    let mut state = CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bytes.iter_mut().for_each(|byte| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *byte = (state >> 56) as u8;
    });
    Ok(())
}

#[test]
fn what_was_made_up_is_what_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let truth = made_up(folder.path(), 20_000, 0.0);
    let snapshots = Snapshots::at(&folder.path().join("population"));
    let keyring = Keyring::open_or_make(folder.path(), false, &chance).expect("a key");
    let report = import_of(folder.path(), &snapshots, false, Some(Sealing { keyring: &keyring, chance: &chance }))
        .expect("imported");
    assert_eq!((report.residents.refused, report.cards.refused, report.duplicates), (0, 0, 0));
    assert!(COMMUNES.len() == Communes::on(&REGISTRY, report.as_of).len(), "units of {}", report.as_of);
    let snapshot = report.snapshot().expect("published").clone();
    assert!(snapshot.manifest().is_made_up(), "the files say that nobody in them lives");
    snapshot.verify().expect("as written");
    let people = snapshot.manifest().people.clone().expect("people kept");
    assert_eq!(people.counts.people, 20_000);
    assert_eq!(people.counts.stray_cards, report.counted.cards_of_unknown);
    let index = snapshots.open("toan-quoc").expect("opens").index().expect("its index");
    let dates: Vec<NaiveDate> = truth.dates.iter().map(|date| date.date).collect();
    let by = By { place: PlaceBy::Commune, sex: true, group: GroupBy::Stated, ..By::default() };
    let answer = ask(&index, &Question::new(dates, by));
    for (at, expected) in truth.dates.iter().enumerate() {
        assert_eq!(answer.total(at), (expected.residents, expected.covered), "{}", expected.date);
    }
}

#[test]
fn with_refused_rows_nothing_appears_unless_good_rows_alone_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    made_up(folder.path(), 5_000, 0.01);
    let snapshots = Snapshots::at(&folder.path().join("population"));
    let refused = import_of(folder.path(), &snapshots, false, None).expect("read");
    assert!(refused.snapshot().is_none() && refused.residents.refused > 0 && refused.cards.refused > 0);
    assert_eq!(
        refused.rejects.iter().map(|file| file.rows).sum::<u64>(),
        refused.residents.refused + refused.cards.refused
    );
    assert!(matches!(snapshots.open("toan-quoc"), Err(SnapshotError::Missing { .. })));
    let accepted = import_of(folder.path(), &snapshots, true, None).expect("read");
    let snapshot = accepted.snapshot().expect("published").clone();
    assert_eq!(snapshot.manifest().tally.residents, accepted.residents.accepted);
    assert_eq!(snapshot.manifest().residents.refused, refused.residents.refused);
    let index = snapshot.index().expect("its index");
    let months = Question::new(month_ends(day("2020-01-01"), day("2024-12-01")), By::default());
    assert_eq!(ask(&index, &months).total(59).0, accepted.residents.accepted);
}

/// Every row of an answer as one line of texts, however it was written.
fn lines_of_parquet(path: &Path) -> Vec<String> {
    use arrow_array::{Array, StringArray, UInt8Array, UInt32Array};
    let file = File::open(path).expect("written");
    let builder = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mut lines = Vec::new();
    for batch in builder.build().expect("a reader") {
        let batch = batch.expect("rows");
        for row in 0..batch.num_rows() {
            let field = |column: &arrow_array::ArrayRef| -> String {
                let any = column.as_any();
                if column.is_null(row) {
                    String::new()
                } else if let Some(texts) = any.downcast_ref::<StringArray>() {
                    texts.value(row).to_owned()
                } else if let Some(numbers) = any.downcast_ref::<UInt32Array>() {
                    numbers.value(row).to_string()
                } else {
                    any.downcast_ref::<UInt8Array>().expect("small numbers").value(row).to_string()
                }
            };
            lines.push(batch.columns().iter().map(field).collect::<Vec<_>>().join(","));
        }
    }
    lines
}

#[test]
fn an_answer_is_the_same_in_parquet_as_in_csv() {
    use crate::output::{Column, write};
    let folder = tempfile::tempdir().expect("a folder");
    made_up(folder.path(), 700, 0.0);
    let snapshots = Snapshots::at(&folder.path().join("population"));
    import_of(folder.path(), &snapshots, false, None).expect("imported");
    let index = snapshots.open("toan-quoc").expect("opens").index().expect("its index");
    let by = By { place: PlaceBy::Commune, sex: true, group: GroupBy::Stated, ethnic: true, age: true };
    let answer = ask(&index, &Question::new(month_ends(day("2000-01-01"), day("2024-12-01")), by));
    let columns = [
        Column::Place("commune"),
        Column::Sex,
        Column::Group,
        Column::Ethnic,
        Column::Age,
        Column::Month,
        Column::Date,
    ];
    let [parquet, csv] = ["answer.parquet", "answer.csv"].map(|name| folder.path().join(name));
    write(&answer, &columns, &parquet).expect("written");
    write(&answer, &columns, &csv).expect("written");
    let text = std::fs::read_to_string(csv).expect("read");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(lines.len() > 1 << 17, "more than one row group");
    assert!(lines_of_parquet(&parquet).iter().eq(lines.iter()), "row for row");
}
