//! Who acts: units, agencies and posts in a sentence, and where their names end.

use std::ops::Range;

use super::vocabulary::{HEADS, NO_HEADS, PLURALS, SMALL_HEADS, VERBS};
use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Key, Shape, key, marks};
use crate::read::phrases::{Phrases, phrases};

/// Who a sentence makes act, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The unit or units.
    pub unit: Range<usize>,
    /// The first token of what is to be done.
    pub deed: usize,
    /// Whether the sentence orders it in words: giao, đề nghị, yêu cầu, có trách nhiệm.
    pub asked: bool,
}

/// The longest name of a list of units that is taken for one, in tokens.
const LONGEST: usize = 45;

/// "Chuẩn bị nội dung: Các bệnh viện gửi …": a label before the unit.
fn skip_label(document: &Document<'_>, start: usize, end: usize) -> usize {
    let colon = (start..end.min(start + 8)).find(|index| document.is(*index, marks::COLON));
    match colon {
        Some(colon) if unit_head(document, start).is_none() && unit_head(document, colon + 1).is_some() => colon + 1,
        _ => start,
    }
}

/// Who acts in a sentence: a unit at its beginning, or after "giao", "đề nghị", "yêu cầu" in it.
pub fn subject(document: &Document<'_>, sentence: &Range<usize>) -> Option<Subject> {
    let start = skip_lead(document, sentence.start, sentence.end);
    let mut start = skip_label(document, start, sentence.end);
    let mut asked = false;
    if let Some(after) = document.after_any(start, ASKS) {
        asked = true;
        start = skip_marks(document, after);
    } else if let Some(found) = asked_inside(document, sentence) {
        asked = true;
        start = found;
    }
    let (unit, stop) = unit_until_verb(document, start, sentence.end)?;
    let unit = drop_lead_in(document, unit);
    let deed = match document.after_any(stop, OUGHT) {
        Some(after) => {
            asked = true;
            after
        }
        None if document.is(stop, marks::COLON) => stop + 1,
        None => stop,
    };
    let standing = document.after_any(stop, phrases!["là cơ quan", "là đơn vị", "là thường trực"]).is_some();
    let reporting =
        !standing && document.is_any(stop, &[key!("là"), key!("có"), key!("đã"), key!("vừa"), key!("đang")]);
    (deed < sentence.end && (asked || !reporting)).then_some(Subject { unit, deed, asked })
}

const ASKS: &Phrases =
    phrases!["giao", "giao cho", "đề nghị", "kính đề nghị", "yêu cầu", "phân công", "trách nhiệm của", "đối với"];

const OUGHT: &Phrases = phrases!["có trách nhiệm", "có nhiệm vụ", "chịu trách nhiệm", "cần", "phải"];

/// A name never holds a paper: what stands before the last comma after its number is another phrase.
fn drop_lead_in(document: &Document<'_>, unit: Range<usize>) -> Range<usize> {
    let last_symbol =
        unit.clone().rev().find(|index| document.symbol_at(*index).is_some() || document.date_at(*index).is_some());
    let comma = last_symbol.and_then(|symbol| (symbol..unit.end).find(|index| document.is(*index, marks::COMMA)));
    match comma.filter(|comma| unit_head(document, comma + 1).is_some()) {
        Some(comma) => comma + 1..unit.end,
        None => unit,
    }
}

/// "Theo kế hoạch, …", "Trước ngày 15/12 hằng năm, …", "Riêng …": what may stand before the unit.
fn skip_lead(document: &Document<'_>, start: usize, end: usize) -> usize {
    let start = skip_marks(document, start);
    if document.is_any(start, &[key!("riêng"), key!("đồng")]) && unit_head(document, start + 1).is_some() {
        return start + 1;
    }
    let leads = [
        key!("theo"),
        key!("trước"),
        key!("chậm"),
        key!("định"),
        key!("hằng"),
        key!("hàng"),
        key!("căn"),
        key!("trong"),
        key!("đến"),
        key!("từ"),
        key!("để"),
        key!("trên"),
        key!("ngoài"),
        key!("bên"),
        key!("cùng"),
        key!("sau"),
        key!("khi"),
    ];
    if !document.is_any(start, &leads) {
        return start;
    }
    let comma = (start..end.min(start + 30)).find(|index| document.is(*index, marks::COMMA));
    comma.map_or(start, |comma| {
        if unit_head(document, comma + 1).is_some() || document.after_any(comma + 1, ASKS).is_some() {
            comma + 1
        } else {
            start
        }
    })
}

fn skip_marks(document: &Document<'_>, mut index: usize) -> usize {
    // A row of dashes is longer, and no unit stands behind it.
    let limit = index + 40;
    while index < limit
        && document.is_any(index, &[marks::DASH, marks::PLUS, marks::COLON, marks::STAR, marks::COMMA, marks::BULLET])
    {
        index += 1;
    }
    index
}

