//! Where a head begins and how far it must reach: the marks of a paper that stand near each other.

use super::cells::{self, Cell, Class, classify, is_agency, is_capitals};
use super::columns;
use crate::read::letters::phrase;
use crate::read::lex::{Line, TokenKind};
use crate::read::phrases::phrases;
use crate::read::vocabulary::{agency_start, capacity, level};
use crate::read::words::Words;

/// How far below its first anchor a head may reach, in lines.
pub(super) const REACH: usize = 24;
/// A portal may put this many lines of menus above a paper.
const DEEPEST: usize = 600;

/// No line of the name of an agency has more tokens.
const LONGEST_NAME: usize = 20;

/// More anchors than this are no head.
const MOST_ANCHORS: usize = 400;

/// The line at which a paper begins, where two anchors of a head stand near each other. No line is looked at beyond the second.
pub(super) fn find(words: &Words<'_>, lines: &[Line]) -> Option<usize> {
    let mut anchors: Vec<(usize, u8)> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(DEEPEST) {
        let before = anchors.len();
        let cells = columns::of_head(words, line);
        anchors.extend(cells.iter().filter_map(|cell| anchor(words, cell).map(|anchor| (index, anchor))));
        if anchors.len() > before
            && let Some(first) = first_of_head(&anchors)
        {
            return Some(first_line(words, lines, first));
        }
        if anchors.len() >= MOST_ANCHORS {
            break;
        }
    }
    title_with_end(words, lines, &anchors)
}

/// The line of the first anchor that makes a head with those after it, all of which are near it.
fn first_of_head(anchors: &[(usize, u8)]) -> Option<usize> {
    let (last, _) = *anchors.last()?;
    let near = anchors.iter().rev().take_while(|(line, _)| last < line + REACH);
    let mut kinds = 0;
    let mut first = None;
    for (line, kind) in near {
        kinds |= kind;
        let enough = (kinds & !BASES).count_ones() + u32::from(kinds & BASES != 0) >= 2;
        if *kind != BASES && enough && kinds & (MOTTO | NUMBER | TITLE) != 0 {
            first = Some(*line);
        }
    }
    first
}

/// A text whose head was cut off begins with the name of its kind, and still ends with "Nơi nhận" or a signature.
fn title_with_end(words: &Words<'_>, lines: &[Line], anchors: &[(usize, u8)]) -> Option<usize> {
    let (title, _) = anchors.iter().find(|(line, kind)| *line < HIGHEST_TITLE && *kind == TITLE)?;
    let ends = |line: &Line| {
        cells::starts_recipients(words, line.first).is_some()
            || is_capitals(words, &(line.first..line.end)) && capacity(words, line.first).is_some()
    };
    lines[*title..].iter().rev().any(ends).then_some(*title)
}

/// The name of the kind stands among the first lines of a text whose head was cut off.
const HIGHEST_TITLE: usize = 4;

const MOTTO: u8 = 1;
const NUMBER: u8 = 2;
const PLACE_DATE: u8 = 4;
const TITLE: u8 = 8;
const TO: u8 = 16;
const BASES: u8 = 32;

fn anchor(words: &Words<'_>, cell: &Cell) -> Option<u8> {
    match classify(words, cell) {
        Class::Motto => Some(MOTTO),
        Class::Number => Some(NUMBER),
        Class::PlaceDate => Some(PLACE_DATE),
        Class::Title(..) => Some(TITLE),
        Class::To(_) => Some(TO),
        Class::Below if words.after(cell.start, phrase!("căn cứ")).is_some() => Some(BASES),
        _ => None,
    }
}

/// The names of agencies in capitals right above the first anchor belong to the head.
fn first_line(words: &Words<'_>, lines: &[Line], anchor: usize) -> usize {
    let in_capitals = |line: &&Line| {
        let cell = columns::inside_bars(words, line);
        cells::is_rule(words, &cell) || (cell.len() <= LONGEST_NAME && is_capitals(words, &cell))
    };
    let above = || lines[..anchor].iter().rev().take(7);
    let mut count = above().take_while(in_capitals).count();
    // A portal may put a notice between the issuer and the number.
    let notice = above().next().is_some_and(|line| line.end - line.first > LONGEST_NAME && !in_capitals(&line));
    if notice {
        count = match above().skip(1).take_while(in_capitals).count() {
            0 => 0,
            names => names + 1,
        };
    }
    if count == 0 && !lines[anchor..].iter().take(8).any(|line| is_agency(words, &(line.first..line.end))) {
        // "Bảo hiểm xã hội huyện Vũ Thư" in ordinary letters over the number, and no name in capitals.
        let plain = |line: &&Line| is_plain_agency(words, line) || is_place_line(words, &(line.first..line.end));
        let mut start = anchor - above().take(4).take_while(plain).count();
        while start < anchor && !is_plain_agency(words, &lines[start]) {
            start += 1;
        }
        return start;
    }
    // A line in capitals may go on with the agency above it ("BAN CHỈ ĐẠO …" / "… BẢO HIỂM Y TẾ").
    let mut start = anchor - count;
    while start < anchor && !is_agency(words, &(lines[start].first..lines[start].end)) {
        start += 1;
    }
    start
}

/// "tỉnh Tây Ninh" alone in its line: the place of the agency above it.
pub(super) fn is_place_line(words: &Words<'_>, cell: &Cell) -> bool {
    let named = |end: usize| (end..cell.end).all(|index| words.tokens[index].is_capital());
    cell.len() <= 7 && level(words, cell.start).is_some_and(|end| end < cell.end && named(end))
}

/// A line in ordinary letters that holds the name of an agency and nothing else.
fn is_plain_agency(words: &Words<'_>, line: &Line) -> bool {
    let name = line.end - line.first <= 12 && words.tokens[line.first].is_capital();
    let ended = words.tokens[line.end - 1].kind == TokenKind::Mark;
    let portal = words.after_any(line.first, phrases!["báo", "các", "văn phòng"]).is_some();
    name && !ended && !portal && agency_start(words, line.first).is_some()
}

/// The line up to which a head must reach: its title or addressees, or else its last number or place and date.
pub(super) fn least_end(words: &Words<'_>, lines: &[Line], start: usize) -> usize {
    let near = || {
        let lines = lines.iter().enumerate().skip(start).take(REACH);
        lines.flat_map(|(index, line)| columns::of_head(words, line).into_iter().map(move |cell| (index, cell)))
    };
    let of = |kinds: u8| {
        near()
            .filter(move |(_, cell)| anchor(words, cell).is_some_and(|kind| kind & kinds != 0))
            .map(|(index, _)| index)
    };
    of(TITLE | TO).next().or_else(|| of(NUMBER | PLACE_DATE).next_back()).unwrap_or(start)
}
