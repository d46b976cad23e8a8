//! Pairs of rows that agree on a key, each pair once.

use rayon::prelude::*;

use super::{Key, KeyHashes};
use crate::compare::{Comparison, Memory};
use crate::outcome::KeyReport;
use crate::source::intern::mix;
use crate::value::Field;

/// A pair that was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) left: u32,
    pub(crate) right: u32,
    /// The levels of the fields.
    pub(crate) pattern: u32,
    /// The keys on which the pair agrees, a bit each.
    pub(crate) keys: u32,
}

/// Blocks are dealt with side by side in so many heaps, by the upper bits of their hash.
const HEAP_BITS: u32 = 10;
const HEAPS: usize = 1 << HEAP_BITS;
/// Heaps that one thread takes at once.
const HEAPS_AT_ONCE: usize = 16;

/// All pairs that agree on at least one key, in the order of keys; and what each key brought.
///
/// A block of more than `most_in_a_block` pairs is split by the further part of its key.
pub(crate) fn find_pairs(
    keys: &[Key],
    hashes: &mut KeyHashes,
    fields: &[Field],
    comparison: &Comparison<'_>,
    most_in_a_block: u64,
) -> (Vec<Candidate>, Vec<KeyReport>) {
    let one_list = hashes.of_row[1].is_empty();
    let mut reports = Vec::new();
    let mut heaps_of_keys = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let mut report = KeyReport { name: key.name(fields), pairs: 0, split_blocks: 0, left_out_pairs: 0 };
        let mut heaps = Heaps::both(hashes, at, one_list);
        let (large, agreeing) = heaps.large_blocks(one_list, most_in_a_block);
        if !large.is_empty() {
            split(key, at, &large, hashes, fields);
            heaps = Heaps::both(hashes, at, one_list);
            report.split_blocks = large.len() as u64;
            report.left_out_pairs = agreeing;
        }
        heaps_of_keys.push(heaps);
        reports.push(report);
    }
    let mut all = Vec::new();
    for (at, heaps) in heaps_of_keys.into_iter().enumerate() {
        let jobs: Vec<usize> = (0..HEAPS).step_by(HEAPS_AT_ONCE).collect();
        let found: Vec<(Vec<Candidate>, u64)> = jobs
            .into_par_iter()
            .map(|first| {
                let mut job = Job { at, hashes, comparison, memory: comparison.memory(), found: Vec::new(), pairs: 0 };
                for heap in first..first + HEAPS_AT_ONCE {
                    heaps.each_block(heap, one_list, |left, right| job.take(left, right, one_list));
                }
                (job.found, job.pairs)
            })
            .collect();
        all.reserve(found.iter().map(|(found, _)| found.len()).sum());
        for (found, pairs) in found {
            all.extend_from_slice(&found);
            reports[at].pairs += pairs;
        }
        let report = &mut reports[at];
        report.left_out_pairs =
            report.left_out_pairs.saturating_sub(if report.split_blocks > 0 { report.pairs } else { 0 });
    }
    (all, reports)
}

/// The rows of both lists in heaps, each sorted: a hash above a row.
struct Heaps {
    sides: [Side; 2],
}

struct Side {
    entries: Vec<u64>,
    /// Where each heap begins, and the end.
    starts: Vec<usize>,
}

impl Heaps {
    fn both(hashes: &KeyHashes, key: usize, one_list: bool) -> Heaps {
        let of = |side: usize| Side::new(&hashes.of_row[side], hashes.keys, key);
        if one_list {
            return Heaps { sides: [of(0), Side { entries: Vec::new(), starts: vec![0; HEAPS + 1] }] };
        }
        let (left, right) = rayon::join(|| of(0), || of(1));
        Heaps { sides: [left, right] }
    }

    /// Calls `take` with the rows of each list that have the same hash; one list alone gives them twice.
    fn each_block(&self, heap: usize, one_list: bool, mut take: impl FnMut(&[u64], &[u64])) {
        let left = self.sides[0].heap(heap);
        if one_list {
            left.chunk_by(|one, other| one >> 32 == other >> 32).for_each(|block| take(block, block));
            return;
        }
        let mut right = self.sides[1].heap(heap);
        for block in left.chunk_by(|one, other| one >> 32 == other >> 32) {
            let hash = block[0] >> 32;
            let before = right.iter().take_while(|&&entry| entry >> 32 < hash).count();
            right = &right[before..];
            let same = right.iter().take_while(|&&entry| entry >> 32 == hash).count();
            if same > 0 {
                take(block, &right[..same]);
            }
            right = &right[same..];
        }
    }

