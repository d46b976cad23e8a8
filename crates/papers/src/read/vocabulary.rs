//! Words that the heads and ends of papers are made of: kinds, agencies, posts, family names.

use super::firsts::Firsts;
use super::letters::phrase;
use super::lex::{Key, key};
use super::words::Words;
use crate::reading::Kind;

static KIND_FIRSTS: Firsts = {
    let mut firsts = Firsts::of(&[]);
    let mut index = 0;
    while index < KIND_NAMES.len() {
        firsts = firsts.with(KIND_NAMES[index].0);
        index += 1;
    }
    firsts
};
static AGENCY_FIRSTS: Firsts = Firsts::of(&AGENCIES);
static POST_FIRSTS: Firsts = Firsts::of(&POSTS);

/// Whether the name of a kind may begin at a token; a quick test before [`kind_name`].
pub fn may_be_kind(words: &Words<'_>, index: usize) -> bool {
    KIND_FIRSTS.may_begin(words, index)
}

/// The kind whose name begins at a token and ends not after `end`, and the token after it: `Quyết định`, `Thông tư liên tịch`.
pub fn kind_name(words: &Words<'_>, index: usize, end: usize) -> Option<(Kind, usize)> {
    if !may_be_kind(words, index) {
        return None;
    }
    KIND_NAMES
        .iter()
        .filter_map(|(phrase, kind)| words.after(index, phrase).map(|after| (*kind, after)))
        .filter(|(_, after)| *after <= end)
        .max_by_key(|(_, after)| *after)
}

/// The kind whose name ends right before a token, and the token where it begins.
pub fn kind_before(words: &Words<'_>, index: usize) -> Option<(Kind, usize)> {
    KIND_NAMES
        .iter()
        .filter_map(|(phrase, kind)| words.before(index, phrase).map(|start| (*kind, start)))
        .min_by_key(|(_, start)| *start)
}

static KIND_NAMES: [(&[Key], Kind); 45] = [
    (phrase!("công văn"), Kind::CongVan),
    (phrase!("quyết định"), Kind::QuyetDinh),
    (phrase!("kế hoạch"), Kind::KeHoach),
    (phrase!("kế hoạch liên ngành"), Kind::KeHoach),
    (phrase!("nghị quyết"), Kind::NghiQuyet),
    (phrase!("nghị quyết liên tịch"), Kind::NghiQuyet),
    (phrase!("chỉ thị"), Kind::ChiThi),
    (phrase!("thông báo"), Kind::ThongBao),
    (phrase!("thông báo kết luận"), Kind::ThongBao),
    (phrase!("báo cáo"), Kind::BaoCao),
    (phrase!("tờ trình"), Kind::ToTrinh),
    (phrase!("hướng dẫn"), Kind::HuongDan),
    (phrase!("hướng dẫn liên ngành"), Kind::HuongDan),
    (phrase!("quy chế"), Kind::QuyChe),
    (phrase!("quy chế phối hợp"), Kind::QuyChe),
    (phrase!("thông tư"), Kind::ThongTu),
    (phrase!("thông tư liên tịch"), Kind::ThongTu),
    (phrase!("nghị định"), Kind::NghiDinh),
    (phrase!("luật"), Kind::Luat),
    (phrase!("bộ luật"), Kind::Luat),
    (phrase!("biên bản"), Kind::BienBan),
    (phrase!("giấy mời"), Kind::GiayMoi),
    (phrase!("chương trình"), Kind::Other),
    (phrase!("chương trình hành động"), Kind::Other),
    (phrase!("chương trình phối hợp"), Kind::Other),
    (phrase!("công điện"), Kind::Other),
    (phrase!("quy định"), Kind::Other),
    (phrase!("đề án"), Kind::Other),
    (phrase!("dự án"), Kind::Other),
    (phrase!("phương án"), Kind::Other),
    (phrase!("kết luận"), Kind::Other),
    (phrase!("pháp lệnh"), Kind::Other),
    (phrase!("hiến pháp"), Kind::Other),
    (phrase!("hợp đồng"), Kind::Other),
    (phrase!("thông cáo"), Kind::Other),
    (phrase!("văn bản hợp nhất"), Kind::Other),
    (phrase!("văn bản"), Kind::CongVan),
    (phrase!("giấy ủy quyền"), Kind::Other),
    (phrase!("giấy giới thiệu"), Kind::Other),
    (phrase!("phiếu gửi"), Kind::Other),
    (phrase!("phiếu chuyển"), Kind::Other),
    (phrase!("bản ghi nhớ"), Kind::Other),
    (phrase!("bản thỏa thuận"), Kind::Other),
    (phrase!("thư ngỏ"), Kind::Other),
    (phrase!("thư công"), Kind::Other),
];

