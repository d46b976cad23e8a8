//! From what a list says about a place to a commune of the structure.

use std::collections::{HashMap, HashSet};

use rules::place::{Find, Level, Quality, Registry, ResolveError, UnitId};
use rules::text::search_key;

use super::cell::Cell;
use super::rule::Rule;
use crate::places::{CommuneIndex, Communes};

/// How many unknown texts get the trouble of looking for similar names; a column of something else has millions.
const SIMILAR_AT_MOST: usize = 200;

/// How many answers are remembered.
const REMEMBERED: usize = 200_000;

/// Why a row has no commune.
#[derive(Clone, Debug)]
pub(super) struct Misplaced {
    /// The rule that the place breaks.
    pub rule: Rule,
    /// What is wrong, in Vietnamese.
    pub what: String,
}

impl From<String> for Misplaced {
    fn from(what: String) -> Misplaced {
        Misplaced { rule: Rule::PlaceUnknown, what }
    }
}

/// Finds communes by code or by name, remembering what it found. One for each thread.
pub(super) struct PlaceFinder<'a> {
    communes: &'a Communes,
    registry: &'a Registry,
    by_unit: HashMap<UnitId, CommuneIndex>,
    /// Every name that a unit ever had, as search keys; made when the first name is asked for.
    names: Option<HashSet<String>>,
    remembered: HashMap<String, Result<CommuneIndex, Misplaced>>,
    similar: usize,
}

