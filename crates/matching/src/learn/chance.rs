//! How often two rows agree that are about two persons.

use rayon::prelude::*;

use super::{ByLevel, Learned, normalise};
use crate::compare::Comparison;
use crate::level::{MISSING, MOST_LEVELS, agreements, equal};
use crate::source::intern::mix;
use crate::value::Field;

/// Pairs of rows that are drawn.
const DRAWN: usize = 300_000;
const DRAWN_AT_ONCE: usize = 1 << 13;
/// Nobody's number is safe from standing in another one's row: agreement is never rarer than this.
const RAREST: f64 = 1e-8;

/// How many of the drawn pairs are at each level of each field.
pub(super) fn draw(comparison: &Comparison<'_>, rows: [usize; 2]) -> Vec<ByLevel> {
    let fields = comparison.fields.len();
    let one_list = rows[1] == 0;
    let right_rows = if one_list { rows[0] } else { rows[1] } as u64;
    let nothing = || vec![[0.0; MOST_LEVELS]; fields];
    if rows[0] == 0 || right_rows == 0 {
        return nothing();
    }
    // Each draw follows from its number alone, so that it does not matter who makes it.
    let some = |first: usize| {
        let mut counts = nothing();
        let mut memory = comparison.memory();
        for number in first..first + DRAWN_AT_ONCE {
            let draw = mix(mix(number as u64 + 1));
            let left = (((draw & 0xffff_ffff) * rows[0] as u64) >> 32) as u32;
            let right = (((draw >> 32) * right_rows) >> 32) as u32;
            if one_list && left == right {
                continue;
            }
            let pattern = comparison.pattern(left, right, &mut memory);
            for (field, counts) in counts.iter_mut().enumerate() {
                counts[usize::from(comparison.packing.level(pattern, field))] += 1.0;
            }
        }
        counts
    };
    let add = |mut sum: Vec<ByLevel>, more: Vec<ByLevel>| {
        sum.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(sum, more)| *sum += more);
        sum
    };
    let firsts: Vec<usize> = (0..DRAWN).step_by(DRAWN_AT_ONCE).collect();
    firsts.into_par_iter().map(some).reduce(nothing, add)
}

/// The shares of the levels among pairs that are no matches. What is known of matches is taken off: how often they were
/// drawn, and, as `agreeing`, how many of them agree in the whole value of each field.
pub(super) fn others(
    drawn: &[ByLevel],
    fields: &[Field],
    known: Option<(&Learned, &[f64])>,
    all_pairs: f64,
) -> Vec<ByLevel> {
    let shares = |(at, (drawn, field)): (usize, (&ByLevel, &Field))| {
        let part = &field.parts[0];
        let both_there = (all_pairs * part.present.iter().product::<f64>()).max(1.0);
        let agree = part.chance * both_there;
        let matched = known.map_or(0.0, |(_, agreeing)| agreeing[at]);
        // What is left after taking matches off is no surer than the number it was taken from.
        let exact = ((agree - matched).max(agree.sqrt()) / both_there).clamp(RAREST, 1.0 - RAREST);
        let there: f64 = drawn.iter().skip(usize::from(MISSING) + 1).sum();
        let drawn_matches =
            known.map_or(0.0, |(learned, _)| there * learned.expected_matches / learned.all_pairs.max(1.0));
        let equal = usize::from(equal(field.kind));
        let mut shares = [0.0; MOST_LEVELS];
        for level in usize::from(MISSING) + 1..agreements(field.kind).len() {
            let of_matches = known.map_or(0.0, |(learned, _)| drawn_matches * learned.matches[at][level]);
            shares[level] = if level == equal { 0.0 } else { (drawn[level] - of_matches).max(0.0) + 0.5 };
        }
        normalise(&mut shares);
        shares.iter_mut().for_each(|share| *share *= 1.0 - exact);
        shares[equal] = exact;
        shares
    };
    drawn.iter().zip(fields).enumerate().map(shares).collect()
}
