//! The words in which officers see and correct what papers say by a key: one table a field.

use chrono::NaiveDate;
use rules::period::{parse_date, vietnamese_date};
use rules::text::search_key;

/// Keys with their words.
type Table = &'static [(&'static str, &'static str)];

/// What a field may hold.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary {
    /// The keys, in the order in which they are offered.
    pub(super) table: Table,
    /// Whether a name that is not in the table may stand there too: a place, an indicator of the catalogue.
    pub(super) open: bool,
}

const INDICATORS: Table = &[
    ("coverage_rate", "tỷ lệ bao phủ BHYT"),
    ("participants", "số người tham gia BHYT"),
    ("group_coverage_rate", "tỷ lệ có thẻ BHYT của nhóm"),
    ("household_participants", "số người tham gia BHYT hộ gia đình"),
    ("social_insurance_participants", "số người tham gia BHXH"),
    ("social_insurance_rate", "tỷ lệ tham gia BHXH"),
    ("voluntary_social_insurance_participants", "số người tham gia BHXH tự nguyện"),
    ("voluntary_social_insurance_rate", "tỷ lệ tham gia BHXH tự nguyện"),
    ("unemployment_insurance_participants", "số người tham gia BHTN"),
    ("unemployment_insurance_rate", "tỷ lệ tham gia BHTN"),
    ("criterion_15_1", "tiêu chí 15.1"),
    ("criterion_14_1", "tiêu chí 14.1"),
    ("units_meeting_criterion", "tỷ lệ huyện, xã đạt tiêu chí"),
    ("new_rural_communes", "số xã đạt chuẩn nông thôn mới"),
    ("communes_adopted_per_unit_per_year", "số xã nhận giúp đỡ mỗi đơn vị mỗi năm"),
    ("collection_amount", "số tiền thu"),
    ("debt_rate", "tỷ lệ nợ"),
    ("satisfaction_rate", "tỷ lệ hài lòng"),
    ("cards_donated", "số thẻ trao tặng"),
    ("publicity_rate", "tỷ lệ công khai"),
    ("other", "chỉ tiêu khác"),
];

const GROUPS: Table = &[
    ("poor", "người nghèo"),
    ("near_poor", "người cận nghèo"),
    ("meritorious", "người có công"),
    ("elderly", "người cao tuổi"),
    ("ethnic_minority", "người dân tộc thiểu số"),
    ("student", "học sinh, sinh viên"),
    ("household", "hộ gia đình"),
    ("social_policy", "đối tượng chính sách xã hội"),
    ("child", "trẻ em"),
];

/// Levels; any other scope is a place's name.
const SCOPES: Table = &[
    ("national", "cả nước"),
    ("province", "toàn tỉnh"),
    ("district", "cấp huyện"),
    ("commune", "cấp xã"),
    ("districts and communes", "huyện, xã"),
];

const STANDARDS: Table = &[("new_rural", "nông thôn mới"), ("advanced_new_rural", "nông thôn mới nâng cao")];

const HOLDERS: Table = &[
    ("units", "các đơn vị"),
    ("council_national", "Hội đồng Thi đua - Khen thưởng cấp trung ương"),
    ("council_province", "Hội đồng Thi đua - Khen thưởng cấp tỉnh"),
];

const COMPARATORS: Table = &[(">=", "ít nhất"), (">", "trên"), ("=", "bằng"), ("<=", "không quá"), ("<", "dưới")];

const UNITS: Table = &[
    ("percent", "%"),
    ("people", "người"),
    ("communes", "xã"),
    ("districts", "huyện"),
    ("units", "đơn vị"),
    ("cards", "thẻ"),
    ("dong", "đồng"),
    ("times", "lần"),
    ("articles", "tin, bài"),
];

const REVIEWS: Table = &[
    ("interim", "sơ kết"),
    ("final", "tổng kết"),
    ("annual_award", "khen thưởng hằng năm"),
    ("annual_report", "báo cáo hằng năm"),
];

const RELATIONS: Table = &[
    ("cites", "căn cứ, viện dẫn"),
    ("implements", "triển khai"),
    ("replaces", "thay thế"),
    ("amends", "sửa đổi, bổ sung"),
];

const DUE_RULES: Table = &[
    ("before", "trước ngày ghi"),
    ("by", "đến hết ngày ghi"),
    ("quarter", "trong quý của ngày ghi"),
    ("yearly", "hằng năm, đến ngày ghi"),
    ("working_days", "sau một số ngày làm việc"),
];

const ABOUT: Table = &[
    ("launch", "phát động, ban hành"),
    ("plan", "kế hoạch"),
    ("target", "chỉ tiêu"),
    ("report", "báo cáo"),
    ("committee", "ban chỉ đạo"),
    ("support", "hỗ trợ, vận động"),
    ("communication", "truyền thông"),
    ("monitoring", "kiểm tra, giám sát"),
    ("award", "khen thưởng"),
    ("question", "vướng mắc"),
];

const LEVELS: Table = &[("tỉnh", "tỉnh"), ("huyện", "huyện"), ("xã", "xã")];

const YES: Table = &[("yes", "có")];

/// What a field of a kind of finding may hold; `None` where any text may stand.
pub(super) fn vocabulary(kind: &str, field: &str) -> Option<Vocabulary> {
    let closed = |table| Some(Vocabulary { table, open: false });
    let open = |table| Some(Vocabulary { table, open: true });
    match (kind, field) {
        ("target" | "result", "indicator") => open(INDICATORS),
        ("target" | "result", "scope") => open(SCOPES),
        ("target", "group") => open(GROUPS),
        ("support", "groups") => open(GROUPS),
        ("target", "comparator") => closed(COMPARATORS),
        ("target", "unit") => closed(UNITS),
        ("target", "standard") => closed(STANDARDS),
        ("target", "each") => closed(LEVELS),
        (_, "both_sexes" | "soft") => closed(YES),
        ("review", "kind") | ("award", "review") => closed(REVIEWS),
        ("review", "by") => open(HOLDERS),
        ("deadline", "rule") | ("duty", "due_rule") => closed(DUE_RULES),
        ("duty", "about") => closed(ABOUT),
        ("citation", "relation") => closed(RELATIONS),
        _ => None,
    }
}

