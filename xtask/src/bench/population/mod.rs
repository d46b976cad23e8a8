//! `cargo xtask bench population`: coverage by the count index against query engines on the same made-up people.
//!
//! Everything is measured in one run on one machine with two threads: preparing, one date, sixty month-ends, by commune ×
//! sex × group. All answers are compared to the last person. With `--record` the table goes to
//! `docs/population-benchmarks.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::server;
use crate::{Outcome, process, workspace};

mod peers;
mod reading;

use peers::{Answer, ENGINES, Peers};
use reading::{Reading, median};

/// The people asked about unless another number is wanted.
const PERSONS: u64 = 10_000_000;

/// The date that is asked for.
const DAY: &str = "2024-06-30";

/// What the person who started us wishes.
struct Wishes {
    persons: u64,
    repeat: usize,
    record: bool,
}

/// Our own times.
struct Own {
    import: Reading,
    /// Of preparing right before each run of [`Own::raw_peer`], since the machine's speed swings from minute to minute.
    import_beside: Reading,
    /// The fastest peer's sixty month-ends on the raw files, each run right after our preparing.
    raw_peer: Reading,
    day: Reading,
    months: Reading,
    index_bytes: u64,
}

/// Makes the data unless they are there, measures, compares, tells.
pub fn run(arguments: &[String]) -> Outcome {
    let wishes = read(arguments)?;
    process::succeed(&mut process::cargo(&["build", "--release", "--package", "chungsuc", "--bin", "chungsuc"]))?;
    let folder = workspace::target_folder().join(format!("bench/population-{}", wishes.persons));
    make(&folder, wishes.persons)?;
    let peers = Peers::install(&folder, wishes.repeat)?;
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("== coverage of {} people; load average before: {}", wishes.persons, load.trim());
    let mut own = measure(&folder, &wishes, &peers)?;
    let prepared = [("events", peers.prepare("events")?), ("masks", peers.prepare("masks")?)];
    let mut answers = Vec::new();
    for question in ["day", "months"] {
        for files in ["raw", "sorted", "events", "masks"] {
            if (question, files) == ("day", "masks") {
                continue;
            }
            for engine in ENGINES {
                answers.push(peers.best(engine, question, files)?);
            }
        }
    }
    if let Some(peer) = fastest(&answers, "months", "raw") {
        for _ in 0..wishes.repeat {
            import(&folder, &mut own.import_beside)?;
            own.raw_peer.seconds.extend(peers.once(peer)?.seconds);
        }
    }
    let report = report(&wishes, &own, &prepared, &answers, load.trim());
    println!("\n{report}");
    let wrong = differing(&own, &answers);
    if wishes.record {
        let path = workspace::root().join("docs/population-benchmarks.md");
        fs::write(&path, report).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("answers differ from ours: {}", wrong.join(", "))) }
}

fn read(arguments: &[String]) -> Result<Wishes, String> {
    let mut wishes = Wishes { persons: PERSONS, repeat: 5, record: false };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().and_then(|value| value.replace('_', "").parse::<u64>().ok());
        match word.as_str() {
            "--record" => wishes.record = true,
            "--persons" => wishes.persons = value().ok_or("--persons needs a number")?,
            "--repeat" => wishes.repeat = value().filter(|&runs| runs > 0).ok_or("--repeat needs a number")? as usize,
            other => {
                return Err(format!(
                    "{other} is not understood; usage: bench population [--persons N] [--repeat N] [--record]"
                ));
            }
        }
    }
    Ok(wishes)
}

/// Makes the people; `truth.json` is written last.
fn make(folder: &Path, persons: u64) -> Outcome {
    if folder.join("truth.json").exists() {
        return Ok(());
    }
    println!("== {persons} made-up people, once: {}", folder.display());
    let persons = persons.to_string();
    let mut command = Command::new(server::binary());
    command.args(["population", "synthesize", "--persons", &persons, "--seed", "1", "--sorted", "--out"]).arg(folder);
    process::succeed(&mut command)
}

