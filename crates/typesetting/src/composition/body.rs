//! The body: parts, articles, clauses, points, tables, drawings, each with its number (box 6).

use super::{Block, Figure, HeadCell, Line, PageFormat, Table, text_width};
use crate::drawing::steepness;
use crate::kind::Kind;
use crate::layout::{Piece, layout};
use crate::paper::{self, Article, Paper, Situation};
use crate::runs::{Run, bold, clean, parse, plain, words};
use crate::wording::{point, roman};

/// The body of the paper itself, closed by "./.".
pub(super) fn body(kind: Kind, paper: &Paper) -> Vec<Block> {
    let mut blocks = numbered(&paper.body, base_level(kind), PageFormat::Upright);
    if let Some(meeting) = &paper.meeting {
        let mut runs = plain("Cuộc họp kết thúc vào ");
        runs.extend(parse(&meeting.ends));
        blocks.push(Block::Text(Line::new(Piece::Paragraph, runs)));
    }
    close(&mut blocks);
    blocks
}

/// The blocks with their numbers; headings begin at this depth of the outline.
pub(super) fn numbered(blocks: &[paper::Block], base_level: u8, format: PageFormat) -> Vec<Block> {
    let mut count = Counters { base_level, format: Some(format), ..Counters::default() };
    blocks.iter().flat_map(|block| count.compose(block)).collect()
}

/// Below the title of the paper, which a dispatch does not have.
fn base_level(kind: Kind) -> u8 {
    if kind == Kind::CongVan { 1 } else { 2 }
}

/// Where each kind of division stands among the others, from the widest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Part,
    Chapter,
    Section,
    Heading,
    Subheading,
    Article,
}

/// The number reached by each kind of division.
#[derive(Default)]
struct Counters {
    base_level: u8,
    format: Option<PageFormat>,
    part: usize,
    chapter: usize,
    section: usize,
    heading: usize,
    subheading: usize,
    article: usize,
    clause: usize,
    point: usize,
    open: Vec<Rank>,
}

impl Counters {
    fn compose(&mut self, block: &paper::Block) -> Vec<Block> {
        match block {
            paper::Block::Part(title) => self.part(title),
            paper::Block::Chapter(title) => self.chapter(title),
            paper::Block::Section(title) => self.section(title),
            paper::Block::Heading(title) => vec![self.heading(title)],
            paper::Block::Subheading(title) => vec![self.subheading(title)],
            paper::Block::Article(article) => self.article(article),
            paper::Block::Clause(text) => {
                self.clause += 1;
                self.point = 0;
                vec![text_after(Piece::Clause, format!("{}. ", self.clause), text)]
            }
            paper::Block::Point(text) => {
                self.point += 1;
                vec![text_after(Piece::Point, format!("{}) ", point(self.point)), text)]
            }
            paper::Block::Paragraph(text) => vec![Block::Text(Line::new(Piece::Paragraph, parse(text)))],
            paper::Block::List(items) => vec![list(items)],
            paper::Block::Table(table) => compose_table(table),
            paper::Block::Figure(figure) => {
                vec![Block::Figure(compose_figure(figure, self.format.unwrap_or(PageFormat::Upright)))]
            }
            paper::Block::Situation(situation) => self.situation(situation),
        }
    }

    fn part(&mut self, title: &str) -> Vec<Block> {
        self.part += 1;
        (self.chapter, self.section, self.heading, self.subheading) = (0, 0, 0, 0);
        self.divided(Rank::Part, [Piece::PartNumber, Piece::PartTitle], format!("Phần {}", roman(self.part)), title)
    }

    fn chapter(&mut self, title: &str) -> Vec<Block> {
        self.chapter += 1;
        (self.section, self.heading, self.subheading) = (0, 0, 0);
        let number = format!("Chương {}", roman(self.chapter));
        self.divided(Rank::Chapter, [Piece::ChapterNumber, Piece::ChapterTitle], number, title)
    }

    fn section(&mut self, title: &str) -> Vec<Block> {
        self.section += 1;
        let number = format!("Mục {}", self.section);
        self.divided(Rank::Section, [Piece::SectionNumber, Piece::SectionTitle], number, title)
    }

    /// Number and title on lines of their own, in the middle.
    fn divided(&mut self, rank: Rank, pieces: [Piece; 2], number: String, title: &str) -> Vec<Block> {
        let level = self.enter(rank);
        (self.clause, self.point) = (0, 0);
        vec![
            Block::Text(Line::plain(pieces[0], number).at_level(level)),
            Block::Text(Line::new(pieces[1], parse(title))),
        ]
    }

    fn heading(&mut self, title: &str) -> Block {
        self.heading += 1;
        (self.subheading, self.clause, self.point) = (0, 0, 0);
        let level = self.enter(Rank::Heading);
        headed(Piece::Heading, format!("{}. ", roman(self.heading)), title, level)
    }

    fn subheading(&mut self, title: &str) -> Block {
        self.subheading += 1;
        (self.clause, self.point) = (0, 0);
        let level = self.enter(Rank::Subheading);
        headed(Piece::Subheading, format!("{}. ", self.subheading), title, level)
    }

