//! How long lists take to read and check: `cargo bench -p population --bench source`.
//!
//! 10 million residents and 29 million cards in Parquet, numbers only, beside the Parquet reader alone on the same
//! columns; a workbook of 500,000 rows and ten columns, beside which `peers/read_xlsx.py` reads the same file. Files are
//! made once and kept in Cargo's folder for temporary files.

use std::convert::Infallible;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, UInt8Array};
use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use population::places::Communes;
use population::source::{
    CardBatch, Dictionary, GroupCatalogue, List, Mapping, Progress, Reading, Rejects, ResidentBatch, propose,
    read_cards, read_residents,
};
use rules::place::{Registry, Tables};

const RESIDENTS: usize = 10_000_000;
const CARDS: usize = 29_000_000;
const SHEET: u32 = 500_000;
const GROUP: usize = 1 << 20;
const THREADS: usize = 2;
const GROUPS: [&str; 8] = ["HN", "CN", "GD", "HS", "DN", "TE", "DT", "HT"];

/// A number that looks like chance but is the same each time.
fn scatter(seed: u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1b5_4a32_d192_ed03;
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

fn registry() -> Registry {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/places");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the tables of places");
    let (units, successions) = (read("units.tsv"), read("successions.tsv"));
    let (documents, known) = (read("documents.tsv"), read("known.tsv"));
    let tables = Tables { units: &units, successions: &successions, documents: &documents, known: &known };
    Registry::parse(&tables).expect("valid tables")
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("population-source");
    std::fs::create_dir_all(&folder).expect("a folder for the files of the benchmark");
    folder
}

/// Makes a file unless it is there; an interrupted one never is.
fn made(name: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let path = folder().join(name);
    if !path.exists() {
        let unfinished = folder().join(format!("unfinished-{name}"));
        make(&unfinished);
        std::fs::rename(unfinished, &path).expect("the folder takes files");
    }
    path
}

fn write(path: &Path, rows: usize, columns: impl Fn(std::ops::Range<u64>) -> Vec<(&'static str, ArrayRef)>) {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("a level")))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer: Option<ArrowWriter<File>> = None;
    let mut start = 0;
    while start < rows {
        let end = (start + GROUP).min(rows);
        let batch = RecordBatch::try_from_iter(columns(start as u64..end as u64)).expect("columns of one length");
        let writer = writer.get_or_insert_with(|| {
            let file = File::create(path).expect("the folder takes files");
            ArrowWriter::try_new(file, batch.schema(), Some(properties.clone())).expect("a writer")
        });
        writer.write(&batch).expect("rows");
        start = end;
    }
    writer.expect("some rows").close().expect("a file");
}

fn residents(communes: &Communes) -> PathBuf {
    made("residents.parquet", |path| {
        write(path, RESIDENTS, |rows| {
            let commune = |row: u64| communes.code((scatter(row) % communes.len() as u64) as u16);
            vec![
                ("person_id", Arc::new(Int64Array::from_iter_values(rows.clone().map(key)))),
                (
                    "sex",
                    Arc::new(UInt8Array::from_iter_values(rows.clone().map(|row| 1 + (scatter(row) >> 40) as u8 % 2))),
                ),
                ("commune_code", Arc::new(StringArray::from_iter_values(rows.clone().map(commune)))),
                (
                    "birth_date",
                    Arc::new(Date32Array::from_iter_values(rows.clone().map(|row| (scatter(row) % 19_000) as i32))),
                ),
                (
                    "group_code",
                    Arc::new(StringArray::from_iter_values(rows.map(|row| GROUPS[scatter(row) as usize % 8]))),
                ),
            ]
        });
    })
}

fn cards() -> PathBuf {
    made("cards.parquet", |path| {
        write(path, CARDS, |rows| {
            let from = |row: u64| 18_000 + (scatter(row) % 2_000) as i32;
            vec![
                (
                    "person_id",
                    Arc::new(Int64Array::from_iter_values(
                        rows.clone().map(|row| key(scatter(row) % RESIDENTS as u64)),
                    )),
                ),
                ("valid_from", Arc::new(Date32Array::from_iter_values(rows.clone().map(from)))),
                ("valid_to", Arc::new(Date32Array::from_iter_values(rows.clone().map(|row| from(row) + 364)))),
                (
                    "group_code",
                    Arc::new(StringArray::from_iter_values(rows.map(|row| GROUPS[scatter(row) as usize % 8]))),
                ),
            ]
        });
    })
}

/// A social-insurance number of ten digits.
fn key(row: u64) -> i64 {
    7_900_000_000 + (row as i64 * 7_919) % 999_999_937
}

fn sheet(communes: &Communes) -> PathBuf {
    made("residents.xlsx", |path| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().expect("a sheet");
        let dates = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        let headings = [
            "STT",
            "Mã số BHXH",
            "Họ và tên",
            "Ngày sinh",
            "Giới tính",
            "Mã xã",
            "Mã đối tượng",
            "Mã hộ",
            "Dân tộc",
            "Số CCCD",
        ];
        for (column, heading) in (0..).zip(headings) {
            sheet.write_string(0, column, heading).expect("a cell");
        }
        for row in 1..=SHEET {
            let chance = scatter(u64::from(row));
            let commune = communes.code((chance % communes.len() as u64) as u16);
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, key(u64::from(row)).to_string()).expect("a cell");
            sheet.write_string(row, 2, format!("Nguyễn Văn {row}")).expect("a cell");
            sheet.write_number_with_format(row, 3, 30_000 + row % 15_000, &dates).expect("a cell");
            sheet.write_string(row, 4, if chance & 1 == 0 { "Nam" } else { "Nữ" }).expect("a cell");
            sheet.write_string(row, 5, commune).expect("a cell");
            sheet.write_string(row, 6, GROUPS[chance as usize % 8]).expect("a cell");
            sheet.write_string(row, 7, format!("H{}", row / 4)).expect("a cell");
            sheet.write_string(row, 8, "01").expect("a cell");
            sheet.write_string(row, 9, format!("0{:011}", chance % 100_000_000_000)).expect("a cell");
        }
        workbook.save(path).expect("the folder takes files");
    })
}

