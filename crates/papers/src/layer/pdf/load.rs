//! Opening a PDF within an allowance of memory. What the objects of a file will take is told from its bytes before they are read, since a number
//! of two bytes becomes a hundred in memory; bundles of objects (object streams) are unpacked here, one by one, each weighed first.

use std::cell::Cell;

use lopdf::xref::XrefEntry;
use lopdf::{Document, LoadOptions, Object, ObjectId, ObjectStream, Stream};

use super::super::fault::Fault;
use super::tame::{LOCKED, tame};

/// What a token, an array or dictionary, and an object with its number take of memory at most, in bytes.
const TOKEN: usize = 130;
const GROUP: usize = 450;
const OBJECT: usize = 500;
/// What a byte of a bundle takes while it is unpacked, at the least.
const BUNDLE_BYTE: usize = 8;
/// Bundles and tables of objects are small beside the file; smaller files have room for this.
const SMALLEST_BUNDLE: usize = 64 << 10;
/// The type that bundles have until they are unpacked here.
const BUNDLE: &[u8] = b"PackedObjects";

thread_local! {
    /// Bytes of streams that may still be loaded: streams that overlap in the file would take many times its size.
    static STREAMS: Cell<usize> = const { Cell::new(0) };
}

/// The objects of a PDF; what they take of memory is taken from the allowance.
pub(super) fn load(bytes: &[u8], allowance: &mut usize) -> Result<Document, Fault> {
    let weight = weigh(bytes, false);
    *allowance = allowance.checked_sub(weight.bytes).ok_or(Fault::Swollen)?;
    let left = *allowance;
    let bytes = &*tame(bytes);
    let document = load_once(bytes, allowance, false)?;
    if document.trailer.has(LOCKED) {
        return Err(Fault::Locked);
    }
    if document.page_iter().next().is_some() {
        return Ok(document);
    }
    drop(document);
    *allowance = left;
    load_once(bytes, allowance, true)
}

fn load_once(bytes: &[u8], allowance: &mut usize, rebuild: bool) -> Result<Document, Fault> {
    STREAMS.set(bytes.len());
    let options = LoadOptions {
        max_decompressed_size: Some((bytes.len() / 2).max(SMALLEST_BUNDLE)),
        filter: Some(keep),
        force_reconstruct: rebuild,
        ..LoadOptions::default()
    };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|error| super::fault_of(&error))?;
    unpack(&mut document, allowance)?;
    Ok(document)
}

/// Leaves out streams beyond the size of the file and keeps bundles packed.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object {
        STREAMS.set(STREAMS.get().checked_sub(stream.content.len())?);
        if stream.dict.has_type(b"ObjStm") {
            stream.dict.set("Type", Object::Name(BUNDLE.to_vec()));
        }
    }
    Some((id, Object::Null))
}

/// Puts the objects of all bundles beside the others; none replaces another.
fn unpack(document: &mut Document, allowance: &mut usize) -> Result<(), Fault> {
    let is_bundle = |object: &Object| object.as_stream().is_ok_and(|stream| stream.dict.has_type(BUNDLE));
    let bundles: Vec<ObjectId> =
        document.objects.iter().filter(|(_, object)| is_bundle(object)).map(|(id, _)| *id).collect();
    for bundle in bundles {
        let Some(Object::Stream(stream)) = document.objects.remove(&bundle) else {
            continue;
        };
        let content = match stream.get_plain_content_with_limit((*allowance / BUNDLE_BYTE).max(SMALLEST_BUNDLE)) {
            Ok(content) => content,
            Err(error) if super::fault_of(&error) == Fault::Swollen => return Err(Fault::Swollen),
            Err(_) => continue,
        };
        let Some(weight) = weigh_bundle(&stream, &content) else {
            continue;
        };
        let left = allowance.checked_sub(weight).ok_or(Fault::Swollen)?;
        // It is unpacked once more.
        left.checked_sub(2 * content.len()).ok_or(Fault::Swollen)?;
        *allowance = left;
        let Ok(objects) = ObjectStream::new_with_limit(&stream, Some(content.len())) else {
            continue;
        };
        for (id, object) in objects.objects {
            let here = match document.reference_table.get(id.0) {
                Some(XrefEntry::Compressed { container, .. }) => *container == bundle.0,
                Some(XrefEntry::Free | XrefEntry::UnusableFree) => false,
                Some(XrefEntry::Normal { .. }) | None => true,
            };
            if here {
                document.objects.entry(id).or_insert(object);
            }
        }
    }
    Ok(())
}

/// What the objects of a bundle take; `None` if it has no index. Those that lie on one another, as no program writes them, may each be as large as
/// all.
fn weigh_bundle(stream: &Stream, content: &[u8]) -> Option<usize> {
    let first = usize::try_from(stream.dict.get(b"First").and_then(Object::as_i64).ok()?).ok()?;
    let index = std::str::from_utf8(content.get(..first)?).ok()?;
    let numbers = index
        .split(['\r', '\n'])
        .flat_map(|line| line.split('%').next().unwrap_or_default().split_whitespace())
        .map(|number| number.parse().ok());
    let places: Vec<usize> = numbers.skip(1).step_by(2).collect::<Option<_>>()?;
    let objects = content.get(first..)?;
    let ends = places.iter().skip(1).copied().chain([objects.len()]);
    let mut bytes = index.len() * size_of::<usize>();
    for (start, end) in places.iter().copied().zip(ends) {
        let weight = objects.get(start..end).filter(|object| !object.is_empty()).map(|object| weigh(object, true));
        let Some(weight) = weight.filter(|weight| weight.open == 0) else {
            return Some(places.len().saturating_mul(OBJECT + weigh(objects, true).bytes));
        };
        bytes += OBJECT + weight.bytes;
    }
    Some(bytes)
}

