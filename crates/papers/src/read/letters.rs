//! Vietnamese letters taken apart by table, and the keys by which words are compared.

/// A letter taken apart.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    /// The plain lower-case letter, or 0 where this is no letter of the tables.
    pub base: u8,
    /// The lower-case letter with its shape (ă, â, đ, ê, ô, ơ, ư as 1 to 7).
    pub shaped: u8,
    /// 0 ngang, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng.
    pub tone: u8,
    /// Whether it is a capital.
    pub upper: bool,
}

const NONE: Letter = Letter { base: 0, shaped: 0, tone: 0, upper: false };

/// Each group: base, shape, then the six tones in lower case and in capitals.
const VOWELS: [(u8, u8, &str, &str); 12] = [
    (b'a', b'a', "aàảãáạ", "AÀẢÃÁẠ"),
    (b'a', 1, "ăằẳẵắặ", "ĂẰẲẴẮẶ"),
    (b'a', 2, "âầẩẫấậ", "ÂẦẨẪẤẬ"),
    (b'e', b'e', "eèẻẽéẹ", "EÈẺẼÉẸ"),
    (b'e', 4, "êềểễếệ", "ÊỀỂỄẾỆ"),
    (b'i', b'i', "iìỉĩíị", "IÌỈĨÍỊ"),
    (b'o', b'o', "oòỏõóọ", "OÒỎÕÓỌ"),
    (b'o', 5, "ôồổỗốộ", "ÔỒỔỖỐỘ"),
    (b'o', 6, "ơờởỡớợ", "ƠỜỞỠỚỢ"),
    (b'u', b'u', "uùủũúụ", "UÙỦŨÚỤ"),
    (b'u', 7, "ưừửữứự", "ƯỪỬỮỨỰ"),
    (b'y', b'y', "yỳỷỹýỵ", "YỲỶỸÝỴ"),
];

const LATIN_START: usize = 0xC0;
const LATIN_LEN: usize = 0x260 - LATIN_START;
const EXTENDED_START: usize = 0x1EA0;
const EXTENDED_LEN: usize = 0x1F00 - EXTENDED_START;

static LATIN: [Letter; LATIN_LEN] = LATIN_TABLE;
static EXTENDED: [Letter; EXTENDED_LEN] = EXTENDED_TABLE;

const LATIN_TABLE: [Letter; LATIN_LEN] = {
    let mut table = [NONE; LATIN_LEN];
    // Đ and the letters that scans take for it: Ð (U+00D0) and Ɖ (U+0189).
    let look_alikes = [(0x110, true), (0x111, false), (0xD0, true), (0xF0, false), (0x189, true), (0x256, false)];
    let mut index = 0;
    while index < look_alikes.len() {
        let (code, upper) = look_alikes[index];
        table[code - LATIN_START] = Letter { base: b'd', shaped: 3, tone: 0, upper };
        index += 1;
    }
    fill(&mut table, LATIN_START);
    table
};

const EXTENDED_TABLE: [Letter; EXTENDED_LEN] = {
    let mut table = [NONE; EXTENDED_LEN];
    fill(&mut table, EXTENDED_START);
    table
};

const fn fill(table: &mut [Letter], start: usize) {
    let mut group = 0;
    while group < VOWELS.len() {
        let (base, shaped, lower, upper) = VOWELS[group];
        fill_group(table, start, base, shaped, lower.as_bytes(), false);
        fill_group(table, start, base, shaped, upper.as_bytes(), true);
        group += 1;
    }
}

const fn fill_group(table: &mut [Letter], start: usize, base: u8, shaped: u8, letters: &[u8], upper: bool) {
    let mut at = 0;
    let mut tone = 0;
    while at < letters.len() {
        let (code, length) = decode(letters, at);
        if code as usize >= start && (code as usize) < start + table.len() {
            table[code as usize - start] = Letter { base, shaped, tone, upper };
        }
        at += length;
        tone += 1;
    }
}

/// The code point at a character boundary of valid UTF-8, and its length in bytes.
pub(super) const fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at] as u32;
    if first < 0x80 {
        (first, 1)
    } else if first < 0xE0 {
        (((first & 0x1F) << 6) | (bytes[at + 1] as u32 & 0x3F), 2)
    } else if first < 0xF0 {
        (((first & 0x0F) << 12) | ((bytes[at + 1] as u32 & 0x3F) << 6) | (bytes[at + 2] as u32 & 0x3F), 3)
    } else {
        let low = ((bytes[at + 2] as u32 & 0x3F) << 6) | (bytes[at + 3] as u32 & 0x3F);
        (((first & 0x07) << 18) | ((bytes[at + 1] as u32 & 0x3F) << 12) | low, 4)
    }
}

/// The letter of a code point; `base` is 0 where the tables do not hold it.
pub(super) const fn letter(code: u32) -> Letter {
    let code = code as usize;
    match code {
        0x61..=0x7A => Letter { base: code as u8, shaped: code as u8, tone: 0, upper: false },
        0x41..=0x5A => Letter { base: code as u8 + 32, shaped: code as u8 + 32, tone: 0, upper: true },
        LATIN_START..=0x25F => LATIN_TABLE[code - LATIN_START],
        EXTENDED_START..=0x1EFF => EXTENDED_TABLE[code - EXTENDED_START],
        _ => NONE,
    }
}

