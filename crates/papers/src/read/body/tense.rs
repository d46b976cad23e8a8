//! Whether a number was reached or shall be.

use std::ops::Range;

use chrono::Datelike as _;

use super::outline::Topic;
use super::{Clause, Scene, times};
use crate::read::date::{DateAt, When};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key};
use crate::read::phrases::{Phrases, phrases};
use crate::reading::Kind;

/// Past or future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It was reached.
    Reached,
    /// It shall be reached.
    Wanted,
}

const REACHED: &Phrases = phrases![
    "thực tế",
    "đã đạt",
    "đã có",
    "đã thực hiện",
    "đã hoàn thành",
    "đã vận động",
    "đã phát triển",
    "đã thu",
    "đã tặng",
    "đã cấp",
    "đã trao",
    "hiện có",
    "hiện nay",
    "đến nay",
    "tính đến",
    "ước đạt",
    "ước đến",
    "ước thực hiện",
    "thực hiện được",
    "mới đạt",
    "mới có",
    "mới được",
    "thực hiện đạt",
    "so với chỉ tiêu",
    "so với kế hoạch",
    "cao hơn",
    "những năm qua",
    "năm qua",
    "năm thực hiện",
    "những năm gần đây",
    "thời gian qua",
    "chỉ đạt",
    "so với cùng kỳ",
    "so với năm trước",
    "đã tăng",
    "đã giải quyết",
    "chưa tham gia",
    "chưa có thẻ",
    "chưa đạt",
    "chưa bảo đảm",
    "chưa đảm bảo",
    "chưa hoàn thành",
    "không đạt"
];

/// "các huyện còn lại", "thời gian còn lại": which of them, not what is left of something.
const OTHERS: &[Key] = &[
    key!("huyện"),
    key!("quận"),
    key!("xã"),
    key!("phường"),
    key!("phố"),
    key!("trấn"),
    key!("thôn"),
    key!("tỉnh"),
    key!("vị"),
    key!("phương"),
    key!("nhóm"),
    key!("tượng"),
    key!("gian"),
    key!("tháng"),
    key!("năm"),
];

/// "trả kết quả": what an office hands out.
const HANDED: &[Key] = &[key!("trả")];

/// The end of the words of what was reached that begin at a token.
fn reached_end(scene: &Scene<'_, '_>, index: usize) -> Option<usize> {
    let unless = |words: &[Key], before: &[Key]| {
        let end = scene.document.after(index, words)?;
        (index == 0 || !scene.document.is_any(index - 1, before)).then_some(end)
    };
    // "cao hơn 0,25% so với …" may be said of an aim too: its place decides.
    let beyond =
        |end: &usize| scene.document.is(index, key!("cao")) && (*end..*end + 2).any(|at| scene.document.is_number(at));
    // "Năm 2016 ước 83,3% dân số có thẻ".
    if scene.document.is(index, key!("ước")) && scene.document.is_number(index + 1) {
        return (!matches!(topic_of(scene, index), Some(Topic::Target | Topic::Task))).then_some(index + 1);
    }
    // "xã nông thôn mới đạt từ 90%".
    if scene.document.is(index, key!("mới")) && index > 0 && scene.document.is(index - 1, key!("thôn")) {
        return None;
    }
    // "Lãnh đạo thực hiện đạt các chỉ tiêu: …" orders.
    let ordered = |end: &usize| {
        const ORDERS: [Key; 8] =
            [key!("đạo"), key!("trung"), key!("tục"), key!("phải"), key!("đấu"), key!("để"), key!("cần"), key!("tâm")];
        let goals = phrases!["các chỉ tiêu", "chỉ tiêu", "mục tiêu", "các mục tiêu"];
        scene.document.is(index, key!("thực"))
            && (index > 0 && scene.document.is_any(index - 1, &ORDERS)
                || scene.document.get(index).is_some_and(|token| token.is_capital())
                    && scene.document.after_any(*end, goals).is_some())
    };
    let plain = scene.document.after_any(index, REACHED).filter(|end| !beyond(end) && !ordered(end));
    plain.or_else(|| unless(phrase!("còn lại"), OTHERS)).or_else(|| unless(phrase!("kết quả"), HANDED))
}

