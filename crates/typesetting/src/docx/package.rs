//! The files of a DOCX and their ZIP, whose clock stands still so that the same paper gives the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::{Document, paragraph};
use super::styles::{W, border, numbering, styles};
use super::xml::Xml;
use crate::composition::{Composition, Line, PageFormat, text_width};
use crate::layout::{Piece, layout};

/// The ZIP could not be written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DocxError(#[from] zip::result::ZipError);

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Packs the parts of a document.
pub(super) fn package(composition: &Composition, document: &Document) -> Result<Vec<u8>, DocxError> {
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), content_types().into_bytes()),
        ("_rels/.rels".to_owned(), package_relationships().into_bytes()),
        ("docProps/core.xml".to_owned(), core_properties(composition).into_bytes()),
        ("word/document.xml".to_owned(), document.xml.clone().into_bytes()),
        ("word/_rels/document.xml.rels".to_owned(), document_relationships(document).into_bytes()),
        ("word/styles.xml".to_owned(), styles().into_bytes()),
        ("word/numbering.xml".to_owned(), numbering().into_bytes()),
        ("word/settings.xml".to_owned(), settings().into_bytes()),
        ("word/header_number.xml".to_owned(), header_with_number().into_bytes()),
        ("word/header_empty.xml".to_owned(), empty_part("w:hdr").into_bytes()),
        ("word/footer_empty.xml".to_owned(), empty_part("w:ftr").into_bytes()),
        ("word/footer_address.xml".to_owned(), footer_with_address(composition).into_bytes()),
    ];
    for (index, picture) in document.pictures.iter().enumerate() {
        parts.push((format!("word/media/drawing{}.png", index + 1), picture.png.clone()));
        parts.push((format!("word/media/drawing{}.svg", index + 1), picture.svg.clone().into_bytes()));
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, options)?;
        archive.write_all(&bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let mut xml = Xml::document();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        for (extension, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
        ] {
            xml.empty("Default", &[("Extension", &extension), ("ContentType", &kind)]);
        }
        for (part, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("header_number", "header"),
            ("header_empty", "header"),
            ("footer_empty", "footer"),
            ("footer_address", "footer"),
        ] {
            let (part, kind) = (format!("/word/{part}.xml"), format!("{WORD}.{kind}+xml"));
            xml.empty("Override", &[("PartName", &part), ("ContentType", &kind)]);
        }
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty("Override", &[("PartName", &"/docProps/core.xml"), ("ContentType", &core)]);
    });
    xml.finish()
}

fn relationships(entries: &[(String, String, String)]) -> String {
    let mut xml = Xml::document();
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in entries {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.finish()
}

fn package_relationships() -> String {
    relationships(&[
        ("rDocument".to_owned(), format!("{OFFICE}/officeDocument"), "word/document.xml".to_owned()),
        (
            "rCore".to_owned(),
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml".to_owned(),
        ),
    ])
}

fn document_relationships(document: &Document) -> String {
    let mut entries: Vec<(String, String, String)> = [
        ("rStyles", "styles", "styles.xml"),
        ("rNumbering", "numbering", "numbering.xml"),
        ("rSettings", "settings", "settings.xml"),
        ("rNumber", "header", "header_number.xml"),
        ("rEmptyHead", "header", "header_empty.xml"),
        ("rEmptyFoot", "footer", "footer_empty.xml"),
        ("rFoot", "footer", "footer_address.xml"),
    ]
    .map(|(id, kind, target)| (id.to_owned(), format!("{OFFICE}/{kind}"), target.to_owned()))
    .to_vec();
    for number in 1..=document.pictures.len() {
        for (id, ending) in [("rPng", "png"), ("rSvg", "svg")] {
            let target = format!("media/drawing{number}.{ending}");
            entries.push((format!("{id}{number}"), format!("{OFFICE}/image"), target));
        }
    }
    relationships(&entries)
}

/// Title, issuer, language and, once issued, the day of the paper.
fn core_properties(composition: &Composition) -> String {
    let mut xml = Xml::document();
    let core = format!("{PACKAGE}/metadata/core-properties");
    let namespaces: [(&str, &dyn std::fmt::Display); 4] = [
        ("xmlns:cp", &core),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &namespaces, |xml| {
        xml.element("dc:title", &[], |xml| {
            xml.words(&composition.title);
        });
        xml.element("dc:creator", &[], |xml| {
            xml.words(&composition.author);
        });
        xml.element("dc:language", &[], |xml| {
            xml.words("vi-VN");
        });
        if let Some(date) = composition.date {
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.element(name, &[("xsi:type", &"dcterms:W3CDTF")], |xml| {
                    xml.words(&format!("{date}T00:00:00Z"));
                });
            }
        }
    });
    xml.finish()
}

/// Compatibility mode 15 is that of Word since 2013; without it Word opens the file in the mode of Word 2007.
fn settings() -> String {
    let mut xml = Xml::document();
    xml.element("w:settings", &[("xmlns:w", &W)], |xml| {
        xml.empty("w:zoom", &[("w:percent", &100)]);
        xml.empty("w:defaultTabStop", &[("w:val", &720)]);
        xml.element("w:compat", &[], |xml| {
            xml.empty(
                "w:compatSetting",
                &[
                    ("w:name", &"compatibilityMode"),
                    ("w:uri", &"http://schemas.microsoft.com/office/word"),
                    ("w:val", &15),
                ],
            );
        });
        xml.empty("w:themeFontLang", &[("w:val", &"vi-VN")]);
    });
    xml.finish()
}

fn header_with_number() -> String {
    let mut xml = Xml::document();
    xml.element("w:hdr", &[("xmlns:w", &W)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", &Piece::PageNumber.style_id())]);
            });
            xml.element("w:fldSimple", &[("w:instr", &"PAGE")], |xml| {
                xml.element("w:r", &[], |xml| {
                    xml.element("w:t", &[], |xml| {
                        xml.words("2");
                    });
                });
            });
        });
    });
    xml.finish()
}

fn empty_part(name: &str) -> String {
    let mut xml = Xml::document();
    xml.element(name, &[("xmlns:w", &W)], |xml| {
        xml.empty("w:p", &[]);
    });
    xml.finish()
}

/// Box 13: the address under a rule as wide as the text.
fn footer_with_address(composition: &Composition) -> String {
    let foot = composition.sections.iter().find_map(|section| section.foot.as_ref());
    let Some(line) = foot else {
        return empty_part("w:ftr");
    };
    let mut xml = Xml::document();
    xml.element("w:ftr", &[("xmlns:w", &W)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.element("w:pBdr", &[], |xml| border(xml, "w:bottom", 6, 1, "000000"));
                xml.empty("w:spacing", &[("w:line", &20), ("w:lineRule", &"exact")]);
            });
        });
        paragraph(xml, &Line::new(Piece::Contact, line.runs.clone()), text_width(layout(), PageFormat::Upright));
    });
    xml.finish()
}
