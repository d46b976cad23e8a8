//! Criteria judged on confirmed results, what was published about them, and how far the plan is carried out.

use super::model::{BandCount, Evidence, band_faults, judge};
use super::service::lineage;
use crate::app::App;
use crate::catalogue::{CriteriaLevel, CriteriaSet, Criterion};
use crate::places;
use crate::results::{self, Facet, Figure, Value};
use crate::targets::{self, TargetInUse};
use chrono::{Datelike, NaiveDate};
use platform::{Problem, Result};
use rules::criteria::{Counts, Method, Projection, ProjectionError, Tally, Verdict, project};
use rules::number::vietnamese_whole;
use rules::period::{Period, vietnamese_date};
use rules::place::{Kind, Level, NotCounted};
use rules::rate::{Knowledge, Ratio, Sex};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Indicators judged against a criterion: the one made for it first.
const JUDGED: [&str; 2] = ["criterion_rate", "coverage_rate"];

/// One unit judged by a criterion.
#[derive(Debug, Clone)]
pub struct UnitVerdict {
    /// The unit as of the day.
    pub unit: i64,
    /// Whether it is a rural commune ("xã").
    pub is_rural: bool,
    /// What it was judged on.
    pub evidence: Evidence,
    /// Met, not met, or unknown with its reason.
    pub verdict: Verdict,
}

/// All communes (or districts) of a unit judged by the criterion on health insurance of the set in force.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The set in force on the day.
    pub set: CriteriaSet,
    /// Its criterion.
    pub criterion: Criterion,
    /// Each unit.
    pub rows: Vec<UnitVerdict>,
    /// All units counted by verdict; they sum up to the number of units.
    pub all: Tally,
    /// The same for rural communes only.
    pub rural: Tally,
}

/// [`evaluate`] kept until the next change: a page of the country judges thousands of communes.
pub async fn evaluation(
    app: &App,
    unit: i64,
    level: CriteriaLevel,
    on: NaiveDate,
    known_at: Option<i64>,
) -> Result<Arc<Option<Evaluation>>> {
    let key = format!("criteria::evaluate {unit} {level:?} {on} {known_at:?}");
    app.memo().answer(app.reader(), key, evaluate(app, unit, level, on, known_at)).await
}

/// Judges each commune of a unit (or each district, for the sets of districts) by the set of a level in force on a day.
/// Nothing where no set was in force, or the set has no such criterion.
///
/// Figures are those confirmed and counted since the set began; of a unit the last day counted. With `known_at`, as they
/// were known at that change.
pub async fn evaluate(
    app: &App,
    unit: i64,
    level: CriteriaLevel,
    on: NaiveDate,
    known_at: Option<i64>,
) -> Result<Option<Evaluation>> {
    let Some(set) = app.catalogue().criteria_in_force(level, on) else { return Ok(None) };
    let Some(criterion) = set.criterion_on(JUDGED[0]).or_else(|| set.criteria.first()) else { return Ok(None) };
    let of_level = if level == CriteriaLevel::District { Level::District } else { Level::Commune };
    let id = places::id(unit).ok_or_else(|| Problem::NotFound("đơn vị hành chính".to_owned()))?;
    let mut units = app.places().descendants(id, of_level, on);
    if units.is_empty() {
        units.extend(app.places().unit(id).filter(|unit| unit.level() == of_level && unit.valid_on(on)));
    }
    let mut unit_of: BTreeMap<i64, i64> = BTreeMap::new();
    for unit in &units {
        unit_of.extend(lineage(app, unit.id).into_iter().map(|spell| (spell, i64::from(unit.id))));
    }
    let spells: Vec<i64> = unit_of.keys().copied().collect();
    let facet = Facet::Criterion { set: set.key.clone(), code: criterion.code.clone() };
    let days = (set.begins().unwrap_or(NaiveDate::MIN), on);
    let mut known: BTreeMap<i64, Vec<Figure>> = BTreeMap::new();
    for indicator in JUDGED {
        let mut figures = results::last_confirmed(app, &spells, indicator, days, known_at).await?;
        figures.retain(|figure| figure.facet == facet || (indicator == JUDGED[1] && figure.facet == Facet::None));
        for figure in figures {
            if let Some(unit) = unit_of.get(&figure.unit) {
                known.entry(*unit).or_default().push(figure);
            }
        }
    }
    let rows: Vec<UnitVerdict> = units
        .into_iter()
        .map(|unit| {
            let evidence = evidence(known.remove(&i64::from(unit.id)).unwrap_or_default());
            let verdict = judge(set, criterion, &evidence);
            UnitVerdict { unit: unit.id.into(), is_rural: unit.kind == Kind::Xa, evidence, verdict }
        })
        .collect();
    Ok(Some(Evaluation {
        set: set.clone(),
        criterion: criterion.clone(),
        all: rows.iter().map(|row| &row.verdict).collect(),
        rural: rows.iter().filter(|row| row.is_rural).map(|row| &row.verdict).collect(),
        rows,
    }))
}

