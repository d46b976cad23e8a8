//! The verbs of targets, and the questions others ask.

use super::model::{self, NewTarget, TargetInUse, TargetView};
use super::store::{self, Wanted};
use super::table::{ActiveModel, Model};
use super::{ENTER, WITHDRAW, exchange, pages};
use crate::app::App;
use crate::{documents, places};
use chrono::NaiveDate;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet::Exported;
use platform::slice::{Attention, Hit};
use platform::{Change, Page, Result};
use rules::number::Fixed;
use rules::period::Period;
use rules::place::{Level, UnitId};
use rules::target::{CascadeVerdict, Child, Measure};
use sea_orm::{ActiveValue, ConnectionTrait};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Enters targets in one change. One fault refuses all of them.
pub async fn enter_targets(app: &App, actor: &Actor, change: &mut Change, new: Vec<NewTarget>) -> Result<Vec<i64>> {
    let mut ids = Vec::with_capacity(new.len());
    for target in new {
        ids.push(enter(app, actor, change, target).await?);
    }
    Ok(ids)
}

async fn enter(app: &App, actor: &Actor, change: &mut Change, target: NewTarget) -> Result<i64> {
    let day = day_of(app, &target)?;
    gate::authorise(actor, ENTER, Place::Unit(target.unit, day), app.territory())?;
    let level = level(app, target.unit)?;
    let faults = target.check(app.catalogue(), level);
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let row = row(app, actor, change.id(), &target)?;
    if let Some(known) = store::same(change.connection(), &row).await? {
        return Err(Refusal::of_faults(vec![Fault::field(
            "value",
            format!("chỉ tiêu này đã có trong sổ (số {})", known.id),
            "Mở chỉ tiêu đã có; nếu nhập nhầm thì rút lại rồi nhập lại.",
        )])
        .into());
    }
    let row = store::insert(change.connection(), row).await?;
    change.record("target", row.id, &row)?;
    Ok(row.id)
}

fn level(app: &App, unit: i64) -> Result<Level> {
    let unit = places::id(unit).and_then(|unit| app.places().unit(unit));
    Ok(unit.ok_or_else(|| Problem::NotFound("đơn vị hành chính".to_owned()))?.level())
}

/// The day on which the unit is looked at: the last of the target's period on which it is valid.
pub(super) fn day_of(app: &App, target: &NewTarget) -> Result<NaiveDate> {
    let unit = places::id(target.unit).ok_or_else(|| Problem::NotFound("đơn vị hành chính".to_owned()))?;
    let last = target.due.or_else(|| target.year.and_then(Period::year).map(Period::last_day));
    let Some(last) = last else { return Ok(app.today()) };
    let first = target.year.and_then(Period::year).map_or(last, Period::first_day);
    places::check_day(app.places(), unit, first.min(last), last).ok_or_else(|| {
        let name = app.places().latest_path_name(unit);
        Problem::from(Refusal::of_faults(vec![Fault::field(
            "unit",
            format!("{name} không tồn tại trong thời gian của chỉ tiêu"),
            "Chọn đơn vị kế tiếp của nó, hoặc năm khác.",
        )]))
    })
}

fn row(app: &App, actor: &Actor, change: i64, target: &NewTarget) -> Result<ActiveModel> {
    let indicator = app.catalogue().indicator(&target.indicator);
    let measure = target.measure.or(indicator.map(|indicator| indicator.measure));
    let measure = measure.ok_or_else(|| Problem::NotFound(format!("chỉ tiêu {}", target.indicator)))?;
    let (set, code) = target.criterion.clone().unzip();
    Ok(ActiveModel {
        unit_id: ActiveValue::Set(target.unit),
        each_level: ActiveValue::Set(target.each.map(|level| platform::key::of(&level)).transpose()?),
        indicator: ActiveValue::Set(target.indicator.clone()),
        year: ActiveValue::Set(target.year.map(i64::from)),
        due: ActiveValue::Set(target.due),
        value: ActiveValue::Set(target.value.map(Fixed::ten_thousandths)),
        upper: ActiveValue::Set(target.upper.map(Fixed::ten_thousandths)),
        comparator: ActiveValue::Set(target.comparator.symbol().to_owned()),
        measure: ActiveValue::Set(platform::key::of(&measure)?),
        denominator: ActiveValue::Set(target.denominator.clone()),
        grp: ActiveValue::Set(target.group.clone().unwrap_or_default()),
        per_sex: ActiveValue::Set(target.per_sex),
        criteria_set: ActiveValue::Set(set),
        criterion: ActiveValue::Set(code),
        authority: ActiveValue::Set(target.authority.clone()),
        document_id: ActiveValue::Set(target.document),
        decided_on: ActiveValue::Set(target.decided_on),
        movement: ActiveValue::Set(target.movement.clone()),
        objective: ActiveValue::Set(target.objective.clone()),
        resolutions: ActiveValue::Set(serde_json::to_string(&target.resolutions)?),
        supersedes: ActiveValue::Set(target.supersedes),
        printed: ActiveValue::Set(target.printed.clone()),
        unknown_reason: ActiveValue::Set(target.unknown_reason.clone()),
        note: ActiveValue::Set(target.note.clone()),
        source_id: ActiveValue::Set(target.source),
        locator: ActiveValue::Set(target.locator.clone()),
        entered_by: ActiveValue::Set(actor.name.clone()),
        change_id: ActiveValue::Set(change),
        closed_by: ActiveValue::Set(None),
        ..Default::default()
    })
}