/// "…, Tổng Giám đốc yêu cầu Giám đốc các tỉnh thực hiện": the unit after the verb that asks.
fn asked_inside(document: &Document<'_>, sentence: &Range<usize>) -> Option<usize> {
    const VERBS: &Phrases = phrases!["yêu cầu", "đề nghị", "giao"];
    (sentence.start..sentence.end).find_map(|index| {
        let after = document.after_any(index, VERBS)?;
        let lower = document.tokens[index].shape == Shape::Lower || index == sentence.start;
        let noun = index > 0
            && document.is_any(index - 1, &[key!("theo"), key!("ý"), key!("được"), key!("các"), key!("những")]);
        (lower
            && !noun
            && unit_head(document, after).is_some()
            && unit_until_verb(document, after, sentence.end).is_some())
        .then_some(after)
    })
}

/// The unit that a heading names: "Phòng Kế hoạch - Tài chính", "Trách nhiệm của Ban Thu:", "… yêu cầu các đơn vị thực hiện các nội dung sau:".
pub fn of_heading(document: &Document<'_>, content: &Range<usize>) -> Option<Range<usize>> {
    let last = content.end.checked_sub(1)?;
    let end = if document.is(last, marks::COLON) { last } else { content.end };
    if document.is(last, marks::COLON)
        && let Some(sentence) =
            document.paragraph_of(content.start).and_then(|paragraph| paragraph.sentences.last().cloned())
        && let Some(asked) = asked_inside(document, &sentence)
        && asked > content.start + 2
    {
        return unit_until_verb(document, asked, sentence.end).map(|(unit, _)| unit);
    }
    let start = document
        .after_any(content.start, phrases!["trách nhiệm của", "đối với", "giao", "đề nghị", "yêu cầu"])
        .unwrap_or(content.start);
    if start < end && document.after(start, phrase!("ủy viên là")).is_some() {
        return Some(start..end);
    }
    if start < end && unit_head(document, start).is_some() {
        return match unit_until_verb(document, start, end) {
            Some((unit, _)) => Some(unit),
            None if end - start <= LONGEST => Some(start..end),
            None => None,
        };
    }
    if !document.is(last, marks::COLON) {
        return None;
    }
    let sentence = document.paragraph_of(content.start)?.sentences.last()?.clone();
    asked_inside(document, &sentence)
        .and_then(|start| unit_until_verb(document, start, sentence.end))
        .map(|(unit, _)| unit)
        .or_else(|| {
            let (unit, stop) =
                unit_until_verb(document, skip_lead(document, sentence.start, sentence.end), sentence.end)?;
            document.after_any(stop, phrases!["có trách nhiệm", "cần", "phải", "thực hiện"]).map(|_| unit)
        })
}

/// A unit from a token on, as the receiver of something: it ends where the sentence goes on with time, purpose or another deed.
pub fn receiver(document: &Document<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    unit_head(document, start)?;
    let mut index = start + 1;
    while index < end && index - start < 16 {
        let token = document.tokens[index];
        let list_goes_on = token.is_mark(marks::COMMA)
            && unit_head(document, index + 1).is_some()
            && document.tokens[index + 1].is_capital();
        let stops = (!token.is_word() && !token.is_number() && !token.is_mark(marks::DASH) && !list_goes_on)
            || document.is_any(index, &RECEIVER_ENDS)
            || document.date_at(index).is_some()
            || is_verb(document, index)
            || (document.is(index, key!("và"))
                && unit_head(document, index + 1).is_none()
                && !document.get(index + 1).is_some_and(|next| next.is_capital()));
        if stops {
            break;
        }
        index += 1;
    }
    Some(start..index)
}

const RECEIVER_ENDS: [Key; 24] = [
    key!("trước"),
    key!("chậm"),
    key!("để"),
    key!("theo"),
    key!("định"),
    key!("vào"),
    key!("hằng"),
    key!("hàng"),
    key!("đúng"),
    key!("xong"),
    key!("nhằm"),
    key!("kết"),
    key!("về"),
    key!("trong"),
    key!("khi"),
    key!("việc"),
    key!("xem"),
    key!("qua"),
    key!("đến"),
    key!("tại"),
    key!("thông"),
    key!("làm"),
    key!("tình"),
    key!("muộn"),
];

