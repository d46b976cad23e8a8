//! How many are covered, and how many are missing to a target.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rules::number::Fixed;
use rules::rate::{Comparator, Ratio};

use crate::day::epoch_days;
use crate::people::People;
use crate::policy::{Membership, PolicySets, age_on};

/// A whole in ten-thousandths of a percent.
const WHOLE: i128 = 100 * Fixed::UNIT as i128;

/// Residents, and how many of them are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Residents.
    pub residents: u64,
    /// Of them, covered.
    pub covered: u64,
}

/// Ages in completed years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgeBand {
    /// From this age on.
    pub from: u16,
    /// Up to this age, that year included; `None` for all above.
    pub to: Option<u16>,
}

/// Households by how many of their residents are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Households {
    /// All.
    pub covered: u64,
    /// Some.
    pub partly: u64,
    /// None: the whole household has no card.
    pub uncovered: u64,
}

/// What a [`Breakdown`] is by.
#[derive(Clone, Copy, Debug)]
pub struct BreakdownBy<'a> {
    /// The policy sets.
    pub sets: &'a PolicySets,
    /// Ages at which a new band begins, ascending; the first band begins at birth.
    pub ages: &'a [u16],
}

/// Counts of a day for one commune, or, added up, for many. Counts can be added in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// Everybody.
    pub all: Pair,
    /// Men.
    pub men: Pair,
    /// Women.
    pub women: Pair,
    /// People whose sex is not stated.
    pub sex_unknown: Pair,
    /// By group code; the empty one is not stated.
    pub by_group: BTreeMap<String, Pair>,
    /// By policy set, by its place; people may be in several.
    pub by_set: BTreeMap<usize, Pair>,
    /// For each set, by its place, those of whom it cannot be said whether they are in it.
    pub set_unknown: BTreeMap<usize, Pair>,
    /// By age.
    pub by_age: BTreeMap<AgeBand, Pair>,
    /// People whose age is not known.
    pub age_unknown: Pair,
    /// Households that have a number.
    pub households: Households,
}

/// How many people must still be covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The target is met.
    Met,
    /// So many more.
    People(u64),
    /// More than everybody would have to be covered.
    OutOfReach,
    /// It cannot be said, and why, in Vietnamese.
    Unknown(String),
}

/// How many people must still be covered to reach a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Of everybody.
    pub all: Need,
    /// Of men.
    pub men: Need,
    /// Of women.
    pub women: Need,
    /// Of men and women together so that the target is met by both (criterion 15.1: "đạt cho cả nam và nữ").
    pub both_sexes: Need,
    /// Within each group code.
    pub by_group: BTreeMap<String, Need>,
}

/// The fewest people who must still be covered so that `pair` meets a target in percent; exact, never on a rounded rate.
pub fn still_needed(pair: Pair, comparator: Comparator, target: Fixed) -> Need {
    let (residents, covered) = (i128::from(pair.residents), i128::from(pair.covered));
    let product = i128::from(target.ten_thousandths()) * residents;
    let fewest = match comparator {
        Comparator::AtLeast => product.div_euclid(WHOLE) + i128::from(product.rem_euclid(WHOLE) > 0),
        Comparator::MoreThan => product.div_euclid(WHOLE) + 1,
        Comparator::Equal | Comparator::AtMost | Comparator::LessThan => {
            return Need::Unknown("Chỉ tiêu không phải là mức tối thiểu nên không có số người còn thiếu.".to_owned());
        }
    };
    if residents == 0 {
        return Need::Unknown("Chưa có dân số nên chưa tính được số người còn thiếu.".to_owned());
    }
    match u64::try_from(fewest - covered) {
        Ok(0) | Err(_) => Need::Met,
        Ok(_) if fewest > residents => Need::OutOfReach,
        Ok(missing) => Need::People(missing),
    }
}

impl Pair {
    /// How many are not covered.
    pub fn uncovered(self) -> u64 {
        self.residents - self.covered.min(self.residents)
    }

    /// The rate; `None` without residents.
    pub fn ratio(self) -> Option<Ratio> {
        Ratio::new(i64::try_from(self.covered).ok()?, i64::try_from(self.residents).ok()?).ok()
    }

    fn count(&mut self, covered: bool) {
        self.residents += 1;
        self.covered += u64::from(covered);
    }

    fn add(&mut self, other: Pair) {
        self.residents += other.residents;
        self.covered += other.covered;
    }
}

