//! Words that a scan broke: letters set apart, spaces lost.

use std::ops::Range;

use super::lattice::{Piece, Stretch, read};
use super::letters::{Letters, UPPER, is_vowel};
use super::map::{Change, Edit};
use super::scan::{Scan, Shape, Word, letters_of, white, word_at};
use super::syllables::Rank;
use super::vocabulary::VOCABULARY;
use crate::span::Span;

/// Words read around one that is not known.
const MARGIN: usize = 2;
/// Words read at once: the beam's bound on very broken text.
const LONGEST_STRETCH: usize = 400;
/// Letters of a word beyond which it is left as it is.
const LONGEST_WORD: usize = 200;
/// Words that a single letter may follow as a label (điểm đ, nhóm A).
const LABELS: [&str; 25] = [
    "điểm", "mục", "nhóm", "loại", "hạng", "khối", "phần", "bảng", "biểu", "mẫu", "lớp", "vitamin", "tiết", "ý", "ô",
    "tổ", "khu", "lô", "án", "tiểu", "hình", "chương", "thứ", "khóa", "đợt",
];

/// Common words without marks that are no code beside a number, in a paper that lost spaces elsewhere.
const COMMON_PLAIN: [&str; 14] =
    ["cho", "theo", "trong", "trung", "qua", "khi", "con", "nay", "sau", "sang", "chia", "trang", "giao", "tham"];

pub(super) fn find(text: &str, scan: &Scan, clauses: Range<usize>, bold: bool) -> Vec<Change> {
    let clauses = &scan.clauses[clauses];
    // Room that stands unused costs nothing, a list that grows is copied: hardly any word of eight bytes has two changes.
    let bytes: usize = clauses.iter().map(|clause| clause.end - clause.start).sum();
    let mut changes = Vec::with_capacity(bytes / 8);
    for &clause in clauses {
        let words = words_of(text, clause);
        for (from, to) in stretches(text, &words, bold) {
            let words = &words[from..to];
            let fixed = (0..words.len()).map(|at| is_fixed(text, words, at)).collect();
            let stretch = Stretch { text, words, abbreviations: &scan.abbreviations, fixed, bold };
            compare(text, words, &read(&stretch), &mut changes);
        }
    }
    changes
}

/// Spaces lost between words and numbers.
pub(super) fn beside_numbers(text: &str, scan: &Scan, bold: bool) -> Vec<Change> {
    scan.glued.iter().flat_map(|&word| beside_digits(text, word, bold)).collect()
}

fn words_of(text: &str, clause: Span) -> Vec<Word> {
    let letters = Letters::new();
    let bytes = &text.as_bytes()[..clause.end];
    let mut words = Vec::new();
    let mut at = clause.start;
    while at < clause.end {
        let (class, length) = letters.at(bytes, at);
        if class == 0 {
            at += length.max(white(bytes, at));
        } else {
            let word = word_at(letters, &VOCABULARY.syllables, bytes, at);
            at = word.span.end;
            words.push(word);
        }
    }
    words
}

/// The stretches of words that are worth reading: around each unknown word that another reading could touch.
fn stretches(text: &str, words: &[Word], bold: bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.is_known() || word.letters > LONGEST_WORD || !may_change(text, words, at, bold) {
            continue;
        }
        let (from, to) = (at.saturating_sub(MARGIN), (at + 1 + MARGIN).min(words.len()));
        match found.last_mut() {
            Some((start, end)) if from <= *end && to - *start <= LONGEST_STRETCH => *end = to,
            last => {
                let free = last.map_or(0, |(_, end)| *end);
                found.push((from.max(free), to));
            }
        }
    }
    found.retain(|(from, to)| words[*from..*to].iter().all(|word| word.letters <= LONGEST_WORD));
    found
}

