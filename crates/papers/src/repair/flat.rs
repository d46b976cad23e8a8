//! Papers whose lines were all joined into one, as copies from pages and some readers of PDF give them: the parts that stand on lines of their own
//! by Annex I of Decree 30/2020/NĐ-CP get them back, and so do the items of lists.

use super::map::{Change, Edit};
use crate::span::Span;

/// A line that holds the motto of the state and is this long, in bytes, holds more of the paper than the motto.
const LONG_HEAD: usize = 330;
/// No paragraph is this long, in bytes.
const LONG_LINE: usize = 1_600;
/// Words of a place before its date: "Bà Rịa - Vũng Tàu, ngày …".
const LONGEST_PLACE: usize = 5;
/// Words between the mark of a heading and the first dash below it.
const LONGEST_HEADING: usize = 12;

/// Where lines must begin again.
pub(super) fn find(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut start = 0;
    let long: usize = text.split('\n').map(str::len).filter(|length| *length >= LONG_LINE).sum();
    let flat = long * 2 >= text.len();
    for line in text.split_inclusive('\n') {
        let headed = line.len() >= LONG_HEAD && holds_head(line);
        if headed || flat && line.len() >= LONG_LINE {
            break_line(text, Span::new(start, start + line.len()), headed, &mut changes);
        }
        start += line.len();
    }
    changes
}

/// Whether a line holds the head of a paper: the motto of the state or of the Party, or place and date, with a number near it.
fn holds_head(line: &str) -> bool {
    let end = line.char_indices().map(|(at, _)| at).take_while(|at| *at <= FARTHEST_HEAD).last().unwrap_or_default();
    let head = line.get(..end).unwrap_or(line);
    let motto = || head.contains("XÃ HỘI CHỦ NGHĨA VIỆT NAM") || head.contains("ĐẢNG CỘNG SẢN VIỆT NAM");
    let dated =
        || head.contains(", ngày ") && head.contains(" tháng ") || head.contains(", ngày ") && head.contains("/20");
    let numbered = || head.contains(" Số:") || head.contains(" Số ");
    motto() || numbered() && dated()
}

/// No head of a paper begins this far from the beginning of its line, in bytes: a portal may put menus before it.
const FARTHEST_HEAD: usize = 2_000;

/// Which part of a paper a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Issuer, motto, number, place and date.
    Head,
    /// The name of the kind and what the paper is about.
    Title,
    Body,
    /// Signature and recipients.
    Foot,
}

/// The words of a line with the part that was reached.
struct Words<'t> {
    words: Vec<(Span, &'t str)>,
    part: Part,
    /// The first word of the title after the name of the kind.
    subject: usize,
    /// The last word that begins a line.
    begun: usize,
}

fn break_line(text: &str, line: Span, headed: bool, changes: &mut Vec<Change>) {
    let mut words: Vec<(Span, &str)> = Vec::new();
    let whole = line.of(text);
    for word in whole.split_whitespace() {
        let start = line.start + (word.as_ptr().addr() - whole.as_ptr().addr());
        words.push((Span::new(start, start + word.len()), word));
    }
    let part = if headed { Part::Head } else { Part::Body };
    let mut words = Words { words, part, subject: 0, begun: 0 };
    for index in 1..words.words.len() {
        if words.begins_line(index) {
            words.begun = index;
            let gap = Span::new(words.words[index - 1].0.end, words.words[index].0.start);
            changes.push(Change::single(Edit::replace(gap, "\n"), "lost_line"));
        }
    }
}

