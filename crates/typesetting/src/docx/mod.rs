//! A composition as DOCX: Office Open XML with a style for each piece, real tables, sections and headers.

mod document;
mod figure;
mod package;
mod styles;
mod table;
mod xml;

use crate::composition::Composition;

pub use package::DocxError;

/// Twips (twentieths of a point) in a millimetre.
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// Writes the composition.
pub(crate) fn write(composition: &Composition) -> Result<Vec<u8>, DocxError> {
    let body = document::document(composition);
    package::package(composition, &body)
}

/// Millimetres in twips, as Word counts lengths.
fn twips(mm: f64) -> i64 {
    (mm * TWIPS_PER_MM).round() as i64
}

/// Points in twips.
fn points(points: f64) -> i64 {
    (points * 20.0).round() as i64
}
