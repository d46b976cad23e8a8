//! Tables: the borderless two columns of head and closing, and tables of data.

use super::document::{paragraph, runs, spacer};
use super::styles::cell_margins;
use super::xml::Xml;
use super::{points, twips};
use crate::composition::{ColumnAlignName, HeadCell, Line, Table};
use crate::layout::Piece;
use crate::runs::Run;

/// Lines side by side; widths in millimetres.
pub(super) fn columns(xml: &mut Xml, widths: [f64; 2], rows: &[[Vec<Line>; 2]], together: bool) {
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", &"TableNormal")]);
            xml.empty("w:tblW", &[("w:w", &twips(widths[0] + widths[1])), ("w:type", &"dxa")]);
            xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
            cell_margins(xml, "w:tblCellMar", 0);
        });
        grid(xml, &widths.map(twips));
        for row in rows {
            xml.element("w:tr", &[], |xml| {
                if together {
                    xml.element("w:trPr", &[], |xml| {
                        xml.empty("w:cantSplit", &[]);
                    });
                }
                for (lines, width) in row.iter().zip(widths) {
                    xml.element("w:tc", &[], |xml| {
                        xml.element("w:tcPr", &[], |xml| {
                            xml.empty("w:tcW", &[("w:w", &twips(width)), ("w:type", &"dxa")]);
                        });
                        for line in lines {
                            paragraph(xml, line, width);
                        }
                        // A cell ends with a paragraph; a rule is one.
                        if lines.is_empty() {
                            spacer(xml, 1.0, false);
                        }
                    });
                }
            });
        }
    });
}

/// A table of data in a room of this width; its head repeats on every page and no row is split.
pub(super) fn table(xml: &mut Xml, table: &Table, room: f64) {
    let widths: Vec<i64> = table.widths.iter().map(|share| twips(share * room)).collect();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", &"TableGrid")]);
            xml.empty("w:tblW", &[("w:w", &widths.iter().sum::<i64>()), ("w:type", &"dxa")]);
            xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
            cell_margins(xml, "w:tblCellMar", twips(1.6));
            xml.empty("w:tblLook", &[("w:val", &"0020"), ("w:firstRow", &1)]);
            xml.empty("w:tblDescription", &[("w:val", &table.summary)]);
        });
        grid(xml, &widths);
        head(xml, &table.head, &widths);
        for cells in &table.rows {
            row(xml, cells, &table.aligns, &widths);
        }
    });
}

fn grid(xml: &mut Xml, widths: &[i64]) {
    xml.element("w:tblGrid", &[], |xml| {
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", width)]);
        }
    });
}

/// Heading cells that span both rows are written again in the second, as Word wants it.
fn head(xml: &mut Xml, rows: &[Vec<HeadCell>], widths: &[i64]) {
    let Some((upper, lower)) = rows.split_first() else {
        return;
    };
    head_row(xml, |xml| {
        let mut column = 0;
        for cell in upper {
            let merge = (cell.rows > 1).then_some("restart");
            head_cell(xml, &cell.runs, &widths[column..column + cell.columns], merge);
            column += cell.columns;
        }
    });
    let Some(lower) = lower.first() else {
        return;
    };
    head_row(xml, |xml| {
        let mut below = lower.iter();
        let mut column = 0;
        for cell in upper {
            let spans = &widths[column..column + cell.columns];
            if cell.rows > 1 {
                head_cell(xml, &[], spans, Some("continue"));
            } else {
                for (cell, width) in below.by_ref().take(cell.columns).zip(spans) {
                    head_cell(xml, &cell.runs, &[*width], None);
                }
            }
            column += cell.columns;
        }
    });
}

fn head_row(xml: &mut Xml, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]).empty("w:tblHeader", &[]);
        });
        cells(xml);
    });
}

fn head_cell(xml: &mut Xml, words: &[Run], widths: &[i64], merge: Option<&str>) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &widths.iter().sum::<i64>()), ("w:type", &"dxa")]);
            if widths.len() > 1 {
                xml.empty("w:gridSpan", &[("w:val", &widths.len())]);
            }
            if let Some(merge) = merge {
                xml.empty("w:vMerge", &[("w:val", &merge)]);
            }
            xml.empty("w:vAlign", &[("w:val", &"center")]);
        });
        cell_paragraph(xml, Piece::TableHead, None, words);
    });
}

fn row(xml: &mut Xml, cells: &[Vec<Run>], aligns: &[ColumnAlignName], widths: &[i64]) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
        });
        for ((cell, align), width) in cells.iter().zip(aligns).zip(widths) {
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    xml.empty("w:tcW", &[("w:w", width), ("w:type", &"dxa")])
                        .empty("w:vAlign", &[("w:val", &"center")]);
                });
                let align = match align {
                    ColumnAlignName::Left => "left",
                    ColumnAlignName::Center => "center",
                    ColumnAlignName::Right => "right",
                };
                cell_paragraph(xml, Piece::TableCell, Some(align), cell);
            });
        }
    });
}

fn cell_paragraph(xml: &mut Xml, piece: Piece, align: Option<&str>, words: &[Run]) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", &piece.style_id())]);
            xml.empty("w:spacing", &[("w:before", &points(3.0)), ("w:after", &points(3.0))]);
            if let Some(align) = align {
                xml.empty("w:jc", &[("w:val", &align)]);
            }
        });
        runs(xml, words);
    });
}
