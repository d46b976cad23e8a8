//! Who issues a paper: the names in the left column of its head, and what else says it where the head is cut off or leaves the place out — the
//! line that names who decides, the signature, the sentence with which the paper begins.
//!
//! By Annex I of Decree 30/2020/NĐ-CP (and Guidance 36-HD/VPTW for papers of the Party) the parent stands above the issuer; the body and the
//! signature name the same issuer again, which is what a head without its place is completed by.

use std::ops::Range;

use super::citation::{Places, any_name};
use super::document::Document;
use super::letters::phrase;
use super::lex::{Key, key, marks};
use super::name::agency;
use super::phrases::{Phrases, phrases};
use super::symbol;
use super::vocabulary::{agency_start, capacity, level, post_start};
use super::zones::Zone;
use crate::reading::{Found, Reading};

/// Confidence of an issuer that stands in the head.
const IN_HEAD: f64 = 0.98;
/// Of one that another part of the paper names in full.
const SAID: f64 = 0.9;
/// Of one whose place follows from the place of the date.
const INFERRED: f64 = 0.6;

/// Reads issuer and parent.
pub(super) fn facts(document: &Document<'_>, reading: &mut Reading) {
    let mut names = head_names(document);
    let Some(last) = names.pop() else {
        reading.issuer = elsewhere(document, reading);
        return;
    };
    let parent = names.pop();
    let parent_value = parent.as_ref().map(|parent| agency(&parent.text));
    let mut value = agency(&last.text);
    if let Some(parent_value) = &parent_value
        && BARE.contains(&value.to_lowercase().as_str())
    {
        value = format!("{value} {parent_value}");
    }
    if let Some(place) = parent_value.as_deref().and_then(|parent| place_of_committee(&value, parent)) {
        value = format!("{value} {place}");
    }
    if let Some(longer) = completed(document, reading, &value, parent_value.as_deref()) {
        value = longer;
    }
    if let Some(first) = parent.as_ref().filter(|_| names.is_empty() && is_joint(document)) {
        let both = format!("{} - {value}", agency(&first.text));
        reading.issuer = Some(Found::new(both, document.span(first.tokens.start..last.tokens.end), 0.95));
        return;
    }
    reading.issuer = Some(Found::new(value, document.span(last.tokens), IN_HEAD));
    reading.parent_issuer =
        parent.zip(parent_value).map(|(parent, value)| Found::new(value, document.span(parent.tokens), IN_HEAD));
}

/// The last name of the head as it stands there, written out.
pub(super) fn last_in_head(document: &Document<'_>) -> Option<String> {
    head_names(document).last().map(|name| agency(&name.text))
}

/// One name from lines that go on with each other.
struct Name {
    text: String,
    tokens: Range<usize>,
}

/// The names in the left column of the head: parent first, issuer last.
fn head_names(document: &Document<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for cell in document.outline.head.issuer.iter().flat_map(|cell| agencies(document, cell.clone())) {
        let cell = trimmed(document, cell);
        if cell.is_empty() {
            continue;
        }
        let text = document.words(cell.clone());
        match names.last_mut() {
            Some(name) if goes_on(document, name, &cell) => {
                name.text.push(' ');
                name.text.push_str(&text);
                name.tokens.end = cell.end;
            }
            _ => names.push(Name { text, tokens: cell }),
        }
    }
    names
}

/// "BẢO HIỂM XÃ HỘI VIỆT NAM BẢO HIỂM XÃ HỘI TỈNH CÀ MAU", "UBND TỈNH CÀ MAU SỞ Y TẾ" in one cell: where a name ends with its
/// place, the next agency may begin.
fn agencies(document: &Document<'_>, cell: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = cell.start;
    let mut placed_at = None;
    for index in cell.start + 1..cell.end {
        let national = document.before(index, phrase!("việt nam")).is_some();
        let placed = national || placed_at.is_some_and(|level| index > level);
        // "HẢI PHÒNG" is a place.
        let open = document.is_any(index - 1, &[marks::DASH, marks::COMMA, key!("và"), key!("hải")]);
        // "HỘI" of "BẢO HIỂM XÃ HỘI" is no association.
        let inside = document.is(index, key!("hội")) && document.is(index - 1, key!("xã"));
        let begins = !inside && agency_start(document, index).is_some_and(|end| end < cell.end || end - index >= 2);
        if placed && !open && begins {
            parts.push(start..index);
            start = index;
            placed_at = None;
        }
        // "XÃ" of "BẢO HIỂM XÃ HỘI" is no level.
        if !document.is(index + 1, key!("hội"))
            && let Some(end) = level(document, index)
        {
            placed_at = Some(end);
        }
    }
    parts.push(start..cell.end);
    parts
}

