//! The list of group codes (mã đối tượng) as dated data.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::source::MapFault;

/// The list of group codes in a file of definitions. Codes are added by decisions, so an open list refuses none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCatalogue {
    closed: bool,
    codes: Vec<GroupCode>,
}

/// A code of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupCode {
    /// Two capital letters, or what a later decision says.
    pub code: String,
    /// Who belongs to it, in Vietnamese.
    pub name: String,
    /// Who pays: `employer`, `fund`, `budget`, `supported` or `household`.
    pub payer: Payer,
    /// First day on which the code may be given; none if it was there from the beginning.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Last day on which the code may be given; none if it still may.
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<NaiveDate>,
    /// The document that the code comes from; empty while none is named.
    pub ground: String,
    /// Benefit digits through time, the third character of a card's number.
    pub benefits: Vec<Benefit>,
}

/// Who pays for a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Employee and employer.
    Employer,
    /// The social-insurance fund.
    Fund,
    /// The state's budget.
    Budget,
    /// The person, with support by the state.
    Supported,
    /// The household.
    Household,
}

/// A benefit digit (mức hưởng) and when it holds: 1, 2, 5 stand for 100 %, 3 for 95 %, 4 for 80 %.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// 1 to 5.
    pub digit: u8,
    /// First day; none if from the beginning.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// The document; empty while none is named, shown as “chưa có căn cứ”.
    pub ground: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definitions {
    closed: bool,
    groups: Vec<toml::Spanned<GroupCode>>,
}

impl GroupCatalogue {
    /// A list that names no code and refuses none.
    pub fn open() -> GroupCatalogue {
        GroupCatalogue { closed: false, codes: Vec::new() }
    }

    /// Reads `definitions/population/groups.toml` from its text.
    ///
    /// # Errors
    /// Every fault with file, line and entry.
    pub fn parse(file: &str, text: &str) -> Result<GroupCatalogue, Vec<MapFault>> {
        let definitions: Definitions = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| line_of(text, span.start));
            vec![fault(file, line, "groups", &format!("không đọc được: {}", error.message()))]
        })?;
        let mut faults = Vec::new();
        let mut codes: Vec<GroupCode> = Vec::new();
        for spanned in definitions.groups {
            let line = line_of(text, spanned.span().start);
            let group = spanned.into_inner();
            let entry = format!("groups.{}", group.code);
            if group.code.is_empty() || group.code != group.code.trim().to_uppercase() {
                faults.push(fault(file, line, &entry, "mã phải viết hoa, không có dấu cách"));
            }
            if codes.iter().any(|other| other.code == group.code) {
                faults.push(fault(file, line, &entry, "mã đã có ở trên; mỗi mã chỉ ghi một lần"));
            }
            if group.from.zip(group.until).is_some_and(|(from, until)| until < from) {
                faults.push(fault(file, line, &entry, "ngày kết thúc (until) trước ngày bắt đầu (from)"));
            }
            if group.benefits.iter().any(|benefit| !(1..=5).contains(&benefit.digit)) {
                faults.push(fault(file, line, &entry, "mức hưởng (digit) phải từ 1 đến 5"));
            }
            if !group.benefits.is_sorted_by(|one, next| one.from < next.from) {
                faults.push(fault(file, line, &entry, "các mức hưởng phải xếp theo ngày bắt đầu, không trùng ngày"));
            }
            codes.push(group);
        }
        if faults.is_empty() { Ok(GroupCatalogue { closed: definitions.closed, codes }) } else { Err(faults) }
    }

    /// Whether codes that are not on the list are refused.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The codes in the order of the file.
    pub fn codes(&self) -> &[GroupCode] {
        &self.codes
    }

    /// The entry of a code.
    pub fn find(&self, code: &str) -> Option<&GroupCode> {
        self.codes.iter().find(|group| group.code == code)
    }
}

impl GroupCode {
    /// Its benefit digit on a day; `None` if no entry holds then.
    pub fn benefit(&self, on: NaiveDate) -> Option<&Benefit> {
        self.benefits.iter().rev().find(|benefit| benefit.from.is_none_or(|from| from <= on))
    }
}

/// The line of a place in a text, counted from 1.
pub(in crate::source) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn fault(file: &str, line: usize, field: &str, what: &str) -> MapFault {
    MapFault { file: file.to_owned(), line, field: field.to_owned(), what: what.to_owned() }
}

/// A day as a text, "2026-01-01".
fn optional_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(|_| serde::de::Error::custom(format!("“{text}” không phải ngày dạng 2026-01-01")))
}
