//! The verbs of recognitions, and which units are recognised.

use super::model::{NewRecognition, Recognition, level_words};
use super::table::{recognition, withdrawal};
use super::{RECOGNISE, recognition_path, store};
use crate::app::App;
use crate::catalogue::CriteriaLevel;
use crate::{documents, places};
use chrono::NaiveDate;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet::{Exported, Value};
use platform::slice::Hit;
use platform::{Change, Result};
use rules::place::{Level, UnitId};
use sea_orm::{ActiveValue, ConnectionTrait};
use std::collections::{BTreeMap, BTreeSet};

/// Shortest reason that says something.
const REASON_LENGTH: usize = 10;

/// Enters recognitions in one change. One fault refuses all of them.
pub async fn recognise(app: &App, actor: &Actor, change: &mut Change, new: Vec<NewRecognition>) -> Result<Vec<i64>> {
    let mut ids = Vec::with_capacity(new.len());
    for row in new {
        ids.push(recognise_one(app, actor, change, row).await?);
    }
    Ok(ids)
}

async fn recognise_one(app: &App, actor: &Actor, change: &mut Change, new: NewRecognition) -> Result<i64> {
    let id = places::id(new.unit);
    let unit = id.and_then(|id| app.places().unit(id));
    let unit = unit.ok_or_else(|| Problem::NotFound("đơn vị hành chính".to_owned()))?;
    let day = new.holds_from().unwrap_or_else(|| app.today());
    gate::authorise(actor, RECOGNISE, Place::Unit(new.unit, day), app.territory())?;
    let mut faults = new.check(unit, app.catalogue(), app.today());
    faults.extend(Known::of(app, change.connection(), [new.unit]).await?.take(app, &new)?);
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let row = recognition::ActiveModel {
        unit_id: ActiveValue::Set(new.unit),
        level: ActiveValue::Set(platform::key::of(&new.level)?),
        set_key: ActiveValue::Set(new.set),
        decided_on: ActiveValue::Set(new.decided_on),
        document_id: ActiveValue::Set(new.document),
        seen_on: ActiveValue::Set(new.seen_on),
        note: ActiveValue::Set(new.note),
        source_id: ActiveValue::Set(new.source),
        locator: ActiveValue::Set(new.locator),
        change_id: ActiveValue::Set(change.id()),
        closed_by: ActiveValue::Set(None),
        ..Default::default()
    };
    let row = store::insert(change.connection(), row).await?;
    change.record("recognition", row.id, &row)?;
    Ok(row.id)
}

/// What a unit is already recognised as: level, set and day, by the oldest spell of the unit; with the row, when it is
/// in the books and not only in the sheet at hand.
pub struct Known(BTreeMap<Same, Option<i64>>);

type Same = (i64, String, Option<String>, Option<NaiveDate>);

impl Known {
    /// What the books have of these units.
    pub async fn of<C: ConnectionTrait>(
        app: &App,
        connection: &C,
        units: impl IntoIterator<Item = i64>,
    ) -> Result<Self> {
        let spells: BTreeSet<i64> =
            units.into_iter().filter_map(places::id).flat_map(|unit| lineage(app, unit)).collect();
        let rows = store::of_units(connection, &spells.into_iter().collect::<Vec<_>>(), None).await?;
        let standing = rows.into_iter().filter(|row| row.withdrawal.is_none());
        let same =
            |row: Recognition| Ok((Self::same(app, row.unit, row.level, row.set, row.decided_on)?, Some(row.id)));
        Ok(Self(standing.map(same).collect::<Result<_>>()?))
    }

    fn same(app: &App, unit: i64, level: CriteriaLevel, set: Option<String>, on: Option<NaiveDate>) -> Result<Same> {
        let oldest = places::id(unit).and_then(|unit| lineage(app, unit).into_iter().min());
        Ok((oldest.unwrap_or(unit), platform::key::of(&level)?, set, on))
    }

    /// Takes one more recognition, or says that it is known.
    pub fn take(&mut self, app: &App, new: &NewRecognition) -> Result<Option<Fault>> {
        let same = Self::same(app, new.unit, new.level, new.set.clone(), new.decided_on)?;
        let name = app.unit_name_or_country(Some(new.unit));
        Ok(match self.0.insert(same, None) {
            None => None,
            Some(Some(row)) => Some(Fault::field(
                "unit",
                format!("{name} đã có công nhận này trong sổ (số {row})"),
                "Mở công nhận đã có; nếu nhập nhầm thì gạch bỏ rồi nhập lại.",
            )),
            Some(None) => {
                Some(Fault::field("unit", format!("{name} có công nhận này hai lần trong bảng"), "Bỏ dòng lặp lại."))
            }
        })
    }
}

