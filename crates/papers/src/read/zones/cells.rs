//! What a cell of a head or an end looks like.

use std::ops::Range;

use crate::read::date;
use crate::read::letters::phrase;
use crate::read::lex::{Bare, Gap, Key, Shape, Token, TokenKind, bare, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::read::symbol;
use crate::read::vocabulary::{agency_start, kind_name};
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
    /// A day alone: "Ngày 05 tháng 8 năm 2021".
    Date,
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
    if day_alone(words, cell).is_some() {
        return Class::Date;
    }
    let capitals = is_capitals(words, cell);
    let named = kind_name(words, first, cell.end);
    if let Some((kind, end)) = named
        && words.tokens[first..end].iter().all(|token| token.shape == Shape::Upper)
        && !words.is(cell.end - 1, marks::COLON)
        && !is_register_stamp(words, cell)
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
        [marks::DASH, marks::LOW_LINE, marks::STAR, marks::EQUALS, key!("~"), key!("o"), marks::POINT];
    words.tokens[cell.clone()].iter().all(|token| RULES.contains(&token.key))
}

fn is_motto(words: &Words<'_>, cell: &Cell) -> bool {
    if motto_end(words, cell.start).is_some_and(|end| end >= cell.end) {
        return true;
    }
    if is_youth_union(words, cell) {
        return true;
    }
    let near = cell.start..cell.end.min(cell.start + 12);
    let republic = words.after(cell.start, phrase!("cộng hòa")).is_some()
        || words.find(near.clone(), phrase!("chủ nghĩa việt nam")).is_some();
    let party = words.after(cell.start, phrase!("đảng cộng sản việt nam")).is_some();
    let short = cell.len() <= 12;
    let rest = words.after_any(cell.start, phrases!["chủ nghĩa việt nam", "hạnh phúc", "- tự do", "- hạnh phúc"]);
    if short && rest.is_some() {
        return true;
    }
    let freedom = words.after(cell.start, phrase!("độc lập")).is_some() && words.find(near, phrase!("tự do")).is_some();
    short && ((republic && is_capitals(words, cell)) || (party && is_capitals(words, cell)) || freedom)
}

/// Papers of the Youth Union have its name where others have the motto.
fn is_youth_union(words: &Words<'_>, cell: &Cell) -> bool {
    const NAMES: &Phrases = phrases!["đoàn tncs hồ chí minh", "đoàn tncs hcm", "đoàn thanh niên cộng sản hồ chí minh"];
    is_capitals(words, cell) && words.after_any(cell.start, NAMES) == Some(cell.end)
}

/// The token after a whole motto that begins at a token; scans lose its tones ("VIÊT NAM", "Tư do").
pub(super) fn motto_end(words: &Words<'_>, start: usize) -> Option<usize> {
    const MOTTOS: [&[Bare]; 3] = [
        &[bare("cộng"), bare("hòa"), bare("xã"), bare("hội"), bare("chủ"), bare("nghĩa"), bare("việt"), bare("nam")],
        &[bare("đảng"), bare("cộng"), bare("sản"), bare("việt"), bare("nam")],
        &[bare("độc"), bare("lập"), bare("-"), bare("tự"), bare("do"), bare("-"), bare("hạnh"), bare("phúc")],
    ];
    words.get(start).filter(|token| token.is_capital())?;
    let after = |motto: &[Bare]| motto.iter().enumerate().all(|(at, bare)| words.is_bare(start + at, *bare));
    MOTTOS.iter().find(|motto| after(motto)).map(|motto| start + motto.len())
}

/// Whether "Số:" or "Luật số:" begins at a token.
pub(super) fn is_number_line(words: &Words<'_>, first: usize) -> bool {
    number_content(words, first).is_some()
}

/// What may stand between "Số" and the number.
const NUMBER: Bare = bare("số");
const NUMBER_MARKS: [Key; 3] = [marks::COLON, marks::POINT, marks::SEMICOLON];

