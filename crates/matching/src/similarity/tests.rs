use proptest::prelude::*;

use super::*;

/// Optimal string alignment by its table.
fn edit_distance_by_table(left: &[u8], right: &[u8]) -> u32 {
    let mut table = vec![vec![0_u32; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            table[i][j] = if i == 0 || j == 0 {
                (i + j) as u32
            } else {
                let change = table[i - 1][j - 1] + u32::from(left[i - 1] != right[j - 1]);
                let mut least = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[left.len()][right.len()]
}

/// Jaro–Winkler as it is told in words.
fn jaro_winkler_by_loops(left: &[u8], right: &[u8]) -> f32 {
    if left == right {
        return 1.0;
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut right_free = vec![true; right.len()];
    let mut left_common = Vec::new();
    for (i, letter) in left.iter().enumerate() {
        let found = (0..right.len()).find(|&j| i.abs_diff(j) <= reach && right_free[j] && right[j] == *letter);
        if let Some(j) = found {
            right_free[j] = false;
            left_common.push(*letter);
        }
    }
    if left_common.is_empty() {
        return 0.0;
    }
    let right_common: Vec<u8> = (0..right.len()).filter(|&j| !right_free[j]).map(|j| right[j]).collect();
    let swapped = left_common.iter().zip(&right_common).filter(|(left, right)| left != right).count() as f32;
    let common = left_common.len() as f32;
    let jaro = (common / left.len() as f32 + common / right.len() as f32 + (common - swapped / 2.0) / common) / 3.0;
    let prefix = left.iter().zip(right).take(4).take_while(|(left, right)| left == right).count() as f32;
    jaro + prefix * 0.1 * (1.0 - jaro)
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![prop::collection::vec(0_u8..4, 0..12), prop::collection::vec(0_u8..64, 0..=64)]
}

/// A text and what some slips of the pen made of it.
fn text_and_slips() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    (text(), prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, 0_u8..64), 0..4)).prop_map(
        |(text, slips)| {
            let mut slipped = text.clone();
            for (place, slip, symbol) in slips {
                let at = place.index(slipped.len() + 1);
                match slip {
                    0 if at < slipped.len() => slipped[at] = symbol,
                    1 if slipped.len() < 64 => slipped.insert(at, symbol),
                    2 if at < slipped.len() => drop(slipped.remove(at)),
                    3 if at + 1 < slipped.len() => slipped.swap(at, at + 1),
                    _ => {}
                }
            }
            (text, slipped)
        },
    )
}

proptest! {
    #[test]
    fn edit_distance_is_that_of_the_table((left, right) in prop_oneof![text_and_slips(), (text(), text())]) {
        prop_assert_eq!(edit_distance(&left, &right), edit_distance_by_table(&left, &right));
        prop_assert_eq!(edit_distance(&left, &right), edit_distance(&right, &left));
    }

    #[test]
    fn few_slips_are_told_and_more_are_not((left, right) in prop_oneof![text_and_slips(), (text(), text())]) {
        let slips = edit_distance_by_table(&left, &right);
        prop_assert_eq!(few_slips(&left, &right), (slips <= 2).then_some(slips));
    }

    #[test]
    fn jaro_winkler_is_that_of_the_loops((left, right) in prop_oneof![text_and_slips(), (text(), text())]) {
        let (fast, slow) = (jaro_winkler(&left, &right), jaro_winkler_by_loops(&left, &right));
        prop_assert!((fast - slow).abs() < 1e-6, "{} is not {}", fast, slow);
    }

    #[test]
    fn long_texts_are_compared_by_their_beginning(left in prop::collection::vec(0_u8..64, 65..200)) {
        prop_assert_eq!(edit_distance(&left, &left[..64]), 0);
        prop_assert_eq!(few_slips(&left, &left[..64]), Some(0));
        prop_assert_eq!(jaro_winkler(&left, &left[..64]), 1.0);
    }
}
