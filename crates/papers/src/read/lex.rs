//! One pass over the text: words, numbers and marks, each with its place and the keys it is compared by.

pub(crate) use super::letters::key_constant as key;
pub use super::letters::{Bare, Key, bare, count_words, key, phrase_keys};

use super::letters::{Keys, decode, letter_of};
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, and digits that follow them: `Nghị`, `QH15`.
    Word,
    /// Digits with the points and commas between them: `91.641`, `7,09`, `15`.
    Number,
    /// A mark; a run of the same `-`, `.`, `_`, `*`, `=`, `~` is one.
    Mark,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// No capital: `người`. Numbers and marks have this shape too.
    Lower,
    /// The first letter only, or a single capital: `Nghị`, `Q`.
    Capitalised,
    /// Two letters or more, all capitals: `BHXH`.
    Upper,
    /// Anything else: `TTg`, `CTr`.
    Mixed,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Spaces.
    Space,
    /// A tab or three spaces and more: another column.
    Wide,
    /// The end of a line.
    Line,
    /// The end of a line and at least one empty line; also the beginning of the text.
    Blank,
}

/// A word, number or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    start: u32,
    end: u32,
    /// How it is compared with its diacritics; of a dash `-`, of a quotation mark `"`.
    pub key: Key,
    /// How it is compared without diacritics.
    pub bare: Bare,
    /// What it is.
    pub kind: TokenKind,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// Its place in the text that was lexed.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// The letters themselves.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        self.span().of(text)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: Key) -> bool {
        self.kind == TokenKind::Mark && self.key == mark
    }

    /// Whether the word begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.shape != Shape::Lower
    }
}

/// A line that holds at least one token.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its first token.
    pub first: usize,
    /// The token after its last.
    pub end: usize,
    /// From its first token to the end of its last, in bytes.
    pub length: u32,
    /// Whether an empty line stands before it.
    pub after_blank: bool,
}

/// The texts that are read are below 4 GiB; the bytes beyond are left out.
const LONGEST: usize = u32::MAX as usize;

/// The tokens of a text in normal form C.
pub fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    // Nearly every token ends at a sign of ASCII or is one: counting them spares the copies of a list that grows.
    let signs = bytes.iter().filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).count();
    let mut lexer = Lexer { text, at: 0, gap: Gap::Blank, tokens: Vec::with_capacity(signs + 1) };
    while lexer.at < bytes.len().min(LONGEST) {
        lexer.step();
    }
    lexer.tokens
}

/// The lines of tokens.
pub fn lines(tokens: &[Token]) -> Vec<Line> {
    let count = tokens.iter().filter(|token| token.gap >= Gap::Line).count();
    let mut lines: Vec<Line> = Vec::with_capacity(count);
    for (index, token) in tokens.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if token.gap < Gap::Line => {
                line.end = index + 1;
                line.length = token.end - tokens[line.first].start;
            }
            _ => lines.push(Line {
                first: index,
                end: index + 1,
                length: token.end - token.start,
                after_blank: token.gap == Gap::Blank,
            }),
        }
    }
    lines
}

