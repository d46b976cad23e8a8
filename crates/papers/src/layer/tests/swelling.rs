//! Files that are small and ask for much memory, and honest ones that look like them.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{Fault, docx, fault, open, paragraph, pdf};

const SENTENCE: &str = "Căn cứ Luật Bảo hiểm y tế ngày 14 tháng 11 năm 2008, phấn đấu đạt 95% dân số tham gia.";

fn word(body: &str) -> Vec<u8> {
    docx(&[("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"))])
}

fn flattened(content: &str, head: Dictionary) -> Stream {
    let mut stream = Stream::new(head, content.as_bytes().to_vec());
    stream.compress().expect("memory takes the content");
    stream
}

/// A PDF of one page whose content is packed.
fn packed(content: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf("")).expect("the frame is well-formed");
    document.objects.insert((5, 0), Object::Stream(flattened(content, dictionary! {})));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory takes the file");
    bytes
}

/// A PDF of one page, and one more object in it.
fn beside_a_page(object: &[u8]) -> Vec<u8> {
    let mut bytes = pdf("BT /F 9 Tf (a)'");
    let end = bytes.len() - "trailer<</Root 1 0 R/Size 6>>\n%%EOF".len();
    bytes.splice(end..end, [b"6 0 obj", object, b"endobj\n"].concat());
    bytes
}

/// The same with a bundle of objects (object stream).
fn beside_a_bundle(index: &str, objects: &str) -> Vec<u8> {
    let count = index.split_whitespace().count() / 2;
    let content = flattened(&[index, objects].concat(), dictionary! {}).content;
    let (length, first) = (content.len(), index.len());
    let head = format!("<</Type/ObjStm/N {count}/First {first}/Length {length}/Filter/FlateDecode>>stream\n");
    beside_a_page(&[head.as_bytes(), &content, b"\nendstream "].concat())
}

#[test]
fn a_document_whose_text_or_rows_swell() {
    assert_eq!(fault(&word(&paragraph(&SENTENCE.repeat(30_000)))), Fault::Swollen);
    assert_eq!(fault(&word(&format!("<w:p w:a=\"{}\"/>", "x".repeat(3 << 20)))), Fault::Swollen);
    assert_eq!(fault(&word(&format!("<w:tbl><w:tr>{}", "<w:tc><w:p/>".repeat(80_000)))), Fault::Swollen);
    assert_eq!(fault(&word(&paragraph(&"- ".repeat(450_000)))), Fault::Swollen);
}

#[test]
fn a_document_of_a_few_kilobytes_may_be_long() {
    let long = word(&paragraph(SENTENCE).repeat(3_000));
    assert!(long.len() < 16 << 10);
    assert_eq!(open(&long).text.lines().count(), 3_000);
}

#[test]
fn a_page_whose_content_swells() {
    let page = |operation: &str, times: usize| packed(&format!("BT /F 9 Tf {}", operation.repeat(times)));
    assert_eq!(fault(&page("(giao Phong Thu - )'", 100_000)), Fault::Swollen);
    assert_eq!(fault(&page("9 0 Td(a)'\n", 90_000)), Fault::Swollen);
    assert_eq!(open(&page("0 -16 Td(Can cu Luat Bao hiem y te)'\n", 50)).text.lines().count(), 50);
}

#[test]
fn objects_that_swell_in_memory() {
    let numbers = "0 ".repeat(200_000);
    assert_eq!(fault(&beside_a_page(format!("[{numbers}]").as_bytes())), Fault::Swollen);
    assert_eq!(fault(&beside_a_bundle("900 0 ", &format!("[{numbers}]"))), Fault::Swollen);
    let few = "0 ".repeat(1_000);
    let on_one_another: String = (900..1_900).map(|number| format!("{number} 0 ")).collect();
    assert_eq!(fault(&beside_a_bundle(&on_one_another, &format!("[{few}]"))), Fault::Swollen);
    assert_eq!(open(&beside_a_bundle("900 0 901 2002 ", &format!("[{few}][{few}]"))).text, "a\n");
}

#[test]
fn a_map_of_letters_that_swells() {
    let mapped = |ranges: &str| {
        let map = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Own def\n1 begincodespacerange\n\
             <0000> <FFFF>\nendcodespacerange\n1 beginbfrange\n{ranges}\nendbfrange\nendcmap\n\
             CMapName currentdict /CMap defineresource pop\nend\nend\n"
        );
        let mut document = Document::load_mem(&pdf("BT /F 9 Tf <00010002>'")).expect("the frame is well-formed");
        let map = document.add_object(flattened(&map, dictionary! {}));
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H", "ToUnicode" => Object::Reference(map),
        };
        document.objects.insert((4, 0), Object::Dictionary(font));
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("memory takes the file");
        bytes
    };
    assert_eq!(open(&mapped("<0001> <0010> <0041>")).text, "AB\n");
    assert_eq!(
        open(&mapped("<0000> <FFBF> <0040>")).text,
        "AB\n",
        "some programs name all codes of two bytes in one range"
    );
    assert_eq!(fault(&mapped("<00000000> <FFFFFFFF> <0041>")), Fault::Swollen);
}

#[test]
fn a_file_whose_objects_are_all_in_bundles() {
    let content = "BT /F 13 Tf 60 780 Td (Can cu Luat Bao hiem y te) Tj ET";
    let mut document = Document::load_mem(&pdf(content)).expect("the frame is well-formed");
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).expect("memory takes the file");
    assert!(bytes.windows(6).any(|window| window == b"ObjStm"));
    assert!(!bytes.windows(7).any(|window| window == b"/Pages "));
    assert_eq!(open(&bytes).text, "Can cu Luat Bao hiem y te\n");
}

#[test]
fn a_stream_whose_length_is_an_object_of_its_own() {
    let bytes = String::from_utf8(pdf("BT /F 9 Tf (a)'")).expect("the frame is ASCII");
    let apart = bytes.replace("/Length 15", "/Length 6 0 R");
    assert_ne!(apart, bytes);
    assert_eq!(open(apart.as_bytes()).text, "a\n", "an object that no table names, as if it were in a bundle");
    let tight = apart.replace("\nendstream endobj", "endstream endobj 6 0 obj 15 endobj\n");
    assert_eq!(open(tight.as_bytes()).text, "a\n");
    let locked = bytes.replace("<</Root", "<</Encrypt 4 0 R/Root");
    assert_eq!(fault(locked.as_bytes()), Fault::Locked);
}
