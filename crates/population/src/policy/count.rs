//! Sets of people as groups of a count.

use super::PolicySets;
use crate::coverage::GroupSets;
use crate::index::{AgeBands, Ethnic};

impl PolicySets {
    /// The first age at which a set changes within a band, so that the index cannot tell its members; `None`: all fit.
    pub fn age_not_in(&self, bands: &AgeBands) -> Option<u16> {
        self.age_limits().into_iter().find(|&age| !bands.beginnings().iter().any(|&from| u16::from(from) == age))
    }
}

impl GroupSets for PolicySets {
    fn labels(&self) -> Vec<String> {
        self.sets().iter().map(|set| set.key.clone()).collect()
    }

    fn need_age(&self) -> bool {
        !self.age_limits().is_empty()
    }

    fn sets_of(&self, group: &str, ethnic: Ethnic, ages: Option<(u8, Option<u8>)>) -> u64 {
        let minority = match ethnic {
            Ethnic::Unknown => None,
            Ethnic::Majority => Some(false),
            Ethnic::Minority => Some(true),
        };
        u64::from(self.sets_where(group, minority, ages.map(|(first, _)| u16::from(first))).belongs.0)
    }
}
