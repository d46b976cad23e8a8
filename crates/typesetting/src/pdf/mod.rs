//! A composition as PDF, by Typst as a library.
//!
//! A paper with its day is PDF/A-2a: tagged, searchable, kept for good (Typst checks it). A draft without a day is a
//! tagged PDF, since an archive asks when a paper was made and nothing here may ask the clock.

mod world;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};

use crate::composition::{Composition, Section};
use crate::fonts::Fonts;
use world::PaperWorld;

/// Typst could not set or write a paper: a fault of this program, in Typst's words.
#[derive(Debug, thiserror::Error)]
#[error("Không dàn được trang PDF: {0}")]
pub struct PdfError(pub String);

/// What the template reads.
#[derive(Serialize)]
struct Bundle<'a> {
    title: &'a str,
    author: &'a str,
    date: Option<Day>,
    sections: Vec<&'a Section>,
}

#[derive(Serialize)]
struct Day {
    year: i32,
    month: u32,
    day: u32,
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

/// Writes compositions one after the other into one PDF; the first gives the title and the day.
pub(crate) fn write(compositions: &[Composition], fonts: &'static Fonts) -> Result<Vec<u8>, PdfError> {
    let document = set(compositions, fonts)?;
    let dated = compositions.first().is_some_and(|composition| composition.date.is_some());
    let standards = if dated { PdfStandards::new(&[PdfStandard::A_2a]) } else { Ok(PdfStandards::default()) };
    let options = PdfOptions {
        creator: Smart::Custom(Some("Chung Sức".to_owned())),
        standards: standards.map_err(|error| PdfError(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    pdf(&document, &options).map_err(|errors| in_words(&errors))
}

/// The pages themselves.
pub(crate) fn set(compositions: &[Composition], fonts: &'static Fonts) -> Result<PagedDocument, PdfError> {
    let first = compositions.first();
    let bundle = Bundle {
        title: first.map_or("", |first| &first.title),
        author: first.map_or("", |first| &first.author),
        date: first.and_then(|first| first.date).map(Day::from),
        sections: compositions.iter().flat_map(|composition| &composition.sections).collect(),
    };
    let data = serde_json::to_string(&bundle).map_err(|error| PdfError(error.to_string()))?;
    typst::compile::<PagedDocument>(&PaperWorld::new(fonts, data)).output.map_err(|errors| in_words(&errors))
}

fn in_words(errors: &[SourceDiagnostic]) -> PdfError {
    PdfError(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
}
