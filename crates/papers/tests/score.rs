//! How well papers are read may only get better: floors a little below what was measured, for the samples that rules were made by and for those held back.
#![expect(clippy::print_stdout, reason = "what is skipped is said where `cargo xtask test` counts it")]

use papers::score::{Score, Tally};

#[path = "../examples/score/reference.rs"]
mod reference;
#[path = "../examples/score/samples.rs"]
mod samples;

use samples::Sample;

/// The least F1 of kinds of fact.
type Floors = &'static [(&'static str, f64)];

const OPEN: Floors = &[
    ("citations", 0.95),
    ("deadlines", 0.97),
    ("issuer", 0.99),
    ("targets", 0.985),
    ("results", 0.92),
    ("duties", 0.93),
    ("assignments", 0.93),
    ("reviews", 0.82),
    ("support", 0.88),
    ("money", 0.94),
];

const HELD: Floors = &[("citations", 0.85), ("deadlines", 0.85), ("issuer", 0.96), ("targets", 0.93), ("money", 0.80)];

fn score(samples: &[Sample]) -> Score {
    let mut total = Score::default();
    for sample in samples {
        let (layer, reading) = sample.read().expect("a sample can be opened");
        spans_lie_in_the_text(&sample.name, &layer.text, &reading);
        total.add(Score::of(&sample.truth, &reading));
    }
    total
}

fn assert_floors(name: &str, score: &Score, floors: Floors) {
    let below: Vec<(&str, f64, f64, Tally)> = floors
        .iter()
        .map(|(kind, floor)| (*kind, *floor, score.tally(kind).f1(), score.tally(kind)))
        .filter(|(_, floor, measured, _)| measured < floor)
        .collect();
    assert!(below.is_empty(), "{name}: below their floors (kind, floor, F1, counts): {below:?}");
}

fn spans_lie_in_the_text(name: &str, text: &str, reading: &papers::Reading) {
    let mut open = vec![serde_json::to_value(reading).expect("a reading is JSON")];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(map) => {
                if let Some(span) = map.get("span").and_then(serde_json::Value::as_array) {
                    let ends: Vec<usize> = span.iter().filter_map(|end| usize::try_from(end.as_u64()?).ok()).collect();
                    let [start, end] = ends[..] else { panic!("{name}: a span without its ends") };
                    assert!(text.get(start..end).is_some(), "{name}: [{start}, {end}) is no part of the text");
                }
                open.extend(map.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
}

fn check(folder: &str, floors: Floors) {
    let samples = samples::samples(folder).expect("every sample has a truth that can be read");
    if samples.is_empty() {
        println!("skipped: 1");
        return;
    }
    assert_floors(folder, &score(&samples), floors);
}

#[test]
fn open_samples_stay_above_their_floors() {
    check("open", OPEN);
}

#[test]
fn held_samples_stay_above_their_floors() {
    check("held", HELD);
}

#[test]
fn every_fact_of_the_reference_documents_is_found_and_none_invented() {
    let samples = samples::reference().expect("the facts of the reference documents can be read");
    if samples.is_empty() {
        println!("skipped: 1");
        return;
    }
    let total = score(&samples);
    let kinds = [
        "targets",
        "results",
        "deadlines",
        "reviews",
        "support",
        "awards",
        "assignments",
        "linked_movements",
        "movement",
        "reports_on",
    ];
    for kind in kinds {
        let tally = total.tally(kind);
        assert_eq!((tally.missed, tally.invented), (0, 0), "{kind}: {:?}", total.faults);
    }
}
