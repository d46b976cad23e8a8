//! A text with its tokens, and how rules look at them.

use std::ops::Range;

use super::lex::{self, Bare, Gap, Key, Token};
use super::phrases::Phrases;
use crate::span::Span;

/// A text in normal form C with its tokens. Indices are those of tokens; beyond the last there is nothing, and asking is no error.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    /// The text after repair.
    pub text: &'a str,
    /// Its tokens, in order.
    pub tokens: Vec<Token>,
    /// For each run of [`BLOCK`] tokens: which bits their keys have, so that what is not there need not be looked for.
    blocks: Vec<[u64; 4]>,
}

/// Tokens whose keys share one signature.
const BLOCK: usize = 16;

fn signatures(tokens: &[Token]) -> Vec<[u64; 4]> {
    let signature = |block: &[Token]| {
        let mut bits = [0; 4];
        for token in block {
            let (word, mask) = token.key.place();
            bits[word] |= mask;
        }
        bits
    };
    tokens.chunks(BLOCK).map(signature).collect()
}

impl<'a> Words<'a> {
    /// Takes a text into its tokens.
    pub fn new(text: &'a str) -> Words<'a> {
        let tokens = lex::tokens(text);
        let blocks = signatures(&tokens);
        Words { text, tokens, blocks }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token at an index.
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The letters of the token at an index; empty beyond the end.
    pub fn at(&self, index: usize) -> &'a str {
        self.get(index).map_or("", |token| token.text(self.text))
    }

    /// Whether the token at an index is this word or mark.
    pub fn is(&self, index: usize, key: Key) -> bool {
        self.get(index).is_some_and(|token| token.key == key)
    }

    /// Whether the token at an index is this word when diacritics do not count.
    pub fn is_bare(&self, index: usize, bare: Bare) -> bool {
        self.get(index).is_some_and(|token| token.bare == bare)
    }

    /// Whether the token at an index is one of these words or marks.
    pub fn is_any(&self, index: usize, keys: &[Key]) -> bool {
        self.get(index).is_some_and(|token| keys.contains(&token.key))
    }

    /// Whether the token at an index is a number.
    pub fn is_number(&self, index: usize) -> bool {
        self.get(index).is_some_and(Token::is_number)
    }

    /// The index after a phrase that begins at an index; line ends inside do not matter.
    #[inline]
    pub fn after(&self, index: usize, phrase: &[Key]) -> Option<usize> {
        let tokens = self.tokens.get(index..index.checked_add(phrase.len())?)?;
        for (token, key) in tokens.iter().zip(phrase) {
            if token.key != *key {
                return None;
            }
        }
        Some(index + phrase.len())
    }

    /// Each of some phrases that begins at an index: its place among them, and the index after it.
    #[inline]
    pub fn each_of(&self, index: usize, phrases: &Phrases) -> impl Iterator<Item = (usize, usize)> {
        let begun = self.get(index).map(|token| phrases.beginning_with(token.key));
        begun.into_iter().flatten().filter_map(move |(which, phrase)| Some((which, self.after(index, phrase)?)))
    }

    /// The index after the longest of some phrases that begins at an index.
    #[inline]
    pub fn after_any(&self, index: usize, phrases: &Phrases) -> Option<usize> {
        let mut longest = None;
        for (_, phrase) in phrases.beginning_with(self.get(index)?.key) {
            longest = longest.max(self.after(index, phrase));
        }
        longest
    }

    /// Whether the word at an index begins one of some phrases; the rest of it may be missing.
    pub fn may_begin(&self, index: usize, phrases: &Phrases) -> bool {
        self.get(index).is_some_and(|token| phrases.has_first(token.key))
    }

    /// The phrase that ends right before an index, as the index where it begins.
    pub fn before(&self, index: usize, phrase: &[Key]) -> Option<usize> {
        let start = index.checked_sub(phrase.len())?;
        self.after(start, phrase).map(|_| start)
    }

    /// Where a phrase stands first in a range of tokens.
    pub fn find(&self, range: Range<usize>, phrase: &[Key]) -> Option<Range<usize>> {
        let end = range.end.min(self.len());
        let (first, rest) = phrase.split_first()?;
        let last_start = (end + 1).checked_sub(phrase.len())?;
        let (word, mask) = first.place();
        let mut at = range.start;
        while at < last_start {
            let block = at / BLOCK;
            let block_end = last_start.min((block + 1) * BLOCK);
            if self.blocks[block][word] & mask != 0 {
                for (index, token) in self.tokens[at..block_end].iter().enumerate() {
                    if token.key == *first && (rest.is_empty() || self.after(at + index + 1, rest).is_some()) {
                        return Some(at + index..at + index + phrase.len());
                    }
                }
            }
            at = block_end;
        }
        None
    }

    /// Whether any of some phrases stands in a range of tokens.
    pub fn has(&self, range: &Range<usize>, phrases: &Phrases) -> bool {
        let end = range.end.min(self.len());
        let mut at = range.start;
        while at < end {
            let block = at / BLOCK;
            let block_end = end.min((block + 1) * BLOCK);
            if !phrases.is_apart(&self.blocks[block]) {
                for (index, token) in (at..block_end).zip(&self.tokens[at..block_end]) {
                    for (_, phrase) in phrases.beginning_with(token.key) {
                        if index + phrase.len() <= end && self.after(index, phrase).is_some() {
                            return true;
                        }
                    }
                }
            }
            at = block_end;
        }
        false
    }

    /// The whole number at an index, of so many digits: a day, a month, a year.
    pub fn digits(&self, index: usize, digits: Range<usize>) -> Option<u32> {
        let token = self.get(index).filter(|token| token.is_number())?;
        let text = token.text(self.text);
        digits.contains(&text.len()).then(|| text.parse().ok())?
    }

    /// The index after any `*` that a reader of scans put around a number.
    pub fn skip_stars(&self, index: usize) -> usize {
        if self.is(index, lex::marks::STAR) { index + 1 } else { index }
    }

    /// The place of a range of tokens in the text after repair.
    pub fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.len());
        match (self.get(range.start), end.checked_sub(1).and_then(|last| self.get(last))) {
            (Some(first), Some(last)) if range.start < end => first.span().join(last.span()),
            _ => Span::default(),
        }
    }

    /// Whether two tokens, the first not after the second, stand in one line.
    pub fn is_same_line(&self, first: usize, second: usize) -> bool {
        let between = self.tokens.get(first + 1..second + 1).unwrap_or_default();
        between.iter().all(|token| token.gap < Gap::Line)
    }

    /// The words of a range of tokens with single spaces.
    pub fn words(&self, range: Range<usize>) -> String {
        normal_space(self.span(range).of(self.text))
    }
}

/// A text with each run of white space as one space, and without `*` marks of a scan around its words.
pub fn normal_space(text: &str) -> String {
    if is_normal(text) {
        return text.to_owned();
    }
    let mut normal = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word = word.trim_matches('*');
        if !normal.is_empty() && !word.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

/// Whether it is seen at a glance that [`normal_space`] changes nothing: no star, no white space but single spaces between words.
fn is_normal(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        let spaces = byte == b' ' && before == b' ';
        // White space beyond ASCII begins with one of these bytes, and so do other signs and, with the last, letters.
        let perhaps = matches!(byte, 0xC2 | 0xE2 | 0xE3) || before == 0xE1 && byte == 0x9A;
        if spaces || perhaps || byte < b' ' || byte == b'*' {
            return false;
        }
        before = byte;
    }
    before != b' '
}
