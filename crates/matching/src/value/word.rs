//! Given names and surnames that stand alone, and texts of free words.

use std::sync::Arc;

use rules::text::{search_key, tone_key};

use super::plain::Texts;
use super::{Classes, Prepared, Values, is_void, written};
use crate::level::{DIFFERENT, Level};
use crate::similarity::{few_slips, jaro_winkler};
use crate::source::intern::Interner;

const SIMILAR: Level = 2;
const CLOSE: Level = 3;
const SHORTENED: Level = 4;
/// Of names; that of texts in another order is the same number as [`SHORTENED`].
const FOLDED: Level = 6;
const OTHER_ORDER: Level = 4;

const CLOSE_FROM: f32 = 0.92;
const SIMILAR_FROM: f32 = 0.82;
/// Letters from which one slip leaves a word recognisable.
const FEWEST_LETTERS: usize = 3;

/// Words by code: without diacritics for the comparison, and what classes they belong to.
#[derive(Debug, Default)]
pub(super) struct Words {
    texts: Texts,
    folded: Vec<u32>,
    /// Words of a text in the order of their letters.
    sorted: Vec<u32>,
    sound: Vec<u32>,
    beginning: Vec<u32>,
    longest: Vec<u32>,
    /// Whether a text lacks diacritics altogether.
    plain: Vec<bool>,
}

/// Names of one or more fields that share their codes.
pub(super) fn prepare(interners: &[&Interner]) -> Vec<Prepared> {
    let mut makers = Maker::default();
    let mut words = Words::new();
    let mut all_recoded = Vec::new();
    for interner in interners {
        let mut recoded = vec![0];
        for text in written(interner) {
            let exact = if is_void(&text) { String::new() } else { tone_key(&text) };
            let code = makers.exact.of(exact.as_bytes());
            if code as usize == words.texts.len() {
                words.push(&exact, &mut makers);
            }
            recoded.push(code);
        }
        all_recoded.push(recoded);
    }
    let words = Arc::new(words);
    all_recoded
        .into_iter()
        .map(|recoded| Prepared {
            recoded,
            codes: words.texts.len(),
            parts: vec![
                ("nguyên văn", None),
                ("toàn phần", Some(words.folded.clone())),
                ("âm đọc", Some(words.sound.clone())),
                ("phần đầu", Some(words.beginning.clone())),
            ],
            values: Values::Word(Arc::clone(&words)),
        })
        .collect()
}

/// Texts of free words; diacritics, case and punctuation say nothing.
pub(super) fn prepare_text(interner: &Interner) -> Prepared {
    let mut makers = Maker::default();
    let mut words = Words::new();
    let mut recoded = vec![0];
    for text in written(interner) {
        let key = if is_void(&text) { String::new() } else { search_key(&text) };
        let code = makers.exact.of(key.as_bytes());
        if code as usize == words.texts.len() {
            words.push(&key, &mut makers);
        }
        recoded.push(code);
    }
    let parts = vec![
        ("toàn phần", None),
        ("các từ không kể thứ tự", Some(words.sorted.clone())),
        ("phần đầu", Some(words.beginning.clone())),
        ("từ dài nhất", Some(words.longest.clone())),
    ];
    Prepared { recoded, codes: words.texts.len(), parts, values: Values::Text(words) }
}

#[derive(Default)]
struct Maker {
    exact: Classes,
    folded: Classes,
    sorted: Classes,
    sound: Classes,
    beginning: Classes,
    longest: Classes,
}

impl Words {
    #[inline]
    pub(super) fn touch(&self, code: u32) -> u32 {
        self.texts.touch(code)
    }

    /// With nothing at code 0.
    fn new() -> Words {
        Words {
            texts: Texts::new(),
            folded: vec![0],
            sorted: vec![0],
            sound: vec![0],
            beginning: vec![0],
            longest: vec![0],
            plain: vec![true],
        }
    }

