//! Rules about the map of the house: which crate may know which, and that ARCHITECTURE.md names every room.

use std::collections::BTreeSet;

use super::source::find_word;
use super::{Fault, File};

const MAP: &str = "ARCHITECTURE.md";
/// Crates that know the product or the web; all others are engines.
const NOT_ENGINES: [&str; 2] = ["app", "platform"];
/// What an engine does not know: the crates above it, the database and the web.
const ABOVE_ENGINES: [&str; 6] = ["chungsuc", "platform", "sea-orm", "sea-orm-migration", "axum", "tokio"];

/// Whether the manifest of an engine names a crate above it.
pub fn check_manifest(file: &File) -> Vec<Fault> {
    let (Some(name), Some(text)) = (crate_of_manifest(&file.path), &file.text) else {
        return Vec::new();
    };
    if NOT_ENGINES.contains(&name) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let key = line.split(['.', '=', ' ']).next().unwrap_or_default();
        if let Some(above) = ABOVE_ENGINES.iter().find(|above| **above == key) {
            let message = format!("the engine `{name}` does not know `{above}`: let the caller pass in what it needs");
            faults.push(Fault::new(&file.path, index + 1, "engine", message));
        }
    }
    faults
}

/// Whether the map names every crate and slice. Before there is a slice there is nothing to map.
pub fn check_map(files: &[File], slices: BTreeSet<&str>) -> Vec<Fault> {
    let map = files.iter().find(|file| file.path == MAP).and_then(|file| file.text.as_deref());
    if map.is_none() && slices.is_empty() {
        return Vec::new();
    }
    let crates = files.iter().filter_map(|file| crate_of_manifest(&file.path));
    let rooms: BTreeSet<&str> = crates.chain(slices).collect();
    rooms
        .into_iter()
        .filter(|room| find_word(map.unwrap_or_default(), room).is_empty())
        .map(|room| Fault::new(MAP, 0, "map", format!("`{room}` is not named: say in a line what lives there")))
        .collect()
}

fn crate_of_manifest(path: &str) -> Option<&str> {
    let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_do_not_know_platform() {
        let text =
            "[dependencies]\nchrono.workspace = true\nplatform = { path = \"../platform\" }\ntokio-util = \"1\"\n";
        let faults = check_manifest(&File::new("crates/figures/Cargo.toml", text));
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
        assert_eq!(check_manifest(&File::new("crates/app/Cargo.toml", text)), []);
        assert_eq!(check_manifest(&File::new("Cargo.toml", text)), []);
    }

    #[test]
    fn the_map_names_every_room() {
        let files = [
            File::new("crates/rules/Cargo.toml", ""),
            File::new("crates/app/Cargo.toml", ""),
            File::new(MAP, "**rules** are pure; **application**; **targets** are agreed."),
        ];
        let missing: Vec<_> =
            check_map(&files, BTreeSet::from(["places", "targets"])).into_iter().map(|fault| fault.message).collect();
        assert_eq!(missing.len(), 2, "{missing:?}");
        assert!(missing[0].starts_with("`app`") && missing[1].starts_with("`places`"), "{missing:?}");
        assert_eq!(check_map(&files[..2], BTreeSet::new()), []);
        assert_eq!(check_map(&files[..2], BTreeSet::from(["places"])).len(), 3);
    }
}
