//! Lines taken apart into the cells of two columns, and what a cell of a head or an end looks like.

use std::ops::Range;

use crate::read::date;
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, Line, Shape, key, marks};
use crate::read::symbol;
use crate::read::vocabulary::{agency_start, capacity, kind_name, post_start};
use crate::read::words::Words;
use crate::reading::Kind;

/// A run of tokens of one line: the left or right column.
pub(super) type Cell = Range<usize>;

/// What a cell of a head looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Class {
    Rule,
    Motto,
    Number,
    PlaceDate,
    /// The name of a kind in capitals, and the token after it.
    Title(Kind, usize),
    /// `V/v` or `Về việc`, and the token after it.
    About(usize),
    /// `Kính gửi`, and the token after it with its colon.
    To(usize),
    /// `Căn cứ`, `Xét`, an article, a numbered heading: what only stands below the head.
    Below,
    Capitals,
    Text,
}

/// A longer line is no line of a head or an end, where columns are told by more than wide gaps.
const LONGEST_LINE: usize = 120;

/// The cells of a line: parted by tabs and wide gaps, and where the motto or a place with its date runs on in the same line.
pub(super) fn of_head(words: &Words<'_>, line: &Line) -> Vec<Cell> {
    let short = line.end - line.first <= LONGEST_LINE;
    split(words, line, |index| short && index > line.first && begins_right_column(words, line, index))
}

/// The cells of a line at the end of a paper: also parted where a signature runs on after a recipient.
pub(super) fn of_foot(words: &Words<'_>, line: &Line) -> Vec<Cell> {
    let short = line.end - line.first <= LONGEST_LINE;
    let recipients = short && (starts_recipients(words, line.first).is_some() || is_item(words, line.first));
    split(words, line, |index| recipients && begins_signature_column(words, line, index))
}

fn split(words: &Words<'_>, line: &Line, also: impl Fn(usize) -> bool) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(2);
    for index in line.first..line.end {
        let wide = words.tokens[index].gap == Gap::Wide;
        match cells.last_mut() {
            // "Số:        /QĐ-BHXH" and "ngày      tháng" are blanks to be filled in, not columns.
            Some(cell) if !(also(index) || (wide && !is_blank(words, index))) => cell.end = index + 1,
            _ => cells.push(index..index + 1),
        }
    }
    for cell in &mut cells {
        // Stars that a reader of scans puts around bold letters ("**KT. GIÁM ĐỐC").
        while cell.len() > 1 && words.is(cell.start, marks::STAR) && words.tokens[cell.start + 1].gap == Gap::None {
            cell.start += 1;
        }
        while cell.len() > 1 && words.is(cell.end - 1, marks::STAR) && words.tokens[cell.end - 1].gap == Gap::None {
            cell.end -= 1;
        }
    }
    cells
}

fn is_blank(words: &Words<'_>, index: usize) -> bool {
    let before = index.checked_sub(1);
    let after_number = before.is_some_and(|before| words.is(before, marks::COLON) || words.is(before, key("số")));
    words.is(index, marks::SLASH)
        || words.is_any(index, &[key("tháng"), key("năm")])
        || (after_number && (words.is_number(index) || words.is(index, marks::SLASH)))
        || (words.is_number(index) && before.is_some_and(|before| words.is_any(before, &DATE_WORDS)))
}

const DATE_WORDS: [Key; 3] = [key("ngày"), key("tháng"), key("năm")];

fn begins_right_column(words: &Words<'_>, line: &Line, index: usize) -> bool {
    if words.after_any(index, &[phrase!("cộng hòa xã hội"), phrase!("đảng cộng sản việt nam")]).is_some()
    {
        return true;
    }
    if words.after(index, phrase!("độc lập - tự do")).is_some() {
        return true;
    }
    // "Số: 47/2012/TT-BYT Hà Nội, ngày 26 tháng 12 năm 2012"
    let number = line.first..index;
    words.tokens[index].is_capital()
        && is_number_line(words, line.first)
        && symbol_in(words, &number).is_some_and(|end| end == index)
        && place_date(words, &(index..line.end)).is_some()
}

fn symbol_in(words: &Words<'_>, cell: &Cell) -> Option<usize> {
    cell.clone().find_map(|index| symbol::at(words, index).map(|found| found.tokens.end))
}

fn begins_signature_column(words: &Words<'_>, line: &Line, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|before| *before >= line.first) else { return false };
    if !words.is_any(before, &[marks::SEMICOLON, marks::COLON, marks::POINT, marks::CLOSE, marks::COMMA]) {
        return false;
    }
    let rest = index..line.end;
    let posted = words.tokens[index].shape == Shape::Upper || words.is(before, marks::COLON);
    if words.is(before, marks::POINT) && before > line.first && capacity(words, before - 1).is_some() {
        return false;
    }
    let capital = capacity(words, index).is_some() || (posted && post_start(words, index).is_some());
    (capital && is_capitals(words, &rest)) || is_signed_mark(words, index)
}

