//! Names of agencies and posts: from the capitals of a head to ordinary letters (Annex II of Decree 30/2020/NĐ-CP), abbreviations written out.

use std::collections::HashSet;
use std::sync::LazyLock;

use rules::text::nfc;

use super::lex::{Key, key};
use super::paragraphs::roman;

/// A name in ordinary letters with its abbreviations written out: `BHXH TỈNH BẾN TRE` is `Bảo hiểm xã hội tỉnh Bến Tre`. A name that is not in capitals
/// keeps its letters.
pub fn agency(text: &str) -> String {
    let expanded = expand(text);
    if is_capitals(text) { ordinary(&expanded) } else { first_capital(&expanded) }
}

/// A line in capitals in ordinary letters; abbreviations stay, other text stays as it is.
pub fn ordinary_if_capitals(text: &str) -> String {
    if is_capitals(text) { ordinary(text) } else { text.to_owned() }
}

fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic());
    letters.clone().count() > 1 && !letters.clone().any(char::is_lowercase)
}

/// Abbreviations that stand for one name wherever they stand.
const ABBREVIATIONS: [(&str, &str); 45] = [
    ("BHXH", "Bảo hiểm xã hội"),
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("TP", "thành phố"),
    ("TP.", "thành phố"),
    ("TX", "thị xã"),
    ("TX.", "thị xã"),
    ("LĐ-TB&XH", "Lao động - Thương binh và Xã hội"),
    ("LĐTBXH", "Lao động - Thương binh và Xã hội"),
    ("GD&ĐT", "Giáo dục và Đào tạo"),
    ("TĐKT", "Thi đua - Khen thưởng"),
    ("BHYT", "bảo hiểm y tế"),
    ("LĐLĐ", "Liên đoàn Lao động"),
    ("TW", "Trung ương"),
    ("BCH", "Ban Chấp hành"),
    ("BTV", "Ban Thường vụ"),
    ("HĐTĐKT", "Hội đồng Thi đua - Khen thưởng"),
    ("XD", "xây dựng"),
    ("HCM", "Hồ Chí Minh"),
    ("TPHCM", "thành phố Hồ Chí Minh"),
    ("LĐTB&XH", "Lao động - Thương binh và Xã hội"),
    ("LĐ-TBXH", "Lao động - Thương binh và Xã hội"),
    ("LĐTB-XH", "Lao động - Thương binh và Xã hội"),
    ("GDĐT", "Giáo dục và Đào tạo"),
    ("GD-ĐT", "Giáo dục và Đào tạo"),
    ("NN&PTNT", "Nông nghiệp và Phát triển nông thôn"),
    ("KH&ĐT", "Kế hoạch và Đầu tư"),
    ("TT&TT", "Thông tin và Truyền thông"),
    ("TN&MT", "Tài nguyên và Môi trường"),
    ("VHTT&DL", "Văn hóa, Thể thao và Du lịch"),
    ("VHTTDL", "Văn hóa, Thể thao và Du lịch"),
    ("LHPN", "Liên hiệp Phụ nữ"),
    ("HLHPN", "Hội Liên hiệp Phụ nữ"),
    ("HND", "Hội Nông dân"),
    ("TTYT", "Trung tâm Y tế"),
    ("BVĐK", "Bệnh viện đa khoa"),
    ("VP", "Văn phòng"),
    ("NTM", "nông thôn mới"),
    ("KBNN", "Kho bạc Nhà nước"),
    ("VKSND", "Viện kiểm sát nhân dân"),
    ("TAND", "Tòa án nhân dân"),
    ("CCB", "Cựu chiến binh"),
];

/// Levels that heads shorten right after the agency: "UBND P. TÂN PHÚ", "BHXH Q.8".
const SHORT_LEVELS: [(&str, &str); 5] =
    [("P.", "phường"), ("Q.", "quận"), ("H.", "huyện"), ("TT.", "thị trấn"), ("T.", "tỉnh")];