impl Breakdown {
    /// Counts the people of a commune on a day.
    pub fn of(people: &People, on: NaiveDate, by: BreakdownBy<'_>) -> Breakdown {
        let mut counts = Breakdown::default();
        let day = epoch_days(on);
        // Thousands of people share group, ethnicity and age, and texts are slow to compare.
        let mut memberships: HashMap<(u32, u32, Option<u16>), Membership> = HashMap::new();
        for household in people.households() {
            let mut own = Pair::default();
            for person in household.clone().filter(|&person| people.is_resident(person, day)) {
                let covered = people.is_covered(person, day);
                own.count(covered);
                let age = people.birth(person).and_then(|birth| age_on(birth, on));
                let (group, ethnicity) = people.group_and_ethnicity(person);
                let membership = *(memberships.entry((group, ethnicity, age)))
                    .or_insert_with(|| by.sets.sets_of(people.group(person), people.ethnicity(person), age));
                counts.count(people, person, age.map(|age| AgeBand::of(age, by.ages)), membership, covered);
            }
            if own.residents == 0 || people.household(household.start).is_empty() {
                continue;
            }
            match own.covered {
                0 => counts.households.uncovered += 1,
                covered if covered == own.residents => counts.households.covered += 1,
                _ => counts.households.partly += 1,
            }
        }
        counts
    }

    fn count(&mut self, people: &People, person: usize, band: Option<AgeBand>, sets: Membership, covered: bool) {
        self.all.count(covered);
        match people.sex(person) {
            1 => self.men.count(covered),
            2 => self.women.count(covered),
            _ => self.sex_unknown.count(covered),
        }
        let group = people.group(person);
        match self.by_group.get_mut(group) {
            Some(pair) => pair.count(covered),
            None => self.by_group.entry(group.to_owned()).or_default().count(covered),
        }
        match band {
            Some(band) => self.by_age.entry(band).or_default().count(covered),
            None => self.age_unknown.count(covered),
        }
        sets.belongs.places().for_each(|place| self.by_set.entry(place).or_default().count(covered));
        sets.unknown.places().for_each(|place| self.set_unknown.entry(place).or_default().count(covered));
    }

    /// Adds the counts of other people.
    pub fn add(&mut self, other: &Breakdown) {
        self.all.add(other.all);
        self.men.add(other.men);
        self.women.add(other.women);
        self.sex_unknown.add(other.sex_unknown);
        self.age_unknown.add(other.age_unknown);
        for (group, pair) in &other.by_group {
            self.by_group.entry(group.clone()).or_default().add(*pair);
        }
        for (place, pair) in &other.by_set {
            self.by_set.entry(*place).or_default().add(*pair);
        }
        for (place, pair) in &other.set_unknown {
            self.set_unknown.entry(*place).or_default().add(*pair);
        }
        for (band, pair) in &other.by_age {
            self.by_age.entry(*band).or_default().add(*pair);
        }
        self.households.covered += other.households.covered;
        self.households.partly += other.households.partly;
        self.households.uncovered += other.households.uncovered;
    }

    /// Who is still missing to a target in percent.
    pub fn needs(&self, comparator: Comparator, target: Fixed) -> Needs {
        let need = |pair| still_needed(pair, comparator, target);
        let of_sex = |pair| {
            if self.sex_unknown.residents == 0 {
                return need(pair);
            }
            Need::Unknown(format!(
                "Có {} người chưa ghi giới tính nên chưa tính được riêng nam, nữ.",
                self.sex_unknown.residents
            ))
        };
        let (men, women) = (of_sex(self.men), of_sex(self.women));
        let both_sexes = match (&men, &women) {
            (Need::Unknown(reason), _) | (_, Need::Unknown(reason)) => Need::Unknown(reason.clone()),
            (Need::OutOfReach, _) | (_, Need::OutOfReach) => Need::OutOfReach,
            (Need::Met, other) | (other, Need::Met) => other.clone(),
            (Need::People(men), Need::People(women)) => Need::People(men + women),
        };
        let by_group = self.by_group.iter().map(|(group, pair)| (group.clone(), need(*pair))).collect();
        Needs { all: need(self.all), men, women, both_sexes, by_group }
    }
}

impl AgeBand {
    /// The band of an age among those that begin at these ages, ascending.
    pub fn of(age: u16, begins: &[u16]) -> AgeBand {
        let place = begins.partition_point(|&begin| begin <= age);
        let from = place.checked_sub(1).map_or(0, |place| begins[place]);
        AgeBand { from, to: begins.get(place).map(|next| next - 1) }
    }
}
