//! A letter taken apart into base, shape (the mark of ă, â, ơ) and tone, and the place of the tone in its syllable.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

pub(super) const CIRCUMFLEX: char = '\u{302}';
pub(super) const BREVE: char = '\u{306}';
pub(super) const HORN: char = '\u{31b}';
const HEAVY_TONE: char = '\u{323}';

/// A lower-case letter, or any other character, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) base: char,
    pub(super) shape: Option<char>,
    pub(super) tone: Option<char>,
}

impl Letter {
    pub(super) fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    /// Appends the letter in normal form C.
    pub(super) fn write(self, text: &mut String) {
        // Unicode composes the dot below before the circumflex and the breve, but after the horn.
        let marks = if self.tone == Some(HEAVY_TONE) && self.shape != Some(HORN) {
            [self.tone, self.shape]
        } else {
            [self.shape, self.tone]
        };
        let mut whole = self.base;
        for mark in marks.into_iter().flatten() {
            match compose(whole, mark) {
                Some(composed) => whole = composed,
                None => {
                    text.push(whole);
                    whole = mark;
                }
            }
        }
        text.push(whole);
    }
}

/// The order of tones in a dictionary: ngang, huyền, hỏi, ngã, sắc, nặng.
pub(super) fn tone_rank(tone: Option<char>) -> u8 {
    match tone {
        Some('\u{300}') => 1,
        Some('\u{309}') => 2,
        Some('\u{303}') => 3,
        Some('\u{301}') => 4,
        Some(HEAVY_TONE) => 5,
        _ => 0,
    }
}

/// Characters that are written but not seen: joiners, soft hyphens, byte order marks.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Lower-case letters of a text; quotation marks, dashes and the look-alikes of đ become one kind each. A mark that
/// does not belong to a Vietnamese vowel stands as a letter of its own.
pub(super) fn read_letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let mut read = |part: char| read_part(part, &mut letters);
    // Only marks that stand alone in the text can be out of order.
    if text.chars().any(|character| character >= '\u{300}' && is_combining_mark(character)) {
        let seen = text.chars().filter(|character| !is_invisible(*character));
        seen.flat_map(char::to_lowercase).nfd().for_each(read);
    } else {
        for character in text.chars() {
            if character.is_ascii() {
                read(character.to_ascii_lowercase());
            } else if !is_invisible(character) {
                character.to_lowercase().for_each(|lower| decompose_canonical(lower, &mut read));
            }
        }
    }
    letters
}

fn read_part(part: char, letters: &mut Vec<Letter>) {
    let alone = Letter { base: same_kind(part), shape: None, tone: None };
    if part.is_ascii() {
        letters.push(alone);
        return;
    }
    let vowel = letters.last_mut().filter(|letter| letter.is_vowel());
    match (part, vowel) {
        (CIRCUMFLEX | BREVE | HORN, Some(letter)) if letter.shape.is_none() => {
            letter.shape = Some(part);
        }
        (_, Some(letter)) if tone_rank(Some(part)) > 0 && letter.tone.is_none() => {
            letter.tone = Some(part);
        }
        _ => letters.push(alone),
    }
}

fn same_kind(character: char) -> char {
    match character {
        'ð' | 'ɖ' => 'đ',
        '‘' | '’' | '‛' | 'ʼ' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        other => other,
    }
}

/// The run of vowels that begins at `start`, as the index after its end; `start` itself where there is none.
pub(super) fn vowels_end(letters: &[Letter], start: usize) -> usize {
    start + letters[start..].iter().take_while(|letter| letter.is_vowel()).count()
}

/// Moves the tone of each run of vowels that has exactly one to its place in the present orthography.
pub(super) fn settle_tones(letters: &mut [Letter]) {
    let mut start = 0;
    while start < letters.len() {
        let end = vowels_end(letters, start);
        let mut tones = letters[start..end].iter().filter_map(|letter| letter.tone);
        if let (Some(tone), None) = (tones.next(), tones.next()) {
            let place = tone_place(letters, start, end);
            for letter in &mut letters[start..end] {
                letter.tone = None;
            }
            letters[place].tone = Some(tone);
        }
        start = end.max(start + 1);
    }
}

fn tone_place(letters: &[Letter], start: usize, end: usize) -> usize {
    if let Some(shaped) = letters[start..end].iter().rposition(|letter| letter.shape.is_some()) {
        return start + shaped;
    }
    let onset = start.checked_sub(1).map(|before| letters[before].base);
    let glide = end - start > 1 && matches!((onset, letters[start].base), (Some('q'), 'u') | (Some('g'), 'i'));
    let nucleus = if glide { start + 1 } else { start };
    let closed = letters.get(end).is_some_and(|letter| letter.base.is_alphabetic());
    match end - nucleus {
        1 => nucleus,
        2 if closed => nucleus + 1,
        2 => match (letters[nucleus].base, letters[nucleus + 1].base) {
            ('o', 'a' | 'e') | ('u', 'y') => nucleus + 1,
            _ => nucleus,
        },
        _ => nucleus + 1,
    }
}
