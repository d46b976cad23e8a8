//! Who issued a cited paper: the words after "của", completed from the paper's own place, or what symbol and sentence imply.

use std::collections::HashMap;

use super::super::document::Document;
use super::super::letters::phrase;
use super::super::lex::{Key, Shape, TokenKind, key, marks};
use super::super::name::{agency, is_pair};
use super::super::symbol::SymbolAt;
use super::super::vocabulary::{agency_start, level, post_start};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::Reading;

/// The places that a bare "tỉnh", "huyện", "xã" means in a paper.
#[derive(Debug, Clone, Default)]
pub struct Places {
    of_level: HashMap<Key, String>,
}

/// Levels that a name may leave without their place: "UBND tỉnh".
const LEVELS: [Key; 8] =
    [key!("tỉnh"), key!("phố"), key!("huyện"), key!("quận"), key!("xã"), key!("phường"), key!("trấn"), key!("thị")];

impl Places {
    /// Of the issuer's own names first, then as the text says them first.
    pub fn of(document: &Document<'_>, reading: &Reading) -> Places {
        let mut places = Places::default();
        for name in [&reading.issuer, &reading.parent_issuer].into_iter().flatten() {
            let words = super::super::words::Words::new(&name.value);
            for index in 0..words.len() {
                places.note(&words, index, words.len());
            }
            // "Huyện ủy Hàm Tân" says what "huyện" is.
            if words.is(1, key!("ủy")) {
                places.note_after(&words, 0, 2);
            }
        }
        for index in 0..document.len() {
            if document.get(index).is_some_and(|token| LEVELS.contains(&token.key)) {
                places.note(document, index, (index + 6).min(document.len()));
            }
        }
        places
    }

    fn note(&mut self, words: &super::super::words::Words<'_>, index: usize, limit: usize) {
        let Some(token) = words.get(index).filter(|token| LEVELS.contains(&token.key)) else { return };
        if !self.of_level.contains_key(&token.key) {
            self.note_of(words, token.key, index + 1, limit);
        }
    }

    /// Notes the place that stands from a token on as that of the level that the name begins with.
    fn note_after(&mut self, words: &super::super::words::Words<'_>, level: usize, start: usize) {
        if let Some(token) = words.get(level).filter(|token| LEVELS.contains(&token.key)) {
            self.note_of(words, token.key, start, words.len());
        }
    }

    fn note_of(&mut self, words: &super::super::words::Words<'_>, level: Key, start: usize, limit: usize) {
        let end = place_end(words, start, limit);
        if end > start {
            let place = words.words(start..end);
            // A line in capitals says the place as well, but not how it is written.
            if place.chars().any(char::is_lowercase) {
                self.of_level.entry(level).or_insert(place);
            }
        }
    }

    /// A name with the place of its last level: "Ủy ban nhân dân tỉnh" of a paper of Nghệ An.
    pub fn complete(&self, name: &str) -> Option<String> {
        let mut words = name.split(' ').rev();
        let (last, before) = (key(words.next()?), words.next().map(key));
        // "Tỉnh ủy" is of the province, "Thành ủy" of the city.
        let level = match before {
            Some(before) if last == key!("ủy") && !name.starts_with("Ủy ban") => {
                if before == key!("thành") {
                    key!("phố")
                } else {
                    before
                }
            }
            _ => last,
        };
        let place = self.of_level.get(&level)?;
        Some(format!("{name} {place}"))
    }
}

/// The end of a place's name in capital letters.
fn place_end(words: &super::super::words::Words<'_>, start: usize, limit: usize) -> usize {
    let mut end = start;
    while end < limit && end < start + 5 {
        let Some(token) = words.get(end) else { break };
        let dashed = token.is_mark(marks::DASH)
            && end > start
            && words.get(end + 1).is_some_and(|next| next.is_capital() && next.gap == super::super::lex::Gap::None);
        let session = words.is_any(end, &[key!("khóa"), key!("kỳ")]);
        let broken =
            (end > start && (session || token.gap >= super::super::lex::Gap::Wide)) || words.is(end + 1, marks::SLASH);
        if broken || !((token.kind == TokenKind::Word && token.is_capital()) || dashed) {
            break;
        }
        // "Hải Phòng" is no office.
        let port = words.is(end, key!("phòng")) && words.is(end - usize::from(end > start), key!("hải"));
        if agency_start(words, end).is_some() && end > start && !port {
            break;
        }
        end += 1;
    }
    end
}

