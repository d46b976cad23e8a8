//! Tables as lines show them: rows of cells parted by tabs, bars or wide gaps, with labels that run over lines.

use std::collections::HashSet;
use std::ops::Range;

use crate::read::Document;
use crate::read::lex::{Gap, Line, Shape, marks};
use crate::read::paragraphs::mark_at;
use crate::read::zones::Zone;

/// Rows that stand one under the other.
#[derive(Debug)]
pub struct Table {
    /// Its rows, those of its head among them.
    pub rows: Vec<Row>,
    /// The index of its first line.
    pub first_line: usize,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its cells that hold anything, from left to right.
    pub cells: Vec<Range<usize>>,
    /// The column of each cell, empty ones counted, where signs part them: tabs or bars.
    pub places: Option<Vec<usize>>,
    /// Whether it begins with its running number.
    pub is_numbered: bool,
    /// Whether its last cell begins with a number.
    pub ends_with_number: bool,
    /// The line above that begins its label: "Số người tham gia BHXH tự" / "nguyện  1.560".
    pub lead: Option<Range<usize>>,
    /// The line below that ends its label: "Số người tham gia BHXH tự  1.560" / "nguyện".
    pub tail: Option<Range<usize>>,
}

impl Row {
    /// Whether its first cells are empty: below a head whose columns it parts.
    pub fn is_indented(&self) -> bool {
        self.places.as_ref().and_then(|places| places.first()).is_some_and(|first| *first > 0)
    }

    /// The words of its label with what stands in the lines above and below; nothing where the label is whole in its line.
    pub fn wrapped(&self, document: &Document<'_>, label: &Range<usize>) -> Option<String> {
        if self.lead.is_none() && self.tail.is_none() {
            return None;
        }
        let parts = [self.lead.clone(), Some(label.clone()), self.tail.clone()];
        let words: Vec<String> = parts.into_iter().flatten().map(|part| document.words(part)).collect();
        Some(words.join(" "))
    }
}

/// The paragraphs that are rows of tables.
pub fn rows(document: &Document<'_>, tables: &[Table]) -> HashSet<usize> {
    let parts = |row: &Row| {
        let of = |part: &Option<Range<usize>>| part.as_ref().map(|part| part.start);
        let cells = row.cells.iter().map(|cell| cell.start);
        cells.chain(of(&row.lead)).chain(of(&row.tail)).collect::<Vec<usize>>()
    };
    tables
        .iter()
        .flat_map(|table| table.rows.iter().flat_map(parts))
        .map(|start| document.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= start))
        .collect()
}

/// The tables of body and annexes.
pub fn tables(document: &Document<'_>) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    let mut open: Option<Table> = None;
    let mut lead: Option<Range<usize>> = None;
    for (index, (line, zone)) in document.lines.iter().zip(&document.outline.zones).enumerate() {
        let inside = matches!(zone, Zone::Body | Zone::Annex);
        let cells = if inside { cells(document, line.first..line.end) } else { Vec::new() };
        if cells.len() >= 2 {
            let low = is_low(document, &cells[0]);
            let lead = lead.take().filter(|_| low);
            let table = open.get_or_insert_with(|| Table { rows: Vec::new(), first_line: index });
            let places = places(document, &cells);
            let is_numbered = is_running_number(document, &cells[0]) && !is_running_number(document, &cells[1]);
            let ends_with_number = cells.last().is_some_and(|cell| document.is_number(cell.start));
            table.rows.push(Row { cells, places, is_numbered, ends_with_number, lead, tail: None });
            continue;
        }
        let row_follows = || {
            document.lines.get(index + 1).is_some_and(|next| cells_of_line(document, next) >= 2)
                || document.lines.get(index + 2).is_some_and(|next| cells_of_line(document, next) >= 2)
        };
        let part = inside && is_part_of_label(document, line);
        match open.as_mut().and_then(|table| table.rows.last_mut()) {
            Some(row)
                if part && row.tail.is_none() && !line.after_blank && is_low(document, &(line.first..line.end)) =>
            {
                row.tail = Some(line.first..line.end);
            }
            Some(_) if part && row_follows() => lead = Some(line.first..line.end),
            _ => {
                lead = None;
                found.extend(open.take());
            }
        }
    }
    found.extend(open);
    found.retain(|table| table.rows.len() >= 2);
    found.extend(super::stacked::tables(document));
    found
}

fn cells_of_line(document: &Document<'_>, line: &Line) -> usize {
    cells(document, line.first..line.end).len()
}

/// A cell that goes on with what stands above it.
fn is_low(document: &Document<'_>, cell: &Range<usize>) -> bool {
    document.get(cell.start).is_some_and(|token| {
        (token.is_word() && token.shape == Shape::Lower) || token.is_mark(marks::OPEN) || token.is_mark(marks::COMMA)
    })
}

/// A short line inside a table that is no sentence and no item of a list.
fn is_part_of_label(document: &Document<'_>, line: &Line) -> bool {
    const ENDS: [crate::read::lex::Key; 4] = [marks::POINT, marks::SEMICOLON, marks::COLON, marks::SLASH];
    line.end - line.first <= 12
        && !document.is_any(line.end - 1, &ENDS)
        && mark_at(document, line.first).is_none()
        && document.get(line.first).is_some_and(|token| token.is_word() || token.is_mark(marks::OPEN))
}

/// "1", "12", "IV", "a": the number of a row.
fn is_running_number(document: &Document<'_>, cell: &Range<usize>) -> bool {
    let short = cell.len() <= 2 && document.at(cell.start).chars().count() <= 4;
    let roman = || document.at(cell.start).chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    short && (document.digits(cell.start, 1..4).is_some() || roman() || mark_at(document, cell.start).is_some())
}

/// The columns of the cells of one line, by the tabs or bars between them; nothing where plain gaps part them.
fn places(document: &Document<'_>, cells: &[Range<usize>]) -> Option<Vec<usize>> {
    let signs = |text: &str, sign: char| text.chars().filter(|found| *found == sign).count();
    let first = document.get(cells.first()?.start)?.span();
    let line = document.text.get(..first.start)?.rsplit('\n').next()?;
    let barred = line.contains('|') || {
        let next = document.get(cells.get(1)?.start)?.span();
        document.text.get(first.start..next.start)?.contains('|')
    };
    let sign = if barred { '|' } else { '\t' };
    // The bar at the head of a line parts nothing.
    let mut place = signs(line, sign).saturating_sub(usize::from(barred));
    let mut places = vec![place];
    for pair in cells.windows(2) {
        let [left, right] = pair else { return None };
        let start = document.get(left.end.checked_sub(1)?).filter(|_| left.end > left.start)?.span().end;
        let between = signs(document.text.get(start..document.get(right.start)?.span().start)?, sign);
        if between == 0 {
            return None;
        }
        place += between;
        places.push(place);
    }
    Some(places)
}

fn cells(document: &Document<'_>, line: Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = line.start;
    for index in line.clone() {
        let token = document.tokens[index];
        let bar = token.is_mark(marks::BAR);
        if bar || (index > line.start && token.gap == Gap::Wide) {
            if start < index {
                cells.push(start..index);
            }
            start = if bar { index + 1 } else { index };
        }
    }
    if start < line.end {
        cells.push(start..line.end);
    }
    cells
}
