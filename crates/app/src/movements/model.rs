//! What a movement is made of.

use chrono::NaiveDate;
use platform::definition::{Definitions, Fault, faults, parse};
use serde::{Deserialize, Serialize};

use super::moment::Deadline;
use super::timeline::Span;
use super::validate::Known;
use crate::catalogue::{Catalogue, CriterionReference};
use rules::number::Fixed;
use rules::rate::Comparator;

/// The folder that holds the packs.
pub const FOLDER: &str = "movements/";

/// What a movement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Thi đua thường xuyên.
    Regular,
    /// Thi đua theo chuyên đề.
    Thematic,
    /// Thi đua theo đợt.
    Drive,
    /// A directive: duties with deadlines, no emulation.
    Directive,
}

/// A place in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Key of the paper.
    pub document: String,
    /// Where in it, such as `II.3`.
    pub locator: Option<String>,
}

/// A figure that an objective sets out to reach; targets of units are facts of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The figure.
    pub value: Fixed,
    /// The upper end of a range.
    pub upper: Option<Fixed>,
    /// How a result is held against it.
    pub comparator: Comparator,
    /// The year to reach it; absent means every year of the phase.
    pub year: Option<i32>,
}

/// What a phase sets out to reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Its key, unique in the movement.
    pub key: String,
    /// What it says, in Vietnamese.
    pub text: String,
    /// Key of the indicator that measures it; absent when nothing does.
    pub indicator: Option<String>,
    /// The figure, where the paper gives one.
    pub goal: Option<Goal>,
    /// The criterion it is bound to, in its set's version.
    pub criterion: Option<CriterionReference>,
    /// Keys of the policy groups it is for; one target a group.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Keys of the resolutions it serves.
    #[serde(default)]
    pub resolutions: Vec<String>,
    /// Key of the objective of the parent's plan or movement it derives from.
    pub parent: Option<String>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub source: Option<Citation>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// Whether a duty comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// Once.
    #[default]
    Once,
    /// In each year of the phase.
    Yearly,
    /// Whenever there is cause.
    Continuously,
}

/// What a duty is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// Issue or launch something.
    Launch,
    /// Make a plan.
    Plan,
    /// Decide or cascade targets.
    Target,
    /// Report or send papers.
    Report,
    /// Set up a committee or its rules.
    Committee,
    /// Help a place or people.
    Support,
    /// Tell people about it.
    Communication,
    /// Inspect or follow up.
    Monitoring,
    /// Reward.
    Award,
    /// Report a difficulty.
    Question,
}

/// Something to be done, by whom, for whom, by when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its key, unique in the movement.
    pub key: String,
    /// What it is about.
    pub kind: DutyKind,
    /// What is to be done, in Vietnamese.
    pub what: String,
    /// Keys of the actors who do it.
    pub who: Vec<String>,
    /// Key of the actor it is owed to.
    pub to_whom: Option<String>,
    /// Key of the actor it goes through.
    pub via: Option<String>,
    /// When it is due.
    pub deadline: Deadline,
    /// Whether the day is only expected ("dự kiến").
    #[serde(default)]
    pub soft: bool,
    /// Whether it comes back.
    #[serde(default)]
    pub repeats: Repeats,
    /// Papers to send, in Vietnamese.
    #[serde(default)]
    pub sends: Vec<String>,
    /// Key of the paper that discharged it, where it is history.
    pub done_by: Option<String>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub source: Option<Citation>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// A short drive (đợt) inside a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drive {
    /// Its key, unique in the movement.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What is done in it, in Vietnamese.
    pub content: Option<String>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub source: Option<Citation>,
}

/// What a review closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// Sơ kết.
    Interim,
    /// Tổng kết.
    Final,
    /// Of each year.
    Annual,
}

/// A review (sơ kết, tổng kết) of a phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Its key, unique in the movement.
    pub key: String,
    /// What it closes.
    pub kind: ReviewKind,
    /// Key of the actor who holds it.
    pub by: String,
    /// When.
    pub deadline: Deadline,
    /// Whether the day is only expected ("dự kiến").
    #[serde(default)]
    pub soft: bool,
    /// Whether awards are chosen at it.
    #[serde(default)]
    pub awards: bool,
    /// Where it stands; absent is "chưa có căn cứ".
    pub source: Option<Citation>,
    /// What to know when reading it.
    pub note: Option<String>,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// Key of the actor.
    pub who: String,
    /// What to know about their part.
    pub note: Option<String>,
}

/// A standard (tiêu chí thi đua) by which participants are judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its key, unique in the movement.
    pub key: String,
    /// Key of the actor it judges.
    pub for_whom: String,
    /// What it asks, in Vietnamese.
    pub text: String,
    /// Years it holds; empty means every year of the phase.
    #[serde(default)]
    pub years: Vec<i32>,
    /// Where it stands; absent is "chưa có căn cứ".
    pub source: Option<Citation>,
}

