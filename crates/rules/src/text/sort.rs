//! The dictionary order of Vietnamese.

use unicode_normalization::char::is_combining_mark;

use super::letters::{BREVE, CIRCUMFLEX, HORN, Letter, read_letters, tone_rank, vowels_end};

/// Places of a to z in the alphabet a ă â b c d đ e ê f g … o ô ơ … u ư v w x y z.
const PLACES: [u8; 26] =
    [0, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 32];
/// Stands between the letters of a syllable and its tones: below every letter and digit, above the space.
const TONES: char = '!';

/// The key whose plain byte order is the order of a Vietnamese dictionary: a ă â b c d đ e ê …; syllable by syllable,
/// letters first, then the tone (ngang, huyền, hỏi, ngã, sắc, nặng); numbers by value and before letters; case,
/// punctuation and the place of the tone mark do not count.
pub fn sort_key(text: &str) -> String {
    let letters = read_letters(text);
    let mut key = String::with_capacity(text.len() * 2);
    let mut next = 0;
    while next < letters.len() {
        if letters[next].base.is_alphanumeric() {
            if !key.is_empty() {
                key.push(' ');
            }
            next = write_word(&letters, next, &mut key);
        } else {
            next += 1;
        }
    }
    key
}

fn write_word(letters: &[Letter], start: usize, key: &mut String) -> usize {
    let in_word = |letter: &&Letter| letter.base.is_alphanumeric() || is_combining_mark(letter.base);
    let end = start + letters[start..].iter().take_while(in_word).count();
    let mut next = start;
    while next < end {
        let digits = letters[next..end].iter().take_while(|letter| letter.base.is_ascii_digit()).count();
        if digits > 0 {
            write_number(&letters[next..next + digits], key);
            next += digits;
        } else {
            if !is_combining_mark(letters[next].base) {
                key.push(letter_code(letters[next]));
            }
            next += 1;
        }
    }
    key.push(TONES);
    let mut next = start;
    while next < end {
        let vowels = vowels_end(letters, next).min(end);
        if vowels > next {
            let tone = letters[next..vowels].iter().map(|letter| tone_rank(letter.tone)).max().unwrap_or(0);
            key.push(char::from(b'0' + tone));
        }
        next = vowels.max(next + 1);
    }
    end
}

/// `@` and upwards for the letters of the alphabet; another script keeps its character, which sorts after all of them.
fn letter_code(letter: Letter) -> char {
    let place = match (letter.base, letter.shape) {
        ('đ', _) => 6,
        ('a', Some(BREVE)) | ('e' | 'o', Some(CIRCUMFLEX)) | ('u', Some(HORN)) => 1 + place(letter.base),
        ('a', Some(CIRCUMFLEX)) | ('o', Some(HORN)) => 2 + place(letter.base),
        ('a'..='z', _) => place(letter.base),
        (other, _) => return other,
    };
    char::from(b'@' + place)
}

fn place(base: char) -> u8 {
    PLACES[base as usize - 'a' as usize]
}

/// A number sorts by how many digits it has, then by the digits; the length goes first, below `@`.
fn write_number(digits: &[Letter], key: &mut String) {
    const LONGEST: usize = 27;
    let zeros = digits.iter().take_while(|digit| digit.base == '0').count();
    let digits = &digits[zeros.min(digits.len() - 1)..];
    match u8::try_from(digits.len()) {
        Ok(length) if digits.len() <= LONGEST => key.push(char::from(b'"' + length)),
        _ => key.push_str(&format!(">{:020}", digits.len())),
    }
    key.extend(digits.iter().map(|digit| digit.base));
}
