//! `cargo xtask test`: everything, on one machine, with one line at the end that says how it went.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::tally::{CargoTest, Journeys, Nextest, NodeTest, Reader, Tally};
use crate::{Outcome, check, postgres, process, tidy, tools, workspace};

/// Runs every stage even when an earlier one failed, then prints `N passed, N failed, N skipped` alone on a line.
pub fn run(_arguments: &[String]) -> Outcome {
    let mut report = Report::default();
    let tools = [&tools::POSTGRESQL, &tools::CHROMIUM, &tools::NODE, &tools::FONTS];
    report.stage("tools", || Stage::quiet(tools::provide(&tools)));
    let before = workspace::changes()?;
    report.stage("format", || Stage::check(check::format()));
    report.stage("clippy", || Stage::check(check::lint()));
    report.stage("tidy", || Stage::check(tidy::run(&[])));
    report.stage("tests", tests);
    report.stage("doc tests", doc_tests);
    report.stage("journeys", journeys);
    report.stage("unchanged files", || Stage::check(unchanged_since(&before)));
    report.close()
}

/// The runner of the tests: nextest where it is installed, else plain cargo; nothing is compiled for it.
pub fn runner() -> Command {
    if has_nextest() {
        process::cargo(&["nextest", "run", "--no-fail-fast", "--no-tests=pass"])
    } else {
        process::cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    }
}

/// What a stage gives back.
struct Stage {
    tally: Tally,
    /// Sentences repeated at the end: what was skipped and why, what broke.
    notes: Vec<String>,
}

impl Stage {
    /// Counts as one check.
    fn check(outcome: Outcome) -> Stage {
        match outcome {
            Ok(()) => Stage { tally: Tally::PASSED, notes: Vec::new() },
            Err(reason) => Stage { tally: Tally::FAILED, notes: vec![reason] },
        }
    }

    /// Counts as nothing when all is well; each sentence is something that will have to be skipped.
    fn quiet(notes: Vec<String>) -> Stage {
        Stage { tally: Tally::default(), notes }
    }

    fn skipped(reason: String) -> Stage {
        Stage { tally: Tally::SKIPPED, notes: vec![reason] }
    }

    fn add(&mut self, other: Stage) {
        self.tally.add(other.tally);
        self.notes.extend(other.notes);
    }

    /// Runs a command whose output is read and counted by `reader`.
    fn counted(command: Command, mut reader: impl Reader) -> Stage {
        let ended = process::read_lines(command, |line| {
            if reader.take(line) {
                println!("{line}");
            }
        });
        let mut notes = reader.reasons().to_vec();
        let succeeded = match ended {
            Ok(status) => status.success(),
            Err(reason) => {
                notes.push(reason);
                false
            }
        };
        Stage { tally: reader.tally().settled(succeeded), notes }
    }
}

#[derive(Default)]
struct Report {
    total: Tally,
    stages: Vec<(&'static str, Tally, Duration)>,
    notes: Vec<String>,
}

impl Report {
    fn stage(&mut self, name: &'static str, run: impl FnOnce() -> Stage) {
        println!("== {name}");
        let started = Instant::now();
        let stage = run();
        let took = started.elapsed();
        println!("-- {name}: {} in {:.1} s", stage.tally, took.as_secs_f64());
        self.total.add(stage.tally);
        self.stages.push((name, stage.tally, took));
        self.notes.extend(stage.notes.into_iter().map(|note| format!("{name}: {note}")));
    }

    fn close(self) -> Outcome {
        println!("\n== summary");
        for (name, tally, took) in &self.stages {
            println!("{name:<16} {:>7.1} s  {tally}", took.as_secs_f64());
        }
        for note in &self.notes {
            println!("{note}");
        }
        println!("\n{}", self.total);
        if self.total.failed == 0 { Ok(()) } else { Err(format!("{} failed", self.total.failed)) }
    }
}

/// All tests of all crates, on SQLite and on a PostgreSQL server that lives as long as this stage.
fn tests() -> Stage {
    let mut command = runner();
    command.arg("--workspace").env("INSTA_UPDATE", "no").env_remove("CHUNGSUC_BLESS");
    // Long enough to find what short runs miss; a run by hand takes two seconds.
    command.env("PAPERS_MUTATION_SECONDS", "20");
    // A server that somebody named by hand is used as it is.
    let is_named = std::env::var_os("TEST_POSTGRES_URL").is_some();
    let server = (!is_named && postgres::is_available()).then(postgres::Server::start).transpose();
    if let Ok(Some(server)) = &server {
        command.env("TEST_POSTGRES_URL", server.url());
    }
    let mut stage = if has_nextest() {
        command.args(["--success-output", "immediate", "--status-level", "pass", "--final-status-level", "fail"]);
        Stage::counted(command, Nextest::default())
    } else {
        command.args(["--", "--show-output"]);
        Stage::counted(command, CargoTest::default())
    };
    match server {
        Err(reason) => stage.add(Stage::check(Err(reason))),
        Ok(None) if !is_named => {
            stage.add(Stage::skipped("database tests ran on SQLite only: there is no PostgreSQL server".to_owned()));
        }
        Ok(_) => {}
    }
    stage
}

/// Examples in the documentation, which nextest does not run.
fn doc_tests() -> Stage {
    Stage::counted(process::cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]), CargoTest::default())
}

/// A person's ways through the built server, in a real browser; before them the checks that they rely on.
fn journeys() -> Stage {
    let browser = match tools::chromium() {
        Some(browser) if tools::NODE.is_there() => browser,
        _ => return Stage::skipped("they need Chromium and Node.js".to_owned()),
    };
    let build = ["build", "--quiet", "--package", "chungsuc", "--bin", "chungsuc"];
    let prepared = tools::provide_journeys().and_then(|()| process::succeed(&mut process::cargo(&build)));
    if prepared.is_err() {
        return Stage::check(prepared);
    }
    let node = |arguments: &[&str]| {
        let mut command = Command::new("node");
        command
            .args(arguments)
            .current_dir(workspace::root().join("e2e"))
            .env("CHUNGSUC_BIN", workspace::target_folder().join("debug/chungsuc"))
            .env("CHROMIUM_BIN", &browser)
            .stdin(Stdio::null());
        command
    };
    let harness = node(&["--test", "--test-reporter", "tap", "harness/journey.test.mjs"]);
    let mut stage = Stage::counted(harness, NodeTest::default());
    stage.add(Stage::counted(node(&["run.mjs"]), Journeys::default()));
    if !tools::FONTS.is_there() {
        stage.add(Stage::skipped("pages were drawn with other fonts than users have".to_owned()));
    }
    stage
}

/// A test that writes into the source tree hides a golden file that differs, or litters.
fn unchanged_since(before: &str) -> Outcome {
    let after = workspace::changes()?;
    if after == before { Ok(()) } else { Err(format!("the tests changed files of the repository:\n{after}")) }
}

fn has_nextest() -> bool {
    process::answers("cargo", &["nextest", "--version"])
}