/// The name of an agency from a token on, written out and completed, with the token after it.
pub(super) fn name(
    document: &Document<'_>,
    start: usize,
    limit: usize,
    places: &Places,
    symbol: &SymbolAt,
) -> Option<(String, usize)> {
    let first = document.get(start)?;
    if !(first.is_capital() && (agency_start(document, start).is_some() || post_start(document, start).is_some())) {
        return None;
    }
    let joint = symbol.symbol.agency.as_deref().is_some_and(|agency| agency.contains('-'));
    let mut end = start;
    let mut gap = None;
    while end < limit && end < start + 30 {
        // "Bảo hiểm xã hội (BHXH) thành phố": the abbreviation is no part of the name.
        if gap.is_none()
            && end > start
            && after_short(document, end).is_some_and(|after| {
                level(document, after).is_some() || document.after(after, phrase!("việt nam")).is_some()
            })
        {
            gap = Some(end);
            end += 3;
            continue;
        }
        if !belongs(document, start, end, joint) {
            break;
        }
        end += 1;
    }
    let posted = strips_post(document, start, end);
    let said = match gap.filter(|gap| *gap > posted) {
        Some(gap) => agency(&format!("{} {}", document.words(posted..gap), document.words(gap + 3..end))),
        None => written_out(document, posted, end),
    };
    let said = places.complete(&said).unwrap_or(said);
    (!said.is_empty()).then_some((said, end))
}

/// The token after an abbreviation in brackets: "(BHXH)".
fn after_short(document: &Document<'_>, open: usize) -> Option<usize> {
    let short = document.get(open + 1)?.shape == Shape::Upper;
    (short && document.is(open, marks::OPEN) && document.is(open + 2, marks::CLOSE)).then_some(open + 3)
}

/// The words of a name with each abbreviation in full.
fn written_out(document: &Document<'_>, start: usize, end: usize) -> String {
    agency(&document.words(start..end))
}

fn belongs(document: &Document<'_>, start: usize, end: usize, joint: bool) -> bool {
    let Some(token) = document.get(end) else { return false };
    let capital_next = document.get(end + 1).is_some_and(super::super::lex::Token::is_capital);
    if token.is_word() {
        // In a title every word has capitals: "CỦA BỘ CHÍNH TRỊ VỀ BẢO HIỂM Y TẾ".
        const ENDS: &Phrases =
            phrases!["về", "ngày", "trên địa bàn", "giai đoạn", "phê duyệt", "ban hành", "quy định", "khóa"];
        let titled = end > start
            && token.shape == Shape::Upper
            && document.get(start).is_some_and(|first| first.shape == Shape::Upper);
        if titled && document.after_any(end, ENDS).is_some() {
            return false;
        }
        let name = token.is_capital()
            && !document.is(end + 1, marks::SLASH)
            && !(end > start && super::super::vocabulary::kind_name(document, end, end + 3).is_some());
        let and = token.key == key!("và") && capital_next && is_inside_and(document, end, joint);
        let sentence = end > start && token.gap == super::super::lex::Gap::Blank;
        // "thực hiện chính sách" of a steering committee goes on with its name.
        return !sentence && (name || and || is_inside(document, start, end) || after_committee(document, start, end));
    }
    let tight = token.gap == super::super::lex::Gap::None
        && document.get(end + 1).is_some_and(|next| next.gap == super::super::lex::Gap::None);
    // "Sở GD&ĐT"
    if token.key == key!("&") && capital_next && tight {
        return end > start;
    }
    let dash = token.is_mark(marks::DASH) && capital_next && end > start;
    // "của Bộ Y tế - Bộ Tài chính, BHXH huyện thông báo": both are named already.
    let both = (start..end).any(|index| document.is(index, marks::DASH));
    let comma =
        token.is_mark(marks::COMMA) && capital_next && joint && !both && agency_start(document, end + 1).is_some();
    let listed = token.is_mark(marks::COMMA) && document.after_any(end + 1, phrases!["thể thao"]).is_some();
    dash || comma || listed || (token.is_mark(marks::COMMA) && after_committee(document, start, end))
}

