//! Official papers written: a data file becomes a PDF or a DOCX in the layout of Annex I of Decree 30/2020/NĐ-CP.
//!
//! A [`paper::Paper`] is what a data file says; [`composition`] gives every line its words, number and style;
//! the writers draw it by the measures of `layout.toml`. Both are deterministic: the same data, fonts and release give
//! the same bytes. This is a crate of its own, apart from `papers`, so that whoever reads papers need not build Typst.
//! It knows no database and no web.

mod batch;
pub mod composition;
pub mod data;
mod docx;
mod drawing;
mod examples;
pub mod fonts;
pub mod kind;
pub mod layout;
mod metrics;
pub mod paper;
mod pdf;
pub mod runs;
#[cfg(test)]
mod tests;
pub mod wording;

pub use batch::{batch, batch_each, batch_together};
pub use data::Fault;
pub use examples::{TEMPLATES, Template, example};
pub use fonts::Fonts;
pub use kind::{Kind, UnknownKind};
pub use paper::Paper;
pub use pdf::PdfError;

use std::str::FromStr;

/// A format that a paper can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// PDF/A-2a, or a tagged PDF for a draft without a day.
    Pdf,
    /// Office Open XML, for Word and LibreOffice.
    Docx,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_lowercase().as_str() {
            "pdf" => Ok(Self::Pdf),
            "docx" => Ok(Self::Docx),
            _ => Err(format!("Không viết được tệp `.{text}`; hãy chọn pdf hoặc docx.")),
        }
    }
}

/// Why a paper was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The data file has faults.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Data(Vec<Fault>),
    /// The PDF could not be made.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The DOCX could not be made.
    #[error("Không ghi được tệp DOCX: {0}")]
    Docx(#[from] docx::DocxError),
}

/// Writes the paper that a data file says, with Times New Roman where it is installed. `file` names the data in faults.
///
/// # Errors
/// The faults of the data, each with file, line and field; or what kept the writer from writing.
pub fn write(kind: Kind, file: &str, data: &str, format: Format) -> Result<Vec<u8>, WriteError> {
    let paper = data::read(kind, file, data).map_err(WriteError::Data)?;
    write_paper(kind, &paper, format, Fonts::installed())
}

/// Writes a paper with these fonts; a DOCX names its font and needs none.
///
/// # Errors
/// What kept the writer from writing.
pub fn write_paper(kind: Kind, paper: &Paper, format: Format, fonts: &'static Fonts) -> Result<Vec<u8>, WriteError> {
    let composition = composition::compose(kind, paper);
    match format {
        Format::Pdf => Ok(pdf::write(std::slice::from_ref(&composition), fonts)?),
        Format::Docx => Ok(docx::write(&composition)?),
    }
}
