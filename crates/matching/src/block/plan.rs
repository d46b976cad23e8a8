//! Choosing keys: which of them would find true pairs that no other finds, at the least cost.
//!
//! What happens to the values of a true pair is guessed for each kind ([`slips`]) and played through for some thousand
//! imagined pairs, with as many values missing as in these lists; what a key costs follows from how often its parts agree
//! by chance in these lists. The key that finds the most new pairs for its cost comes first.

use super::{Key, MOST_KEYS, PartOf};
use crate::schema::Kind;
use crate::source::intern::mix;
use crate::value::{Field, Part, slips};

/// Imagined true pairs.
const IMAGINED: usize = 4096;
const WORDS: usize = IMAGINED / 64;
/// Sorting a list by one key costs as much as comparing so many pairs a row.
const SORTING_COST: f64 = 1.0;
/// The share of imagined pairs that a key must add, and what it must add for each pair a row that it costs.
const LEAST_GAIN: f64 = 0.0004;
const GAIN_FOR_COST: f64 = 0.002;
/// Costs that are not asked after: a key of short lists may add as little as it likes.
const FREE_COST: f64 = 1e6;
/// Pairs that are looked at however short the lists are: they take about a second.
const FREE_PAIRS: f64 = 2e6;
/// Slips come together: every second imagined pair is one of careless rows, with so many times the slips.
const CARELESS: f64 = 3.0;
/// Parts that tell so little or are missing so often are not tried.
const GREATEST_CHANCE: f64 = 0.6;
const LEAST_PRESENT: f64 = 0.02;

type Found = [u64; WORDS];

/// The keys for these lists, for at most `pairs_per_row` pairs for each row of the longer one.
pub(crate) fn choose_keys(fields: &[Field], rows: [usize; 2], pairs_per_row: f64) -> Vec<Key> {
    let one_list = rows[1] == 0;
    let left = rows[0] as f64;
    let all_pairs = if one_list { left * (left - 1.0) / 2.0 } else { left * rows[1] as f64 };
    let longer = rows[0].max(rows[1]) as f64;
    let budget = (pairs_per_row * longer).max(FREE_PAIRS);
    let parts = tried_parts(fields);
    let found = imagine(fields, &parts);
    let mut candidates = Vec::new();
    combine(fields, &parts, &found, all_pairs, budget, &mut candidates);
    let sorting = SORTING_COST * (rows[0] + rows[1]) as f64;
    let mut keys: Vec<Key> = Vec::new();
    let mut open = [u64::MAX; WORDS];
    let mut spent = 0.0;
    while keys.len() < MOST_KEYS {
        let gain =
            |found: &Found| found.iter().zip(&open).map(|(found, open)| (found & open).count_ones()).sum::<u32>();
        let worth = |(key, found): &(Key, Found)| f64::from(gain(found)) / (sorting + key.expected_pairs);
        candidates.retain(|(key, found)| {
            let beyond = (sorting + key.expected_pairs - FREE_COST).max(0.0) / longer.max(1.0);
            let least = LEAST_GAIN.max(GAIN_FOR_COST * beyond) * IMAGINED as f64;
            spent + key.expected_pairs <= budget && f64::from(gain(found)) >= least
        });
        let Some(best) =
            (0..candidates.len()).max_by(|&one, &other| worth(&candidates[one]).total_cmp(&worth(&candidates[other])))
        else {
            break;
        };
        let (key, found) = candidates.swap_remove(best);
        open.iter_mut().zip(&found).for_each(|(open, found)| *open &= !found);
        spent += key.expected_pairs;
        keys.push(key);
    }
    for key in &mut keys {
        key.further = further_part(fields, &parts, key);
    }
    keys
}

fn part(fields: &[Field], part: PartOf) -> &Part {
    &fields[part.field].parts[part.part]
}

fn tried_parts(fields: &[Field]) -> Vec<PartOf> {
    let all =
        fields.iter().enumerate().flat_map(|(field, of)| (0..of.parts.len()).map(move |part| PartOf { field, part }));
    all.filter(|&at| {
        let part = part(fields, at);
        part.chance < GREATEST_CHANCE && part.present.iter().all(|&present| present > LEAST_PRESENT)
    })
    .collect()
}

