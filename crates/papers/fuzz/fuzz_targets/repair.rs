//! The repair: pieces of what it mends lead back to the whole text before.
#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use papers::Span;
use papers::repair::repair;

fuzz_target!(|text: &str| {
    let repaired = memory::bounded(text.len(), || repair(text));
    let mut end = 0;
    for (at, letter) in repaired.text.char_indices() {
        let span = repaired.original(Span::new(at, at + letter.len_utf8()));
        assert_eq!(span.start, end);
        assert!(text.is_char_boundary(span.end));
        end = span.end;
    }
    assert!(repaired.text.is_empty() || end == text.len());
});
