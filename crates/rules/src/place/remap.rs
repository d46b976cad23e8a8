//! Figures of one day's units shown in the units of another day.
//!
//! For every unit of the first day a row says where its *people* are on the second: whole in one unit, by stated parts
//! in several, or somewhere among several. Rows are composed along successions (2019 → 2020 → 2025) and stored one after
//! the other, as compressed sparse rows. A figure whose people are somewhere among several units makes each of these
//! unknown, while every unit that contains all of them stays exact. Backward, the figure of a unit that was made from
//! several cannot be divided, and the same rule holds.
//!
//! Nothing is overwritten: [`Remap::apply`] gives a new [`Outcome`], and each figure in it can list its inputs.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::flow::Walk;
use super::registry::Registry;
use super::unit::{Level, Share, UnitId};

const NONE: u32 = u32::MAX;

/// The rows between two days.
#[derive(Debug)]
pub struct Remap {
    from: NaiveDate,
    to: NaiveDate,
    rows: HashMap<UnitId, u32>,
    starts: Vec<u32>,
    cells: Vec<(u32, Share)>,
    /// For each row the smallest target-day unit that surely contains all its people.
    holders: Vec<u32>,
    /// Units valid on the second day, and each one's parent among them.
    units: Vec<UnitId>,
    parents: Vec<u32>,
    indices: HashMap<UnitId, u32>,
    /// For each unit of the second day, the units of the first whose people may be in it; built when first asked for.
    origins: OnceLock<Vec<Vec<UnitId>>>,
}

/// Numerator and denominator of an input whose people are not placed in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The unit of the first day.
    pub unit: UnitId,
    /// Its numerator.
    pub num: i64,
    /// Its denominator.
    pub den: i64,
    /// The smallest unit of the second day that surely contains them all; none if not even the country has a row then.
    pub holder: Option<UnitId>,
}

/// What one unit of the second day gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Sum of the numerators that are surely here.
    pub num: i64,
    /// Sum of the denominators that are surely here.
    pub den: i64,
    /// Whether a stated share was used, so that people were apportioned rather than counted.
    pub apportioned: bool,
    /// Indices into [`Outcome::held`] of inputs of which a part may be here.
    pub held: Vec<u32>,
}

/// The answer for one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The figure.
    Known {
        /// Sum of numerators.
        num: i64,
        /// Sum of denominators.
        den: i64,
        /// Whether a stated share was used.
        apportioned: bool,
    },
    /// Không quy đổi được: these inputs are not placed.
    Unknown {
        /// The inputs of which a part may belong here.
        inputs: Vec<Held>,
    },
}

/// All figures on the second day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Figures by unit, ancestors included; a unit no input touches is absent.
    pub figures: BTreeMap<UnitId, Figure>,
    /// Inputs that are not placed in one unit.
    pub held: Vec<Held>,
}

impl Outcome {
    /// The value of a unit; `None` if no input touches it.
    pub fn value(&self, unit: UnitId) -> Option<Value> {
        self.figures.get(&unit).map(|figure| {
            if figure.held.is_empty() {
                Value::Known { num: figure.num, den: figure.den, apportioned: figure.apportioned }
            } else {
                Value::Unknown { inputs: figure.held.iter().map(|index| self.held[*index as usize]).collect() }
            }
        })
    }
}

/// Why figures cannot be carried over at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemapError {
    /// An input names a unit that is not valid on the first day.
    NotValid {
        /// That unit.
        unit: UnitId,
    },
    /// A sum does not fit into 64 bits.
    Overflow,
}