/// Which imagined pairs agree in each part.
fn imagine(fields: &[Field], parts: &[PartOf]) -> Vec<Found> {
    let mut found = vec![[0; WORDS]; parts.len()];
    for (at, field) in fields.iter().enumerate() {
        for pair in 0..IMAGINED {
            let draw = mix(mix(at as u64 + 1) ^ pair as u64);
            let chance = |draw: u64| (draw >> 11) as f64 / (1_u64 << 53) as f64;
            let agreeing = agreeing_parts(field.kind, chance(draw), if pair % 2 == 0 { 1.0 } else { CARELESS });
            // Whether both values are there is one draw for all parts of a field.
            let there = chance(mix(draw));
            for (found, of) in found.iter_mut().zip(parts).filter(|(_, of)| of.field == at) {
                let present: f64 = part(fields, *of).present.iter().product();
                if agreeing >> of.part & 1 == 1 && there < present {
                    found[pair / 64] |= 1 << (pair % 64);
                }
            }
        }
    }
    found
}

/// The parts in which two values agree, by a draw from 0 to 1, where slips are so many `times` as frequent.
fn agreeing_parts(kind: Kind, draw: f64, times: f64) -> u32 {
    let Some(((without, all), slips)) = slips(kind).split_first() else { return 0 };
    let without = 1.0 - ((1.0 - without) * times).min(0.8);
    if draw < without {
        return *all;
    }
    // What is left of the draw is dealt out among the slips.
    let mut rest = (draw - without) / (1.0 - without) * slips.iter().map(|(share, _)| share).sum::<f64>();
    let slip = slips.iter().find(|(share, _)| {
        rest -= share;
        rest < 0.0
    });
    slip.map_or(0, |(_, parts)| *parts)
}

/// All keys of up to four parts of different fields that would make no more than `most` pairs. A key that can be had
/// with fewer parts is not refined any further: it finds more.
fn combine(
    fields: &[Field],
    parts: &[PartOf],
    found: &[Found],
    all_pairs: f64,
    most: f64,
    keys: &mut Vec<(Key, Found)>,
) {
    let mut open: Vec<(Vec<usize>, f64, Found)> = vec![(Vec::new(), all_pairs, [u64::MAX; WORDS])];
    for _ in 0..4 {
        let mut next = Vec::new();
        for (chosen, pairs, found_so_far) in open {
            let first = chosen.last().map_or(0, |&last| last + 1);
            for at in first..parts.len() {
                if chosen.iter().any(|&other| parts[other].field == parts[at].field) {
                    continue;
                }
                let of = part(fields, parts[at]);
                let pairs = pairs * of.chance * of.present.iter().product::<f64>();
                let mut both = found_so_far;
                both.iter_mut().zip(&found[at]).for_each(|(both, found)| *both &= found);
                let mut chosen = chosen.clone();
                chosen.push(at);
                if pairs <= most {
                    let parts = chosen.iter().map(|&at| parts[at]).collect();
                    keys.push((Key { parts, expected_pairs: pairs, further: None }, both));
                }
                // A finer key is cheaper: it is of use where the coarser one takes a good part of what may be spent.
                if pairs > most / 50.0 && chosen.len() < 4 {
                    next.push((chosen, pairs, both));
                }
            }
        }
        open = next;
    }
}

/// The part by which a block that is too large is split: the one that tells most, of a field that the key lacks.
fn further_part(fields: &[Field], parts: &[PartOf], key: &Key) -> Option<PartOf> {
    let others = parts.iter().filter(|other| key.parts.iter().all(|part| part.field != other.field));
    let likely = others.filter(|&&other| part(fields, other).present.iter().all(|&present| present > 0.5));
    likely.min_by(|&&one, &&other| part(fields, one).chance.total_cmp(&part(fields, other).chance)).copied()
}
