//! Edit distance with transpositions, one column of the table in a machine word (Hyyrö 2003).

use super::{clip, places};

/// The most slips that [`few_slips`] tells.
const FEW: u32 = 2;

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

/// [`edit_distance`] where it is at most two; nothing where it is more, which is seen at once for most texts of one length.
///
/// ```
/// use matching::similarity::few_slips;
/// assert_eq!(few_slips(&[1, 2, 3, 4], &[1, 3, 2, 4]), Some(1));
/// assert_eq!(few_slips(&[1, 2, 3, 4, 5, 6], &[6, 5, 4, 3, 2, 1]), None);
/// ```
pub fn few_slips(left: &[u8], right: &[u8]) -> Option<u32> {
    let (left, right) = without_common_ends(clip(left), clip(right));
    if left.len().abs_diff(right.len()) > FEW as usize {
        return None;
    }
    match (left, right) {
        ([], _) | (_, []) => return Some(left.len().max(right.len()) as u32),
        ([_], [_]) => return Some(1),
        ([one, two], [first, second]) => return Some(if one == second && two == first { 1 } else { 2 }),
        _ => {}
    }
    // Both ends differ. Two slips either mend one end each, two letters at most, or move all letters by one.
    if left.len() == right.len() && left.len() > 4 {
        let last = left.len() - 1;
        let mended = left[2..last - 1] == right[2..last - 1];
        let moved = left[1..] == right[..last] || left[..last] == right[1..];
        if !mended && !moved {
            return None;
        }
    }
    Some(edit_distance(left, right)).filter(|&slips| slips <= FEW)
}

/// Two texts from where they begin to differ to where they end to.
fn without_common_ends<'t>(left: &'t [u8], right: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let same = |(one, other): &(&u8, &u8)| one == other;
    let begin = left.iter().zip(right).take_while(same).count();
    let (left, right) = (&left[begin..], &right[begin..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(same).count();
    (&left[..left.len() - end], &right[..right.len() - end])
}
