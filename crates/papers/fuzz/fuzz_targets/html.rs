//! Web pages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;

fuzz_target!(|bytes: &[u8]| {
    let _ = TextLayer::open("html", &[b"<!DOCTYPE html>", bytes].concat());
});
