//! Lines taken apart into cells: the two columns of a head or an end, and what readers of files put into one line.

use super::cells::{
    Cell, after_about, is_capitals, is_item, is_number_line, is_signed_mark, motto_end, place_date_at,
    starts_recipients,
};
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, Line, Shape, TokenKind, key, marks};
use crate::read::symbol;
use crate::read::vocabulary::{agency_start, capacity, is_family_name, kind_name, post_start};
use crate::read::words::Words;

/// A longer line is no line of a head or an end, where columns are told by more than wide gaps.
const LONGEST_LINE: usize = 120;

/// The cells of a line: parted by tabs and wide gaps, and where the motto or a place with its date runs on in the same line.
pub(super) fn of_head(words: &Words<'_>, line: &Line) -> Vec<Cell> {
    let short = line.end - line.first <= LONGEST_LINE;
    split(words, line, |cell, index| short && begins_cell_of_head(words, line, cell, index))
}

/// The cells of a line at the end of a paper: also parted where a signature runs on after a recipient.
pub(super) fn of_foot(words: &Words<'_>, line: &Line) -> Vec<Cell> {
    let short = line.end - line.first <= LONGEST_LINE;
    let inner = inside_bars(words, line);
    if inner.is_empty() {
        return Vec::new();
    }
    let recipients = short && (starts_recipients(words, inner.start).is_some() || is_item(words, inner.start));
    let signature = short && begins_signature(words, inner.start);
    let after_first = &words.tokens[inner.start + 1..inner.end];
    if !recipients && !signature && !after_first.iter().any(|token| token.gap == Gap::Wide || token.key == marks::BAR) {
        return vec![without_stars(words, inner)];
    }
    split(words, line, |cell, index| {
        recipients && begins_signature_column(words, line, index) || short && goes_on_signature(words, cell, index)
    })
}

fn split(words: &Words<'_>, line: &Line, also: impl Fn(&Cell, usize) -> bool) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(2);
    let inner = inside_bars(words, line);
    let bar = only_bar(words, line, &inner);
    // "K Ế   H O Ạ C H" of a scan is one name, wide as its gap is.
    let title = kind_name(words, line.first, line.end).map_or(line.first, |(_, end)| end);
    let named = words.tokens[line.first].shape == Shape::Upper;
    for index in inner {
        let wide = words.tokens[index].gap == Gap::Wide;
        if bar == Some(index) {
            continue;
        }
        match cells.last_mut() {
            // "Số:        /QĐ-BHXH" and "ngày      tháng" are blanks to be filled in, not columns.
            Some(cell)
                if cell.end == index
                    && (named && index < title || !((wide && !is_blank(words, index)) || also(cell, index))) =>
            {
                cell.end = index + 1;
            }
            _ => cells.push(index..index + 1),
        }
    }
    cells.into_iter().map(|cell| without_stars(words, cell)).collect()
}

/// A cell without the stars that a reader of scans puts around bold letters ("**KT. GIÁM ĐỐC").
fn without_stars(words: &Words<'_>, mut cell: Cell) -> Cell {
    while cell.len() > 1 && words.is(cell.start, marks::STAR) && words.tokens[cell.start + 1].gap == Gap::None {
        cell.start += 1;
    }
    while cell.len() > 1 && words.is(cell.end - 1, marks::STAR) && words.tokens[cell.end - 1].gap == Gap::None {
        cell.end -= 1;
    }
    cell
}

/// The bar between two columns: "UBND TỈNH | CỘNG HÒA …". More bars part the links of a portal.
fn only_bar(words: &Words<'_>, line: &Line, inner: &Cell) -> Option<usize> {
    if line.end - line.first > LONGEST_LINE {
        return None;
    }
    let mut bars = inner.clone().filter(|index| words.is(*index, marks::BAR));
    bars.next().filter(|_| bars.next().is_none())
}

/// A line without the bars at its ends, with which sites of law close the cells of a head: "Số: 12/KH-UBND | Hà Giang, ngày … |". A line of nothing
/// but bars is empty.
pub(super) fn inside_bars(words: &Words<'_>, line: &Line) -> Cell {
    let mut inner = line.first..line.end;
    while inner.start < inner.end && words.is(inner.end - 1, marks::BAR) {
        inner.end -= 1;
    }
    while inner.start < inner.end && words.is(inner.start, marks::BAR) {
        inner.start += 1;
    }
    inner
}

fn is_blank(words: &Words<'_>, index: usize) -> bool {
    let before = index.checked_sub(1);
    let after_number = before.is_some_and(|before| words.is(before, marks::COLON) || words.is(before, key!("số")));
    words.is(index, marks::SLASH)
        || words.is_any(index, &[key!("tháng"), key!("năm")])
        || (after_number && (words.is_number(index) || words.is(index, marks::SLASH)))
        || (words.is_number(index) && before.is_some_and(|before| words.is_any(before, &DATE_WORDS)))
}

const DATE_WORDS: [Key; 3] = [key!("ngày"), key!("tháng"), key!("năm")];

