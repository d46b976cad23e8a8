//! Whether the goals of the children, taken together, reach the goal of the parent.

use serde::{Deserialize, Serialize};

use super::{Goal, Measure};
use crate::number::Fixed;
use crate::rate::Comparator;

/// A unit below, with its goal and what its rate is weighted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child<K> {
    /// Which unit.
    pub unit: K,
    /// Its goal, if it has one; a goal in another measure than the parent's counts as none.
    pub goal: Option<Goal>,
    /// Its population, or for a share of units its number of units. Counts need none.
    pub population: Option<i64>,
}

/// What the check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CascadeCheck<K> {
    /// Whether the parent's goal is reached.
    pub verdict: CascadeVerdict,
    /// The weighted mean of the known rates, rounded to four decimals, or the sum of the known counts; nothing where a
    /// rate lacks its weight.
    pub together: Option<Fixed>,
    /// Children without a goal.
    pub without_target: Vec<K>,
    /// Children without a usable population, where one is needed.
    pub without_population: Vec<K>,
}

/// Whether the goals of the children reach the parent's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum CascadeVerdict {
    /// They do.
    Reaches,
    /// They do not.
    FallsShort {
        /// By how much: percentage points, rounded up at the fourth decimal, or ones. Nought where only "trên" is missed.
        by: Fixed,
    },
    /// It cannot be said.
    Unknown {
        /// Why, in Vietnamese.
        reason: String,
    },
}

/// Checks rates by their mean weighted by population (Σ goalᵢ·popᵢ against parent·Σ popᵢ, in integers) and counts by
/// their sum. A parent goal of exactly a value counts as reached from that value up.
pub fn check_cascade<K: Clone>(parent: &Goal, children: &[Child<K>]) -> CascadeCheck<K> {
    let rates = parent.measure().is_rate();
    let lacks = |child: &&Child<K>| goal_of(parent.measure(), child).is_none();
    let without_target: Vec<K> = children.iter().filter(lacks).map(|child| child.unit.clone()).collect();
    let without_population: Vec<K> =
        children.iter().filter(|child| rates && weight_of(child).is_none()).map(|child| child.unit.clone()).collect();
    let sums = Sums::of(parent, children, rates);
    let verdict = match &sums {
        _ if children.is_empty() => unknown("Không có đơn vị trực thuộc nào để kiểm tra."),
        None => unknown("Các số quá lớn để cộng: hãy kiểm tra lại chỉ tiêu và dân số."),
        Some(sums) => sums.verdict(parent, without_target.len(), without_population.len()),
    };
    let together = sums.filter(|_| without_population.is_empty()).and_then(|sums| sums.together());
    CascadeCheck { verdict, together, without_target, without_population }
}

fn goal_of<K>(measure: Measure, child: &Child<K>) -> Option<Goal> {
    child.goal.filter(|goal| goal.measure() == measure)
}

fn weight_of<K>(child: &Child<K>) -> Option<i64> {
    child.population.filter(|population| *population >= 0)
}

fn unknown(reason: &str) -> CascadeVerdict {
    CascadeVerdict::Unknown { reason: reason.to_owned() }
}

struct Sums {
    /// Σ value·weight in ten-thousandths; for counts each weight is 1.
    weighted: i128,
    /// What the parent's value must be multiplied by to be compared: Σ weight, or 1 for counts.
    weights: i128,
    /// Whether a child that weighs something asks for strictly more (or less) than its value.
    strict: bool,
    rates: bool,
}

impl Sums {
    fn of<K>(parent: &Goal, children: &[Child<K>], rates: bool) -> Option<Sums> {
        let mut sums = Sums { weighted: 0, weights: if rates { 0 } else { 1 }, strict: false, rates };
        for child in children {
            let weight = if rates { weight_of(child) } else { Some(1) };
            let (Some(goal), Some(weight)) = (goal_of(parent.measure(), child), weight) else {
                continue;
            };
            let share = i128::from(goal.value().ten_thousandths()).checked_mul(weight.into())?;
            sums.weighted = sums.weighted.checked_add(share)?;
            if rates {
                sums.weights += i128::from(weight);
            }
            sums.strict |= weight > 0 && goal.comparator() == parent.comparator();
        }
        Some(sums)
    }

    fn verdict(&self, parent: &Goal, without_target: usize, without_population: usize) -> CascadeVerdict {
        let Some(needed) = i128::from(parent.value().ten_thousandths()).checked_mul(self.weights) else {
            return unknown("Các số quá lớn để cộng: hãy kiểm tra lại chỉ tiêu và dân số.");
        };
        let ordering = self.weighted.cmp(&needed);
        let reached = match parent.comparator() {
            Comparator::Equal => ordering.is_ge(),
            // Children that each go beyond their values go beyond the mean of these values together.
            Comparator::MoreThan | Comparator::LessThan if ordering.is_eq() => self.strict,
            comparator => comparator.holds(ordering),
        };
        let complete = without_target == 0 && without_population == 0;
        // Counts are not negative: more children can only add to the sum.
        let settled = !self.rates && reached != parent.comparator().is_ceiling();
        if !complete && !settled {
            return CascadeVerdict::Unknown { reason: missing(without_target, without_population) };
        }
        if self.weights == 0 {
            return unknown("Tổng dân số của các đơn vị trực thuộc bằng 0: hãy nhập dân số.");
        }
        if reached {
            return CascadeVerdict::Reaches;
        }
        let steps = needed.abs_diff(self.weighted).div_ceil(self.weights.unsigned_abs());
        match i64::try_from(steps) {
            Ok(steps) => CascadeVerdict::FallsShort { by: Fixed::from_ten_thousandths(steps) },
            Err(_) => unknown("Các số quá lớn để cộng: hãy kiểm tra lại chỉ tiêu và dân số."),
        }
    }

    fn together(&self) -> Option<Fixed> {
        let rounded = (2 * self.weighted + self.weights).checked_div(2 * self.weights)?;
        i64::try_from(rounded).ok().map(Fixed::from_ten_thousandths)
    }
}

fn missing(without_target: usize, without_population: usize) -> String {
    let parts: Vec<String> = [(without_target, "chưa có chỉ tiêu"), (without_population, "chưa có dân số")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} đơn vị trực thuộc {what}"))
        .collect();
    format!("Chưa kết luận được: {}.", parts.join(", "))
}
