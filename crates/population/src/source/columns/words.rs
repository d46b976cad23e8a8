//! How columns are called: in sheets of communes and of social insurance, in exports, in the contract of columns.

use rules::text::search_key;

use crate::source::Field;

/// Headings of a column as search keys, the surest first.
pub(super) fn words(field: Field) -> &'static [&'static str] {
    match field {
        Field::PersonId => &[
            "person id",
            "ma so bhxh",
            "so bhxh",
            "ma bhxh",
            "so so bhxh",
            "ma so bao hiem xa hoi",
            "so bao hiem xa hoi",
            "so so bao hiem xa hoi",
            "ma so so bhxh",
            "ma dinh danh bhxh",
            "so dinh danh bhxh",
            "ma so bhxh so so bhxh",
            "ma so bhxh bhyt",
            "ma so nguoi tham gia",
            "ma nguoi tham gia",
            "ma so",
        ],
        Field::Sex => &["sex", "gioi tinh", "gender", "phai", "nam nu", "gioi tinh nam nu", "gt"],
        Field::Commune => &[
            "commune code",
            "ma xa",
            "ma xa phuong",
            "ma phuong xa",
            "ma xa phuong thi tran",
            "ma don vi hanh chinh",
            "ma dvhc",
            "ma dvhc cap xa",
            "ma hanh chinh cap xa",
            "commune",
            "xa phuong thi tran",
            "xa phuong",
            "phuong xa",
            "phuong xa thi tran",
            "xa phuong dac khu",
            "ten xa",
            "ten xa phuong",
            "ten xa phuong thi tran",
            "xa",
            "phuong",
            "don vi hanh chinh cap xa",
            "dia ban xa",
        ],
        Field::District => &[
            "district",
            "quan huyen",
            "huyen quan",
            "huyen",
            "ten huyen",
            "ten quan huyen",
            "huyen quan thi xa thanh pho",
            "quan huyen thi xa thanh pho",
            "huyen thi xa thanh pho",
        ],
        Field::Province => &[
            "province",
            "tinh thanh pho",
            "tinh tp",
            "tinh",
            "ten tinh",
            "ten tinh thanh pho",
            "thanh pho tinh",
            "tinh thanh",
        ],
        Field::FullName => &[
            "full name",
            "ho va ten",
            "ho ten",
            "ho va chu dem va ten",
            "ho chu dem va ten",
            "ho va ten khai sinh",
            "ho va ten nguoi tham gia",
            "ho ten nguoi tham gia",
            "ten nguoi tham gia",
            "ten",
            "name",
        ],
        Field::BirthDate => &[
            "birth date",
            "date of birth",
            "ngay sinh",
            "ngay thang nam sinh",
            "ngay thang sinh",
            "ngay sinh ngay thang nam",
            "sinh ngay",
            "nam sinh",
            "ngay nam sinh",
        ],
        // Told by `birth_part`: the words are those of whole dates, too.
        Field::BirthDay | Field::BirthMonth | Field::BirthYear => &[],
        // "năm" and "nam" are one word here, so a column for men counts only beside one for women.
        Field::Male => &[
            "male",
            "nam sinh nam",
            "ngay sinh nam",
            "ngay thang nam sinh nam",
            "nam sinh cua nam",
            "gioi tinh nam",
            "phai nam",
            "nam",
        ],
        Field::Female => &[
            "female",
            "nam sinh nu",
            "ngay sinh nu",
            "ngay thang nam sinh nu",
            "nam sinh cua nu",
            "gioi tinh nu",
            "phai nu",
            "nu",
        ],
        Field::Group => &[
            "group code",
            "ma doi tuong",
            "ma dt",
            "nhom doi tuong",
            "ma nhom doi tuong",
            "doi tuong",
            "doi tuong tham gia",
            "ma doi tuong tham gia",
            "ma doi tuong the",
            "loai doi tuong",
            "group",
        ],
        Field::Household => &[
            "household id",
            "ma ho",
            "so ho",
            "ma ho gia dinh",
            "ma so ho",
            "ma so ho gia dinh",
            "so ho khau",
            "so so ho khau",
            "ma ho dan",
        ],
        Field::Ethnicity => &["ethnicity code", "ma dan toc", "dan toc", "ten dan toc", "ethnicity"],
        Field::NationalId => &[
            "national id",
            "so cccd",
            "cccd",
            "so dinh danh ca nhan",
            "ma dinh danh ca nhan",
            "so can cuoc cong dan",
            "so can cuoc",
            "can cuoc cong dan",
            "so cccd cmnd",
            "so cmnd cccd",
            "cccd cmnd",
            "cmnd cccd",
            "so cmnd",
            "cmnd",
            "so ddcn cccd",
            "so ddcn",
            "so cccd dinh danh ca nhan",
            "so giay to tuy than",
        ],
        Field::ValidFrom => &[
            "valid from",
            "the co gia tri tu ngay",
            "gia tri tu ngay",
            "gia tri the tu ngay",
            "gia tri su dung tu ngay",
            "han the tu",
            "han the tu ngay",
            "the bhyt co gia tri tu ngay",
            "gia tri the bhyt tu ngay",
            "thoi han the tu ngay",
            "thoi han su dung tu ngay",
            "han su dung tu ngay",
            "han su dung tu",
            "co gia tri tu ngay",
            "co gia tri tu",
            "gia tri tu",
            "ngay bat dau",
            "ngay hieu luc",
            "tu ngay",
            "gt the tu",
            "gt tu",
            "ngay bat dau gia tri",
        ],
        Field::ValidTo => &[
            "valid to",
            "the co gia tri den ngay",
            "gia tri den ngay",
            "gia tri the den ngay",
            "gia tri su dung den ngay",
            "han the den",
            "han the den ngay",
            "the bhyt co gia tri den ngay",
            "gia tri the bhyt den ngay",
            "thoi han the den ngay",
            "thoi han su dung den ngay",
            "han su dung den ngay",
            "han su dung den",
            "co gia tri den ngay",
            "co gia tri den",
            "gia tri den",
            "ngay ket thuc",
            "ngay het han",
            "ngay het hieu luc",
            "den ngay",
            "gt the den",
            "gt den",
            "han the",
            "ngay ket thuc gia tri",
        ],
        Field::CardNumber => {
            &["card no", "so the", "so the bhyt", "ma the", "ma the bhyt", "ma so the", "ma so the bhyt", "card number"]
        }
    }
}

