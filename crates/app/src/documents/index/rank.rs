//! How well a paper answers a query: the pure part.

use super::words::{ISSUER, SUBJECT, TEXT, Wanted};

/// Where the words of a query stand in one paper: for each word the places, in rising order, with whether the occurrence
/// is written exactly as typed.
pub type Places<'a> = [&'a [(u32, bool)]];

/// The rank of a paper: fewer words that agree only without diacritics go first, then the higher weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rank {
    /// Words of the query that stand in the paper only with other diacritics than typed.
    pub folded: usize,
    /// The weight.
    pub weight: f64,
}

/// How much a word counts by where it stands.
fn part(place: u32) -> f64 {
    match place {
        0..SUBJECT => 6.0,
        SUBJECT..ISSUER => 4.0,
        ISSUER..TEXT => 1.5,
        _ => 1.0,
    }
}

/// The rank of a paper in which every word stands; nothing where words that must follow each other do not. `rarity` says
/// for each word how rare it is.
pub fn rank(query: &[Wanted], places: &Places<'_>, rarity: &[f64]) -> Option<Rank> {
    let mut weight = 0.0;
    let mut folded = 0;
    for (places, rarity) in places.iter().zip(rarity) {
        let best = places.iter().map(|(place, _)| part(*place)).fold(0.0, f64::max);
        let count = f64::from(u32::try_from(places.len()).unwrap_or(u32::MAX));
        weight += rarity * best * (1.0 + count.ln());
        folded += usize::from(!places.iter().any(|(_, exact)| *exact));
    }
    let mut neighbours = 0.0;
    let mut start = 0;
    for index in 1..query.len() {
        if !query[index].follows {
            start = index;
        }
        if adjoin(places[index - 1], places[index]) {
            neighbours += 1.0;
        } else if query[index].follows {
            return None;
        }
        if query[index].follows && !runs(&places[start..=index]) {
            return None;
        }
    }
    if query.len() > 1 {
        let pairs = f64::from(u32::try_from(query.len() - 1).unwrap_or(u32::MAX));
        weight *= 1.0 + 2.0 * neighbours / pairs;
    }
    Some(Rank { folded, weight })
}

fn adjoin(before: &[(u32, bool)], after: &[(u32, bool)]) -> bool {
    before.iter().any(|(place, _)| holds(after, place + 1))
}

fn holds(places: &[(u32, bool)], place: u32) -> bool {
    places.binary_search_by_key(&place, |(place, _)| *place).is_ok()
}

/// Whether the words stand one after another somewhere.
fn runs(places: &Places<'_>) -> bool {
    let Some((first, rest)) = places.split_first() else { return true };
    first.iter().any(|(place, _)| (1..).zip(rest).all(|(step, places)| holds(places, place + step)))
}
