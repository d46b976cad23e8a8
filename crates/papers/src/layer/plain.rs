//! Plain text: its encoding and its line ends.

use super::fault::Fault;
use super::legacy;

/// The text of a file in any of the encodings that Vietnamese offices wrote.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => text.to_owned(),
            _ => without_mark(bytes)?,
        },
    };
    Ok(unix_lines(text))
}

fn utf8(bytes: &[u8]) -> Result<String, Fault> {
    String::from_utf8(bytes.to_vec()).or_else(|_| legacy::decode(bytes).ok_or(Fault::Encoding))
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Result<String, Fault> {
    let units = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| Fault::Encoding)
}

/// UTF-16 without a mark shows by zeros in every other byte; anything else is an old encoding.
fn without_mark(bytes: &[u8]) -> Result<String, Fault> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 4 > bytes.len() && even * 50 < bytes.len() {
        return utf16(bytes, u16::from_le_bytes);
    }
    if even * 4 > bytes.len() && odd * 50 < bytes.len() {
        return utf16(bytes, u16::from_be_bytes);
    }
    if even + odd > 0 {
        return Err(Fault::Encoding);
    }
    legacy::decode(bytes).ok_or(Fault::Encoding)
}

/// Line ends of Windows and of old Macs become `\n`.
pub(super) fn unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
