//! How much two short texts resemble each other, with the letters of a text handled 64 at a time in one machine word.
//!
//! Texts are given as *symbols*: numbers below 64, one a letter ([`symbols`]). Only the first 64 letters count.

mod damerau;
mod jaro_winkler;
#[cfg(test)]
mod tests;

pub use damerau::{edit_distance, few_slips};
pub use jaro_winkler::jaro_winkler;

/// Letters that are compared; what comes after is not looked at.
pub const MOST_LETTERS: usize = 64;

/// For each symbol, the places where a text has it.
type Places = [u64; 64];

fn places(text: &[u8]) -> Places {
    let mut places = [0; 64];
    for (at, &symbol) in text.iter().take(MOST_LETTERS).enumerate() {
        places[usize::from(symbol & 63)] |= 1 << at;
    }
    places
}

fn clip(text: &[u8]) -> &[u8] {
    &text[..text.len().min(MOST_LETTERS)]
}

/// A text without diacritics and in lower case as symbols: a letter, a digit, the space and `*` have one each; other
/// characters share the rest, so that two of them may be taken for one.
pub fn symbols(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(|letter| match letter {
        ' ' => 0,
        'a'..='z' => letter as u8 - b'a' + 1,
        '0'..='9' => letter as u8 - b'0' + 27,
        '*' => 63,
        other => 37 + (other as u32 % 26) as u8,
    })
}
