//! Web pages, by the tokens of the HTML standard. No tree is built: nesting costs nothing.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Elements that are no content by their name.
const NO_CONTENT: [&str; 10] =
    ["nav", "aside", "template", "select", "button", "svg", "dialog", "datalist", "menu", "object"];
/// Elements whose content is not markup.
const RAW: [&str; 8] = ["script", "style", "noscript", "iframe", "noembed", "noframes", "title", "textarea"];
/// Elements that begin and end a line.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
    "caption",
];

/// Whether a text is a web page.
pub(super) fn is_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(2000).collect::<String>().to_ascii_lowercase();
    let page = head.starts_with("<!doctype html")
        || head.contains("<html")
        || head.contains("<body")
        || head.contains("<head>");
    let fragment = head.starts_with('<')
        && ["<div", "<p", "<table", "<article", "<h1", "<meta", "<!--"].iter().any(|tag| head.contains(tag));
    page || fragment
}

/// The text of a page: blocks become lines, cells are divided by tabs; what the markup says is not content is left out.
pub(super) fn read(html: &str) -> String {
    let page = run(html, true);
    // A menu that is never closed would swallow the rest of the page.
    let page = if page.left_out.is_some() { run(html, false) } else { page };
    let owners = owners(&page);
    super::plain::unix_lines(page.out + &owners)
}

/// Marks between the parts of a title: "Họp bàn giải pháp | Bảo hiểm xã hội tỉnh Lạng Sơn".
const TITLE_PARTS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " > "];

/// Longest title that is looked at, in bytes.
const LONGEST_TITLE: usize = 600;