/// Takes back a target that was entered by mistake; the row stays, with the reason in the audit trail.
pub async fn withdraw_target(app: &App, actor: &Actor, id: i64, reason: &str) -> Result<()> {
    let row = find(app, id).await?;
    let unit = places::id(row.unit).and_then(|unit| app.places().unit(unit));
    let last = unit.and_then(|unit| unit.to).and_then(|to| to.pred_opt()).unwrap_or_else(|| app.today());
    gate::authorise(actor, WITHDRAW, Place::Unit(row.unit, last), app.territory())?;
    if reason.trim().chars().count() < 10 {
        return Err(Refusal::of_faults(vec![Fault::field(
            "reason",
            "chưa nêu lý do rút lại",
            "Ghi ít nhất 10 ký tự: sai ở đâu, văn bản nào nói khác.",
        )])
        .into());
    }
    if row.withdrawn_by.is_some() {
        return Err(Problem::refuse(
            format!("Chỉ tiêu số {id} đã được rút lại trước đó."),
            "Mở nhật ký để xem ai rút.",
        ));
    }
    let mut change = app.begin(actor, WITHDRAW.0, Some(reason.trim())).await?;
    store::close(change.connection(), id, change.id()).await?;
    change.record("target", id, serde_json::json!({ "withdrawn": true }))?;
    change.commit().await?;
    Ok(())
}

/// One target by its key, withdrawn or not.
pub async fn find(app: &App, id: i64) -> Result<TargetView> {
    let row = store::find(app.reader(), id).await?.ok_or_else(|| Problem::NotFound(format!("chỉ tiêu số {id}")))?;
    let views = views(app, app.reader(), vec![row]).await?;
    views.into_iter().next().ok_or_else(|| Problem::internal("a target row gave no view"))
}

/// Targets that stand, by what is wanted.
pub async fn list(app: &App, wanted: &Wanted<'_>) -> Result<Vec<TargetView>> {
    let rows = store::list(app.reader(), wanted).await?;
    views(app, app.reader(), rows).await
}

/// All targets of a unit that stand; kept until the next change, since several parts of a page ask for them.
pub async fn of_unit(app: &App, unit: i64) -> Result<Arc<Vec<TargetView>>> {
    let work = async { list(app, &Wanted { units: Some(&[unit]), ..Wanted::default() }).await };
    app.memo().answer(app.reader(), format!("targets::of_unit {unit}"), work).await
}

/// The targets of a unit for an indicator: for everybody as one, without a criterion.
async fn plain_of_unit(app: &App, unit: i64, indicator: &str) -> Result<Vec<TargetView>> {
    let targets = of_unit(app, unit).await?;
    Ok(targets.iter().filter(|view| view.indicator == indicator && is_plain(view)).cloned().collect())
}

/// All targets of an indicator and a year for these units.
pub async fn of_units(app: &App, units: &[i64], indicator: &str, year: i32) -> Result<Vec<TargetView>> {
    let wanted = Wanted { units: Some(units), indicator: Some(indicator), year: Some(year), ..Wanted::default() };
    list(app, &wanted).await
}

/// The target in use a year for a unit and an indicator: for everybody, without a criterion, as decided until the end of
/// that year or today, whichever is earlier.
pub async fn in_use_by_year(app: &App, unit: i64, indicator: &str) -> Result<BTreeMap<i32, TargetInUse>> {
    let mut by_year: BTreeMap<i32, Vec<TargetView>> = BTreeMap::new();
    for view in plain_of_unit(app, unit, indicator).await? {
        if let Some(year) = view.year {
            by_year.entry(year).or_default().push(view);
        }
    }
    let chosen = by_year.into_iter().filter_map(|(year, targets)| {
        let chosen = model::choose(targets, app.catalogue(), decided_by(app, year)).into_iter().next()?;
        Some((year, chosen))
    });
    Ok(chosen.collect())
}