/// The end of the words of what shall be that begin at a token.
fn wanted_end(scene: &Scene<'_, '_>, index: usize) -> Option<usize> {
    let done = || index > 0 && scene.reports() && scene.document.is(index - 1, key!("đã"));
    // "nợ từ 6 tháng trở lên", "người từ 80 tuổi trở lên" bound no value.
    let spans = [key!("tháng"), key!("tuổi"), key!("ngày")];
    let since = || index > 0 && scene.document.is(index, key!("trở")) && scene.document.is_any(index - 1, &spans);
    let end = scene.document.after_any(index, WANTED).filter(|_| !done() && !since())?;
    // "nhóm học sinh duy trì ở mức 93%" under what was reached, "đã có người đăng ký".
    let weak = scene.document.after_any(index, KEPT).is_some();
    let told = || {
        let topic = topic_of(scene, index);
        let already = (index.saturating_sub(3)..index).any(|at| scene.document.is(at, key!("đã")));
        already
            || topic.is_none() && scene.reports()
            || matches!(topic, Some(Topic::Achievement | Topic::Weakness | Topic::Cause))
    };
    (!(weak && told())).then_some(end)
}

/// What the headings over a token announce.
fn topic_of(scene: &Scene<'_, '_>, index: usize) -> Option<Topic> {
    scene.outline.topic(scene.document.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= index))
}

/// Words that tell of what goes on as well as of what shall be.
const KEPT: &Phrases = phrases!["duy trì", "bảo đảm", "đảm bảo", "nâng", "đăng ký"];

const WANTED: &Phrases = phrases![
    "phấn đấu",
    "mục tiêu",
    "giao chỉ tiêu",
    "bảo đảm",
    "đảm bảo",
    "duy trì",
    "nâng",
    "phải đạt",
    "phải có",
    "phải vượt",
    "cần vượt",
    "vận động trên",
    "cần có",
    "quyết tâm",
    "cần đạt",
    "cần vận động",
    "cần phát triển",
    "cần phải",
    "phải vận động",
    "phải phát triển",
    "còn phải",
    "hướng tới",
    "trở lên",
    "trở xuống",
    "đặt ra",
    "đăng ký",
    "ít nhất",
    "tối thiểu",
    "không thấp hơn",
    "kéo giảm",
    "dự kiến",
    "không quá",
    "không vượt quá",
    "không dưới",
    "không cao hơn",
    "không để",
    "tối đa"
];

/// Words of a value that was set: beside a result they name its target.
const SET: &Phrases = phrases!["chỉ tiêu", "giao", "kế hoạch"];

/// Whether a range speaks of a value that was set.
pub fn is_set(scene: &Scene<'_, '_>, range: &Range<usize>) -> bool {
    scene.has(range, SET)
}

