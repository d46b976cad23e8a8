//! Definitions: data files that officers can read and an office can override.
//!
//! A definition is a TOML file, embedded in the binary and replaceable by a file of the same name in
//! a folder. It names what a movement, a criteria set or an office is; nothing of it is in code.
//! Reading is strict: an unknown key, a missing one or a value of the wrong kind is a [`Fault`] that
//! names file, line and field in one Vietnamese sentence. Rules that TOML cannot express are
//! reported by the slices as [`Problem`]s, which [`faults`] places on their lines.
//!
//! Invariants: pure (the caller reads the folder); a file is never half accepted.

mod fault;
mod locate;
mod mark;

#[cfg(test)]
mod tests;

pub use fault::{Fault, Problem};
pub use mark::Mark;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Where the text of a definition came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Compiled into the binary.
    Embedded,
    /// Read from the office's own folder, over or beside the embedded one.
    Folder,
}

/// The text of one definition file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The whole TOML text.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
}

impl Source {
    /// SHA-256 of the text, in lower-case hexadecimal: a differing digest is a new revision.
    pub fn digest(&self) -> String {
        digest(&self.text)
    }
}

/// All definition files by name, such as `movements/nong_thon_moi.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definitions {
    files: BTreeMap<String, Source>,
}

impl Definitions {
    /// The files compiled into the binary, as (name, text).
    pub fn embedded(files: &[(&str, &str)]) -> Self {
        let mut definitions = Self::default();
        for (name, text) in files {
            definitions.insert(name, (*text).to_owned(), Origin::Embedded);
        }
        definitions
    }

    /// Lays the files of a folder, as (name relative to the folder, text), over these: a file of the
    /// same name is replaced as a whole, a new name is added.
    pub fn overlay(&mut self, files: impl IntoIterator<Item = (String, String)>) {
        for (name, text) in files {
            self.insert(&name, text, Origin::Folder);
        }
    }

    /// The file of this name.
    pub fn get(&self, name: &str) -> Option<&Source> {
        self.files.get(name)
    }

    /// Every file, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.files.iter().map(|(name, source)| (name.as_str(), source))
    }

    /// The files of one folder, such as `movements/`, by name.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Source)> {
        self.iter().filter(move |(name, _)| name.starts_with(folder))
    }

    fn insert(&mut self, name: &str, text: String, origin: Origin) {
        self.files.insert(name.replace('\\', "/"), Source { text, origin });
    }
}

/// SHA-256 of a text, in lower-case hexadecimal.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the definition in `text`.
///
/// # Errors
/// The first fault, with its line and field; keys that the type does not know are faults when the
/// type says `deny_unknown_fields`.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| fault::from_toml(file, text, &error))
}

/// Puts problems found after reading on the lines of the file they were found in.
pub fn faults(file: &str, text: &str, problems: Vec<Problem>) -> Vec<Fault> {
    if problems.is_empty() {
        return Vec::new();
    }
    let places = locate::Places::of(text);
    problems
        .into_iter()
        .map(|problem| Fault {
            file: file.to_owned(),
            line: places.line_of(&problem.field),
            field: problem.field,
            message: problem.message,
        })
        .collect()
}
