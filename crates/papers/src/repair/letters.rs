//! Letters as small numbers: what the scanner looks up for each character.

use std::sync::LazyLock;

use crate::span::Span;

/// The lower-case letters of Vietnamese and the four of foreign words, in the order of their classes (from 1).
const LETTERS: &str = "bcdđghklmnpqrstvxfjwz\
    aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ";

/// Classes of letters are below this number; 0 is no letter.
pub(super) const CLASSES: usize = 96;
/// The classes of v, x and i.
pub(super) const V_CLASS: u8 = 16;
pub(super) const X_CLASS: u8 = 17;
pub(super) const I_CLASS: u8 = 52;
/// Any letter that Vietnamese does not write.
pub(super) const FOREIGN: u8 = 94;
/// Set where the letter is upper case.
pub(super) const UPPER: u8 = 0x80;

struct Tables {
    low: [u8; 0x800],
    high: [u8; 0x100],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { low: [0; 0x800], high: [0; 0x100] };
    for code in 0x80..0x800_u32 {
        if char::from_u32(code).is_some_and(char::is_alphabetic) {
            tables.low[code as usize] = FOREIGN;
        }
    }
    for code in 0..0x100_u32 {
        if char::from_u32(0x1E00 + code).is_some_and(char::is_alphabetic) {
            tables.high[code as usize] = FOREIGN;
        }
    }
    for (class, letter) in (1_u8..).zip(LETTERS.chars()) {
        put(&mut tables, letter, class);
        for upper in letter.to_uppercase() {
            put(&mut tables, upper, class | UPPER);
        }
    }
    tables
});

fn put(tables: &mut Tables, letter: char, class: u8) {
    let code = letter as usize;
    if code < 0x800 {
        tables.low[code] = class;
    } else if let Some(place) = code.checked_sub(0x1E00).and_then(|code| tables.high.get_mut(code)) {
        *place = class;
    }
}

/// The looked-up tables, fetched once before a loop.
#[derive(Clone, Copy)]
pub(super) struct Letters(&'static Tables);

impl Letters {
    pub(super) fn new() -> Letters {
        Letters(&TABLES)
    }

    /// The class of the character that starts at `at` (with [`UPPER`]), and its length in bytes; 0 for what is no letter.
    #[inline(always)]
    pub(super) fn at(self, bytes: &[u8], at: usize) -> (u8, usize) {
        let byte = |place: usize| usize::from(bytes.get(place).copied().unwrap_or_default() & 0x3f);
        let first = bytes[at];
        match first {
            0..0x80 => (self.0.low[usize::from(first)], 1),
            0x80..0xE0 => (self.0.low[usize::from(first & 0x1f) << 6 | byte(at + 1)], 2),
            0xE0..0xF0 => {
                let code = usize::from(first & 0xf) << 12 | byte(at + 1) << 6 | byte(at + 2);
                match code {
                    0x1E00..0x1F00 => (self.0.high[code - 0x1E00], 3),
                    // Punctuation, arrows, mathematical and box-drawing signs.
                    0x2000..0x2C00 => (0, 3),
                    _ => (foreign(code), 3),
                }
            }
            _ => {
                let code = usize::from(first & 7) << 18 | byte(at + 1) << 12 | byte(at + 2) << 6 | byte(at + 3);
                (foreign(code), 4)
            }
        }
    }

    /// The classes of a word's letters, without case; 0 for what is no letter.
    pub(super) fn classes(self, word: &str) -> impl Iterator<Item = u8> {
        word.char_indices().map(move |(at, _)| self.at(word.as_bytes(), at).0 & !UPPER)
    }
}

/// A word as the classes of its letters, the first in the highest byte: words sort by it as by their letters.
pub(super) type Packed = u128;

/// The letters of a word as one number; `None` for more than 16 letters or one that is not of the table.
pub(super) fn packed(mut classes: impl Iterator<Item = u8>) -> Option<Packed> {
    let letters = size_of::<Packed>();
    let (word, count) = classes.try_fold((0, 0), |(word, count), class| {
        let fits = count < letters && class != 0 && class != FOREIGN;
        fits.then_some((word << 8 | Packed::from(class), count + 1))
    })?;
    (count > 0).then(|| word << (8 * (letters - count)))
}

/// A word with a tone on the vowel at a place, which had none: 0 ngang, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng.
pub(super) fn toned(word: Packed, place: usize, tone: u8) -> Packed {
    word + (Packed::from(tone) << (8 * (size_of::<Packed>() - 1 - place)))
}

fn foreign(code: usize) -> u8 {
    let letter = u32::try_from(code).ok().and_then(char::from_u32).is_some_and(char::is_alphabetic);
    if letter { FOREIGN } else { 0 }
}

/// One letter of a run, with its place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) class: u8,
    pub(super) upper: bool,
    pub(super) span: Span,
}

/// Classes up to this one are consonants.
const CONSONANTS: u8 = 21;

/// Whether the class is of a vowel.
pub(super) fn is_vowel(class: u8) -> bool {
    class > CONSONANTS && class < FOREIGN
}

/// Whether the class is of a vowel with a tone mark.
pub(super) fn has_tone(class: u8) -> bool {
    is_vowel(class) && !(class - CONSONANTS - 1).is_multiple_of(6)
}
