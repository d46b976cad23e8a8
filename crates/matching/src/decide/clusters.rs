//! One list: the rows of one person form a cluster, and every two rows of a cluster are a pair.
//!
//! Two clusters become one where their rows fit together on the average, not only where two of them do: a chain of
//! likenesses breaks where its ends contradict each other.

use std::collections::HashMap;

use super::threshold::{found_by_keys, threshold};
use super::{Decisions, Scale, Weighed, probability};
use crate::block::Key;
use crate::compare::Memory;
use crate::learn::{Learned, weigh};
use crate::outcome::{Decision, Pair};
use crate::run::Options;

/// How much one pair may say for or against joining two clusters, as logarithm of the odds to the base 2.
const LOUDEST: f64 = 20.0;
/// Rows of a cluster beyond which it is not joined to another one: no person is listed so often.
const LARGEST: usize = 64;
const ROUNDS: usize = 6;

pub(super) fn decide(
    live: &mut [Weighed],
    keys: &[Key],
    learned: &Learned,
    scale: &Scale<'_>,
    options: &Options,
) -> Decisions {
    let mut matches = learned.expected_matches;
    let mut prior = 0.0;
    for _ in 0..ROUNDS {
        prior = (matches.max(1e-3) / learned.all_pairs.max(1.0)).log2();
        live.iter_mut().for_each(|pair| pair.probability = probability(pair.ratio * prior.exp2()) as f32);
        matches = live.iter().map(|pair| f64::from(pair.probability)).sum();
    }
    let found = found_by_keys(live, keys);
    live.sort_unstable_by(|one, other| {
        other.ratio.total_cmp(&one.ratio).then((one.left, one.right).cmp(&(other.left, other.right)))
    });
    let probabilities: Vec<f32> = live.iter().map(|pair| pair.probability).collect();
    let all = matches / found.unwrap_or(1.0).max(0.5);
    let threshold = threshold(&probabilities, all, options.precision);
    let mut clusters =
        Clusters { scale, prior, of_row: HashMap::new(), members: Vec::new(), memory: scale.comparison.memory() };
    for pair in live.iter().filter(|pair| f64::from(pair.probability) >= threshold) {
        clusters.join(pair, threshold);
    }
    let mut pairs = clusters.pairs();
    let right: f64 = pairs.iter().map(|pair| f64::from(pair.probability)).sum();
    let count = pairs.len();
    for pair in live.iter().filter(|pair| f64::from(pair.probability) >= options.review_from) {
        if !clusters.are_together(pair.left, pair.right) {
            pairs.push(pair.decided(Decision::Review));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    Decisions {
        pairs,
        threshold,
        expected_precision: if count == 0 { 1.0 } else { right / count as f64 },
        expected_recall: found.filter(|_| all > 0.0).map(|_| (right / all).min(1.0)),
    }
}

struct Clusters<'a> {
    scale: &'a Scale<'a>,
    /// Logarithm of the odds of any two rows.
    prior: f64,
    /// The cluster of each row that is in one.
    of_row: HashMap<u32, usize>,
    /// The rows of each cluster; none where it went into another.
    members: Vec<Vec<u32>>,
    memory: Memory,
}

impl Clusters<'_> {
    fn of(&mut self, row: u32) -> usize {
        *self.of_row.entry(row).or_insert_with(|| {
            self.members.push(vec![row]);
            self.members.len() - 1
        })
    }

    fn are_together(&self, left: u32, right: u32) -> bool {
        self.of_row.get(&left).is_some_and(|cluster| self.of_row.get(&right) == Some(cluster))
    }

    /// Logarithm of the odds that two rows are about one person.
    fn odds(&mut self, left: u32, right: u32) -> (f64, u32) {
        let (left, right) = (left.min(right), left.max(right));
        let pattern = self.scale.comparison.pattern(left, right, &mut self.memory);
        let weight = weigh(pattern, self.scale.comparison.packing, &self.scale.weights);
        (self.prior + weight + self.scale.by_frequency(left, pattern), pattern)
    }

    /// Makes the clusters of two rows one, unless their other rows speak against it.
    fn join(&mut self, pair: &Weighed, threshold: f64) {
        let (one, other) = (self.of(pair.left), self.of(pair.right));
        if one == other {
            return;
        }
        let (few, many) = if self.members[one].len() < self.members[other].len() { (one, other) } else { (other, one) };
        let pairs = self.members[few].len() * self.members[many].len();
        if self.members[few].len() + self.members[many].len() > LARGEST {
            return;
        }
        let mut sum = 0.0;
        for left in self.members[few].clone() {
            for right in self.members[many].clone() {
                sum += self.odds(left, right).0.clamp(-LOUDEST, LOUDEST);
            }
        }
        if probability((sum / pairs as f64).exp2()) < threshold {
            return;
        }
        let moved = std::mem::take(&mut self.members[few]);
        for &row in &moved {
            self.of_row.insert(row, many);
        }
        self.members[many].extend(moved);
    }

    /// Every two rows of each cluster. What binds a row to its cluster binds it to each of its rows: the probability of
    /// a pair is at least that of the average over the cluster.
    fn pairs(&mut self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for mut rows in self.members.clone() {
            rows.sort_unstable();
            let mut odds = Vec::new();
            for (at, &left) in rows.iter().enumerate() {
                for &right in &rows[at + 1..] {
                    odds.push((left, right, self.odds(left, right)));
                }
            }
            let average = odds.iter().map(|(.., (odds, _))| odds.clamp(-LOUDEST, LOUDEST)).sum::<f64>()
                / odds.len().max(1) as f64;
            for (left, right, (odds, pattern)) in odds {
                let probability = probability(odds.max(average).exp2()) as f32;
                pairs.push(Pair { left, right, probability, decision: Decision::Match, pattern });
            }
        }
        pairs
    }
}
