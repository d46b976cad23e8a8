//! PDF with a text layer: the letters of each page with their places, put into lines.

mod content;
mod fonts;
mod lines;
mod load;
mod tame;

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::SMALLEST;
use super::fault::Fault;
use content::{Content, Operand};
use fonts::Font;
use lines::Piece;

/// How much larger than the file the content of all its pages may be, that of one page, and the text of all: programs pack text to a
/// fourth or an eighth, and fonts and pictures come with it; a drawn map alone on its page packs to a tenth.
const SWELLING: usize = 20;
const PAGE: usize = 12;
const PART: usize = 4;
/// How many times the size of the file what is made of it may take: below what other formats may, for vectors that grow are there twice
/// for a moment.
const MEMORY: usize = 38;
/// The memory that any file may take, in bytes: a map of letters that names all codes of two bytes takes most of it.
const LEAST_MEMORY: usize = 24 << 20;
/// What a piece of text with its place, a row and a cell for it, and a byte of content take of memory, in bytes.
const PIECE: usize = 400;
const CONTENT: usize = 3;
/// The longest map of a font's letters, unpacked, and what a byte of it takes of memory.
const LONGEST_MAP: usize = 1 << 20;
const MAP: usize = 4;
/// Pages of the longest paper.
const MOST_PAGES: usize = 5_000;
/// What reading a font costs of the budget, so that a page cannot ask for it without end.
const FONT: usize = 4096;
/// Drawings inside drawings.
const DEEPEST: usize = 8;

/// The text of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<String, Fault> {
    let size = bytes.len().max(SMALLEST);
    let mut memory = size.saturating_mul(MEMORY).max(LEAST_MEMORY);
    let document = load::load(bytes, &mut memory)?;
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES).collect();
    let part = size.saturating_mul(PART);
    let mut reader = PageReader {
        document: &document,
        budget: size.saturating_mul(SWELLING),
        most_of_page: size.saturating_mul(PAGE),
        memory,
        fonts: HashMap::new(),
        pieces: Vec::new(),
        lost: 0,
    };
    let (mut text, mut letters) = (String::new(), 0);
    for &page in &pages {
        reader.page(page)?;
        letters += reader
            .pieces
            .iter()
            .map(|piece| piece.text.chars().filter(|letter| letter.is_alphanumeric()).count())
            .sum::<usize>();
        lines::write(&mut text, std::mem::take(&mut reader.pieces));
        if text.len() > part {
            return Err(Fault::Swollen);
        }
    }
    if reader.lost > letters {
        return Err(Fault::UnreadableFonts);
    }
    if letters == 0 {
        return Err(if pages.is_empty() { Fault::BrokenPdf } else { Fault::NoTextLayer { pages: pages.len() } });
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    Ok(text)
}

fn fault_of(error: &lopdf::Error) -> Fault {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Fault::Locked,
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Fault::Swollen,
        _ => Fault::BrokenPdf,
    }
}

/// A transformation `[a b c d e f]` of the plane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(numbers: &[f64]) -> Matrix {
        numbers.try_into().map_or(Matrix::SAME, Matrix)
    }

    fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then the other.
    fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Matrix([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }
}

#[derive(Clone)]
struct State<'a> {
    place: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    between_letters: f64,
    between_words: f64,
    width: f64,
    leading: f64,
    rise: f64,
}

struct PageReader<'a> {
    document: &'a Document,
    /// Bytes of content that may still be read.
    budget: usize,
    /// Bytes of content that one page may have.
    most_of_page: usize,
    /// Bytes of memory that are still free.
    memory: usize,
    /// By the place of the font in memory: not every font is an object with a number.
    fonts: HashMap<*const Object, Rc<Font<'a>>>,
    pieces: Vec<Piece>,
    /// Letters whose font does not say what they are.
    lost: usize,
}