fn trimmed(document: &Document<'_>, mut cell: Range<usize>) -> Range<usize> {
    const RULES: [Key; 5] = [marks::DASH, marks::LOW_LINE, marks::STAR, marks::EQUALS, marks::POINT];
    while cell.start < cell.end && document.is_any(cell.end - 1, &RULES) {
        cell.end -= 1;
    }
    while cell.start < cell.end && document.is_any(cell.start, &RULES[1..]) {
        cell.start += 1;
    }
    cell
}

/// Whether a line goes on with the name above it: it begins no agency, or the name above is not at its end.
fn goes_on(document: &Document<'_>, above: &Name, cell: &Range<usize>) -> bool {
    let last = above.tokens.end - 1;
    let open = document.is_any(last, &[marks::DASH, marks::COMMA, marks::SLASH, key!("và")])
        || document.is(cell.start, marks::DASH);
    // "ỦY" / "BAN NHÂN DÂN": the line above ends inside the word of an agency.
    if agency_start(document, above.tokens.start).is_some_and(|end| end > above.tokens.end) {
        return true;
    }
    let Some(end) = agency_start(document, cell.start) else { return true };
    // "BAN CHỈ ĐẠO THỰC HIỆN CHÍNH SÁCH" / "BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ"
    let listed = document.is(end, marks::COMMA) && end < cell.end;
    // "BAN QUẢN LÝ" / "CÁC KHU CÔNG NGHIỆP", "BAN CHỈ ĐẠO" / "PHÒNG, CHỐNG …"
    let several = document.is(cell.start, key!("các"));
    open || listed || several || asks_for_more(document, above) || is_insurance(document, end, cell.end)
}

/// A committee's name whose last word needs an object: "BAN CHỈ ĐẠO PHÁT TRIỂN NGƯỜI THAM GIA" / "BẢO HIỂM XÃ HỘI".
fn asks_for_more(document: &Document<'_>, above: &Name) -> bool {
    let committee = phrases!["chỉ đạo", "hội đồng", "quản lý", "công tác", "tổ"];
    let ends = phrases![
        "thực hiện",
        "tham gia",
        "chính sách",
        "phát triển",
        "quản lý",
        "công tác",
        "đối tượng",
        "xây dựng",
        "về",
        "của",
        "quỹ",
        "thu"
    ];
    document.has(&above.tokens, committee)
        && ends.iter().any(|words| document.before(above.tokens.end, words).is_some())
}

/// "BẢO HIỂM XÃ HỘI TỰ NGUYỆN" is an insurance and no office.
fn is_insurance(document: &Document<'_>, after: usize, end: usize) -> bool {
    after < end && document.after_any(after, phrases!["tự nguyện", "bắt buộc", "toàn dân"]).is_some()
}

/// Whether two agencies issue the paper together: "KẾ HOẠCH LIÊN NGÀNH", "NGHỊ QUYẾT LIÊN TỊCH", "12/KHLN/SGDĐT-BHXH".
fn is_joint(document: &Document<'_>) -> bool {
    const WORDS: &Phrases = phrases!["liên ngành", "liên tịch", "liên sở", "phối hợp liên ngành"];
    let head = &document.outline.head;
    let titled = head.kind.as_ref().is_some_and(|(_, kind)| document.has(kind, WORDS))
        || head.title.first().is_some_and(|line| document.after_any(line.start, WORDS).is_some());
    let marked = head.number.as_ref().is_some_and(|cell| {
        const MARKS: [Key; 8] = [
            key!("TTLT"),
            key!("NQLT"),
            key!("KHLN"),
            key!("KHLT"),
            key!("HDLN"),
            key!("HDLT"),
            key!("QCLN"),
            key!("CVLN"),
        ];
        cell.clone().any(|index| document.is_any(index, &MARKS))
    });
    titled || marked
}

/// Names that say nothing without the agency above them.
const BARE: [&str; 6] =
    ["văn phòng", "thường trực", "ban thường trực", "ban thường vụ", "ban chấp hành", "ủy ban kiểm tra"];

/// "ĐẢNG BỘ TỈNH KON TUM" over "TỈNH ỦY" says whose it is.
fn place_of_committee(value: &str, parent: &str) -> Option<String> {
    let place = parent.strip_prefix("Đảng bộ ")?;
    let low = value.to_lowercase();
    let (_, place) =
        place.to_lowercase().split_once(low.strip_suffix(" ủy")?).zip(place.split_once(' ')).map(|(_, it)| it)?;
    (!value.contains(place)).then(|| place.to_owned())
}