/// The figures of one unit that belong together: of one indicator, day and denominator; the indicator made for criteria
/// first, then the last day.
fn evidence(figures: Vec<Figure>) -> Evidence {
    let rank = |figure: &Figure| (figure.indicator == JUDGED[0], figure.as_of, figure.denominator.clone());
    let Some(best) = figures.iter().map(rank).max() else { return Evidence::default() };
    let mut evidence = Evidence { as_of: Some(best.1), ..Evidence::default() };
    for figure in figures.iter().filter(|figure| rank(figure) == best) {
        let pair = match &figure.value {
            Value::Pair { num, den } => Ratio::new(*num, *den).ok(),
            Value::Published(percent) => {
                evidence.published = evidence.published.or(Some(*percent));
                None
            }
            Value::Unknown(reason) => {
                evidence.unknown_reason.get_or_insert_with(|| reason.clone());
                None
            }
            Value::Count(_) => None,
        };
        let Counts { total, male, female } = &mut evidence.counts;
        match figure.sex {
            None => {
                *total = pair;
                evidence.figure = Some(figure.id);
            }
            Some(Sex::Male) => *male = pair,
            Some(Sex::Female) => *female = pair,
        }
        evidence.figure = evidence.figure.or(Some(figure.id));
    }
    evidence
}

/// How many communes a unit has on a day, all and the rural ones, with the split in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Communes {
    /// Every commune-level unit.
    pub all: i64,
    /// Rural communes ("xã").
    pub rural: i64,
    /// "164 = 147 xã + 10 phường + 7 thị trấn, ngày 04/10/2019".
    pub words: String,
}

/// Counts the communes of a unit on a day; unknown with the reason where the list does not reach back so far.
pub fn communes(app: &App, unit: i64, on: NaiveDate) -> Knowledge<Communes> {
    let Some(id) = places::id(unit) else { return Knowledge::Unknown("không có đơn vị này.".to_owned()) };
    let counts = match app.places().counts(id, on) {
        Ok(counts) => counts,
        Err(NotCounted::NotKnown { known_from }) => {
            return Knowledge::Unknown(format!("danh sách đơn vị chỉ đầy đủ từ ngày {}.", vietnamese_date(known_from)));
        }
        Err(NotCounted::NotValid { .. }) => {
            return Knowledge::Unknown(format!("đơn vị không tồn tại ngày {}.", vietnamese_date(on)));
        }
    };
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let kinds = [Kind::Xa, Kind::Phuong, Kind::ThiTran, Kind::DacKhu];
    let parts: Vec<String> = kinds
        .iter()
        .filter_map(|kind| Some((kind, *counts.by_kind.get(kind)?)))
        .map(|(kind, count)| format!("{} {}", vietnamese_whole(whole(count)), kind.word()))
        .collect();
    let all = whole(counts.communes);
    Knowledge::Known(Communes {
        all,
        rural: whole(counts.by_kind.get(&Kind::Xa).copied().unwrap_or(0)),
        words: format!("{} = {}, ngày {}", vietnamese_whole(all), parts.join(" + "), vietnamese_date(on)),
    })
}