impl<'t> Words<'t> {
    fn at(&self, index: usize) -> &'t str {
        self.words.get(index).map_or("", |(_, word)| *word)
    }

    /// Whether words stand from an index on; the last may carry a point or colon.
    fn are(&self, index: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(place, word)| {
            let found = self.at(index + place);
            found == *word || place + 1 == words.len() && found.trim_end_matches([':', '.', ',', ';']) == *word
        })
    }

    fn begins_line(&mut self, index: usize) -> bool {
        let ends = self.ends_paper(index);
        if ends && self.part != Part::Head {
            self.part = Part::Foot;
        }
        match self.part {
            Part::Head => self.begins_in_head(index),
            Part::Title => self.begins_after_title(index) || self.begins_item(index),
            Part::Body => self.begins_item(index) || self.ends_heading(index),
            Part::Foot => ends || self.begins_in_foot(index) || self.begins_item(index),
        }
    }

    fn begins_in_head(&mut self, index: usize) -> bool {
        const AGENCIES: [&[&str]; 6] = [
            &["BẢO", "HIỂM", "XÃ", "HỘI"],
            &["ỦY", "BAN", "NHÂN", "DÂN"],
            &["UỶ", "BAN", "NHÂN", "DÂN"],
            &["HỘI", "ĐỒNG", "NHÂN", "DÂN"],
            &["BAN", "CHỈ", "ĐẠO"],
            &["SỞ"],
        ];
        let (word, before) = (self.at(index), self.at(index - 1));
        if is_kind(self, index) {
            self.part = Part::Title;
            let mut end = index;
            while is_capitals(self.at(end)) {
                end += 1;
            }
            self.subject = end;
            return true;
        }
        if self.are(index, &["Kính", "gửi"]) || self.are(index, &["Căn", "cứ"]) {
            self.part = Part::Body;
            return true;
        }
        let motto = self.are(index, &["CỘNG", "HÒA", "XÃ", "HỘI"]) || self.are(index, &["CỘNG", "HOÀ", "XÃ", "HỘI"]);
        let party = self.are(index, &["ĐẢNG", "CỘNG", "SẢN"]);
        let under_motto = self.are(index, &["Độc", "lập"]);
        let numbered = word == "Số:"
            || word == "Số" && (self.at(index + 1).contains('/') || self.at(index + 2).contains('/'))
            || word == "*"
            || before == "*";
        let after_motto = before.trim_end_matches(['.', ',']).to_lowercase() == "phúc";
        let dated = self.begins_place(index);
        let after_date = index >= 2 && is_year(before) && self.at(index - 2) == "năm";
        let agency = before != "CƠ" && AGENCIES.iter().any(|name| self.are(index, name));
        // "TÒA ÁN NHÂN DÂN TỐI CAO TÒA ÁN NHÂN DÂN TỈNH …": the agency begins as the one above it.
        let again =
            index > self.begun + 2 && word == self.at(self.begun) && self.at(index + 1) == self.at(self.begun + 1);
        let turns = is_capitals(word) != is_capitals(before) && is_long_run(self, index);
        motto
            || party
            || under_motto
            || numbered
            || after_motto
            || dated
            || after_date
            || word.starts_with("V/v")
            || (agency || again) && is_capitals(before)
            || turns
    }

    /// "An Giang, ngày 12 tháng 4 năm 2021".
    fn begins_place(&self, index: usize) -> bool {
        let named = |word: &str| {
            word.chars().next().is_some_and(char::is_uppercase) && !word.contains('/') && !is_capitals(word)
        };
        let before = self.at(index - 1);
        let place = (index..index + LONGEST_PLACE).take_while(|at| named(self.at(*at))).count();
        let last = (index + place).saturating_sub(1);
        place > 0 && self.at(last).ends_with(',') && self.at(last + 1) == "ngày" && !named(before)
    }

    /// The end of the name of the kind, and of what the paper is about.
    fn begins_after_title(&mut self, index: usize) -> bool {
        const OPENS: [&[&str]; 27] = [
            &["Căn", "cứ"],
            &["Thực", "hiện"],
            &["Triển", "khai"],
            &["Hưởng", "ứng"],
            &["Trên", "cơ"],
            &["Qua"],
            &["Sau"],
            &["Trước"],
            &["Từ"],
            &["Được"],
            &["Nhân"],
            &["Ngày"],
            &["Tiếp", "tục"],
            &["Ban", "Chấp"],
            &["Ban", "Thường"],
            &["Sáng", "ngày"],
            &["Chiều", "ngày"],
            &["Tiếp", "theo"],
            &["Xét"],
            &["Theo"],
            &["Để"],
            &["Nhằm"],
            &["Trong"],
            &["Những"],
            &["Thời", "gian"],
            &["Kính", "gửi"],
            &["Phần", "thứ"],
        ];
        if index == self.subject {
            return true;
        }
        let opens = index > self.subject + 2
            && (OPENS.iter().any(|words| self.are(index, words)) || self.begins_with_agency(index));
        if opens
            || index > self.subject
                && (self.begins_item(index) || is_capitals(self.at(index)) && is_long_run(self, index))
        {
            self.part = Part::Body;
            return true;
        }
        false
    }

    /// "… năm 2024 UBND tỉnh ban hành …": who issues the paper begins its first sentence.
    fn begins_with_agency(&self, index: usize) -> bool {
        const AGENCIES: [&[&str]; 4] =
            [&["UBND"], &["BHXH"], &["Ủy", "ban", "nhân", "dân"], &["Bảo", "hiểm", "xã", "hội"]];
        const LEVELS: [&str; 8] = ["tỉnh", "huyện", "thành", "thị", "xã", "phường", "quận", "Việt"];
        const INSIDE: [&str; 6] = ["của", "ngành", "gia", "và", "với", "do"];
        let before = self.at(index - 1);
        let named = AGENCIES.iter().find(|name| self.are(index, name));
        !INSIDE.contains(&before)
            && !before.ends_with([',', ';', '-'])
            && named.is_some_and(|name| LEVELS.contains(&self.at(index + name.len())))
    }

    /// The mark of an item or heading, or a word that begins a paragraph by itself.
    fn begins_item(&self, index: usize) -> bool {
        let (word, before, next) = (self.at(index), self.at(index - 1), self.at(index + 1));
        let capital = next.chars().next().is_some_and(|first| first.is_uppercase() || first == '“');
        let closed = before.ends_with(['.', ';', ':', ',', '/', '!']);
        if matches!(word, "-" | "–" | "+" | "•" | "*") {
            // "2. Chỉ tiêu - Năm 2021 …": the first item stands right below its heading.
            let heads = index - self.begun <= LONGEST_HEADING && is_mark(self.at(self.begun)) && capital;
            return closed && (capital || next.chars().next().is_some_and(|first| first.is_ascii_digit())) || heads;
        }
        if word == "Điều" && is_mark(next) {
            return closed || is_capitals(before);
        }
        if self.are(index, &["Căn", "cứ"]) || self.are(index, &["Nơi", "nhận"]) || self.are(index, &["Kính", "gửi"])
        {
            return true;
        }
        if matches!(word, "QUYẾT") && matches!(next, "ĐỊNH:" | "NGHỊ:" | "ĐỊNH" | "NGHỊ") {
            return true;
        }
        const LABELS: [&str; 8] = ["Điều", "khoản", "điểm", "mục", "số", "Mục", "Chương", "Phần"];
        is_mark(word) && (capital || is_letter_mark(word)) && !LABELS.contains(&before)
    }

    /// Where a heading in capitals turns into the text below it.
    fn ends_heading(&self, index: usize) -> bool {
        let headed = is_mark(self.at(self.begun)) && is_capitals(self.at(self.begun + 1));
        let decided = self.at(self.begun) == "QUYẾT";
        (headed || decided)
            && is_capitals(self.at(index - 1))
            && !is_capitals(self.at(index))
            && self.at(index).chars().next().is_some_and(char::is_uppercase)
    }

    /// "TM.", "Nơi nhận:", "CHỦ TỊCH" after a sentence.
    fn ends_paper(&self, index: usize) -> bool {
        let (word, before) = (self.at(index), self.at(index - 1));
        let closed = before.ends_with(['.', ';', '/']);
        let stands_for = matches!(word, "TM." | "T/M" | "TM" | "KT." | "K/T" | "TL." | "TUQ." | "Q.");
        stands_for && is_capitals(self.at(index + 1))
            || self.are(index, &["Nơi", "nhận"])
            || closed && self.part != Part::Foot && begins_post(self, index)
    }

    fn begins_in_foot(&self, index: usize) -> bool {
        let (word, before) = (self.at(index), self.at(index - 1));
        let signs = word.to_lowercase().starts_with("(đã") || before.to_lowercase().starts_with("ký)");
        const GOES_ON: [&str; 9] = ["PHÓ", "KT.", "TL.", "TM.", "TUQ.", "Q.", "TỔNG", "K/T", "-"];
        let post = begins_post(self, index) && is_capitals(self.at(index + 1)) && !GOES_ON.contains(&before);
        let turns = is_capitals(word) != is_capitals(before) && word.chars().next().is_some_and(char::is_uppercase);
        let annex = self.are(index, &["PHỤ", "LỤC"]) || self.are(index, &["Phụ", "lục"]) || word == "(Kèm";
        signs || annex || post || turns && !before.ends_with(':') && is_capitals(before)
    }
}

