//! The cheapest reading of a stretch of letters as words, where spaces may be wrong.

use std::collections::HashMap;

use super::letters::{I_CLASS, Letter, V_CLASS, X_CLASS, is_vowel};
use super::scan::{Shape, Word, letters_of};
use super::vocabulary::{LONGEST_ABBREVIATION, VOCABULARY, exact_key, key};
use crate::span::Span;

/// Readings kept at each place.
const BEAM: usize = 4;
/// A pair that makes one word of the language is cheaper by this.
const PAIR: f32 = -3.0;
/// Leaving out a space; a line break inside a word is the scan's, not the writer's.
const JOIN_SPACE: f32 = 1.5;
const JOIN_LINE: f32 = 1.0;
/// Joining words that are all known: hardly ever right.
const JOIN_KNOWN: f32 = 6.0;
/// Putting in a space; where capitals end or begin it is likelier.
const INSERT: f32 = 3.5;
const INSERT_AT_CAPITAL: f32 = 0.5;
/// Dividing what is a legal syllable, though hardly used.
const DIVIDE_LEGAL: f32 = 3.0;
const DIVIDE_KNOWN: f32 = 6.0;
const ABBREVIATION: f32 = 5.0;

/// Words that a roman number follows.
const ORDINALS: [&str; 14] =
    ["quý", "khóa", "khoá", "kỳ", "chương", "phần", "mục", "lục", "đợt", "thứ", "lần", "hạng", "loại", "nhóm"];

/// A stretch of words with what is known about each.
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    /// Abbreviations of this paper.
    pub(super) abbreviations: &'a HashMap<u128, u32>,
    /// Words that must stay as they are: labels (điểm đ), units (50 m).
    pub(super) fixed: Vec<bool>,
    /// Whether words without any mark may be divided too.
    pub(super) bold: bool,
}

/// A word of the reading: from one letter to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) span: Span,
}

#[derive(Clone, Copy)]
struct State {
    cost: f32,
    key: u64,
    /// The letter it comes from times [`BEAM`], and which of the readings there: small, for there are some for each letter.
    came: u32,
}

impl State {
    fn from(&self) -> usize {
        self.came as usize / BEAM
    }

    fn back(&self) -> usize {
        self.came as usize % BEAM
    }
}

struct Edge {
    to: usize,
    cost: f32,
    key: u64,
}

struct Lattice<'a> {
    stretch: &'a Stretch<'a>,
    letters: Vec<Letter>,
    /// The word each letter belongs to.
    word_of: Vec<usize>,
    /// Whether a word starts at the letter; one more than there are letters.
    starts: Vec<bool>,
}

/// The cheapest reading of the stretch.
pub(super) fn read(stretch: &Stretch) -> Vec<Piece> {
    let lattice = Lattice::new(stretch);
    let count = lattice.letters.len();
    let mut states: Vec<Vec<State>> = vec![Vec::new(); count + 1];
    states[0].push(State { cost: 0.0, key: 0, came: 0 });
    for at in 0..count {
        if states[at].is_empty() {
            continue;
        }
        for edge in lattice.edges(at) {
            for back in 0..states[at].len() {
                let before = states[at][back];
                let pair = if VOCABULARY.is_pair(before.key, edge.key) { PAIR } else { 0.0 };
                // A stretch has some ten thousand letters at most.
                let Ok(came) = u32::try_from(at * BEAM + back) else { continue };
                let state = State { cost: before.cost + edge.cost + pair, key: edge.key, came };
                keep(&mut states[edge.to], state);
            }
        }
    }
    lattice.walk_back(&states)
}

fn keep(states: &mut Vec<State>, state: State) {
    if let Some(same) = states.iter_mut().find(|other| other.from() == state.from() && other.key == state.key) {
        if state.cost < same.cost {
            *same = state;
        }
    } else if states.len() < BEAM {
        states.push(state);
    } else {
        let worst = states.iter_mut().max_by(|one, other| one.cost.total_cmp(&other.cost));
        if let Some(worst) = worst.filter(|worst| state.cost < worst.cost) {
            *worst = state;
        }
    }
}

