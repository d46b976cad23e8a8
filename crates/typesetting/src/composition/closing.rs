//! The closing: who signs, who receives, who drafted (boxes 7a, 7b, 9b, 12).

use super::head::broken;
use super::{Block, Line};
use crate::kind::Kind;
use crate::layout::{POINTS_PER_MM, Piece, layout};
use crate::paper::{Capacity, Paper, Signature};
use crate::runs::{clean, parse, plain};

pub(super) fn closing(kind: Kind, paper: &Paper) -> Vec<Block> {
    let page = &layout().page;
    let widths = page.closing_columns;
    let right = signature(&paper.signature, widths[1], page.signature_room);
    let columns = |left: Vec<Line>, right: Vec<Line>| {
        let together = left.len() <= LONGEST_TOGETHER;
        Block::Columns { widths, rows: vec![[left, right]], before: 14.0, together }
    };
    match &paper.second_signature {
        // A biên bản is signed at both sides; its recipients come below.
        Some(second) => {
            let left = signature(second, widths[0], page.signature_room);
            vec![columns(left, right), columns(recipients(kind, paper), Vec::new())]
        }
        None => vec![columns(recipients(kind, paper), right)],
    }
}

/// A list of recipients with more lines than this may go on over the page.
const LONGEST_TOGETHER: usize = 24;

/// The capacity with the post, room for hand and seal, the name.
pub(super) fn signature(signature: &Signature, room: f64, hand_mm: f64) -> Vec<Line> {
    let title = clean(&signature.title);
    let lines = match (signature.capacity, &signature.on_behalf) {
        (None, _) => vec![title],
        (Some(Capacity::Acting), _) => vec![format!("{} {title}", Capacity::Acting.letters())],
        (Some(capacity), Some(head)) => vec![format!("{} {}", capacity.letters(), clean(head)), title],
        (Some(capacity), None) => vec![format!("{} {title}", capacity.letters())],
    };
    let mut lines: Vec<Line> = lines
        .into_iter()
        .flat_map(|line| broken(Piece::Capacity, &line, room))
        .map(|mut line| {
            line.before = Some(0.0);
            line
        })
        .collect();
    let mut name = Line::plain(Piece::Signer, signature.name.as_deref().map(clean).unwrap_or_default());
    name.before = Some(hand_mm * POINTS_PER_MM);
    lines.push(name);
    lines
}

fn recipients(kind: Kind, paper: &Paper) -> Vec<Line> {
    if paper.recipients.is_empty() && paper.archive.is_none() {
        return Vec::new();
    }
    let mut lines = vec![Line::plain(Piece::Recipients, "Nơi nhận:")];
    for recipient in &paper.recipients {
        let mut runs = plain("- ");
        runs.extend(parse(&recipient.to));
        if let Some(purpose) = &recipient.purpose {
            runs.extend(plain(format!(" ({})", clean(purpose))));
        }
        lines.push(Line::new(Piece::Recipient, super::opening::ended(runs, ";")));
    }
    if let Some(archive) = &paper.archive {
        let copies = archive.copies.map(|copies| format!(" ({copies:02})")).unwrap_or_default();
        lines.push(Line::plain(Piece::Recipient, format!("- Lưu: {}{copies}.", clean(&archive.units))));
    } else if let Some(last) = lines.pop() {
        lines.push(Line { runs: super::opening::ended(last.runs, "."), ..last });
    }
    if kind != Kind::GiayKhen {
        lines.extend(paper.head.drafter.iter().map(|drafter| Line::plain(Piece::Drafter, clean(drafter))));
    }
    lines
}
