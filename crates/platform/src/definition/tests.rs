use serde::Deserialize;

use super::{Definitions, Origin, Problem, faults, parse};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    #[expect(dead_code, reason = "only its presence and kind are checked")]
    key: String,
    #[serde(default)]
    #[expect(dead_code, reason = "only its presence and kind are checked")]
    pages: Vec<Page>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[expect(dead_code, reason = "only its presence and kind are checked")]
    threshold: i64,
    #[expect(dead_code, reason = "only its presence and kind are checked")]
    day: Option<chrono::NaiveDate>,
}

fn fault(text: &str) -> String {
    parse::<Book>("sách.toml", text).expect_err("the text has a fault").to_string()
}

#[test]
fn a_misspelt_key_names_file_line_field_and_the_likely_name() {
    assert_eq!(
        fault("key = \"a\"\n\n[[pages]]\nthresold = 3\n"),
        "sách.toml, dòng 4, trường `pages[0].thresold`: Không có trường tên `thresold`; có phải là `threshold`? Hãy sửa tên trường."
    );
}

#[test]
fn an_alien_key_lists_the_known_ones() {
    assert_eq!(
        fault("key = \"a\"\ncolour = 3\n"),
        "sách.toml, dòng 2, trường `colour`: Không có trường tên `colour`; các trường được dùng: key, pages. Hãy sửa hoặc bỏ trường này."
    );
}

#[test]
fn a_missing_key_a_wrong_kind_and_a_bare_date_are_told() {
    assert!(fault("[[pages]]\nthreshold = 1\n").contains("Thiếu trường bắt buộc `key`"));
    assert_eq!(
        fault("key = \"a\"\n[[pages]]\nthreshold = 1\n[[pages]]\nthreshold = \"1\"\n"),
        "sách.toml, dòng 5, trường `pages[1].threshold`: Giá trị không đúng kiểu: cần số nguyên, đang là chữ trong dấu nháy; hãy sửa lại."
    );
    let bare = fault("key = \"a\"\n[[pages]]\nthreshold = 1\nday = 2020-09-24\n");
    assert!(bare.contains("dòng 4") && bare.contains("trong dấu nháy"), "{bare}");
    let wrong = fault("key = \"a\"\n[[pages]]\nthreshold = 1\nday = \"2020-13-24\"\n");
    assert!(wrong.contains("Ngày không có thật"), "{wrong}");
}

#[test]
fn broken_syntax_names_its_line() {
    let broken = fault("key = \"a\"\npages = [\n");
    assert!(broken.contains("cú pháp TOML"), "{broken}");
}

#[test]
fn problems_found_after_reading_stand_on_their_line() {
    let text = "key = \"a\"\n\n[[pages]]\nthreshold = 1\n\n[[pages]]\nthreshold = 2\n";
    let lines: Vec<usize> = faults(
        "sách.toml",
        text,
        vec![
            Problem::new("pages[1].threshold", "Sai."),
            Problem::new("pages[1].day", "Thiếu."),
            Problem::new("title", "Thiếu."),
        ],
    )
    .iter()
    .map(|fault| fault.line)
    .collect();
    assert_eq!(lines, [7, 6, 1]);
}

#[test]
fn a_folder_replaces_whole_files_and_adds_new_ones() {
    let mut definitions = Definitions::embedded(&[("a/x.toml", "x = 1"), ("b/y.toml", "y = 1")]);
    let before = definitions.get("a/x.toml").expect("embedded").digest();
    definitions.overlay([("a/x.toml".to_owned(), "x = 2".to_owned()), ("a/z.toml".to_owned(), "z = 1".to_owned())]);
    let names: Vec<&str> = definitions.under("a/").map(|(name, _)| name).collect();
    assert_eq!(names, ["a/x.toml", "a/z.toml"]);
    let replaced = definitions.get("a/x.toml").expect("still there");
    assert_eq!(replaced.origin, Origin::Folder);
    assert_ne!(replaced.digest(), before);
    assert_eq!(definitions.get("b/y.toml").expect("kept").digest(), super::digest("y = 1"));
}
