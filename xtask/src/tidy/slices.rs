//! Rules about slices: they stand in one ordered list, use only slices above them, and only through their `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{find_word, line_of};
use super::{Fault, File};

const LIST_PATH: &str = "crates/app/src/lib.rs";
const FOLDER: &str = "crates/app/src/";

/// The slices of the repository.
pub struct Slices {
    /// In the order of `SLICES`, with the line on which each stands.
    listed: Vec<(String, usize)>,
    /// Modules of each folder of the app that implements `Slice`, and the line of the implementation.
    folders: BTreeMap<String, Folder>,
}

#[derive(Default)]
struct Folder {
    implements_slice: bool,
    modules: BTreeSet<String>,
}

impl Slices {
    /// Reads the list and the folders.
    pub fn read(files: &[File]) -> Slices {
        let list = files.iter().find(|file| file.path == LIST_PATH).and_then(|file| file.source.as_ref());
        let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
        for file in files {
            let Some(source) = &file.source else { continue };
            let Some((folder, rest)) = file.path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            let entry = folders.entry(folder.to_owned()).or_default();
            if rest == "mod.rs" {
                entry.implements_slice = implements_slice(&source.code);
            } else {
                let module = rest.split('/').next().unwrap_or(rest);
                entry.modules.insert(module.trim_end_matches(".rs").to_owned());
            }
        }
        Slices { listed: list.map(|source| listed(&source.code)).unwrap_or_default(), folders }
    }

    /// The names of all slices, listed or not.
    pub fn names(&self) -> BTreeSet<&str> {
        let listed = self.listed.iter().map(|(name, _)| name.as_str());
        let found = self.folders.iter().filter(|(_, folder)| folder.implements_slice).map(|(name, _)| name.as_str());
        listed.chain(found).collect()
    }

    /// Whether the list and the folders name the same slices.
    pub fn check_list(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for name in self.names() {
            let line = self.listed.iter().find(|(listed, _)| listed == name).map(|(_, line)| *line);
            let is_folder = self.folders.get(name).is_some_and(|folder| folder.implements_slice);
            match (line, is_folder) {
                (None, _) => faults.push(Fault::new(
                    &format!("{FOLDER}{name}/mod.rs"),
                    0,
                    "slice-list",
                    format!("`{name}` implements Slice but is not in SLICES of {LIST_PATH}: add it where its needs are above it"),
                )),
                (Some(line), false) => faults.push(Fault::new(
                    LIST_PATH,
                    line,
                    "slice-list",
                    format!("`{name}` is in SLICES but {FOLDER}{name}/mod.rs does not implement Slice"),
                )),
                (Some(_), true) => {}
            }
        }
        faults
    }

    /// What a file of a slice asks of other slices.
    pub fn check(&self, file: &File) -> Vec<Fault> {
        let Some(own) = file.path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/')).map(|(folder, _)| folder)
        else {
            return Vec::new();
        };
        let names = self.names();
        let Some(code) = file.source.as_ref().map(|source| &source.code).or(file.text.as_ref()) else {
            return Vec::new();
        };
        if !names.contains(own) || !(file.source.is_some() || file.path.ends_with(".html")) {
            return Vec::new();
        }
        let depth = if file.path.ends_with("/mod.rs") {
            file.path.matches('/').count() - 3
        } else {
            file.path.matches('/').count() - 2
        };
        let mut faults = Vec::new();
        for (at, path) in paths_from_root(code, depth) {
            let Some(other) = path.first().filter(|first| names.contains(first.as_str()) && *first != own) else {
                continue;
            };
            let line = line_of(code, at);
            if self.place(other) >= self.place(own) {
                let message = format!(
                    "`{own}` uses `{other}`, which stands below it in SLICES: turn the need round, or move the slice"
                );
                faults.push(Fault::new(&file.path, line, "slice-order", message));
            }
            if self.goes_through(other, &path) {
                let message = format!(
                    "`crate::{}`: slices know each other by what their mod.rs gives: re-export it there as `crate::{other}::Item`",
                    path.join("::")
                );
                faults.push(Fault::new(&file.path, line, "slice-door", message));
            }
        }
        faults
    }

