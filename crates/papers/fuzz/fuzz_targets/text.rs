//! Plain text in any encoding.
#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;

fuzz_target!(|bytes: &[u8]| {
    let _ = memory::bounded(bytes.len(), || TextLayer::open("text", bytes));
});
