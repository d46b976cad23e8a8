//! A text with its tokens, and how rules look at them.

use std::ops::Range;

use super::lex::{self, Bare, Gap, Key, Token};
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
    pub fn after(&self, index: usize, phrase: &[Key]) -> Option<usize> {
        let tokens = self.tokens.get(index..index.checked_add(phrase.len())?)?;
        tokens.iter().zip(phrase).all(|(token, key)| token.key == *key).then_some(index + phrase.len())
    }

    /// The index after the longest of some phrases that begins at an index.
    #[inline]
    pub fn after_any(&self, index: usize, phrases: &[&[Key]]) -> Option<usize> {
        let first = self.get(index)?.key;
        let begins = |phrase: &&&[Key]| phrase.first() == Some(&first);
        phrases.iter().filter(begins).filter_map(|phrase| self.after(index, phrase)).max()
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
    pub fn has(&self, range: &Range<usize>, phrases: &[&[Key]]) -> bool {
        phrases.iter().any(|phrase| self.find(range.clone(), phrase).is_some())
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
