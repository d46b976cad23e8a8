//! The peers: DuckDB, Polars and chDB from PyPI, asked in their best SQL (`crates/population/peers`).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::reading::{self, Reading};
use crate::{process, workspace};

/// The engines.
pub const ENGINES: [&str; 3] = ["duckdb", "polars", "chdb"];

/// A peer's answer to one question on one kind of files.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which engine.
    pub engine: &'static str,
    /// `day` or `months`.
    pub question: &'static str,
    /// `raw`, `sorted`, `events` or `masks`.
    pub files: &'static str,
    /// How it was asked: the fastest of the ways known.
    pub way: &'static str,
    /// What it took.
    pub reading: Reading,
}

/// The peers and where they find the data.
pub struct Peers {
    python: PathBuf,
    scripts: PathBuf,
    data: PathBuf,
    repeat: usize,
}

impl Peers {
    /// Installs the peers unless they are there: in `CHUNGSUC_PEERS`, else in the user's cache folder.
    pub fn install(data: &Path, repeat: usize) -> Result<Peers, String> {
        let folder = match (std::env::var_os("CHUNGSUC_PEERS"), std::env::var_os("HOME")) {
            (Some(folder), _) => PathBuf::from(folder),
            (None, Some(home)) => PathBuf::from(home).join(".cache/chungsuc/peers"),
            (None, None) => return Err("set CHUNGSUC_PEERS to a folder for the peers".to_owned()),
        };
        let scripts = workspace::root().join("crates/population/peers");
        process::succeed(Command::new("python3").arg(scripts.join("prepare.py")).arg(&folder))?;
        Ok(Peers { python: folder.join("bin/python"), scripts, data: data.to_owned(), repeat })
    }

    /// The digest of an answer of ours.
    pub fn digest(&self, answer: &Path) -> Result<String, String> {
        let said = said(Command::new(&self.python).arg(self.scripts.join("digest.py")).arg(answer))?;
        reading::last_object(&said).map(str::to_owned).ok_or_else(|| format!("digest.py said {said:?}"))
    }

    /// Makes the table that peers are given ready-made; what it took.
    pub fn prepare(&self, files: &'static str) -> Result<Reading, String> {
        self.ask(&["duckdb", "prepare", files], &[])
    }

    /// Asks one engine in every way it knows, then measures the fastest.
    pub fn best(&self, engine: &'static str, question: &'static str, files: &'static str) -> Result<Answer, String> {
        let ways: &[&'static str] = match (question, files) {
            (_, "events") => &[""],
            ("day", _) if engine == "polars" => &["semi", "join"],
            ("day", _) => &["in", "join", "semi"],
            _ if engine == "polars" => &["people", "cells", "packed"],
            _ => &["people", "cells", "count", "packed"],
        };
        let mut fastest = (f64::INFINITY, ways[0]);
        if ways.len() > 1 {
            for &way in ways {
                let tried = self.ask(&[engine, question, files], &["--way", way, "--repeat", "1", "--no-digest"])?;
                let seconds = tried.median();
                if seconds < fastest.0 {
                    fastest = (seconds, way);
                }
            }
        }
        let way = fastest.1;
        let repeat = self.repeat.to_string();
        let mut reading = self.ask(&[engine, question, files], &["--way", way, "--repeat", &repeat])?;
        // A process that asks once and ends: what somebody waits for who starts the engine for the question.
        let once = self.ask(&[engine, question, files], &["--way", way, "--repeat", "1", "--no-digest"])?;
        reading.whole = once.whole;
        println!("  {engine:<7} {question:<6} {files:<6} {way:<6} {:>9.3} s", reading.median());
        Ok(Answer { engine, question, files, way, reading })
    }

    /// Asks once more what was answered, in the same way.
    pub fn once(&self, answer: &Answer) -> Result<Reading, String> {
        let words = [answer.engine, answer.question, answer.files];
        self.ask(&words, &["--way", answer.way, "--repeat", "1", "--no-digest"])
    }

    fn ask(&self, words: &[&str], options: &[&str]) -> Result<Reading, String> {
        let begun = Instant::now();
        let mut command = Command::new(&self.python);
        command.arg(self.scripts.join("peer.py")).args(words).arg(&self.data).args(options);
        let said = said(&mut command)?;
        let whole = begun.elapsed().as_secs_f64();
        let line = reading::last_object(&said).ok_or_else(|| format!("{} said {said:?}", words.join(" ")))?;
        Ok(Reading {
            seconds: reading::numbers(line, "seconds").unwrap_or_default(),
            peak_anon: reading::number(line, "peak_anon").unwrap_or_default() as u64,
            whole: vec![whole],
            digest: reading::field(line, "digest").unwrap_or_default().to_owned(),
        })
    }
}

/// Runs to the end and gives what was said on standard output.
fn said(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if !output.status.success() {
        return Err(format!("{command:?} ended with {}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
