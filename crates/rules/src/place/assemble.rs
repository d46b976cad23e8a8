//! Building the registry from the rows: what no single row can tell is checked here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::index::Index;
use super::parse::{self, DefinitionFault, KNOWN, Parsed, SUCCESSIONS, Tables, UNITS};
use super::registry::{ABSENT, Registry};
use super::unit::{Code, Kind, Succession, Unit, UnitId};

/// The code of the country.
const NATION: &str = "00";

impl Registry {
    /// Reads and checks the tables.
    ///
    /// # Errors
    /// Every fault found, with file, line, field and a Vietnamese sentence.
    pub fn parse(tables: &Tables<'_>) -> Result<Registry, Vec<DefinitionFault>> {
        let mut faults = Vec::new();
        let parsed = parse::parse(tables, &mut faults);
        match assemble(parsed, &mut faults) {
            Some(registry) if faults.is_empty() => Ok(registry),
            _ => Err(faults),
        }
    }
}

fn assemble(parsed: Parsed, faults: &mut Vec<DefinitionFault>) -> Option<Registry> {
    let Parsed { mut units, successions, known } = parsed;
    units.sort_by_key(|(_, unit)| unit.id);
    let (lines, units): (Vec<usize>, Vec<Unit>) = units.into_iter().unzip();
    let positions = positions(&units, &lines, faults);
    let mut order: Vec<u32> = (0..).take(units.len()).collect();
    order.sort_by_key(|position| {
        let unit = &units[*position as usize];
        (unit.code, unit.from)
    });
    let pairs =
        |key: fn(&Unit) -> Code| order.iter().map(|position| (key(&units[*position as usize]), *position)).collect();
    let by_code = Index::new(pairs(|unit| unit.code));
    let by_parent = Index::new(pairs(|unit| unit.parent_code));
    check_tree(&units, &lines, &by_code, faults);

    let (outgoing, incoming) = link(&units, &positions, &successions, faults);
    for (line, code, _) in &known {
        if by_code.of(*code).next().is_none() {
            let message = format!("không có đơn vị mã “{code}”");
            faults.push(DefinitionFault { file: KNOWN, line: *line, field: "code", message });
        }
    }
    let known: BTreeMap<_, _> = known.into_iter().map(|(_, code, from)| (code, from)).collect();
    let country = Code::of(NATION)?;
    if !known.contains_key(&country) {
        let message = format!("thiếu dòng của cả nước, mã “{NATION}”");
        faults.push(DefinitionFault { file: KNOWN, line: 1, field: "code", message });
    }
    let mut countries = by_code.of(country);
    let (Some(nation), None) = (countries.next(), countries.next()) else {
        let message = format!("phải có đúng một dòng của cả nước, mã “{NATION}”");
        faults.push(DefinitionFault { file: UNITS, line: 1, field: "code", message });
        return None;
    };
    drop(countries);
    let successions = successions.into_iter().map(|(_, succession)| succession).collect();
    Some(Registry {
        units,
        positions,
        by_code,
        by_parent,
        successions,
        outgoing,
        incoming,
        known,
        nation,
        search: OnceLock::new(),
    })
}

/// Where each id stands in the vector of units.
fn positions(units: &[Unit], lines: &[usize], faults: &mut Vec<DefinitionFault>) -> Vec<u32> {
    let largest = units.last().map_or(0, |unit| unit.id.0 as usize);
    let mut positions = vec![ABSENT; largest + 1];
    for ((position, unit), line) in (0..).zip(units).zip(lines) {
        let slot = &mut positions[unit.id.0 as usize];
        if *slot != ABSENT {
            let message = format!("số {} dùng hai lần", unit.id);
            faults.push(DefinitionFault { file: UNITS, line: *line, field: "id", message });
        }
        *slot = position;
    }
    positions
}

/// Spells of a code follow one another, and each has a larger unit above it when it begins.
fn check_tree(units: &[Unit], lines: &[usize], by_code: &Index<Code>, faults: &mut Vec<DefinitionFault>) {
    let mut fault = |position: usize, field, message| {
        faults.push(DefinitionFault { file: UNITS, line: lines[position], field, message });
    };
    for (earlier, later) in by_code.neighbours() {
        let (first, second) = (&units[earlier as usize], &units[later as usize]);
        if first.overlaps(second) {
            let message = format!("mã {} có hai quãng chồng nhau (số {} và {})", second.code, first.id, second.id);
            fault(later as usize, "from", message);
        }
    }
    for (position, unit) in units.iter().enumerate() {
        let parent = unit.parent_code;
        if unit.kind == Kind::QuocGia {
            if !parent.as_str().is_empty() {
                fault(position, "parent", "cả nước không có đơn vị cấp trên".to_owned());
            }
            continue;
        }
        let begins_under = |above: &&Unit| match unit.from {
            Some(from) => above.valid_on(from),
            None => above.from.is_none(),
        };
        match by_code.of(parent).map(|above| &units[above as usize]).find(begins_under) {
            None => {
                let name = unit.full_name();
                fault(position, "parent", format!("{name}: không có đơn vị cấp trên mã “{parent}” vào ngày bắt đầu"));
            }
            Some(above) if above.level() >= unit.level() => {
                let name = unit.full_name();
                fault(position, "parent", format!("{name}: đơn vị cấp trên mã “{parent}” không ở cấp cao hơn"));
            }
            Some(_) => {}
        }
    }
}

/// Successions by the spells they join; these must end and begin on the day of the succession.
fn link(
    units: &[Unit],
    positions: &[u32],
    successions: &[(usize, Succession)],
    faults: &mut Vec<DefinitionFault>,
) -> (Index<u32>, Index<u32>) {
    let find = |id: UnitId| positions.get(id.0 as usize).copied().filter(|position| *position != ABSENT);
    let mut fault = |line, field, message| faults.push(DefinitionFault { file: SUCCESSIONS, line, field, message });
    let (mut outgoing, mut incoming) = (Vec::with_capacity(successions.len()), Vec::with_capacity(successions.len()));
    for (index, (line, succession)) in (0..).zip(successions) {
        match find(succession.from) {
            None => fault(*line, "from", format!("không có quãng số {}", succession.from)),
            Some(position) => {
                if units[position as usize].to != Some(succession.date) {
                    let message = format!("quãng số {} không kết thúc ngày {}", succession.from, succession.date);
                    fault(*line, "date", message);
                }
                outgoing.push((position, index));
            }
        }
        let Some(to) = succession.to else { continue };
        match find(to) {
            None => fault(*line, "to", format!("không có quãng số {to}")),
            Some(position) => {
                if units[position as usize].from != Some(succession.date) {
                    fault(*line, "date", format!("quãng số {to} không bắt đầu ngày {}", succession.date));
                }
                incoming.push((position, index));
            }
        }
    }
    (Index::new(outgoing), Index::new(incoming))
}
