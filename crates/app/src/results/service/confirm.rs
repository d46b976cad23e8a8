//! Confirming: somebody other than who entered a figure stands for it, and from then on it counts in the roll-ups.

use super::guard::Guard;
use crate::app::App;
use crate::results::rollup::Deltas;
use crate::results::table::{observation, pending};
use crate::results::{CONFIRM, store};
use platform::gate::{self, Actor};
use platform::{Change, Problem, Result};
use std::collections::BTreeSet;

/// Which figures to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// These.
    Observations(Vec<i64>),
    /// Everything that a change entered and that still waits.
    Change(i64),
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Number of the change.
    pub change: i64,
    /// How many figures.
    pub count: usize,
}

/// Confirms figures: all of them or none. A correction closes the figure it corrects, and the roll-ups get the difference.
pub async fn confirm_results(app: &App, actor: &Actor, which: Which, reason: Option<&str>) -> Result<Done> {
    let mut change = app.begin(actor, CONFIRM.0, reason).await?;
    let waiting = match &which {
        Which::Observations(ids) => asked_for(&change, ids).await?,
        Which::Change(number) => store::pending_of_change(change.connection(), *number).await?,
    };
    if waiting.is_empty() {
        return Err(Problem::refuse(
            "Không có số liệu nào chờ xác nhận.",
            "Chọn số liệu trong danh sách chờ xác nhận.",
        ));
    }
    let mut guard = Guard::new(app, actor, CONFIRM);
    for row in &waiting {
        guard.ask(row.unit_id, row.as_of)?;
        gate::separate(&row.entered_by, actor)?;
    }
    let ids: Vec<i64> = waiting.iter().map(|row| row.id).collect();
    let rows = store::of_ids(change.connection(), &ids).await?;
    let mut deltas = Deltas::default();
    let replaced: Vec<i64> = rows.iter().filter_map(|row| row.corrects).collect();
    let replaced = store::of_ids(change.connection(), &replaced).await?;
    let replaced: Vec<&observation::Model> = replaced.iter().filter(|row| row.closed_by.is_none()).collect();
    replaced.iter().for_each(|row| deltas.add(app, row, -1));
    rows.iter().for_each(|row| deltas.add(app, row, 1));
    let closed: Vec<i64> = replaced.iter().map(|row| row.id).collect();
    store::close(change.connection(), &closed, change.id()).await?;
    store::insert_confirmations(change.connection(), &ids, &actor.name, change.id()).await?;
    store::delete_pending(change.connection(), &ids).await?;
    store::apply(change.connection(), deltas).await?;
    record(&mut change, &ids, &closed)?;
    let change = change.commit().await?;
    Ok(Done { change, count: ids.len() })
}

async fn asked_for(change: &Change, ids: &[i64]) -> Result<Vec<pending::Model>> {
    let wanted: BTreeSet<i64> = ids.iter().copied().collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    let waiting = store::pending_of_ids(change.connection(), &wanted).await?;
    if waiting.len() == wanted.len() {
        return Ok(waiting);
    }
    let gone = wanted.iter().find(|id| !waiting.iter().any(|row| row.id == **id)).copied().unwrap_or_default();
    Err(Problem::refuse(
        format!("Số liệu số {gone} không còn chờ xác nhận: đã được xác nhận hoặc đã được sửa."),
        "Mở lại danh sách rồi chọn lại.",
    ))
}

fn record(change: &mut Change, ids: &[i64], closed: &[i64]) -> Result<()> {
    let digest = platform::audit::sha256(&serde_json::to_vec(ids)?);
    let first = ids.iter().min().copied().unwrap_or_default();
    let last = ids.iter().max().copied().unwrap_or_default();
    let listed = if ids.len() <= 1_000 { ids } else { &[] };
    let body = serde_json::json!({
        "count": ids.len(), "first": first, "last": last, "observations": listed, "sha256": digest, "closed": closed,
    });
    change.record("confirmation", first, body)
}
