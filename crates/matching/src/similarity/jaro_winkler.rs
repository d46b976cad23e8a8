//! Jaro–Winkler similarity; the letters in reach are found by one mask instead of a loop.

use super::{clip, places};

const LONGEST_PREFIX: usize = 4;
const PREFIX_WEIGHT: f32 = 0.1;

/// The similarity of Jaro, raised for a common beginning after Winkler: 1 for equal texts, 0 for texts without a common
/// letter.
///
/// ```
/// use matching::similarity::{jaro_winkler, symbols};
/// let text = |text| symbols(text).collect::<Vec<u8>>();
/// assert!((jaro_winkler(&text("martha"), &text("marhta")) - 0.9611).abs() < 0.0001);
/// ```
pub fn jaro_winkler(left: &[u8], right: &[u8]) -> f32 {
    let (left, right) = (clip(left), clip(right));
    if left == right {
        return 1.0;
    }
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let places = places(right);
    let (mut left_found, mut right_found) = (0_u64, 0_u64);
    for (at, &symbol) in left.iter().enumerate() {
        let first = at.saturating_sub(reach);
        if first >= right.len() {
            break;
        }
        let below_end = u64::MAX >> (63 - (at + reach).min(63));
        let in_reach = places[usize::from(symbol & 63)] & !right_found & below_end & (u64::MAX << first);
        let found = in_reach & in_reach.wrapping_neg();
        right_found |= found;
        left_found |= u64::from(found != 0) << at;
    }
    let common = left_found.count_ones();
    if common == 0 {
        return 0.0;
    }
    let out_of_place = out_of_place(left, left_found, right, right_found);
    let common = common as f32;
    let jaro =
        (common / left.len() as f32 + common / right.len() as f32 + (common - out_of_place as f32 / 2.0) / common)
            / 3.0;
    let prefix = left.iter().zip(right).take(LONGEST_PREFIX).take_while(|(left, right)| left == right).count();
    jaro + prefix as f32 * PREFIX_WEIGHT * (1.0 - jaro)
}

/// Common letters that stand in another order.
fn out_of_place(left: &[u8], mut left_found: u64, right: &[u8], mut right_found: u64) -> u32 {
    let mut count = 0;
    while left_found != 0 && right_found != 0 {
        count += u32::from(left[left_found.trailing_zeros() as usize] != right[right_found.trailing_zeros() as usize]);
        left_found &= left_found - 1;
        right_found &= right_found - 1;
    }
    count
}
