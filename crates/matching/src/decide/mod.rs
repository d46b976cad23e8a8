//! From patterns to decisions: each pair gets its probability, and the best of the pairs that exclude each other is taken.

mod clusters;
mod one_to_one;
#[cfg(test)]
mod tests;
mod threshold;

use rayon::prelude::*;

use crate::block::{Candidate, Key};
use crate::compare::Comparison;
use crate::learn::{ByLevel, Learned, weigh};
use crate::outcome::{Decision, Pair};
use crate::run::Options;
use crate::schema::Kind;

/// How far the frequency of a value may move a pair, in bits.
const MOST_BY_FREQUENCY: f64 = 8.0;
/// Pairs below these odds (to the base 2) are not looked at again.
const HOPELESS: f64 = -14.0;

/// What was decided.
#[derive(Debug)]
pub(crate) struct Decisions {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) threshold: f64,
    pub(crate) expected_precision: f64,
    pub(crate) expected_recall: Option<f64>,
}

/// A pair that is not hopeless.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    left: u32,
    right: u32,
    pattern: u32,
    keys: u32,
    /// How much likelier the pair is among matches than among others.
    ratio: f64,
    probability: f32,
}

/// Weighs pairs by their levels and by how frequent the values are on which they agree.
struct Scale<'a> {
    comparison: &'a Comparison<'a>,
    weights: Vec<ByLevel>,
}

/// Decides on all pairs that were brought together.
pub(crate) fn decide(
    candidates: Vec<Vec<Candidate>>,
    keys: &[Key],
    learned: &Learned,
    comparison: &Comparison<'_>,
    rows: [usize; 2],
    options: &Options,
) -> Decisions {
    let kinds: Vec<Kind> = comparison.fields.iter().map(|field| field.kind).collect();
    let scale = Scale { comparison, weights: learned.weights(&kinds) };
    let prior = (learned.expected_matches.max(1e-3) / learned.all_pairs.max(1.0)).log2();
    let weighed = |candidate: &Candidate| {
        let weight = weigh(candidate.pattern, comparison.packing, &scale.weights);
        if weight + prior < HOPELESS - MOST_BY_FREQUENCY {
            return None;
        }
        let weight = weight + scale.by_frequency(candidate.left, candidate.pattern);
        let Candidate { left, right, pattern, keys } = *candidate;
        (weight + prior > HOPELESS).then_some(Weighed {
            left,
            right,
            pattern,
            keys,
            ratio: weight.exp2(),
            probability: 0.0,
        })
    };
    let mut live: Vec<Weighed> = candidates
        .into_par_iter()
        .flat_map_iter(|heap| heap.into_iter().filter_map(|candidate| weighed(&candidate)))
        .collect();
    if rows[1] == 0 {
        clusters::decide(&mut live, keys, learned, &scale, options)
    } else {
        one_to_one::decide(&mut live, keys, learned, rows, options)
    }
}

impl Scale<'_> {
    /// What is added for agreement on a rare value, or taken off for agreement on a frequent one.
    fn by_frequency(&self, left: u32, pattern: u32) -> f64 {
        let codes = self.comparison.left(left);
        let mut sum = 0.0;
        for (at, field) in self.comparison.fields.iter().enumerate() {
            let level = self.comparison.packing.level(pattern, at);
            let Some(part) = field.shared_part(level) else { continue };
            let class = part.class(codes[at]);
            if class != 0 && part.chance > 0.0 {
                sum += (part.chance * part.known / f64::from(part.counts[class as usize])).log2();
            }
        }
        sum.clamp(-MOST_BY_FREQUENCY, MOST_BY_FREQUENCY)
    }
}

/// The probability that belongs to odds.
fn probability(odds: f64) -> f64 {
    if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 }
}

impl Weighed {
    fn decided(&self, decision: Decision) -> Pair {
        Pair { left: self.left, right: self.right, probability: self.probability, decision, pattern: self.pattern }
    }
}