/// The token after the word or words that the name of an agency may begin with.
pub fn agency_start(words: &Words<'_>, index: usize) -> Option<usize> {
    if !AGENCY_FIRSTS.may_begin(words, index) {
        return None;
    }
    AGENCIES.iter().filter_map(|phrase| words.after(index, phrase)).max()
}

static AGENCIES: [&[Key]; 83] = [
    phrase!("lđlđ"),
    phrase!("thuế"),
    phrase!("đội"),
    phrase!("trạm"),
    phrase!("chi nhánh"),
    phrase!("hợp tác xã"),
    phrase!("tand"),
    phrase!("đài"),
    phrase!("trung ương hội"),
    phrase!("trung ương đoàn"),
    phrase!("bch"),
    phrase!("btv"),
    phrase!("hđtđkt"),
    phrase!("bảo hiểm xã hội"),
    phrase!("bhxh"),
    phrase!("ủy ban nhân dân"),
    phrase!("ubnd"),
    phrase!("ủy ban"),
    phrase!("ub"),
    phrase!("hội đồng"),
    phrase!("hđnd"),
    phrase!("sở"),
    phrase!("bộ"),
    phrase!("liên bộ"),
    phrase!("liên sở"),
    phrase!("liên ngành"),
    phrase!("tỉnh ủy"),
    phrase!("tỉnh đoàn"),
    phrase!("thành ủy"),
    phrase!("thành đoàn"),
    phrase!("thị ủy"),
    phrase!("quận ủy"),
    phrase!("huyện ủy"),
    phrase!("huyện đoàn"),
    phrase!("đảng ủy"),
    phrase!("đảng bộ"),
    phrase!("đảng đoàn"),
    phrase!("đảng cộng sản"),
    phrase!("chi bộ"),
    phrase!("ban"),
    phrase!("bcđ"),
    phrase!("văn phòng"),
    phrase!("vp"),
    phrase!("trung tâm"),
    phrase!("chính phủ"),
    phrase!("thủ tướng"),
    phrase!("quốc hội"),
    phrase!("chủ tịch nước"),
    phrase!("phòng"),
    phrase!("công đoàn"),
    phrase!("liên đoàn"),
    phrase!("tổng liên đoàn"),
    phrase!("tổng cục"),
    phrase!("tổng công ty"),
    phrase!("công ty"),
    phrase!("tập đoàn"),
    phrase!("cục"),
    phrase!("chi cục"),
    phrase!("vụ"),
    phrase!("kho bạc"),
    phrase!("ngân hàng"),
    phrase!("tòa án"),
    phrase!("viện"),
    phrase!("trường"),
    phrase!("học viện"),
    phrase!("bệnh viện"),
    phrase!("trạm y tế"),
    phrase!("hội"),
    phrase!("mặt trận"),
    phrase!("mttq"),
    phrase!("đoàn"),
    phrase!("bưu điện"),
    phrase!("công an"),
    phrase!("bộ chỉ huy"),
    phrase!("quân khu"),
    phrase!("cụm"),
    phrase!("khối"),
    phrase!("tạp chí"),
    phrase!("báo"),
    phrase!("thanh tra"),
    phrase!("kiểm toán"),
    phrase!("tổ công tác"),
    phrase!("các"),
];

/// The token after a post that a signature may show: `GIÁM ĐỐC`, `PHÓ CHỦ TỊCH`, `CHÁNH VĂN PHÒNG`.
pub fn post_start(words: &Words<'_>, index: usize) -> Option<usize> {
    let index = words.after_any(index, &[phrase!("phó"), phrase!("quyền")]).unwrap_or(index);
    if !POST_FIRSTS.may_begin(words, index) {
        return None;
    }
    POSTS.iter().filter_map(|phrase| words.after(index, phrase)).max()
}

static POSTS: [&[Key]; 35] = [
    phrase!("tổ trưởng"),
    phrase!("giám đốc"),
    phrase!("tổng giám đốc"),
    phrase!("chủ tịch"),
    phrase!("bộ trưởng"),
    phrase!("thứ trưởng"),
    phrase!("thủ tướng"),
    phrase!("trưởng ban"),
    phrase!("trưởng phòng"),
    phrase!("trưởng"),
    phrase!("cục trưởng"),
    phrase!("vụ trưởng"),
    phrase!("vụ phó"),
    phrase!("chi cục trưởng"),
    phrase!("tổng cục trưởng"),
    phrase!("viện trưởng"),
    phrase!("hiệu trưởng"),
    phrase!("chánh văn phòng"),
    phrase!("chánh thanh tra"),
    phrase!("chánh án"),
    phrase!("chánh"),
    phrase!("bí thư"),
    phrase!("tổng bí thư"),
    phrase!("chủ nhiệm"),
    phrase!("chủ tọa"),
    phrase!("chủ trì"),
    phrase!("thư ký"),
    phrase!("ủy viên"),
    phrase!("tổng biên tập"),
    phrase!("tổng kiểm toán"),
    phrase!("tổng thư ký"),
    phrase!("thống đốc"),
    phrase!("tư lệnh"),
    phrase!("trạm trưởng"),
    phrase!("người lập"),
];

