use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Fault, Format, TextLayer};

mod swelling;

fn open(bytes: &[u8]) -> TextLayer {
    TextLayer::open("văn bản", bytes).expect("the sample is well-formed")
}

fn fault(bytes: &[u8]) -> Fault {
    TextLayer::open("văn bản", bytes).expect_err("the sample cannot be read").fault
}

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part can be started");
        writer.write_all(content.as_bytes()).expect("memory takes the part");
    }
    writer.finish().expect("the archive can be closed").into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn pdf(content: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj\n\
         4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n\
         5 0 obj<</Length {}>>stream\n{content}\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF",
        content.len()
    )
    .into_bytes()
}

#[test]
fn plain_text_in_every_encoding() {
    let text = "Bảo hiểm xã hội tỉnh Hòa Bình thực hiện đúng quy định về chế độ ốm đau.\nĐiều 1\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE][..], &utf16].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16,
        marked,
        text.replace('\n', "\r\n").into(),
    ] {
        assert_eq!(open(&bytes).text, text);
    }
}

#[test]
fn old_encodings_where_they_are_certain() {
    let tcvn3 = b"B\xb6o hi\xd3m x\xb7 h\xe9i t\xd8nh th\xf9c hi\xd6n ch\xd5 \xae\xe9 ch\xddnh s\xb8ch \xae\xf3ng quy \xae\xdenh";
    assert_eq!(open(tcvn3).text, "Bảo hiểm xã hội tỉnh thực hiện chế độ chính sách đúng quy định");
    let vni = b"Ba\xfbo hie\xe5m xa\xf5 ho\xe4i t\xe6nh th\xf6\xefc hie\xe4n che\xe1 \xf1o\xe4 ch\xednh sa\xf9ch \xf1u\xf9ng quy \xf1\xf2nh";
    assert_eq!(open(vni).text, "Bảo hiểm xã hội tỉnh thực hiện chế độ chính sách đúng quy định");
    let windows = b"Ba\xd2o hi\xea\xd2m xa\xde h\xf4\xf2i ti\xd2nh th\xfd\xf2c hi\xea\xf2n ch\xea\xec \xf0\xf4\xf2 chi\xecnh sa\xecch \xf0u\xecng quy \xf0i\xf2nh";
    assert_eq!(open(windows).text, "Bảo hiểm xã hội tỉnh thực hiện chế độ chính sách đúng quy định");
    assert_eq!(fault(b"\xff\x00\x81\x99 \x80\x80 abc"), Fault::Encoding);
    let font = "B¶o hiÓm x· héi tØnh thùc hiÖn chÕ ®é chÝnh s¸ch ®óng quy ®Þnh";
    assert_eq!(open(font.as_bytes()).text, "Bảo hiểm xã hội tỉnh thực hiện chế độ chính sách đúng quy định");
}

#[test]
fn a_web_page_without_what_is_no_content() {
    let page = "<!DOCTYPE html><html><head><title>Cổng</title><style>p{}</style></head><body><form><nav><ul><li>Trang chủ</ul></nav>\
        <header><a>Tin</a> <a>Ảnh</a> <a>Hỏi đáp</a></header>\
        <header>Cổng thông tin</header><h1>Kế hoạch  số 12</h1><p>Căn cứ Luật Bảo hiểm y&nbsp;tế; tỷ lệ &ge; 95%<br>dòng hai</p>\
        <script>var a = '<p>không</p>';</script><article><header><h2>Tiêu đề</h2></header></article>\
        <table><tr><td><p>TT</p></td><td>Huyện</td></tr><tr><td>1<td>Hòa Vang</table><p hidden>ẩn</p><footer>Bản quyền</footer></form>";
    let layer = open(page.as_bytes());
    assert_eq!(layer.format, Format::Html);
    assert_eq!(
        layer.text,
        "Cổng thông tin\nKế hoạch số 12\nCăn cứ Luật Bảo hiểm y\u{a0}tế; tỷ lệ ≥ 95%\ndòng hai\nTiêu đề\nTT\tHuyện\n1\tHòa Vang\n\nCổng\nBản quyền"
    );
    assert_eq!(open(b"<html><body><nav>menu<p>Noi dung van ban</p>").text.trim(), "menu\nNoi dung van ban");
}

