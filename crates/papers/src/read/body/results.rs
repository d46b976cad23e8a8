//! Values that were reached: the value, the target beside it, and by how much it went beyond.

use super::Scene;
use super::amounts::Unit;
use super::targets::Around;
use crate::read::lex::key;
use crate::read::phrases::{Phrases, phrases};
use crate::reading::{Item, ResultFact};
use crate::span::Span;

/// What a number is in a sentence that tells results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What was reached.
    Value,
    /// What had been set.
    Goal,
    /// By how much it went beyond, in percentage points.
    Beyond,
    /// Growth, or a share of a plan.
    Aside,
}

/// The role of a number, by the words between the number before and this one, and by those after it.
pub fn role(scene: &Scene<'_, '_>, around: &Around<'_>) -> Role {
    let document = scene.document;
    let last = |words: &Phrases| {
        let mut place = None;
        for index in around.before.clone() {
            if document.after_any(index, words).is_some() {
                place = Some(index);
            }
        }
        place
    };
    let after = around.amount.end;
    let of_plan = phrases!["kế hoạch", "chỉ tiêu", "dự toán", "so với cùng kỳ", "so với năm"];
    if document.after_any(after, of_plan).is_some() && last(phrases!["vượt", "cao hơn"]).is_none() {
        return Role::Aside;
    }
    let beyond = last(phrases!["vượt", "cao hơn"]);
    let grows = last(phrases!["tăng", "giảm", "thấp hơn", "chiếm", "thiếu", "hụt"]);
    let goal = last(phrases!["chỉ tiêu", "kế hoạch", "giao", "mục tiêu"]);
    let reached = last(phrases!["đạt", "thực tế", "thực hiện", "là", "có"]);
    if let Some(grows) = grows.filter(|grows| Some(*grows) > beyond) {
        let reaching = (grows + 1..around.amount.start())
            .any(|at| document.is_any(at, &[key!("lên"), key!("còn"), key!("xuống"), key!("đạt"), key!("là")]));
        // "chiếm 84,7% dân số" is the rate itself.
        let whole = phrases!["dân số", "lực lượng lao động"];
        let rate = document.is(grows + 1, key!("tỷ"))
            || document.is(grows, key!("chiếm")) && document.after_any(after, whole).is_some();
        if !reaching && !rate && around.amount.start() - grows <= 5 {
            return Role::Aside;
        }
    }
    let near_beyond = beyond.is_some_and(|place| around.amount.start().saturating_sub(place) <= 4);
    if matches!(around.amount.unit, Some(Unit::Points))
        || (around.amount.unit == Some(Unit::Percent) && near_beyond && beyond > goal)
    {
        return if beyond.is_some() { Role::Beyond } else { Role::Aside };
    }
    match (goal, reached) {
        (Some(goal), Some(reached)) if goal > reached => Role::Goal,
        // "chỉ tiêu giao là 92,25%": the last word of reaching belongs to the target.
        (Some(goal), Some(reached)) if document.is(reached, key!("là")) && reached - goal <= 4 => Role::Goal,
        (Some(_), None) => Role::Goal,
        _ => Role::Value,
    }
}

/// A result whose sentence is still being read.
#[derive(Debug, Default)]
pub struct Open {
    goal: Option<(String, f64)>,
    item: Option<Item<ResultFact>>,
}

impl Open {
    /// Takes the next number of the sentence.
    pub fn take(
        &mut self,
        role: Role,
        fact: ResultFact,
        span: Span,
        confidence: f64,
        done: &mut Vec<Item<ResultFact>>,
    ) {
        match role {
            Role::Value => {
                self.close(done);
                let goal = self.goal.take().filter(|(indicator, _)| *indicator == fact.indicator).map(|(_, goal)| goal);
                self.item = Some(Item { value: ResultFact { target: goal, ..fact }, span, confidence });
            }
            Role::Goal => match &mut self.item {
                Some(item) if item.value.indicator == fact.indicator && item.value.target.is_none() => {
                    item.value.target = fact.value;
                    item.span = item.span.join(span);
                }
                _ => self.goal = fact.value.map(|goal| (fact.indicator, goal)),
            },
            Role::Beyond => {
                if let Some(item) = &mut self.item {
                    item.value.beyond = fact.value;
                    item.span = item.span.join(span);
                }
            }
            Role::Aside => {}
        }
    }

    /// Ends the sentence.
    pub fn close(&mut self, done: &mut Vec<Item<ResultFact>>) {
        done.extend(self.item.take());
    }
}
