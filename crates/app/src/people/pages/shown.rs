//! Numbers as pages show them.

use super::super::counting::Numbers;
use population::snapshot::Manifest;
use rules::number::vietnamese_whole;

/// Residents, covered and the rate, in words; the rate is empty where nobody lives.
pub struct Shown {
    pub residents: String,
    pub covered: String,
    pub uncovered: String,
    pub percent: String,
}

impl From<Numbers> for Shown {
    fn from(numbers: Numbers) -> Self {
        let percent = numbers.ratio().map(|pair| format!("{} %", pair.percent_rounded(2).vietnamese(2)));
        Self {
            residents: vietnamese_whole(numbers.residents),
            covered: vietnamese_whole(numbers.covered),
            uncovered: vietnamese_whole(numbers.uncovered()),
            percent: percent.unwrap_or_default(),
        }
    }
}

/// A count of the manifest in words.
pub fn whole(count: u64) -> String {
    vietnamese_whole(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Whether the people are made up: a list says so of itself, or whoever imported it named the snapshot so.
pub fn is_made_up(manifest: &Manifest) -> bool {
    manifest.is_made_up() || manifest.name.starts_with(MADE_UP_NAME)
}

/// How the names of made-up snapshots begin.
const MADE_UP_NAME: &str = "gia-lap";
