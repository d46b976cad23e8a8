//! How long it takes to compare two names.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use matching::similarity::{edit_distance, jaro_winkler, symbols};

const NAMES: [&str; 12] = [
    "nguyen van an",
    "nguyen thi hong",
    "tran quoc bao",
    "le thi ngoc lan",
    "pham minh hoang",
    "hoang van thai",
    "do thi thu huong",
    "vu duc anh",
    "dang thi mai",
    "bui xuan phuc",
    "ngo gia khanh",
    "nguyen thi ngoc anh thu",
];

fn kernels(criterion: &mut Criterion) {
    let names: Vec<Vec<u8>> = NAMES.iter().map(|name| symbols(name).collect()).collect();
    let pairs: Vec<(&[u8], &[u8])> =
        names.iter().flat_map(|one| names.iter().map(move |other| (one.as_slice(), other.as_slice()))).collect();
    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.bench_function("jaro_winkler", |bencher| {
        bencher.iter(|| pairs.iter().map(|(one, other)| jaro_winkler(black_box(one), black_box(other))).sum::<f32>());
    });
    group.bench_function("edit_distance", |bencher| {
        bencher.iter(|| pairs.iter().map(|(one, other)| edit_distance(black_box(one), black_box(other))).sum::<u32>());
    });
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
