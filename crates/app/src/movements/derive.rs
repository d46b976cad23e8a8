//! A new phase made from an earlier one.

use chrono::{Datelike, NaiveDate};

use super::model::{Movement, Objective, Phase};
use super::moment::shift;
use crate::catalogue::{Catalogue, CriterionReference};

/// What the maker of a new phase says.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// Key of the new phase.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: Option<NaiveDate>,
}

/// A derived phase and what could not be carried into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The phase, to be read over before it is kept.
    pub phase: Phase,
    /// What people must decide, in Vietnamese.
    pub notes: Vec<String>,
}

impl Movement {
    /// A new phase from an earlier one of this or another movement.
    ///
    /// Objectives, standards, duties, reviews, participants, award forms and the report route are
    /// carried, with their days moved by as many years as the phases begin apart. Papers, figures,
    /// drives and sources are not: nobody decided them for the new phase. Criteria are re-chosen
    /// from the set of the same level in force on the new phase's first day or, when it begins
    /// later, made for its years.
    pub fn derive_phase(from: &Phase, wanted: Derivation, catalogue: &Catalogue) -> Derived {
        let years = wanted.from.year() - from.from.year();
        let mut notes = Vec::new();
        let mut phase = Phase {
            key: wanted.key,
            name: wanted.name,
            from: wanted.from,
            to: wanted.to,
            bases: Vec::new(),
            plan: None,
            years: Vec::new(),
            drives: Vec::new(),
            note: None,
            ..from.clone()
        };
        let sets = Sets { catalogue, from: phase.from, to: phase.to };
        phase.criteria_sets = rechosen(&from.criteria_sets, &sets, &mut notes);
        for objective in &mut phase.objectives {
            carry_objective(objective, &phase.key, &sets, &mut notes);
        }
        for standard in &mut phase.standards {
            standard.key = renamed(&standard.key, &phase.key);
            standard.source = None;
            standard.years = standard.years.iter().map(|year| year + years).collect();
        }
        for duty in &mut phase.duties {
            duty.key = renamed(&duty.key, &phase.key);
            duty.deadline = duty.deadline.shifted(years);
            duty.done_by = None;
            duty.source = None;
        }
        for review in &mut phase.reviews {
            review.key = renamed(&review.key, &phase.key);
            review.deadline = review.deadline.shifted(years);
            review.source = None;
        }
        drop_outside(&mut phase, &mut notes);
        if !from.bases.is_empty() {
            notes.push("Căn cứ của giai đoạn trước không được chép sang; hãy nêu căn cứ của giai đoạn mới.".to_owned());
        }
        if !from.drives.is_empty() {
            notes.push("Các đợt thi đua của giai đoạn trước không được chép sang; hãy mở đợt mới.".to_owned());
        }
        Derived { phase, notes }
    }

    /// The usual dates of the phase that follows another: as long, beginning the day after.
    pub fn dates_after(phase: &Phase) -> Option<(NaiveDate, NaiveDate)> {
        let to = phase.to?;
        let from = to.succ_opt()?;
        let years = from.year() - phase.from.year();
        Some((from, shift(to, years.max(1))))
    }
}

struct Sets<'a> {
    catalogue: &'a Catalogue,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl Sets<'_> {
    /// The set that follows another of the same level in the new phase: the one whose years begin
    /// last within it, else the one in force on its first day.
    fn following(&self, key: &str) -> Option<&crate::catalogue::CriteriaSet> {
        let old = self.catalogue.criteria_set(key)?;
        let made_for = self
            .catalogue
            .criteria_sets
            .iter()
            .filter(|set| set.level == old.level && set.serves(self.from, self.to))
            .filter(|set| set.period.from <= self.from.year() && self.from.year() <= set.period.to)
            .max_by_key(|set| set.begins());
        made_for.or_else(|| {
            self.catalogue.criteria_in_force(old.level, self.from).filter(|set| set.serves(self.from, self.to))
        })
    }
}

fn rechosen(keys: &[String], sets: &Sets<'_>, notes: &mut Vec<String>) -> Vec<String> {
    let mut chosen = Vec::new();
    for key in keys {
        match sets.following(key) {
            Some(set) if !chosen.contains(&set.key) => chosen.push(set.key.clone()),
            Some(_) => {}
            None => notes
                .push(format!("Chưa có bộ tiêu chí thay cho `{key}` trong giai đoạn mới; hãy chọn khi có văn bản.")),
        }
    }
    chosen
}

fn carry_objective(objective: &mut Objective, phase: &str, sets: &Sets<'_>, notes: &mut Vec<String>) {
    objective.parent = Some(objective.key.clone());
    objective.key = renamed(&objective.key, phase);
    objective.source = None;
    if objective.goal.take().is_some() {
        notes.push(format!(
            "Mục tiêu \"{}\": con số của giai đoạn trước không được chép sang; hãy nhập số mới khi có quyết định.",
            objective.text
        ));
    }
    let Some(old) = objective.criterion.take() else {
        return;
    };
    let indicator = sets.catalogue.criterion(&old).and_then(|criterion| criterion.indicator.clone());
    let found = indicator
        .zip(sets.following(&old.set))
        .and_then(|(indicator, set)| set.criterion_on(&indicator).map(|criterion| (set, criterion)));
    match found {
        Some((set, criterion)) => {
            if criterion.threshold.is_none() && criterion.regions.is_empty() {
                notes.push(format!(
                    "Tiêu chí {} của bộ `{}` chưa rõ ngưỡng; kết quả sẽ là \"chưa xác định\".",
                    criterion.code, set.key
                ));
            }
            objective.criterion = Some(CriterionReference { set: set.key.clone(), code: criterion.code.clone() });
        }
        None => notes.push(format!(
            "Mục tiêu \"{}\": chưa có tiêu chí thay cho {} của bộ `{}`; hãy chọn khi có văn bản.",
            objective.text, old.code, old.set
        )),
    }
}

/// Days that the shorter new phase does not hold are left for people to set.
fn drop_outside(phase: &mut Phase, notes: &mut Vec<String>) {
    let (from, to) = (phase.from, phase.to);
    let outside = |day: NaiveDate| day < from || to.is_some_and(|to| to < day);
    let deadlines = phase
        .duties
        .iter_mut()
        .map(|duty| (&duty.key, &mut duty.deadline))
        .chain(phase.reviews.iter_mut().map(|review| (&review.key, &mut review.deadline)));
    for (key, deadline) in deadlines {
        let yearly = matches!(deadline, super::Deadline::EachYear(_));
        if !yearly && deadline.last_day(from.year()).is_some_and(outside) {
            *deadline = super::Deadline::Unstated;
            notes.push(format!("Hạn của `{key}` rơi ra ngoài giai đoạn mới; hãy đặt hạn mới."));
        }
    }
}

/// Keys are unique in a movement, so the new phase's key is put behind.
fn renamed(key: &str, phase: &str) -> String {
    format!("{key}@{phase}")
}
