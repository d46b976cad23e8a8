//! The pages measured against Annex I of Decree 30/2020/NĐ-CP. The numbers here are the decree's, not layout.toml's.

use super::seen::{Seen, Words};
use super::{paper_of, seen, seen_of};
use crate::Kind;
use crate::paper::{Block, Column, ColumnAlign, Figure, Recipient, Table};

/// Single line spacing of Times, in ems.
const SINGLE: f64 = 1.149;
const MM_PER_POINT: f64 = 25.4 / 72.0;

fn between(what: &str, value: f64, low: f64, high: f64) {
    assert!((low - 0.01..=high + 0.01).contains(&value), "{what}: {value:.3} is not from {low} to {high}");
}

fn looks(words: &Words, sizes: std::ops::RangeInclusive<f64>, bold: bool, italic: bool) {
    assert!(sizes.contains(&words.size), "“{}” is of {} points", words.text, words.size);
    assert_eq!((words.bold, words.italic), (bold, italic), "bold and italic of “{}”", words.text);
}

/// Section I.1 and I.2: A4, margins, font, page numbers.
#[test]
fn pages_have_the_margins_of_the_decree() {
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::GiayKhen) {
        let pages = seen(kind);
        for (index, (width, height)) in pages.pages.iter().enumerate() {
            let page = index + 1;
            let (short, long) = (width.min(*height), width.max(*height));
            between("width of A4", short, 210.0, 210.0);
            between("height of A4", long, 297.0, 297.0);
            let body = pages.words.iter().filter(|words| words.page == page && words.baseline > 20.0);
            let body: Vec<&Words> = body.filter(|words| words.baseline < height - 15.0).collect();
            if width < height {
                let left = body.iter().map(|words| words.left).fold(f64::INFINITY, f64::min);
                let right = body.iter().map(|words| words.right).fold(0.0, f64::max);
                assert!(left >= 30.0 - 0.01, "{kind} page {page}: left margin {left:.2}");
                assert!(width - right >= 15.0 - 0.05, "{kind} page {page}: right margin {:.2}", width - right);
                let drawn = pages.drawn.iter().filter(|drawn| drawn.page == page).map(|drawn| drawn.top);
                let top = body.iter().map(|words| words.top()).chain(drawn).fold(f64::INFINITY, f64::min);
                between(&format!("{kind} page {page}: top margin"), top, 20.0, 25.0);
                let bottom = body.iter().map(|words| words.baseline).fold(0.0, f64::max);
                assert!(height - bottom >= 20.0, "{kind} page {page}: bottom margin {:.2}", height - bottom);
            }
        }
        assert!(pages.words.iter().all(|words| words.family == "Liberation Serif"), "{kind}: a strange font");
    }
}

#[test]
fn full_lines_reach_from_margin_to_margin() {
    let pages = seen(Kind::CongVan);
    let full = pages.find("Năm 2025, phong trào");
    looks(full, 13.0..=14.0, false, false);
    between("first line", full.left, 30.0 + 10.0, 30.0 + 12.7);
    between("right edge of a justified line", full.right, 210.0 - 20.0, 210.0 - 15.0);
}

/// Boxes 1 and 2.
#[test]
fn country_and_agencies() {
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::GiayKhen) {
        let pages = seen(kind);
        let state = pages.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        looks(state, 12.0..=13.0, true, false);
        let motto = pages.find("Độc lập - Tự do - Hạnh phúc");
        looks(motto, 13.0..=14.0, true, false);
        assert_eq!(motto.size - state.size, 1.0, "the motto is one point larger");
        between("motto below the middle of the state's name", motto.middle() - state.middle(), -0.2, 0.2);
        let rule = pages.rule_below(motto);
        between("rule of the motto", rule.width / motto.width(), 0.99, 1.01);

        let head = &paper_of(kind).head;
        let parent = pages.find(&first_words(&head.parent.as_deref().unwrap_or_default().to_uppercase()));
        looks(parent, 12.0..=13.0, false, false);
        let issuer = (pages.words.iter())
            .filter(|words| {
                words.page == 1 && words.bold && words.right < 105.0 && words.baseline < state.baseline + 20.0
            })
            .max_by(|left, right| left.baseline.total_cmp(&right.baseline))
            .expect("an issuer");
        looks(issuer, 12.0..=13.0, true, false);
        let rule = pages.rule_below(issuer);
        between("rule of the issuer", rule.width / issuer.width(), 1.0 / 3.0, 0.5);
        assert!(parent.right < state.left && issuer.baseline > parent.baseline, "{kind}: agencies left of the country");
    }
}