impl<'a> PageReader<'a> {
    fn page(&mut self, page: ObjectId) -> Result<(), Fault> {
        let content = match self.document.get_page_content_with_limit(page, self.budget.min(self.most_of_page)) {
            Ok(content) => content,
            Err(error @ lopdf::Error::Decompress(_)) => match fault_of(&error) {
                Fault::Swollen => return Err(Fault::Swollen),
                _ => return Ok(()),
            },
            Err(_) => return Ok(()),
        };
        let Ok((own, inherited)) = self.document.get_page_resources(page) else {
            return Ok(());
        };
        let inherited = inherited.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(inherited).collect();
        let state = State {
            place: Matrix::SAME,
            font: None,
            size: 1.0,
            between_letters: 0.0,
            between_words: 0.0,
            width: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.content(&content, &resources, state, 0)
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        state: State<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        self.budget = self.budget.checked_sub(content.len()).ok_or(Fault::Swollen)?;
        let taken = content.len().saturating_mul(CONTENT);
        self.memory = self.memory.checked_sub(taken).ok_or(Fault::Swollen)?;
        let most_pieces = self.memory / PIECE;
        let mut run = Run { state, saved: Vec::new(), line: Matrix::SAME, text: Matrix::SAME };
        let mut content = Content::new(content);
        while let Some((operator, operands)) = content.next_operation() {
            match operator {
                b"Do" => self.draw(operands, resources, &run.state, depth)?,
                b"Tf" => {
                    if let [.., Operand::Name(name), Operand::Number(size)] = operands {
                        run.state.font = self.font(name, resources)?;
                        run.state.size = *size;
                    }
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.show(operator, operands, &mut run),
                _ => run.take(operator, operands),
            }
            if self.pieces.len() > most_pieces {
                return Err(Fault::Swollen);
            }
        }
        self.memory += taken;
        Ok(())
    }

    fn lookup(&self, kind: &[u8], name: &[u8], resources: &[&'a Dictionary]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            let all = resources.get_deref(kind, self.document).ok()?.as_dict().ok()?;
            self.document.dereference(all.get(name).ok()?).ok().map(|(_, object)| object)
        })
    }

    fn font(&mut self, name: &[u8], resources: &[&'a Dictionary]) -> Result<Option<Rc<Font<'a>>>, Fault> {
        let Some(object) = self.lookup(b"Font", name, resources) else {
            return Ok(None);
        };
        let place = std::ptr::from_ref(object);
        if let Some(font) = self.fonts.get(&place) {
            return Ok(Some(Rc::clone(font)));
        }
        let Ok(dictionary) = object.as_dict() else {
            return Ok(None);
        };
        self.budget = self.budget.saturating_sub(FONT);
        let longest_map = self.most_of_page.min(LONGEST_MAP);
        let map = dictionary.get_deref(b"ToUnicode", self.document).and_then(Object::as_stream).ok();
        let map = map.and_then(|map| map.get_plain_content_with_limit(longest_map).ok());
        let weight = map.as_ref().and_then(|map| fonts::weigh_map(map));
        let taken = map.map_or(0, |map| map.len() * MAP).saturating_add(weight.unwrap_or_default());
        self.memory = self.memory.checked_sub(taken).ok_or(Fault::Swollen)?;
        let font = Font::read(self.document, dictionary, if weight.is_some() { longest_map } else { 0 });
        let taken = font.memory();
        self.memory = self.memory.checked_sub(taken).ok_or(Fault::Swollen)?;
        let font = Rc::new(font);
        self.fonts.insert(place, Rc::clone(&font));
        Ok(Some(font))
    }

    /// A drawing with its own content (form XObject).
    fn draw(
        &mut self,
        operands: &[Operand],
        resources: &[&'a Dictionary],
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        let [.., Operand::Name(name)] = operands else {
            return Ok(());
        };
        let Some(form) = self.lookup(b"XObject", name, resources).and_then(|form| form.as_stream().ok()) else {
            return Ok(());
        };
        if depth >= DEEPEST || !form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            return Ok(());
        }
        let Ok(content) = form.get_plain_content_with_limit(self.budget.min(self.most_of_page)) else {
            return Ok(());
        };
        let mut state = state.clone();
        if let Ok(matrix) = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            let numbers: Vec<f64> = matrix.iter().filter_map(|number| number.as_float().ok()).map(f64::from).collect();
            state.place = Matrix::of(&numbers).then(state.place);
        }
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let all: Vec<&'a Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        self.content(&content, &all, state, depth + 1)
    }

    fn show(&mut self, operator: &[u8], operands: &[Operand], run: &mut Run) {
        if operator == b"'" || operator == b"\"" {
            if let [Operand::Number(words), Operand::Number(letters), _] = operands {
                run.state.between_words = *words;
                run.state.between_letters = *letters;
            }
            run.next_line(0.0, -run.state.leading);
        }
        let Some(font) = run.state.font.clone() else {
            return;
        };
        for operand in operands {
            match operand {
                Operand::String(string) => self.string(string, &font, run),
                Operand::Number(back) if operator == b"TJ" => {
                    run.text = Matrix::shift(-back / 1000.0 * run.state.size * run.state.width, 0.0).then(run.text);
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, string: &[u8], font: &Font, run: &mut Run) {
        let state = &run.state;
        for code in string.chunks(font.code_length()) {
            let glyph = font.glyph(code);
            let [a, b, _, d, x, y] = Matrix::shift(0.0, state.rise).then(run.text).then(state.place).0;
            let size = (state.size * d.abs().max(a.abs()).max(b.abs())).abs();
            let space = if code == b" " { state.between_words } else { 0.0 };
            let step = (glyph.width / 1000.0 * state.size + state.between_letters + space) * state.width;
            let right = x + glyph.width / 1000.0 * state.size * state.width * a;
            match &glyph.text {
                Some(text) if x.is_finite() && y.is_finite() && right.is_finite() && size.is_finite() => {
                    lines::add(&mut self.pieces, text, (x, right.max(x)), y, size);
                }
                Some(_) => {}
                None => self.lost += 1,
            }
            run.text = Matrix::shift(step, 0.0).then(run.text);
        }
    }
}

/// Where the content being read has come to.
struct Run<'a> {
    state: State<'a>,
    saved: Vec<State<'a>>,
    line: Matrix,
    text: Matrix,
}

impl Run<'_> {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn take(&mut self, operator: &[u8], operands: &[Operand]) {
        let numbers: Vec<f64> = operands.iter().filter_map(Operand::number).collect();
        let first = numbers.first().copied();
        match (operator, first) {
            (b"q", _) if self.saved.len() < 256 => self.saved.push(self.state.clone()),
            (b"Q", _) => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            (b"cm", Some(_)) => self.state.place = Matrix::of(&numbers).then(self.state.place),
            (b"BT", _) => (self.line, self.text) = (Matrix::SAME, Matrix::SAME),
            (b"Tm", Some(_)) => (self.line, self.text) = (Matrix::of(&numbers), Matrix::of(&numbers)),
            (b"Td" | b"TD", Some(x)) => {
                let y = numbers.get(1).copied().unwrap_or_default();
                if operator == b"TD" {
                    self.state.leading = -y;
                }
                self.next_line(x, y);
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tc", Some(value)) => self.state.between_letters = value,
            (b"Tw", Some(value)) => self.state.between_words = value,
            (b"Tz", Some(value)) => self.state.width = value / 100.0,
            (b"TL", Some(value)) => self.state.leading = value,
            (b"Ts", Some(value)) => self.state.rise = value,
            _ => {}
        }
    }
}