impl<'a> PlaceFinder<'a> {
    pub(super) fn new(communes: &'a Communes, registry: &'a Registry) -> PlaceFinder<'a> {
        let by_unit = (0..communes.len()).map(|index| (communes.unit(index as CommuneIndex), index as CommuneIndex));
        PlaceFinder {
            communes,
            registry,
            by_unit: by_unit.collect(),
            names: None,
            remembered: HashMap::new(),
            similar: 0,
        }
    }

    /// The commune, or why there is none.
    pub(super) fn find(
        &mut self,
        commune: Cell<'_>,
        district: Cell<'_>,
        province: Cell<'_>,
    ) -> Result<CommuneIndex, Misplaced> {
        if let Some(number) = commune.whole() {
            let found = usize::try_from(number).ok().and_then(|number| self.communes.by_number(number));
            return found.ok_or_else(|| self.unknown_code(&format!("{number:05}")));
        }
        let text = commune.text();
        if let Some(found) = self.communes.by_code(&text) {
            return Ok(found);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.unknown_code(&text));
        }
        let mut whole = text.into_owned();
        for above in [district, province] {
            if !above.is_empty() {
                whole.push(',');
                whole.push_str(&above.text());
            }
        }
        if let Some(answer) = self.remembered.get(&whole) {
            return answer.clone();
        }
        let answer = self.by_name(&whole);
        if self.remembered.len() < REMEMBERED {
            self.remembered.insert(whole, answer.clone());
        }
        answer
    }

    /// A code that is not in the structure: it may have been there at another time, or belong to another unit than that whose
    /// lists these are.
    fn unknown_code(&self, code: &str) -> Misplaced {
        let day = self.communes.day();
        let on = day.format("%d/%m/%Y");
        let unknown = || format!("không có xã, phường nào mang mã “{code}” vào ngày {on}");
        // Without this, the registry would look for similar names, which takes a millisecond a row.
        if self.registry.spells(code).next().is_none() {
            return unknown().into();
        }
        match self.registry.resolve(code, None, Some(day)) {
            Err(error @ ResolveError::NotValidOn { .. }) => {
                format!("mã “{code}”: {}", error.message(self.registry, code)).into()
            }
            Ok(unit) => self.elsewhere(&format!("mã “{code}”"), unit),
            Err(_) => unknown().into(),
        }
    }

    /// A unit that is none of the communes asked for: one of another territory, or no commune.
    fn elsewhere(&self, said: &str, unit: UnitId) -> Misplaced {
        let name = self.registry.path_name(unit, self.communes.day());
        if self.level(unit) == Some(Level::Commune) {
            return Misplaced {
                rule: Rule::PlaceOutside,
                what: format!("{said} là {name}, ngoài địa bàn của danh sách"),
            };
        }
        format!("{said} là {name}, không phải một xã, phường").into()
    }

    /// "Xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre": each name is looked for within the next.
    fn by_name(&mut self, text: &str) -> Result<CommuneIndex, Misplaced> {
        let day = self.communes.day();
        let mut parts = text.rsplit(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
        let mut within = None;
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                return self.commune(part, within);
            }
            if !self.is_a_name(part) && !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(self.unknown_name(part, within).into());
            }
            match self.registry.resolve(part, within, Some(day)) {
                Ok(unit) => within = Some(unit),
                Err(error) => return Err(sentence(&error.message(self.registry, part)).into()),
            }
        }
        Err("không có tên xã, phường".to_owned().into())
    }

    fn commune(&mut self, name: &str, within: Option<UnitId>) -> Result<CommuneIndex, Misplaced> {
        if !self.is_a_name(name) {
            return Err(self.unknown_name(name, within).into());
        }
        let day = self.communes.day();
        let resolved = self.registry.resolve(name, within, Some(day));
        if let Ok(unit) = resolved
            && let Some(&found) = self.by_unit.get(&unit)
        {
            return Ok(found);
        }
        // The town of a district bears its name, and the larger unit is found first.
        let matches = self.registry.find(&Find { text: name, within, on: Some(day) });
        let whole = matches.iter().filter(|found| found.quality <= Quality::Folded);
        let best = whole.clone().map(|found| found.quality).min();
        let mut communes =
            whole.filter(|found| Some(found.quality) == best).filter_map(|found| self.by_unit.get(&found.unit));
        match (communes.next(), communes.next(), resolved) {
            (Some(&only), None, _) => Ok(only),
            (Some(_), Some(_), Ok(_)) => {
                Err(format!("“{name}” chỉ nhiều xã, phường: cần ghi rõ loại đơn vị, huyện, tỉnh hoặc mã").into())
            }
            (_, _, Err(error)) => Err(sentence(&error.message(self.registry, name)).into()),
            (None, _, Ok(unit)) => Err(self.elsewhere(&format!("“{name}”"), unit)),
        }
    }

    fn unknown_name(&mut self, name: &str, within: Option<UnitId>) -> String {
        self.similar += 1;
        if self.similar > SIMILAR_AT_MOST {
            return format!("không có đơn vị nào tên “{name}”");
        }
        match self.registry.resolve(name, within, Some(self.communes.day())) {
            Err(error) => sentence(&error.message(self.registry, name)),
            Ok(_) => format!("không có đơn vị nào tên “{name}”"),
        }
    }

    /// Whether some unit ever had this name, with or without a kind word of one or two words before it. Looking for
    /// similar names reads all names, so it must not happen in vain for each row.
    fn is_a_name(&mut self, text: &str) -> bool {
        let names = self.names.get_or_insert_with(|| {
            let keys = self.registry.units().iter().map(|unit| plain_key(&unit.name));
            keys.collect()
        });
        let key = plain_key(text);
        let mut rest = key.as_str();
        for _ in 0..3 {
            if names.contains(rest) {
                return true;
            }
            let Some((_, after)) = rest.split_once(' ') else {
                return false;
            };
            rest = after;
        }
        false
    }

    fn level(&self, unit: UnitId) -> Option<Level> {
        self.registry.unit(unit).map(rules::place::Unit::level)
    }
}

/// The search key without apostrophes, as the registry compares names.
fn plain_key(name: &str) -> String {
    let plain: String = name.chars().filter(|letter| !matches!(letter, '\'' | '’' | '‘' | '`' | 'ʼ')).collect();
    search_key(&plain)
}

/// The registry's sentence without its full stop, since a reason goes on.
fn sentence(text: &str) -> String {
    text.trim_end_matches('.').to_owned()
}
