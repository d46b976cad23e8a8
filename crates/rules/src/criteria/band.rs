//! Bands by the number of criteria met, as reports group communes: 19, 15–18, 10–14, 5–9, under 5.

use serde::{Deserialize, Serialize};

/// A range of numbers of criteria met, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Band {
    /// The least number met.
    pub lower: u8,
    /// The greatest number met.
    pub upper: u8,
}

impl Band {
    /// Whether a number of criteria met falls into the band.
    pub fn contains(self, met: u8) -> bool {
        (self.lower..=self.upper).contains(&met)
    }

    /// The band in Vietnamese: "19 tiêu chí", "15–18 tiêu chí", "dưới 5 tiêu chí".
    pub fn label(self) -> String {
        match (self.lower, self.upper) {
            (lower, upper) if lower == upper => format!("{lower} tiêu chí"),
            (0, upper) => format!("dưới {} tiêu chí", u16::from(upper) + 1),
            (lower, upper) => format!("{lower}–{upper} tiêu chí"),
        }
    }
}

/// Why bands do not share out every number of criteria.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartitionError {
    /// A band ends before it begins.
    #[error("Nhóm {lower}–{upper} có cận dưới lớn hơn cận trên: hãy đổi hai cận.")]
    Reversed {
        /// Its lower end.
        lower: u8,
        /// Its upper end.
        upper: u8,
    },
    /// A band goes beyond the number of criteria in the set.
    #[error("Nhóm {lower}–{upper} vượt quá {total} tiêu chí của bộ: hãy sửa cận trên.")]
    OutOfRange {
        /// Its lower end.
        lower: u8,
        /// Its upper end.
        upper: u8,
        /// How many criteria the set has.
        total: u8,
    },
    /// A number falls into no band.
    #[error("Số {met} tiêu chí không thuộc nhóm nào: hãy mở rộng một nhóm để các nhóm phủ hết từ 0 đến {total}.")]
    Gap {
        /// The number.
        met: u8,
        /// How many criteria the set has.
        total: u8,
    },
    /// A number falls into several bands.
    #[error("Số {met} tiêu chí thuộc nhiều nhóm: hãy thu hẹp để mỗi số chỉ thuộc một nhóm.")]
    Overlap {
        /// The number.
        met: u8,
    },
}

/// Checks that each number from nought to `total` falls into exactly one band; the first fault is returned.
pub fn check_partition(bands: &[Band], total: u8) -> Result<(), PartitionError> {
    for &Band { lower, upper } in bands {
        if lower > upper {
            return Err(PartitionError::Reversed { lower, upper });
        }
        if upper > total {
            return Err(PartitionError::OutOfRange { lower, upper, total });
        }
    }
    for met in 0..=total {
        match bands.iter().filter(|band| band.contains(met)).count() {
            0 => return Err(PartitionError::Gap { met, total }),
            1 => {}
            _ => return Err(PartitionError::Overlap { met }),
        }
    }
    Ok(())
}

/// Bands that share out every number of criteria of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    bands: Vec<Band>,
}

impl Partition {
    /// Bands of a set with `total` criteria, in the order in which reports list them.
    pub fn new(bands: Vec<Band>, total: u8) -> Result<Partition, PartitionError> {
        check_partition(&bands, total)?;
        Ok(Partition { bands })
    }

    /// The bands in their order.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The band of a number of criteria met; nothing for more than the set has.
    pub fn band_of(&self, met: u8) -> Option<Band> {
        self.bands.iter().copied().find(|band| band.contains(met))
    }

    /// How many units fall into each band, in order; nothing where a number is more than the set has.
    pub fn distribute(&self, met: impl IntoIterator<Item = u8>) -> Option<Vec<(Band, i64)>> {
        let mut counts: Vec<(Band, i64)> = self.bands.iter().map(|band| (*band, 0)).collect();
        for number in met {
            counts.iter_mut().find(|(band, _)| band.contains(number))?.1 += 1;
        }
        Some(counts)
    }
}
