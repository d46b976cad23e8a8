//! A result, what it says, and how it is shown: the pure part.

use chrono::{Datelike, NaiveDate};
use platform::problem::Fault;
use rules::number::{Fixed, vietnamese_whole};
use rules::period::Period;
use rules::rate::{Knowledge, Ratio, Sex};
use rules::target::{Achieved, Outturn};
use serde::Serialize;
use std::sync::Arc;

/// What a result says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// So many of so many, the denominator as the series defines it.
    Pair {
        /// How many.
        num: i64,
        /// Of how many.
        den: i64,
    },
    /// A plain count.
    Count(i64),
    /// A percentage that was published without its pair.
    Published(Fixed),
    /// Not known, and why.
    Unknown(String),
}

impl Value {
    /// The numerator or the count.
    pub fn num(&self) -> Option<i64> {
        match self {
            Self::Pair { num, .. } | Self::Count(num) => Some(*num),
            Self::Published(_) | Self::Unknown(_) => None,
        }
    }

    /// The denominator.
    pub fn den(&self) -> Option<i64> {
        match self {
            Self::Pair { den, .. } => Some(*den),
            _ => None,
        }
    }

    /// The value in percent, for showing: two decimals of a pair, a published one as it was published.
    pub fn percent(&self) -> Option<Fixed> {
        match self {
            Self::Pair { num, den } => Ratio::new(*num, *den).ok().map(|ratio| ratio.percent_rounded(2)),
            Self::Published(percent) => Some(*percent),
            Self::Count(_) | Self::Unknown(_) => None,
        }
    }

    /// The value of an indicator that is a rate (percent) or not (the count itself) as a plain decimal: "82.29", "43".
    pub fn plain(&self, is_rate: bool) -> Option<String> {
        match self {
            Self::Count(num) => Some(num.to_string()),
            Self::Pair { num, .. } if !is_rate => Some(num.to_string()),
            _ => self.percent().map(|percent| percent.plain(2)),
        }
    }

    /// The value as Vietnam writes it: "82,29 %", "132/164", "43".
    pub fn vietnamese(&self, is_rate: bool) -> String {
        match self {
            Self::Pair { num, den } if is_rate => {
                let percent = self.percent().map(|percent| format!("{} % ", percent.vietnamese(2))).unwrap_or_default();
                format!("{percent}({}/{})", vietnamese_whole(*num), vietnamese_whole(*den))
            }
            Self::Pair { num, den } => format!("{}/{}", vietnamese_whole(*num), vietnamese_whole(*den)),
            Self::Count(num) => vietnamese_whole(*num),
            Self::Published(percent) => format!("{} %", percent.vietnamese(2)),
            Self::Unknown(_) => "chưa rõ".to_owned(),
        }
    }
}

/// To which criterion, band or criteria set a figure belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(into = "String")]
pub enum Facet {
    /// To none.
    #[default]
    None,
    /// To a criteria set as a whole.
    Set(String),
    /// To one criterion of a set.
    Criterion {
        /// Key of the set.
        set: String,
        /// Code in the set.
        code: String,
    },
    /// To one band of criteria met.
    Band {
        /// Key of the set.
        set: String,
        /// Key of the band.
        band: String,
    },
}

impl Facet {
    /// Reads what `Display` writes: ``, `set`, `set/15.1`, `set#15-18`.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::None;
        }
        if let Some((set, code)) = text.split_once('/') {
            return Self::Criterion { set: set.to_owned(), code: code.to_owned() };
        }
        match text.split_once('#') {
            Some((set, band)) => Self::Band { set: set.to_owned(), band: band.to_owned() },
            None => Self::Set(text.to_owned()),
        }
    }
}

impl std::fmt::Display for Facet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Set(set) => formatter.write_str(set),
            Self::Criterion { set, code } => write!(formatter, "{set}/{code}"),
            Self::Band { set, band } => write!(formatter, "{set}#{band}"),
        }
    }
}

impl From<Facet> for String {
    fn from(facet: Facet) -> Self {
        facet.to_string()
    }
}

/// Where a figure was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A paper of the register, by its key or number.
    Document(String),
    /// A row of an imported file.
    Import {
        /// Name of the file.
        name: String,
        /// Its content address.
        sha256: String,
    },
    /// Typed in by hand.
    Form,
}

/// A figure to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResult {
    /// Whose it is.
    pub unit: i64,
    /// Key of the indicator.
    pub indicator: String,
    /// Key of the denominator's definition; none when the source does not say it.
    pub denominator: Option<String>,
    /// Criterion, band or set.
    pub facet: Facet,
    /// The time it is for.
    pub period: Period,
    /// The day it was counted on.
    pub as_of: NaiveDate,
    /// For one sex, or for both together.
    pub sex: Option<Sex>,
    /// Key of the policy group, or everybody.
    pub group: Option<String>,
    /// What it says.
    pub value: Value,
    /// Whether the source calls it an estimate.
    pub estimate: bool,
    /// What stands in the source, where it differs.
    pub printed: Option<String>,
    /// The step to which a printed number was rounded.
    pub rounded_to: Option<i64>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// Where it was read.
    pub source: Arc<Origin>,
    /// The place in the source: a paragraph, a row, a field.
    pub locator: String,
}

