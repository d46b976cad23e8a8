//! The definitions on one page, and one criteria set on its own.

use super::criteria::{CriteriaSet, Criterion};
use super::model::{Counted, Indicator};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::NaiveDate;
use platform::page::render;
use platform::slice::Hit;
use platform::{Lang, Page, Problem, Result, key};
use rules::criteria::Rule;
use rules::period::vietnamese_date;
use rules::text::Query;

/// Most hits of one search.
const MOST_HITS: usize = 20;

/// Path of a criteria set's page.
pub fn criteria_path(key: &str) -> String {
    format!("/catalogue/criteria/{key}")
}

/// Where an indicator stands on the page of definitions.
pub fn indicator_path(key: &str) -> String {
    format!("/catalogue#chi-tieu-{key}")
}

pub fn router() -> Router<App> {
    Router::new().route("/catalogue", get(definitions)).route("/catalogue/criteria/{key}", get(criteria))
}

/// The name in the language of the page.
fn name<'a>(page: &Page, vietnamese: &'a str, english: &'a str) -> &'a str {
    match page.lang {
        Lang::Vi => vietnamese,
        Lang::En => english,
    }
}

/// A definition as the page shows it: a name, what it means, and where it stands.
struct Entry {
    anchor: String,
    name: String,
    facts: Vec<String>,
    meaning: String,
    ground: Option<String>,
    note: Option<String>,
}

struct IndicatorRow {
    entry: Entry,
    denominators: Vec<(String, String)>,
}

struct SetRow {
    path: String,
    name: String,
    decision: String,
    level: String,
    days: String,
}

struct RuleRow {
    statement: String,
    steps: Vec<String>,
    ground: Option<String>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "catalogue/templates/definitions.html")]
struct DefinitionsPage {
    page: Page,
    sets: Vec<SetRow>,
    indicators: Vec<IndicatorRow>,
    lists: Vec<List>,
}

/// Entries of one kind, after the rules that hold for them.
struct List {
    anchor: &'static str,
    heading: &'static str,
    rules: Vec<RuleRow>,
    entries: Vec<Entry>,
}

impl List {
    fn of(anchor: &'static str, heading: &'static str, entries: Vec<Entry>) -> Self {
        Self { anchor, heading, rules: Vec::new(), entries }
    }
}

async fn definitions(State(app): State<App>, page: Page) -> Result<Response> {
    let catalogue = app.catalogue();
    let mut sets = Vec::with_capacity(catalogue.criteria_sets.len());
    for set in catalogue.criteria_sets.iter().rev() {
        sets.push(set_row(&page, set)?);
    }
    let mut indicators = Vec::with_capacity(catalogue.indicators.len());
    for indicator in &catalogue.indicators {
        indicators.push(indicator_row(&app, &page, indicator)?);
    }
    let view = DefinitionsPage {
        sets,
        indicators,
        lists: vec![
            List::of("mau-so", "catalogue-denominators", denominators(&app, &page)?),
            List::of("nhom", "catalogue-groups", groups(&app, &page)),
            List {
                rules: precedence(&app, &page)?,
                ..List::of("co-quan", "catalogue-authorities", authorities(&app, &page)?)
            },
            List::of("khen-thuong", "catalogue-awards", awards(&app, &page)?),
        ],
        page: page.clone().titled(page.t("catalogue-menu")),
    };
    Ok(render(&view)?.into_response())
}

fn set_row(page: &Page, set: &CriteriaSet) -> Result<SetRow> {
    Ok(SetRow {
        path: criteria_path(&set.key),
        name: name(page, &set.name, &set.name_en).to_owned(),
        decision: set.decision.number.clone(),
        level: word(page, "catalogue-level", &set.level)?,
        days: days(page, set.valid_from, set.valid_to),
    })
}

/// The words of an enumeration: `catalogue-level-new-rural`.
fn word(page: &Page, prefix: &str, value: &impl serde::Serialize) -> Result<String> {
    Ok(page.t(&format!("{prefix}-{}", key::of(value)?.replace('_', "-"))))
}

fn days(page: &Page, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => page.a("catalogue-from", "day", vietnamese_date(from)),
        (None, Some(to)) => page.a("catalogue-until", "day", vietnamese_date(to)),
        (Some(from), Some(to)) => {
            page.a2("catalogue-from-until", "from", vietnamese_date(from), "until", vietnamese_date(to))
        }
    }
}