impl<'a> Lattice<'a> {
    fn new(stretch: &'a Stretch<'a>) -> Lattice<'a> {
        let mut letters = Vec::new();
        let mut word_of = Vec::new();
        let mut starts = Vec::new();
        for (place, word) in stretch.words.iter().enumerate() {
            let own = letters_of(stretch.text, word.span);
            starts.extend((0..own.len()).map(|at| at == 0));
            word_of.extend(std::iter::repeat_n(place, own.len()));
            letters.extend(own);
        }
        starts.push(true);
        Lattice { stretch, letters, word_of, starts }
    }

    fn walk_back(&self, states: &[Vec<State>]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = self.letters.len();
        let best = states[at].iter().enumerate().min_by(|(_, one), (_, other)| one.cost.total_cmp(&other.cost));
        let mut back = best.map_or(0, |(place, _)| place);
        while at > 0 {
            let Some(state) = states[at].get(back) else {
                break;
            };
            pieces.push(Piece { span: self.letters[state.from()].span.join(self.letters[at - 1].span) });
            (at, back) = (state.from(), state.back());
        }
        pieces.reverse();
        pieces
    }

    fn edges(&self, from: usize) -> Vec<Edge> {
        let mut edges = Vec::with_capacity(8);
        if self.starts[from] {
            let place = self.word_of[from];
            let word = &self.stretch.words[place];
            let to = from + word.letters;
            let known = if word.is_known() { self.key(from, to) } else { 0 };
            edges.push(Edge { to, cost: self.cost_as_it_is(place), key: known });
        }
        self.syllables(from, &mut edges);
        if self.letters[from].upper {
            self.abbreviations(from, &mut edges);
        }
        edges
    }

    fn key(&self, from: usize, to: usize) -> u64 {
        key(self.letters[from..to].iter().map(|letter| letter.class))
    }

    fn cost_as_it_is(&self, place: usize) -> f32 {
        let word = &self.stretch.words[place];
        if self.stretch.fixed[place] {
            return 2.0;
        }
        if word.is_known() {
            return word.rank.cost();
        }
        let letters = letters_of(self.stretch.text, word.span);
        let length = u8::try_from(word.letters.min(20)).map_or(20.0, f32::from);
        if word.shape != Shape::Lower && word.letters > 1 {
            let own = exact_key(&letters);
            if own.is_some_and(|key| VOCABULARY.is_abbreviation(key)) {
                return ABBREVIATION;
            }
            if own.and_then(|key| self.stretch.abbreviations.get(&key)).is_some_and(|count| *count > 1) {
                return ABBREVIATION + 1.0;
            }
        }
        if word.rank.is_word() && word.shape != Shape::Mixed && word.letters > 1 {
            let onset = letters.first().is_some_and(|first| !is_vowel(first.class));
            return if onset { word.rank.cost() } else { word.rank.cost() + 1.5 };
        }
        match word.shape {
            Shape::Upper if word.letters == 1 => 8.0,
            Shape::Upper if !word.marked || !self.may_divide(place) => 7.5,
            _ if word.marked && word.letters >= 5 => 10.0 + 2.0 * length,
            _ if word.marked || word.letters <= 3 || (self.stretch.bold && word.shape == Shape::Lower) => {
                9.0 + 1.5 * length
            }
            _ => 10.0 + 0.3 * length,
        }
    }

    /// Whether a space may be put into the word.
    fn may_divide(&self, place: usize) -> bool {
        let word = &self.stretch.words[place];
        let capitals = word.shape == Shape::Upper && word.letters <= 4 && !self.is_listed(word);
        !self.stretch.fixed[place]
            && !word.foreign
            && word.letters >= 2
            && (word.marked || self.stretch.bold || word.shape == Shape::Mixed || capitals || word.rank.is_word())
    }

    fn is_listed(&self, word: &Word) -> bool {
        let key = exact_key(&letters_of(self.stretch.text, word.span));
        word.letters > 1 && key.is_some_and(|key| VOCABULARY.is_abbreviation(key))
    }

    fn syllables(&self, from: usize, edges: &mut Vec<Edge>) {
        let syllables = &VOCABULARY.syllables;
        let mut state = syllables.start();
        let mut joins = 0.0;
        let first_upper = self.letters[from].upper;
        let mut all_upper = false;
        for at in from..self.letters.len() {
            let letter = self.letters[at];
            if at > from && self.starts[at] {
                joins += self.join_cost(at);
            }
            match at - from {
                0 => {}
                1 => all_upper = first_upper && letter.upper,
                _ => {}
            }
            if at > from && letter.upper != all_upper {
                break;
            }
            state = syllables.step(state, letter.class);
            if state == 0 {
                break;
            }
            let rank = syllables.rank(state);
            // Two roman numbers side by side are no syllable (chương V, I. …).
            let roman = joins > 0.0 && all_upper && self.letters[from..=at].iter().all(|one| is_roman_digit(one.class));
            if rank.is_word() && !roman {
                let vowel = if rank.is_known() || !is_vowel(self.letters[from].class) { 0.0 } else { 1.5 };
                self.push(from, at + 1, rank.cost() + vowel, joins, edges);
            }
        }
    }

    /// Adds a word that differs from those that stand there.
    fn push(&self, from: usize, to: usize, cost: f32, joins: f32, edges: &mut Vec<Edge>) {
        let (first, last) = (self.word_of[from], self.word_of[to - 1]);
        let whole = self.starts[from] && self.starts[to];
        if (whole && first == last) || (!self.starts[to] && !self.may_divide(last)) {
            return;
        }
        let mut cost = cost + joins;
        let known = |place: usize| self.stretch.fixed[place] || self.stretch.words[place].is_known();
        if first != last && whole && (first..=last).all(known) {
            cost += JOIN_KNOWN;
        }
        if (first..=last).any(|place| self.stretch.fixed[place]) {
            cost += JOIN_KNOWN;
        }
        if !self.starts[to] {
            let capital = self.letters[to].upper != self.letters[to - 1].upper;
            cost += if capital { INSERT_AT_CAPITAL } else { INSERT };
            let divided = &self.stretch.words[last];
            if divided.is_known() {
                cost += DIVIDE_KNOWN;
            } else if divided.rank.is_word() {
                cost += DIVIDE_LEGAL;
            }
        }
        edges.push(Edge { to, cost, key: self.key(from, to) });
    }

    fn join_cost(&self, at: usize) -> f32 {
        if self.gap(at).of(self.stretch.text).contains('\n') { JOIN_LINE } else { JOIN_SPACE }
    }

    /// The white space before a letter that starts a word.
    fn gap(&self, at: usize) -> Span {
        Span::new(self.letters[at - 1].span.end, self.letters[at].span.start)
    }

    fn abbreviations(&self, from: usize, edges: &mut Vec<Edge>) {
        let mut joins = 0.0;
        let mut by_line = false;
        for at in from..self.letters.len().min(from + LONGEST_ABBREVIATION) {
            if at > from && self.starts[at] {
                joins += self.join_cost(at);
                by_line |= self.gap(at).of(self.stretch.text).contains('\n');
            }
            let letters = &self.letters[from..=at];
            let Some(key) = exact_key(letters).filter(|_| at > from) else {
                continue;
            };
            let listed = VOCABULARY.is_abbreviation(key);
            let used = self.stretch.abbreviations.get(&key).copied().unwrap_or_default();
            // Two single capitals stand side by side in tables and among initials.
            if joins > 0.0 && self.starts[at + 1] && self.are_capitals(from, at) && self.is_filed(from) {
                self.push_abbreviation(from, at + 1, ABBREVIATION + 2.0, joins, edges);
            } else if (listed || used > 0) && (letters.len() > 2 || by_line || self.in_symbol(from, at)) {
                let cost = if listed { ABBREVIATION } else { ABBREVIATION + 1.0 };
                self.push_abbreviation(from, at + 1, cost, joins, edges);
            } else if joins > 0.0 && self.is_roman(from, at + 1, by_line) {
                edges.push(Edge { to: at + 1, cost: ABBREVIATION + joins, key: 0 });
            } else if joins == 0.0 && self.ends_capitals(from, at + 1) {
                let roman = is_roman_number(&text_of(letters, self.stretch.text));
                self.push(from, at + 1, if roman { ABBREVIATION } else { 7.5 }, 0.0, edges);
            }
        }
    }

    fn push_abbreviation(&self, from: usize, to: usize, cost: f32, joins: f32, edges: &mut Vec<Edge>) {
        let (first, last) = (self.word_of[from], self.word_of[to - 1]);
        let listed = |place: usize| self.is_listed(&self.stretch.words[place]);
        let whole = self.starts[from] && self.starts[to];
        let short = to - from < 4;
        let known = if short && first != last && whole && (first..=last).all(listed) { JOIN_KNOWN } else { 0.0 };
        self.push(from, to, cost + known, joins, edges);
    }

    /// Whether capitals fill the word up to where small letters begin or the word ends: "cácPCT", "UBNDtỉnh".
    fn ends_capitals(&self, from: usize, to: usize) -> bool {
        let mixed = self.stretch.words[self.word_of[from]].shape == Shape::Mixed;
        let before = self.starts[from] || !self.letters[from - 1].upper;
        mixed
            && before
            && self.letters[from..to].iter().all(|letter| letter.upper)
            && (self.starts[to] || !self.letters[to].upper)
    }

    /// Whether a symbol's stroke or hyphen stands beside, or the end of a list; there the capitals are no initials of a name.
    fn in_symbol(&self, from: usize, last: usize) -> bool {
        let before = self.stretch.text[..self.letters[from].span.start].chars().next_back();
        let after = self.stretch.text[self.letters[last].span.end..].chars().next();
        let name =
            self.word_of[from].checked_sub(1).is_some_and(|place| self.stretch.words[place].shape == Shape::Title);
        [before, after].into_iter().flatten().any(|beside| "/-–".contains(beside))
            || (!name && after.is_some_and(|after| ".,;".contains(after)))
            || self.is_filed(from)
    }

    /// Whether the line says where the paper is filed: "Lưu: VT, KGVX".
    fn is_filed(&self, from: usize) -> bool {
        let start = self.letters[from].span.start;
        let near =
            (start.saturating_sub(60)..=start).find_map(|at| self.stretch.text.get(at..start)).unwrap_or_default();
        near.rfind("Lưu").is_some_and(|place| !near[place..].contains('.'))
    }

    /// Whether single capitals and short abbreviations stand there that are no words.
    fn are_capitals(&self, from: usize, last: usize) -> bool {
        let words = &self.stretch.words[self.word_of[from]..=self.word_of[last]];
        last - from < 6 && words.iter().all(|word| word.shape == Shape::Upper && !word.is_known())
    }

    /// A roman number of an ordinal (khóa XII) or, at the start of a line, of a section.
    fn is_roman(&self, from: usize, to: usize, by_line: bool) -> bool {
        if !self.starts[to] || !self.letters[from..to].iter().all(|letter| is_roman_digit(letter.class)) {
            return false;
        }
        let text = self.stretch.text;
        let after = text[self.letters[to - 1].span.end..].chars().next();
        let before = text[..self.letters[from].span.start].trim_end_matches(' ').chars().next_back();
        let section = matches!(after, Some('.' | ')' | '/'));
        let ordinal =
            self.word_of[from].checked_sub(1).map(|place| self.stretch.words[place].span.of(text).to_lowercase());
        let ordinal = ordinal.is_some_and(|word| ORDINALS.contains(&word.as_str()));
        let fits = if section {
            before.is_none_or(|before| before == '\n') || (ordinal && !by_line)
        } else {
            by_line || ordinal
        };
        fits && is_roman_number(&text_of(&self.letters[from..to], text))
    }
}

/// i, v or x.
fn is_roman_digit(class: u8) -> bool {
    matches!(class, V_CLASS | X_CLASS | I_CLASS)
}

fn text_of(letters: &[Letter], text: &str) -> String {
    letters.iter().map(|letter| letter.span.of(text)).collect()
}

fn is_roman_number(digits: &str) -> bool {
    let rest = digits.trim_start_matches('X');
    digits.len() - rest.len() <= 3
        && matches!(rest, "" | "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX")
}
