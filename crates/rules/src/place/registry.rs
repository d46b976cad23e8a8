//! The registry: every spell, found by id, by code and day, by its place in the tree, and along successions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::find::SearchIndex;
use super::parse::{self, DefinitionFault, Parsed, Tables};
use super::unit::{Kind, Level, Relation, Succession, Unit, UnitId};

/// The code of the country.
const NATION: &str = "00";

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
    positions: Vec<u32>,
    by_code: HashMap<Box<str>, Vec<u32>>,
    children: HashMap<Box<str>, Vec<u32>>,
    successions: Vec<Succession>,
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
    known: HashMap<Box<str>, NaiveDate>,
    nation: u32,
    pub(super) search: OnceLock<SearchIndex>,
}

const ABSENT: u32 = u32::MAX;

impl Registry {
    /// Reads and checks the tables.
    ///
    /// # Errors
    /// Every fault found, with file, line, field and a Vietnamese sentence.
    pub fn parse(tables: &Tables<'_>) -> Result<Registry, Vec<DefinitionFault>> {
        let mut faults = Vec::new();
        let parsed = parse::parse(tables, &mut faults);
        let registry = Registry::assemble(parsed, &mut faults);
        match registry {
            Some(registry) if faults.is_empty() => Ok(registry),
            _ => Err(faults),
        }
    }

    fn assemble(parsed: Parsed, faults: &mut Vec<DefinitionFault>) -> Option<Registry> {
        let Parsed {
            mut units,
            successions,
            known,
        } = parsed;
        units.sort_by_key(|(_, unit)| unit.id);
        let (lines, units): (Vec<usize>, Vec<Unit>) = units.into_iter().unzip();
        let largest = units.last().map_or(0, |unit| unit.id.0 as usize);
        let mut positions = vec![ABSENT; largest + 1];
        let mut by_code: HashMap<Box<str>, Vec<u32>> = HashMap::with_capacity(units.len());
        let mut children: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut fault = |file, line, field, message| {
            faults.push(DefinitionFault {
                file,
                line,
                field,
                message,
            })
        };
        for (position, unit) in (0_u32..).zip(&units) {
            let slot = &mut positions[unit.id.0 as usize];
            if *slot != ABSENT {
                fault(
                    parse::UNITS,
                    lines[position as usize],
                    "id",
                    format!("số {} dùng hai lần", unit.id),
                );
            }
            *slot = position;
            by_code.entry(unit.code.clone()).or_default().push(position);
            children
                .entry(unit.parent_code.clone())
                .or_default()
                .push(position);
        }
        for spells in by_code.values_mut() {
            spells.sort_by_key(|position| units[*position as usize].from);
            for pair in spells.windows(2) {
                let (earlier, later) = (&units[pair[0] as usize], &units[pair[1] as usize]);
                if earlier.overlaps(later) {
                    let message = format!(
                        "mã {} có hai quãng chồng nhau (số {} và {})",
                        later.code, earlier.id, later.id
                    );
                    fault(parse::UNITS, lines[pair[1] as usize], "from", message);
                }
            }
        }
        for (position, unit) in units.iter().enumerate() {
            let above = by_code
                .get(&unit.parent_code)
                .map_or(&[][..], Vec::as_slice);
            let covered = |day: Option<NaiveDate>| {
                above.iter().any(|other| match day {
                    Some(day) => units[*other as usize].valid_on(day),
                    None => units[*other as usize].from.is_none(),
                })
            };
            if unit.kind == Kind::QuocGia {
                if !unit.parent_code.is_empty() {
                    fault(
                        parse::UNITS,
                        lines[position],
                        "parent",
                        "cả nước không có đơn vị cấp trên".to_owned(),
                    );
                }
            } else if !covered(unit.from) {
                let message = format!(
                    "{}: không có đơn vị cấp trên mã “{}” vào ngày bắt đầu",
                    unit.full_name(),
                    unit.parent_code
                );
                fault(parse::UNITS, lines[position], "parent", message);
            } else if above
                .iter()
                .any(|other| units[*other as usize].level() >= unit.level())
            {
                let message = format!(
                    "{}: đơn vị cấp trên mã “{}” không ở cấp cao hơn",
                    unit.full_name(),
                    unit.parent_code
                );
                fault(parse::UNITS, lines[position], "parent", message);
            }
        }

        let (mut outgoing, mut incoming) =
            (vec![Vec::new(); units.len()], vec![Vec::new(); units.len()]);
        let find = |id: UnitId| {
            positions
                .get(id.0 as usize)
                .copied()
                .filter(|position| *position != ABSENT)
        };
        for (index, (line, succession)) in (0_u32..).zip(&successions) {
            match find(succession.from) {
                None => fault(
                    parse::SUCCESSIONS,
                    *line,
                    "from",
                    format!("không có quãng số {}", succession.from),
                ),
                Some(position) => {
                    if units[position as usize].to != Some(succession.date) {
                        let message = format!(
                            "quãng số {} không kết thúc ngày {}",
                            succession.from, succession.date
                        );
                        fault(parse::SUCCESSIONS, *line, "date", message);
                    }
                    outgoing[position as usize].push(index);
                }
            }
            let Some(to) = succession.to else { continue };
            match find(to) {
                None => fault(
                    parse::SUCCESSIONS,
                    *line,
                    "to",
                    format!("không có quãng số {to}"),
                ),
                Some(position) => {
                    if units[position as usize].from != Some(succession.date) {
                        let message =
                            format!("quãng số {to} không bắt đầu ngày {}", succession.date);
                        fault(parse::SUCCESSIONS, *line, "date", message);
                    }
                    incoming[position as usize].push(index);
                }
            }
        }
        for (line, code, _) in &known {
            if !by_code.contains_key(code) {
                fault(
                    parse::KNOWN,
                    *line,
                    "code",
                    format!("không có đơn vị mã “{code}”"),
                );
            }
        }
        let known: HashMap<Box<str>, NaiveDate> = known
            .into_iter()
            .map(|(_, code, from)| (code, from))
            .collect();
        if !known.contains_key(NATION) {
            fault(
                parse::KNOWN,
                1,
                "code",
                format!("thiếu dòng của cả nước, mã “{NATION}”"),
            );
        }
        let nation = match by_code.get(NATION).map(Vec::as_slice) {
            Some([only]) => *only,
            _ => {
                fault(
                    parse::UNITS,
                    1,
                    "code",
                    format!("phải có đúng một dòng của cả nước, mã “{NATION}”"),
                );
                return None;
            }
        };
        let successions = successions
            .into_iter()
            .map(|(_, succession)| succession)
            .collect();
        let search = OnceLock::new();
        Some(Registry {
            units,
            positions,
            by_code,
            children,
            successions,
            outgoing,
            incoming,
            known,
            nation,
            search,
        })
    }

