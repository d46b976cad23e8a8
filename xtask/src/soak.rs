//! `cargo xtask soak [KILLS]`: imports of people killed at many moments, many more than the tests do. `cargo xtask soak papers [SECONDS]`: files made
//! up by what they reach in the readers of papers.

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
const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

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
    // An explicit target keeps the flags from build scripts.
    let machine = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    for (name, samples) in READERS {
        let kept = folder.join("kept").join(name);
        std::fs::create_dir_all(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        let mut command = process::cargo(&["run", "--release", "--manifest-path", "crates/papers/fuzz/Cargo.toml"]);
        command.args(["--target", &machine, "--bin", name, "--target-dir"]).arg(&folder).arg("--");
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"]);
        command.arg(format!("-max_total_time={seconds}"));
        command.arg(format!("-artifact_prefix={}/failed-{name}-", folder.display()));
        command.arg(&kept).args(samples.iter().map(|samples| workspace::root().join(samples)));
        process::succeed(command.env("RUSTFLAGS", COVERAGE))?;
    }
    Ok(())
}
