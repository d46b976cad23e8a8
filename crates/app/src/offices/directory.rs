//! All offices: those written out, and those that a rule makes one for each place.

use super::model::{FocalUnit, Office, OfficeRule, Offices, RulePlace, Version};
use crate::app::App;
use chrono::NaiveDate;
use rules::place::{Level, Registry, Unit};
use rules::text::{Query, Rank, Words};
use std::collections::{BTreeMap, HashMap};

/// Every office, and its names prepared for searching. Offices and places are read once at start, so this is made once.
pub struct Directory {
    offices: Vec<Office>,
    by_key: HashMap<String, usize>,
    /// Words of a name, which office, which of its versions.
    names: Vec<(Words, usize, usize)>,
}

impl Directory {
    /// The offices written out, then those that the rules make. An office written out goes before one of the same key by
    /// rule.
    pub fn of(written: &Offices, places: &Registry) -> Self {
        let by_rule = written.rules.iter().flat_map(|rule| {
            places
                .descendants(places.nation().id, rule.level, rule.places_on)
                .into_iter()
                .map(|place| office_for(places, rule, place))
                .filter(|office| written.office(&office.key).is_none())
        });
        let offices: Vec<Office> = written.offices.iter().cloned().chain(by_rule).collect();
        let mut by_key = HashMap::with_capacity(offices.len());
        let mut names = Vec::with_capacity(offices.len());
        for (position, office) in offices.iter().enumerate() {
            by_key.entry(office.key.clone()).or_insert(position);
            let versions = office.versions.iter().enumerate();
            names.extend(versions.map(|(version, row)| (Words::of(&row.name), position, version)));
        }
        Self { offices, by_key, names }
    }

    /// Offices one of whose names fits, the best first: the office and that name.
    pub fn matching(&self, query: &Query) -> Vec<(&Office, &Version)> {
        let mut best: BTreeMap<usize, (Rank, usize)> = BTreeMap::new();
        for (words, position, version) in &self.names {
            if let Some(rank) = query.rank(words) {
                let known = best.entry(*position).or_insert((rank, *version));
                if rank < known.0 {
                    *known = (rank, *version);
                }
            }
        }
        let mut found: Vec<(usize, (Rank, usize))> = best.into_iter().collect();
        found.sort_by_key(|(_, (rank, _))| *rank);
        let named = |(position, (_, version)): (usize, (Rank, usize))| {
            let office = self.offices.get(position)?;
            Some((office, office.versions.get(version)?))
        };
        found.into_iter().filter_map(named).collect()
    }
}

/// Every office, those written out first.
pub fn all(app: &App) -> &[Office] {
    &app.office_directory().offices
}

/// The office of this key.
pub fn office<'a>(app: &'a App, key: &str) -> Option<&'a Office> {
    let directory = app.office_directory();
    directory.offices.get(*directory.by_key.get(key)?)
}

/// The office that covers an administrative unit itself on a day, if it is known.
pub fn office_of(app: &App, unit: i64, on: NaiveDate) -> Option<Office> {
    let places = app.places();
    let unit = places.unit(crate::places::id(unit)?)?;
    let covers = |office: &Office| {
        office.exists_on(on)
            && office.covers.iter().any(|area| {
                let same = match unit.level() {
                    Level::Nation => area.level == Level::Nation,
                    level => area.level == level && area.code.as_deref() == Some(unit.code.as_str()),
                };
                same && area.valid_from.is_none_or(|from| from <= on) && area.valid_to.is_none_or(|to| on <= to)
            })
    };
    let by_rule = || {
        app.offices().rules.iter().filter(|rule| rule.level == unit.level()).filter_map(|rule| {
            let place = places.by_code(unit.code.as_str(), rule.places_on)?;
            let office = office_for(places, rule, place);
            app.offices().office(&office.key).is_none().then_some(office)
        })
    };
    app.offices()
        .offices
        .iter()
        .find(|office| covers(office))
        .cloned()
        .or_else(|| by_rule().find(|office| covers(office)))
}

/// Who answers for emulation in an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Focal {
    /// Key of the office.
    pub office: String,
    /// The office's name on the day asked for.
    pub office_name: String,
    /// The part of it that answers for emulation, with its days and ground.
    pub unit: FocalUnit,
}

/// Who answers for emulation for an administrative unit on a day: in the unit's own office or, for a district or a
/// commune, in its province's. Nothing where no paper tells it.
pub fn focal_unit(app: &App, unit: i64, on: NaiveDate) -> Option<Focal> {
    let of = |unit: i64| {
        let office = office_of(app, unit, on)?;
        let focal = office.focal_unit_on(on)?.clone();
        let office_name = office.version_on(on)?.name.clone();
        Some(Focal { office: office.key, office_name, unit: focal })
    };
    of(unit).or_else(|| {
        let ancestors = app.places().ancestors(crate::places::id(unit)?, on);
        let province = ancestors.into_iter().find(|ancestor| ancestor.level() == Level::Province)?;
        of(province.id.into())
    })
}

fn office_for(places: &Registry, rule: &OfficeRule, place: &Unit) -> Office {
    let above = places.parent(place.id, rule.places_on);
    rule.office_for(RulePlace {
        code: place.code.as_str(),
        parent_code: above.map_or("", |above| above.code.as_str()),
        kind: place.kind.word(),
        name: &place.name,
    })
}
