//! Headings and lead-ins over the paragraphs of a body: what they are about, whom they name, which year and measure they set for what follows.

use std::ops::Range;

use super::measures::{Measure, Mention, last_mention};
use super::parties;
use super::scope;
use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Key, Shape, TokenKind, key, marks};
use crate::read::paragraphs::{Mark, Paragraph, roman};
use crate::read::phrases::{Phrases, phrases};
use crate::read::zones::Zone;

/// What a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// "Kết quả đạt được", "Ưu điểm", "Tình hình".
    Achievement,
    /// "Tồn tại, hạn chế", "Khó khăn, vướng mắc".
    Weakness,
    /// "Nguyên nhân".
    Cause,
    /// "Chỉ tiêu", "Mục tiêu".
    Target,
    /// "Tổ chức thực hiện", "Phân công", "Trách nhiệm".
    Organisation,
    /// "Nhiệm vụ", "Giải pháp", "Nội dung", "Kiến nghị".
    Task,
    /// "Khen thưởng", "Tiêu chuẩn".
    Award,
    /// "Kinh phí", "Hỗ trợ".
    Support,
}

/// A heading or a sentence that ends with a colon, over the paragraphs below it.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The heading above this one.
    pub above: Option<usize>,
    level: u32,
    /// Its words without its mark.
    pub content: Range<usize>,
    /// What it announces.
    pub topic: Option<Topic>,
    /// The unit it names: "1. Ban Thu:", "yêu cầu Giám đốc … thực hiện các nội dung sau:".
    pub unit: Option<Range<usize>>,
    /// The single year it names.
    pub year: Option<i32>,
    /// What it measures.
    pub mention: Option<Mention>,
    /// Whether it asks for what follows: "BHXH tỉnh yêu cầu BHXH các huyện:".
    pub asks: bool,
    /// The place or level it speaks of.
    pub scope: Option<&'static str>,
}

/// Every heading, and for each paragraph the one right above it.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// In the order of the text.
    pub headings: Vec<Heading>,
    /// For each paragraph of the document: the heading it stands under.
    pub over: Vec<Option<usize>>,
    /// Whether a paragraph is itself a heading.
    pub is_heading: Vec<bool>,
}

impl Outline {
    /// The outline of a document's paragraphs.
    pub fn of(document: &Document<'_>) -> Outline {
        let mut outline = Outline::default();
        let mut open: Vec<usize> = Vec::new();
        for (index, paragraph) in document.paragraphs.iter().enumerate() {
            if !matches!(paragraph.zone, Zone::Body | Zone::Annex) {
                open.clear();
                outline.over.push(None);
                outline.is_heading.push(false);
                continue;
            }
            let level = level(document, paragraph);
            let heads = is_heading(document, paragraph, document.paragraphs.get(index + 1));
            if heads || paragraph.mark.is_some() {
                while open.last().is_some_and(|above| outline.headings[*above].level >= level) {
                    open.pop();
                }
            } else {
                // A plain paragraph ends what a plain lead-in began.
                while open.last().is_some_and(|above| outline.headings[*above].level == PLAIN) {
                    open.pop();
                }
            }
            let above = open.last().copied();
            outline.over.push(above);
            outline.is_heading.push(heads);
            if heads {
                open.push(outline.headings.len());
                outline.headings.push(heading(document, paragraph, above, level));
            }
        }
        outline
    }

    /// The headings over a paragraph, the nearest first.
    pub fn chain(&self, paragraph: usize) -> impl Iterator<Item = &Heading> {
        let mut next = self.over.get(paragraph).copied().flatten();
        std::iter::from_fn(move || {
            let heading = self.headings.get(next?)?;
            next = heading.above;
            Some(heading)
        })
    }

    /// The nearest topic over a paragraph.
    pub fn topic(&self, paragraph: usize) -> Option<Topic> {
        self.chain(paragraph).find_map(|heading| heading.topic)
    }
}

/// The level of a lead-in without a mark: under chapters, over every list.
const PLAIN: u32 = 25;

fn level(document: &Document<'_>, paragraph: &Paragraph) -> u32 {
    match paragraph.mark {
        Some(Mark::Chapter) => 10,
        Some(Mark::Roman(_) | Mark::Article(_)) => 20,
        Some(Mark::Number(_)) => 30,
        Some(Mark::SubNumber(parts)) => 30 + parts.min(9),
        // "B. PHƯƠNG HƯỚNG NĂM 2023" stands over "I. Chỉ tiêu", "b)" under "1.".
        Some(Mark::Letter) if is_part(document, paragraph) => 15,
        Some(Mark::Letter) => 40,
        Some(Mark::Dash | Mark::Bullet) => 50,
        Some(Mark::Plus) => 60,
        None if document.after_any(paragraph.tokens.start, phrases!["phần thứ", "phần I", "phần A"]).is_some()
            || is_numbered_part(document, paragraph.tokens.start) =>
        {
            5
        }
        None if all_capitals(document, &paragraph.tokens) => 15,
        None => PLAIN,
    }
}

