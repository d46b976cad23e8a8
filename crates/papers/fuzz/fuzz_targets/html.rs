//! Web pages.
#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;

fuzz_target!(|bytes: &[u8]| {
    let page = [b"<!DOCTYPE html>", bytes].concat();
    let _ = memory::bounded(page.len(), || TextLayer::open("html", &page));
});
