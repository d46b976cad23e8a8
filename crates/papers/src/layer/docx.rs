//! Documents of Word (Office Open XML): paragraphs, tables, breaks, the numbers of lists. Page headers and footers and deleted text are left out.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::SMALLEST;
use super::fault::Fault;
use numbering::Numbering;
use table::Tables;

mod numbering;
mod table;

const DOCUMENT: &str = "word/document.xml";
const NUMBERING: &str = "word/numbering.xml";
/// How much larger than the file the XML that is read may be: what Word writes is five to fifteen times as large, short lines in many formats up
/// to 25. It takes no memory by itself.
const SWELLING: usize = 40;
const AT_LEAST: usize = 1 << 20;
/// How much larger than the file its text may be, and any one piece of its XML; of long papers without pictures the text is twice as large.
const TEXT: usize = 4;
/// How much memory in multiples of the file the rows of tables that are not yet read to their end may take.
const ROWS: usize = 12;

/// The text of a document.
pub(super) fn read(bytes: &[u8]) -> Result<String, Fault> {
    let size = bytes.len().max(SMALLEST);
    let limits = Limits { whole: bytes.len().saturating_mul(SWELLING).max(AT_LEAST), piece: size.saturating_mul(TEXT) };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::NotWord)?;
    let numbering = match archive.by_name(NUMBERING) {
        Ok(part) => {
            let mut numbering = Numbering::within(size);
            events(part, NUMBERING, limits, |event| {
                numbering.take(event);
                true
            })?;
            numbering
        }
        Err(_) => Numbering::default(),
    };
    let part = archive.by_name(DOCUMENT).map_err(|_| Fault::NotWord)?;
    let mut body = Body { numbering, ..Body::default() };
    events(part, DOCUMENT, limits, |event| {
        body.take(event);
        body.out.len() + body.paragraph.len() <= limits.piece && body.tables.held() <= size.saturating_mul(ROWS)
    })?;
    Ok(body.finish())
}

/// How many bytes of a part are read, and how many of one piece of it: a tag, a text without a tag in it.
#[derive(Clone, Copy)]
struct Limits {
    whole: usize,
    piece: usize,
}

/// Reads a part event by event, within the limits and as long as what is taken stays within its own.
fn events(part: impl Read, name: &str, limits: Limits, mut take: impl FnMut(&Event) -> bool) -> Result<(), Fault> {
    let whole = u64::try_from(limits.whole).unwrap_or(u64::MAX);
    let piece = u64::try_from(limits.piece).unwrap_or(u64::MAX);
    let mut reader = Reader::from_reader(BufReader::new(part.take(piece.min(whole))));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer);
        let at = reader.buffer_position();
        match event {
            Ok(Event::Eof) if at >= whole || cut_off(reader.get_mut()) => return Err(Fault::Swollen),
            Ok(Event::Eof) => return Ok(()),
            Ok(event) if take(&event) => {}
            Ok(_) => return Err(Fault::Swollen),
            Err(_) if at >= whole || cut_off(reader.get_mut()) => return Err(Fault::Swollen),
            Err(_) => return Err(Fault::BrokenXml { part: name.to_owned(), at }),
        }
        buffer.clear();
        reader.get_mut().get_mut().set_limit(piece.min(whole.saturating_sub(at)));
    }
}

/// Whether the limit, not the part, ended the reading.
fn cut_off(reader: &mut BufReader<std::io::Take<impl Read>>) -> bool {
    reader.fill_buf().is_ok_and(<[u8]>::is_empty) && reader.get_ref().limit() == 0
}

#[derive(Default)]
struct Body {
    out: String,
    numbering: Numbering,
    tables: Tables,
    /// The paragraph being read.
    paragraph: String,
    list: Option<(String, usize)>,
    level: usize,
    /// Open elements whose text does not stand in the paper: deletions, fields' codes, alternate content.
    hidden: usize,
    text: bool,
    /// Inside the list of tab stops, where a tab is no character.
    tab_stops: bool,
}

impl Body {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => self.end(local(tag.name().into_inner())),
            Event::Text(text) if self.text && self.hidden == 0 => self.paragraph.push_str(text),
            Event::CData(text) if self.text && self.hidden == 0 => self.paragraph.push_str(text),
            Event::GeneralRef(name) if self.text && self.hidden == 0 => self.reference(name),
            _ => {}
        }
    }

    fn reference(&mut self, name: &quick_xml::events::BytesRef) {
        if let Ok(Some(letter)) = name.resolve_char_ref() {
            self.paragraph.push(letter);
            return;
        }
        let name: &str = name;
        self.paragraph.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => "",
        });
    }

    fn start(&mut self, tag: &BytesStart, empty: bool) {
        let name = tag.name();
        let name = local(name.into_inner());
        if is_hidden(name) {
            self.hidden += usize::from(!empty);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "t" => self.text = !empty,
            "tabs" => self.tab_stops = !empty,
            "tab" if !self.tab_stops => self.paragraph.push('\t'),
            "br" | "cr" => self.paragraph.push('\n'),
            "noBreakHyphen" => self.paragraph.push('-'),
            "sym" => self.paragraph.push('•'),
            "p" => {
                self.list = None;
                self.level = 0;
                if empty {
                    self.tables.line(&mut self.out, "");
                }
            }
            "ilvl" => self.level = value(tag).and_then(|level| level.parse().ok()).unwrap_or(0).min(8),
            "numId" => self.list = value(tag).map(|id| (id, self.level)),
            "tblStyle" => self.tables.style(&value(tag).unwrap_or_default()),
            "top" | "bottom" | "insideH" | "insideV" => self.tables.border(&value(tag).unwrap_or_default()),
            "tbl" if !empty => self.tables.open(),
            "tr" if !empty => self.tables.open_row(),
            "tc" if !empty => self.tables.open_cell(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "t" => self.text = false,
            "tabs" => self.tab_stops = false,
            "p" => self.end_paragraph(),
            "tr" => self.tables.close_row(&mut self.out),
            "tbl" => self.tables.close(&mut self.out),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        let label = match self.list.take() {
            Some((id, level)) if !text.trim().is_empty() => self.numbering.label(&id, level),
            _ => None,
        };
        match label {
            Some(label) => self.tables.line(&mut self.out, &format!("{label} {text}")),
            None => self.tables.line(&mut self.out, &text),
        }
    }

    fn finish(mut self) -> String {
        if !self.paragraph.is_empty() {
            self.end_paragraph();
        }
        self.tables.close_all(&mut self.out);
        super::plain::unix_lines(self.out)
    }
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Elements whose text the reader of the paper does not see: deleted text, codes of fields, the older twin of a drawing, notes.
fn is_hidden(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "delText" | "instrText" | "Fallback" | "delInstrText")
}

/// The attribute `w:val`.
fn value(tag: &BytesStart) -> Option<String> {
    attribute(tag, "val")
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| local(attribute.key.into_inner()) == name)?;
    Some(found.value.as_ref().to_owned())
}
