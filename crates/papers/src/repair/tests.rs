use super::{Repaired, repair};
use crate::span::Span;

fn mended(text: &str) -> String {
    repair(text).text
}

#[track_caller]
fn untouched(text: &str) {
    let Repaired { text: now, repairs, .. } = repair(text);
    assert_eq!(repairs, [], "{text}");
    assert_eq!(now, text);
}

#[test]
fn letters_of_a_word_on_lines_of_their_own() {
    assert_eq!(mended("thực hiện B\nH\nXH, BHYT đạt\nđ\nược kết quả"), "thực hiện BHXH, BHYT đạt được kết quả");
    assert_eq!(mended("công tác\nt\nổ\nchức thực hiện"), "công tác tổ chức thực hiện");
    assert_eq!(mended("Trong nh\nữ\nng\nnăm qua"), "Trong những năm qua");
    assert_eq!(mended("khóa X\nII\n, Nghị qu\nyế\nt số 28"), "khóa XII, Nghị quyết số 28");
}

#[test]
fn words_split_and_run_together() {
    assert_eq!(mended("các tỉnh, th ành ph ố trực thu ộc"), "các tỉnh, thành phố trực thuộc");
    assert_eq!(mended("đạtđược nhiều thànhtích"), "đạt được nhiều thành tích");
    assert_eq!(mended("BHXH,BHYTkịp thời"), "BHXH,BHYT kịp thời");
    assert_eq!(mended("ngày 12tháng 8 năm2022"), "ngày 12 tháng 8 năm 2022");
    assert_eq!(mended("Q U Y Ế T Đ Ị N H"), "QUYẾT ĐỊNH");
}

#[test]
fn marks_of_other_writing() {
    assert_eq!(mended("Số: *2213*/KH-BHXH"), "Số: 2213/KH-BHXH");
    assert_eq!(mended(r"nam và nữ) $\geq 90\%$ tại"), "nam và nữ) ≥ 90% tại");
    untouched("(*) Ghi chú (**) khác, 3*4*5, giá $500 và $600");
}

#[test]
fn tables_and_headings_of_markdown() {
    assert_eq!(mended("| **SỞ Y TẾ** | CỘNG HÒA |\n|---|:--:|\n| | *Hà Nội* |\n"), "SỞ Y TẾ\tCỘNG HÒA\n\tHà Nội\n");
    assert_eq!(mended("|UBND TỈNH<br>SỞ Y TẾ|Độc lập|"), "UBND TỈNH\nSỞ Y TẾ\tĐộc lập");
    assert_eq!(mended("| Số người<br>tham gia | 1.250 |"), "Số người tham gia\t1.250");
    assert_eq!(mended("## II. CHỈ TIÊU\nnội dung"), "II. CHỈ TIÊU\nnội dung");
    untouched("Trang chủ | Tin tức | Liên hệ\nGiá trị |x| lớn hơn 0\n#hashtag\nC# và |");
}

#[test]
fn letters_in_the_wrong_form() {
    assert_eq!(mended("Ðảng, Ɖiều, ðề"), "Đảng, Điều, đề");
    assert_eq!(mended("bảo hiểm ấp"), "bảo hiểm ấp");
}

#[test]
fn clean_text_stays() {
    untouched(
        "Căn cứ điểm đ khoản 2 Điều 5; điểm c ở trên; dài 50 m ở xã A, Nguyễn Văn B và Y Blok Êban, Krông Búk, Đắk Lắk.",
    );
    untouched(
        "CBCCVC, HĐND, TĐKT, VssID, gửi qua email abc.de@vss.gov.vn hoặc https://baohiemxahoi.gov.vn, Facebook, Zalo, YouTube.",
    );
    untouched("Số: 12 /KH-BHXH\nHà Nội, ngày 5 tháng 1 năm 2020\nKẾ HOẠCH\nTổ chức thực hiện\nChương V\nI. QUY ĐỊNH");
}

#[test]
fn every_piece_leads_back() {
    for text in [
        "Số: *22*/KH  B\nH\nXH th ành ph ố đạtđược $\\geq 90\\%$ Ðảng",
        "*a*",
        "|---|---|\n| **Sở** | **Số** |",
        "# Kế hoạch *2022*\n|a|b|\n|-|-|",
        "\u{feff}Điều 1\u{200b}",
    ] {
        let repaired = repair(text);
        let mut end = 0;
        for (at, letter) in repaired.text.char_indices() {
            let span = repaired.original(Span::new(at, at + letter.len_utf8()));
            assert_eq!(span.start, end, "{text:?} {at}");
            assert!(text.is_char_boundary(span.end));
            end = span.end;
        }
        assert!(!repaired.repairs.is_empty(), "{text:?}");
        assert_eq!(end, text.len(), "{text:?}");
    }
}

#[test]
fn every_word_of_the_vocabulary_is_known() {
    for data in ["common", "phrases", "names"] {
        let path = format!("{}/src/repair/vocabulary/{data}.txt", env!("CARGO_MANIFEST_DIR"));
        let data = std::fs::read_to_string(path).expect("the vocabulary is in the crate");
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let words = line.split_once(':').map_or(line, |(_, words)| words);
            for word in words.split([',', ' ']).filter(|word| !word.is_empty()) {
                assert!(super::vocabulary::VOCABULARY.syllables.of(word).is_known(), "{word}");
            }
        }
    }
}

#[test]
fn classes_of_roman_digits() {
    use super::letters::{I_CLASS, Letters, V_CLASS, X_CLASS};
    assert_eq!(Letters::new().classes("vxi").collect::<Vec<u8>>(), [V_CLASS, X_CLASS, I_CLASS]);
}
