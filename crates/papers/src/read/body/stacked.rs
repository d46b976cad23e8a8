//! Tables whose cells stand one under the other, as sites of law show them: each cell on a line of its own, parted by empty lines or lone bars.

use std::ops::Range;

use super::grid::{Row, Table};
use crate::read::Document;
use crate::read::lex::{Key, Line, key, marks};
use crate::read::number;
use crate::read::phrases::{Phrases, phrases};
use crate::read::zones::Zone;

/// No cell of such a table has more tokens.
const LONGEST_CELL: usize = 40;
/// How a row begins that sums up.
const SUMS: &Phrases = phrases!["toàn", "tổng cộng", "tổng số", "cộng", "cả tỉnh", "cả huyện"];
/// No head of such a table has more cells.
const MOST_COLUMNS: usize = 24;

/// The tables that begin with a line "TT" or "STT" and whose rows begin with lines "1", "2", "3".
pub(super) fn tables(document: &Document<'_>) -> Vec<Table> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(line) = document.lines.get(index) {
        let table = match begins(document, line) {
            true => table(document, index),
            false => uncounted(document, index),
        };
        index = match table {
            Some((table, end)) => {
                found.push(table);
                end.max(index + 1)
            }
            None => index + 1,
        };
    }
    found
}

/// A table whose rows have no running numbers: as many heads as cells in a row, a label and then lines that hold nothing but a number.
fn uncounted(document: &Document<'_>, first_line: usize) -> Option<(Table, usize)> {
    const LEAST_ROWS: usize = 2;
    let zone = *document.outline.zones.get(first_line).filter(|zone| matches!(zone, Zone::Body | Zone::Annex))?;
    let line = |at: usize| document.lines.get(at).filter(|_| document.outline.zones.get(at) == Some(&zone));
    let value = |at: usize| {
        line(at).is_some_and(|line| {
            number::single(document, line.first)
                .is_some_and(|quantity| quantity.tokens.end == line.end && !quantity.in_words)
                && !(line.end - line.first == 1
                    && document.digits(line.first, 4..5).is_some_and(|year| (1990..2100).contains(&year)))
        })
    };
    let words = |at: usize| {
        line(at).is_some_and(|line| {
            line.end - line.first <= LONGEST_HEAD
                && document.get(line.first).is_some_and(|token| token.is_capital() || token.is_number())
                && !value(at)
                && !document.is_any(line.end - 1, &[marks::POINT, marks::SEMICOLON, marks::COLON])
        })
    };
    // The first row: a label over numbers.
    let head = (first_line..first_line + MOST_COLUMNS).take_while(|at| words(*at)).count();
    let width = head.checked_sub(1).filter(|width| *width >= 2)?;
    let body = first_line + width;
    let is_row = |at: usize| words(at) && (at + 1..at + width).all(value) && !value(at + width);
    let mut rows = vec![first_line];
    rows.extend((0..).map(|row| body + row * width).take_while(|at| is_row(*at)));
    let cells = |start: usize| (start..start + width).filter_map(line).map(|line| line.first..line.end).collect();
    let end = first_line + rows.len() * width;
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|start| Row {
            cells: cells(start),
            places: None,
            is_numbered: false,
            ends_with_number: start != first_line,
            lead: None,
            tail: None,
        })
        .collect();
    (rows.len() > LEAST_ROWS).then_some((Table { rows, first_line }, end))
}

/// No head of such a table has more tokens.
const LONGEST_HEAD: usize = 14;

/// "TT", "STT", "Số TT" alone in a line.
fn begins(document: &Document<'_>, line: &Line) -> bool {
    const COUNTS: [Key; 2] = [key!("TT"), key!("STT")];
    let end = if line.end - line.first == 2 { line.first + 1 } else { line.first };
    line.end - line.first <= 2 && document.is_any(end, &COUNTS)
}

/// The table that begins at a line, and the line after it.
fn table(document: &Document<'_>, first_line: usize) -> Option<(Table, usize)> {
    let zone = document.outline.zones.get(first_line).filter(|zone| matches!(zone, Zone::Body | Zone::Annex))?;
    let cells = Cells { document, lines: &document.lines, zone: *zone, parted: is_parted(document, first_line) };
    let head: Vec<(Range<usize>, usize)> = cells
        .from(first_line)
        .take(MOST_COLUMNS + 1)
        .take_while(|(cell, _)| counted(document, cell) != Some(1))
        .collect();
    let body: usize = head.last()?.1;
    let width = width(&cells, body, head.len())?;
    let mut rows = head_rows(document, head.into_iter().map(|(cell, _)| cell).collect(), width)?;
    let mut rest = cells.from(body).peekable();
    let mut end = body;
    for number in 1.. {
        if rest.peek().and_then(|(cell, _)| counted(document, cell)) != Some(number) {
            break;
        }
        let mut row = Vec::with_capacity(width);
        // A row that lacks a cell does not say which.
        while row.len() < width
            && let Some((cell, after)) =
                rest.next_if(|(cell, _)| row.is_empty() || counted(document, cell) != Some(number + 1))
        {
            row.push(cell);
            end = after;
        }
        if row.len() == width {
            rows.push(row);
        }
    }
    // "Toàn huyện", "Tổng cộng": a row that has no number of its own.
    let sums = |cell: &Range<usize>| document.after_any(cell.start, SUMS).is_some();
    if rest.peek().is_some_and(|(cell, _)| sums(cell)) {
        let row: Vec<(Range<usize>, usize)> = rest.take(width - 1).collect();
        let valued = row.iter().skip(1).all(|(cell, _)| document.is_number(cell.start));
        if let Some((_, after)) = row.last().filter(|_| row.len() == width - 1 && valued) {
            end = *after;
            rows.push(row.into_iter().map(|(cell, _)| cell).collect());
        }
    }
    let rows = rows.into_iter().map(|cells| {
        let is_numbered = cells.first().is_some_and(|cell| counted(document, cell).is_some());
        let ends_with_number = cells.last().is_some_and(|cell| document.is_number(cell.start));
        Row { cells, places: None, is_numbered, ends_with_number, lead: None, tail: None }
    });
    let rows: Vec<Row> = rows.collect();
    (rows.len() >= 3).then_some((Table { rows, first_line }, end))
}

