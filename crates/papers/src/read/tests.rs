//! Whole heads and ends, in the layouts of many offices.

use crate::reading::{Kind, Reading};
use crate::{TextLayer, read};

fn reading(text: &str) -> Reading {
    read(&TextLayer { text: text.to_owned(), ..TextLayer::default() })
}

fn value<T: Clone>(found: &Option<crate::Found<T>>) -> Option<T> {
    found.as_ref().map(|found| found.value.clone())
}

fn names(items: &[crate::reading::Item<crate::reading::Named>]) -> Vec<(&str, Option<&str>)> {
    items.iter().map(|item| (item.value.name.as_str(), item.value.purpose.as_deref())).collect()
}

fn signer(reading: &Reading) -> (Option<String>, Option<String>, Option<String>) {
    let signer = reading.signer.as_ref().expect("a signer").value.clone();
    (signer.name, signer.title, signer.capacity)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn two_columns_on_the_same_lines() {
    let read = reading(
        "BẢO HIỂM XÃ HỘI VIỆT NAM           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n    BẢO HIỂM XÃ HỘI                          Độc lập - Tự do - Hạnh phúc\n\
         THÀNH PHỐ CẦN THƠ                   ---------------------------\n       Số: 987 /BHXH-CĐCS               Cần Thơ, ngày 07 tháng 6 năm 2021\n\
         V/v hướng dẫn hồ sơ hưởng chế\nđộ ốm đau, thai sản\n       Kính gửi:\n              - Các đơn vị sử dụng lao động;\n\
         \x20             - Bảo hiểm xã hội các quận, huyện.\n\n   Thực hiện như sau: nội dung.\nNơi nhận:                                         KT. GIÁM ĐỐC\n\
         \x20- Như trên;                                      PHÓ GIÁM ĐỐC\n - UBND thành phố (để b/c);\n - Lưu: VT, CĐ (5b).\n                                                  (đã ký)\n\n\
         \x20                                                 ThS. Bùi Xuân Mẫu\n",
    );
    assert_eq!(value(&read.number), some("987/BHXH-CĐCS"));
    assert_eq!(value(&read.kind), Some(Kind::CongVan));
    assert_eq!(value(&read.issuer), some("Bảo hiểm xã hội thành phố Cần Thơ"));
    assert_eq!(value(&read.parent_issuer), some("Bảo hiểm xã hội Việt Nam"));
    assert_eq!(value(&read.subject), some("hướng dẫn hồ sơ hưởng chế độ ốm đau, thai sản"));
    assert_eq!(value(&read.place), some("Cần Thơ"));
    assert_eq!(value(&read.date), chrono::NaiveDate::from_ymd_opt(2021, 6, 7));
    assert_eq!(
        names(&read.addressees),
        [("Các đơn vị sử dụng lao động", None), ("Bảo hiểm xã hội các quận, huyện", None)]
    );
    assert_eq!(
        names(&read.recipients),
        [("Như trên", None), ("UBND thành phố", Some("để b/c")), ("Lưu: VT, CĐ", None)]
    );
    assert_eq!(signer(&read), (some("Bùi Xuân Mẫu"), some("Phó Giám đốc"), some("KT.")));
}

/// The head of one dispatch in the layouts that readers of files make of its two columns.
const LAYOUTS: [&str; 15] = [
    // Cells closed by bars, as sites of law show them.
    "UBND TỈNH CÀ MAU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSỞ Y TẾ | Độc lập - Tự do - Hạnh phúc |\nSố: 215/SYT-NVY | Cà Mau, ngày 05 tháng 8 năm 2021 |",
    // Narrow cells, and lone bars between them.
    "UBND\nTỈNH CÀ MAU\nSỞ Y TẾ\n-------\n|\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n|\nSố:\n215/SYT-NVY\n|\nCà\nMau, ngày 05 tháng 8 năm 2021\n|",
    // The left column, then the right.
    "UBND TỈNH CÀ MAU\nSỞ Y TẾ\nSố: 215/SYT-NVY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 05 tháng 8 năm 2021",
    // The right column first.
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 5/8/2021\nUBND TỈNH CÀ MAU\nSỞ Y TẾ\nSố: 215/SYT-NVY",
    // One line of one column, one of the other.
    "UBND TỈNH CÀ MAU\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ\nĐộc lập - Tự do - Hạnh phúc\nSố: 215/SYT-NVY\nCà Mau, 05-8-2021",
    // Side by side with one blank, or with a bar.
    "UBND TỈNH CÀ MAU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ Độc lập - Tự do - Hạnh phúc\nSố: 215/SYT-NVY Cà Mau, ngày 05 tháng 8 năm 2021",
    "UBND TỈNH CÀ MAU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ | Độc lập - Tự do - Hạnh phúc\nSố: 215/SYT-NVY | Cà Mau, ngày 05 tháng 8 năm 2021",
    // A table of Markdown.
    "| **UBND TỈNH CÀ MAU**<br>**SỞ Y TẾ** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc** |\n|---|---|\n| Số: 215/SYT-NVY | *Cà Mau, ngày 05 tháng 8 năm 2021* |",
    // Each column in one cell, or all in one line.
    "UBND TỈNH CÀ MAU SỞ Y TẾ ------- Số: 215/SYT-NVY\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Cà Mau, ngày 05 tháng 8 năm 2021",
    "UBND TỈNH CÀ MAU SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Số: 215/SYT-NVY Cà Mau, ngày 05 tháng 8 năm 2021",
    // No national title; the number and the day broken over lines.
    "UBND TỈNH CÀ MAU\nSỞ Y TẾ\nSố:\n215/SYT-NVY\nCà Mau, ngày 05\ntháng 8\nnăm 2021",
    // A scan that loses tones, under the stamp of the receiver's register and the record of an electronic signature.
    "SỞ TÀI CHÍNH\nCÔNG VĂN ĐẾN\nSố: 1102\nNgày: 09/8/2021\n\nUBND TỈNH CÀ MAU\nSỞ Y TẾ\n_____\nSô: 215 / SYT - NVY\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIÊT NAM\nĐộc lập - Tư do - Hạnh phúc\nCà Mau, ngày 05 tháng 8 năm 2021",
    "Người ký: Sở Y tế\nCơ quan: Tỉnh Cà Mau\nThời gian ký: 06.08.2021 08:00:00 +07:00\nUBND TỈNH CÀ MAU\nSỞ Y TẾ\nSố : 215/SYT-NVY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 05 tháng 8 năm 2021",
    // A notice of a portal above and inside the head.
    "Bạn đang xem bản dùng để in của văn bản này, muốn xem các tệp kèm theo xin đăng nhập bằng tài khoản của đơn vị mình\nUBND TỈNH CÀ MAU\nSỞ Y TẾ\nVăn bản được đăng trên trang thông tin điện tử chỉ có giá trị tham khảo, cần đối chiếu với bản chính khi sử dụng nội dung\nSố: 215/SYT-NVY\nCà Mau, ngày 05 tháng 8 năm 2021",
    // In ordinary letters.
    "Ủy ban nhân dân tỉnh Cà Mau\nSở Y tế\nSố: 215/SYT-NVY\nCộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 05 tháng 8 năm 2021",
];

#[test]
fn heads_of_every_layout() {
    for head in LAYOUTS {
        let read = reading(&format!(
            "{head}\n\nKính gửi: Các bệnh viện.\n\nSở Y tế yêu cầu các bệnh viện báo cáo trước ngày 20/8/2021.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC\n\nLê Văn Mẫu\n"
        ));
        assert_eq!(value(&read.number), some("215/SYT-NVY"), "{head}");
        assert_eq!(value(&read.kind), Some(Kind::CongVan), "{head}");
        assert_eq!(value(&read.issuer), some("Sở Y tế"), "{head}");
        assert_eq!(value(&read.parent_issuer), some("Ủy ban nhân dân tỉnh Cà Mau"), "{head}");
        assert_eq!(value(&read.place), some("Cà Mau"), "{head}");
        assert_eq!(value(&read.date), chrono::NaiveDate::from_ymd_opt(2021, 8, 5), "{head}");
        assert_eq!(names(&read.addressees), [("Các bệnh viện", None)], "{head}");
        assert_eq!(signer(&read).0, some("Lê Văn Mẫu"), "{head}");
    }
}

#[test]
fn two_agencies_of_one_rank_issue_together() {
    let read = reading(
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nBẢO HIỂM XÃ HỘI\nTỈNH HÀ NAM\nSố: 15/KHLN/SGDĐT-BHXH\nHà Nam, ngày 05 tháng 8 năm 2022\n\nKẾ HOẠCH LIÊN NGÀNH\nBảo hiểm y tế học sinh\n\nNội dung một.\n",
    );
    assert_eq!(value(&read.issuer), some("Sở Giáo dục và Đào tạo - Bảo hiểm xã hội tỉnh Hà Nam"));
    assert_eq!(value(&read.parent_issuer), None);
}

#[test]
fn places_of_every_kind() {
    for (line, place) in [
        ("Thành phố Hồ Chí Minh, ngày 05 tháng 8 năm 2021", "Thành phố Hồ Chí Minh"),
        ("TP.HCM, ngày 05 tháng 8 năm 2021", "TP.HCM"),
        ("Hà nội, ngày 05 tháng 8 năm 2021", "Hà nội"),
        ("Ea H'leo, ngày 05/8/2021", "Ea H'leo"),
        ("Đam Rông 2, ngày 05 tháng 8 năm 2021", "Đam Rông 2"),
        ("Thị xã An Khê, ngày 05 tháng 8 năm 2021", "Thị xã An Khê"),
    ] {
        let read = reading(&format!("SỞ Y TẾ\nSố: 12/KH-SYT\n{line}\n\nKẾ HOẠCH\nThi đua\n\nNội dung một.\n"));
        assert_eq!(value(&read.place), some(place));
        assert_eq!(value(&read.date), chrono::NaiveDate::from_ymd_opt(2021, 8, 5), "{line}");
    }
    let read = reading("SỞ Y TẾ\nSố: 12/KH-SYT\nNgày 05 tháng 8 năm 2021\n\nKẾ HOẠCH\nThi đua\n\nNội dung một.\n");
    assert_eq!((value(&read.place), value(&read.date)), (None, chrono::NaiveDate::from_ymd_opt(2021, 8, 5)));
}

#[test]
fn an_electronic_signature_between_post_and_name() {
    let read = reading(
        "SỞ Y TẾ\nSố: 12/KH-SYT\nCà Mau, ngày 05 tháng 8 năm 2021\n\nKẾ HOẠCH\nThi đua\n\nNội dung một.\n\nNơi nhận:\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNgười ký: Sở Y tế\nThời gian ký: 05.08.2021 08:00:00 +07:00\nLê Thị Mẫu\n",
    );
    assert_eq!(signer(&read), (some("Lê Thị Mẫu"), some("Phó Giám đốc"), some("KT.")));
}

#[test]
fn a_paper_of_the_party() {
    let read = reading(
        "ĐẢNG BỘ TỈNH BẾN TRE\nHUYỆN ỦY CHỢ LÁCH\n*\nSố 123-CT/HU\nĐẢNG CỘNG SẢN VIỆT NAM\n\nChợ Lách, ngày 02 tháng 3 năm 2021\nCHỈ THỊ\n\
         CỦA BAN THƯỜNG VỤ HUYỆN ỦY\nvề công tác bảo hiểm y tế\n-----\nThực hiện Công văn số 456-CV/TU, ngày 15/02/2021 của Ban Thường vụ Tỉnh ủy, yêu cầu:\n\
         1- Nội dung một.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn Mẫu\nNơi nhận:\n- Thường trực Tỉnh ủy (báo cáo),\n- Lưu VPHU.\n",
    );
    assert_eq!(value(&read.number), some("123-CT/HU"));
    assert_eq!(value(&read.kind), Some(Kind::ChiThi));
    assert_eq!(value(&read.issuer), some("Huyện ủy Chợ Lách"));
    assert_eq!(value(&read.parent_issuer), some("Đảng bộ tỉnh Bến Tre"));
    assert_eq!(value(&read.subject), some("công tác bảo hiểm y tế"));
    assert_eq!(signer(&read), (some("Nguyễn Văn Mẫu"), some("Bí thư"), some("TM.")));
    assert_eq!(names(&read.recipients), [("Thường trực Tỉnh ủy", Some("báo cáo")), ("Lưu VPHU", None)]);
    let cited = &read.citations[0].value;
    assert_eq!(cited.number, some("456-CV/TU"));
    assert_eq!(cited.issuer, some("Ban Thường vụ Tỉnh ủy Bến Tre"));
}

#[test]
fn a_draft_has_blanks_and_says_so() {
    let read = reading(
        "UBND XÃ MẪU\nBAN CHỈ ĐẠO\nSố:       /KH-BCĐ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nMẫu, ngày     tháng     năm 2020\n\
         KẾ HOẠCH\nVận động người dân năm 2020\nI. MỤC TIÊU\n1. Một.\nTM. BAN CHỈ ĐẠO\nTRƯỞNG BAN\n",
    );
    assert_eq!(value(&read.number), None);
    assert_eq!(value(&read.date), None);
    assert_eq!(read.symbol.as_ref().and_then(|found| found.value.agency.clone()), some("BCĐ"));
    let codes: Vec<&str> = read.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["number_missing", "date_missing"]);
}