/// The token after "Số:", "Số", "Luật số:" at a token, where a number of a paper or a blank for it follows.
pub(super) fn number_content(words: &Words<'_>, first: usize) -> Option<usize> {
    let start = kind_name(words, first, words.len()).map_or(first, |(_, end)| end);
    // A scan reads "Số" as "Sô", "Sổ" or "So"; the number after it tells.
    // "S : 22/NQ-HĐND" where a site lost the letters with marks.
    let lost = words.is(start, key!("s")) && words.is(start + 1, marks::COLON);
    if !(words.is_bare(start, NUMBER) || lost) || !words.get(first)?.is_capital() {
        return None;
    }
    let mut after = start + 1;
    if words.is(after, marks::SLASH) && words.after(after + 1, phrase!("ký hiệu")).is_some() {
        return None;
    }
    while words.is_any(after, &NUMBER_MARKS) && after < start + 3 {
        after += 1;
    }
    let found = symbol::at(words, after).or_else(|| symbol::blank_at(words, after)).is_some();
    found.then_some(after)
}

/// The token after the number that follows "Số:", which may stand in the next line.
pub(super) fn number_end(words: &Words<'_>, cell: &Cell) -> Option<usize> {
    let number = number_content(words, cell.start)?;
    let found = symbol::at(words, number).or_else(|| symbol::blank_at(words, number))?;
    Some(found.tokens.end)
}

/// The token after "Kính gửi" and its colon.
fn after_to(words: &Words<'_>, first: usize) -> Option<usize> {
    let end = words.after_any(first, phrases!["kính gửi", "kính trình"])?;
    Some(if words.is(end, marks::COLON) { end + 1 } else { end }).filter(|_| words.tokens[first].is_capital())
}

/// The token after "V/v" or "Về việc" and its colon.
pub(super) fn after_about(words: &Words<'_>, first: usize) -> Option<usize> {
    let first = if words.is(first, marks::QUOTE) { first + 1 } else { first };
    let end = words.after_any(first, phrases!["v / v", "về việc", "trích yếu :"])?;
    if !words.get(first)?.is_capital() {
        return None;
    }
    Some(if words.is(end, marks::COLON) { end + 1 } else { end })
}

/// The place and the start of its date: `Hà Nội, ngày 12 tháng 8 năm 2022`; the date may have blanks.
pub(super) fn place_date(words: &Words<'_>, cell: &Cell) -> Option<(Cell, usize, usize)> {
    place_date_at(words, cell).filter(|(_, _, end)| end + 1 >= cell.end)
}

/// The same, whatever follows the date in its line.
pub(super) fn place_date_at(words: &Words<'_>, cell: &Cell) -> Option<(Cell, usize, usize)> {
    if !words.tokens[cell.start].is_capital() {
        return None;
    }
    let day = day_of_place(words, cell)?;
    if day == cell.start || day > cell.start + 8 {
        return None;
    }
    let found = date::at(words, day).filter(|found| found.when.day().is_some()).map(|found| found.tokens.end);
    let blank = || (date::is_blank(words, day) && cell.len() <= 20).then_some(cell.end);
    let end = found.or_else(blank)?;
    let comma = words.is(day - 1, marks::COMMA);
    let place = cell.start..if comma { day - 1 } else { day };
    let proper =
        |token: &Token| token.is_capital() || matches!(token.key, marks::DASH | marks::POINT) || is_joint(token);
    let named = |index: usize| {
        let token = &words.tokens[index];
        // "Thành phố Hồ Chí Minh", "Hà nội": the comma before the day tells a place from a sentence.
        let after_joint = token.gap == Gap::None && index > place.start && words.is(index - 1, APOSTROPHE);
        // "Đam Rông 2, ngày …": since 2025 many communes have a number.
        let numbered = comma && index > place.start && index + 1 == place.end && words.digits(index, 1..3).is_some();
        proper(token)
            || after_joint
            || numbered
            || index > place.start && (is_level_word(token.key) || comma && place.len() == 2 && token.is_word())
    };
    let named = !place.is_empty() && place.clone().all(named);
    let weekday = words.is_any(cell.start, &[key!("thứ"), key!("hôm"), key!("chủ"), key!("cập"), key!("đăng")]);
    (named && !weekday).then_some((place, day, end))
}

