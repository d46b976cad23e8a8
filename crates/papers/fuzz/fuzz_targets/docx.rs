//! The main part of documents of Word, packed without compression.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in ["word/document.xml", "word/numbering.xml"] {
        writer.start_file(part, options).expect("a part can be started");
        writer.write_all(bytes).expect("memory takes the part");
    }
    let file = writer.finish().expect("the archive can be closed").into_inner();
    let _ = TextLayer::open("docx", &file);
});
