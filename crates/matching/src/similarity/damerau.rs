//! Edit distance with transpositions, one column of the table in a machine word (Hyyrö 2003).

use super::{clip, places};

/// The fewest letters to put in, leave out, change or swap with their neighbour that make one text the other; no part is
/// changed twice (optimal string alignment).
///
/// ```
/// use matching::similarity::{edit_distance, symbols};
/// let text = |text| symbols(text).collect::<Vec<u8>>();
/// assert_eq!(edit_distance(&text("nguyen van an"), &text("ngueyn van anh")), 2);
/// ```
pub fn edit_distance(left: &[u8], right: &[u8]) -> u32 {
    let (left, right) = (clip(left), clip(right));
    if left.is_empty() {
        return right.len() as u32;
    }
    let places = places(left);
    let last = 1_u64 << (left.len() - 1);
    let mut distance = left.len() as u32;
    let (mut raised, mut lowered) = (!0_u64, 0_u64);
    let (mut diagonal, mut places_before) = (0_u64, 0_u64);
    for &symbol in right {
        let here = places[usize::from(symbol & 63)];
        let swapped = ((!diagonal & here) << 1) & places_before;
        diagonal = ((here & raised).wrapping_add(raised) ^ raised) | here | lowered | swapped;
        let raised_across = lowered | !(diagonal | raised);
        let lowered_across = raised & diagonal;
        distance += u32::from(raised_across & last != 0);
        distance -= u32::from(lowered_across & last != 0);
        let raised_across = (raised_across << 1) | 1;
        raised = (lowered_across << 1) | !(diagonal | raised_across);
        lowered = raised_across & diagonal;
        places_before = here;
    }
    distance
}
