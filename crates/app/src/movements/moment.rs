//! When a duty is due, as its paper says it.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A stretch of the calendar that papers name: `2020`, `2023-Q3`, `2017-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// A quarter, 1 to 4.
    Quarter(i32, u32),
    /// A month, 1 to 12.
    Month(i32, u32),
}

impl Period {
    /// Its first day.
    pub fn first_day(self) -> Option<NaiveDate> {
        let (year, month) = match self {
            Self::Year(year) => (year, 1),
            Self::Quarter(year, quarter) => (year, quarter * 3 - 2),
            Self::Month(year, month) => (year, month),
        };
        NaiveDate::from_ymd_opt(year, month, 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Option<NaiveDate> {
        let (year, month) = match self {
            Self::Year(year) => (year, 12),
            Self::Quarter(year, quarter) => (year, quarter * 3),
            Self::Month(year, month) => (year, month),
        };
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()
    }

    /// The same stretch some years later.
    pub fn shifted(self, years: i32) -> Self {
        match self {
            Self::Year(year) => Self::Year(year + years),
            Self::Quarter(year, quarter) => Self::Quarter(year + years, quarter),
            Self::Month(year, month) => Self::Month(year + years, month),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(formatter, "{year}"),
            Self::Quarter(year, quarter) => write!(formatter, "{year}-Q{quarter}"),
            Self::Month(year, month) => write!(formatter, "{year}-{month:02}"),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text.as_str(), None),
        };
        let period = year.parse().ok().filter(|year| (1900..=2200).contains(year)).and_then(|year| match rest {
            None => Some(Self::Year(year)),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => number_within(quarter, 4).map(|n| Self::Quarter(year, n)),
                None => number_within(rest, 12).map(|n| Self::Month(year, n)),
            },
        });
        period.ok_or_else(|| {
            format!("`{text}` không phải kỳ; hãy viết năm \"2020\", quý \"2023-Q3\" hoặc tháng \"2017-10\".")
        })
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

fn number_within(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// "Trước ngày …": the last good day is the day before.
    Before(NaiveDate),
    /// On or by this day.
    On(NaiveDate),
    /// Within a stretch of the calendar: the last good day is its last.
    Within(Period),
    /// On this day and month of every year, as `12-31`.
    EachYear(MonthDay),
    /// The paper says "every year" or nothing, and no day.
    Unstated,
    /// At any time.
    AnyTime,
}

impl Deadline {
    /// The last good day; nothing when the paper gives none. For a yearly one, in that year.
    pub fn last_day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Before(day) => day.pred_opt(),
            Self::On(day) => Some(day),
            Self::Within(period) => period.last_day(),
            Self::EachYear(day) => day.in_year(year),
            Self::Unstated | Self::AnyTime => None,
        }
    }

    /// The same deadline some years later.
    pub fn shifted(self, years: i32) -> Self {
        match self {
            Self::Before(day) => Self::Before(shift(day, years)),
            Self::On(day) => Self::On(shift(day, years)),
            Self::Within(period) => Self::Within(period.shifted(years)),
            other => other,
        }
    }
}

/// A day of the year, written `12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// That day of a year; nothing for 29 February of a common year.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.split_once('-')
            .and_then(|(month, day)| {
                let found = Self { month: month.parse().ok()?, day: day.parse().ok()? };
                found.in_year(2000).map(|_| found)
            })
            .ok_or_else(|| format!("`{text}` không phải ngày trong năm; hãy viết \"tháng-ngày\", như \"12-31\"."))
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        format!("{:02}-{:02}", day.month, day.day)
    }
}

/// The same day some years later; 29 February becomes the 28th.
pub(super) fn shift(day: NaiveDate, years: i32) -> NaiveDate {
    day.with_year(day.year() + years).or_else(|| day.pred_opt()?.with_year(day.year() + years)).unwrap_or(day)
}
