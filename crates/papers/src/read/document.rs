//! A paper as the rules see it: tokens, lines with their zones, paragraphs, sentences, and the dates and numbers of papers in it.

use std::ops::{Deref, Range};

use super::date::{self, DateAt};
use super::lex::{self, Line};
use super::paragraphs::{self, Paragraph};
use super::symbol::{self, SymbolAt};
use super::words::Words;
use super::zones::{self, Genre, Outline, Zone};

/// A text after repair, taken apart. Spans of facts refer to it; [`read`](super::read) leads them back to the text before repair.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    words: Words<'a>,
    /// The lines that hold anything.
    pub lines: Vec<Line>,
    /// Paper or web page, the zone of each line, the cells of head and end.
    pub outline: Outline,
    /// Lines that belong together, with their sentences. Portal noise is in none.
    pub paragraphs: Vec<Paragraph>,
    /// Every time that the text names, in order.
    pub dates: Vec<DateAt>,
    /// Every number and symbol of a paper, in order.
    pub symbols: Vec<SymbolAt>,
}

impl<'a> Document<'a> {
    /// Takes a text after repair apart.
    pub fn new(text: &'a str) -> Document<'a> {
        let words = Words::new(text);
        let lines = lex::lines(&words.tokens);
        let outline = zones::of(&words, &lines);
        let paragraphs = paragraphs::of(&words, &lines, &outline.zones);
        let dates = date::all(&words);
        let symbols = symbol::all(&words);
        Document { words, lines, outline, paragraphs, dates, symbols }
    }

    /// Whether it is a paper itself, not a web page that tells of something.
    pub fn is_paper(&self) -> bool {
        self.outline.genre == Genre::Paper
    }

    /// The line of a token.
    pub fn line_of(&self, token: usize) -> usize {
        self.lines.partition_point(|line| line.end <= token)
    }

    /// The zone of a token.
    pub fn zone_of(&self, token: usize) -> Zone {
        self.outline.zones.get(self.line_of(token)).copied().unwrap_or(Zone::Noise)
    }

    /// The lines of a zone.
    pub fn lines_in(&self, zone: Zone) -> impl Iterator<Item = &Line> {
        self.lines.iter().zip(&self.outline.zones).filter(move |(_, of)| **of == zone).map(|(line, _)| line)
    }

    /// The time that holds a token.
    pub fn date_at(&self, token: usize) -> Option<&DateAt> {
        let index = self.dates.partition_point(|date| date.tokens.end <= token);
        self.dates.get(index).filter(|date| date.tokens.contains(&token))
    }

    /// The number and symbol that holds a token.
    pub fn symbol_at(&self, token: usize) -> Option<&SymbolAt> {
        let index = self.symbols.partition_point(|symbol| symbol.tokens.end <= token);
        self.symbols.get(index).filter(|symbol| symbol.tokens.contains(&token))
    }

    /// The times that begin in a range of tokens.
    pub fn dates_in(&self, range: Range<usize>) -> &[DateAt] {
        let start = self.dates.partition_point(|date| date.tokens.start < range.start);
        let end = self.dates.partition_point(|date| date.tokens.start < range.end);
        self.dates.get(start..end).unwrap_or_default()
    }

    /// The numbers of papers that begin in a range of tokens.
    pub fn symbols_in(&self, range: Range<usize>) -> &[SymbolAt] {
        let start = self.symbols.partition_point(|symbol| symbol.tokens.start < range.start);
        let end = self.symbols.partition_point(|symbol| symbol.tokens.start < range.end);
        self.symbols.get(start..end).unwrap_or_default()
    }

    /// The paragraphs of a zone.
    pub fn paragraphs_in(&self, zone: Zone) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(move |paragraph| paragraph.zone == zone)
    }

    /// Where the sentence of a token begins, if the token is in a paragraph.
    pub fn sentence_start(&self, token: usize) -> Option<usize> {
        let sentences = &self.paragraph_of(token)?.sentences;
        let index = sentences.partition_point(|sentence| sentence.end <= token);
        sentences.get(index).filter(|sentence| sentence.contains(&token)).map(|sentence| sentence.start)
    }

    /// The paragraph of a token, if it is in one.
    pub fn paragraph_of(&self, token: usize) -> Option<&Paragraph> {
        let index = self.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= token);
        self.paragraphs.get(index).filter(|paragraph| paragraph.tokens.contains(&token))
    }
}

impl<'a> Deref for Document<'a> {
    type Target = Words<'a>;

    fn deref(&self) -> &Words<'a> {
        &self.words
    }
}
