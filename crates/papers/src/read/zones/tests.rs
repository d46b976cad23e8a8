use super::{Genre, Zone};
use crate::read::document::Document;

fn zones(text: &str) -> Vec<(Zone, String)> {
    let document = Document::new(text);
    let lines = document.lines.iter().zip(&document.outline.zones);
    lines.map(|(line, zone)| (*zone, document.span(line.first..line.end).of(text).to_owned())).collect()
}

fn of_zone(text: &str, zone: Zone) -> Vec<String> {
    zones(text).into_iter().filter(|(of, _)| *of == zone).map(|(_, line)| line).collect()
}

const PAPER: &str = "Trang chủ\nVăn bản\nLượt xem: 12\nUBND TỈNH MẪU\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ\tĐộc lập - Tự do - Hạnh phúc\n\
    Số: 15/KH-SYT\tMẫu, ngày 05 tháng 01 năm 2020\n\nKẾ HOẠCH\nVề việc thi đua năm 2020\n\nCăn cứ Luật Mẫu ngày 01/01/2019;\n\n\
    I. MỤC TIÊU\n1. Nội dung thứ nhất.\n\nNơi nhận:\tGIÁM ĐỐC\n- Như trên;\n- Lưu: VT.\tLê Văn Mẫu\n\nPHỤ LỤC I\nBảng\t1\nVăn bản liên quan\n12/QĐ-SYT";

#[test]
fn a_paper_stands_out_of_the_noise_around_it() {
    assert_eq!(of_zone(PAPER, Zone::Noise), ["Trang chủ", "Văn bản", "Lượt xem: 12", "Văn bản liên quan", "12/QĐ-SYT"]);
    assert_eq!(of_zone(PAPER, Zone::Title), ["KẾ HOẠCH", "Về việc thi đua năm 2020"]);
    assert_eq!(of_zone(PAPER, Zone::Preamble), ["Căn cứ Luật Mẫu ngày 01/01/2019;"]);
    assert_eq!(of_zone(PAPER, Zone::Body), ["I. MỤC TIÊU", "1. Nội dung thứ nhất."]);
    assert_eq!(of_zone(PAPER, Zone::Annex), ["PHỤ LỤC I", "Bảng\t1"]);
}

#[test]
fn a_web_page_has_headline_day_and_article() {
    let article = "Ngày 03/8, cơ quan tổ chức hội nghị sơ kết công tác sáu tháng đầu năm và triển khai nhiệm vụ trọng tâm những tháng cuối năm nay.";
    let text = format!(
        "Trang chủ | Tin tức | Liên hệ\nHôm nay: Thứ hai, 22/11/2021\nCơ quan mẫu triển khai nhiệm vụ tháng tám\n09:15 | 04/08/2022\n{article}\nTin liên quan\n\
         Công văn số 12/BHXH-TT về một việc khác, dài như một câu của bài viết và còn có cả dấu chấm ở cuối dòng này."
    );
    let document = Document::new(&text);
    assert_eq!(document.outline.genre, Genre::Page);
    assert_eq!(of_zone(&text, Zone::Headline), ["Cơ quan mẫu triển khai nhiệm vụ tháng tám"]);
    assert_eq!(of_zone(&text, Zone::Published), ["09:15 | 04/08/2022"]);
    assert_eq!(of_zone(&text, Zone::Body), [article]);
}

#[test]
fn an_article_wrapped_at_eighty_columns_is_one() {
    let text = "Phong trào thi đua phát triển người tham gia bảo hiểm ở huyện\nThứ Tư, 16/10/2019 - 08:25\n\n\
        Thời gian qua, Bảo hiểm xã hội huyện đã phối hợp chặt chẽ với các đoàn thể\n\
        để đưa chính sách bảo hiểm y tế đến với từng thôn, từng hộ gia đình trong\n\
        huyện; nhờ đó số người tham gia bảo hiểm tăng lên qua mỗi tháng.\n";
    assert_eq!(of_zone(text, Zone::Headline), ["Phong trào thi đua phát triển người tham gia bảo hiểm ở huyện"]);
    assert_eq!(of_zone(text, Zone::Published), ["Thứ Tư, 16/10/2019 - 08:25"]);
    assert_eq!(of_zone(text, Zone::Body).len(), 3);
}

#[test]
fn the_last_row_of_a_table_stands_above_the_recipients() {
    let text = "SỞ Y TẾ\nSố: 12/KH-SYT\nMẫu, ngày 01 tháng 02 năm 2020\n\nKẾ HOẠCH\nThi đua\n\nNội dung:\nHuyện A\t91,5\nHuyện B\t92\n\nNơi nhận:\n- Lưu: VT.\n";
    assert!(of_zone(text, Zone::Body).contains(&"Huyện B\t92".to_owned()));
}

#[test]
fn nothing_is_no_fault() {
    for text in ["", "\n\n", "Số:", "KẾ HOẠCH", "Kính gửi:", "Nơi nhận:", "*", "GIÁM ĐỐC", "12/QĐ-", "ngày tháng năm"]
    {
        let _ = crate::read(&crate::TextLayer { text: text.to_owned(), ..crate::TextLayer::default() });
    }
}