/// What the Parquet reader alone takes: the same columns and types on as many threads, nothing done with them.
fn decode(path: &Path) -> u64 {
    let open = || File::open(path).expect("a file of the benchmark");
    let metadata = ArrowReaderMetadata::load(&open(), ArrowReaderOptions::new()).expect("metadata");
    let (next, rows) = (AtomicUsize::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let group = next.fetch_add(1, Ordering::Relaxed);
                    if group >= metadata.metadata().num_row_groups() {
                        break;
                    }
                    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(open(), metadata.clone())
                        .with_row_groups(vec![group])
                        .with_projection(ProjectionMask::all())
                        .with_batch_size(65_536)
                        .build();
                    for batch in reader.expect("a reader") {
                        rows.fetch_add(batch.expect("rows").num_rows() as u64, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    rows.into_inner()
}

fn measure(criterion: &mut Criterion) {
    let registry = registry();
    let day: NaiveDate = "2024-12-31".parse().expect("a date");
    let communes = Communes::on(&registry, day);
    let (groups, ethnicities, catalogue) = (Dictionary::of(GROUPS), Dictionary::new(), GroupCatalogue::open());
    let reading = Reading {
        communes: &communes,
        registry: &registry,
        groups: &groups,
        ethnicities: &ethnicities,
        catalogue: &catalogue,
        as_of: day,
        threads: THREADS,
        details: false,
    };
    let taken = AtomicU64::new(0);
    let take_residents = |batch: ResidentBatch| -> Result<(), Infallible> {
        taken.fetch_add(batch.person.len() as u64, Ordering::Relaxed);
        Ok(())
    };
    let take_cards = |batch: CardBatch| -> Result<(), Infallible> {
        taken.fetch_add(batch.person.len() as u64, Ordering::Relaxed);
        Ok(())
    };
    let rejects = || Rejects::new(folder().join("rejects"));

    let mut group = criterion.benchmark_group("parquet, numbers only");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    let path = residents(&communes);
    let mapping = Mapping::contract(List::Residents);
    group.throughput(Throughput::Elements(RESIDENTS as u64));
    group.bench_function("residents, decoded alone", |bencher| bencher.iter(|| decode(&path)));
    group.bench_function("residents, read and checked", |bencher| {
        bencher.iter(|| read_residents(&path, &mapping, &reading, &take_residents, &Progress::new(), &rejects()));
    });
    let path = cards();
    let mapping = Mapping::contract(List::Cards);
    group.throughput(Throughput::Elements(CARDS as u64));
    group.bench_function("cards, decoded alone", |bencher| bencher.iter(|| decode(&path)));
    group.bench_function("cards, read and checked", |bencher| {
        bencher.iter(|| read_cards(&path, &mapping, &reading, &take_cards, &Progress::new(), &rejects()));
    });
    group.finish();

    let mut group = criterion.benchmark_group("workbook, with details");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    group.throughput(Throughput::Elements(u64::from(SHEET)));
    let path = sheet(&communes);
    let mapping = propose(&path, List::Residents).expect("columns").mapping;
    let reading = Reading { details: true, ..reading };
    group.bench_function("residents, read and checked", |bencher| {
        bencher.iter(|| read_residents(&path, &mapping, &reading, &take_residents, &Progress::new(), &rejects()));
    });
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
