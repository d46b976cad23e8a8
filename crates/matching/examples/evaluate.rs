//! Runs a matching and holds it against a known truth: `evaluate SCHEMA TRUTH.csv A [B] [--pairs OUT.csv] [--threads N]`.
//!
//! The truth is a CSV of two columns, the ids of the two rows of each true pair. Told are precision, recall and F1 at the
//! threshold that was chosen without the truth, the best F1 that any threshold would have reached, the seconds of each
//! phase and the peak of memory.

#![expect(clippy::print_stdout, reason = "an example tells its result")]

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use matching::{Decision, Options, Outcome, Phase, Schema, run_dedupe, run_match};

/// The allocator of the product, which holds on to what is given back for a while.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut options = Options::default();
    let mut pairs_file = None;
    let mut verbose = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or("a value is missing");
        match argument.as_str() {
            "--threads" => options.threads = value()?.parse()?,
            "--pairs" => pairs_file = Some(PathBuf::from(value()?)),
            "--pairs-per-row" => options.pairs_per_row = value()?.parse()?,
            "--precision" => options.precision = Some(value()?.parse()?),
            "--verbose" => verbose = true,
            _ => paths.push(argument.into()),
        }
    }
    let [schema, truth, left, right @ ..] = &paths[..] else {
        return Err("usage: evaluate SCHEMA TRUTH.csv A [B]".into());
    };
    let schema = Schema::open(schema)?;
    let start = Instant::now();
    let mut phases: Vec<(Phase, Instant)> = Vec::new();
    let mut observer = |phase| phases.push((phase, Instant::now()));
    let outcome = match right.first() {
        Some(right) => run_match(left, right, &schema, &options, &mut observer)?,
        None => run_dedupe(left, &schema, &options, &mut observer)?,
    };
    let decided = Instant::now();
    let file = match &pairs_file {
        Some(path) => path.clone(),
        None => std::env::temp_dir().join("pairs.csv"),
    };
    outcome.write_csv(std::io::BufWriter::new(std::fs::File::create(file)?))?;
    let ends = phases.iter().skip(1).map(|(_, at)| *at).chain([decided]);
    for ((phase, from), to) in phases.iter().zip(ends) {
        print!("{} {:.3}  ", phase.word(), (to - *from).as_secs_f64());
    }
    println!("write {:.3}  all {:.3}", decided.elapsed().as_secs_f64(), start.elapsed().as_secs_f64());
    println!("{}", machine_use()?);
    if verbose {
        tell_model(&outcome);
    }
    tell_quality(&outcome, &read_truth(truth, right.is_empty())?);
    Ok(())
}

fn tell_model(outcome: &Outcome) {
    for key in &outcome.keys {
        println!(
            "  key {}: {} pairs, {} blocks split, {} left out",
            key.name, key.pairs, key.split_blocks, key.left_out_pairs
        );
    }
    for field in &outcome.weights {
        print!("  {}:", field.field);
        for (agreement, matches, others) in &field.levels {
            print!("  {agreement:?} {matches:.4}/{others:.2e}={:.1}", (matches / others).log2());
        }
        println!();
    }
}

fn read_truth(path: &Path, one_list: bool) -> Result<HashSet<(String, String)>, Box<dyn Error>> {
    let mut truth = HashSet::new();
    for record in csv::Reader::from_path(path)?.records() {
        let record = record?;
        let (left, right) = (record[0].to_owned(), record[1].to_owned());
        truth.insert(if one_list && right < left { (right, left) } else { (left, right) });
    }
    Ok(truth)
}

fn tell_quality(outcome: &Outcome, truth: &HashSet<(String, String)>) {
    let mut graded: Vec<(f32, bool, Decision)> = Vec::new();
    for pair in &outcome.pairs {
        let (left, right) = (outcome.left_id(pair).into_owned(), outcome.right_id(pair).into_owned());
        let is_true = truth.contains(&(left.clone(), right.clone())) || truth.contains(&(right, left));
        graded.push((pair.probability, is_true, pair.decision));
    }
    let matches = graded.iter().filter(|(.., decision)| *decision == Decision::Match).count() as f64;
    let right = graded.iter().filter(|(_, is_true, decision)| *is_true && *decision == Decision::Match).count() as f64;
    let (precision, recall) = (right / matches.max(1.0), right / truth.len().max(1) as f64);
    println!(
        "F1 {:.5}  precision {:.5} (expected {:.5})  recall {:.5} (expected {:.5})  threshold {:.3}  matches {}  true {}",
        2.0 * precision * recall / (precision + recall).max(1e-12),
        precision,
        outcome.expected_precision,
        recall,
        outcome.expected_recall.unwrap_or(f64::NAN),
        outcome.threshold,
        matches,
        truth.len(),
    );
    let in_review = graded.iter().filter(|(_, is_true, decision)| *is_true && *decision == Decision::Review).count();
    let review = graded.iter().filter(|(.., decision)| *decision == Decision::Review).count();
    graded.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut taken, mut right, mut best) = (0.0, 0.0, (0.0, 0.0));
    for (probability, is_true, _) in &graded {
        taken += 1.0;
        right += f64::from(u8::from(*is_true));
        let f1 = 2.0 * right / (taken + truth.len() as f64);
        if f1 > best.0 {
            best = (f1, *probability);
        }
    }
    println!(
        "best F1 {:.5} at {:.3}; review {review}, of them true {in_review}; compared {}",
        best.0, best.1, outcome.compared_pairs
    );
}

/// CPU seconds and the peak of memory of this process, where `/proc` tells.
fn machine_use() -> Result<String, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(f64::NAN);
    Ok(format!(
        "CPU {:.2} s, {}",
        (ticks(11) + ticks(12)) / 100.0,
        peak.split_whitespace().collect::<Vec<_>>().join(" ")
    ))
}
