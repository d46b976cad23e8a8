//! The head: agencies and motto, number and day, stamps (boxes 1–4, 5b, 10a, 10b, 11).

use super::{Block, Line};
use crate::kind::Kind;
use crate::layout::{Piece, layout};
use crate::metrics::break_evenly;
use crate::paper::{Paper, Secrecy, Urgency};
use crate::runs::clean;
use crate::wording;

pub(super) fn head(kind: Kind, paper: &Paper) -> Block {
    let widths = layout().page.head_columns;
    let left = agencies(paper, widths[0]);
    let right = country(widths[1]);
    Block::Columns {
        widths,
        rows: vec![[left, right], [number(kind, paper, widths[0]), day(paper, widths[1])]],
        before: 0.0,
        together: true,
    }
}

/// Quốc hiệu and tiêu ngữ.
pub(super) fn country(room: f64) -> Vec<Line> {
    let mut lines = broken(Piece::State, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", room);
    lines.push(Line::plain(Piece::Motto, "Độc lập - Tự do - Hạnh phúc").ruled());
    lines
}

fn agencies(paper: &Paper, room: f64) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(parent) = &paper.head.parent {
        lines.extend(broken(Piece::Parent, parent, room));
    }
    let mut issuer = broken(Piece::Issuer, &paper.head.issuer, room);
    if let Some(last) = issuer.pop() {
        lines.extend(issuer);
        lines.push(last.ruled());
    }
    lines
}

fn number(kind: Kind, paper: &Paper, room: f64) -> Vec<Line> {
    let head = &paper.head;
    let symbol = clean(head.symbol.as_deref().unwrap_or_default());
    let mut lines = vec![Line::plain(Piece::Number, format!("Số: {}", wording::number(head.number, &symbol)))];
    if let (Kind::CongVan, Some(subject)) = (kind, &paper.subject) {
        let mut first = true;
        for mut line in broken(Piece::DispatchSubject, &format!("V/v {}", clean(subject)), room - 6.0) {
            line.before = if first { None } else { Some(0.0) };
            first = false;
            lines.push(line);
        }
    }
    lines.extend(head.secrecy.map(secrecy));
    lines.extend(head.urgency.map(urgency));
    lines
}

fn day(paper: &Paper, room: f64) -> Vec<Line> {
    let text = format!("{}, {}", clean(&paper.head.place), wording::day(paper.head.date));
    let mut lines = broken(Piece::PlaceAndDate, &text, room);
    if let Some(circulation) = &paper.head.circulation {
        lines.push(Line::plain(Piece::Circulation, clean(circulation)));
    }
    lines
}

/// Lines of one style, broken where they fill the room; a line break in the data is kept.
pub(super) fn broken(piece: Piece, text: &str, room: f64) -> Vec<Line> {
    let style = layout().style(piece);
    text.lines()
        .map(clean)
        .filter(|part| !part.is_empty())
        .map(|part| if style.caps { part.to_uppercase() } else { part })
        .flat_map(|part| break_evenly(&part, style, room))
        .enumerate()
        .map(|(index, part)| {
            let mut line = Line::plain(piece, part);
            line.before = (index > 0).then_some(0.0);
            line
        })
        .collect()
}

fn secrecy(degree: Secrecy) -> Line {
    let (text, width) = match degree {
        Secrecy::Secret => ("MẬT", 20.0),
        Secrecy::TopSecret => ("TỐI MẬT", 30.0),
        Secrecy::UtmostSecret => ("TUYỆT MẬT", 40.0),
    };
    stamp(Piece::Secrecy, text, width)
}

/// The frames are those of Annex I: HỎA TỐC 30 × 8 mm, THƯỢNG KHẨN 40 × 8 mm, KHẨN 20 × 8 mm.
fn urgency(degree: Urgency) -> Line {
    let (text, width) = match degree {
        Urgency::Urgent => ("KHẨN", 20.0),
        Urgency::VeryUrgent => ("THƯỢNG KHẨN", 40.0),
        Urgency::Express => ("HỎA TỐC", 30.0),
    };
    stamp(Piece::Urgency, text, width)
}

fn stamp(piece: Piece, text: &str, width: f64) -> Line {
    let mut line = Line::plain(piece, text);
    line.frame = line.frame.map(|[_, height]| [width, height]);
    line
}