/// The tense that the words of a range say, if they say one.
pub fn by_words(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<Tense> {
    let inside = |end: Option<usize>| end.is_some_and(|end| end <= range.end);
    let mut wanted = None;
    for index in range.clone() {
        if inside(reached_end(scene, index)) {
            return Some(Tense::Reached);
        }
        if wanted.is_none() && inside(wanted_end(scene, index)) {
            wanted = Some(Tense::Wanted);
        }
    }
    wanted
}

/// The tense that the last of such words in a range says: "vận động người chưa tham gia, phấn đấu đạt …" is wanted.
pub fn by_last_word(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<Tense> {
    let inside = |end: Option<usize>| end.is_some_and(|end| end <= range.end);
    let reached = range.clone().rev().find(|index| inside(reached_end(scene, *index)));
    let wanted = range.clone().rev().find(|index| inside(wanted_end(scene, *index)));
    match (reached, wanted) {
        (None, None) => None,
        (reached, wanted) if reached >= wanted => Some(Tense::Reached),
        _ => Some(Tense::Wanted),
    }
}

/// The tense that the times in a range say, seen from the paper's date.
///
/// A report tells what was reached in the year that it is written in, unless it stands under aims: `place` is what its place suggests.
pub fn by_times(scene: &Scene<'_, '_>, range: &Range<usize>, place: Option<Tense>) -> Option<Tense> {
    let issued = scene.date?;
    let dates = scene.document.dates_in(range.clone());
    // "so với năm 2021" says when the other value was reached.
    let compared = |date: &DateAt| times::is_compared(scene.document, date.tokens.start);
    let names_a_time =
        |date: &&DateAt| !scene.is_citation_date(date) && !compared(date) && !matches!(date.when, When::Years { .. });
    // "Năm 2022, toàn tỉnh có 1,78 triệu người tham gia" in the news of December 2022 tells of that year.
    let late = |date: &DateAt| {
        let ahead = [key!("đến"), key!("hết"), key!("cuối"), key!("trong"), key!("vào")];
        let before = date.tokens.start.checked_sub(1);
        scene.is_news()
            && issued.month() >= LATE
            && matches!(date.when, When::Year(year) if year == issued.year())
            && before.is_none_or(|before| !scene.document.is_any(before, &ahead))
    };
    dates.iter().rev().find(names_a_time).filter(|date| !late(date)).and_then(|date| {
        let period = date.when.period(scene.year)?;
        let under_way = period.first_day() <= issued && !scene.is_news() && place == Some(Tense::Reached);
        Some(if period.last_day() <= issued || under_way { Tense::Reached } else { Tense::Wanted })
    })
}

/// The month from which the news tell of the whole year.
const LATE: u32 = 11;

/// "Đề nghị Sở … vận động 100% học sinh": what a range asks somebody to do; "theo đề nghị của …" asks nobody.
pub fn is_asked(scene: &Scene<'_, '_>, range: &Range<usize>) -> bool {
    const NOUN: [Key; 5] = [key!("theo"), key!("các"), key!("những"), key!("xét"), key!("hiện")];
    range.clone().any(|index| {
        let asks = scene.document.after_any(index, phrases!["đề nghị", "yêu cầu"]).is_some();
        asks && !(index > 0 && scene.document.is_any(index - 1, &NOUN))
    })
}

/// Whether a paper without a kind of its own sets aims, as its title says.
fn is_pact(scene: &Scene<'_, '_>) -> bool {
    const PACTS: &Phrases = phrases!["giao ước", "bản giao ước", "chương trình", "đề án", "phương án"];
    let kind = scene.document.outline.head.kind.as_ref();
    kind.is_some_and(|(_, title)| scene.document.after_any(title.start, PACTS).is_some())
}

/// Whether a clause stands before the first heading of a body, and is no part of a list.
fn is_opening(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let Some(paragraph) = scene.document.paragraphs.get(clause.paragraph) else { return false };
    let first = scene.outline.is_heading.iter().position(|heads| *heads);
    paragraph.mark.is_none() && first.is_some_and(|first| clause.paragraph < first)
}

/// The tense that headings and the kind of paper suggest.
pub fn by_place(scene: &Scene<'_, '_>, clause: &Clause) -> Option<Tense> {
    let situation = phrases!["tuy nhiên ,", "tuy vậy ,", "những năm qua", "thời gian qua"];
    if scene.has(&scene.surroundings(clause), situation) {
        return Some(Tense::Reached);
    }
    let topic = scene.outline.chain(clause.paragraph).find_map(|heading| match heading.topic {
        Some(Topic::Achievement | Topic::Weakness | Topic::Cause) => Some(Tense::Reached),
        Some(Topic::Target | Topic::Task | Topic::Organisation) => Some(Tense::Wanted),
        _ => None,
    });
    let asked = || scene.outline.chain(clause.paragraph).any(|heading| heading.asks).then_some(Tense::Wanted);
    // What a directive tells before its first heading is why it is given.
    let directs = matches!(scene.kind, Some(Kind::ChiThi | Kind::KeHoach | Kind::NghiQuyet));
    if directs && topic.is_none() && is_opening(scene, clause) {
        return None;
    }
    topic.or_else(asked).or(match scene.kind {
        Some(Kind::BaoCao | Kind::BienBan | Kind::News) => Some(Tense::Reached),
        Some(Kind::KeHoach | Kind::QuyetDinh | Kind::NghiQuyet | Kind::ChiThi | Kind::HuongDan | Kind::QuyChe) => {
            Some(Tense::Wanted)
        }
        // A pact of emulation, a programme.
        Some(Kind::Other) if is_pact(scene) => Some(Tense::Wanted),
        _ if scene.is_news() => Some(Tense::Reached),
        _ => None,
    })
}
