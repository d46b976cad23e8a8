//! Papers broken on purpose, in the ways that scans and copying break them: what the repair is measured on.

use unicode_normalization::UnicodeNormalization;

/// A way to break a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Letters of a word on lines of their own: "đ", "ược".
    Letters,
    /// Words split by spaces: "th ành ph ố".
    Spaces,
    /// Spaces lost between words: "đạtđược".
    LostSpaces,
    /// Lines ended inside sentences.
    Lines,
    /// Stars around words: "*2213*".
    Stars,
    /// Letters taken apart (NFD), some with their marks in a foreign order.
    Unicode,
    /// Ð and Ɖ for Đ.
    DStroke,
    /// Signs and percentages as formulas: "$\geq 90\%$".
    Latex,
}

/// Every way.
pub const BREAKS: [Break; 8] = [
    Break::Letters,
    Break::Spaces,
    Break::LostSpaces,
    Break::Lines,
    Break::Stars,
    Break::Unicode,
    Break::DStroke,
    Break::Latex,
];

/// Small seeded numbers (SplitMix64): the same seed breaks the same letters for ever.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as the seed says.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `end` (at least 1).
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next_number() % end).unwrap_or_default()
    }

    /// True `per_mille` times in a thousand.
    pub fn falls(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }
}

/// Breaks a text: `per_mille` of its words in each of the ways.
pub fn break_text(text: &str, ways: &[Break], per_mille: usize, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut broken = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while !rest.is_empty() {
        let white = rest.len() - rest.trim_start().len();
        broken.push_str(&space(&rest[..white], &broken, ways, per_mille, &mut dice));
        rest = &rest[white..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        broken.push_str(&chunk(&rest[..end], ways, per_mille, &mut dice));
        rest = &rest[end..];
    }
    if ways.contains(&Break::Unicode) { apart(&broken, &mut dice) } else { broken }
}

fn space(white: &str, before: &str, ways: &[Break], per_mille: usize, dice: &mut Dice) -> String {
    if white == " " && !before.is_empty() {
        if ways.contains(&Break::LostSpaces) && dice.falls(per_mille) {
            return String::new();
        }
        if ways.contains(&Break::Lines) && dice.falls(per_mille) {
            return "\n".to_owned();
        }
    }
    white.to_owned()
}

fn chunk(chunk: &str, ways: &[Break], per_mille: usize, dice: &mut Dice) -> String {
    let mut chunk = chunk.to_owned();
    let address = chunk.contains(['@']) || chunk.contains("//") || chunk.contains("www");
    if ways.contains(&Break::Latex) && dice.falls(per_mille) {
        for (sign, formula) in [("≥", "$\\geq$"), ("≤", "$\\leq$")] {
            chunk = chunk.replace(sign, formula);
        }
        if let Some(number) = chunk.strip_suffix('%').filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        {
            chunk = format!("${number}\\%$");
        }
    }
    if ways.contains(&Break::DStroke) && dice.falls(per_mille * 4) {
        chunk = chunk.replace('Đ', if dice.falls(700) { "Ð" } else { "Ɖ" });
    }
    if address {
        return chunk;
    }
    if ways.contains(&Break::Letters) && dice.falls(per_mille) {
        chunk = split(&chunk, "\n", dice);
    } else if ways.contains(&Break::Spaces) && dice.falls(per_mille) {
        chunk = split(&chunk, " ", dice);
    }
    let word = chunk.trim_matches(|letter: char| !letter.is_alphanumeric());
    if ways.contains(&Break::Stars) && !word.is_empty() && !chunk.contains('$') && dice.falls(per_mille) {
        chunk = chunk.replacen(word, &format!("*{word}*"), 1);
    }
    chunk
}

/// Splits the letters of a chunk in one to three places.
fn split(chunk: &str, between: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = chunk.chars().collect();
    let places: Vec<usize> =
        (1..letters.len()).filter(|at| letters[*at].is_alphabetic() && letters[*at - 1].is_alphabetic()).collect();
    if places.is_empty() {
        return chunk.to_owned();
    }
    let cuts: Vec<usize> = (0..=dice.below(3)).map(|_| places[dice.below(places.len())]).collect();
    let mut split = String::with_capacity(chunk.len() + 3);
    for (at, letter) in letters.into_iter().enumerate() {
        if cuts.contains(&at) {
            split.push_str(between);
        }
        split.push(letter);
    }
    split
}

/// Takes letters apart, one in eight with the tone before the shape.
fn apart(text: &str, dice: &mut Dice) -> String {
    let mut taken = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        let mut parts: Vec<char> = letter.nfd().collect();
        if parts.len() == 3 && dice.falls(125) {
            parts.swap(1, 2);
        }
        taken.extend(parts);
    }
    taken
}

/// The words of a text: letters and digits in a row, whatever stands between them.
pub fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How many words of `of` stand in `other` too, in the same order: words are paired one by one, and after a difference where two in
/// a row agree again.
pub fn common_words(of: &[String], other: &[String]) -> usize {
    let (mut one, mut two, mut common) = (0, 0, 0);
    while one < of.len() && two < other.len() {
        if of[one] == other[two] {
            common += 1;
            one += 1;
            two += 1;
            continue;
        }
        let agree = |ahead: usize, beyond: usize| {
            let (here, there) = (of.get(one + ahead..), other.get(two + beyond..));
            match (here, there) {
                (Some([first, second, ..]), Some([same, too, ..])) => first == same && second == too,
                (Some([first]), Some([same])) => first == same,
                _ => false,
            }
        };
        let found = (1..120_usize)
            .find_map(|steps| (0..=steps).map(|ahead| (ahead, steps - ahead)).find(|(a, b)| agree(*a, *b)));
        let Some((ahead, beyond)) = found else {
            break;
        };
        one += ahead;
        two += beyond;
    }
    common
}
