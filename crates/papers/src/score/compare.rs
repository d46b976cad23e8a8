//! When two ways of saying the same thing are the same.

use rules::text::nfc;

/// The words, in order: NFC, lower case, without punctuation, the abbreviations of agencies written out.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in
        nfc(text).to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '/').filter(|word| !word.is_empty())
    {
        let long = match word {
            "bhxh" => "bảo hiểm xã hội",
            "bhyt" => "bảo hiểm y tế",
            "bhtn" => "bảo hiểm thất nghiệp",
            "ubnd" => "ủy ban nhân dân",
            "hđnd" => "hội đồng nhân dân",
            "tđkt" => "thi đua khen thưởng",
            "tw" | "tư" => "trung ương",
            "uỷ" => "ủy",
            other => other,
        };
        words.extend(long.split(' ').map(str::to_owned));
    }
    words
}

/// Whether two texts are the same but for case, spaces, punctuation and abbreviated agencies.
pub(super) fn same(left: &str, right: &str) -> bool {
    words(left) == words(right)
}

/// Whether two optional texts are both missing or the same.
pub(super) fn same_option(left: Option<&str>, right: Option<&str>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    }
}

/// Whether two numbers of papers are the same but for spaces and case.
pub(super) fn same_number(left: &str, right: &str) -> bool {
    let key = |text: &str| nfc(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect::<String>();
    key(left) == key(right)
}

/// The Dice coefficient of the two bags of words: 0 to 1.
pub(super) fn overlap(left: &str, right: &str) -> f64 {
    let (left, right) = (words(left), words(right));
    if left.is_empty() && right.is_empty() {
        return 1.0;
    }
    super::share(2 * common(&left, &right), left.len() + right.len())
}

/// The share of the words of `part` that `whole` holds: 0 to 1.
pub(super) fn contained(part: &str, whole: &str) -> f64 {
    let (part, whole) = (words(part), words(whole));
    super::share(common(&part, &whole), part.len())
}

/// How many words two bags have in common.
fn common(left: &[String], right: &[String]) -> usize {
    let mut rest: Vec<&String> = right.iter().collect();
    left.iter()
        .filter(|word| match rest.iter().position(|other| other == word) {
            Some(place) => {
                rest.swap_remove(place);
                true
            }
            None => false,
        })
        .count()
}