impl Remap {
    /// Builds the rows from the structure of one day to that of another, forward or backward in time, all levels.
    pub fn between(registry: &Registry, from: NaiveDate, to: NaiveDate) -> Remap {
        let units: Vec<UnitId> = registry.units().iter().filter(|unit| unit.valid_on(to)).map(|unit| unit.id).collect();
        let indices: HashMap<UnitId, u32> = units.iter().copied().zip(0..).collect();
        let parents = units
            .iter()
            .map(|id| registry.parent(*id, to).and_then(|parent| indices.get(&parent.id).copied()).unwrap_or(NONE))
            .collect();
        let mut remap = Remap {
            from,
            to,
            rows: HashMap::new(),
            starts: vec![0],
            cells: Vec::new(),
            holders: Vec::new(),
            units,
            parents,
            indices,
            origins: OnceLock::new(),
        };
        let mut walk = Walk::new(registry, from, to);
        for unit in registry.units().iter().filter(|unit| unit.valid_on(from)) {
            let flow = walk.flow(unit.id);
            let row = remap.holders.len() as u32;
            remap.rows.insert(unit.id, row);
            remap.cells.extend(flow.targets.iter().map(|(target, share)| (remap.indices[target], *share)));
            remap.starts.push(remap.cells.len() as u32);
            // People whose way is lost are still in what became of the unit above them; nobody leaves the country.
            let above = registry.ancestors(unit.id, from).into_iter().map(|above| walk.flow(above.id));
            let surely = std::iter::once(flow).chain(above).find(|flow| flow.complete);
            let holder = surely.map_or(NONE, |flow| {
                let touched = flow.targets.iter().map(|(target, _)| remap.indices[target]);
                touched.reduce(|left, right| remap.common(left, right)).unwrap_or(NONE)
            });
            remap.holders.push(holder);
        }
        remap
    }

    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The second day.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// Where the people of a unit of the first day are on the second; `None` for a unit not valid on the first.
    pub fn targets(&self, unit: UnitId) -> Option<impl Iterator<Item = (UnitId, Share)>> {
        let row = *self.rows.get(&unit)?;
        Some(self.row(row).iter().map(|(index, share)| (self.units[*index as usize], *share)))
    }

    /// Units of the first day, of all levels, whose people are or may be in a unit of the second: figures of no others
    /// touch its figure in [`Remap::apply`]. In the order of ids.
    pub fn origins(&self, unit: UnitId) -> &[UnitId] {
        let origins = self.origins.get_or_init(|| {
            let mut origins = vec![Vec::new(); self.units.len()];
            for (unit, row) in &self.rows {
                let places = self.row(*row).iter().map(|(target, _)| *target).chain([self.holders[*row as usize]]);
                for place in places.flat_map(|place| self.path(place)) {
                    let list: &mut Vec<UnitId> = &mut origins[place as usize];
                    if list.last() != Some(unit) {
                        list.push(*unit);
                    }
                }
            }
            for list in &mut origins {
                list.sort_unstable();
                list.dedup();
            }
            origins
        });
        self.indices.get(&unit).map_or(&[], |index| &origins[*index as usize])
    }

