//! Texts that lost all their marks: "ty le bao phu bao hiem y te" for "tỷ lệ bao phủ bảo hiểm y tế". Names stay as they are, for nobody can tell them.

use std::collections::HashMap;
use std::sync::LazyLock;

use rules::text::search_key;

use super::map::{Change, Edit};
use crate::span::Span;

const PHRASES: &str = include_str!("vocabulary/bare.txt");

/// Fewer words show nothing.
const LEAST_WORDS: usize = 60;
/// One word in so many may have marks in a text that lost them: a stamp, the frame of a page.
const MARKED: usize = 25;
/// Words of the text that must be known: else it is another language.
const KNOWN: usize = 3;

/// Parts of numbers of papers.
const SYMBOLS: [(&str, &str); 4] = [("/QD-", "/QĐ-"), ("/ND-", "/NĐ-"), ("-HDND", "-HĐND"), ("-NQ/DU", "-NQ/ĐU")];

/// A phrase: its words without their marks, and with them.
type Phrase = (Vec<String>, Vec<&'static str>);

/// The phrases by their first word without its marks, the longest first.
static KNOWN_PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let lines = PHRASES.lines().filter(|line| !line.starts_with('#'));
    let mut known: HashMap<String, Vec<Phrase>> = HashMap::new();
    for phrase in lines.flat_map(|line| line.split(',')).map(str::trim).filter(|phrase| !phrase.is_empty()) {
        let words: Vec<&str> = phrase.split(' ').collect();
        let bare = words.iter().map(|word| if *word == "-" { "-".to_owned() } else { search_key(word) });
        let bare: Vec<String> = bare.collect();
        known.entry(bare.first().cloned().unwrap_or_default()).or_default().push((bare, words));
    }
    for phrases in known.values_mut() {
        phrases.sort_by_key(|(bare, _)| std::cmp::Reverse(bare.len()));
    }
    known
});

/// Puts the marks back where a whole text, or the paper inside a page, lost them.
pub(super) fn find(text: &str) -> Vec<Change> {
    let Some(lost) = lost_marks(text) else { return Vec::new() };
    let mut words = words(text);
    words.retain(|word| lost.start <= word.start && word.end <= lost.end);
    let mut changes = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let first = words.get(at).map(|word| word.of(text).to_lowercase()).unwrap_or_default();
        let phrases = KNOWN_PHRASES.get(&first).map(Vec::as_slice).unwrap_or_default();
        let found = phrases.iter().find_map(|(bare, phrase)| {
            let of = words.get(at..at + bare.len())?;
            let same = of.iter().zip(bare).all(|(span, word)| span.of(text).eq_ignore_ascii_case(word));
            let apart = of.windows(2).all(|pair| {
                let between = Span::new(pair[0].end, pair[1].start).of(text);
                between.trim_matches([' ', '\t']).is_empty()
            });
            (same && apart && (of.len() > 1 || !is_name(text, *of.first()?))).then_some((of.len(), phrase))
        });
        let Some((length, phrase)) = found else {
            at += 1;
            continue;
        };
        for (span, word) in words[at..at + length].iter().zip(phrase) {
            let now = in_case(span.of(text), word);
            if now != span.of(text) {
                changes.push(Change::single(Edit::replace(*span, now), "lost_marks"));
            }
        }
        at += length;
    }
    if changes.len() * KNOWN < words.len() {
        return Vec::new();
    }
    for (was, now) in SYMBOLS {
        let found = text.match_indices(was);
        changes.extend(
            found.map(|(at, was)| Change::single(Edit::replace(Span::new(at, at + was.len()), now), "lost_marks")),
        );
    }
    changes
}