/// The capacity that a line of a signature begins with (`KT.`, `TM.`, `T/M`, `THỪA LỆNH`), written as Decree 30/2020 writes it, and the token after.
pub fn capacity(words: &Words<'_>, index: usize) -> Option<(&'static str, usize)> {
    const FORMS: [(&str, &[&[Key]]); 5] = [
        ("KT.", &[phrase!("kt ."), phrase!("k / t"), phrase!("kt"), phrase!("ký thay")]),
        ("TL.", &[phrase!("tl ."), phrase!("t / l"), phrase!("tl"), phrase!("thừa lệnh")]),
        ("TUQ.", &[phrase!("tuq ."), phrase!("t / uq"), phrase!("tuq"), phrase!("thừa ủy quyền"), phrase!("t . uq .")]),
        ("TM.", &[phrase!("tm ."), phrase!("t / m"), phrase!("tm"), phrase!("thay mặt")]),
        ("Q.", &[phrase!("q ."), phrase!("quyền")]),
    ];
    if !words.get(index)?.is_capital() {
        return None;
    }
    FORMS.iter().find_map(|(capacity, forms)| words.after_any(index, forms).map(|end| (*capacity, end)))
}

/// Whether a token is a common Vietnamese family name.
pub fn is_family_name(word: Key) -> bool {
    FAMILY_NAMES.contains(&word)
}

static FAMILY_NAMES: [Key; 88] = [
    key("nguyễn"),
    key("trần"),
    key("lê"),
    key("phạm"),
    key("hoàng"),
    key("huỳnh"),
    key("phan"),
    key("vũ"),
    key("võ"),
    key("đặng"),
    key("bùi"),
    key("đỗ"),
    key("hồ"),
    key("ngô"),
    key("dương"),
    key("lý"),
    key("lí"),
    key("đào"),
    key("đoàn"),
    key("vương"),
    key("trịnh"),
    key("trương"),
    key("đinh"),
    key("lâm"),
    key("phùng"),
    key("mai"),
    key("tô"),
    key("hà"),
    key("tạ"),
    key("lương"),
    key("chu"),
    key("châu"),
    key("quách"),
    key("cao"),
    key("tăng"),
    key("thái"),
    key("tống"),
    key("lưu"),
    key("từ"),
    key("la"),
    key("kiều"),
    key("đồng"),
    key("nghiêm"),
    key("bạch"),
    key("bế"),
    key("nông"),
    key("hứa"),
    key("lò"),
    key("lừ"),
    key("quàng"),
    key("cầm"),
    key("sùng"),
    key("giàng"),
    key("vàng"),
    key("mùa"),
    key("thào"),
    key("hầu"),
    key("triệu"),
    key("bàn"),
    key("hoa"),
    key("khuất"),
    key("khổng"),
    key("doãn"),
    key("đàm"),
    key("đường"),
    key("giang"),
    key("ông"),
    key("thạch"),
    key("sơn"),
    key("kim"),
    key("danh"),
    key("lại"),
    key("lục"),
    key("mạc"),
    key("mạch"),
    key("nhâm"),
    key("ninh"),
    key("phí"),
    key("tiêu"),
    key("tôn"),
    key("thân"),
    key("trang"),
    key("văn"),
    key("viên"),
    key("vi"),
    key("ma"),
    key("y"),
    key("âu"),
];

/// Whether a level of administration begins at a token (tỉnh, huyện, xã …), and the token after it.
pub fn level(words: &Words<'_>, index: usize) -> Option<usize> {
    words.after_any(
        index,
        &[
            phrase!("tỉnh"),
            phrase!("thành phố"),
            phrase!("tp"),
            phrase!("tp ."),
            phrase!("huyện"),
            phrase!("quận"),
            phrase!("thị xã"),
            phrase!("thị trấn"),
            phrase!("xã"),
            phrase!("phường"),
            phrase!("đặc khu"),
            phrase!("khu vực"),
        ],
    )
}
