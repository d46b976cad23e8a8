//! The columns that a list may have.

use serde::{Deserialize, Serialize};

/// Which of the two lists a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Who lives where.
    Residents,
    /// Who was insured from when to when.
    Cards,
}

impl List {
    /// The key in a mapping file: `residents`, `cards`.
    pub fn key(self) -> &'static str {
        match self {
            List::Residents => "residents",
            List::Cards => "cards",
        }
    }

    /// The list's name in Vietnamese, as in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            List::Residents => "danh sách dân cư",
            List::Cards => "danh sách thẻ BHYT",
        }
    }

    /// Every column the list may have, mandatory ones first.
    pub fn fields(self) -> &'static [Field] {
        match self {
            List::Residents => &[
                Field::PersonId,
                Field::Sex,
                Field::Commune,
                Field::District,
                Field::Province,
                Field::FullName,
                Field::BirthDate,
                Field::BirthDay,
                Field::BirthMonth,
                Field::BirthYear,
                Field::Male,
                Field::Female,
                Field::Group,
                Field::Household,
                Field::Ethnicity,
                Field::NationalId,
            ],
            List::Cards => &[Field::PersonId, Field::ValidFrom, Field::ValidTo, Field::CardNumber, Field::Group],
        }
    }

    /// The columns without which nobody can be counted. A column for men and one for women stand for that of the sex.
    pub fn mandatory(self) -> &'static [Field] {
        match self {
            List::Residents => &[Field::PersonId, Field::Sex, Field::Commune],
            List::Cards => &[Field::PersonId, Field::ValidFrom, Field::ValidTo],
        }
    }
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Who: the social-insurance number, or whatever both lists name a person by.
    PersonId,
    /// 1/2, M/F, nam/nữ.
    Sex,
    /// The commune: its code, its name, or its name with those of district and province after commas.
    #[serde(rename = "commune_code")]
    Commune,
    /// The district that a commune's name is looked for in; not needed beside codes.
    District,
    /// The province that a commune's name is looked for in; not needed beside codes.
    Province,
    /// Full name.
    FullName,
    /// Birth date, or the year alone.
    BirthDate,
    /// The day of birth, in lists with a column each for day, month and year; empty where it is not known.
    BirthDay,
    /// The month of birth beside a column of the year; empty where it is not known.
    BirthMonth,
    /// The year of birth beside a column of the month.
    BirthYear,
    /// The column for men beside one for women ("Năm sinh: Nam | Nữ"): a birth date or year, or a mere mark.
    Male,
    /// The column for women beside one for men.
    Female,
    /// The group by which the person is insured (mã đối tượng).
    #[serde(rename = "group_code")]
    Group,
    /// The household's number.
    #[serde(rename = "household_id")]
    Household,
    /// Ethnicity (mã dân tộc or its name).
    #[serde(rename = "ethnicity_code")]
    Ethnicity,
    /// Identity number, 9 or 12 digits.
    NationalId,
    /// First day of a card.
    ValidFrom,
    /// Last day of a card; empty if it has none.
    ValidTo,
    /// The number on a card, 15 characters or 10 digits.
    #[serde(rename = "card_no")]
    CardNumber,
}

impl Field {
    /// How many there are.
    pub(super) const COUNT: usize = 19;

    /// The name in mapping files and in the contract of columns: `person_id`, `commune_code`.
    pub fn key(self) -> &'static str {
        match self {
            Field::PersonId => "person_id",
            Field::Sex => "sex",
            Field::Commune => "commune_code",
            Field::District => "district",
            Field::Province => "province",
            Field::FullName => "full_name",
            Field::BirthDate => "birth_date",
            Field::BirthDay => "birth_day",
            Field::BirthMonth => "birth_month",
            Field::BirthYear => "birth_year",
            Field::Male => "male",
            Field::Female => "female",
            Field::Group => "group_code",
            Field::Household => "household_id",
            Field::Ethnicity => "ethnicity_code",
            Field::NationalId => "national_id",
            Field::ValidFrom => "valid_from",
            Field::ValidTo => "valid_to",
            Field::CardNumber => "card_no",
        }
    }

    /// The usual heading in Vietnamese.
    pub fn title(self) -> &'static str {
        match self {
            Field::PersonId => "Mã số BHXH",
            Field::Sex => "Giới tính",
            Field::Commune => "Mã xã",
            Field::District => "Quận/Huyện",
            Field::Province => "Tỉnh/Thành phố",
            Field::FullName => "Họ và tên",
            Field::BirthDate => "Ngày sinh",
            Field::BirthDay => "Cột ngày của ngày sinh",
            Field::BirthMonth => "Cột tháng của ngày sinh",
            Field::BirthYear => "Cột năm của ngày sinh",
            Field::Male => "Cột riêng của nam (năm sinh hoặc dấu x)",
            Field::Female => "Cột riêng của nữ (năm sinh hoặc dấu x)",
            Field::Group => "Mã đối tượng",
            Field::Household => "Mã hộ",
            Field::Ethnicity => "Dân tộc",
            Field::NationalId => "Số CCCD",
            Field::ValidFrom => "Thẻ có giá trị từ ngày",
            Field::ValidTo => "Thẻ có giá trị đến ngày",
            Field::CardNumber => "Số thẻ",
        }
    }

    /// Whether only the sealed people hold it: it is not read when only numbers are wanted.
    pub fn is_detail(self) -> bool {
        matches!(self, Field::FullName | Field::Household | Field::NationalId | Field::CardNumber)
    }

    /// The columns of day, month and year into which a birth date may be parted.
    pub const BIRTH_PARTS: [Field; 3] = [Field::BirthDay, Field::BirthMonth, Field::BirthYear];

    pub(super) fn of_key(list: List, key: &str) -> Option<Field> {
        list.fields().iter().copied().find(|field| field.key() == key)
    }
}