    fn row(&self, row: u32) -> &[(u32, Share)] {
        &self.cells[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    fn path(&self, index: u32) -> impl Iterator<Item = u32> {
        std::iter::successors((index != NONE).then_some(index), |index| {
            Some(self.parents[*index as usize]).filter(|parent| *parent != NONE)
        })
    }

    fn common(&self, left: u32, right: u32) -> u32 {
        if left == right {
            return left;
        }
        let above: Vec<u32> = self.path(left).collect();
        self.path(right).find(|index| above.contains(index)).unwrap_or(NONE)
    }

    /// Carries figures over: numerators and denominators of units of the first day, one level or several that do not
    /// contain one another.
    ///
    /// # Errors
    /// When an input is not valid on the first day, or a sum does not fit.
    pub fn apply(&self, inputs: &[(UnitId, i64, i64)]) -> Result<Outcome, RemapError> {
        let mut figures: Vec<Option<Figure>> = vec![None; self.units.len()];
        let mut held = Vec::new();
        for (unit, num, den) in inputs {
            let row = *self.rows.get(unit).ok_or(RemapError::NotValid { unit: *unit })?;
            let holder = self.holders[row as usize];
            let cells = self.row(row);
            let unplaced = cells.is_empty() || cells.iter().any(|(_, share)| *share == Share::Unknown);
            if unplaced {
                let index = held.len() as u32;
                let at = (holder != NONE).then(|| self.units[holder as usize]);
                held.push(Held { unit: *unit, num: *num, den: *den, holder: at });
                for target in self.path(holder) {
                    add(&mut figures[target as usize], *num, *den)?;
                }
                for (target, _) in cells {
                    for below in self.path(*target).take_while(|index| *index != holder) {
                        let list = &mut figures[below as usize].get_or_insert_default().held;
                        if list.last() != Some(&index) {
                            list.push(index);
                        }
                    }
                }
                continue;
            }
            let nums = apportion(*num, cells);
            let dens = apportion(*den, cells);
            for (((target, share), num), den) in cells.iter().zip(nums).zip(dens) {
                let mut inside = *share != Share::Whole;
                for index in self.path(*target) {
                    inside &= index != holder;
                    add(&mut figures[index as usize], num, den)?;
                    if inside && let Some(figure) = &mut figures[index as usize] {
                        figure.apportioned = true;
                    }
                }
            }
        }
        let figures = self.units.iter().zip(figures).filter_map(|(unit, figure)| Some((*unit, figure?))).collect();
        Ok(Outcome { figures, held })
    }

    /// Why an input is not placed, as a Vietnamese sentence with unit and document.
    pub fn reason(&self, registry: &Registry, held: &Held) -> String {
        let backward = self.to < self.from;
        let mut unit = held.unit;
        // The unit may have lived on unchanged for a while before the change that divides it.
        loop {
            let next: Vec<UnitId> = if backward {
                registry.predecessors(unit).filter(|link| link.share.carries_people()).map(|link| link.from).collect()
            } else {
                let links = registry.successors(unit).filter(|link| link.share.carries_people());
                links.filter_map(|link| link.to).collect()
            };
            match next.as_slice() {
                [only] if !registry.valid(unit, self.to) => unit = *only,
                _ => break,
            }
        }
        let name = registry.latest_path_name(unit);
        let links: Vec<_> = if backward {
            registry.predecessors(unit).filter(|link| link.share.carries_people()).collect()
        } else {
            registry.successors(unit).filter(|link| link.share.carries_people()).collect()
        };
        let mut others: Vec<String> = links
            .iter()
            .filter_map(|link| if backward { Some(link.from) } else { link.to })
            .map(|id| registry.full_name(id))
            .collect();
        others.sort();
        let mut grounds: Vec<String> = links.iter().map(|link| link.ground_text()).collect();
        grounds.sort();
        grounds.dedup();
        match (links.is_empty(), backward) {
            (true, _) if registry.unit(unit).is_some_and(|unit| unit.level() == Level::District) => {
                format!("không quy đổi được: {name} không có đơn vị cấp huyện kế tiếp, chỉ biết số chung của các xã")
            }
            (true, _) => format!("không quy đổi được: không biết đơn vị kế tiếp của {name}"),
            (false, true) => format!(
                "không quy đổi được: {name} được lập từ {} ({}), số chung không tách lại được",
                others.join(", "),
                grounds.join("; ")
            ),
            (false, false) => format!(
                "không quy đổi được: {name} chia cho {} ({}), chưa có tỷ lệ dân số của từng phần",
                others.join(", "),
                grounds.join("; ")
            ),
        }
    }
}

fn add(figure: &mut Option<Figure>, num: i64, den: i64) -> Result<(), RemapError> {
    let figure = figure.get_or_insert_default();
    figure.num = figure.num.checked_add(num).ok_or(RemapError::Overflow)?;
    figure.den = figure.den.checked_add(den).ok_or(RemapError::Overflow)?;
    Ok(())
}

/// Divides a whole number by stated parts so that nothing is lost: rounded down, the rest goes to the largest remainders,
/// the earlier unit first.
fn apportion(number: i64, cells: &[(u32, Share)]) -> Vec<i64> {
    let mut parts = Vec::with_capacity(cells.len());
    let mut remainders = Vec::with_capacity(cells.len());
    for (position, (_, share)) in cells.iter().enumerate() {
        let (numerator, denominator) = match share {
            Share::Part(numerator, denominator) => (i128::from(*numerator), i128::from(*denominator)),
            Share::Whole => (1, 1),
            Share::Nobody | Share::Unknown => (0, 1),
        };
        let product = i128::from(number) * numerator;
        let floor = product.div_euclid(denominator);
        // Smaller in size than `number`, which is 64 bits.
        parts.push(i64::try_from(floor).unwrap_or(number));
        // Remainders of different denominators compare by their leading 64 binary places.
        let remainder = product.rem_euclid(denominator) as u128;
        remainders.push((std::cmp::Reverse((remainder << 63) / denominator as u128), position));
    }
    remainders.sort();
    let given: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    let rest = usize::try_from(i128::from(number) - given).unwrap_or(0);
    for (_, position) in remainders.into_iter().take(rest) {
        parts[position] += 1;
    }
    parts
}
