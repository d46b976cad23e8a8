//! Pairs of rows that agree on a key, each pair once.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::{Key, hash_rows};
use crate::compare::{Comparison, Memory};
use crate::outcome::KeyReport;
use crate::rows::Rows;
use crate::source::intern::mix;

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

/// A key that finds so many times the pairs it was expected to find says something else than was thought.
const UNEXPECTED: f64 = 3.0;

/// All pairs that agree on at least one key, in heaps in the order of keys; and what each key brought.
///
/// A block of more than `most_in_a_block` pairs is split by the further part of its key; so are all blocks of a key that
/// finds many more pairs than it was expected to. A key that even then finds too many is left out.
pub(crate) fn find_pairs(
    keys: &[Key],
    comparison: &mut Comparison<'_>,
    most_in_a_block: u64,
) -> (Vec<Vec<Candidate>>, Vec<KeyReport>) {
    let fields = comparison.fields;
    comparison.rows.iter_mut().for_each(|rows| hash_rows(keys, fields, rows));
    let mut reports: Vec<KeyReport> =
        keys.iter().enumerate().map(|(at, key)| thin(at, key, comparison, most_in_a_block)).collect();
    let (heaps, pairs) = find_under_keys(keys.len(), comparison);
    for (report, pairs) in reports.iter_mut().zip(pairs) {
        report.pairs = pairs;
        report.left_out_pairs = report.left_out_pairs.saturating_sub(pairs);
    }
    for rows in &mut comparison.rows {
        let wide = std::mem::replace(rows, Rows::new(0, 0, 0));
        *rows = wide.without_hashes();
    }
    (heaps, reports)
}

/// The pairs under keys whose hashes are filled in, and how many agree on each.
fn find_under_keys(keys: usize, comparison: &Comparison<'_>) -> (Vec<Vec<Candidate>>, Vec<u64>) {
    let one_list = comparison.rows[1].is_empty();
    let partners = Partners::new(comparison.rows[0].len());
    let mut all = Vec::new();
    let mut pairs_of_keys = vec![0; keys];
    for (at, pairs_of_key) in pairs_of_keys.iter_mut().enumerate() {
        let heaps = Heaps::both(&comparison.rows, at);
        let jobs: Vec<usize> = (0..HEAPS).step_by(HEAPS_AT_ONCE).collect();
        let jobs = jobs.into_par_iter().map(|first| {
            let mut job = Job::new(at, &partners, comparison);
            for heap in first..first + HEAPS_AT_ONCE {
                heaps.each_block(heap, one_list, |left, right| job.take(left, right, one_list));
            }
            job.look(one_list);
            job.found.shrink_to_fit();
            (job.found, job.pairs)
        });
        for (found, pairs) in jobs.collect::<Vec<_>>() {
            all.push(found);
            *pairs_of_key += pairs;
        }
    }
    (all, pairs_of_keys)
}

/// Splits the blocks of a key that would make too many pairs. The report tells as left out all pairs that agreed on the
/// key before, if any block was split.
fn thin(at: usize, key: &Key, comparison: &mut Comparison<'_>, most_in_a_block: u64) -> KeyReport {
    let mut report = KeyReport { name: key.name(comparison.fields), pairs: 0, split_blocks: 0, left_out_pairs: 0 };
    let one_list = comparison.rows[1].is_empty();
    let most_of_the_key = UNEXPECTED * key.expected_pairs + most_in_a_block as f64;
    let crowd = Crowd::new(&comparison.rows, at);
    let too_many = crowd.pairs > most_of_the_key;
    if too_many || crowd.most_in_a_block > most_in_a_block as f64 {
        let most_in_a_block = if too_many { 0 } else { most_in_a_block };
        let (large, agreeing) = Heaps::both(&comparison.rows, at).large_blocks(one_list, most_in_a_block);
        if !large.is_empty() {
            split(key, at, &large, comparison);
            report.split_blocks = large.len() as u64;
            report.left_out_pairs = agreeing;
            if too_many && Crowd::new(&comparison.rows, at).pairs > most_of_the_key {
                comparison.rows.iter_mut().for_each(|rows| rows.fill(|_, _, hashes| hashes[at] = 0));
            }
        }
    }
    report
}

/// How many pairs a key makes, roughly, without sorting its rows.
struct Crowd {
    /// About all pairs.
    pairs: f64,
    /// No block has more.
    most_in_a_block: f64,
}

impl Crowd {
    /// Buckets that stay close to the processor.
    const MOST_BUCKET_BITS: u32 = 18;