/// The name of a space that breaks no line, where a page shows it in place of the space.
const HARD_SPACE: &[u8] = b"&nbsp;";

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    gap: Gap,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        let byte = bytes[self.at];
        match byte {
            b'\n' => {
                self.gap = if self.gap >= Gap::Line { Gap::Blank } else { Gap::Line };
                self.at += 1;
            }
            b' ' | b'\t' | b'\r' | 0x0B | 0x0C => self.space(),
            // A space that a page wrote out.
            b'&' if bytes[self.at..].starts_with(HARD_SPACE) => {
                self.gap = self.gap.max(Gap::Space);
                self.at += HARD_SPACE.len();
            }
            b'0'..=b'9' => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            _ => {
                let (code, length) = decode(bytes, self.at);
                let letter = letter_of(code);
                let character = char::from_u32(code).unwrap_or(' ');
                if letter.base != 0 || (!byte.is_ascii() && (character.is_alphabetic() || is_combining(code))) {
                    self.word();
                } else if !byte.is_ascii() && (character.is_whitespace() || is_invisible(code)) {
                    self.gap = self.gap.max(Gap::Space);
                    self.at += length;
                } else {
                    self.mark(code, length);
                }
            }
        }
    }

    fn space(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut wide = false;
        while let Some(byte) = bytes.get(self.at)
            && matches!(byte, b' ' | b'\t' | b'\r' | 0x0B | 0x0C)
        {
            wide |= *byte == b'\t';
            self.at += 1;
        }
        let gap = if wide || self.at - start >= 3 { Gap::Wide } else { Gap::Space };
        self.gap = self.gap.max(gap);
    }

    fn number(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut keys = Keys::new();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        while is_digit(self.at) || (matches!(bytes.get(self.at), Some(b'.' | b',')) && is_digit(self.at + 1)) {
            let code = u32::from(bytes[self.at]);
            keys = keys.push(code, letter_of(code));
            self.at += 1;
        }
        self.push(start, keys, TokenKind::Number, Shape::Lower);
    }

    fn word(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut keys = Keys::new();
        let (mut letters, mut capitals, mut first_capital) = (0_u32, 0_u32, false);
        while let Some(byte) = bytes.get(self.at) {
            if byte.is_ascii_alphabetic() {
                let upper = byte.is_ascii_uppercase();
                keys = keys.push_plain(byte | 0x20);
                first_capital |= letters == 0 && upper;
                letters += 1;
                capitals += u32::from(upper);
                self.at += 1;
                continue;
            }
            if byte.is_ascii() {
                if !byte.is_ascii_digit() {
                    break;
                }
                keys = keys.push_plain(*byte);
                self.at += 1;
                continue;
            }
            let (code, length) = decode(bytes, self.at);
            let letter = letter_of(code);
            if letter.base != 0 {
                keys = keys.push(code, letter);
                first_capital |= letters == 0 && letter.upper;
                letters += 1;
                capitals += u32::from(letter.upper);
            } else if let Some(tone) = tone_of_mark(code) {
                keys = keys.with_tone(tone);
            } else if is_combining(code) {
                self.at += length;
                continue;
            } else {
                let character = char::from_u32(code).filter(|character| code > 0x7F && character.is_alphabetic());
                let Some(character) = character else { break };
                let lower = character.to_lowercase().next().unwrap_or(character);
                keys = keys.push(u32::from(lower), letter);
                let upper = character.is_uppercase();
                first_capital |= letters == 0 && upper;
                letters += 1;
                capitals += u32::from(upper);
            }
            self.at += length;
        }
        let shape = match (capitals, letters) {
            (0, _) => Shape::Lower,
            (1, _) if first_capital => Shape::Capitalised,
            (capitals, letters) if capitals == letters => Shape::Upper,
            _ => Shape::Mixed,
        };
        self.push(start, keys, TokenKind::Word, shape);
    }

    fn mark(&mut self, code: u32, length: usize) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let byte = bytes[start];
        self.at += length;
        if matches!(byte, b'-' | b'.' | b'_' | b'*' | b'=' | b'~') {
            while bytes.get(self.at) == Some(&byte) {
                self.at += 1;
            }
        }
        let code = same_mark(code);
        self.push(start, Keys::new().push(code, letter_of(code)), TokenKind::Mark, Shape::Lower);
    }

    fn push(&mut self, start: usize, keys: Keys, kind: TokenKind, shape: Shape) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.at)) else { return };
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.tokens.push(Token { start, end, key: keys.key(), bare: keys.bare(), kind, shape, gap });
    }
}

fn tone_of_mark(code: u32) -> Option<u8> {
    match code {
        0x300 => Some(1),
        0x309 => Some(2),
        0x303 => Some(3),
        0x301 => Some(4),
        0x323 => Some(5),
        _ => None,
    }
}