    fn push(&mut self, exact: &str, makers: &mut Maker) {
        let key = search_key(exact);
        self.texts.push(&key);
        self.folded.push(makers.folded.of(key.as_bytes()));
        let mut parts: Vec<&str> = key.split(' ').collect();
        let longest = parts.iter().max_by_key(|part| part.len()).copied().unwrap_or_default();
        self.longest.push(makers.longest.of(longest.as_bytes()));
        parts.sort_unstable();
        self.sorted.push(makers.sorted.of(parts.join(" ").as_bytes()));
        self.sound.push(makers.sound.of(sound(&key).as_bytes()));
        let beginning = key.char_indices().nth(3).map_or(key.as_str(), |(end, _)| &key[..end]);
        self.beginning.push(makers.beginning.of(beginning.as_bytes()));
        self.plain.push(exact.is_ascii());
    }

    /// The level of two names.
    pub(super) fn level(&self, left: u32, right: u32) -> Level {
        let (at, to) = (left as usize, right as usize);
        if self.folded[at] == self.folded[to] {
            return if self.plain[at] || self.plain[to] { FOLDED } else { CLOSE };
        }
        let (left, right) = (self.texts.get(left), self.texts.get(right));
        if is_part(left, right) || is_part(right, left) {
            return SHORTENED;
        }
        let slips = few_slips(left, right);
        let length = left.len().min(right.len());
        let similarity = jaro_winkler(left, right);
        if (slips == Some(1) && length >= FEWEST_LETTERS) || similarity >= CLOSE_FROM {
            CLOSE
        } else if similarity >= SIMILAR_FROM
            || self.sound[at] == self.sound[to]
            || (slips == Some(2) && length > FEWEST_LETTERS + 1)
        {
            SIMILAR
        } else {
            DIFFERENT
        }
    }

    /// The level of two texts of free words.
    pub(super) fn text_level(&self, left: u32, right: u32) -> Level {
        let (at, to) = (left as usize, right as usize);
        if self.sorted[at] == self.sorted[to] {
            return OTHER_ORDER;
        }
        let (left, right) = (self.texts.get(left), self.texts.get(right));
        let similarity = jaro_winkler(left, right);
        if similarity >= CLOSE_FROM
            || (left.len().min(right.len()) >= FEWEST_LETTERS && few_slips(left, right) == Some(1))
        {
            CLOSE
        } else if similarity >= SIMILAR_FROM || share_words(left, right) {
            SIMILAR
        } else {
            DIFFERENT
        }
    }
}

const SPACE: u8 = 0;

/// Whether a name is the initial, or one or more whole words at the end or the beginning, of another.
fn is_part(part: &[u8], whole: &[u8]) -> bool {
    if part.is_empty() || part.len() >= whole.len() {
        return false;
    }
    let rest = whole.len() - part.len();
    (part.len() == 1 && part[0] == whole[0])
        || (whole.starts_with(part) && whole[part.len()] == SPACE)
        || (whole.ends_with(part) && whole[rest - 1] == SPACE)
}

/// Whether at least half of the different words of two texts stand in both.
fn share_words(left: &[u8], right: &[u8]) -> bool {
    let words = |text: &'_ [u8]| text.split(|&symbol| symbol == SPACE).filter(|word| word.len() > 1).count();
    let common = left
        .split(|&symbol| symbol == SPACE)
        .filter(|word| word.len() > 1 && right.split(|&symbol| symbol == SPACE).any(|other| other == *word))
        .count();
    common > 0 && common * 3 >= words(left) + words(right)
}

/// How a name sounds, roughly: its first letter and the groups of its consonants.
fn sound(key: &str) -> String {
    let group = |letter: char| match letter {
        'b' | 'f' | 'p' | 'v' => '1',
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => '2',
        'd' | 't' => '3',
        'l' => '4',
        'm' | 'n' => '5',
        'r' => '6',
        _ => '0',
    };
    let mut sound = String::new();
    let mut before = '0';
    for letter in key.chars().filter(|letter| letter.is_alphanumeric()) {
        let group = group(letter);
        if sound.is_empty() {
            sound.push(letter);
        } else if group != '0' && group != before {
            sound.push(group);
        }
        if !matches!(letter, 'h' | 'w') {
            before = group;
        }
    }
    sound.truncate(sound.char_indices().nth(5).map_or(sound.len(), |(end, _)| end));
    sound
}
