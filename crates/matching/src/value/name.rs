//! Whole names, surname first: with or without diacritics, middle names shortened or left out, words in another order.
//!
//! A list has hundreds of thousands of names but only some thousand different words, so words are normalised once each
//! and a name is a short list of numbers.

use rules::text::{search_key, tone_key};

use super::plain::Texts;
use super::{Classes, Prepared, Values, is_void};
use crate::level::{DIFFERENT, Level};
use crate::similarity::few_slips;
use crate::source::intern::Interner;

const SAME_GIVEN: Level = 2;
const SIMILAR: Level = 3;
const OTHER_ORDER: Level = 4;
const SHORTENED: Level = 5;
const FOLDED: Level = 6;

/// Words of a name that count; no person has more.
const MOST_WORDS: usize = 16;
/// Words that names have on average, not quite.
const USUAL_WORDS: usize = 4;
/// Letters of a name from which two slips leave it recognisable.
const LETTERS_FOR_TWO_SLIPS: usize = 10;
/// Slips beyond which two names do not resemble each other.
const MOST_SLIPS: u32 = 2;

/// Names by code.
#[derive(Debug)]
pub(super) struct Names {
    words: Words,
    /// What tells most pairs of names apart, in one place of memory for each name.
    briefs: Vec<Brief>,
    /// The words of all names, one name after the other.
    spelled: Vec<u32>,
    ends: Vec<u32>,
    texts: Texts,
}

/// A name in brief.
#[derive(Clone, Copy, Debug, Default)]
struct Brief {
    /// Its class without diacritics.
    folded: u32,
    /// Its class without diacritics, in any order.
    sorted: u32,
    /// Its last word without diacritics.
    given: u32,
    letters: Letters,
}

/// The letters of a name, up to two of each.
#[derive(Clone, Copy, Debug, Default)]
struct Letters(u64);

impl Letters {
    fn of(text: &[u8]) -> Letters {
        let add = |letters: u64, &symbol: &u8| {
            let once = 1_u64 << (u32::from(symbol) % 32 * 2);
            letters | once << (letters & once).count_ones()
        };
        Letters(text.iter().fold(0, add))
    }

    /// No fewer slips than this lie between two names: each puts in, takes out or changes one letter.
    #[inline]
    fn least_slips(self, other: Letters) -> u32 {
        (self.0 & !other.0).count_ones().max((other.0 & !self.0).count_ones())
    }
}

/// Words as they are spelt, diacritics and all.
#[derive(Debug, Default)]
struct Words {
    spelled: Classes,
    /// By spelling: the word without diacritics.
    folded: Vec<u32>,
    /// By spelling: whether it has no diacritics.
    plain: Vec<bool>,
    /// Of folded words.
    fold_classes: Classes,
}

impl Words {
    /// Takes what stands between two spaces apart: usually one word.
    fn read(&mut self, written: &str) -> Vec<u32> {
        let pieces = |text: &str| -> Vec<String> {
            let is_mark = |letter: char| matches!(letter, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}');
            text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter)).map(tone_key).collect()
        };
        let mut words = Vec::new();
        for piece in pieces(written) {
            let folded = search_key(&piece);
            if folded.is_empty() {
                continue;
            }
            let spelled = self.spelled.of(piece.as_bytes());
            if spelled as usize >= self.folded.len() {
                self.folded.resize(spelled as usize + 1, 0);
                self.plain.resize(spelled as usize + 1, true);
                self.folded[spelled as usize] = self.fold_classes.of(folded.as_bytes());
                self.plain[spelled as usize] = piece.is_ascii();
            }
            words.push(spelled);
        }
        words
    }

    fn fold(&self, spelled: u32) -> u32 {
        self.folded[spelled as usize]
    }

    fn fold_text(&self, folded: u32) -> &[u8] {
        self.fold_classes.interner.get(folded)
    }

    /// Whether a word is another one, or its initial, diacritics aside.
    fn shortens(&self, short: u32, long: u32) -> bool {
        let (short, long) = (self.fold(short), self.fold(long));
        short == long || {
            let (short, long) = (self.fold_text(short), self.fold_text(long));
            short.len() == 1 && long.first() == short.first()
        }
    }
}

pub(super) fn prepare(interner: &Interner) -> Prepared {
    let mut maker = Maker::new(interner.len());
    let mut recoded = Vec::with_capacity(interner.len() + 1);
    recoded.push(0);
    let mut name = Vec::new();
    for code in 1..=interner.len() as u32 {
        maker.read(interner.get(code), &mut name);
        recoded.push(if name.is_empty() { 0 } else { maker.code(&name) });
    }
    let Maker { names, ends, exact, .. } = maker;
    let parts = vec![
        ("nguyên văn", None),
        ("toàn phần", Some(names.briefs.iter().map(|brief| brief.folded).collect())),
        ("họ và tên gọi", Some(ends)),
        ("tên gọi", Some(names.briefs.iter().map(|brief| brief.given).collect())),
        ("các từ không kể thứ tự", Some(names.briefs.iter().map(|brief| brief.sorted).collect())),
    ];
    Prepared { recoded, codes: exact.interner.len() + 1, parts, values: Values::Name(names) }
}

