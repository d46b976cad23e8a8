//! States and steps of a plan, and the items that it takes over from above: the pure part.

use crate::catalogue::Catalogue;
use crate::movements::{Goal, Phase, figure, write_deadline};
use chrono::{Datelike, NaiveDate};
use rules::place::Level;
use rules::target::Measure;
use serde::{Deserialize, Serialize};

/// Shortest reason for sending a plan back, in letters.
pub const REASON_LENGTH: usize = 20;

/// Where a plan stands: the last event says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nháp.
    Draft,
    /// Đã trình.
    Submitted,
    /// Bị trả lại.
    Returned,
    /// Đã ký.
    Signed,
    /// Đã cấp số.
    Numbered,
    /// Đã phát hành.
    Issued,
    /// Đang thực hiện.
    Running,
    /// Replaced by a later version that was issued.
    Superseded,
    /// Kết thúc.
    Ended,
}

impl State {
    /// Whether items may still be changed.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it went out: others may derive from it.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Issued | Self::Running | Self::Ended)
    }

    /// Whether the unit works by it.
    pub fn is_current(self) -> bool {
        matches!(self, Self::Issued | Self::Running)
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Issued | Self::Running => "good",
            Self::Returned => "bad",
            Self::Submitted | Self::Signed | Self::Numbered => "warn",
            Self::Draft | Self::Superseded | Self::Ended => "unknown",
        }
    }
}

/// A step that people take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Trình.
    Submit,
    /// Trả lại, with a reason.
    Return,
    /// Ký.
    Sign,
    /// Cấp số: a paper of the register.
    Number,
    /// Phát hành.
    Issue,
    /// Đưa vào thực hiện.
    Start,
    /// Kết thúc.
    End,
}

/// Every step, in the order in which they are taken.
pub const STEPS: [Step; 7] =
    [Step::Submit, Step::Return, Step::Sign, Step::Number, Step::Issue, Step::Start, Step::End];

impl Step {
    /// Where the step leads from a state; nothing when it cannot be taken.
    pub fn from(self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Submit, State::Draft | State::Returned) => Some(State::Submitted),
            (Self::Return, State::Submitted) => Some(State::Returned),
            (Self::Sign, State::Submitted) => Some(State::Signed),
            (Self::Number, State::Signed) => Some(State::Numbered),
            (Self::Issue, State::Numbered) => Some(State::Issued),
            (Self::Start, State::Issued) => Some(State::Running),
            (Self::End, State::Running) => Some(State::Ended),
            _ => None,
        }
    }
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Mục tiêu.
    Objective,
    /// Nhiệm vụ.
    Duty,
    /// Giải pháp.
    Measure,
}

/// An item as a new plan takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftItem {
    /// Its key, the same down the cascade and through versions.
    pub key: String,
    /// What it is.
    pub kind: ItemKind,
    /// What it says.
    pub text: String,
    /// Keys of the actors who do it, parted by `;`; empty for all.
    pub who: String,
    /// When it is due, in the words of the movement's form.
    pub due: String,
    /// The year it is for.
    pub year: Option<i32>,
    /// The criteria set of that year, where a criterion judges it.
    pub criteria_set: Option<String>,
}

/// The items that the country's plan takes from a phase: its objectives and duties; of one year those that fall in it
/// or are of every year, with that year's criteria.
pub fn items_of_phase(phase: &Phase, year: Option<i32>, catalogue: &Catalogue) -> Vec<DraftItem> {
    let sets = year.map_or(phase.criteria_sets.as_slice(), |year| phase.criteria_sets_of(year));
    let objectives = phase.objectives.iter().filter_map(|row| {
        let goal_year = row.goal.as_ref().and_then(|goal| goal.year);
        if year.is_some() && goal_year.is_some() && goal_year != year {
            return None;
        }
        let set = row.criterion.as_ref().map(|criterion| {
            if sets.is_empty() || sets.contains(&criterion.set) { criterion.set.clone() } else { sets[0].clone() }
        });
        let measured = row.indicator.as_ref().and_then(|key| catalogue.indicator(key));
        let percent = measured.is_some_and(|row| matches!(row.measure, Measure::Percent | Measure::ShareOfUnits));
        let goal = row.goal.as_ref().map(|goal| format!(": {}", goal_words(goal, percent))).unwrap_or_default();
        Some(DraftItem {
            key: row.key.clone(),
            kind: ItemKind::Objective,
            text: format!("{}{goal}", row.text),
            who: String::new(),
            due: String::new(),
            year: goal_year.or(year),
            criteria_set: set,
        })
    });
    let duties = phase.duties.iter().filter_map(|row| {
        let yearly = matches!(row.deadline, crate::movements::Deadline::EachYear(_));
        let falls = row.deadline.last_day(phase.from.year()).map(|day| day.year());
        if year.is_some() && !yearly && falls.is_some() && falls != year {
            return None;
        }
        Some(DraftItem {
            key: row.key.clone(),
            kind: ItemKind::Duty,
            text: row.what.clone(),
            who: row.who.join(";"),
            due: write_deadline(row.deadline, row.soft),
            year,
            criteria_set: None,
        })
    });
    objectives.chain(duties).collect()
}

fn goal_words(goal: &Goal, percent: bool) -> String {
    let sign = platform::key::of(&goal.comparator).unwrap_or_default();
    let sign = sign.replace(">=", "≥").replace("<=", "≤");
    let year = goal.year.map(|year| format!(" (năm {year})")).unwrap_or_default();
    format!("{sign} {}{year}", figure(goal, percent))
}

/// Whether a plan of this level takes over an item: those of everybody, of its own level and of the levels below it,
/// for which it passes them on.
pub fn concerns(level: Level, who: &str) -> bool {
    const PROVINCE: [&str; 5] =
        ["province_office", "province_director", "province_focal_unit", "council_province", "provinces"];
    const BELOW: [&str; 4] = ["district_office", "local_office", "units", "staff"];
    let is_of = |key: &str| match level {
        Level::Nation => true,
        Level::Province => PROVINCE.contains(&key) || BELOW.contains(&key),
        Level::District => BELOW.contains(&key),
        Level::Commune => BELOW.contains(&key) && key != "district_office",
    };
    who.is_empty() || who.split(';').map(str::trim).any(is_of)
}

/// The day on which a phase's units are looked at: today while it runs, else its last or first day.
pub fn day_of(phase: &Phase, today: NaiveDate) -> NaiveDate {
    match phase.to {
        Some(to) if to < today => to,
        _ => today.max(phase.from),
    }
}
