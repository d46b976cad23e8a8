//! How well papers are read: `cargo xtask score [--misses] [--folder PATH] [--kind KIND]`.
//!
//! Prints precision, recall and F1 for each kind of fact, for the open samples, the held ones and the reference documents. `--misses` prints every
//! difference of the open samples and the reference documents; of the held samples only counts are ever shown, so that no rule is made for them.
//! `--folder` scores papers of one's own, in the same form, in place of all these. Below stands how sure the reader was and how often it was
//! right; `--kind` looks at one kind of fact for that.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a report to the person who asked for it")]

use std::path::Path;
use std::process::ExitCode;

use papers::score::{Score, Side};

mod reference;
mod samples;

use samples::Sample;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let option = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)).map(String::as_str)
    };
    let kind = option("--kind");
    let done = match option("--folder") {
        Some(folder) => samples::in_folder(Path::new(folder)).and_then(|samples| show(folder, &samples, misses, kind)),
        None => report(misses, kind),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn report(misses: bool, kind: Option<&str>) -> Result<(), String> {
    show("open samples", &samples::samples("open")?, misses, kind)?;
    show("held samples", &samples::samples("held")?, false, kind)?;
    show("reference documents", &samples::reference()?, misses, kind)
}

fn show(title: &str, samples: &[Sample], misses: bool, kind: Option<&str>) -> Result<(), String> {
    if samples.is_empty() {
        println!("{title}: none here\n");
        return Ok(());
    }
    let mut total = Score::default();
    for sample in samples {
        let (_, reading) = sample.read()?;
        let score = Score::of(&sample.truth, &reading);
        if misses {
            for fault in &score.faults {
                let side = if fault.side == Side::Missed { "missed  " } else { "invented" };
                println!("{} {side} {}: {}", sample.name, fault.kind, fault.text);
            }
        }
        total.add(score);
    }
    println!("{title}: {} papers", samples.len());
    println!(
        "{:<26} {:>6} {:>6} {:>8} {:>10} {:>8} {:>6}",
        "kind of fact", "right", "missed", "invented", "precision", "recall", "F1"
    );
    let rows = total.tallies.iter().map(|(kind, tally)| (*kind, *tally)).chain([("all whole facts", total.total())]);
    for (kind, tally) in rows {
        println!(
            "{kind:<26} {:>6} {:>6} {:>8} {:>10.3} {:>8.3} {:>6.3}",
            tally.right,
            tally.missed,
            tally.invented,
            tally.precision(),
            tally.recall(),
            tally.f1()
        );
    }
    println!("\n{:<26} {:>6} {:>6} {:>8} {:>8}", "confidence from", "found", "right", "share", "claimed");
    for band in total.bands(|of| kind.is_none_or(|kind| kind == of)).into_iter().filter(|band| band.found > 0) {
        println!("{:<26.2} {:>6} {:>6} {:>8.3} {:>8.3}", band.from, band.found, band.right, band.share(), band.claimed);
    }
    println!();
    Ok(())
}
