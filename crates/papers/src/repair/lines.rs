//! Lines broken inside a sentence. Only asked for where the words of the paper were broken by lines too; a paragraph's end stays.

use super::map::{Change, Edit};
use crate::span::Span;

/// Words that no paragraph ends with.
const OPEN_WORDS: [&str; 26] = [
    "của", "và", "các", "số", "tại", "do", "bởi", "với", "cho", "từ", "đến", "trong", "về", "là", "những", "theo",
    "ngày", "tháng", "năm", "khoản", "điều", "điểm", "ông", "bà", "trên", "bằng",
];
/// Words that only a number completes.
const BEFORE_NUMBERS: [&str; 14] =
    ["mục", "quý", "khóa", "khoá", "đạt", "thứ", "lần", "lục", "hơn", "gần", "khoảng", "dưới", "còn", "có"];
const SURNAMES: [&str; 20] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đinh", "đoàn", "trịnh", "đào",
];
/// As much of the line so far as the rules look at, in bytes.
const TAIL: usize = 400;

/// Joins the lines that a scan broke.
pub(super) fn find(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut line = String::new();
    let mut end = 0;
    let mut start = 0;
    for piece in text.split_inclusive('\n') {
        let next = piece.trim();
        let from = start + (piece.len() - piece.trim_start().len());
        let joint = if line.is_empty() || next.is_empty() { None } else { joint(&line, next) };
        match joint {
            Some((between, rule)) => {
                changes.push(Change::single(Edit::replace(Span::new(end, from), between), rule));
                line.push_str(between);
            }
            None => line.clear(),
        }
        line.push_str(next);
        shorten(&mut line);
        end = from + next.len();
        start += piece.len();
    }
    changes
}

fn shorten(line: &mut String) {
    if line.len() > 2 * TAIL {
        let cut = (line.len() - TAIL..line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(line.len());
        line.drain(..cut);
    }
}

/// What stands between two lines that are one, and the rule that says so.
fn joint(line: &str, next: &str) -> Option<(&'static str, &'static str)> {
    let last_word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let first = next.chars().next()?;
    if first.is_ascii_digit() && completes_number(line, last_word, next) {
        return Some(("", "split_number"));
    }
    if continues_symbol(last_word, next) {
        return Some(("", "split_number"));
    }
    if ",;.)%".contains(first) && !line.ends_with([':', ';']) {
        return Some(("", "broken_line"));
    }
    let bare = line.trim_end_matches(':').trim_end();
    let joins = (first.is_ascii_digit() && bare == "Số")
        || (is_label(line) && first.is_alphabetic())
        || (!ends_sentence(line) && continues(line, last_word, next, first));
    joins.then_some((" ", "broken_line"))
}

/// "năm 20" + "20", "68/2013/QH1" + "3".
fn completes_number(line: &str, last_word: &str, next: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let head: String = next.chars().take_while(char::is_ascii_digit).collect();
    let tail = last_word.rsplit('/').next().unwrap_or_default();
    let year = format!("{tail}{head}");
    let before = line[..line.len() - last_word.len()].trim_end();
    let dated = last_word.matches('/').count() == 2 || before.ends_with("năm") || before.ends_with("Năm");
    if dated
        && !tail.is_empty()
        && digits(tail)
        && year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
    {
        return true;
    }
    last_word.contains('/')
        && head.len() <= 2
        && tail.strip_prefix("QH").is_some_and(|term| term.len() == 1 && digits(term))
}

/// "3036" + "/BHXH", "3036/BHXH" + "-BT", "102/" + "NQ-CP".
fn continues_symbol(last_word: &str, next: &str) -> bool {
    let code = |text: &str| {
        let code = text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        !code.is_empty()
            && code
                .chars()
                .all(|letter| letter.is_uppercase() || letter.is_ascii_digit() || letter == 'g' || letter == 'r')
    };
    let open = last_word.chars().next_back().is_some_and(|last| last.is_ascii_digit() || last.is_uppercase());
    if let Some(rest) = next.strip_prefix('/') {
        return open && code(rest);
    }
    if let Some(rest) = next.strip_prefix('-') {
        return open && last_word.contains('/') && code(rest);
    }
    let waits = last_word.ends_with('/') || (last_word.contains('/') && last_word.ends_with('-'));
    waits && last_word.starts_with(|first: char| first.is_ascii_digit()) && code(next)
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', ':', ';', '!', '?', '…'])
}

fn continues(line: &str, last_word: &str, next: &str, first: char) -> bool {
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).count();
    let heading = letters > 12 && !line.chars().any(char::is_lowercase);
    let last = last_word.trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let waits = OPEN_WORDS.contains(&last.as_str()) || line.ends_with(',');
    if first.is_lowercase() {
        return !heading && !is_label(next.split_whitespace().next().unwrap_or_default());
    }
    if first.is_ascii_digit() {
        return waits || BEFORE_NUMBERS.contains(&last.as_str());
    }
    if first.is_uppercase() {
        let institution = next.starts_with("Việt Nam") && (last_word.ends_with("BHXH") || line.ends_with("ã hội"));
        return (waits && !heading) || institution || is_name(line, next);
    }
    false
}

/// A surname on a line and the rest of the name on the next.
fn is_name(line: &str, next: &str) -> bool {
    let words: Vec<&str> = next.split_whitespace().collect();
    SURNAMES.contains(&line.to_lowercase().as_str())
        && (1..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic))
}

/// The number or letter of an item by itself: "1.", "2.1.", "a)", "II.", "-".
fn is_label(line: &str) -> bool {
    if matches!(line, "-" | "+" | "–" | "•") {
        return true;
    }
    let Some(label) = line.strip_suffix(['.', ')']) else {
        return false;
    };
    let number =
        label.split('.').all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    let roman = !label.is_empty() && label.len() <= 5 && label.bytes().all(|byte| b"IVX".contains(&byte));
    number || letter || roman
}

/// Spaces lost after a comma or semicolon, in a paper that lost spaces elsewhere.
pub(super) fn after_commas(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut changes = Vec::new();
    for (at, _) in text.match_indices([',', ';']) {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let address =
            bytes[..at].iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).take(80).any(|byte| *byte == b'@');
        if before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic) && !address {
            changes.push(Change::single(Edit::replace(Span::new(at + 1, at + 1), " "), "lost_space"));
        }
    }
    changes
}
