//! Each target once.

use crate::reading::{Item, Target};

/// Each target once: the same indicator, group, value, year, place and bound; one that says less gives way to one that says more.
pub fn distinct(items: Vec<Item<Target>>) -> Vec<Item<Target>> {
    let mut kept: Vec<Item<Target>> = Vec::new();
    for item in items {
        let same = |other: &Item<Target>| {
            let (a, b) = (&item.value, &other.value);
            a.indicator == b.indicator
                && a.group == b.group
                && a.value == b.value
                && a.upper == b.upper
                && a.year == b.year
                && (a.scope == b.scope)
                && a.comparator == b.comparator
        };
        if !kept.iter().any(same) {
            kept.push(item);
        }
    }
    let all = kept.clone();
    kept.retain(|item| {
        let plain = |other: &Item<Target>| {
            let (a, b) = (&item.value, &other.value);
            a.indicator == b.indicator
                && a.group == b.group
                && a.value == b.value
                && a.year == b.year
                && b.comparator.is_some()
        };
        item.value.comparator.is_some() || item.value.scope.is_some() || !all.iter().any(plain)
    });
    kept
}
