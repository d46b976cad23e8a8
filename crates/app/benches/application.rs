//! The application on a database with every commune's figures of two months: `cargo bench -p chungsuc --bench application`.

#[expect(clippy::print_stderr, reason = "the maker of the data set says how far it is")]
#[path = "../examples/national"]
mod national {
    pub mod figures;
    pub mod sheet;
}

use axum::body::{Body, to_bytes};
use axum::http::Request;
use chungsuc::app::{App, Config};
use chungsuc::exchange::ImportArguments;
use chungsuc::results::cli::Command;
use chungsuc::{accounts, demo, results, server, targets};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rules::place::Level;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Months of figures.
const MONTHS: u32 = 2;
/// Rows of the imported sheet.
const ROWS: usize = 10_000;

async fn open(folder: &Path) -> App {
    chungsuc::cli::open(Config::in_folder(folder.to_path_buf())).await.expect("the installation opens")
}

async fn prepare(folder: &Path) {
    let app = open(folder).await;
    demo::load(&app).await.expect("the samples are loaded");
    national::figures::fill(&app, MONTHS).await.expect("the figures are entered");
    let sheet = folder.join("sheet.xlsx");
    national::sheet::write(&app, &sheet.display().to_string(), ROWS).expect("the sheet is written");
    app.database().analyze().await.expect("the statistics are gathered");
    app.database().clone().close().await.expect("the database is closed");
}

fn application(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    runtime.block_on(prepare(folder.path()));
    let app = runtime.block_on(open(folder.path()));
    reading(criterion, &runtime, &app);
    importing(criterion, &runtime, folder.path(), &app);
}

fn reading(criterion: &mut Criterion, runtime: &Runtime, app: &App) {
    let registry = app.places();
    let nation = registry.nation().id;
    let provinces = registry.descendants(nation, Level::Province, app.today());
    let communes = registry.descendants(nation, Level::Commune, app.today());
    let (province, commune) = (i64::from(provinces[0].id), i64::from(communes[0].id));
    let ids: Vec<i64> = communes.iter().map(|unit| unit.id.into()).collect();
    criterion.bench_function("results of a commune, year by year", |bencher| {
        bencher.iter(|| runtime.block_on(results::yearly(app, commune, targets::MAIN_INDICATOR)).expect("results"));
    });
    criterion.bench_function("target in use of each commune of the country", |bencher| {
        let year = chrono::Datelike::year(&app.today());
        bencher.iter(|| {
            let chosen = targets::in_use_by_unit(app, &ids, targets::MAIN_INDICATOR, year);
            runtime.block_on(chosen).expect("targets")
        });
    });
    let router = server::router(app);
    for (name, path) in [
        ("page: first", "/".to_owned()),
        ("page: commune", format!("/units/{commune}")),
        ("page: province", format!("/units/{province}")),
        ("page: country", format!("/units/{}", i64::from(nation))),
        ("page: indicator", "/indicators/coverage_rate".to_owned()),
        ("page: new-rural, country", "/new-rural".to_owned()),
    ] {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let request = Request::get(&path).body(Body::empty()).expect("a request");
                let answer = runtime.block_on(router.clone().oneshot(request)).expect("an answer");
                assert!(answer.status().is_success(), "{path}: {}", answer.status());
                black_box(runtime.block_on(to_bytes(answer.into_body(), usize::MAX)).expect("a page"))
            });
        });
    }
}

fn importing(criterion: &mut Criterion, runtime: &Runtime, folder: &Path, app: &App) {
    let import =
        |dry_run| Command::Import(ImportArguments { file: folder.join("sheet.xlsx"), dry_run, accept_valid: false });
    let actor = accounts::local_operator();
    let mut group = criterion.benchmark_group("sheet of 10,000 results");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    group.bench_function("read and checked", |bencher| {
        bencher.iter(|| runtime.block_on(results::cli::run(app, &actor, import(true))).expect("the sheet is sound"));
    });
    group.bench_function("read, checked and committed", |bencher| {
        bencher.iter_batched(
            || {
                let copy = tempfile::tempdir().expect("a folder");
                fs::copy(folder.join("chungsuc.db"), copy.path().join("chungsuc.db")).expect("a copy");
                let app = runtime.block_on(open(copy.path()));
                (copy, app)
            },
            |(copy, app)| {
                let answer = runtime.block_on(results::cli::run(&app, &actor, import(false))).expect("it is committed");
                (copy, app, answer)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = application
}
criterion_main!(benches);
