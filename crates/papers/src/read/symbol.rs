//! Number and symbol of papers, and what they say: `2213/KH-BHXH` is a plan of BHXH, `3036/BHXH-BT` a dispatch of BHXH drafted by BT.
//!
//! Forms: Article 8 and Annex III of Decree 30/2020/NĐ-CP (`15/QĐ-UBND`, `3036/BHXH-BT`), legislative papers of the laws on promulgation
//! (`146/2018/NĐ-CP`, `25/2021/QH15`), and papers of the Party (`21-NQ/TW`: the kind stands before the slash).

use std::ops::Range;

use super::lex::{Gap, Key, Shape, Token, key, marks};
use super::words::Words;
use crate::reading::{Kind, Symbol};

/// The number and symbol of a paper in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolAt {
    /// Its tokens, without "số".
    pub tokens: Range<usize>,
    /// Number and symbol without spaces: `587/QĐ-TTg`; with an empty number (`/KH-BHXH`) where a draft leaves it blank.
    pub number: String,
    /// What the symbol says.
    pub symbol: Symbol,
    /// The year inside the number: 2018 of `146/2018/NĐ-CP`.
    pub year: Option<i32>,
    /// Whether the number itself is there.
    pub numbered: bool,
}

impl SymbolAt {
    /// The issuer that the symbol alone implies: TTg is the Prime Minister; BHXH and UBND may be anywhere and say nothing.
    pub fn issuer(&self) -> Option<&'static str> {
        self.symbol.agency.as_deref().and_then(issuer_of)
    }
}

/// Every number and symbol of the text, in order.
pub fn all(words: &Words<'_>) -> Vec<SymbolAt> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match at(words, index) {
            Some(symbol) => {
                index = symbol.tokens.end.max(index + 1);
                found.push(symbol);
            }
            None => index += 1,
        }
    }
    found
}

/// The number and symbol in a short text: `parse("587/QĐ - TTg")`.
pub fn parse(text: &str) -> Option<SymbolAt> {
    let words = Words::new(text);
    let start = if words.is(0, key!("số")) { if words.is(1, marks::COLON) { 2 } else { 1 } } else { 0 };
    at(&words, start)
}

/// The number and symbol that begins at a token.
pub fn at(words: &Words<'_>, index: usize) -> Option<SymbolAt> {
    let start = words.skip_stars(index);
    let token = words.get(start).filter(|token| token.is_number())?;
    let digits = token.text(words.text);
    let before = index.checked_sub(1);
    let inside = before.is_some_and(|before| words.is(before, marks::SLASH) && token.gap == Gap::None);
    if inside || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut number = digits.to_owned();
    let mut end = start + 1;
    // "12a/KH-BHXH", "05B/QĐ-UBND".
    if let Some(letter) = words.get(end)
        && letter.gap == Gap::None
        && letter.is_word()
        && letter.text(words.text).len() == 1
    {
        number.push_str(letter.text(words.text));
        end += 1;
    }
    if start > index {
        end = words.skip_stars(end);
    }
    tail(words, index, end, number)
}

/// A symbol whose number is left blank (`/KH-BHXH`), from the token after "Số:" on.
pub fn blank_at(words: &Words<'_>, index: usize) -> Option<SymbolAt> {
    let mut start = index;
    while words.is_any(start, &[marks::POINT, marks::ELLIPSIS, marks::LOW_LINE, marks::OPEN, marks::CLOSE, marks::DASH])
    {
        start += 1;
    }
    let mut found = tail(words, start, start, String::new())?;
    found.numbered = false;
    Some(found)
}

/// The parts of a symbol with the separators before each.
struct Parts {
    parts: Vec<(char, String, Key)>,
    end: usize,
    year: Option<i32>,
}

fn tail(words: &Words<'_>, start: usize, end: usize, mut number: String) -> Option<SymbolAt> {
    let parts = parts(words, end)?;
    if let Some(year) = parts.year {
        number.push_str(&format!("/{year}"));
    }
    for (separator, part, _) in &parts.parts {
        number.push(*separator);
        number.push_str(part);
    }
    let symbol = interpret(&parts.parts)?;
    Some(SymbolAt { tokens: start..parts.end, number, symbol, year: parts.year, numbered: true })
}