/// A part that a capital letter with a point counts, its name in capitals.
fn is_part(document: &Document<'_>, paragraph: &Paragraph) -> bool {
    let first = document.get(paragraph.tokens.start).is_some_and(|token| token.is_capital());
    let point = document.is(paragraph.tokens.start + 1, marks::POINT);
    first && point && all_capitals(document, &(paragraph.content..paragraph.tokens.end))
}

fn is_heading(document: &Document<'_>, paragraph: &Paragraph, next: Option<&Paragraph>) -> bool {
    let words = &paragraph.content..&paragraph.tokens.end;
    let length = paragraph.tokens.end.saturating_sub(*words.start);
    let Some(last) = paragraph.tokens.end.checked_sub(1).and_then(|last| document.get(last)) else { return false };
    if last.is_mark(marks::COLON) {
        return true;
    }
    if next.is_none()
        || length == 0
        || length > 30
        || matches!(last.key, marks::POINT | marks::SEMICOLON | marks::SLASH)
    {
        return false;
    }
    let marked = paragraph.mark.is_some_and(|mark| !matches!(mark, Mark::Dash | Mark::Plus | Mark::Bullet));
    let first_is_capital = document.get(paragraph.content).is_some_and(|token| token.is_capital());
    let part = paragraph.mark.is_none()
        && (length <= 6 && document.after(paragraph.content, phrase!("phần thứ")).is_some()
            || is_numbered_part(document, paragraph.content));
    part || (marked && first_is_capital) || (length <= 25 && all_capitals(document, &paragraph.tokens))
}

/// "Phần 2. Ưu điểm, khuyết điểm".
fn is_numbered_part(document: &Document<'_>, start: usize) -> bool {
    let called = document.is(start, key!("phần")) && document.get(start).is_some_and(|token| token.is_capital());
    let counted = document.is_number(start + 1)
        || document.get(start + 1).is_some_and(|token| roman(token.text(document.text)).is_some());
    called && counted && document.is_any(start + 2, &[marks::POINT, marks::COLON])
}

fn all_capitals(document: &Document<'_>, range: &Range<usize>) -> bool {
    let tokens = document.tokens.get(range.clone()).unwrap_or_default();
    let mut letters = tokens.iter().filter(|token| token.kind == TokenKind::Word).peekable();
    letters.peek().is_some() && letters.all(|token| token.shape == Shape::Upper)
}

fn heading(document: &Document<'_>, paragraph: &Paragraph, above: Option<usize>, level: u32) -> Heading {
    let content = paragraph.content..paragraph.tokens.end;
    let years: Vec<i32> = super::years_in(document, &content);
    let unit = parties::of_heading(document, &content).filter(|_| !all_capitals(document, &content));
    // "Ban Thi đua - Khen thưởng" over its tasks announces no awards.
    let named = unit.as_ref().is_some_and(|unit| unit.start <= content.start + 1 && unit.end + 1 >= content.end);
    Heading {
        above,
        level,
        topic: topic(document, &content).filter(|topic| !(named && *topic == Topic::Award)),
        unit,
        year: (years.len() == 1).then(|| years.first().copied()).flatten(),
        mention: last_mention(document, content.clone()).or_else(|| names_social(document, &content)),
        scope: scope::level_in(document, &content),
        asks: ends_with_colon(document, &content) && asks(document, &content),
        content,
    }
}

/// "1. Bảo hiểm xã hội": the insurance alone over its figures; with a place after it the office is meant.
fn names_social(document: &Document<'_>, content: &Range<usize>) -> Option<Mention> {
    let start =
        document.after_any(content.start, phrases!["về", "đối với", "chỉ tiêu", "lĩnh vực"]).unwrap_or(content.start);
    let end = document.after_any(start, phrases!["bảo hiểm xã hội", "BHXH"])?;
    let end = if document.is(end, marks::OPEN) && document.is(end + 2, marks::CLOSE) { end + 3 } else { end };
    let alone = end == content.end || end + 1 == content.end && document.is(end, marks::COLON);
    alone.then_some(Mention { measure: Measure::Social, at: start, end })
}

