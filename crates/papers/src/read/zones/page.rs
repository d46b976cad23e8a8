//! A web page: headline, time of publication, article; and what a portal puts around it. Also what follows a paper: annexes, or a portal's links.

use std::ops::Range;

use super::cells::is_capitals;
use super::{Foot, Genre, Head, Outline, Page, Zone};
use crate::read::date::{self, When};
use crate::read::letters::phrase;
use crate::read::lex::{Gap, Key, Line, TokenKind, key, marks};
use crate::read::phrases::{Phrases, phrases};
use crate::read::words::Words;

/// The parts of a web page.
pub(super) fn of(words: &Words<'_>, lines: &[Line]) -> Outline {
    let mut zones = vec![Zone::Noise; lines.len()];
    let article = article(words, lines);
    let published = published(words, lines, article.start);
    let headline = headline(words, lines, published, article.start);
    // The article may begin with short lines, right below headline and date.
    let after = headline.into_iter().chain(published).filter(|line| *line < article.start).max();
    let first = after.map_or(article.start, |after| after + 1);
    for index in first..article.end {
        if !is_noise(words, &lines[index]) {
            zones[index] = Zone::Body;
        }
    }
    let tokens = |line: usize| lines[line].first..lines[line].end;
    if let Some(line) = published {
        zones[line] = Zone::Published;
    }
    if let Some(line) = headline {
        zones[line] = Zone::Headline;
    }
    let page = Page { headline: headline.map(tokens), published: published.map(tokens) };
    Outline { genre: Genre::Page, zones, head: Head::default(), foot: Foot::default(), page }
}

/// The lines from the first to the last paragraph of running text, cut where links to other articles begin.
fn article(words: &Words<'_>, lines: &[Line]) -> Range<usize> {
    let running = running_lines(words, lines);
    let Some(first) = running.iter().position(|running| *running) else { return lines.len()..lines.len() };
    let stop = (first + 1..lines.len()).find(|index| begins_links(words, &lines[*index])).unwrap_or(lines.len());
    let last = (first..stop).rev().find(|index| running[*index]).unwrap_or(first);
    // A table may end the article.
    let row = |line: &Line| {
        (line.first + 1..line.end).any(|index| words.tokens[index].gap == Gap::Wide) && !is_noise(words, line)
    };
    let rows = lines[last + 1..stop.max(last + 1)].iter().take_while(|line| row(line)).count();
    first..last + 1 + rows
}

/// Which lines are running text: by themselves, or as lines of a paragraph that was wrapped.
fn running_lines(words: &Words<'_>, lines: &[Line]) -> Vec<bool> {
    let mut running: Vec<bool> = lines.iter().map(|line| is_running(words, line)).collect();
    let plain = |index: usize| {
        !running_alone(&running, index)
            && !is_noise(words, &lines[index])
            && publication(words, &lines[index]).is_none()
            && count(words, &lines[index], &[marks::BAR, marks::GREATER, CRUMB]) < 2
    };
    let mut wrapped: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len()
            && plain(start)
            && plain(end)
            && !lines[end].after_blank
            && lines[end - 1].length >= SHORTEST_WRAPPED
        {
            end += 1;
        }
        if lines[start..end].iter().map(|line| line.length).sum::<u32>() >= 240 && end - start >= 3 {
            wrapped.push(start..end);
        }
        start = end;
    }
    for range in wrapped {
        running[range].fill(true);
    }
    running
}

/// A shorter line is no full line of a wrapped paragraph, in bytes.
const SHORTEST_WRAPPED: u32 = 60;

fn running_alone(running: &[bool], index: usize) -> bool {
    running.get(index).copied().unwrap_or_default()
}

/// A paragraph of an article: long or a whole sentence, and not a list of links.
fn is_running(words: &Words<'_>, line: &Line) -> bool {
    let mut last = line.end - 1;
    while last > line.first && words.is_any(last, &[marks::QUOTE, marks::CLOSE]) {
        last -= 1;
    }
    const ENDS: [Key; 6] =
        [marks::POINT, marks::COLON, marks::SEMICOLON, marks::EXCLAMATION, marks::QUESTION, marks::ELLIPSIS];
    let ended = words.is_any(last, &ENDS);
    let bars = count(words, line, &[marks::BAR, marks::GREATER, CRUMB]);
    let sentence = line.length >= 100 && ended && line.end - line.first >= 16;
    bars < 2 && !is_noise(words, line) && (line.length >= 240 || sentence)
}

fn count(words: &Words<'_>, line: &Line, marks: &[Key]) -> usize {
    words.tokens[line.first..line.end].iter().filter(|token| marks.contains(&token.key)).count()
}