/// The part of a text that has hardly a word with marks: all of it, or the lines in a row that are most of it, between those of a page.
fn lost_marks(text: &str) -> Option<Span> {
    let beyond = text.bytes().filter(|byte| !byte.is_ascii()).count();
    if beyond * 12 > text.len() {
        return None;
    }
    let (mut all, mut marked, mut start, mut at) = (0, 0, 0, 0);
    let mut run = 0;
    let mut longest = (0, Span::new(0, 0));
    for line in text.split_inclusive('\n') {
        let (words, with_marks) = count_words(line);
        all += words;
        marked += with_marks;
        at += line.len();
        if with_marks > 0 {
            (run, start) = (0, at);
        } else {
            run += words;
        }
        if run > longest.0 {
            longest = (run, Span::new(start, at));
        }
    }
    if all >= LEAST_WORDS && marked * MARKED <= all {
        return Some(Span::new(0, text.len()));
    }
    let (run, span) = longest;
    (run >= LEAST_WORDS && run * 2 >= all).then_some(span)
}

/// How many words a line has, and how many of them have marks.
fn count_words(line: &str) -> (usize, usize) {
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    words.fold((0, 0), |(all, marked), word| {
        (all + 1, marked + usize::from(word.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii())))
    })
}

/// The runs of letters, and lone dashes; a word beside a slash or dash is part of a symbol.
fn words(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let span = Span::new(from, at);
                let before = text[..from].chars().next_back();
                let code = before == Some('/') || before == Some('-') || letter == '/';
                let short = span.of(text).chars().all(|letter| letter.is_uppercase()) && at - from <= 4;
                if !(code && short) {
                    found.push(span);
                }
                start = None;
            }
            _ => {}
        }
        if letter == '-' && start.is_none() && text[..at].ends_with(' ') {
            found.push(Span::new(at, at + 1));
        }
    }
    found
}

/// A word with a capital that begins no sentence: "Phu Tan".
fn is_name(text: &str, word: Span) -> bool {
    let written = word.of(text);
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    let whole = written.chars().all(char::is_uppercase) && written.chars().count() > 1;
    let before = text[..word.start].trim_end_matches([' ', '\t']).chars().next_back();
    let begins =
        before.is_none_or(|before| matches!(before, '\n' | '.' | ':' | ';' | '-' | '+' | '(' | ')' | '*' | '/'));
    let after_small = || text[..word.start].trim_end().ends_with(char::is_lowercase);
    !begins && if whole { after_small() } else { capital }
}

/// A word with the capitals of the one it stands for.
fn in_case(written: &str, word: &str) -> String {
    let mut letters = written.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && written.chars().count() > 1 && letters.all(char::is_uppercase) {
        return word.to_uppercase();
    }
    let mut now = word.chars();
    match now.next() {
        Some(letter) if first => letter.to_uppercase().chain(now).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::repair::repair;

    const BARE: &str = "UY BAN NHAN DAN\nHUYEN PHU TAN\nSo: 57/KH-UBND\nPhu Tan, ngay 22 thang 02 nam 2017\n\nKE HOACH\nThuc hien lo trinh bao hiem y te \
        toan dan\n\nCan cu Quyet dinh so 15/QD-TTg ngay 28/6/2016 cua Thu tuong Chinh phu;\n1. Ty le bao phu bao hiem y te toan huyen nam 2017 \
        dat 82,5% dan so; nam 2018 dat tren 85%.\n2. Van dong them 340 nguoi tham gia bao hiem xa hoi tu nguyen.\n3. Phong Y te bao cao truoc ngay \
        15/12 hang nam.\n\nKT. CHU TICH\nPHO CHU TICH\nHuynh Van Sang\n";

    #[test]
    fn a_text_without_marks_gets_them_back_but_for_names() {
        let text = repair(BARE).text;
        for line in [
            "ỦY BAN NHÂN DÂN\nHUYỆN PHU TAN\nSố: 57/KH-UBND\nPhu Tan, ngày 22 tháng 02 năm 2017\n",
            "1. Tỷ lệ bao phủ bảo hiểm y tế toàn huyện năm 2017 đạt 82,5% dân số; năm 2018 đạt trên 85%.",
            "2. Vận động thêm 340 người tham gia bảo hiểm xã hội tự nguyện.",
            "PHÓ CHỦ TỊCH\nHuynh Van Sang",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn other_languages_are_left_alone() {
        let text = "The government of the province has set a target for the coverage of health insurance of all people in the year. ".repeat(8);
        assert_eq!(repair(&text).text, text);
    }
}
