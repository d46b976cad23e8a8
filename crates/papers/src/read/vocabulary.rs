//! Words that the heads and ends of papers are made of: kinds, agencies, posts, family names.

use super::lex::{Key, key};
use super::phrases::{Meanings, Phrases, meanings, phrases};
use super::words::Words;
use crate::reading::Kind;

/// Whether the name of a kind may begin at a token; a quick test before [`kind_name`].
pub fn may_be_kind(words: &Words<'_>, index: usize) -> bool {
    words.may_begin(index, KINDS.phrases)
}

/// The kind whose name begins at a token and ends not after `end`, and the token after it: `Quyết định`, `Thông tư liên tịch`.
pub fn kind_name(words: &Words<'_>, index: usize, end: usize) -> Option<(Kind, usize)> {
    let named = words.each_of(index, KINDS.phrases).filter(|(_, after)| *after <= end);
    named.max_by_key(|(_, after)| *after).map(|(which, after)| (KINDS.of[which], after))
}

/// The kind whose name ends right before a token, and the token where it begins.
pub fn kind_before(words: &Words<'_>, index: usize) -> Option<(Kind, usize)> {
    let named = KINDS.iter().filter_map(|(name, kind)| Some((kind, words.before(index, name)?)));
    named.min_by_key(|(_, start)| *start)
}

static KINDS: Meanings<Kind> = meanings![
    "công văn" => Kind::CongVan,
    "quyết định" => Kind::QuyetDinh,
    "kế hoạch" => Kind::KeHoach,
    "kế hoạch liên ngành" => Kind::KeHoach,
    "nghị quyết" => Kind::NghiQuyet,
    "nghị quyết liên tịch" => Kind::NghiQuyet,
    "chỉ thị" => Kind::ChiThi,
    "thông báo" => Kind::ThongBao,
    "thông báo kết luận" => Kind::ThongBao,
    "báo cáo" => Kind::BaoCao,
    "tờ trình" => Kind::ToTrinh,
    "hướng dẫn" => Kind::HuongDan,
    "hướng dẫn liên ngành" => Kind::HuongDan,
    "quy chế" => Kind::QuyChe,
    "quy chế phối hợp" => Kind::QuyChe,
    "thông tư" => Kind::ThongTu,
    "thông tư liên tịch" => Kind::ThongTu,
    "nghị định" => Kind::NghiDinh,
    "luật" => Kind::Luat,
    "bộ luật" => Kind::Luat,
    "biên bản" => Kind::BienBan,
    "giấy mời" => Kind::GiayMoi,
    "chương trình" => Kind::Other,
    "chương trình hành động" => Kind::Other,
    "chương trình phối hợp" => Kind::Other,
    "công điện" => Kind::Other,
    "quy định" => Kind::Other,
    "đề án" => Kind::Other,
    "dự án" => Kind::Other,
    "phương án" => Kind::Other,
    "kết luận" => Kind::Other,
    "pháp lệnh" => Kind::Other,
    "hiến pháp" => Kind::Other,
    "hợp đồng" => Kind::Other,
    "thông cáo" => Kind::Other,
    "văn bản hợp nhất" => Kind::Other,
    "văn bản" => Kind::CongVan,
    "giấy ủy quyền" => Kind::Other,
    "giấy giới thiệu" => Kind::Other,
    "phiếu gửi" => Kind::Other,
    "phiếu chuyển" => Kind::Other,
    "bản ghi nhớ" => Kind::Other,
    "bản thỏa thuận" => Kind::Other,
    "giao ước thi đua" => Kind::Other,
    "bản giao ước thi đua" => Kind::Other,
    "quy ước" => Kind::Other,
    "thư ngỏ" => Kind::Other,
    "thư công" => Kind::Other,
];

/// The token after the word or words that the name of an agency may begin with.
pub fn agency_start(words: &Words<'_>, index: usize) -> Option<usize> {
    words.after_any(index, AGENCIES)
}

static AGENCIES: &Phrases = phrases![
    "lđlđ",
    "thuế",
    "đội",
    "trạm",
    "chi nhánh",
    "hợp tác xã",
    "tand",
    "đài",
    "trung ương hội",
    "trung ương đoàn",
    "bch",
    "btv",
    "hđtđkt",
    "bảo hiểm xã hội",
    "bhxh",
    "ủy ban nhân dân",
    "ubnd",
    "ủy ban",
    "ub",
    "hội đồng",
    "hđnd",
    "sở",
    "bộ",
    "liên bộ",
    "liên sở",
    "liên ngành",
    "tỉnh ủy",
    "tỉnh đoàn",
    "thành ủy",
    "thành đoàn",
    "thị ủy",
    "quận ủy",
    "huyện ủy",
    "huyện đoàn",
    "đảng ủy",
    "đảng bộ",
    "đảng đoàn",
    "đảng cộng sản",
    "chi bộ",
    "ban",
    "bcđ",
    "văn phòng",
    "vp",
    "trung tâm",
    "chính phủ",
    "thủ tướng",
    "quốc hội",
    "chủ tịch nước",
    "phòng",
    "công đoàn",
    "liên đoàn",
    "tổng liên đoàn",
    "tổng cục",
    "tổng công ty",
    "công ty",
    "tập đoàn",
    "cục",
    "chi cục",
    "vụ",
    "kho bạc",
    "ngân hàng",
    "tòa án",
    "viện",
    "trường",
    "học viện",
    "bệnh viện",
    "trạm y tế",
    "hội",
    "mặt trận",
    "mttq",
    "đoàn",
    "bưu điện",
    "công an",
    "bộ chỉ huy",
    "quân khu",
    "cụm",
    "khối",
    "tạp chí",
    "báo",
    "thanh tra",
    "kiểm toán",
    "tổ công tác",
    "các"
];