fn parts(words: &Words<'_>, mut at: usize) -> Option<Parts> {
    let mut parts: Vec<(char, String, Key)> = Vec::new();
    let mut year = None;
    let mut slashes = 0;
    while parts.len() < 6 {
        let Some(separator) = words.get(at) else { break };
        let mark = match separator.key {
            marks::SLASH => '/',
            marks::DASH => '-',
            // "1234/UBND.VX", "15/QĐ-UBND.TH": a point parts the unit where nothing stands between.
            marks::POINT if is_unit_point(words, at, parts.len()) => '.',
            _ => break,
        };
        let Some(next) = words.get(at + 1) else { break };
        if parts.is_empty() && year.is_none() && mark == '/' && next.is_number() {
            let value = words.digits(at + 1, 4..5).and_then(|value| i32::try_from(value).ok())?;
            year = Some(value).filter(|value| (1945..2200).contains(value));
            year?;
            slashes += 1;
            at += 2;
            continue;
        }
        if !belongs(words, at, separator, next, &parts) || (mark == '/' && slashes >= 2) {
            break;
        }
        slashes += usize::from(mark == '/');
        let (text, after) = part_text(words, at + 1);
        parts.push((mark, text, next.key));
        at = after;
    }
    (!parts.is_empty() && slashes > 0).then_some(Parts { parts, end: at, year })
}

fn is_unit_point(words: &Words<'_>, at: usize, parts: usize) -> bool {
    let tight = |token: &Token| token.gap == Gap::None;
    let unit = |token: &Token| token.shape == Shape::Upper && token.text(words.text).chars().count() <= 5;
    parts > 0 && words.get(at).is_some_and(tight) && words.get(at + 1).is_some_and(|next| tight(next) && unit(next))
}

/// Whether a separator and the word after it continue a symbol.
fn belongs(words: &Words<'_>, at: usize, separator: &Token, next: &Token, parts: &[(char, String, Key)]) -> bool {
    let abbreviation = is_abbreviation(words, at + 1);
    let loose = separator.gap != Gap::None || next.gap != Gap::None;
    if !abbreviation || !next.is_word() {
        return false;
    }
    if separator.gap >= Gap::Blank || next.gap >= Gap::Blank {
        return false;
    }
    match (parts.len(), loose) {
        (_, false) => true,
        // "587/QĐ - TTg": spaces may stand after a kind; "12/KH-BHXH - BHXH tỉnh" is over.
        (0, true) => next.gap != Gap::Wide,
        (_, true) if separator.gap == Gap::Line && next.gap == Gap::None => true,
        // "571 / UBDT - CSDT": blanks around the slash as well as around the dash.
        (1, true)
            if separator.gap == Gap::Space
                && next.gap == Gap::Space
                && at
                    .checked_sub(2)
                    .and_then(|slash| words.get(slash))
                    .is_some_and(|slash| slash.is_mark(marks::SLASH) && slash.gap == Gap::Space) =>
        {
            kind_of(next.key).is_none()
        }
        (1, true) => kind_of(parts[0].2).is_some() && kind_of(next.key).is_none() && separator.gap != Gap::Wide,
        // "1125 / HD - SYT - BHXH": blanks around every mark.
        (2.., true) => {
            all_spaced(words, at, parts.len())
                && !words
                    .get(at + 2)
                    .is_some_and(|after| after.is_word() && after.shape == Shape::Lower && after.gap < Gap::Line)
        }
    }
}

/// Whether blanks stand around this mark and each of the marks before it in a symbol of so many parts.
fn all_spaced(words: &Words<'_>, at: usize, parts: usize) -> bool {
    let spaced = |mark: usize| {
        words.get(mark).is_some_and(|token| token.kind == super::lex::TokenKind::Mark && token.gap == Gap::Space)
            && words.get(mark + 1).is_some_and(|token| token.gap == Gap::Space)
    };
    (0..=parts).all(|back| at.checked_sub(2 * back).is_some_and(spaced))
}

fn is_abbreviation(words: &Words<'_>, index: usize) -> bool {
    let Some(token) = words.get(index) else { return false };
    let letters = token.text(words.text).chars().count();
    match token.shape {
        Shape::Upper => letters <= 14,
        Shape::Mixed => letters <= 12,
        Shape::Capitalised => letters <= 2 || kind_of(token.key).is_some(),
        Shape::Lower => false,
    }
}

