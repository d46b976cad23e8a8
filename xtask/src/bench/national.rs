//! The server under load: on every commune's figures of ten years, started, read, written, imported into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::load::{self, Group};
use super::server::{self, Server};
use super::statistics::milliseconds;
use super::{client::Client, writers};
use crate::{Outcome, process, workspace};

/// Rows of the imported sheet.
const SHEET_ROWS: &str = "100000";

/// What the data set says to ask and to write.
#[derive(Default)]
pub struct Plan {
    /// Pages.
    pub groups: Vec<Arc<Group>>,
    /// Name and password of those who read.
    pub readers: Vec<(String, String)>,
    /// Those who write.
    pub writers: Vec<Writer>,
}

/// Somebody who enters a figure, and who confirms it.
#[derive(Clone)]
pub struct Writer {
    /// Account that enters.
    pub name: String,
    /// Account that confirms.
    pub confirmer: String,
    /// Password of both.
    pub password: String,
    /// Key of the province whose roll-up must show the figure.
    pub province: String,
    /// The commune.
    pub unit: String,
    /// Period of the figure.
    pub period: String,
    /// Day of the figure.
    pub day: String,
}

/// Builds the server, makes the data set unless it is there, and measures on a copy of it.
pub fn run(months: Option<&str>) -> Outcome {
    process::succeed(&mut process::cargo(&[
        "build",
        "--release",
        "--package",
        "chungsuc",
        "--bins",
        "--example",
        "national",
    ]))?;
    let folder = workspace::target_folder().join("bench");
    let data = folder.join(months.map_or_else(|| "national".to_owned(), |months| format!("national-{months}")));
    if !data.join("load.tsv").exists() {
        remove(&data)?;
        println!("== the national data set, once: {}", data.display());
        let mut fill = generator(&["fill", &shown(&data)]);
        process::succeed(fill.args(months))?;
        process::succeed(&mut generator(&["sheet", &shown(&data), &shown(&data.join("sheet.xlsx")), SHEET_ROWS]))?;
    }
    let copy = folder.join("run");
    remove(&copy)?;
    fs::create_dir_all(&copy).map_err(|error| format!("{}: {error}", copy.display()))?;
    process::succeed(Command::new("cp").arg("-a").arg(data.join("chungsuc.db")).arg(data.join("blobs")).arg(&copy))?;
    let bytes = fs::metadata(copy.join("chungsuc.db")).map_or(0, |file| file.len());
    println!("\n== the server under load; database of {} MiB", bytes >> 20);
    let plan = read_plan(&data.join("load.tsv"))?;
    let below = measure(&plan, &copy)?;
    import(&copy, &data.join("sheet.xlsx"))?;
    println!("\n{}", if below { "p99 of the pages is below 50 ms" } else { "p99 of the pages is NOT below 50 ms" });
    Ok(())
}

fn measure(plan: &Plan, data: &Path) -> Result<bool, String> {
    let mut starts = Vec::new();
    for _ in 0..5 {
        let server = Server::start(data)?;
        starts.push(milliseconds(server.start));
        server.stop()?;
    }
    println!("start on the existing database, ms: {}", starts.join(" "));
    let server = Server::start(data)?;
    load::first_requests(plan, server.address)?;
    let clients = load::logins(plan, server.address)?;
    let before = server.computed();
    let begun = Instant::now();
    let below = load::pages(plan, clients)?;
    let busy = (server.computed() - before).as_secs_f64() / begun.elapsed().as_secs_f64();
    let (own, shared) = server.memory();
    println!("the server computed on {busy:.2} cores, held {own} MiB of memory and looked at {shared} MiB of its file");
    exports(plan, &server)?;
    writers::run(plan, server.address)?;
    server.stop()?;
    Ok(below)
}

/// Exports of a province's and a commune's figures and targets.
fn exports(plan: &Plan, server: &Server) -> Outcome {
    println!("\nexports, ms:");
    let mut client = Client::new(server.address);
    client.login(&plan.readers[0].0, &plan.readers[0].1).map_err(|error| error.to_string())?;
    let province = plan.writers.first().map(|writer| writer.province.clone()).unwrap_or_default();
    for path in [
        format!("/results/export?unit={province}"),
        format!("/targets/export?unit={province}"),
        "/results/export?indicator=participants".to_owned(),
    ] {
        let begun = Instant::now();
        let answer = client.get(&path).map_err(|error| format!("{path}: {error}"))?;
        let kibibytes = answer.body.len() / 1024;
        println!("  {path:<48}{:>9} {kibibytes:>6} KiB, {}", milliseconds(begun.elapsed()), answer.status);
    }
    Ok(())
}

/// The sheet of a hundred thousand results by the command line: checked, then committed.
fn import(data: &Path, sheet: &Path) -> Outcome {
    println!();
    for (what, words) in [("check of a sheet, nothing written", &["--dry-run"][..]), ("import of a sheet", &[])] {
        let begun = Instant::now();
        let output = Command::new(server::binary())
            .arg("--data")
            .arg(data)
            .args(["results", "import"])
            .arg(sheet)
            .args(words)
            .arg("--json")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("the import: {error}"))?;
        let time: Duration = begun.elapsed();
        if !output.status.success() {
            return Err(format!("the import failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        println!("{what} of {SHEET_ROWS} results: {:.2} s", time.as_secs_f64());
    }
    Ok(())
}

fn generator(words: &[&str]) -> Command {
    let mut command = Command::new(workspace::target_folder().join("release/examples/national"));
    command.args(words).stdin(Stdio::null());
    command
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn remove(folder: &PathBuf) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    }
}

fn read_plan(file: &Path) -> Result<Plan, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut plan = Plan::default();
    let mut groups: Vec<Group> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split('\t').collect();
        match words.as_slice() {
            ["page", name, weight, path] => {
                if groups.last().is_none_or(|group| group.name != *name) {
                    let known = groups.iter().position(|group| group.name == *name);
                    let group = known.map(|place| groups.remove(place));
                    let weight = weight.parse().map_err(|_| format!("{line}: no weight"))?;
                    groups.push(group.unwrap_or_else(|| Group { name: (*name).to_owned(), weight, paths: Vec::new() }));
                }
                if let Some(group) = groups.last_mut() {
                    group.paths.push((*path).to_owned());
                }
            }
            ["reader", name, password] => plan.readers.push(((*name).to_owned(), (*password).to_owned())),
            ["writer", name, confirmer, password, province, unit, period, day] => {
                let [name, confirmer, password, province, unit, period, day] =
                    [name, confirmer, password, province, unit, period, day].map(|word| (*word).to_owned());
                plan.writers.push(Writer { name, confirmer, password, province, unit, period, day });
            }
            _ => return Err(format!("{}: {line:?} is not understood", file.display())),
        }
    }
    plan.groups = groups.into_iter().map(Arc::new).collect();
    Ok(plan)
}
