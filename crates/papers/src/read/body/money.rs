//! Amounts of money.

use std::collections::HashSet;

use super::Scene;
use super::amounts::{Amount, Unit, amounts};
use crate::reading::{Item, Money};

/// Every amount in đồng, each once.
pub fn facts(scene: &Scene<'_, '_>) -> Vec<Item<Money>> {
    let mut found: Vec<Item<Money>> = Vec::new();
    let mut known = HashSet::new();
    for clause in scene.clauses.iter().filter(|clause| clause.cues.has_money && clause.cues.has_number) {
        for amount in amounts(scene.document, clause.tokens.clone()) {
            let Some(value) = whole_dong(&amount) else { continue };
            if !known.insert(value) {
                continue;
            }
            let tokens = amount.start()..amount.end;
            let money = Money { amount: value, text: scene.document.words(tokens.clone()) };
            let confidence = if amount.misread { 0.6 } else { 0.96 };
            found.push(Item { value: money, span: scene.document.span(tokens), confidence });
        }
    }
    found
}

/// The amount in whole đồng, where it is money.
pub fn whole_dong(amount: &Amount) -> Option<i64> {
    // Sums in words repeat the figures before them.
    if amount.unit != Some(Unit::Dong) || amount.quantity.in_words {
        return None;
    }
    let value = if amount.misread { amount.quantity.other? } else { amount.quantity.value };
    value.as_whole().filter(|value| *value >= 1_000)
}
