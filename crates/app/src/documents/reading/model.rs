//! What reading a paper gives to the register: the pure part.

use platform::Result;
use platform::problem::Problem;
use std::collections::BTreeMap;
use std::ops::Range;

/// A fact that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// `citation`, `target`, `duty`, `deadline`, `number`, `signer`, …: names the handler that makes something of it.
    pub kind: String,
    /// The fact in one line, in Vietnamese.
    pub label: String,
    /// Its fields by key, as an officer may correct them.
    pub fields: BTreeMap<String, String>,
    /// The words it came from, in bytes of the text; none where it was put together from several places.
    pub span: Option<Range<usize>>,
    /// The chance that it is right: 0 to 1.
    pub confidence: f64,
}

/// A place where a broken scan was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The broken words, in bytes of the text.
    pub span: Range<usize>,
    /// What stood there.
    pub was: String,
    /// What was read.
    pub now: String,
    /// By which rule, in Vietnamese.
    pub rule: String,
}

/// Everything that reading a file gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadPaper {
    /// `txt`, `html`, `docx`, `pdf`.
    pub format: String,
    /// The words before any repair; every span counts its bytes.
    pub text: String,
    /// Where it was mended.
    pub repairs: Vec<Repair>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl ReadPaper {
    /// Refuses spans that do not lie in the text: a mark in the wrong place would be worse than none.
    pub fn check(&self) -> Result<()> {
        let spans = self.findings.iter().filter_map(|finding| finding.span.as_ref());
        let spans = spans.chain(self.repairs.iter().map(|repair| &repair.span));
        for span in spans {
            if self.text.get(span.clone()).is_none() {
                return Err(Problem::internal(format!("span {span:?} lies outside the text or inside a letter")));
            }
        }
        if let Some(finding) = self.findings.iter().find(|finding| !(0.0..=1.0).contains(&finding.confidence)) {
            return Err(Problem::internal(format!("confidence {} is no chance", finding.confidence)));
        }
        Ok(())
    }
}

/// A chance as it is kept: ten-thousandths.
#[expect(clippy::cast_possible_truncation, reason = "0 to 10,000 by the check before")]
pub fn ten_thousandths(confidence: f64) -> i64 {
    (confidence.clamp(0.0, 1.0) * 10_000.0).round() as i64
}
