//! A paper composed: every line with its words, its numbers and its style, in the order of the page.
//!
//! Both writers draw a composition and decide nothing about words, so a PDF and a DOCX of the same data say the same.

mod annex;
mod body;
mod certificate;
mod closing;
mod head;
mod opening;

use chrono::NaiveDate;
use serde::Serialize;

use crate::kind::Kind;
use crate::layout::{Layout, Piece, layout};
use crate::metrics::width_mm;
use crate::paper::{ColumnAlign, Paper};
use crate::runs::{Run, plain};

/// A whole paper.
#[derive(Debug, Serialize)]
pub struct Composition {
    /// Title of the document.
    pub title: String,
    /// The issuer.
    pub author: String,
    /// The day of issue.
    #[serde(skip)]
    pub date: Option<NaiveDate>,
    /// The paper itself, then each annex.
    pub sections: Vec<Section>,
}

/// A run of pages with numbers of its own.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Which measures its pages have.
    pub format: PageFormat,
    /// What stands at the foot of its first page.
    pub foot: Option<Line>,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// A format of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFormat {
    /// A4.
    Upright,
    /// A4 on its side.
    Landscape,
    /// A certificate with its border.
    Certificate,
}

/// What stands on a page, from top to bottom.
#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// One paragraph.
    Text(Line),
    /// Items after a dash.
    List {
        /// The items, without their dashes.
        items: Vec<Vec<Run>>,
    },
    /// Two columns of lines, such as the head and the closing.
    Columns {
        /// Widths, mm.
        widths: [f64; 2],
        /// Rows of (left, right).
        rows: Vec<[Vec<Line>; 2]>,
        /// Gap above, points.
        before: f64,
        /// Never split between two pages; what could be taller than a page must be.
        together: bool,
    },
    /// A table.
    Table(Table),
    /// A drawing.
    Figure(Figure),
}

/// One paragraph or line.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its style.
    pub piece: Piece,
    /// Its words.
    pub runs: Vec<Run>,
    /// Depth in the outline, from 1, for a heading.
    pub level: Option<u8>,
    /// Length of the rule below, mm.
    pub rule: Option<f64>,
    /// Size of the frame around it, mm.
    pub frame: Option<[f64; 2]>,
    /// Gap above in place of the style's, points.
    pub before: Option<f64>,
    /// Indent of all lines in place of the style's, mm.
    pub left: Option<f64>,
    /// Stays on the page of what follows.
    pub keep: bool,
}

impl Line {
    /// A line in the look of its piece.
    pub fn new(piece: Piece, runs: Vec<Run>) -> Self {
        let style = layout().style(piece);
        let runs = if style.caps { in_capitals(runs) } else { runs };
        Self { piece, runs, level: None, rule: None, frame: style.frame, before: None, left: None, keep: style.keep }
    }

    /// A line of plain words.
    pub fn plain(piece: Piece, text: impl Into<String>) -> Self {
        Self::new(piece, plain(text))
    }

    /// The same, as a heading of this depth.
    pub fn at_level(mut self, level: u8) -> Self {
        self.level = Some(level);
        self
    }

    /// The same, with the rule that its style asks for under its words.
    pub fn ruled(mut self) -> Self {
        let style = layout().style(self.piece);
        let text = crate::runs::words(&self.runs);
        self.rule = style.rule.map(|rule| rule.share() * width_mm(&text, style));
        self
    }

    /// Its words.
    pub fn words(&self) -> String {
        crate::runs::words(&self.runs)
    }
}

fn in_capitals(runs: Vec<Run>) -> Vec<Run> {
    runs.into_iter().map(|run| Run { text: run.text.to_uppercase(), ..run }).collect()
}

/// A table with its head.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Shares of the width; they add up to 1.
    pub widths: Vec<f64>,
    /// Where each column's texts stand.
    pub aligns: Vec<ColumnAlignName>,
    /// One or two rows of headings.
    pub head: Vec<Vec<HeadCell>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Run>>>,
    /// The last row is a total, in bold.
    pub has_total: bool,
    /// What it shows, for those who cannot see it.
    pub summary: String,
}

/// The name of a [`ColumnAlign`] in both writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColumnAlignName {
    Left,
    Center,
    Right,
}

impl From<ColumnAlign> for ColumnAlignName {
    fn from(align: ColumnAlign) -> Self {
        match align {
            ColumnAlign::Left => Self::Left,
            ColumnAlign::Center => Self::Center,
            ColumnAlign::Right => Self::Right,
        }
    }
}

/// A heading of one or more columns.
#[derive(Debug, Serialize)]
pub struct HeadCell {
    /// Its words.
    pub runs: Vec<Run>,
    /// Columns it spans.
    pub columns: usize,
    /// Rows it spans.
    pub rows: usize,
}

/// A drawing with its caption.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// The SVG.
    pub svg: String,
    /// What it shows.
    pub alt: String,
    /// Share of the text's width.
    pub width: f64,
    /// Below it.
    pub caption: Option<Line>,
}

/// Composes a paper that was found to be in order.
pub fn compose(kind: Kind, paper: &Paper) -> Composition {
    let mut sections = Vec::with_capacity(1 + paper.annexes.len());
    if kind == Kind::GiayKhen {
        sections.push(certificate::section(paper));
    } else {
        let mut blocks = vec![head::head(kind, paper)];
        blocks.extend(opening::opening(kind, paper));
        blocks.extend(body::body(kind, paper));
        keep_last_text(&mut blocks);
        blocks.extend(closing::closing(kind, paper));
        let foot = paper.head.contact.as_ref().map(|contact| Line::new(Piece::Contact, crate::runs::parse(contact)));
        sections.push(Section { format: PageFormat::Upright, foot, blocks });
    }
    sections.extend(annex::sections(kind, paper));
    Composition {
        title: title(kind, paper),
        author: crate::runs::clean(&paper.head.issuer),
        date: paper.head.date,
        sections,
    }
}

/// The text width of a page, mm.
pub fn text_width(layout: &Layout, format: PageFormat) -> f64 {
    let page = &layout.page;
    match format {
        PageFormat::Upright => page.width - page.left - page.right,
        PageFormat::Landscape => page.height - page.top - page.bottom,
        PageFormat::Certificate => layout.certificate.width - layout.certificate.left - layout.certificate.right,
    }
}

/// A signature never stands alone on a page: the last paragraph goes with it.
fn keep_last_text(blocks: &mut [Block]) {
    if let Some(Block::Text(line)) = blocks.last_mut() {
        line.keep = true;
    }
}

fn title(kind: Kind, paper: &Paper) -> String {
    let name = paper.type_name.as_deref().or(kind.type_name()).unwrap_or("Công văn");
    let about = match &paper.certificate {
        Some(certificate) => Some(certificate.recipient.as_str()),
        None => paper.subject.as_deref(),
    };
    let about = about.map(|about| crate::runs::words(&crate::runs::parse(about)));
    [Some(crate::runs::clean(name)), about].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
