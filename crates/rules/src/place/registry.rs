//! The registry: every spell, found by id, by code and day, by its place in the tree, and along successions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::find::SearchIndex;
use super::index::Index;
use super::unit::{Code, Kind, Level, Relation, Succession, Unit, UnitId};

/// How many units there are somewhere on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Units of province level.
    pub provinces: usize,
    /// Units of district level.
    pub districts: usize,
    /// Units of commune level.
    pub communes: usize,
    /// Commune-level units by kind.
    pub by_kind: BTreeMap<Kind, usize>,
}

/// Why a count has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCounted {
    /// The list of units is complete only from that day on.
    NotKnown {
        /// First day with a complete list.
        known_from: NaiveDate,
    },
    /// The unit asked about is not valid on that day.
    NotValid {
        /// That unit.
        unit: UnitId,
    },
}

/// All units of the country through time. Built once from text; never changes.
#[derive(Debug)]
pub struct Registry {
    /// In the order of ids.
    pub(super) units: Vec<Unit>,
    /// Position of each id, or [`ABSENT`].
    pub(super) positions: Vec<u32>,
    /// Spells by code, oldest first.
    pub(super) by_code: Index<Code>,
    /// Spells by the code of their parent, in the order of their own codes.
    pub(super) by_parent: Index<Code>,
    pub(super) successions: Vec<Succession>,
    /// Successions by the position of the spell that ends, and of the one that begins.
    pub(super) outgoing: Index<u32>,
    pub(super) incoming: Index<u32>,
    pub(super) known: BTreeMap<Code, NaiveDate>,
    pub(super) nation: u32,
    pub(super) search: OnceLock<SearchIndex>,
}

/// The position of an id that no row has.
pub(super) const ABSENT: u32 = u32::MAX;

impl Registry {
    pub(super) fn position(&self, id: UnitId) -> Option<usize> {
        self.positions.get(id.0 as usize).filter(|position| **position != ABSENT).map(|position| *position as usize)
    }