#[test]
fn kind_and_symbol_may_disagree() {
    let read = reading(
        "SỞ Y TẾ TỈNH MẪU\nSố: 12/QĐ-SYT\nMẫu, ngày 01 tháng 02 năm 2020\nKẾ HOẠCH\nThi đua năm 2020\nTheo Công văn số 45/KH-BHXH của BHXH tỉnh.\nGIÁM ĐỐC\nLê Mẫu Văn\n",
    );
    assert_eq!(value(&read.kind), Some(Kind::KeHoach));
    let disagreeing = read.warnings.iter().filter(|warning| warning.code == "kind_disagrees_with_symbol").count();
    assert_eq!(disagreeing, 2);
}

#[test]
fn spans_lead_to_the_words() {
    let text = "SỞ Y TẾ\nSố: 12/KH-SYT\nMẫu, ngày 01 tháng 02 năm 2020\nKẾ HOẠCH\nThi đua năm 2020\n\nI. MỤC TIÊU\nGIÁM ĐỐC\nLê Mẫu Văn\n";
    let read = reading(text);
    assert_eq!(read.number.expect("a number").span.of(text), "12/KH-SYT");
    assert_eq!(read.date.expect("a day").span.of(text), "ngày 01 tháng 02 năm 2020");
    assert_eq!(read.subject.expect("a subject").span.of(text), "Thi đua năm 2020");
    assert_eq!(read.signer.expect("a signer").span.of(text), "GIÁM ĐỐC\nLê Mẫu Văn");
}

