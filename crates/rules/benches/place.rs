//! How long the registry of places takes to read, to search and to re-map: `cargo bench -p rules --bench place`.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use rules::place::{Find, Level, Registry, Remap, Tables, UnitId};

#[expect(clippy::print_stdout, reason = "a benchmark prints its result")]
fn measure<T>(name: &str, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{name}: median {:?}, worst {:?}", times[times.len() / 2], times[times.len() - 1]);
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/places");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the tables of places");
    let (units, successions) = (read("units.tsv"), read("successions.tsv"));
    let (documents, known) = (read("documents.tsv"), read("known.tsv"));
    let tables = Tables { units: &units, successions: &successions, documents: &documents, known: &known };
    measure("parse", || Registry::parse(&tables).expect("valid tables"));
    measure("parse and first search", || {
        let registry = Registry::parse(&tables).expect("valid tables");
        registry.resolve("xã Châu Bình", None, None).is_ok()
    });

    let registry = Registry::parse(&tables).expect("valid tables");
    let nation = registry.nation().id;
    measure("search by a part of a name", || registry.find(&Find { text: "chau", within: None, on: None }));
    let within = registry.resolve("Bến Tre", None, None).ok();
    measure("resolve within a province", || registry.resolve("xã Châu Bình", within, None));
    let [old, new, early] = ["2025-06-30", "2025-07-01", "2019-10-04"].map(|text| text.parse().expect("a date"));
    measure("counts of the country", || registry.counts(nation, old).expect("known"));
    for (name, from, to) in [("forward", old, new), ("backward", new, old), ("2019 to 2025", early, new)] {
        measure(&format!("rows {name}"), || Remap::between(&registry, from, to));
        let remap = Remap::between(&registry, from, to);
        let communes = registry.descendants(nation, Level::Commune, from);
        let inputs: Vec<(UnitId, i64, i64)> = communes.iter().map(|unit| (unit.id, 3, 7)).collect();
        measure(&format!("figures {name}"), || remap.apply(&inputs).expect("valid inputs"));
    }
}
