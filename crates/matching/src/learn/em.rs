//! Expectation and maximisation on the counted patterns.

use rayon::prelude::*;

use super::{ByLevel, Histogram, Learned, normalise, weigh};
use crate::block::Key;
use crate::level::{MISSING, MOST_LEVELS, Packing, equal};
use crate::schema::Kind;

const MOST_STEPS: usize = 40;
/// A session ends when its share of matches moves by less.
const STILL: f64 = 1e-5;
/// The guess about matches counts as much as so many matches.
const GUESS_COUNTS: f64 = 10.0;
/// A session that sees fewer fields hardly tells matches from others.
const FEWEST_FIELDS: usize = 3;
const WORTH_OF_FEW_FIELDS: f64 = 0.02;

/// What one session learnt.
struct Session {
    /// Expected matches among its pairs.
    matches: f64,
    /// How many of them are at each level of each field.
    levels: Vec<ByLevel>,
    /// The fields that it can say something about.
    sees: Vec<bool>,
}

/// The shares of levels among matches, from sessions of all keys.
pub(super) fn matches(
    histogram: &Histogram,
    keys: &[Key],
    learned: &Learned,
    prior: &[ByLevel],
    packing: &Packing,
) -> Vec<ByLevel> {
    let sessions: Vec<Session> = keys
        .par_iter()
        .enumerate()
        .map(|(at, key)| {
            let sees = (0..prior.len()).map(|field| key.parts.iter().all(|part| part.field != field)).collect();
            session(histogram, 1 << at, sees, learned, prior, packing)
        })
        .collect();
    let unseen = |field: usize| sessions.iter().all(|session| !session.sees[field] || session.matches < 1.0);
    // A field that every key holds: what the pairs taken together say, though they were chosen by it.
    let together = (0..prior.len())
        .any(unseen)
        .then(|| session(histogram, u32::MAX, vec![true; prior.len()], learned, prior, packing));
    let field = |field: usize| {
        let mut shares = prior[field].map(|share| share * GUESS_COUNTS);
        let sessions = sessions.iter().filter(|session| session.sees[field]);
        for session in sessions.chain(together.iter().filter(|_| unseen(field))) {
            let few = session.sees.iter().filter(|sees| **sees).count() < FEWEST_FIELDS;
            let worth = if few { WORTH_OF_FEW_FIELDS } else { 1.0 };
            shares.iter_mut().zip(&session.levels[field]).for_each(|(share, level)| *share += worth * level);
        }
        normalise(&mut shares);
        shares
    };
    (0..prior.len()).map(field).collect()
}

fn session(
    histogram: &Histogram,
    keys: u32,
    sees: Vec<bool>,
    learned: &Learned,
    prior: &[ByLevel],
    packing: &Packing,
) -> Session {
    let rows: Vec<_> = histogram.rows.iter().filter(|row| row.keys & keys != 0).collect();
    let all: f64 = rows.iter().map(|row| row.count).sum();
    let mut shares = learned.matches.clone();
    let mut session = Session { matches: 0.0, levels: vec![[0.0; MOST_LEVELS]; prior.len()], sees };
    let mut share_of_matches: f64 = 0.3;
    for _ in 0..MOST_STEPS {
        let weights = weights(&shares, &learned.others, &session.sees);
        let odds = share_of_matches / (1.0 - share_of_matches);
        session.levels.iter_mut().for_each(|levels| *levels = [0.0; MOST_LEVELS]);
        session.matches = 0.0;
        for row in &rows {
            let odds = odds * weigh(row.pattern, packing, &weights).exp2();
            let expected = row.count * if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 };
            session.matches += expected;
            for (field, levels) in session.levels.iter_mut().enumerate() {
                levels[usize::from(packing.level(row.pattern, field))] += expected;
            }
        }
        for ((share, levels), prior) in shares.iter_mut().zip(&session.levels).zip(prior) {
            *share = *levels;
            share.iter_mut().zip(prior).for_each(|(share, prior)| *share += prior * GUESS_COUNTS);
            normalise(share);
        }
        let before = share_of_matches;
        share_of_matches = if all > 0.0 { (session.matches / all).clamp(1e-9, 0.999_999) } else { before };
        if (share_of_matches - before).abs() < STILL * share_of_matches {
            break;
        }
    }
    session
}

fn weights(matches: &[ByLevel], others: &[ByLevel], sees: &[bool]) -> Vec<ByLevel> {
    let weights = |((matches, others), sees): ((&ByLevel, &ByLevel), &bool)| {
        let mut weights = [0.0; MOST_LEVELS];
        for level in usize::from(MISSING) + 1..MOST_LEVELS {
            if *sees && others[level] > 0.0 && matches[level] > 0.0 {
                weights[level] = (matches[level] / others[level]).log2();
            }
        }
        weights
    };
    matches.iter().zip(others).zip(sees).map(weights).collect()
}

/// Settles how many matches are expected among the pairs, and tells how many of them agree in the whole value of each
/// field.
pub(super) fn expect(histogram: &Histogram, learned: &mut Learned, packing: &Packing, kinds: &[Kind]) -> Vec<f64> {
    let weights = learned.weights(kinds);
    let weighed: Vec<f64> = histogram.rows.iter().map(|row| weigh(row.pattern, packing, &weights).exp2()).collect();
    let expected = |share: f64, weight: f64| {
        let odds = share / (1.0 - share) * weight;
        if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 }
    };
    for _ in 0..MOST_STEPS {
        let share = (learned.expected_matches / learned.all_pairs.max(1.0)).clamp(1e-15, 0.5);
        let sum: f64 =
            histogram.rows.iter().zip(&weighed).map(|(row, weight)| row.count * expected(share, *weight)).sum();
        let still = (sum - learned.expected_matches).abs() < STILL * sum;
        learned.expected_matches = sum;
        if still {
            break;
        }
    }
    let share = (learned.expected_matches / learned.all_pairs.max(1.0)).clamp(1e-15, 0.5);
    let mut agreeing = vec![0.0; kinds.len()];
    for (row, weight) in histogram.rows.iter().zip(&weighed) {
        for (field, agreeing) in agreeing.iter_mut().enumerate() {
            if packing.level(row.pattern, field) == equal(kinds[field]) {
                *agreeing += row.count * expected(share, *weight);
            }
        }
    }
    agreeing
}
