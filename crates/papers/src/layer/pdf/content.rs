//! The content of a page as operations, one at a time: no list of them is ever held.

/// What an operator works on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Number(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    /// Dictionaries, booleans and whatever else the text does not need.
    Other,
}

impl Operand {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Operand::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Operands of one operator that are kept; an array of shown strings may be long.
const MOST_OPERANDS: usize = 4096;

pub(super) struct Content<'a> {
    bytes: &'a [u8],
    at: usize,
    operands: Vec<Operand>,
}

impl<'a> Content<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Content<'a> {
        Content { bytes, at: 0, operands: Vec::new() }
    }

    /// The next operator with its operands; those of an array stand in their order.
    pub(super) fn next_operation(&mut self) -> Option<(&'a [u8], &[Operand])> {
        self.operands.clear();
        loop {
            let byte = *self.bytes.get(self.at)?;
            let operand = match byte {
                b'(' => self.literal(),
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.skip(2),
                b'<' => self.hexadecimal(),
                b'/' => {
                    self.at += 1;
                    Some(Operand::Name(self.regular().to_vec()))
                }
                b'%' => {
                    self.at += self.bytes[self.at..].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
                    None
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => Some(number(self.regular())),
                byte if is_regular(byte) => {
                    let word = self.regular();
                    match word {
                        b"true" | b"false" | b"null" => Some(Operand::Other),
                        b"BI" => {
                            self.inline_picture();
                            self.operands.clear();
                            None
                        }
                        _ => return Some((word, &self.operands)),
                    }
                }
                _ => self.skip(1),
            };
            if let Some(operand) = operand.filter(|_| self.operands.len() < MOST_OPERANDS) {
                self.operands.push(operand);
            }
        }
    }

    fn skip(&mut self, count: usize) -> Option<Operand> {
        self.at += count;
        None
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        let length = self.bytes[start..].iter().take_while(|byte| is_regular(**byte)).count();
        self.at = start + length;
        &self.bytes[start..self.at]
    }

    fn literal(&mut self) -> Option<Operand> {
        let mut string = Vec::new();
        let mut depth = 0_usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => {
                    depth += 1;
                    if depth > 1 {
                        string.push(byte);
                    }
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    string.push(byte);
                }
                b'\\' => self.escape(&mut string),
                byte => string.push(byte),
            }
        }
        Some(Operand::String(string))
    }

    fn escape(&mut self, string: &mut Vec<u8>) {
        let Some(&byte) = self.bytes.get(self.at) else {
            return;
        };
        self.at += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\r' => self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = byte - b'0';
                for _ in 0..2 {
                    match self.bytes.get(self.at) {
                        Some(digit @ b'0'..=b'7') => {
                            code = code.wrapping_mul(8).wrapping_add(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                string.push(code);
            }
            byte => string.push(byte),
        }
    }

    fn hexadecimal(&mut self) -> Option<Operand> {
        self.at += 1;
        let mut string = Vec::new();
        let mut half: Option<u8> = None;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            let digit = match byte {
                b'>' => break,
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => continue,
            };
            half = match half {
                Some(high) => {
                    string.push(high << 4 | digit);
                    None
                }
                None => Some(digit),
            };
        }
        string.extend(half.map(|high| high << 4));
        Some(Operand::String(string))
    }

    /// Passes over a picture in the content: its bytes are no operations.
    fn inline_picture(&mut self) {
        let rest = &self.bytes[self.at..];
        let data = rest.windows(2).position(|window| window == b"ID").map_or(rest.len(), |place| place + 2);
        let end = rest[data..].windows(4).position(|window| {
            window[0].is_ascii_whitespace()
                && &window[1..3] == b"EI"
                && (window[3].is_ascii_whitespace() || window[3] == b'Q')
        });
        self.at += end.map_or(rest.len(), |place| data + place + 3);
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

fn number(word: &[u8]) -> Operand {
    let number =
        std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok()).filter(|number| number.is_finite());
    number.map_or(Operand::Other, Operand::Number)
}
