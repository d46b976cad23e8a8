//! The threshold, from the probabilities alone; and the share of true pairs that the keys brought together.

use std::collections::BTreeMap;

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
    // There are many pairs, but few sets of keys on which they agree.
    let mut by_keys: BTreeMap<u32, f64> = BTreeMap::new();
    for pair in pairs {
        *by_keys.entry(pair.keys).or_default() += f64::from(pair.probability);
    }
    let all: f64 = by_keys.values().sum();
    let expected = |mask: u32| by_keys.iter().filter(|(keys, _)| *keys & mask == mask).map(|(_, sum)| sum).sum::<f64>();
    let common = |one: usize, other: usize| expected(1 << one | 1 << other);
    let mut totals: Vec<f64> = Vec::new();
    for one in 0..keys.len() {
        for other in one + 1..keys.len() {
            let apart =
                keys[one].parts.iter().all(|part| keys[other].parts.iter().all(|other| other.field != part.field));
            if apart && common(one, other) >= FEWEST_IN_COMMON {
                totals.push(common(one, one) * common(other, other) / common(one, other));
            }
        }
    }
    totals.sort_by(f64::total_cmp);
    let median = *totals.get(totals.len() / 2)?;
    Some((all / median).min(1.0))
}
