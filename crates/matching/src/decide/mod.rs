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
use crate::level::{Level, MOST_LEVELS};
use crate::outcome::{Decision, Pair};
use crate::run::Options;
use crate::schema::Kind;
use crate::value::{Field, Part};

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
    /// For each field and level, the part that its values share and the logarithm of how frequent a value of it is on
    /// average.
    shared: Vec<[Option<(&'a Part, f64)>; MOST_LEVELS]>,
    /// Logarithms of the frequencies that most values have.
    logarithms: Vec<f64>,
}

/// Frequencies whose logarithms are at hand.
const FREQUENCIES: u32 = 1 << 12;
/// Pairs whose rows are fetched together.
const TOGETHER: usize = 64;

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
    let scale = Scale::new(comparison, learned.weights(&kinds));
    let prior = (learned.expected_matches.max(1e-3) / learned.all_pairs.max(1.0)).log2();
    let mut live: Vec<Weighed> = candidates.into_par_iter().flat_map_iter(|heap| scale.hopeful(&heap, prior)).collect();
    if rows[1] == 0 {
        clusters::decide(&mut live, keys, learned, &scale, options)
    } else {
        one_to_one::decide(&mut live, keys, learned, rows, options)
    }
}

impl<'a> Scale<'a> {
    fn new(comparison: &'a Comparison<'a>, weights: Vec<ByLevel>) -> Scale<'a> {
        let shared = |field: &'a Field| {
            std::array::from_fn(|level| {
                let part = field.shared_part(level as Level).filter(|part| part.chance > 0.0)?;
                Some((part, (part.chance * part.known).log2()))
            })
        };
        Scale {
            comparison,
            weights,
            shared: comparison.fields.iter().map(shared).collect(),
            logarithms: (0..FREQUENCIES).map(|count| f64::from(count).log2()).collect(),
        }
    }

    /// The pairs that are not hopeless, weighed. `prior`: logarithm of the odds of any two rows.
    fn hopeful(&self, candidates: &[Candidate], prior: f64) -> Vec<Weighed> {
        let mut hopeful = Vec::new();
        let mut together: Vec<(&Candidate, f64)> = Vec::with_capacity(TOGETHER);
        for candidates in candidates.chunks(TOGETHER) {
            together.clear();
            let weight = |candidate: &Candidate| weigh(candidate.pattern, self.comparison.packing, &self.weights);
            let weighed = candidates.iter().map(|candidate| (candidate, weight(candidate)));
            together.extend(weighed.filter(|(_, weight)| weight + prior >= HOPELESS - MOST_BY_FREQUENCY));
            let rows = together.iter().map(|(candidate, _)| self.comparison.left(candidate.left)[0]);
            std::hint::black_box(rows.fold(0, |touched, code| touched ^ code));
            for &(&Candidate { left, right, pattern, keys }, weight) in &together {
                let weight = weight + self.by_frequency(left, pattern);
                if weight + prior > HOPELESS {
                    hopeful.push(Weighed { left, right, pattern, keys, ratio: weight.exp2(), probability: 0.0 });
                }
            }
        }
        hopeful
    }

    fn logarithm(&self, count: u32) -> f64 {
        self.logarithms.get(count as usize).copied().unwrap_or_else(|| f64::from(count).log2())
    }

    /// What is added for agreement on a rare value, or taken off for agreement on a frequent one.
    fn by_frequency(&self, left: u32, pattern: u32) -> f64 {
        let codes = self.comparison.left(left);
        let mut sum = 0.0;
        for (at, (shared, &code)) in self.shared.iter().zip(codes).enumerate() {
            let level = self.comparison.packing.level(pattern, at);
            let Some((part, usual)) = shared[usize::from(level)] else { continue };
            let class = part.class(code);
            if class != 0 {
                sum += usual - self.logarithm(part.counts[class as usize]);
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
