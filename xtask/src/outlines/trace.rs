//! From the grid to lines: each border is walked and simplified once, then both its provinces use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::grid::Grid;
use super::package::Ring;

/// A corner of the grid.
type Corner = (i32, i32);
/// A closed line through corners.
pub type Outline = Vec<Corner>;

/// A border between two junctions (or a closed one), walked with `left` on its left hand and `right` on its right.
struct Border {
    corners: Vec<Corner>,
    left: u8,
    right: u8,
}

const STEPS: [Corner; 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// The outlines of every label, borders simplified within `tolerance` cells.
pub fn outlines(grid: &Grid, tolerance: f64) -> BTreeMap<u8, Vec<Outline>> {
    let borders: Vec<Border> = borders(grid)
        .into_iter()
        .map(|border| Border { corners: simplify_border(&border.corners, tolerance), ..border })
        .collect();
    let labels: BTreeSet<u8> =
        borders.iter().flat_map(|border| [border.left, border.right]).filter(|label| *label != 0).collect();
    labels.into_iter().map(|label| (label, stitch(&borders, label))).collect()
}

/// The labels on the left and the right of the grid edge that leaves `corner` in direction `step`; y points down.
fn sides(grid: &Grid, (x, y): Corner, step: usize) -> (u8, u8) {
    let at = |dx: i32, dy: i32| grid.at((x + dx) as isize, (y + dy) as isize);
    match step {
        0 => (at(0, -1), at(0, 0)),
        1 => (at(0, 0), at(-1, 0)),
        2 => (at(-1, 0), at(-1, -1)),
        _ => (at(-1, -1), at(0, -1)),
    }
}

fn exits(grid: &Grid, corner: Corner) -> Vec<usize> {
    (0..4)
        .filter(|step| {
            let (left, right) = sides(grid, corner, *step);
            left != right
        })
        .collect()
}

fn borders(grid: &Grid) -> Vec<Border> {
    let mut walked: BTreeSet<(Corner, usize)> = BTreeSet::new();
    let mut borders = Vec::new();
    let corners: Vec<(Corner, Vec<usize>)> = (0..=grid.height as i32)
        .flat_map(|y| (0..=grid.width as i32).map(move |x| (x, y)))
        .filter_map(|corner| {
            let exits = exits(grid, corner);
            (!exits.is_empty()).then_some((corner, exits))
        })
        .collect();
    // Junctions first, so that only closed borders without any are begun in their middle.
    for only_junctions in [true, false] {
        for (corner, exits) in &corners {
            if only_junctions && exits.len() == 2 {
                continue;
            }
            for step in exits {
                if !walked.contains(&(*corner, *step)) {
                    borders.push(walk(grid, *corner, *step, &mut walked));
                }
            }
        }
    }
    borders
}

fn walk(grid: &Grid, start: Corner, first: usize, walked: &mut BTreeSet<(Corner, usize)>) -> Border {
    let (left, right) = sides(grid, start, first);
    let mut border = Border { corners: vec![start], left, right };
    let (mut here, mut step) = (start, first);
    loop {
        walked.insert((here, step));
        here = (here.0 + STEPS[step].0, here.1 + STEPS[step].1);
        let back = (step + 2) % 4;
        walked.insert((here, back));
        border.corners.push(here);
        let exits = exits(grid, here);
        if here == start || exits.len() != 2 {
            return border;
        }
        step = exits.into_iter().find(|exit| *exit != back).unwrap_or(back);
    }
}

fn simplify_border(corners: &[Corner], tolerance: f64) -> Vec<Corner> {
    let (first, last) = (corners[0], corners[corners.len() - 1]);
    if first != last {
        return simplify(corners, tolerance);
    }
    let far = (0..corners.len()).max_by_key(|index| distance_squared(corners[*index], first)).unwrap_or(0);
    let mut line = simplify(&corners[..=far], tolerance);
    line.pop();
    line.extend(simplify(&corners[far..], tolerance));
    line
}

fn distance_squared(a: Corner, b: Corner) -> i32 {
    (a.0 - b.0).pow(2) + (a.1 - b.1).pow(2)
}

/// Douglas–Peucker.
fn simplify(line: &[Corner], tolerance: f64) -> Vec<Corner> {
    let (first, last) = (line[0], line[line.len() - 1]);
    if line.len() < 3 {
        return line.to_vec();
    }
    let length = f64::from(distance_squared(first, last)).sqrt();
    let offset = |corner: Corner| {
        if length == 0.0 {
            return f64::from(distance_squared(corner, first)).sqrt();
        }
        let cross = (last.0 - first.0) * (corner.1 - first.1) - (last.1 - first.1) * (corner.0 - first.0);
        f64::from(cross).abs() / length
    };
    let (index, farthest) = (1..line.len() - 1)
        .map(|index| (index, offset(line[index])))
        .fold((0, 0.0), |best, candidate| if candidate.1 > best.1 { candidate } else { best });
    if farthest <= tolerance {
        return vec![first, last];
    }
    let mut simple = simplify(&line[..=index], tolerance);
    simple.pop();
    simple.extend(simplify(&line[index..], tolerance));
    simple
}

/// Joins the borders of one label to closed lines.
fn stitch(borders: &[Border], label: u8) -> Vec<Outline> {
    let mut open: Vec<Vec<Corner>> = borders
        .iter()
        .filter_map(|border| match (border.left == label, border.right == label) {
            (true, _) => Some(border.corners.clone()),
            (_, true) => Some(border.corners.iter().rev().copied().collect()),
            _ => None,
        })
        .collect();
    let mut closed = Vec::new();
    while let Some(mut line) = open.pop() {
        while line.first() != line.last() {
            let Some(next) = open.iter().position(|candidate| candidate.first() == line.last()) else {
                break;
            };
            line.pop();
            line.extend(open.swap_remove(next));
        }
        line.pop();
        if line.len() > 2 {
            closed.push(line);
        }
    }
    closed.sort();
    closed
}

/// Twice-signed area halved; the sign tells the direction.
pub fn area(ring: &Ring) -> f64 {
    (0..ring.len())
        .map(|index| {
            let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
            (a.0 * b.1 - b.0 * a.1) / 2.0
        })
        .sum()
}

/// The middle of the ring's box.
pub fn centre(ring: &Ring) -> (f64, f64) {
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        let values = ring.iter().map(pick);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let (x, y) = (bounds(|point| point.0), bounds(|point| point.1));
    ((x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0)
}

/// A small island on the grid's corners; one that would vanish becomes a diamond of `radius` cells.
pub fn island(ring: &Ring, radius: i32) -> Outline {
    let corners: Vec<Corner> = ring.iter().map(|&(x, y)| (x.round() as i32, y.round() as i32)).collect();
    let mut line = corners.clone();
    line.push(corners[0]);
    let mut line = simplify_border(&line, 0.8);
    line.pop();
    line.dedup();
    let rounded: Ring = line.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
    if line.len() > 2 && area(&rounded).abs() >= f64::from(radius * radius * 2) {
        return line;
    }
    let (x, y) = centre(ring);
    let (x, y) = (x.round() as i32, y.round() as i32);
    vec![(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
}

/// SVG path data, in cells, relative and without spaces that are not needed.
pub fn path(outlines: &[Outline]) -> String {
    let mut text = String::new();
    for outline in outlines {
        let mut here = outline[0];
        let _ = write!(text, "M{} {}l", here.0, here.1);
        let mut first = true;
        for corner in &outline[1..] {
            for number in [corner.0 - here.0, corner.1 - here.1] {
                if !first && number >= 0 {
                    text.push(' ');
                }
                let _ = write!(text, "{number}");
                first = false;
            }
            here = *corner;
        }
        text.push('z');
    }
    text
}
