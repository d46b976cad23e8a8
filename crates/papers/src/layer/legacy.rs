//! Encodings from before Unicode: windows-1258, TCVN3 (fonts .Vn…) and VNI (fonts VNI-…).
//!
//! Nothing in a file says which it is. Each reading is judged by how many of its words Vietnamese spelling allows; one is taken only if
//! nearly all are and enough of them bear marks.

use unicode_normalization::UnicodeNormalization;

use crate::repair::spelling;

/// Of a hundred words with marks, so many must be legal.
const CERTAIN: usize = 90;
/// So many words with marks at least must speak.
const WITNESSES: usize = 5;
/// As much of the text as is judged, in bytes.
const SAMPLE: usize = 64 << 10;

/// TCVN 5712:1993 (VN3) from 0xA1; a space where it has no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// Reads bytes in the old encoding that they are certainly in.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let latin = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let sample = latin(&bytes[..bytes.len().min(SAMPLE)]);
    let reading = best(&sample)?;
    Some(reading(&latin(bytes)))
}

/// Reads a Unicode text whose letters are those of an old font ("B¶o hiÓm x· héi"), if it certainly is one.
pub(super) fn untangle(text: &str) -> Option<String> {
    let sample = text.get(..(0..=SAMPLE.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?)?;
    let strange = |letter: char| matches!(letter, '\u{a1}'..='\u{bf}' | 'ø' | 'ù' | 'û' | 'ï' | 'å' | 'ä' | 'ñ' | 'ö');
    let odd = sample.chars().filter(|letter| strange(*letter)).count();
    if odd * 50 < sample.len() {
        return None;
    }
    let spelled = spelling(sample);
    if spelled.legal * 2 > spelled.marked {
        return None;
    }
    best(sample).map(|reading| reading(text))
}

type Reading = fn(&str) -> String;

fn best(sample: &str) -> Option<Reading> {
    let readings: [Reading; 3] = [tcvn3, vni, windows_1258];
    let judged = readings.into_iter().map(|reading| (spelling(&reading(sample)), reading));
    judged
        .filter(|(spelled, _)| spelled.marked >= WITNESSES && spelled.legal * 100 >= spelled.marked * CERTAIN)
        .max_by_key(|(spelled, _)| spelled.legal)
        .map(|(_, reading)| reading)
}

fn tcvn3(latin: &str) -> String {
    let table: Vec<char> = TCVN3.chars().collect();
    let letter = |old: char| match (old as usize).checked_sub(0xA1).and_then(|place| table.get(place)) {
        Some(' ') | None => old,
        Some(new) => *new,
    };
    latin.chars().map(letter).collect()
}

fn windows_1258(latin: &str) -> String {
    let letter = |old: char| match old {
        'Ã' => 'Ă',
        'ã' => 'ă',
        'Ì' => '\u{300}',
        'ì' => '\u{301}',
        'Ò' => '\u{309}',
        'Þ' => '\u{303}',
        'ò' => '\u{323}',
        'Ð' => 'Đ',
        'ð' => 'đ',
        'Õ' => 'Ơ',
        'õ' => 'ơ',
        'Ý' => 'Ư',
        'ý' => 'ư',
        'þ' => '₫',
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{95}' => '•',
        '\u{96}' => '–',
        '\u{97}' => '—',
        same => same,
    };
    latin.chars().map(letter).nfc().collect()
}

/// VNI for Windows: a letter and after it a sign for its marks.
fn vni(latin: &str) -> String {
    let mut text = String::with_capacity(latin.len());
    let mut letters = latin.chars().peekable();
    while let Some(letter) = letters.next() {
        let base = match letter {
            'ñ' => 'đ',
            'Ñ' => 'Đ',
            'ô' => 'ơ',
            'Ô' => 'Ơ',
            'ö' => 'ư',
            'Ö' => 'Ư',
            'í' => 'í',
            'Í' => 'Í',
            'ì' => 'ì',
            'Ì' => 'Ì',
            'æ' => 'ỉ',
            'Æ' => 'Ỉ',
            'ó' => 'ĩ',
            'Ó' => 'Ĩ',
            'ò' => 'ị',
            'Ò' => 'Ị',
            'î' => 'ỵ',
            'Î' => 'Ỵ',
            same => same,
        };
        text.push(base);
        let marks = letters.peek().and_then(|sign| vni_marks(*sign)).filter(|_| "aeouyơưAEOUYƠƯ".contains(base));
        if let Some(marks) = marks {
            text.push_str(marks);
            letters.next();
        }
    }
    text.nfc().collect()
}

fn vni_marks(sign: char) -> Option<&'static str> {
    Some(match sign.to_lowercase().next()? {
        'ù' => "\u{301}",
        'ø' => "\u{300}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'â' => "\u{302}",
        'á' => "\u{302}\u{301}",
        'à' => "\u{302}\u{300}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{323}\u{302}",
        'ê' => "\u{306}",
        'é' => "\u{306}\u{301}",
        'è' => "\u{306}\u{300}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{323}\u{306}",
        _ => return None,
    })
}
