//! For whom a value holds: the country, a province, a place by name; and in which year.

use std::ops::Range;

use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, key, marks};
use crate::read::phrases::phrases;

/// The level that the words of a range name last: "toàn tỉnh" is the province.
pub fn level_in(document: &Document<'_>, range: &Range<usize>) -> Option<&'static str> {
    range.clone().rev().find_map(|index| level_at(document, index, range.end))
}

fn level_at(document: &Document<'_>, index: usize, end: usize) -> Option<&'static str> {
    const FIRST: [Key; 9] = [
        key!("toàn"),
        key!("cả"),
        key!("của"),
        key!("địa"),
        key!("mỗi"),
        key!("từng"),
        key!("xã"),
        key!("trong"),
        key!("huyện"),
    ];
    if !document.is_any(index, &FIRST) {
        return None;
    }
    let next = |word: Key| index + 1 < end && document.is(index + 1, word);
    match document.tokens[index].key {
        ALL if next(key!("quốc")) => Some("national"),
        WHOLE if next(key!("nước")) => Some("national"),
        ALL | WHOLE if next(key!("tỉnh")) => Some("province"),
        ALL | WHOLE if next(key!("thành")) => Some("province"),
        ALL | WHOLE if next(key!("huyện")) || next(key!("quận")) => Some("district"),
        ALL if next(key!("thị")) => Some("district"),
        ALL if next(key!("xã")) || next(key!("phường")) || next(key!("đặc")) => Some("commune"),
        EACH | EVERY if next(key!("xã")) || next(key!("phường")) => Some("commune"),
        EACH | EVERY if next(key!("huyện")) => Some("district"),
        COMMUNE if next(key!("nào")) => Some("commune"),
        DISTRICT if next(key!("nào")) => Some("district"),
        // "của tỉnh đạt", not "của Tỉnh ủy" or "của tỉnh Bến Tre".
        OF if plain(document, index + 1, key!("tỉnh")) => Some("province"),
        OF if plain(document, index + 1, key!("huyện")) => Some("district"),
        OF if is_commune(document, index + 1) => Some("commune"),
        INSIDE if plain(document, index + 1, key!("tỉnh")) => Some("province"),
        INSIDE if plain(document, index + 1, key!("huyện")) => Some("district"),
        INSIDE if is_commune(document, index + 1) => Some("commune"),
        AREA if next(key!("bàn")) => match () {
            () if plain(document, index + 2, key!("tỉnh")) || named(document, index + 2, key!("tỉnh")) => {
                Some("province")
            }
            () if plain(document, index + 2, key!("thành")) => Some("province"),
            () if document.after(index + 2, phrase!("thị xã")).is_some()
                || plain(document, index + 2, key!("quận"))
                || named(document, index + 2, key!("quận")) =>
            {
                Some("district")
            }
            () if plain(document, index + 2, key!("huyện")) || named(document, index + 2, key!("huyện")) => {
                Some("district")
            }
            () if plain(document, index + 2, key!("xã")) || named(document, index + 2, key!("xã")) => Some("commune"),
            () if document.after_any(index + 2, phrases!["phường", "thị trấn", "đặc khu"]).is_some() => {
                Some("commune")
            }
            () => None,
        },
        _ => None,
    }
}

const APOSTROPHE: Key = key!("'");
const ALL: Key = key!("toàn");
const WHOLE: Key = key!("cả");
const OF: Key = key!("của");
const AREA: Key = key!("địa");
const EACH: Key = key!("mỗi");
const EVERY: Key = key!("từng");
const COMMUNE: Key = key!("xã");
const INSIDE: Key = key!("trong");
const DISTRICT: Key = key!("huyện");

/// "của xã", "trong phường" with no name after it; "của xã hội" is society.
fn is_commune(document: &Document<'_>, index: usize) -> bool {
    let level = [key!("xã"), key!("phường")].iter().any(|word| plain(document, index, *word));
    level && !document.is(index + 1, key!("hội"))
}

/// The place whose name stands right before a number at the end of a range: "huyện Long Mỹ từ 89%", "Bình Ninh đạt 68%".
pub fn place_before(document: &Document<'_>, range: &Range<usize>) -> Option<String> {
    const BETWEEN: [Key; 20] = [
        key!("phấn"),
        key!("đấu"),
        key!("được"),
        key!("giao"),
        key!("đạt"),
        key!("từ"),
        key!("trên"),
        key!("vượt"),
        key!("là"),
        key!("dưới"),
        key!("phải"),
        key!("ít"),
        key!("nhất"),
        key!("tối"),
        key!("thiểu"),
        key!("không"),
        key!("thấp"),
        key!("hơn"),
        key!("đến"),
        marks::COLON,
    ];
    let mut end = range.end;
    while end > range.start && document.is_any(end - 1, &BETWEEN) && !document.tokens[end - 1].is_capital() {
        end -= 1;
    }
    let mut start = end;
    // "Đắk R'lấp"
    let joint = |index: usize| {
        let tight = document.get(index).is_some_and(|token| token.gap == Gap::None);
        tight && (document.is(index, APOSTROPHE) || index > 0 && document.is(index - 1, APOSTROPHE))
    };
    let named =
        |index: usize| document.get(index).is_some_and(|token| token.is_word() && token.is_capital()) || joint(index);
    while start > range.start && named(start - 1) {
        start -= 1;
    }
    let words = end - start;
    let levels = phrases![
        "huyện",
        "xã",
        "phường",
        "thị trấn",
        "thị xã",
        "quận",
        "tỉnh",
        "thành phố",
        "đặc khu",
        "thôn",
        "ấp",
        "bản",
        "buôn",
        "làng",
        "khóm",
        "khu phố",
        "tổ dân phố"
    ];
    let words = words.saturating_sub(2 * (start..end).filter(|index| document.is(*index, APOSTROPHE)).count());
    if !(1..=4).contains(&words)
        || document.tokens.get(start)?.text(document.text).chars().skip(1).any(char::is_uppercase)
    {
        return None;
    }
    let level =
        levels.iter().filter_map(|level| document.before(start, level)).filter(|level| *level >= range.start).min();
    if let Some(level) = level {
        return Some(document.words(level..end));
    }
    // "Huyện Tri Tôn: 93,4%" at the head of a sentence.
    if levels.iter().filter_map(|level| document.after(start, level)).any(|after| after < end) {
        return Some(document.words(start..end));
    }
    // "… Ninh Phước 420 người; Ninh Hải 310 người", a line "Đất Mới: 485".
    let parted = start > 0 && document.is_any(start - 1, &[marks::COMMA, marks::COLON, marks::SEMICOLON]);
    let lined = || {
        let begins = document.get(start).is_some_and(|token| token.gap >= Gap::Line);
        begins && document.is(end, marks::COLON) && end + 1 == range.end
    };
    let listed = parted || lined();
    (listed && words >= 2 && super::parties::unit_head(document, start).is_none()).then(|| document.words(start..end))
}

/// The word of a level with no name of a place after it.
fn plain(document: &Document<'_>, index: usize, word: Key) -> bool {
    let at_end = document.get(index + 1).is_none_or(|next| !next.is_capital() && !next.is_word() || !next.is_capital());
    document.is(index, word) && at_end && !document.is(index + 1, key!("ủy"))
}

fn named(document: &Document<'_>, index: usize, word: Key) -> bool {
    document.is(index, word) && document.get(index + 1).is_some_and(|next| next.is_capital() && next.is_word())
}

/// Whether the words say that it must hold for men and for women.
pub fn both_sexes(document: &Document<'_>, range: &Range<usize>) -> bool {
    document.find(range.clone(), phrase!("nam và nữ")).is_some()
        || document.find(range.clone(), phrase!("nam , nữ")).is_some()
        || document.find(range.clone(), phrase!("cho nam và cho nữ")).is_some()
        || document.find(range.clone(), phrase!("nam lẫn nữ")).is_some()
}