/// What a cell looks like.
pub(super) fn classify(words: &Words<'_>, cell: &Cell) -> Class {
    let first = cell.start;
    if is_rule(words, cell) {
        return Class::Rule;
    }
    if is_motto(words, cell) {
        return Class::Motto;
    }
    if let Some(after) = after_to(words, first) {
        return Class::To(after);
    }
    if let Some(after) = after_about(words, first) {
        return Class::About(after);
    }
    let symbol_alone = || symbol::at(words, first).is_some_and(|found| found.tokens.end == cell.end);
    if cell.len() < 24 && (is_number_line(words, first) || symbol_alone()) {
        return Class::Number;
    }
    if place_date(words, cell).is_some() {
        return Class::PlaceDate;
    }
    let capitals = is_capitals(words, cell);
    let named = kind_name(words, first, cell.end);
    if let Some((kind, end)) = named
        && words.tokens[first..end].iter().all(|token| token.shape == Shape::Upper)
        && !words.is(cell.end - 1, marks::COLON)
    {
        return Class::Title(kind, end);
    }
    if is_below(words, cell) {
        return Class::Below;
    }
    if capitals { Class::Capitals } else { Class::Text }
}

/// A line of dashes, stars or low lines.
pub(super) fn is_rule(words: &Words<'_>, cell: &Cell) -> bool {
    const RULES: [Key; 7] =
        [marks::DASH, marks::LOW_LINE, marks::STAR, marks::EQUALS, key("~"), key("o"), marks::POINT];
    words.tokens[cell.clone()].iter().all(|token| RULES.contains(&token.key))
}

fn is_motto(words: &Words<'_>, cell: &Cell) -> bool {
    let near = cell.start..cell.end.min(cell.start + 12);
    let republic = words.after(cell.start, phrase!("cộng hòa")).is_some()
        || words.find(near.clone(), phrase!("chủ nghĩa việt nam")).is_some();
    let party = words.after(cell.start, phrase!("đảng cộng sản việt nam")).is_some();
    let short = cell.len() <= 12;
    let rest = words.after_any(
        cell.start,
        &[phrase!("chủ nghĩa việt nam"), phrase!("hạnh phúc"), phrase!("- tự do"), phrase!("- hạnh phúc")],
    );
    if short && rest.is_some() {
        return true;
    }
    let freedom = words.after(cell.start, phrase!("độc lập")).is_some() && words.find(near, phrase!("tự do")).is_some();
    short && ((republic && is_capitals(words, cell)) || (party && is_capitals(words, cell)) || freedom)
}

/// Whether "Số:" or "Luật số:" begins at a token.
pub(super) fn is_number_line(words: &Words<'_>, first: usize) -> bool {
    number_content(words, first).is_some()
}

/// The token after "Số:", "Số", "Luật số:" at a token, where a number of a paper or a blank for it follows.
pub(super) fn number_content(words: &Words<'_>, first: usize) -> Option<usize> {
    let start = kind_name(words, first, words.len()).map_or(first, |(_, end)| end);
    if !words.is(start, key("số")) || !words.get(first)?.is_capital() {
        return None;
    }
    let mut after = start + 1;
    if words.is(after, marks::SLASH) && words.after(after + 1, phrase!("ký hiệu")).is_some() {
        return None;
    }
    if words.is_any(after, &[marks::COLON, marks::POINT]) {
        after += 1;
    }
    let found = symbol::at(words, after).or_else(|| symbol::blank_at(words, after)).is_some();
    found.then_some(after)
}

/// The token after "Kính gửi" and its colon.
fn after_to(words: &Words<'_>, first: usize) -> Option<usize> {
    let end = words.after_any(first, &[phrase!("kính gửi"), phrase!("kính trình")])?;
    Some(if words.is(end, marks::COLON) { end + 1 } else { end }).filter(|_| words.tokens[first].is_capital())
}

/// The token after "V/v" or "Về việc" and its colon.
pub(super) fn after_about(words: &Words<'_>, first: usize) -> Option<usize> {
    let first = if words.is(first, marks::QUOTE) { first + 1 } else { first };
    let end = words.after_any(first, &[phrase!("v / v"), phrase!("về việc"), phrase!("trích yếu :")])?;
    if !words.get(first)?.is_capital() {
        return None;
    }
    Some(if words.is(end, marks::COLON) { end + 1 } else { end })
}