/// A ratio with its denominator named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRatio {
    /// What is counted, in Vietnamese.
    pub what: String,
    /// Key of the denominator's definition.
    pub denominator: String,
    /// The pair, or why there is none.
    pub ratio: Knowledge<Ratio>,
    /// What the denominator is made of on its day.
    pub made_of: Option<String>,
    /// The day it was counted on.
    pub as_of: Option<NaiveDate>,
    /// The result to follow to its source.
    pub figure: Option<i64>,
    /// What does not agree with other figures.
    pub faults: Vec<String>,
}

/// The last confirmed figures of a unit by a day, of each facet and denominator; both sexes, everybody.
async fn published(app: &App, unit: i64, indicator: &str, on: NaiveDate, known_at: Option<i64>) -> Result<Vec<Figure>> {
    let mut last: BTreeMap<(String, Option<String>), Figure> = BTreeMap::new();
    for figure in history(app, unit, indicator, on, known_at).await? {
        let key = (figure.facet.to_string(), figure.denominator.clone());
        if last.get(&key).is_none_or(|known| known.as_of <= figure.as_of) {
            last.insert(key, figure);
        }
    }
    Ok(last.into_values().collect())
}

async fn history(app: &App, unit: i64, indicator: &str, on: NaiveDate, known_at: Option<i64>) -> Result<Vec<Figure>> {
    let mut figures = results::of_unit(app, unit, Some(indicator), known_at).await?;
    figures.retain(|figure| {
        figure.confirmed.is_some() && figure.as_of <= on && figure.sex.is_none() && figure.group.is_none()
    });
    Ok(figures)
}

/// The published share of communes that meet a criterion, over every commune-level unit and over rural communes: one
/// does not follow from the other, since the figures do not say how many of the counted are rural.
pub async fn communes_meeting(app: &App, unit: i64, on: NaiveDate, known_at: Option<i64>) -> Result<Vec<NamedRatio>> {
    let figures = published(app, unit, "communes_meeting_criterion", on, known_at).await?;
    let mut ratios = Vec::new();
    for facet in facets(&figures) {
        let of = |key: &str| {
            figures.iter().find(|figure| figure.facet == facet && figure.denominator.as_deref() == Some(key))
        };
        let what = criterion_words(app, &facet);
        let all = of("communes_all");
        ratios.extend(all.map(|figure| named(app, unit, &what, "communes_all", figure)));
        match (of("communes_rural"), all) {
            (Some(figure), _) => ratios.push(named(app, unit, &what, "communes_rural", figure)),
            (None, Some(figure)) => ratios.push(rural_unknown(app, unit, &what, figure)),
            (None, None) => {}
        }
    }
    Ok(ratios)
}

fn facets(figures: &[Figure]) -> Vec<Facet> {
    let mut facets: Vec<Facet> = figures.iter().map(|figure| figure.facet.clone()).collect();
    facets.sort();
    facets.dedup();
    facets
}

/// "Đạt tiêu chí 15.1 (1980/QĐ-TTg)".
fn criterion_words(app: &App, facet: &Facet) -> String {
    match facet {
        Facet::Criterion { set, code } => {
            let number = app.catalogue().criteria_set(set).map_or(set.as_str(), |set| &set.decision.number);
            format!("Đạt tiêu chí {code} ({number})")
        }
        _ => "Đạt tiêu chí".to_owned(),
    }
}

fn named(app: &App, unit: i64, what: &str, denominator: &str, figure: &Figure) -> NamedRatio {
    let counted = communes(app, unit, figure.as_of);
    let ratio = match &figure.value {
        Value::Pair { num, den } => match Ratio::new(*num, *den) {
            Ok(ratio) => Knowledge::Known(ratio),
            Err(error) => Knowledge::Unknown(error.to_string()),
        },
        Value::Unknown(reason) => Knowledge::Unknown(reason.clone()),
        Value::Count(_) | Value::Published(_) => Knowledge::Unknown("Nguồn không nêu cả hai số.".to_owned()),
    };
    let expected = counted.known().and_then(|counted| match denominator {
        "communes_all" => Some(counted.all),
        "communes_rural" => Some(counted.rural),
        _ => None,
    });
    let faults = match (ratio.known(), expected) {
        (Some(ratio), Some(expected)) if ratio.den() != expected => vec![format!(
            "Mẫu số {} khác số đơn vị đếm được ngày {} là {}.",
            vietnamese_whole(ratio.den()),
            vietnamese_date(figure.as_of),
            vietnamese_whole(expected)
        )],
        _ => Vec::new(),
    };
    NamedRatio {
        what: what.to_owned(),
        denominator: denominator.to_owned(),
        ratio,
        made_of: counted.known().map(|counted| counted.words.clone()),
        as_of: Some(figure.as_of),
        figure: Some(figure.id),
        faults,
    }
}