/// Prepares and asks, each as often as wished.
fn measure(folder: &Path, wishes: &Wishes, peers: &Peers) -> Result<Own, String> {
    let data = folder.join("data");
    let mut prepared = Reading::default();
    for _ in 0..wishes.repeat {
        import(folder, &mut prepared)?;
    }
    println!("  ours    import {:>9.3} s", median(&prepared.whole));
    let (mut day, mut months) = (Reading::default(), Reading::default());
    let [day_file, months_file] = ["day.parquet", "months.parquet"].map(|name| folder.join(name));
    for _ in 0..wishes.repeat {
        let out = shown(&day_file);
        ask(
            &data,
            &["coverage", "bench", "--as-of", DAY, "--by", "commune,sex,group", "--out", &out],
            Some("scan"),
            &mut day,
        )?;
    }
    for _ in 0..wishes.repeat {
        let out = shown(&months_file);
        let words =
            ["coverage", "bench", "--from", "2020-01", "--to", "2024-12", "--by", "commune,sex,group", "--out", &out];
        ask(&data, &words, Some("scan"), &mut months)?;
    }
    println!("  ours    day    {:>9.4} s, months {:.4} s", day.median(), months.median());
    day.digest = peers.digest(&day_file)?;
    months.digest = peers.digest(&months_file)?;
    let (import_beside, raw_peer) = Default::default();
    Ok(Own { import: prepared, import_beside, raw_peer, day, months, index_bytes: size(&data) })
}

/// Prepares the count index from both raw files; one more run in `into`.
fn import(folder: &Path, into: &mut Reading) -> Outcome {
    let data = folder.join("data");
    remove(&data)?;
    let [residents, cards] = ["residents.parquet", "cards.parquet"].map(|name| shown(&folder.join(name)));
    let words =
        ["import", "bench", "--residents", &residents, "--cards", &cards, "--as-of", "2024-12-31", "--numbers-only"];
    ask(&data, &words, None, into)
}

/// Runs `chungsuc population` with `--time`; one more run in `into`, by the phase that is asked for or as a whole.
fn ask(data: &Path, words: &[&str], phase: Option<&str>, into: &mut Reading) -> Outcome {
    let mut command = Command::new(server::binary());
    command.arg("--data").arg(data).arg("population").args(words).args(["--threads", "2", "--time"]);
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("chungsuc: {error}"))?;
    let whole = begun.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("population {} failed: {said}", words.join(" ")));
    }
    let line = reading::last_object(&said).ok_or_else(|| format!("no line of times in {said:?}"))?;
    let seconds = match phase {
        Some(phase) => reading::number(line, phase).ok_or_else(|| format!("no phase {phase} in {line}"))?,
        None => whole,
    };
    into.seconds.push(seconds);
    into.whole.push(whole);
    into.peak_anon = into.peak_anon.max(reading::number(line, "peak_anon").unwrap_or_default() as u64);
    Ok(())
}

/// Which answers are not ours.
fn differing(own: &Own, answers: &[Answer]) -> Vec<String> {
    answers
        .iter()
        .filter(|answer| {
            let right = if answer.question == "day" { &own.day } else { &own.months };
            reading::field(&answer.reading.digest, "sha256") != reading::field(&right.digest, "sha256")
        })
        .map(|answer| format!("{} {} {} ({})", answer.engine, answer.question, answer.files, answer.reading.digest))
        .collect()
}

/// The fastest peer of a question on one kind of files.
fn fastest<'a>(answers: &'a [Answer], question: &str, files: &str) -> Option<&'a Answer> {
    let asked = answers.iter().filter(|answer| (answer.question, answer.files) == (question, files));
    asked.min_by(|a, b| a.reading.median().total_cmp(&b.reading.median()))
}