    fn place(&self, name: &str) -> usize {
        self.listed.iter().position(|(listed, _)| listed == name).unwrap_or(usize::MAX)
    }

    /// Whether a path enters a module of another slice instead of stopping at its door.
    fn goes_through(&self, other: &str, path: &[String]) -> bool {
        let Some(second) = path.get(1) else {
            return false;
        };
        let is_module = self.folders.get(other).is_some_and(|folder| folder.modules.contains(second));
        let looks_like_module = second.starts_with(|first: char| first.is_lowercase()) && path.len() > 2;
        is_module || looks_like_module
    }
}

/// The entries of `SLICES`: the module of each `&module::Type`.
fn listed(code: &str) -> Vec<(String, usize)> {
    let names = ["const SLICES", "static SLICES"];
    let Some(name) = names.iter().find_map(|name| find_word(code, name).first().copied()) else {
        return Vec::new();
    };
    let Some(equals) = code[name..].find('=').map(|distance| name + distance) else {
        return Vec::new();
    };
    let Some(open) = code[equals..].find('[').map(|distance| equals + distance + 1) else {
        return Vec::new();
    };
    let close = code[open..].find(']').map_or(code.len(), |distance| open + distance);
    let mut entries = Vec::new();
    let mut at = open;
    for entry in code[open..close].split(',') {
        let begin = at + entry.len() - entry.trim_start().len();
        let path = entry.trim().trim_start_matches('&').trim_start_matches("crate::");
        if let Some((module, _)) = path.split_once("::") {
            entries.push((module.trim().to_owned(), line_of(code, begin)));
        }
        at += entry.len() + 1;
    }
    entries
}

/// Every path from the root of the crate, use trees taken apart: `crate::a::{b, c::D}` gives `a::b` and `a::c::D`.
///
/// `depth` is how many `super::` lead from this file to the root.
fn paths_from_root(code: &str, depth: usize) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for at in find_word(code, "crate::") {
        Tree { code, at: at + "crate::".len() }.read(&[], at, &mut found);
    }
    let ladder = "super::".repeat(depth);
    for at in find_word(code, &ladder) {
        let is_start = !code[..at].trim_end().ends_with("::");
        if depth > 0 && is_start {
            Tree { code, at: at + ladder.len() }.read(&[], at, &mut found);
        }
    }
    found
}

/// A reader of one path or use tree.
struct Tree<'a> {
    code: &'a str,
    at: usize,
}

