//! Sorting of packed events.

/// Bits sorted by at a time: the counts of one pass lie in the first cache.
const BITS: u32 = 11;

/// Sorts in place, least digit first; a digit that is the same in all is passed over. Below some thousand the
/// comparing sort of the standard library is quicker.
pub fn radix_sort(values: &mut Vec<u64>) {
    if values.len() < 4096 {
        values.sort_unstable();
        return;
    }
    let (all_and, all_or) = values.iter().fold((u64::MAX, 0), |(and, or), &value| (and & value, or | value));
    let varying = all_and ^ all_or;
    let mut other = vec![0_u64; values.len()];
    let mut shift = varying.trailing_zeros();
    while shift < 64 && varying >> shift != 0 {
        let mask = (1_u64 << BITS) - 1;
        if varying >> shift & mask != 0 {
            let mut places = [0_u32; 1 << BITS];
            for &value in values.iter() {
                places[(value >> shift & mask) as usize] += 1;
            }
            let mut before = 0;
            for place in &mut places {
                before += std::mem::replace(place, before);
            }
            for &value in values.iter() {
                let place = &mut places[(value >> shift & mask) as usize];
                other[*place as usize] = value;
                *place += 1;
            }
            std::mem::swap(values, &mut other);
        }
        shift += BITS;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut values in prop::collection::vec(any::<u64>(), 0..10_000), mask: u64) {
            values.iter_mut().for_each(|value| *value &= mask);
            let mut expected = values.clone();
            expected.sort_unstable();
            super::radix_sort(&mut values);
            prop_assert_eq!(values, expected);
        }
    }
}