/// The line that says when the page was published: the one right at the article, before or after its headline.
fn published(words: &Words<'_>, lines: &[Line], article: usize) -> Option<usize> {
    let dated = |index: &usize| publication(words, &lines[*index]).is_some();
    let above: Vec<usize> = (0..article.min(lines.len())).rev().take(40).filter(dated).collect();
    let labelled = above.iter().copied().find(|index| is_labelled(words, &lines[*index]));
    let today = |index: &usize| !is_today(words, &lines[*index]);
    labelled
        .or_else(|| above.iter().copied().find(today))
        .or_else(|| (article..lines.len()).take(60).find(|index| is_labelled(words, &lines[*index]) && dated(index)))
        .or_else(|| above.first().copied())
}

/// The day a line says, where nothing but the day, an hour, a weekday and a label stands in it.
pub(in crate::read) fn publication(words: &Words<'_>, line: &Line) -> Option<date::DateAt> {
    if line.end - line.first > 32 {
        return None;
    }
    let found = (line.first..line.end)
        .find_map(|index| date::at(words, index).filter(|found| matches!(found.when, When::Day(_))))?;
    // "Thứ Hai, 13/06/2022 - 09:05   Xem cỡ chữ   Đọc bài viết": what stands apart is the portal's.
    let apart = |index: &usize| words.tokens[*index].gap == Gap::Wide;
    let end = (found.tokens.end..line.end).find(apart).unwrap_or(line.end);
    let strange = (line.first..end)
        .filter(|index| !found.tokens.contains(index))
        .filter(|index| {
            let token = &words.tokens[*index];
            token.kind == TokenKind::Word && !DATE_WORDS.contains(&token.key)
        })
        .count();
    let timed = (found.tokens.end..line.end).any(|index| words.is_number(index) && words.is(index + 1, marks::COLON));
    let allowed = if is_labelled(words, line) {
        8
    } else if timed {
        4
    } else {
        0
    };
    (strange <= allowed).then_some(found)
}

static DATE_WORDS: [Key; 44] = [
    key!("thứ"),
    key!("hai"),
    key!("ba"),
    key!("tư"),
    key!("năm"),
    key!("sáu"),
    key!("bảy"),
    key!("chủ"),
    key!("nhật"),
    key!("cn"),
    key!("ngày"),
    key!("tháng"),
    key!("am"),
    key!("pm"),
    key!("sa"),
    key!("ch"),
    key!("giờ"),
    key!("phút"),
    key!("h"),
    key!("g"),
    key!("gmt"),
    key!("utc"),
    key!("lúc"),
    key!("cập"),
    key!("đăng"),
    key!("xuất"),
    key!("bản"),
    key!("công"),
    key!("bố"),
    key!("gửi"),
    key!("viết"),
    key!("lượt"),
    key!("xem"),
    key!("đọc"),
    key!("bởi"),
    key!("tạo"),
    key!("thời"),
    key!("gian"),
    key!("đã"),
    key!("được"),
    key!("hôm"),
    key!("mới"),
    key!("nhất"),
    key!("in"),
];

fn is_labelled(words: &Words<'_>, line: &Line) -> bool {
    (line.first..line.end.min(line.first + 12)).any(|index| {
        words
            .after_any(
                index,
                phrases![
                    "cập nhật",
                    "ngày đăng",
                    "đăng ngày",
                    "đăng lúc",
                    "đăng vào",
                    "ngày xuất bản",
                    "xuất bản",
                    "thời gian đăng",
                    "đăng tải",
                    "đã đăng",
                    "ngày viết",
                    "ngày cập nhật",
                    "ngày đăng tin",
                    "lượt xem"
                ],
            )
            .is_some()
    })
}

fn is_today(words: &Words<'_>, line: &Line) -> bool {
    words.find(line.first..line.end, phrase!("hôm nay")).is_some()
}

/// The line that is the headline: next to the line of the date, or else the last fitting line above the article.
fn headline(words: &Words<'_>, lines: &[Line], published: Option<usize>, article: usize) -> Option<usize> {
    let fits = |index: &usize| is_headline(words, &lines[*index]);
    let article = article.min(lines.len());
    let Some(published) = published.filter(|published| *published < article) else {
        return (0..article).rev().take(12).find(fits).or_else(|| (0..lines.len().min(6)).find(fits));
    };
    let above = (0..published).rev().take(5).find(fits);
    let below = (published + 1..article).take(4).find(fits);
    let adjacent = above.is_some_and(|above| published - above <= 2);
    match (above, below) {
        (Some(above), _) if adjacent => Some(above),
        (_, Some(below)) => Some(below),
        (above, None) => above.or_else(|| (published + 1..lines.len()).take(2).find(fits)),
    }
}

