//! Preparing lists, and asking for coverage on one day and at sixty month-ends by commune, sex and group.
//!
//! `POPULATION_LISTS` names a folder with `residents.parquet` and `cards.parquet`; without it a million people are made up.
#![expect(clippy::print_stderr, clippy::unwrap_used, reason = "a benchmark speaks to the person who started it")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use population::coverage::{By, GroupBy, PlaceBy, Question, ask, month_ends};
use population::import::{Import, import};
use population::places::Communes;
use population::policy::PolicySets;
use population::snapshot::Snapshots;
use population::source::{GroupCatalogue, Mappings, Progress};
use population::synthetic::{Options, synthesize};
use rules::place::{Registry, Tables};

fn registry() -> Registry {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/../../definitions/places/{name}.tsv", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let [units, successions, documents, known] = ["units", "successions", "documents", "known"].map(read);
    Registry::parse(&Tables { units: &units, successions: &successions, documents: &documents, known: &known }).unwrap()
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn lists(registry: &Registry, made_up: &Path) -> PathBuf {
    std::env::var_os("POPULATION_LISTS").map_or_else(
        || {
            let options = Options { persons: 1_000_000, seed: 1, errors: 0.0, sorted: false, threads: 2 };
            synthesize(&Communes::on(registry, day("2024-12-31")), &options, made_up, &mut |_| {}).unwrap();
            made_up.to_owned()
        },
        PathBuf::from,
    )
}

fn coverage(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry();
    let lists = lists(&registry, &folder.path().join("lists"));
    let policy = PolicySets::parse("policy.toml", include_str!("../../../definitions/population/policy.toml")).unwrap();
    let snapshots = Snapshots::at(&folder.path().join("population"));
    let began = Instant::now();
    let steps = std::sync::Mutex::new(Vec::new());
    let report = import(
        &Import {
            snapshots: &snapshots,
            name: "bench",
            residents: &lists.join("residents.parquet"),
            cards: &lists.join("cards.parquet"),
            mappings: Mappings::default(),
            as_of: None,
            today: day("2026-01-01"),
            accept_valid: true,
            sealing: None,
            registry: &registry,
            catalogue: &GroupCatalogue::open(),
            policy: &policy,
            memory: 2 << 30,
            rejects: folder.path(),
            made_at: String::new(),
            made_by: String::new(),
            entry: String::new(),
            within: None,
        },
        &Progress::new(),
        &|step| steps.lock().unwrap().push((step.key(), began.elapsed())),
    )
    .unwrap();
    eprintln!("prepared in {:?}: {:?} {:?}", began.elapsed(), steps.lock().unwrap(), report.counted);
    let index = report.snapshot().unwrap().index().unwrap();
    let by = || By { place: PlaceBy::Commune, sex: true, group: GroupBy::Stated, ..By::default() };
    let mut group = criterion.benchmark_group("coverage");
    group.sample_size(10);
    let one = Question::new(vec![day("2024-06-30")], by());
    group.bench_function("one day", |bencher| bencher.iter(|| ask(&index, &one).cells().len()));
    let sixty = Question::new(month_ends(day("2020-01-01"), day("2024-12-01")), by());
    group.bench_function("sixty month-ends", |bencher| bencher.iter(|| ask(&index, &sixty).cells().len()));
    group.finish();
}

criterion_group!(benches, coverage);
criterion_main!(benches);
