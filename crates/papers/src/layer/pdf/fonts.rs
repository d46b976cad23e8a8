//! Fonts: which letters the codes of a string are, and how wide.

use std::cell::RefCell;
use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// Letters of no width known are taken to be half as wide as high.
const USUAL_WIDTH: f64 = 500.0;
/// Widths set of one font, counted anew with each entry; real fonts stay far below.
const MOST_WIDTHS: usize = 1 << 22;

/// A code as it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// The letters; `None` if the font does not say.
    pub(super) text: Option<String>,
    /// Thousandths of the size.
    pub(super) width: f64,
}

pub(super) struct Font<'a> {
    /// Two bytes a code.
    wide: bool,
    widths: HashMap<u32, f64>,
    usual_width: f64,
    /// What the font itself says its codes are (ToUnicode); it goes before what the encoding implies.
    said: Option<Encoding<'static>>,
    implied: Option<Encoding<'a>>,
    drawn: RefCell<HashMap<u32, Glyph>>,
}

impl<'a> Font<'a> {
    pub(super) fn read(document: &'a Document, font: &'a Dictionary, limit: usize) -> Font<'a> {
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let (widths, usual_width) = if wide { wide_widths(document, font) } else { narrow_widths(document, font) };
        let implied = if wide && is_identity(document, font) {
            None
        } else {
            font.get_font_encoding_with_limit(document, limit).ok()
        };
        Font { wide, widths, usual_width, said: said(document, font, limit), implied, drawn: RefCell::default() }
    }

    /// Bytes of memory that its widths take.
    pub(super) fn memory(&self) -> usize {
        2 * self.widths.capacity() * size_of::<(u32, f64)>() + size_of::<Font<'_>>()
    }

    pub(super) fn code_length(&self) -> usize {
        if self.wide { 2 } else { 1 }
    }

    pub(super) fn glyph(&self, bytes: &[u8]) -> Glyph {
        let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
        let fresh = || {
            let text = self.said.as_ref().and_then(|said| letters(said, bytes));
            Glyph {
                text: text.or_else(|| self.implied.as_ref().and_then(|implied| letters(implied, bytes))),
                width: self.widths.get(&code).copied().unwrap_or(self.usual_width),
            }
        };
        self.drawn.borrow_mut().entry(code).or_insert_with(fresh).clone()
    }
}

fn letters(encoding: &Encoding, code: &[u8]) -> Option<String> {
    let text = encoding.bytes_to_string(code).ok()?;
    (!text.is_empty() && !text.contains(['\u{fffd}', '\0'])).then_some(text)
}

fn said(document: &Document, font: &Dictionary, limit: usize) -> Option<Encoding<'static>> {
    if !font.has(b"ToUnicode") {
        return None;
    }
    let mut own = font.clone();
    own.remove(b"Encoding");
    match own.get_font_encoding_with_limit(document, limit) {
        Ok(Encoding::UnicodeMapEncoding(map)) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}

/// What one code takes in a map of letters as it is kept, both ways, in bytes, and what any string of the map takes while it is read.
const CODE: usize = 320;
const STRING: usize = 160;

/// What reading a map of letters takes of memory at most, in bytes, as every code of a range is kept for itself; `None` if that cannot be told:
/// of a range without an end, or with comments among the ranges, as no program writes them.
pub(super) fn weigh_map(map: &[u8]) -> Option<usize> {
    let map = String::from_utf8_lossy(map);
    let start = map.find("begincmap").unwrap_or_default();
    let ranges = map.get(start..map.rfind("endcmap")?)?;
    if ranges.contains('%') {
        return None;
    }
    let mut weight = ranges.matches('<').count().saturating_mul(STRING);
    for section in ranges.split("beginbfrange").skip(1) {
        let mut rest = section.split("endbfrange").next().unwrap_or_default();
        while let Some((first, after)) = string(rest) {
            let (last, after) = string(after)?;
            let (first, last) = (u32::from_str_radix(first, 16).ok()?, u32::from_str_radix(last, 16).ok()?);
            let codes = usize::try_from(last.checked_sub(first)?).ok()?.saturating_add(1);
            let after = after.trim_start();
            let (letters, after) = match after.strip_prefix('[') {
                Some(list) => list.split_once(']')?,
                None => string(after)?,
            };
            weight = weight.saturating_add(codes.saturating_mul(CODE.saturating_add(letters.len())));
            rest = after;
        }
    }
    Some(weight)
}

/// The first string in angle brackets, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    text.split_once('<')?.1.split_once('>')
}

fn is_identity(document: &Document, font: &Dictionary) -> bool {
    font.get_deref(b"Encoding", document).and_then(Object::as_name).is_ok_and(|name| name.starts_with(b"Identity"))
}

fn narrow_widths(document: &Document, font: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let first = u32::try_from(first).unwrap_or(0);
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let widths = widths
        .into_iter()
        .flatten()
        .take(256)
        .zip(first..)
        .filter_map(|(width, code)| Some((code, number(document, width)?)));
    (widths.collect(), USUAL_WIDTH)
}

/// `W` of a CID font: `first [w w w]` or `first last w`.
fn wide_widths(document: &Document, font: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let mut widths = HashMap::new();
    let descendant =
        font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|fonts| fonts.first());
    let Some(descendant) =
        descendant.and_then(|font| document.dereference(font).ok()).and_then(|(_, font)| font.as_dict().ok())
    else {
        return (widths, 1000.0);
    };
    let usual = descendant.get_deref(b"DW", document).ok().and_then(|width| number(document, width)).unwrap_or(1000.0);
    let entries = descendant.get_deref(b"W", document).and_then(Object::as_array).ok();
    let mut entries = entries.into_iter().flatten();
    let mut set = 0;
    while let Some(first) = entries.next().and_then(|first| code(document, first)) {
        let Some(second) = entries.next().and_then(|second| document.dereference(second).ok()) else {
            break;
        };
        if let Ok(list) = second.1.as_array() {
            widths.extend(list.iter().zip(first..).filter_map(|(width, code)| Some((code, number(document, width)?))));
        } else if let (Some(last), Some(width)) =
            (code(document, second.1), entries.next().and_then(|width| number(document, width)))
        {
            widths.extend((first..=last).map(|code| (code, width)));
        }
        set += widths.len().max(1);
        if set > MOST_WIDTHS {
            break;
        }
    }
    (widths, usual)
}

fn code(document: &Document, object: &Object) -> Option<u32> {
    number(document, object).filter(|code| (0.0..65536.0).contains(code)).map(|code| code as u32)
}

fn number(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_as_heavy_as_its_ranges_are_long() {
        let map = |ranges: &str| {
            let text = format!("% Adobe\nbegincmap 1 beginbfchar <0001> <1EA0> endbfchar {ranges} endcmap % end");
            weigh_map(text.as_bytes())
        };
        let alone = map("").expect("it has one letter");
        assert!(alone < 2 * CODE);
        assert_eq!(
            map("1 beginbfrange\n<01> <0A> <0041>\nendbfrange").map(|weight| weight > alone + 10 * CODE),
            Some(true)
        );
        assert!(map("1 beginbfrange <01> <02> [<0041> <0042>] <03> <FFFF> <0041> endbfrange") > Some(60_000 * CODE));
        assert!(map("1 beginbfrange <00000000><FFFFFFFF><0041> endbfrange") > Some(4_000_000_000 * CODE));
        assert_eq!(map("1 beginbfrange % endbfrange\n <00000000> <FFFFFFFF> <0041> endbfrange"), None);
        assert_eq!(map("1 beginbfrange <02> <01> <0041> endbfrange"), None);
    }
}
