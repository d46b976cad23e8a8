//! Erasing: a whole version with its key, or one person out of a version. The wish stands in the audit trail, with its
//! reason, before anything goes.

use super::super::ERASE;
use super::{find, on_a_thread, people_id, people_problem, place_of_version, snapshot_problem, snapshots};
use crate::app::App;
use platform::gate::{self, Actor};
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::people::{self, Erased, Keyring};
use population::person::person_key;
use population::snapshot::Snapshot;
use serde_json::json;

/// Shortest reason that says something.
const REASON_LENGTH: usize = 10;

/// A version of a snapshot (the one in force, if none is named), for whoever may erase it: where its lists belong.
pub async fn to_erase(app: &App, actor: &Actor, name: &str, version: Option<u32>) -> Result<Snapshot> {
    gate::anywhere(actor, ERASE, app.territory())?;
    let snapshot = find(app, name, version).await?;
    gate::authorise(actor, ERASE, place_of_version(app, snapshot.manifest()), app.territory())?;
    Ok(snapshot)
}

/// Erases a version of a snapshot: the key of its people first, so that nothing of them opens any more, then its files.
pub async fn erase_snapshot(app: &App, actor: &Actor, name: &str, version: u32, reason: &str) -> Result<()> {
    let snapshot = to_erase(app, actor, name, Some(version)).await?;
    let reason = checked(reason, Vec::new())?;
    let mut change = app.begin(actor, ERASE.0, Some(reason)).await?;
    change.record("snapshot", version.into(), json!({ "snapshot": name, "version": version }))?;
    change.commit().await?;
    let (snapshots, name) = (snapshots(app), name.to_owned());
    on_a_thread(move || {
        people::erase_snapshot(snapshot.folder()).map_err(people_problem)?;
        snapshots.erase(&name, version).map_err(snapshot_problem)
    })
    .await
}

/// Erases a person from the sealed people of a version, by the identifier that the lists use. The counts stay: they name
/// nobody. Neither the identifier nor a name goes into the audit trail.
pub async fn erase_person(
    app: &App,
    actor: &Actor,
    name: &str,
    version: u32,
    person_id: &str,
    reason: &str,
) -> Result<Erased> {
    let mut snapshot = to_erase(app, actor, name, Some(version)).await?;
    let mut faults = Vec::new();
    let person = person_key(person_id);
    if person.is_none() {
        faults.push(Fault::field("person_id", "để trống", "Ghi mã số của người cần xóa, đúng như trong danh sách."));
    }
    let reason = checked(reason, faults)?;
    let person = person.ok_or_else(|| Problem::internal("a person without a key"))?;
    let mut change = app.begin(actor, "people.erase_person", Some(reason)).await?;
    change.record("snapshot", version.into(), json!({ "snapshot": name, "version": version }))?;
    change.commit().await?;
    let data = app.config().data.clone();
    let erased = on_a_thread(move || {
        let key = Keyring::open(&data).map_err(people_problem)?;
        let key = key.unwrap_in(&people_id(&snapshot), snapshot.folder()).map_err(people_problem)?;
        snapshot.erase_person(&key, person, &platform::random::fill).map_err(snapshot_problem)
    })
    .await?;
    if erased.people + erased.cards == 0 {
        return Err(Problem::refuse(
            "Không có ai mang mã số này trong bản số liệu.",
            "Kiểm tra lại mã số, và cả các bản số liệu khác.",
        ));
    }
    Ok(erased)
}

fn checked(reason: &str, mut faults: Vec<Fault>) -> Result<&str> {
    let reason = reason.trim();
    if reason.chars().count() < REASON_LENGTH {
        faults.push(Fault::field("reason", "chưa nêu lý do", "Ghi ít nhất 10 ký tự: vì sao xóa, theo yêu cầu của ai."));
    }
    if faults.is_empty() { Ok(reason) } else { Err(Refusal::of_faults(faults).into()) }
}