#[test]
fn who_speaks_or_signs_issues_a_paper_whose_head_was_cut_off() {
    let body = "KẾ HOẠCH\nBảo hiểm y tế năm 2022\n\n";
    for (rest, issuer) in [
        (
            "Theo Kế hoạch số 74/KH-UBND ngày 27/01/2022 của UBND tỉnh Gia Lai, UBND huyện Ia Pa ban hành Kế hoạch như sau:\n\n1. Nội dung một.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n",
            "Ủy ban nhân dân huyện Ia Pa",
        ),
        ("1. Nội dung một.\n\nTM. ỦY BAN NHÂN DÂN XÃ PỜ TÓ\nCHỦ TỊCH\nLê Văn Mẫu\n", "Ủy ban nhân dân xã Pờ Tó"),
        (
            "1. Nội dung một.\n\nBảo hiểm xã hội huyện Ia Pa đề nghị các trường phối hợp./.\n\nNơi nhận:\n- Như trên.\n\nGIÁM ĐỐC\nLê Văn Mẫu\n",
            "Bảo hiểm xã hội huyện Ia Pa",
        ),
    ] {
        let read = reading(&format!("{body}{rest}"));
        assert_eq!(value(&read.kind), Some(Kind::KeHoach), "{rest}");
        assert_eq!(value(&read.issuer), some(issuer), "{rest}");
    }
}