/// "CHỦ TỊCH", "PHÓ GIÁM ĐỐC", "BÍ THƯ".
fn begins_post(words: &Words<'_>, index: usize) -> bool {
    const POSTS: [&[&str]; 13] = [
        &["TRƯỞNG", "PHÒNG"],
        &["CHÁNH", "VĂN"],
        &["HIỆU", "TRƯỞNG"],
        &["PHÓ"],
        &["CHỦ", "TỊCH"],
        &["PHÓ", "CHỦ"],
        &["GIÁM", "ĐỐC"],
        &["PHÓ", "GIÁM"],
        &["PHÓ", "TỔNG"],
        &["TỔNG", "GIÁM"],
        &["BÍ", "THƯ"],
        &["PHÓ", "BÍ"],
        &["TRƯỞNG", "BAN"],
    ];
    POSTS.iter().any(|post| words.are(index, post))
}

/// The name of a kind of paper in capitals, after the number or the date.
fn is_kind(words: &Words<'_>, index: usize) -> bool {
    const KINDS: [&[&str]; 14] = [
        &["KẾ", "HOẠCH"],
        &["QUYẾT", "ĐỊNH"],
        &["CHỈ", "THỊ"],
        &["NGHỊ", "QUYẾT"],
        &["THÔNG", "BÁO"],
        &["BÁO", "CÁO"],
        &["CHƯƠNG", "TRÌNH"],
        &["HƯỚNG", "DẪN"],
        &["TỜ", "TRÌNH"],
        &["KẾT", "LUẬN"],
        &["ĐỀ", "ÁN"],
        &["CÔNG", "ĐIỆN"],
        &["QUY", "CHẾ"],
        &["BIÊN", "BẢN"],
    ];
    let before = words.at(index - 1);
    let parted = !is_capitals(before) || before.chars().any(|letter| letter.is_ascii_digit());
    parted && KINDS.iter().any(|kind| words.are(index, kind))
}

fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ',']);
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// "1.", "2)", "1.1.", "IV.", "a)".
fn is_mark(word: &str) -> bool {
    let Some(body) = word.strip_suffix(['.', ')', ':']) else { return false };
    let numbered = body
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let roman = !body.is_empty() && body.len() <= 5 && body.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    numbered || roman || is_letter_mark(word)
}

fn is_letter_mark(word: &str) -> bool {
    let mut letters = word.chars();
    let letter = letters.next().is_some_and(char::is_lowercase);
    letter && letters.next() == Some(')') && letters.next().is_none()
}

fn is_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic()).peekable();
    let many = letters.clone().count() >= 2;
    many && letters.all(char::is_uppercase) && !word.contains('/')
}

/// Whether a run of at least three words in capitals begins at a word or ends before it.
fn is_long_run(words: &Words<'_>, index: usize) -> bool {
    let capitals = |at: usize| is_capitals(words.at(at));
    let ahead = (index..index + 3).all(capitals);
    let behind = index >= 3 && (index - 3..index).all(capitals);
    ahead || behind
}

#[cfg(test)]
mod tests {
    use crate::repair::repair;

    const FLAT: &str = "ỦY BAN NHÂN DÂN TỈNH BẠC LIÊU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: 88/KH-UBND \
        Bạc Liêu, ngày 12 tháng 4 năm 2021 KẾ HOẠCH Bao phủ bảo hiểm y tế năm 2021 Căn cứ Quyết định số 15/QĐ-TTg, Ủy ban nhân dân tỉnh \
        ban hành kế hoạch: I. MỤC TIÊU 1. Chỉ tiêu: - Năm 2021 đạt 92%; - Thêm 5.000 người giai đoạn 2021 - 2025. II. TỔ CHỨC Các sở báo cáo. \
        TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Phan Thanh Mẫu";

    #[test]
    fn a_paper_in_one_line_gets_its_lines_back() {
        let lines: Vec<String> = repair(FLAT).text.lines().map(str::to_owned).collect();
        let expected = [
            "ỦY BAN NHÂN DÂN TỈNH BẠC LIÊU",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 88/KH-UBND",
            "Bạc Liêu, ngày 12 tháng 4 năm 2021",
            "KẾ HOẠCH",
            "Bao phủ bảo hiểm y tế năm 2021",
            "Căn cứ Quyết định số 15/QĐ-TTg, Ủy ban nhân dân tỉnh ban hành kế hoạch:",
            "I. MỤC TIÊU",
            "1. Chỉ tiêu:",
            "- Năm 2021 đạt 92%;",
            "- Thêm 5.000 người giai đoạn 2021 - 2025.",
            "II. TỔ CHỨC",
            "Các sở báo cáo.",
            "TM. ỦY BAN NHÂN DÂN",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "(Đã ký)",
            "Phan Thanh Mẫu",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_year_may_be_the_first_word_of_the_line() {
        let text = repair(&format!("2021 {FLAT}")).text;
        assert!(text.starts_with("2021\nỦY BAN NHÂN DÂN TỈNH BẠC LIÊU\nCỘNG HÒA"), "{text}");
    }

    #[test]
    fn spans_lead_back_into_the_one_line() {
        let repaired = repair(FLAT);
        let at = repaired.text.find("88/KH-UBND").expect("the number is kept");
        let span = repaired.original(crate::Span::new(at, at + 10));
        assert_eq!(span.of(FLAT), "88/KH-UBND");
    }
}