/// One year of a phase, with that year's criteria.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Keys of the criteria sets of that year; empty means the phase's.
    #[serde(default)]
    pub criteria_sets: Vec<String>,
    /// Key of that year's plan paper.
    pub plan: Option<String>,
    /// What to know about the year.
    pub note: Option<String>,
}

/// A phase (giai đoạn) of a movement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its key, unique in the movement.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; absent when no paper gives one.
    pub to: Option<NaiveDate>,
    /// Keys of the papers it stands on.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Key of the paper that brings it to the sector.
    pub plan: Option<String>,
    /// Keys of the criteria sets it is judged by.
    #[serde(default)]
    pub criteria_sets: Vec<String>,
    /// Years with criteria or a plan of their own.
    #[serde(default)]
    pub years: Vec<Year>,
    /// What it sets out to reach.
    #[serde(default)]
    pub objectives: Vec<Objective>,
    /// Standards by which participants are judged.
    #[serde(default)]
    pub standards: Vec<Standard>,
    /// Things to be done.
    #[serde(default)]
    pub duties: Vec<Duty>,
    /// Short drives in it.
    #[serde(default)]
    pub drives: Vec<Drive>,
    /// Its reviews.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// Who takes part.
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// Keys of the award forms it may end in.
    #[serde(default)]
    pub award_forms: Vec<String>,
    /// Keys of the actors a report passes, from the first to the last.
    #[serde(default)]
    pub report_route: Vec<String>,
    /// What to know about the phase.
    pub note: Option<String>,
}

impl Phase {
    /// A phase of these days that says nothing yet, not even its name.
    pub fn between(from: NaiveDate, to: Option<NaiveDate>) -> Self {
        Self {
            key: String::new(),
            name: String::new(),
            from,
            to,
            bases: Vec::new(),
            plan: None,
            criteria_sets: Vec::new(),
            years: Vec::new(),
            objectives: Vec::new(),
            standards: Vec::new(),
            duties: Vec::new(),
            drives: Vec::new(),
            reviews: Vec::new(),
            participants: Vec::new(),
            award_forms: Vec::new(),
            report_route: Vec::new(),
            note: None,
        }
    }

    /// Its first and last day.
    pub fn span(&self) -> Span {
        Span { from: self.from, to: self.to }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.span().holds(on)
    }

    /// The criteria sets of a year: the year's own, else the phase's.
    pub fn criteria_sets_of(&self, year: i32) -> &[String] {
        self.years
            .iter()
            .find(|row| row.year == year && !row.criteria_sets.is_empty())
            .map_or(&self.criteria_sets, |row| &row.criteria_sets)
    }
}

/// Where a movement stands on a day; computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status<'a> {
    /// Before its first phase.
    Upcoming,
    /// In this phase.
    Running(&'a Phase),
    /// Between two phases; the next one is this.
    Between(&'a Phase),
    /// After its last phase.
    Ended,
}

/// An emulation movement, or a directive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// Its key, such as `nong_thon_moi`.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it is.
    pub kind: MovementKind,
    /// Key of the authority or actor that launched it.
    pub launched_by: String,
    /// Keys of the papers it stands on.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Keys of linked movements; their shared indicators are counted once.
    #[serde(default)]
    pub linked: Vec<String>,
    /// Its phases, earliest first.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// What to know about the movement.
    pub note: Option<String>,
}

impl Movement {
    /// The phase of this key.
    pub fn phase(&self, key: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.key == key)
    }

    /// The phase a day lies in.
    pub fn phase_on(&self, on: NaiveDate) -> Option<&Phase> {
        self.phases.iter().rfind(|phase| phase.holds(on))
    }

    /// Where it stands on a day.
    pub fn status(&self, on: NaiveDate) -> Status<'_> {
        if let Some(phase) = self.phase_on(on) {
            return Status::Running(phase);
        }
        match self.phases.iter().find(|phase| on < phase.from) {
            Some(next) if next.key == self.phases[0].key => Status::Upcoming,
            Some(next) => Status::Between(next),
            None if self.phases.is_empty() => Status::Upcoming,
            None => Status::Ended,
        }
    }
}

/// Reads and checks every movement of the definitions, by file name.
///
/// # Errors
/// Every fault of every file.
pub fn load(
    definitions: &Definitions,
    catalogue: &Catalogue,
    documents: Option<&std::collections::BTreeSet<String>>,
) -> Result<Vec<Movement>, Vec<Fault>> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (file, source) in definitions.under(FOLDER) {
        match parse::<Movement>(file, &source.text) {
            Ok(movement) => found.push((file, source, movement)),
            Err(fault) => wrong.push(fault),
        }
    }
    let known = Known {
        movements: found.iter().map(|(_, _, movement)| movement.key.clone()).collect(),
        documents: documents.cloned(),
    };
    for (file, source, movement) in &found {
        wrong.extend(faults(file, &source.text, movement.validate(catalogue, &known)));
    }
    if wrong.is_empty() { Ok(found.into_iter().map(|(_, _, movement)| movement).collect()) } else { Err(wrong) }
}
