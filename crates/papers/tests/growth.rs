//! Fragments repeated: no input takes more than linear time, however often it says the same thing.

use std::time::{Duration, Instant};

use papers::TextLayer;

/// Generous, as it holds without optimisation and on a busy machine: a quadratic step takes many times as long.
const LONGEST: Duration = Duration::from_secs(10);

/// How long each text is, in bytes.
const LENGTH: usize = 200 << 10;

/// What is repeated: the cues of dates, numbers, clauses, headings, cells and broken lines.
const FRAGMENTS: [&str; 74] = [
    "ngày 1 tháng 1 ",
    "ngày 12/8/2022 ",
    "trước ngày 31/10/2020, ",
    "trước ngày 31/10/2020\n",
    "chậm nhất quý III năm 2023 báo cáo Bảo hiểm xã hội tỉnh. ",
    "định kỳ hằng tháng, ",
    "giai đoạn 2016 - 2020 ",
    "năm 2020 ",
    "đạt 95% ",
    "đạt 95%\n",
    "tỷ lệ bao phủ bảo hiểm y tế đạt 95%; ",
    "- 500 thẻ bảo hiểm y tế\n",
    "tăng 5% so với năm 2019 ",
    "520.000.000 đồng ",
    "Căn cứ Nghị định số 1/2020/NĐ-CP ",
    "Căn cứ Luật Bảo hiểm y tế;\n",
    "Quyết định số 1 ",
    "1/QĐ-A ",
    "1. ",
    "1.\n",
    "1.1.1 ",
    "1\n",
    "a) ",
    "I. MỤC TIÊU\n",
    "Điều 1. ",
    "Điều 1.\n",
    "- ",
    "-\n",
    "+ x\n",
    "Phụ lục 1\n",
    "Phụ lục ",
    "Số: 1/KH-A\n",
    "A\n",
    "ấ\n",
    "ng ười ",
    "bảohiểmytế",
    "BẢO HIỂM XÃ HỘI ",
    "Bảo hiểm xã hội tỉnh, ",
    "Phòng Thu chủ trì, phối hợp ",
    "Giao Phòng Thu, ",
    "các đơn vị, ",
    "Ủy ban nhân dân ",
    "a",
    "ệ",
    "( ",
    ") ",
    "(",
    "“",
    "\"",
    "số ",
    "\t",
    "1\t",
    "1",
    "1,",
    "*",
    "$",
    ". ",
    "một trăm ",
    "$ x",
    "\\(",
    "phong trào “",
    "Phụ lục 1, ",
    "&",
    "1/2/",
    "1/A-",
    "khoản 1 Điều 1 ",
    "của ",
    "Ủy ban nhân dân xã A, ",
    "giao Phòng Thu - ",
    "nguyên nhân là ",
    "sơ kết, tổng kết ",
    "KT. ",
    "Nơi nhận:\n",
    "TM. ỦY BAN\nKT. CHỦ TỊCH\nNguyễn Văn A\n",
];

fn check(name: &str, fragment: &str, bytes: &[u8]) {
    let start = Instant::now();
    if let Ok(layer) = TextLayer::open(name, bytes) {
        let _ = papers::read(&layer);
    }
    assert!(start.elapsed() < LONGEST, "{fragment:?} as {name}: {:?}", start.elapsed());
}

#[test]
fn repeated_text_is_read_in_linear_time() {
    for fragment in FRAGMENTS {
        check("text", fragment, fragment.repeat(LENGTH / fragment.len()).as_bytes());
    }
}