fn first_words(text: &str) -> String {
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Boxes 3 and 4.
#[test]
fn number_and_day_stand_on_one_line() {
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::GiayKhen) {
        let pages = seen(kind);
        let number = pages.find("Số:");
        looks(number, 13.0..=13.0, false, false);
        let day = pages.find("Vĩnh Long, ngày");
        looks(day, 13.0..=14.0, false, true);
        between("the day's line", day.baseline - number.baseline, -0.1, 0.1);
        assert!(number.right < day.left);
    }
    assert_eq!(seen(Kind::QuyetDinh).find("Số:").text, "Số: 07/QĐ-BHXH");
    assert_eq!(seen(Kind::QuyetDinh).find("Vĩnh Long, ngày").text, "Vĩnh Long, ngày 05 tháng 01 năm 2026");
    assert_eq!(seen(Kind::BaoCao).find("Vĩnh Long, ngày").text, "Vĩnh Long, ngày 08 tháng 7 năm 2026");
}

/// Box 5a.
#[test]
fn type_and_subject() {
    let pages = seen(Kind::QuyetDinh);
    let name = pages.find("QUYẾT ĐỊNH");
    looks(name, 13.0..=14.0, true, false);
    let last = pages.find("bảo hiểm y tế giai đoạn 2026 - 2030");
    looks(last, 13.0..=14.0, true, false);
    between("title in the middle of the text", name.middle(), 112.0, 113.0);
    between("rule of the subject", pages.rule_below(last).width / last.width(), 1.0 / 3.0, 0.5);
}

/// Box 5b: under the number, 6 points apart.
#[test]
fn subject_of_a_dispatch() {
    let pages = seen(Kind::CongVan);
    let number = pages.find("Số:");
    let subject = pages.find("V/v");
    looks(subject, 12.0..=13.0, false, false);
    let gap = (subject.baseline - number.baseline) / MM_PER_POINT - SINGLE * subject.size;
    between("gap above V/v in points", gap, 5.9, 6.1);
    between("V/v under the number", subject.middle() - number.middle(), -0.3, 0.3);
}

/// Box 9a: the dashes stand under the colon.
#[test]
fn addressees() {
    let pages = seen(Kind::CongVan);
    let label = pages.find("Kính gửi:");
    looks(label, 13.0..=14.0, false, false);
    let dash = pages.find("- Các phòng nghiệp vụ");
    between("dash below the colon", label.right - dash.left, 0.0, 2.0);
    let one = seen(Kind::BaoCao);
    assert_eq!(one.find("Kính gửi").text, "Kính gửi: Bảo hiểm xã hội Việt Nam");
}

/// Box 6: bases in italics; body indented, with its gaps and its line spacing.
#[test]
fn body() {
    let pages = seen(Kind::QuyetDinh);
    looks(pages.find("Căn cứ Luật Thi đua"), 13.0..=14.0, false, true);
    looks(pages.find("Theo đề nghị"), 13.0..=14.0, false, true);
    looks(pages.find("Điều 1."), 13.0..=14.0, true, false);
    let first = pages.find("Ban hành kèm theo Quyết định này");
    let second = pages.find("đua phát triển người tham gia");
    let spacing = (second.baseline - first.baseline) / MM_PER_POINT / (SINGLE * first.size);
    between("line spacing", spacing, 1.0, 1.5);
    let (clause, point) = (pages.find("1. Phòng Tổ chức cán bộ"), pages.find("a) Hướng dẫn"));
    looks(point, 13.0..=14.0, false, false);
    between("indent of a clause", clause.left - 30.0, 10.0, 12.7);
    let gap = (point.baseline - clause.baseline) / MM_PER_POINT - spacing * SINGLE * point.size;
    assert!(gap >= 5.95, "gap of paragraphs: {gap:.2} points");
}