/// Whether empty lines or lone bars part the cells, so that a cell may take several lines.
fn is_parted(document: &Document<'_>, first: usize) -> bool {
    document.lines.get(first + 1).is_some_and(|next| next.after_blank || is_bar(document, next))
}

fn is_bar(document: &Document<'_>, line: &Line) -> bool {
    (line.first..line.end).all(|index| document.is(index, marks::BAR))
}

/// The lines of one zone as cells.
struct Cells<'a, 'd> {
    document: &'a Document<'d>,
    lines: &'a [Line],
    zone: Zone,
    parted: bool,
}

impl<'a> Cells<'a, '_> {
    /// The cells from a line on, each with the line after it; none beyond a line that is too long.
    fn from(&self, first: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
        let mut at = first;
        std::iter::from_fn(move || {
            while self.lines.get(at).is_some_and(|line| is_bar(self.document, line)) {
                at += 1;
            }
            let line = self.line(at)?;
            let mut cell = line.first..line.end;
            at += 1;
            while self.parted
                && let Some(more) = self.line(at).filter(|more| !more.after_blank && !is_bar(self.document, more))
            {
                cell.end = more.end;
                at += 1;
            }
            (cell.len() <= LONGEST_CELL).then_some((cell, at))
        })
    }

    fn line(&self, at: usize) -> Option<&'a Line> {
        self.lines.get(at).filter(|_| self.document.outline.zones.get(at) == Some(&self.zone))
    }
}

/// The running number of a row that fills its cell.
fn counted(document: &Document<'_>, cell: &Range<usize>) -> Option<u64> {
    let pointed = cell.len() == 2 && document.is(cell.start + 1, marks::POINT);
    document.digits(cell.start, 1..4).filter(|_| cell.len() == 1 || pointed).map(u64::from)
}

/// How many cells lie between the running numbers 1 and 2, at most as many as the head has.
fn width(cells: &Cells<'_, '_>, body: usize, most: usize) -> Option<usize> {
    let second =
        cells.from(body).take(most + 1).skip(2).position(|(cell, _)| counted(cells.document, &cell) == Some(2));
    second.map(|second| second + 2)
}

/// The head as one row, or as two where one cell stands over the years at its end: "Tỷ lệ bao phủ (%)", "Năm 2023", "Năm 2024".
fn head_rows(document: &Document<'_>, head: Vec<Range<usize>>, width: usize) -> Option<Vec<Vec<Range<usize>>>> {
    if head.len() == width {
        return Some(vec![head]);
    }
    let dated = |cell: &Range<usize>| {
        !document.dates_in(cell.clone()).is_empty() || document.digits(cell.start, 4..5).is_some() && cell.len() == 1
    };
    let years = head.iter().rev().take_while(|cell| dated(cell)).count();
    let fits = head.len() == width + 1 && (2..head.len()).contains(&years);
    fits.then(|| {
        let (above, below) = head.split_at(head.len() - years);
        vec![above.to_vec(), below.to_vec()]
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    const RATE: &str = "coverage_rate";

    #[test]
    fn cells_may_stand_one_under_the_other() {
        check_targets(
            "TT\n\nXã\n\nTỷ lệ bao phủ BHYT năm 2022 (%)\n\nSố người tham gia BHXH tự nguyện năm 2022\n\n1\n\nThu Cúc\n\n93,2\n\n120\n\n2\n\nMỹ\nThuận\n\n91,75\n\n85\n\nTổng cộng",
            &[
                (RATE, 93.2, "", 2022),
                ("voluntary_social_insurance_participants", 120.0, "", 2022),
                (RATE, 91.75, "", 2022),
                ("voluntary_social_insurance_participants", 85.0, "", 2022),
            ],
        );
    }

    #[test]
    fn one_cell_may_stand_over_years() {
        check_targets(
            "STT\n|\nTên xã\n|\nTỷ lệ bao phủ BHYT (%)\n|\nNăm 2022\n|\nNăm 2023\n|\n1\n|\nThu Cúc\n|\n93,2\n|\n94\n|\n2\n|\nMỹ Thuận\n|\n91,75\n|\n93\n|",
            &[(RATE, 93.2, "", 2022), (RATE, 94.0, "", 2023), (RATE, 91.75, "", 2022), (RATE, 93.0, "", 2023)],
        );
    }

    #[test]
    fn a_row_that_lacks_a_cell_says_nothing() {
        check_targets(
            "TT\nXã\nTỷ lệ bao phủ BHYT năm 2022 (%)\nGhi chú\n1\nThu Cúc\n93,2\nXã mới\n2\nMỹ Thuận\n3\nVăn Luông\n94\nXã cũ",
            &[(RATE, 93.2, "", 2022), (RATE, 94.0, "", 2022)],
        );
    }

    #[test]
    fn rows_need_no_running_numbers() {
        check_targets(
            "Chỉ tiêu\nKế hoạch 2022\nThực hiện 2021\nTỷ lệ bao phủ BHYT (%)\n95,0\n93,6\nSố người tham gia BHXH tự nguyện\n310\n264\nToàn xã còn 1.240 người chưa có thẻ.",
            &[(RATE, 95.0, "", 2022), ("voluntary_social_insurance_participants", 310.0, "", 2022)],
        );
    }
}
