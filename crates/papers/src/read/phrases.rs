//! Sets of phrases, prepared when the program is compiled: one look at a word tells which of them may begin there.

use super::lex::Key;
use super::words::Words;

/// Some phrases, in the order in which they were written.
#[derive(Debug)]
pub struct Phrases {
    list: &'static [&'static [Key]],
    /// The bits of their first words, as [`Words`] keeps them for runs of tokens.
    signature: [u64; 4],
    /// For each bucket of first words the number of its first phrase, counted from 1; 0 where it has none.
    buckets: &'static [u8],
    /// For each phrase the number of the next one in its bucket.
    next: &'static [u8],
}

impl Phrases {
    /// A set of its parts, which `phrases!` makes.
    pub(super) const fn new(list: &'static [&'static [Key]], buckets: &'static [u8], next: &'static [u8]) -> Phrases {
        let mut signature = [0; 4];
        let mut index = 0;
        while index < list.len() {
            let (word, mask) = list[index][0].place();
            signature[word] |= mask;
            index += 1;
        }
        Phrases { list, signature, buckets, next }
    }

    /// The phrases, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &'static [Key]> {
        self.list.iter().copied()
    }

    /// Those that begin with a word, each with its place among all.
    #[inline]
    pub(super) fn beginning_with(&self, first: Key) -> impl Iterator<Item = (usize, &'static [Key])> {
        Begun { set: self, first, next: self.buckets[first.bit(self.buckets.len())] }
    }

    /// Whether one of them begins with a word.
    #[inline]
    pub(super) fn has_first(&self, first: Key) -> bool {
        self.beginning_with(first).next().is_some()
    }

    /// Whether none of the words that a run of tokens has, by its signature, begins a phrase.
    #[inline]
    pub(super) fn is_apart(&self, run: &[u64; 4]) -> bool {
        let [one, two, three, four] = self.signature;
        (one & run[0]) | (two & run[1]) | (three & run[2]) | (four & run[3]) == 0
    }
}

/// The phrases of a set that begin with a word.
struct Begun<'a> {
    set: &'a Phrases,
    first: Key,
    /// The number of the next one of the bucket, counted from 1.
    next: u8,
}

impl Iterator for Begun<'_> {
    type Item = (usize, &'static [Key]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        while let Some(at) = usize::from(self.next).checked_sub(1) {
            self.next = self.set.next[at];
            let phrase = self.set.list[at];
            if phrase[0] == self.first {
                return Some((at, phrase));
            }
        }
        None
    }
}

/// Phrases that each stand for something.
#[derive(Debug)]
pub struct Meanings<T: 'static> {
    /// The phrases.
    pub phrases: &'static Phrases,
    /// What each of them stands for.
    pub of: &'static [T],
}

impl<T: Copy> Meanings<T> {
    /// What the first of the phrases that begins at a token stands for, and the token after it.
    #[inline]
    pub fn at(&self, words: &Words<'_>, index: usize) -> Option<(T, usize)> {
        words.each_of(index, self.phrases).next().map(|(which, end)| (self.of[which], end))
    }

    /// The phrases with what they stand for, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static [Key], T)> {
        self.phrases.iter().zip(self.of.iter().copied())
    }
}

/// How many buckets so many phrases get.
pub const fn buckets_for(phrases: usize) -> usize {
    assert!(phrases > 0 && phrases < 256, "a set has one phrase to 255");
    if phrases < 2 { 2 } else { (phrases * 2).next_power_of_two() }
}

/// The first phrase of each bucket, and the next one of each phrase.
pub const fn chained<const BUCKETS: usize, const PHRASES: usize>(list: &[&[Key]]) -> ([u8; BUCKETS], [u8; PHRASES]) {
    let mut buckets = [0; BUCKETS];
    let mut next = [0; PHRASES];
    let mut index = PHRASES;
    while index > 0 {
        index -= 1;
        let bucket = list[index][0].bit(BUCKETS);
        next[index] = buckets[bucket];
        buckets[bucket] = index as u8 + 1;
    }
    (buckets, next)
}

/// A set of phrases of words parted by single spaces: `phrases!["có trách nhiệm", "có nhiệm vụ"]`; see `phrase!`.
macro_rules! phrases {
    ($($text:literal),+ $(,)?) => {{
        use $crate::read::letters::phrase;
        use $crate::read::lex::Key;
        use $crate::read::phrases::{Phrases, buckets_for, chained};
        const LIST: &[&[Key]] = &[$(phrase!($text)),+];
        const CHAINED: ([u8; buckets_for(LIST.len())], [u8; LIST.len()]) = chained(LIST);
        const SET: Phrases = Phrases::new(LIST, &CHAINED.0, &CHAINED.1);
        &SET
    }};
}
pub(crate) use phrases;

/// Phrases that each stand for something: `meanings!["ít nhất" => ">=", "tối đa" => "<="]`; of two that begin alike the longer
/// comes first.
macro_rules! meanings {
    ($($text:literal => $meaning:expr),+ $(,)?) => {
        $crate::read::phrases::Meanings { phrases: $crate::read::phrases::phrases![$($text),+], of: &[$($meaning),+] }
    };
}
pub(crate) use meanings;
