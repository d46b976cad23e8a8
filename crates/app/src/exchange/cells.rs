//! One row of a sheet, read cell by cell: what is wrong is collected at its cell instead of stopping at the first fault.

use crate::app::App;
use crate::documents::{self, DocumentRow};
use chrono::NaiveDate;
use platform::sheet::{Cell, Column, Row};
use platform::{Fault, Problem, Result};
use rules::number::{Fixed, parse_vietnamese};
use rules::period::parse_date;
use rules::text::search_key;
use std::collections::BTreeMap;

/// Picks cells by column and collects what is wrong with them.
pub struct Cells<'a> {
    row: &'a Row,
    columns: &'static [Column],
    /// What is wrong so far.
    pub faults: Vec<Fault>,
}

impl<'a> Cells<'a> {
    /// The cells of a row that was read with these columns.
    pub fn new(row: &'a Row, columns: &'static [Column]) -> Self {
        Self { row, columns, faults: Vec::new() }
    }

    /// What the cell says; empty when it says nothing.
    pub fn text(&self, column: &Column) -> String {
        let index = self.columns.iter().position(|other| other.key == column.key);
        index.and_then(|index| self.row.cells.get(index)).map(Cell::text).unwrap_or_default()
    }

    /// What the cell says; an empty one is a fault.
    pub fn required(&mut self, column: &Column) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(column, "để trống", "Điền ô này.");
        }
        text
    }

    /// What the cell says, if anything.
    pub fn optional(&self, column: &Column) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// Notes a fault at the cell.
    pub fn fault(&mut self, column: &Column, rule: impl Into<String>, remedy: impl Into<String>) {
        self.faults.push(self.row.fault(column, rule, remedy));
    }

    /// The number of the cell, if it says one.
    pub fn number(&mut self, column: &Column) -> Option<Fixed> {
        let text = self.optional(column)?;
        match number(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(column, error.to_string(), "Ghi số như 86,5 hoặc 91.641.000.");
                None
            }
        }
    }

    /// The day of the cell, if it says one.
    pub fn day(&mut self, column: &Column) -> Option<NaiveDate> {
        let text = self.optional(column)?;
        match parse_date(&text) {
            Ok(day) => Some(day),
            Err(error) => {
                self.fault(column, error.to_string(), "Ghi ngày như 28/6/2016.");
                None
            }
        }
    }

    /// The key of what the cell names among these keys and names; an empty cell is a fault.
    pub fn named<'b>(&mut self, column: &Column, items: impl Iterator<Item = (&'b str, &'b str)>) -> Option<String> {
        let text = self.required(column);
        if text.is_empty() {
            return None;
        }
        let key = key_of(&text, items);
        if key.is_none() {
            self.fault(column, format!("danh mục không có “{text}”"), "Chép đúng tên trong trang Danh mục.");
        }
        key
    }

    /// The paper that the cell names, if any.
    pub fn paper(&mut self, column: &Column, papers: &Papers) -> Option<DocumentRow> {
        match papers.0.get(&self.text(column))? {
            Ok(paper) => Some(paper.clone()),
            Err((sentence, remedy)) => {
                self.fault(column, sentence.clone(), remedy.clone());
                None
            }
        }
    }
}

/// A number as a form or a cell gives it: plain (`86.5`) or Vietnamese (`86,5`; `91.641.000`).
pub fn number(text: &str) -> std::result::Result<Fixed, rules::number::NumberError> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let plain = text.split_once('.').is_none_or(|(_, decimals)| !decimals.contains('.') && decimals.len() != 3);
    if plain && !text.contains(',') { text.parse() } else { parse_vietnamese(text) }
}

/// The key of what a cell names: the key itself, or the name with or without diacritics.
pub fn key_of<'a>(text: &str, items: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let wanted = search_key(text);
    let mut items = items.filter(|(key, name)| *key == text.trim() || search_key(name) == wanted);
    items.next().map(|(key, _)| key.to_owned())
}

/// The papers that the cells of some columns name, each looked up once: the paper, or why there is none.
#[derive(Debug)]
pub struct Papers(BTreeMap<String, std::result::Result<DocumentRow, (String, String)>>);

impl Papers {
    /// Looks them up.
    pub async fn of(app: &App, rows: &[Row], columns: &'static [Column], named_in: &[Column]) -> Result<Self> {
        let mut papers = BTreeMap::new();
        for row in rows {
            let cells = Cells::new(row, columns);
            for number in named_in.iter().filter_map(|column| cells.optional(column)) {
                if papers.contains_key(&number) {
                    continue;
                }
                let found = match documents::find_document(app.reader(), &number).await {
                    Ok(paper) => Ok(paper),
                    Err(Problem::Refused(refusal)) => Err((refusal.sentence, refusal.remedy)),
                    Err(problem) => return Err(problem),
                };
                papers.insert(number, found);
            }
        }
        Ok(Self(papers))
    }
}
