use proptest::prelude::*;

use super::*;
use crate::block::PartOf;

/// Counted patterns of two codes and a sex, as they would be if matches and others were as told.
fn counted(share: f64, matches: &[ByLevel], others: &[ByLevel], packing: &Packing, pairs: f64) -> Histogram {
    let mut rows = Vec::new();
    for one in 1..4_u8 {
        for two in 1..4_u8 {
            for three in 1..3_u8 {
                let levels = [one, two, three];
                let pattern =
                    levels.iter().enumerate().fold(0, |pattern, (field, &level)| pattern | packing.place(field, level));
                let chance = |shares: &[ByLevel]| {
                    levels.iter().zip(shares).map(|(&level, of)| of[usize::from(level)]).product::<f64>()
                };
                let count = pairs * (share * chance(matches) + (1.0 - share) * chance(others));
                rows.push(Counted { pattern, keys: 1, count });
            }
        }
    }
    Histogram { rows }
}

fn shares(kind: Kind, equal_share: f64, close_share: f64) -> ByLevel {
    let mut shares = [0.0; MOST_LEVELS];
    shares[usize::from(DIFFERENT)] = 1.0 - equal_share - close_share;
    if kind != Kind::Sex {
        shares[2] = close_share;
    }
    shares[usize::from(equal(kind))] += equal_share;
    normalise(&mut shares);
    shares
}

proptest! {
    #[test]
    fn what_is_true_of_matches_is_learnt_without_labels(
        one in 0.7..0.95_f64,
        two in 0.6..0.9_f64,
        share in 0.2..0.8_f64,
    ) {
        let kinds = [Kind::Code, Kind::Code, Kind::Sex];
        let packing = Packing::new(&kinds);
        let matches = [shares(kinds[0], one, 0.04), shares(kinds[1], two, 0.05), shares(kinds[2], 0.97, 0.0)];
        let others = [shares(kinds[0], 0.01, 0.01), shares(kinds[1], 0.02, 0.02), shares(kinds[2], 0.5, 0.0)];
        let histogram = counted(share, &matches, &others, &packing, 1e5);
        let prior: Vec<ByLevel> = kinds.iter().map(|&kind| guess(kind)).collect();
        let learned = Learned { matches: prior.clone(), others: others.to_vec(), expected_matches: 1e4, all_pairs: 1e10 };
        // The key is of a field that is not there, so that its session sees all fields.
        let key = Key { parts: vec![PartOf { field: 9, part: 0 }], expected_pairs: 1.0, further: None };
        let found = em::matches(&histogram, &[key], &learned, &prior, &packing);
        for (field, (found, matches)) in found.iter().zip(&matches).enumerate() {
            let equal = usize::from(equal(kinds[field]));
            prop_assert!((found[equal] - matches[equal]).abs() < 0.03, "{} is not {}", found[equal], matches[equal]);
        }
    }

    #[test]
    fn no_level_weighs_more_than_equal_or_less_than_different(
        matches in prop::collection::vec(1e-6..1.0_f64, MOST_LEVELS),
        others in prop::collection::vec(1e-9..1.0_f64, MOST_LEVELS),
        kind in prop::sample::select(Kind::ALL.to_vec()),
    ) {
        let by_level = |shares: &[f64]| {
            let mut all = [0.0; MOST_LEVELS];
            all.copy_from_slice(shares);
            vec![all]
        };
        let learned = Learned { matches: by_level(&matches), others: by_level(&others), expected_matches: 1.0, all_pairs: 1.0 };
        let weights = &learned.weights(&[kind])[0];
        prop_assert_eq!(weights[usize::from(MISSING)], 0.0);
        let (least, most) = (weights[usize::from(DIFFERENT)], weights[usize::from(equal(kind))]);
        prop_assert!(least <= 0.0 && most >= 0.0);
        for &weight in &weights[1..agreements(kind).len()] {
            prop_assert!(weight >= least && weight <= most);
        }
    }
}
