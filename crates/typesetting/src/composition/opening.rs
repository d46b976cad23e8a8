//! What leads to the body: type and subject, authority and bases, addressees (boxes 5a, 6, 9a).

use super::head::broken;
use super::{Block, Line, PageFormat, text_width};
use crate::kind::Kind;
use crate::layout::{Piece, layout};
use crate::metrics::width_mm;
use crate::paper::{Invitation, Meeting, Paper};
use crate::runs::{Run, clean, parse, plain};

pub(super) fn opening(kind: Kind, paper: &Paper) -> Vec<Block> {
    let mut lines = title(kind, paper);
    if kind == Kind::QuyetDinh {
        lines.extend(paper.authority.iter().flat_map(|authority| broken(Piece::Authority, authority, title_room())));
        lines.extend(bases(paper));
        lines.push(Line::plain(Piece::Resolve, "QUYẾT ĐỊNH:"));
    } else {
        lines.extend(addressees(paper));
        lines.extend(bases(paper));
    }
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::Text).collect();
    blocks.extend(paper.meeting.as_ref().map(meeting).into_iter().flatten());
    blocks.extend(paper.invitation.as_ref().map(invite).into_iter().flatten());
    blocks
}

/// Titles leave some room at both sides, so that their lines are of a length that can be taken in at once.
fn title_room() -> f64 {
    text_width(layout(), PageFormat::Upright) - 20.0
}

fn title(kind: Kind, paper: &Paper) -> Vec<Line> {
    let Some(name) = paper.type_name.as_deref().or(kind.type_name()) else {
        return Vec::new();
    };
    let mut lines = vec![Line::plain(Piece::TypeName, clean(name)).at_level(1)];
    if let Some(subject) = &paper.subject {
        lines.extend(broken(Piece::Subject, subject, title_room()));
    }
    if let Some(last) = lines.pop() {
        let last = if last.piece == Piece::Subject { last.ruled() } else { last };
        lines.push(last);
    }
    lines
}

/// Each base on a line of its own, ";" after each and "." after the last.
fn bases(paper: &Paper) -> Vec<Line> {
    let count = paper.bases.len();
    (paper.bases.iter().enumerate())
        .map(|(index, base)| Line::new(Piece::Base, ended(parse(base), if index + 1 < count { ";" } else { "." })))
        .collect()
}

/// One addressee on the line of "Kính gửi:"; more in a list whose dashes stand below the colon.
fn addressees(paper: &Paper) -> Vec<Line> {
    match paper.addressees.as_slice() {
        [] => Vec::new(),
        [only] => {
            let mut runs = plain("Kính gửi: ");
            runs.extend(without_end(parse(only)));
            vec![Line::new(Piece::Addressee, runs)]
        }
        many => {
            let label = "Kính gửi";
            let style = layout().style(Piece::Addressees);
            let mut lines = vec![Line::plain(Piece::Addressees, format!("{label}:"))];
            for (index, addressee) in many.iter().enumerate() {
                let mut runs = plain("- ");
                runs.extend(ended(parse(addressee), if index + 1 < many.len() { ";" } else { "." }));
                let mut line = Line::new(Piece::AddresseeItem, runs);
                line.left = Some(style.left + width_mm(label, style));
                lines.push(line);
            }
            lines
        }
    }
}

/// The opening of form 1.9: when, where, who.
fn meeting(meeting: &Meeting) -> Vec<Block> {
    let mut blocks = vec![
        labelled("Thời gian bắt đầu:", &meeting.begins),
        labelled("Địa điểm:", &meeting.place),
        Block::Text(Line::plain(Piece::Paragraph, "Thành phần tham dự:")),
        list(&meeting.attendees),
        labelled("Chủ trì (chủ tọa):", &meeting.chair),
        labelled("Thư ký (người ghi biên bản):", &meeting.secretary),
    ];
    blocks.push(Block::Text(Line::plain(Piece::Paragraph, "Nội dung (theo diễn biến cuộc họp):")));
    blocks
}

/// The opening of form 1.7: who is invited to what, when and where.
fn invite(invitation: &Invitation) -> Vec<Block> {
    let mut blocks = Vec::new();
    let lead = format!("{} trân trọng kính mời:", clean(&invitation.host));
    match invitation.guests.as_slice() {
        [only] => blocks.push(labelled(&lead, only)),
        many => {
            blocks.push(Block::Text(Line::plain(Piece::Paragraph, lead)));
            blocks.push(list(many));
        }
    }
    blocks.push(labelled("Tới dự:", &invitation.event));
    blocks.push(labelled("Chủ trì:", &invitation.chair));
    blocks.push(labelled("Thời gian:", &invitation.time));
    blocks.push(labelled("Địa điểm:", &invitation.place));
    blocks
}

fn labelled(label: &str, text: &str) -> Block {
    let mut runs = plain(format!("{label} "));
    runs.extend(ended(parse(text), "."));
    Block::Text(Line::new(Piece::Paragraph, runs))
}

fn list(items: &[String]) -> Block {
    let count = items.len();
    Block::List {
        items: (items.iter().enumerate())
            .map(|(index, item)| ended(parse(item), if index + 1 < count { ";" } else { "." }))
            .collect(),
    }
}

/// The same words with this mark at their end.
pub(super) fn ended(runs: Vec<Run>, mark: &str) -> Vec<Run> {
    let mut runs = without_end(runs);
    match runs.last_mut() {
        Some(last) => last.text.push_str(mark),
        None => runs = plain(mark),
    }
    runs
}

/// The words without a full stop, comma or semicolon at their end.
fn without_end(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(last) = runs.last_mut() {
        let kept = last.text.trim_end_matches(['.', ';', ',', ' ']).len();
        last.text.truncate(kept);
    }
    runs
}
