//! Files of PDF.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Stream};

use crate::shapes::{Case, PAPERS, cycled, packed_to, repeated};

/// Lines of a page.
const LINES: usize = 45;

/// What stands around the ranges of a font's map of letters.
const MAP_HEAD: &str = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n";
const MAP_END: &str = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

pub fn all() -> Vec<Case> {
    let case = |shape, make| Case { format: "pdf", shape, make };
    vec![
        case("papers", |size| packed_to(size, |text| papers(text, true))),
        case("papers, not packed", |size| packed_to(size, |text| papers(text, false))),
        case("letters one by one", |size| framed(&[repeated("1 0 0 1 9 9 Tm(a)'\n", size)], false, 0)),
        case("letters in an array", |size| framed(&[repeated("(a)-999", size)], false, 0)),
        case("tiny pages", |size| framed(&vec!["BT /F 9 Tf (1) Tj".to_owned(); size / 230], false, 0)),
        case("many fonts", |size| framed(&vec!["BT /F 9 Tf (1) Tj".to_owned(); size / 1300], false, 8)),
        case("an array of numbers", |size| with_object(&format!("[{}]", repeated("0 ", size)))),
        case("an array of lists", |size| with_object(&format!("[{}]", repeated("[0]", size)))),
        case("an array of dictionaries", |size| with_object(&format!("[{}]", repeated("<</A 0>>", size)))),
        case("swelling 9 times, letters", |size| swollen(size, 9, "9 0 Td(a)'\n")),
        case("swelling 39 times, letters", |size| swollen(size, 39, "9 0 Td(a)'\n")),
        case("swelling 39 times, a text", |size| swollen(size, 39, "(giao Phong Thu - )'")),
        case("swelling objects", |size| bundle(size, 9)),
        case("streams inside streams", overlapping),
        case("objects on one another", bundle_of_one),
        case("swelling a map", |size| map(size, 9)),
    ]
}

struct File {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl File {
    fn new() -> File {
        File { bytes: b"%PDF-1.7\n".to_vec(), places: Vec::new() }
    }

    fn object(&mut self, body: &[u8]) {
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{} 0 obj\n", self.places.len()).bytes());
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    fn stream(&mut self, entries: &str, content: &[u8], packed: bool) {
        let mut stream = Stream::new(Dictionary::new(), content.to_vec());
        let filter = if packed && stream.compress().is_ok() && stream.content.len() < content.len() {
            "/Filter/FlateDecode"
        } else {
            ""
        };
        let head = format!("<</Length {}{filter}{entries}>>stream\n", stream.content.len());
        self.object(&[head.as_bytes(), &stream.content, b"\nendstream"].concat());
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let rows: String = self.places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
        let size = self.places.len() + 1;
        self.bytes.extend(
            format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF")
                .bytes(),
        );
        self.bytes
    }
}

/// A file with these pages and what stands between the list of pages and the pages: a font at 3 with its map at 4, and its descendant at 5.
fn document(pages: &[String], packed: bool, map: &str, own_fonts: usize) -> File {
    let mut file = File::new();
    let each = 2 + 2 * own_fonts;
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 6 + page * each)).collect();
    file.object(b"<</Type/Catalog/Pages 2 0 R>>");
    file.object(format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()).as_bytes());
    let subtype = if map.is_empty() {
        "Type1/BaseFont/Helvetica"
    } else {
        "Type0/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 4 0 R"
    };
    file.object(format!("<</Type/Font/Subtype/{subtype}>>").as_bytes());
    file.stream("", map.as_bytes(), packed);
    file.object(b"<</Type/Font/Subtype/CIDFontType2/DW 500>>");
    for (page, content) in pages.iter().enumerate() {
        let first = 6 + page * each;
        let own: String = (0..own_fonts).map(|font| format!("/F{font} {} 0 R", first + 2 + 2 * font)).collect();
        let content: String =
            (0..own_fonts).map(|font| format!("/F{font} 9 Tf (1) Tj ")).chain([content.clone()]).collect();
        file.object(
            format!("<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R{own}>>>>/Contents {} 0 R>>", first + 1)
                .as_bytes(),
        );
        file.stream("", content.as_bytes(), packed);
        for font in 0..own_fonts {
            file.object(format!("<</Type/Font/Subtype/Type1/ToUnicode {} 0 R>>", first + 3 + 2 * font).as_bytes());
            let map = format!(
                "{MAP_HEAD}1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 beginbfrange\n<00> <FF> <0000>\nendbfrange\n{MAP_END}"
            );
            file.stream("", map.as_bytes(), packed);
        }
    }
    file
}