    pub(super) fn position(&self, id: UnitId) -> Option<usize> {
        self.positions
            .get(id.0 as usize)
            .filter(|position| **position != ABSENT)
            .map(|position| *position as usize)
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
        self.by_code
            .get(code)
            .into_iter()
            .flatten()
            .map(|position| &self.units[*position as usize])
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
        let below = self.children.get(&unit.code).into_iter().flatten();
        let mut found: Vec<&Unit> = below
            .map(|position| &self.units[*position as usize])
            .filter(|child| child.valid_on(on))
            .collect();
        found.sort_by(|left, right| left.code.cmp(&right.code));
        found
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
        found.sort_by(|left, right| left.code.cmp(&right.code));
        found
    }

    /// The unit directly above on that day; none for the country and for a unit not valid then.
    pub fn parent(&self, id: UnitId, on: NaiveDate) -> Option<&Unit> {
        let unit = self.unit(id).filter(|unit| unit.valid_on(on))?;
        self.by_code(&unit.parent_code, on)
    }

    /// The units above on that day, nearest first, the country last.
    pub fn ancestors(&self, id: UnitId, on: NaiveDate) -> Vec<&Unit> {
        std::iter::successors(self.parent(id, on), |unit| self.parent(unit.id, on)).collect()
    }

    /// Whether `unit` lies in `scope` on that day (a valid unit lies in itself).
    pub fn contains(&self, scope: UnitId, unit: UnitId, on: NaiveDate) -> bool {
        self.valid(unit, on)
            && (scope == unit
                || self
                    .ancestors(unit, on)
                    .iter()
                    .any(|ancestor| ancestor.id == scope))
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
            open.extend(
                self.spells(&unit.parent_code)
                    .filter(|above| above.overlaps(unit))
                    .map(|above| above.id),
            );
            open.extend(
                self.successors(id)
                    .filter(|link| self.is_whole(link))
                    .filter_map(|link| link.to),
            );
        }
        false
    }

    /// The links from this spell to what came after it.
    pub fn successors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        let links = self
            .position(id)
            .map(|position| self.outgoing[position].as_slice())
            .unwrap_or_default();
        links.iter().map(|index| &self.successions[*index as usize])
    }

    /// The links to this spell from what was before it.
    pub fn predecessors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        let links = self
            .position(id)
            .map(|position| self.incoming[position].as_slice())
            .unwrap_or_default();
        links.iter().map(|index| &self.successions[*index as usize])
    }

    /// Whether all the people of the spell that ends go along this link: stated so, or no other link carries people.
    pub(super) fn is_whole(&self, link: &Succession) -> bool {
        link.share.carries_people()
            && link.to.is_some()
            && self
                .successors(link.from)
                .filter(|other| other.share.carries_people())
                .count()
                == 1
    }

    /// All spells, oldest first, that are the same people in the same unit as this one: linked whole, one to one.
    pub fn lineage(&self, id: UnitId) -> Vec<UnitId> {
        let alone = |link: &&Succession| {
            self.is_whole(link)
                && link.to.is_some_and(|to| {
                    self.predecessors(to)
                        .filter(|other| other.share.carries_people())
                        .count()
                        == 1
                })
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
        chain
            .filter_map(|unit| self.known.get(&unit.code).copied())
            .next()
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
        for ancestor in self
            .ancestors(id, on)
            .into_iter()
            .filter(|unit| unit.level() != Level::Nation)
        {
            path.push_str(", ");
            path.push_str(&ancestor.full_name());
        }
        path
    }

    /// The path as on the unit's last day, or as now if it has none.
    pub fn latest_path_name(&self, id: UnitId) -> String {
        let last = self
            .unit(id)
            .and_then(|unit| unit.to)
            .and_then(|to| to.pred_opt());
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
                open.extend(
                    self.successors(id)
                        .filter(|link| link.share.carries_people())
                        .filter_map(|link| link.to),
                );
            } else {
                open.extend(
                    self.predecessors(id)
                        .filter(|link| link.share.carries_people())
                        .map(|link| link.from),
                );
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
                open.extend(
                    self.successors(id)
                        .filter(|link| link.share.carries_people())
                        .filter_map(|link| link.to),
                );
            }
        }
        false
    }

    /// The next spell of the same unit when only people or land were added or taken away.
    pub(super) fn goes_on_as(&self, id: UnitId) -> Option<UnitId> {
        self.successors(id)
            .find(|link| link.relation == Relation::UnchangedPart)
            .and_then(|link| link.to)
    }
}
