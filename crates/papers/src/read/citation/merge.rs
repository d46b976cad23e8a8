//! One paper cited several times is one citation with the fullest fields.

use std::collections::HashMap;

use crate::reading::{Citation, Item};

/// Citations, each paper once, in the order of their first places.
#[derive(Debug, Default)]
pub(super) struct Merged {
    items: Vec<Item<Citation>>,
    of_name: HashMap<String, usize>,
}

impl Merged {
    /// Whether no paper of this number was added yet.
    pub(super) fn lacks(&self, number: &str) -> bool {
        !self.of_name.contains_key(&number.to_lowercase())
    }

    /// Adds a citation, or fills the gaps of the one of the same paper.
    pub(super) fn add(&mut self, item: Item<Citation>) {
        let key = match &item.value.number {
            Some(number) => number.to_lowercase(),
            None => unnumbered_key(&item.value),
        };
        // "theo Luật Bảo hiểm y tế" after "Luật Bảo hiểm y tế số 25/2008/QH12" is the same law.
        if item.value.number.is_none() && item.value.date.is_none() && self.has_numbered(&item.value) {
            return;
        }
        let same = self.of_name.get(&key).copied();
        match same {
            Some(index) if is_same_day(&self.items[index].value, &item.value) => {
                fill(&mut self.items[index], item);
                return;
            }
            Some(_) => {}
            None => {
                self.of_name.insert(key, self.items.len());
            }
        }
        self.items.push(item);
    }

    fn has_numbered(&self, law: &Citation) -> bool {
        let Some(subject) = law.subject.as_ref().map(|subject| subject.to_lowercase()) else { return false };
        self.items.iter().map(|item| &item.value).any(|known| {
            known.number.is_some()
                && known.kind == law.kind
                && known.subject.as_ref().is_some_and(|known| known.to_lowercase() == subject)
        })
    }

    pub(super) fn into_items(mut self) -> Vec<Item<Citation>> {
        self.items.sort_by_key(|item| item.span);
        self.items
    }
}

/// A paper without a number is known by its kind and name, or by its issuer and day.
fn unnumbered_key(citation: &Citation) -> String {
    match (&citation.subject, &citation.issuer) {
        (Some(subject), _) => format!("{:?} {}", citation.kind, subject.to_lowercase()),
        (None, issuer) => format!("{:?} {issuer:?} {:?}", citation.kind, citation.date),
    }
}

/// The same number is the same paper; the same name is, unless both say a day and the days differ.
fn is_same_day(known: &Citation, new: &Citation) -> bool {
    known.number.is_some() || known.date == new.date || known.date.is_none() || new.date.is_none()
}

fn fill(known: &mut Item<Citation>, new: Item<Citation>) {
    let said_in_full = |issuer: &Option<String>| issuer.as_deref().map_or(0, str::len);
    let citation = &mut known.value;
    citation.date = citation.date.or(new.value.date);
    citation.kind = citation.kind.or(new.value.kind);
    if new.confidence > known.confidence && said_in_full(&new.value.issuer) > 0 || citation.issuer.is_none() {
        citation.issuer = new.value.issuer.or(citation.issuer.take());
    }
    if citation.subject.is_none() {
        citation.subject = new.value.subject;
    }
    known.confidence = known.confidence.max(new.confidence);
}
