//! A paper shown inside a portal's page says the same as the paper alone.

use papers::reading::Reading;
use papers::{TextLayer, read};
use std::fs;
use std::path::Path;

/// What portals put before and after a paper, in our own words.
const FRAMES: &[(&str, &str)] = &[
    ("Trang chủ\nGiới thiệu\nVăn bản\nThư viện\n", "\nChia sẻ:\nIn trang\nLiên hệ\n"),
    (
        "Cổng thông tin điện tử\nTrang chủ > Văn bản chỉ đạo điều hành\nThứ Hai, 16/11/2026\nTìm kiếm\n",
        "\nVăn bản liên quan\nQuyết định số 99/QĐ-UBND về phân công nhiệm vụ\nCông văn số 1200/SNV-TĐKT\nLượt xem: 1.234\n",
    ),
    (
        "Hệ thống văn bản pháp luật\nĐăng nhập | Đăng ký\nLĩnh vực: Bảo hiểm\nTình trạng: Còn hiệu lực\nTải về\n\n",
        "\n\nTin khác\nHội nghị giao ban tháng 10 (12/10/2026)\nÝ kiến bạn đọc\nGửi bình luận\n© 2026\n",
    ),
];

fn head(reading: &Reading) -> String {
    let text = |found: &Option<papers::Found<String>>| found.as_ref().map(|found| found.value.clone());
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        text(&reading.number),
        reading.kind.as_ref().map(|found| found.value),
        reading.date.as_ref().map(|found| found.value),
        text(&reading.issuer),
        reading.signer.as_ref().map(|found| &found.value),
    )
}

#[test]
fn a_paper_inside_a_portals_page_keeps_its_head() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/open");
    let mut files: Vec<_> = fs::read_dir(folder).expect("samples").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut seen = 0;
    let mut changed = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        let alone = fs::read_to_string(file).expect("a sample is text");
        let wanted = read(&TextLayer::of(alone.clone()));
        if wanted.number.is_none() {
            continue;
        }
        for (number, (before, after)) in FRAMES.iter().enumerate() {
            seen += 1;
            let framed = read(&TextLayer::of(format!("{before}{alone}{after}")));
            if head(&framed) != head(&wanted) {
                changed.push(format!(
                    "{} in frame {number}:\n  {}\n  {}",
                    file.display(),
                    head(&wanted),
                    head(&framed)
                ));
            }
        }
    }
    assert!(seen > 60, "only {seen} papers in frames");
    assert!(changed.is_empty(), "{} of {seen}\n{}", changed.len(), changed.join("\n"));
}