    /// The spell of that number.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.position(id).map(|position| &self.units[position])
    }

    /// Every spell, in the order of ids.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Every succession, in the order of the table.
    pub fn all_successions(&self) -> &[Succession] {
        &self.successions
    }

    /// The spell that has this code on that day.
    pub fn by_code(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.spells(code).find(|unit| unit.valid_on(on))
    }

    /// Every spell that ever had this code, oldest first.
    pub fn spells(&self, code: &str) -> impl Iterator<Item = &Unit> {
        Code::of(code).into_iter().flat_map(|code| self.spells_of(code))
    }

    fn spells_of(&self, code: Code) -> impl Iterator<Item = &Unit> {
        self.by_code.of(code).map(|position| &self.units[position as usize])
    }

    /// The country.
    pub fn nation(&self) -> &Unit {
        &self.units[self.nation as usize]
    }

    /// Whether the spell exists and holds on that day.
    pub fn valid(&self, id: UnitId, on: NaiveDate) -> bool {
        self.unit(id).is_some_and(|unit| unit.valid_on(on))
    }

    /// The units directly below on that day, by code; none if the unit itself is not valid then.
    pub fn children(&self, id: UnitId, on: NaiveDate) -> Vec<&Unit> {
        let Some(unit) = self.unit(id).filter(|unit| unit.valid_on(on)) else {
            return Vec::new();
        };
        let below = self.by_parent.of(unit.code).map(|position| &self.units[position as usize]);
        below.filter(|child| child.valid_on(on)).collect()
    }

    /// All units of a level inside a unit on that day (itself if it is of that level).
    pub fn descendants(&self, id: UnitId, level: Level, on: NaiveDate) -> Vec<&Unit> {
        let mut found = Vec::new();
        let mut open = Vec::from_iter(self.unit(id).filter(|unit| unit.valid_on(on)));
        while let Some(unit) = open.pop() {
            if unit.level() == level {
                found.push(unit);
            } else if unit.level() < level {
                open.extend(self.children(unit.id, on));
            }
        }
        found.sort_by_key(|unit| unit.code);
        found
    }

    /// The unit directly above on that day; none for the country and for a unit not valid then.
    pub fn parent(&self, id: UnitId, on: NaiveDate) -> Option<&Unit> {
        let unit = self.unit(id).filter(|unit| unit.valid_on(on))?;
        self.spells_of(unit.parent_code).find(|above| above.valid_on(on))
    }

    /// The units above on that day, nearest first, the country last.
    pub fn ancestors(&self, id: UnitId, on: NaiveDate) -> Vec<&Unit> {
        std::iter::successors(self.parent(id, on), |unit| self.parent(unit.id, on)).collect()
    }

    /// Whether `unit` lies in `scope` on that day (a valid unit lies in itself).
    pub fn contains(&self, scope: UnitId, unit: UnitId, on: NaiveDate) -> bool {
        self.valid(unit, on) && (scope == unit || self.ancestors(unit, on).iter().any(|ancestor| ancestor.id == scope))
    }

    /// Whether the people of `unit` came to be in `scope` at any time: it lay in it, or went whole into a unit that did.
    /// The new Vĩnh Long contains the communes of Bến Tre; Bến Tre does not contain those of the new Vĩnh Long.
    pub fn contains_ever(&self, scope: UnitId, unit: UnitId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![unit];
        while let Some(id) = open.pop() {
            if id == scope {
                return self.unit(id).is_some();
            }
            let Some(unit) = self.unit(id) else { continue };
            if !seen.insert(id) {
                continue;
            }
            open.extend(self.spells_of(unit.parent_code).filter(|above| above.overlaps(unit)).map(|above| above.id));
            open.extend(self.successors(id).filter(|link| self.is_whole(link)).filter_map(|link| link.to));
        }
        false
    }

    /// The links from this spell to what came after it.
    pub fn successors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        self.links(&self.outgoing, id)
    }

    /// The links to this spell from what was before it.
    pub fn predecessors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        self.links(&self.incoming, id)
    }

    fn links<'a>(&'a self, index: &'a Index<u32>, id: UnitId) -> impl Iterator<Item = &'a Succession> {
        let position = self.position(id).and_then(|position| u32::try_from(position).ok());
        position.into_iter().flat_map(|position| index.of(position)).map(|link| &self.successions[link as usize])
    }

    /// Whether all the people of the spell that ends go along this link: stated so, or no other link carries people.
    pub(super) fn is_whole(&self, link: &Succession) -> bool {
        link.share.carries_people()
            && link.to.is_some()
            && self.successors(link.from).filter(|other| other.share.carries_people()).count() == 1
    }

    /// All spells, oldest first, that are the same people in the same unit as this one: linked whole, one to one.
    pub fn lineage(&self, id: UnitId) -> Vec<UnitId> {
        let alone = |link: &&Succession| {
            self.is_whole(link)
                && link
                    .to
                    .is_some_and(|to| self.predecessors(to).filter(|other| other.share.carries_people()).count() == 1)
        };
        let mut spells = Vec::from_iter(self.unit(id).map(|unit| unit.id));
        let mut first = id;
        while let Some(link) = self.predecessors(first).find(alone) {
            first = link.from;
            spells.insert(0, first);
        }
        let mut last = id;
        while let Some(next) = self.successors(last).find(alone).and_then(|link| link.to) {
            last = next;
            spells.push(last);
        }
        spells
    }

    /// First day on which the list of units at this place is complete: its province's own, else the country's.
    pub fn known_from(&self, id: UnitId, on: NaiveDate) -> Option<NaiveDate> {
        let chain = self.unit(id).into_iter().chain(self.ancestors(id, on));
        chain.filter_map(|unit| self.known.get(&unit.code).copied()).next()
    }

    /// Counts the units in a unit (itself included) on a day.
    ///
    /// # Errors
    /// When the unit is not valid then, or the list of its units is not known that far back.
    pub fn counts(&self, within: UnitId, on: NaiveDate) -> Result<Counts, NotCounted> {
        let Some(unit) = self.unit(within).filter(|unit| unit.valid_on(on)) else {
            return Err(NotCounted::NotValid { unit: within });
        };
        if let Some(known_from) = self.known_from(within, on).filter(|from| on < *from) {
            return Err(NotCounted::NotKnown { known_from });
        }
        let mut counts = Counts::default();
        let mut open = vec![unit];
        while let Some(unit) = open.pop() {
            match unit.level() {
                Level::Nation => {}
                Level::Province => counts.provinces += 1,
                Level::District => counts.districts += 1,
                Level::Commune => {
                    counts.communes += 1;
                    *counts.by_kind.entry(unit.kind).or_default() += 1;
                }
            }
            open.extend(self.children(unit.id, on));
        }
        Ok(counts)
    }

    /// "xã Châu Bình"; empty for an unknown id.
    pub fn full_name(&self, id: UnitId) -> String {
        self.unit(id).map(Unit::full_name).unwrap_or_default()
    }

    /// "xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre" as on that day; the name alone on a day the unit is not valid.
    pub fn path_name(&self, id: UnitId, on: NaiveDate) -> String {
        let mut path = self.full_name(id);
        for ancestor in self.ancestors(id, on).into_iter().filter(|unit| unit.level() != Level::Nation) {
            path.push_str(", ");
            path.push_str(&ancestor.full_name());
        }
        path
    }

    /// The path as on the unit's last day, or as now if it has none.
    pub fn latest_path_name(&self, id: UnitId) -> String {
        let last = self.unit(id).and_then(|unit| unit.to).and_then(|to| to.pred_opt());
        self.path_name(id, last.unwrap_or(NaiveDate::MAX))
    }

    /// The spells valid on `on` that took over from this one (or, before its beginning, that it came from).
    pub fn standing_for(&self, id: UnitId, on: NaiveDate) -> Vec<UnitId> {
        let Some(unit) = self.unit(id) else {
            return Vec::new();
        };
        let later = unit.to.is_some_and(|to| to <= on);
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if self.valid(id, on) {
                found.insert(id);
            } else if later {
                open.extend(self.successors(id).filter(|link| link.share.carries_people()).filter_map(|link| link.to));
            } else {
                open.extend(self.predecessors(id).filter(|link| link.share.carries_people()).map(|link| link.from));
            }
        }
        found.into_iter().collect()
    }

    /// Whether `later` can be reached from `earlier` along successions that carry people.
    pub(super) fn leads_to(&self, earlier: UnitId, later: UnitId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![earlier];
        while let Some(id) = open.pop() {
            if id == later {
                return true;
            }
            if seen.insert(id) {
                open.extend(self.successors(id).filter(|link| link.share.carries_people()).filter_map(|link| link.to));
            }
        }
        false
    }

    /// The next spell of the same unit when only people or land were added or taken away.
    pub(super) fn goes_on_as(&self, id: UnitId) -> Option<UnitId> {
        self.successors(id).find(|link| link.relation == Relation::UnchangedPart).and_then(|link| link.to)
    }
}
