//! How wide words are in the bundled serif, whose widths are those of Times New Roman.

use std::sync::LazyLock;

use ttf_parser::Face;

use crate::fonts::BUNDLED;
use crate::layout::{POINTS_PER_MM, Style};

/// The width of a line in a style, in millimetres.
pub fn width_mm(text: &str, style: &Style) -> f64 {
    width_em(text, style.bold, style.italic) * style.size / POINTS_PER_MM
}

/// Whether the bundled serif can show the character.
pub fn can_show(character: char) -> bool {
    character == ' ' || FACES[0].as_ref().is_some_and(|face| face.glyph_index(character).is_some())
}

/// Breaks a text into the fewest lines that fit, as even as they can be. No line begins with a dash.
pub fn break_evenly(text: &str, style: &Style, room_mm: f64) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if matches!(word, "-" | "–") => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    let fewest = fill(&words, style, room_mm).len();
    let mut room = room_mm;
    let mut best = fill(&words, style, room);
    // A narrower room that still needs no more lines shares the words out more evenly.
    while room > room_mm / 4.0 {
        room -= 1.0;
        let lines = fill(&words, style, room);
        if lines.len() > fewest || lines.iter().any(|line| width_mm(line, style) > room) {
            break;
        }
        best = lines;
    }
    best
}

fn fill(words: &[String], style: &Style, room_mm: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if width_mm(&format!("{line} {word}"), style) <= room_mm => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    lines
}

fn width_em(text: &str, bold: bool, italic: bool) -> f64 {
    let Some(face) = &FACES[usize::from(bold) + 2 * usize::from(italic)] else {
        return 0.5 * text.chars().count() as f64;
    };
    let units: u32 = text
        .chars()
        .map(|character| {
            let glyph = face.glyph_index(character).unwrap_or_default();
            u32::from(face.glyph_hor_advance(glyph).unwrap_or_default())
        })
        .sum();
    f64::from(units) / f64::from(face.units_per_em())
}

/// Regular, bold, italic, bold italic.
static FACES: LazyLock<[Option<Face<'static>>; 4]> = LazyLock::new(|| BUNDLED.map(|font| Face::parse(font, 0).ok()));