/// A part, with what is written to it without space: `BT&XH`, `UBTVQH14`.
fn part_text(words: &Words<'_>, index: usize) -> (String, usize) {
    let mut text = words.at(index).replace(['\u{D0}', '\u{189}'], "Đ");
    let mut end = index + 1;
    while let Some(token) = words.get(end)
        && token.gap == Gap::None
        && (token.key == key!("&") || (words.is(end - 1, key!("&")) && token.is_word()) || token.is_number())
    {
        let piece = token.text(words.text);
        if token.is_number() && !piece.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        text.push_str(piece);
        end += 1;
    }
    (text, end)
}

fn interpret(parts: &[(char, String, Key)]) -> Option<Symbol> {
    let text = |index: usize| parts.get(index).map(|(_, text, _)| text.clone());
    let rest = |from: usize| {
        let rest: Vec<&str> = parts.iter().skip(from).map(|(_, text, _)| text.as_str()).collect();
        (!rest.is_empty()).then(|| rest.join("-"))
    };
    let (first_separator, first, first_key) = parts.first()?;
    let kind = kind_of(*first_key);
    if *first_separator == '-' {
        // A paper of the Party: 21-NQ/TW; 15-KH/BTGTU; 1234-CV/VPTU.
        return Some(Symbol { kind: Some(kind?), agency: text(1), unit: rest(2) });
    }
    if let Some(kind) = kind {
        // "1234/CT-TTHT" is a dispatch of a Cục Thuế, "18/CT-TTg" a directive; only the agency tells.
        let tax_office = *first_key == key!("CT") && parts.get(1).is_some_and(|(_, _, unit)| is_tax_unit(*unit));
        if !tax_office {
            // "640/HD-SYT-BHXH" is of two agencies.
            let second = parts.get(2).map(|(_, text, _)| text.as_str());
            let agencies = parts.len() == 3 && text(1).as_deref() != second;
            let joint = *first_key == key!("TTLT")
                || agencies && second.is_some_and(|second| ["BHXH", "LĐLĐ", "HND", "HPN", "BĐ"].contains(&second));
            let (agency, unit) = if joint { (rest(1), None) } else { (text(1), rest(2)) };
            return Some(Symbol { kind: Some(kind), agency, unit });
        }
    }
    if parts.len() == 1 {
        // A law or resolution of the National Assembly: 25/2021/QH15.
        let assembly = first.starts_with("QH") || first.starts_with("UBTVQH");
        let kind = if assembly { None } else { Some(Kind::CongVan) };
        return Some(Symbol { kind, agency: text(0), unit: None });
    }
    Some(Symbol { kind: Some(Kind::CongVan), agency: text(0), unit: rest(1) })
}

fn is_tax_unit(key_of_unit: Key) -> bool {
    const UNITS: [Key; 8] = [
        key!("TTHT"),
        key!("TTKT"),
        key!("KK"),
        key!("QLN"),
        key!("TCCB"),
        key!("NVDTPC"),
        key!("TTKT1"),
        key!("HKDCN"),
    ];
    UNITS.contains(&key_of_unit)
}

/// The kind that an abbreviation at the head of a symbol stands for (Annex III of Decree 30/2020/NĐ-CP, the laws on legal documents, and the
/// Party's own table); `None` where it is no kind.
pub fn kind_of(abbreviation: Key) -> Option<Kind> {
    KINDS.iter().find(|(key, _)| *key == abbreviation).map(|(_, kind)| *kind)
}

