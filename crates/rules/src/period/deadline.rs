//! When something is due, with the rule of its wording.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Period, PeriodError, PeriodKind, parse, vietnamese_date};

/// How the date of a deadline binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// The date itself is the last day: "chậm nhất ngày 30/9/2023".
    On,
    /// The date is the first day that is too late: "trước ngày 31/10/2020".
    Before,
    /// The date is the last day of a period that was named: "quý III năm 2023".
    EndOfPeriod,
    /// The date is expected, not ordered: "dự kiến cuối năm 2018". Nobody is late by it.
    Expected,
}

/// A date with the rule by which it binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The date that was named, or the last day of the period that was.
    pub date: NaiveDate,
    /// How it binds.
    pub rule: DeadlineRule,
}

impl Deadline {
    /// The last day on which the thing is done in time.
    pub fn last_day(self) -> NaiveDate {
        match self.rule {
            DeadlineRule::Before => self.date.pred_opt().unwrap_or(NaiveDate::MIN),
            DeadlineRule::On | DeadlineRule::EndOfPeriod | DeadlineRule::Expected => self.date,
        }
    }

    /// Whether the date is expected only.
    pub fn is_soft(self) -> bool {
        self.rule == DeadlineRule::Expected
    }

    /// Whether the last day has gone by, be it ordered or expected.
    pub fn has_passed(self, on: NaiveDate) -> bool {
        on > self.last_day()
    }

    /// Whether something done, or still undone, on this day is late. An expected date makes nobody late.
    pub fn is_late(self, on: NaiveDate) -> bool {
        !self.is_soft() && self.has_passed(on)
    }

    /// The deadline in Vietnamese: "trước ngày 31/10/2020", "chậm nhất ngày 30/9/2023", "dự kiến 31/12/2018".
    pub fn label(self) -> String {
        let date = vietnamese_date(self.date);
        match self.rule {
            DeadlineRule::On | DeadlineRule::EndOfPeriod => format!("chậm nhất ngày {date}"),
            DeadlineRule::Before => format!("trước ngày {date}"),
            DeadlineRule::Expected => format!("dự kiến {date}"),
        }
    }
}

impl FromStr for Deadline {
    type Err = PeriodError;

    /// Reads the wording of a paper: "trước ngày 31/10/2020", "đến hết ngày 30/9/2023", "vào quý III năm 2023",
    /// "cuối năm 2018", each also after "dự kiến".
    fn from_str(text: &str) -> Result<Deadline, PeriodError> {
        let words = parse::fold(text).unwrap_or_default();
        from_words(&parse::split(&words)).ok_or_else(|| PeriodError::NotADeadline { text: text.trim().to_owned() })
    }
}

fn from_words(words: &[&str]) -> Option<Deadline> {
    match words {
        ["du", "kien", rest @ ..] => {
            let date = from_words(rest)?.last_day();
            Some(Deadline { date, rule: DeadlineRule::Expected })
        }
        ["truoc", rest @ ..] => {
            let date = parse::period(rest)?.first_day();
            Some(Deadline { date, rule: DeadlineRule::Before })
        }
        ["cham", "nhat", rest @ ..] | ["den" | "het" | "cuoi" | "vao" | "trong" | "han" | "la", rest @ ..] => {
            from_words(rest)
        }
        _ => parse::period(words).map(due_by),
    }
}

fn due_by(period: Period) -> Deadline {
    let rule = if period.kind() == PeriodKind::Day { DeadlineRule::On } else { DeadlineRule::EndOfPeriod };
    Deadline { date: period.last_day(), rule }
}
