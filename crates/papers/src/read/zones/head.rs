//! The head of a paper, read cell by cell.

use super::anchors::{REACH, is_place_line, least_end};
use super::cells::{self, Cell, Class, classify, is_capitals};
use super::{Head, Zone, columns};
use crate::read::letters::phrase;
use crate::read::lex::{Line, Shape, key, marks};
use crate::read::paragraphs::mark_at;
use crate::read::phrases::{Phrases, phrases};
use crate::read::vocabulary::{agency_start, capacity, post_start};
use crate::read::words::Words;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    About,
    Title,
    AfterTitle,
    To,
}

struct Reader<'w, 'a> {
    words: &'w Words<'a>,
    head: Head,
    state: State,
    /// The token up to which a line above has taken the text: "Kính" / "gửi:".
    taken: usize,
}

/// Reads the head from its first line on; returns it with the line where the body begins.
pub(super) fn read(words: &Words<'_>, lines: &[Line], start: usize, zones: &mut [Zone]) -> (Head, usize) {
    let mut reader = Reader { words, head: Head::default(), state: State::Start, taken: 0 };
    let mut at = start;
    let least = least_end(words, lines, start);
    while let Some(line) = lines.get(at) {
        match reader.line(line, lines.get(at + 1), at - start) {
            Some(zone) => zones[at] = zone,
            // A long line of a portal or a stamp before the number is no body.
            None if at < least && reader.lacks_anchors() => zones[at] = Zone::Noise,
            None => break,
        }
        at += 1;
    }
    for (line, zone) in lines.iter().zip(zones.iter_mut()).skip(at) {
        *zone = if is_base(words, line) || is_command(words, line) { Zone::Preamble } else { Zone::Body };
        if *zone == Zone::Body {
            break;
        }
    }
    (reader.head, at)
}

fn is_base(words: &Words<'_>, line: &Line) -> bool {
    let opener = phrases!["căn cứ", "xét", "theo đề nghị", "thực hiện"];
    let ends = words.is_any(line.end - 1, &[marks::SEMICOLON, marks::COMMA, marks::POINT]);
    ends && words.after_any(line.first, opener).is_some()
}

/// "QUYẾT ĐỊNH:", "QUYẾT NGHỊ:".
fn is_command(words: &Words<'_>, line: &Line) -> bool {
    is_capitals(words, &(line.first..line.end)) && words.is(line.end - 1, marks::COLON)
}

/// The first words of a place that a narrow cell parts from the rest.
const LONGEST_PARTED_PLACE: usize = 3;

/// A shorter line in capitals is no subject.
const SHORTEST_SUBJECT: usize = 4;

impl Reader<'_, '_> {
    /// Whether number or day are still to come above the title.
    fn lacks_anchors(&self) -> bool {
        self.state == State::Start && (self.head.number.is_none() || self.head.place_date.is_none())
    }

    /// The zone of a line of the head, or nothing where the body begins.
    fn line(&mut self, line: &Line, next: Option<&Line>, depth: usize) -> Option<Zone> {
        let cells = columns::of_head(self.words, line);
        let mut zone = Zone::Head;
        for (position, cell) in cells.iter().enumerate() {
            let cell = cell.start.max(self.taken)..cell.end;
            if cell.is_empty() {
                continue;
            }
            let class = match self.place_date_below(&cell, next) {
                Some(_) => Class::PlaceDate,
                None => classify(self.words, &cell),
            };
            let of_cell = self.cell(line, &cell, &class, next, depth);
            match of_cell {
                Some(of_cell) if position == 0 || of_cell != Zone::Head => zone = of_cell,
                Some(_) => {}
                None if position == 0 => return None,
                None => {}
            }
        }
        Some(zone)
    }

    /// Where a place and its date end whose first words a narrow cell parted from the rest: "Hà" / "Nam, ngày 09 tháng 6 năm 2014".
    fn place_date_below(&self, cell: &Cell, next: Option<&Line>) -> Option<usize> {
        let next = next.filter(|next| next.first == cell.end && !next.after_blank)?;
        let open = cell.len() <= LONGEST_PARTED_PLACE && self.head.place_date.is_none() && self.state == State::Start;
        let capital = |index: usize| {
            self.words.get(index).is_some_and(|token| token.is_word() && token.shape == Shape::Capitalised)
        };
        if !open || !cell.clone().all(capital) || agency_start(self.words, cell.start).is_some() {
            return None;
        }
        cells::place_date(self.words, &(cell.start..columns::inside_bars(self.words, next).end)).map(|(_, _, end)| end)
    }