/// The same as [`letter`] from the tables in memory.
pub(super) fn letter_of(code: u32) -> Letter {
    let code = code as usize;
    match code {
        0x61..=0x7A => Letter { base: code as u8, shaped: code as u8, tone: 0, upper: false },
        0x41..=0x5A => Letter { base: code as u8 + 32, shaped: code as u8 + 32, tone: 0, upper: true },
        LATIN_START..=0x25F => LATIN[code - LATIN_START],
        EXTENDED_START..=0x1EFF => EXTENDED[code - EXTENDED_START],
        _ => NONE,
    }
}

/// How a word is compared: its letters in lower case with their shapes, and its tone apart, so that hoà is hòa and uỷ is ủy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// One of so many bits (a power of two), spread evenly over words.
    pub(super) const fn bit(self, of: usize) -> usize {
        ((self.0 ^ (self.0 >> 29)) as usize).wrapping_mul(0x9E37_79B1) >> 7 & (of - 1)
    }

    /// The bit of 256 as the word that holds it, of four, and its mask.
    pub(super) const fn place(self) -> (usize, u64) {
        let bit = self.bit(256);
        (bit / 64, 1 << (bit % 64))
    }
}

/// How a word is compared where diacritics do not count: Đảng is dang.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bare(u32);

/// Both keys of a word while its letters are read.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    shaped: u64,
    bare: u32,
    tone: u8,
}

impl Keys {
    pub(super) const fn new() -> Keys {
        Keys { shaped: 0xCBF2_9CE4_8422_2325, bare: 0x811C_9DC5, tone: 0 }
    }

    pub(super) const fn push(self, code: u32, letter: Letter) -> Keys {
        let (shaped, bare) = if letter.base == 0 { (code, code) } else { (letter.shaped as u32, letter.base as u32) };
        Keys {
            shaped: (self.shaped ^ shaped as u64).wrapping_mul(0x0000_0100_0000_01B3),
            bare: (self.bare ^ bare).wrapping_mul(0x0100_0193),
            tone: if letter.tone == 0 { self.tone } else { letter.tone },
        }
    }

    /// Adds a digit or a small letter without marks.
    pub(super) fn push_plain(self, byte: u8) -> Keys {
        Keys {
            shaped: (self.shaped ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3),
            bare: (self.bare ^ u32::from(byte)).wrapping_mul(0x0100_0193),
            tone: self.tone,
        }
    }

    /// The keys with the tone of a mark that stands by itself.
    pub(super) const fn with_tone(self, tone: u8) -> Keys {
        Keys { tone, ..self }
    }

    pub(super) const fn key(self) -> Key {
        Key(self.shaped << 3 | self.tone as u64)
    }

    pub(super) const fn bare(self) -> Bare {
        Bare(self.bare)
    }
}

const fn keys_of(word: &[u8], start: usize, end: usize) -> Keys {
    let mut keys = Keys::new();
    let mut at = start;
    while at < end {
        let (code, length) = decode(word, at);
        keys = keys.push(code, letter(code));
        at += length;
    }
    keys
}

/// The key of one word, in any case: `key("Đảng")`. Usable in constants and so in patterns.
pub const fn key(word: &str) -> Key {
    keys_of(word.as_bytes(), 0, word.len()).key()
}

/// The key of one word without its diacritics: `bare("đảng")`.
pub const fn bare(word: &str) -> Bare {
    keys_of(word.as_bytes(), 0, word.len()).bare()
}

/// The key of one word, computed when the program is compiled also where it stands in a function: `key!("đảng")`.
macro_rules! key_constant {
    ($text:literal) => {
        const { $crate::read::lex::key($text) }
    };
}
pub(crate) use key_constant;

/// How many words, parted by single spaces, a phrase has.
pub const fn count_words(phrase: &str) -> usize {
    let bytes = phrase.as_bytes();
    let mut count = 1;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The keys of the words of a phrase; see `phrase!`.
pub const fn phrase_keys<const N: usize>(phrase: &str) -> [Key; N] {
    let bytes = phrase.as_bytes();
    let mut keys = [Key(0); N];
    let mut start = 0;
    let mut word = 0;
    while word < N {
        let mut end = start;
        while end < bytes.len() && bytes[end] != b' ' {
            end += 1;
        }
        keys[word] = keys_of(bytes, start, end).key();
        start = end + 1;
        word += 1;
    }
    keys
}

/// The keys of a phrase of words parted by single spaces, computed when the program is compiled: `phrase!("bảo hiểm y tế")`.
/// Punctuation marks are words of their own: `phrase!("thi đua - khen thưởng")`.
macro_rules! phrase {
    ($text:literal) => {{
        const KEYS: [$crate::read::lex::Key; $crate::read::lex::count_words($text)] =
            $crate::read::lex::phrase_keys($text);
        &KEYS as &'static [$crate::read::lex::Key]
    }};
}
pub(crate) use phrase;
