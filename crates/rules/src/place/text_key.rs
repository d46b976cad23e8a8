//! Keys under which names are compared. `rules::text` has functions of the same names and meaning.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
pub(super) const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Letters without diacritics, lower case, words separated by one blank: "Đắk R'Lấp" → "dak rlap".
pub(super) fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        push_folded(&mut key, letter);
    }
    key.truncate(key.trim_end().len());
    key
}

/// As [`search_key`] but with diacritics, the tone at the end of its word, so that "hoà" = "hòa" while "Thanh" ≠ "Thạnh".
pub(super) fn tone_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut tone = None;
    for letter in text.nfd() {
        if TONES.contains(&letter) {
            tone = Some(letter);
        } else if is_combining_mark(letter) {
            key.push(letter);
        } else if letter == 'đ' || letter == 'Đ' {
            key.push('đ');
        } else {
            if !letter.is_alphanumeric() && !is_apostrophe(letter) {
                key.extend(tone.take());
            }
            push_folded(&mut key, letter);
        }
    }
    key.truncate(key.trim_end().len());
    key.extend(tone);
    key
}

/// Whether the writer used diacritics at all.
pub(super) fn has_diacritics(text: &str) -> bool {
    text.nfd().any(|letter| is_combining_mark(letter) || matches!(letter, 'đ' | 'Đ'))
}

fn push_folded(key: &mut String, letter: char) {
    match letter {
        'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
        letter if letter.is_alphanumeric() => key.extend(letter.to_lowercase()),
        letter if is_apostrophe(letter) => {}
        _ if key.is_empty() || key.ends_with(' ') => {}
        _ => key.push(' '),
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | 'ʼ')
}