/// The target in use for a unit, an indicator and a year.
pub async fn in_use(app: &App, unit: i64, indicator: &str, year: i32) -> Result<Option<TargetInUse>> {
    let mut targets = plain_of_unit(app, unit, indicator).await?;
    targets.retain(|view| view.year == Some(year));
    Ok(model::choose(targets, app.catalogue(), decided_by(app, year)).pop())
}

/// The target in use of each of these units for an indicator and a year, in one query.
pub async fn in_use_by_unit(
    app: &App,
    units: &[i64],
    indicator: &str,
    year: i32,
) -> Result<BTreeMap<i64, TargetInUse>> {
    let targets: Vec<TargetView> = of_units(app, units, indicator, year).await?.into_iter().filter(is_plain).collect();
    let chosen = model::choose(targets, app.catalogue(), decided_by(app, year));
    Ok(chosen.into_iter().map(|in_use| (in_use.view.unit, in_use)).collect())
}

/// For everybody as one, and for no criterion in particular.
fn is_plain(view: &TargetView) -> bool {
    view.group.is_empty() && view.criterion.is_none() && view.each.is_none()
}

fn decided_by(app: &App, year: i32) -> NaiveDate {
    Period::year(year).map_or(app.today(), |period| period.last_day().min(app.today()))
}

async fn views<C: ConnectionTrait>(app: &App, connection: &C, rows: Vec<Model>) -> Result<Vec<TargetView>> {
    let sources = documents::sources(connection, rows.iter().map(|row| row.source_id).collect()).await?;
    let papers = documents::by_ids(connection, rows.iter().filter_map(|row| row.document_id).collect()).await?;
    rows.into_iter()
        .map(|row| {
            let paper = row.document_id.and_then(|id| papers.get(&id));
            let authority = app.catalogue().authority(&row.authority);
            let unreadable = || Problem::internal(format!("target {} has an unknown key", row.id));
            Ok(TargetView {
                id: row.id,
                unit: row.unit_id,
                each: row
                    .each_level
                    .as_deref()
                    .map(|key| platform::key::parse(key).ok_or_else(unreadable))
                    .transpose()?,
                year: row.year.and_then(|year| i32::try_from(year).ok()),
                due: row.due,
                value: row.value.map(Fixed::from_ten_thousandths),
                upper: row.upper.map(Fixed::from_ten_thousandths),
                comparator: platform::key::parse(&row.comparator).ok_or_else(unreadable)?,
                measure: platform::key::parse(&row.measure).ok_or_else(unreadable)?,
                authority_name: authority.map_or_else(|| row.authority.clone(), |authority| authority.name.clone()),
                document: row.document_id,
                document_number: paper.map(|paper| paper.number.clone().unwrap_or_else(|| paper.key.clone())),
                decided_on: row.decided_on.or_else(|| paper.and_then(|paper| paper.issued_on)),
                criterion: row.criteria_set.clone().zip(row.criterion.clone()),
                resolutions: serde_json::from_str(&row.resolutions)?,
                source_title: sources.get(&row.source_id).map(|source| source.title.clone()).unwrap_or_default(),
                indicator: row.indicator,
                denominator: row.denominator,
                group: row.grp,
                per_sex: row.per_sex,
                authority: row.authority,
                movement: row.movement,
                supersedes: row.supersedes,
                printed: row.printed,
                unknown_reason: row.unknown_reason,
                note: row.note,
                source: row.source_id,
                locator: row.locator,
                entered_by: row.entered_by,
                change: row.change_id,
                withdrawn_by: row.closed_by,
            })
        })
        .collect()
}

/// A unit below the parent in a cascade.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CascadeRow {
    /// The unit.
    pub unit: i64,
    /// Its name.
    pub name: String,
    /// Its target in use.
    pub target: Option<TargetInUse>,
    /// Its people, as known by the end of the year.
    pub people: Option<i64>,
}

