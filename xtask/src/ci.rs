//! `cargo xtask ci`: the gate, exactly as a clean machine runs it.

use std::process::{Command, Stdio};

use crate::{Outcome, process, workspace};

/// Runs `.ci/run` with `CI=true` and nothing on standard input.
pub fn run(_arguments: &[String]) -> Outcome {
    process::succeed(
        Command::new("bash").arg(".ci/run").current_dir(workspace::root()).env("CI", "true").stdin(Stdio::null()),
    )
}