/// Whether a field of a kind of finding holds a day; that of a movement may hold a year instead.
fn is_day(kind: &str, field: &str) -> bool {
    matches!(
        (kind, field),
        (_, "date" | "last_day" | "due_date" | "valid_from" | "valid_to" | "as_of")
            | ("date", "value")
            | ("movement", "from" | "to")
    )
}

/// A day as officers write it; what is no day stands for itself.
pub(super) fn day_words(kind: &str, field: &str, value: String) -> String {
    let day = NaiveDate::parse_from_str(&value, "%Y-%m-%d").ok().filter(|_| is_day(kind, field));
    day.map_or(value, vietnamese_date)
}

/// The day that was typed, in whatever form days are written, as the reader tells it; what is no day stands for itself.
pub(super) fn day_meant(kind: &str, field: &str, typed: &str) -> String {
    let day = parse_date(typed).ok().filter(|_| is_day(kind, field));
    day.map_or_else(|| typed.to_owned(), |day| day.to_string())
}

impl Vocabulary {
    /// The words of a key; what is no key stands for itself. A list of keys is told as a list of words.
    pub(super) fn words(self, value: &str) -> String {
        self.each(value, |part| self.table.iter().find(|(key, _)| *key == part).map(|(_, words)| *words))
    }

    /// The key that words stand for, in any case and without diacritics too; what is no such words stands for itself.
    pub(super) fn key(self, words: &str) -> String {
        let key = |part: &str| {
            let folded = search_key(part);
            self.table.iter().find(|(key, words)| *key == part || search_key(words) == folded).map(|(key, _)| *key)
        };
        match key(words.trim()) {
            Some(key) => key.to_owned(),
            None => self.each(words.trim(), key),
        }
    }

    fn each(self, value: &str, of: impl Fn(&str) -> Option<&'static str>) -> String {
        match of(value) {
            Some(whole) => whole.to_owned(),
            None => {
                let parts: Vec<&str> = value.split(", ").map(|part| of(part).unwrap_or(part)).collect();
                parts.join(", ")
            }
        }
    }
}

fn word(table: Table, key: &str) -> &str {
    table.iter().find(|(known, _)| *known == key).map_or(key, |(_, words)| words)
}

/// An indicator in words.
pub(super) fn indicator(key: &str) -> &str {
    word(INDICATORS, key)
}

/// A group of people in words.
pub(super) fn group(key: &str) -> &str {
    word(GROUPS, key)
}

/// A level in words; any other scope is a place's name.
pub(super) fn scope(key: &str) -> &str {
    word(SCOPES, key)
}

/// A standard of new rural areas in words.
pub(super) fn standard(key: &str) -> &str {
    word(STANDARDS, key)
}

/// Who holds a review, in words.
pub(super) fn holder(key: &str) -> &str {
    word(HOLDERS, key)
}

/// A review in words.
pub(super) fn review(key: &str) -> &str {
    word(REVIEWS, key)
}

/// A comparison in words; without a known sign, at least.
pub(super) fn comparator(sign: &str) -> &'static str {
    COMPARATORS.iter().find(|(known, _)| *known == sign).map_or("ít nhất", |(_, words)| words)
}

/// A unit as it stands behind a number; nothing where it is not known.
pub(super) fn unit(key: &str) -> &'static str {
    UNITS.iter().find(|(known, _)| *known == key).map_or("", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_officer_reads_and_types_is_the_key_that_the_reader_told() {
        let scope = vocabulary("target", "scope").expect("scopes have words");
        assert_eq!(scope.words("national"), "cả nước");
        assert_eq!(scope.key("Cả nước "), "national");
        assert_eq!(scope.key("ca nuoc"), "national");
        assert_eq!(scope.key("huyện Ba Tri"), "huyện Ba Tri", "a place's name stays");
        assert_eq!(scope.key("huyện, xã"), "districts and communes");
        let groups = vocabulary("support", "groups").expect("groups have words");
        assert_eq!(groups.words("poor, near_poor"), "người nghèo, người cận nghèo");
        assert_eq!(groups.key("người nghèo, người cận nghèo"), "poor, near_poor");
        assert_eq!(groups.key("học sinh, sinh viên"), "student");
    }

    #[test]
    fn days_are_read_and_typed_as_they_are_written_on_paper() {
        assert_eq!(day_words("citation", "date", "2022-05-18".to_owned()), "18/5/2022");
        for typed in ["18/5/2022", "18/05/2022", "2022-05-18", "ngày 18 tháng 5 năm 2022"] {
            assert_eq!(day_meant("citation", "date", typed), "2022-05-18", "{typed}");
        }
        assert_eq!(day_meant("citation", "date", "31/2/2022"), "31/2/2022", "no day: the handler refuses it");
        assert_eq!(day_words("movement", "from", "2021".to_owned()), "2021");
        assert_eq!(day_meant("citation", "subject", "18/5/2022"), "18/5/2022");
    }

    #[test]
    fn words_of_a_field_tell_its_keys_apart() {
        for (kind, field) in [("target", "indicator"), ("target", "unit"), ("duty", "about"), ("citation", "relation")]
        {
            let vocabulary = vocabulary(kind, field).expect("known");
            for (key, words) in vocabulary.table {
                assert_eq!(vocabulary.key(words), *key);
            }
        }
    }
}
