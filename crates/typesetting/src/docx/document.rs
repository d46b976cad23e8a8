//! `word/document.xml`: sections, paragraphs, rules, frames, runs.

use super::figure::{Picture, draw};
use super::styles::{W, border};
use super::table::{columns, table};
use super::xml::Xml;
use super::{points, twips};
use crate::composition::{Block, Composition, Line, PageFormat, Section, text_width};
use crate::layout::{POINTS_PER_MM, Piece, layout};
use crate::metrics::width_mm;
use crate::runs::{Run, words};

/// The body and the pictures it shows.
pub(super) struct Document {
    /// `word/document.xml`.
    pub(super) xml: String,
    /// In the order of their numbers, from 1.
    pub(super) pictures: Vec<Picture>,
}

/// Draws a composition.
pub(super) fn document(composition: &Composition) -> Document {
    let mut xml = Xml::document();
    let mut pictures = Vec::new();
    let namespaces: [(&str, &dyn std::fmt::Display); 5] = [
        ("xmlns:w", &W),
        ("xmlns:r", &"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("xmlns:wp", &"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:pic", &"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ];
    let last = composition.sections.len().saturating_sub(1);
    xml.element("w:document", &namespaces, |xml| {
        xml.element("w:body", &[], |xml| {
            for (index, section) in composition.sections.iter().enumerate() {
                for block in &section.blocks {
                    draw_block(xml, block, text_width(layout(), section.format), &mut pictures);
                }
                if index == last {
                    spacer(xml, 1.0, false);
                    section_properties(xml, section);
                } else {
                    gap(xml, 1.0, false, |xml| section_properties(xml, section));
                }
            }
        });
    });
    Document { xml: xml.finish(), pictures }
}

fn draw_block(xml: &mut Xml, block: &Block, room: f64, pictures: &mut Vec<Picture>) {
    match block {
        Block::Text(line) => paragraph(xml, line, room),
        Block::List { items } => {
            for item in items {
                paragraph(xml, &Line::new(Piece::ListItem, item.clone()), room);
            }
        }
        Block::Columns { widths, rows, before, together } => {
            if *before > 0.0 {
                spacer(xml, *before, true);
            }
            columns(xml, *widths, rows, *together);
        }
        Block::Table(data) => {
            table(xml, data, room);
            spacer(xml, 6.0, false);
        }
        Block::Figure(figure) => {
            pictures.extend(draw(xml, figure, room, pictures.len() + 1));
            if let Some(caption) = &figure.caption {
                paragraph(xml, caption, room);
            }
        }
    }
}

/// A line with its frame or its rule, in a column of this width in millimetres.
pub(super) fn paragraph(xml: &mut Xml, line: &Line, room: f64) {
    let style = layout().style(line.piece);
    if line.frame.is_some() {
        // Neighbouring paragraphs of one frame would be drawn in one box.
        spacer(xml, line.before.unwrap_or(style.before), false);
    }
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", &line.piece.style_id())]);
            if line.keep || line.rule.is_some() {
                xml.empty("w:keepNext", &[]);
            }
            if let Some([width, height]) = line.frame {
                frame(xml, line, width, height, room);
            } else {
                if let Some(before) = line.before {
                    let before = points(before);
                    let line = (240.0 * style.line).round() as i64;
                    xml.empty(
                        "w:spacing",
                        &[("w:before", &before), ("w:after", &0), ("w:line", &line), ("w:lineRule", &"auto")],
                    );
                }
                if let Some(left) = line.left {
                    xml.empty("w:ind", &[("w:left", &twips(left)), ("w:firstLine", &twips(style.first_line))]);
                }
            }
            if let Some(level) = line.level {
                xml.empty("w:outlineLvl", &[("w:val", &level.saturating_sub(1).min(8))]);
            }
        });
        runs(xml, &line.runs);
    });
    if let Some(length) = line.rule {
        rule(xml, length, room, style.rule_gap, style.rule_weight, line.keep);
    }
}

/// The words with their looks.
pub(super) fn runs(xml: &mut Xml, runs: &[Run]) {
    for run in runs {
        xml.element("w:r", &[], |xml| {
            if run.bold || run.italic {
                xml.element("w:rPr", &[], |xml| {
                    if run.bold {
                        xml.empty("w:b", &[]).empty("w:bCs", &[]);
                    }
                    if run.italic {
                        xml.empty("w:i", &[]).empty("w:iCs", &[]);
                    }
                });
            }
            xml.element("w:t", &[("xml:space", &"preserve")], |xml| {
                xml.words(&run.text);
            });
        });
    }
}

/// A paragraph without words of this height in points.
pub(super) fn spacer(xml: &mut Xml, height: f64, keep: bool) {
    gap(xml, height, keep, |_| {});
}