    fn new(rows: &[Rows; 2], key: usize) -> Crowd {
        let one_list = rows[1].is_empty();
        let longer = rows[0].len().max(rows[1].len());
        let bits = (usize::BITS - longer.leading_zeros()).clamp(4, Crowd::MOST_BUCKET_BITS);
        let count = |side: usize| {
            let mut buckets = vec![0_u32; 1 << bits];
            let hashes = rows[side].hashes_of_key(key);
            hashes.filter(|&hash| hash != 0).for_each(|hash| buckets[(hash >> (32 - bits)) as usize] += 1);
            buckets
        };
        let (left, right) = rayon::join(|| count(0), || if one_list { Vec::new() } else { count(1) });
        let mut crowd = Crowd { pairs: 0.0, most_in_a_block: 0.0 };
        let mut rows = [0.0; 2];
        for (at, &here) in left.iter().enumerate() {
            let here = f64::from(here);
            let there = if one_list { (here - 1.0).max(0.0) / 2.0 } else { f64::from(right[at]) };
            rows[0] += here;
            rows[1] += if one_list { here / 2.0 } else { there };
            crowd.pairs += here * there;
            crowd.most_in_a_block = crowd.most_in_a_block.max(here * there);
        }
        // Rows of different keys that share a bucket.
        crowd.pairs -= rows[0] * rows[1] / (1_u64 << bits) as f64;
        crowd
    }
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
    fn both(rows: &[Rows; 2], key: usize) -> Heaps {
        let of = |side: usize| Side::new(rows[side].hashes_of_key(key).collect());
        if rows[1].is_empty() {
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
    fn new(hashes: Vec<u32>) -> Side {
        let heap_of = |hash: u32| (hash >> (32 - HEAP_BITS)) as usize;
        let mut starts = vec![0; HEAPS + 1];
        hashes.iter().filter(|&&hash| hash != 0).for_each(|&hash| starts[heap_of(hash) + 1] += 1);
        for heap in 0..HEAPS {
            starts[heap + 1] += starts[heap];
        }
        let mut entries = vec![0_u64; starts[HEAPS]];
        let mut next = starts.clone();
        for (row, hash) in hashes.into_iter().enumerate().filter(|&(_, hash)| hash != 0) {
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
fn split(key: &Key, at: usize, large: &[u32], comparison: &mut Comparison<'_>) {
    let fields = comparison.fields;
    for rows in &mut comparison.rows {
        rows.fill(|_, codes, hashes| {
            let hash = hashes[at];
            if hash == 0 || large.binary_search(&hash).is_err() {
                return;
            }
            let class = key.further.map_or(0, |part| part.class(fields, codes));
            hashes[at] =
                if class == 0 { 0 } else { ((mix(u64::from(hash) << 32 | u64::from(class)) >> 32) as u32).max(1) };
        });
    }
}

/// For each row of the first list, a row with which it was found under some key: rows of one person agree on many keys, and
/// need not be looked up again under each. That a pair is not kept here says nothing, so threads need not agree.
struct Partners {
    of_row: Vec<AtomicU32>,
}

impl Partners {
    const NONE: u32 = u32::MAX;
    /// Keys on which a pair agrees that will be met again.
    const KEYS_TO_BE_KEPT: u32 = 3;

    fn new(rows: usize) -> Partners {
        Partners { of_row: std::iter::repeat_with(|| AtomicU32::new(Partners::NONE)).take(rows).collect() }
    }

    fn were_found(&self, left: u32, right: u32) -> bool {
        self.of_row[left as usize].load(Ordering::Relaxed) == right
    }

    fn keep(&self, pair: &Candidate) {
        if pair.keys.count_ones() >= Partners::KEYS_TO_BE_KEPT {
            self.of_row[pair.left as usize].store(pair.right, Ordering::Relaxed);
        }
    }
}

/// Some heaps of one key, dealt with on one thread.
struct Job<'a> {
    at: usize,
    partners: &'a Partners,
    comparison: &'a Comparison<'a>,
    memory: Memory,
    /// Pairs that agree on the key and still are to be looked at. What they need lies all over the memory: looked at
    /// together, their rows are fetched side by side.
    waiting: Vec<(u32, u32)>,
    found: Vec<Candidate>,
    pairs: u64,
}

/// Pairs that are looked at together.
const TOGETHER: usize = 64;

impl<'a> Job<'a> {
    fn new(at: usize, partners: &'a Partners, comparison: &'a Comparison<'a>) -> Job<'a> {
        let (memory, waiting) = (comparison.memory(), Vec::with_capacity(TOGETHER));
        Job { at, partners, comparison, memory, waiting, found: Vec::new(), pairs: 0 }
    }

    fn take(&mut self, left: &[u64], right: &[u64], one_list: bool) {
        for (place, &row) in left.iter().enumerate() {
            let others = if one_list { &right[place + 1..] } else { right };
            self.pairs += others.len() as u64;
            for &other in others {
                let (row, other) = (row as u32, other as u32);
                if self.partners.were_found(row, other) {
                    continue;
                }
                self.waiting.push((row, other));
                if self.waiting.len() == TOGETHER {
                    self.look(one_list);
                }
            }
        }
    }

    /// Compares the waiting pairs that belong to this key: a pair belongs to the first key on which it agrees.
    fn look(&mut self, one_list: bool) {
        let [left, right] = [0, usize::from(!one_list)].map(|side| &self.comparison.rows[side]);
        let mut masks = [0_u32; TOGETHER];
        for (mask, &(row, other)) in masks.iter_mut().zip(&self.waiting) {
            let keys = left.hashes(row).iter().zip(right.hashes(other));
            *mask =
                keys.enumerate().fold(0, |mask, (key, (one, two))| mask | u32::from(one == two && *one != 0) << key);
        }
        let first = self.found.len();
        for (&keys, &(left, right)) in masks.iter().zip(&self.waiting) {
            if keys.trailing_zeros() as usize == self.at {
                let pair = Candidate { left, right, pattern: 0, keys };
                self.partners.keep(&pair);
                self.found.push(pair);
            }
        }
        let ours = &mut self.found[first..];
        self.comparison.fetch(ours.iter().map(|pair| (pair.left, pair.right)));
        for pair in ours {
            pair.pattern = self.comparison.pattern(pair.left, pair.right, &mut self.memory);
        }
        self.waiting.clear();
    }
}
