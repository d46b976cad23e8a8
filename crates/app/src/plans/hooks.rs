//! What plans tell the rest: search, what a paper issued, and the plans that wait for the reader.

use super::model::{State, Step};
use super::{pages, service, store};
use crate::app::App;
use crate::movements;
use platform::gate::{self, Place};
use platform::slice::{Attention, Hit};
use platform::{Page, Result};
use rules::text::search_key;

/// Plans whose title has all the words.
pub async fn search(app: &App, text: &str) -> Result<Vec<Hit>> {
    let wanted = search_key(text);
    let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let plans = store::all(app.reader()).await?;
    let found = plans.iter().rev().filter(|plan| {
        let folded = search_key(&plan.title);
        words.iter().all(|word| folded.contains(word))
    });
    Ok(found.take(10).map(hit).collect())
}

/// Plans that were issued by a paper.
pub async fn resting_on(app: &App, document: i64) -> Result<Vec<Hit>> {
    Ok(store::of_document(app.reader(), document).await?.iter().map(hit).collect())
}

fn hit(plan: &store::PlanRow) -> Hit {
    Hit {
        title: plan.title.clone(),
        detail: format!("Kế hoạch, bản {}", plan.version),
        path: pages::path(plan.id),
        rank: 25,
    }
}

/// Plans sent back to those who may edit them, plans that wait for a signature, a number or their issue, and items of the
/// unit's own plans that fall due.
pub async fn attention(app: &App, page: &Page, unit: Option<i64>) -> Result<Vec<Attention>> {
    if ![super::EDIT, super::APPROVE, super::NUMBER].iter().any(|permission| page.may(*permission)) {
        return Ok(Vec::new());
    }
    let plans = store::all(app.reader()).await?;
    let standings = service::standings(app.reader(), plans).await?;
    let mut found = Vec::new();
    for standing in standings.iter().filter(|standing| unit.is_none_or(|unit| standing.plan.unit_id == unit)) {
        let (step, key) = match standing.state {
            State::Returned => (Step::Submit, "plans-attention-returned"),
            State::Submitted => (Step::Sign, "plans-attention-sign"),
            State::Signed => (Step::Number, "plans-attention-number"),
            State::Numbered => (Step::Issue, "plans-attention-issue"),
            _ => continue,
        };
        let own = step == Step::Sign && standing.proposer() == Some(page.actor.name.as_str());
        if !own && service::may(app, &page.actor, service::permission(step), &standing.plan) {
            let sentence = page.a(key, "title", &standing.plan.title);
            found.push(Attention { sentence, path: pages::path(standing.plan.id), rank: 15 });
        }
    }
    let own = unit.unwrap_or_else(|| movements::own_unit(app, page));
    if gate::authorise(&page.actor, movements::RECORD, Place::Unit(own, app.today()), app.territory()).is_ok() {
        for (standing, count) in pages::waiting(app, own).await? {
            let sentence = page.a2("plans-attention-items", "count", count, "title", &standing.plan.title);
            found.push(Attention { sentence, path: pages::path(standing.plan.id), rank: 20 });
        }
    }
    Ok(found)
}