/// A small word inside a name: it follows the word before it in some known name, or is a level whose place follows.
fn is_inside(document: &Document<'_>, start: usize, end: usize) -> bool {
    let (Some(before), Some(token)) = (document.get(end.wrapping_sub(1)), document.get(end)) else { return false };
    if end <= start {
        return false;
    }
    // "Huyện ủy ban hành": the committee of the Party, and a verb.
    if before.key == key!("ủy")
        && token.key == key!("ban")
        && end >= 2
        && document
            .after_any(end - 2, phrases!["tỉnh ủy", "huyện ủy", "thành ủy", "thị ủy", "quận ủy", "đảng ủy"])
            .is_some()
    {
        return false;
    }
    let bare_level = LEVELS.contains(&before.key) && !before.is_capital();
    let known = is_pair(before.key, token.key);
    let level = LEVELS.contains(&token.key) && !bare_level
        || document.after_any(end, phrases!["thành phố", "thị xã", "thị trấn"]).is_some()
        // "BHXH khu vực XI"
        || document.is(end, key!("khu")) && document.is(end + 1, key!("vực")) && is_numbered_region(document, end + 2)
        || document.is(end, key!("vực")) && is_numbered_region(document, end + 1);
    known || level
}

/// "XI" of "khu vực XI".
fn is_numbered_region(document: &Document<'_>, index: usize) -> bool {
    document.get(index).is_some_and(|token| super::super::paragraphs::roman(token.text(document.text)).is_some())
}

/// "Bộ Giáo dục và Đào tạo" is one name, "Bộ Y tế và Bộ Tài chính" two.
fn is_inside_and(document: &Document<'_>, at: usize, joint: bool) -> bool {
    joint
        || (agency_start(document, at + 1).is_none()
            && super::super::vocabulary::kind_name(document, at + 1, at + 4).is_none())
}

/// Names of steering committees say what they steer: "Ban Chỉ đạo thực hiện chính sách bảo hiểm xã hội, bảo hiểm y tế tỉnh Cao Bằng".
fn after_committee(document: &Document<'_>, start: usize, end: usize) -> bool {
    let Some(committee) = document.find(start..(start + 6).min(end), phrase!("chỉ đạo")) else { return false };
    const STEERED: [Key; 12] = [
        key!("thực"),
        key!("hiện"),
        key!("chính"),
        key!("sách"),
        key!("bảo"),
        key!("y"),
        key!("chương"),
        key!("trình"),
        key!("toàn"),
        key!("xây"),
        key!("dựng"),
        key!("mới"),
    ];
    let within = end < committee.end + 14;
    within
        && (document.is_any(end, &STEERED)
            || (document.is(end, marks::COMMA) && document.after(end + 1, phrase!("bảo hiểm")).is_some()))
}

/// "Giám đốc Bảo hiểm xã hội tỉnh", "Bộ trưởng Bộ Y tế": the paper is of the agency; "Chủ tịch", "Thủ tướng" and "Trưởng Ban" issue themselves.
fn strips_post(document: &Document<'_>, start: usize, end: usize) -> usize {
    let post = document
        .after_any(start, phrases!["giám đốc", "tổng giám đốc", "phó tổng giám đốc", "bộ trưởng", "chánh văn phòng"]);
    match post {
        Some(after) if after < end && agency_start(document, after).is_some() => after,
        _ => start,
    }
}

