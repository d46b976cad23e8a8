//! Letters in the wrong form: taken apart (NFD), their marks in a foreign order, an Icelandic or African D for Đ, unseen characters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::map::{Change, Edit};
use crate::span::Span;

/// What one pass over the bytes finds.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) changes: Vec<Change>,
    /// A star, a dollar sign or a backslash bracket stands somewhere.
    pub(super) has_marks: bool,
    /// A bar or a number sign stands somewhere.
    pub(super) has_markup: bool,
}

/// Whether a character that starts with these bytes needs a look: 1, or 0 for ASCII, for Vietnamese letters, for common punctuation
/// and for the bytes inside a character. Without branches, so that the compiler makes it wide.
#[inline(always)]
fn needs_look(first: u8, next: u8, last: u8) -> u8 {
    let soft_hyphen = first == 0xC2 && next == 0xAD;
    let icelandic = first == 0xC3 && (next == 0x90 || next == 0xB0);
    let african = first == 0xC6 && (next == 0x89 || next == 0xA2 || next == 0xA3);
    let other_script = first >= 0xC9 && first != 0xE1 && first != 0xE2;
    let not_vietnamese = first == 0xE1 && next != 0xBA && next != 0xBB;
    let sign = first == 0xE2 && next != 0x80 && next != 0x86 && next != 0x89;
    let unseen = first == 0xE2 && next == 0x80 && (last.wrapping_sub(0x8B) < 5);
    u8::from(soft_hyphen | icelandic | african | other_script | not_vietnamese | sign | unseen)
}

/// Bytes that are judged at once.
const BLOCK: usize = 4096;

pub(super) fn find(text: &str) -> Findings {
    let bytes = text.as_bytes();
    let mut findings = Findings::default();
    let mut done = 0;
    let mut start = 0;
    while start < bytes.len() {
        let end = (start + BLOCK).min(bytes.len());
        let block = &bytes[start..end];
        let looks = block
            .iter()
            .zip(bytes.get(start + 1..).unwrap_or_default())
            .zip(bytes.get(start + 2..).unwrap_or_default())
            .fold(0, |looks, ((first, next), last)| looks | needs_look(*first, *next, *last));
        let marks =
            block.iter().fold(0, |marks, byte| marks | u8::from(*byte == b'*' || *byte == b'$' || *byte == b'\\'));
        findings.has_marks |= marks != 0;
        let markup = block.iter().fold(0, |marks, byte| marks | u8::from(*byte == b'|' || *byte == b'#'));
        findings.has_markup |= markup != 0;
        // The last two bytes of a text have no third and were not judged: a character of two bytes may stand there.
        let judged = if looks == 0 { end.min(bytes.len().saturating_sub(2)).max(start) } else { start };
        if judged < end {
            slowly(text, Span::new(judged.max(done), end), &mut done, &mut findings.changes);
        }
        start = end;
    }
    join_within_words(text, &mut findings.changes);
    findings
}

/// Looks at each character that starts in the block.
fn slowly(text: &str, block: Span, done: &mut usize, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let mut at = block.start;
    while at < block.end {
        let byte = |place: usize| bytes.get(place).copied().unwrap_or_default();
        if needs_look(bytes[at], byte(at + 1), byte(at + 2)) == 0 {
            at += 1;
            continue;
        }
        let length = if bytes[at] < 0xE0 {
            2
        } else if bytes[at] < 0xF0 {
            3
        } else {
            4
        };
        at = look(text, Span::new(at, at + length), done, changes);
    }
}

/// Looks at one character and at what combines with it; gives back where to go on.
fn look(text: &str, span: Span, done: &mut usize, changes: &mut Vec<Change>) -> usize {
    let Some(character) = span.of(text).chars().next() else {
        return span.end;
    };
    if let Some(right) = right_letter(character) {
        changes.push(Change::single(Edit::replace(span, right), "letter_form"));
        *done = span.end;
        return span.end;
    }
    if is_invisible(character) {
        changes.push(Change::single(Edit::remove(span), "invisible"));
        *done = span.end;
        return span.end;
    }
    if stands_alone(character) {
        return span.end;
    }
    let before = text.get(*done..span.start).unwrap_or_default();
    let start = before.char_indices().rev().find(|(_, earlier)| canonical_combining_class(*earlier) == 0);
    let start =
        if canonical_combining_class(character) == 0 && is_nfc_quick(std::iter::once(character)) == IsNormalized::No {
            span.start
        } else {
            start.map_or(span.start, |(place, _)| *done + place)
        };
    let rest = text.get(span.end..).unwrap_or_default();
    let end =
        rest.char_indices().find(|(_, later)| stands_alone(*later)).map_or(text.len(), |(place, _)| span.end + place);
    let cluster = Span::new(start, end);
    let composed = compose(cluster.of(text));
    if composed != cluster.of(text) {
        changes.push(Change::single(Edit::replace(cluster, composed), "unicode_form"));
    }
    *done = end;
    end
}

/// Whether a character neither combines with the one before nor changes in NFC.
fn stands_alone(character: char) -> bool {
    character.is_ascii()
        || (canonical_combining_class(character) == 0 && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes)
}

/// The composed letter. NFC keeps two marks above a vowel in the order they were typed; ấ typed as a + sharp + circumflex is still ấ.
fn compose(cluster: &str) -> String {
    let mut taken: Vec<char> = cluster.nfd().collect();
    if taken.first().is_some_and(|base| "aeiouyAEIOUY".contains(*base))
        && taken[1..].iter().all(|mark| is_combining_mark(*mark))
    {
        taken[1..].sort_by_key(|mark| !matches!(mark, '\u{302}' | '\u{306}' | '\u{31b}'));
        taken.dedup();
    }
    taken.into_iter().nfc().collect()
}

fn right_letter(character: char) -> Option<&'static str> {
    Some(match character {
        'Ð' | 'Ɖ' => "Đ",
        'ð' | 'ɖ' => "đ",
        'Ƣ' => "Ư",
        'ƣ' => "ư",
        _ => return None,
    })
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The changes of one word are one change.
fn join_within_words(text: &str, changes: &mut Vec<Change>) {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes.drain(..) {
        if let Some(last) = joined.last_mut().filter(|last| last.rule == change.rule) {
            let between = Span::new(last.span.end, change.span.start).of(text);
            if between.len() <= 32 && between.chars().all(char::is_alphanumeric) {
                last.span.end = change.span.end;
                last.edits.append(change.edits);
                continue;
            }
        }
        joined.push(change);
    }
    *changes = joined;
}
