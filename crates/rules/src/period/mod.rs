//! Dates, periods and deadlines as Vietnamese papers write them.
//!
//! A [`Period`] is a first and a last day, both counted; whether it is a year, a quarter or a month follows from them.
//! A [`Deadline`] keeps its rule: "trước ngày 31/10/2020" still holds on 30 October and is broken on the 31st. Dates
//! are written by Decree 30/2020/NĐ-CP, Annex I: a nought goes before days under 10 and before months 1 and 2 only.

mod deadline;
mod parse;
#[cfg(test)]
mod tests;
mod working_days;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use deadline::{Deadline, DeadlineRule};
pub use parse::parse_date;
pub use working_days::Holidays;

/// Why a text is not a date, a period or a deadline; the sentence says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It is not written in a known way, or names a day that does not exist.
    #[error("“{text}” không phải là ngày: hãy viết như 31/8/2019 hoặc 2019-08-31.")]
    NotADate {
        /// What was written.
        text: String,
    },
    /// It is not written in a known way, or names a period that does not exist.
    #[error("“{text}” không phải là kỳ: hãy viết như năm 2019, quý III năm 2023, tháng 8/2019 hoặc 31/8/2019.")]
    NotAPeriod {
        /// What was written.
        text: String,
    },
    /// It is not written in a known way.
    #[error(
        "“{text}” không phải là thời hạn: hãy viết như trước ngày 31/10/2020, quý III năm 2023 hoặc dự kiến cuối năm 2018."
    )]
    NotADeadline {
        /// What was written.
        text: String,
    },
    /// The last day lies before the first.
    #[error("Kỳ kết thúc ngày {last} trước khi bắt đầu ngày {first}: hãy kiểm tra lại hai ngày.", first = vietnamese_date(*first), last = vietnamese_date(*last))]
    Reversed {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
}

/// A run of days, first and last included, ordered by first day and then by last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

/// What a period is, as its days tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodKind {
    /// A calendar year.
    Year,
    /// Two quarters of a year, from January or from July.
    HalfYear,
    /// A quarter.
    Quarter,
    /// A month.
    Month,
    /// A single day.
    Day,
    /// Several whole years.
    Years,
    /// Any other run of days.
    Span,
}

impl Period {
    /// A run of days, both ends included.
    pub fn between(first: NaiveDate, last: NaiveDate) -> Result<Period, PeriodError> {
        if first <= last { Ok(Period { first, last }) } else { Err(PeriodError::Reversed { first, last }) }
    }

    /// One day.
    pub fn day(day: NaiveDate) -> Period {
        Period { first: day, last: day }
    }

    /// A calendar year, if the calendar knows it.
    pub fn year(year: i32) -> Option<Period> {
        Period::of_months(year, 1, 12)
    }

    /// The first (1) or second (2) half of a year.
    pub fn half_year(year: i32, half: u32) -> Option<Period> {
        (1..=2).contains(&half).then(|| Period::of_months(year, half * 6 - 5, 6))?
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i32, quarter: u32) -> Option<Period> {
        (1..=4).contains(&quarter).then(|| Period::of_months(year, quarter * 3 - 2, 3))?
    }

    /// A month, 1 to 12.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Period::of_months(year, month, 1)
    }

    /// So many whole months from the first day of a month.
    fn of_months(year: i32, month: u32, months: u32) -> Option<Period> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(months))?.pred_opt()?;
        Some(Period { first, last })
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day, which still belongs to the period.
    pub fn last_day(self) -> NaiveDate {
        self.last
    }

    /// Whether a day lies in the period.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether another period lies in this one.
    pub fn includes(self, other: Period) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Period) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// How many whole months it has, if it begins and ends with a month: 01/6 to 31/12/2015 are seven.
    pub fn months(self) -> Option<u32> {
        let whole =
            self.first.day() == 1 && self.last.checked_add_days(Days::new(1)).is_some_and(|next| next.day() == 1);
        let months =
            (self.last.year() - self.first.year()) * 12 + self.last.month() as i32 - self.first.month() as i32 + 1;
        if whole { u32::try_from(months).ok() } else { None }
    }

    /// What the period is.
    pub fn kind(self) -> PeriodKind {
        match (self.months(), self.first.month()) {
            (Some(12), 1) => PeriodKind::Year,
            (Some(6), 1 | 7) => PeriodKind::HalfYear,
            (Some(3), 1 | 4 | 7 | 10) => PeriodKind::Quarter,
            (Some(1), _) => PeriodKind::Month,
            (Some(months), 1) if months % 12 == 0 => PeriodKind::Years,
            _ if self.first == self.last => PeriodKind::Day,
            _ => PeriodKind::Span,
        }
    }

    /// The period in Vietnamese: "năm 2019", "quý III năm 2023", "tháng 8/2019", "giai đoạn 2021–2025".
    pub fn label(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind() {
            PeriodKind::Year => format!("năm {year}"),
            PeriodKind::HalfYear if month == 1 => format!("6 tháng đầu năm {year}"),
            PeriodKind::HalfYear => format!("6 tháng cuối năm {year}"),
            PeriodKind::Quarter => {
                format!("quý {} năm {year}", ["I", "II", "III", "IV"][self.first.quarter() as usize - 1])
            }
            PeriodKind::Month => format!("tháng {}", month_and_year(self.first)),
            PeriodKind::Day => format!("ngày {}", vietnamese_date(self.first)),
            PeriodKind::Years => format!("giai đoạn {year}–{}", self.last.year()),
            PeriodKind::Span => format!("từ {} đến {}", vietnamese_date(self.first), vietnamese_date(self.last)),
        }
    }
}

/// The short form that is stored and parses back: "2019", "2023-H1", "2023-Q3", "2019-08", "2019-08-31", "2021-2025",
/// "2015-06-01/2015-10-15".
impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind() {
            PeriodKind::Year => write!(formatter, "{year}"),
            PeriodKind::HalfYear => write!(formatter, "{year}-H{}", month.div_ceil(6)),
            PeriodKind::Quarter => write!(formatter, "{year}-Q{}", self.first.quarter()),
            PeriodKind::Month => write!(formatter, "{year}-{month:02}"),
            PeriodKind::Day => write!(formatter, "{}", self.first),
            PeriodKind::Years => write!(formatter, "{year}-{}", self.last.year()),
            PeriodKind::Span => write!(formatter, "{}/{}", self.first, self.last),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads a period as people and files write it: "2019", "2019-08", "8/2019", "Quý III năm 2023", "Q3/2023",
    /// "6 tháng đầu năm 2023", "2019-08-31", "31/8/2019", "từ 01/6/2015 đến 31/12/2015".
    fn from_str(text: &str) -> Result<Period, PeriodError> {
        parse::parse_period(text)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A date by Decree 30/2020/NĐ-CP, Annex I: 01/7/2025, 31/8/2019, 01/02/2020.
pub fn vietnamese_date(date: NaiveDate) -> String {
    format!("{:02}/{}", date.day(), month_and_year(date))
}

/// A date as the head of a paper has it: "ngày 24 tháng 9 năm 2020", "ngày 01 tháng 02 năm 2020".
pub fn vietnamese_date_in_words(date: NaiveDate) -> String {
    format!("ngày {:02} tháng {} năm {}", date.day(), written_month(date), date.year())
}

fn month_and_year(date: NaiveDate) -> String {
    format!("{}/{}", written_month(date), date.year())
}

fn written_month(date: NaiveDate) -> String {
    match date.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    }
}
