//! Lists of people in the order of an agent's round.

use chrono::NaiveDate;

use crate::day::{date_of_epoch, epoch_days};
use crate::people::{CommunePeople, People, Spell};
use crate::policy::{PolicySets, SetBits, age_on};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Residents without a valid card.
    Uncovered,
    /// Residents whose cover ends soon.
    RunningOut,
    /// Residents who were on the list of the poor or near-poor and no longer are.
    LeftPoorList,
}

/// Whom a list is to hold; what is not given does not matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// One of these group codes.
    pub groups: Option<&'a [String]>,
    /// In one of these policy sets.
    pub sets: Option<(&'a PolicySets, SetBits)>,
    /// 1 men, 2 women.
    pub sex: Option<u8>,
    /// From this age on, completed years.
    pub age_from: Option<u16>,
    /// Up to this age, that year included.
    pub age_to: Option<u16>,
}

/// People of a commune, in the order in which to see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapList {
    /// What it is of.
    pub kind: ListKind,
    /// The commune's code.
    pub commune: String,
    /// The day it holds for.
    pub on: NaiveDate,
    /// Whole households first, then the others, in the order of household numbers; people without a household last.
    pub rows: Vec<GapRow>,
    /// People who would be on the list if something that is not stated about them were so.
    pub unsure: usize,
}

/// Somebody on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GapRow {
    /// The household's number as listed; empty if not stated.
    pub household: String,
    /// Its place among the households of the list, from 1; `None` without a household.
    pub household_place: Option<u32>,
    /// Whether nobody of the household is covered.
    pub whole_household: bool,
    /// The identifier as listed.
    pub person_id: String,
    /// Full name; empty if not stated.
    pub full_name: String,
    /// Birth, if known.
    pub birth: Option<NaiveDate>,
    /// 1 man, 2 woman.
    pub sex: u8,
    /// Group code; empty if not stated.
    pub group: String,
    /// Whether a card is valid on the day.
    pub covered: bool,
    /// For who is not covered: the last day before on which they were; `None` if never.
    pub last_covered: Option<NaiveDate>,
    /// For who is covered: the last day before a break; `None` if no end is known.
    pub covered_until: Option<NaiveDate>,
    /// The first day covered after that break, if a card for it is there already.
    pub next_covered: Option<NaiveDate>,
    /// The group code on the earlier list; empty if the list compares nothing.
    pub earlier_group: String,
}

/// The residents of a commune who have no valid card on `on`.
pub fn uncovered(commune: &CommunePeople, on: NaiveDate, filter: &Filter<'_>) -> GapList {
    let day = epoch_days(on);
    list(ListKind::Uncovered, commune, on, filter, |people, person| !people.is_covered(person, day))
}

/// The residents of a commune who are covered on `on` and will not be on some day of the `days` days after it, since no other
/// card follows at once.
///
/// Who has a card that begins only after a break is on the list, with the day on which it begins.
pub fn running_out(commune: &CommunePeople, on: NaiveDate, days: u32, filter: &Filter<'_>) -> GapList {
    let day = epoch_days(on);
    let last = day.saturating_add(i32::try_from(days).unwrap_or(i32::MAX));
    list(ListKind::RunningOut, commune, on, filter, |people, person| {
        spell_on(people, person, day).is_some_and(|spell| spell.until < last)
    })
}

/// The spell of somebody that `day` lies in. Spells that touch are one, so after it there is a break.
fn spell_on(people: &People, person: usize, day: i32) -> Option<Spell> {
    people.spells(person).iter().copied().find(|spell| spell.from <= day && day <= spell.until)
}

fn list(
    kind: ListKind,
    commune: &CommunePeople,
    on: NaiveDate,
    filter: &Filter<'_>,
    wanted: impl Fn(&People, usize) -> bool,
) -> GapList {
    let (people, day) = (&commune.people, epoch_days(on));
    let (mut whole, mut partly, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let mut unsure = 0;
    for household in people.households() {
        let mut residents = household.clone().filter(|&person| people.is_resident(person, day));
        let whole_household = residents.all(|person| !people.is_covered(person, day));
        let named = !people.household(household.start).is_empty();
        let rows = if !named {
            &mut alone
        } else if whole_household {
            &mut whole
        } else {
            &mut partly
        };
        for person in household {
            if !people.is_resident(person, day) || !wanted(people, person) {
                continue;
            }
            match filter.takes(people, person, on) {
                Some(true) => {
                    rows.push(GapRow { whole_household: named && whole_household, ..row(people, person, on) })
                }
                Some(false) => {}
                None => unsure += 1,
            }
        }
    }
    let mut rows: Vec<GapRow> = whole.into_iter().chain(partly).chain(alone).collect();
    number_households(&mut rows);
    GapList { kind, commune: commune.commune.clone(), on, rows, unsure }
}

/// Gives the households of a list their places.
pub(super) fn number_households(rows: &mut [GapRow]) {
    let mut place = 0;
    let mut before: Option<String> = None;
    for row in rows.iter_mut().filter(|row| !row.household.is_empty()) {
        if before.as_deref() != Some(&row.household) {
            place += 1;
            before = Some(row.household.clone());
        }
        row.household_place = Some(place);
    }
}

/// What a list says of somebody on `on`.
pub(super) fn row(people: &People, person: usize, on: NaiveDate) -> GapRow {
    let day = epoch_days(on);
    let now = spell_on(people, person, day);
    let spells = people.spells(person);
    let after = now.map_or(day, |spell| spell.until);
    GapRow {
        household: people.household(person).to_owned(),
        person_id: people.person_id(person).to_owned(),
        full_name: people.full_name(person).to_owned(),
        birth: people.birth(person),
        sex: people.sex(person),
        group: people.group(person).to_owned(),
        covered: now.is_some(),
        last_covered: match now {
            Some(_) => None,
            None => spells.iter().rev().find(|spell| spell.until < day).and_then(|spell| spell.last_day()),
        },
        covered_until: now.and_then(Spell::last_day),
        next_covered: spells.iter().find(|spell| spell.from > after).and_then(|spell| date_of_epoch(spell.from)),
        ..GapRow::default()
    }
}

impl Filter<'_> {
    /// Whether it takes somebody; `None` if something that it asks for is not stated.
    pub(super) fn takes(&self, people: &People, person: usize, on: NaiveDate) -> Option<bool> {
        let age = people.birth(person).and_then(|birth| age_on(birth, on));
        let of_group = self.groups.map_or(Some(true), |groups| match people.group(person) {
            "" => None,
            group => Some(groups.iter().any(|wanted| wanted.trim().eq_ignore_ascii_case(group))),
        });
        let of_sex = self.sex.is_none_or(|sex| sex == people.sex(person));
        let of_age = match (self.age_from.or(self.age_to), age) {
            (None, _) => Some(true),
            (Some(_), None) => None,
            (Some(_), Some(age)) => {
                Some(self.age_from.is_none_or(|from| age >= from) && self.age_to.is_none_or(|to| age <= to))
            }
        };
        let of_sets = self.sets.map_or(Some(true), |(sets, wanted)| {
            let membership = sets.sets_of(people.group(person), people.ethnicity(person), age);
            match (membership.belongs.meets(wanted), membership.unknown.meets(wanted)) {
                (true, _) => Some(true),
                (false, true) => None,
                (false, false) => Some(false),
            }
        });
        let answers = [of_group, Some(of_sex), of_age, of_sets];
        if answers.contains(&Some(false)) {
            return Some(false);
        }
        answers.iter().all(Option::is_some).then_some(true)
    }
}
