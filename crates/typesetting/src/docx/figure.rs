//! Drawings: the SVG itself for Word since 2016, and a PNG for every other program.

use super::xml::Xml;
use crate::composition::Figure;
use crate::drawing::picture;
use crate::layout::Piece;

/// English Metric Units in a millimetre, as DrawingML counts lengths.
const EMU_PER_MM: f64 = 36_000.0;

/// The files of a drawing.
pub(super) struct Picture {
    /// The drawing.
    pub(super) svg: String,
    /// The same as a picture.
    pub(super) png: Vec<u8>,
}

/// Draws a figure in a room of this width; `number` names its files. A drawing that cannot be read draws nothing, which
/// the check of the data has refused before.
pub(super) fn draw(xml: &mut Xml, figure: &Figure, room: f64, number: usize) -> Option<Picture> {
    let (width, height, png) = picture(&figure.svg)?;
    let wide = (room * figure.width * EMU_PER_MM).round() as i64;
    let high = (wide as f64 * f64::from(height) / f64::from(width)).round() as i64;
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", &Piece::Figure.style_id())]);
        });
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| inline(xml, figure, number, wide, high));
        });
    });
    Some(Picture { svg: figure.svg.clone(), png })
}

fn inline(xml: &mut Xml, figure: &Figure, number: usize, wide: i64, high: i64) {
    let name = format!("Hình {number}");
    xml.element("wp:inline", &[("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)], |xml| {
        xml.empty("wp:extent", &[("cx", &wide), ("cy", &high)]);
        xml.empty("wp:docPr", &[("id", &number), ("name", &name), ("descr", &figure.alt)]);
        xml.element("a:graphic", &[], |xml| {
            let uri = "http://schemas.openxmlformats.org/drawingml/2006/picture";
            xml.element("a:graphicData", &[("uri", &uri)], |xml| {
                xml.element("pic:pic", &[], |xml| {
                    xml.element("pic:nvPicPr", &[], |xml| {
                        xml.empty("pic:cNvPr", &[("id", &number), ("name", &name), ("descr", &figure.alt)]);
                        xml.empty("pic:cNvPicPr", &[]);
                    });
                    fill(xml, number);
                    xml.element("pic:spPr", &[], |xml| {
                        xml.element("a:xfrm", &[], |xml| {
                            xml.empty("a:off", &[("x", &0), ("y", &0)]).empty("a:ext", &[("cx", &wide), ("cy", &high)]);
                        });
                        xml.element("a:prstGeom", &[("prst", &"rect")], |xml| {
                            xml.empty("a:avLst", &[]);
                        });
                    });
                });
            });
        });
    });
}

fn fill(xml: &mut Xml, number: usize) {
    xml.element("pic:blipFill", &[], |xml| {
        xml.element("a:blip", &[("r:embed", &format!("rPng{number}"))], |xml| {
            xml.element("a:extLst", &[], |xml| {
                // The identifier of the extension for SVG.
                xml.element("a:ext", &[("uri", &"{96DAC541-7B7A-43D3-8B79-37D633B846F1}")], |xml| {
                    xml.empty(
                        "asvg:svgBlip",
                        &[
                            ("xmlns:asvg", &"http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
                            ("r:embed", &format!("rSvg{number}")),
                        ],
                    );
                });
            });
        });
        xml.element("a:stretch", &[], |xml| {
            xml.empty("a:fillRect", &[]);
        });
    });
}
