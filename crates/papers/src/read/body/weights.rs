//! How sure targets are, seen beside each other and by the kind of text they stand in.

use super::Scene;
use crate::reading::{Item, Target};

/// What is said in passing is less sure: an aim without a year beside others that have one, an aim in the news.
pub(super) fn weigh(scene: &Scene<'_, '_>, targets: &mut [Item<Target>]) {
    if scene.is_news() {
        share_year(targets);
    }
    let dated = targets.iter().filter(|item| item.value.year.is_some()).count() * 2 > targets.len();
    for item in targets {
        if dated && item.value.year.is_none() {
            item.confidence = item.confidence.min(UNDATED);
        }
        if scene.is_news() {
            item.confidence = item.confidence.min(IN_NEWS);
        }
    }
}

/// How sure a target without a year is at most where others have one.
const UNDATED: f64 = 0.8;

/// How sure a target in the news is at most.
const IN_NEWS: f64 = 0.9;

/// The news of a plan for one year name the year once: "đến cuối năm 2019 …" is said of the shares of its places too.
fn share_year(targets: &mut [Item<Target>]) {
    let mut years = targets.iter().filter_map(|item| item.value.year);
    let Some(year) = years.next().filter(|year| years.all(|other| other == *year)) else { return };
    let placed = |item: &&mut Item<Target>| {
        let place = item.value.scope.as_deref().filter(|scope| scope.contains(' '));
        item.value.year.is_none() && item.value.value.is_some() && place.is_some()
    };
    for item in targets.iter_mut().filter(placed) {
        item.value.year = Some(year);
        item.confidence = item.confidence.min(SHARED_YEAR);
    }
}

/// How sure a target is whose year other sentences say.
const SHARED_YEAR: f64 = 0.75;
