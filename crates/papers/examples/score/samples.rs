//! The papers whose facts are known: our samples, and the reference documents where they lie beside the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use papers::score::Truth;
use papers::{Reading, TextLayer};
use serde::Deserialize as _;
use toml::{Table, Value};

/// A paper and what it says.
pub struct Sample {
    /// The name of its file.
    pub name: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// What it says.
    pub truth: Truth,
}

impl Sample {
    /// What is read from the paper, and the text that the spans refer to.
    pub fn read(&self) -> Result<(TextLayer, Reading), String> {
        let layer = TextLayer::open(&self.name, &self.bytes).map_err(|error| format!("{}: {error}", self.name))?;
        let reading = papers::read(&layer);
        Ok((layer, reading))
    }
}

/// The samples in a folder under `samples/`: each truth with the paper beside it.
pub fn samples(folder: &str) -> Result<Vec<Sample>, String> {
    in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder))
}

/// The papers in a folder: each truth with the paper beside it.
pub fn in_folder(folder: &Path) -> Result<Vec<Sample>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let paths: BTreeSet<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let mut found = Vec::new();
    for truth in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let paper = paths.iter().find(|path| *path != truth && path.file_stem() == truth.file_stem());
        let paper = paper.ok_or_else(|| format!("{}: no paper beside it", truth.display()))?;
        let table = read_table(truth)?;
        let explain = |error: toml::de::Error| format!("{}: {error}", truth.display());
        found.push(Sample {
            name: file_name(paper),
            bytes: fs::read(paper).map_err(|error| format!("{}: {error}", paper.display()))?,
            truth: Truth::deserialize(dates_as_text(Value::Table(table))).map_err(explain)?,
        });
    }
    Ok(found)
}

/// The reference documents; none where they are not beside the workspace.
pub fn reference() -> Result<Vec<Sample>, String> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let facts = shared.join("facts/seeds.toml");
    if !facts.exists() {
        return Ok(Vec::new());
    }
    let table = read_table(&facts)?;
    let documents = table.get("document").and_then(Value::as_array).cloned().unwrap_or_default();
    documents
        .iter()
        .map(|document| {
            let name = document.get("file").and_then(Value::as_str).unwrap_or_default().to_owned();
            let paper = shared.join("seeds").join(&name);
            let truth = super::reference::truth(document);
            Ok(Sample {
                bytes: fs::read(&paper).map_err(|error| format!("{}: {error}", paper.display()))?,
                truth: Truth::deserialize(dates_as_text(truth)).map_err(|error| format!("{name}: {error}"))?,
                name,
            })
        })
        .collect()
}

fn read_table(path: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.parse().map_err(|error| format!("{}: {error}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Dates of TOML as the text that chrono reads.
fn dates_as_text(value: Value) -> Value {
    match value {
        Value::Datetime(date) => Value::String(date.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(dates_as_text).collect()),
        Value::Table(table) => {
            Value::Table(table.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect())
        }
        other => other,
    }
}
