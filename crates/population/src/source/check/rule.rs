//! The rules that a row has to keep, and what is said when it does not.

use serde::{Deserialize, Serialize};

use crate::source::Field;

/// A rule about one cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every row names its person.
    PersonMissing,
    /// An identifier is one word of at most 64 characters; as a number it is whole, not negative and not rounded.
    PersonMalformed,
    /// Every resident has a sex: the criterion holds for men and for women.
    SexMissing,
    /// 1 or nam, 2 or nữ.
    SexUnknown,
    /// Every resident has a commune.
    PlaceMissing,
    /// The commune was there on the day of the structure.
    PlaceUnknown,
    /// The commune belongs to the unit whose lists these are.
    PlaceOutside,
    /// A date is day/month/year or year-month-day; a birth may be a year alone.
    DateUnreadable,
    /// A card says from when on it holds.
    DateMissing,
    /// No date lies before 1900 or after 2079.
    DateOutOfRange,
    /// A card does not end before it begins.
    PeriodReversed,
    /// In columns of their own the day of birth is 1 to 31, the month 1 to 12 and the year four digits; together they are a day
    /// of the calendar.
    BirthPartUnreadable,
    /// Whose day or month of birth is stated has a year, too.
    BirthYearMissing,
    /// Nobody on a list is born after its day.
    BirthAfterList,
    /// Nobody is older than 125 years.
    BirthTooEarly,
    /// 15 characters (group, benefit digit, province, ten digits) or the ten digits alone.
    CardNumberMalformed,
    /// 9 digits (CMND) or 12 (CCCD).
    NationalIdMalformed,
    /// A code is a word of at most 20 letters and digits.
    CodeMalformed,
    /// The group is on the list of codes, where that list is closed.
    GroupUnknown,
    /// A column of codes has at most 65,535 of them.
    TooManyCodes,
    /// A text has at most 200 characters.
    TextTooLong,
    /// A person stands once on the list of residents.
    Duplicate,
}

