//! All that Typst may see: the template, the measures, the data, the fonts. No files, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::layout::layout;

/// The world of one PDF.
pub(super) struct PaperWorld {
    fonts: &'static Fonts,
    data: Bytes,
}

impl PaperWorld {
    /// A world in which this JSON is the data.
    pub(super) fn new(fonts: &'static Fonts, data: String) -> Self {
        Self { fonts, data: Bytes::from_string(data) }
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA {
            Ok(self.data.clone())
        } else if id == LAYOUT.0 {
            Ok(LAYOUT.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(virtual_file("/paper.typ"), include_str!("paper.typ").to_owned()));

static DATA: LazyLock<FileId> = LazyLock::new(|| virtual_file("/paper.json"));

static LAYOUT: LazyLock<(FileId, Bytes)> = LazyLock::new(|| {
    let json = serde_json::to_string(layout()).expect("the layout holds only texts and numbers");
    (virtual_file("/layout.json"), Bytes::from_string(json))
});

fn virtual_file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the names of our own files are paths");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}
