//! PDF files: the whole file, or the streams of a file that is well-formed around them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::TextLayer;

/// A file of one page whose font takes its letters from `map` and whose words `content` draws.
fn framed(content: &[u8], map: &[u8]) -> Vec<u8> {
    let stream = |bytes: &[u8]| {
        [format!("<</Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
    };
    let objects: [Vec<u8>; 6] = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>".to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 97/Widths[556 556]/ToUnicode 6 0 R>>".to_vec(),
        stream(content),
        stream(map),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    for (object, number) in objects.iter().zip(1..) {
        file.extend_from_slice(format!("{number} 0 obj").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"endobj\n");
    }
    file.extend_from_slice(b"trailer<</Root 1 0 R/Size 7>>\n%%EOF");
    file
}

fuzz_target!(|bytes: &[u8]| {
    let file = match bytes.split_first() {
        Some((b'%', _)) => [b"%PDF-1.4\n", bytes].concat(),
        Some((first, rest)) => {
            let (content, map) = rest.split_at(rest.len() * usize::from(*first) / 256);
            framed(content, map)
        }
        None => return,
    };
    let _ = TextLayer::open("pdf", &file);
});
