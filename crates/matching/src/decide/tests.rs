use proptest::prelude::*;

use super::threshold::{found_by_keys, threshold};
use super::*;
use crate::block::PartOf;

proptest! {
    #[test]
    fn no_other_threshold_promises_a_better_f1(mut probabilities in prop::collection::vec(0.0..1.0_f32, 1..50), missed in 0.0..5.0_f64) {
        probabilities.sort_by(|one, other| other.total_cmp(one));
        let all: f64 = probabilities.iter().map(|&probability| f64::from(probability)).sum::<f64>() + missed;
        let promise = |threshold: f64| {
            let taken: Vec<f64> = probabilities.iter().map(|&one| f64::from(one)).filter(|&one| one >= threshold).collect();
            2.0 * taken.iter().sum::<f64>() / (taken.len() as f64 + all)
        };
        let chosen = promise(threshold(&probabilities, all, None));
        for &other in &probabilities {
            prop_assert!(promise(f64::from(other)) <= chosen + 1e-9);
        }
    }

    #[test]
    fn the_precision_asked_for_is_expected(mut probabilities in prop::collection::vec(0.0..1.0_f32, 1..50), asked in 0.5..1.0_f64) {
        probabilities.sort_by(|one, other| other.total_cmp(one));
        let threshold = threshold(&probabilities, 10.0, Some(asked));
        let taken: Vec<f64> = probabilities.iter().map(|&one| f64::from(one)).filter(|&one| one >= threshold).collect();
        prop_assert!(taken.iter().sum::<f64>() >= asked * taken.len() as f64 - 1e-9);
    }
}

#[test]
fn what_two_independent_keys_find_in_common_tells_what_both_miss() {
    let key = |field| Key { parts: vec![PartOf { field, part: 0 }], expected_pairs: 0.0, further: None };
    let pair = |keys| Weighed { left: 0, right: 0, pattern: 0, keys, ratio: 1.0, probability: 1.0 };
    // Of 1000 true pairs one key finds 80 %, the other 50 %, each regardless of the other.
    let mut pairs = vec![pair(0b11); 400];
    pairs.extend(vec![pair(0b01); 400]);
    pairs.extend(vec![pair(0b10); 100]);
    let found = found_by_keys(&pairs, &[key(0), key(1)]).expect("known");
    assert!((found - 0.9).abs() < 1e-9);
    assert_eq!(found_by_keys(&pairs, &[key(0), key(0)]), None, "keys of one field are not independent");
}
