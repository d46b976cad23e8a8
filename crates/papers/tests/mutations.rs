//! Files changed at random, for as many seconds each as `PAPERS_MUTATION_SECONDS` says: nothing makes the readers panic, hang or swell.

#[path = "common/files.rs"]
mod files;
#[path = "common/paper.rs"]
mod paper;

use std::time::{Duration, Instant};

use papers::broken::Dice;
use papers::repair::repair;
use papers::{Span, TextLayer};

/// No input of these sizes may take longer, also in a build without optimisation and on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

#[test]
fn changed_text() {
    change(paper::PAPER.as_bytes(), 1, <[u8]>::to_vec);
}

#[test]
fn changed_html() {
    change(&files::html(), 2, <[u8]>::to_vec);
}

#[test]
fn changed_docx() {
    change(&files::docx_of(&files::document()), 3, <[u8]>::to_vec);
}

#[test]
fn changed_document_of_a_docx() {
    change(&files::document(), 4, files::docx_of);
}

#[test]
fn changed_pdf() {
    change(&files::pdf(), 5, <[u8]>::to_vec);
}

#[expect(clippy::print_stdout, reason = "how much was tried is what the run tells")]
fn tell(tried: usize, opened: usize) {
    println!("{tried} changed files, {opened} of them opened");
}

/// Changes a file again and again and reads what comes out of it once it is packed.
fn change(sample: &[u8], seed: u64, pack: fn(&[u8]) -> Vec<u8>) {
    let layer = TextLayer::open("mẫu", &pack(sample)).expect("the sample is well-formed");
    assert!(layer.text.contains("hiem") || layer.text.contains("hiểm"));
    let seconds = std::env::var("PAPERS_MUTATION_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut dice = Dice::new(seed);
    let (mut tried, mut opened) = (0_usize, 0_usize);
    while Instant::now() < end {
        let changed = mutated(sample, &mut dice);
        let bytes = pack(&changed);
        let start = Instant::now();
        tried += 1;
        if let Ok(layer) = TextLayer::open("mẫu", &bytes) {
            opened += 1;
            assert!(
                layer.text.len() <= 50 * changed.len() + (1 << 20),
                "{} bytes of {}",
                layer.text.len(),
                changed.len()
            );
            check_repair(&layer.text);
        }
        assert!(start.elapsed() < LONGEST, "seed {seed}, try {tried}: {:?}", start.elapsed());
    }
    tell(tried, opened);
    assert!(tried > 0 && opened > 0);
}

fn check_repair(text: &str) {
    let repaired = repair(text);
    assert!(repaired.text.len() <= 2 * text.len() + 64);
    let mut end = 0;
    for (at, letter) in repaired.text.char_indices() {
        let span = repaired.original(Span::new(at, at + letter.len_utf8()));
        assert_eq!(span.start, end, "a piece is lost before {at}");
        assert!(text.is_char_boundary(span.end));
        end = span.end;
    }
    assert!(repaired.text.is_empty() || end == text.len());
    let mut last = 0;
    for repair in &repaired.repairs {
        assert!(repair.span.start >= last && repair.span.end <= text.len());
        assert_eq!(repair.span.of(text), repair.was);
        last = repair.span.end;
    }
}

/// One to eight changes: bytes turned, taken out, put in, doubled, or swapped for those that matter to the formats.
fn mutated(sample: &[u8], dice: &mut Dice) -> Vec<u8> {
    const WORDS: [&[u8]; 14] = [
        b"<",
        b">",
        b"\0",
        b"\xff",
        b"endstream",
        b"4294967295",
        b"-1",
        b"<w:tbl>",
        b"<table>",
        b"&#x110000;",
        b"\xcc\x81",
        b"*",
        b"$",
        b"\n",
    ];
    let mut bytes = sample.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        let to = (at + dice.below(40)).min(bytes.len());
        match dice.below(16) {
            0..=2 => bytes[at] = bytes[at].wrapping_add(u8::try_from(dice.below(255)).unwrap_or(1) + 1),
            3..=5 => drop(bytes.drain(at..to)),
            6..=9 => drop(bytes.splice(at..at, WORDS[dice.below(WORDS.len())].iter().copied())),
            10..=11 => {
                let again = bytes[at..to].repeat(1 + dice.below(20));
                bytes.splice(at..at, again);
            }
            12..=14 => bytes[at] ^= 1 << dice.below(8),
            _ => bytes.truncate(at.max(16)),
        }
        if bytes.is_empty() {
            bytes.push(b'?');
        }
    }
    bytes
}
