//! Which communes of a snapshot make up a unit, in the structure of any day: the pure part of every roll-up.

use crate::app::App;
use crate::places;
use chrono::NaiveDate;
use platform::{Problem, Result};
use population::coverage::PlaceMap;
use population::places::Communes;
use rules::place::{Level, UnitId};
use std::collections::{BTreeSet, HashMap};

/// Where the people of one commune of the snapshot live in the structure asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In the unit directly below, by its place in [`Area::children`].
    Child(usize),
    /// In the unit, but in which of the units below is not known.
    Inside,
    /// Perhaps in the unit, perhaps beside it: its commune was split.
    Perhaps,
}

/// Which units below a unit are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Those directly below.
    Next,
    /// All communes.
    Communes,
}

/// A unit and the communes of the snapshot whose people live, or may live, in it.
#[derive(Debug, Clone)]
pub struct Area {
    /// The unit.
    pub unit: i64,
    /// The units below it that are told apart, by code; none below a commune.
    pub children: Vec<i64>,
    /// Those of them that may hold people of a split commune beside their own: their numbers are not whole.
    pub unsure: BTreeSet<usize>,
    /// Codes of provinces, as of the snapshot, that have communes in it.
    provinces: BTreeSet<String>,
    communes: Vec<(String, Where)>,
}

impl Area {
    /// The unit in the structure of `structure`, from communes as they were on `as_of`.
    pub fn of(app: &App, unit: i64, below: Below, structure: NaiveDate, as_of: NaiveDate) -> Result<Self> {
        let registry = app.places();
        let missing = || Problem::NotFound(format!("đơn vị số {unit} ngày {}", rules::period::vietnamese_date(structure)));
        let id = places::id(unit).filter(|id| registry.valid(*id, structure)).ok_or_else(missing)?;
        let below = match below {
            Below::Next => registry.children(id, structure),
            Below::Communes => registry.descendants(id, Level::Commune, structure),
        };
        let below: Vec<_> = below.into_iter().filter(|child| child.id != id).collect();
        let mut place_of: HashMap<UnitId, Where> = HashMap::new();
        for (number, child) in below.iter().enumerate() {
            let communes = registry.descendants(child.id, Level::Commune, structure);
            place_of.extend(communes.into_iter().map(|commune| (commune.id, Where::Child(number))));
        }
        if below.is_empty() {
            place_of.insert(id, Where::Inside);
        }
        let remap = (structure != as_of).then(|| app.remap(as_of, structure));
        let targets = |commune: UnitId| match &remap {
            None => vec![place_of.get(&commune).copied()],
            Some(remap) => {
                let targets = remap.targets(commune).into_iter().flatten();
                let targets = targets.filter(|(_, share)| share.carries_people());
                targets.map(|(target, _)| place_of.get(&target).copied()).collect()
            }
        };
        let all = Communes::on(registry, as_of);
        let mut area = Self {
            unit,
            children: below.iter().map(|child| child.id.into()).collect(),
            unsure: BTreeSet::new(),
            provinces: BTreeSet::new(),
            communes: Vec::new(),
        };
        for province in all.provinces() {
            for commune in province.communes.clone() {
                let Ok(commune) = u16::try_from(commune) else { continue };
                let targets = targets(all.unit(commune));
                if let Some(found) = together(&targets) {
                    area.unsure.extend(in_doubt(found, &targets));
                    area.provinces.insert(province.code.clone());
                    area.communes.push((all.code(commune).to_owned(), found));
                }
            }
        }
        Ok(area)
    }

    /// Whether a province of the snapshot has communes in it.
    pub fn has_province(&self, code: &str) -> bool {
        self.provinces.contains(code)
    }

    /// The map for the unit's parts: labels are the places of [`Where`] as [`Area::where_of`] reads them. Communes elsewhere
    /// are not in it.
    pub fn parts(&self) -> PlaceMap {
        self.map(|place| match place {
            Where::Inside => 0,
            Where::Perhaps => 1,
            Where::Child(number) => number + 2,
        })
    }

    /// The map for the unit as a whole.
    pub fn whole(&self) -> PlaceMap {
        self.map(|place| usize::from(place == Where::Perhaps))
    }

    fn map(&self, label: impl Fn(Where) -> usize) -> PlaceMap {
        let labels = (0..self.children.len() + 2).map(|number| number.to_string()).collect();
        let of = self.communes.iter().map(|(code, place)| (code.clone(), u32::try_from(label(*place)).ok()));
        PlaceMap { labels, of: of.collect() }
    }

    /// What a label of [`Area::parts`] or [`Area::whole`] stands for.
    pub fn where_of(label: u32) -> Where {
        match label {
            0 => Where::Inside,
            1 => Where::Perhaps,
            other => Where::Child(usize::try_from(other).unwrap_or(usize::MAX) - 2),
        }
    }
}

/// The place of people whose new commune is one of several; nothing when all of these lie elsewhere.
fn together(targets: &[Option<Where>]) -> Option<Where> {
    let first = *targets.first()?;
    if targets.iter().all(|target| *target == first) {
        return first;
    }
    Some(if targets.iter().all(Option::is_some) { Where::Inside } else { Where::Perhaps })
}

/// The units below among which people of a split commune are.
fn in_doubt(found: Where, targets: &[Option<Where>]) -> impl Iterator<Item = usize> {
    targets.iter().filter_map(move |target| match (found, target) {
        (Where::Inside | Where::Perhaps, Some(Where::Child(number))) => Some(*number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_a_split_commune_are_where_all_its_parts_are_or_not_known() {
        let check = |targets: &[Option<Where>], expected| assert_eq!(together(targets), expected);
        check(&[Some(Where::Child(3))], Some(Where::Child(3)));
        check(&[Some(Where::Child(3)), Some(Where::Child(3))], Some(Where::Child(3)));
        check(&[Some(Where::Child(3)), Some(Where::Child(4))], Some(Where::Inside));
        check(&[Some(Where::Child(3)), None], Some(Where::Perhaps));
        check(&[None, None], None);
        check(&[], None);
        let doubt = |targets: &[Option<Where>]| -> Vec<usize> {
            together(targets).map(|found| in_doubt(found, targets).collect()).unwrap_or_default()
        };
        assert_eq!(doubt(&[Some(Where::Child(3)), Some(Where::Child(4))]), [3, 4]);
        assert_eq!(doubt(&[Some(Where::Child(3)), None]), [3]);
        assert!(doubt(&[Some(Where::Child(3)), Some(Where::Child(3))]).is_empty());
    }
}
