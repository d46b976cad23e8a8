//! The fonts of a PDF: Times New Roman where it is installed, else the bundled Liberation Serif of the same widths.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Liberation Serif 2.1.5 (SIL Open Font License): regular, bold, italic, bold italic.
pub const BUNDLED: [&[u8]; 4] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The font that papers are written in by Annex I of Decree 30/2020/NĐ-CP.
pub const TIMES: &str = "Times New Roman";

/// The name of the bundled font.
pub const FALLBACK: &str = "Liberation Serif";

/// A set of fonts a PDF may use.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

impl Fonts {
    /// The bundled fonts alone: the same PDF on every machine.
    pub fn bundled() -> &'static Self {
        static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(Vec::new()));
        &FONTS
    }

    /// Times New Roman from the folders where systems keep it, over the bundled fonts.
    pub fn installed() -> &'static Self {
        static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::from_folders(&SYSTEM_FOLDERS.map(PathBuf::from)));
        &FONTS
    }

    /// Times New Roman from these folders, if all four of its faces are there, over the bundled fonts.
    pub fn from_folders(folders: &[PathBuf]) -> Self {
        let mut files = Vec::new();
        for folder in folders {
            collect(folder, 0, &mut files);
        }
        files.sort();
        let times: Vec<Font> = files
            .into_iter()
            .filter_map(|file| fs::read(file).ok())
            .flat_map(|data| Font::iter(Bytes::new(data)).collect::<Vec<_>>())
            .filter(|font| font.info().family.eq_ignore_ascii_case(TIMES))
            .collect();
        Self::new(if is_whole(&times) { times } else { Vec::new() })
    }

    /// Whether Times New Roman itself is among them.
    pub fn has_times(&self) -> bool {
        self.fonts.iter().any(|font| font.info().family.eq_ignore_ascii_case(TIMES))
    }

    fn new(mut fonts: Vec<Font>) -> Self {
        fonts.extend(BUNDLED.iter().flat_map(|data| Font::iter(Bytes::new(*data))));
        let mut book = FontBook::new();
        for font in &fonts {
            book.push(font.info().clone());
        }
        Self { book: LazyHash::new(book), fonts }
    }
}

/// Where Linux, macOS and Windows keep fonts.
const SYSTEM_FOLDERS: [&str; 6] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:\\Windows\\Fonts",
];

/// Font folders are at most a few levels deep; a link that leads back up must not be followed for ever.
const DEEPEST: usize = 5;

/// A face of Times New Roman has a file name that begins with "times"; other files are not worth opening.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        if path.is_dir() {
            if depth < DEEPEST {
                collect(&path, depth + 1, files);
            }
        } else if name.starts_with("times") && [".ttf", ".otf", ".ttc"].iter().any(|ending| name.ends_with(ending)) {
            files.push(path);
        }
    }
}

/// Regular, bold, italic and bold italic are all there.
fn is_whole(fonts: &[Font]) -> bool {
    use typst::text::{FontStyle, FontWeight};
    [false, true].into_iter().all(|bold| {
        [false, true].into_iter().all(|italic| {
            fonts.iter().any(|font| {
                let variant = font.info().variant;
                (variant.weight >= FontWeight::BOLD) == bold && (variant.style != FontStyle::Normal) == italic
            })
        })
    })
}
