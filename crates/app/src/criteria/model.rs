//! Recognitions, and criteria judged on what is known: the pure part.

use crate::catalogue::{Catalogue, CriteriaLevel, CriteriaSet, Criterion};
use chrono::NaiveDate;
use platform::Fault;
use rules::criteria::{Band as RuleBand, Counts, Rule, Verdict, check_partition};
use rules::number::{Fixed, vietnamese_whole};
use rules::period::vietnamese_date;
use rules::place::{Kind, Level, Unit};
use rules::rate::Knowledge;
use serde::Serialize;

/// Every level, from a commune's first to a district's.
pub const LEVELS: [CriteriaLevel; 5] = [
    CriteriaLevel::NewRural,
    CriteriaLevel::Advanced,
    CriteriaLevel::Model,
    CriteriaLevel::Modern,
    CriteriaLevel::District,
];

/// What a recognition is, in Vietnamese.
pub fn level_words(level: CriteriaLevel) -> &'static str {
    match level {
        CriteriaLevel::NewRural => "xã nông thôn mới",
        CriteriaLevel::Advanced => "xã nông thôn mới nâng cao",
        CriteriaLevel::Model => "xã nông thôn mới kiểu mẫu",
        CriteriaLevel::Modern => "xã nông thôn mới hiện đại",
        CriteriaLevel::District => "huyện nông thôn mới",
    }
}

/// A recognition to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecognition {
    /// The commune or district.
    pub unit: i64,
    /// As what it is recognised.
    pub level: CriteriaLevel,
    /// Key of the criteria set it was judged by.
    pub set: Option<String>,
    /// Day of the decision; none when it is not known.
    pub decided_on: Option<NaiveDate>,
    /// The deciding paper; none when it is not known.
    pub document: Option<i64>,
    /// A day on which a paper shows it as recognised.
    pub seen_on: Option<NaiveDate>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// The source it was read from.
    pub source: i64,
    /// Place in the source.
    pub locator: String,
}

impl NewRecognition {
    /// The day since which it is known to hold: the decision's or, where that is not known, the first on which a paper
    /// shows it.
    pub fn holds_from(&self) -> Option<NaiveDate> {
        self.decided_on.or(self.seen_on)
    }

    /// What is wrong with it.
    pub fn check(&self, unit: &Unit, catalogue: &Catalogue, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |column: &str, rule: String, remedy: &str| faults.push(Fault::field(column, rule, remedy));
        match (self.level, unit.level()) {
            (CriteriaLevel::District, Level::District) => {}
            (CriteriaLevel::District, _) => fault(
                "unit",
                format!("{} không phải cấp huyện", unit.full_name()),
                "Chọn một huyện, hoặc chọn mức công nhận của xã.",
            ),
            _ if unit.kind == Kind::Xa => {}
            _ => fault(
                "unit",
                format!("{} không phải xã; chỉ xã được công nhận ở mức này", unit.full_name()),
                "Chọn một xã.",
            ),
        }
        match self.holds_from() {
            None => fault(
                "decided_on",
                "chưa ghi ngày quyết định, cũng chưa ghi ngày thấy trong văn bản".to_owned(),
                "Ghi một trong hai ngày.",
            ),
            Some(day) if day > today => {
                fault("decided_on", format!("ngày {} chưa tới", vietnamese_date(day)), "Ghi ngày đã ký quyết định.");
            }
            Some(day) if !unit.valid_on(day) => fault(
                "unit",
                format!("{} không tồn tại ngày {}", unit.full_name(), vietnamese_date(day)),
                "Chọn đơn vị của ngày đó, hoặc sửa ngày.",
            ),
            Some(_) => {}
        }
        if let Some(key) = &self.set
            && catalogue.criteria_set(key).is_none_or(|set| set.level != self.level)
        {
            fault("set", format!("không có bộ tiêu chí “{key}” cho mức này"), "Chọn bộ tiêu chí trong danh mục.");
        }
        faults
    }
}