/// Whether some legal word reaches across an end of this word, or it may be divided.
fn may_change(text: &str, words: &[Word], at: usize, bold: bool) -> bool {
    let word = &words[at];
    let wrong = !word.rank.is_word() || word.shape == Shape::Mixed;
    if is_of_symbol(text, word) {
        return false;
    }
    if wrong
        && word.letters >= 2
        && (word.marked || ((bold || word.shape == Shape::Mixed) && !is_address(text, word.span)))
    {
        return true;
    }
    // Consonants alone are no word; the piece that they complete may be two pieces away (chư ơn g).
    if word.letters <= 3
        && word.rank == Rank::NONE
        && word.shape == Shape::Lower
        && letters_of(text, word.span).iter().all(|letter| !is_vowel(letter.class))
    {
        return true;
    }
    let beside = [at.checked_sub(1).map(|before| (before, at)), (at + 1 < words.len()).then_some((at, at + 1))];
    beside.into_iter().flatten().any(|(one, other)| may_join(text, &words[one], &words[other]))
}

/// Capitals right after a stroke or a dash are of the symbol of a paper, however long: "17/KH-BCĐNTM", "155-KH/TĐTN".
fn is_of_symbol(text: &str, word: &Word) -> bool {
    let before = word.span.start.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    word.shape == Shape::Upper && word.letters >= 2 && matches!(before, Some(b'/' | b'-'))
}

fn may_join(text: &str, one: &Word, other: &Word) -> bool {
    let letters = Letters::new();
    let first = letters.at(text.as_bytes(), other.span.start).0;
    if one.letters > 12 || one.foreign || other.foreign {
        return false;
    }
    let upper = first & UPPER != 0;
    match one.shape {
        Shape::Upper if one.letters == 1 => {}
        Shape::Upper => return upper || one.letters == 1,
        _ if upper => return false,
        _ => {}
    }
    if one.shape == Shape::Upper && upper {
        return true;
    }
    let syllables = &VOCABULARY.syllables;
    let mut state = syllables.start();
    for (at, _) in one.span.of(text).char_indices() {
        state = syllables.step(state, letters.at(text.as_bytes(), one.span.start + at).0);
    }
    syllables.step(state, first) != 0
        // A word that runs on into another may end in the first letters of the next: only dividing finds that.
        || (!one.rank.is_word() && one.letters >= 3 && one.marked)
}

/// Whether a word without marks belongs to an address of the net.
fn is_address(text: &str, word: Span) -> bool {
    let before = text[..word.start].bytes().next_back();
    let mut after = text[word.end..].bytes();
    let next = after.next();
    let domain = next == Some(b'.') && after.next().is_some_and(|letter| letter.is_ascii_alphanumeric());
    before.is_some_and(|byte| b"@./_-:\\=".contains(&byte))
        || next.is_some_and(|byte| b"@/_-\\=".contains(&byte))
        || domain
}

/// Whether a single letter is a label (điểm đ) or a unit (50 m): then it is no broken word, as long as a known word follows.
fn is_fixed(text: &str, words: &[Word], at: usize) -> bool {
    let word = &words[at];
    if word.shape == Shape::Lower && !word.marked && word.letters > 3 && is_address(text, word.span) {
        return true;
    }
    let about = word.letters == 1
        && text[word.span.start..].get(..3).is_some_and(|letters| matches!(letters, "V/v" | "v/v" | "V/V"));
    if about || starts_item(text, words, at) {
        return true;
    }
    if word.letters != 1 || words.get(at + 1).is_some_and(|next| !next.is_known()) {
        return false;
    }
    match at.checked_sub(1).map(|before| words[before].span) {
        Some(before) => LABELS.contains(&before.of(text).to_lowercase().as_str()),
        None => {
            let before = text[..word.span.start].trim_end_matches([' ', '\u{a0}']);
            let stroke = before.len() == word.span.start && before.ends_with(['/', '.', '\'', '’']);
            stroke || before.ends_with(|before: char| before.is_ascii_digit()) || ends_in_label(before)
        }
    }
}