/// Key of a sex in the database.
pub fn sex_key(sex: Option<Sex>) -> &'static str {
    match sex {
        None => "",
        Some(Sex::Male) => "male",
        Some(Sex::Female) => "female",
    }
}

/// The sex of a key.
pub fn sex_of(key: &str) -> Option<Sex> {
    match key {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    }
}

/// Who stands for a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// Name of the account.
    pub by: String,
    /// Number of the change.
    pub change: i64,
}

/// A figure as it was recorded, with everything that says where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Key of the observation; its page is [`super::path`].
    pub id: i64,
    /// Whose it is (one spell of a unit).
    pub unit: i64,
    /// Key of the indicator.
    pub indicator: String,
    /// Key of the denominator's definition, if known.
    pub denominator: Option<String>,
    /// Criterion, band or set.
    pub facet: Facet,
    /// The time it is for.
    pub period: Period,
    /// The day it was counted on.
    pub as_of: NaiveDate,
    /// One sex, or both together.
    pub sex: Option<Sex>,
    /// Key of the policy group, or everybody.
    pub group: Option<String>,
    /// What it says.
    pub value: Value,
    /// Whether the source calls it an estimate.
    pub estimate: bool,
    /// What stands in the source, where it differs.
    pub printed: Option<String>,
    /// The step to which a printed number was rounded.
    pub rounded_to: Option<i64>,
    /// What to know when reading it.
    pub note: Option<String>,
    /// Key of the source; see [`crate::documents::sources`].
    pub source: i64,
    /// The place in the source.
    pub locator: String,
    /// Who entered it.
    pub entered_by: String,
    /// The change that recorded it.
    pub change: i64,
    /// Who stands for it; none while it waits.
    pub confirmed: Option<Confirmed>,
    /// The confirmed figure that it corrects.
    pub corrects: Option<i64>,
    /// The change that closed it; none while it holds.
    pub closed_by: Option<i64>,
}

impl Figure {
    /// The year of the day it was counted on.
    pub fn year(&self) -> i32 {
        self.as_of.year()
    }

    /// Whether it was counted on the last day of its year; if not it carries the mark "chưa hết năm".
    pub fn full_year(&self) -> bool {
        (self.as_of.month(), self.as_of.day()) == (12, 31)
    }

    /// The figure as `rules::target::status` takes it. `is_rate` says whether the indicator is a rate: of a count with a
    /// denominator (43 of 50 planned) the count is held against a goal.
    pub fn outturn(&self, is_rate: bool) -> Knowledge<Outturn> {
        let known = |achieved| Knowledge::Known(Outturn { achieved, as_of: self.as_of });
        let count = |num: i64| match Fixed::whole(num) {
            Ok(value) => known(Achieved::Value(value)),
            Err(error) => Knowledge::Unknown(error.to_string()),
        };
        match &self.value {
            Value::Pair { num, den } if is_rate => match Ratio::new(*num, *den) {
                Ok(ratio) => known(Achieved::Pair(ratio)),
                Err(error) => Knowledge::Unknown(error.to_string()),
            },
            Value::Pair { num, .. } | Value::Count(num) => count(*num),
            Value::Published(percent) => known(Achieved::Value(*percent)),
            Value::Unknown(reason) => Knowledge::Unknown(reason.clone()),
        }
    }
}

/// A sum of confirmed figures of the units below, as the roll-ups keep it. Never mixed with what a unit itself reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summed {
    /// The unit whose parts are summed.
    pub unit: i64,
    /// Key of the indicator.
    pub indicator: String,
    /// Key of the denominator's definition, if known.
    pub denominator: Option<String>,
    /// Criterion, band or set.
    pub facet: Facet,
    /// Level of the units summed.
    pub leaves: rules::place::Level,
    /// The time it is for.
    pub period: Period,
    /// The day it was counted on.
    pub as_of: NaiveDate,
    /// Sum of numerators.
    pub num: i64,
    /// Sum of denominators; none unless every unit summed has one.
    pub den: Option<i64>,
    /// How many units are in the sum.
    pub leaves_known: i64,
    /// How many there were on that day; unknown where the list of units does not reach back so far.
    pub leaves_expected: Knowledge<i64>,
}

impl Summed {
    /// Whether every unit is in the sum.
    pub fn is_complete(&self) -> bool {
        self.leaves_expected.known() == Some(&self.leaves_known)
    }

    /// The sum as a value.
    pub fn value(&self) -> Value {
        match self.den {
            Some(den) if den > 0 => Value::Pair { num: self.num, den },
            _ => Value::Count(self.num),
        }
    }

    /// "156/157 đơn vị", or that the number of units is not known.
    pub fn coverage_words(&self) -> String {
        match self.leaves_expected.known() {
            Some(expected) => format!("{}/{} đơn vị", vietnamese_whole(self.leaves_known), vietnamese_whole(*expected)),
            None => format!("{} đơn vị, chưa rõ trên bao nhiêu", vietnamese_whole(self.leaves_known)),
        }
    }
}

/// Something odd that does not stop a figure from being entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Index of the figure in its batch.
    pub index: usize,
    /// What is odd, in Vietnamese.
    pub sentence: String,
}

/// A fault of a field of [`NewResult`]; the columns are keys of the import's columns and of the form's fields.
pub fn fault(field: &'static str, rule: impl Into<String>, remedy: impl Into<String>) -> Fault {
    Fault::field(field, rule, remedy)
}