/// A recognition as it stands in the books.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recognition {
    /// Its key.
    pub id: i64,
    /// The unit, as it was when it was recognised.
    pub unit: i64,
    /// As what it is recognised.
    pub level: CriteriaLevel,
    /// Key of the criteria set.
    pub set: Option<String>,
    /// Day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// The deciding paper.
    pub document: Option<i64>,
    /// A day on which a paper shows it as recognised.
    pub seen_on: Option<NaiveDate>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// The source it was read from.
    pub source: i64,
    /// Place in the source.
    pub locator: String,
    /// The change that recorded it.
    pub change: i64,
    /// The change that struck it out as entered by mistake.
    pub struck_by: Option<i64>,
    /// The decision that withdrew it.
    pub withdrawal: Option<Withdrawal>,
}

/// A decision that takes a recognition away.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Withdrawal {
    /// Day of the decision.
    pub decided_on: NaiveDate,
    /// The deciding paper; none when it is not known.
    pub document: Option<i64>,
    /// Why, in Vietnamese.
    pub reason: String,
    /// The change that recorded it.
    pub change: i64,
}

impl Recognition {
    /// Whether it holds on a day, as far as its own days tell.
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        let begun = self.decided_on.or(self.seen_on).is_some_and(|from| from <= on);
        begun && self.withdrawal.as_ref().is_none_or(|withdrawal| on < withdrawal.decided_on)
    }
}

/// What is known of one unit for a criterion.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Insured of population, in all and by sex, all of one day and one denominator.
    pub counts: Counts,
    /// A percentage published without its pair.
    pub published: Option<Fixed>,
    /// Why there is no number, where the source says so.
    pub unknown_reason: Option<String>,
    /// The day they were counted on.
    pub as_of: Option<NaiveDate>,
    /// The figure to follow to its source: of both sexes together, else of one.
    pub figure: Option<i64>,
}

/// Judges a unit by a criterion of a set. Nothing is judged on a percentage that lacks its pair.
pub fn judge(set: &CriteriaSet, criterion: &Criterion, evidence: &Evidence) -> Verdict {
    let (Some(threshold), Some(comparator)) = (criterion.threshold, criterion.comparator) else {
        let why = criterion.note.as_deref().unwrap_or("chưa tìm thấy.");
        return Verdict::Unknown {
            reason: format!("Chưa rõ mức phải đạt của tiêu chí {} ({}): {why}", criterion.code, set.decision.number),
        };
    };
    if evidence.counts == Counts::default() {
        if let Some(percent) = evidence.published {
            let reason = format!(
                "Chỉ có tỷ lệ công bố {} %, chưa có số người tham gia và dân số.",
                percent.vietnamese_shortest()
            );
            return Verdict::Unknown { reason };
        }
        if let Some(reason) = &evidence.unknown_reason {
            return Verdict::Unknown { reason: reason.clone() };
        }
    }
    Rule { threshold, comparator, per_sex: criterion.per_sex }.evaluate(&evidence.counts)
}

/// The published number of communes of one band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandCount {
    /// Name of the band in Vietnamese.
    pub name: String,
    /// Fewest and most criteria met.
    pub range: (u16, u16),
    /// How many communes; none when nothing was published.
    pub communes: Option<i64>,
    /// The figure to follow to its source.
    pub figure: Option<i64>,
}

/// Everything wrong with bands that should share out the rural communes; empty when all is well.
pub fn band_faults(bands: &[BandCount], total: u16, rural: &Knowledge<i64>) -> Vec<String> {
    let mut faults = Vec::new();
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    let ranges: Vec<RuleBand> =
        bands.iter().map(|band| RuleBand { lower: small(band.range.0), upper: small(band.range.1) }).collect();
    faults.extend(check_partition(&ranges, small(total)).err().map(|fault| fault.to_string()));
    let missing: Vec<&str> =
        bands.iter().filter(|band| band.communes.is_none()).map(|band| band.name.as_str()).collect();
    if !missing.is_empty() {
        faults.push(format!("Chưa có số xã của mức: {}.", missing.join("; ")));
        return faults;
    }
    let sum: i64 = bands.iter().filter_map(|band| band.communes).sum();
    match rural {
        Knowledge::Known(rural) if *rural == sum => {}
        Knowledge::Known(rural) => faults.push(format!(
            "Các mức cộng lại là {} xã, khác {} xã đang có vào ngày đó: hãy kiểm tra lại từng mức.",
            vietnamese_whole(sum),
            vietnamese_whole(*rural)
        )),
        Knowledge::Unknown(reason) => faults.push(format!("Không đối chiếu được với số xã: {reason}")),
    }
    faults
}