/// Whether the word is the letter or roman number of an item that starts a line ("c. …", "II. …"), after a word that is whole.
fn starts_item(text: &str, words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| words[before]) else {
        return false;
    };
    let word = &words[at];
    let alone =
        text[..before.span.start].trim_end_matches(' ').chars().next_back().is_none_or(|earlier| earlier == '\n');
    if alone && before.span.of(text).bytes().all(|byte| b"IVX".contains(&byte)) {
        return false;
    }
    let label = word.letters == 1 || word.span.of(text).bytes().all(|byte| b"IVX".contains(&byte));
    let rest = &text[word.span.end..];
    let inline = word.letters == 1 && rest.starts_with(')') && before.is_known();
    inline
        || label
            && (before.is_known() || (before.shape == Shape::Upper && before.letters > 1))
            && Span::new(before.span.end, word.span.start).of(text).contains('\n')
            && rest.starts_with(['.', ')'])
            && rest[1..].starts_with(' ')
}

fn ends_in_label(before: &str) -> bool {
    let last = before.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    LABELS.contains(&last.to_lowercase().as_str())
}

/// Writes down where the reading differs from what stands there, one change for each stretch that both divide alike.
fn compare(text: &str, words: &[Word], pieces: &[Piece], changes: &mut Vec<Change>) {
    let (mut word, mut piece) = (0, 0);
    while word < words.len() && piece < pieces.len() {
        let (first_word, first_piece) = (word, piece);
        while words[word].span.end != pieces[piece].span.end {
            if words[word].span.end < pieces[piece].span.end {
                word += 1;
            } else {
                piece += 1;
            }
            if word == words.len() || piece == pieces.len() {
                return;
            }
        }
        word += 1;
        piece += 1;
        if word - first_word > 1 || piece - first_piece > 1 {
            changes.push(change(&words[first_word..word], &pieces[first_piece..piece], text));
        }
    }
}

fn change(words: &[Word], pieces: &[Piece], text: &str) -> Change {
    let mut edits = Vec::new();
    for pair in words.windows(2) {
        let gap = Span::new(pair[0].span.end, pair[1].span.start);
        if !pieces.iter().any(|piece| piece.span.end == gap.start) {
            edits.push(Edit::remove(gap));
        }
    }
    let removed = !edits.is_empty();
    let mut inserted = false;
    for piece in &pieces[..pieces.len() - 1] {
        if !words.iter().any(|word| word.span.end == piece.span.end) {
            inserted = true;
            edits.push(Edit::replace(Span::new(piece.span.end, piece.span.end), " "));
        }
    }
    edits.sort_by_key(Edit::span);
    let rule = match (removed, inserted) {
        (true, true) => "moved_space",
        (true, false) if gap_has_line(text, &edits) => "split_by_lines",
        (true, false) => "split_word",
        _ => "lost_space",
    };
    let span = words[0].span.join(words[words.len() - 1].span);
    Change { span, edits: edits.into(), rule }
}

fn gap_has_line(text: &str, edits: &[Edit]) -> bool {
    edits.iter().any(|edit| edit.span().of(text).contains('\n'))
}

/// A space between a word and a number that touch: "năm2020", "12tháng8". Words without marks may be codes (D02, 20ha).
fn beside_digits(text: &str, word: Span, bold: bool) -> Vec<Change> {
    let letters = word.of(text);
    let capitals = letters.chars().skip(1).any(char::is_uppercase) && letters.chars().any(char::is_lowercase);
    let plain = letters.is_ascii() && !(bold && COMMON_PLAIN.contains(&letters.to_lowercase().as_str()));
    if plain || capitals || letters.chars().count() < 2 {
        return Vec::new();
    }
    let before = text[..word.start].bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
    let after = text[word.end..].bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let insert = |at: usize| Edit::replace(Span::new(at, at), " ");
    let edits: Vec<Edit> =
        [before.then(|| insert(word.start)), after.then(|| insert(word.end))].into_iter().flatten().collect();
    if edits.is_empty() { Vec::new() } else { vec![Change { span: word, edits: edits.into(), rule: "lost_space" }] }
}
