//! `cargo xtask data`: makes the tables of places again, from the package they come from and the tables of facts.

use std::path::Path;
use std::process::Command;

/// Runs `xtask/scripts/places.py`; further arguments go to it.
///
/// # Errors
/// A sentence that says what failed and what is needed.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/places.py");
    let status = Command::new("python3")
        .arg(&script)
        .args(arguments)
        .status()
        .map_err(|error| format!("python3 with pip is needed to make the tables of places: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed: {status}", script.display())) }
}