fn is_combining(code: u32) -> bool {
    (0x300..0x370).contains(&code)
}

fn is_invisible(code: u32) -> bool {
    matches!(code, 0xAD | 0x200B..=0x200F | 0x2060 | 0xFEFF)
}

fn same_mark(code: u32) -> u32 {
    u32::from(match char::from_u32(code).unwrap_or(' ') {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‛' | '′' | '`' | '´' => '\'',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        other => other,
    })
}

/// Keys of the marks that the rules name.
pub mod marks {
    use super::{Key, key};

    /// `.`
    pub const POINT: Key = key(".");
    /// `,`
    pub const COMMA: Key = key(",");
    /// `;`
    pub const SEMICOLON: Key = key(";");
    /// `:`
    pub const COLON: Key = key(":");
    /// `-` and every dash
    pub const DASH: Key = key("-");
    /// `/`
    pub const SLASH: Key = key("/");
    /// `%`
    pub const PERCENT: Key = key("%");
    /// `(`
    pub const OPEN: Key = key("(");
    /// `)`
    pub const CLOSE: Key = key(")");
    /// Every double quotation mark.
    pub const QUOTE: Key = key("\"");
    /// `*`
    pub const STAR: Key = key("*");
    /// `+`
    pub const PLUS: Key = key("+");
    /// `•`
    pub const BULLET: Key = key("•");
    /// `…`
    pub const ELLIPSIS: Key = key("…");
    /// `_`
    pub const LOW_LINE: Key = key("_");
    /// `=`
    pub const EQUALS: Key = key("=");
    /// `≥`
    pub const AT_LEAST: Key = key("≥");
    /// `≤`
    pub const AT_MOST: Key = key("≤");
    /// `>`
    pub const GREATER: Key = key(">");
    /// `<`
    pub const LESS: Key = key("<");
    /// `?`
    pub const QUESTION: Key = key("?");
    /// `!`
    pub const EXCLAMATION: Key = key("!");
    /// `|`
    pub const BAR: Key = key("|");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, TokenKind, Shape, Gap)> {
        tokens(text).iter().map(|token| (token.text(text), token.kind, token.shape, token.gap)).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        use Gap::{Blank, Line, None, Space, Wide};
        use Shape::{Capitalised, Lower, Mixed, Upper};
        use TokenKind::{Mark, Number, Word};
        assert_eq!(
            shown("Đạt 92,6%\tTTg QH15\n-----\n\nà"),
            [
                ("Đạt", Word, Capitalised, Blank),
                ("92,6", Number, Lower, Space),
                ("%", Mark, Lower, None),
                ("TTg", Word, Mixed, Wide),
                ("QH15", Word, Upper, Space),
                ("-----", Mark, Lower, Line),
                ("à", Word, Lower, Blank),
            ]
        );
    }

    #[test]
    fn keys_forget_case_and_the_place_of_the_tone() {
        let one = |text: &str| tokens(text)[0];
        for (first, second) in [("HÒA", "hoà"), ("Uỷ", "ủy"), ("Ð", "đ"), ("TTG", "TTg"), ("–", "-"), ("“", "\"")]
        {
            assert_eq!(one(first).key, one(second).key, "{first} {second}");
        }
        assert_ne!(one("năm").key, one("nam").key);
        assert_eq!(one("năm").bare, one("nam").bare);
        assert_eq!(one("Nghị").key, key("nghị"));
        assert_eq!(one("nghi\u{323}").key, key("nghị"));
        assert_eq!(one("QH15").key, key("QH15"));
    }

    #[test]
    fn lines_know_their_tokens() {
        let text = "a b\n\nc";
        let lines = lines(&tokens(text));
        let shown: Vec<(usize, usize, u32, bool)> =
            lines.iter().map(|line| (line.first, line.end, line.length, line.after_blank)).collect();
        assert_eq!(shown, [(0, 2, 3, true), (2, 3, 1, true)]);
    }
}