/// So many tokens before a number its issuer may be named.
const FARTHEST: usize = 160;

/// The issuer where none is said after the number: what the symbol alone can only mean, else the agency of that symbol named before in the same
/// sentence. The flag says whether it is beyond doubt.
pub(super) fn implied(
    document: &Document<'_>,
    symbol: &SymbolAt,
    before: usize,
    places: &Places,
) -> (Option<String>, bool) {
    if let Some(known) = symbol.issuer() {
        return (Some(known.to_owned()), true);
    }
    if let Some(joint) = joint_issuer(symbol) {
        return (Some(joint), true);
    }
    if let Some(proposer) = proposer(document, before, places, symbol) {
        return (Some(proposer), false);
    }
    let agency_short = symbol.symbol.agency.as_deref().unwrap_or_default();
    let forms: &Phrases = match agency_short {
        "BHXH" => phrases!["bhxh", "bảo hiểm xã hội"],
        "UBND" => phrases!["ubnd", "ủy ban nhân dân"],
        "HĐND" => phrases!["hđnd", "hội đồng nhân dân"],
        "TU" => phrases!["tỉnh ủy", "thành ủy"],
        "HU" => phrases!["huyện ủy"],
        _ => return (None, false),
    };
    let Some(start) = document.sentence_start(before) else { return (None, false) };
    let near = (start.max(before.saturating_sub(FARTHEST))..before).rev();
    let mut candidates = near.filter_map(|index| Some((index, document.after_any(index, forms)?))).take(4);
    let found = candidates.find_map(|(index, after)| {
        let (name, end) = name(document, index, before, places, symbol)?;
        let party = document.is(after - 1, key!("ủy"));
        let after = after_short(document, after).unwrap_or(after);
        let placed = party || level(document, after).is_some() || document.after(after, phrase!("việt nam")).is_some();
        // Several units ("BHXH các huyện") issued no single paper.
        (placed && end <= before && !LEVELS.contains(&key(name.split(' ').next_back()?))).then_some(name)
    });
    (found, false)
}

/// "Theo đề nghị của Giám đốc Sở Kế hoạch và Đầu tư (Tờ trình số …)", "… của Trưởng phòng Nội vụ huyện tại Tờ trình số …".
fn proposer(document: &Document<'_>, before: usize, places: &Places, symbol: &SymbolAt) -> Option<String> {
    let last = before.checked_sub(1)?;
    if !(document.is(last, marks::OPEN) || document.is(last, key!("tại"))) {
        return None;
    }
    let from = last.saturating_sub(24);
    let start = (from..last).rev().find(|index| {
        document.get(*index).is_some_and(super::super::lex::Token::is_capital)
            && (document.is(index.saturating_sub(1), key!("của")) || document.is(index.saturating_sub(1), key!("và")))
            && (agency_start(document, *index).is_some() || post_start(document, *index).is_some())
    })?;
    let (name, end) = name(document, start, last, places, symbol)?;
    let head = name.strip_prefix("Trưởng phòng ").map(|rest| format!("Phòng {rest}"));
    (end == last).then_some(head.unwrap_or(name))
}

/// "41/2014/TTLT-BYT-BTC" is of both ministries.
fn joint_issuer(symbol: &SymbolAt) -> Option<String> {
    let agency = symbol.symbol.agency.as_deref().filter(|agency| agency.contains('-'))?;
    let names: Option<Vec<&str>> = agency.split('-').map(super::super::symbol::issuer_of).collect();
    names.map(|names| names.join(", "))
}

/// The name of an agency from a token on where no symbol tells more.
pub(in crate::read) fn any_name(document: &Document<'_>, start: usize, places: &Places) -> Option<(String, usize)> {
    let limit = document.paragraph_of(start)?.tokens.end;
    let unknown = SymbolAt {
        tokens: start..start,
        number: String::new(),
        symbol: crate::reading::Symbol { kind: None, agency: None, unit: None },
        year: None,
        numbered: false,
    };
    name(document, start, limit, places, &unknown)
}