fn indicator_row(app: &App, page: &Page, indicator: &Indicator) -> Result<IndicatorRow> {
    let mut facts = vec![word(page, "catalogue-measure", &indicator.measure)?];
    let levels: Result<Vec<String>> = indicator.levels.iter().map(|level| word(page, "catalogue-of", level)).collect();
    facts.push(levels?.join(", "));
    let splits = [
        (indicator.sexes, "catalogue-by-sex"),
        (indicator.groups, "catalogue-by-group"),
        (indicator.per_criterion, "catalogue-per-criterion"),
        (indicator.per_band, "catalogue-per-band"),
    ];
    facts.extend(splits.iter().filter(|(holds, _)| *holds).map(|(_, key)| page.t(key)));
    let denominators = indicator
        .denominators
        .iter()
        .filter_map(|key| app.catalogue().denominator(key))
        .map(|row| (format!("mau-so-{}", row.key), name(page, &row.name, &row.name_en).to_owned()))
        .collect();
    let entry = Entry {
        anchor: format!("chi-tieu-{}", indicator.key),
        name: name(page, &indicator.name, &indicator.name_en).to_owned(),
        facts,
        meaning: indicator.numerator.clone(),
        ground: indicator.ground.clone(),
        note: indicator.note.clone(),
    };
    Ok(IndicatorRow { entry, denominators })
}

fn denominators(app: &App, page: &Page) -> Result<Vec<Entry>> {
    let entry = |row: &super::Denominator| -> Result<Entry> {
        let mut facts = Vec::new();
        if row.counts == Counted::Planned {
            facts.push(page.t("catalogue-planned"));
        }
        if let Some(level) = row.level {
            facts.push(word(page, "catalogue-of", &level)?);
        }
        facts.extend(row.valid_to.map(|to| days(page, None, Some(to))));
        Ok(Entry {
            anchor: format!("mau-so-{}", row.key),
            name: name(page, &row.name, &row.name_en).to_owned(),
            facts,
            meaning: row.definition.clone(),
            ground: row.ground.clone(),
            note: row.note.clone(),
        })
    };
    app.catalogue().denominators.iter().map(entry).collect()
}

fn groups(app: &App, page: &Page) -> Vec<Entry> {
    let groups = app.catalogue().groups.iter();
    groups
        .map(|row| Entry {
            anchor: format!("nhom-{}", row.key),
            name: name(page, &row.name, &row.name_en).to_owned(),
            facts: row.by_attribute.then(|| page.t("catalogue-by-attribute")).into_iter().collect(),
            meaning: if row.codes.is_empty() {
                String::new()
            } else {
                page.a("catalogue-codes", "codes", row.codes.join(", "))
            },
            ground: row.ground.clone(),
            note: row.note.clone(),
        })
        .collect()
}

fn authorities(app: &App, page: &Page) -> Result<Vec<Entry>> {
    let mut rows: Vec<_> = app.catalogue().authorities.iter().collect();
    rows.sort_by_key(|row| row.rank);
    let entry = |row: &super::Authority| -> Result<Entry> {
        let facts = [
            word(page, "catalogue-branch", &row.branch)?,
            word(page, "catalogue-of", &row.level)?,
            days(page, row.valid_from, row.valid_to),
        ];
        Ok(Entry {
            anchor: format!("co-quan-{}", row.key),
            name: name(page, &row.name, &row.name_en).to_owned(),
            facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
            meaning: page.a("catalogue-rank", "rank", row.rank),
            ground: row.ground.clone(),
            note: row.note.clone(),
        })
    };
    rows.into_iter().map(entry).collect()
}

fn precedence(app: &App, page: &Page) -> Result<Vec<RuleRow>> {
    let rule = |rule: &super::Precedence| -> Result<RuleRow> {
        let steps: Result<Vec<String>> = rule.steps.iter().map(|step| word(page, "catalogue-step", step)).collect();
        Ok(RuleRow {
            statement: rule.statement.clone(),
            steps: steps?,
            ground: rule.ground.clone(),
            note: rule.note.clone(),
        })
    };
    app.catalogue().precedence.iter().map(rule).collect()
}

fn awards(app: &App, page: &Page) -> Result<Vec<Entry>> {
    let entry = |row: &super::AwardForm| -> Result<Entry> {
        let facts = [
            word(page, "catalogue-award", &row.kind)?,
            word(page, "catalogue-award-level", &row.level)?,
            row.classes.join(", "),
            days(page, row.valid_from, row.valid_to),
        ];
        Ok(Entry {
            anchor: format!("khen-thuong-{}", row.key),
            name: name(page, &row.name, &row.name_en).to_owned(),
            facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
            meaning: page.a("catalogue-decided-by", "authority", &row.authority),
            ground: row.ground.clone(),
            note: row.note.clone(),
        })
    };
    app.catalogue().award_forms.iter().map(entry).collect()
}

