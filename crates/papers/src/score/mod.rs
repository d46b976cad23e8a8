//! How well a paper was read: what was found, missed and invented, for each kind of fact.
//!
//! A truth is what a person says a paper holds (`samples/README.md`); a [`Score`] counts, under the names of the contract (`citations`,
//! `citations.date`, `targets`, …), the facts that agree, those of the truth that were not found, and those found that the truth does not know.
//! A wrong scalar is both a miss and an invention. Parts of an item (`targets.comparator`) are counted only where the item itself was found.

mod compare;
mod facts;
#[cfg(test)]
mod tests;
mod truth;

use std::collections::BTreeMap;

pub use truth::{
    Truth, TruthAnnex, TruthAssignment, TruthAward, TruthCitation, TruthDeadline, TruthDuty, TruthMoney, TruthMovement,
    TruthResult, TruthReview, TruthSigner, TruthSituation, TruthSupport, TruthSymbol, TruthTarget,
};

use crate::reading::Reading;

/// How often a kind of fact was right, missed and invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Found as the truth has it.
    pub right: usize,
    /// In the truth, not found.
    pub missed: usize,
    /// Found, not in the truth.
    pub invented: usize,
}

impl Tally {
    /// The share of what was found that is true; 1 where nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.invented)
    }

    /// The share of what is true that was found; 1 where there was nothing to find.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.missed + self.invented)
    }

    fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.missed += other.missed;
        self.invented += other.invented;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of facts are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Whether a fault is a fact that was not found or one that is not in the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// In the truth, not found.
    Missed,
    /// Found, not in the truth.
    Invented,
}

/// One difference between truth and reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fact, as in [`Score::tallies`].
    pub kind: &'static str,
    /// Which side it stands on.
    pub side: Side,
    /// The fact, for people.
    pub text: String,
}

/// A whole fact that was found: how sure the reader was of it, and whether it was right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The kind of fact, as in [`Score::tallies`].
    pub kind: &'static str,
    /// The confidence that the reading tells: 0 to 1.
    pub confidence: f64,
    /// Whether the truth knows it.
    pub right: bool,
}

/// Facts of about one confidence.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// The least confidence in it.
    pub from: f64,
    /// Facts found.
    pub found: usize,
    /// Those of them that were right.
    pub right: usize,
    /// What the reader held the share of right ones to be: the mean of the confidences; 0 where nothing was found.
    pub claimed: f64,
}

impl Band {
    /// The share that was right; 1 where nothing was found.
    pub fn share(self) -> f64 {
        share(self.right, self.found)
    }
}

/// Where the bands of confidence begin.
const BANDS: [f64; 6] = [0.0, 0.7, 0.8, 0.88, 0.94, 0.97];

/// The counts of one paper, or of many added up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// Counts by kind of fact.
    pub tallies: BTreeMap<&'static str, Tally>,
    /// Every difference, in the order of the contract.
    pub faults: Vec<Fault>,
    /// Every whole fact found, in the order of the contract; none of a kind of which the truth names only some.
    pub judged: Vec<Judged>,
}

impl Score {
    /// Compares what was read with what is true.
    pub fn of(truth: &Truth, reading: &Reading) -> Score {
        let mut score = Score::default();
        facts::compare(truth, reading, &mut score);
        score.tallies.retain(|kind, _| !truth.unscored.iter().any(|name| covers(name, kind)));
        score.faults.retain(|fault| !truth.unscored.iter().any(|name| covers(name, fault.kind)));
        let open = |kind: &str| truth.incomplete.iter().any(|name| covers(name, kind));
        for (kind, tally) in &mut score.tallies {
            if open(kind) {
                tally.invented = 0;
            }
        }
        score.faults.retain(|fault| fault.side == Side::Missed || !open(fault.kind));
        score.judged.retain(|fact| !open(fact.kind) && !truth.unscored.iter().any(|name| covers(name, fact.kind)));
        score
    }

    /// Adds the counts of another paper.
    pub fn add(&mut self, other: Score) {
        for (kind, tally) in other.tallies {
            self.tallies.entry(kind).or_default().add(tally);
        }
        self.faults.extend(other.faults);
        self.judged.extend(other.judged);
    }

    /// How sure the reader was of whole facts, and how often it was right: by confidence, those of some kinds only.
    pub fn bands(&self, of: impl Fn(&str) -> bool) -> Vec<Band> {
        let mut bands = BANDS.map(|from| Band { from, ..Band::default() });
        for fact in self.judged.iter().filter(|fact| of(fact.kind)) {
            let above = BANDS.iter().rposition(|&from| fact.confidence >= from).unwrap_or(0);
            let band = &mut bands[above];
            band.claimed += fact.confidence;
            band.found += 1;
            band.right += usize::from(fact.right);
        }
        for band in &mut bands {
            band.claimed /= band.found.max(1) as f64;
        }
        bands.to_vec()
    }

    /// The counts of one kind of fact; zeros where none was seen.
    pub fn tally(&self, kind: &str) -> Tally {
        self.tallies.get(kind).copied().unwrap_or_default()
    }

    /// All whole facts together, their parts (`citations.date`) left out.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.tallies.iter().filter(|(kind, _)| !kind.contains('.')).for_each(|(_, tally)| total.add(*tally));
        total
    }

    fn judged(&mut self, kind: &'static str, confidence: f64, right: bool) {
        self.judged.push(Judged { kind, confidence, right });
    }

    fn right(&mut self, kind: &'static str) {
        self.tallies.entry(kind).or_default().right += 1;
    }

    fn missed(&mut self, kind: &'static str, text: String) {
        self.tallies.entry(kind).or_default().missed += 1;
        self.faults.push(Fault { kind, side: Side::Missed, text });
    }

    fn invented(&mut self, kind: &'static str, text: String) {
        self.tallies.entry(kind).or_default().invented += 1;
        self.faults.push(Fault { kind, side: Side::Invented, text });
    }
}

/// Whether a name in a list of exceptions speaks of this kind: itself or a part of it.
fn covers(name: &str, kind: &str) -> bool {
    kind.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
