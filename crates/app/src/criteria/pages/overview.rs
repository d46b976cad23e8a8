//! The new-rural page of a unit: ratios with their denominators named, bands, verdicts, recognitions, projection.

use super::super::model::Recognition;
use super::super::model::level_words;
use super::super::read::{self, BandsOfDay, Evaluation, NamedRatio, Plan, UnitVerdict};
use super::super::service::{self, Recognised};
use super::super::{RECOGNISE, recognition_path};
use crate::app::App;
use crate::catalogue::{CriteriaLevel, criteria_path};
use crate::{places, results, targets};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use figures::{Band, Bands, Language, Shade, both_widths};
use platform::page::render;
use platform::{Lang, Page, Problem, Result};
use rules::criteria::{Rule, Tally, Verdict};
use rules::number::vietnamese_whole;
use rules::period::{parse_date, vietnamese_date};
use rules::rate::{Knowledge, Ratio};
use std::collections::BTreeMap;

/// Units on one page of the list of verdicts.
const PAGE_SIZE: usize = 50;
/// Recognitions shown.
const RECOGNITIONS_SHOWN: usize = 100;

/// A ratio as a card shows it.
struct RatioCard {
    what: String,
    /// "80,49 %"; empty when it is not known.
    percent: String,
    pair: String,
    /// Why it is not known.
    reason: String,
    denominator: String,
    definition: String,
    made_of: Option<String>,
    as_of: Option<String>,
    source: Option<String>,
    faults: Vec<String>,
}

struct Tallied {
    words: &'static str,
    tally: Tally,
    share: String,
    reason: String,
}

struct VerdictRow {
    name: String,
    path: String,
    word: &'static str,
    class: &'static str,
    reason: String,
    as_of: String,
    source: Option<String>,
}

struct Judged {
    set: String,
    set_path: String,
    code: String,
    name: String,
    rule: Option<String>,
    tallies: Vec<Tallied>,
    shown: Vec<VerdictRow>,
    found: usize,
}

struct BandPart {
    drawing: String,
    set: String,
    as_of: String,
    rows: Vec<(String, Option<i64>, Option<String>)>,
    sum: String,
    faults: Vec<String>,
}

struct PlanPart {
    cards: Vec<RatioCard>,
    target: Option<(String, String)>,
    reason: String,
    projection: String,
    projected: bool,
}

struct RecognitionRow {
    name: String,
    path: String,
    level: &'static str,
    since: String,
}

#[derive(Template)]
#[template(path = "criteria/templates/overview.html")]
struct OverviewPage {
    page: Page,
    unit: i64,
    title: String,
    on: NaiveDate,
    on_words: String,
    query: String,
    communes: Knowledge<read::Communes>,
    meeting: Vec<RatioCard>,
    judged: Option<Judged>,
    verdict: String,
    number: usize,
    last: usize,
    bands: Option<BandPart>,
    plan: Option<PlanPart>,
    districts: Vec<RatioCard>,
    districts_note: String,
    recognised: usize,
    recognitions: Vec<RecognitionRow>,
    may_recognise: bool,
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let asked = Asked::read(&app, &query)?;
    let Asked { unit, on, known_at } = asked;
    let id = places::id(unit).ok_or_else(|| Problem::NotFound(format!("đơn vị số {unit}")))?;
    let evaluation = read::evaluation(&app, unit, CriteriaLevel::NewRural, on, known_at).await?;
    let verdict = query.get("verdict").cloned().unwrap_or_default();
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize).max(1);
    let judged = evaluation.as_ref().as_ref().map(|evaluation| judged(&app, evaluation, &verdict, number));
    let found = judged.as_ref().map_or(0, |judged| judged.found);
    let recognised = service::recognised_communes(&app, unit, on, known_at).await?;
    let districts = service::recognised_districts(&app, unit, on, known_at).await?;
    let recognitions = recognition_rows(&app, recognised.iter().chain(&districts), on);
    let title = app.places().path_name(id, on);
    let view = OverviewPage {
        unit,
        on,
        on_words: vietnamese_date(on),
        query: query.get("q").cloned().unwrap_or_default(),
        communes: read::communes(&app, unit, on),
        meeting: cards(&app, &page, read::communes_meeting(&app, unit, on, known_at).await?),
        judged,
        verdict,
        number,
        last: found.div_ceil(PAGE_SIZE).max(1),
        bands: read::bands(&app, unit, on, known_at).await?.map(|bands| band_part(&page, &bands)),
        plan: read::plan(&app, unit, on, known_at).await?.map(|plan| plan_part(&app, &page, plan)),
        districts_note: districts_note(&app, &page, unit, on, known_at).await?,
        districts: cards(&app, &page, read::districts_meeting(&app, unit, on, known_at).await?),
        recognised: recognised.len(),
        recognitions,
        may_recognise: page.may(RECOGNISE),
        page: page.clone().titled(page.a("criteria-title", "unit", &title)),
        title,
    };
    Ok(render(&view)?.into_response())
}

