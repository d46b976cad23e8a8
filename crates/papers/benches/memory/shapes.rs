//! The files that are read: honest ones and such as are made to swell.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use papers::broken::{BREAKS, break_text};

use crate::{packed, pdf};

pub struct Case {
    pub format: &'static str,
    pub shape: &'static str,
    /// A file of about so many bytes.
    pub make: fn(usize) -> Vec<u8>,
}

pub fn all() -> Vec<Case> {
    let case = |format, shape, make| Case { format, shape, make };
    let mut cases = vec![
        case("text", "papers", |size| cycled(&PAPERS, size).into_bytes()),
        case("text", "broken", |size| cycled(&break_text(&PAPERS, &BREAKS, 1000, 1), size).into_bytes()),
        case("text", "tiny", |size| cycled("a\n", size).into_bytes()),
        case("text", "numbers", |size| cycled("1 ", size).into_bytes()),
        case("text", "tasks", |size| cycled("giao Phòng Thu - ", size).into_bytes()),
        case("text", "days", |size| cycled("trước ngày 31/10/2020, ", size).into_bytes()),
        case("text", "citations", |size| cycled("Căn cứ Luật Bảo hiểm y tế;\n", size).into_bytes()),
        case("html", "papers", |size| page(&lines("<p class=\"MsoNormal\">", &PAPERS, "</p>\n"), size)),
        case("html", "bare papers", |size| page(&lines("", &PAPERS, "<br>"), size)),
        case("html", "tiny", |size| page("<p>a", size)),
        case("html", "breaks", |size| page("<br>a", size)),
        case("html", "cells", |size| page("<td>1", size)),
        case("html", "rows", |size| page("<tr><td>1", size)),
        case("html", "deep", |size| page("<div><table>", size)),
        case("html", "attributes", |size| page("<p a=1 b=2 c=3 d=4 e=5 f=6>a", size)),
    ];
    cases.extend(packed::all());
    cases.extend(pdf::all());
    cases
}

/// The open samples, one after the other.
pub static PAPERS: LazyLock<String> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/open");
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    files.into_iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
});

/// A text again and again, so many bytes in all.
pub fn cycled(text: &str, bytes: usize) -> String {
    let mut whole = text.repeat(bytes / text.len() + 1);
    whole.truncate((bytes..).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len()));
    whole
}

/// A fragment again and again, as often as it fits.
pub fn repeated(fragment: &str, bytes: usize) -> String {
    fragment.repeat(bytes / fragment.len())
}

/// Each line of a text between two others.
pub fn lines(before: &str, text: &str, after: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.lines().flat_map(|line| [before, line, after].map(str::to_owned)).collect()
}

fn page(content: &str, size: usize) -> Vec<u8> {
    format!("<!DOCTYPE html><html><body>{}", cycled(content, size)).into_bytes()
}

/// Makes a packed file of about so many bytes: how much is to be packed shows by trying.
pub fn packed_to(size: usize, make: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut amount = size;
    let mut file = make(amount);
    for _ in 0..4 {
        if file.len().abs_diff(size) * 10 < size {
            break;
        }
        amount = amount.saturating_mul(size) / file.len().max(1);
        file = make(amount);
    }
    file
}
