//! What is compared of the rows of a list: a few numbers a row, one row after the other.

use rayon::prelude::*;

/// The codes of the fields of each row, and behind them, while pairs are sought, its hashes under the keys. What belongs to a
/// row lies in as few lines of memory as it can, since rows are looked up in no order at all.
#[derive(Debug)]
pub(crate) struct Rows {
    numbers: Vec<u32>,
    /// Where the first row begins: at a line.
    start: usize,
    /// From one row to the next.
    stride: usize,
    fields: usize,
    rows: usize,
}

/// Numbers that a line of memory holds.
const LINE: usize = 16;
/// Rows that one thread fills at once.
const ROWS_AT_ONCE: usize = 1 << 12;

impl Rows {
    /// So many rows of nothing but zeros, with room for hashes under so many keys.
    pub(crate) fn new(rows: usize, fields: usize, keys: usize) -> Rows {
        let stride = match fields + keys {
            wide if keys > 0 && wide <= LINE => wide.next_power_of_two(),
            wide if keys > 0 => wide.next_multiple_of(LINE),
            narrow => narrow.max(1),
        };
        let numbers = vec![0; rows * stride + LINE];
        let start = numbers.as_ptr().align_offset(LINE * size_of::<u32>()).min(LINE);
        Rows { numbers, start, stride, fields, rows }
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
        let start = self.start + row as usize * self.stride;
        &self.numbers[start..start + self.stride]
    }

    /// The codes of a row.
    #[inline]
    pub(crate) fn codes(&self, row: u32) -> &[u32] {
        &self.row(row)[..self.fields]
    }

    /// The hashes of a row.
    #[inline]
    pub(crate) fn hashes(&self, row: u32) -> &[u32] {
        &self.row(row)[self.fields..]
    }

    /// The hashes of all rows under one key.
    pub(crate) fn hashes_of_key(&self, key: usize) -> impl Iterator<Item = u32> {
        self.numbers.iter().skip(self.start + self.fields + key).step_by(self.stride).take(self.rows).copied()
    }

    /// Each row with its number, its codes apart from its hashes.
    pub(crate) fn fill(&mut self, fill: impl Fn(usize, &mut [u32], &mut [u32]) + Sync) {
        let numbers = &mut self.numbers[self.start..self.start + self.rows * self.stride];
        let rows = numbers.par_chunks_exact_mut(self.stride).with_min_len(ROWS_AT_ONCE).enumerate();
        rows.for_each(|(at, row)| {
            let (codes, hashes) = row.split_at_mut(self.fields);
            fill(at, codes, hashes);
        });
    }

    /// The same rows without their hashes.
    pub(crate) fn without_hashes(&self) -> Rows {
        let mut narrow = Rows::new(self.rows, self.fields, 0);
        narrow.fill(|at, codes, _| codes.copy_from_slice(self.codes(at as u32)));
        narrow
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_keep_what_was_filled_in(rows in 0_usize..40, fields in 1_usize..12, keys in 0_usize..25) {
            let mut filled = Rows::new(rows, fields, keys);
            let number = |row: usize, at: usize| (row * 100 + at) as u32;
            filled.fill(|row, codes, hashes| {
                codes.iter_mut().enumerate().for_each(|(at, code)| *code = number(row, at));
                hashes.iter_mut().take(keys).enumerate().for_each(|(at, hash)| *hash = number(row, 50 + at));
            });
            let narrow = filled.without_hashes();
            prop_assert_eq!((filled.len(), narrow.len()), (rows, rows));
            for row in 0..rows {
                let codes: Vec<u32> = (0..fields).map(|at| number(row, at)).collect();
                prop_assert_eq!(filled.codes(row as u32), &codes[..]);
                prop_assert_eq!(narrow.row(row as u32), &codes[..]);
                for key in 0..keys {
                    prop_assert_eq!(filled.hashes(row as u32)[key], number(row, 50 + key));
                    prop_assert_eq!(filled.hashes_of_key(key).nth(row), Some(number(row, 50 + key)));
                }
            }
        }
    }
}
