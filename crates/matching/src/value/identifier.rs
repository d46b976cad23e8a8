//! Numbers given to one person: identity numbers of nine and twelve digits, social insurance numbers, health insurance
//! cards, whose last ten characters are the social insurance number.

use super::plain::Texts;
use super::{Classes, Prepared, Values, is_void, without_fraction, written};
use crate::level::{DIFFERENT, Level, MISSING};
use crate::similarity::{few_slips, symbols};
use crate::source::intern::Interner;

const SIMILAR: Level = 2;
const PARTIAL: Level = 3;
const CLOSE: Level = 4;
const EQUAL: Level = 5;

/// What stands for a hidden digit, as a symbol.
const HIDDEN: u8 = 63;
/// Known digits in which a partly hidden number must agree.
const FEWEST_KNOWN: usize = 4;
/// Digits of the end of a number.
const PART: usize = 5;

/// Identifiers as symbols, by code.
#[derive(Debug)]
pub(super) struct Identifiers {
    texts: Texts,
}

impl Identifiers {
    #[inline]
    pub(super) fn touch(&self, code: u32) -> u32 {
        self.texts.touch(code)
    }

    pub(super) fn level(&self, left: u32, right: u32) -> Level {
        let (left, right) = (self.texts.get(left), self.texts.get(right));
        let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        if short.contains(&HIDDEN) || long.contains(&HIDDEN) {
            return hidden_level(short, long);
        }
        if short.len() < long.len() && short.len() >= FEWEST_KNOWN && long.ends_with(short) {
            let zero = symbols("0").next();
            let zeros_lost = long[..long.len() - short.len()].iter().all(|&symbol| Some(symbol) == zero);
            return if zeros_lost { EQUAL } else { PARTIAL };
        }
        match few_slips(left, right) {
            Some(1) => CLOSE,
            Some(2) if short.len() >= 6 => SIMILAR,
            // The old identity number has nothing in common with the new one.
            _ if (short.len(), long.len()) == (9, 12) => MISSING,
            _ => DIFFERENT,
        }
    }
}

/// Numbers of which some digits are hidden, held against each other from their ends.
fn hidden_level(short: &[u8], long: &[u8]) -> Level {
    let mut known = 0;
    for (left, right) in short.iter().rev().zip(long.iter().rev()) {
        if *left != HIDDEN && *right != HIDDEN {
            if left != right {
                return DIFFERENT;
            }
            known += 1;
        }
    }
    if known >= FEWEST_KNOWN { PARTIAL } else { MISSING }
}

pub(super) fn prepare(interner: &Interner) -> Prepared {
    let mut texts = Texts::with_room(interner.len());
    let mut recoded = vec![0_u32; interner.len() + 1];
    // Only the end: the digits before it tell the province, the sex and the year of birth, as other fields do.
    let (mut end_classes, mut ends) = (Classes::default(), vec![0]);
    let mut add = |normal: &str| {
        let code = texts.len() as u32;
        texts.push(normal);
        let bytes = normal.as_bytes();
        let end = bytes.len().saturating_sub(PART);
        ends.push(end_classes.of(known_part(&bytes[end..])));
        code
    };
    // Nearly all numbers are written as they are compared: no two of these are the same, and the dictionary of what is
    // written finds them for the others.
    let (mut normal, mut others) = (String::new(), Vec::new());
    for (code, text) in (1_u32..).zip(written(interner)) {
        normalise(&text, &mut normal);
        if normal.is_empty() {
            continue;
        }
        if normal == text {
            recoded[code as usize] = add(&normal);
        } else {
            others.push((code, 0));
        }
    }
    let (mut other_classes, mut other_codes) = (Classes::default(), Vec::new());
    for (code, recoded_as) in &mut others {
        normalise(&String::from_utf8_lossy(interner.get(*code)), &mut normal);
        let as_written = interner.find(normal.as_bytes()).map_or(0, |same| recoded[same as usize]);
        *recoded_as = if as_written != 0 {
            as_written
        } else {
            let class = other_classes.of(normal.as_bytes()) as usize;
            if class > other_codes.len() {
                other_codes.push(add(&normal));
            }
            other_codes[class - 1]
        };
    }
    for (code, recoded_as) in others {
        recoded[code as usize] = recoded_as;
    }
    let parts = vec![("toàn phần", None), ("phần cuối", Some(ends))];
    Prepared { recoded, codes: texts.len(), parts, values: Values::Identifier(Identifiers { texts }) }
}

/// A part that is long enough and not hidden, or nothing.
fn known_part(part: &[u8]) -> &[u8] {
    if part.len() < 3 || part.contains(&b'*') { &[] } else { part }
}

/// Letters and digits, hidden digits as `*`; a number of one digit repeated only fills the column.
fn normalise(text: &str, normal: &mut String) {
    normal.clear();
    if is_void(text) {
        return;
    }
    let text = without_fraction(text.trim());
    let hides_by_x = text.as_bytes().windows(3).any(|run| run.iter().all(|byte| byte.eq_ignore_ascii_case(&b'x')));
    for letter in text.chars() {
        match letter {
            '*' | '•' | '#' => normal.push('*'),
            'x' | 'X' if hides_by_x => normal.push('*'),
            letter if letter.is_ascii_alphanumeric() => normal.push(letter.to_ascii_lowercase()),
            _ => {}
        }
    }
    let first = normal.bytes().next();
    if normal.bytes().all(|byte| byte == b'*') || (normal.len() > 3 && normal.bytes().all(|byte| Some(byte) == first)) {
        normal.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_have_one_code_if_they_are_compared_as_one(written in prop::collection::vec("[0-1xX* .-]{0,6}", 1..40)) {
            let mut interner = Interner::default();
            let codes: Vec<u32> = written.iter().map(|text| interner.intern(text.trim().as_bytes())).collect();
            let prepared = prepare(&interner);
            let normal = |text: &str| {
                let mut normal = String::new();
                normalise(text.trim(), &mut normal);
                normal
            };
            for (one, one_code) in written.iter().zip(&codes) {
                for (other, other_code) in written.iter().zip(&codes) {
                    let same = prepared.recoded[*one_code as usize] == prepared.recoded[*other_code as usize];
                    prop_assert_eq!(same, normal(one) == normal(other), "{} and {}", one, other);
                }
                prop_assert_eq!(prepared.recoded[*one_code as usize] == 0, normal(one).is_empty());
            }
        }
    }
}