#[test]
fn whose_page_it_is_stands_in_its_frame() {
    let page = |head: &str, foot: &str| {
        let body = "<h1>Ngày hội</h1><p>Trưa nay có mưa.</p>";
        open(format!("<html><head>{head}</head><body>{body}{foot}</body></html>").as_bytes()).text
    };
    let content = "Ngày hội\nTrưa nay có mưa.\n";
    assert_eq!(page("", ""), content);
    assert_eq!(page("<title>Ngày hội</title>", ""), content);
    assert_eq!(
        page("<title>Ngày hội | BHXH tỉnh Lào Cai</title>", "<footer>Điện thoại: 1</footer>"),
        format!("{content}\nBHXH tỉnh Lào Cai")
    );
    assert_eq!(
        page(
            "<meta property=\"og:site_name\" content=\"Trang tin BHXH tỉnh Sơn La\">",
            "<footer><ul><li>Liên hệ</ul><p>© 2023 BHXH tỉnh Sơn La</footer>"
        ),
        format!("{content}\nTrang tin BHXH tỉnh Sơn La\n© 2023 BHXH tỉnh Sơn La")
    );
    let paper = "<html><title>Kế hoạch | Thư viện</title><p>Độc lập - Tự do - Hạnh phúc";
    assert_eq!(open(paper.as_bytes()).text, "Độc lập - Tự do - Hạnh phúc");
}

#[test]
fn a_document_of_word() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
        <w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerLetter\"/>\
        <w:lvlText w:val=\"%2)\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |text: &str| format!("<w:tc>{text}</w:tc>");
    let document = [
        "<w:document><w:body><w:tbl><w:tr>",
        &cell(&[paragraph("CƠ QUAN"), paragraph("ĐƠN VỊ")].concat()),
        &cell(&paragraph("CỘNG HÒA")),
        "</w:tr></w:tbl>",
        &item(0, "Mục đích"),
        &item(1, "Một"),
        &item(1, "Hai"),
        &item(0, "Yêu cầu"),
        "<w:p><w:r><w:t>Giữ</w:t></w:r><w:del><w:r><w:delText> xóa</w:delText></w:r></w:del><w:r><w:br/><w:t>A &amp; B</w:t></w:r></w:p>",
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/></w:tblPr><w:tr>",
        &cell(&paragraph("1")),
        &cell(&paragraph("Hòa Vang")),
        "</w:tr></w:tbl></w:body></w:document>",
    ]
    .concat();
    let layer = open(&docx(&[("word/document.xml", &document), ("word/numbering.xml", numbering)]));
    assert_eq!(layer.format, Format::Docx);
    assert_eq!(
        layer.text,
        "CƠ QUAN\nĐƠN VỊ\nCỘNG HÒA\nI. Mục đích\na) Một\nb) Hai\nII. Yêu cầu\nGiữ\nA & B\n1\tHòa Vang\n"
    );
}

#[test]
fn a_document_that_swells_or_is_none() {
    let bomb = format!("<w:document><w:body>{}", "<w:p></w:p>".repeat(300_000));
    assert_eq!(fault(&docx(&[("word/document.xml", &bomb)])), Fault::Swollen);
    assert_eq!(fault(&docx(&[("xl/workbook.xml", "<a/>")])), Fault::NotWord);
    assert_eq!(fault(b"PK\x03\x04 nothing"), Fault::NotWord);
    let deep = format!("<w:document>{}", "<w:tbl><w:tr><w:tc>".repeat(50_000));
    assert_eq!(fault(&docx(&[("word/document.xml", &deep)])), Fault::Empty);
}

#[test]
fn pages_with_columns_and_without_letters() {
    let content = "BT /F 13 Tf 60 780 Td (BAO HIEM) Tj 260 0 Td (CONG HOA) Tj -260 -16 Td (So: 12/KH) Tj 260 0 Td (Doc lap) Tj \
        -260 -60 Td (Can cu Luat so 25/2008/QH12 ngay 14/11/2008 cua Quoc hoi ve bao hiem y te) Tj 0 -16 Td (1.) Tj 60 0 Td (Muc dich) Tj ET";
    let layer = open(&pdf(content));
    assert_eq!(layer.format, Format::Pdf);
    assert_eq!(
        layer.text,
        "BAO HIEM\nSo: 12/KH\nCONG HOA\nDoc lap\n\nCan cu Luat so 25/2008/QH12 ngay 14/11/2008 cua Quoc hoi ve bao hiem y te\n1. Muc dich\n"
    );
    assert_eq!(fault(&pdf("0 0 10 10 re f")), Fault::NoTextLayer { pages: 1 });
    assert_eq!(fault(b"%PDF-1.4 broken"), Fault::BrokenPdf);
}

#[test]
fn what_a_paper_never_is() {
    assert_eq!(fault(b""), Fault::Empty);
    assert_eq!(fault(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 doc"), Fault::OldWord);
    assert_eq!(fault(b"{\\rtf1 a}"), Fault::RichText);
    assert_eq!(fault(b"\x89PNG\r\n\x1a\n\0\0"), Fault::Picture);
    let error = TextLayer::open("quyết định.doc", b"\xD0\xCF\x11\xE0").expect_err("an old document");
    assert!(error.to_string().starts_with("quyết định.doc: Đây là tệp Word đời cũ"));
}