/// Whether a cell of a head begins inside a line: a motto, "Số:", "V/v", "Kính gửi", a place with its date, or what follows one of them.
fn begins_cell_of_head(words: &Words<'_>, line: &Line, cell: &Cell, index: usize) -> bool {
    let token = words.tokens[index];
    let before = words.tokens[index - 1];
    if is_long_rule(words, index) != is_long_rule(words, index - 1) {
        return true;
    }
    if motto_end(words, cell.start) == Some(index) {
        return token.is_word() && token.is_capital();
    }
    if token.is_number() {
        return before.shape == Shape::Upper && is_head_of_line(words, cell) && symbol::at(words, index).is_some();
    }
    if token.kind != TokenKind::Word || !token.is_capital() {
        return false;
    }
    if is_motto_start(words, cell, index) {
        return true;
    }
    let after_small = before.is_word() && before.shape == Shape::Lower;
    if !after_small && is_number_line(words, index) && token.key != before.key && is_head_of_line(words, cell) {
        return true;
    }
    if before.is_word() && before.shape == Shape::Upper && token.shape == Shape::Capitalised && is_capitals(words, cell)
    {
        return place_date_at(words, &(index..line.end)).is_some();
    }
    // "Số: 47/2012/TT-BYT Hà Nội, ngày 26 tháng 12 năm 2012", "Số: 47/BYT-KH V/v …"
    let numbered = is_number_line(words, cell.start) || symbol::at(words, cell.start).is_some();
    if numbered && symbol_in(words, cell) == Some(index) {
        return true;
    }
    let about = after_about(words, index).is_some() && words.is(index + 1, marks::SLASH);
    let dated = || before.is_number() && place_date_at(words, cell).is_some_and(|(_, _, end)| end == index);
    about && !after_small || dated()
}

/// A run of dashes, low lines or stars that rules off what stands above it.
fn is_long_rule(words: &Words<'_>, index: usize) -> bool {
    words.is_any(index, &[marks::DASH, marks::LOW_LINE, marks::STAR, marks::EQUALS]) && words.at(index).len() >= 3
}

fn is_motto_start(words: &Words<'_>, cell: &Cell, index: usize) -> bool {
    if words.after(index, phrase!("cộng hòa xã hội")).is_some()
        || words.after(index, phrase!("độc lập - tự do")).is_some()
    {
        return true;
    }
    let whole = motto_end(words, index).is_some();
    // A title may name the Party; in a head its name follows an agency's.
    let party = words.is(index, key!("đảng"));
    whole && (!party || words.tokens[index + 1].shape == Shape::Upper && is_head_of_line(words, cell))
}

/// Whether a cell can stand before "Số:" in one line: an agency in capitals, a rule, the motto.
fn is_head_of_line(words: &Words<'_>, cell: &Cell) -> bool {
    is_capitals(words, cell) && agency_start(words, cell.start).is_some()
        || motto_end(words, cell.start) == Some(cell.end)
        || words.tokens[cell.clone()].iter().all(|token| token.kind == TokenKind::Mark)
}

fn symbol_in(words: &Words<'_>, cell: &Cell) -> Option<usize> {
    let blank = || {
        let number = super::cells::number_content(words, cell.start)?;
        symbol::blank_at(words, number).map(|found| found.tokens.end)
    };
    cell.clone().find_map(|index| symbol::at(words, index).map(|found| found.tokens.end)).or_else(blank)
}

/// Whether a post or a capacity in capitals begins at a token.
fn begins_signature(words: &Words<'_>, index: usize) -> bool {
    let first = if words.is(index, marks::STAR) {
        index + words.tokens[index..].iter().take_while(|it| it.key == marks::STAR).count()
    } else {
        index
    };
    words.get(first).is_some_and(|token| token.shape == Shape::Upper)
        && (capacity(words, first).is_some() || post_start(words, first).is_some())
}

/// "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Võ Thị Hạnh" in one cell: where the next post begins, and where the name does.
fn goes_on_signature(words: &Words<'_>, cell: &Cell, index: usize) -> bool {
    if !begins_signature(words, cell.start) || !is_capitals(words, cell) {
        return false;
    }
    let token = words.tokens[index];
    let long = token.text(words.text).len() > 1;
    let titled = words.is(index - 1, marks::POINT);
    let named = long && !titled && token.shape == Shape::Capitalised && is_family_name(token.key);
    let posted = capacity(words, cell.start).is_some_and(|(_, end)| end < index)
        && token.shape == Shape::Upper
        && words.after(index, phrase!("phó")).is_some();
    named || posted
}

fn begins_signature_column(words: &Words<'_>, line: &Line, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|before| *before >= line.first) else { return false };
    if !words.is_any(before, &[marks::SEMICOLON, marks::COLON, marks::POINT, marks::CLOSE, marks::COMMA]) {
        return false;
    }
    // "KT. BỘ TRƯỞNG, CHỦ NHIỆM" is one line of a signature.
    if words.is(before, marks::COMMA) && words.tokens[before - 1].shape == Shape::Upper {
        return false;
    }
    let rest = index..line.end;
    let posted = words.tokens[index].shape == Shape::Upper || words.is(before, marks::COLON);
    if words.is(before, marks::POINT) && before > line.first && capacity(words, before - 1).is_some() {
        return false;
    }
    let capital = capacity(words, index).is_some() || (posted && post_start(words, index).is_some());
    // "- Lưu: VT. Lê Thị Bích Tuyền"
    let family = words.is(before, marks::POINT)
        && words.tokens[before - 1].gap != Gap::Wide
        && words.tokens.get(index).is_some_and(|token| is_family_name(token.key));
    let named = || family && (3..6).contains(&rest.len()) && super::foot::person(words, &rest) == Some(rest.clone());
    (capital && is_capitals(words, &rest)) || is_signed_mark(words, index) || named()
}