/// A threshold: everywhere, or in one region.
struct ThresholdRow {
    region: String,
    /// In words; empty when it is not known.
    words: String,
    note: Option<String>,
}

struct CriterionRow {
    code: String,
    name: String,
    indicator: Option<(String, String)>,
    thresholds: Vec<ThresholdRow>,
    judged: bool,
    per_sex: bool,
    commune_groups: String,
    ground: Option<String>,
    note: Option<String>,
}

struct HeadingRow {
    code: String,
    name: String,
    sure: bool,
}

#[derive(Template)]
#[template(path = "catalogue/templates/criteria.html")]
struct CriteriaPage {
    page: Page,
    title: String,
    set: CriteriaSet,
    level: String,
    issuer: String,
    decided_on: String,
    days: String,
    in_force: bool,
    headings: Vec<HeadingRow>,
    criteria: Vec<CriterionRow>,
}

async fn criteria(State(app): State<App>, page: Page, Path(key): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue();
    let set = catalogue.criteria_set(&key).ok_or_else(|| Problem::NotFound(format!("bộ tiêu chí {key}")))?;
    let today = catalogue.criteria_in_force(set.level, app.today());
    let issuer = catalogue.authority(&set.decision.issuer);
    let title = name(&page, &set.name, &set.name_en).to_owned();
    let view = CriteriaPage {
        set: set.clone(),
        level: word(&page, "catalogue-level", &set.level)?,
        issuer: issuer.map(|row| name(&page, &row.name, &row.name_en).to_owned()).unwrap_or_default(),
        decided_on: set.decision.date.map(vietnamese_date).unwrap_or_default(),
        days: days(&page, set.valid_from, set.valid_to),
        in_force: today.is_some_and(|found| found.key == set.key),
        headings: set
            .headings
            .iter()
            .map(|row| HeadingRow { code: row.code.clone(), name: row.name.clone(), sure: row.mark.needs_ground() })
            .collect(),
        criteria: set.criteria.iter().map(|row| criterion_row(&app, &page, row)).collect(),
        page: page.titled(title.clone()),
        title,
    };
    Ok(render(&view)?.into_response())
}

fn criterion_row(app: &App, page: &Page, row: &Criterion) -> CriterionRow {
    let words = |threshold: Option<rules::number::Fixed>| match (threshold, row.comparator) {
        (Some(threshold), Some(comparator)) => Rule { threshold, comparator, per_sex: row.per_sex }.label(),
        _ => String::new(),
    };
    let mut thresholds: Vec<ThresholdRow> = Vec::new();
    if row.threshold.is_some() || (row.regions.is_empty() && !row.judged) {
        let note = row.threshold.is_none().then(|| row.note.clone()).flatten();
        thresholds.push(ThresholdRow { region: String::new(), words: words(row.threshold), note });
    }
    thresholds.extend(row.regions.iter().map(|one| {
        ThresholdRow {
            region: app
                .catalogue()
                .region(&one.region)
                .map_or_else(|| one.region.clone(), |found| name(page, &found.name, &found.name_en).to_owned()),
            words: words(one.threshold),
            note: one.note.clone(),
        }
    }));
    let indicator = row.indicator.as_ref().and_then(|key| app.catalogue().indicator(key));
    let explains_unknown = thresholds.first().is_some_and(|first| first.note.is_some() && first.region.is_empty());
    CriterionRow {
        code: row.code.clone(),
        name: row.name.clone(),
        indicator: indicator
            .map(|found| (indicator_path(&found.key), name(page, &found.name, &found.name_en).to_owned())),
        thresholds,
        judged: row.judged,
        per_sex: row.per_sex,
        commune_groups: row.commune_groups.join(", "),
        ground: row.ground.clone(),
        note: row.note.clone().filter(|_| !explains_unknown),
    }
}

/// Criteria sets and indicators that fit.
pub fn search(app: &App, text: &str) -> Vec<Hit> {
    let query = Query::new(text);
    let catalogue = app.catalogue();
    let sets = catalogue.criteria_sets.iter().filter_map(|set| {
        let rank = query.matches(&format!("{} {}", set.name, set.decision.number))?;
        let hit = Hit {
            title: set.name.clone(),
            detail: set.decision.number.clone(),
            path: criteria_path(&set.key),
            rank: 30,
        };
        Some((rank, hit))
    });
    let indicators = catalogue.indicators.iter().filter_map(|row| {
        let rank = query.matches(&row.name)?;
        let hit =
            Hit { title: row.name.clone(), detail: row.numerator.clone(), path: indicator_path(&row.key), rank: 30 };
        Some((rank, hit))
    });
    let mut hits: Vec<_> = sets.chain(indicators).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().take(MOST_HITS).map(|(_, hit)| hit).collect()
}
