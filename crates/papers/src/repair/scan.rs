//! One fast pass over the text: which clauses hold a word that is not known, and which abbreviations the paper itself uses.

use std::collections::HashMap;

use super::letters::{FOREIGN, Letter, Letters, UPPER, has_tone};
use super::syllables::{Rank, Syllables};
use super::vocabulary::{LONGEST_ABBREVIATION, VOCABULARY, exact_key};
use crate::span::Span;

/// What the pass finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Clauses (words with nothing but white space between them) that hold something unknown.
    pub(super) clauses: Vec<Span>,
    /// Words that touch a digit.
    pub(super) glued: Vec<Span>,
    /// Words of the text.
    pub(super) words: usize,
    /// Abbreviations that the vocabulary lacks, with how often the paper writes them.
    pub(super) abbreviations: HashMap<u128, u32>,
}

/// How the capitals of a word stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Lower,
    Title,
    Upper,
    Mixed,
}

impl Shape {
    pub(super) fn of(letters: usize, uppers: usize, first_upper: bool) -> Shape {
        match uppers {
            0 => Shape::Lower,
            1 if first_upper && letters > 1 => Shape::Title,
            _ if uppers == letters => Shape::Upper,
            _ => Shape::Mixed,
        }
    }
}

/// A word of a clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) letters: usize,
    pub(super) rank: Rank,
    pub(super) shape: Shape,
    /// Whether a letter of it needs more than ASCII.
    pub(super) marked: bool,
    pub(super) foreign: bool,
}

impl Word {
    /// Whether it is a word of the vocabulary with capitals as words have them.
    pub(super) fn is_known(&self) -> bool {
        self.rank.is_known() && self.shape != Shape::Mixed
    }
}

/// Reads the word that starts at `at`.
#[inline]
pub(super) fn word_at(letters: Letters, syllables: &Syllables, bytes: &[u8], at: usize) -> Word {
    let (mut state, mut end, mut count, mut uppers) = (syllables.start(), at, 0, 0);
    let (mut foreign, mut first_is_upper) = (false, false);
    while end < bytes.len() {
        let (class, length) = letters.at(bytes, end);
        if class == 0 {
            break;
        }
        let upper = class & UPPER != 0;
        uppers += usize::from(upper);
        first_is_upper |= upper & (count == 0);
        count += 1;
        end += length;
        foreign |= class & !UPPER == FOREIGN;
        state = syllables.step(state, class);
    }
    Word {
        span: Span::new(at, end),
        letters: count,
        rank: syllables.rank(state),
        shape: Shape::of(count, uppers, first_is_upper),
        marked: end - at > count,
        foreign,
    }
}

/// White space that may stand inside a clause, and its length in bytes.
#[inline]
pub(super) fn white(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b' ' | b'\t' | b'\n' | b'\r' => 1,
        0xC2 if bytes.get(at + 1) == Some(&0xA0) => 2,
        _ => 0,
    }
}

pub(super) fn scan(text: &str) -> Scan {
    let letters = Letters::new();
    let syllables = &VOCABULARY.syllables;
    let bytes = text.as_bytes();
    let mut found = Scan::default();
    let (mut at, mut start, mut newlines, mut unknown) = (0, 0, 0, false);
    while at < bytes.len() {
        let (class, length) = letters.at(bytes, at);
        if class != 0 {
            newlines = 0;
            let word = word_at(letters, syllables, bytes, at);
            found.words += 1;
            unknown |= !word.is_known() && is_unknown(text, &word, &mut found.abbreviations);
            let digit = |place: Option<usize>| place.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
            if word.letters > 1 && word.is_known() && (digit(at.checked_sub(1)) || digit(Some(word.span.end))) {
                found.glued.push(word.span);
            }
            at = word.span.end;
            continue;
        }
        let blank = white(bytes, at);
        newlines += usize::from(bytes[at] == b'\n');
        if blank == 0 || newlines > 1 {
            if unknown {
                found.clauses.push(Span::new(start, at));
            }
            unknown = false;
            start = at + length;
        }
        at += length;
    }
    if unknown {
        found.clauses.push(Span::new(start, bytes.len()));
    }
    found
}

fn is_unknown(text: &str, word: &Word, abbreviations: &mut HashMap<u128, u32>) -> bool {
    if word.shape == Shape::Lower || word.shape == Shape::Title || word.letters > LONGEST_ABBREVIATION {
        return true;
    }
    let letters = letters_of(text, word.span);
    let Some(key) = exact_key(&letters) else {
        return true;
    };
    let known = VOCABULARY.is_abbreviation(key);
    // An abbreviation has no tones: VIỆTNAM is two words run together.
    if !known && word.shape == Shape::Upper && word.letters > 1 && !letters.iter().any(|letter| has_tone(letter.class))
    {
        *abbreviations.entry(key).or_default() += 1;
    }
    !known
}

/// The letters of a word.
pub(super) fn letters_of(text: &str, span: Span) -> Vec<Letter> {
    let table = Letters::new();
    let mut all = Vec::with_capacity(span.end - span.start);
    let mut at = span.start;
    while at < span.end {
        let (class, length) = table.at(text.as_bytes(), at);
        all.push(Letter { class: class & !UPPER, upper: class & UPPER != 0, span: Span::new(at, at + length) });
        at += length;
    }
    all
}
