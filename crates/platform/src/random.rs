//! Chance, in one place: session tokens and first passwords.

use crate::Result;
use crate::problem::Problem;

/// Bytes nobody can foresee, from the operating system.
pub fn bytes<const LENGTH: usize>() -> Result<[u8; LENGTH]> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(bytes)
}

/// Fills bytes from the operating system's source of chance.
///
/// # Errors
/// The operating system gives none.
pub fn fill(bytes: &mut [u8]) -> std::io::Result<()> {
    getrandom::fill(bytes).map_err(std::io::Error::other)
}
