//! Codes of groups and of ethnicities: from a cell to the number in a dictionary.

use std::collections::HashMap;

use super::{Cell, Rule};
use crate::source::read::Reading;
use crate::source::{Dictionary, GroupCatalogue};

/// The longest code, in characters.
const LONGEST: usize = 40;

/// Looks codes up, remembering them. One for each thread and column.
pub(in crate::source) struct Codes<'a> {
    dictionary: &'a Dictionary,
    /// The list outside of which no code is taken.
    closed: Option<&'a GroupCatalogue>,
    /// Whether a single digit stands for two, as the list of ethnicities writes them ("01").
    padded: bool,
    remembered: HashMap<Box<str>, u16>,
}

impl<'a> Codes<'a> {
    pub(in crate::source) fn groups(reading: &'a Reading<'a>) -> Codes<'a> {
        let closed = reading.catalogue.is_closed().then_some(reading.catalogue);
        Codes { dictionary: reading.groups, closed, padded: false, remembered: HashMap::new() }
    }

    pub(in crate::source) fn ethnicities(reading: &'a Reading<'a>) -> Codes<'a> {
        Codes { dictionary: reading.ethnicities, closed: None, padded: true, remembered: HashMap::new() }
    }

    /// The number of the code in a cell, nought for an empty one.
    pub(in crate::source) fn number(&mut self, cell: Cell<'_>) -> Result<u16, Rule> {
        match cell {
            Cell::Empty => Ok(0),
            Cell::Text(text) => self.of_text(text),
            Cell::Whole(_) | Cell::Number(_) if cell.whole().is_some() => self.of_text(&cell.text()),
            _ => Err(Rule::CodeMalformed),
        }
    }

    pub(in crate::source) fn of_text(&mut self, text: &str) -> Result<u16, Rule> {
        if let Some(&number) = self.remembered.get(text) {
            return Ok(number);
        }
        let mut code = text.trim().to_uppercase();
        if self.padded && code.len() == 1 && code.as_bytes()[0].is_ascii_digit() {
            code.insert(0, '0');
        }
        let allowed = |letter: char| {
            letter.is_alphanumeric()
                || matches!(letter, '-' | '_' | '.')
                || (self.padded && matches!(letter, ' ' | '\''))
        };
        if code.chars().count() > LONGEST || !code.chars().all(allowed) {
            return Err(Rule::CodeMalformed);
        }
        if self.closed.is_some_and(|list| !code.is_empty() && list.find(&code).is_none()) {
            return Err(Rule::GroupUnknown);
        }
        let number = self.dictionary.number(&code).ok_or(Rule::TooManyCodes)?;
        self.remembered.insert(text.into(), number);
        Ok(number)
    }
}
