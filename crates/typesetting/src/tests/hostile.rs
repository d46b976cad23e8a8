//! Data that try to be more than words.

use proptest::prelude::*;

use super::{paper_of, seen_of};
use crate::paper::{Block, Figure};
use crate::runs::{parse, words};
use crate::{Fonts, Format, Kind, Paper, data, example, write_paper};

fn with_paragraph(text: &str) -> Paper {
    Paper {
        body: vec![Block::Paragraph(text.to_owned()), Block::Paragraph("Hết".to_owned())],
        ..paper_of(Kind::CongVan)
    }
}

fn shows(text: &str) {
    let paper = with_paragraph(text);
    let expected: String = words(&parse(text)).split_whitespace().collect();
    let pdf = seen_of(Kind::CongVan, &paper).text();
    assert!(pdf.contains(&expected), "the PDF lacks “{expected}”");
    let docx = write_paper(Kind::CongVan, &paper, Format::Docx, Fonts::bundled()).expect("a DOCX");
    let document = super::documents::words_of(&super::documents::part(&docx, "word/document.xml"));
    let document: String = document.split_whitespace().collect();
    assert!(document.contains(&expected), "the DOCX lacks “{expected}”");
}

#[test]
fn markup_in_the_data_stays_words() {
    for text in [
        "#panic(\"x\") #read(\"/etc/passwd\") #import \"@preview/x:1.0.0\": *",
        "$x^2$ = _một_ `hai` <label> @ref // không phải chú thích /* cũng không */",
        "</w:t></w:r><w:r><w:t>chen ngang & \"ngoặc\" 'đơn'",
        "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;&#65;",
        "= Tiêu đề - gạch + cộng ~ ... -- --- \\n \\u{41}",
    ] {
        shows(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_shown(text in "[a-zđăâêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ #$<>&\"\'*_\\\\{}\\[\\]@=/-]{1,60}") {
        let text = text.trim();
        if text.chars().any(char::is_alphanumeric) {
            shows(&format!("{text} hết câu"));
        }
    }

    #[test]
    fn no_text_as_a_data_file_makes_a_panic(text in any::<String>(), cut in 0usize..2000) {
        let kind = Kind::KeHoach;
        let _ = data::read(kind, "tệp", &text);
        let whole = example(kind);
        let cut = (0..=cut.min(whole.len())).rev().find(|&place| whole.is_char_boundary(place)).unwrap_or(0);
        let _ = data::read(kind, "tệp", &format!("{}{text}{}", &whole[..cut], &whole[cut..]));
    }
}

#[test]
fn drawings_from_outside_are_refused() {
    let mut text = example(Kind::KeHoach).to_owned();
    text =
        text.replace("<line x1=\"30\"", "<image href=\"file:///etc/passwd\" width=\"5\" height=\"5\"/><line x1=\"30\"");
    let faults = data::read(Kind::KeHoach, "ke_hoach.toml", &text).expect_err("a fault");
    assert!(faults[0].to_string().contains("gọi tới “file:///etc/passwd” ở ngoài"), "{faults:?}");
    assert!(faults[0].field.ends_with("figure.svg"));
    // A caller that goes round the check gets no file either: the world of the PDF has none.
    let figure = Figure {
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"/etc/hostname\"/></svg>"
            .to_owned(),
        caption: Some("Hình".to_owned()),
        alt: None,
        width: 0.5,
    };
    let paper = Paper { body: vec![Block::Figure(figure)], ..paper_of(Kind::CongVan) };
    let _ = write_paper(Kind::CongVan, &paper, Format::Pdf, Fonts::bundled());
}