fn rural_unknown(app: &App, unit: i64, what: &str, figure: &Figure) -> NamedRatio {
    let number = figure.value.num().map(vietnamese_whole).unwrap_or_default();
    let reason = match communes(app, unit, figure.as_of) {
        Knowledge::Known(counted) => format!(
            "Nguồn không nói trong {number} đơn vị đạt có bao nhiêu trong {} xã.",
            vietnamese_whole(counted.rural)
        ),
        Knowledge::Unknown(_) => format!("Nguồn không nói trong {number} đơn vị đạt có bao nhiêu xã."),
    };
    NamedRatio {
        ratio: Knowledge::Unknown(reason),
        faults: Vec::new(),
        ..named(app, unit, what, "communes_rural", figure)
    }
}

/// The plan on recognised communes and how far it is carried out.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Of the plan and of the rural communes.
    pub ratios: Vec<NamedRatio>,
    /// The target in use that the plan sets.
    pub target: Option<TargetInUse>,
    /// Where the count will stand on the plan's day, or why that cannot be said.
    pub projection: Knowledge<Projection>,
}

/// Recognised communes as published, held against the plan; nothing where nothing was published.
pub async fn plan(app: &App, unit: i64, on: NaiveDate, known_at: Option<i64>) -> Result<Option<Plan>> {
    const RECOGNISED: &str = "communes_recognised";
    let history = history(app, unit, RECOGNISED, on, known_at).await?;
    let Some(last) = history.iter().max_by_key(|figure| (figure.as_of, figure.id)) else { return Ok(None) };
    let year = targets::of_unit(app, unit)
        .await?
        .iter()
        .filter(|target| target.indicator == RECOGNISED)
        .filter_map(|target| target.year)
        .filter(|year| *year >= last.as_of.year())
        .min();
    let target = match year {
        Some(year) => targets::in_use(app, unit, RECOGNISED, year).await?,
        None => None,
    };
    let planned = target.as_ref().and_then(|target| target.view.value).and_then(|value| value.as_whole());
    let day = target.as_ref().and_then(|target| target.view.due.or_else(|| target.view.period().map(Period::last_day)));
    Ok(Some(Plan { ratios: plan_ratios(app, unit, last, planned), projection: projection(&history, day), target }))
}

fn plan_ratios(app: &App, unit: i64, last: &Figure, planned: Option<i64>) -> Vec<NamedRatio> {
    let what = "Được công nhận đạt chuẩn nông thôn mới";
    let counted = communes(app, unit, last.as_of);
    let unknown = |reason: &str| Knowledge::Unknown(reason.to_owned());
    let over = |den: Option<i64>, missing: &str| match (last.value.num(), den) {
        (Some(num), Some(den)) => match Ratio::new(num, den) {
            Ok(ratio) => Knowledge::Known(ratio),
            Err(error) => Knowledge::Unknown(error.to_string()),
        },
        (None, _) => unknown("Chưa có số xã được công nhận."),
        (_, None) => unknown(missing),
    };
    let stated = last.value.den().filter(|_| last.denominator.as_deref() == Some("plan_target"));
    let faults = match (stated, planned) {
        (Some(stated), Some(planned)) if stated != planned => {
            vec![format!("Nguồn tính trên {stated}, chỉ tiêu đang dùng là {planned}: hãy kiểm tra lại.")]
        }
        _ => Vec::new(),
    };
    let of_plan = NamedRatio {
        what: what.to_owned(),
        denominator: "plan_target".to_owned(),
        ratio: over(stated.or(planned), "Chưa có chỉ tiêu số xã được công nhận."),
        made_of: None,
        as_of: Some(last.as_of),
        figure: Some(last.id),
        faults,
    };
    let of_communes = NamedRatio {
        denominator: "communes_rural".to_owned(),
        ratio: match &counted {
            Knowledge::Known(counted) => over(Some(counted.rural), ""),
            Knowledge::Unknown(reason) => unknown(reason),
        },
        made_of: counted.known().map(|counted| counted.words.clone()),
        faults: Vec::new(),
        ..of_plan.clone()
    };
    vec![of_plan, of_communes]
}