/// Which part of a birth date a column may be by its heading: "Ngày, tháng, năm sinh - Tháng", "Tháng sinh". Given are the
/// whole heading and its last line, if there is more.
///
/// "Ngày sinh" and "Năm sinh" may be whole dates as well, and "Năm sinh - Nam" a column for men: only beside a column of
/// the month are they parts.
pub(super) fn birth_part(whole: &str, last: Option<&str>) -> Option<Field> {
    let plain = |key: &str| match key {
        "birth day" | "day of birth" | "ngay sinh" | "sinh ngay" => Some(Field::BirthDay),
        "birth month" | "month of birth" | "thang sinh" | "sinh thang" => Some(Field::BirthMonth),
        "birth year" | "year of birth" | "nam sinh" | "sinh nam" => Some(Field::BirthYear),
        _ => None,
    };
    plain(whole).or_else(|| last.and_then(plain)).or_else(|| {
        let (above, word) = whole.rsplit_once(' ')?;
        let part = match word {
            "ngay" => Field::BirthDay,
            "thang" => Field::BirthMonth,
            "nam" => Field::BirthYear,
            _ => return None,
        };
        above.split(' ').any(|word| word == "sinh").then_some(part)
    })
}

/// A heading as it is compared: what stands in brackets is a note, and so are asterisks.
pub(super) fn heading_key(heading: &str) -> String {
    let mut plain = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    for letter in heading.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    search_key(&plain)
}