/// A parent's target against those below it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Cascade {
    /// The unit above.
    pub parent: i64,
    /// Day of the structure.
    pub on: NaiveDate,
    /// The parent's target in use.
    pub target: Option<TargetInUse>,
    /// The units below.
    pub rows: Vec<CascadeRow>,
    /// `reaches`, `falls_short` or `unknown`.
    pub verdict: &'static str,
    /// The verdict in a sentence, with what is missing.
    pub sentence: String,
    /// The weighted mean or the sum of those below.
    pub together: Option<Fixed>,
    /// By how much those below fall short.
    pub short_by: Option<Fixed>,
    /// Units below without a target.
    pub without_target: Vec<i64>,
    /// Units below whose people are not known.
    pub without_people: Vec<i64>,
}

/// Compares the target of a unit with those of the units directly below it, in the structure of the last day of the year
/// on which the unit was valid. Kept until the next change.
pub async fn check_cascade(app: &App, parent: i64, indicator: &str, year: i32) -> Result<Arc<Cascade>> {
    let key = format!("targets::check_cascade {parent} {indicator} {year} {}", app.today());
    app.memo().answer(app.reader(), key, compare(app, parent, indicator, year)).await
}

async fn compare(app: &App, parent: i64, indicator: &str, year: i32) -> Result<Cascade> {
    let id = places::id(parent).ok_or_else(|| Problem::NotFound("đơn vị hành chính".to_owned()))?;
    let period = Period::year(year)
        .ok_or_else(|| Problem::refuse(format!("Năm {year} không hợp lệ."), "Ghi năm bốn chữ số."))?;
    let on = places::check_day(app.places(), id, period.first_day(), period.last_day()).ok_or_else(|| {
        let name = app.places().latest_path_name(id);
        Problem::refuse(format!("{name} không tồn tại trong năm {year}."), "Chọn đơn vị kế tiếp của nó, hoặc năm khác.")
    })?;
    let target = in_use(app, parent, indicator, year).await?;
    let children: Vec<(i64, String)> =
        app.places().children(id, on).into_iter().map(|unit| (i64::from(unit.id), unit.title())).collect();
    let ids: Vec<i64> = children.iter().map(|(id, _)| *id).collect();
    let mut targets = in_use_by_unit(app, &ids, indicator, year).await?;
    let mut people = BTreeMap::new();
    for slice in crate::SLICES {
        people.extend(slice.people(app, &ids, on).await?);
    }
    let rows: Vec<CascadeRow> = children
        .into_iter()
        .map(|(unit, name)| CascadeRow {
            unit,
            name,
            target: targets.remove(&unit),
            people: people.get(&unit).copied(),
        })
        .collect();
    Ok(judge(app, parent, on, target, rows))
}

fn judge(app: &App, parent: i64, on: NaiveDate, target: Option<TargetInUse>, rows: Vec<CascadeRow>) -> Cascade {
    let children: Vec<Child<i64>> = rows
        .iter()
        .map(|row| Child {
            unit: row.unit,
            goal: row.target.as_ref().and_then(|target| target.goal),
            population: row.people,
        })
        .collect();
    let without_target: Vec<i64> = rows.iter().filter(|row| row.target.is_none()).map(|row| row.unit).collect();
    let mut cascade = Cascade {
        parent,
        on,
        rows,
        verdict: "unknown",
        sentence: String::new(),
        together: None,
        short_by: None,
        without_target,
        without_people: Vec::new(),
        target,
    };
    let Some(goal) = cascade.target.as_ref().and_then(|target| target.goal) else {
        cascade.sentence = format!("{} chưa có chỉ tiêu bằng số để so.", app.unit_name_or_country(Some(parent)));
        return cascade;
    };
    if cascade.rows.is_empty() {
        cascade.sentence = "Không có đơn vị cấp dưới vào ngày này.".to_owned();
        return cascade;
    }
    let check = rules::target::check_cascade(&goal, &children);
    cascade.together = check.together;
    cascade.without_target = check.without_target;
    cascade.without_people = check.without_population;
    let amount = |value: Fixed| {
        if goal.measure().is_rate() { format!("{} %", value.vietnamese(2)) } else { value.vietnamese_shortest() }
    };
    (cascade.verdict, cascade.sentence) = match check.verdict {
        CascadeVerdict::Reaches => ("reaches", "Cấp dưới cộng lại đạt chỉ tiêu của cấp trên.".to_owned()),
        CascadeVerdict::FallsShort { by } => {
            cascade.short_by = Some(by);
            ("falls_short", format!("Cấp dưới cộng lại còn thiếu {} so với cấp trên.", amount(by)))
        }
        CascadeVerdict::Unknown { .. } => {
            let missing = [
                (cascade.without_target.len(), "chưa có chỉ tiêu"),
                (cascade.without_people.len(), "chưa có dân số để tính trọng số"),
            ];
            let words: Vec<String> = missing
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} trên {} đơn vị {what}", cascade.rows.len()))
                .collect();
            ("unknown", format!("Chưa kết luận được: {}.", words.join("; ")))
        }
    };
    cascade
}