/// The place and the start of its date: `Hà Nội, ngày 12 tháng 8 năm 2022`; the date may have blanks.
pub(super) fn place_date(words: &Words<'_>, cell: &Cell) -> Option<(Cell, usize, usize)> {
    if cell.len() > 20 || !words.tokens[cell.start].is_capital() {
        return None;
    }
    let day = cell.clone().find(|index| words.is(*index, key("ngày")))?;
    if day == cell.start || day > cell.start + 8 {
        return None;
    }
    let found = date::at(words, day).filter(|found| found.when.day().is_some()).map(|found| found.tokens.end);
    let blank = || date::is_blank(words, day).then_some(cell.end);
    let end = found.or_else(blank)?;
    let place_end = if words.is(day - 1, marks::COMMA) { day - 1 } else { day };
    let place = cell.start..place_end;
    let named = !place.is_empty()
        && words.tokens[place.clone()]
            .iter()
            .all(|token| token.is_capital() || matches!(token.key, marks::DASH | marks::POINT));
    let weekday = words.is_any(cell.start, &[key("thứ"), key("hôm"), key("chủ"), key("cập"), key("đăng")]);
    (named && !weekday && end + 1 >= cell.end).then_some((place, day, end))
}

fn is_below(words: &Words<'_>, cell: &Cell) -> bool {
    const OPENERS: [&[Key]; 22] = [
        phrase!("căn cứ"),
        phrase!("xét"),
        phrase!("thực hiện"),
        phrase!("theo"),
        phrase!("để"),
        phrase!("nhằm"),
        phrase!("hưởng ứng"),
        phrase!("tiếp tục"),
        phrase!("trong"),
        phrase!("thời gian qua"),
        phrase!("những năm"),
        phrase!("ngày"),
        phrase!("hôm nay"),
        phrase!("sau khi"),
        phrase!("sau hơn"),
        phrase!("qua"),
        phrase!("vừa qua"),
        phrase!("phát huy"),
        phrase!("triển khai thực hiện"),
        phrase!("điều 1"),
        phrase!("phần"),
        phrase!("trên cơ sở"),
    ];
    let capital = words.tokens[cell.start].is_capital() && !is_capitals(words, cell);
    let long = cell.len() > 12 || words.is_any(cell.end - 1, &[marks::SEMICOLON, marks::POINT]);
    (capital && long && words.after_any(cell.start, &OPENERS).is_some())
        || crate::read::paragraphs::mark_at(words, cell.start).is_some_and(|(mark, _)| {
            use crate::read::paragraphs::Mark;
            matches!(mark, Mark::Roman(_) | Mark::Number(_) | Mark::SubNumber(_) | Mark::Article(_) | Mark::Chapter)
        })
}

/// Whether every word is in capitals (numbers and single letters aside).
pub(super) fn is_capitals(words: &Words<'_>, cell: &Cell) -> bool {
    let mut seen = false;
    for token in &words.tokens[cell.clone()] {
        let one = token.span().end - token.span().start <= 3 && token.shape == Shape::Capitalised;
        if token.is_word() && token.shape != Shape::Upper && !one {
            return false;
        }
        seen |= token.is_word();
    }
    seen
}

/// Whether a cell in capitals names an agency.
pub(super) fn is_agency(words: &Words<'_>, cell: &Cell) -> bool {
    let portal = words.after_any(cell.start, &[phrase!("báo điện tử"), phrase!("các tin")]).is_some();
    is_capitals(words, cell) && agency_start(words, cell.start).is_some() && cell.len() <= 24 && !portal
}

/// The token after "Nơi nhận" and its colon.
pub(super) fn starts_recipients(words: &Words<'_>, first: usize) -> Option<usize> {
    let end = words
        .after_any(first, &[phrase!("nơi nhận"), phrase!("nơi gửi :")])
        .or_else(|| words.after(first + 1, phrase!("nơi nhận")).filter(|_| !words.tokens[first].is_word()))?;
    Some(if words.is(end, marks::COLON) { end + 1 } else { end }).filter(|end| end - first < 5)
}

/// Whether an item of a list begins at a token.
pub(super) fn is_item(words: &Words<'_>, first: usize) -> bool {
    words.is_any(first, &[marks::DASH, marks::PLUS, marks::BULLET, marks::STAR])
        && words.get(first + 1).is_some_and(|next| next.is_word() || next.is_mark(marks::PLUS))
        && words.at(first).chars().count() == 1
}

/// `(Đã ký)`, `đã ký`, `(Ký tên, đóng dấu)`.
pub(super) fn is_signed_mark(words: &Words<'_>, first: usize) -> bool {
    let first = if words.is(first, marks::OPEN) || words.is(first, key("[")) { first + 1 } else { first };
    words
        .after_any(
            first,
            &[
                phrase!("đã ký"),
                phrase!("ký tên"),
                phrase!("ký ,"),
                phrase!("ký số"),
                phrase!("chữ ký"),
                phrase!("ký và"),
                phrase!("ký bởi"),
                phrase!("người ký"),
            ],
        )
        .is_some()
}
