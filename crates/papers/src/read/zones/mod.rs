//! What each line belongs to: the boxes of Annex I of Decree 30/2020/NĐ-CP for a paper; headline, article and noise for a web page.
//!
//! A paper is found by its anchors (motto, number, place and date, name of the kind, "Kính gửi", "Nơi nhận"), whatever noise stands around it and
//! in whatever order the two columns of its head and end come.

mod anchors;
mod cells;
mod columns;
mod foot;
mod head;
mod page;
#[cfg(test)]
mod tests;

pub(super) use page::publication;

use std::ops::Range;

use super::lex::Line;
use super::words::Words;
use crate::reading::Kind;

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

/// The parts of a text, as ranges of tokens.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Paper or page.
    pub genre: Genre,
    /// The zone of each line.
    pub zones: Vec<Zone>,
    /// The head of a paper.
    pub head: Head,
    /// The end of a paper.
    pub foot: Foot,
    /// The frame of a web page.
    pub page: Page,
}

/// The head of a paper, cell by cell.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The lines that name issuer and parent, in order.
    pub issuer: Vec<Range<usize>>,
    /// "Số: …".
    pub number: Option<Range<usize>>,
    /// "Hà Nội, ngày …".
    pub place_date: Option<Range<usize>>,
    /// The kind of the title line, and where it stands.
    pub kind: Option<(Kind, Range<usize>)>,
    /// What stands under the name of the kind, line by line.
    pub title: Vec<Range<usize>>,
    /// What follows "V/v", line by line.
    pub about: Vec<Range<usize>>,
    /// The addressees, item by item; an item may go on over lines.
    pub addressees: Vec<Range<usize>>,
    /// The line in capitals between title and bases that names who decides.
    pub authority: Vec<Range<usize>>,
}

/// The end of a paper.
#[derive(Debug, Clone, Default)]
pub struct Foot {
    /// The recipients, item by item.
    pub recipients: Vec<Range<usize>>,
    /// The lines of capacity and post, in order.
    pub posts: Vec<Range<usize>>,
    /// The name; the last where several sign.
    pub name: Option<Range<usize>>,
    /// Whether "(Đã ký)" stands there.
    pub signed: bool,
}

/// The frame of a web page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its headline.
    pub headline: Option<Range<usize>>,
    /// The line that says when it was published.
    pub published: Option<Range<usize>>,
}

/// The parts of a text.
pub fn of(words: &Words<'_>, lines: &[Line]) -> Outline {
    match anchors::find(words, lines) {
        Some(start) => paper(words, lines, start),
        None => page::of(words, lines),
    }
}

fn paper(words: &Words<'_>, lines: &[Line], start: usize) -> Outline {
    let mut zones = vec![Zone::Noise; lines.len()];
    let (head, body) = head::read(words, lines, start, &mut zones);
    let (foot, after) = foot::read(words, lines, body, &mut zones);
    page::mark_after_paper(words, lines, after, &mut zones);
    Outline { genre: Genre::Paper, zones, head, foot, page: Page::default() }
}
