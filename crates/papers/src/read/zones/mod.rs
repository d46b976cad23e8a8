//! What each line belongs to: the boxes of Annex I of Decree 30/2020/NĐ-CP for a paper; headline, article and noise for a web page.

use super::lex::Line;
use super::words::Words;

/// Whether a text is a paper itself or a page that tells of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// An official paper, also inside a web page.
    Paper,
    /// A web page: news of a paper or an event.
    Page,
}

/// The part of a paper or page that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Menus, links, forms, counters of a portal; rules of dashes.
    Noise,
    /// Issuer, motto, number, place and date, V/v: the head above title or addressees.
    Head,
    /// Name of the kind and what the paper is about.
    Title,
    /// "Kính gửi" and the names after it.
    Addressees,
    /// "Căn cứ …" before the body.
    Preamble,
    /// The body; of a web page the article.
    Body,
    /// Signature and "Nơi nhận", which may stand side by side.
    Foot,
    /// Annexes after the signature.
    Annex,
    /// Of a web page: its headline.
    Headline,
    /// Of a web page: when it was published.
    Published,
}

/// The genre of a text and the zone of each line.
pub fn of(words: &Words<'_>, lines: &[Line]) -> (Genre, Vec<Zone>) {
    let _ = words;
    (Genre::Paper, vec![Zone::Body; lines.len()])
}
