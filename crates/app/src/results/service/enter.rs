//! Entering figures, one or a hundred thousand.

use super::guard::Guard;
use crate::app::App;
use crate::documents;
use crate::results::check;
use crate::results::model::{Facet, NewResult, Origin, Value, Warning, fault, sex_key};
use crate::results::table::{observation, pending};
use crate::results::{ENTER, store};
use chrono::NaiveDate;
use platform::gate::Actor;
use platform::problem::{Fault, Refusal};
use platform::{Change, Problem, Result, bulk};
use rules::number::vietnamese_whole;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Above so many figures the audit entry holds their range and digest in place of each of them.
const EACH_RECORDED: usize = 50;
/// Above so many units a day's figures are looked up without naming the units.
const NAMED_UNITS: usize = 500;

/// Figures to be entered together.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The figures.
    pub rows: Vec<NewResult>,
    /// Why, if somebody said so.
    pub reason: Option<String>,
}

/// What entering did.
#[derive(Debug, Clone)]
pub struct Entered {
    /// Number of the change.
    pub change: i64,
    /// Keys of the figures, in the order of the batch.
    pub ids: Vec<i64>,
    /// What is odd about them.
    pub warnings: Vec<Warning>,
}

/// Enters figures: all of them or none. They wait for confirmation and are in no roll-up yet.
///
/// Refused: a unit outside the actor's territory, any fault of [`check`], a figure that is already there (correct it).
pub async fn enter_results(app: &App, actor: &Actor, mut batch: Batch) -> Result<Entered> {
    batch.rows.iter_mut().for_each(|row| check::complete(app, row));
    let mut guard = Guard::new(app, actor, ENTER);
    let mut faults = Vec::new();
    for row in &batch.rows {
        guard.ask(row.unit, row.as_of)?;
        faults.extend(check::check(app, row));
    }
    if batch.rows.is_empty() {
        faults.push(fault("unit", "chưa có số liệu nào", "Nhập ít nhất một dòng."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let mut change = app.begin(actor, ENTER.0, batch.reason.as_deref()).await?;
    let found = examine(app, change.connection(), &batch.rows, &[]).await?;
    if let Some((_, fault)) = found.faults.into_iter().next() {
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let entries: Vec<(&NewResult, Option<i64>)> = batch.rows.iter().map(|row| (row, None)).collect();
    let ids = insert(&mut change, actor, &entries).await?;
    let change = change.commit().await?;
    Ok(Entered { change, ids, warnings: found.warnings })
}

/// Writes figures that have been checked, each with the confirmed figure it corrects, if any.
pub async fn insert(change: &mut Change, actor: &Actor, entries: &[(&NewResult, Option<i64>)]) -> Result<Vec<i64>> {
    let sources = sources(change, entries).await?;
    let mut series: HashMap<(&str, &str, String), i64> = HashMap::new();
    let first = store::next_observation(change.connection()).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for (id, (new, corrects)) in (first..).zip(entries) {
        let denominator = new.denominator.as_deref().unwrap_or_default();
        let key = (new.indicator.as_str(), denominator, new.facet.to_string());
        let series_id = match series.get(&key) {
            Some(id) => *id,
            None => {
                let id =
                    store::ensure_series(change.connection(), change.id(), &new.indicator, denominator, &key.2).await?;
                series.insert(key, id);
                id
            }
        };
        let source_id = sources.get(&*new.source).copied();
        let source_id = source_id.ok_or_else(|| Problem::internal("a figure without its source"))?;
        rows.push(row(id, series_id, source_id, change.id(), actor, new, *corrects));
    }
    let waiting = rows.iter().map(|row| pending::Model {
        id: row.id,
        unit_id: row.unit_id,
        as_of: row.as_of,
        entered_by: row.entered_by.clone(),
        change_id: row.change_id,
    });
    let waiting: Vec<pending::Model> = waiting.collect();
    let ids = rows.iter().map(|row| row.id).collect();
    let rows = Arc::new(rows);
    let digest = (rows.len() > EACH_RECORDED).then(|| {
        let rows = rows.clone();
        tokio::task::spawn_blocking(move || serde_json::to_vec(&*rows).map(|text| platform::audit::sha256(&text)))
    });
    bulk::insert::<observation::Entity, _>(change.connection(), &rows).await?;
    bulk::insert::<pending::Entity, _>(change.connection(), &waiting).await?;
    match digest {
        Some(digest) => {
            record_together(change, &rows, &digest.await.map_err(|error| Problem::internal(error.to_string()))??)?
        }
        None => rows.iter().try_for_each(|row| change.record("observation", row.id, row))?,
    }
    Ok(ids)
}

fn row(
    id: i64,
    series_id: i64,
    source_id: i64,
    change_id: i64,
    actor: &Actor,
    new: &NewResult,
    corrects: Option<i64>,
) -> observation::Model {
    let (published, unknown_reason) = match &new.value {
        Value::Published(percent) => (Some(percent.ten_thousandths()), None),
        Value::Unknown(reason) => (None, Some(reason.clone())),
        Value::Pair { .. } | Value::Count(_) => (None, None),
    };
    observation::Model {
        id,
        series_id,
        unit_id: new.unit,
        period_from: new.period.first_day(),
        period_to: new.period.last_day(),
        as_of: new.as_of,
        sex: sex_key(new.sex).to_owned(),
        grp: new.group.clone().unwrap_or_default(),
        num: new.value.num(),
        den: new.value.den(),
        published,
        unknown_reason,
        estimate: new.estimate,
        printed: new.printed.clone(),
        rounded_to: new.rounded_to,
        note: new.note.clone(),
        source_id,
        locator: new.locator.clone(),
        entered_by: actor.name.clone(),
        corrects,
        change_id,
        closed_by: None,
    }
}

async fn sources(change: &mut Change, entries: &[(&NewResult, Option<i64>)]) -> Result<BTreeMap<Origin, i64>> {
    let mut distinct: BTreeSet<Arc<Origin>> = BTreeSet::new();
    let mut last: Option<&Arc<Origin>> = None;
    for (new, _) in entries {
        if !last.is_some_and(|last| Arc::ptr_eq(last, &new.source)) {
            distinct.insert(new.source.clone());
            last = Some(&new.source);
        }
    }
    let mut sources = BTreeMap::new();
    for origin in distinct {
        let id = match &*origin {
            Origin::Document(text) => {
                let paper = documents::find_document(change.connection(), text).await?;
                documents::source_of_document(change, &paper).await?
            }
            Origin::Import { name, sha256 } => documents::source_of_import(change, name, sha256).await?,
            Origin::Form => documents::source_of_form(change, "Biểu nhập kết quả").await?,
        };
        sources.insert((*origin).clone(), id);
    }
    Ok(sources)
}

fn record_together(change: &mut Change, rows: &[observation::Model], digest: &str) -> Result<()> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let body = serde_json::json!({ "first": first.id, "last": last.id, "count": rows.len(), "sha256": digest });
    change.record("observations", first.id, body)
}

/// What looking at other figures brought up.
#[derive(Debug, Default)]
pub struct Examined {
    /// Figures that may not be entered: (index in the batch, why).
    pub faults: Vec<(usize, Fault)>,
    /// What is odd.
    pub warnings: Vec<Warning>,
}

/// Identity of a figure within a series and day.
type Place<'a> = (i64, NaiveDate, NaiveDate, &'a str);

/// Holds figures against those there already and against each other: no figure twice, and men and women together not
/// more than everybody. `replaced` are observations whose place a correction takes.
pub async fn examine<C: ConnectionTrait>(
    app: &App,
    connection: &C,
    rows: &[NewResult],
    replaced: &[i64],
) -> Result<Examined> {
    let mut groups: BTreeMap<(&str, &str, String, NaiveDate), Vec<usize>> = BTreeMap::new();
    let mut found = Examined::default();
    // Rows of one group mostly follow one another: a group is looked up once for each run of them.
    fn thing(row: &NewResult) -> (&str, &str, &Facet, NaiveDate) {
        (&row.indicator, row.denominator.as_deref().unwrap_or_default(), &row.facet, row.as_of)
    }
    let mut first = 0;
    for run in rows.chunk_by(|one, next| thing(one) == thing(next)) {
        let (indicator, denominator, facet, as_of) = thing(&run[0]);
        groups.entry((indicator, denominator, facet.to_string(), as_of)).or_default().extend(first..first + run.len());
        first += run.len();
    }
    for (index, row) in rows.iter().enumerate() {
        let odd = check::oddities(app, row).into_iter().map(|sentence| Warning { index, sentence });
        found.warnings.extend(odd);
    }
    let mut series = HashMap::new();
    for indicator in rows.iter().map(|row| row.indicator.as_str()).collect::<BTreeSet<_>>() {
        for row in store::series(connection, indicator).await? {
            series.insert((row.indicator, row.denominator, row.facet), row.id);
        }
    }
    for ((indicator, denominator, facet, as_of), indices) in groups {
        let known = series.get(&(indicator.to_owned(), denominator.to_owned(), facet));
        let there = match known {
            Some(id) => {
                let units: BTreeSet<i64> = indices.iter().map(|index| rows[*index].unit).collect();
                let units: Vec<i64> = units.into_iter().collect();
                let named = (units.len() <= NAMED_UNITS).then_some(units.as_slice());
                store::open_on(connection, *id, as_of, named).await?
            }
            None => Vec::new(),
        };
        examine_group(app, rows, &indices, &there, replaced, &mut found);
    }
    Ok(found)
}

fn examine_group(
    app: &App,
    rows: &[NewResult],
    indices: &[usize],
    there: &[store::Standing],
    replaced: &[i64],
    found: &mut Examined,
) {
    let mut seen: HashMap<(Place<'_>, &str), Option<i64>> = HashMap::with_capacity(indices.len());
    let mut counts: HashMap<Place<'_>, [Option<i64>; 3]> = HashMap::new();
    let position = |sex: &str| match sex {
        "male" => 1,
        "female" => 2,
        _ => 0,
    };
    for row in there.iter().filter(|row| !replaced.contains(&row.id)) {
        let place = (row.unit_id, row.period_from, row.period_to, row.grp.as_str());
        seen.insert((place, &row.sex), Some(row.id));
        counts.entry(place).or_default()[position(&row.sex)] = row.num;
    }
    let mut touched: BTreeMap<Place<'_>, usize> = BTreeMap::new();
    for index in indices {
        let row = &rows[*index];
        let group = row.group.as_deref().unwrap_or_default();
        let place = (row.unit, row.period.first_day(), row.period.last_day(), group);
        let sex = sex_key(row.sex);
        if let Some(other) = seen.insert((place, sex), None) {
            let unit = app.territory().name(row.unit);
            let rule = match other {
                Some(id) => format!("đã có số liệu này của {unit} (số {id})"),
                None => format!("số liệu này của {unit} có hai lần"),
            };
            found.faults.push((*index, fault("unit", rule, "Muốn thay số thì dùng “Sửa số liệu” ở trang của số đó.")));
        }
        counts.entry(place).or_default()[position(sex)] = row.value.num();
        touched.entry(place).or_insert(*index);
    }
    for (place, index) in touched {
        if let Some([Some(total), Some(male), Some(female)]) = counts.get(&place)
            && male + female > *total
        {
            let unit = app.territory().name(place.0);
            let number = |value: &i64| vietnamese_whole(*value);
            let sentence =
                format!("{unit}: nam {} cộng nữ {} lớn hơn tổng {}.", number(male), number(female), number(total));
            found.warnings.push(Warning { index, sentence });
        }
    }
}
