//! Mending what a scan broke.
//!
//! Three steps, each with its own way back: letters in the wrong form and marks of other writing (`characters`, `markup`, `marks`); words whose
//! spaces are wrong, by a lattice over the legal syllables and the vocabulary of papers (`words`, `lattice`); lines broken inside
//! a sentence (`lines`). A word that is known is never touched by itself, so a clean paper comes back as it is.

mod bare;
mod characters;
mod flat;
mod lattice;
mod letters;
mod lines;
mod map;
mod marks;
mod markup;
mod pages;
mod scan;
mod syllables;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use crate::span::Span;
use map::{Change, Map, apply};

/// One repair: what stood there, what it is now, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Where, in the text before repair.
    pub span: Span,
    /// The letters that stood there.
    pub was: String,
    /// The letters now.
    pub now: String,
    /// The rule that asked for it, a short English key: `unicode_form`, `letter_form`, `invisible`, `star_marks`, `formula`, `split_word`,
    /// `split_by_lines`, `lost_line`, `lost_marks`, `page_number`, `lost_space`, `moved_space`, `split_number`, `broken_line`, `table_bars`, `heading_sign`.
    pub rule: &'static str,
}

/// A text after repair, with the way back.
#[derive(Debug, Clone, Default)]
pub struct Repaired {
    /// The mended text: NFC, lines separated by `\n`.
    pub text: String,
    /// Every repair, in order; none overlaps another.
    pub repairs: Vec<Repair>,
    maps: Vec<Map>,
    /// Whether lines or marks that the whole text had lost were put back: what is read in it is less sure.
    pub rebuilt: bool,
    /// Whether the repairs are told; the text and the way back are the same without.
    telling: bool,
}

impl Repaired {
    /// Where a span of the mended text came from in the text before repair. Spans that follow each other come from spans that
    /// follow each other: nothing of the text before is lost between them.
    pub fn original(&self, span: Span) -> Span {
        self.maps.iter().rev().fold(span, |span, map| map.span(span))
    }

    fn change(&mut self, before: &str, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let (text, map, mut repairs) = apply(&self.text, changes, self.telling);
        for repair in &mut repairs {
            repair.span = self.original(repair.span);
            repair.was = repair.span.of(before).to_owned();
        }
        // A paper broken throughout has a repair for each word: none is copied needlessly.
        if self.repairs.is_empty() {
            self.repairs = repairs;
        } else {
            self.repairs.append(&mut repairs);
        }
        self.text = text;
        self.maps.push(map);
    }

    /// A later repair tells all that happened inside it.
    fn drop_nested(&mut self) {
        self.repairs.sort_by_key(|repair| (repair.span.start, std::cmp::Reverse(repair.span.end)));
        let mut end = None;
        self.repairs.retain(|repair| {
            let apart = end.is_none_or(|end| repair.span.start >= end);
            if apart {
                end = Some(repair.span.end);
            }
            apart
        });
    }
}

/// Clauses that first tell whether a paper lost spaces throughout, so that a long one is not read twice.
const WITNESSES: usize = 200;

/// Mends a text. A clean text comes back as it is, without repairs.
pub fn repair(text: &str) -> Repaired {
    mend(text, true)
}

/// Mends a text without telling the repairs: of a text broken throughout they take more memory than all else.
pub(crate) fn repair_silently(text: &str) -> Repaired {
    mend(text, false)
}

fn mend(text: &str, telling: bool) -> Repaired {
    let mut repaired = Repaired { text: text.to_owned(), telling, ..Repaired::default() };
    let findings = characters::find(&repaired.text);
    repaired.change(text, findings.changes);
    if findings.has_markup {
        let changes = markup::find(&repaired.text);
        repaired.change(text, changes);
    }
    if findings.has_marks {
        let changes = marks::find(&repaired.text);
        repaired.change(text, changes);
    }
    for find in [bare::find, flat::find, pages::find] {
        let changes = find(&repaired.text);
        repaired.rebuilt |= changes.iter().any(|change| change.rule != "page_number");
        repaired.change(text, changes);
    }
    let scan = scan::scan(&repaired.text);
    let is_lost = |change: &&Change| change.rule == "lost_space" || change.rule == "moved_space";
    let witnesses = scan.clauses.len().min(WITNESSES);
    let mut changes = words::find(&repaired.text, &scan, 0..witnesses, false);
    let words = scan.words * witnesses / scan.clauses.len().max(1);
    let mut lost = changes.iter().filter(is_lost).count();
    let mut bold = lost >= 3 && lost * 250 >= words;
    if !bold && witnesses < scan.clauses.len() {
        changes.extend(words::find(&repaired.text, &scan, witnesses..scan.clauses.len(), false));
        lost = changes.iter().filter(is_lost).count();
        bold = lost >= 3 && lost * 250 >= scan.words;
    }
    if bold {
        drop(changes);
        changes = words::find(&repaired.text, &scan, 0..scan.clauses.len(), true);
        changes.extend(lines::after_commas(&repaired.text));
    }
    let broken_lines = changes.iter().filter(|change| change.rule == "split_by_lines").count();
    let rescan = (!changes.is_empty()).then_some(());
    repaired.change(text, changes);
    let scan = rescan.map_or(scan, |()| scan::scan(&repaired.text));
    let changes = words::beside_numbers(&repaired.text, &scan, bold);
    repaired.change(text, changes);
    if broken_lines > 0 {
        let changes = lines::find(&repaired.text);
        repaired.change(text, changes);
    }
    repaired.drop_nested();
    repaired
}

/// How the words of a text are spelled.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spelling {
    /// Words with a letter beyond ASCII.
    pub(crate) marked: usize,
    /// Those of them that Vietnamese spelling allows.
    pub(crate) legal: usize,
}

/// Counts the words with marks and those of them that are legal syllables.
pub(crate) fn spelling(text: &str) -> Spelling {
    let mut spelling = Spelling::default();
    let letters = letters::Letters::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (class, length) = letters.at(bytes, at);
        if class == 0 {
            // A sign that is no letter but no ASCII either tells of a wrong reading too.
            at += length;
            continue;
        }
        let word = scan::word_at(letters, &vocabulary::VOCABULARY.syllables, bytes, at);
        at = word.span.end;
        if word.marked {
            spelling.marked += 1;
            spelling.legal += usize::from(word.rank.is_word());
        }
    }
    spelling
}
