//! Opening lists of persons: let in by the gate, written to the audit trail with the purpose, then opened.

use super::super::{LIST_MASKED, OPEN_NAMES};
use super::{on_a_thread, people_id, people_problem};
use crate::app::App;
use crate::places;
use platform::gate::{self, Actor, Place};
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::people::{CommunePeople, Keyring, SealedPeople};
use population::snapshot::Snapshot;
use rules::place::Level;
use serde_json::json;

/// Shortest purpose that says something.
const PURPOSE_LENGTH: usize = 10;

/// How much of a list of persons is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Shortened names, the ends of numbers, years of birth.
    Masked,
    /// Everything that the list says.
    Names,
}

/// The people of one commune, opened.
#[derive(Debug)]
pub struct OpenedList {
    /// The commune as of the snapshot's day.
    pub unit: i64,
    /// How much of it may be shown.
    pub sight: Sight,
    /// The people; nobody where the list names nobody there.
    pub list: CommunePeople,
}

/// Opens the list of a commune (as of the snapshot's day). Every opening stands in the audit trail before anything is
/// opened: who, which snapshot, which commune, how much, why. Names are opened only for a purpose of at least
/// ten letters.
pub async fn open_list(
    app: &App,
    actor: &Actor,
    snapshot: &Snapshot,
    unit: i64,
    sight: Sight,
    purpose: &str,
) -> Result<OpenedList> {
    let (manifest, registry) = (snapshot.manifest(), app.places());
    let id = places::id(unit).filter(|id| registry.valid(*id, manifest.as_of));
    let commune = id.and_then(|id| registry.unit(id)).filter(|unit| unit.level() == Level::Commune);
    let commune = commune.ok_or_else(|| Problem::NotFound("xã, phường của ngày chốt danh sách".to_owned()))?;
    let above = registry.ancestors(commune.id, manifest.as_of);
    let province = above.into_iter().find(|unit| unit.level() == Level::Province);
    let province = province.ok_or_else(|| Problem::internal(format!("commune {unit} is in no province")))?;
    let permission = match sight {
        Sight::Masked => LIST_MASKED,
        Sight::Names => OPEN_NAMES,
    };
    gate::authorise(actor, permission, Place::Unit(unit, manifest.as_of), app.territory())?;
    let purpose = purpose.trim();
    if sight == Sight::Names && purpose.chars().count() < PURPOSE_LENGTH {
        let fault = Fault::field("purpose", "chưa nêu mục đích", "Ghi ít nhất 10 ký tự: mở tên để làm việc gì.");
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    if manifest.people.is_none() {
        return Err(Problem::refuse(
            format!("Bản số liệu {} chỉ có số, không có danh sách người.", manifest.name),
            "Nạp lại danh sách mà không chọn “chỉ lấy số”.",
        ));
    }
    let reason = Some(purpose).filter(|purpose| !purpose.is_empty());
    let mut change = app.begin(actor, permission.0, reason).await?;
    let body = json!({ "snapshot": manifest.name, "version": manifest.version, "commune": commune.code.as_str() });
    change.record("people_list", unit, body)?;
    change.commit().await?;
    let (data, snapshot) = (app.config().data.clone(), snapshot.clone());
    let (province, commune) = (province.code.as_str().to_owned(), commune.code.as_str().to_owned());
    on_a_thread(move || {
        let key = Keyring::open(&data).map_err(people_problem)?;
        let key = key.unwrap_in(&people_id(&snapshot), snapshot.folder()).map_err(people_problem)?;
        let sealed = SealedPeople::open(snapshot.folder(), &key).map_err(people_problem)?;
        let list = sealed.commune(&province, &commune).map_err(people_problem)?.unwrap_or_default();
        Ok(OpenedList { unit, sight, list })
    })
    .await
}