/// Bodies that stand at every level: without a place they say nothing.
const EVERYWHERE: [&str; 5] =
    ["ủy ban nhân dân", "hội đồng nhân dân", "bảo hiểm xã hội", "bảo hiểm xã hội cơ sở", "mặt trận tổ quốc"];

/// Levels below the country, as they end a name whose place was left out.
const LEVELS: [&str; 9] = ["tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"];

/// The level that a name ends with, its place left out: "Chi bộ Bảo hiểm xã hội huyện".
fn open_level(name: &str) -> Option<&'static str> {
    let low = name.to_lowercase();
    LEVELS.iter().copied().filter(|level| low.ends_with(&format!(" {level}"))).max_by_key(|level| level.len())
}

fn is_open(name: &str) -> bool {
    EVERYWHERE.contains(&name.to_lowercase().as_str()) || open_level(name).is_some()
}

/// A name without its place, with the place that another part of the paper gives the same name, or that the parent or the date's place gives its level.
fn completed(document: &Document<'_>, reading: &Reading, value: &str, parent: Option<&str>) -> Option<String> {
    if !is_open(value) {
        return None;
    }
    let begins = format!("{} ", value.to_lowercase());
    let said = said_names(document, reading).into_iter().map(|(name, _)| name);
    let said: Vec<String> = said
        .into_iter()
        .filter_map(|name| {
            let start = name.to_lowercase().find(&begins)?;
            Some(name.get(start..)?.to_owned())
        })
        .collect();
    let longer = said.iter().find(|name| !is_open(name)).cloned();
    // "ỦY BAN NHÂN DÂN" in the head, "Ủy ban nhân dân tỉnh ban hành …" in the text, a date of Tuyên Quang: "tỉnh Tuyên Quang" is said too.
    let levelled =
        || said.iter().find_map(|name| placed(reading, name, parent).or_else(|| confirmed(document, reading, name)));
    longer.or_else(|| placed(reading, value, parent)).or_else(levelled).or_else(|| confirmed(document, reading, value))
}

/// A name that ends with its level, with the place of the date where the text names that very level and place.
fn confirmed(document: &Document<'_>, reading: &Reading, value: &str) -> Option<String> {
    let level = super::lex::key(open_level(value)?.split(' ').next_back()?);
    let place = &reading.place.as_ref()?.value;
    let low = place.to_lowercase();
    let said = (0..document.len()).any(|index| {
        document.is(index, level) && {
            let words = low.split([' ', '-']).filter(|word| !word.is_empty()).count();
            document.words(index + 1..(index + 1 + words).min(document.len())).to_lowercase() == low
        }
    });
    said.then(|| format!("{value} {place}"))
}

/// "… huyện" under "Đảng bộ huyện Mang Thít", or in a paper of Mang Thít.
fn placed(reading: &Reading, value: &str, parent: Option<&str>) -> Option<String> {
    let level = open_level(value)?;
    let of_parent = parent.and_then(|parent| {
        let at = parent.to_lowercase().find(&format!(" {level} "))?;
        Some(parent.get(at + level.len() + 2..)?.to_owned())
    });
    let of_date = || reading.place.as_ref().map(|place| place.value.clone()).filter(|_| level != "tỉnh");
    of_parent.or_else(of_date).map(|place| format!("{value} {place}"))
}

/// Where the head names nobody: who signs or speaks, in agreement with the symbol; else what the symbol alone can only mean.
fn elsewhere(document: &Document<'_>, reading: &Reading) -> Option<Found<String>> {
    let symbol = reading.symbol.as_ref();
    let short = symbol.and_then(|symbol| symbol.value.agency.as_deref());
    let known = short.and_then(symbol::issuer_of).zip(symbol);
    if let Some((name, symbol)) = known {
        return Some(Found::new(name.to_owned(), symbol.span, SAID));
    }
    let agrees = |name: &str| {
        let low = name.to_lowercase();
        match short {
            Some("BHXH") => low.starts_with("bảo hiểm xã hội"),
            Some("UBND") => low.starts_with("ủy ban nhân dân"),
            Some("HĐND") => low.starts_with("hội đồng nhân dân"),
            Some("TU") => low.starts_with("tỉnh ủy") || low.starts_with("thành ủy") || low.starts_with("ban "),
            Some("HU") => low.starts_with("huyện ủy") || low.starts_with("ban "),
            _ => true,
        }
    };
    let said: Vec<(String, Range<usize>)> =
        said_names(document, reading).into_iter().filter(|(name, _)| agrees(name)).collect();
    if let Some((name, tokens)) = said.iter().find(|(name, _)| !is_open(name)) {
        return Some(Found::new(name.clone(), document.span(tokens.clone()), SAID));
    }
    let placed = said.iter().find_map(|(name, tokens)| Some((placed(reading, name, None)?, tokens)));
    if let Some((name, tokens)) = placed {
        return Some(Found::new(name, document.span(tokens.clone()), INFERRED));
    }
    by_post(document, reading)
}

