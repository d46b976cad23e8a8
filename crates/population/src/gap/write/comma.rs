//! Lists as CSV, with the names of columns that programs read.

use std::fs::File;

use tempfile::NamedTempFile;

use super::{COLUMNS, Cell};

pub(super) struct Comma {
    writer: csv::Writer<File>,
}

impl Comma {
    pub(super) fn new(draft: &NamedTempFile) -> Result<Comma, String> {
        let file = draft.as_file().try_clone().map_err(|error| error.to_string())?;
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(COLUMNS.map(|column| column.name)).map_err(|error| error.to_string())?;
        Ok(Comma { writer })
    }

    pub(super) fn write(&mut self, cells: &[Cell]) -> Result<(), String> {
        self.writer.write_record(cells.iter().map(text)).map_err(|error| error.to_string())
    }

    pub(super) fn finish(mut self) -> Result<(), String> {
        self.writer.flush().map_err(|error| error.to_string())
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        Cell::Flag(flag) => flag.to_string(),
    }
}