#[derive(Default)]
struct Weight {
    /// Bytes of memory.
    bytes: usize,
    /// Arrays and dictionaries that are opened and not closed.
    open: isize,
}

/// What the objects that are written in some bytes take: of a whole file, what stands between the number of an object and its end or its stream.
/// Whatever a reader may take for a number, a name or a word is counted, also where it leaves no gap before the next.
fn weigh(bytes: &[u8], inside: bool) -> Weight {
    let mut weight = Weight::default();
    let (mut inside, mut parentheses, mut at) = (inside, 0_usize, 0);
    let (mut name, mut comment) = (false, false);
    // Tokens of the list that is open, those after its last reference, and those of the longest list.
    let (mut run, mut single, mut longest) = (0_usize, 0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        // An object may begin anywhere, also where another one has it in a string: the table of objects says where.
        if byte == b'o'
            && rest.starts_with(b"obj")
            && at.checked_sub(1).is_some_and(|before| may_end_number(bytes[before]))
        {
            (inside, parentheses, name, comment, single) = (true, 0, false, false, 0);
            weight.bytes += OBJECT + TOKEN * run;
            longest = longest.max(run);
            run = 0;
            at += 3;
            continue;
        }
        let after_gap = follows_gap(bytes, at);
        at += 1;
        if !inside {
            continue;
        }
        if comment {
            comment = !matches!(byte, b'\n' | b'\r');
            continue;
        }
        if parentheses > 0 {
            match byte {
                b'\\' => at += 1,
                b'(' => parentheses += 1,
                b')' => parentheses -= 1,
                _ => {}
            }
            continue;
        }
        name &= !is_space(byte) && !is_delimiter(byte);
        let begins = match byte {
            _ if name => false,
            b'(' => {
                parentheses = 1;
                true
            }
            b'%' => {
                comment = true;
                false
            }
            b'[' | b'<' if byte == b'[' || rest.starts_with(b"<<") => {
                at += usize::from(byte == b'<');
                weight.open += 1;
                weight.bytes += GROUP + TOKEN * run;
                longest = longest.max(run);
                (run, single) = (0, 0);
                true
            }
            b']' => {
                weight.open -= 1;
                false
            }
            b'>' if rest.starts_with(b">>") => {
                at += 1;
                weight.open -= 1;
                false
            }
            b'/' => {
                name = true;
                true
            }
            b'<' | b'+' | b'-' | b'.' => true,
            b'R' if single >= 2 => {
                run -= 1;
                single = 0;
                false
            }
            b'e' if after_gap && rest.starts_with(b"endobj") => {
                inside = false;
                false
            }
            b's' if after_gap && rest.starts_with(b"stream") => {
                inside = false;
                false
            }
            b't' | b'f' | b'n' => true,
            _ => {
                !is_space(byte)
                    && (after_gap || byte.is_ascii_digit() && !bytes[at - 2].is_ascii_digit() && bytes[at - 2] != b'.')
            }
        };
        run += usize::from(begins);
        single += usize::from(begins);
    }
    // A list that grows is copied.
    weight.bytes += TOKEN * (run + longest.max(run));
    weight
}

pub(super) fn is_space(byte: u8) -> bool {
    b" \t\n\r\0\x0C".contains(&byte)
}

pub(super) fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// Whether the number of an object may end before `obj` here, or a comment after it.
fn may_end_number(byte: u8) -> bool {
    byte.is_ascii_digit() || is_space(byte)
}

/// Whether a number or word begins here.
fn follows_gap(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| is_space(bytes[before]) || b"[]<>()".contains(&bytes[before]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_counted_wherever_they_are_hidden() {
        let numbers = "0 ".repeat(1000);
        let heavy = |text: &str| weigh(text.as_bytes(), false).bytes > 1000 * TOKEN;
        assert!(heavy(&format!("1 0 obj[{numbers}]endobj")));
        assert!(heavy(&format!("1 0 obj[(endobj){numbers}]endobj")));
        assert!(heavy(&format!("1 0 obj<<>>stream\n2 0 obj[{numbers}]endstream")));
        assert!(heavy(&format!("1 0 obj(2 0 obj[{numbers}]")));
        assert!(heavy(&format!("1 0 % (\nobj[{numbers}]endobj")));
        assert!(heavy(&format!("1 0 obj % (\n[{numbers}]endobj")));
        assert!(heavy(&format!("1 0 obj[/stream {numbers}]endobj")));
        assert!(heavy(&format!("1 0 obj[{numbers}/{}]endobj", "R".repeat(1000))));
        assert!(heavy(&format!("1 0 obj[{}]endobj", "null".repeat(1000))));
        assert!(heavy(&format!("1 0 obj[{}]endobj", "+1".repeat(1000))));
        assert!(heavy(&format!("1 0 obj[{}]endobj", ".1".repeat(1000))));
        assert!(!heavy(&format!("1 0 obj<<>>stream\n{numbers}endstream endobj")));
        assert!(!heavy(&format!("1 0 obj({numbers})endobj")));
    }
}