/// Where the day of "Hà Nội, ngày 5/8/2021" or "Hà Nội, 05/8/2021" begins.
fn day_of_place(words: &Words<'_>, cell: &Cell) -> Option<usize> {
    let called = cell.clone().take(10).find(|index| words.is(*index, key!("ngày")));
    called.or_else(|| {
        let near = cell.start + 1..cell.end.min(cell.start + 9);
        let comma = near.clone().find(|index| words.is(*index, marks::COMMA))?;
        let found = date::at(words, comma + 1).filter(|found| found.when.day().is_some())?;
        (found.tokens.end >= cell.end).then_some(comma + 1)
    })
}

/// The apostrophe inside a name of the highlands: "Ea H'leo".
fn is_joint(token: &Token) -> bool {
    token.gap == Gap::None && matches!(token.key, APOSTROPHE)
}

const APOSTROPHE: Key = key!("'");

fn is_level_word(word: Key) -> bool {
    const WORDS: [Key; 8] =
        [key!("phố"), key!("xã"), key!("trấn"), key!("khu"), key!("vực"), key!("tỉnh"), key!("huyện"), key!("quận")];
    WORDS.contains(&word)
}

/// A cell that is nothing but a day with its year: "Ngày 05 tháng 8 năm 2021", "(Ngày 12/11/2018)" is a note and none.
pub(super) fn day_alone(words: &Words<'_>, cell: &Cell) -> Option<Cell> {
    if cell.len() > 12 || !words.is(cell.start, key!("ngày")) || !words.tokens[cell.start].is_capital() {
        return None;
    }
    let found = date::at(words, cell.start).filter(|found| found.when.day().is_some())?;
    (found.tokens.end >= cell.end).then_some(found.tokens)
}

fn is_below(words: &Words<'_>, cell: &Cell) -> bool {
    const OPENERS: &Phrases = phrases![
        "căn cứ",
        "xét",
        "thực hiện",
        "theo",
        "để",
        "nhằm",
        "hưởng ứng",
        "tiếp tục",
        "trong",
        "thời gian qua",
        "những năm",
        "ngày",
        "hôm nay",
        "sau khi",
        "sau hơn",
        "qua",
        "vừa qua",
        "phát huy",
        "triển khai thực hiện",
        "điều 1",
        "phần",
        "trên cơ sở"
    ];
    let capital = words.tokens[cell.start].is_capital() && !is_capitals(words, cell);
    let long = cell.len() > 12 || words.is_any(cell.end - 1, &[marks::SEMICOLON, marks::POINT]);
    (capital && long && words.after_any(cell.start, OPENERS).is_some())
        || crate::read::paragraphs::mark_at(words, cell.start).is_some_and(|(mark, _)| {
            use crate::read::paragraphs::Mark;
            matches!(mark, Mark::Roman(_) | Mark::Number(_) | Mark::SubNumber(_) | Mark::Article(_) | Mark::Chapter)
        })
}

/// The stamp of the receiver's register: "CÔNG VĂN ĐẾN", "ĐẾN", with a number and day of its own below.
pub(super) fn is_register_stamp(words: &Words<'_>, cell: &Cell) -> bool {
    let start = words.after_any(cell.start, phrases!["công văn", "văn bản"]).unwrap_or(cell.start);
    words.is_any(start, &[key!("đến"), key!("đi")])
        && words.tokens[start].shape == Shape::Upper
        && (start + 1 == cell.end || words.is_any(start + 1, &[marks::COLON, key!("số"), key!("ngày")]))
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
    let portal = words.after_any(cell.start, phrases!["báo điện tử", "các tin"]).is_some();
    is_capitals(words, cell) && agency_start(words, cell.start).is_some() && cell.len() <= 24 && !portal
}

/// The token after "Nơi nhận" and its colon.
pub(super) fn starts_recipients(words: &Words<'_>, first: usize) -> Option<usize> {
    let end = words.after_any(first, phrases!["nơi nhận", "nơi gửi :"]).or_else(|| {
        words.after(first + 1, phrase!("nơi nhận")).filter(|_| words.tokens[first].kind == TokenKind::Mark)
    })?;
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
    let first = if words.is(first, marks::OPEN) || words.is(first, key!("[")) { first + 1 } else { first };
    words
        .after_any(first, phrases!["đã ký", "ký tên", "ký ,", "ký số", "chữ ký", "ký và", "ký bởi", "người ký"])
        .is_some()
}