fn framed(pages: &[String], packed: bool, own_fonts: usize) -> Vec<u8> {
    let pages: Vec<String> = pages
        .iter()
        .map(|page| if own_fonts == 0 && pages.len() == 1 { format!("BT /F 9 Tf {page}") } else { page.clone() })
        .collect();
    document(&pages, packed, "", own_fonts).finish()
}

/// Papers as an office program prints them: a font that counts its own letters, and a map that says what they are.
fn papers(text: usize, packed: bool) -> Vec<u8> {
    let text = cycled(&PAPERS, text);
    let letters: Vec<char> = PAPERS.chars().collect::<BTreeSet<char>>().into_iter().collect();
    let code = |letter: char| letters.binary_search(&letter).unwrap_or_default() + 1;
    let wrapped: Vec<String> = text
        .lines()
        .flat_map(|line| {
            let letters: Vec<char> = line.chars().collect();
            letters
                .chunks(90)
                .map(|line| line.iter().map(|letter| format!("{:04X}", code(*letter))).collect::<String>())
                .collect::<Vec<_>>()
        })
        .collect();
    let pages: Vec<String> = wrapped
        .chunks(LINES)
        .map(|lines| {
            let lines: String =
                lines.iter().map(|line| format!("BT /F 12 Tf 1 0 0 1 85 700 Tm 0 -16 Td [<{line}>] TJ ET\n")).collect();
            lines
        })
        .collect();
    let unicode = |letter: char| -> String {
        letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect()
    };
    let pairs: String =
        letters.iter().map(|letter| format!("<{:04X}> <{}>\n", code(*letter), unicode(*letter))).collect();
    let map = format!(
        "{MAP_HEAD}1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{} beginbfchar\n{pairs}endbfchar\n{MAP_END}",
        letters.len()
    );
    document(&pages, packed, &map, 0).finish()
}

fn with_object(body: &str) -> Vec<u8> {
    let mut file = document(&["BT /F 9 Tf (a) Tj".to_owned()], false, "", 0);
    file.object(body.as_bytes());
    file.finish()
}

fn swollen(size: usize, times: usize, content: &str) -> Vec<u8> {
    let mut file = document(&[format!("BT /F 9 Tf {}", repeated(content, size * times))], true, "", 0);
    pad(&mut file, size);
    file.finish()
}

/// A bundle of objects (object stream) that swells.
fn bundle(size: usize, times: usize) -> Vec<u8> {
    let mut file = document(&["BT /F 9 Tf (a) Tj".to_owned()], false, "", 0);
    let content = format!("90000 0 [{}]", repeated("0 ", size * times));
    file.stream("/Type/ObjStm/N 1/First 8", content.as_bytes(), true);
    pad(&mut file, size);
    file.finish()
}

/// Streams that each reach to the end of the file.
fn overlapping(size: usize) -> Vec<u8> {
    let mut file = document(&["BT /F 9 Tf (a) Tj".to_owned()], false, "", 0);
    let end = size - size / 4;
    while file.bytes.len() + 100 < end {
        file.places.push(file.bytes.len());
        let head = format!("{} 0 obj\n<</Length {:08}>>stream\n", file.places.len(), 0);
        let length = end - file.bytes.len() - head.len();
        file.bytes.extend(head.replace("00000000", &format!("{length:08}")).bytes());
    }
    file.bytes.resize(end, b' ');
    file.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    file.finish()
}

/// A bundle that says of many objects that they are where the first is.
fn bundle_of_one(size: usize) -> Vec<u8> {
    let mut file = document(&["BT /F 9 Tf (a) Tj".to_owned()], false, "", 0);
    let index: String = (1000..1000 + size / 160).map(|number| format!("{number} 0 ")).collect();
    let content = format!("{index}[{}]", repeated("0 ", size / 40));
    file.stream(&format!("/Type/ObjStm/N {}/First {}", size / 160, index.len()), content.as_bytes(), true);
    pad(&mut file, size);
    file.finish()
}

/// A font whose map of letters swells.
fn map(size: usize, times: usize) -> Vec<u8> {
    let pairs: String = (0..size * times / 14).map(|code| format!("<{:04X}> <0041>\n", code & 0xFFFF)).collect();
    let map = format!(
        "{MAP_HEAD}1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n1 beginbfchar\n{pairs}endbfchar\n{MAP_END}"
    );
    let mut file = document(&["BT /F 9 Tf <0001> Tj".to_owned()], true, &map, 0);
    pad(&mut file, size);
    file.finish()
}

fn pad(file: &mut File, size: usize) {
    let rest = "x".repeat(size.saturating_sub(file.bytes.len()));
    file.stream("", rest.as_bytes(), false);
}
