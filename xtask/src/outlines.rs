//! `cargo xtask outlines`: the provinces' outlines that `figures` draws, made anew from npm `@svg-maps/vietnam`.
//!
//! The package draws each province on its own, so neighbours' borders miss each other by up to half a unit. Painting
//! all of them on one grid and tracing the grid gives every border once: no gaps, no overlaps, and the 34 provinces
//! of 1 July 2025 come from the same grid by renaming its cells. Islands too small for the grid are kept as they are.

mod grid;
mod package;
mod provinces;
mod trace;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use package::Ring;
use provinces::{PROVINCES_34, PROVINCES_63, Part, SHAPES};

/// Grid cells in one unit of the package's drawing (812 × 873 units).
const CELLS: f64 = 4.0;
const WIDTH: usize = 812 * 4;
const HEIGHT: usize = 873 * 4;
/// Rings below this area (square cells) are islands to be kept as drawn, not painted.
const SMALL_RING: f64 = 80.0;
/// How far, in cells, a simplified line may leave the traced one.
const TOLERANCE: f64 = 1.6;

/// Writes `provinces_63.tsv`, `provinces_34.tsv` and the licence into `crates/figures/data/outlines`.
pub fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let archive = package::fetch(&work_folder(&root)?)?;
    let shapes = package::read_shapes(&package::unpack(&archive, "package/vietnam.svg")?)?;
    let folder = root.join("crates/figures/data/outlines");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let write =
        |name: &str, text: &str| std::fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"));

    let painted = paint(&shapes)?;
    let old: Vec<(&str, &str)> = PROVINCES_63.iter().map(|row| (row.code, row.name)).collect();
    write("provinces_63.tsv", &table(&painted, &old, &|code| code))?;
    write("provinces_34.tsv", &table(&painted, PROVINCES_34, &successor))?;
    write("LICENSE-CC-BY-4.0.md", &package::unpack(&archive, "package/LICENSE.md")?)
}

fn work_folder(root: &Path) -> Result<PathBuf, String> {
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("outlines");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn successor(code: &'static str) -> &'static str {
    PROVINCES_63.iter().find(|row| row.code == code).map_or(code, |row| row.successor)
}

struct Painted {
    grid: grid::Grid,
    /// Islands in cells, with the old province they belong to.
    islands: Vec<(&'static str, Part, Ring)>,
}

fn paint(shapes: &[(String, Vec<Ring>)]) -> Result<Painted, String> {
    let mut grid = grid::Grid::new(WIDTH, HEIGHT);
    let mut islands = Vec::new();
    for (id, rings) in shapes {
        let &(_, code, part) = SHAPES
            .iter()
            .find(|(shape, _, _)| shape == id)
            .ok_or_else(|| format!("the package has a shape of unknown province: {id}"))?;
        let label = label_of(code);
        for ring in rings {
            let cells: Ring = ring.iter().map(|&(x, y)| (x * CELLS, y * CELLS)).collect();
            if part != Part::Land || trace::area(&cells).abs() < SMALL_RING {
                islands.push((code, part, cells));
            } else {
                grid.fill(&cells, label);
            }
        }
    }
    grid.close_gaps();
    grid.remove_speckles();
    islands.retain(|(_, _, ring)| !grid.is_land(trace::centre(ring)));
    Ok(Painted { grid, islands })
}

/// Labels are positions in the list of the 63, from one; zero is the sea.
fn label_of(code: &str) -> u8 {
    PROVINCES_63.iter().position(|row| row.code == code).map_or(0, |index| index as u8 + 1)
}

fn table(painted: &Painted, names: &[(&'static str, &str)], rename: &dyn Fn(&'static str) -> &'static str) -> String {
    let index_of = |code: &str| names.iter().position(|(name, _)| *name == code);
    let labels: Vec<u8> = std::iter::once(0)
        .chain(PROVINCES_63.iter().map(|row| index_of(rename(row.code)).map_or(0, |index| index as u8 + 1)))
        .collect();
    let outlines = trace::outlines(&painted.grid.renamed(&labels), TOLERANCE);
    let mut text = String::from("code\tname\tpart\tpath\n");
    for (index, (code, name)) in names.iter().enumerate() {
        let mut land = outlines.get(&(index as u8 + 1)).cloned().unwrap_or_default();
        let mut far = Vec::new();
        for (owner, part, ring) in &painted.islands {
            if rename(owner) == *code {
                match part {
                    Part::Land => land.push(trace::island(ring, 1)),
                    Part::HoangSa | Part::TruongSa => far.push((*part, trace::island(ring, 4))),
                }
            }
        }
        let _ = writeln!(text, "{code}\t{name}\tland\t{}", trace::path(&land));
        if let Some((part, _)) = far.first() {
            let word = if *part == Part::HoangSa { "hoang_sa" } else { "truong_sa" };
            let rings: Vec<_> = far.iter().map(|(_, ring)| ring.clone()).collect();
            let _ = writeln!(text, "{code}\t{name}\t{word}\t{}", trace::path(&rings));
        }
    }
    text
}
