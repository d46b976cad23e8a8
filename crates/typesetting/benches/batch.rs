//! 1,000 papers of one page to PDF: certificates and dispatches, as documents of 250 pages, as one, and each on its own.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use typesetting::{Fonts, Kind, Paper, batch, batch_each, batch_together, data, example};

const PAPERS: usize = 1_000;

fn certificates() -> Vec<Paper> {
    let paper = data::read(Kind::GiayKhen, "giay_khen.toml", example(Kind::GiayKhen)).expect("the example is in order");
    (0..PAPERS)
        .map(|number| {
            let mut paper = paper.clone();
            if let Some(certificate) = &mut paper.certificate {
                certificate.recipient = format!("Võ Thị Cẩm Tú {number}");
                certificate.book_number = Some(number.to_string());
            }
            paper
        })
        .collect()
}

fn dispatches() -> Vec<Paper> {
    let mut paper =
        data::read(Kind::CongVan, "cong_van.toml", example(Kind::CongVan)).expect("the example is in order");
    paper.body.truncate(1);
    (1..=PAPERS)
        .map(|number| Paper { addressees: vec![format!("Tổ chức dịch vụ thu số {number}")], ..paper.clone() })
        .collect()
}

fn thousand(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(10);
    for (name, kind, papers) in
        [("certificates", Kind::GiayKhen, certificates()), ("dispatches", Kind::CongVan, dispatches())]
    {
        group.bench_function(format!("1000_{name}"), |bencher| {
            bencher.iter(|| batch(kind, black_box(&papers), Fonts::bundled()).expect("the papers are in order"));
        });
        group.bench_function(format!("1000_{name}_together"), |bencher| {
            bencher
                .iter(|| batch_together(kind, black_box(&papers), Fonts::bundled()).expect("the papers are in order"));
        });
        group.bench_function(format!("1000_{name}_each"), |bencher| {
            bencher.iter(|| batch_each(kind, black_box(&papers), Fonts::bundled()).expect("the papers are in order"));
        });
    }
    group.finish();
}

criterion_group!(benches, thousand);
criterion_main!(benches);
