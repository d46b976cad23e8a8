//! Lines that belong together, their marks in a list, and their sentences.

use std::ops::Range;

use super::lex::{Gap, Key, Line, Shape, key, marks};
use super::number;
use super::words::Words;
use super::zones::Zone;

/// What a paragraph begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `Chương II`, `Phần thứ nhất`, `Mục 1`.
    Chapter,
    /// `I.`, `II.`
    Roman(u32),
    /// `1.`, `2)`
    Number(u32),
    /// `2.1.`, `1.1.2.`; the number of its parts.
    SubNumber(u32),
    /// `a)`, `đ)`
    Letter,
    /// `Điều 5.`
    Article(u32),
    /// `-`
    Dash,
    /// `+`
    Plus,
    /// `•`, `*`
    Bullet,
}

/// Lines that belong together: a paragraph, a heading, an item of a list, a row of a table.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its tokens, its mark among them.
    pub tokens: Range<usize>,
    /// The first token after its mark.
    pub content: usize,
    /// Its mark, if it has one.
    pub mark: Option<Mark>,
    /// The zone of its lines.
    pub zone: Zone,
    /// Its sentences; parts that end with `;` are sentences of their own.
    pub sentences: Vec<Range<usize>>,
}

/// The paragraphs of all lines but portal noise.
pub fn of(words: &Words<'_>, lines: &[Line], zones: &[Zone]) -> Vec<Paragraph> {
    let mut groups: Vec<(Range<usize>, Zone)> = Vec::new();
    for (index, (line, zone)) in lines.iter().zip(zones).enumerate() {
        if *zone == Zone::Noise {
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| Some((lines.get(before)?, zones.get(before)?)));
        let joined = before.is_some_and(|(above, zone_above)| zone_above == zone && goes_on(words, above, line, *zone));
        match groups.last_mut() {
            Some((tokens, _)) if joined => tokens.end = line.end,
            _ => groups.push((line.first..line.end, *zone)),
        }
    }
    groups.into_iter().map(|(tokens, zone)| paragraph(words, tokens, zone)).collect()
}

fn paragraph(words: &Words<'_>, tokens: Range<usize>, zone: Zone) -> Paragraph {
    let (mark, content) = match mark_at(words, tokens.start) {
        Some((mark, content)) if content < tokens.end => (Some(mark), content),
        _ => (None, tokens.start),
    };
    let sentences = sentences(words, content..tokens.end);
    Paragraph { tokens, content, mark, zone, sentences }
}

/// Whether a line goes on with the paragraph of the line above.
fn goes_on(words: &Words<'_>, above: &Line, line: &Line, zone: Zone) -> bool {
    if line.after_blank || !matches!(zone, Zone::Body | Zone::Preamble | Zone::Title | Zone::Annex) {
        return false;
    }
    let columns = |line: &Line| (line.first + 1..line.end).any(|index| words.tokens[index].gap == Gap::Wide);
    if mark_at(words, line.first).is_some() || columns(above) || columns(line) {
        return false;
    }
    let last = words.tokens[above.end - 1];
    let first = words.tokens[line.first];
    if last.is_mark(marks::COMMA) || GOES_ON.contains(&last.key) {
        return true;
    }
    if matches!(last.key, marks::POINT | marks::SEMICOLON | marks::COLON | marks::QUESTION | marks::EXCLAMATION) {
        return false;
    }
    let capitals = |line: &Line| {
        let letters = words.tokens[line.first..line.end].iter().filter(|token| token.is_word());
        letters.clone().count() > 0 && letters.clone().all(|token| token.shape == Shape::Upper)
    };
    if zone == Zone::Title {
        return true;
    }
    let starts_low =
        (first.is_word() && first.shape == Shape::Lower) || first.is_number() || first.is_mark(marks::OPEN);
    let heading = capitals(above) && !capitals(line);
    !heading && (starts_low || above.length >= 70)
}

/// Small words that end no paragraph.
const GOES_ON: [Key; 16] = [
    key!("của"),
    key!("và"),
    key!("tại"),
    key!("theo"),
    key!("về"),
    key!("cho"),
    key!("các"),
    key!("số"),
    key!("ngày"),
    key!("tháng"),
    key!("với"),
    key!("là"),
    key!("để"),
    key!("trong"),
    key!("đến"),
    key!("từ"),
];

/// The mark of a list or heading at a token, and the token after it.
pub fn mark_at(words: &Words<'_>, index: usize) -> Option<(Mark, usize)> {
    let token = words.get(index)?;
    let next = words.get(index + 1);
    let closed = |at: usize| words.is_any(at, &[marks::POINT, marks::CLOSE, marks::SLASH, marks::COLON]);
    if token.is_number() {
        return number_mark(words, index);
    }
    match token.key {
        marks::DASH if next.is_some_and(|next| next.is_mark(marks::PLUS)) => Some((Mark::Plus, index + 2)),
        marks::DASH if token.text(words.text).chars().count() == 1 => Some((Mark::Dash, index + 1)),
        marks::PLUS => Some((Mark::Plus, index + 1)),
        marks::BULLET | BULLET_BOX | BULLET_DOT | BULLET_ARROW => Some((Mark::Bullet, index + 1)),
        marks::STAR if next.is_some_and(|next| next.gap >= Gap::Space) => Some((Mark::Bullet, index + 1)),
        ARTICLE if words.is_number(index + 1) && token.is_capital() => {
            let article = words.digits(index + 1, 1..4)?;
            closed(index + 2).then_some((Mark::Article(article), index + 3))
        }
        CHAPTER | SECTION
            if token.is_capital()
                && next.is_some_and(|next| next.is_number() || roman(next.text(words.text)).is_some()) =>
        {
            Some((Mark::Chapter, index + 2))
        }
        PART if token.is_capital() && words.is(index + 1, key!("thứ")) => Some((Mark::Chapter, index + 3)),
        _ if token.is_word() => {
            let text = token.text(words.text);
            let tight = next.is_some_and(|next| next.gap == Gap::None);
            if let Some(value) = roman(text)
                && words.is_any(index + 1, &[marks::POINT, marks::SLASH, marks::DASH])
                && (tight || !words.is(index + 1, marks::DASH))
            {
                return Some((Mark::Roman(value), index + 2));
            }
            let one_letter = text.chars().count() == 1;
            let listed = one_letter && tight && words.is_any(index + 1, &[marks::POINT, marks::CLOSE]);
            listed.then_some((Mark::Letter, index + 2))
        }
        _ => None,
    }
}