/// The token after a post that a signature may show: `GIÁM ĐỐC`, `PHÓ CHỦ TỊCH`, `CHÁNH VĂN PHÒNG`.
pub fn post_start(words: &Words<'_>, index: usize) -> Option<usize> {
    let index = words.after_any(index, phrases!["phó", "quyền"]).unwrap_or(index);
    words.after_any(index, POSTS)
}

static POSTS: &Phrases = phrases![
    "tổ trưởng",
    "giám đốc",
    "tổng giám đốc",
    "chủ tịch",
    "bộ trưởng",
    "thứ trưởng",
    "thủ tướng",
    "trưởng ban",
    "trưởng phòng",
    "trưởng",
    "cục trưởng",
    "vụ trưởng",
    "vụ phó",
    "chi cục trưởng",
    "tổng cục trưởng",
    "viện trưởng",
    "hiệu trưởng",
    "chánh văn phòng",
    "chánh thanh tra",
    "chánh án",
    "chánh",
    "bí thư",
    "tổng bí thư",
    "chủ nhiệm",
    "chủ tọa",
    "chủ trì",
    "thư ký",
    "ủy viên",
    "tổng biên tập",
    "tổng kiểm toán",
    "tổng thư ký",
    "thống đốc",
    "tư lệnh",
    "trạm trưởng",
    "cụm trưởng",
    "khối trưởng",
    "người lập",
    "người báo cáo",
    "người viết"
];

/// The capacity that a line of a signature begins with (`KT.`, `TM.`, `T/M`, `THỪA LỆNH`), written as Decree 30/2020 writes it, and the token after.
pub fn capacity(words: &Words<'_>, index: usize) -> Option<(&'static str, usize)> {
    const FORMS: [(&str, &Phrases); 5] = [
        ("KT.", phrases!["kt .", "k / t", "kt", "ký thay"]),
        ("TL.", phrases!["tl .", "t / l", "tl", "thừa lệnh"]),
        ("TUQ.", phrases!["tuq .", "t / uq", "tuq", "thừa ủy quyền", "t . uq ."]),
        ("TM.", phrases!["tm .", "t / m", "tm", "thay mặt"]),
        ("Q.", phrases!["q .", "quyền"]),
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
    key!("nguyễn"),
    key!("trần"),
    key!("lê"),
    key!("phạm"),
    key!("hoàng"),
    key!("huỳnh"),
    key!("phan"),
    key!("vũ"),
    key!("võ"),
    key!("đặng"),
    key!("bùi"),
    key!("đỗ"),
    key!("hồ"),
    key!("ngô"),
    key!("dương"),
    key!("lý"),
    key!("lí"),
    key!("đào"),
    key!("đoàn"),
    key!("vương"),
    key!("trịnh"),
    key!("trương"),
    key!("đinh"),
    key!("lâm"),
    key!("phùng"),
    key!("mai"),
    key!("tô"),
    key!("hà"),
    key!("tạ"),
    key!("lương"),
    key!("chu"),
    key!("châu"),
    key!("quách"),
    key!("cao"),
    key!("tăng"),
    key!("thái"),
    key!("tống"),
    key!("lưu"),
    key!("từ"),
    key!("la"),
    key!("kiều"),
    key!("đồng"),
    key!("nghiêm"),
    key!("bạch"),
    key!("bế"),
    key!("nông"),
    key!("hứa"),
    key!("lò"),
    key!("lừ"),
    key!("quàng"),
    key!("cầm"),
    key!("sùng"),
    key!("giàng"),
    key!("vàng"),
    key!("mùa"),
    key!("thào"),
    key!("hầu"),
    key!("triệu"),
    key!("bàn"),
    key!("hoa"),
    key!("khuất"),
    key!("khổng"),
    key!("doãn"),
    key!("đàm"),
    key!("đường"),
    key!("giang"),
    key!("ông"),
    key!("thạch"),
    key!("sơn"),
    key!("kim"),
    key!("danh"),
    key!("lại"),
    key!("lục"),
    key!("mạc"),
    key!("mạch"),
    key!("nhâm"),
    key!("ninh"),
    key!("phí"),
    key!("tiêu"),
    key!("tôn"),
    key!("thân"),
    key!("trang"),
    key!("văn"),
    key!("viên"),
    key!("vi"),
    key!("ma"),
    key!("y"),
    key!("âu"),
];

/// Whether a level of administration begins at a token (tỉnh, huyện, xã …), and the token after it.
pub fn level(words: &Words<'_>, index: usize) -> Option<usize> {
    words.after_any(
        index,
        phrases![
            "tỉnh",
            "thành phố",
            "tp",
            "tp .",
            "huyện",
            "quận",
            "thị xã",
            "thị trấn",
            "xã",
            "phường",
            "đặc khu",
            "khu vực"
        ],
    )
}
