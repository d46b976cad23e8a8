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

/// Whether the lists say of themselves that their people are made up.
pub fn is_made_up(manifest: &Manifest) -> bool {
    let words = ["gia-lap", "gia_lap", "synthetic", "demo", "du-lieu-mau"];
    let names = [&manifest.name, &manifest.residents.name, &manifest.cards.name];
    names.iter().any(|name| words.iter().any(|word| name.to_lowercase().contains(word)))
}
