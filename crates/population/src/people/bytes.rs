//! Numbers and texts as bytes and back; reading never panics and never allocates more than the bytes can stand for.

use super::texts::Texts;

/// Digits of which every number fits into eight bytes.
const MOST_DIGITS: usize = 18;

/// Why bytes cannot be read: a short word for the log.
pub(super) type Wrong = &'static str;

/// A number in as few bytes as it needs, seven bits each.
pub(super) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A day that may be missing: the smaller its distance from 1970, the fewer bytes.
pub(super) fn code_of_day(day: i32, none: i32) -> u64 {
    if day == none {
        return 0;
    }
    let day = i64::from(day);
    ((day << 1) ^ (day >> 63)) as u64 + 1
}

pub(super) fn day_of_code(code: u64, none: i32) -> Option<i32> {
    let Some(zigzag) = code.checked_sub(1) else { return Some(none) };
    i32::try_from((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)).ok()
}

/// Numbers of one length: the least, how many bytes the greatest needs above it, then byte by byte (first all lowest bytes,
/// then all next ones), which compresses well and reads fast.
pub(super) fn put_column(out: &mut Vec<u8>, values: impl Iterator<Item = u64>) {
    let values: Vec<u64> = values.collect();
    let least = values.iter().copied().min().unwrap_or(0);
    let most = values.iter().copied().max().unwrap_or(0);
    let width = (64 - (most - least).leading_zeros()).div_ceil(8);
    put_number(out, least);
    out.push(width as u8);
    for byte in 0..width {
        out.extend(values.iter().map(|value| ((value - least) >> (8 * byte)) as u8));
    }
}

/// Texts: as numbers where all that are not empty have the same count of digits, else as they are.
pub(super) fn put_texts(out: &mut Vec<u8>, texts: &Texts) {
    let digits = texts.iter().find(|text| !text.is_empty()).map_or(0, str::len);
    let numeric = (1..=MOST_DIGITS).contains(&digits)
        && texts
            .iter()
            .all(|text| text.is_empty() || (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())));
    if numeric {
        out.push(digits as u8);
        put_column(out, texts.iter().map(|text| if text.is_empty() { 0 } else { value_of(text) + 1 }));
        return;
    }
    out.push(0);
    put_column(out, texts.iter().map(|text| text.len() as u64));
    out.extend_from_slice(texts.parts().0.as_bytes());
}

/// The number that digits are.
pub(super) fn value_of(digits: &str) -> u64 {
    digits.bytes().fold(0_u64, |value, byte| value.wrapping_mul(10).wrapping_add(u64::from(byte.wrapping_sub(b'0'))))
}

/// The number with leading zeros, `digits` long (at most 20).
pub(super) fn push_digits(text: &mut String, mut value: u64, digits: usize) {
    let mut buffer = [b'0'; 20];
    for place in buffer[..digits.min(20)].iter_mut().rev() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
    }
    text.extend(buffer[..digits.min(20)].iter().map(|&byte| char::from(byte)));
}

/// Bytes being read from their beginning.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { rest: bytes }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn end(&self) -> Result<(), Wrong> {
        if self.rest.is_empty() { Ok(()) } else { Err("bytes after the end") }
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Wrong> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or("cut short")?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Wrong> {
        let (&byte, rest) = self.rest.split_first().ok_or("cut short")?;
        self.rest = rest;
        Ok(byte)
    }

    pub(super) fn number(&mut self) -> Result<u64, Wrong> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("a number too long")
    }

    /// A number that is at most `most`.
    pub(super) fn count(&mut self, most: usize) -> Result<usize, Wrong> {
        usize::try_from(self.number()?).ok().filter(|&count| count <= most).ok_or("a count too great")
    }

    /// Eight bytes as a number.
    pub(super) fn word(&mut self) -> Result<u64, Wrong> {
        let bytes = self.take(8)?;
        Ok(bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Wrong> {
        let length = self.count(self.rest.len())?;
        std::str::from_utf8(self.take(length)?).map_err(|_| "no text")
    }

    /// `count` numbers, none above `most`.
    pub(super) fn column(&mut self, count: usize, most: u64) -> Result<Vec<u64>, Wrong> {
        let least = self.number()?;
        let width = usize::from(self.byte()?);
        if width > 8 {
            return Err("numbers too wide");
        }
        let planes = self.take(count.checked_mul(width).ok_or("a count too great")?)?;
        let mut values = vec![0_u64; count];
        for (byte, plane) in planes.chunks_exact(count.max(1)).enumerate() {
            for (value, &bits) in values.iter_mut().zip(plane) {
                *value |= u64::from(bits) << (8 * byte);
            }
        }
        for value in &mut values {
            *value = value.checked_add(least).filter(|&value| value <= most).ok_or("a number too great")?;
        }
        Ok(values)
    }

    /// `count` numbers of four bytes, none above `most`.
    pub(super) fn small_column(&mut self, count: usize, most: u32) -> Result<Vec<u32>, Wrong> {
        Ok(self.column(count, u64::from(most))?.into_iter().map(|value| value as u32).collect())
    }

    pub(super) fn days(&mut self, count: usize, none: i32) -> Result<Vec<i32>, Wrong> {
        let codes = self.column(count, u64::MAX)?;
        codes.into_iter().map(|code| day_of_code(code, none).ok_or("no day")).collect()
    }

    pub(super) fn texts(&mut self, count: usize) -> Result<Texts, Wrong> {
        let digits = usize::from(self.byte()?);
        if digits > MOST_DIGITS {
            return Err("too many digits");
        }
        if digits > 0 {
            let values = self.column(count, 10_u64.pow(digits as u32))?;
            let mut texts = String::with_capacity(count * digits);
            let mut ends = Vec::with_capacity(count);
            for value in values {
                if let Some(value) = value.checked_sub(1) {
                    push_digits(&mut texts, value, digits);
                }
                ends.push(texts.len() as u32);
            }
            return Texts::from_parts(texts, ends).ok_or("no texts");
        }
        let lengths = self.column(count, u64::from(u32::MAX))?;
        let total =
            lengths.iter().try_fold(0_u64, |total, length| total.checked_add(*length)).ok_or("a count too great")?;
        let total = u32::try_from(total).map_err(|_| "a count too great")?;
        let bytes = std::str::from_utf8(self.take(total as usize)?).map_err(|_| "no text")?;
        let ends = lengths.iter().scan(0_u32, |end, &length| {
            *end += length as u32;
            Some(*end)
        });
        Texts::from_parts(bytes.to_owned(), ends.collect()).ok_or("no texts")
    }
}

/// What adds up to where each owner's values end, from how many values each has.
pub(super) fn ends_of(counts: &[u32]) -> Result<Vec<u32>, Wrong> {
    let mut end = 0_u32;
    (counts.iter())
        .map(|&count| {
            end = end.checked_add(count).ok_or("a count too great")?;
            Ok(end)
        })
        .collect()
}

/// How many values each owner has, from where they end.
pub(super) fn counts_of(ends: &[u32]) -> impl Iterator<Item = u64> + '_ {
    ends.iter().enumerate().map(|(index, &end)| u64::from(end - index.checked_sub(1).map_or(0, |before| ends[before])))
}
