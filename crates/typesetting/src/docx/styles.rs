//! The styles: one for each piece of layout.toml, on top of Times New Roman.

use super::xml::Xml;
use super::{points, twips};
use crate::fonts::TIMES;
use crate::layout::{Align, Piece, Style, layout};

pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// `word/styles.xml`.
pub(super) fn styles() -> String {
    let mut xml = Xml::document();
    xml.element("w:styles", &[("xmlns:w", &W)], |xml| {
        defaults(xml);
        xml.element("w:style", &[("w:type", &"paragraph"), ("w:default", &1), ("w:styleId", &"Normal")], |xml| {
            xml.empty("w:name", &[("w:val", &"Normal")]).empty("w:qFormat", &[]);
        });
        xml.element("w:style", &[("w:type", &"table"), ("w:default", &1), ("w:styleId", &"TableNormal")], |xml| {
            xml.empty("w:name", &[("w:val", &"Normal Table")]);
            xml.element("w:tblPr", &[], |xml| {
                xml.empty("w:tblInd", &[("w:w", &0), ("w:type", &"dxa")]);
                cell_margins(xml, "w:tblCellMar", 0);
            });
        });
        xml.element("w:style", &[("w:type", &"table"), ("w:styleId", &"TableGrid")], |xml| {
            xml.empty("w:name", &[("w:val", &"Table Grid")]).empty("w:basedOn", &[("w:val", &"TableNormal")]);
            xml.element("w:tblPr", &[], |xml| {
                xml.element("w:tblBorders", &[], |xml| {
                    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                        border(xml, side, 4, 0, "auto");
                    }
                });
            });
        });
        for piece in Piece::ALL {
            style(xml, *piece, layout().style(*piece));
        }
    });
    xml.finish()
}

/// One side of a border: weight in eighths of a point, distance in points.
pub(super) fn border(xml: &mut Xml, side: &str, eighths: i64, distance: i64, colour: &str) {
    xml.empty(side, &[("w:val", &"single"), ("w:sz", &eighths), ("w:space", &distance), ("w:color", &colour)]);
}

/// The same distance from the left and right edges of each cell, in twips.
pub(super) fn cell_margins(xml: &mut Xml, name: &str, sides: i64) {
    xml.element(name, &[], |xml| {
        for (side, width) in [("w:top", 0), ("w:left", sides), ("w:bottom", 0), ("w:right", sides)] {
            xml.empty(side, &[("w:w", &width), ("w:type", &"dxa")]);
        }
    });
}

/// The name of an alignment in Word.
pub(super) fn justification(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "both",
    }
}

fn defaults(xml: &mut Xml) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.empty(
                    "w:rFonts",
                    &[("w:ascii", &TIMES), ("w:hAnsi", &TIMES), ("w:eastAsia", &TIMES), ("w:cs", &TIMES)],
                );
                xml.empty("w:color", &[("w:val", &"000000")]);
                xml.empty("w:sz", &[("w:val", &28)]).empty("w:szCs", &[("w:val", &28)]);
                xml.empty("w:lang", &[("w:val", &"vi-VN"), ("w:eastAsia", &"vi-VN"), ("w:bidi", &"ar-SA")]);
            });
        });
        xml.element("w:pPrDefault", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &240), ("w:lineRule", &"auto")]);
            });
        });
    });
}

fn style(xml: &mut Xml, piece: Piece, style: &Style) {
    let id = piece.style_id();
    xml.element("w:style", &[("w:type", &"paragraph"), ("w:customStyle", &1), ("w:styleId", &id)], |xml| {
        xml.empty("w:name", &[("w:val", &style.label)]);
        xml.empty("w:basedOn", &[("w:val", &"Normal")]).empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if style.keep {
                xml.empty("w:keepNext", &[]);
            }
            if piece == Piece::ListItem {
                xml.element("w:numPr", &[], |xml| {
                    xml.empty("w:ilvl", &[("w:val", &0)]).empty("w:numId", &[("w:val", &1)]);
                });
            }
            let line = (240.0 * style.line).round() as i64;
            xml.empty(
                "w:spacing",
                &[("w:before", &points(style.before)), ("w:after", &0), ("w:line", &line), ("w:lineRule", &"auto")],
            );
            xml.empty("w:ind", &[("w:left", &twips(style.left)), ("w:firstLine", &twips(style.first_line))]);
            xml.empty("w:jc", &[("w:val", &justification(style.align))]);
        });
        xml.element("w:rPr", &[], |xml| {
            if style.bold {
                xml.empty("w:b", &[]).empty("w:bCs", &[]);
            }
            if style.italic {
                xml.empty("w:i", &[]).empty("w:iCs", &[]);
            }
            if let Some(colour) = &style.colour {
                xml.empty("w:color", &[("w:val", &colour.to_uppercase())]);
            }
            let half_points = (style.size * 2.0).round() as i64;
            xml.empty("w:sz", &[("w:val", &half_points)]).empty("w:szCs", &[("w:val", &half_points)]);
        });
    });
}

/// `word/numbering.xml`: the dash of lists, indented like the first line of a paragraph.
pub(super) fn numbering() -> String {
    let first_line = twips(layout().style(Piece::ListItem).first_line);
    let mut xml = Xml::document();
    xml.element("w:numbering", &[("xmlns:w", &W)], |xml| {
        xml.element("w:abstractNum", &[("w:abstractNumId", &0)], |xml| {
            xml.empty("w:multiLevelType", &[("w:val", &"singleLevel")]);
            xml.element("w:lvl", &[("w:ilvl", &0)], |xml| {
                xml.empty("w:start", &[("w:val", &1)]).empty("w:numFmt", &[("w:val", &"bullet")]);
                xml.empty("w:pStyle", &[("w:val", &Piece::ListItem.style_id())]);
                xml.empty("w:suff", &[("w:val", &"space")]).empty("w:lvlText", &[("w:val", &"-")]);
                xml.empty("w:lvlJc", &[("w:val", &"left")]);
                xml.element("w:pPr", &[], |xml| {
                    xml.empty("w:ind", &[("w:left", &0), ("w:firstLine", &first_line)]);
                });
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:rFonts", &[("w:ascii", &TIMES), ("w:hAnsi", &TIMES), ("w:cs", &TIMES)]);
                });
            });
        });
        xml.element("w:num", &[("w:numId", &1)], |xml| {
            xml.empty("w:abstractNumId", &[("w:val", &0)]);
        });
    });
    xml.finish()
}
