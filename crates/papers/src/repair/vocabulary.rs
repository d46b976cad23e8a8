//! The words of such papers: syllables with rough frequencies, pairs that are read as one word, abbreviations.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::letters::{Letter, Letters, Packed, UPPER, packed};
use super::syllables::Syllables;

const COMMON: &str = include_str!("vocabulary/common.txt");
const PHRASES: &str = include_str!("vocabulary/phrases.txt");
const NAMES: &str = include_str!("vocabulary/names.txt");
const ABBREVIATIONS: &str = include_str!("vocabulary/abbreviations.txt");

/// A hash of two numbers by multiplication: the keys are our own words, which nobody can choose to collide.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHasher(u64);

pub(super) type Quick = BuildHasherDefault<QuickHasher>;

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_u128(&mut self, number: u128) {
        let low = u64::try_from(number & u128::from(u64::MAX)).unwrap_or_default();
        let high = u64::try_from(number >> 64).unwrap_or_default();
        self.write_u64(low);
        self.write_u64(high);
    }
}

/// The longest abbreviation that is looked up, in letters.
pub(super) const LONGEST_ABBREVIATION: usize = 12;

/// What is known of the words of papers.
pub(super) struct Vocabulary {
    pub(super) syllables: Syllables,
    pairs: HashSet<(u64, u64), Quick>,
    abbreviations: HashSet<u128, Quick>,
}

/// The vocabulary, made once.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::make);

impl Vocabulary {
    fn make() -> Vocabulary {
        let letters = Letters::new();
        let packed = |word: &str| packed(letters.classes(word));
        let mut phrases_of: HashMap<Packed, usize, Quick> = HashMap::default();
        let mut pairs = HashSet::with_hasher(Quick::default());
        for phrase in lines(PHRASES).flat_map(|line| line.split(',')) {
            let mut before = None;
            for word in words(phrase) {
                if let Some(word) = packed(word) {
                    *phrases_of.entry(word).or_default() += 1;
                }
                let word = key(letters.classes(word));
                pairs.extend(before.replace(word).map(|before| (before, word)));
            }
        }
        let mut ranks: HashMap<Packed, u8, Quick> = HashMap::default();
        let mut rank = |word: Option<Packed>, rank: u8| {
            let known = word.map(|word| ranks.entry(word).or_insert(rank));
            if let Some(known) = known {
                *known = rank.min(*known);
            }
        };
        for line in lines(COMMON) {
            let (tier, common) = line.split_once(':').unwrap_or(("4", line));
            let tier = tier.parse().unwrap_or(4);
            words(common).for_each(|word| rank(packed(word), tier));
        }
        for (word, count) in phrases_of {
            rank(
                Some(word),
                if count >= 6 {
                    2
                } else if count >= 3 {
                    3
                } else {
                    4
                },
            );
        }
        lines(NAMES).flat_map(words).for_each(|word| rank(packed(word), 5));
        Vocabulary {
            syllables: Syllables::build(&ranks),
            pairs,
            abbreviations: lines(ABBREVIATIONS).flat_map(words).filter_map(exact_key_of).collect(),
        }
    }

    /// Whether two neighbouring words make one word of the language (bảo + hiểm).
    pub(super) fn is_pair(&self, one: u64, other: u64) -> bool {
        one != 0 && other != 0 && self.pairs.contains(&(one, other))
    }

    /// Whether the key of [`exact_key`] is an abbreviation of papers.
    pub(super) fn is_abbreviation(&self, key: u128) -> bool {
        self.abbreviations.contains(&key)
    }
}

/// A word without its case as one number; 0 if it is too long to be a syllable.
pub(super) fn key(classes: impl Iterator<Item = u8>) -> u64 {
    let (key, length) =
        classes.fold((0_u64, 0), |(key, length), class| (key << 7 | u64::from(class & 0x7f), length + 1));
    if length <= 9 { key } else { 0 }
}

/// A word with its case as one number; `None` if it is longer than an abbreviation.
pub(super) fn exact_key(letters: &[Letter]) -> Option<u128> {
    (letters.len() <= LONGEST_ABBREVIATION).then(|| {
        letters.iter().fold(0, |key, letter| {
            let class = if letter.upper { letter.class | UPPER } else { letter.class };
            key << 8 | u128::from(class)
        })
    })
}

/// The same for a word that stands by itself.
pub(super) fn exact_key_of(word: &str) -> Option<u128> {
    let letters = Letters::new();
    let mut key = 0_u128;
    for (place, (at, _)) in word.char_indices().enumerate() {
        let class = letters.at(word.as_bytes(), at).0;
        if place >= LONGEST_ABBREVIATION || class == 0 {
            return None;
        }
        key = key << 8 | u128::from(class);
    }
    Some(key)
}

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#'))
}

/// The words of a line of ours, which only spaces part.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(' ').filter(|word| !word.is_empty())
}