    fn cell(&mut self, line: &Line, cell: &Cell, class: &Class, next: Option<&Line>, depth: usize) -> Option<Zone> {
        match class {
            Class::Rule => {
                if self.state == State::Title && !self.head.title.is_empty() {
                    self.state = State::AfterTitle;
                }
                Some(Zone::Head)
            }
            Class::Motto => Some(Zone::Head),
            Class::Number if self.head.number.is_none() => {
                // "Số:" may stand alone, its number in the line below.
                let end = cells::number_end(self.words, cell).unwrap_or(cell.end).max(cell.end);
                self.taken = self.taken.max(end);
                self.head.number = Some(cell.start..end);
                Some(Zone::Head)
            }
            Class::PlaceDate if self.head.place_date.is_none() => {
                let end = cells::place_date(self.words, cell).map(|(_, _, end)| end);
                let end = end.or_else(|| self.place_date_below(cell, next)).map_or(cell.end, |end| end.max(cell.end));
                self.taken = end;
                self.head.place_date = Some(cell.start..end);
                Some(Zone::Head)
            }
            Class::Date if self.head.place_date.is_none() && matches!(self.state, State::Start | State::About) => {
                self.head.place_date = cells::day_alone(self.words, cell);
                Some(Zone::Head)
            }
            Class::Title(kind, end) if self.head.kind.is_none() && self.state != State::To => {
                self.head.kind = Some((*kind, cell.start..*end));
                self.state = State::Title;
                self.title_rest(*end..cell.end);
                Some(Zone::Title)
            }
            Class::To(after) => {
                self.state = State::To;
                self.taken = *after;
                self.addressees(*after..cell.end.max(*after));
                Some(Zone::Addressees)
            }
            Class::About(after) if self.state == State::Title => {
                self.taken = *after;
                self.head.title.push(*after..cell.end.max(*after));
                Some(Zone::Title)
            }
            Class::About(after) if matches!(self.state, State::Start | State::About) && self.head.kind.is_none() => {
                self.state = State::About;
                self.taken = *after;
                self.head.about.push(*after..cell.end.max(*after));
                Some(Zone::Head)
            }
            _ => self.text(line, cell, class, next, depth),
        }
    }

    fn text(&mut self, line: &Line, cell: &Cell, class: &Class, next: Option<&Line>, depth: usize) -> Option<Zone> {
        match self.state {
            State::Start => self.above_title(cell, class, depth),
            State::About => self.about_goes_on(line, cell, class),
            State::Title => self.title_goes_on(line, cell, class),
            State::AfterTitle => self.below_title(cell, class),
            State::To => self.address(line, cell, next),
        }
    }

    fn above_title(&mut self, cell: &Cell, class: &Class, depth: usize) -> Option<Zone> {
        match class {
            Class::Capitals if self.is_below_anchors(cell) => {
                self.state = State::Title;
                // The name of the kind may have lost letters: "K HOẠCH".
                if cell.len() >= SHORTEST_SUBJECT {
                    self.head.title.push(cell.clone());
                }
                Some(Zone::Title)
            }
            Class::Capitals | Class::Title(..) if !is_stamp(self.words, cell) => {
                self.head.issuer.push(cell.clone());
                Some(Zone::Head)
            }
            Class::Below if cell.len() > 6 => None,
            _ if is_stamp(self.words, cell) => Some(Zone::Head),
            // An issuer in ordinary letters, as some pages show it.
            Class::Text
                if cell.len() <= 16
                    && self.head.number.is_none()
                    && (agency_start(self.words, cell.start).is_some() || self.places_issuer(cell)) =>
            {
                self.head.issuer.push(cell.clone());
                Some(Zone::Head)
            }
            _ if cell.len() <= 16 && depth < REACH => Some(Zone::Head),
            _ => None,
        }
    }

    /// A line in capitals under issuer, number and date that names no agency: what the paper is about, where a site left the name of its kind out.
    fn is_below_anchors(&self, cell: &Cell) -> bool {
        let (Some(number), Some(dated)) = (&self.head.number, &self.head.place_date) else { return false };
        let above = !self.head.issuer.is_empty() && number.end <= cell.start && dated.end <= cell.start;
        above && agency_start(self.words, cell.start).is_none() && !is_stamp(self.words, cell)
    }

    /// "tỉnh Tây Ninh" under "Ủy ban nhân dân": the place of an issuer in ordinary letters, in a line of its own.
    fn places_issuer(&self, cell: &Cell) -> bool {
        self.head.issuer.last().is_some_and(|issuer| !is_capitals(self.words, issuer))
            && is_place_line(self.words, cell)
    }

