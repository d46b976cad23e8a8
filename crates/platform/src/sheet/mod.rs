//! Sheets in and out: XLSX and CSV read by the names of their headings, blank templates, tables exported in Vietnamese
//! formats, and the returned sheet in which every fault is marked at its cell.
//!
//! One list of [`Column`]s drives all four, so a template, an import and its error report cannot disagree.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::{csv, returned, template, xlsx};

use crate::problem::Fault;
use chrono::NaiveDate;

/// A column of an import.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Key in code and in English headings.
    pub key: &'static str,
    /// Heading in Vietnamese.
    pub title: &'static str,
    /// Whether the heading must be there.
    pub required: bool,
    /// What to write in it, in Vietnamese.
    pub hint: &'static str,
    /// An example row's value.
    pub example: &'static str,
}

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, trimmed.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date of a workbook.
    Day(NaiveDate),
}

impl Cell {
    /// The cell as a text; numbers in their shortest plain form, dates in ISO form.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// A row of an import: one cell a column, in the order of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name of the sheet; none for CSV.
    pub sheet: Option<String>,
    /// Row number as the user counts it.
    pub number: u32,
    /// Cells in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A fault of one of its cells.
    pub fn fault(&self, column: &Column, rule: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault {
            sheet: self.sheet.clone(),
            row: Some(self.number),
            column: column.title.to_owned(),
            rule: rule.into(),
            remedy: remedy.into(),
        }
    }

    /// Where the row stands, as a locator: `Sheet1!12` or `12`.
    pub fn locator(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{}", self.number),
            None => format!("dòng {}", self.number),
        }
    }
}

/// A value of an exported table.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing known or nothing to say.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number in ten-thousandths, shown with this many decimals.
    Decimal(i64, u32),
    /// A date.
    Day(NaiveDate),
}

/// A table to export.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// Name of the sheet and of the file.
    pub name: String,
    /// A line above the headings: what it is, as of when.
    pub title: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<Value>>,
}
