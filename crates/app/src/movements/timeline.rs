//! Where a duty stands on a day: computed from its deadline, its phase and the day, never stored.

use chrono::{Datelike, NaiveDate};

use super::model::{Movement, Phase};
use super::moment::Deadline;

/// How many days before its last day a duty asks for attention.
pub const NOTICE_DAYS: i64 = 30;

/// Where something dated stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// A paper discharged it, or it was done and no day was set.
    Done,
    /// It was done by its last day.
    DoneInTime,
    /// It was done after its last day.
    DoneLate,
    /// Its phase runs, its last day is over, and nothing says it was done.
    Overdue,
    /// Its last day is over, and its phase too, or the day was only expected.
    Past,
    /// Its last day is at most [`NOTICE_DAYS`] away.
    Due,
    /// Its last day is further away.
    Upcoming,
    /// No paper gives a day.
    Undated,
}

impl DueState {
    /// Its key, of which its words are made.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DoneInTime => "done-in-time",
            Self::DoneLate => "done-late",
            Self::Overdue => "overdue",
            Self::Past => "past",
            Self::Due => "due",
            Self::Upcoming => "upcoming",
            Self::Undated => "undated",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done | Self::DoneInTime => "good",
            Self::DoneLate | Self::Overdue | Self::Due => "warn",
            Self::Past | Self::Upcoming | Self::Undated => "unknown",
        }
    }
}

/// While something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day; absent when no paper gives one.
    pub to: Option<NaiveDate>,
}

impl Span {
    /// Whether a day lies in it.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// Something with a deadline, as the timeline sees it.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// When it is due.
    pub deadline: Deadline,
    /// Whether the day is only expected ("dự kiến").
    pub soft: bool,
    /// Whether a paper discharged it.
    pub done: bool,
    /// The phase it belongs to, or the plan.
    pub span: Span,
}

impl Dated {
    /// The last good day: for a yearly one the next in the phase or, when there is none, the last that was.
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        if !matches!(self.deadline, Deadline::EachYear(_)) {
            return self.deadline.last_day(self.span.from.year());
        }
        let end = self.span.to.unwrap_or(NaiveDate::MAX);
        let last_year = end.year().min(today.year() + 1);
        let days: Vec<NaiveDate> = (self.span.from.year()..=last_year)
            .filter_map(|year| self.deadline.last_day(year))
            .filter(|day| self.span.holds(*day))
            .collect();
        days.iter().find(|day| today <= **day).or(days.last()).copied()
    }

    /// Where it stands on a day.
    pub fn state(&self, today: NaiveDate) -> DueState {
        if self.done {
            return DueState::Done;
        }
        let Some(last) = self.last_day(today) else {
            return DueState::Undated;
        };
        match (last - today).num_days() {
            left if left > NOTICE_DAYS => DueState::Upcoming,
            0.. => DueState::Due,
            _ if self.span.holds(today) && !self.soft => DueState::Overdue,
            _ => DueState::Past,
        }
    }
}

/// A duty of a running phase that some of these actors owe, with its last day and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Owed<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// Key of the duty.
    pub key: &'a str,
    /// What is to be done.
    pub what: &'a str,
    /// Its last good day.
    pub last_day: NaiveDate,
    /// Due or overdue.
    pub state: DueState,
}

impl Movement {
    /// What these actors owe on a day, the earliest first: due within [`NOTICE_DAYS`], or overdue.
    pub fn owed_by(&self, actors: &[&str], today: NaiveDate) -> Vec<Owed<'_>> {
        let Some(phase) = self.phase_on(today) else {
            return Vec::new();
        };
        let mut owed: Vec<Owed<'_>> = phase
            .duties
            .iter()
            .filter(|duty| duty.who.iter().any(|who| actors.contains(&who.as_str())))
            .filter_map(|duty| {
                let done = duty.done_by.is_some();
                let dated = Dated { deadline: duty.deadline, soft: duty.soft, done, span: phase.span() };
                let state = dated.state(today);
                let last_day = dated.last_day(today)?;
                matches!(state, DueState::Due | DueState::Overdue).then_some(Owed {
                    phase,
                    key: &duty.key,
                    what: &duty.what,
                    last_day,
                    state,
                })
            })
            .collect();
        owed.sort_by_key(|owed| owed.last_day);
        owed
    }
}
