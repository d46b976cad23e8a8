//! MB/s of opening and repairing a clean paper, and the time of a megabyte broken in every way.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use papers::TextLayer;
use papers::broken::{BREAKS, break_text};
use papers::repair::repair;

#[path = "../tests/common/files.rs"]
mod files;
#[path = "../tests/common/paper.rs"]
mod paper;

/// The allocator of the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MEGABYTE: usize = 1 << 20;

fn reading(criterion: &mut Criterion) {
    let clean = paper::PAPER.repeat(MEGABYTE / paper::PAPER.len() + 1);
    let broken: String = break_text(&clean, &BREAKS, 150, 1);
    let cut = (MEGABYTE..).find(|at| broken.is_char_boundary(*at)).unwrap_or(broken.len());
    let broken = &broken[..cut];
    let page = [b"<!DOCTYPE html><html>".to_vec(), files::html().repeat(100)].concat();

    let mut group = criterion.benchmark_group("reading");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Bytes(clean.len() as u64));
    group.bench_function("repair, clean", |bencher| bencher.iter(|| repair(black_box(&clean))));
    group.bench_function("open and repair, clean text", |bencher| {
        bencher.iter(|| TextLayer::open("mẫu", black_box(clean.as_bytes())).map(|layer| repair(&layer.text)))
    });
    group.throughput(Throughput::Bytes(broken.len() as u64));
    group.bench_function("repair, broken in every way", |bencher| bencher.iter(|| repair(black_box(broken))));
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("open, HTML", |bencher| bencher.iter(|| TextLayer::open("mẫu", black_box(&page))));
    group.throughput(Throughput::Elements(1));
    let (docx, pdf) = (files::docx_of(&files::document()), files::pdf());
    group.bench_function("open, a DOCX of one page", |bencher| {
        bencher.iter(|| TextLayer::open("mẫu", black_box(&docx)))
    });
    group.bench_function("open, a PDF of one page", |bencher| bencher.iter(|| TextLayer::open("mẫu", black_box(&pdf))));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