impl Rule {
    /// The rule's name in files and counts: `sex_unknown`.
    pub fn key(self) -> &'static str {
        match self {
            Rule::PersonMissing => "person_missing",
            Rule::PersonMalformed => "person_malformed",
            Rule::SexMissing => "sex_missing",
            Rule::SexUnknown => "sex_unknown",
            Rule::PlaceMissing => "place_missing",
            Rule::PlaceUnknown => "place_unknown",
            Rule::PlaceOutside => "place_outside",
            Rule::DateUnreadable => "date_unreadable",
            Rule::DateMissing => "date_missing",
            Rule::DateOutOfRange => "date_out_of_range",
            Rule::PeriodReversed => "period_reversed",
            Rule::BirthPartUnreadable => "birth_part_unreadable",
            Rule::BirthYearMissing => "birth_year_missing",
            Rule::BirthAfterList => "birth_after_list",
            Rule::BirthTooEarly => "birth_too_early",
            Rule::CardNumberMalformed => "card_number_malformed",
            Rule::NationalIdMalformed => "national_id_malformed",
            Rule::CodeMalformed => "code_malformed",
            Rule::GroupUnknown => "group_unknown",
            Rule::TooManyCodes => "too_many_codes",
            Rule::TextTooLong => "text_too_long",
            Rule::Duplicate => "duplicate",
        }
    }

    /// What the rule asks for, in Vietnamese.
    pub fn demand(self) -> &'static str {
        match self {
            Rule::PersonMissing => "mỗi dòng phải có mã số của một người",
            Rule::PersonMalformed => {
                "mã số người là một từ không quá 64 ký tự, hoặc số nguyên không âm, không bị làm tròn"
            }
            Rule::SexMissing => "mỗi người phải có giới tính, vì tiêu chí tính cho cả nam và nữ",
            Rule::SexUnknown => "giới tính là 1 hoặc nam, 2 hoặc nữ",
            Rule::PlaceMissing => "mỗi người phải thuộc một xã, phường",
            Rule::PlaceUnknown => "xã, phường phải có trong danh mục hành chính vào ngày của danh sách",
            Rule::PlaceOutside => "xã, phường phải thuộc địa bàn của danh sách, là địa bàn của tài khoản nạp danh sách",
            Rule::DateUnreadable => {
                "ngày ghi theo dạng ngày/tháng/năm hoặc năm-tháng-ngày; riêng ngày sinh có thể chỉ ghi năm"
            }
            Rule::DateMissing => "thẻ phải có ngày bắt đầu giá trị",
            Rule::DateOutOfRange => "ngày phải nằm trong khoảng từ năm 1900 đến năm 2079",
            Rule::PeriodReversed => "thẻ không thể hết hạn trước ngày bắt đầu",
            Rule::BirthPartUnreadable => {
                "ngày sinh ghi ở ba cột: ngày từ 1 đến 31, tháng từ 1 đến 12, năm đủ 4 chữ số, hợp thành một ngày có thật"
            }
            Rule::BirthYearMissing => "đã ghi ngày hoặc tháng sinh thì phải ghi năm sinh",
            Rule::BirthAfterList => "người trong danh sách phải sinh không sau ngày của danh sách",
            Rule::BirthTooEarly => "tuổi không quá 125",
            Rule::CardNumberMalformed => {
                "số thẻ BHYT có 15 ký tự (2 chữ cái, mức hưởng 1–5, mã tỉnh 2 số, 10 số) theo Quyết định 1351/QĐ-BHXH, \
                 hoặc 10 số theo Quyết định 1666/QĐ-BHXH"
            }
            Rule::NationalIdMalformed => "số định danh có 12 chữ số (CCCD) hoặc 9 chữ số (CMND)",
            Rule::CodeMalformed => "mã là một từ không quá 20 chữ cái, chữ số",
            Rule::GroupUnknown => "mã đối tượng phải có trong danh mục mã đối tượng",
            Rule::TooManyCodes => "một cột mã có không quá 65.535 mã khác nhau",
            Rule::TextTooLong => "một ô chữ có không quá 200 ký tự",
            Rule::Duplicate => "mỗi người chỉ có một dòng trong danh sách dân cư",
        }
    }

    /// What to do, in Vietnamese.
    pub fn remedy(self) -> &'static str {
        match self {
            Rule::PersonMissing => "ghi mã số BHXH của người này",
            Rule::PersonMalformed => "ghi lại mã số; nếu mã số dài hơn 15 chữ số, đặt định dạng ô là Văn bản",
            Rule::SexMissing | Rule::SexUnknown => "ghi nam hoặc nữ",
            Rule::PlaceMissing => "ghi mã xã 5 chữ số, hoặc tên xã, huyện, tỉnh cách nhau bằng dấu phẩy",
            Rule::PlaceUnknown => "ghi mã xã 5 chữ số, hoặc tên đầy đủ kèm huyện, tỉnh vào ngày của danh sách",
            Rule::PlaceOutside => "bỏ dòng này, hoặc chuyển cho nơi phụ trách xã, phường ấy",
            Rule::DateUnreadable => "ghi lại ngày, ví dụ 31/12/2024",
            Rule::DateMissing => "ghi ngày bắt đầu giá trị của thẻ",
            Rule::DateOutOfRange => "kiểm tra lại năm; thẻ không thời hạn thì để trống ngày hết hạn",
            Rule::PeriodReversed => "kiểm tra lại hai ngày, có thể bị đổi chỗ",
            Rule::BirthPartUnreadable => "ghi lại ô này; chưa rõ ngày hoặc tháng thì để trống",
            Rule::BirthYearMissing => "ghi năm sinh, hoặc để trống cả ngày và tháng",
            Rule::BirthAfterList | Rule::BirthTooEarly => "kiểm tra lại ngày sinh",
            Rule::CardNumberMalformed => "ghi đúng số in trên thẻ, hoặc để trống",
            Rule::NationalIdMalformed => {
                "ghi đúng số CCCD (đặt định dạng ô là Văn bản để không mất số 0), hoặc để trống"
            }
            Rule::CodeMalformed => "ghi đúng mã, hoặc để trống",
            Rule::GroupUnknown => "ghi mã có trong danh mục, hoặc bổ sung mã vào danh mục",
            Rule::TooManyCodes => "kiểm tra lại việc ghép cột: cột này không giống cột mã",
            Rule::TextTooLong => "rút gọn nội dung ô",
            Rule::Duplicate => "xoá dòng thừa, hoặc sửa mã số nếu là người khác",
        }
    }
}

/// What is wrong with one cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column.
    pub field: Field,
    /// The rule that the cell breaks.
    pub rule: Rule,
    /// What is wrong, in Vietnamese; it may quote the cell.
    pub what: String,
}

impl Fault {
    /// What and by which rule, as the reason beside a refused row.
    pub fn reason(&self) -> String {
        format!("{}: {} (quy tắc {}: {}).", self.field.title(), self.what, self.rule.key(), self.rule.demand())
    }

    /// What to do, as the remedy beside a refused row.
    pub fn remedy(&self) -> String {
        format!("{}: {}.", self.field.title(), self.rule.remedy())
    }
}
