//! `cargo xtask soak [KILLS]`: imports of people killed at many moments, many more than the tests do. `cargo xtask soak papers [SECONDS]`: files made
//! up by what they reach in the readers of papers.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::{Outcome, process, workspace};

/// How often an import is killed unless another number is asked for.
const KILLS: &str = "200";

/// How long each reader of papers is tried unless another number of seconds is asked for.
const SECONDS: &str = "600";

/// The readers, as the targets of `crates/papers/fuzz`, each with the folders of samples that it begins with.
const READERS: [(&str, &[&str]); 7] = [
    ("text", &["crates/papers/samples/open"]),
    ("html", &["crates/papers/samples/open"]),
    ("docx", &[]),
    ("pdf", &[]),
    ("exchange", &[]),
    ("repair", &["crates/papers/samples/open"]),
    ("whole", &["crates/papers/samples/open"]),
];

/// Counts what each input reaches; all of it is known to the stable compiler.
const COVERAGE: [&str; 6] = [
    "-Ccodegen-units=1",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The crates where it is counted: our readers and what reads HTML and XML for them. Counting in `lopdf` takes its compiler
/// many minutes and tells little of ours.
const COUNTED: [&str; 4] = ["papers", "html5ever", "markup5ever", "quick_xml"];

/// Set while cargo calls this program in place of the compiler, so that only some crates get [`COVERAGE`].
const AS_COMPILER: &str = "SOAK_AS_COMPILER";

/// Stands in for the compiler where cargo was told to: `xtask rustc --crate-name NAME …`.
pub fn as_compiler() -> Option<ExitCode> {
    std::env::var_os(AS_COMPILER)?;
    let mut arguments = std::env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    let rest: Vec<OsString> = arguments.collect();
    let name = rest.iter().position(|word| word == "--crate-name").and_then(|at| rest.get(at + 1));
    if name.is_some_and(|name| COUNTED.iter().any(|counted| name == counted)) {
        command.args(COVERAGE);
    }
    let went_well = command.args(rest).status().is_ok_and(|status| status.success());
    Some(if went_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs what the words ask for.
pub fn run(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["papers"] => papers(SECONDS),
        ["papers", seconds] => papers(seconds),
        _ => killed(words.first().copied().unwrap_or(KILLS)),
    }
}

/// Runs the test of killed imports with that many kills.
fn killed(kills: &str) -> Outcome {
    if kills.parse::<u32>().is_err() {
        return Err(format!("`{kills}` is no number of kills"));
    }
    let mut command =
        process::cargo(&["test", "-p", "chungsuc", "--test", "population", "--", "killed", "--nocapture"]);
    command.env("SOAK_KILLS", kills);
    process::succeed(&mut command)
}

/// Tries each reader; what it found of worth stays for the next run, what made it fail beside it.
fn papers(seconds: &str) -> Outcome {
    if seconds.parse::<u32>().is_err() {
        return Err(format!("`{seconds}` is no number of seconds"));
    }
    let folder = workspace::target_folder().join("fuzz");
    let compiler = std::env::current_exe().map_err(|error| error.to_string())?;
    for (name, samples) in READERS {
        let kept = folder.join("kept").join(name);
        std::fs::create_dir_all(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        let mut command = process::cargo(&["run", "--release", "--manifest-path", "crates/papers/fuzz/Cargo.toml"]);
        command.args(["--bin", name, "--target-dir"]).arg(&folder).arg("--");
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"]);
        command.arg(format!("-max_total_time={seconds}"));
        command.arg(format!("-artifact_prefix={}/failed-{name}-", folder.display()));
        command.arg(&kept).args(samples.iter().map(|samples| workspace::root().join(samples)));
        process::succeed(command.env("RUSTC_WRAPPER", &compiler).env(AS_COMPILER, "1"))?;
    }
    Ok(())
}
