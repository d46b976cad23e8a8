//! Faults with their line and field.

use super::read;
use crate::{Kind, example};

/// The example of a kind with one thing changed, and the first fault that this makes.
fn fault(kind: Kind, from: &str, to: &str) -> String {
    let text = example(kind);
    assert!(text.contains(from), "“{from}” is in the example");
    let faults = read(kind, "tệp.toml", &text.replacen(from, to, 1)).expect_err("a fault");
    let line = 1 + text[..text.find(from).unwrap_or(0)].matches('\n').count();
    faults[0].to_string().replace(&format!("dòng {line},"), "dòng *,")
}

#[test]
fn faults_name_file_line_and_field() {
    let rows = [
        ("symbol = \"KH-BHXH\"", "simbol = \"KH-BHXH\"", "Không có trường `simbol`"),
        ("number = 215", "number = \"215\"", "cần số nguyên không âm, đang là chữ trong dấu nháy"),
        ("number = 215", "number = 0", "trường `head.number`: Số văn bản bắt đầu từ 01"),
        ("date = \"2026-02-09\"", "date = \"2026-02-30\"", "Ngày phải có thật"),
        (
            "place = \"Vĩnh Long\"",
            "place = \" \"",
            "trường `head.place`: Thiếu trường `head.place`: văn bản phải có địa danh",
        ),
        ("\"4 xã về đích\"],", "\"4 xã về đích\", \"thừa\"],", "Dòng có 6 ô, bảng có 5 cột."),
        ("width = 0.72", "width = 7.2", "Độ rộng hình từ 0.1 đến 1"),
        ("</svg>", "<g>", "Không đọc được hình SVG"),
        (
            "subheading = \"Yêu cầu\"",
            "subheding = \"Yêu cầu\"",
            "Không có giá trị `subheding`; hãy chọn một trong: part, chapter",
        ),
        ("title = \"Giám đốc\"", "title = \"漢\"", "không có ký tự “漢” (U+6F22)"),
        ("title = \"Giám đốc\"", "capacity = \"KT.\"\ntitle = \"Phó Giám đốc\"", "phải ghi chức vụ của người đứng đầu"),
        (
            "title = \"Giám đốc\"",
            "capacity = \"KY\"\ntitle = \"x\"",
            "Không có giá trị `KY`; hãy chọn một trong: TM., Q., KT., TL., TUQ.",
        ),
        (
            "symbol = \"KH-BHXH\"",
            "symbol = \"KH-BHXH-BHXH-BHXH-BHXH-BHXH-BHXH\"",
            "trường `head.symbol`: Dài quá 30 ký tự",
        ),
        ("[head]", "[head", "không đúng cú pháp TOML"),
    ];
    for (from, to, expected) in rows {
        let said = fault(Kind::KeHoach, from, to);
        assert!(said.starts_with("tệp.toml, dòng ") && said.contains(expected), "{from} → {to}: {said}");
    }
}

#[test]
fn each_kind_asks_for_what_it_needs() {
    let rows = [
        (Kind::QuyetDinh, "authority = ", "bo_di = ", "Không có trường `bo_di`"),
        (Kind::CongVan, "subject = \"đăng ký nội dung, chỉ tiêu thi đua năm 2026\"", "", "văn bản phải có trích yếu"),
        (Kind::VanBan, "type_name = \"Hướng dẫn\"", "", "mẫu chung cần tên loại"),
        (Kind::ToTrinh, "symbol = \"TTr-TCCB\"", "", "văn bản phải có ký hiệu"),
        (Kind::GiayKhen, "awarded_by = ", "awarded = ", "Không có trường `awarded`"),
        (Kind::BaoCao, "issuer = \"Bảo hiểm xã hội tỉnh Vĩnh Long\"", "", "Thiếu trường `issuer`"),
    ];
    for (kind, from, to, expected) in rows {
        let said = fault(kind, from, to);
        assert!(said.contains(expected), "{kind}: {said}");
    }
    let faults = read(Kind::QuyetDinh, "x", example(Kind::GiayMoi)).expect_err("a decision names its authority");
    assert_eq!(faults[0].field, "authority");
}

#[test]
fn decomposed_letters_are_composed() {
    use unicode_normalization::UnicodeNormalization;
    let text: String = example(Kind::ThongBao).nfd().collect();
    let paper = read(Kind::ThongBao, "x", &text).expect("the font has every letter once composed");
    let composition = crate::composition::compose(Kind::ThongBao, &paper);
    assert!(composition.title.contains("sơ kết phong trào thi đua"));
}