#[test]
fn heads_of_associations_committees_and_small_letters() {
    for (head, issuer) in [
        ("Ủy ban nhân dân\ntỉnh Tây Ninh\nSố: 27/KH-UBND", "Ủy ban nhân dân tỉnh Tây Ninh"),
        ("TỈNH ĐOÀN BẮC KẠN\n***\nSố: 15-KH/TĐTN\nĐOÀN TNCS HỒ CHÍ MINH", "Tỉnh đoàn Bắc Kạn"),
        (
            "ỦY BAN MTTQ VIỆT NAM TỈNH LẠNG SƠN\nBAN THƯỜNG TRỰC\nSố: 62/KH-MTTQ",
            "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lạng Sơn",
        ),
        ("UBND TỈNH BẮC GIANG\nBAN QUẢN LÝ\nCÁC KHU CÔNG NGHIỆP\nSố: 5/KH-BQL", "Ban Quản lý các khu công nghiệp"),
        (
            "UBND HUYỆN LONG PHÚ\nBAN CHỈ ĐẠO PHÁT TRIỂN NGƯỜI THAM GIA\nBẢO HIỂM XÃ HỘI TỰ NGUYỆN\nSố: 5/KH-BCĐ",
            "Ban Chỉ đạo phát triển người tham gia bảo hiểm xã hội tự nguyện",
        ),
        (
            "ĐẢNG BỘ HUYỆN MANG THÍT\nCHI BỘ BẢO HIỂM XÃ HỘI HUYỆN\nSố 02-NQ/CB",
            "Chi bộ Bảo hiểm xã hội huyện Mang Thít",
        ),
    ] {
        let read = reading(&format!(
            "{head}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nMẫu, ngày 05 tháng 8 năm 2022\n\nKẾ HOẠCH\nThi đua\n\nNội dung một.\n\nNơi nhận:\n- Lưu: VT.\n"
        ));
        assert_eq!(value(&read.issuer).map(|name| name.to_lowercase()), Some(issuer.to_lowercase()), "{head}");
    }
}

