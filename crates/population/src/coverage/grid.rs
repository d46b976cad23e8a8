//! Zeroed memory for many numbers.

use memmap2::{Advice, MmapMut};

/// Numbers, all nought at first, in two bytes each where that is enough.
#[derive(Debug)]
pub(super) struct Grid {
    memory: Memory,
    narrow: bool,
}

/// Large ones lie in large pages where the system has them: touching fifty megabytes page by page would take longer than
/// counting.
#[derive(Debug)]
enum Memory {
    Mapped(MmapMut),
    Plain(Vec<u64>),
}

/// The numbers of a grid, to be written.
pub(super) enum Numbers<'a> {
    Narrow(&'a mut [u16]),
    Wide(&'a mut [u32]),
}

impl<'a> Numbers<'a> {
    /// The first `count` and the others.
    pub(super) fn split(self, count: usize) -> (Numbers<'a>, Numbers<'a>) {
        match self {
            Numbers::Narrow(values) => {
                let (mine, others) = values.split_at_mut(count);
                (Numbers::Narrow(mine), Numbers::Narrow(others))
            }
            Numbers::Wide(values) => {
                let (mine, others) = values.split_at_mut(count);
                (Numbers::Wide(mine), Numbers::Wide(others))
            }
        }
    }
}

impl Grid {
    /// `count` numbers, none of which will be above `most`.
    pub(super) fn new(count: usize, most: u32) -> Grid {
        const WORTH_IT: usize = 4 << 20;
        let narrow = most <= u32::from(u16::MAX);
        let bytes = count * if narrow { 2 } else { 4 };
        if bytes >= WORTH_IT
            && let Ok(map) = MmapMut::map_anon(bytes)
        {
            // Advice only: without large pages the memory is as good, only slower.
            #[cfg(target_os = "linux")]
            let _ = map.advise(Advice::HugePage);
            return Grid { memory: Memory::Mapped(map), narrow };
        }
        Grid { memory: Memory::Plain(vec![0; bytes.div_ceil(8)]), narrow }
    }

    /// The number at `index`.
    #[inline]
    pub(super) fn get(&self, index: usize) -> u32 {
        let bytes = self.bytes();
        if self.narrow {
            u32::from(bytemuck::cast_slice::<u8, u16>(bytes)[index])
        } else {
            bytemuck::cast_slice::<u8, u32>(bytes)[index]
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.memory {
            Memory::Mapped(map) => map,
            Memory::Plain(values) => bytemuck::cast_slice(values),
        }
    }

    pub(super) fn numbers(&mut self) -> Numbers<'_> {
        let bytes: &mut [u8] = match &mut self.memory {
            Memory::Mapped(map) => map,
            Memory::Plain(values) => bytemuck::cast_slice_mut(values),
        };
        if self.narrow {
            Numbers::Narrow(bytemuck::cast_slice_mut(bytes))
        } else {
            Numbers::Wide(bytemuck::cast_slice_mut(bytes))
        }
    }
}

impl From<Vec<u32>> for Grid {
    fn from(values: Vec<u32>) -> Grid {
        let mut grid = Grid::new(values.len(), u32::MAX);
        if let Numbers::Wide(numbers) = grid.numbers() {
            numbers[..values.len()].copy_from_slice(&values);
        }
        grid
    }
}
