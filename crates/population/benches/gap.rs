//! One commune: opened, its people who are not covered listed, and the way in that sealed them.

use std::hint::black_box;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use population::day::epoch_days;
use population::gap::{Breakdown, BreakdownBy, Disclosure, Filter, GapWriter, ListKind, uncovered};
use population::people::{Codes, DataKey, Keyring, PeopleWriter, SealedPeople, WriterOptions};
use population::person::person_key;
use population::places::Communes;
use population::policy::{PolicySets, STANDARD};
use population::source::{CardBatch, ResidentBatch, ResidentDetails, TextColumn};
use rules::place::{Registry, Tables};

const ON: &str = "2024-12-31";
const GROUPS: [&str; 6] = ["HN", "CN", "DT", "HS", "GD", "DN"];
const NAMES: [&str; 5] = ["Nguyễn Thị Minh Khai", "Trần Văn Được", "Lê Hoàng", "Phạm Thị Ngọc Ánh", "Đỗ Quốc Việt"];

fn date() -> NaiveDate {
    ON.parse().expect("a date")
}

fn communes() -> Communes {
    let registry = Registry::parse(&Tables {
        units: include_str!("../../../definitions/places/units.tsv"),
        successions: include_str!("../../../definitions/places/successions.tsv"),
        documents: include_str!("../../../definitions/places/documents.tsv"),
        known: include_str!("../../../definitions/places/known.tsv"),
    });
    Communes::on(&registry.expect("the definitions hold no fault"), date())
}

/// Chance that can be foreseen: nothing here is secret.
fn chance(bytes: &mut [u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&scattered(COUNT.fetch_add(1, Ordering::Relaxed)).to_le_bytes()[..chunk.len()]);
    }
    Ok(())
}

fn scattered(number: u64) -> u64 {
    let mixed = (number ^ number >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ mixed >> 32
}

/// So many people in households of four, and 2.9 cards each, 15 of a hundred without one on the day asked for.
fn rows(people: u64, commune: impl Fn(u64) -> u16) -> (Vec<ResidentBatch>, Vec<CardBatch>) {
    let day = |text: &str| epoch_days(text.parse().expect("a date"));
    let (first, years) = (day("2019-01-01"), 7);
    let (mut residents, mut cards) = (Vec::new(), Vec::new());
    let numbers: Vec<u64> = (0..people).collect();
    for numbers in numbers.chunks(65_536) {
        let (mut batch, mut details) = (ResidentBatch::default(), ResidentDetails::default());
        let mut own = CardBatch { number: Some(TextColumn::default()), ..CardBatch::default() };
        for &number in numbers {
            let chance = scattered(number);
            let id = format!("{:010}", 1_000_000_000 + number * 7);
            let key = person_key(&id).expect("an identifier");
            batch.person.push(key);
            batch.commune.push(commune(number));
            batch.sex.push(1 + (chance % 2) as u8);
            batch.birth.push(first - (chance % 30_000) as i32);
            batch.group.push(1 + (chance >> 8) as u16 % GROUPS.len() as u16);
            batch.ethnicity.push(0);
            batch.row.push(number as u32 + 1);
            details.person_id.push(&id);
            details.full_name.push(NAMES[(chance >> 16) as usize % NAMES.len()]);
            details.household.push(&format!("{:08}", number / 4));
            details.national_id.push(&format!("0{:011}", scattered(number + 1) % 100_000_000_000));
            let listed = if chance >> 24 & 127 < 19 { 1 } else { 2 + chance % 3 };
            for year in 0..listed.min(years) {
                let last = if listed == 1 { 2 } else { years - 1 };
                let from = first + 365 * (last - year) as i32;
                own.person.push(key);
                own.from.push(from);
                own.until.push(from + 364);
                own.group.push(1);
                own.number.as_mut().expect("just made").push(&format!("HN283{id}"));
            }
        }
        batch.details = Some(details);
        residents.push(batch);
        cards.push(own);
    }
    (residents, cards)
}

fn seal(folder: &Path, communes: &Communes, key: &DataKey, rows: &(Vec<ResidentBatch>, Vec<CardBatch>), memory: usize) {
    let writer = PeopleWriter::new(folder, communes, key, &chance, WriterOptions { memory }).expect("a folder");
    rows.0.iter().try_for_each(|batch| writer.add_residents(batch)).expect("room on the disk");
    rows.1.iter().try_for_each(|batch| writer.add_cards(batch)).expect("room on the disk");
    let groups = GROUPS.map(str::to_owned);
    writer.finish(Codes { groups: &groups, ethnicities: &[] }).expect("room on the disk");
}

fn one_commune(bench: &mut Criterion) {
    let (communes, sets) = (communes(), PolicySets::parse("policy.toml", STANDARD).expect("well formed"));
    let province = &communes.provinces()[0];
    let (code, commune) = (communes.code(0), 0);
    for people in [2_000, 10_000, 60_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let keyring = Keyring::open_or_make(folder.path(), false, &chance).expect("a key");
        let (key, _) = keyring.make_data_key("bench", &chance).expect("a key");
        seal(folder.path(), &communes, &key, &rows(people, |_| commune), 1 << 28);
        let open = || {
            let sealed = SealedPeople::open(folder.path(), &key).expect("people");
            sealed.commune(&province.code, code).expect("opens").expect("has people")
        };
        let mut group = bench.benchmark_group(format!("commune of {people}"));
        group.bench_function("open", |bench| bench.iter(|| black_box(open()).people.len()));
        group.bench_function("open and list who is not covered", |bench| {
            bench.iter(|| uncovered(&black_box(open()), date(), &Filter::default()).rows.len());
        });
        let opened = open();
        group.bench_function("count by group, set, age, household", |bench| {
            let by = BreakdownBy { sets: &sets, ages: &[6, 15, 18, 60] };
            bench.iter(|| Breakdown::of(&black_box(&opened).people, date(), by).all);
        });
        let list = uncovered(&opened, date(), &Filter::default());
        for name in ["list.csv", "list.parquet", "list.xlsx"] {
            let path = folder.path().join(name);
            group.bench_function(format!("write {name}"), |bench| {
                bench.iter(|| {
                    let mut writer =
                        GapWriter::create(&path, ListKind::Uncovered, date(), Disclosure::Masked).expect("a file");
                    writer.write(&list).expect("room on the disk");
                    writer.finish().expect("room on the disk")
                });
            });
        }
    }
}

fn the_way_in(bench: &mut Criterion) {
    let communes = communes();
    let people = 500_000;
    let rows = rows(people, |number| (number / 4 % communes.len() as u64) as u16);
    let mut group = bench.benchmark_group("seal 500,000 people with their cards");
    group.sample_size(10).throughput(Throughput::Elements(people));
    for (name, memory) in [("in memory", 1 << 30), ("spilt to disk", 8 << 20)] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let folder = tempfile::tempdir().expect("a folder");
                let keyring = Keyring::open_or_make(folder.path(), false, &chance).expect("a key");
                let (key, _) = keyring.make_data_key("bench", &chance).expect("a key");
                seal(folder.path(), &communes, &key, &rows, memory);
            });
        });
    }
}

criterion_group!(benches, one_commune, the_way_in);
criterion_main!(benches);
