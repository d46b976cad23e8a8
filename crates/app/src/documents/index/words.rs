//! Words of a text with their places, postings as text, and a query taken apart: the pure part.

use rules::text::{search_key, tone_key};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many papers share a row of the index.
pub const BLOCK: i64 = 256;
/// Most places kept of one word in one paper: more say nothing about its rank.
const PLACES: usize = 24;
/// Longest word kept, in bytes; what is longer is no word.
const LONGEST: usize = 64;

/// Where the parts of a paper begin; the gaps keep words of two parts from following each other.
pub const SUBJECT: u32 = 1_000;
/// See [`SUBJECT`].
pub const ISSUER: u32 = 5_000;
/// See [`SUBJECT`].
pub const TEXT: u32 = 10_000;

/// A word where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// With its diacritics, lower case, the tone at its place.
    pub toned: String,
    /// Without.
    pub folded: String,
    /// The bytes it came from.
    pub span: Range<usize>,
}

fn belongs(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// The words of a text in order.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(belongs)?;
            let end = text[start..].find(|character| !belongs(character)).map_or(text.len(), |length| start + length);
            rest = end;
            let word = &text[start..end];
            let (toned, folded) = if word.is_ascii() {
                let lower = word.to_ascii_lowercase();
                (lower.clone(), lower)
            } else {
                (tone_key(word), search_key(word))
            };
            if !folded.is_empty() && folded.len() <= LONGEST {
                return Some(Token { toned, folded, span: start..end });
            }
        }
    })
}

/// Places of each word: (toned, folded) → places in rising order.
pub type Places = BTreeMap<(String, String), Vec<u32>>;

/// Adds the words of a part that begins at a place.
pub fn add(places: &mut Places, begin: u32, end: u32, text: &str) {
    for (place, token) in (begin..end).zip(tokens(text)) {
        let of_word = places.entry((token.toned, token.folded)).or_default();
        if of_word.len() < PLACES {
            of_word.push(place);
        }
    }
}

/// Places of a word in the papers of one block: paper within the block → places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings(pub BTreeMap<u32, Vec<u32>>);

impl Postings {
    /// Reads `3,1000,7;12,10005`: papers apart by semicolons; the paper, its first place, the steps to the others.
    /// Anything else is nothing, and the paper is not found by it until the index is made again.
    pub fn read(text: &str) -> Self {
        Self(entries(text).collect())
    }

    /// The text that [`Postings::read`] reads.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for (paper, places) in &self.0 {
            if !text.is_empty() {
                text.push(';');
            }
            text.push_str(&paper.to_string());
            let mut last = 0;
            for place in places {
                text.push(',');
                text.push_str(&(place - last).to_string());
                last = *place;
            }
        }
        text
    }
}

/// The papers of postings one by one, without keeping them.
pub fn entries(text: &str) -> impl Iterator<Item = (u32, Vec<u32>)> + '_ {
    text.split(';').filter_map(|entry| {
        let mut numbers = entry.split(',').map(str::parse::<u32>);
        let paper = numbers.next()?.ok()?;
        let mut at = 0_u32;
        let mut places = Vec::new();
        for step in numbers {
            at = at.checked_add(step.ok()?)?;
            places.push(at);
        }
        Some((paper, places))
    })
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// As typed, normalised.
    pub toned: String,
    /// Without diacritics.
    pub folded: String,
    /// Whether it must follow the word before (inside quotation marks).
    pub follows: bool,
}

impl Wanted {
    /// Whether it was typed with diacritics, and so finds only itself.
    pub fn is_strict(&self) -> bool {
        self.toned != self.folded
    }

    /// Whether it finds this word.
    pub fn finds(&self, token: &Token) -> bool {
        if self.is_strict() { self.toned == token.toned } else { self.folded == token.folded }
    }
}

/// Most words of a query that are looked at.
const WORDS: usize = 16;

/// The words that were typed. A number and symbol (`3036/BHXH-BT`) is a run of words that follow each other.
pub fn query(typed: &str) -> Vec<Wanted> {
    let mut found = Vec::new();
    for (index, part) in typed.split(['"', '“', '”']).enumerate() {
        let quoted = index % 2 == 1;
        let mut last_end: Option<usize> = None;
        for (place, token) in tokens(part).enumerate() {
            let between = last_end.map(|end| &part[end..token.span.start]);
            let joined = between.is_some_and(|between| matches!(between, "/" | "-"));
            last_end = Some(token.span.end);
            found.push(Wanted { toned: token.toned, folded: token.folded, follows: (quoted && place > 0) || joined });
        }
    }
    found.truncate(WORDS);
    found
}

/// The same query without diacritics.
pub fn folded(query: &[Wanted]) -> Vec<Wanted> {
    query.iter().map(|word| Wanted { toned: word.folded.clone(), ..word.clone() }).collect()
}

/// A piece of a snippet: its text, and whether it is a hit.
pub type Piece = (String, bool);

/// Words before the densest place and in all.
const BEFORE: usize = 6;
const SHOWN: usize = 36;

/// The part of a text in which most of the words stand closest, with the hits marked; empty where none stands.
pub fn snippet(text: &str, query: &[Wanted]) -> Vec<Piece> {
    let all: Vec<Token> = tokens(text).collect();
    let hits: Vec<(usize, usize)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, token)| query.iter().position(|word| word.finds(token)).map(|word| (at, word)))
        .collect();
    let window = SHOWN - BEFORE;
    let mut best: Option<(usize, usize, usize)> = None;
    for (index, (at, _)) in hits.iter().enumerate() {
        let near = hits[index..].iter().take(64).take_while(|(other, _)| other - at < window);
        let mut words: Vec<usize> = near.clone().map(|(_, word)| *word).collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        if best.is_none_or(|(distinct, total, _)| (words.len(), count) > (distinct, total)) {
            best = Some((words.len(), count, *at));
        }
    }
    let Some((_, _, at)) = best else { return Vec::new() };
    let first = at.saturating_sub(BEFORE);
    let last = (first + SHOWN).min(all.len()) - 1;
    let mut pieces = Vec::new();
    let mut from = all[first].span.start;
    if first > 0 {
        pieces.push(("… ".to_owned(), false));
    }
    for token in &all[first..=last] {
        if query.iter().any(|word| word.finds(token)) {
            pieces.push((squeeze(&text[from..token.span.start]), false));
            pieces.push((text[token.span.clone()].to_owned(), true));
            from = token.span.end;
        }
    }
    pieces.push((squeeze(&text[from..all[last].span.end]), false));
    if last + 1 < all.len() {
        pieces.push((" …".to_owned(), false));
    }
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Runs of white space as one space.
fn squeeze(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            space if space.is_whitespace() => {
                if !found.ends_with(' ') {
                    found.push(' ');
                }
            }
            other => found.push(other),
        }
    }
    found
}
