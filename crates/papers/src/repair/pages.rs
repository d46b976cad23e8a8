//! Numbers of pages that stand inside a sentence, as readers of PDF leave them: "bảo hiểm thất" / "12" / "nghiệp".

use super::map::{Change, Edit};
use crate::span::Span;

/// Joins the halves of a sentence that the number of a page parts.
pub(super) fn find(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before: Option<Span> = None;
    let mut number = false;
    let mut blank = false;
    let mut start = 0;
    for piece in text.split_inclusive('\n') {
        let line = piece.trim();
        let from = start + (piece.len() - piece.trim_start().len());
        start += piece.len();
        if line.is_empty() {
            blank = true;
            continue;
        }
        let span = Span::new(from, from + line.len());
        // A number alone without an empty line around it was broken off its sentence.
        if is_page_number(line) && !number && before.is_some() && (blank || line.starts_with(char::is_alphabetic)) {
            number = true;
            continue;
        }
        blank = false;
        if let Some(before) = before.filter(|before| number && is_open(before.of(text)) && goes_on(line)) {
            changes.push(Change::single(Edit::replace(Span::new(before.end, span.start), "\n"), "page_number"));
        }
        number = false;
        before = Some(span);
    }
    changes
}

/// "12", "- 12 -", "Trang 1/3", "Page 2".
fn is_page_number(line: &str) -> bool {
    let inside = line.trim_matches(['-', '–', ' ']);
    let inside = ["Trang", "trang", "Page"].iter().find_map(|word| inside.strip_prefix(word)).unwrap_or(inside).trim();
    let count = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = inside.split('/').map(str::trim);
    parts.clone().count() <= 2 && parts.all(count)
}

/// A line of words that ends inside a sentence.
fn is_open(line: &str) -> bool {
    let last = line.chars().next_back();
    line.split_whitespace().count() >= MOST_CELL
        && last.is_some_and(|last| last.is_lowercase() || last == ',' || last.is_ascii_digit())
}

/// A cell of a table above the number of a row has fewer words.
const MOST_CELL: usize = 6;

fn goes_on(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::repair::repair;

    #[test]
    fn the_number_of_a_page_parts_no_sentence() {
        let text = "bảo hiểm xã hội tự nguyện ít nhất 1.620 người; bảo hiểm thất\n\n1\n\nnghiệp từ 5.230 người.\nTrang 1/3\nĐiều 2. Thi hành";
        assert_eq!(
            repair(text).text,
            "bảo hiểm xã hội tự nguyện ít nhất 1.620 người; bảo hiểm thất\nnghiệp từ 5.230 người.\nTrang 1/3\nĐiều 2. Thi hành"
        );
    }
}
