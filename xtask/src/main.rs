//! The tasks of the house: `cargo xtask COMMAND`.
//!
//! A command is one module with a `run` function and one line in [`COMMANDS`]. Nothing here is part of the
//! product; it only uses the standard library, so that it builds in seconds on a cold machine.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task speaks to the person who started it")]

use std::process::ExitCode;

mod bench;
mod bless;
mod check;
mod ci;
mod data;
mod outlines;
mod postgres;
mod process;
mod score;
mod soak;
mod tally;
mod test;
mod tidy;
mod tools;
mod workspace;

/// What a task gives back: nothing, or a sentence for the person who started it.
type Outcome = Result<(), String>;

/// One subcommand.
struct Command {
    /// The word after `cargo xtask`.
    name: &'static str,
    /// One line for the list of commands.
    help: &'static str,
    /// Does the work; gets the words after the name.
    run: fn(&[String]) -> Outcome,
}

/// Every subcommand, in the order in which the help lists them.
const COMMANDS: &[Command] = &[
    Command { name: "test", help: "everything: format, lints, tidy, tests on both databases, browser", run: test::run },
    Command { name: "check", help: "format, clippy with warnings as errors, tidy", run: check::run },
    Command { name: "tidy", help: "the rules of the house that no compiler knows", run: tidy::run },
    Command {
        name: "data",
        help: "make the tables of administrative units anew from their package and our facts",
        run: data::run,
    },
    Command {
        name: "outlines",
        help: "make the outlines of the provinces anew from their package",
        run: |_| outlines::run(),
    },
    Command { name: "bless", help: "write the golden files anew from what the code does now", run: bless::run },
    Command {
        name: "bench",
        help: "the benchmarks; `bench crates --quick` for a short run, `bench load` for the server only, `bench population` against query engines",
        run: bench::run,
    },
    Command {
        name: "soak",
        help: "imports of people killed at 200 moments, or as many as asked; `soak papers 600`: readers of papers tried by coverage",
        run: soak::run,
    },
    Command {
        name: "score",
        help: "how well papers are read, for each kind of fact; `score --misses` names each miss",
        run: score::run,
    },
    Command { name: "ci", help: "the gate as a clean machine runs it (.ci/run)", run: ci::run },
];

fn main() -> ExitCode {
    if let Some(ended) = soak::as_compiler() {
        return ended;
    }
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("usage: cargo xtask COMMAND\n");
        for command in COMMANDS {
            eprintln!("  {:<8} {}", command.name, command.help);
        }
        return ExitCode::from(2);
    };
    match (command.run)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cargo xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}