/// What is asked for: a unit, a day, and perhaps what was known at a change.
struct Asked {
    unit: i64,
    on: NaiveDate,
    known_at: Option<i64>,
}

impl Asked {
    fn read(app: &App, query: &BTreeMap<String, String>) -> Result<Self> {
        let filled = |name: &str| query.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        let on = filled("on")
            .map(|text| {
                parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019."))
            })
            .transpose()?;
        let nation = i64::from(app.places().nation().id);
        let unit = match (filled("q"), filled("unit").and_then(|unit| unit.parse().ok())) {
            (Some(text), _) => app.resolve_unit(text, None, None)?,
            (None, unit) => unit.unwrap_or(nation),
        };
        let spell = places::id(unit).and_then(|id| app.places().unit(id));
        let spell = spell.ok_or_else(|| Problem::NotFound(format!("đơn vị số {unit}")))?;
        let last = spell.to.and_then(|to| to.pred_opt()).map_or(app.today(), |last| last.min(app.today()));
        let on = on.unwrap_or(last);
        if !spell.valid_on(on) {
            let lineage = service::lineage(app, spell.id);
            let valid = |unit: &i64| places::id(*unit).is_some_and(|id| app.places().valid(id, on));
            let same = lineage.into_iter().find(valid);
            let unit = match same {
                Some(unit) => unit,
                None => app.resolve_unit(&spell.full_name(), None, Some(on))?,
            };
            return Ok(Self { unit, on, known_at: filled("known").and_then(|known| known.parse().ok()) });
        }
        Ok(Self { unit, on, known_at: filled("known").and_then(|known| known.parse().ok()) })
    }
}

fn cards(app: &App, page: &Page, ratios: Vec<NamedRatio>) -> Vec<RatioCard> {
    ratios.into_iter().map(|ratio| card(app, page, ratio)).collect()
}

fn card(app: &App, page: &Page, ratio: NamedRatio) -> RatioCard {
    let denominator = app.catalogue().denominator(&ratio.denominator);
    let name = denominator.map_or(ratio.denominator.clone(), |row| match page.lang {
        Lang::Vi => row.name.clone(),
        Lang::En => row.name_en.clone(),
    });
    RatioCard {
        what: ratio.what,
        percent: ratio.ratio.known().map(|pair| percent(*pair)).unwrap_or_default(),
        pair: ratio.ratio.known().map(ToString::to_string).unwrap_or_default(),
        reason: ratio.ratio.reason().unwrap_or_default().to_owned(),
        denominator: name,
        definition: denominator.map(|row| row.definition.clone()).unwrap_or_default(),
        made_of: ratio.made_of,
        as_of: ratio.as_of.map(vietnamese_date),
        source: ratio.figure.map(results::path),
        faults: ratio.faults,
    }
}

fn percent(pair: Ratio) -> String {
    format!("{} %", pair.percent_rounded(2).vietnamese(2))
}

fn judged(app: &App, evaluation: &Evaluation, wanted: &str, number: usize) -> Judged {
    let criterion = &evaluation.criterion;
    let rule = criterion
        .threshold
        .zip(criterion.comparator)
        .map(|(threshold, comparator)| Rule { threshold, comparator, per_sex: criterion.per_sex }.label());
    let mut rows: Vec<&UnitVerdict> =
        evaluation.rows.iter().filter(|row| wanted.is_empty() || key(&row.verdict) == wanted).collect();
    rows.sort_by_key(|row| urgency(row));
    Judged {
        set: evaluation.set.decision.number.clone(),
        set_path: criteria_path(&evaluation.set.key),
        code: criterion.code.clone(),
        name: criterion.name.clone(),
        rule,
        tallies: vec![tallied("criteria-over-all", evaluation.all), tallied("criteria-over-rural", evaluation.rural)],
        found: rows.len(),
        shown: rows
            .into_iter()
            .skip((number - 1) * PAGE_SIZE)
            .take(PAGE_SIZE)
            .map(|row| verdict_row(app, row))
            .collect(),
    }
}

fn tallied(words: &'static str, tally: Tally) -> Tallied {
    let share = tally.share();
    Tallied {
        words,
        tally,
        share: share.known().map(|pair| percent(*pair)).unwrap_or_default(),
        reason: share.reason().unwrap_or_default().to_owned(),
    }
}

/// What needs doing comes first: units that fail, then those whose figures do not suffice, then those that meet it; last
/// those of which there is no figure at all.
fn urgency(row: &UnitVerdict) -> u8 {
    match row.verdict {
        Verdict::NotMet { .. } => 0,
        Verdict::Unknown { .. } if row.evidence.as_of.is_some() => 1,
        Verdict::Met => 2,
        Verdict::Unknown { .. } => 3,
    }
}

