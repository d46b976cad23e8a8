//! From a file to its text.
//!
//! What a file is, its content says, not its name. The text is kept as it was extracted; all spans refer to it. Every reader works within
//! limits set by the size of its file, so that no file, however made, takes more than a small multiple of it.

mod docx;
mod fault;
mod html;
mod legacy;
mod pdf;
mod plain;
#[cfg(test)]
mod tests;

pub use fault::{Fault, LayerError};

/// The text of a paper as it was extracted, before any repair. All spans refer to it; `--text` writes it.
#[derive(Debug, Clone, Default)]
pub struct TextLayer {
    /// UTF-8, lines separated by `\n`.
    pub text: String,
    /// What it was extracted from.
    pub format: Format,
}

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Plain text in any encoding.
    #[default]
    Text,
    /// A web page.
    Html,
    /// A document of Word (Office Open XML).
    Docx,
    /// PDF with a text layer.
    Pdf,
}

impl Format {
    /// A short key: `txt`, `html`, `docx`, `pdf`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// The largest file that is opened, in bytes.
const LARGEST: usize = 256 << 20;

impl TextLayer {
    /// Opens a file by its content. The name only stands in the message when it cannot be read.
    pub fn open(file_name: &str, bytes: &[u8]) -> Result<TextLayer, LayerError> {
        let (format, text) = extract(bytes).map_err(|fault| LayerError { file: file_name.to_owned(), fault })?;
        let text = legacy::untangle(&text).unwrap_or(text);
        if text.trim().is_empty() {
            return Err(LayerError { file: file_name.to_owned(), fault: Fault::Empty });
        }
        Ok(TextLayer { text, format })
    }

    /// The layer of a text that is already at hand.
    pub fn of(text: impl Into<String>) -> TextLayer {
        TextLayer { text: plain::unix_lines(text.into()), format: Format::Text }
    }
}

fn extract(bytes: &[u8]) -> Result<(Format, String), Fault> {
    if bytes.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let head = &bytes[..bytes.len().min(1024)];
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok((Format::Docx, readable(docx::read(bytes)?, bytes.len())?));
    }
    if contains(head, b"%PDF-") {
        return Ok((Format::Pdf, readable(pdf::read(bytes)?, bytes.len())?));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Fault::OldWord);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Fault::RichText);
    }
    let pictures: [&[u8]; 6] = [b"\xFF\xD8\xFF", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM"];
    if pictures.iter().any(|start| bytes.starts_with(start)) && bytes.contains(&0) {
        return Err(Fault::Picture);
    }
    let text = plain::decode(bytes)?;
    if html::is_html(&text) {
        return Ok((Format::Html, html::read(&text)));
    }
    Ok((Format::Text, text))
}

/// What reading facts from a text takes of memory: for each byte, each token and each line, measured (`benches/memory.rs`) and rounded up.
const OF_BYTE: usize = 4;
const OF_TOKEN: usize = 40;
const OF_LINE: usize = 100;
/// The most memory that a packed file may ask for, in multiples of its size, and the size that smaller files are taken to have.
const MEMORY: usize = 45;
const SMALLEST: usize = 256 << 10;

/// The text of a packed file, unless reading it would take more memory than the file allows: text packs to a third or a fourth of its size,
/// what one fragment repeated makes up packs to a hundredth.
fn readable(text: String, size: usize) -> Result<String, Fault> {
    let tokens = text.bytes().filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).count();
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    let asked = text.len() * OF_BYTE + tokens * OF_TOKEN + lines * OF_LINE;
    if asked > size.max(SMALLEST).saturating_mul(MEMORY) { Err(Fault::Swollen) } else { Ok(text) }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
