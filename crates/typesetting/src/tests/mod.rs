//! Tests through the front door: data files in, pages and documents out.

mod documents;
mod hostile;
mod measures;
mod office;
mod seen;
mod words;

use std::sync::OnceLock;

use crate::composition::compose;
use crate::paper::Paper;
use crate::{Fonts, Format, Kind, data, example, pdf, write_paper};
use seen::Seen;

/// The example of a kind.
fn paper_of(kind: Kind) -> Paper {
    data::read(kind, "example", example(kind)).unwrap_or_else(|faults| panic!("{kind}: {faults:#?}"))
}

/// The pages of the example of a kind, in the bundled font, set once for all tests.
fn seen(kind: Kind) -> &'static Seen {
    static PAGES: [OnceLock<Seen>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];
    let place = Kind::ALL.iter().position(|other| *other == kind).expect("it is one of all");
    PAGES[place].get_or_init(|| seen_of(kind, &paper_of(kind)))
}

/// The pages of a paper, in the bundled font.
fn seen_of(kind: Kind, paper: &Paper) -> Seen {
    let document =
        pdf::set(&[compose(kind, paper)], Fonts::bundled()).unwrap_or_else(|error| panic!("{kind}: {error}"));
    Seen::on(&document)
}

/// The same data give the same bytes; a folder named by TYPESETTING_OUT at build time gets the files to look at.
#[test]
fn every_example_is_written_twice_the_same() {
    for kind in Kind::ALL {
        let paper = paper_of(kind);
        for (format, ending) in [(Format::Pdf, "pdf"), (Format::Docx, "docx")] {
            let write = || {
                write_paper(kind, &paper, format, Fonts::bundled()).unwrap_or_else(|error| panic!("{kind}: {error}"))
            };
            let bytes = write();
            assert_eq!(bytes, write(), "{kind}.{ending} differs from one time to the next");
            if let Some(folder) = option_env!("TYPESETTING_OUT") {
                std::fs::write(format!("{folder}/{kind}.{ending}"), bytes).expect("the folder is there");
            }
        }
    }
}

/// A template is written with its blanks, as a draft.
#[test]
fn templates_are_written() {
    for template in crate::TEMPLATES {
        let paper =
            data::read(template.kind, template.name, template.data).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let pages = seen_of(template.kind, &paper);
        assert!(pages.find("Số:").text.contains(&format!("{}/", crate::wording::BLANK)));
        for format in [Format::Pdf, Format::Docx] {
            let bytes = write_paper(template.kind, &paper, format, Fonts::bundled());
            let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", template.name));
            if let (Some(folder), Format::Pdf) = (option_env!("TYPESETTING_OUT"), format) {
                std::fs::write(format!("{folder}/{}.pdf", template.name), bytes).expect("the folder is there");
            }
        }
    }
}

/// A paper with its day is PDF/A-2a, tagged and in Vietnamese; a draft claims no archive.
#[test]
fn papers_are_archival_and_tagged() {
    let dated = write_paper(Kind::BaoCao, &paper_of(Kind::BaoCao), Format::Pdf, Fonts::bundled()).expect("a PDF");
    let text = String::from_utf8_lossy(&dated);
    for mark in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "/Lang(vi-VN)",
        "/MarkInfo<</Marked true",
    ] {
        assert!(text.contains(mark), "{mark} is missing");
    }
    let draft = write_paper(Kind::VanBan, &paper_of(Kind::VanBan), Format::Pdf, Fonts::bundled()).expect("a PDF");
    assert!(!String::from_utf8_lossy(&draft).contains("pdfaid"));
}

/// A batch keeps the order of its papers, one page each; so does a PDF for each paper.
#[test]
fn batches_keep_their_order() {
    let papers: Vec<Paper> = (1..=5)
        .map(|number| {
            let mut paper = paper_of(Kind::GiayKhen);
            if let Some(certificate) = &mut paper.certificate {
                certificate.recipient = format!("Người thứ {number}");
            }
            paper
        })
        .collect();
    let compositions: Vec<_> = papers.iter().map(|paper| compose(Kind::GiayKhen, paper)).collect();
    let pages = Seen::on(&pdf::set(&compositions, Fonts::bundled()).expect("pages"));
    let order: Vec<(usize, &str)> = (pages.words.iter())
        .filter(|words| words.text.contains("Người thứ"))
        .map(|words| (words.page, words.text.trim_start_matches("Bà Người thứ ")))
        .collect();
    assert_eq!(order, [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")]);

    let together = crate::batch(Kind::GiayKhen, &papers, Fonts::bundled()).expect("one PDF");
    assert_eq!(together.len(), 1);
    assert!(String::from_utf8_lossy(&together[0]).contains("<xmpTPg:NPages>5</xmpTPg:NPages>"));
    let one = crate::batch_together(Kind::GiayKhen, &papers, Fonts::bundled()).expect("one PDF");
    assert_eq!(one, together[0]);
    let each = crate::batch_each(Kind::GiayKhen, &papers, Fonts::bundled()).expect("five PDFs");
    let alone = write_paper(Kind::GiayKhen, &papers[3], Format::Pdf, Fonts::bundled()).expect("a PDF");
    assert_eq!((each.len(), &each[3]), (5, &alone));
    assert!(crate::batch(Kind::GiayKhen, &[], Fonts::bundled()).expect("nothing").is_empty());
}

#[test]
fn every_piece_has_a_row_in_the_layout() {
    let layout = crate::layout::layout();
    for piece in crate::layout::Piece::ALL {
        assert!(layout.pieces.contains_key(piece), "{piece:?}");
    }
}