const KINDS: [(Key, Kind); 54] = [
    (key!("NQ"), Kind::NghiQuyet),
    (key!("NQLT"), Kind::NghiQuyet),
    (key!("QĐ"), Kind::QuyetDinh),
    (key!("QD"), Kind::QuyetDinh),
    (key!("CT"), Kind::ChiThi),
    (key!("QC"), Kind::QuyChe),
    (key!("QCPH"), Kind::QuyChe),
    (key!("QyĐ"), Kind::Other),
    (key!("QĐi"), Kind::Other),
    (key!("QĐI"), Kind::Other),
    (key!("QCVN"), Kind::Other),
    (key!("TC"), Kind::Other),
    (key!("TB"), Kind::ThongBao),
    (key!("TBKL"), Kind::ThongBao),
    (key!("HD"), Kind::HuongDan),
    (key!("HDLN"), Kind::HuongDan),
    (key!("HDLT"), Kind::HuongDan),
    (key!("CTr"), Kind::Other),
    (key!("CTrHĐ"), Kind::Other),
    (key!("CTHĐ"), Kind::Other),
    (key!("CTPH"), Kind::Other),
    (key!("KH"), Kind::KeHoach),
    (key!("KHLN"), Kind::KeHoach),
    (key!("KHLT"), Kind::KeHoach),
    (key!("KHPH"), Kind::KeHoach),
    (key!("PA"), Kind::Other),
    (key!("ĐA"), Kind::Other),
    (key!("DA"), Kind::Other),
    (key!("BC"), Kind::BaoCao),
    (key!("BB"), Kind::BienBan),
    (key!("TTr"), Kind::ToTrinh),
    (key!("HĐ"), Kind::Other),
    (key!("CĐ"), Kind::Other),
    (key!("BGN"), Kind::Other),
    (key!("BTT"), Kind::Other),
    (key!("GUQ"), Kind::Other),
    (key!("GM"), Kind::GiayMoi),
    (key!("GGT"), Kind::Other),
    (key!("GNP"), Kind::Other),
    (key!("PC"), Kind::Other),
    (key!("PG"), Kind::Other),
    (key!("PB"), Kind::Other),
    (key!("TT"), Kind::ThongTu),
    (key!("TTLT"), Kind::ThongTu),
    (key!("NĐ"), Kind::NghiDinh),
    (key!("PL"), Kind::Other),
    (key!("L"), Kind::Luat),
    (key!("CV"), Kind::CongVan),
    (key!("KL"), Kind::Other),
    (key!("VBHN"), Kind::Other),
    (key!("LCT"), Kind::Other),
    (key!("GƯTĐ"), Kind::Other),
    (key!("GUTĐ"), Kind::Other),
    (key!("GƯ"), Kind::Other),
];

/// Whom an agency's abbreviation in a symbol can only mean, in full.
pub fn issuer_of(agency: &str) -> Option<&'static str> {
    let agency = agency.trim_end_matches(|character: char| character.is_ascii_digit());
    ISSUERS.iter().find(|(abbreviation, _)| *abbreviation == agency).map(|(_, name)| *name)
}

