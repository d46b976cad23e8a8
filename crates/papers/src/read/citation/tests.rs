use chrono::NaiveDate;

use crate::reading::Kind;
use crate::{TextLayer, read};

/// Number or subject, kind, day, issuer.
type Row = (String, Kind, Option<NaiveDate>, Option<String>);

fn cited(sentence: &str) -> Vec<Row> {
    let head = "BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH BẾN TRE\nSố: 99/KH-BHXH\nBến Tre, ngày 01 tháng 02 năm 2020\nKẾ HOẠCH\nThi đua\n\n";
    let text = format!("{head}{sentence}\n\nGIÁM ĐỐC\nLê Mẫu Văn\n");
    let reading = read(&TextLayer { text, ..TextLayer::default() });
    let rows = reading.citations.into_iter().map(|item| {
        let citation = item.value;
        let name = citation.number.or(citation.subject).expect("a number or a subject");
        (name, citation.kind.expect("a kind"), citation.date, citation.issuer)
    });
    rows.collect()
}

fn row(name: &str, kind: Kind, date: Option<(i32, u32, u32)>, issuer: &str) -> Row {
    let date = date.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    (name.to_owned(), kind, date, Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty()))
}

#[track_caller]
fn check(sentence: &str, expected: &[Row]) {
    assert_eq!(cited(sentence), expected, "{sentence}");
}

#[test]
fn days_and_issuers_in_any_order() {
    let expected = [row("1258/QĐ-TTg", Kind::QuyetDinh, Some((2017, 8, 21)), "Thủ tướng Chính phủ")];
    for sentence in [
        "Thực hiện Quyết định số 1258/QĐ-TTg ngày 21/8/2017 của Thủ tướng Chính phủ, đơn vị thi đua.",
        "Thực hiện Quyết định số 1258/QĐ-TTg của Thủ tướng Chính phủ (ban hành ngày 21/8/2017), đơn vị thi đua.",
        "Thực hiện Quyết định 1258/QĐ-TTg, ngày 21 tháng 8 năm 2017 về việc thi đua.",
        "Theo khoản 2 Điều 5 Quyết định số 1258/QĐ-TTg của Thủ tướng Chính phủ ngày 21/8/2017. Quyết định số 1258/QĐ-TTg nêu trên được phổ biến.",
    ] {
        check(sentence, &expected);
    }
}

#[test]
fn issuers_are_completed_from_the_paper() {
    check(
        "Căn cứ Quyết định số 10/QĐ-UBND ngày 02/01/2020 của UBND tỉnh về việc giao chỉ tiêu;",
        &[row("10/QĐ-UBND", Kind::QuyetDinh, Some((2020, 1, 2)), "Ủy ban nhân dân tỉnh Bến Tre")],
    );
    check(
        "BHXH tỉnh đã ban hành Kế hoạch số 15/KH-BHXH ngày 03/01/2020 để thực hiện.",
        &[row("15/KH-BHXH", Kind::KeHoach, Some((2020, 1, 3)), "Bảo hiểm xã hội tỉnh Bến Tre")],
    );
    check(
        "Thực hiện Thông tư liên tịch số 41/2014/TTLT-BYT-BTC ngày 24/11/2014 và Nghị quyết số 21-NQ/TW của Bộ Chính trị, Nghị quyết số 20-NQ/TW.",
        &[
            row("41/2014/TTLT-BYT-BTC", Kind::ThongTu, Some((2014, 11, 24)), "Bộ Y tế, Bộ Tài chính"),
            row("21-NQ/TW", Kind::NghiQuyet, None, "Bộ Chính trị"),
            row("20-NQ/TW", Kind::NghiQuyet, None, ""),
        ],
    );
}

#[test]
fn laws_have_names_instead_of_numbers() {
    check(
        "Căn cứ Luật Bảo hiểm y tế ngày 14/11/2008 và Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế ngày 13 tháng 6 năm 2014;",
        &[
            row("Bảo hiểm y tế", Kind::Luat, Some((2008, 11, 14)), "Quốc hội"),
            row("sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế", Kind::Luat, Some((2014, 6, 13)), "Quốc hội"),
        ],
    );
    check("Căn cứ Luật Bảo hiểm xã hội số 58/2014/QH13;", &[row("58/2014/QH13", Kind::Luat, None, "Quốc hội")]);
    check("Tuyên truyền Luật Bảo hiểm y tế đến người dân.", &[]);
}

#[test]
fn the_paper_itself_is_no_citation() {
    check("(Kèm theo Kế hoạch số 99/KH-BHXH ngày 01/02/2020 của BHXH tỉnh)", &[]);
    check("Đạt 132/164 xã; ngày 24/7; mức 10.000 đồng/thẻ.", &[]);
}