/// A decision that withdraws a recognition, to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWithdrawal {
    /// Day of the decision.
    pub decided_on: NaiveDate,
    /// The deciding paper; none when it is not known.
    pub document: Option<i64>,
    /// Why, in Vietnamese.
    pub reason: String,
}

/// Withdraws a recognition by a decision: it held until the day before.
pub async fn withdraw(app: &App, actor: &Actor, id: i64, new: NewWithdrawal) -> Result<()> {
    let row = standing(app, actor, id).await?;
    let mut faults = Vec::new();
    faults.extend(reason_fault(&new.reason, "Ghi ít nhất 10 ký tự: vì sao thu hồi."));
    let begins = row.decided_on.or(row.seen_on);
    if begins.is_some_and(|from| new.decided_on < from) || new.decided_on > app.today() {
        let rule = "ngày thu hồi đứng trước ngày công nhận hoặc chưa tới";
        faults.push(Fault::field("decided_on", rule, "Ghi ngày của quyết định thu hồi."));
    }
    if row.withdrawal.is_some() {
        faults.push(Fault::field("decided_on", "công nhận này đã bị thu hồi", "Mở công nhận để xem quyết định."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let mut change = app.begin(actor, "criteria.withdraw", Some(new.reason.trim())).await?;
    let row = withdrawal::ActiveModel {
        recognition_id: ActiveValue::Set(id),
        decided_on: ActiveValue::Set(new.decided_on),
        document_id: ActiveValue::Set(new.document),
        reason: ActiveValue::Set(new.reason.trim().to_owned()),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    let row = store::insert_withdrawal(change.connection(), row).await?;
    change.record("withdrawal", row.id, &row)?;
    change.commit().await?;
    Ok(())
}

/// Strikes out a recognition that was entered by mistake; the row stays, with the reason in the audit trail.
pub async fn strike_out(app: &App, actor: &Actor, id: i64, reason: &str) -> Result<()> {
    standing(app, actor, id).await?;
    if let Some(fault) = reason_fault(reason, "Ghi ít nhất 10 ký tự: sai ở đâu, văn bản nào nói khác.")
    {
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let mut change = app.begin(actor, "criteria.strike_out", Some(reason.trim())).await?;
    store::close(change.connection(), id, change.id()).await?;
    change.record("recognition", id, serde_json::json!({ "struck_out": true }))?;
    change.commit().await?;
    Ok(())
}

fn reason_fault(reason: &str, remedy: &str) -> Option<Fault> {
    let short = reason.trim().chars().count() < REASON_LENGTH;
    short.then(|| Fault::field("reason", "chưa nêu lý do", remedy))
}

/// A recognition that the actor may change.
async fn standing(app: &App, actor: &Actor, id: i64) -> Result<Recognition> {
    let row = find(app, id).await?;
    let day = row.decided_on.or(row.seen_on).unwrap_or_else(|| app.today());
    gate::authorise(actor, RECOGNISE, Place::Unit(row.unit, day), app.territory())?;
    if row.struck_by.is_some() {
        return Err(Problem::refuse(
            format!("Công nhận số {id} đã bị gạch bỏ vì nhập nhầm."),
            "Nhập lại công nhận đúng nếu cần.",
        ));
    }
    Ok(row)
}

/// One recognition by its key.
pub async fn find(app: &App, id: i64) -> Result<Recognition> {
    store::find(app.reader(), id).await?.ok_or_else(|| Problem::NotFound(format!("công nhận số {id}")))
}

/// A unit of a day with the recognitions that hold in it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Recognised {
    /// The unit as of the day.
    pub unit: i64,
    /// What holds on the day, oldest first; never empty.
    pub recognitions: Vec<Recognition>,
}

/// The communes of a unit, valid on a day, with a recognition that holds then; a commune made by merging others has none
/// of theirs. With `known_at`, as it was known at that change.
pub async fn recognised_communes(
    app: &App,
    unit: i64,
    on: NaiveDate,
    known_at: Option<i64>,
) -> Result<Vec<Recognised>> {
    recognised(app, unit, Level::Commune, on, known_at).await
}

/// The same for districts, which end on 30 June 2025.
pub async fn recognised_districts(
    app: &App,
    unit: i64,
    on: NaiveDate,
    known_at: Option<i64>,
) -> Result<Vec<Recognised>> {
    recognised(app, unit, Level::District, on, known_at).await
}

async fn recognised(
    app: &App,
    unit: i64,
    level: Level,
    on: NaiveDate,
    known_at: Option<i64>,
) -> Result<Vec<Recognised>> {
    let Some(id) = places::id(unit) else { return Ok(Vec::new()) };
    let units = app.places().descendants(id, level, on);
    let mut today_of: BTreeMap<i64, i64> = BTreeMap::new();
    for unit in &units {
        today_of.extend(lineage(app, unit.id).into_iter().map(|spell| (spell, i64::from(unit.id))));
    }
    let spells: Vec<i64> = today_of.keys().copied().collect();
    let mut by_unit: BTreeMap<i64, Vec<Recognition>> = BTreeMap::new();
    for row in store::of_units(app.reader(), &spells, known_at).await? {
        if row.holds_on(on)
            && let Some(unit) = today_of.get(&row.unit)
        {
            by_unit.entry(*unit).or_default().push(row);
        }
    }
    let rows = units.into_iter().filter_map(|unit| {
        let unit = i64::from(unit.id);
        Some(Recognised { unit, recognitions: by_unit.remove(&unit)? })
    });
    Ok(rows.collect())
}

/// All spells of the same people in the same unit.
pub fn lineage(app: &App, unit: UnitId) -> Vec<i64> {
    app.places().lineage(unit).into_iter().map(i64::from).collect()
}

/// Recognitions that rest on a paper.
pub async fn resting_on(app: &App, document: i64) -> Result<Vec<Hit>> {
    let rows = store::of_document(app.reader(), document).await?;
    let hit = |row: Recognition| Hit {
        title: places::id(row.unit).map(|unit| app.places().latest_path_name(unit)).unwrap_or_default(),
        detail: level_words(row.level).to_owned(),
        path: recognition_path(row.id),
        rank: 40,
    };
    Ok(rows.into_iter().map(hit).collect())
}

/// Every recognition that was not struck out, withdrawn ones and those of units that ended too, as a table.
pub async fn export_all(app: &App) -> Result<Exported> {
    let rows = store::all(app.reader()).await?;
    let sources = documents::sources(app.reader(), rows.iter().map(|row| row.source).collect()).await?;
    let papers = documents::by_ids(app.reader(), rows.iter().filter_map(|row| row.document).collect()).await?;
    let text = |text: Option<String>| text.map_or(Value::Empty, Value::Text);
    let day = |day: Option<NaiveDate>| day.map_or(Value::Empty, Value::Day);
    let set = |key: &String| app.catalogue().criteria_set(key).map_or_else(|| key.clone(), |set| set.name.clone());
    let row = |row: Recognition| {
        let source = sources.get(&row.source).map(|source| source.title.clone()).unwrap_or_default();
        vec![
            Value::Text(places::id(row.unit).map(|unit| app.places().latest_path_name(unit)).unwrap_or_default()),
            Value::Text(level_words(row.level).to_owned()),
            text(row.set.as_ref().map(set)),
            text(row.document.and_then(|id| papers.get(&id)).map(documents::label)),
            day(row.decided_on),
            day(row.seen_on),
            day(row.withdrawal.as_ref().map(|withdrawal| withdrawal.decided_on)),
            text(row.withdrawal.map(|withdrawal| withdrawal.reason)),
            Value::Text(format!("{source}, {}", row.locator).trim_end_matches(", ").to_owned()),
            text(row.note),
            Value::Whole(row.change),
        ]
    };
    let headings = [
        "Đơn vị",
        "Mức",
        "Bộ tiêu chí",
        "Số quyết định",
        "Ngày quyết định",
        "Thấy ngày",
        "Ngày thu hồi",
        "Lý do thu hồi",
        "Nguồn",
        "Ghi chú",
        "Thay đổi số",
    ];
    Ok(Exported {
        name: "cong-nhan".to_owned(),
        title: "Quyết định công nhận".to_owned(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows: rows.into_iter().map(row).collect(),
    })
}
