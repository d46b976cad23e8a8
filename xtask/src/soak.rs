//! `cargo xtask soak [KILLS]`: imports of people killed at many moments, many more than the tests do.

use crate::{Outcome, process};

/// How often an import is killed unless another number is asked for.
const KILLS: &str = "200";

/// Runs the test of killed imports with that many kills.
pub fn run(arguments: &[String]) -> Outcome {
    let kills = arguments.first().map_or(KILLS, String::as_str);
    if kills.parse::<u32>().is_err() {
        return Err(format!("`{kills}` is no number of kills"));
    }
    let mut command =
        process::cargo(&["test", "-p", "chungsuc", "--test", "population", "--", "killed", "--nocapture"]);
    command.env("SOAK_KILLS", kills);
    process::succeed(&mut command)
}