    fn about_goes_on(&mut self, line: &Line, cell: &Cell, class: &Class) -> Option<Zone> {
        let ended = self.head.about.last().is_some_and(|last| self.words.is(last.end - 1, marks::POINT));
        let capitals = *class == Class::Capitals && agency_start(self.words, cell.start).is_some();
        if capitals && !self.head.issuer.is_empty() {
            return Some(Zone::Head);
        }
        if capitals {
            self.head.issuer.push(cell.clone());
            return Some(Zone::Head);
        }
        if *class == Class::Below || ended || (line.after_blank && cell.len() > 14) || self.head.about.len() > 8 {
            return None;
        }
        self.head.about.push(cell.clone());
        Some(Zone::Head)
    }

    /// What follows the name of the kind in its own line.
    fn title_rest(&mut self, rest: Cell) {
        if rest.is_empty() || self.words.is(rest.start, key!("của")) {
            return;
        }
        self.head.title.push(rest);
    }

    fn title_goes_on(&mut self, line: &Line, cell: &Cell, class: &Class) -> Option<Zone> {
        let words = self.words;
        let begun = self.head.title.last().cloned();
        if let Some(kind) = self.head.kind.as_ref()
            && begun.is_none()
            && words.is(cell.start, key!("của"))
            && is_capitals(words, cell)
            && kind.1.end <= cell.start
        {
            return Some(Zone::Title);
        }
        if is_note(words, cell) {
            self.state = State::AfterTitle;
            return Some(Zone::Title);
        }
        if is_wire(words, cell) {
            self.state = State::To;
            return Some(Zone::Addressees);
        }
        let Some(begun) = begun else {
            if *class == Class::Below
                && (mark_at(words, cell.start).is_some() || words.after(cell.start, phrase!("căn cứ")).is_some())
            {
                return None;
            }
            self.head.title.push(cell.clone());
            return Some(Zone::Title);
        };
        let above = begun.clone();
        let capitals = is_capitals(words, cell);
        let apart = !is_capitals(words, &above) || line.after_blank || self.names_issuer(cell);
        if capitals && apart && is_authority(words, cell) {
            self.head.authority.push(cell.clone());
            self.state = State::AfterTitle;
            return Some(Zone::Head);
        }
        if words.is(above.end - 1, marks::POINT) || words.is(above.end - 1, marks::COLON) {
            return self.leave_title(cell, class);
        }
        let low = words.tokens[cell.start].shape == Shape::Lower && words.tokens[cell.start].is_word();
        let above_capitals = is_capitals(words, &above);
        // Under "HỘI NGHỊ LẦN THỨ BẢY BAN CHẤP HÀNH …" the subject begins with "về".
        if above_capitals
            && !capitals
            && words.is(cell.start, key!("về"))
            && agency_or_session(words, &self.head.title[0])
        {
            self.head.title.clear();
            self.head.title.push(cell.clone());
            return Some(Zone::Title);
        }
        // "BÁO CÁO TỔNG KẾT" goes on in the line below.
        let beside = |kind: &Cell| words.is_same_line(kind.start, above.start);
        let of_kind = self.head.kind.as_ref().is_some_and(|(_, kind)| beside(kind)) && !line.after_blank;
        let same_case = capitals == above_capitals || of_kind;
        let goes_on = if line.after_blank { low } else { *class != Class::Below && cell.len() <= 40 && same_case };
        let long = self.head.title.iter().map(Cell::len).sum::<usize>() > 120;
        let closed = words.is(cell.end - 1, marks::POINT) && cell.len() > 16;
        if goes_on && !long && !closed {
            self.head.title.push(cell.clone());
            return Some(Zone::Title);
        }
        self.leave_title(cell, class)
    }

    /// Whether a cell names the issuer of the head again, with or without a post before it.
    fn names_issuer(&self, cell: &Cell) -> bool {
        let words = self.words;
        let start = post_start(words, cell.start).filter(|end| *end < cell.end).unwrap_or(cell.start);
        let posted = start > cell.start && agency_start(words, start).is_some();
        let keys = |cell: &Cell| words.tokens[cell.clone()].iter().map(|token| token.key).collect::<Vec<_>>();
        posted || self.head.issuer.iter().any(|issuer| keys(cell).starts_with(&keys(issuer)))
    }

    fn leave_title(&mut self, cell: &Cell, class: &Class) -> Option<Zone> {
        self.state = State::AfterTitle;
        self.below_title(cell, class)
    }

