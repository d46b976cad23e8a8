//! Correcting a figure: the old statement stays, a new one takes its place.

use super::enter::{examine, insert};
use super::guard::Guard;
use crate::app::App;
use crate::results::model::NewResult;
use crate::results::{ENTER, check, store};
use platform::gate::Actor;
use platform::problem::{Fault, Refusal};
use platform::{Problem, Result};

/// Corrects a figure and returns the key of the new statement, which waits for confirmation.
///
/// A figure that nobody has confirmed is closed at once. A confirmed one holds, in the roll-ups too, until its correction
/// is confirmed: nobody takes a confirmed figure away alone.
pub async fn correct_result(app: &App, actor: &Actor, id: i64, mut new: NewResult, reason: &str) -> Result<i64> {
    check::complete(app, &mut new);
    let missing = || Problem::NotFound(format!("số liệu số {id}"));
    let (old, _) = store::find(app.reader(), id).await?.ok_or_else(missing)?;
    let mut guard = Guard::new(app, actor, ENTER);
    guard.ask(old.unit_id, old.as_of)?;
    guard.ask(new.unit, new.as_of)?;
    let mut faults = check::check(app, &new);
    if reason.trim().is_empty() {
        faults.push(Fault::field("reason", "chưa ghi lý do sửa", "Ghi vì sao số cũ không đúng."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let mut change = app.begin(actor, "results.correct", Some(reason.trim())).await?;
    let (old, confirmed) = store::find(change.connection(), id).await?.ok_or_else(missing)?;
    if old.closed_by.is_some() {
        return Err(Problem::refuse(
            format!("Số liệu số {id} đã được thay bằng số mới hơn."),
            "Mở số đang có hiệu lực rồi sửa số đó.",
        ));
    }
    if let Some(waiting) = store::correction_of(change.connection(), id).await? {
        return Err(Problem::refuse(
            format!("Số liệu số {id} đã có bản sửa số {} chờ xác nhận.", waiting.id),
            "Sửa bản đang chờ, hoặc chờ xác nhận xong.",
        ));
    }
    let rows = [new];
    let replaced: Vec<i64> = [Some(id), old.corrects].into_iter().flatten().collect();
    let found = examine(app, change.connection(), &rows, &replaced).await?;
    if let Some((_, fault)) = found.faults.into_iter().next() {
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let [new] = rows;
    let corrects = if confirmed.is_some() { Some(id) } else { old.corrects };
    if confirmed.is_none() {
        store::close(change.connection(), &[id], change.id()).await?;
        store::delete_pending(change.connection(), &[id]).await?;
    }
    let ids = insert(&mut change, actor, &[(&new, corrects)]).await?;
    change.record("correction", id, serde_json::json!({ "by": ids, "confirmed": confirmed.is_some() }))?;
    change.commit().await?;
    ids.first().copied().ok_or_else(|| Problem::internal("a correction without its figure"))
}
