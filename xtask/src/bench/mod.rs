//! `cargo xtask bench`: the benchmarks of every crate, then the server under load on the national data set; coverage of a
//! population against other engines.

use std::fs;
use std::path::Path;

use crate::{Outcome, process, workspace};

mod client;
mod load;
mod national;
mod population;
mod server;
mod statistics;
mod writers;

/// `bench crates [WORDS]` runs only the benchmarks of the crates, `bench load [MONTHS]` only the server under load; no
/// word asks for both. `bench population [--persons N] [--record]` measures coverage against the query engines that
/// people would use instead.
pub fn run(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["population", ..] => population::run(&arguments[1..]),
        ["load"] => national::run(None),
        ["load", months] => national::run(Some(months)),
        ["crates", ..] => run_crates(&arguments[1..]),
        _ => {
            run_crates(arguments)?;
            national::run(None)
        }
    }
}

/// Runs each `crates/*/benches/*.rs`; `--quick` asks for a short run, other words go to every benchmark as its filter.
///
/// Benchmarks are named one by one, since a plain `cargo bench` would also start the test harness of each library,
/// which does not know the words of a benchmark.
fn run_crates(arguments: &[String]) -> Outcome {
    let benchmarks = find(&workspace::root().join("crates")).map_err(|error| format!("crates: {error}"))?;
    if benchmarks.is_empty() {
        return Err("no crate has a folder benches".to_owned());
    }
    for (package, name) in benchmarks {
        println!("== {package}: {name}");
        process::succeed(process::cargo(&["bench", "--package", &package, "--bench", &name, "--"]).args(arguments))?;
    }
    Ok(())
}

/// Package and benchmark, sorted.
fn find(crates: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(crates)? {
        let folder = folder?.path();
        let Ok(files) = fs::read_dir(folder.join("benches")) else {
            continue;
        };
        let Some(package) = package_name(&fs::read_to_string(folder.join("Cargo.toml"))?) else {
            continue;
        };
        for file in files {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "rs")
                && let Some(name) = file.file_stem().and_then(|stem| stem.to_str())
            {
                found.push((package.clone(), name.to_owned()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The name that a manifest gives its package, which need not be its folder's.
fn package_name(manifest: &str) -> Option<String> {
    let value = manifest.lines().find_map(|line| line.strip_prefix("name")?.trim_start().strip_prefix('='))?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn a_package_is_named_by_its_manifest() {
        assert_eq!(package_name("[package]\nname = \"chungsuc\"\n").as_deref(), Some("chungsuc"));
        assert_eq!(package_name("[workspace]\n"), None);
    }
}