const ISSUERS: [(&str, &str); 33] = [
    ("TTg", "Thủ tướng Chính phủ"),
    ("TTG", "Thủ tướng Chính phủ"),
    ("CP", "Chính phủ"),
    ("QH", "Quốc hội"),
    ("UBTVQH", "Ủy ban Thường vụ Quốc hội"),
    ("CTN", "Chủ tịch nước"),
    ("VPCP", "Văn phòng Chính phủ"),
    ("BYT", "Bộ Y tế"),
    ("BTC", "Bộ Tài chính"),
    ("BNV", "Bộ Nội vụ"),
    ("BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
    ("LĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
    ("BGDĐT", "Bộ Giáo dục và Đào tạo"),
    ("BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
    ("BNNMT", "Bộ Nông nghiệp và Môi trường"),
    ("BKHĐT", "Bộ Kế hoạch và Đầu tư"),
    ("BTP", "Bộ Tư pháp"),
    ("BCA", "Bộ Công an"),
    ("BQP", "Bộ Quốc phòng"),
    ("BTTTT", "Bộ Thông tin và Truyền thông"),
    ("BCT", "Bộ Công Thương"),
    ("BXD", "Bộ Xây dựng"),
    ("BGTVT", "Bộ Giao thông vận tải"),
    ("BKHCN", "Bộ Khoa học và Công nghệ"),
    ("BTNMT", "Bộ Tài nguyên và Môi trường"),
    ("BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch"),
    ("BNG", "Bộ Ngoại giao"),
    ("NHNN", "Ngân hàng Nhà nước Việt Nam"),
    ("TTCP", "Thanh tra Chính phủ"),
    ("UBDT", "Ủy ban Dân tộc"),
    ("HĐTĐKT", "Hội đồng Thi đua - Khen thưởng"),
    ("TLĐ", "Tổng Liên đoàn Lao động Việt Nam"),
    ("BTĐKT", "Ban Thi đua - Khen thưởng Trung ương"),
];

#[cfg(test)]
mod tests {
    use super::*;

    type Said = (String, Option<Kind>, Option<String>, Option<String>);

    fn said(text: &str) -> Option<Said> {
        let found = parse(text)?;
        Some((found.number, found.symbol.kind, found.symbol.agency, found.symbol.unit))
    }

    #[track_caller]
    fn check(text: &str, number: &str, kind: Option<Kind>, agency: &str, unit: Option<&str>) {
        assert_eq!(said(text), Some((number.into(), kind, Some(agency.into()), unit.map(str::to_owned))), "{text}");
    }

    #[test]
    fn symbols_say_kind_agency_and_unit() {
        check("3036/BHXH-BT", "3036/BHXH-BT", Some(Kind::CongVan), "BHXH", Some("BT"));
        check("2213/KH-BHXH", "2213/KH-BHXH", Some(Kind::KeHoach), "BHXH", None);
        check("*2213*/KH-BHXH", "2213/KH-BHXH", Some(Kind::KeHoach), "BHXH", None);
        check("25/2021/QH15", "25/2021/QH15", None, "QH15", None);
        check("21-NQ/TW của", "21-NQ/TW", Some(Kind::NghiQuyet), "TW", None);
        check("18-CT/TW", "18-CT/TW", Some(Kind::ChiThi), "TW", None);
        check("102/NQ-CP", "102/NQ-CP", Some(Kind::NghiQuyet), "CP", None);
        check("146/2018/NĐ-CP", "146/2018/NĐ-CP", Some(Kind::NghiDinh), "CP", None);
        check("146/2018/NÐ-CP", "146/2018/NĐ-CP", Some(Kind::NghiDinh), "CP", None);
        check("587/QĐ - TTg ngày", "587/QĐ-TTg", Some(Kind::QuyetDinh), "TTg", None);
        check("Số: 15 /QĐ-UBND", "15/QĐ-UBND", Some(Kind::QuyetDinh), "UBND", None);
        check("01/CTr-UBND", "01/CTr-UBND", Some(Kind::Other), "UBND", None);
        check("2513/UBND-VX", "2513/UBND-VX", Some(Kind::CongVan), "UBND", Some("VX"));
        check("12/2023/TT-BYT", "12/2023/TT-BYT", Some(Kind::ThongTu), "BYT", None);
        check("41/2014/TTLT-BYT-BTC", "41/2014/TTLT-BYT-BTC", Some(Kind::ThongTu), "BYT-BTC", None);
        check("3036\n/BHXH\n-BT\nV/v", "3036/BHXH-BT", Some(Kind::CongVan), "BHXH", Some("BT"));
        check("12/KH-BHXH - BHXH tỉnh", "12/KH-BHXH", Some(Kind::KeHoach), "BHXH", None);
        check("1234/CT-TTHT", "1234/CT-TTHT", Some(Kind::CongVan), "CT", Some("TTHT"));
        check("12/2022/NQ-HĐND.", "12/2022/NQ-HĐND", Some(Kind::NghiQuyet), "HĐND", None);
        check("1234/UBND.VX ngày", "1234/UBND.VX", Some(Kind::CongVan), "UBND", Some("VX"));
        check("15/QĐ-UBND. Các", "15/QĐ-UBND", Some(Kind::QuyetDinh), "UBND", None);
        check("45-CV/BCSĐ", "45-CV/BCSĐ", Some(Kind::CongVan), "BCSĐ", None);
    }

    #[test]
    fn fractions_dates_and_words_are_no_symbols() {
        for text in
            ["132/164 xã", "12/8/2022", "10.000 đồng/thẻ", "5/Điều", "24/7", "15-18 tiêu chí", "2016 - BHXH", "90/100"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_blank_number_leaves_its_symbol() {
        let words = Words::new("Số:       /KH-BHXH");
        let found = blank_at(&words, 2).expect("a symbol");
        assert_eq!((found.number.as_str(), found.numbered), ("/KH-BHXH", false));
        let dotted = Words::new("Số: ……/BC-BHXH");
        assert_eq!(blank_at(&dotted, 2).map(|found| found.number), Some("/BC-BHXH".to_owned()));
    }

    #[test]
    fn known_agencies_are_named_in_full() {
        assert_eq!(parse("587/QĐ-TTg").and_then(|found| found.issuer()), Some("Thủ tướng Chính phủ"));
        assert_eq!(parse("25/2021/QH15").and_then(|found| found.issuer()), Some("Quốc hội"));
        assert_eq!(parse("15/QĐ-UBND").and_then(|found| found.issuer()), None);
    }
}
