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
}

/// First bytes of the characters that need a look; everything else is passed over.
const LOOK: [bool; 256] = {
    let mut look = [false; 256];
    look[b'*' as usize] = true;
    look[b'$' as usize] = true;
    look[b'\\' as usize] = true;
    look[0xC2] = true; // soft hyphen
    look[0xC3] = true; // Ð, ð
    look[0xC6] = true; // Ɖ, Ƣ
    let mut byte = 0xC9;
    while byte <= 0xE0 {
        look[byte] = true; // ɖ, combining marks and every script that may compose
        byte += 1;
    }
    byte = 0xE1;
    while byte < 256 {
        look[byte] = true;
        byte += 1;
    }
    look
};

pub(super) fn find(text: &str) -> Findings {
    let bytes = text.as_bytes();
    let mut findings = Findings::default();
    let mut at = 0;
    let mut starter = 0;
    while at < bytes.len() {
        let first = bytes[at];
        if first < 0x80 {
            findings.has_marks |= LOOK[usize::from(first)];
            at += 1;
            continue;
        }
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let last = bytes.get(at + 2).copied().unwrap_or_default();
        let length = if first < 0xE0 {
            2
        } else if first < 0xF0 {
            3
        } else {
            4
        };
        let plain = match (first, next) {
            (0xE1, 0xBA | 0xBB) => true,
            (0xE2, 0x80) => !(0x8B..=0x8F).contains(&last),
            _ => !LOOK[usize::from(first)],
        };
        if !plain {
            let end = look(text, Span::new(at, at + length), &mut starter, &mut findings.changes);
            at = end;
        } else {
            at += length;
        }
    }
    join_within_words(text, &mut findings.changes);
    findings
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
                last.edits.extend(change.edits);
                continue;
            }
        }
        joined.push(change);
    }
    *changes = joined;
}
