//! The most memory that reading a file takes, in multiples of the file's size: `cargo bench -p papers --bench memory [FORMAT [SHAPE]]`.
//!
//! Each file is read in a process of its own, so that nothing which the allocator kept of another hides what it takes.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use papers::TextLayer;

#[path = "memory/packed.rs"]
mod packed;
#[path = "memory/pdf.rs"]
mod pdf;
#[path = "memory/shapes.rs"]
mod shapes;

/// The allocator of the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// About how large the files are, in bytes.
const SIZES: [usize; 3] = [64 << 10, 1 << 20, 4 << 20];

/// The word by which the program knows that it is to read one file.
const READ: &str = "--read-one-file";

#[expect(clippy::print_stdout, reason = "the table is what the benchmark is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [word, file] = arguments.as_slice()
        && word == READ
    {
        println!("{}", read_alone(Path::new(file))?);
        return Ok(());
    }
    let wanted = |format: &str, shape: &str| {
        arguments.first().is_none_or(|only| only == format) && arguments.get(1).is_none_or(|only| only == shape)
    };
    let file = std::env::temp_dir().join(format!("chungsuc-memory-{}", std::process::id()));
    println!(
        "| format | shape | file, KB | peak beyond before, KB | times | what came of it |\n|---|---|---|---|---|---|"
    );
    for case in shapes::all().into_iter().filter(|case| wanted(case.format, case.shape)) {
        for size in SIZES {
            let bytes = (case.make)(size);
            fs::write(&file, &bytes)?;
            let said =
                Command::new(std::env::current_exe()?).env("MIMALLOC_ALLOW_THP", "0").arg(READ).arg(&file).output()?;
            let said = String::from_utf8(said.stdout)?;
            let (peak, outcome) = said.trim().split_once(' ').unwrap_or(("0", "the process died"));
            let peak: f64 = peak.parse()?;
            let (format, shape, kilobytes) = (case.format, case.shape, bytes.len() as f64 / 1024.0);
            println!("| {format} | {shape} | {kilobytes:.0} | {peak:.0} | {:.1} | {outcome} |", peak / kilobytes);
        }
    }
    fs::remove_file(&file)?;
    Ok(())
}

/// Reads a file whole and tells the peak of the memory beyond what the process had with the file in it, in KB, and what came of it.
fn read_alone(file: &Path) -> Result<String, Box<dyn Error>> {
    let tiny = "Bảo hi ểm xã hội tỉnh phấn đấu đạt 95% dân số tham gia bảo hiểm y tế trước ngày 31/12/2025.";
    let _ = papers::read(&TextLayer::of(tiny));
    let bytes = fs::read(file)?;
    // "5" makes the highest mark what the process has now.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = highest()?;
    let outcome = match TextLayer::open("văn bản", &bytes) {
        Ok(layer) => {
            drop(bytes);
            let opened = highest()?.saturating_sub(before);
            let reading = papers::read(&layer);
            let facts =
                reading.citations.len() + reading.targets.len() + reading.duties.len() + reading.deadlines.len();
            format!("{} KB of text ({opened} KB), {facts} facts", layer.text.len() >> 10)
        }
        Err(error) => format!("{:?}", error.fault),
    };
    Ok(format!("{} {outcome}", highest()?.saturating_sub(before)))
}

/// The largest resident memory of this process since the mark was set back, in KB.
fn highest() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
