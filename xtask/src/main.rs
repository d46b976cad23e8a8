//! Tasks for people who work on this repository: `cargo xtask TASK`.

mod outlines;

use std::process::ExitCode;

#[expect(
    clippy::print_stderr,
    reason = "a task speaks to the person who runs it"
)]
fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let outcome = match task.as_str() {
        "outlines" => outlines::run(),
        _ => Err("tasks: outlines".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
