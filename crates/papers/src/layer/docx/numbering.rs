//! The numbers that Word puts before the paragraphs of lists; they are not in the text.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{attribute, local, value};

/// Levels that Word knows.
const LEVELS: usize = 9;
/// Bytes of a file for each list that it may define: a definition of nine levels takes more, packed as it is.
const BYTES_OF_LIST: usize = 64;
/// The longest name or pattern that is kept, in bytes.
const LONGEST_NAME: usize = 64;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// "%1.%2.", "(%1)".
    pattern: String,
    start: usize,
}

type Levels = [Level; LEVELS];

/// The definitions of lists, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Levels>,
    lists: HashMap<String, String>,
    counts: HashMap<String, [usize; LEVELS]>,
    /// While the part is read: the definition, its level, and the list that are open.
    open: (String, usize, String),
    /// How many lists are taken.
    most: usize,
}

impl Numbering {
    /// For a file of so many bytes.
    pub(super) fn within(size: usize) -> Numbering {
        Numbering { most: size / BYTES_OF_LIST, ..Numbering::default() }
    }

    pub(super) fn take(&mut self, event: &Event) {
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            return;
        };
        let tag_name = tag.name();
        match local(tag_name.into_inner()) {
            "abstractNum" if self.definitions.len() < self.most => {
                self.open.0 = name(attribute(tag, "abstractNumId"));
                self.definitions.insert(self.open.0.clone(), Levels::default());
            }
            "lvl" => {
                self.open.1 = attribute(tag, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0).min(LEVELS - 1)
            }
            "numFmt" => self.define(|level| level.format = name(value(tag))),
            "lvlText" => self.define(|level| level.pattern = name(value(tag))),
            "start" => self.define(|level| level.start = value(tag).and_then(|start| start.parse().ok()).unwrap_or(1)),
            "num" => self.open.2 = name(attribute(tag, "numId")),
            "abstractNumId" if self.lists.len() < self.most => {
                self.lists.insert(self.open.2.clone(), name(value(tag)));
            }
            _ => {}
        }
    }

    fn define(&mut self, set: impl FnOnce(&mut Level)) {
        if let Some(levels) = self.definitions.get_mut(&self.open.0) {
            set(&mut levels[self.open.1]);
        }
    }

    /// The label of the next paragraph of a list at a level; `None` if the list draws none.
    pub(super) fn label(&mut self, list: &str, level: usize) -> Option<String> {
        let definition = self.lists.get(list)?;
        let levels = self.definitions.get(definition)?;
        let counts = self.counts.entry(definition.clone()).or_insert([0; LEVELS]);
        counts[level] = if counts[level] == 0 { levels[level].start.max(1) } else { counts[level].saturating_add(1) };
        counts[level + 1..].fill(0);
        if levels[level].format == "bullet" {
            return Some("-".to_owned());
        }
        if levels[level].format == "none" || levels[level].pattern.is_empty() {
            return None;
        }
        let mut label = levels[level].pattern.clone();
        for (place, (one, count)) in levels.iter().zip(counts.iter()).enumerate() {
            let sign = format!("%{}", place + 1);
            if label.contains(&sign) {
                label = label.replace(&sign, &number((*count).max(1), &one.format));
            }
        }
        Some(label)
    }
}

/// A name that may be kept; none is that long.
fn name(found: Option<String>) -> String {
    found.filter(|name| name.len() <= LONGEST_NAME).unwrap_or_default()
}

fn number(count: usize, format: &str) -> String {
    match format {
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperLetter" => letter(count).to_uppercase(),
        "lowerLetter" => letter(count),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// Word counts a to z, then aa, bb, …
fn letter(count: usize) -> String {
    let letter = u8::try_from((count - 1) % 26).map_or('a', |place| char::from(b'a' + place));
    std::iter::repeat_n(letter, ((count - 1) / 26 + 1).min(9)).collect()
}

fn roman(count: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count >= 4000 {
        return count.to_string();
    }
    let mut rest = count;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}