impl Tree<'_> {
    fn read(&mut self, before: &[String], start: usize, found: &mut Vec<(usize, Vec<String>)>) {
        self.skip_blanks();
        if self.take("{") {
            loop {
                self.skip_blanks();
                if self.take("}") || self.at >= self.code.len() {
                    return;
                }
                let begin = self.at;
                self.read(before, begin, found);
                self.skip_blanks();
                if !self.take(",") && self.at == begin {
                    return;
                }
            }
        }
        let mut path = before.to_vec();
        loop {
            let word: String =
                self.code[self.at..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            self.at += word.len();
            if word.is_empty() {
                self.take("*");
                break;
            }
            path.push(word);
            if !self.take("::") {
                self.skip_alias();
                break;
            }
            self.skip_blanks();
            if self.code[self.at..].starts_with('{') {
                return self.read(&path, start, found);
            }
        }
        found.push((start, path));
    }

    fn skip_alias(&mut self) {
        let rest = &self.code[self.at..];
        if let Some(alias) = rest.trim_start().strip_prefix("as ") {
            let name = alias.trim_start();
            let length = name.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').count();
            self.at += rest.len() - name.len() + length;
        }
    }

    fn skip_blanks(&mut self) {
        let rest = &self.code[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, word: &str) -> bool {
        let is_there = self.code[self.at..].starts_with(word);
        if is_there {
            self.at += word.len();
        }
        is_there
    }
}

/// Whether the code has `impl Slice for …` or `impl platform::Slice<…> for …`.
fn implements_slice(code: &str) -> bool {
    code.split("impl ").skip(1).any(|rest| {
        let head = rest.split('{').next().unwrap_or_default();
        let name = head.split(" for ").next().unwrap_or_default();
        let name = name.split('<').next().unwrap_or_default().trim();
        head.contains(" for ") && (name == "Slice" || name.ends_with("::Slice"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Vec<File> {
        vec![
            File::new(
                LIST_PATH,
                "pub mod places;\nuse a::SLICES;\npub const SLICES: &[&dyn Slice] = &[\n    &places::Places,\n    &offices::Offices, // after places\n    &targets::Targets,\n];\n",
            ),
            File::new("crates/app/src/places/mod.rs", "mod store; impl Slice for Places {}"),
            File::new("crates/app/src/places/store.rs", ""),
            File::new("crates/app/src/offices/mod.rs", "impl platform::Slice<App> for Offices {}"),
            File::new("crates/app/src/targets/mod.rs", "impl Slice for Targets {}"),
            File::new("crates/app/src/web/mod.rs", "pub fn router() {}"),
        ]
    }

    fn rules(path: &str, text: &str) -> Vec<(&'static str, usize)> {
        Slices::read(&tree()).check(&File::new(path, text)).into_iter().map(|fault| (fault.rule, fault.line)).collect()
    }

    #[test]
    fn the_list_is_read_in_order() {
        let slices = Slices::read(&tree());
        let listed: Vec<_> = slices.listed.iter().map(|(name, line)| (name.as_str(), *line)).collect();
        assert_eq!(listed, [("places", 4), ("offices", 5), ("targets", 6)]);
        assert_eq!(slices.check_list(), []);
    }

    #[test]
    fn a_slice_that_is_not_listed_and_an_entry_without_folder_are_faults() {
        let mut files = tree();
        files.push(File::new("crates/app/src/awards/mod.rs", "impl Slice for Awards {}"));
        files.retain(|file| !file.path.contains("offices"));
        let faults = Slices::read(&files).check_list();
        let places: Vec<_> = faults.iter().map(|fault| (fault.path.as_str(), fault.line)).collect();
        assert_eq!(places, [("crates/app/src/awards/mod.rs", 0), (LIST_PATH, 5)]);
    }

    #[test]
    fn a_slice_uses_those_above_through_their_door() {
        let good = "use crate::places::{Place, find_place, self};\nuse crate::web::router;\nuse super::store::rows;\nlet a = crate::places::Place::parse(b);";
        assert_eq!(rules("crates/app/src/targets/pages.rs", good), []);
        assert_eq!(rules("crates/app/src/web/mod.rs", "use crate::targets::store::rows;"), []);
    }

    #[test]
    fn a_slice_does_not_use_those_below() {
        assert_eq!(rules("crates/app/src/places/service.rs", "\nuse crate::targets::Target;"), [("slice-order", 2)]);
        assert_eq!(
            rules(
                "crates/app/src/places/service.rs",
                "use crate::{\n  web::router,\n  offices::{Office as Agency, self},\n};"
            ),
            [("slice-order", 3), ("slice-order", 3)]
        );
        assert_eq!(rules("crates/app/src/places/mod.rs", "use super::targets::Target;"), [("slice-order", 1)]);
        assert_eq!(rules("crates/app/src/places/pages.rs", "use super::super::targets::Target;"), [("slice-order", 1)]);
        assert_eq!(rules("crates/app/src/places/pages.rs", "use super::targets::Target;"), []);
    }

    #[test]
    fn a_slice_does_not_enter_the_rooms_of_another() {
        let path = "crates/app/src/targets/pages.rs";
        assert_eq!(rules(path, "use crate::places::store;"), [("slice-door", 1)]);
        assert_eq!(rules(path, "use crate::places::{Place, store::rows};"), [("slice-door", 1)]);
        assert_eq!(rules(path, "crate::offices::anything::inside()"), [("slice-door", 1)]);
        assert_eq!(
            rules("crates/app/src/targets/templates/list.html", "{{ crate::places::store::a() }}"),
            [("slice-door", 1)]
        );
    }
}
