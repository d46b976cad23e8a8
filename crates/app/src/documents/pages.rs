//! The register of papers, one paper with its relations, and the form for a new one.

use super::model::{Document, DocumentKind, DocumentState};
use super::{ENTER, graph, may_over_country, reading, register, service, store};
use crate::app::App;
use crate::catalogue::Mark;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::Datelike;
use platform::form::{Fields, Reading};
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::slice::Hit;
use platform::{Page, Result};
use rules::period::vietnamese_date;
use rules::text::tone_key;
use std::collections::BTreeMap;

const PAGE_SIZE: u64 = 50;

/// Path of a paper's page.
pub fn path(id: i64) -> String {
    format!("/documents/{id}")
}

pub fn router() -> Router<App> {
    Router::new()
        .route("/documents", get(list).post(create))
        .route("/documents/new", get(new_form))
        .route("/documents/{id}", get(show))
}

struct ListRow {
    path: String,
    label: String,
    kind: String,
    issued_on: String,
    issuer: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "documents/templates/list.html")]
struct ListPage {
    page: Page,
    tab: &'static str,
    query: String,
    kind: String,
    kinds: Vec<(String, String)>,
    rows: Vec<ListRow>,
    count: u64,
    number: u64,
    last: u64,
    may_enter: bool,
}

/// The name of a kind.
pub fn kind_word(page: &Page, key: &str) -> String {
    page.t(&format!("documents-kind-{}", key.replace('_', "-")))
}

fn kinds(page: &Page) -> Result<Vec<(String, String)>> {
    DocumentKind::ALL
        .iter()
        .map(|kind| platform::key::of(kind).map(|key| (key.clone(), kind_word(page, &key))))
        .collect()
}

async fn list(State(app): State<App>, page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let text = query.get("q").cloned().unwrap_or_default();
    let kind = query.get("kind").cloned().unwrap_or_default();
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_u64).max(1);
    let wanted = Some(kind.as_str()).filter(|kind| !kind.is_empty());
    let words = service::folded_words(&text);
    let (papers, count) = store::list(app.reader(), &words, wanted, number - 1, PAGE_SIZE).await?;
    let rows = papers
        .into_iter()
        .map(|paper| ListRow {
            path: path(paper.id),
            label: paper.number.clone().unwrap_or_else(|| page.t("documents-no-number")),
            kind: kind_word(&page, &paper.kind),
            issued_on: paper.issued_on.map(vietnamese_date).unwrap_or_default(),
            issuer: paper.issuer,
            subject: paper.subject,
        })
        .collect();
    let kinds = kinds(&page)?;
    let may_enter = may_over_country(&app, &page, ENTER);
    let title = page.t("documents-menu");
    let last = count.div_ceil(PAGE_SIZE).max(1);
    let tab = "papers";
    let view =
        ListPage { page: page.titled(title), tab, query: text, kind, kinds, rows, count, number, last, may_enter };
    Ok(render(&view)?.into_response())
}

struct Related {
    relation: String,
    label: String,
    /// Empty when the paper is not in the register.
    path: String,
}

#[derive(Template)]
#[template(path = "documents/templates/show.html")]
struct ShowPage {
    page: Page,
    id: i64,
    label: String,
    kind: String,
    state: String,
    paper: Document,
    issued_on: String,
    ground: Option<String>,
    to: Vec<Related>,
    from: Vec<Related>,
    resting: Vec<Hit>,
    change: i64,
    warnings: Vec<String>,
    registers: Vec<(String, String)>,
    /// Grounds that should be looked at.
    grounds: Vec<graph::GroundView>,
    /// Why the paper itself does not hold.
    end: Option<String>,
    may_enter: bool,
    /// Version of its text, if one is stored.
    text: Option<i64>,
}

async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    let not_found = || Problem::NotFound(format!("văn bản số {id}"));
    let row = store::find(app.reader(), id).await?.ok_or_else(not_found)?;
    let paper: Document = serde_json::from_str(&row.body)?;
    let links = store::links_from(app.reader(), id).await?;
    let keys = links.iter().map(|link| link.target_key.clone()).collect();
    let known = store::of_keys(app.reader(), keys).await?;
    let to = links
        .into_iter()
        .map(|link| {
            let target = known.iter().find(|paper| paper.key == link.target_key);
            Related {
                relation: page.t(&format!("documents-relation-{}", link.relation)),
                label: target.map_or(link.target_key, service::label),
                path: target.map(|paper| path(paper.id)).unwrap_or_default(),
            }
        })
        .collect();
    let from = store::links_to(app.reader(), &row.key)
        .await?
        .into_iter()
        .map(|(link, paper)| Related {
            relation: page.t(&format!("documents-relation-by-{}", link.relation)),
            label: service::label(&paper),
            path: path(paper.id),
        })
        .collect();
    let mut resting = Vec::new();
    for slice in crate::SLICES {
        resting.extend(slice.resting_on(&app, id).await?);
    }
    let (grounds, end) = graph::ground_views(&app, &page, &row).await?;
    let view = ShowPage {
        id,
        grounds,
        end,
        may_enter: may_over_country(&app, &page, ENTER),
        text: reading::text_of(&app, id).await?.map(|text| text.version),
        label: service::label(&row),
        kind: kind_word(&page, &row.kind),
        state: page.t(&format!("documents-state-{}", row.state.replace('_', "-"))),
        issued_on: row.issued_on.map(vietnamese_date).unwrap_or_default(),
        ground: paper.ground.clone(),
        warnings: symbol_warning(&page, &paper).into_iter().chain(same_number(&app, &page, &row).await?).collect(),
        registers: register::entries(&app, &page, id).await?,
        to,
        from,
        resting,
        change: row.change_id,
        page: page.titled(service::label(&row)),
        paper,
    };
    Ok(render(&view)?.into_response())
}