fn is_headline(words: &Words<'_>, line: &Line) -> bool {
    let letters = words.tokens[line.first..line.end].iter().filter(|token| token.is_word()).count();
    let bars = count(words, line, &[marks::BAR, marks::GREATER, CRUMB]);
    let portal = words.after_any(line.first, phrases!["chào mừng", "cổng thông tin", "trang thông tin", "truy cập"]);
    (4..=50).contains(&letters)
        && bars == 0
        && portal.is_none()
        && !is_noise(words, line)
        && publication(words, line).is_none()
        && !words.is(line.end - 1, marks::POINT)
}

const CRUMB: Key = key!("›");

/// Lines of a portal's frame, wherever they stand.
fn is_noise(words: &Words<'_>, line: &Line) -> bool {
    let length = line.end - line.first;
    length <= 28
        && (words.after_any(line.first, FRAME).is_some()
            || count(words, line, &[marks::BAR, CRUMB]) >= 2
            || words.tokens[line.first..line.end].iter().all(|token| !token.is_word()))
}

static FRAME: &Phrases = phrases![
    "trang chủ",
    "đăng nhập",
    "chào mừng",
    "hôm nay :",
    "truy cập nội dung",
    "chi tiết tin",
    "hiện tại bài viết",
    "cỡ chữ",
    "chia sẻ",
    "lượt xem",
    "lượt truy cập",
    "xem với cỡ chữ",
    "đọc bài viết",
    "nghe bài viết",
    "ảnh :",
    "in trang",
    "in bài",
    "gửi email",
    "facebook",
    "zalo",
    "skip to"
];

/// Whether links to other articles, comments or counters begin at a line: nothing of the article follows.
fn begins_links(words: &Words<'_>, line: &Line) -> bool {
    let short = line.end - line.first <= 12;
    short && words.after_any(line.first, LINKS).is_some()
}

static LINKS: &Phrases = phrases![
    "tin liên quan",
    "bài liên quan",
    "bài viết liên quan",
    "tin bài liên quan",
    "tin tức liên quan",
    "các tin khác",
    "các tin đã đưa",
    "các tin mới hơn",
    "các tin cũ hơn",
    "các bài viết khác",
    "các bài khác",
    "bài viết khác",
    "tin khác",
    "tin cũ hơn",
    "tin mới hơn",
    "tin mới",
    "tin đã đưa",
    "tin nổi bật",
    "tin đọc nhiều",
    "đọc nhiều",
    "xem nhiều",
    "cùng chuyên mục",
    "tin cùng chuyên mục",
    "bài cùng chuyên mục",
    "văn bản cùng loại",
    "văn bản liên quan",
    "văn bản khác",
    "văn bản mới",
    "chi tiết > >",
    "in trang",
    "gửi cho bạn bè",
    "bình luận",
    "gửi bình luận",
    "ý kiến bạn đọc",
    "ý kiến của bạn",
    "gửi ý kiến",
    "đánh giá bài viết",
    "từ khóa",
    "tags",
    "liên kết",
    "thống kê truy cập",
    "thống kê thống kê",
    "đang truy cập",
    "thăm dò ý kiến",
    "album",
    "videos",
    "cơ quan chủ quản",
    "bản quyền",
    "©",
    "tải về",
    "tải văn bản",
    "quay lại",
    "về trang trước",
    "về đầu trang",
    "thông báo thông báo"
];

/// Marks what follows the end of a paper: annexes from their headings on, a portal's frame as noise.
pub(super) fn mark_after_paper(words: &Words<'_>, lines: &[Line], after: usize, zones: &mut [Zone]) {
    let mut zone = Zone::Noise;
    for index in after..lines.len() {
        let line = &lines[index];
        if begins_annex(words, line) {
            zone = Zone::Annex;
        } else if begins_links(words, line) {
            zone = Zone::Noise;
        }
        zones[index] = zone;
    }
}

/// A heading of an annex: "PHỤ LỤC I", "Phụ lục số 01", "DANH SÁCH", "QUY CHẾ" after the signature of its decision.
fn begins_annex(words: &Words<'_>, line: &Line) -> bool {
    let cell = line.first..line.end;
    let short = cell.len() <= 24;
    let labelled =
        words.after_any(line.first, phrases!["phụ lục", "mẫu số", "biểu số", "biểu mẫu", "phụ biểu"]).is_some();
    let titled = is_capitals(words, &cell)
        && words
            .after_any(
                line.first,
                phrases![
                    "danh sách",
                    "quy chế",
                    "quy định",
                    "đề cương",
                    "kế hoạch",
                    "chương trình",
                    "biểu",
                    "bảng",
                    "đề án",
                    "mẫu"
                ],
            )
            .is_some();
    short && words.tokens[line.first].is_capital() && (labelled || titled)
}