/// Key of a verdict in the address.
fn key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet { .. } => "not_met",
        Verdict::Unknown { .. } => "unknown",
    }
}

fn verdict_row(app: &App, row: &UnitVerdict) -> VerdictRow {
    let id = places::id(row.unit);
    VerdictRow {
        name: id.map(|id| app.places().full_name(id)).unwrap_or_default(),
        path: id.map(places::path).unwrap_or_default(),
        word: row.verdict.label(),
        class: match row.verdict {
            Verdict::Met => "good",
            Verdict::NotMet { .. } => "bad",
            Verdict::Unknown { .. } => "unknown",
        },
        reason: row.verdict.reason().unwrap_or_default().to_owned(),
        as_of: row.evidence.as_of.map(vietnamese_date).unwrap_or_default(),
        source: row.evidence.figure.map(results::path),
    }
}

fn band_part(page: &Page, bands: &BandsOfDay) -> BandPart {
    const SHADES: [Shade; 5] = [Shade::Five, Shade::Four, Shade::Three, Shade::Two, Shade::One];
    let known = bands.bands.iter().enumerate().filter_map(|(index, band)| {
        Some(Band {
            label: band.name.clone(),
            count: u64::try_from(band.communes?).ok()?,
            shade: SHADES.get(index).copied().unwrap_or(Shade::One),
        })
    });
    let chart = Bands {
        title: page.t("criteria-bands"),
        unit: page.t("criteria-communes-unit"),
        bands: known.collect(),
        language: match page.lang {
            Lang::Vi => Language::Vietnamese,
            Lang::En => Language::English,
        },
    };
    let sum: i64 = bands.bands.iter().filter_map(|band| band.communes).sum();
    BandPart {
        drawing: both_widths(|width| figures::bands(&chart, width)),
        set: bands.set.decision.number.clone(),
        as_of: vietnamese_date(bands.as_of),
        rows: bands
            .bands
            .iter()
            .map(|band| (band.name.clone(), band.communes, band.figure.map(results::path)))
            .collect(),
        sum: vietnamese_whole(sum),
        faults: bands.faults.clone(),
    }
}

fn plan_part(app: &App, page: &Page, plan: Plan) -> PlanPart {
    PlanPart {
        cards: cards(app, page, plan.ratios),
        target: plan.target.as_ref().map(|target| {
            let year = target.view.year.map(|year| year.to_string()).unwrap_or_default();
            (page.a2("criteria-target", "value", target.view.words(), "year", year), targets::path(target.view.id))
        }),
        reason: plan.target.map(|target| target.reason).unwrap_or_default(),
        projected: plan.projection.known().is_some(),
        projection: match plan.projection {
            Knowledge::Known(projection) => projection.label(),
            Knowledge::Unknown(reason) => reason,
        },
    }
}

async fn districts_note(app: &App, page: &Page, unit: i64, on: NaiveDate, known_at: Option<i64>) -> Result<String> {
    let ended = app.catalogue().denominator("districts_all").and_then(|row| row.valid_to);
    if let Some(last) = ended.filter(|last| on > *last) {
        return Ok(page.a("criteria-districts-ended", "day", vietnamese_date(last)));
    }
    let evaluation = read::evaluation(app, unit, CriteriaLevel::District, on, known_at).await?;
    let Some(evaluation) = &*evaluation else {
        return Ok(page.t("criteria-districts-no-set"));
    };
    let tally = evaluation.all;
    let share = match tally.share() {
        Knowledge::Known(share) => format!("{} ({share})", percent(share)),
        Knowledge::Unknown(reason) => reason,
    };
    let why = evaluation.rows.iter().find_map(|row| row.verdict.reason()).unwrap_or_default();
    Ok(page.a2("criteria-districts-judged", "share", share, "why", why))
}

fn recognition_rows<'a>(
    app: &App,
    recognised: impl Iterator<Item = &'a Recognised>,
    on: NaiveDate,
) -> Vec<RecognitionRow> {
    let mut rows = Vec::new();
    for one in recognised {
        rows.extend(one.recognitions.iter().map(|row| recognition_row(app, one.unit, row, on)));
    }
    rows.truncate(RECOGNITIONS_SHOWN);
    rows
}

fn recognition_row(app: &App, unit: i64, one: &Recognition, on: NaiveDate) -> RecognitionRow {
    let since = match (one.decided_on, one.seen_on) {
        (Some(day), _) => format!("từ ngày {}", vietnamese_date(day)),
        (None, Some(day)) => format!("thấy trong văn bản ngày {}, ngày quyết định chưa rõ", vietnamese_date(day)),
        (None, None) => String::new(),
    };
    RecognitionRow {
        name: places::id(unit).map(|id| app.places().path_name(id, on)).unwrap_or_default(),
        path: recognition_path(one.id),
        level: level_words(one.level),
        since,
    }
}
