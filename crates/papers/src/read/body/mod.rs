//! The facts of the body: what a paper wants reached and says was reached, who must do what by when, what is given, and in which movement.
//!
//! Each kind of fact has a file. All look at the same [`Scene`]: the sentences of the body under their headings, with marks of what they hold, so
//! that a rule looks only where it can find something. Where two readings are possible the surer one is taken with a low confidence; what a
//! sentence does not say is left out.

mod amounts;
mod asides;
mod assignments;
mod awards;
mod bounds;
mod columns;
mod conditions;
mod counts;
mod deadlines;
mod distinct;
mod duties;
mod goals;
mod grid;
mod groups;
mod lists;
mod measured;
mod measures;
mod money;
mod movement;
mod news;
mod others;
mod outline;
mod parties;
mod rates;
mod results;
mod reviews;
mod scene;
mod scope;
mod shares;
mod situation;
mod stacked;
mod support;
mod support_rows;
mod support_shares;
mod support_times;
mod tables;
mod targets;
mod tense;
#[cfg(test)]
mod tests;
mod times;
mod told;
mod vocabulary;
mod weights;
#[cfg(test)]
mod wordings;

use scene::{Clause, Scene, years_in};

use crate::read::Document;
use crate::reading::Reading;

/// Finds the facts of the body and adds them to what the head says, whose date, kind, issuer and subject help to understand it.
pub fn facts(document: &Document<'_>, reading: &mut Reading) {
    reading.movement = movement::main(document, reading.subject.as_ref().map(|found| found.value.as_str()));
    let scene = Scene::new(document, reading);
    let deadlines = deadlines::all(&scene);
    reading.deadlines = deadlines::facts(&scene, &deadlines);
    reading.duties = duties::facts(&scene, &deadlines);
    reading.assignments = assignments::facts(&scene);
    let mut values = targets::facts(&scene);
    tables::facts(&scene, &mut values);
    reading.targets = distinct::distinct(values.targets);
    reading.results = values.results;
    reading.warnings.append(&mut values.warnings);
    reading.reviews = reviews::facts(&scene);
    reading.support = support::facts(&scene);
    reading.awards = awards::facts(&scene);
    reading.money = money::facts(&scene);
    reading.situation = situation::facts(&scene);
    reading.linked_movements = movement::linked(&scene, reading.movement.as_ref());
    news::reports_on(&scene, reading);
}
