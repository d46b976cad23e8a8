//! The grid on which all provinces are painted, so that they share their borders.

use super::package::Ring;

/// Cells with the label of their province; zero is the sea and what lies outside.
pub struct Grid {
    pub width: usize,
    pub height: usize,
    pub cells: Vec<u8>,
}

/// Gaps between two provinces up to twice this many cells wide belong to one of them.
const REACH: isize = 3;
/// Pieces and holes of fewer cells come from borders that miss each other.
const SPECKLE: usize = 120;

impl Grid {
    pub fn new(width: usize, height: usize) -> Grid {
        Grid { width, height, cells: vec![0; width * height] }
    }

    /// The label at a cell; outside the grid is sea.
    pub fn at(&self, x: isize, y: isize) -> u8 {
        if x < 0 || y < 0 || x as usize >= self.width || y as usize >= self.height {
            return 0;
        }
        self.cells[y as usize * self.width + x as usize]
    }

    pub fn is_land(&self, (x, y): (f64, f64)) -> bool {
        self.at(x as isize, y as isize) != 0
    }

    /// Paints the cells whose centre is inside the ring, even-odd.
    pub fn fill(&mut self, ring: &Ring, label: u8) {
        for row in 0..self.height {
            let y = row as f64 + 0.5;
            let mut crossings: Vec<f64> = (0..ring.len())
                .filter_map(|index| {
                    let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
                    ((a.1 <= y) != (b.1 <= y)).then(|| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
                })
                .collect();
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let first = (pair[0] - 0.5).ceil().max(0.0) as usize;
                let last = ((pair[1] - 0.5).ceil().max(0.0) as usize).min(self.width);
                for column in first..last {
                    self.cells[row * self.width + column] = label;
                }
            }
        }
    }

    /// Gives the unpainted cells between two provinces to the nearer one.
    pub fn close_gaps(&mut self) {
        let before = Grid { cells: self.cells.clone(), ..*self };
        for y in 0..self.height as isize {
            for x in 0..self.width as isize {
                if before.at(x, y) == 0
                    && let Some(label) = before.between_two(x, y)
                {
                    self.cells[y as usize * self.width + x as usize] = label;
                }
            }
        }
    }

    fn between_two(&self, x: isize, y: isize) -> Option<u8> {
        let mut nearest = (isize::MAX, 0);
        let mut other = false;
        for dy in -REACH..=REACH {
            for dx in -REACH..=REACH {
                let label = self.at(x + dx, y + dy);
                if label == 0 {
                    continue;
                }
                other |= nearest.1 != 0 && nearest.1 != label;
                if dx * dx + dy * dy < nearest.0 {
                    nearest = (dx * dx + dy * dy, label);
                }
            }
        }
        other.then_some(nearest.1)
    }

    /// Gives small pieces inside other provinces, and small holes, to the neighbour with the longest border.
    pub fn remove_speckles(&mut self) {
        let mut seen = vec![false; self.cells.len()];
        for start in 0..self.cells.len() {
            if seen[start] {
                continue;
            }
            let label = self.cells[start];
            let mut piece = vec![start];
            let mut borders = [0_usize; 256];
            seen[start] = true;
            let mut next = 0;
            while next < piece.len() {
                let cell = piece[next];
                next += 1;
                for neighbour in self.neighbours(cell) {
                    if self.cells[neighbour] != label {
                        borders[usize::from(self.cells[neighbour])] += 1;
                    } else if !seen[neighbour] {
                        seen[neighbour] = true;
                        piece.push(neighbour);
                    }
                }
            }
            let widest = (1..=255_u8).max_by_key(|neighbour| borders[usize::from(*neighbour)]).unwrap_or(0);
            if piece.len() < SPECKLE && borders[usize::from(widest)] > 0 {
                for cell in piece {
                    self.cells[cell] = widest;
                }
            }
        }
    }

    fn neighbours(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (width, height) = (self.width, self.height);
        let (x, y) = (cell % width, cell / width);
        [
            (x > 0).then(|| cell - 1),
            (x + 1 < width).then(|| cell + 1),
            (y > 0).then(|| cell - width),
            (y + 1 < height).then(|| cell + width),
        ]
        .into_iter()
        .flatten()
    }

    /// The same grid with every label replaced by `labels[label]`.
    pub fn renamed(&self, labels: &[u8]) -> Grid {
        Grid { cells: self.cells.iter().map(|label| labels[usize::from(*label)]).collect(), ..*self }
    }
}
