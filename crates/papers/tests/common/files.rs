//! The paper in each format.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::paper::PAPER;

/// The paper as a web page.
pub fn html() -> Vec<u8> {
    let lines: String = PAPER.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    let table = "<table><tr><td>1</td><td>An B&igrave;nh</td></tr></table><script>var a = 1 < 2;</script>";
    format!(
        "<!DOCTYPE html><html><body><nav>Trang chủ</nav><article>{lines}{table}</article><!-- hết --></body></html>"
    )
    .into_bytes()
}

/// The paper as the main part of a document of Word.
pub fn document() -> Vec<u8> {
    let lines: String = PAPER.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{lines}{table}</w:body></w:document>")
        .into_bytes()
}

/// A document of Word around its main part.
pub fn docx_of(document: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part can be started");
    writer.write_all(document).expect("memory takes the part");
    writer.finish().expect("the archive can be closed").into_inner()
}

/// A page of PDF, with a font that names its letters by a map of its own.
pub fn pdf() -> Vec<u8> {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
        2 beginbfchar <41> <1EA2> <42> <0110> endbfchar 1 beginbfrange <61> <7A> <0061> endbfrange endcmap end";
    let content = "q 1 0 0 1 0 0 cm BT /F 13 Tf 60 780 Td (bAo hiem) Tj 260 0 Td (cong hoa) Tj -260 -16 Td [(so) -300 (ba)] TJ T* \
        (can cu luat so hai muoi lam) ' ET Q /X Do";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>/XObject<</X 7 0 R>>>>/Contents 5 0 R>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 97/Widths[556 556 500 556]/ToUnicode 6 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        format!("<</Length {}>>stream\n{map}\nendstream", map.len()),
        "<</Type/XObject/Subtype/Form/Length 32>>stream\nBT /F 9 Tf 60 60 Td (trang) Tj ET\nendstream".to_owned(),
    ];
    let bodies: String =
        objects.iter().zip(1..).map(|(object, number)| format!("{number} 0 obj{object}endobj\n")).collect();
    format!("%PDF-1.4\n{bodies}trailer<</Root 1 0 R/Size 8>>\n%%EOF").into_bytes()
}
