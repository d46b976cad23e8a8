//! Vietnamese text: the normal form, and the keys by which names are searched, told apart and sorted.
//!
//! - [`search_key`] forgets diacritics: what a person typing in haste means.
//! - [`tone_key`] keeps them and forgets only where the tone mark is put: hoà is hòa, but Thanh is not Thạnh.
//! - [`sort_key`] puts names in the order of a Vietnamese dictionary when keys are compared byte by byte.
//!
//! All three are computed by the program, since neither database folds or sorts Vietnamese. A column of sort keys in
//! PostgreSQL needs `COLLATE "C"`.

mod letters;
mod query;
mod sort;
#[cfg(test)]
mod tests;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub use query::{Query, Rank, Words};
pub use sort::sort_key;

use letters::{is_invisible, read_letters, settle_tones};

/// The text in Unicode normal form C, the form in which everything is stored.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// The key for searching without diacritics: lower case, Đ and its look-alikes as d, every mark removed, and each run
/// of punctuation or space as one space. Idempotent.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    let mut put = |letter: char| {
        if letter.is_alphanumeric() {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(match letter {
                'đ' | 'ð' | 'ɖ' => 'd',
                other => other,
            });
        } else {
            gap = true;
        }
    };
    for character in text.chars() {
        if character.is_ascii() {
            put(character.to_ascii_lowercase());
        } else if !is_invisible(character) {
            for lower in character.to_lowercase() {
                decompose_compatible(lower, |part| {
                    if !is_combining_mark(part) {
                        part.to_lowercase().for_each(&mut put);
                    }
                });
            }
        }
    }
    key
}

/// The key that keeps diacritics and forgets only how they are written: lower case, normal form C, the tone mark at one
/// place in the syllable (hoà = hòa, thuý = thúy, qúy = quý), one kind of apostrophe, quotation mark and dash, single
/// spaces and none around a dash. i and y stay apart, as do Thanh and Thạnh.
pub fn tone_key(text: &str) -> String {
    let mut letters = read_letters(text);
    settle_tones(&mut letters);
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    let mut loose_marks = false;
    for letter in letters {
        if letter.base.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && letter.base != '-' && !key.is_empty() && !key.ends_with('-') {
            key.push(' ');
        }
        gap = false;
        loose_marks |= is_combining_mark(letter.base);
        letter.write(&mut key);
    }
    if loose_marks { nfc(&key) } else { key }
}
