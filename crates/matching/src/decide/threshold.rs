//! The threshold, from the probabilities alone; and the share of true pairs that the keys brought together.

use super::Weighed;
use crate::block::Key;

/// Expected true pairs that two keys must have in common to say something about those that neither found.
const FEWEST_IN_COMMON: f64 = 30.0;

/// The least probability that is taken: where the expected F1 is greatest, or the expected precision is just as great as
/// asked for. `probabilities` descend; `all` is the expected number of true pairs.
pub(super) fn threshold(probabilities: &[f32], all: f64, precision: Option<f64>) -> f64 {
    let mut right = 0.0;
    let mut best = (0.0, 1.0);
    for (taken, &probability) in (1_u64..).zip(probabilities) {
        right += f64::from(probability);
        let worth = match precision {
            None => 2.0 * right / (taken as f64 + all),
            Some(precision) if right >= precision * taken as f64 => taken as f64,
            Some(_) => break,
        };
        if worth > best.0 {
            best = (worth, f64::from(probability));
        }
    }
    best.1
}

/// The share of true pairs that agree on at least one key, by how many two keys of different fields find in common
/// (Lincoln and Petersen): the median over all such keys. `None` where no two keys can say.
pub(super) fn found_by_keys(pairs: &[Weighed], keys: &[Key]) -> Option<f64> {
    let mut common = vec![vec![0.0; keys.len()]; keys.len()];
    let mut all = 0.0;
    for pair in pairs {
        let probability = f64::from(pair.probability);
        all += probability;
        let mut rest = pair.keys;
        while rest != 0 {
            let one = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            common[one][one] += probability;
            let mut others = rest;
            while others != 0 {
                common[one][others.trailing_zeros() as usize] += probability;
                others &= others - 1;
            }
        }
    }
    let mut totals: Vec<f64> = Vec::new();
    for one in 0..keys.len() {
        for other in one + 1..keys.len() {
            let apart =
                keys[one].parts.iter().all(|part| keys[other].parts.iter().all(|other| other.field != part.field));
            if apart && common[one][other] >= FEWEST_IN_COMMON {
                totals.push(common[one][one] * common[other][other] / common[one][other]);
            }
        }
    }
    totals.sort_by(f64::total_cmp);
    let median = *totals.get(totals.len() / 2)?;
    Some((all / median).min(1.0))
}
