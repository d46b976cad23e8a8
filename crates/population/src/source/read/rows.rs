//! Rows of workbooks and of delimited text: one thread reads, another checks.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::block::{Block, Builder};
use super::tally::Unlisted;
use super::{BATCH, Batch, Session, Tally};
use crate::source::check::{Cell, Cells, Checker, Fault, Rule};
use crate::source::rejects::Origin;
use crate::source::{Field, SourceError};

/// How many blocks wait between reading and checking.
const WAITING: usize = 4;

/// Reads a file with a reader that puts its rows into a [`Builder`], and checks the rows.
pub(super) fn read<B: Batch>(
    session: &Session<'_, B>,
    reader: &(dyn Fn(&mut Builder<'_>) -> Result<(), SourceError> + Sync),
) -> Result<Tally, SourceError> {
    let mut checking = Checking::new(session);
    let produce = |hand_on: &mut dyn FnMut(Arc<Origin>, Block) -> Result<(), SourceError>| {
        let mut builder = Builder::new(session.mapping, hand_on);
        reader(&mut builder)?;
        builder.finish()?;
        Ok(builder.skipped)
    };
    let skipped = if session.reading.threads < 2 {
        produce(&mut |origin, block| checking.block(&origin, &block))?
    } else {
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(WAITING);
            let reading = scope.spawn(move || {
                // Nobody listens any more once a check has failed; that failure is what is told.
                produce(&mut |origin, block| send.send((origin, block)).map_err(|_| SourceError::Stopped))
            });
            let checked = receive.iter().try_for_each(|(origin, block)| checking.block(&origin, &block));
            drop(receive);
            let read = reading.join().unwrap_or_else(|_| Err(session.broken("nội dung tệp làm hỏng việc đọc")));
            checked.and(read)
        })?
    };
    let mut tally = checking.finish()?;
    tally.skipped_sheets = skipped;
    Ok(tally)
}

struct Checking<'a, B> {
    session: &'a Session<'a, B>,
    checker: Checker<'a>,
    batch: B,
    tally: Tally,
    unlisted: Unlisted<'a>,
    /// Rows of the list so far, over all sheets.
    row: u32,
}

impl<'a, B: Batch> Checking<'a, B> {
    fn new(session: &'a Session<'a, B>) -> Checking<'a, B> {
        let reading = session.reading;
        Checking {
            session,
            checker: Checker::new(reading),
            batch: B::empty(reading.details),
            tally: Tally::default(),
            unlisted: Unlisted::new(reading.groups, reading.catalogue),
            row: 0,
        }
    }

    fn block(&mut self, origin: &Origin, block: &Block) -> Result<(), SourceError> {
        self.session.progress.go_on()?;
        let (rows, refused) = (self.tally.rows, self.tally.refused);
        for row in block.first..block.lines.len() {
            let cells = self.cells(origin, block, row);
            if is_note::<B>(&cells) {
                self.tally.notes += 1;
                continue;
            }
            self.tally.rows += 1;
            self.row = self.row.checked_add(1).ok_or_else(|| self.session.broken("tệp có quá nhiều dòng"))?;
            if self.batch.check(&mut self.checker, &cells, self.row) {
                self.passed(origin, block, row)?;
            } else if self.session.kept.is_none() {
                let faults = std::mem::take(&mut self.checker.faults);
                self.refuse(origin, block, row, &faults)?;
            }
            if self.batch.people().len() == BATCH {
                self.flush()?;
            }
        }
        let refused = self.tally.refused - refused;
        self.session.progress.advance(block.work, self.tally.rows - rows, refused);
        Ok(())
    }

    fn passed(&mut self, origin: &Origin, block: &Block, row: usize) -> Result<(), SourceError> {
        let person = self.batch.people().last().copied().unwrap_or_default();
        if self.session.is_duplicate(person, self.row) {
            self.refuse(origin, block, row, &[duplicate()])?;
        }
        Ok(())
    }

    fn cells<'b>(&self, origin: &Origin, block: &'b Block, row: usize) -> Cells<'b> {
        let mut cells = [Cell::Empty; Field::COUNT];
        for &field in B::LIST.fields() {
            if let Some(column) = origin.places()[field as usize]
                && (self.session.reading.details || !field.is_detail())
            {
                cells[field as usize] = block.cell(row, column);
            }
        }
        cells
    }

    fn refuse(&mut self, origin: &Origin, block: &Block, row: usize, faults: &[Fault]) -> Result<(), SourceError> {
        let line = block.lines[row];
        self.tally.refuse(origin.sheet(), line, faults);
        let cells: Vec<Cell<'_>> = (0..block.width(row)).map(|column| block.cell(row, column)).collect();
        self.session.rejects.put(origin, line, &cells, faults)
    }

    fn flush(&mut self) -> Result<(), SourceError> {
        let batch = std::mem::replace(&mut self.batch, B::empty(self.session.reading.details));
        if self.session.kept.is_some() || batch.people().is_empty() {
            return Ok(());
        }
        self.unlisted.count(batch.groups());
        (self.session.sink)(batch)
    }

    fn finish(mut self) -> Result<Tally, SourceError> {
        self.flush()?;
        self.tally.accepted = self.tally.rows - self.tally.refused;
        self.tally.births_without_day = self.checker.births_without_day;
        self.unlisted.finish(&mut self.tally);
        Ok(self.tally)
    }
}

/// The fault of a row whose person stands on the list elsewhere.
pub(super) fn duplicate() -> Fault {
    Fault {
        field: Field::PersonId, rule: Rule::Duplicate, what: "người này đã có ở một dòng khác".to_owned()
    }
}

/// Whether a line names nobody: a heading of a hamlet, a total, a place for signatures. Such a line has no mandatory cell
/// (nor one that stands for the sex) and at most one other.
fn is_note<B: Batch>(cells: &Cells<'_>) -> bool {
    let mut mandatory = B::LIST.mandatory().iter().chain(&[Field::Male, Field::Female]);
    let mandatory = mandatory.all(|field| cells[*field as usize].is_empty());
    mandatory && cells.iter().filter(|cell| !cell.is_empty()).count() <= 1
}
