//! Documents of Word.

use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::shapes::{Case, PAPERS, cycled, lines, packed_to, repeated};

/// A paragraph as Word writes it, up to its text.
const PARAGRAPH: &str = "<w:p w:rsidR=\"00A1B2C3\" w:rsidRDefault=\"00D4E5F6\"><w:pPr><w:spacing w:before=\"120\" w:after=\"120\"/><w:ind w:firstLine=\"567\"/>\
    <w:jc w:val=\"both\"/><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:pPr>\
    <w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">";

pub fn all() -> Vec<Case> {
    let case = |shape, make| Case { format: "docx", shape, make };
    vec![
        case("papers", |size| packed_to(size, |text| papers(text, CompressionMethod::Deflated))),
        case("papers, not packed", |size| packed_to(size, |text| papers(text, CompressionMethod::Stored))),
        case("tiny", |size| stored(&repeated("<w:p><w:r><w:t>a</w:t></w:r></w:p>", size))),
        case("bare breaks", |size| stored(&["<w:p>", &repeated("<w:t>1<w:br/>", size)].concat())),
        case("cells", |size| stored(&["<w:tbl>", &repeated("<w:tr><w:tc><w:p/><w:tc><w:p/>", size)].concat())),
        case("one row of cells", |size| stored(&["<w:tbl><w:tr>", &repeated("<w:tc><w:p/>", size)].concat())),
        case("lines of one cell", |size| stored(&["<w:tbl><w:tr><w:tc>", &repeated("<w:p/>", size)].concat())),
        case("deep", |size| stored(&repeated("<w:tbl><w:tr><w:tc>", size))),
        case("swelling 3 times", |size| swollen(size, 3, "giao Phòng Thu - ")),
        case("swelling 9 times", |size| swollen(size, 9, "giao Phòng Thu - ")),
        case("swelling 19 times", |size| swollen(size, 19, "giao Phòng Thu - ")),
        case("swelling 39 times", |size| swollen(size, 39, "giao Phòng Thu - ")),
        case("swelling cells", |size| {
            let cells = repeated("<w:tc><w:p/>", size * 39);
            padded(size, &["<w:tbl><w:tr>", &cells].concat(), "<n/>")
        }),
        case("swelling numbering", |size| {
            let lists = (0..size * 39 / 76).map(|list| {
                format!("<abstractNum abstractNumId=\"{list}\"><lvl ilvl=\"8\"><start val=\"1\"/></lvl></abstractNum>")
            });
            padded(size, "<w:p><w:t>a</w:t></w:p>", &lists.collect::<String>())
        }),
    ]
}

fn papers(text: usize, method: CompressionMethod) -> Vec<u8> {
    let body = lines(PARAGRAPH, &cycled(&PAPERS, text), "</w:t></w:r></w:p>");
    archive(&[("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"), method)])
}

fn stored(body: &str) -> Vec<u8> {
    archive(&[("word/document.xml", &format!("<w:document><w:body>{body}"), CompressionMethod::Stored)])
}

/// A file whose text is so many times as long, all in one paragraph.
fn swollen(size: usize, times: usize, text: &str) -> Vec<u8> {
    padded(size, &format!("<w:p><w:t>{}</w:t></w:p>", repeated(text, size * times)), "<n/>")
}

/// A file of so many bytes, the packed parts together with what no reader looks at.
fn padded(size: usize, body: &str, numbering: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}");
    let parts = [
        ("word/document.xml", document.as_str(), CompressionMethod::Deflated),
        ("word/numbering.xml", numbering, CompressionMethod::Deflated),
    ];
    let rest = size.saturating_sub(archive(&parts).len());
    archive(&[parts[0], parts[1], ("rest", &"x".repeat(rest), CompressionMethod::Stored)])
}

fn archive(parts: &[(&str, &str, CompressionMethod)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content, method) in parts {
        let options = SimpleFileOptions::default().compression_method(*method);
        writer.start_file(*name, options).expect("a part can be started");
        writer.write_all(content.as_bytes()).expect("memory takes the part");
    }
    writer.finish().expect("the archive can be closed").into_inner()
}