fn report(wishes: &Wishes, own: &Own, prepared: &[(&str, Reading)], answers: &[Answer], load: &str) -> String {
    let mut text = String::new();
    let wrong = differing(own, answers);
    let equal = if wrong.is_empty() {
        "equal to the last person".to_owned()
    } else {
        format!("NOT equal: {}", wrong.join(", "))
    };
    let _ = writeln!(
        text,
        "# Coverage against query engines\n\n\
         `cargo xtask bench population --persons {} --repeat {}` wrote this table: one run, medians, two threads; {}; load average\n\
         before it {load}; code of {}. The people are made up (`population::synthetic`, seed 1). Peers, with the SQL of\n\
         `crates/population/peers/questions.py` in the fastest way each knows: {}.\n\n\
         Answers of all engines: {equal}. They are by commune × sex × group, {} cells. A time is that of the question itself: for us over\n\
         the mapped index (phase `scan`), for a peer until its answer is in memory. *Process*: one start, the question, the end;\n\
         ours also writes the answer as Parquet, a peer's does not.\n",
        wishes.persons,
        wishes.repeat,
        machine(),
        commit(),
        versions(),
        reading::field(&own.day.digest, "cells").unwrap_or("?"),
    );
    let _ = writeln!(
        text,
        "| question | files | engine | s | slower than ours | process s | peak anonymous MB |\n|---|---|---|---|---|---|---|"
    );
    for (question, named, right) in [("day", "one date", &own.day), ("months", "60 month-ends", &own.months)] {
        line(&mut text, named, "count index", "**ours**", right, 1.0);
        for answer in answers.iter().filter(|answer| answer.question == question) {
            let ratio = answer.reading.median() / right.median();
            let engine = if answer.way.is_empty() {
                answer.engine.to_owned()
            } else {
                format!("{} ({})", answer.engine, answer.way)
            };
            line(&mut text, named, answer.files, &engine, &answer.reading, ratio);
        }
    }
    text.push_str(
        "\n*events*: the peer is given the table that our index is, changes of the counts by cell and day. *masks*: sixty months a\n\
         person made beforehand, with the cell beside it.\n\n| preparing | s | peak anonymous MB |\n|---|---|---|\n",
    );
    let mut row = |what: &str, reading: &Reading| {
        let _ = writeln!(text, "| {what} | {:.2} | {} |", reading.median(), megabytes(reading.peak_anon));
    };
    row(
        &format!("ours: both raw files to the count index, whole process ({} MB on disk)", megabytes(own.index_bytes)),
        &own.import,
    );
    for (files, reading) in prepared {
        row(&format!("{files}.parquet from the sorted files by DuckDB"), reading);
    }
    text.push('\n');
    aims(&mut text, own, answers);
    text
}

/// What issue 4 wants, and what is.
fn aims(text: &mut String, own: &Own, answers: &[Answer]) {
    let mut aim = |what: &str, found: f64, wanted: f64| {
        let met = if found >= wanted { "met" } else { "NOT met" };
        let _ = writeln!(text, "- {what}: **{found:.1}×** (aim {wanted}×, {met})");
    };
    for (question, named, right, wanted) in
        [("day", "one date", &own.day, 40.0), ("months", "sixty month-ends", &own.months, 60.0)]
    {
        if let Some(peer) = fastest(answers, question, "sorted") {
            aim(
                &format!("{named}, against {} on sorted files", peer.engine),
                peer.reading.median() / right.median(),
                wanted,
            );
        }
        let leanest = answers.iter().filter(|answer| answer.question == question && answer.files == "sorted");
        if let Some(peer) = leanest.min_by_key(|answer| answer.reading.peak_anon) {
            let ratio = peer.reading.peak_anon as f64 / right.peak_anon.max(1) as f64;
            aim(&format!("{named}, anonymous memory against {}", peer.engine), ratio, 4.0);
        }
    }
    if let Some(peer) = fastest(answers, "months", "raw") {
        let ours = own.import_beside.whole_median() + own.months.median();
        aim(
            &format!("preparing and sixty month-ends, against {} on raw files, each run right after ours", peer.engine),
            own.raw_peer.median() / ours,
            2.0,
        );
    }
}

fn line(text: &mut String, question: &str, files: &str, engine: &str, reading: &Reading, ratio: f64) {
    let _ = writeln!(
        text,
        "| {question} | {files} | {engine} | {:.4} | {ratio:.1}× | {:.2} | {} |",
        reading.median(),
        reading.whole_median(),
        megabytes(reading.peak_anon),
    );
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

/// "2 × model of processor, 23 GB".
fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(" unknown processor");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = kilobytes.and_then(|rest| rest.split_whitespace().next()).and_then(|word| word.parse::<u64>().ok());
    let gigabytes = kilobytes.unwrap_or_default() / 1_000_000;
    format!("{cores} × {}, {gigabytes} GB", model.trim_start_matches([' ', '\t', ':']))
}

/// The commit that was measured.
fn commit() -> String {
    let output = Command::new("git").args(["rev-parse", "--short", "HEAD"]).current_dir(workspace::root()).output();
    output.map_or_else(
        |_| "an unknown commit".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// The peers' releases.
fn versions() -> String {
    let path = workspace::root().join("crates/population/peers/requirements.txt");
    let wanted = fs::read_to_string(path).unwrap_or_default();
    let named: Vec<String> = wanted
        .lines()
        .filter_map(|line| line.split_once("=="))
        .filter(|(name, _)| ENGINES.contains(name))
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    named.join(", ")
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(kind) if kind.is_dir() => size(&entry.path()),
            Ok(kind) => kind.len(),
            Err(_) => 0,
        })
        .sum()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    }
}
