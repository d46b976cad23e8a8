//! From words to facts.
//!
//! One pass makes tokens ([`lex`]), lines get their zones ([`zones`]: head, title, body, foot, annex, noise), and rules look at the tokens: what
//! the head and the end of a paper say by Annex I of Decree 30/2020/NĐ-CP, what it cites, and what its body sets and orders. No rule goes back
//! over the text, so reading is linear. Nothing is invented: what is not there is absent, what is unsure has a low confidence.

mod annex;
pub mod body;
pub mod citation;
pub mod date;
pub mod document;
mod issuer;
mod letters;
pub mod lex;
pub mod name;
pub mod number;
mod page;
mod paper;
pub mod paragraphs;
mod party;
pub mod phrases;
pub mod symbol;
#[cfg(test)]
mod tests;
pub mod vocabulary;
pub mod words;
pub mod zones;

pub use document::Document;

use crate::layer::TextLayer;
use crate::reading::Reading;
use crate::repair::{Repaired, repair_silently};
use crate::span::Span;

/// Reads a paper: mends the text, finds its parts, and takes the facts from them. All spans refer to the layer's text.
pub fn read(layer: &TextLayer) -> Reading {
    read_repaired(&repair_silently(&layer.text))
}

/// Reads a paper whose text was mended already; all spans refer to the text before that.
pub fn read_repaired(repaired: &Repaired) -> Reading {
    let document = Document::new(&repaired.text);
    let mut reading = Reading::default();
    facts(&document, &mut reading);
    if repaired.rebuilt {
        for item in &mut reading.targets {
            item.confidence = item.confidence.min(REBUILT);
        }
    }
    reading.map_spans(|span| repaired.original(span));
    reading
}

/// How sure a target is at most in a text whose lines or marks were put back.
const REBUILT: f64 = 0.85;

/// The facts of a text that needs no repair; spans refer to it.
fn facts(document: &Document<'_>, reading: &mut Reading) {
    if document.is_paper() {
        paper::facts(document, reading);
        annex::facts(document, reading);
    } else {
        page::facts(document, reading);
    }
    citation::facts(document, reading);
    body::facts(document, reading);
    citation::exclude_reported(reading);
}

impl Reading {
    /// Leads every span through a mapping.
    fn map_spans(&mut self, map: impl Fn(Span) -> Span) {
        macro_rules! scalars {
            ($($field:ident),+) => { $(if let Some(found) = &mut self.$field { found.span = map(found.span); })+ };
        }
        macro_rules! lists {
            ($($list:expr),+) => { $(for item in &mut $list { item.span = map(item.span); })+ };
        }
        scalars!(number, symbol, kind, date, place, subject, issuer, parent_issuer, signer, movement, reports_on);
        lists!(self.addressees, self.recipients, self.annexes, self.citations, self.targets, self.results, self.duties);
        lists!(self.deadlines, self.reviews, self.support, self.awards, self.linked_movements, self.assignments);
        lists!(self.situation.achievements, self.situation.weaknesses, self.situation.causes, self.money);
        for warning in &mut self.warnings {
            warning.span = warning.span.map(&map);
        }
    }
}
