//! Criteria of the new-rural sets, judged on integers.
//!
//! A rule is data from a set's version: threshold, comparator, and whether men and women must each meet it (QĐ 318/QĐ-TTg
//! 2022, 15.1 and 14.1). Nothing is judged on a rounded percentage. A missing split is *unknown*, never a pass; but one
//! sex known to fail settles the matter. Meeting a criterion is not being recognised: that is a decision of its own.

mod band;
mod projection;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::number::{Fixed, vietnamese_whole};
use crate::rate::{Comparator, Knowledge, Ratio, Sex};

pub use band::{Band, Partition, PartitionError, check_partition};
pub use projection::{Method, Projection, ProjectionError, project};

/// What a criterion asks for, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The threshold in percent.
    pub threshold: Fixed,
    /// How the rate must stand to it.
    pub comparator: Comparator,
    /// Whether men and women must each meet it.
    pub per_sex: bool,
}

/// What is known of a place: insured of population, in all and by sex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Everyone.
    pub total: Option<Ratio>,
    /// Men.
    pub male: Option<Ratio>,
    /// Women.
    pub female: Option<Ratio>,
}

/// Whether a criterion is met, with the reason in Vietnamese where it is not known to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// đạt
    Met,
    /// không đạt
    NotMet {
        /// Which figure fails, and by what.
        reason: String,
    },
    /// chưa đủ dữ liệu
    Unknown {
        /// What is missing.
        reason: String,
    },
}

impl Verdict {
    /// The verdict in a word: "đạt", "không đạt", "chưa đủ dữ liệu".
    pub fn label(&self) -> &'static str {
        match self {
            Verdict::Met => "đạt",
            Verdict::NotMet { .. } => "không đạt",
            Verdict::Unknown { .. } => "chưa đủ dữ liệu",
        }
    }

    /// The reason, where there is one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Verdict::Met => None,
            Verdict::NotMet { reason } | Verdict::Unknown { reason } => Some(reason),
        }
    }
}

impl Rule {
    /// Judges a place.
    pub fn evaluate(&self, counts: &Counts) -> Verdict {
        if let Some(reason) = counts.contradiction() {
            return Verdict::Unknown { reason };
        }
        if self.per_sex { self.evaluate_each_sex(counts) } else { self.evaluate_total(counts) }
    }

    /// The rule in Vietnamese: "từ 90 % trở lên, cả nam và nữ".
    pub fn label(&self) -> String {
        let threshold = self.comparator.phrase(&format!("{} %", self.threshold.vietnamese_shortest()));
        if self.per_sex { format!("{threshold}, cả nam và nữ") } else { threshold }
    }

    fn evaluate_total(&self, counts: &Counts) -> Verdict {
        match counts.total {
            None => Verdict::Unknown { reason: "Chưa có tổng số người tham gia và dân số.".to_owned() },
            Some(total) if total.meets(self.comparator, self.threshold) => Verdict::Met,
            Some(total) => Verdict::NotMet { reason: self.failure("Tổng số", total) },
        }
    }

    fn evaluate_each_sex(&self, counts: &Counts) -> Verdict {
        let failures: Vec<String> = Sex::ALL
            .into_iter()
            .filter_map(|sex| Some((sex, counts.of(sex)?)))
            .filter(|(_, rate)| !rate.meets(self.comparator, self.threshold))
            .map(|(sex, rate)| self.failure(capital(sex), rate))
            .collect();
        if !failures.is_empty() {
            return Verdict::NotMet { reason: failures.join(" ") };
        }
        let missing: Vec<&str> = Sex::ALL.into_iter().filter(|sex| counts.of(*sex).is_none()).map(Sex::label).collect();
        if missing.is_empty() {
            return Verdict::Met;
        }
        let total = counts
            .total
            .map(|total| format!(" Tổng số {} chưa đủ để kết luận.", self.shown(total)))
            .unwrap_or_default();
        Verdict::Unknown {
            reason: format!("Chưa có số liệu của {}: tiêu chí tính riêng cho nam và nữ.{total}", missing.join(" và ")),
        }
    }

    fn failure(&self, who: &str, rate: Ratio) -> String {
        let threshold = self.comparator.phrase(&format!("{} %", self.threshold.vietnamese_shortest()));
        format!("{who} {}, không đạt mức {threshold}.", self.shown(rate))
    }

    /// The pair with its percentage, in as many decimals as it takes to stand to the threshold as the pair does.
    fn shown(&self, rate: Ratio) -> String {
        let exact = rate.compare_percent(self.threshold);
        let short = rate.percent_rounded(2);
        let long = rate.percent_rounded(Fixed::DECIMALS);
        if short.cmp(&self.threshold) == exact {
            format!("{rate} = {} %", short.vietnamese(2))
        } else if long.cmp(&self.threshold) == exact {
            format!("{rate} = {} % (làm tròn thành {} %)", long.vietnamese_shortest(), short.vietnamese(2))
        } else {
            format!("{rate} chỉ khi làm tròn mới thành {} %", short.vietnamese(2))
        }
    }
}

impl Counts {
    /// The pair of one sex.
    pub fn of(&self, sex: Sex) -> Option<Ratio> {
        match sex {
            Sex::Male => self.male,
            Sex::Female => self.female,
        }
    }

    /// Why the parts cannot belong to the whole. They may be less, since the sex of some people is not recorded.
    fn contradiction(&self) -> Option<String> {
        let total = self.total?;
        let sum = |part: fn(Ratio) -> i64| {
            Sex::ALL.into_iter().filter_map(|sex| self.of(sex)).map(|rate| i128::from(part(rate))).sum::<i128>()
        };
        let beyond = sum(Ratio::num) > total.num().into() || sum(Ratio::den) > total.den().into();
        let shown = |pair: Option<Ratio>| pair.map_or_else(|| "chưa có".to_owned(), |pair| pair.to_string());
        beyond.then(|| {
            format!(
                "Số liệu mâu thuẫn: nam {} và nữ {} cộng lại vượt tổng số {total}; hãy kiểm tra lại.",
                shown(self.male),
                shown(self.female)
            )
        })
    }
}

fn capital(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "Nam",
        Sex::Female => "Nữ",
    }
}

/// How many units meet a criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Units that meet it.
    pub met: i64,
    /// Units that do not.
    pub not_met: i64,
    /// Units of which it is not known.
    pub unknown: i64,
}

impl Tally {
    /// How many units there are.
    pub fn units(self) -> i64 {
        self.met + self.not_met + self.unknown
    }

    /// The share of units that meet the criterion; unknown while any unit is.
    pub fn share(self) -> Knowledge<Ratio> {
        if self.unknown > 0 {
            let (unknown, units) = (vietnamese_whole(self.unknown), vietnamese_whole(self.units()));
            return Knowledge::Unknown(format!("Còn {unknown} trong {units} đơn vị chưa đủ dữ liệu."));
        }
        match Ratio::new(self.met, self.units()) {
            Ok(share) => Knowledge::Known(share),
            Err(_) => Knowledge::Unknown("Không có đơn vị nào để tính.".to_owned()),
        }
    }
}

impl<'verdict> FromIterator<&'verdict Verdict> for Tally {
    fn from_iter<I: IntoIterator<Item = &'verdict Verdict>>(verdicts: I) -> Tally {
        let mut tally = Tally::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Met => tally.met += 1,
                Verdict::NotMet { .. } => tally.not_met += 1,
                Verdict::Unknown { .. } => tally.unknown += 1,
            }
        }
        tally
    }
}