/// A unit from a token up to the first verb, and where that verb stands.
pub fn unit_until_verb(document: &Document<'_>, start: usize, end: usize) -> Option<(Range<usize>, usize)> {
    unit_head(document, start)?;
    let mut index = start + 1;
    let mut depth = 0_usize;
    while index < end && index - start < LONGEST {
        let token = document.tokens[index];
        match token.key {
            marks::OPEN => depth += 1,
            marks::CLOSE => depth = depth.saturating_sub(1),
            marks::COLON if depth == 0 => return Some((start..index, index)),
            marks::SEMICOLON | marks::QUESTION if depth == 0 => return None,
            _ if depth == 0 && is_verb(document, index) => {
                let cut = if document.is(index - 1, marks::COMMA) { index - 1 } else { index };
                return Some((trim_unit(document, start..cut), index));
            }
            _ => {}
        }
        index += 1;
    }
    None
}

/// A bracket after a unit's name ("(qua Ban Thu)", "(sau đây gọi là …)") is no part of it.
fn trim_unit(document: &Document<'_>, unit: Range<usize>) -> Range<usize> {
    let last = unit.end.saturating_sub(1);
    if !document.is(last, marks::CLOSE) {
        return unit;
    }
    let open = unit.clone().rev().find(|index| document.is(*index, marks::OPEN));
    let aside = |open: &usize| {
        let asides = phrases!["( qua", "( sau đây", "( gọi", "( thông qua", "( viết tắt"];
        *open > unit.start && document.after_any(*open, asides).is_some()
    };
    open.filter(aside).map_or(unit.clone(), |open| unit.start..open)
}

/// Whether a verb of administrative tasks begins at a token: written small, as the names of units are not.
fn is_verb(document: &Document<'_>, index: usize) -> bool {
    let Some(token) = document.get(index) else { return false };
    if token.shape != Shape::Lower || !token.is_word() || !document.may_begin(index, VERBS) {
        return false;
    }
    // "Ban chỉ đạo thực hiện chính sách" is a name, whatever its letters.
    let after_board = index > 0 && document.is(index - 1, key!("ban"));
    let part_of_name = [key!("tổ"), key!("thư"), key!("phòng"), key!("đại"), key!("điểm"), key!("cán"), key!("ngành")];
    if after_board
        || (index > 0
            && document.is_any(index - 1, &part_of_name)
            && document.is_any(index, &[key!("thu"), key!("ký"), key!("lý")]))
    {
        return false;
    }
    // "Phòng Tiếp nhận và Quản lý hồ sơ", "Bưu điện huyện": the second syllable of a word in a name.
    let within = [(key!("tiếp"), key!("nhận")), (key!("bưu"), key!("điện"))];
    if let Some(before) = index.checked_sub(1).and_then(|before| document.get(before))
        && before.is_capital()
        && within.contains(&(before.key, token.key))
    {
        return false;
    }
    // "Phòng Quản lý thu và Phát triển người tham gia": what goes on with a capital is still the name.
    let joins = document.is_any(index + 1, &[key!("và"), marks::DASH])
        && document.get(index + 2).is_some_and(|next| next.is_capital() && next.is_word());
    let in_name = joins && index > 0 && document.is_any(index, &[key!("thu"), key!("lý"), key!("làm"), key!("in")]);
    if in_name {
        return false;
    }
    // "Phòng … Phát triển người tham gia:" is a name to its end.
    let takes_part = document.is(index, key!("tham")) && document.is_any(index + 2, &[marks::COLON, marks::COMMA]);
    if takes_part && index > 0 && document.is(index - 1, key!("người")) {
        return false;
    }
    // "các tổ chức chính trị - xã hội" are units.
    if index > 0 && document.is(index - 1, key!("các")) && document.after(index, phrase!("tổ chức")).is_some() {
        return false;
    }
    // "Ủy viên là lãnh đạo Sở Y tế:" is a post.
    if token.key == key!("là") && (index..index + 12).any(|at| document.is(at, marks::COLON)) {
        return false;
    }
    let in_board = (index.saturating_sub(4)..index).any(|at| document.after(at, phrase!("ban chỉ đạo")) == Some(index));
    if in_board && document.is_any(index, &[key!("thực"), key!("phát"), key!("xây"), key!("công")]) {
        return false;
    }
    document.after_any(index, VERBS).is_some()
}

/// The token after the word or words with which the name of a unit or post begins.
pub fn unit_head(document: &Document<'_>, index: usize) -> Option<usize> {
    let start = document.after_any(index, PLURALS).unwrap_or(index);
    let end = document.after_any(start, HEADS)?;
    let not = document.after_any(start, NO_HEADS).is_some();
    // A single unit is written with a capital; several need not be: "các phòng nghiệp vụ".
    let named = start > index
        || document.tokens[start].is_capital()
        || document.get(end).is_some_and(|next| next.is_capital() && next.is_word())
        || document.after_any(start, SMALL_HEADS).is_some();
    (!not && named).then_some(end)
}
