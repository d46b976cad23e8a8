//! From any file to a mended text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;
use papers::repair::repair;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(layer) = TextLayer::open("whole", bytes) {
        let _ = repair(&layer.text);
    }
});