/// Boxes 7a, 7b, 9b.
#[test]
fn signature_and_recipients() {
    let pages = seen(Kind::QuyetDinh);
    let capacity = pages.find("KT. GIÁM ĐỐC");
    looks(capacity, 13.0..=14.0, true, false);
    let post = pages.find("PHÓ GIÁM ĐỐC");
    looks(post, 13.0..=14.0, true, false);
    looks(pages.find("Nguyễn Thị Minh Hòa"), 13.0..=14.0, true, false);
    let recipients = pages.find("Nơi nhận:");
    looks(recipients, 12.0..=12.0, true, true);
    between("Nơi nhận level with the capacity", recipients.top() - capacity.top(), -0.5, 0.5);
    looks(pages.find("- Như Điều 3;"), 11.0..=11.0, false, false);
    assert_eq!(pages.find("- Lưu:").text, "- Lưu: VT, TCCB (05).");
    assert_eq!(pages.find("- Bảo hiểm xã hội Việt Nam").text, "- Bảo hiểm xã hội Việt Nam (để b/c);");
    assert!(capacity.left > 105.0 && recipients.left < 31.0);
}

/// Boxes 10a, 10b: frames of their sizes.
#[test]
fn stamps() {
    let frame = |pages: &Seen, text: &str| {
        let words = pages.find(text).clone();
        looks(&words, 13.0..=14.0, true, false);
        let around = |drawn: &&super::seen::Drawn| {
            drawn.left < words.left
                && drawn.left + drawn.width > words.right
                && drawn.top < words.top()
                && drawn.height > 5.0
        };
        let found = pages.drawn.iter().find(around).unwrap_or_else(|| panic!("no frame around {text}"));
        (found.width.round(), found.height.round())
    };
    assert_eq!(frame(seen(Kind::CongVan), "KHẨN"), (20.0, 8.0));
    assert_eq!(frame(seen(Kind::VanBan), "HỎA TỐC"), (30.0, 8.0));
    assert_eq!(frame(seen(Kind::VanBan), "MẬT"), (20.0, 8.0));
}

/// Section I.2: the number in the middle of the top margin, not on the first page; annexes are numbered apart.
#[test]
fn page_numbers() {
    let number = |pages: &Seen, page: usize| {
        pages.words.iter().find(|words| words.page == page && words.baseline < 20.0).map(|words| words.text.clone())
    };
    let pages = seen(Kind::QuyetDinh);
    let annexes = pages.pages.len() - 1;
    assert_eq!((number(pages, 1), number(pages, annexes), number(pages, annexes + 1)), (None, None, None));
    let pages = seen(Kind::KeHoach);
    assert_eq!((number(pages, 1), number(pages, 2).as_deref()), (None, Some("2")));
    let words = pages.words.iter().find(|words| words.page == 2 && words.baseline < 20.0).expect("a number");
    looks(words, 13.0..=14.0, false, false);
    between("the number's place", words.middle(), 112.0, 113.0);
}

/// Form 2.1: an annex says which paper it belongs to.
#[test]
fn annexes() {
    let pages = seen(Kind::QuyetDinh);
    let number = pages.find("Phụ lục I");
    looks(number, 14.0..=14.0, true, false);
    looks(pages.find("QUY CHẾ TỔ CHỨC"), 13.0..=14.0, true, false);
    looks(pages.find("(Kèm theo Quyết định số 07/QĐ-BHXH ngày 05 tháng 01"), 13.0..=14.0, false, true);
    assert_eq!(pages.pages.last(), Some(&(297.0, 210.0)), "the annex of the wide table lies on its side");
}

/// A table longer than a page: its head on every page, its pages numbered from 1 again.
#[test]
fn long_tables_repeat_their_heads() {
    let mut paper = paper_of(Kind::ToTrinh);
    let Some(Block::Table(table)) = paper.annexes[0].body.first_mut() else { panic!("the annex is a table") };
    table.rows =
        (1..=90).map(|row| vec![row.to_string(), format!("Cá nhân {row}"), "Cơ sở".into(), "Đạt".into()]).collect();
    let own_pages = seen(Kind::ToTrinh).pages.len() - 1;
    let pages = seen_of(Kind::ToTrinh, &paper);
    let annex_pages = pages.pages.len() - own_pages;
    assert!(annex_pages >= 3, "{annex_pages} pages of annex");
    let heads = pages.words.iter().filter(|words| words.text == "Thành tích chính").count();
    assert_eq!(heads, annex_pages, "a head on every page");
    for page in 2..=annex_pages {
        let top = |words: &&Words| words.page == own_pages + page && words.baseline < 20.0;
        let number = pages.words.iter().find(top).map(|words| words.text.clone());
        assert_eq!(number, Some(page.to_string()));
    }
}

