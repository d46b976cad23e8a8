//! Tables: rows of data become lines with tabs; a table without lines that only sets things side by side (the head and the foot of a paper)
//! becomes its cells one after the other.

/// Tables inside tables beyond this depth are read as their paragraphs.
const DEEPEST: usize = 32;
/// What a cell and a line of a cell take besides their letters, in bytes.
const CELL: usize = 120;
const LINE: usize = 32;

#[derive(Debug, Default)]
struct Table {
    bordered: bool,
    row: Vec<Vec<String>>,
}

/// The tables that are open, innermost last.
#[derive(Debug, Default)]
pub(super) struct Tables {
    open: Vec<Table>,
    /// Open tables beyond the deepest.
    beyond: usize,
    /// Bytes of memory that the rows which are not closed yet take at most.
    held: usize,
}

impl Tables {
    /// Bytes of memory that the rows which are not closed yet take at most.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    pub(super) fn open(&mut self) {
        if self.open.len() < DEEPEST {
            self.open.push(Table::default());
        } else {
            self.beyond += 1;
        }
    }

    pub(super) fn style(&mut self, name: &str) {
        if let Some(table) = self.open.last_mut() {
            table.bordered |= name.contains("Grid");
        }
    }

    pub(super) fn border(&mut self, kind: &str) {
        if let Some(table) = self.open.last_mut() {
            table.bordered |= !matches!(kind, "" | "nil" | "none");
        }
    }

    pub(super) fn open_row(&mut self) {
        if let Some(table) = self.open.last_mut().filter(|_| self.beyond == 0) {
            table.row.clear();
        }
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(table) = self.open.last_mut().filter(|_| self.beyond == 0) {
            table.row.push(Vec::new());
            self.held += CELL;
        }
    }

    /// A paragraph: a line of the paper or of the open cell.
    pub(super) fn line(&mut self, out: &mut String, text: &str) {
        let cell = self.open.last_mut().and_then(|table| table.row.last_mut());
        match cell {
            Some(cell) => {
                let text = text.trim();
                self.held += LINE + text.len();
                cell.push(text.to_owned());
            }
            None => {
                out.push_str(text.trim_end());
                out.push('\n');
            }
        }
    }

    pub(super) fn close_row(&mut self, out: &mut String) {
        if self.beyond > 0 {
            return;
        }
        let Some(table) = self.open.last_mut() else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        let side_by_side = row.len() <= 2 && !table.bordered;
        let cells = row.into_iter().map(|lines| lines.into_iter().filter(|line| !line.is_empty()));
        let lines: Vec<String> = if side_by_side {
            cells.flatten().collect()
        } else {
            let cells: Vec<String> =
                cells.map(|lines| lines.collect::<Vec<_>>().join(" ").replace('\n', " ")).collect();
            vec![cells.join("\t")]
        };
        // A row of a table inside a cell is a line of that cell.
        let inner = self.open.pop();
        if self.open.is_empty() {
            self.held = 0;
        }
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            self.line(out, line);
        }
        self.open.extend(inner);
    }

    pub(super) fn close(&mut self, out: &mut String) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        self.close_row(out);
        self.open.pop();
    }

    pub(super) fn close_all(&mut self, out: &mut String) {
        self.beyond = 0;
        while !self.open.is_empty() {
            self.close(out);
        }
    }
}