/// Whether the last thing that a lead-in does is to ask for something: "Thực hiện yêu cầu của Bộ, Sở báo cáo:" does not.
fn asks(document: &Document<'_>, content: &Range<usize>) -> bool {
    const ASKS: &Phrases = phrases!["yêu cầu", "đề nghị", "chỉ thị", "thống nhất", "có ý kiến"];
    const TELLS: &Phrases = phrases!["báo cáo", "kết quả", "đánh giá", "kết luận", "ghi nhận"];
    const NOUN: [Key; 5] = [key!("hiện"), key!("theo"), key!("các"), key!("những"), marks::COMMA];
    content
        .clone()
        .rev()
        .find_map(|index| {
            let asks = document.after_any(index, ASKS).is_some();
            (asks || document.after_any(index, TELLS).is_some())
                .then(|| asks && !(index > content.start && document.is_any(index - 1, &NOUN)))
        })
        .unwrap_or_default()
}

/// What a heading is about, by its words; the first rule that fits wins.
fn topic(document: &Document<'_>, content: &Range<usize>) -> Option<Topic> {
    const RULES: &[(Topic, &Phrases)] = &[
        (
            Topic::Weakness,
            phrases![
                "tồn tại",
                "hạn chế",
                "khó khăn",
                "vướng mắc",
                "yếu kém",
                "khuyết điểm",
                "thiếu sót",
                "chưa làm được",
                "mặt yếu",
                "bất cập"
            ],
        ),
        (Topic::Cause, phrases!["nguyên nhân"]),
        (
            Topic::Award,
            phrases![
                "khen thưởng",
                "tiêu chuẩn thi đua",
                "tiêu chí thi đua",
                "điều kiện",
                "danh hiệu",
                "giấy khen",
                "bằng khen"
            ],
        ),
        (Topic::Organisation, phrases!["tổ chức thực hiện", "phân công", "trách nhiệm", "tổ chức triển khai"]),
        (
            Topic::Task,
            phrases![
                "phương hướng",
                "nhiệm vụ thời gian tới",
                "nhiệm vụ trọng tâm",
                "giải pháp",
                "kiến nghị",
                "đề xuất",
                "nội dung sau",
                "nhiệm vụ sau",
                "việc sau",
                "chương trình công tác",
                "kế hoạch công tác",
                "việc phải làm",
                "việc cần làm"
            ],
        ),
        (
            Topic::Achievement,
            phrases![
                "kết quả",
                "ưu điểm",
                "mặt được",
                "làm được",
                "mặt mạnh",
                "đánh giá chung",
                "tình hình",
                "hiện trạng",
                "thực trạng",
                "thành tích"
            ],
        ),
        (Topic::Target, phrases!["chỉ tiêu", "mục tiêu", "mức phải đạt", "mức cần đạt", "phấn đấu"]),
        (Topic::Support, phrases!["kinh phí", "mức hỗ trợ"]),
        (Topic::Task, phrases!["nhiệm vụ", "nội dung", "kế hoạch năm"]),
    ];
    if content.len() > 60 {
        return None;
    }
    // "…, vượt chỉ tiêu 90% …; trong đó:" is no list of aims: what a long lead-in announces stands in its last part.
    let parted = |index: &usize| document.is_any(*index, &[marks::COMMA, marks::SEMICOLON]);
    let last = content
        .clone()
        .rev()
        .find(parted)
        .filter(|_| content.len() > LONGEST_NAME && ends_with_colon(document, content));
    let content = &(last.unwrap_or(content.start)..content.end);
    // "Nguyên nhân của tồn tại" is about causes.
    if document.after(content.start, phrase!("nguyên nhân")).is_some() {
        return Some(Topic::Cause);
    }
    if content.len() <= 3 && document.after_any(content.start, phrases!["yêu cầu", "thống nhất"]).is_some() {
        return Some(Topic::Task);
    }
    if content.len() <= 3 && document.after(content.start, phrase!("thực hiện")).is_some() {
        return Some(Topic::Organisation);
    }
    let asks = document.find(content.clone(), phrase!("thực hiện các")).is_some();
    let found = RULES.iter().find(|(_, phrases)| document.has(content, phrases)).map(|(topic, _)| *topic);
    // "yêu cầu các đơn vị thực hiện các chỉ tiêu sau:" leads in; a result it is not.
    if asks && found == Some(Topic::Achievement) { Some(Topic::Task) } else { found }
}

/// A longer heading is a sentence.
const LONGEST_NAME: usize = 25;

/// Whether a range ends with a colon.
pub fn ends_with_colon(document: &Document<'_>, range: &Range<usize>) -> bool {
    range.end.checked_sub(1).is_some_and(|last| document.is(last, marks::COLON)) || document.is(range.end, key!(":"))
}
