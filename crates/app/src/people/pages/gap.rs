//! The people of a commune who are not covered: counted for whoever may count, listed for whoever may see lists.

use super::super::area::{Area, Below};
use super::super::counting::{self, Counted, Numbers, Split};
use super::super::definition::policy_sets;
use super::super::service::{self, ListAsked, Made, Sight, Wanted, Who};
use super::super::{COUNT, LIST_MASKED, OPEN_NAMES};
use super::coverage::{criterion, named};
use super::shown::{Shown, is_made_up, whole};
use crate::app::App;
use crate::exchange;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use platform::form::Fields;
use platform::gate::{self, Place};
use platform::page::render;
use platform::problem::Fault;
use platform::web::encode_query_value;
use platform::{Lang, Page, Problem, Refusal, Result};
use population::gap::{Disclosure, GapRow, Need, Pair, still_needed};
use population::snapshot::Snapshot;
use rules::number::{Fixed, parse_vietnamese};
use rules::period::{parse_date, vietnamese_date};
use rules::place::Level;
use rules::rate::{Comparator, Sex};
use std::collections::BTreeMap;

/// People on one page of a list.
const PAGE_SIZE: usize = 100;
/// Days ahead in which cards that end are looked for, unless the reader says so.
const DAYS: u32 = 30;

/// A count with how many are still missing.
struct Row {
    title: String,
    note: String,
    shown: Shown,
    need: String,
}

/// Somebody on a list, as far as the reader may see.
struct Person {
    household: String,
    household_place: String,
    whole_household: bool,
    name: String,
    person_id: String,
    birth: String,
    sex: &'static str,
    group: String,
    earlier_group: String,
    when: String,
}

struct ListPart {
    people: Vec<Person>,
    found: String,
    unsure: usize,
    gone: usize,
    households: [String; 3],
    names: bool,
    number: usize,
    last: usize,
}

impl GapPage {
    /// The fields that say which list of whom is shown, but for the page: for the forms and links that go on from it.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let fixed =
            [("version", self.version.to_string()), ("on", self.on.to_string()), ("target", self.target.clone())];
        let stated = KEPT.iter().map(|name| (*name, self.fields.value(name).to_owned()));
        fixed.into_iter().chain(stated).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Where a page of the list is.
    fn page_link(&self, number: usize) -> String {
        let mut link = format!("/people/{}/gap/{}?page={number}", self.name, self.code);
        for (name, value) in self.kept() {
            link = format!("{link}&{name}={}", encode_query_value(&value));
        }
        link
    }
}

/// Fields of the form that say whom a list holds.
const KEPT: [&str; 8] = ["list", "days", "before", "set", "group", "sex", "age_from", "age_to"];

impl ListPart {
    /// Households in which nobody, some and all are covered, as words have them.
    fn household_counts(&self) -> [(&str, &str); 3] {
        let [none, partly, all] = &self.households;
        [("none", none), ("partly", partly), ("all", all)]
    }
}