/// "BHXH" in the symbol and a general director who signs is the office of the country; a director's is that of the place.
fn by_post(document: &Document<'_>, reading: &Reading) -> Option<Found<String>> {
    let symbol = reading.symbol.as_ref().filter(|symbol| symbol.value.agency.as_deref() == Some("BHXH"))?;
    let signs =
        |words: &[Key]| document.outline.foot.posts.iter().any(|post| document.find(post.clone(), words).is_some());
    if signs(phrase!("tổng giám đốc")) {
        return Some(Found::new("Bảo hiểm xã hội Việt Nam".to_owned(), symbol.span, SAID));
    }
    let place = reading.place.as_ref()?.value.clone();
    signs(phrase!("giám đốc")).then(|| Found::new(format!("Bảo hiểm xã hội tỉnh {place}"), symbol.span, INFERRED - 0.1))
}

/// Paragraphs at the start and at the end of a body whose sentences may name who speaks.
const OPENING: usize = 6;
const CLOSING: usize = 2;

/// The agencies that a paper names as its own outside its head, the surest first: who decides, who signs, who speaks in the first and last sentences.
fn said_names(document: &Document<'_>, reading: &Reading) -> Vec<(String, Range<usize>)> {
    let outline = &document.outline;
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    for line in outline.head.authority.iter().chain(&outline.foot.posts) {
        let start = capacity(document, line.start).map_or(line.start, |(_, end)| end);
        let start = post_start(document, start).unwrap_or(start);
        if start < line.end && agency_start(document, start).is_some() {
            found.push((agency(&document.words(start..line.end)), start..line.end));
        }
    }
    let places = Places::of(document, reading);
    let bodies: Vec<_> =
        document.paragraphs.iter().filter(|paragraph| matches!(paragraph.zone, Zone::Body | Zone::Preamble)).collect();
    let (opening, rest) = bodies.split_at(bodies.len().min(OPENING));
    let closing = rest.get(rest.len().saturating_sub(CLOSING)..).unwrap_or_default();
    for paragraph in opening.iter().chain(closing) {
        for sentence in &paragraph.sentences {
            found.extend(speaker(document, sentence, &places));
        }
    }
    found
}

/// "…, UBND huyện Đức Cơ ban hành Kế hoạch …", "Bảo hiểm xã hội tỉnh Quảng Bình đề nghị …": who speaks in a sentence.
fn speaker(document: &Document<'_>, sentence: &Range<usize>, places: &Places) -> Option<(String, Range<usize>)> {
    const SPEAKS: &Phrases = phrases![
        "ban hành",
        "xây dựng",
        "báo cáo",
        "kính",
        "trân trọng",
        "đề nghị",
        "yêu cầu",
        "thông báo",
        "hướng dẫn",
        "triển khai",
        "kết luận",
        "quyết định",
        "chỉ thị",
        "phát động",
        "có ý kiến",
        "trình",
        "tổ chức",
        "điều chỉnh",
        "lập",
        "giao",
        "mời",
        "nhận được"
    ];
    let starts = |index: &usize| {
        let opens = *index == sentence.start || document.is_any(index - 1, &[marks::COMMA, marks::SEMICOLON]);
        opens
            && document.get(*index).is_some_and(|token| token.is_capital())
            && agency_start(document, *index).is_some()
    };
    sentence.clone().take(LONGEST_OPENING).filter(starts).find_map(|index| {
        let (name, end) = any_name(document, index, places)?;
        let end = if document.is(end, marks::OPEN) && document.is(end + 2, marks::CLOSE) { end + 3 } else { end };
        document.after_any(end, SPEAKS).map(|_| (name, index..end))
    })
}

/// Tokens of a sentence among which its speaker stands: the bases that come before may be long.
const LONGEST_OPENING: usize = 200;
