//! `cargo xtask score [--misses]`: how well papers are read, for each kind of fact.

use crate::{Outcome, process};

/// Builds and runs the scorer of the crate papers.
pub fn run(arguments: &[String]) -> Outcome {
    let mut words = vec!["run", "--quiet", "-p", "papers", "--example", "score", "--"];
    words.extend(arguments.iter().map(String::as_str));
    process::succeed(&mut process::cargo(&words))
}
