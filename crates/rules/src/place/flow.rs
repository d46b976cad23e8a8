//! Where the people of a unit are on another day: shares multiplied along chains of successions and added over them.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::NaiveDate;

use super::registry::Registry;
use super::unit::{Share, UnitId};

/// Where the people of a unit are on the second day.
pub(super) struct Flow {
    pub targets: Vec<(UnitId, Share)>,
    /// Whether all its people are among the targets.
    pub complete: bool,
}

impl Flow {
    fn lost() -> Flow {
        Flow { targets: Vec::new(), complete: false }
    }

    /// Adds up the ways people went. People who can only be in one unit are there, whatever the shares say.
    fn of(ways: Vec<(Share, Rc<Flow>)>) -> Flow {
        let complete = !ways.is_empty() && ways.iter().all(|(_, flow)| flow.complete);
        let mut sums: BTreeMap<UnitId, Share> = BTreeMap::new();
        for (share, flow) in &ways {
            for (target, onward) in &flow.targets {
                let part = times(*share, *onward);
                sums.entry(*target).and_modify(|sum| *sum = plus(*sum, part)).or_insert(part);
            }
        }
        let total = sums.values().copied().reduce(plus);
        let exact = complete && (sums.len() == 1 || total == Some(Share::Whole));
        let targets = match sums.len() {
            1 if exact => sums.into_keys().map(|target| (target, Share::Whole)).collect(),
            _ if exact => sums.into_iter().collect(),
            _ => sums.into_keys().map(|target| (target, Share::Unknown)).collect(),
        };
        Flow { targets, complete }
    }
}

fn times(left: Share, right: Share) -> Share {
    match (left, right) {
        (Share::Nobody, _) | (_, Share::Nobody) => Share::Nobody,
        (Share::Unknown, _) | (_, Share::Unknown) => Share::Unknown,
        (Share::Whole, other) | (other, Share::Whole) => other,
        (Share::Part(a, b), Share::Part(c, d)) => match (a.checked_mul(c), b.checked_mul(d)) {
            (Some(numerator), Some(denominator)) => fraction(numerator, denominator),
            _ => Share::Unknown,
        },
    }
}

fn plus(left: Share, right: Share) -> Share {
    match (left, right) {
        (Share::Nobody, other) | (other, Share::Nobody) => other,
        (Share::Part(a, b), Share::Part(c, d)) => {
            let sum = || fraction_of_sum((a, b), (c, d));
            sum().unwrap_or(Share::Unknown)
        }
        // More than the whole is a contradiction in the tables: nothing is known then.
        _ => Share::Unknown,
    }
}

fn fraction_of_sum((a, b): (u64, u64), (c, d): (u64, u64)) -> Option<Share> {
    let numerator = a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?;
    let denominator = b.checked_mul(d)?;
    (numerator <= denominator).then(|| fraction(numerator, denominator))
}

fn fraction(numerator: u64, denominator: u64) -> Share {
    let (mut divisor, mut rest) = (numerator, denominator);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    match (numerator / divisor.max(1), denominator / divisor.max(1)) {
        (1, 1) => Share::Whole,
        (numerator, denominator) => Share::Part(numerator, denominator),
    }
}

/// Follows people from a day to another, each spell once.
pub(super) struct Walk<'a> {
    registry: &'a Registry,
    to: NaiveDate,
    backward: bool,
    known: HashMap<UnitId, Rc<Flow>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(registry: &'a Registry, from: NaiveDate, to: NaiveDate) -> Walk<'a> {
        Walk { registry, to, backward: to < from, known: HashMap::new() }
    }

    pub(super) fn flow(&mut self, id: UnitId) -> Rc<Flow> {
        if let Some(flow) = self.known.get(&id) {
            return Rc::clone(flow);
        }
        let registry = self.registry;
        let flow = if registry.valid(id, self.to) {
            Flow { targets: vec![(id, Share::Whole)], complete: true }
        } else if self.backward {
            let sources: Vec<UnitId> =
                registry.predecessors(id).filter(|link| link.share.carries_people()).map(|link| link.from).collect();
            // Shares say how the old unit was divided, not how the new one is composed.
            let share = if sources.len() == 1 { Share::Whole } else { Share::Unknown };
            Flow::of(sources.into_iter().map(|source| (share, self.flow(source))).collect())
        } else {
            let links: Vec<(Share, UnitId)> = registry
                .successors(id)
                .filter(|link| link.share.carries_people())
                .filter_map(|link| link.to.map(|to| (link.share, to)))
                .collect();
            Flow::of(links.into_iter().map(|(share, target)| (share, self.flow(target))).collect())
        };
        let flow = if flow.targets.is_empty() { self.flow_of_parts(id) } else { flow };
        let flow = Rc::new(flow);
        self.known.insert(id, Rc::clone(&flow));
        flow
    }

    /// A unit without a successor of its own (a district in 2025): its people are where those of its parts are.
    fn flow_of_parts(&mut self, id: UnitId) -> Flow {
        let Some(unit) = self.registry.unit(id) else {
            return Flow::lost();
        };
        let edge = if self.backward { unit.from } else { unit.to.and_then(|to| to.pred_opt()) };
        let Some(edge) = edge else {
            return Flow::lost();
        };
        let parts: Vec<UnitId> = self.registry.children(id, edge).iter().map(|part| part.id).collect();
        Flow::of(parts.into_iter().map(|part| (Share::Unknown, self.flow(part))).collect())
    }
}