/// Fields of departments whose short form spaces or "và" part.
const PARTED: [(&str, &str); 5] = [
    ("GD VÀ ĐT", "GD&ĐT"),
    ("GD & ĐT", "GD&ĐT"),
    ("NN VÀ PTNT", "NN&PTNT"),
    ("KH VÀ ĐT", "KH&ĐT"),
    ("LĐTB VÀ XH", "LĐTB&XH"),
];

fn expand(text: &str) -> String {
    let joined = PARTED.iter().find(|(parted, _)| text.contains(parted)).map(|(parted, one)| text.replace(parted, one));
    let text = joined.as_deref().unwrap_or(text);
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let of_agency = words.last().is_some_and(|last| last.ends_with("nhân dân") || last.ends_with("xã hội"));
        if let Some((level, rest)) = of_agency.then(|| short_level(word)).flatten() {
            words.push(level.to_owned());
            words.extend((!rest.is_empty()).then(|| rest.to_owned()));
            continue;
        }
        let trimmed = word.trim_end_matches([',', ';']);
        let known = ABBREVIATIONS.iter().find(|(short, _)| *short == word || *short == trimmed);
        match known {
            Some((_, long)) => words.push(format!("{long}{}", &word[trimmed.len()..])),
            // "TP.HCM", "TP.Bến Tre" are written together.
            None => match word.strip_prefix("TP.") {
                Some(rest) if !rest.is_empty() => words.push(format!("thành phố {rest}")),
                _ => words.push(word.to_owned()),
            },
        }
    }
    words.join(" ")
}

/// "Q.8": the level and what is written together with it.
fn short_level(word: &str) -> Option<(&'static str, &str)> {
    SHORT_LEVELS.iter().find_map(|(short, level)| Some((*level, word.strip_prefix(short)?)))
}

/// A word of a name, as it is written and in small letters.
struct CasedWord {
    written: &'static str,
    small: String,
}

