//! When a duty is due, as its paper says it.
//!
//! A duty's deadline may come back every year or be left open, so it is more than [`rules::period::Deadline`], which is
//! one date with its rule.

use chrono::{Datelike, Months, NaiveDate};
use rules::period::Period;
use serde::{Deserialize, Serialize};

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
            Self::Within(period) => Some(period.last_day()),
            Self::EachYear(day) => day.in_year(year),
            Self::Unstated | Self::AnyTime => None,
        }
    }

    /// The same deadline some years later.
    pub fn shifted(self, years: i32) -> Self {
        match self {
            Self::Before(day) => Self::Before(shift(day, years)),
            Self::On(day) => Self::On(shift(day, years)),
            Self::Within(period) => Self::Within(shift_period(period, years)),
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

/// The same stretch some years later; whole months stay whole months.
fn shift_period(period: Period, years: i32) -> Period {
    let first = shift(period.first_day(), years);
    let last = match period.months() {
        Some(months) => first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()),
        None => Some(shift(period.last_day(), years)),
    };
    last.and_then(|last| Period::between(first, last).ok()).unwrap_or(period)
}
