//! Reading a data file: strictly, with every fault said in Vietnamese with its line and field.

mod check;
mod locate;
#[cfg(test)]
mod tests;
mod vietnamese;

use std::fmt;

pub use check::{Problem, check};

use crate::kind::Kind;
use crate::paper::Paper;

/// A fault in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file, as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Path of the field, such as `body[2].table.rows[0]`; empty when the whole file is meant.
    pub field: String,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, dòng {}", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(formatter, ", trường `{}`", self.field)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// Reads the data file of a paper of this kind; `file` is only for the faults.
///
/// # Errors
/// The first fault of form, or all faults of substance: something that the kind asks for is missing, a row of a table
/// is too short, a character that the font of official papers does not have.
pub fn read(kind: Kind, file: &str, text: &str) -> Result<Paper, Vec<Fault>> {
    let paper: Paper = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Fault {
            file: file.to_owned(),
            line: locate::line_at(text, span.start),
            field: locate::Places::of(text).path_at(&span),
            message: vietnamese::sentence(error.message()),
        }]
    })?;
    let mut problems = check(kind, &paper);
    let places = locate::Places::of(text);
    problems.extend(places.texts().flat_map(|(path, text)| check::characters(path, text)));
    if problems.is_empty() {
        return Ok(paper);
    }
    let mut faults: Vec<Fault> = problems
        .into_iter()
        .map(|Problem { field, message }| Fault { file: file.to_owned(), line: places.line_of(&field), field, message })
        .collect();
    faults.sort_by_key(|fault| fault.line);
    Err(faults)
}
