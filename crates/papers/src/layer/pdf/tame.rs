//! What a PDF says that would make the library unpack bundles of objects before anybody can weigh them.
//!
//! Two things do: the length of a stream that is an object of a bundle, and an encryption that an empty password opens. In a copy of the
//! file, of the same size so that every place stays, lengths stand where they are needed and encryption has another name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The entry of a trailer that tells of encryption, after [`tame`].
pub(super) const LOCKED: &[u8] = b"Xncrypt";

/// A file whose streams tell their own lengths and that nobody will try to decrypt; most files come back as they are.
pub(super) fn tame(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut tamed = Cow::Borrowed(bytes);
    let mut lengths = None;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'/') {
        let name = at + found + 1;
        at = name;
        if let Some(end) = name_is(bytes, name, b"Encrypt") {
            let changed = if bytes[name] == b'#' { name + 1..name + 3 } else { name..name + 1 };
            let now: &[u8] = if changed.len() == 1 { b"X" } else { b"58" };
            tamed.to_mut()[changed].copy_from_slice(now);
            at = end;
        } else if let Some(end) = name_is(bytes, name, b"Length")
            && let Some((place, id)) = reference(bytes, end)
        {
            let lengths = lengths.get_or_insert_with(|| whole_numbers(bytes));
            let length = lengths.get(&id).map(usize::to_string).filter(|length| length.len() <= place.len());
            // Where the file does not say it in the open, the library looks for the end of the stream.
            let length = length.unwrap_or_else(|| "0".to_owned());
            at = place.end;
            let value = &mut tamed.to_mut()[place];
            value.fill(b' ');
            value[..length.len()].copy_from_slice(length.as_bytes());
        }
    }
    tamed
}

/// The place after a name, if it is this one; `#` and two digits stand for a letter.
fn name_is(bytes: &[u8], mut at: usize, name: &[u8]) -> Option<usize> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    for wanted in name {
        match bytes.get(at)? {
            b'#' => {
                let letter = digit(at + 1)? * 16 + digit(at + 2)?;
                at += 3;
                (letter == u32::from(*wanted)).then_some(())?;
            }
            byte => {
                at += 1;
                (byte == wanted).then_some(())?;
            }
        }
    }
    let escaped = bytes.get(at) == Some(&b'#') && digit(at + 1).is_some() && digit(at + 2).is_some();
    let ends = bytes
        .get(at)
        .is_none_or(|byte| *byte == b'#' || super::load::is_space(*byte) || super::load::is_delimiter(*byte));
    (ends && !escaped).then_some(at)
}

/// Where a reference to another object stands after a place, and to which.
fn reference(bytes: &[u8], at: usize) -> Option<(Range<usize>, Id)> {
    let start = after_space(bytes, at);
    let (object, end) = number(bytes, start)?;
    let (generation, end) = number(bytes, after_space(bytes, end))?;
    let end = after_space(bytes, end);
    (bytes.get(end) == Some(&b'R')).then_some((start..end + 1, (object, generation)))
}

/// The numbers of an object.
type Id = (u64, u64);

/// All objects that are a whole number and stand in the open; of two with the same numbers the later.
fn whole_numbers(bytes: &[u8]) -> HashMap<Id, usize> {
    let mut found = HashMap::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'o') {
        let place = at + next;
        at = place + 1;
        if !bytes[place..].starts_with(b"obj") {
            continue;
        }
        let value = number(bytes, after_space(bytes, place + 3)).and_then(|(value, end)| {
            let ended = bytes[after_space(bytes, end)..].starts_with(b"endobj");
            usize::try_from(value).ok().filter(|_| ended)
        });
        if let Some(value) = value
            && let Some(id) = id_before(bytes, place)
        {
            found.insert(id, value);
        }
    }
    found
}

/// The numbers that stand before `obj`.
fn id_before(bytes: &[u8], end: usize) -> Option<Id> {
    let blank = |end: usize| end - bytes[..end].iter().rev().take_while(|byte| super::load::is_space(**byte)).count();
    let digits = |end: usize| end - bytes[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let generation = digits(blank(end));
    let object = digits(blank(generation));
    Some((number(bytes, object)?.0, number(bytes, generation)?.0)).filter(|_| object < generation)
}

fn number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = std::str::from_utf8(&bytes[at..at + digits]).ok()?.parse().ok()?;
    Some((value, at + digits))
}

/// The place after white space and comments.
fn after_space(bytes: &[u8], mut at: usize) -> usize {
    let mut comment = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\r' | b'\n' => comment = false,
            b'%' => comment = true,
            byte if comment || super::load::is_space(*byte) => {}
            _ => break,
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tamed(text: &str) -> String {
        String::from_utf8(tame(text.as_bytes()).into_owned()).expect("only letters of ASCII are put in")
    }

    #[test]
    fn lengths_that_other_objects_tell_stand_in_their_place() {
        let number = "5 0 obj 47\nendobj\n";
        let shown = |entry: &str| tamed(&format!("{number}<<{entry}>>")).split_off(number.len());
        assert_eq!(shown("/Length 5 0 R/N 1"), "<</Length 47   /N 1>>");
        assert_eq!(shown("/L#65ngth%(\r5\n0%\nR"), "<</L#65ngth%(\r47    >>");
        assert_eq!(shown("/Length 6 0 R"), "<</Length 0    >>", "an object of a bundle, perhaps");
        for other in ["/Length 47", "/Length1 5 0 R", "/Lengt 5 0 R", "/Length 5 0 /R", "/Length#30 5 0 R"] {
            assert_eq!(shown(other), format!("<<{other}>>"));
        }
    }

    #[test]
    fn a_length_too_long_for_its_place_is_looked_for() {
        assert_eq!(tamed("1 0 obj 1234567 endobj/Length 1 0 R"), "1 0 obj 1234567 endobj/Length 0    ");
        assert!(tamed("1 0 obj 1 endobj 1 0 obj(2)endobj 1 0 obj 3 endobj/Length 1 0 R").ends_with("/Length 3    "));
    }

    #[test]
    fn nothing_is_decrypted() {
        assert_eq!(
            tamed("trailer<</Encrypt 9 0 R/Encrypted 1/#45ncrypt 2>>"),
            "trailer<</Xncrypt 9 0 R/Encrypted 1/#58ncrypt 2>>"
        );
    }

    #[test]
    fn files_are_cut_off_anywhere() {
        let file = "5 0 obj 47 endobj<</L#65ngth 5 0 R/#45ncrypt>>";
        for end in 0..=file.len() {
            assert_eq!(tame(&file.as_bytes()[..end]).len(), end);
        }
    }
}