struct Maker {
    names: Names,
    /// What stands between two spaces, as it is written, and its words.
    written: Interner,
    words_of_written: Vec<Vec<u32>>,
    exact: Classes,
    folded: Classes,
    sorted: Classes,
    end_classes: Classes,
    ends: Vec<u32>,
    room: Vec<u8>,
    fold: Vec<u32>,
    text: String,
}

impl Maker {
    /// For about so many names.
    fn new(names: usize) -> Maker {
        let mut briefs = Vec::with_capacity(names + 1);
        briefs.push(Brief::default());
        let mut ends = Vec::with_capacity(names + 1);
        ends.push(0);
        Maker {
            names: Names {
                words: Words::default(),
                briefs,
                spelled: Vec::with_capacity(names * USUAL_WORDS),
                ends,
                texts: Texts::with_room(names),
            },
            written: Interner::default(),
            words_of_written: vec![Vec::new()],
            exact: Classes::with_room(names),
            folded: Classes::with_room(names),
            sorted: Classes::with_room(names),
            end_classes: Classes::default(),
            ends: vec![0],
            room: Vec::new(),
            fold: Vec::new(),
            text: String::new(),
        }
    }

    /// The words of a name as it is written.
    fn read(&mut self, written: &[u8], name: &mut Vec<u32>) {
        name.clear();
        for piece in written.split(|&byte| byte == b' ').filter(|piece| !piece.is_empty()) {
            let known = self.written.intern(piece) as usize;
            if known == self.words_of_written.len() {
                let text = String::from_utf8_lossy(piece);
                let words = if is_void(&text) { Vec::new() } else { self.names.words.read(&text) };
                self.words_of_written.push(words);
            }
            name.extend_from_slice(&self.words_of_written[known]);
        }
        name.truncate(MOST_WORDS);
    }

    fn code(&mut self, name: &[u32]) -> u32 {
        let code = self.exact.of_numbers(name, &mut self.room);
        let names = &mut self.names;
        if code as usize == names.ends.len() {
            names.spelled.extend_from_slice(name);
            names.ends.push(names.spelled.len() as u32);
            self.fold.clear();
            self.fold.extend(name.iter().map(|&word| names.words.fold(word)));
            self.text.clear();
            for &word in &self.fold {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.text.push_str(std::str::from_utf8(names.words.fold_text(word)).unwrap_or_default());
            }
            names.texts.push(&self.text);
            let ends = [self.fold[0], self.fold[self.fold.len() - 1]];
            self.ends.push(if self.fold.len() < 2 { 0 } else { self.end_classes.of_numbers(&ends, &mut self.room) });
            let folded = self.folded.of_numbers(&self.fold, &mut self.room);
            self.fold.sort_unstable();
            let sorted = self.sorted.of_numbers(&self.fold, &mut self.room);
            let letters = Letters::of(names.texts.get(code));
            names.briefs.push(Brief { folded, sorted, given: ends[1], letters });
        }
        code
    }
}

impl Names {
    fn get(&self, code: u32) -> &[u32] {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.spelled[start as usize..self.ends[code] as usize]
    }

    #[inline]
    pub(super) fn touch(&self, code: u32) -> u32 {
        self.briefs[code as usize].folded
    }

    pub(super) fn level(&self, left: u32, right: u32) -> Level {
        let (brief, other) = (self.briefs[left as usize], self.briefs[right as usize]);
        let same_given = brief.given == other.given;
        let may_resemble = brief.letters.least_slips(other.letters) <= MOST_SLIPS;
        if !same_given && !may_resemble && brief.sorted != other.sorted {
            return DIFFERENT;
        }
        let (spelled_left, spelled_right) = (self.get(left), self.get(right));
        if brief.folded == other.folded {
            // A name without any diacritics is a careless spelling; else Thanh is not Thạnh.
            let is_plain = |name: &[u32]| name.iter().all(|&word| self.words.plain[word as usize]);
            return if is_plain(spelled_left) || is_plain(spelled_right) { FOLDED } else { SIMILAR };
        }
        let (short, long) = if spelled_left.len() <= spelled_right.len() {
            (spelled_left, spelled_right)
        } else {
            (spelled_right, spelled_left)
        };
        if same_given && self.is_shortened(short, long) {
            return SHORTENED;
        }
        if brief.sorted == other.sorted {
            return OTHER_ORDER;
        }
        if may_resemble {
            let (left, right) = (self.texts.get(left), self.texts.get(right));
            let two_allowed = left.len().min(right.len()) >= LETTERS_FOR_TWO_SLIPS;
            if few_slips(left, right).is_some_and(|slips| slips <= 1 || two_allowed) {
                return SIMILAR;
            }
        }
        if same_given { SAME_GIVEN } else { DIFFERENT }
    }

    /// Whether one of two names with one given name is the other with middle names left out, or with surname and middle
    /// names as initials.
    fn is_shortened(&self, short: &[u32], long: &[u32]) -> bool {
        let ([first, middle @ .., _], [long_first, long_middle @ .., _]) = (short, long) else {
            return false;
        };
        let either = |left: u32, right: u32| self.words.shortens(left, right) || self.words.shortens(right, left);
        if !either(*first, *long_first) {
            return false;
        }
        let mut left_out = long_middle.iter();
        middle.iter().all(|&word| left_out.any(|&other| either(word, other)))
    }
}
