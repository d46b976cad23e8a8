//! `cargo xtask tidy`: the rules of the house that no compiler knows.
//!
//! A rule is a small function over the path and the text of one file (or over all files, where it compares them) and
//! gives back [`Fault`]s. The same rules run as a plain test, so nobody has to remember the command. What a rule must
//! let pass is written, with its reason, in `xtask/tidy.allow`.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::{Outcome, workspace};

mod allow;
mod files;
mod papers;
mod slices;
mod source;
mod vocabulary;
mod words;

use source::Source;

/// A file of the repository.
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its text; none if it is not UTF-8.
    pub text: Option<String>,
    /// For a Rust file, its views.
    pub source: Option<Source>,
}

impl File {
    /// A file from its path and text.
    pub fn new(path: &str, text: &str) -> File {
        let source = path.ends_with(".rs").then(|| Source::parse(text));
        File { path: path.to_owned(), length: text.len() as u64, text: Some(text.to_owned()), source }
    }

    fn read(path: &PathBuf) -> Result<File, String> {
        let name = path.to_string_lossy().into_owned();
        let bytes = fs::read(workspace::root().join(path)).map_err(|error| format!("{name}: {error}"))?;
        let length = bytes.len() as u64;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => File::new(&name, &text),
            Err(_) => File { path: name, length, text: None, source: None },
        })
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the whole file exists only for tests, benchmarks or examples.
    pub fn is_for_tests(&self) -> bool {
        let folders = ["tests", "testing", "benches", "examples", "fuzz"];
        ["tests.rs", "testing.rs"].contains(&self.name())
            || self.path.split('/').rev().skip(1).any(|folder| folders.contains(&folder))
    }
}

/// A broken rule, at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Relative to the root.
    pub path: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    /// The rule's name, as `tidy.allow` knows it.
    pub rule: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Fault {
    fn new(path: &str, line: usize, rule: &'static str, message: String) -> Fault {
        Fault { path: path.to_owned(), line, rule, message }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: [{}] {}", self.path, self.line, self.rule, self.message)
    }
}

/// Checks the repository and prints each fault.
pub fn run(_arguments: &[String]) -> Outcome {
    let faults = check_repository()?;
    for fault in &faults {
        println!("{fault}");
    }
    match faults.len() {
        0 => Ok(()),
        number => Err(format!("{number} broken rules of the house")),
    }
}

/// Every fault of the repository that `tidy.allow` does not excuse, and every excuse that nothing needs any more.
pub fn check_repository() -> Result<Vec<Fault>, String> {
    let files = workspace::files()?.iter().map(File::read).collect::<Result<Vec<_>, _>>()?;
    let allowed = files.iter().find(|file| file.path == allow::PATH).and_then(|file| file.text.as_deref());
    Ok(allow::apply(allowed.unwrap_or_default(), check(&files)))
}

/// All rules over all files, sorted by place.
pub fn check(files: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let slices = slices::Slices::read(files);
    for file in files {
        faults.extend(files::check(file));
        faults.extend(vocabulary::check(file));
        faults.extend(papers::check_manifest(file));
        faults.extend(slices.check(file));
    }
    faults.extend(slices.check_list());
    faults.extend(words::check(files));
    faults.extend(papers::check_map(files, slices.names()));
    faults.sort();
    faults.dedup();
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let faults = check_repository().expect("git lists the files");
        let shown: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert!(faults.is_empty(), "\n{}", shown.join("\n"));
    }

    #[test]
    fn faults_read_like_a_compiler_says_them() {
        let fault = Fault::new("crates/app/src/web.rs", 7, "clock", "ask the clock".to_owned());
        assert_eq!(fault.to_string(), "crates/app/src/web.rs:7: [clock] ask the clock");
    }
}