    /// The hashes whose blocks make too many pairs, ascending; and the pairs of all blocks.
    fn large_blocks(&self, one_list: bool, most: u64) -> (Vec<u32>, u64) {
        let heaps = (0..HEAPS).into_par_iter().map(|heap| {
            let mut large = Vec::new();
            let mut all = 0;
            self.each_block(heap, one_list, |left, right| {
                let (left_rows, right_rows) = (left.len() as u64, right.len() as u64);
                let pairs = if one_list { left_rows * (left_rows - 1) / 2 } else { left_rows * right_rows };
                all += pairs;
                if pairs > most {
                    large.push((left[0] >> 32) as u32);
                }
            });
            (large, all)
        });
        let join = |(mut large, all): (Vec<u32>, u64), (more, pairs): (Vec<u32>, u64)| {
            large.extend_from_slice(&more);
            (large, all + pairs)
        };
        heaps.reduce(Default::default, join)
    }
}

impl Side {
    fn new(of_row: &[u32], keys: usize, key: usize) -> Side {
        let heap_of = |hash: u32| (hash >> (32 - HEAP_BITS)) as usize;
        let mut starts = vec![0; HEAPS + 1];
        let hashes = || of_row.iter().skip(key).step_by(keys).copied();
        hashes().filter(|&hash| hash != 0).for_each(|hash| starts[heap_of(hash) + 1] += 1);
        for heap in 0..HEAPS {
            starts[heap + 1] += starts[heap];
        }
        let mut entries = vec![0_u64; starts[HEAPS]];
        let mut next = starts.clone();
        for (row, hash) in hashes().enumerate().filter(|&(_, hash)| hash != 0) {
            let place = &mut next[heap_of(hash)];
            entries[*place] = u64::from(hash) << 32 | row as u64;
            *place += 1;
        }
        let mut heaps = Vec::with_capacity(HEAPS);
        let mut rest = &mut entries[..];
        for heap in 0..HEAPS {
            let (heap, after) = rest.split_at_mut(starts[heap + 1] - starts[heap]);
            heaps.push(heap);
            rest = after;
        }
        heaps.into_par_iter().with_min_len(HEAPS_AT_ONCE).for_each(<[u64]>::sort_unstable);
        Side { entries, starts }
    }

    fn heap(&self, heap: usize) -> &[u64] {
        &self.entries[self.starts[heap]..self.starts[heap + 1]]
    }
}

/// Gives the rows of large blocks a new hash, with the further part of the key; without it, none.
fn split(key: &Key, at: usize, large: &[u32], hashes: &mut KeyHashes, fields: &[Field]) {
    let keys = hashes.keys;
    for (side, of_row) in hashes.of_row.iter_mut().enumerate() {
        of_row.par_chunks_mut(keys).with_min_len(1 << 12).enumerate().for_each(|(row, hashes)| {
            let hash = hashes[at];
            if hash == 0 || large.binary_search(&hash).is_err() {
                return;
            }
            let class = key.further.map_or(0, |part| part.class(fields, side, row));
            hashes[at] =
                if class == 0 { 0 } else { ((mix(u64::from(hash) << 32 | u64::from(class)) >> 32) as u32).max(1) };
        });
    }
}

/// Some heaps of one key, dealt with on one thread.
struct Job<'a> {
    at: usize,
    hashes: &'a KeyHashes,
    comparison: &'a Comparison<'a>,
    memory: Memory,
    found: Vec<Candidate>,
    pairs: u64,
}

impl Job<'_> {
    fn take(&mut self, left: &[u64], right: &[u64], one_list: bool) {
        let right_side = usize::from(!one_list);
        for (place, &entry) in left.iter().enumerate() {
            let row = entry as u32;
            let keys_of_row = self.hashes.row(0, row);
            let others = if one_list { &right[place + 1..] } else { right };
            self.pairs += others.len() as u64;
            for &other in others {
                let other = other as u32;
                let keys_of_other = self.hashes.row(right_side, other);
                let mut agreeing = 0;
                for (key, (one, two)) in keys_of_row.iter().zip(keys_of_other).enumerate() {
                    agreeing |= u32::from(*one == *two && *one != 0) << key;
                }
                // A pair belongs to the first key on which it agrees.
                if agreeing.trailing_zeros() as usize == self.at {
                    let pattern = self.comparison.pattern(row, other, &mut self.memory);
                    self.found.push(Candidate { left: row, right: other, pattern, keys: agreeing });
                }
            }
        }
    }
}
