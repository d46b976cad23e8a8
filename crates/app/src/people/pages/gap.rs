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
use std::str::FromStr;

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
    /// Whether a field that narrows the list is filled or wrong.
    fn is_narrowed(&self) -> bool {
        let fields = ["set", "group", "sex", "age_from", "age_to"];
        let days = self.fields.is("list", "ending") || !self.wrong("days").is_empty();
        days || fields.iter().any(|name| self.fields.filled(name).is_some())
    }

    /// What is wrong with a field, in words; empty if nothing is.
    fn wrong(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }

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
    /// The target as it was typed.
    typed_target: Option<String>,
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
    /// Fields that cannot be read; the day and the target are then what they are without them.
    faults: Vec<Fault>,
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
    let mut faults = Vec::new();
    let on = match fields.filled("on").map(parse_date) {
        Some(Err(error)) => {
            faults.push(Fault::field("on", error.to_string(), "Viết ngày như 31/8/2019."));
            None
        }
        read => read.and_then(std::result::Result::ok),
    };
    let on = on.unwrap_or(as_of);
    let target = match fields.filled("target").map(parse_vietnamese) {
        Some(Ok(percent)) => Some((percent, Comparator::AtLeast)),
        Some(Err(error)) => {
            faults.push(Fault::field("target", error.to_string(), "Ghi tỷ lệ phần trăm, ví dụ 95,15."));
            None
        }
        None => criterion(app, on).map(|criterion| (criterion.rule.threshold, criterion.rule.comparator)),
    };
    Ok(Asked { snapshot, unit, code: code.to_owned(), on, target, faults })
}

/// A whole number of a field; a fault of that field where it is none.
fn whole_number<T: FromStr>(
    fields: &Fields,
    name: &str,
    rule: &str,
    remedy: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let read = fields.filled(name)?.parse().ok();
    if read.is_none() {
        faults.push(Fault::field(name, rule, remedy));
    }
    read
}

/// The list that the fields ask for, or everything that is wrong with them; nothing where they ask for no list.
fn list_asked(asked: &Asked, list: &str, fields: &Fields) -> Result<Option<ListAsked>> {
    let mut faults = asked.faults.clone();
    let days = "Ghi số ngày, ví dụ 30.";
    let days = whole_number(fields, "days", "số ngày không phải là số nguyên", days, &mut faults);
    let mut age = |name: &str| {
        let remedy = "Ghi số tuổi, ví dụ 60, hoặc để trống.";
        whole_number::<u16>(fields, name, "tuổi không phải là số nguyên", remedy, &mut faults)
    };
    let (age_from, age_to) = (age("age_from"), age("age_to"));
    if let (Some(from), Some(to)) = (age_from, age_to)
        && from > to
    {
        faults.push(Fault::field("age_to", "tuổi cuối nhỏ hơn tuổi đầu", "Đổi lại hai tuổi."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let wanted = match list {
        "uncovered" => Some(Wanted::Uncovered),
        "ending" => Some(Wanted::RunningOut(days.unwrap_or(DAYS))),
        "left" => fields.filled("before").and_then(|text| text.parse().ok()).map(Wanted::LeftPoorList),
        _ => None,
    };
    let who = Who {
        set: fields.filled("set").map(str::to_owned),
        group: fields.filled("group").map(str::to_uppercase),
        sex: match fields.value("sex") {
            "male" => Some(Sex::Male),
            "female" => Some(Sex::Female),
            _ => None,
        },
        age_from,
        age_to,
    };
    Ok(wanted.map(|wanted| ListAsked { unit: asked.unit, on: asked.on, wanted, who }))
}

/// The list that names are wanted of: that of the uncovered unless the form says another.
fn names_asked(asked: &Asked, fields: &Fields) -> Result<ListAsked> {
    let list = fields.filled("list").unwrap_or("uncovered");
    let unknown = || Fault::field("list", "chưa chọn danh sách", "Chọn một danh sách rồi bấm Xem.");
    list_asked(asked, list, fields)?.ok_or_else(|| Refusal::of_faults(vec![unknown()]).into())
}

pub async fn show(
    State(app): State<App>,
    page: Page,
    Path((name, code)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let fields = Fields::of(query);
    let asked = asked(&app, &page, &name, &code, &fields).await?;
    let made = match list_asked(&asked, fields.value("list"), &fields) {
        Ok(None) => Ok(None),
        Ok(Some(list)) => {
            service::make_list(&app, &page.actor, &asked.snapshot, list, Sight::Masked, "").await.map(Some)
        }
        Err(problem) => Err(problem),
    };
    answer(&app, page, &asked, fields, made).await
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
    let made = match names_asked(&asked, &fields) {
        Ok(list) => {
            let purpose = fields.value("purpose");
            service::make_list(&app, &page.actor, &asked.snapshot, list, Sight::Names, purpose).await.map(Some)
        }
        Err(problem) => Err(problem),
    };
    answer(&app, page, &asked, fields, made).await
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
    let ending = if fields.is("format", "csv") { "csv" } else { "xlsx" };
    let made = match names_asked(&asked, &fields) {
        Ok(list) => service::round(&app, &page.actor, &asked.snapshot, list, fields.value("purpose"), ending).await,
        Err(problem) => Err(problem),
    };
    match made {
        Ok(bytes) => Ok(exchange::download(&format!("di-thu-{code}-{}.{ending}", asked.on), bytes)),
        Err(problem) => answer(&app, page, &asked, fields, Err(problem)).await,
    }
}

/// The page with what came of the question: a list or none; what is wrong stands at its field, with all that was typed.
async fn answer(app: &App, page: Page, asked: &Asked, fields: Fields, made: Result<Option<Made>>) -> Result<Response> {
    match made {
        Ok(made) => Ok(render(&view(app, page, asked, fields, made).await?)?.into_response()),
        Err(Problem::Refused(refusal)) => {
            let view = GapPage { refusal: Some(refusal), ..view(app, page, asked, fields, None).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
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
        typed_target: fields.filled("target").map(str::to_owned),
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
