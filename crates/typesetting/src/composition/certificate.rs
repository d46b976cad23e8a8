//! A certificate of one landscape page: giấy khen, bằng khen.

use super::closing::signature;
use super::head::{broken, country};
use super::{Block, Line, PageFormat, Section, text_width};
use crate::layout::{Piece, layout};
use crate::paper::Paper;
use crate::runs::clean;
use crate::wording;

pub(super) fn section(paper: &Paper) -> Section {
    let measures = &layout().certificate;
    let room = text_width(layout(), PageFormat::Certificate);
    let mut lines = country(room);
    if let Some(certificate) = &paper.certificate {
        lines.extend(broken(Piece::AwardAuthority, &certificate.awarded_by, room));
        lines.push(Line::plain(Piece::AwardGives, "Tặng"));
        let name = paper.type_name.as_deref().unwrap_or("Giấy khen");
        lines.push(Line::plain(Piece::AwardName, clean(name)).at_level(1));
        let honorific = certificate.honorific.as_deref().map(|honorific| format!("{} ", clean(honorific)));
        let recipient = format!("{}{}", honorific.unwrap_or_default(), clean(&certificate.recipient));
        lines.extend(broken(Piece::AwardRecipient, &recipient, room));
        lines.extend(certificate.position.iter().flat_map(|position| broken(Piece::AwardPosition, position, room)));
        lines.extend(broken(Piece::AwardMerit, &certificate.merit, room - 20.0));
    }
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::Text).collect();
    let [left, right] = measures.columns;
    blocks.push(Block::Columns {
        widths: [left, right],
        rows: vec![
            [Vec::new(), day(paper, right)],
            [register(paper), signature(&paper.signature, right, measures.signature_room)],
        ],
        before: 22.0,
        together: true,
    });
    Section { format: PageFormat::Certificate, foot: None, blocks }
}

fn day(paper: &Paper, room: f64) -> Vec<Line> {
    let text = format!("{}, {}", clean(&paper.head.place), wording::day(paper.head.date));
    broken(Piece::PlaceAndDate, &text, room)
}

/// The decision and the golden book, where the award can be looked up.
fn register(paper: &Paper) -> Vec<Line> {
    let Some(certificate) = &paper.certificate else {
        return Vec::new();
    };
    let decision = certificate.decision.iter().map(|decision| clean(decision));
    let book = certificate.book_number.iter().map(|number| format!("Số sổ vàng: {}", clean(number)));
    decision.chain(book).map(|text| Line::plain(Piece::AwardDecision, text)).collect()
}
