//! The DOCX read back: well-formed parts, sizes and margins in twips, repeated heads, pages numbered apart.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::paper_of;
use crate::{Fonts, Format, Kind, write_paper};

fn docx(kind: Kind) -> Vec<u8> {
    write_paper(kind, &paper_of(kind), Format::Docx, Fonts::bundled()).unwrap_or_else(|error| panic!("{kind}: {error}"))
}

/// One part of a DOCX.
pub(super) fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a ZIP");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// The words of a part, a line for each paragraph; fails when it is not well-formed.
pub(super) fn words_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut words, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => inside = tag.name().as_ref() == "w:t",
            Event::End(tag) => {
                inside = false;
                if tag.name().as_ref() == "w:p" {
                    words.push('\n');
                }
            }
            Event::Text(text) if inside => words.push_str(text.as_ref()),
            Event::GeneralRef(name) if inside => words.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("an unknown reference {other}"),
            }),
            Event::Eof => return words,
            _ => {}
        }
    }
}

#[test]
fn every_part_is_well_formed() {
    for kind in Kind::ALL {
        let bytes = docx(kind);
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP");
        let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
        for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
            let mut text = String::new();
            archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
            words_of(&text);
        }
    }
}

/// The XML of one style.
fn style<'a>(styles: &'a str, id: &str) -> &'a str {
    let start = styles.find(&format!("w:styleId=\"{id}\"")).unwrap_or_else(|| panic!("no style {id}"));
    let end = styles[start..].find("</w:style>").expect("its end");
    &styles[start..start + end]
}

/// The sizes here are the decree's, in half points; a number after "or" is allowed too.
#[test]
fn styles_are_of_the_decrees_sizes() {
    let bytes = docx(Kind::QuyetDinh);
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("w:ascii=\"Times New Roman\""));
    for (id, sizes, bold, italic) in [
        ("QuocHieu", [24, 26], true, false),
        ("TieuNgu", [26, 28], true, false),
        ("CoQuanChuQuan", [24, 26], false, false),
        ("CoQuanBanHanh", [24, 26], true, false),
        ("SoKyHieu", [26, 26], false, false),
        ("DiaDanhThoiGian", [26, 28], false, true),
        ("TenLoai", [26, 28], true, false),
        ("TrichYeu", [26, 28], true, false),
        ("TrichYeuCongVan", [24, 26], false, false),
        ("KinhGui", [26, 28], false, false),
        ("CanCu", [26, 28], false, true),
        ("NoiDung", [26, 28], false, false),
        ("QuyenHanChucVu", [26, 28], true, false),
        ("NguoiKy", [26, 28], true, false),
        ("NoiNhan", [24, 24], true, true),
        ("DanhSachNoiNhan", [22, 22], false, false),
        ("SoPhuLuc", [28, 28], true, false),
        ("TenPhuLuc", [26, 28], true, false),
        ("SoTrang", [26, 28], false, false),
    ] {
        let xml = style(&styles, id);
        assert!(sizes.iter().any(|size| xml.contains(&format!("<w:sz w:val=\"{size}\"/>"))), "{id}: {xml}");
        assert_eq!((xml.contains("<w:b/>"), xml.contains("<w:i/>")), (bold, italic), "{id}");
    }
    // The first line of a paragraph goes in by 1.27 cm, 720 twips; paragraphs stand 6 points, 120 twips, apart.
    let body = style(&styles, "NoiDung");
    assert!(
        body.contains("w:firstLine=\"720\"") && body.contains("w:before=\"120\"") && body.contains("w:val=\"both\"")
    );
}

/// Margins: top and bottom 20–25 mm (1134–1417 twips), left 30–35 mm (1701–1984), right 15–20 mm (850–1134).
#[test]
fn pages_of_a_document() {
    let bytes = docx(Kind::QuyetDinh);
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\" w:orient=\"portrait\"/>"));
    assert!(document.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
    let upright = "<w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\"";
    assert_eq!(document.matches(upright).count(), 2, "the paper and its upright annex");
    assert_eq!(document.matches("<w:pgNumType w:start=\"1\"/><w:titlePg/>").count(), 3, "each section begins at 1");
    assert!(document.contains("<w:tblHeader/>"), "the head of a table is repeated");
    assert!(document.contains("<w:gridSpan w:val=\"2\"/>") && document.contains("<w:vMerge w:val=\"restart\"/>"));
    assert!(part(&bytes, "word/header_number.xml").contains("w:instr=\"PAGE\""));
    assert_eq!(words_of(&part(&bytes, "word/header_empty.xml")).trim(), "");
}

#[test]
fn drawings_come_as_svg_and_as_a_picture() {
    let bytes = docx(Kind::KeHoach);
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("r:embed=\"rPng1\"") && document.contains("r:embed=\"rSvg1\""));
    assert!(document.contains("descr=\"Biểu đồ cột"));
    let svg = part(&bytes, "word/media/drawing1.svg");
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP");
    let mut png = Vec::new();
    archive.by_name("word/media/drawing1.png").expect("the picture").read_to_end(&mut png).expect("bytes");
    assert!(png.starts_with(b"\x89PNG"));
}
