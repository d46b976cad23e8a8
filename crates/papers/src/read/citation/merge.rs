//! One paper cited several times is one citation with the fullest fields.

use std::collections::HashMap;

use crate::reading::{Citation, Item};

/// Citations, each paper once, in the order of their first places.
#[derive(Debug, Default)]
pub(super) struct Merged {
    items: Vec<Item<Citation>>,
    of_number: HashMap<String, usize>,
}

impl Merged {
    /// Whether no paper of this number was added yet.
    pub(super) fn lacks(&self, number: &str) -> bool {
        !self.of_number.contains_key(&number.to_lowercase())
    }

    /// Adds a citation, or fills the gaps of the one of the same paper.
    pub(super) fn add(&mut self, item: Item<Citation>) {
        let same = match &item.value.number {
            Some(number) => self.of_number.get(&number.to_lowercase()).copied(),
            None => self.items.iter().position(|other| is_same_unnumbered(&other.value, &item.value)),
        };
        if let Some(index) = same {
            fill(&mut self.items[index], item);
            return;
        }
        if let Some(number) = &item.value.number {
            self.of_number.insert(number.to_lowercase(), self.items.len());
        }
        self.items.push(item);
    }

    pub(super) fn into_items(mut self) -> Vec<Item<Citation>> {
        self.items.sort_by_key(|item| item.span);
        self.items
    }
}

/// The same law by name and day, where one of them may lack the day or have its number.
fn is_same_unnumbered(known: &Citation, new: &Citation) -> bool {
    let subject = |citation: &Citation| citation.subject.as_deref().map(str::to_lowercase);
    let same_day = known.date == new.date || known.date.is_none() || new.date.is_none();
    known.kind == new.kind
        && same_day
        && subject(known) == subject(new)
        && (new.subject.is_some() || known.issuer == new.issuer)
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
