//! The words: what the data say is what the PDF and the DOCX say.

use super::{paper_of, seen};
use crate::composition::{Block, Composition, compose};
use crate::runs::{parse, words};
use crate::wording::{day, number, point, roman};
use crate::{Fonts, Format, Kind, example, write_paper};

/// The words of a composition, line by line.
fn lines(composition: &Composition) -> Vec<String> {
    let mut found = Vec::new();
    for block in composition.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Text(line) => found.push(line.words()),
            Block::List { items } => found.extend(items.iter().map(|item| words(item))),
            Block::Columns { rows, .. } => found.extend(rows.iter().flatten().flatten().map(|line| line.words())),
            Block::Table(table) => {
                found.extend(table.head.iter().flatten().map(|cell| words(&cell.runs)));
                found.extend(table.rows.iter().flatten().map(|cell| words(cell)));
            }
            Block::Figure(figure) => found.extend(figure.caption.as_ref().map(|line| line.words())),
        }
    }
    found
}

fn without_space(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Every text of the data file, as the paper shows it.
fn texts(value: &toml::Value, key: &str, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) if !["svg", "alt", "align", "date", "name_of_file"].contains(&key) => {
            let text = words(&parse(text)).to_lowercase();
            found.push(without_space(text.trim_end_matches(['.', ';', ','])));
        }
        toml::Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        toml::Value::Table(table) => table.iter().for_each(|(key, item)| texts(item, key, found)),
        _ => {}
    }
}

#[test]
fn both_formats_say_what_the_data_say() {
    for kind in Kind::ALL {
        let composition = compose(kind, &paper_of(kind));
        let pdf = seen(kind).text();
        let docx = write_paper(kind, &paper_of(kind), Format::Docx, Fonts::bundled()).expect("a DOCX");
        let docx = without_space(&super::documents::words_of(&super::documents::part(&docx, "word/document.xml")));
        for line in lines(&composition) {
            let line = without_space(&line);
            assert!(pdf.contains(&line), "{kind}: the PDF lacks “{line}”");
            assert!(docx.contains(&line), "{kind}: the DOCX lacks “{line}”");
        }
        let mut found = Vec::new();
        texts(&toml::from_str(example(kind)).expect("TOML"), "", &mut found);
        let pdf = pdf.to_lowercase();
        let shown = kind == Kind::QuyetDinh;
        for text in found {
            let only_in_annexes =
                paper_of(kind).head.spoken_issuer.is_some_and(|name| without_space(&name.to_lowercase()) == text);
            assert!(only_in_annexes && !shown || pdf.contains(&text), "{kind}: the PDF lacks “{text}” of the data");
        }
    }
}

#[test]
fn points_follow_the_vietnamese_alphabet() {
    let first: Vec<String> = (1..=23).map(point).collect();
    assert_eq!(first.join(" "), "a b c d đ e g h i k l m n o p q r s t u v x y");
    assert_eq!((point(24), point(46), point(47)), ("aa".to_owned(), "ay".to_owned(), "ba".to_owned()));
}

#[test]
fn numbers_and_days_are_written_as_the_decree_says() {
    let date = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day);
    assert_eq!(day(date(2020, 1, 5)), "ngày 05 tháng 01 năm 2020");
    assert_eq!(day(date(2019, 6, 29)), "ngày 29 tháng 6 năm 2019");
    assert_eq!(day(date(2026, 2, 10)), "ngày 10 tháng 02 năm 2026");
    assert_eq!(day(date(2026, 3, 9)), "ngày 09 tháng 3 năm 2026");
    assert_eq!(number(Some(5), "QĐ-BNV"), "05/QĐ-BNV");
    assert_eq!(number(Some(1215), "BHXH-TĐKT"), "1215/BHXH-TĐKT");
    assert!(number(None, "KH-BHXH").starts_with('\u{a0}') && day(None).starts_with("ngày\u{a0}"));
    assert_eq!((roman(4), roman(19), roman(42)), ("IV".to_owned(), "XIX".to_owned(), "XLII".to_owned()));
}

#[test]
fn stars_mark_runs_and_a_backslash_keeps_them() {
    let looks = |text: &str| -> Vec<(String, bool, bool)> {
        parse(text).into_iter().map(|run| (run.text, run.bold, run.italic)).collect()
    };
    let run = |text: &str, bold, italic| (text.to_owned(), bold, italic);
    assert_eq!(looks("một **hai** ba"), [run("một ", false, false), run("hai", true, false), run(" ba", false, false)]);
    assert_eq!(looks("*một* hai"), [run("một", false, true), run(" hai", false, false)]);
    assert_eq!(looks("2 * 3 = 6"), [run("2 * 3 = 6", false, false)]);
    assert_eq!(looks("\\*một\\*"), [run("*một*", false, false)]);
    assert_eq!(looks("  một\n\thai "), [run("một hai", false, false)]);
}
