//! The DOCX as LibreOffice sees it, compared with our own PDF; skipped where the programs are not installed.

use std::path::Path;
use std::process::Command;

use super::paper_of;
use crate::{Fonts, Format, Kind, write_paper};

/// A word with its place on its page, in points.
struct Placed {
    page: usize,
    left: f64,
    top: f64,
    word: String,
}

fn placed(pdf: &Path) -> Option<Vec<Placed>> {
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut page = 0;
    let mut words = Vec::new();
    for line in text.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page"));
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let number = |name: &str| rest.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.parse::<f64>().ok();
        let word = rest.split_once('>')?.1.trim_end_matches("</word>").to_owned();
        words.push(Placed { page, left: number("xMin")?, top: number("yMin")?, word });
    }
    (page > 0).then_some(words)
}

/// Times New Roman may be installed or not; the bundled font has the same widths, so the places agree.
#[test]
fn libreoffice_sees_what_the_pdf_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    for kind in Kind::ALL {
        for (format, name) in [(Format::Pdf, format!("{kind}_own.pdf")), (Format::Docx, format!("{kind}.docx"))] {
            let bytes = write_paper(kind, &paper_of(kind), format, Fonts::bundled())
                .unwrap_or_else(|error| panic!("{kind}: {error}"));
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        }
    }
    let documents = Kind::ALL.map(|kind| folder.path().join(format!("{kind}.docx")));
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let converted = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .args(&documents)
        .output();
    if !converted.is_ok_and(|output| output.status.success())
        || placed(&folder.path().join("cong_van_own.pdf")).is_none()
    {
        println!("skipped: 1 (soffice or pdftotext is not installed)");
        return;
    }
    for kind in Kind::ALL {
        let own = placed(&folder.path().join(format!("{kind}_own.pdf"))).expect("our PDF has words");
        let theirs =
            placed(&folder.path().join(format!("{kind}.pdf"))).unwrap_or_else(|| panic!("{kind} was not converted"));
        let all = |words: &[Placed]| {
            let mut words: Vec<String> = words
                .iter()
                .map(|word| word.word.clone())
                .filter(|word| word.chars().any(char::is_alphabetic))
                .collect();
            words.sort();
            words
        };
        assert_eq!(all(&own), all(&theirs), "{kind}: other words");
        // A line more or less at the foot of a page may carry the signature over, no more.
        let pages = |words: &[Placed]| words.iter().map(|word| word.page).max().unwrap_or_default();
        assert!(pages(&own).abs_diff(pages(&theirs)) <= 1, "{kind}: other pages");
        // The head, the upper 62 mm of the first page: every word within 3 mm of the same place. Further down the two
        // programs share out the space of justified lines differently.
        for own in own.iter().filter(|own| own.page == 1 && own.top < 176.0) {
            let apart = (theirs.iter())
                .filter(|theirs| (theirs.page, &theirs.word) == (own.page, &own.word))
                .map(|theirs| (own.left - theirs.left).abs().max((own.top - theirs.top).abs()) * 25.4 / 72.0)
                .fold(f64::INFINITY, f64::min);
            assert!(apart < 3.0, "{kind}: “{}” stands {apart:.1} mm away", own.word);
        }
    }
}