fn projection(history: &[Figure], day: Option<NaiveDate>) -> Knowledge<Projection> {
    let Some(day) = day else {
        return Knowledge::Unknown("Chưa có chỉ tiêu nêu ngày hoàn thành kế hoạch.".to_owned());
    };
    let counts: BTreeMap<NaiveDate, i64> =
        history.iter().filter_map(|figure| Some((figure.as_of, figure.value.num()?))).collect();
    let points: Vec<(NaiveDate, i64)> = counts.into_iter().collect();
    let method = if points.len() > 2 { Method::LeastSquares } else { Method::LastTwo };
    match project(&points, day, method) {
        Ok(projection) => Knowledge::Known(projection),
        Err(ProjectionError::NotLater { .. }) => {
            Knowledge::Unknown(format!("Ngày hoàn thành kế hoạch ({}) đã tới: không dự báo nữa.", vietnamese_date(day)))
        }
        Err(error) => Knowledge::Unknown(error.to_string()),
    }
}

/// Communes by how many criteria they meet, as published.
#[derive(Debug, Clone)]
pub struct BandsOfDay {
    /// The set whose bands they are.
    pub set: CriteriaSet,
    /// The day counted on.
    pub as_of: NaiveDate,
    /// Each band of the set, highest first.
    pub bands: Vec<BandCount>,
    /// What is wrong with them; empty when they share out the rural communes of that day.
    pub faults: Vec<String>,
}

/// The last published bands of a unit by a day; nothing where none were published.
pub async fn bands(app: &App, unit: i64, on: NaiveDate, known_at: Option<i64>) -> Result<Option<BandsOfDay>> {
    let history = history(app, unit, "communes_by_criteria_met", on, known_at).await?;
    let Some(as_of) = history.iter().map(|figure| figure.as_of).max() else { return Ok(None) };
    let of_day: Vec<&Figure> = history.iter().filter(|figure| figure.as_of == as_of).collect();
    let key = of_day.iter().find_map(|figure| match &figure.facet {
        Facet::Band { set, .. } => Some(set.clone()),
        _ => None,
    });
    let Some(set) = key.as_deref().and_then(|key| app.catalogue().criteria_set(key)) else { return Ok(None) };
    let bands: Vec<BandCount> = set
        .bands
        .iter()
        .map(|band| {
            let facet = Facet::Band { set: set.key.clone(), band: band.key.clone() };
            let figure = of_day.iter().find(|figure| figure.facet == facet);
            BandCount {
                name: band.name.clone(),
                range: (band.from, band.to),
                communes: figure.and_then(|figure| figure.value.num()),
                figure: figure.map(|figure| figure.id),
            }
        })
        .collect();
    let rural = communes(app, unit, as_of).map(|counted| counted.rural);
    let faults = band_faults(&bands, set.total.unwrap_or_default(), &rural);
    Ok(Some(BandsOfDay { set: set.clone(), as_of, bands, faults }))
}

/// The published shares of districts that meet a criterion; districts end on 30 June 2025.
pub async fn districts_meeting(app: &App, unit: i64, on: NaiveDate, known_at: Option<i64>) -> Result<Vec<NamedRatio>> {
    let figures = published(app, unit, "units_meeting_criterion", on, known_at).await?;
    let ratios = figures.iter().filter_map(|figure| {
        let denominator = figure.denominator.as_deref().filter(|key| key.starts_with("districts"))?;
        let ratio = named(app, unit, &criterion_words(app, &figure.facet), denominator, figure);
        Some(NamedRatio { made_of: None, ..ratio })
    });
    Ok(ratios.collect())
}