/// A spacer with more properties at the end.
fn gap(xml: &mut Xml, height: f64, keep: bool, properties: impl FnOnce(&mut Xml)) {
    let height = points(height);
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            if keep {
                xml.empty("w:keepNext", &[]);
            }
            xml.empty("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &height), ("w:lineRule", &"exact")]);
            xml.element("w:rPr", &[], |xml| {
                xml.empty("w:sz", &[("w:val", &2)]);
            });
            properties(xml);
        });
    });
}

/// A rule of this length in the middle of the room: the upper border of a paragraph drawn in from both sides.
fn rule(xml: &mut Xml, length: f64, room: f64, gap: f64, weight: f64, keep: bool) {
    let inset = twips((room - length) / 2.0);
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            if keep {
                xml.empty("w:keepNext", &[]);
            }
            xml.element("w:pBdr", &[], |xml| border(xml, "w:top", (weight * 8.0).round() as i64, 0, "000000"));
            xml.empty(
                "w:spacing",
                &[("w:before", &points(gap)), ("w:after", &0), ("w:line", &20), ("w:lineRule", &"exact")],
            );
            xml.empty("w:ind", &[("w:left", &inset), ("w:right", &inset)]);
            xml.element("w:rPr", &[], |xml| {
                xml.empty("w:sz", &[("w:val", &2)]);
            });
        });
    });
}

/// A frame of this size in millimetres around one line; nought fits the words.
fn frame(xml: &mut Xml, line: &Line, width: f64, height: f64, room: f64) {
    let style = layout().style(line.piece);
    let width = if width > 0.0 { width } else { width_mm(&words(&line.runs), style) + 6.0 };
    let single = 1.149 * style.size;
    let distance = ((height * POINTS_PER_MM - single) / 2.0).round().max(0.0) as i64;
    let colour = style.colour.as_deref().unwrap_or("000000").to_uppercase();
    xml.element("w:pBdr", &[], |xml| {
        border(xml, "w:top", 8, distance, &colour);
        border(xml, "w:left", 8, 0, &colour);
        border(xml, "w:bottom", 8, distance, &colour);
        border(xml, "w:right", 8, 0, &colour);
    });
    xml.empty("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &240), ("w:lineRule", &"auto")]);
    let inset = twips((room - width) / 2.0);
    xml.empty("w:ind", &[("w:left", &inset), ("w:right", &inset), ("w:firstLine", &0)]);
}

/// Paper, margins, page numbers from 1 that the first page does not show.
fn section_properties(xml: &mut Xml, section: &Section) {
    let page = &layout().page;
    let certificate = &layout().certificate;
    xml.element("w:sectPr", &[], |xml| {
        let foot = if section.foot.is_some() { "rFoot" } else { "rEmptyFoot" };
        xml.empty("w:headerReference", &[("w:type", &"default"), ("r:id", &"rNumber")]);
        xml.empty("w:headerReference", &[("w:type", &"first"), ("r:id", &"rEmptyHead")]);
        xml.empty("w:footerReference", &[("w:type", &"default"), ("r:id", &"rEmptyFoot")]);
        xml.empty("w:footerReference", &[("w:type", &"first"), ("r:id", &foot)]);
        xml.empty("w:type", &[("w:val", &"nextPage")]);
        let (size, margins) = match section.format {
            PageFormat::Upright => ([page.width, page.height], [page.top, page.right, page.bottom, page.left]),
            PageFormat::Landscape => ([page.height, page.width], [page.left, page.top, page.right, page.bottom]),
            PageFormat::Certificate => (
                [certificate.width, certificate.height],
                [certificate.top, certificate.right, certificate.bottom, certificate.left],
            ),
        };
        let [width, height] = size.map(twips);
        let orient = if width > height { "landscape" } else { "portrait" };
        xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", &orient)]);
        let [top, right, bottom, left] = margins.map(twips);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &twips(page.header)),
                ("w:footer", &twips(page.footer)),
                ("w:gutter", &0),
            ],
        );
        if section.format == PageFormat::Certificate {
            page_border(xml);
        }
        xml.empty("w:pgNumType", &[("w:start", &1)]).empty("w:titlePg", &[]);
    });
}

fn page_border(xml: &mut Xml) {
    let certificate = &layout().certificate;
    let distance = (certificate.border * POINTS_PER_MM).round() as i64;
    let eighths = (certificate.border_weight * 8.0).round() as i64;
    let colour = certificate.border_colour.to_uppercase();
    xml.element("w:pgBorders", &[("w:offsetFrom", &"page")], |xml| {
        for side in ["w:top", "w:left", "w:bottom", "w:right"] {
            let kind = if matches!(side, "w:top" | "w:left") { "thickThinSmallGap" } else { "thinThickSmallGap" };
            xml.empty(side, &[("w:val", &kind), ("w:sz", &eighths), ("w:space", &distance), ("w:color", &colour)]);
        }
    });
}
