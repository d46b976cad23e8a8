//! What is compared of the rows of a list: a few numbers a row, one row after the other.

use rayon::prelude::*;

/// The codes of the fields of each row, and behind them, while pairs are sought, its hashes under the keys. What belongs to a
/// row lies in as few lines of memory as it can, since rows are looked up in no order at all; rows lie in blocks, which find
/// room where something smaller was before.
#[derive(Debug)]
pub(crate) struct Rows {
    blocks: Vec<Block>,
    /// From one row to the next.
    stride: usize,
    fields: usize,
    keys: usize,
    rows: usize,
}

#[derive(Debug)]
struct Block {
    numbers: Vec<u32>,
    /// Where its first row begins: at a line.
    start: usize,
}

/// Numbers that a line of memory holds.
const LINE: usize = 16;
/// Rows of a block, as a power of two.
const BLOCK_BITS: u32 = 16;
const BLOCK: usize = 1 << BLOCK_BITS;

impl Block {
    fn new(rows: usize, stride: usize) -> Block {
        let numbers = vec![0; rows * stride + LINE];
        let start = numbers.as_ptr().align_offset(LINE * size_of::<u32>()).min(LINE);
        Block { numbers, start }
    }

    /// The numbers of all its rows.
    fn rows(&self) -> &[u32] {
        &self.numbers[self.start..self.start + self.numbers.len() - LINE]
    }

    fn rows_mut(&mut self) -> &mut [u32] {
        let length = self.numbers.len() - LINE;
        &mut self.numbers[self.start..self.start + length]
    }
}

impl Rows {
    /// So many rows of nothing but zeros, with room for hashes under so many keys.
    pub(crate) fn new(rows: usize, fields: usize, keys: usize) -> Rows {
        let stride = match fields + keys {
            wide if keys > 0 && wide <= LINE => wide.next_power_of_two(),
            wide if keys > 0 => wide.next_multiple_of(LINE),
            narrow => narrow.max(1),
        };
        let blocks = (0..rows).step_by(BLOCK).map(|first| Block::new((rows - first).min(BLOCK), stride)).collect();
        Rows { blocks, stride, fields, keys, rows }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The codes of a row, and behind them its hashes.
    #[inline]
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let block = &self.blocks[(row >> BLOCK_BITS) as usize];
        let start = block.start + (row as usize & (BLOCK - 1)) * self.stride;
        &block.numbers[start..start + self.stride]
    }

    /// The codes of a row.
    #[inline]
    pub(crate) fn codes(&self, row: u32) -> &[u32] {
        &self.row(row)[..self.fields]
    }

    /// The hashes of a row.
    #[inline]
    pub(crate) fn hashes(&self, row: u32) -> &[u32] {
        &self.row(row)[self.fields..self.fields + self.keys]
    }

    /// The hashes of all rows under one key.
    pub(crate) fn hashes_of_key(&self, key: usize) -> impl Iterator<Item = u32> {
        let place = self.fields + key;
        self.blocks.iter().flat_map(move |block| block.rows().iter().skip(place).step_by(self.stride).copied())
    }

    /// Each row with its number, its codes apart from its hashes.
    pub(crate) fn fill(&mut self, fill: impl Fn(usize, &mut [u32], &mut [u32]) + Sync) {
        let (stride, fields) = (self.stride, self.fields);
        self.blocks.par_iter_mut().enumerate().for_each(|(number, block)| {
            for (row, numbers) in block.rows_mut().chunks_exact_mut(stride).enumerate() {
                let (codes, hashes) = numbers.split_at_mut(fields);
                fill(number * BLOCK + row, codes, hashes);
            }
        });
    }

    /// The same rows without their hashes; each block goes as soon as it was copied.
    pub(crate) fn without_hashes(self) -> Rows {
        let Rows { blocks, stride, fields, rows, .. } = self;
        let narrow = Rows::new(0, fields, 0).stride;
        let copied = blocks.into_par_iter().enumerate().map(|(number, wide)| {
            let here = (rows - number * BLOCK).min(BLOCK);
            let mut block = Block::new(here, narrow);
            let both = block.rows_mut().chunks_exact_mut(narrow).zip(wide.rows().chunks_exact(stride));
            both.for_each(|(to, from)| to[..fields].copy_from_slice(&from[..fields]));
            block
        });
        Rows { blocks: copied.collect(), stride: narrow, fields, keys: 0, rows }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_keep_what_was_filled_in(rows in prop_oneof![0_usize..40, BLOCK - 1..BLOCK + 2], fields in 1_usize..12, keys in 0_usize..25) {
            let mut filled = Rows::new(rows, fields, keys);
            let number = |row: usize, at: usize| (row * 100 + at) as u32;
            filled.fill(|row, codes, hashes| {
                codes.iter_mut().enumerate().for_each(|(at, code)| *code = number(row, at));
                hashes.iter_mut().take(keys).enumerate().for_each(|(at, hash)| *hash = number(row, 50 + at));
            });
            let seen = [0, 1, 39, BLOCK - 1, BLOCK].into_iter().filter(|&row| row < rows);
            for row in seen.clone() {
                let codes: Vec<u32> = (0..fields).map(|at| number(row, at)).collect();
                prop_assert_eq!(filled.codes(row as u32), &codes[..]);
                prop_assert_eq!(filled.hashes(row as u32).len(), keys, "what only fills the line is no hash");
                for key in 0..keys {
                    prop_assert_eq!(filled.hashes(row as u32)[key], number(row, 50 + key));
                    prop_assert_eq!(filled.hashes_of_key(key).nth(row), Some(number(row, 50 + key)));
                    prop_assert_eq!(filled.hashes_of_key(key).count(), rows);
                }
            }
            let narrow = filled.without_hashes();
            prop_assert_eq!(narrow.len(), rows);
            for row in seen {
                let codes: Vec<u32> = (0..fields).map(|at| number(row, at)).collect();
                prop_assert_eq!(narrow.row(row as u32), &codes[..]);
            }
        }
    }
}
