//! What agreement says, learnt from the lists themselves.
//!
//! How often rows of two persons agree (`u`) comes from all pairs of rows, nearly all of which are about two persons:
//! agreement in the whole value is counted, the levels between are drawn by chance (`chance`). How often rows of one
//! person agree (`m`) comes from the pairs that were brought together, by expectation and maximisation (`em`): one
//! session for each key, which says nothing about the fields of the key, since on them its pairs agree by being chosen.

mod chance;
mod em;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::block::{Candidate, Key};
use crate::compare::Comparison;
use crate::level::{DIFFERENT, Level, MISSING, MOST_LEVELS, Packing, agreements, equal};
use crate::outcome::Agreement;
use crate::schema::Kind;
use crate::source::intern::mix;

/// A number for each level of a field.
pub(crate) type ByLevel = [f64; MOST_LEVELS];

/// How often matches, and other pairs, are at each level of each field, where both values are there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Learned {
    pub(crate) matches: Vec<ByLevel>,
    pub(crate) others: Vec<ByLevel>,
    /// How many true pairs are expected among the pairs that were brought together.
    pub(crate) expected_matches: f64,
    /// All pairs of rows there are.
    pub(crate) all_pairs: f64,
}

/// The pairs that were brought together, counted by pattern and keys, in ascending order.
#[derive(Debug)]
pub(crate) struct Histogram {
    pub(crate) rows: Vec<Counted>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) pattern: u32,
    pub(crate) keys: u32,
    pub(crate) count: f64,
}

/// How often the numbers of matches and of other pairs are held against each other.
const ROUNDS: usize = 4;

impl Histogram {
    pub(crate) fn new(candidates: &[Vec<Candidate>]) -> Histogram {
        type Counts = HashMap<u64, u32, std::hash::BuildHasherDefault<MixHasher>>;
        let counts = candidates
            .par_iter()
            .fold(Counts::default, |mut counts, candidates| {
                for candidate in candidates {
                    *counts.entry(u64::from(candidate.pattern) << 32 | u64::from(candidate.keys)).or_default() += 1;
                }
                counts
            })
            .reduce(Counts::default, |mut counts, others| {
                others.into_iter().for_each(|(pattern, count)| *counts.entry(pattern).or_default() += count);
                counts
            });
        let mut rows: Vec<(u64, u32)> = counts.into_iter().collect();
        rows.sort_unstable();
        let counted = |(both, count): (u64, u32)| Counted {
            pattern: (both >> 32) as u32,
            keys: both as u32,
            count: count.into(),
        };
        Histogram { rows: rows.into_iter().map(counted).collect() }
    }
}

/// Learns from the pairs that were brought together under `keys`.
pub(crate) fn learn(histogram: &Histogram, keys: &[Key], comparison: &Comparison<'_>, rows: [usize; 2]) -> Learned {
    let kinds: Vec<Kind> = comparison.fields.iter().map(|field| field.kind).collect();
    let left = rows[0] as f64;
    let all_pairs = if rows[1] == 0 { left * (left - 1.0) / 2.0 } else { left * rows[1] as f64 };
    let drawn = chance::draw(comparison, rows);
    let prior: Vec<ByLevel> = kinds.iter().map(|&kind| guess(kind)).collect();
    let mut learned = Learned {
        others: chance::others(&drawn, comparison.fields, None, all_pairs),
        matches: prior.clone(),
        expected_matches: 0.3 * rows[0].min(rows[1].max(rows[0] / 2)) as f64,
        all_pairs,
    };
    for _ in 0..ROUNDS {
        learned.matches = em::matches(histogram, keys, &learned, &prior, comparison.packing);
        let agreeing = em::expect(histogram, &mut learned, comparison.packing, &kinds);
        learned.others = chance::others(&drawn, comparison.fields, Some((&learned, &agreeing)), all_pairs);
    }
    learned
}

impl Learned {
    /// What each level adds to the logarithm (to the base 2) of the odds: nothing where a value is missing; no level adds
    /// more than equal values or less than different ones.
    pub(crate) fn weights(&self, kinds: &[Kind]) -> Vec<ByLevel> {
        let weights = |((matches, others), &kind): ((&ByLevel, &ByLevel), &Kind)| {
            let mut weights = [0.0; MOST_LEVELS];
            let raw = |level: Level| (matches[usize::from(level)] / others[usize::from(level)]).log2();
            let most = raw(equal(kind)).max(0.0);
            let least = raw(DIFFERENT).min(0.0);
            for level in DIFFERENT..agreements(kind).len() as Level {
                weights[usize::from(level)] = raw(level).clamp(least, most);
            }
            weights[usize::from(DIFFERENT)] = least;
            weights[usize::from(equal(kind))] = most;
            weights
        };
        self.matches.iter().zip(&self.others).zip(kinds).map(weights).collect()
    }
}

/// The sum of the weights of a pattern.
#[inline]
pub(crate) fn weigh(pattern: u32, packing: &Packing, weights: &[ByLevel]) -> f64 {
    weights.iter().enumerate().map(|(field, weights)| weights[usize::from(packing.level(pattern, field))]).sum()
}

/// What is held of matches before anything is learnt.
fn guess(kind: Kind) -> ByLevel {
    let mut shares = [0.0; MOST_LEVELS];
    for (level, agreement) in agreements(kind).iter().enumerate() {
        shares[level] = match agreement {
            Agreement::Missing => 0.0,
            Agreement::Different => 0.02,
            Agreement::Partial => 0.01,
            Agreement::Similar | Agreement::Swapped => 0.015,
            Agreement::Close | Agreement::Shortened | Agreement::Folded => 0.03,
            Agreement::Succeeded => 0.05,
            Agreement::Equal => 0.86,
        };
    }
    normalise(&mut shares);
    shares
}

/// Makes the shares of all levels but [`MISSING`] add up to 1.
fn normalise(shares: &mut ByLevel) {
    shares[usize::from(MISSING)] = 0.0;
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 {
        shares.iter_mut().for_each(|share| *share /= sum);
    }
}

/// A hasher for numbers; the order in which it keeps them is never seen.
#[derive(Default)]
struct MixHasher(u64);

impl std::hash::Hasher for MixHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::source::intern::hash_bytes(bytes) ^ mix(self.0);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0 ^ number);
    }
}
