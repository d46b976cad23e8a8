//! Annexes: pages of their own, numbered from 1 again (forms 2.1 and 2.2 of Annex III).

use super::body::numbered;
use super::head::broken;
use super::{Block, Line, PageFormat, Section, text_width};
use crate::kind::Kind;
use crate::layout::{Piece, layout};
use crate::paper::{Annex, Paper};
use crate::runs::clean;
use crate::wording::{self, roman};

pub(super) fn sections(kind: Kind, paper: &Paper) -> Vec<Section> {
    let count = paper.annexes.len();
    paper.annexes.iter().enumerate().map(|(index, annex)| section(kind, paper, annex, index + 1, count)).collect()
}

/// Roman numbers from two annexes on; a single one is just "Phụ lục".
fn section(kind: Kind, paper: &Paper, annex: &Annex, number: usize, count: usize) -> Section {
    let format = if annex.landscape { PageFormat::Landscape } else { PageFormat::Upright };
    let room = text_width(layout(), format) - 20.0;
    let name = if count > 1 { format!("Phụ lục {}", roman(number)) } else { "Phụ lục".to_owned() };
    let mut lines = vec![Line::plain(Piece::AnnexNumber, name).at_level(1)];
    lines.extend(broken(Piece::AnnexTitle, &annex.title, room));
    let mut reference = broken(Piece::AnnexReference, &accompanies(kind, paper), room);
    if let Some(last) = reference.pop() {
        lines.extend(reference);
        lines.push(last.ruled());
    }
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::Text).collect();
    blocks.extend(numbered(&annex.body, 2, format));
    Section { format, foot: None, blocks }
}

/// "(Kèm theo Quyết định số 15/QĐ-BHXH ngày 05 tháng 01 năm 2026 của …)".
fn accompanies(kind: Kind, paper: &Paper) -> String {
    let head = &paper.head;
    let name = clean(paper.type_name.as_deref().or(kind.type_name()).unwrap_or("Công văn"));
    let symbol = clean(head.symbol.as_deref().unwrap_or_default());
    let number = wording::number(head.number, &symbol);
    let issuer = clean(head.spoken_issuer.as_deref().unwrap_or(&head.issuer));
    format!("(Kèm theo {name} số {number} {} của {issuer})", wording::day(head.date))
}
