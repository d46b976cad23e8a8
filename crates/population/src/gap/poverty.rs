//! Who left the list of the poor, and whether they are still insured.
//!
//! Document 001 asks that people who are no longer poor stay insured (F023): their free card ends with the list, and a
//! household card does not come by itself.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::day::epoch_days;
use crate::people::{CommunePeople, People};
use crate::person::PersonKey;
use crate::policy::{PolicySets, SetBits, age_on};

use super::list::{Filter, GapList, GapRow, ListKind, number_households, row};

/// Who left the list of the poor between two snapshots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftPoorList {
    /// Those who live in the commune still, with their cards now: first those without.
    pub here: GapList,
    /// Those who are not on the new list of the commune, as they were on the earlier one: moved, dead, or missing. Whether they
    /// are covered cannot be said.
    pub gone: Vec<GapRow>,
}

/// The residents of `now` who were among the poor (`poor`: the sets of the poor and the near-poor) in `before` and no longer
/// are. `before` are the people of the commune in the earlier snapshot, or of all communes that it was made of, each with
/// the day of its list.
pub fn left_poor_list(
    before: &[(&People, NaiveDate)],
    now: &CommunePeople,
    on: NaiveDate,
    poor: (&PolicySets, SetBits),
    filter: &Filter<'_>,
) -> LeftPoorList {
    let mut earlier: HashMap<PersonKey, (&People, usize, NaiveDate)> = HashMap::new();
    for &(people, day) in before {
        for person in 0..people.len() {
            if let (Some(key), Some(true)) = (people.key(person), is_poor(people, person, day, poor)) {
                earlier.insert(key, (people, person, day));
            }
        }
    }
    let people = &now.people;
    let (mut uncovered, mut covered, mut unsure) = (Vec::new(), Vec::new(), 0);
    for person in 0..people.len() {
        let Some((former, place, _)) = people.key(person).and_then(|key| earlier.remove(&key)) else { continue };
        if !people.is_resident(person, epoch_days(on)) {
            continue;
        }
        match (is_poor(people, person, on, poor), filter.takes(people, person, on)) {
            (Some(true), _) | (_, Some(false)) => {}
            (Some(false), Some(true)) => {
                let row = GapRow { earlier_group: former.group(place).to_owned(), ..row(people, person, on) };
                if row.covered { covered.push(row) } else { uncovered.push(row) }
            }
            _ => unsure += 1,
        }
    }
    let mut gone: Vec<GapRow> = (earlier.into_values())
        .map(|(former, place, day)| {
            let row = row(former, place, day);
            let earlier_group = row.group.clone();
            GapRow {
                group: String::new(),
                earlier_group,
                covered: false,
                last_covered: None,
                covered_until: None,
                next_covered: None,
                ..row
            }
        })
        .collect();
    gone.sort_by(|one, other| (&one.household, &one.person_id).cmp(&(&other.household, &other.person_id)));
    let mut rows = uncovered;
    rows.append(&mut covered);
    number_households(&mut rows);
    let here = GapList { kind: ListKind::LeftPoorList, commune: now.commune.clone(), on, rows, unsure };
    LeftPoorList { here, gone }
}

fn is_poor(people: &People, person: usize, on: NaiveDate, (sets, poor): (&PolicySets, SetBits)) -> Option<bool> {
    let age = people.birth(person).and_then(|birth| age_on(birth, on));
    let membership = sets.sets_of(people.group(person), people.ethnicity(person), age);
    match (membership.belongs.meets(poor), membership.unknown.meets(poor)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}