    /// Articles are counted through the whole paper, whatever parts it has.
    fn article(&mut self, article: &Article) -> Vec<Block> {
        self.article += 1;
        (self.clause, self.point) = (0, 0);
        let mut runs = vec![bold(format!("Điều {}. ", self.article))];
        let text = article.text.as_deref().map(parse);
        let Some(title) = &article.title else {
            runs.extend(text.unwrap_or_default());
            return vec![Block::Text(Line::new(Piece::Article, runs))];
        };
        runs.extend(parse(title).into_iter().map(|run| Run { bold: true, ..run }));
        let level = self.enter(Rank::Article);
        let mut line = Line::new(Piece::Article, merged(runs)).at_level(level);
        line.keep = true;
        let mut blocks = vec![Block::Text(line)];
        blocks.extend(text.map(|text| Block::Text(Line::new(Piece::Paragraph, text))));
        blocks
    }

    fn situation(&mut self, situation: &Situation) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (title, entries) in [
            ("Kết quả đạt được", &situation.achievements),
            ("Tồn tại, hạn chế", &situation.weaknesses),
            ("Nguyên nhân", &situation.causes),
        ] {
            if !entries.is_empty() {
                blocks.push(self.subheading(title));
                blocks.push(list(entries));
            }
        }
        blocks
    }

    /// Opens a division and says how deep it stands.
    fn enter(&mut self, rank: Rank) -> u8 {
        self.open.retain(|open| *open < rank);
        self.open.push(rank);
        u8::try_from(self.open.len()).unwrap_or(u8::MAX).saturating_add(self.base_level).saturating_sub(1)
    }
}

fn headed(piece: Piece, number: String, title: &str, level: u8) -> Block {
    let mut runs = plain(number);
    runs.extend(parse(title));
    Block::Text(Line::new(piece, merged(runs)).at_level(level))
}

fn text_after(piece: Piece, number: String, text: &str) -> Block {
    let mut runs = plain(number);
    runs.extend(parse(text));
    Block::Text(Line::new(piece, merged(runs)))
}

/// Neighbours of one look as one run.
fn merged(runs: Vec<Run>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match merged.last_mut() {
            Some(last) if (last.bold, last.italic) == (run.bold, run.italic) => last.text.push_str(&run.text),
            _ => merged.push(run),
        }
    }
    merged
}

fn list(items: &[String]) -> Block {
    Block::List { items: items.iter().map(|item| parse(item)).collect() }
}

fn compose_table(table: &paper::Table) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(caption) = &table.caption {
        blocks.push(Block::Text(Line::new(Piece::TableCaption, parse(caption))));
    }
    if let Some(unit) = &table.unit {
        blocks.push(Block::Text(Line::new(Piece::TableUnit, parse(unit))));
    }
    let whole: f64 = table.columns.iter().map(|column| column.width).sum();
    let mut rows: Vec<Vec<Vec<Run>>> = table.rows.iter().map(|row| cells(row, false)).collect();
    rows.extend(table.total.as_ref().map(|total| cells(total, true)));
    blocks.push(Block::Table(Table {
        widths: table.columns.iter().map(|column| column.width / whole).collect(),
        aligns: table.columns.iter().map(|column| column.align.into()).collect(),
        head: table_head(&table.columns),
        rows,
        has_total: table.total.is_some(),
        summary: table.caption.as_deref().map_or_else(
            || table.columns.iter().map(|column| clean(&column.title)).collect::<Vec<_>>().join(", "),
            |caption| words(&parse(caption)),
        ),
    }));
    blocks
}

fn cells(row: &[String], total: bool) -> Vec<Vec<Run>> {
    row.iter().map(|cell| parse(cell).into_iter().map(|run| Run { bold: run.bold || total, ..run }).collect()).collect()
}

/// One row of headings, or two where columns are grouped.
fn table_head(columns: &[paper::Column]) -> Vec<Vec<HeadCell>> {
    let title = |column: &paper::Column, rows| HeadCell { runs: parse(&column.title), columns: 1, rows };
    if columns.iter().all(|column| column.group.is_none()) {
        return vec![columns.iter().map(|column| title(column, 1)).collect()];
    }
    let (mut upper, mut lower): (Vec<HeadCell>, Vec<HeadCell>) = (Vec::new(), Vec::new());
    let mut index = 0;
    while let Some(column) = columns.get(index) {
        let Some(group) = &column.group else {
            upper.push(title(column, 2));
            index += 1;
            continue;
        };
        let span = columns[index..].iter().take_while(|next| next.group.as_ref() == Some(group)).count();
        upper.push(HeadCell { runs: parse(group), columns: span, rows: 1 });
        lower.extend(columns[index..index + span].iter().map(|column| title(column, 1)));
        index += span;
    }
    vec![upper, lower]
}

/// A drawing as wide as asked, or as its height leaves room for.
fn compose_figure(figure: &paper::Figure, format: PageFormat) -> Figure {
    let tallest = if format == PageFormat::Upright { 190.0 } else { 110.0 };
    let widest = steepness(&figure.svg).map_or(1.0, |steepness| tallest / (steepness * text_width(layout(), format)));
    let caption = figure.caption.as_deref().map(parse);
    let alt = figure.alt.as_deref().map(clean).or_else(|| caption.as_deref().map(words)).unwrap_or_default();
    Figure {
        svg: figure.svg.trim().to_owned(),
        alt,
        width: figure.width.min(widest),
        caption: caption.map(|runs| Line::new(Piece::FigureCaption, runs)),
    }
}

/// The last words of a body end with "./.".
fn close(blocks: &mut [Block]) {
    let runs = match blocks.last_mut() {
        Some(Block::Text(line)) => &mut line.runs,
        Some(Block::List { items }) => match items.last_mut() {
            Some(runs) => runs,
            None => return,
        },
        _ => return,
    };
    let ending = super::opening::ended(std::mem::take(runs), "./.");
    *runs = ending;
}