#[test]
fn a_banner_a_title_or_a_foot_names_whose_page_it_is() {
    let article = "Ra quân tuyên truyền chính sách tại các chợ đầu mối\n12/05/2023 08:00\n\nSáng 12/5, hơn năm mươi cộng tác viên đã ra quân tuyên \
        truyền chính sách bảo hiểm đến tiểu thương tại các chợ đầu mối, phát hơn hai nghìn tờ gấp và tư vấn trực tiếp cho người dân.\n";
    let issuer = |above: &str, below: &str| {
        let text = format!("{above}\nVăn bản mới | Liên hệ | Sơ đồ trang\n\n{article}\n{below}\n");
        super::read(&crate::TextLayer::of(text)).issuer.map(|found| found.value)
    };
    for (banner, name) in [
        ("SỞ Y TẾ TỈNH PHÚ YÊN | Trang chủ | Tin tức", "Sở Y tế tỉnh Phú Yên"),
        ("BHXH Việt Nam - BHXH tỉnh Tuyên Quang", "Bảo hiểm xã hội tỉnh Tuyên Quang"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH TIỀN GIANG - CÔNG ĐOÀN VIỆT NAM", "Liên đoàn Lao động tỉnh Tiền Giang"),
        ("TRANG THÔNG TIN ĐIỆN TỬ TỈNH ỦY LÂM ĐỒNG", "Tỉnh ủy Lâm Đồng"),
        (
            "Cổng thông tin điện tử Sở Lao động - Thương binh và Xã hội tỉnh Long An",
            "Sở Lao động - Thương binh và Xã hội tỉnh Long An",
        ),
    ] {
        assert_eq!(issuer(banner, "").as_deref(), Some(name), "{banner}");
    }
    assert_eq!(
        issuer("", "© 2023 BHXH tỉnh Đắk Nông. Điện thoại: 1").as_deref(),
        Some("Bảo hiểm xã hội tỉnh Đắk Nông")
    );
    assert_eq!(issuer("BÁO VĨNH PHÚC ĐIỆN TỬ", ""), None);
}

#[test]
fn sites_of_law_lose_titles_and_close_signatures_in_one_cell() {
    let read = reading(
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 88/KH-UBND | Cà Mau, ngày 05 tháng 8 năm 2021 |\n\
         PHÁT TRIỂN BẢO HIỂM Y TẾ HỌC SINH TRÊN ĐỊA BÀN TỈNH CÀ MAU\nCăn cứ Chỉ thị số 12-CT/TU ngày 12/12/2020 của Tỉnh ủy;\n\
         Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n1. Nội dung thứ nhất.\n\
         | Nơi nhận: - Như trên; - Lưu: VT. | **KT. CHỦ TỊCH** **PHÓ CHỦ TỊCH** **Võ Thị Hạnh** |\n",
    );
    assert_eq!(value(&read.kind), Some(Kind::KeHoach));
    assert_eq!(value(&read.issuer), some("Ủy ban nhân dân tỉnh Cà Mau"));
    assert_eq!(value(&read.subject), some("Phát triển bảo hiểm y tế học sinh trên địa bàn tỉnh Cà Mau"));
    assert_eq!(signer(&read), (some("Võ Thị Hạnh"), some("Phó Chủ tịch"), some("KT.")));
    let issuer = read.citations.first().and_then(|item| item.value.issuer.as_deref());
    assert_eq!(issuer, Some("Tỉnh ủy Cà Mau"));
}

#[test]
fn a_name_may_follow_the_last_recipient() {
    let read = reading(
        "UBND TỈNH CÀ MAU\nSỞ Y TẾ\nSố: 15/KH-SYT\nCà Mau, ngày 05 tháng 01 năm 2020\n\nKẾ HOẠCH\nThi đua\n\n1. Nội dung.\n\n\
         Nơi nhận: GIÁM ĐỐC\n- Như trên;\n- Lưu: VT. Lâm Thị Bích Tuyền\n",
    );
    assert_eq!(signer(&read), (some("Lâm Thị Bích Tuyền"), some("Giám đốc"), None));
}

#[test]
fn a_narrow_column_may_break_the_name_of_who_signs() {
    let signed = |foot: &str| {
        let head = "SỞ Y TẾ\nSố: 12/KH-SYT\nCà Mau, ngày 05 tháng 8 năm 2021\n\nKẾ HOẠCH\nThi đua\n\n1. Nội dung.\n\n";
        signer(&reading(&format!("{head}Nơi nhận:\n- Lưu: VT.\n{foot}"))).0
    };
    assert_eq!(signed("GIÁM ĐỐC\n(Đã ký)\nLâm Thị Bích\nTuyền\n"), some("Lâm Thị Bích Tuyền"));
    assert_eq!(signed("GIÁM ĐỐC\nLâm Tuyền\n\nPhụ lục\n"), some("Lâm Tuyền"));
}
