//! Zeroed memory for many numbers.

use memmap2::{Advice, MmapMut};

/// Numbers, all nought at first. Large ones lie in large pages where the system has them: touching fifty megabytes page
/// by page would take longer than counting.
#[derive(Debug)]
pub(super) enum Grid {
    Mapped(MmapMut),
    Plain(Vec<u32>),
}

impl Grid {
    pub(super) fn new(count: usize) -> Grid {
        const WORTH_IT: usize = 1 << 20;
        if count >= WORTH_IT
            && let Ok(map) = MmapMut::map_anon(count * size_of::<u32>())
        {
            // Advice only: without large pages the memory is as good, only slower.
            #[cfg(target_os = "linux")]
            let _ = map.advise(Advice::HugePage);
            return Grid::Mapped(map);
        }
        Grid::Plain(vec![0; count])
    }

    pub(super) fn values(&self) -> &[u32] {
        match self {
            Grid::Mapped(map) => bytemuck::cast_slice(map),
            Grid::Plain(values) => values,
        }
    }

    pub(super) fn values_mut(&mut self) -> &mut [u32] {
        match self {
            Grid::Mapped(map) => bytemuck::cast_slice_mut(map),
            Grid::Plain(values) => values,
        }
    }
}
