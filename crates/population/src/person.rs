//! How the two lists name one person.

use twox_hash::XxHash3_64;

/// The key by which rows of residents and of cards are known to be one person's.
///
/// An identifier of digits only is a number, leading zeros aside (a spreadsheet loses them): two such identifiers have
/// one key only if they are one number. Any other identifier is hashed into 63 bits (XXH3): among 100 million of them
/// the chance that any two share a key is about one in 2,000.
pub type PersonKey = u64;

/// Marks keys that are hashes.
const HASHED: u64 = 1 << 63;

/// The key of an identifier as it was written; spaces around it do not count. `None` if nothing is left.
#[inline]
pub fn person_key(text: &str) -> Option<PersonKey> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text.len() <= 18 {
        let mut number = 0_u64;
        let mut digits = true;
        for byte in text.bytes() {
            let digit = byte.wrapping_sub(b'0');
            digits &= digit < 10;
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        if digits {
            return Some(number);
        }
    }
    Some(XxHash3_64::oneshot(text.as_bytes()) | HASHED)
}

/// The key of an identifier that came as a number; `None` for a negative one or one of more than 18 digits.
#[inline]
pub fn person_key_of_number(number: i64) -> Option<PersonKey> {
    u64::try_from(number).ok().filter(|&number| number < 1_000_000_000_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_one_person_however_a_spreadsheet_wrote_it() {
        assert_eq!(person_key("0123456789"), person_key(" 123456789 "));
        assert_eq!(person_key("123456789"), person_key_of_number(123_456_789));
        assert_ne!(person_key("HN-12"), person_key("12"));
        assert_eq!(person_key("  "), None);
        assert_eq!(person_key_of_number(-1), None);
    }
}