/// Lines that say whose page it is and stand in none of its content: from its title, the name of its site and its foot. A paper names its issuer
/// itself and is left as it is.
fn owners(page: &Page) -> String {
    if page.out.contains("Độc lập") || page.out.contains("ĐỘC LẬP") || page.out.trim().is_empty() {
        return String::new();
    }
    let mut parts = vec![page.site.trim(), page.title.trim()];
    for mark in TITLE_PARTS {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    let known: Vec<&str> = page.out.lines().map(str::trim).collect();
    let mut found = String::new();
    for part in parts.into_iter().map(str::trim).chain(page.foot.lines().map(str::trim)) {
        if !part.is_empty() && !known.contains(&part) && !found.lines().any(|line| line == part) {
            found.push('\n');
            found.push_str(part);
        }
    }
    found
}

fn run(html: &str, drop: bool) -> Page {
    let sink = Sink { page: RefCell::new(Page { drop, ..Page::default() }) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.page.take()
}

/// Links in the header of a page beyond which it is a menu: its name leads home, another link may change the language.
const MOST_LINKS: usize = 2;

/// So many paragraphs that follow another in one cell make a layout, not a table of values.
const LINES_OF_LAYOUT: usize = 2;

/// The header or the foot of a page while it is read: it may name who publishes, or be a menu.
#[derive(Clone, Copy)]
struct Header {
    /// How long the text before it is, in bytes.
    start: usize,
    /// How many headers are open.
    open: usize,
    links: usize,
}

struct Sink {
    page: RefCell<Page>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) => return page.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Page {
    out: String,
    /// Whether elements that are no content are left out.
    drop: bool,
    /// The element being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// Inside a raw element.
    raw: bool,
    /// The header of the page that is open.
    header: Option<Header>,
    /// The foot of the page that is open.
    footer: Option<Header>,
    /// The page's name for itself.
    title: String,
    in_title: bool,
    /// The name of the site.
    site: String,
    /// What the foot says of who owns the page.
    foot: String,
    /// Open article and main elements, whose header is content.
    articles: usize,
    preformatted: usize,
    space: bool,
    /// Whether the space that is due parts two paragraphs of a cell.
    parted: bool,
    row_started: bool,
    cell: bool,
    row: Row,
}

/// Where the cells and the paragraphs inside them are parted, in the row being read.
#[derive(Default)]
struct Row {
    tabs: Vec<usize>,
    parts: Vec<usize>,
    /// Paragraphs that follow another in the cell being read, and the most of any cell.
    in_cell: usize,
    most: usize,
}

impl Page {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let start = tag.kind == TagKind::StartTag;
        if RAW.contains(&name) {
            self.raw = start;
            self.in_title = start && name == "title" && self.title.is_empty() && self.left_out.is_none();
            return match (start, name) {
                (true, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
                (true, "title" | "textarea") => TokenSinkResult::RawData(RawKind::Rcdata),
                (true, _) => TokenSinkResult::RawData(RawKind::Rawtext),
                _ => TokenSinkResult::Continue,
            };
        }
        if self.leaves_out(tag, name, start) {
            return TokenSinkResult::Continue;
        }
        match name {
            "article" | "main" => {
                self.articles = if start { self.articles + 1 } else { self.articles.saturating_sub(1) }
            }
            "pre" => {
                self.preformatted = if start { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) }
            }
            "header" => self.header(start),
            "footer" if self.drop && (self.articles == 0 || self.footer.is_some()) => self.footer(start),
            "meta" if start && self.site.is_empty() => self.site = site_name(tag).unwrap_or_default(),
            "a" if start => {
                if let Some(header) = &mut self.header {
                    header.links += 1;
                }
            }
            "br" => self.out.push('\n'),
            "td" | "th" => self.cell(start),
            _ => {}
        }
        if matches!(name, "tr" | "table") {
            self.end_row();
            self.row_started = false;
            self.cell = false;
        }
        if BLOCKS.contains(&name) {
            self.block();
        }
        TokenSinkResult::Continue
    }

    /// Keeps count of the element that is left out; true if the tag belongs to it.
    fn leaves_out(&mut self, tag: &Tag, name: &str, start: bool) -> bool {
        if let Some((left_out, open)) = &mut self.left_out {
            if left_out == name && !tag.self_closing {
                *open = if start { *open + 1 } else { *open - 1 };
                if *open == 0 {
                    self.left_out = None;
                    self.block();
                }
            }
            return true;
        }
        let no_content = NO_CONTENT.contains(&name) || says_no_content(tag) && name != "footer";
        if self.drop && start && no_content && !tag.self_closing && !is_void(name) {
            self.left_out = Some((name.to_owned(), 1));
            return true;
        }
        false
    }

    /// Opens or closes a header; that of a page is taken back where it was a menu.
    fn header(&mut self, start: bool) {
        self.block();
        match (&mut self.header, start) {
            (Some(header), true) => header.open += 1,
            (None, true) if self.articles == 0 => {
                self.header = Some(Header { start: self.out.len(), open: 1, links: 0 });
            }
            (Some(header), false) if header.open > 1 => header.open -= 1,
            (Some(_), false) => {
                let menu = self.header.take().filter(|header| self.drop && header.links > MOST_LINKS);
                if let Some(header) = menu.filter(|header| self.out.is_char_boundary(header.start)) {
                    self.out.truncate(header.start);
                }
            }
            (None, _) => {}
        }
    }

    /// Opens or closes the foot of a page; of its lines only those that say whose the page is are kept, apart from the content.
    fn footer(&mut self, start: bool) {
        self.block();
        match (self.footer, start) {
            (Some(footer), _) if start || footer.open > 1 => {
                let open = if start { footer.open + 1 } else { footer.open - 1 };
                self.footer = Some(Header { open, ..footer });
            }
            (None, true) => self.footer = Some(Header { start: self.out.len(), open: 1, links: 0 }),
            (Some(footer), _) => {
                self.footer = None;
                let said = self.out.get(footer.start..).unwrap_or_default();
                let owned = said.lines().filter(|line| OWNED.iter().any(|words| line.contains(words)));
                for line in owned {
                    if self.foot.len() + line.len() <= LONGEST_TITLE {
                        self.foot.push_str(line);
                        self.foot.push('\n');
                    }
                }
                if self.out.is_char_boundary(footer.start) {
                    self.out.truncate(footer.start);
                }
            }
            (None, false) => {}
        }
    }

    fn cell(&mut self, start: bool) {
        if start {
            if self.row_started {
                while self.out.ends_with([' ', '\n']) {
                    self.out.pop();
                }
                self.row.tabs.push(self.out.len());
                self.out.push('\t');
            }
            self.row.in_cell = 0;
            self.row_started = true;
        }
        self.cell = start;
        self.space = false;
    }

    /// A row of one or two cells with several paragraphs each lays out the head or the end of a paper: its paragraphs become lines, one cell after
    /// the other.
    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.tabs.len() > 1 || row.most < LINES_OF_LAYOUT {
            return;
        }
        for at in row.tabs.into_iter().chain(row.parts) {
            if matches!(self.out.get(at..=at), Some(" " | "\t")) {
                self.out.replace_range(at..=at, "\n");
            }
        }
    }

    fn block(&mut self) {
        self.space = false;
        // Paragraphs inside a cell stay on the row's line.
        if self.cell {
            self.space = !self.out.ends_with(['\t', '\n', ' ']);
            self.parted = self.space;
        } else if !self.out.ends_with('\n') && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title && self.title.len() + text.len() <= LONGEST_TITLE {
            self.title.push_str(text);
        }
        if self.raw || self.left_out.is_some() {
            return;
        }
        if self.preformatted > 0 {
            self.out.push_str(text);
            return;
        }
        for letter in text.chars() {
            if matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space |= !self.out.ends_with(['\n', '\t', ' ']) && !self.out.is_empty();
            } else {
                if self.space {
                    if std::mem::take(&mut self.parted) && self.cell {
                        self.row.parts.push(self.out.len());
                        self.row.in_cell += 1;
                        self.row.most = self.row.most.max(self.row.in_cell);
                    }
                    self.out.push(' ');
                    self.space = false;
                }
                self.out.push(letter);
            }
        }
    }
}

/// With which words a foot says whose the page is.
const OWNED: [&str; 8] = ["©", "Copyright", "Bản quyền", "bản quyền", "BẢN QUYỀN", "chủ quản", "Chủ quản", "CHỦ QUẢN"];

/// `<meta property="og:site_name" content="…">`.
fn site_name(tag: &Tag) -> Option<String> {
    let value = |name: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|it| &*it.value);
    let names = value("property").or(value("name"))? == "og:site_name";
    value("content").filter(|content| names && content.len() <= LONGEST_TITLE).map(str::to_owned)
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn says_no_content(tag: &Tag) -> bool {
    tag.attrs.iter().any(|attribute| match &*attribute.name.local {
        "role" => matches!(&*attribute.value, "navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar"),
        "hidden" => true,
        "aria-hidden" => &*attribute.value == "true",
        _ => false,
    })
}
