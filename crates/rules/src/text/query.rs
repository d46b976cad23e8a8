//! What a person typed into a search box, held against names.

use unicode_normalization::char::is_combining_mark;

use super::{search_key, tone_key};

/// The words of a name, prepared once for many queries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    words: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    toned: String,
    folded: String,
}

impl Words {
    /// Splits a name into words at spaces and punctuation.
    pub fn of(name: &str) -> Words {
        let words = tone_key(name)
            .split(|character: char| !character.is_alphanumeric() && !is_combining_mark(character))
            .filter(|word| !word.is_empty())
            .map(|word| Word { toned: word.to_owned(), folded: search_key(word) })
            .collect();
        Words { words }
    }
}

/// How well a name agrees with a query; the least is the best.
///
/// Compared in this order: words that agree only without diacritics, words of which only the beginning agrees, words
/// of the name before the first that agrees, words of the name left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    folded: usize,
    partial: usize,
    before: usize,
    left_over: usize,
}

impl Rank {
    /// Whether every word of the query agrees with its diacritics.
    pub fn agrees_in_tone(self) -> bool {
        self.folded == 0
    }

    /// Whether query and name have the same words, diacritics included.
    pub fn is_whole_name(self) -> bool {
        self.folded == 0 && self.partial == 0 && self.left_over == 0
    }
}

/// A query: each of its words must be the beginning of a word of the name, in any order.
///
/// A word typed with diacritics must agree with them ("Thạnh" does not find Thanh); a word typed without agrees with
/// any ("thanh" finds Thanh, then Thạnh). A query without words finds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Longest first, so that a short word does not take the name's word that a longer one needs.
    words: Vec<Word>,
}

impl Query {
    /// Reads what was typed.
    pub fn new(typed: &str) -> Query {
        let mut words = Words::of(typed).words;
        words.sort_by_key(|word| std::cmp::Reverse(word.folded.len()));
        Query { words }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a name agrees, if it does.
    pub fn matches(&self, name: &str) -> Option<Rank> {
        self.rank(&Words::of(name))
    }

    /// [`Query::matches`] for a name prepared before.
    pub fn rank(&self, name: &Words) -> Option<Rank> {
        if self.is_empty() || self.words.len() > name.words.len() {
            return None;
        }
        let mut taken = vec![false; name.words.len()];
        let mut rank = Rank { folded: 0, partial: 0, before: 0, left_over: name.words.len() - self.words.len() };
        for wanted in &self.words {
            let free = name.words.iter().enumerate().filter(|(index, _)| !taken[*index]);
            let (agreement, index) = free.filter_map(|(index, word)| Some((wanted.agrees(word)?, index))).min()?;
            taken[index] = true;
            rank.folded += usize::from(agreement.folded);
            rank.partial += usize::from(agreement.partial);
        }
        rank.before = taken.iter().take_while(|taken| !**taken).count();
        Some(rank)
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Agreement {
    folded: bool,
    partial: bool,
}

impl Word {
    fn agrees(&self, word: &Word) -> Option<Agreement> {
        let partial = self.folded.len() != word.folded.len();
        if word.toned.starts_with(&self.toned) {
            return Some(Agreement { folded: false, partial });
        }
        let without_diacritics = self.toned == self.folded;
        (without_diacritics && word.folded.starts_with(&self.folded)).then_some(Agreement { folded: true, partial })
    }
}