/// Names as they are written, found in any case, the longest first.
static CASED: LazyLock<Vec<Vec<CasedWord>>> = LazyLock::new(|| {
    let word = |written: &'static str| CasedWord { written, small: written.to_lowercase() };
    let mut names: Vec<Vec<CasedWord>> = CASED_NAMES.iter().map(|name| name.split(' ').map(word).collect()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
});

/// The pairs of words that follow each other inside names of agencies.
static PAIRS: LazyLock<HashSet<(Key, Key)>> = LazyLock::new(|| {
    let names = CASED_NAMES.iter().chain(MORE_NAMES);
    names
        .flat_map(|name| {
            let keys: Vec<Key> = name.split([' ', ',']).filter(|word| !word.is_empty()).map(key).collect();
            keys.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<(Key, Key)>>()
        })
        .collect()
});

/// Whether a word in small letters goes on with the name of an agency after another word: `bảo` + `hiểm`.
pub(super) fn is_pair(before: Key, word: Key) -> bool {
    PAIRS.contains(&(before, word))
}

/// Further names whose small words go on; they are not written in one way only.
const MORE_NAMES: &[&str] = &[
    "hội đồng",
    "ủy ban",
    "thành phố",
    "thị xã",
    "thị trấn",
    "đặc khu",
    "khu vực",
    "chính phủ",
    "thủ tướng",
    "quốc hội",
    "trung tâm",
    "công đoàn",
    "liên đoàn",
    "ngân hàng",
    "kho bạc",
    "tòa án nhân dân",
    "viện kiểm sát nhân dân",
    "bệnh viện đa khoa",
    "tạp chí",
    "ban chấp hành trung ương",
    "đảng bộ",
    "cải cách hành chính",
    "kinh tế - ngân sách",
    "pháp chế",
    "thi đua khen thưởng",
    "tổ chức cán bộ",
    "kế hoạch và đầu tư",
    "bảo hiểm y tế",
    "tổng cục thống kê",
    "bưu điện",
    "giám đốc",
    "bộ trưởng",
    "chủ tịch",
    "trưởng ban",
    "văn phòng điều phối nông thôn mới",
];

const CASED_NAMES: &[&str] = &[
    "Bảo hiểm xã hội Việt Nam",
    "Bảo hiểm xã hội tỉnh",
    "Bảo hiểm xã hội huyện",
    "Bảo hiểm xã hội thành phố",
    "Bảo hiểm xã hội thị xã",
    "Bảo hiểm xã hội quận",
    "Bảo hiểm xã hội khu vực",
    "Bảo hiểm xã hội cơ sở",
    "bảo hiểm xã hội",
    "bảo hiểm y tế",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Ủy ban Mặt trận Tổ quốc",
    "Mặt trận Tổ quốc",
    "Ủy ban Thường vụ Quốc hội",
    "Ủy ban Dân tộc",
    "Ủy ban Kiểm tra",
    "Hội đồng Thi đua - Khen thưởng",
    "Thi đua - Khen thưởng",
    "Hội đồng quản lý",
    "Ban Chỉ đạo",
    "Ban Chấp hành",
    "Ban Bí thư",
    "Ban Thường vụ",
    "Ban Tuyên giáo",
    "Ban Tổ chức",
    "Ban Dân vận",
    "Ban Nội chính",
    "Ban cán sự đảng",
    "Bộ Chính trị",
    "Thủ tướng",
    "Chính phủ",
    "Quốc hội",
    "Chủ tịch nước",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Thị ủy",
    "Quận ủy",
    "Đảng ủy",
    "Đảng bộ",
    "Đảng Cộng sản",
    "Văn phòng",
    "Tổng Giám đốc",
    "Giám đốc",
    "Chủ tịch",
    "Việt Nam",
    "Trung ương",
    "Lao động - Thương binh và Xã hội",
    "Y tế",
    "Tài chính",
    "Nội vụ",
    "Giáo dục và Đào tạo",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Kế hoạch và Đầu tư",
    "Kế hoạch - Tài chính",
    "Tài chính - Kế hoạch",
    "Tư pháp",
    "Công an",
    "Quốc phòng",
    "Thông tin và Truyền thông",
    "Công Thương",
    "Xây dựng",
    "Giao thông vận tải",
    "Khoa học và Công nghệ",
    "Tài nguyên và Môi trường",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hóa - Xã hội",
    "Ngoại giao",
    "Dân tộc",
    "Dân tộc và Tôn giáo",
    "Ngân hàng Chính sách xã hội",
    "Ngân hàng Nhà nước",
    "Kho bạc Nhà nước",
    "Liên đoàn Lao động",
    "Tổng Liên đoàn Lao động",
    "Hội Liên hiệp Phụ nữ",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Hội Chữ thập đỏ",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Trung tâm Y tế",
    "Thường trực",
    "Hồ Chí Minh",
];

/// Levels after which the name of a place follows in capital letters.
const LEVELS: [&str; 13] =
    ["ủy", "tỉnh", "phố", "huyện", "quận", "thị xã", "xã", "trấn", "phường", "khu", "vực", "bản", "ấp"];
/// Words after which a name of its own begins with a capital.
const HEADS: [&str; 16] = [
    "sở",
    "bộ",
    "phòng",
    "ban",
    "cục",
    "vụ",
    "trung tâm",
    "viện",
    "trường",
    "hội",
    "đoàn",
    "công đoàn",
    "chi cục",
    "tạp chí",
    "thanh tra",
    "cụm",
];
/// Words that end the name of a place.
const AFTER_PLACE: [&str; 8] = ["và", "về", "thực", "khóa", "năm", "giai", "tại", "của"];

fn ordinary(text: &str) -> String {
    let lower: Vec<String> = nfc(&text.to_lowercase()).split_whitespace().map(str::to_owned).collect();
    let source: Vec<&str> = text.split_whitespace().collect();
    let mut words: Vec<String> = Vec::with_capacity(lower.len());
    let mut place = false;
    let mut at = 0;
    while at < lower.len() {
        let bare = |index: usize| lower.get(index).map(|word| word.trim_end_matches([',', '.', ';', ')', '"', '”']));
        let matched = CASED.iter().find(|name| {
            name.iter().enumerate().all(|(offset, part)| bare(at + offset).is_some_and(|word| word == part.small))
        });
        if let Some(name) = matched {
            for (offset, part) in name.iter().enumerate() {
                let tail = &lower[at + offset][part.small.len().min(lower[at + offset].len())..];
                words.push(format!("{}{tail}", part.written));
            }
            at += name.len();
            // "SỞ Y TẾ KHÁNH HÒA": the place follows the field of the department.
            let of_department =
                words.len().checked_sub(name.len() + 1).is_some_and(|head| words[head].to_lowercase() == "sở");
            place = of_department || name.last().is_some_and(|last| LEVELS.contains(&last.written));
            continue;
        }
        let word = lower[at].as_str();
        let stops = AFTER_PLACE.contains(&word) || word.starts_with(['-', '–', '(', '“', '"']);
        place &= !stops;
        let original = source.get(at).copied().unwrap_or_default();
        let headed = words.last().is_some_and(|last| HEADS.contains(&last.to_lowercase().as_str()));
        let number = roman(original.trim_end_matches([',', '.', ';'])).is_some();
        let abbreviation = ABBREVIATIONS.iter().any(|(short, _)| original.trim_end_matches([',', '.', ';']) == *short);
        words.push(if number || abbreviation || is_unspoken(word) {
            original.to_owned()
        } else if (place || headed) && !LEVELS.contains(&word) && word != "hành" {
            first_capital(word)
        } else {
            word.to_owned()
        });
        let ended = word.ends_with([',', ';', '.']);
        place = (place && !ended) || LEVELS.contains(&word) || is_unspoken(word);
        at += 1;
    }
    first_capital(&words.join(" "))
}

/// A word without a vowel is an abbreviation: THPT, TNHH.
fn is_unspoken(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_some()
        && word.chars().count() > 1
        && letters
            .all(|letter| letter.is_ascii() && !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || letter == 'đ')
}

fn first_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_ordinary_letters() {
        for (capitals, ordinary) in [
            ("BẢO HIỂM XÃ HỘI TỈNH BẾN TRE", "Bảo hiểm xã hội tỉnh Bến Tre"),
            ("BẢO HIỂM XÃ HỘI VIỆT NAM", "Bảo hiểm xã hội Việt Nam"),
            ("UBND TỈNH THANH HÓA", "Ủy ban nhân dân tỉnh Thanh Hóa"),
            ("BHXH HUYỆN CHỢ LÁCH", "Bảo hiểm xã hội huyện Chợ Lách"),
            ("BHXH TP. HỒ CHÍ MINH", "Bảo hiểm xã hội thành phố Hồ Chí Minh"),
            ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động - Thương binh và Xã hội"),
            ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "Hội đồng Thi đua - Khen thưởng"),
            ("TỈNH ỦY HẬU GIANG", "Tỉnh ủy Hậu Giang"),
            ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
            ("PHÓ TỔNG GIÁM ĐỐC", "Phó Tổng Giám đốc"),
            ("CHÁNH VĂN PHÒNG", "Chánh Văn phòng"),
            (
                "BAN CHỈ ĐẠO THỰC HIỆN CHÍNH SÁCH BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
                "Ban Chỉ đạo thực hiện chính sách bảo hiểm xã hội, bảo hiểm y tế",
            ),
            ("BẢO HIỂM XÃ HỘI KHU VỰC XXVII", "Bảo hiểm xã hội khu vực XXVII"),
            ("Sở Y tế", "Sở Y tế"),
            ("TRƯỜNG THPT LAO BẢO", "Trường THPT Lao Bảo"),
            ("SỞ GDĐT QUẢNG TRỊ", "Sở Giáo dục và Đào tạo Quảng Trị"),
            ("BHXH Việt Nam", "Bảo hiểm xã hội Việt Nam"),
            ("BHXH Q.8", "Bảo hiểm xã hội quận 8"),
            ("UBND P. TÂN PHÚ", "Ủy ban nhân dân phường Tân Phú"),
            ("PHÒNG GD VÀ ĐT", "Phòng Giáo dục và Đào tạo"),
        ] {
            assert_eq!(agency(capitals), ordinary);
        }
    }
}
