//! Short texts that are the same or not, but for a slip of the pen: codes, numbers, years, telephone numbers; and sex.

use rules::text::search_key;

use super::{Classes, Prepared, Values, is_void, without_fraction, written};
use crate::level::{DIFFERENT, Level};
use crate::schema::{DateOrder, Kind};
use crate::similarity::{few_slips, symbols};
use crate::source::intern::Interner;

const CLOSE: Level = 2;
/// Letters that texts have on average, not quite.
const USUAL_LETTERS: usize = 18;
/// Shorter texts are too easily one letter apart.
const FEWEST_LETTERS_FOR_A_SLIP: usize = 3;

/// Texts as symbols, by code.
#[derive(Debug, Default)]
pub(super) struct Texts {
    symbols: Vec<u8>,
    /// Where each text ends; the first belongs to code 0 and is empty.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn new() -> Texts {
        Texts { symbols: Vec::new(), ends: vec![0] }
    }

    /// With room for about so many.
    pub(super) fn with_room(texts: usize) -> Texts {
        let mut ends = Vec::with_capacity(texts + 1);
        ends.push(0);
        Texts { symbols: Vec::with_capacity(texts * USUAL_LETTERS), ends }
    }

    /// Adds the text of the next code; what is beyond the letters that are compared is left out.
    pub(super) fn push(&mut self, text: &str) {
        self.symbols.extend(symbols(text).take(crate::similarity::MOST_LETTERS));
        self.ends.push(self.symbols.len() as u32);
    }

    pub(super) fn get(&self, code: u32) -> &[u8] {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.symbols[start as usize..self.ends[code] as usize]
    }

    /// Reads the beginning of a text, so that it comes from memory.
    #[inline]
    pub(super) fn touch(&self, code: u32) -> u32 {
        self.get(code).first().map_or(0, |&symbol| symbol.into())
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn level(&self, left: u32, right: u32) -> Level {
        let (left, right) = (self.get(left), self.get(right));
        let long_enough = left.len().min(right.len()) >= FEWEST_LETTERS_FOR_A_SLIP;
        if long_enough && few_slips(left, right) == Some(1) { CLOSE } else { DIFFERENT }
    }
}

/// Codes, numbers, years and telephone numbers.
pub(super) fn prepare(interner: &Interner, kind: Kind) -> Prepared {
    let mut classes = Classes::default();
    let mut texts = Texts::new();
    let mut recoded = vec![0];
    for text in written(interner) {
        let normal = if is_void(&text) { String::new() } else { normal(&text, kind) };
        let code = classes.of(normal.as_bytes());
        if code as usize == texts.len() {
            texts.push(&normal);
        }
        recoded.push(code);
    }
    Prepared { recoded, codes: texts.len(), parts: vec![("toàn phần", None)], values: Values::Plain(texts) }
}

fn normal(text: &str, kind: Kind) -> String {
    let text = without_fraction(text.trim());
    match kind {
        Kind::Year => {
            let year =
                super::date::PackedDate::parse(text.as_bytes(), DateOrder::ByShape).map_or(0, |date| date.year());
            if year == 0 { String::new() } else { year.to_string() }
        }
        Kind::Phone => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            // Nine digits are a Vietnamese number without 0 or +84 in front.
            digits[digits.len().saturating_sub(9)..].trim_start_matches('0').to_owned()
        }
        _ => {
            let key = search_key(text);
            let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
            let significant = key.trim_start_matches('0');
            match (is_number, significant) {
                (true, "") => "0".to_owned(),
                (true, significant) => significant.to_owned(),
                _ => key,
            }
        }
    }
}

/// Man, woman, or a word of its own.
pub(super) fn prepare_sex(interner: &Interner) -> Prepared {
    let keys: Vec<String> = written(interner).map(|text| search_key(without_fraction(text.trim()))).collect();
    let has_two = keys.iter().any(|key| key == "2");
    let mut classes = Classes::default();
    let mut recoded = vec![0];
    for key in &keys {
        let normal = match key.as_str() {
            "1" | "m" | "male" | "man" | "nam" | "trai" | "t" | "true" => "m",
            "2" | "f" | "female" | "woman" | "nu" | "gai" | "w" | "false" => "f",
            // Beside 1 and 2, 0 means that nothing is known; beside 1 alone it is the other sex.
            "0" if has_two => "",
            "0" => "f",
            "9" | "u" | "unknown" | "nan" | "null" | "none" | "na" | "khong ro" => "",
            other => other,
        };
        recoded.push(classes.of(normal.as_bytes()));
    }
    Prepared { recoded, codes: classes.interner.len() + 1, parts: vec![("toàn phần", None)], values: Values::Sex }
}