/// Article 13 of the decree and box 7a: how each right to sign is written.
#[test]
fn capacities() {
    use crate::paper::Capacity;
    for (capacity, on_behalf, expected) in [
        (None, None, "GIÁM ĐỐC"),
        (Some(Capacity::Acting), None, "Q. GIÁM ĐỐC"),
        (Some(Capacity::Deputy), Some("Tổng Giám đốc"), "KT. TỔNG GIÁM ĐỐC"),
        (Some(Capacity::ByOrder), Some("Tổng Giám đốc"), "TL. TỔNG GIÁM ĐỐC"),
        (Some(Capacity::Authorised), Some("Tổng Giám đốc"), "TUQ. TỔNG GIÁM ĐỐC"),
        (Some(Capacity::ForBody), Some("Ủy ban nhân dân"), "TM. ỦY BAN NHÂN DÂN"),
    ] {
        let mut paper = paper_of(Kind::GiayMoi);
        paper.signature.capacity = capacity;
        paper.signature.on_behalf = on_behalf.map(str::to_owned);
        paper.signature.title = "Giám đốc".to_owned();
        let pages = seen_of(Kind::GiayMoi, &paper);
        let line = pages.find(expected);
        looks(line, 13.0..=14.0, true, false);
        assert_eq!(line.text, expected);
        if on_behalf.is_some() {
            let post = pages.words.iter().find(|words| words.text == "GIÁM ĐỐC").expect("the signer's own post");
            assert!(post.baseline > line.baseline && (post.middle() - line.middle()).abs() < 0.2);
        }
    }
}

/// A certificate is one page on its side, inside its border.
#[test]
fn certificates() {
    let pages = seen(Kind::GiayKhen);
    assert_eq!(pages.pages, [(297.0, 210.0)]);
    assert!(pages.words.iter().all(|words| words.left > 20.0 && words.right < 277.0 && words.baseline < 195.0));
    let motto = pages.find("Độc lập - Tự do - Hạnh phúc");
    between("rule of the motto", pages.rule_below(motto).width / motto.width(), 0.99, 1.01);
    let name = pages.find("GIẤY KHEN");
    between("in the middle", name.middle(), 148.0, 149.0);
}

/// Nothing falls off a page: a hundred recipients, a cell of a thousand words, a drawing taller than wide.
#[test]
fn what_is_too_tall_goes_on_over_the_page() {
    let mut paper = paper_of(Kind::ThongBao);
    paper.recipients = (1..=100).map(|number| Recipient { to: format!("Cơ sở {number}"), purpose: None }).collect();
    let column = |title: &str| Column { title: title.into(), group: None, width: 1.0, align: ColumnAlign::Left };
    let long = (1..=1000).map(|word| format!("chữ{word}")).collect::<Vec<_>>().join(" ");
    let table = Table {
        caption: None,
        unit: None,
        columns: vec![column("Một"), column("Hai")],
        rows: vec![vec!["Dài".into(), long]],
        total: None,
    };
    let figure = Figure {
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"60\"><rect width=\"9\" height=\"59\"/></svg>".into(),
        caption: Some("Cột cao".into()),
        alt: None,
        width: 1.0,
    };
    paper.body = vec![Block::Table(table), Block::Figure(figure), Block::Paragraph("Hết".into())];
    let pages = seen_of(Kind::ThongBao, &paper);
    let fallen: Vec<_> = pages.words.iter().filter(|words| words.baseline > 297.0 - 20.0).collect();
    assert!(fallen.is_empty(), "below the margin: {fallen:?}");
    assert!(pages.drawn.iter().all(|drawn| drawn.top + drawn.height < 297.0 - 19.0), "a drawing below the margin");
    let text = pages.text();
    assert!(text.contains("chữ1000") && text.contains("-Cơsở100;") && text.contains("HuỳnhThanhTâm"));
}
