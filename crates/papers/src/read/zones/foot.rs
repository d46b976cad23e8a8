//! The end of a paper: recipients and signature, one after the other in either order, or side by side.

use super::cells::{self, Cell, is_capitals, is_item, is_signed_mark, starts_recipients};
use super::{Foot, Zone, columns};
use crate::read::letters::phrase;
use crate::read::lex::{Line, Shape, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::read::vocabulary::{agency_start, capacity, is_family_name, post_start};
use crate::read::words::Words;

/// Words over a part of the recipients, with their colon.
const LONGEST_LABEL: usize = 6;

/// Reads the end of a paper whose body begins at a line; returns it with the line after it. The lines between become body.
pub(super) fn read(words: &Words<'_>, lines: &[Line], body: usize, zones: &mut [Zone]) -> (Foot, usize) {
    let start = find(words, lines, body).unwrap_or(lines.len());
    for zone in &mut zones[body.min(start)..start] {
        if *zone != Zone::Preamble {
            *zone = Zone::Body;
        }
    }
    let mut reader = Reader { words, foot: Foot::default(), listing: false, item_open: false, dashed: false, taken: 0 };
    let mut at = start;
    while let Some(line) = lines.get(at) {
        if !reader.line(line) {
            break;
        }
        zones[at] = Zone::Foot;
        at += 1;
    }
    (reader.foot, at)
}

/// The line where the end begins.
fn find(words: &Words<'_>, lines: &[Line], body: usize) -> Option<usize> {
    let recipients = (body..lines.len()).find(|index| {
        let line = &lines[*index];
        let named = words.has(&(line.first..line.end + 1), phrases!["nơi nhận", "nơi gửi"]);
        named
            && columns::of_foot(words, line)
                .iter()
                .any(|cell| starts_recipients(words, cell.start).is_some() && cell.len() < 40)
    });
    let signature = (body..recipients.unwrap_or(lines.len())).find(|index| begins_signature(words, lines, *index));
    match (recipients, signature) {
        (Some(recipients), Some(signature)) if recipients - signature <= 12 => Some(signature),
        (Some(recipients), _) => Some(recipients),
        (None, signature) => signature,
    }
}

/// A line with a post in capitals that a name, a mark of signing or the end of the text follows within some lines.
fn begins_signature(words: &Words<'_>, lines: &[Line], index: usize) -> bool {
    let line = &lines[index];
    let posted = || columns::of_foot(words, line).iter().any(|cell| is_post(words, cell));
    if is_plain_post(words, &(line.first..line.end)) {
        return names_below(words, lines, index);
    }
    posted()
        && lines[index + 1..].iter().take(8).any(|below| {
            columns::of_foot(words, below).iter().any(|cell| {
                person(words, cell).is_some()
                    || is_signed_mark(words, cell.start)
                    || starts_recipients(words, cell.start).is_some()
            })
        })
}

/// A line of a signature: `KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`.
fn is_post(words: &Words<'_>, cell: &Cell) -> bool {
    if words.is(cell.end - 1, marks::COLON) || cell.len() > 24 {
        return false;
    }
    let capitals = is_capitals(words, cell);
    if capacity(words, cell.start).is_some_and(|(_, end)| end < cell.end) {
        return capitals || cell.len() <= 12;
    }
    capitals && post_start(words, cell.start).is_some_and(|end| end <= cell.end)
}

/// A post in ordinary letters that fills its line, as old papers sign: "Giám đốc".
fn is_plain_post(words: &Words<'_>, cell: &Cell) -> bool {
    words.tokens[cell.start].is_capital()
        && !is_capitals(words, cell)
        && post_start(words, cell.start) == Some(cell.end)
}

/// Whether the next lines after a post in ordinary letters hold a name and nothing else: the paper ends there.
fn names_below(words: &Words<'_>, lines: &[Line], index: usize) -> bool {
    let mut below = lines[index + 1..].iter().take(3);
    let signed = |line: &Line| is_signed_mark(words, line.first) || is_signing_record(words, line.first);
    below.find(|line| !signed(line)).is_some_and(|line| {
        let name = line.first..line.end;
        words.tokens.get(name.start).is_some_and(|token| is_family_name(token.key))
            && person(words, &name) == Some(name)
    })
}

/// What the picture of an electronic signature says beside the signer: when, whose certificate, from which address.
fn is_signing_record(words: &Words<'_>, first: usize) -> bool {
    words
        .after_any(
            first,
            phrases![
                "thời gian ký :",
                "ngày ký :",
                "giờ ký :",
                "cơ quan :",
                "email :",
                "e - mail :",
                "chứng thư số :",
                "nhà cung cấp :",
                "lý do :",
                "vị trí :",
                "signed by :",
                "signature valid",
                "date :"
            ],
        )
        .is_some()
}

struct Reader<'w, 'a> {
    words: &'w Words<'a>,
    foot: Foot,
    listing: bool,
    item_open: bool,
    /// Whether the last item began with a dash: then a line without one goes on with it.
    dashed: bool,
    /// The token up to which a line above has taken the text: "Nơi" / "nhận:".
    taken: usize,
}

impl Reader<'_, '_> {
    /// Whether a line belongs to the end of the paper.
    fn line(&mut self, line: &Line) -> bool {
        let cells = columns::of_foot(self.words, line);
        let mut belongs = cells.is_empty();
        for cell in &cells {
            let cell = cell.start.max(self.taken)..cell.end;
            belongs |= cell.is_empty() || self.cell(line, &cell);
        }
        belongs
    }

    fn cell(&mut self, line: &Line, cell: &Cell) -> bool {
        let words = self.words;
        if let Some(after) = starts_recipients(words, cell.start) {
            self.listing = true;
            self.taken = after;
            self.item(after..cell.end.max(after));
            return true;
        }
        if is_signed_mark(words, cell.start) {
            self.foot.signed = true;
            let name = (cell.start..cell.end).find_map(|start| person(words, &(start..cell.end)));
            if name.is_some() && self.foot.name.is_none() {
                self.foot.name = name;
            }
            return true;
        }
        if cells::is_rule(words, cell) || is_signing_record(words, cell.start) {
            return true;
        }
        if is_item(words, cell.start) && self.listing {
            self.item(cell.start + 1..cell.end);
            self.dashed = true;
            return true;
        }
        let whole_line = cell.start == line.first && cell.end == line.end;
        if (is_post(words, cell) || whole_line && is_plain_post(words, cell))
            && (self.foot.name.is_none() || cell.start < self.name_start())
        {
            self.item_open = false;
            self.foot.posts.push(cell.clone());
            return true;
        }
        self.name_or_rest(line, cell)
    }

    fn name_start(&self) -> usize {
        self.foot.name.as_ref().map_or(0, |name| name.start)
    }

    fn name_or_rest(&mut self, line: &Line, cell: &Cell) -> bool {
        let words = self.words;
        let signing = !self.foot.posts.is_empty();
        let paired =
            self.foot.posts.len() == 2 && words.is_same_line(self.foot.posts[0].start, self.foot.posts[1].start);
        let second =
            paired && !line.after_blank && self.foot.recipients.last().is_none_or(|last| last.end <= self.name_start());
        let beside = self.foot.name.as_ref().is_none_or(|name| second || words.is_same_line(name.start, cell.start));
        if signing
            && beside
            && let Some(name) = person(words, cell)
        {
            self.foot.name = Some(name);
            return true;
        }
        // "Nguyễn Thị Hồng" / "Nhung": the last word of a name that a narrow column broke.
        if let Some(name) = self.foot.name.as_mut().filter(|name| {
            let token = |index: usize| words.tokens.get(index);
            let alike = token(cell.start).map(|it| it.shape) == token(name.start).map(|it| it.shape);
            let alone = cell.len() == 1 && cell.start == line.first && cell.end == line.end && !line.after_blank;
            let word = token(cell.start).is_some_and(|it| it.is_word() && it.is_capital());
            alone && word && alike && name.end == cell.start && (2..=3).contains(&name.len())
        }) {
            name.end = cell.end;
            return true;
        }
        // A post that goes on: "TRƯỞNG PHÒNG QUẢN LÝ THU" / "VÀ PHÁT TRIỂN NGƯỜI THAM GIA".
        if signing && self.foot.name.is_none() && is_capitals(words, cell) && !line.after_blank && cell.len() <= 20 {
            self.foot.posts.push(cell.clone());
            return true;
        }
        // "Gửi bản giấy:", "Bản điện tử:" over a part of the recipients.
        if self.listing
            && self.foot.posts.is_empty()
            && cell.len() <= LONGEST_LABEL
            && words.is(cell.end - 1, marks::COLON)
        {
            self.item_open = false;
            return true;
        }
        if !self.listing || line.after_blank {
            return false;
        }
        let comma = self.foot.recipients.last().is_some_and(|last| words.is(last.end - 1, marks::COMMA));
        let low = words.tokens[cell.start].shape == Shape::Lower || comma || self.dashed;
        if self.item_open
            && low
            && let Some(last) = self.foot.recipients.last_mut()
        {
            last.end = cell.end;
            self.item_open = !self.ends(cell);
            return true;
        }
        let plain = cell.len() <= 24
            && (self.ends(cell)
                || words.is(cell.start, key!("lưu"))
                || words.after(cell.start, phrase!("như")).is_some());
        if plain && self.foot.name.is_none() {
            self.item(cell.clone());
            return true;
        }
        false
    }

    fn ends(&self, cell: &Cell) -> bool {
        self.words.is_any(cell.end - 1, &[marks::SEMICOLON, marks::POINT])
    }

    fn item(&mut self, mut cell: Cell) {
        if cell.len() > 1 && is_item(self.words, cell.start) {
            cell.start += 1;
        }
        if cell.start < cell.end {
            self.item_open = !self.ends(&cell);
            self.dashed = false;
            self.foot.recipients.push(cell);
        }
    }
}

/// The name of a person that fills a cell, without titles of rank or learning.
pub(super) fn person(words: &Words<'_>, cell: &Cell) -> Option<Cell> {
    let mut start = cell.start;
    while let Some(end) = words.after_any(start, TITLES).filter(|end| *end < cell.end) {
        start = end;
        while words.is_any(start, &[marks::POINT, marks::COMMA, marks::DASH]) {
            start += 1;
        }
    }
    let mut end = cell.end;
    while end > start && words.tokens[end - 1].kind == crate::read::lex::TokenKind::Mark {
        end -= 1;
    }
    let name = start..end.max(start);
    let tokens = &words.tokens[name.clone()];
    // Names of the highlands: "H'Linh Niê", "Y'Bhôk".
    let joins = |token: &crate::read::lex::Token| {
        token.gap == crate::read::lex::Gap::None && matches!(token.text(words.text), "'" | "’" | "ʼ")
    };
    let named = (2..=6).contains(&tokens.len())
        && tokens.iter().all(|token| {
            joins(token) || token.is_word() && token.is_capital() && !is_no_name(words, token.text(words.text))
        });
    let family = tokens.first().is_some_and(|token| is_family_name(token.key));
    let agency = agency_start(words, name.start).is_some() || post_start(words, name.start).is_some();
    let several_capitals = tokens.iter().all(|token| token.shape == Shape::Upper);
    (named && (family || (!agency && !several_capitals))).then_some(name)
}

fn is_no_name(_words: &Words<'_>, text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || text.chars().count() > 9
}

const TITLES: &Phrases = phrases![
    "ts",
    "ths",
    "pgs",
    "gs",
    "bs",
    "bsck1",
    "bscki",
    "bsckii",
    "cki",
    "ckii",
    "ck1",
    "ck2",
    "ds",
    "ks",
    "cn",
    "thạc sĩ",
    "thạc sỹ",
    "tiến sĩ",
    "tiến sỹ",
    "bác sĩ",
    "bác sỹ",
    "phó giáo sư",
    "giáo sư",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tướng",
    "ông",
    "bà",
    "đồng chí"
];
