//! `cargo xtask check`: what can be said about the code without running it.

use crate::{Outcome, process, tidy};

/// Format, lints and tidy; all three are tried, so that one run tells everything.
pub fn run(_arguments: &[String]) -> Outcome {
    let results = [format(), lint(), tidy::run(&[])];
    let faults: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

/// Whether every file is as rustfmt would write it.
pub fn format() -> Outcome {
    process::succeed(&mut process::cargo(&["fmt", "--all", "--check"]))
}

/// Clippy over everything, with warnings as errors.
pub fn lint() -> Outcome {
    process::succeed(&mut process::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))
}