    fn below_title(&mut self, cell: &Cell, class: &Class) -> Option<Zone> {
        let words = self.words;
        if is_note(words, cell) {
            return Some(Zone::Title);
        }
        if is_wire(words, cell) {
            self.state = State::To;
            return Some(Zone::Addressees);
        }
        let command = words.is(cell.end - 1, marks::COLON);
        match class {
            Class::Capitals | Class::Title(..) if !command && is_authority(words, cell) => {
                self.head.authority.push(cell.clone());
                Some(Zone::Head)
            }
            _ => None,
        }
    }

    /// Addressees in or after the line of "Kính gửi".
    fn addressees(&mut self, mut rest: Cell) {
        if cells::is_item(self.words, rest.start) && rest.len() > 1 {
            rest.start += 1;
        }
        if !rest.is_empty() {
            self.head.addressees.push(rest);
        }
    }

    fn address(&mut self, line: &Line, cell: &Cell, next: Option<&Line>) -> Option<Zone> {
        let words = self.words;
        let item = cells::is_item(words, cell.start);
        let Some(last) = self.head.addressees.last_mut() else {
            self.addressees(cell.clone());
            return Some(Zone::Addressees);
        };
        if item {
            if words.is(last.end - 1, marks::POINT) {
                return None;
            }
            self.addressees(cell.clone());
            return Some(Zone::Addressees);
        }
        let low = words.tokens[cell.start].is_word() && words.tokens[cell.start].shape == Shape::Lower;
        let open = words.is_any(last.end - 1, &[marks::COMMA, marks::DASH]) || words.is(last.end - 1, key!("và"));
        if (low || open) && !line.after_blank && cell.len() < 40 {
            last.end = cell.end;
            return Some(Zone::Addressees);
        }
        let separated = words.is(last.end - 1, marks::SEMICOLON);
        let name_only = !line.after_blank
            && cell.len() <= 14
            && agency_start(words, cell.start).is_some()
            && !words.is_any(last.end - 1, &[marks::POINT])
            && next.is_some_and(|next| next.after_blank || next.end - next.first > 14);
        if separated || (name_only && !has_verb(words, cell)) {
            self.addressees(cell.clone());
            return Some(Zone::Addressees);
        }
        None
    }
}

fn has_verb(words: &Words<'_>, cell: &Cell) -> bool {
    const VERBS: &Phrases = phrases![
        "nhận",
        "báo cáo",
        "xin",
        "trân trọng",
        "có",
        "đã",
        "đề nghị",
        "thực hiện",
        "căn cứ",
        "về",
        "kính",
        "số"
    ];
    cell.clone().any(|index| words.after_any(index, VERBS).is_some())
}

/// "HỘI NGHỊ LẦN THỨ …", "BAN THƯỜNG VỤ TỈNH ỦY": a line under the kind that names who, not what about.
fn agency_or_session(words: &Words<'_>, cell: &Cell) -> bool {
    agency_start(words, cell.start).is_some()
        || words.after_any(cell.start, phrases!["hội nghị", "kỳ họp", "khóa"]).is_some()
}

/// "(Ban hành kèm theo …)", "(Dự thảo)" under a title.
fn is_note(words: &Words<'_>, cell: &Cell) -> bool {
    words.is(cell.start, marks::OPEN)
        && cell.clone().take(8).any(|index| {
            words.after_any(index, phrases!["kèm theo", "dự thảo", "ban hành", "thay thế", "sửa đổi"]).is_some()
        })
}

/// "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … điện:" of a telegram: its addressees follow.
fn is_wire(words: &Words<'_>, cell: &Cell) -> bool {
    words.before(cell.end, phrase!("điện :")).is_some() && cell.len() <= 24
}

/// A line in capitals that names who decides: an agency, a post, or the session of a council.
fn is_authority(words: &Words<'_>, cell: &Cell) -> bool {
    agency_start(words, cell.start).is_some()
        || post_start(words, cell.start).is_some()
        || capacity(words, cell.start).is_some()
        || words.after_any(cell.start, phrases!["khóa", "kỳ họp", "nhiệm kỳ"]).is_some()
}

/// "HỎA TỐC", "DỰ THẢO", "LƯU HÀNH NỘI BỘ": stamps that say nothing about the issuer.
fn is_stamp(words: &Words<'_>, cell: &Cell) -> bool {
    cells::is_register_stamp(words, cell)
        || words
            .after_any(
                cell.start,
                phrases![
                    "hỏa tốc",
                    "thượng khẩn",
                    "khẩn",
                    "mật",
                    "dự thảo",
                    "lưu hành",
                    "bản sao",
                    "sao y",
                    "sao lục",
                    "tối mật",
                    "tuyệt mật"
                ],
            )
            .is_some()
}