/// Provinces without a target for the current year, and targets whose printed number looks wrong.
pub async fn attention(app: &App, page: &Page, unit: Option<i64>) -> Result<Vec<Attention>> {
    let unit = unit.unwrap_or_else(|| i64::from(app.places().nation().id));
    let mut found = Vec::new();
    let targets = of_unit(app, unit).await?;
    for (id, check) in model::check_pairs(&targets) {
        let people = targets.iter().find(|target| target.id == id && target.measure == Measure::People);
        let (Some(target), true) = (people, check.warning.is_some()) else { continue };
        let year = target.year.map(|year| year.to_string()).unwrap_or_default();
        let printed = target.printed.clone().unwrap_or_default();
        let arguments = [("printed", printed.as_str()), ("year", &year), ("read", &target.words())];
        found.push(Attention {
            sentence: page.say("targets-attention-format", &arguments),
            path: pages::path(id),
            rank: 40,
        });
    }
    if let Some((year, target)) = in_use_by_year(app, unit, MAIN_INDICATOR).await?.into_iter().next_back() {
        let cascade = check_cascade(app, unit, MAIN_INDICATOR, year).await;
        if let Ok(cascade) = cascade
            && !cascade.without_target.is_empty()
            && target.goal.is_some()
        {
            let count = cascade.without_target.len().to_string();
            let of = cascade.rows.len().to_string();
            let name = app.unit_name_or_country(Some(unit));
            let arguments = [("count", count.as_str()), ("of", &of), ("unit", &name), ("year", &year.to_string())];
            found.push(Attention {
                sentence: page.say("targets-attention-without", &arguments),
                path: pages::cascade_path(unit, MAIN_INDICATOR, year),
                rank: 30,
            });
        }
    }
    Ok(found)
}

/// The indicator that a page shows when none is asked for.
pub const MAIN_INDICATOR: &str = "coverage_rate";

/// Indicators whose name has the words.
pub async fn search(app: &App, text: &str) -> Result<Vec<Hit>> {
    let query = rules::text::Query::new(text);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let nation = i64::from(app.places().nation().id);
    let indicators = app.catalogue().indicators.iter().filter(|indicator| query.matches(&indicator.name).is_some());
    Ok(indicators
        .map(|indicator| Hit {
            title: indicator.name.clone(),
            detail: indicator.numerator.clone(),
            path: format!("/targets?unit={nation}&indicator={}", indicator.key),
            rank: 20,
        })
        .collect())
}

/// Targets that a paper decided.
pub async fn resting_on(app: &App, document: i64) -> Result<Vec<Hit>> {
    let (rows, count) = store::of_document(app.reader(), document, RESTING_LISTED).await?;
    let rest = count.saturating_sub(RESTING_LISTED);
    let mut hits: Vec<Hit> = views(app, app.reader(), rows)
        .await?
        .into_iter()
        .map(|target| Hit {
            title: format!("{}: {}", indicator_name(app, &target.indicator), target.words()),
            detail: format!(
                "{}{}",
                app.unit_name_or_country(Some(target.unit)),
                target.year.map(|year| format!(", năm {year}")).unwrap_or_default()
            ),
            path: pages::path(target.id),
            rank: 10,
        })
        .collect();
    if let Some(last) = hits.last_mut().filter(|_| rest > 0) {
        last.detail.push_str(&format!("; và {rest} chỉ tiêu khác"));
    }
    Ok(hits)
}

/// Targets of a paper that its page lists.
const RESTING_LISTED: u64 = 100;

/// The name of an indicator, or its key where the catalogue does not know it any more.
pub fn indicator_name(app: &App, key: &str) -> String {
    app.catalogue().indicator(key).map_or_else(|| key.to_owned(), |indicator| indicator.name.clone())
}

/// Every target that stands, as a table.
pub async fn export_all(app: &App) -> Result<Exported> {
    let targets = list(app, &Wanted::default()).await?;
    Ok(exchange::exported(app, &targets, "Chỉ tiêu đang có trong sổ"))
}

/// The path of a unit from the province down, for exports.
pub fn unit_path(app: &App, unit: i64) -> String {
    UnitId::try_from(unit).map_or_else(|_| String::new(), |unit| app.places().latest_path_name(unit))
}
