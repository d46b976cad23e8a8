//! The communes of one structure of administrative units, as dense numbers.

use std::collections::HashMap;

use chrono::NaiveDate;
use rules::place::{Level, Registry, Remap, UnitId};

use crate::coverage::PlaceMap;

/// A commune among those of one [`Communes`], counted from nought in the order of province, then of code.
pub type CommuneIndex = u16;

/// The communes that were there on one day.
///
/// Communes of one province stand together, provinces in the order of their codes.
#[derive(Clone, Debug)]
pub struct Communes {
    on: NaiveDate,
    units: Vec<UnitId>,
    codes: Vec<String>,
    provinces: Vec<Province>,
    /// By the number that a code of five digits is; [`NONE`] where there is no such commune.
    by_number: Vec<CommuneIndex>,
}

/// A province and its communes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Its code, two digits.
    pub code: String,
    /// The unit.
    pub unit: UnitId,
    /// Its communes.
    pub communes: std::ops::Range<usize>,
}

const NONE: CommuneIndex = CommuneIndex::MAX;

impl Communes {
    /// The communes of the whole country on `on`.
    pub fn on(registry: &Registry, on: NaiveDate) -> Communes {
        Communes::among(registry, on, |_| true)
    }

    /// The communes on `on` that are wanted, and the provinces that have such.
    pub fn among(registry: &Registry, on: NaiveDate, is_wanted: impl Fn(UnitId) -> bool) -> Communes {
        let mut provinces = registry.descendants(registry.nation().id, Level::Province, on);
        provinces.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
        let mut communes = Communes {
            on,
            units: Vec::new(),
            codes: Vec::new(),
            provinces: Vec::new(),
            by_number: vec![NONE; 100_000],
        };
        for province in provinces {
            let start = communes.units.len();
            let mut below = registry.descendants(province.id, Level::Commune, on);
            below.retain(|commune| is_wanted(commune.id));
            if below.is_empty() {
                continue;
            }
            below.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
            for unit in below {
                if let Some(number) = number_of(unit.code.as_str()) {
                    communes.by_number[number] = communes.units.len() as CommuneIndex;
                }
                communes.units.push(unit.id);
                communes.codes.push(unit.code.as_str().to_owned());
            }
            communes.provinces.push(Province {
                code: province.code.as_str().to_owned(),
                unit: province.id,
                communes: start..communes.units.len(),
            });
        }
        communes
    }

    /// Every commune that ever was, whatever the day: for finding out which day a list is of. A code that several units
    /// bore stands for the first of them.
    pub(crate) fn ever(registry: &Registry, on: NaiveDate) -> Communes {
        let mut communes = Communes {
            on,
            units: Vec::new(),
            codes: Vec::new(),
            provinces: Vec::new(),
            by_number: vec![NONE; 100_000],
        };
        for unit in registry.units().iter().filter(|unit| unit.level() == Level::Commune) {
            let Some(number) = number_of(unit.code.as_str()).filter(|&number| communes.by_number[number] == NONE)
            else {
                continue;
            };
            communes.by_number[number] = communes.units.len() as CommuneIndex;
            communes.units.push(unit.id);
            communes.codes.push(unit.code.as_str().to_owned());
        }
        communes
    }

    /// The day whose structure this is.
    pub fn day(&self) -> NaiveDate {
        self.on
    }

    /// How many communes there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is none: the day lies before all that is known.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The provinces in the order of their codes.
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// The code of a commune, five digits.
    pub fn code(&self, commune: CommuneIndex) -> &str {
        &self.codes[usize::from(commune)]
    }

    /// The unit that a commune is.
    pub fn unit(&self, commune: CommuneIndex) -> UnitId {
        self.units[usize::from(commune)]
    }

    /// The commune with this code; leading zeros may be missing.
    #[inline]
    pub fn by_code(&self, code: &str) -> Option<CommuneIndex> {
        self.by_number(number_of(code)?)
    }

    /// The commune whose code is this number.
    #[inline]
    pub fn by_number(&self, number: usize) -> Option<CommuneIndex> {
        self.by_number.get(number).copied().filter(|&commune| commune != NONE)
    }
}

impl Communes {
    /// What stands for each commune on the day that the map leads to, at a level: itself or what became of it, or the
    /// district or province above that. A commune that was split is placed only if all its parts lie in one such unit.
    pub fn placed(&self, registry: &Registry, map: &Remap, level: Level) -> PlaceMap {
        let mut units = registry.descendants(registry.nation().id, level, map.to());
        units.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
        let label_of: HashMap<UnitId, u32> = units.iter().zip(0..).map(|(unit, label)| (unit.id, label)).collect();
        let above = |unit: UnitId| {
            let mut way =
                std::iter::once(unit).chain(registry.ancestors(unit, map.to()).into_iter().map(|unit| unit.id));
            way.find_map(|unit| label_of.get(&unit).copied())
        };
        let place = |unit: UnitId| {
            let mut labels =
                map.targets(unit)?.filter(|(_, share)| share.carries_people()).map(|(target, _)| above(target));
            let first = labels.next()??;
            labels.all(|label| label == Some(first)).then_some(first)
        };
        let of = self.codes.iter().zip(&self.units).map(|(code, &unit)| (code.clone(), place(unit))).collect();
        PlaceMap { labels: units.iter().map(|unit| unit.code.as_str().to_owned()).collect(), of }
    }
}

/// The number that a code of up to five digits is.
#[inline]
fn number_of(code: &str) -> Option<usize> {
    if code.is_empty() || code.len() > 5 {
        return None;
    }
    code.bytes().try_fold(0_usize, |number, byte| byte.is_ascii_digit().then(|| number * 10 + usize::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{COMMUNES, REGISTRY, day};

    #[test]
    fn the_country_of_2024_has_its_communes() {
        assert_eq!((COMMUNES.provinces().len(), COMMUNES.len()), (63, 10_044));
        let first = COMMUNES.by_code("1").expect("Phường Phúc Xá");
        assert_eq!(
            (COMMUNES.code(first), COMMUNES.by_code("00001"), COMMUNES.by_code("99999")),
            ("00001", Some(first), None)
        );
    }

    #[test]
    fn communes_are_placed_in_the_structure_of_another_day() {
        let map = Remap::between(&REGISTRY, COMMUNES.day(), day("2025-07-01"));
        let communes = COMMUNES.placed(&REGISTRY, &map, Level::Commune);
        let provinces = COMMUNES.placed(&REGISTRY, &map, Level::Province);
        assert_eq!((communes.labels.len(), provinces.labels.len()), (3_321, 34));
        let placed = |map: &PlaceMap| map.of.values().filter(|place| place.is_some()).count();
        assert_eq!(placed(&provinces), 10_044, "nobody left their province when it was merged");
        assert!((9_000..10_044).contains(&placed(&communes)), "some communes were split: {}", placed(&communes));
        let same =
            COMMUNES.placed(&REGISTRY, &Remap::between(&REGISTRY, COMMUNES.day(), COMMUNES.day()), Level::Commune);
        assert_eq!(placed(&same), 10_044);
    }
}
