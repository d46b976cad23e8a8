//! Rows of workbooks and of delimited text on their way from the reader to the checks.

use std::sync::Arc;

use crate::source::check::Cell;
use crate::source::columns::layout::{self, Layout, Recognition, TOP, Top};
use crate::source::columns::problem;
use crate::source::rejects::{Form, Origin};
use crate::source::{ColumnsProblem, Mapping, SourceError};

/// How much a block holds before it is handed on.
const ROWS: usize = 4_096;
const CELLS: usize = 65_536;
const TEXT: usize = 1 << 20;

/// Rows of one table, their texts in one piece.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The line of each row, as the user counts.
    pub lines: Vec<u32>,
    ends: Vec<u32>,
    cells: Vec<Stored>,
    text: String,
    /// The first row that belongs to the list; headings lie before it.
    pub first: usize,
    /// How far the reader came with this block, in the unit of progress.
    pub work: u64,
}

#[derive(Clone, Copy, Debug)]
enum Stored {
    Empty,
    Text(u32, u32),
    Number(f64),
    Day(i32),
}

impl Block {
    /// The number of cells of a row up to its last.
    pub(super) fn width(&self, row: usize) -> usize {
        self.end(row) - self.start(row)
    }

    /// A cell; empty beyond the last of its row.
    pub(super) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match self.cells[self.start(row)..self.end(row)].get(column) {
            None | Some(Stored::Empty) => Cell::Empty,
            Some(&Stored::Text(from, to)) => Cell::Text(&self.text[from as usize..to as usize]),
            Some(&Stored::Number(number)) => Cell::Number(number),
            Some(&Stored::Day(day)) => Cell::Day(day),
        }
    }

    fn start(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.ends[row - 1] as usize }
    }

    fn end(&self, row: usize) -> usize {
        self.ends[row] as usize
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= ROWS || self.cells.len() >= CELLS || self.text.len() >= TEXT
    }
}

/// Takes rows of tables from a reader, finds the headings, and hands blocks on.
pub(super) struct Builder<'a> {
    mapping: &'a Mapping,
    form: Form,
    hand_on: &'a mut dyn FnMut(Arc<Origin>, Block) -> Result<(), SourceError>,
    sheet: Option<String>,
    block: Block,
    state: State,
    any_read: bool,
    problems: Vec<(usize, ColumnsProblem)>,
    /// Sheets that have not the columns.
    pub skipped: Vec<String>,
}

enum State {
    Heading,
    Rows(Arc<Origin>),
    Skipped,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        mapping: &'a Mapping,
        hand_on: &'a mut dyn FnMut(Arc<Origin>, Block) -> Result<(), SourceError>,
    ) -> Builder<'a> {
        Builder {
            mapping,
            form: Form::Workbook,
            hand_on,
            sheet: None,
            block: Block::default(),
            state: State::Heading,
            any_read: false,
            problems: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Whether the mapping wants this sheet.
    pub(super) fn wants(&self, sheet: &str) -> bool {
        self.mapping.reads_sheet(sheet)
    }

    /// The sheets that the mapping names.
    pub(super) fn named_sheets(&self) -> &'a [String] {
        self.mapping.sheets()
    }

    /// Begins a table.
    pub(super) fn begin(&mut self, form: Form, sheet: Option<String>) {
        self.form = form;
        self.sheet = sheet;
        self.block = Block::default();
        self.state = State::Heading;
    }

    /// Puts a cell at its place in the row that is being built.
    pub(super) fn cell(&mut self, column: usize, cell: Cell<'_>) {
        if matches!(self.state, State::Skipped) {
            return;
        }
        let stored = match cell {
            Cell::Empty => return,
            Cell::Text(text) => {
                let from = self.block.text.len() as u32;
                self.block.text.push_str(text);
                Stored::Text(from, self.block.text.len() as u32)
            }
            Cell::Number(number) => Stored::Number(number),
            Cell::Whole(number) => Stored::Number(number as f64),
            Cell::Day(day) => Stored::Day(day),
        };
        let start = self.block.ends.last().map_or(0, |end| *end as usize);
        if self.block.cells.len() <= start + column {
            self.block.cells.resize(start + column + 1, Stored::Empty);
        }
        self.block.cells[start + column] = stored;
    }

    /// Ends a row; a row without cells is none.
    pub(super) fn end_row(&mut self, line: u32, work: u64) -> Result<(), SourceError> {
        self.block.work += work;
        let end = self.block.cells.len() as u32;
        if end == self.block.ends.last().copied().unwrap_or(0) {
            return Ok(());
        }
        self.block.ends.push(end);
        self.block.lines.push(line);
        if matches!(self.state, State::Heading) && self.block.lines.len() >= TOP {
            self.find_heading()?;
        }
        if matches!(self.state, State::Rows(_)) && self.block.is_full() {
            self.flush()?;
        }
        Ok(())
    }

    /// Ends a table.
    pub(super) fn end(&mut self) -> Result<(), SourceError> {
        if matches!(self.state, State::Heading) {
            self.find_heading()?;
        }
        self.flush()
    }

    /// Ends the file.
    pub(super) fn finish(&mut self) -> Result<(), SourceError> {
        if self.any_read {
            return Ok(());
        }
        let nearest = std::mem::take(&mut self.problems).into_iter().max_by_key(|(found, _)| *found);
        let none = || problem(self.mapping.list(), &Top::default(), None);
        Err(nearest.map_or_else(none, |(_, problem)| problem).into())
    }

    fn find_heading(&mut self) -> Result<(), SourceError> {
        let list = self.mapping.list();
        let top = self.top();
        let layout = layout::find(&top, Recognition::Mapping(self.mapping));
        match layout {
            Some(layout) if layout.is_complete(list) && layout.unclear.is_empty() => {
                self.any_read = true;
                self.block.first = layout.skip;
                self.state = State::Rows(Arc::new(self.origin(layout)));
            }
            // All but one of the columns are there: skipping the sheet would lose people.
            Some(layout) if layout.found_mandatory(list) + 1 >= list.mandatory().len() => {
                return Err(problem(list, &top, Some(&layout)).into());
            }
            other => {
                let found = other.as_ref().map_or(0, |layout| layout.found_mandatory(list));
                self.problems.push((found, problem(list, &top, other.as_ref())));
                self.skipped.extend(self.sheet.clone());
                self.block = Block::default();
                self.state = State::Skipped;
            }
        }
        Ok(())
    }

    fn origin(&self, layout: Layout) -> Origin {
        Origin::new(self.form, self.sheet.clone(), layout, self.mapping.heading_row())
    }

    fn top(&self) -> Top {
        let text = |row: usize, column: usize| self.block.cell(row, column).text().into_owned();
        let texts = |row: usize| (0..self.block.width(row)).map(|column| text(row, column)).collect();
        let lines = self.block.lines.iter().enumerate().map(|(row, line)| (*line, texts(row)));
        Top { sheet: self.sheet.clone(), lines: lines.collect() }
    }

    fn flush(&mut self) -> Result<(), SourceError> {
        let block = std::mem::take(&mut self.block);
        match &self.state {
            State::Rows(origin) if !block.lines.is_empty() => (self.hand_on)(origin.clone(), block),
            _ => Ok(()),
        }
    }
}
