//! Places by code or by name, and the places that came after them.

use std::collections::{BTreeMap, BTreeSet};

use rules::text::search_key;

use super::plain::Texts;
use super::{Classes, Prepared, Values, is_void, without_fraction, written};
use crate::level::{DIFFERENT, Level};
use crate::run::MatchError;
use crate::schema::{Field, SchemaError};
use crate::similarity::few_slips;
use crate::source::intern::Interner;

const CLOSE: Level = 2;
const SUCCEEDED: Level = 3;
const FEWEST_LETTERS_FOR_A_SLIP: usize = 4;
/// Successions one after the other that are followed.
const MOST_STEPS: usize = 16;

/// Words in front of a name that only say what kind of unit it is.
const UNIT_WORDS: [&str; 17] = [
    "thi tran ",
    "thi xa ",
    "thanh pho ",
    "dac khu ",
    "phuong ",
    "quan ",
    "huyen ",
    "tinh ",
    "xa ",
    "tt ",
    "tx ",
    "tp ",
    "p ",
    "q ",
    "h ",
    "x ",
    "t ",
];

/// Places by code.
#[derive(Debug)]
pub(super) struct Places {
    texts: Texts,
    is_number: Vec<bool>,
    /// The places that came last after each, as classes in ascending order.
    last: Vec<Vec<u32>>,
}

impl Places {
    pub(super) fn level(&self, left: u32, right: u32) -> Level {
        let (at, to) = (left as usize, right as usize);
        if self.last[at].iter().any(|place| self.last[to].contains(place)) {
            return SUCCEEDED;
        }
        if self.is_number[at] || self.is_number[to] {
            return DIFFERENT;
        }
        let (left, right) = (self.texts.get(left), self.texts.get(right));
        let long_enough = left.len().min(right.len()) >= FEWEST_LETTERS_FOR_A_SLIP;
        if long_enough && few_slips(left, right) == Some(1) { CLOSE } else { DIFFERENT }
    }
}

pub(super) fn prepare(interner: &Interner, field: &Field) -> Result<Prepared, MatchError> {
    let successions = successions(field)?;
    let mut classes = Classes::default();
    let mut place_classes = Classes::default();
    let mut places = Places { texts: Texts::new(), is_number: vec![false], last: vec![Vec::new()] };
    let mut recoded = vec![0];
    for text in written(interner) {
        let place = if is_void(&text) { String::new() } else { normal(&text) };
        let code = classes.of(place.as_bytes());
        if code as usize == places.texts.len() {
            places.texts.push(&place);
            places.is_number.push(place.bytes().all(|byte| byte.is_ascii_digit()));
            let last = last_places(&place, &successions);
            places.last.push(last.iter().map(|place| place_classes.of(place.as_bytes())).collect());
        }
        recoded.push(code);
    }
    let mut parts = vec![("toàn phần", None)];
    if !successions.is_empty() {
        parts.push(("dòng kế thừa", Some(lines(&places.last, place_classes.interner.len()))));
    }
    Ok(Prepared { recoded, codes: places.texts.len(), parts, values: Values::Place(places) })
}

/// A code without zeros in front, or a name without diacritics and without the word for the kind of unit.
fn normal(text: &str) -> String {
    let key = search_key(without_fraction(text.trim()));
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) {
        let significant = key.trim_start_matches('0');
        return if significant.is_empty() { "0".to_owned() } else { significant.to_owned() };
    }
    let bare = UNIT_WORDS.iter().find_map(|word| key.strip_prefix(word)).filter(|bare| !bare.is_empty());
    bare.map_or_else(|| key.clone(), str::to_owned)
}

fn successions(field: &Field) -> Result<BTreeMap<String, BTreeSet<String>>, MatchError> {
    let mut successions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |old: &str, new: &str| {
        let (old, new) = (normal(old), normal(new));
        if !old.is_empty() && !new.is_empty() && old != new {
            successions.entry(old).or_default().insert(new);
        }
    };
    if let Some(path) = &field.history {
        let unreadable = |error: csv::Error| SchemaError::Unreadable { path: path.clone(), source: error.into() };
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).map_err(unreadable)?;
        for record in reader.records() {
            let record = record.map_err(unreadable)?;
            if let (Some(old), Some(new)) = (record.get(0), record.get(1)) {
                add(old, new);
            }
        }
    }
    field.successions.iter().for_each(|(old, new)| add(old, new));
    Ok(successions)
}

/// The places that came last after one: itself, where none came after.
fn last_places(place: &str, successions: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut last = BTreeSet::new();
    let mut seen = BTreeSet::from([place.to_owned()]);
    let mut now = seen.clone();
    for _ in 0..MOST_STEPS {
        let mut next = BTreeSet::new();
        for place in now {
            match successions.get(&place) {
                Some(after) => next.extend(after.iter().filter(|&after| seen.insert(after.clone())).cloned()),
                None => {
                    last.insert(place);
                }
            }
        }
        now = next;
    }
    last.extend(now);
    last
}

/// For each code the line of succession it belongs to: places that share one that came last, whole chains of them.
fn lines(last: &[Vec<u32>], places: usize) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..=places as u32).collect();
    fn root(parent: &mut [u32], mut place: u32) -> u32 {
        while parent[place as usize] != place {
            parent[place as usize] = parent[parent[place as usize] as usize];
            place = parent[place as usize];
        }
        place
    }
    for group in last {
        for pair in group.windows(2) {
            let (one, other) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
            parent[one.max(other) as usize] = one.min(other);
        }
    }
    last.iter().map(|group| group.first().map_or(0, |&place| root(&mut parent, place))).collect()
}