/// Other papers with the same number, issuer and year.
async fn same_number(app: &App, page: &Page, row: &store::DocumentRow) -> Result<Option<String>> {
    let Some(number) = &row.number else { return Ok(None) };
    let year = |row: &store::DocumentRow| row.issued_on.map(|day| day.year());
    let others = store::find_by_number(app.reader(), number).await?;
    let same = |other: &&store::DocumentRow| {
        other.id != row.id && tone_key(&other.issuer) == tone_key(&row.issuer) && year(other) == year(row)
    };
    let names: Vec<String> =
        others.iter().filter(same).map(|other| format!("{} ({})", service::label(other), other.key)).collect();
    Ok((!names.is_empty()).then(|| page.a("documents-same-number", "papers", names.join("; "))))
}

/// A dispatch whose symbol begins with the letters of a named kind disagrees with itself ("Công văn số 4575/KH-BHXH").
fn symbol_warning(page: &Page, paper: &Document) -> Option<String> {
    let symbol = paper.symbol()?;
    let named = DocumentKind::of_symbol(symbol.split(['-', '/']).next()?)?;
    if named == paper.kind || paper.kind == DocumentKind::Article {
        return None;
    }
    let key = platform::key::of(&named).ok()?;
    Some(page.a2("documents-symbol-warning", "symbol", symbol, "kind", kind_word(page, &key)))
}

#[derive(Template)]
#[template(path = "documents/templates/new.html")]
struct NewPage {
    page: Page,
    fields: Fields,
    kinds: Vec<(String, String)>,
    refusal: Option<Refusal>,
}

async fn new_form(State(app): State<App>, page: Page) -> Result<Response> {
    if !may_over_country(&app, &page, ENTER) {
        return Err(if page.actor.is_known() {
            Problem::Forbidden(page.t("documents-may-not"))
        } else {
            Problem::LoginNeeded
        });
    }
    new_page(page, Fields::default(), None)
}

fn new_page(page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let kinds = kinds(&page)?;
    let title = page.t("documents-new");
    Ok((status, render(&NewPage { page: page.titled(title), fields, kinds, refusal })?).into_response())
}

async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    page.known()?;
    let entered = match read_paper(&fields) {
        Ok(paper) => service::enter_document(&app, &page.actor, &paper).await,
        Err(refusal) => Err(refusal.into()),
    };
    match entered {
        Ok(id) => Ok(Redirect::to(&path(id)).into_response()),
        Err(Problem::Refused(refusal)) => new_page(page, fields, Some(refusal)),
        Err(problem) => Err(problem),
    }
}

fn read_paper(fields: &Fields) -> std::result::Result<Document, Refusal> {
    let mut reading = Reading::new(fields);
    let number = reading.optional("number");
    let kind = platform::key::parse(fields.value("kind"));
    if kind.is_none() {
        reading.fault("kind", "chưa chọn loại văn bản", "Chọn một loại trong danh sách.");
    }
    let issuer = reading.required("issuer");
    let subject = reading.required("subject");
    let date = reading.day("issued_on");
    let published_on = reading.day("published_on");
    let list = |name: &str| -> Vec<String> {
        fields.value(name).split([';', '\n']).map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
    };
    let key = reading.optional("key").or_else(|| number.clone()).unwrap_or_default();
    if key.is_empty() {
        reading.fault("number", "văn bản chưa có số", "Điền số và ký hiệu; bài báo thì điền khóa riêng.");
    }
    let paper = Document {
        key,
        kind: kind.unwrap_or(DocumentKind::Dispatch),
        number,
        date,
        place: reading.optional("place"),
        issuer,
        authority: None,
        subject,
        signer: reading.optional("signer"),
        signer_post: reading.optional("signer_post"),
        capacity: reading.optional("capacity"),
        state: DocumentState::Unknown,
        cites: list("cites"),
        implements: list("implements"),
        replaces: list("replaces"),
        amends: list("amends"),
        published_on,
        address: reading.optional("address"),
        addressees: list("addressees"),
        recipients: list("recipients"),
        annexes: Vec::new(),
        mark: Mark::Stated,
        ground: None,
        note: reading.optional("note"),
    };
    reading.finish()?;
    Ok(paper)
}