#[derive(Template)]
#[template(path = "people/templates/gap.html")]
struct GapPage {
    page: Page,
    name: String,
    version: u32,
    code: String,
    unit: i64,
    title: String,
    made_up: bool,
    on: NaiveDate,
    on_words: String,
    total: Shown,
    target: String,
    needs: Vec<(&'static str, String)>,
    tables: Vec<(&'static str, Vec<Row>)>,
    sets: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    fields: Fields,
    earlier: Vec<u32>,
    has_people: bool,
    may_list: bool,
    may_open: bool,
    list: Option<ListPart>,
    refusal: Option<Refusal>,
}

/// The commune of an address, opened for counting.
struct Asked {
    snapshot: Snapshot,
    unit: i64,
    code: String,
    on: NaiveDate,
    target: Option<(Fixed, Comparator)>,
}

async fn asked(app: &App, page: &Page, name: &str, code: &str, fields: &Fields) -> Result<Asked> {
    gate::anywhere(&page.actor, COUNT, app.territory())?;
    let version = fields.filled("version").and_then(|text| text.parse().ok());
    let snapshot = service::find(app, name, version).await?;
    let as_of = snapshot.manifest().as_of;
    let commune = app.places().by_code(code, as_of).filter(|unit| unit.level() == Level::Commune);
    let commune = commune.ok_or_else(|| Problem::NotFound(format!("xã, phường mã {code}")))?;
    let unit = i64::from(commune.id);
    gate::authorise(&page.actor, COUNT, Place::Unit(unit, as_of), app.territory())?;
    let on = match fields.filled("on") {
        Some(text) => {
            parse_date(text).map_err(|error| Problem::refuse(error.to_string(), "Viết ngày như 31/8/2019."))?
        }
        None => as_of,
    };
    let target = match fields.filled("target") {
        Some(text) => {
            let read = parse_vietnamese(text);
            let percent =
                read.map_err(|error| Problem::refuse(error.to_string(), "Ghi tỷ lệ phần trăm, ví dụ 95,15."))?;
            Some((percent, Comparator::AtLeast))
        }
        None => criterion(app, on).map(|criterion| (criterion.rule.threshold, criterion.rule.comparator)),
    };
    Ok(Asked { snapshot, unit, code: code.to_owned(), on, target })
}

/// The list that the fields ask for; nothing where they ask for none.
fn wanted(fields: &Fields) -> Option<Wanted> {
    let number = |name: &str| fields.filled(name).and_then(|text| text.parse().ok());
    match fields.value("list") {
        "uncovered" => Some(Wanted::Uncovered),
        "ending" => Some(Wanted::RunningOut(number("days").unwrap_or(DAYS))),
        "left" => number("before").map(Wanted::LeftPoorList),
        _ => None,
    }
}

fn list_asked(asked: &Asked, wanted: Wanted, fields: &Fields) -> Result<ListAsked> {
    let age = |name: &str| match fields.filled(name).map(str::parse) {
        None => Ok(None),
        Some(Ok(age)) => Ok(Some(age)),
        Some(Err(_)) => {
            let fault = Fault::field(name, "tuổi không phải là số tròn", "Ghi số tuổi, ví dụ 60, hoặc để trống.");
            Err(Problem::from(Refusal::of_faults(vec![fault])))
        }
    };
    let who = Who {
        set: fields.filled("set").map(str::to_owned),
        group: fields.filled("group").map(str::to_uppercase),
        sex: match fields.value("sex") {
            "male" => Some(Sex::Male),
            "female" => Some(Sex::Female),
            _ => None,
        },
        age_from: age("age_from")?,
        age_to: age("age_to")?,
    };
    Ok(ListAsked { unit: asked.unit, on: asked.on, wanted, who })
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Path((name, code)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let fields = Fields::of(query);
    let asked = asked(&app, &page, &name, &code, &fields).await?;
    let Some(wanted) = wanted(&fields) else {
        return Ok(render(&view(&app, page, &asked, fields, None).await?)?.into_response());
    };
    let list = match list_asked(&asked, wanted, &fields) {
        Err(Problem::Refused(refusal)) => return refused(&app, page, &asked, fields, refusal).await,
        list => list?,
    };
    let made = service::make_list(&app, &page.actor, &asked.snapshot, list, Sight::Masked, "").await?;
    Ok(render(&view(&app, page, &asked, fields, Some(made)).await?)?.into_response())
}

/// The same list with names, for a purpose.
pub async fn names(
    State(app): State<App>,
    page: Page,
    Path((name, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, OPEN_NAMES, app.territory())?;
    let asked = asked(&app, &page, &name, &code, &fields).await?;
    let list = list_asked(&asked, wanted(&fields).unwrap_or(Wanted::Uncovered), &fields)?;
    let purpose = fields.value("purpose");
    match service::make_list(&app, &page.actor, &asked.snapshot, list, Sight::Names, purpose).await {
        Ok(made) => Ok(render(&view(&app, page, &asked, fields, Some(made)).await?)?.into_response()),
        Err(Problem::Refused(refusal)) => refused(&app, page, &asked, fields, refusal).await,
        Err(problem) => Err(problem),
    }
}

/// The list as a file for a collection agent's round.
pub async fn round(
    State(app): State<App>,
    page: Page,
    Path((name, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    gate::anywhere(&page.actor, OPEN_NAMES, app.territory())?;
    let asked = asked(&app, &page, &name, &code, &fields).await?;
    let list = list_asked(&asked, wanted(&fields).unwrap_or(Wanted::Uncovered), &fields)?;
    let ending = if fields.is("format", "csv") { "csv" } else { "xlsx" };
    match service::round(&app, &page.actor, &asked.snapshot, list, fields.value("purpose"), ending).await {
        Ok(bytes) => Ok(exchange::download(&format!("di-thu-{code}-{}.{ending}", asked.on), bytes)),
        Err(Problem::Refused(refusal)) => refused(&app, page, &asked, fields, refusal).await,
        Err(problem) => Err(problem),
    }
}

async fn refused(app: &App, page: Page, asked: &Asked, fields: Fields, refusal: Refusal) -> Result<Response> {
    let view = GapPage { refusal: Some(refusal), ..view(app, page, asked, fields, None).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
}

async fn view(app: &App, page: Page, asked: &Asked, fields: Fields, made: Option<Made>) -> Result<GapPage> {
    let manifest = asked.snapshot.manifest();
    let area = Area::of(app, asked.unit, Below::Next, manifest.as_of, manifest.as_of)?;
    let mut tables = Vec::new();
    let mut groups: Vec<(String, String)> = Vec::new();
    let mut total = None;
    for (split, words) in
        [(Split::Set, "people-by-set"), (Split::Group, "people-by-group"), (Split::Age, "people-by-age")]
    {
        let question = counting::Asked { area: area.clone(), on: asked.on, split };
        let counted = counting::count(app, &asked.snapshot, question).await?;
        if split == Split::Group {
            groups = counted.lines.iter().map(|line| (line.key.clone(), line.name.clone())).collect();
        }
        tables.push((words, rows(&page, asked, &counted)));
        total = Some(counted.total);
    }
    let total = total.unwrap_or_default();
    groups.retain(|(code, _)| !code.is_empty());
    let id = crate::places::id(asked.unit).ok_or_else(|| Problem::internal("a commune without a key"))?;
    let title = app.places().path_name(id, manifest.as_of);
    let sets = policy_sets(app)?;
    let set_name = |set: &population::policy::PolicySet| match page.lang {
        Lang::En if !set.name_en.is_empty() => set.name_en.clone(),
        _ => set.name.clone(),
    };
    let mut earlier = service::snapshots(app).versions(&manifest.name).map_err(service::snapshot_problem)?;
    earlier.retain(|version| *version < manifest.version);
    earlier.reverse();
    let number = fields.filled("page").and_then(|text| text.parse().ok()).unwrap_or(1_usize).max(1);
    Ok(GapPage {
        version: manifest.version,
        code: asked.code.clone(),
        unit: asked.unit,
        made_up: is_made_up(manifest),
        on: asked.on,
        on_words: vietnamese_date(asked.on),
        target: asked.target.map(|(percent, _)| percent.vietnamese_shortest()).unwrap_or_default(),
        needs: asked.target.map(|target| needs(&page, target, total)).unwrap_or_default(),
        total: total.all().into(),
        tables,
        sets: sets.sets().iter().map(|set| (set.key.clone(), set_name(set))).collect(),
        groups,
        earlier,
        has_people: manifest.people.is_some(),
        may_list: page.may(LIST_MASKED),
        may_open: page.may(OPEN_NAMES),
        list: made.map(|made| list_part(&page, &made, number)),
        refusal: None,
        fields,
        name: manifest.name.clone(),
        page: page.clone().titled(page.a("people-gap-title", "unit", &title)),
        title,
    })
}

fn pair(numbers: Numbers) -> Pair {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    Pair { residents: count(numbers.residents), covered: count(numbers.covered) }
}

fn need_words(page: &Page, need: &Need) -> String {
    match need {
        Need::Met => page.t("people-need-met"),
        Need::People(count) => page.a("people-need-count", "count", whole(*count)),
        Need::OutOfReach => page.t("people-need-out-of-reach"),
        Need::Unknown(reason) => reason.clone(),
    }
}

/// People still needed: of everybody, of men, of women, and so that the target holds for men and for women.
fn needs(
    page: &Page,
    (percent, comparator): (Fixed, Comparator),
    total: counting::BySex,
) -> Vec<(&'static str, String)> {
    let need = |numbers| still_needed(pair(numbers), comparator, percent);
    let (men, women) = (need(total.men), need(total.women));
    let both = match (&men, &women) {
        (Need::Unknown(reason), _) | (_, Need::Unknown(reason)) => Need::Unknown(reason.clone()),
        (Need::OutOfReach, _) | (_, Need::OutOfReach) => Need::OutOfReach,
        (Need::Met, other) | (other, Need::Met) => other.clone(),
        (Need::People(men), Need::People(women)) => Need::People(men + women),
    };
    vec![
        ("people-need-all", need_words(page, &need(total.all()))),
        ("people-need-men", need_words(page, &men)),
        ("people-need-women", need_words(page, &women)),
        ("people-need-both", need_words(page, &both)),
    ]
}

fn rows(page: &Page, asked: &Asked, counted: &Counted) -> Vec<Row> {
    let row = |line: &counting::Line| {
        let (title, note) = named(page, line);
        let numbers = line.numbers.all();
        let need = asked.target.map(|(percent, comparator)| still_needed(pair(numbers), comparator, percent));
        Row { title, note, shown: numbers.into(), need: need.map(|need| need_words(page, &need)).unwrap_or_default() }
    };
    counted.lines.iter().map(row).collect()
}

fn list_part(page: &Page, made: &Made, number: usize) -> ListPart {
    let disclosure = made.sight.disclosure();
    let rows = &made.list.rows;
    let shown = rows.iter().skip((number - 1) * PAGE_SIZE).take(PAGE_SIZE);
    ListPart {
        people: shown.map(|row| person(page, row, disclosure)).collect(),
        found: whole(rows.len() as u64),
        unsure: made.list.unsure,
        gone: made.gone.len(),
        households: [made.households.uncovered, made.households.partly, made.households.covered].map(whole),
        names: made.sight == Sight::Names,
        number,
        last: rows.len().div_ceil(PAGE_SIZE).max(1),
    }
}

fn person(page: &Page, row: &GapRow, disclosure: Disclosure) -> Person {
    let when = match (row.covered, row.last_covered, row.covered_until) {
        (true, _, Some(day)) => page.a("people-ends-on", "day", vietnamese_date(day)),
        (true, _, None) => page.t("people-no-end"),
        (false, Some(day), _) => page.a("people-ended-on", "day", vietnamese_date(day)),
        (false, None, _) => page.t("people-never"),
    };
    let again = row.next_covered.map(|day| page.a("people-again-on", "day", vietnamese_date(day)));
    let year = disclosure.birth_year(row.birth).map(|year| year.to_string());
    Person {
        household: disclosure.identifier(&row.household),
        household_place: row.household_place.map(|place| place.to_string()).unwrap_or_default(),
        whole_household: row.whole_household,
        name: disclosure.name(&row.full_name),
        person_id: disclosure.identifier(&row.person_id),
        birth: disclosure.birth(row.birth).map(vietnamese_date).or(year).unwrap_or_default(),
        sex: if row.sex == 1 { "people-man" } else { "people-woman" },
        group: row.group.clone(),
        earlier_group: row.earlier_group.clone(),
        when: again.map_or(when.clone(), |again| format!("{when}; {again}")),
    }
}
