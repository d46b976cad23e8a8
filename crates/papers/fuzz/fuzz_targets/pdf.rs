//! PDF files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;

fuzz_target!(|bytes: &[u8]| {
    let _ = TextLayer::open("pdf", &[b"%PDF-1.4\n", bytes].concat());
});