const ARTICLE: Key = key!("điều");
const CHAPTER: Key = key!("chương");
const SECTION: Key = key!("mục");
const PART: Key = key!("phần");
const BULLET_BOX: Key = key!("▪");
const BULLET_DOT: Key = key!("·");
const BULLET_ARROW: Key = key!("➢");

fn number_mark(words: &Words<'_>, index: usize) -> Option<(Mark, usize)> {
    let text = words.at(index);
    let tight = words.get(index + 1).is_some_and(|next| next.gap == Gap::None);
    let closed = tight && words.is_any(index + 1, &[marks::POINT, marks::CLOSE]) && words.at(index + 1).len() == 1;
    if text.len() <= 2 && closed {
        return Some((Mark::Number(text.parse().ok()?), index + 2));
    }
    if text.len() <= 2
        && tight
        && words.is(index + 1, marks::SLASH)
        && words.get(index + 2).is_some_and(|next| next.gap == Gap::Space && next.is_word())
    {
        return Some((Mark::Number(text.parse().ok()?), index + 2));
    }
    // "1- Nội dung" of the Party's papers; "5-9 tiêu chí" is a range.
    let spaced = words.get(index + 2).is_some_and(|next| next.gap == Gap::Space && !next.is_mark(marks::DASH));
    if text.len() <= 2 && tight && words.is(index + 1, marks::DASH) && spaced {
        return Some((Mark::Number(text.parse().ok()?), index + 2));
    }
    let parts = text.split('.').count();
    let headed = text.contains('.') && !text.contains(',') && text.split('.').all(|part| part.len() <= 2);
    if headed && words.get(index + 1).is_some_and(|next| next.is_capital() || next.is_mark(marks::POINT)) {
        let content = if closed { index + 2 } else { index + 1 };
        return Some((Mark::SubNumber(u32::try_from(parts).ok()?), content));
    }
    None
}

/// A Roman number up to 39, in capitals.
pub fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 7 || !text.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
        return None;
    }
    let value = |byte: u8| match byte {
        b'I' => 1,
        b'V' => 5,
        _ => 10,
    };
    let bytes = text.as_bytes();
    let mut sum = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let own = value(*byte);
        if bytes.get(index + 1).is_some_and(|next| value(*next) > own) {
            sum -= own;
        } else {
            sum += own;
        }
    }
    u32::try_from(sum).ok()
}

/// The sentences of a range: they end at `.`, `;`, `!`, `?` unless the mark belongs to an abbreviation or a number, or a small letter follows.
pub fn sentences(words: &Words<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let end = range.end.min(words.len());
    for index in range.start..end {
        let token = &words.tokens[index];
        let ends = match token.key {
            marks::SEMICOLON => !is_between_values(words, index),
            marks::EXCLAMATION | marks::QUESTION => true,
            marks::POINT => {
                let parted = index > 0 && words.is_number(index - 1) && number::is_parted_thousand(words, index);
                !parted && !is_abbreviation_point(words, index)
            }
            _ => false,
        };
        let follows = |next: &super::lex::Token| next.gap > Gap::None && (next.is_capital() || !next.is_word());
        let open = words.get(index + 1).is_some_and(|next| index + 1 < end && !follows(next));
        if (ends && (!open || token.key == marks::SEMICOLON)) || index - start >= LONGEST_SENTENCE {
            found.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < end {
        found.push(start..end);
    }
    found
}

/// "tương ứng là 28,5%; 30%; 31,8%.": a semicolon that parts nothing but values.
fn is_between_values(words: &Words<'_>, index: usize) -> bool {
    let valued = index > 1 && words.is(index - 1, marks::PERCENT) && words.is_number(index - 2);
    let ended = |at: usize| words.is_any(at, &[marks::SEMICOLON, marks::POINT, marks::COMMA, key!("và")]);
    valued && words.is_number(index + 1) && words.is(index + 2, marks::PERCENT) && ended(index + 3)
}

/// Tokens after which a sentence is cut although it does not end: the rules may look at all of a sentence for each of its words.
const LONGEST_SENTENCE: usize = 600;

fn is_abbreviation_point(words: &Words<'_>, index: usize) -> bool {
    const ABBREVIATIONS: [Key; 14] = [
        key!("TP"),
        key!("TX"),
        key!("TT"),
        key!("KT"),
        key!("TL"),
        key!("TM"),
        key!("TUQ"),
        key!("Q"),
        key!("TS"),
        key!("ThS"),
        key!("PGS"),
        key!("GS"),
        key!("BS"),
        key!("Tr"),
    ];
    let Some(before) = index.checked_sub(1) else { return false };
    let point = words.get(index).is_some_and(|token| token.gap == Gap::None);
    let initial = words.get(before).is_some_and(|token| token.shape == Shape::Capitalised)
        && words.at(before).chars().count() == 1;
    point
        && (initial
            || (words.is_any(before, &ABBREVIATIONS) && words.get(before).is_some_and(super::lex::Token::is_capital)))
}
