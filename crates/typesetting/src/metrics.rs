//! How wide words are in the bundled serif, whose widths are those of Times New Roman.

use std::sync::LazyLock;

use ttf_parser::Face;

use crate::fonts::BUNDLED;
use crate::layout::{POINTS_PER_MM, Style};

/// The width of a line in a style, in millimetres.
pub fn width_mm(text: &str, style: &Style) -> f64 {
    let face = &FACES[usize::from(style.bold) + 2 * usize::from(style.italic)];
    let units: u32 = text.chars().map(|character| u32::from(face.advance(character).unwrap_or(face.em / 2))).sum();
    f64::from(units) / f64::from(face.em) * style.size / POINTS_PER_MM
}

/// Whether the bundled serif can show the character.
pub fn can_show(character: char) -> bool {
    FACES[0].advance(character).is_some()
}

/// Breaks a text into the fewest lines that fit, as even as they can be. No line begins with a dash.
pub fn break_evenly(text: &str, style: &Style, room_mm: f64) -> Vec<String> {
    let words = words(text, style);
    let space = width_mm(" ", style);
    let mut best = fill(&words, space, room_mm);
    if best.len() > 1 {
        // A narrower room that still needs no more lines shares the words out more evenly.
        let widest = words.iter().map(|word| word.width).fold(0.0, f64::max);
        let mut room = room_mm - 1.0;
        while room >= widest {
            let lines = fill(&words, space, room);
            if lines.len() > best.len() {
                break;
            }
            best = lines;
            room -= 1.0;
        }
    }
    best.into_iter().map(|line| line.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")).collect()
}

/// A word that is not parted from the dash after it.
struct Word {
    text: String,
    width: f64,
}

fn words(text: &str, style: &Style) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if matches!(word, "-" | "–") => {
                last.text.push(' ');
                last.text.push_str(word);
                last.width = width_mm(&last.text, style);
            }
            _ => words.push(Word { text: word.to_owned(), width: width_mm(word, style) }),
        }
    }
    words
}

/// As many words on each line as the room holds.
fn fill(words: &[Word], space: f64, room_mm: f64) -> Vec<&[Word]> {
    let mut lines = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let mut width = -space;
        let fitting = rest.iter().take_while(|word| {
            width += space + word.width;
            width <= room_mm
        });
        let (line, after) = rest.split_at(fitting.count().max(1));
        lines.push(line);
        rest = after;
    }
    lines
}

/// The advances of a face; those of the letters of Vietnamese and of the usual signs are looked up once.
struct Widths {
    em: u16,
    common: Vec<Option<u16>>,
    face: Option<Face<'static>>,
}

/// Past Latin, Vietnamese, punctuation, currency signs and arrows.
const COMMON: u32 = 0x2300;

impl Widths {
    fn of(font: &'static [u8]) -> Self {
        let face = Face::parse(font, 0).ok();
        let em = face.as_ref().map_or(1000, Face::units_per_em);
        let look_up = |code| face.as_ref().zip(char::from_u32(code)).and_then(|(face, letter)| advance(face, letter));
        Self { em, common: (0..COMMON).map(look_up).collect(), face }
    }

    fn advance(&self, character: char) -> Option<u16> {
        match self.common.get(character as usize) {
            Some(known) => *known,
            None => advance(self.face.as_ref()?, character),
        }
    }
}

fn advance(face: &Face<'_>, character: char) -> Option<u16> {
    face.glyph_hor_advance(face.glyph_index(character)?)
}

/// Regular, bold, italic, bold italic.
static FACES: LazyLock<[Widths; 4]> = LazyLock::new(|| BUNDLED.map(Widths::of));
