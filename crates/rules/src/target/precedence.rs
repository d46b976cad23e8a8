//! Which of several goals for one unit, indicator and year is in use.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::vietnamese_date;

/// A goal that an authority has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<K> {
    /// Which goal.
    pub key: K,
    /// Who decided it, by the name the ranking uses.
    pub authority: String,
    /// When.
    pub decided_on: NaiveDate,
    /// The goals it expressly replaces.
    pub supersedes: Vec<K>,
}

/// The goal in use, why, and what became of the others; none is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Precedence<K> {
    /// The goal in use; nothing where it cannot be said.
    pub in_use: Option<K>,
    /// Why.
    pub reason: PrecedenceReason,
    /// The others in the order they were given, each with why it is not in use; nothing where that is undecided.
    pub others: Vec<(K, Option<SetAside<K>>)>,
}

/// Why a goal is in use, or why none is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum PrecedenceReason {
    /// It is the only one decided by the day.
    OnlyOne,
    /// All others were replaced.
    Supersedes,
    /// Its authority goes first by the ranking.
    AuthorityGoesFirst {
        /// Which.
        authority: String,
    },
    /// It is the last of the authority that goes first.
    LatestDecision {
        /// Which.
        authority: String,
        /// When.
        decided_on: NaiveDate,
    },
    /// None was decided by the day.
    NoneDecided,
    /// The ranking does not name an authority.
    AuthorityNotRanked {
        /// Which.
        authority: String,
    },
    /// One authority decided several on one day.
    SameDay {
        /// Which.
        authority: String,
        /// When.
        decided_on: NaiveDate,
    },
    /// They replace each other in a circle.
    Circle,
}

impl PrecedenceReason {
    /// The reason in Vietnamese.
    pub fn sentence(&self) -> String {
        match self {
            PrecedenceReason::OnlyOne => "Chỉ có một chỉ tiêu được giao đến ngày này.".to_owned(),
            PrecedenceReason::Supersedes => "Chỉ tiêu này thay thế các chỉ tiêu khác.".to_owned(),
            PrecedenceReason::AuthorityGoesFirst { authority } => {
                format!("Chỉ tiêu do {authority} giao được dùng trước theo thứ bậc đã khai báo.")
            }
            PrecedenceReason::LatestDecision { authority, decided_on } => {
                format!("Là quyết định mới nhất của {authority}, ngày {}.", vietnamese_date(*decided_on))
            }
            PrecedenceReason::NoneDecided => "Đến ngày này chưa có chỉ tiêu nào được giao.".to_owned(),
            PrecedenceReason::AuthorityNotRanked { authority } => {
                format!("Chưa khai báo thứ bậc của {authority}: hãy bổ sung để chọn chỉ tiêu dùng.")
            }
            PrecedenceReason::SameDay { authority, decided_on } => format!(
                "{authority} giao nhiều chỉ tiêu cùng ngày {}: hãy ghi rõ chỉ tiêu nào thay thế.",
                vietnamese_date(*decided_on)
            ),
            PrecedenceReason::Circle => {
                "Các chỉ tiêu thay thế lẫn nhau thành vòng: hãy sửa quan hệ thay thế.".to_owned()
            }
        }
    }
}

/// Why a goal is not in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "set_aside")]
pub enum SetAside<K> {
    /// Decided after the day.
    NotYetDecided,
    /// Another replaced it.
    SupersededBy {
        /// Which.
        key: K,
    },
    /// Another authority goes first.
    AuthorityGoesLater,
    /// The same authority has decided anew.
    EarlierDecision,
}

/// Chooses among goals as of a day: those decided later do not count yet; those replaced are out; then the authority
/// that stands first in `ranking`; then its latest decision.
pub fn precedence<K: Clone + PartialEq>(
    candidates: &[Candidate<K>],
    ranking: &[String],
    on: NaiveDate,
) -> Precedence<K> {
    let decided: Vec<&Candidate<K>> = candidates.iter().filter(|candidate| candidate.decided_on <= on).collect();
    let superseder = |candidate: &Candidate<K>| {
        decided
            .iter()
            .find(|other| other.key != candidate.key && other.supersedes.contains(&candidate.key))
            .map(|other| &other.key)
    };
    let open: Vec<&Candidate<K>> =
        decided.iter().copied().filter(|candidate| superseder(candidate).is_none()).collect();
    let (chosen, reason) = choose(&open, decided.len(), ranking);
    let set_aside = |candidate: &Candidate<K>| {
        if candidate.decided_on > on {
            return Some(SetAside::NotYetDecided);
        }
        if let Some(key) = superseder(candidate) {
            return Some(SetAside::SupersededBy { key: key.clone() });
        }
        chosen.map(|chosen| {
            if chosen.authority == candidate.authority {
                SetAside::EarlierDecision
            } else {
                SetAside::AuthorityGoesLater
            }
        })
    };
    let others = candidates
        .iter()
        .filter(|candidate| chosen.is_none_or(|chosen| chosen.key != candidate.key))
        .map(|candidate| (candidate.key.clone(), set_aside(candidate)))
        .collect();
    Precedence { in_use: chosen.map(|chosen| chosen.key.clone()), reason, others }
}

fn choose<'candidate, K>(
    open: &[&'candidate Candidate<K>],
    decided: usize,
    ranking: &[String],
) -> (Option<&'candidate Candidate<K>>, PrecedenceReason) {
    match open {
        [] if decided == 0 => return (None, PrecedenceReason::NoneDecided),
        [] => return (None, PrecedenceReason::Circle),
        [only] if decided == 1 => return (Some(only), PrecedenceReason::OnlyOne),
        [only] => return (Some(only), PrecedenceReason::Supersedes),
        _ => {}
    }
    let place = |candidate: &Candidate<K>| ranking.iter().position(|authority| *authority == candidate.authority);
    let one_authority = open.iter().all(|candidate| candidate.authority == open[0].authority);
    if let Some(unranked) = open.iter().find(|candidate| !one_authority && place(candidate).is_none()) {
        return (None, PrecedenceReason::AuthorityNotRanked { authority: unranked.authority.clone() });
    }
    let first = open.iter().map(|candidate| place(candidate)).min().flatten();
    let leading: Vec<_> = open.iter().copied().filter(|candidate| place(candidate) == first).collect();
    let latest = leading.iter().map(|candidate| candidate.decided_on).max();
    let last: Vec<_> = leading.iter().copied().filter(|candidate| Some(candidate.decided_on) == latest).collect();
    let authority = last[0].authority.clone();
    let decided_on = last[0].decided_on;
    match (leading.len(), last.len()) {
        (1, _) => (Some(last[0]), PrecedenceReason::AuthorityGoesFirst { authority }),
        (_, 1) => (Some(last[0]), PrecedenceReason::LatestDecision { authority, decided_on }),
        _ => (None, PrecedenceReason::SameDay { authority, decided_on }),
    }
}
