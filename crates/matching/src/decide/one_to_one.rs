//! Two lists, each of which tells of a person at most once.
//!
//! That a row has at most one match is knowledge: the pairs of a row share its probability among themselves and with the
//! chance that it has none.

use rayon::prelude::*;

use super::threshold::{found_by_keys, threshold};
use super::{Decisions, Weighed, probability};
use crate::block::Key;
use crate::learn::Learned;
use crate::outcome::{Decision, Pair};
use crate::run::Options;

/// How often the number of matches is reckoned anew from the probabilities.
const ROUNDS: usize = 6;
/// However many matches there seem to be, so many rows may have none.
const GREATEST_SHARE: f64 = 0.9;

pub(super) fn decide(
    live: &mut Vec<Weighed>,
    keys: &[Key],
    learned: &Learned,
    rows: [usize; 2],
    options: &Options,
) -> Decisions {
    let mut matches = learned.expected_matches;
    for _ in 0..ROUNDS {
        let before = matches;
        matches = spread(live, matches, learned.all_pairs, rows, options.one_to_one);
        if (matches - before).abs() < 1e-4 * before {
            break;
        }
    }
    let found = found_by_keys(live, keys);
    live.retain(|pair| f64::from(pair.probability) >= options.review_from.min(0.01));
    // Ties are broken by the rows, so that the order in which pairs were found does not matter.
    let order = |one: &Weighed, other: &Weighed| {
        other.ratio.total_cmp(&one.ratio).then((one.left, one.right).cmp(&(other.left, other.right)))
    };
    live.par_sort_unstable_by(order);
    let mut taken = [vec![false; rows[0]], vec![false; rows[1]]];
    let mut first = Vec::with_capacity(live.len());
    let mut rest = Vec::new();
    for pair in live.iter() {
        let (left, right) = (pair.left as usize, pair.right as usize);
        if options.one_to_one && (taken[0][left] || taken[1][right]) {
            rest.push(*pair);
        } else {
            (taken[0][left], taken[1][right]) = (true, true);
            first.push(*pair);
        }
    }
    let mut probabilities: Vec<f32> = first.iter().map(|pair| pair.probability).collect();
    probabilities.par_sort_unstable_by(|one, other| other.total_cmp(one));
    let all = matches / found.unwrap_or(1.0).max(0.5);
    let threshold = threshold(&probabilities, all, options.precision);
    let is_match = |pair: &Weighed| f64::from(pair.probability) >= threshold;
    let right: f64 = first.iter().filter(|pair| is_match(pair)).map(|pair| f64::from(pair.probability)).sum();
    let count = first.iter().filter(|pair| is_match(pair)).count();
    let decided = first.iter().map(|pair| (pair, is_match(pair))).chain(rest.iter().map(|pair| (pair, false)));
    let mut pairs: Vec<Pair> = decided
        .filter(|(pair, is_match)| *is_match || f64::from(pair.probability) >= options.review_from)
        .map(|(pair, is_match)| pair.decided(if is_match { Decision::Match } else { Decision::Review }))
        .collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    Decisions {
        pairs,
        threshold,
        expected_precision: if count == 0 { 1.0 } else { right / count as f64 },
        expected_recall: found.filter(|_| all > 0.0).map(|_| (right / all).min(1.0)),
    }
}

/// Gives each pair its probability, `matches` being expected; tells how many matches follow.
fn spread(live: &mut [Weighed], matches: f64, all_pairs: f64, rows: [usize; 2], one_to_one: bool) -> f64 {
    let shorter = rows[0].min(rows[1]).max(1) as f64;
    let free = if one_to_one { 1.0 - (matches / shorter).min(GREATEST_SHARE) } else { 1.0 };
    let prior = matches.max(1e-3) / all_pairs.max(1.0) / free;
    let odds = |pair: &Weighed| (prior * pair.ratio).min(1e12);
    if one_to_one {
        let sum = |side: usize, row: fn(&Weighed) -> u32| {
            let mut sums = vec![0.0_f64; rows[side]];
            live.iter().for_each(|pair| sums[row(pair) as usize] += odds(pair));
            sums
        };
        let (left, right) = rayon::join(|| sum(0, |pair| pair.left), || sum(1, |pair| pair.right));
        let sums = [left, right];
        live.par_iter_mut().with_min_len(1 << 14).for_each(|pair| {
            let odds = odds(pair);
            let others = sums[0][pair.left as usize] - odds + sums[1][pair.right as usize] - odds;
            pair.probability = (odds / (1.0 + odds + others.max(0.0))) as f32;
        });
    } else {
        live.par_iter_mut().for_each(|pair| pair.probability = probability(odds(pair)) as f32);
    }
    live.iter().map(|pair| f64::from(pair.probability)).sum()
}
