//! The verbs of movements: read those in use, save one as a new revision, take over a pack.

use super::model::{Movement, load};
use super::{EDIT, KIND, Known};
use crate::app::App;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::revision::{self, Heading, NewRevision, Origin, Revision};
use platform::{Change, Result};
use std::collections::{BTreeMap, BTreeSet};

/// A movement in one of its revisions.
pub type MovementRevision = Revision<Movement>;

/// Every movement in the revision in use, by key.
pub async fn list_movements(app: &App) -> Result<BTreeMap<String, MovementRevision>> {
    let work = revision::current(app.reader(), KIND);
    Ok(app.memo().answer(app.reader(), format!("movements {KIND}"), work).await?.as_ref().clone())
}

/// One movement in the revision in use.
pub async fn find_movement(app: &App, key: &str) -> Result<MovementRevision> {
    let mut all = list_movements(app).await?;
    all.remove(key).ok_or_else(|| Problem::NotFound(format!("phong trào “{key}”")))
}

/// One movement with its revisions, oldest first, and the pack's revision when another one is in use.
pub async fn movement_history(app: &App, key: &str) -> Result<(Vec<Heading>, Option<Heading>)> {
    let history = revision::history(app.reader(), KIND, key).await?;
    let user = history.iter().rposition(|heading| heading.origin == Origin::User);
    let pack = history.iter().rposition(|heading| heading.origin == Origin::Pack);
    let other = match (user, pack) {
        (Some(user), Some(pack)) if pack > user && history[pack].digest != history[user].digest => {
            Some(history[pack].clone())
        }
        _ => None,
    };
    Ok((history, other))
}

/// Loads the packs that differ from what the database has; nothing is written when none does. How many were.
pub async fn sync_packs(app: &App, actor: &Actor) -> Result<usize> {
    let packs = load(app.definitions(), app.catalogue(), None).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Problem::refuse(lines.join(" "), "Sửa tệp định nghĩa rồi chạy lại.")
    })?;
    let known = revision::digests(app.reader(), KIND, Origin::Pack).await?;
    let mut differing = Vec::new();
    for pack in &packs {
        if known.get(&pack.key) != Some(&revision::digest(pack)?) {
            differing.push(pack);
        }
    }
    if differing.is_empty() {
        return Ok(0);
    }
    gate::authorise(actor, EDIT, Place::Country, app.territory())?;
    let mut change = app.begin(actor, "movements.load", None).await?;
    for pack in &differing {
        let new = NewRevision { kind: KIND, key: &pack.key, origin: Origin::Pack, unit: None, body: *pack };
        revision::insert_revision(&mut change, new).await?;
    }
    change.commit().await?;
    Ok(differing.len())
}

/// Makes a movement; its key must be new. `unit` is the territory it belongs to, none for the country.
pub async fn create_movement(app: &App, actor: &Actor, movement: &Movement, unit: Option<i64>) -> Result<()> {
    authorise(app, actor, unit)?;
    let known = list_movements(app).await?;
    let mut faults = check(app, movement, known.keys().cloned().chain([movement.key.clone()]).collect());
    if !is_key(&movement.key) {
        let rule = format!("“{}” không dùng làm mã được", movement.key);
        faults.push(Fault::field("key", rule, "Dùng 2 đến 60 ký tự a–z, 0–9, gạch dưới, gạch ngang."));
    } else if known.contains_key(&movement.key) {
        let rule = format!("đã có phong trào mã “{}”", movement.key);
        faults.push(Fault::field("key", rule, "Chọn mã khác, hoặc mở phong trào đã có để sửa."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    write(app, actor, movement, unit).await
}

/// Saves a movement as its next revision, if it differs from the one in use. `based_on` is the row that was edited:
/// when another revision came in between, the edit is refused rather than laid over it.
pub async fn update_movement(app: &App, actor: &Actor, movement: &Movement, based_on: i64) -> Result<()> {
    let standing = find_movement(app, &movement.key).await?;
    authorise(app, actor, standing.unit)?;
    let known = list_movements(app).await?;
    let faults = check(app, movement, known.into_keys().collect());
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    if standing.id != based_on {
        return Err(Problem::refuse(
            format!("Phong trào đã được sửa thành bản {} trong lúc này.", standing.number),
            "Mở lại biểu mẫu để sửa trên bản mới nhất.",
        ));
    }
    write(app, actor, movement, standing.unit).await
}

/// Takes the pack's revision into use where people had written another.
pub async fn adopt_pack(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let standing = find_movement(app, key).await?;
    authorise(app, actor, standing.unit)?;
    let (_, other) = movement_history(app, key).await?;
    let Some(heading) = other else {
        return Err(Problem::refuse("Bản đang dùng không khác bản của gói.", "Không cần làm gì thêm."));
    };
    let pack: Option<MovementRevision> = revision::find(app.reader(), heading.id).await?;
    let pack = pack.ok_or_else(|| Problem::internal("a revision that was listed is gone"))?;
    write(app, actor, &pack.body, standing.unit).await
}

/// Whether this actor may edit a movement of this territory.
pub fn may_edit(app: &App, actor: &Actor, unit: Option<i64>) -> bool {
    authorise(app, actor, unit).is_ok()
}

fn authorise(app: &App, actor: &Actor, unit: Option<i64>) -> Result<()> {
    let place = unit.map_or(Place::Country, |unit| Place::Unit(unit, app.today()));
    gate::authorise(actor, EDIT, place, app.territory())
}

async fn write(app: &App, actor: &Actor, movement: &Movement, unit: Option<i64>) -> Result<()> {
    let mut change: Change = app.begin(actor, EDIT.0, None).await?;
    if write_in(&mut change, movement, unit).await? {
        change.commit().await?;
    }
    Ok(())
}

/// Writes a movement's next revision in a change; says whether it differs from the one in use.
pub(super) async fn write_in(change: &mut Change, movement: &Movement, unit: Option<i64>) -> Result<bool> {
    let new = NewRevision { kind: KIND, key: &movement.key, origin: Origin::User, unit, body: movement };
    Ok(revision::insert_revision(change, new).await?.is_some())
}

/// The rules of a movement as faults of fields; papers may be named before they are entered.
pub(super) fn check(app: &App, movement: &Movement, movements: BTreeSet<String>) -> Vec<Fault> {
    let known = Known { movements, documents: None };
    let problems = movement.validate(app.catalogue(), &known);
    problems.into_iter().map(|problem| Fault::field(&problem.field, problem.message, "")).collect()
}

fn is_key(key: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter);
    (2..=60).contains(&key.len()) && key.chars().all(allowed)
}
