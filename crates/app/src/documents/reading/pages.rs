//! Paper and facts side by side, and the forms that decide on them.

use super::super::{ACCEPT, ENTER, may_over_country, path, service::label, store as papers, upload};
use super::facts::read_file;
use super::marks::{Cover, Piece, pieces};
use super::service::decide::{Judgement, SURE, confirm_sure, decide, handler, is_plainly_sure, standing};
use super::service::intake::take_in;
use super::service::store_text;
use super::store::{self, DecisionRow, FindingRow, TextRow};
use super::words::{day_meant, day_words, vocabulary};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use platform::blob::Blobs;
use platform::form::Fields;
use platform::gate::{self, Place};
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use std::collections::BTreeMap;

/// Kinds that become something in the system, in the order in which an officer needs them: a duty needs its movement.
const BECOMING: &[&str] = &["movement", "citation", "target", "duty"];

/// Confidence, in ten-thousandths, under which a finding is a question.
const UNSURE: i64 = 6_000;

/// Kinds of findings that have a word of their own.
const KINDS: &[&str] = &[
    "number",
    "symbol",
    "kind",
    "date",
    "place",
    "subject",
    "issuer",
    "parent_issuer",
    "signer",
    "addressee",
    "recipient",
    "annex",
    "citation",
    "target",
    "result",
    "duty",
    "deadline",
    "review",
    "support",
    "award",
    "linked_movement",
    "assignment",
    "situation",
    "money",
    "movement",
    "reports_on",
    "warning",
];

/// Fields of findings that have a word of their own, in the order in which a form asks for them.
const FIELDS: &[&str] = &[
    "number",
    "kind",
    "date",
    "issuer",
    "subject",
    "relation",
    "indicator",
    "comparator",
    "value",
    "upper",
    "unit",
    "amount",
    "year",
    "scope",
    "each",
    "group",
    "both_sexes",
    "standard",
    "authority",
    "name",
    "title",
    "capacity",
    "purpose",
    "from",
    "who",
    "what",
    "text",
    "rule",
    "last_day",
    "due",
    "due_date",
    "due_rule",
    "soft",
    "to",
    "via",
    "about",
    "movement",
    "phase",
    "launched_by",
    "key",
    "as_of",
    "target",
    "beyond",
    "met",
    "of",
    "label",
    "missing",
    "by",
    "at",
    "cards",
    "valid_from",
    "valid_to",
    "share",
    "groups",
    "form",
    "review",
    "collectives",
    "individuals",
    "part",
];

pub fn router() -> Router<App> {
    Router::new()
        .route("/documents/read", get(drop_form).post(dropped))
        .route("/documents/{id}/facts", get(show))
        .route("/documents/{id}/confirm", post(confirm))
        .route("/documents/{id}/text", post(take_file))
        .route("/documents/{id}/original", get(original))
        .route("/documents/findings/{id}", post(judge))
}

/// The newest text of a paper.
pub async fn text_of(app: &App, document: i64) -> Result<Option<TextRow>> {
    store::latest_text(app.reader(), document).await
}

struct FieldView {
    key: String,
    word: String,
    /// The key that was read, or its words where other words may be typed too.
    value: String,
    /// Keys and words to choose from; none where any text may stand.
    choices: Vec<(String, String)>,
    /// Whether something that is not among the choices may be typed.
    open: bool,
    /// Whether it needs more than a line.
    long: bool,
}

/// Characters that a field of one line shows, about.
const LINE: usize = 36;

impl FieldView {
    fn new(page: &Page, kind: &str, key: String, value: String) -> FieldView {
        let word = known_word(page, "documents-field", FIELDS, &key);
        let Some(vocabulary) = vocabulary(kind, &key) else {
            let value = day_words(kind, &key, value);
            let long = value.chars().count() > LINE;
            return FieldView { key, word, value, choices: Vec::new(), open: false, long };
        };
        let own = |(key, words): &(&str, &str)| ((*key).to_owned(), (*words).to_owned());
        let mut choices: Vec<(String, String)> = vocabulary.table.iter().map(own).collect();
        if vocabulary.open {
            return FieldView { key, word, value: vocabulary.words(&value), choices, open: true, long: false };
        }
        if !value.is_empty() && !choices.iter().any(|(known, _)| *known == value) {
            choices.push((value.clone(), value.clone()));
        }
        FieldView { key, word, value, choices, open: false, long: false }
    }
}

struct FactView {
    id: i64,
    kind: String,
    label: String,
    percent: i64,
    sureness: String,
    class: &'static str,
    in_text: bool,
    fields: Vec<FieldView>,
    /// Key of the decision that holds; empty while it is a proposal.
    verdict: String,
    verdict_word: String,
    verdict_class: &'static str,
    by: String,
    reason: String,
    change: i64,
    became: String,
    became_path: String,
    /// Whether accepting it makes something.
    becomes: bool,
    /// Why a decision on it was refused: the word of a field, and what is wrong there.
    faults: Vec<(String, String)>,
    open: bool,
}

struct RepairView {
    id: i64,
    was: String,
    now: String,
    rule: String,
}

#[derive(Template)]
#[template(path = "documents/templates/facts.html")]
struct FactsPage {
    page: Page,
    id: i64,
    heading: String,
    own_path: String,
    text: Option<TextRow>,
    pieces: Vec<Piece>,
    facts: Vec<FactView>,
    repairs: Vec<RepairView>,
    waiting: usize,
    /// Where the facts begin that become nothing else.
    first_plain: usize,
    /// How many of those may be confirmed together.
    sure: usize,
    /// Other papers that have the same file.
    twins: Vec<(String, String)>,
    may_accept: bool,
    may_enter: bool,
    refusal: Option<Refusal>,
}

async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    answer(&app, page, id, None).await
}

/// `refused` is the finding whose decision was refused (0 for several at once), and why.
async fn answer(app: &App, page: Page, id: i64, refused: Option<(i64, Fields, Refusal)>) -> Result<Response> {
    let row = papers::find(app.reader(), id).await?.ok_or_else(|| Problem::NotFound(format!("văn bản số {id}")))?;
    let text = store::latest_text(app.reader(), id).await?;
    let (mut findings, repairs) = match &text {
        Some(text) => (store::findings(app.reader(), text.id).await?, store::repairs(app.reader(), text.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    let place = |kind: &str| BECOMING.iter().position(|known| *known == kind).unwrap_or(BECOMING.len());
    findings.sort_by_key(|finding| place(&finding.kind));
    let ids: Vec<i64> = findings.iter().map(|finding| finding.id).collect();
    let decisions = store::decisions(app.reader(), &ids).await?;
    let facts = findings
        .iter()
        .map(|finding| {
            let said = refused.as_ref().filter(|(id, _, _)| *id == finding.id);
            fact(&page, finding, standing(&decisions, finding.id), said.map(|(_, fields, refusal)| (fields, refusal)))
        })
        .collect::<Result<Vec<_>>>()?;
    let facts_that_become = facts.iter().filter(|fact| fact.becomes).count();
    let sure = findings.iter().filter(|finding| is_plainly_sure(finding, &decisions)).count();
    let covers = covers(&findings, &repairs, &facts);
    let repairs = repairs.into_iter().map(|row| RepairView { id: row.id, was: row.was, now: row.now, rule: row.rule });
    let mut twins = Vec::new();
    if let Some(sha256) = text.as_ref().and_then(|text| text.sha256.as_deref()) {
        let mut ids = store::documents_with_file(app.reader(), sha256).await?;
        ids.retain(|other| *other != id);
        let rows = papers::of_ids(app.reader(), ids).await?;
        twins = rows.iter().map(|row| (path(row.id), label(row))).collect();
    }
    let heading = label(&row);
    let title = page.a("documents-facts-of", "paper", &heading);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = FactsPage {
        id,
        heading,
        own_path: path(id),
        pieces: text.as_ref().map(|text| pieces(&text.text, &covers)).unwrap_or_default(),
        text,
        waiting: facts.iter().filter(|fact| fact.verdict.is_empty()).count(),
        facts,
        twins,
        repairs: repairs.collect(),
        first_plain: facts_that_become,
        sure,
        may_accept: may_over_country(app, &page, ACCEPT),
        may_enter: may_over_country(app, &page, ENTER),
        refusal: refused.map(|(_, _, refusal)| refusal),
        page: page.titled(title),
    };
    Ok((status, render(&view)?).into_response())
}

fn covers(findings: &[FindingRow], repairs: &[store::RepairRow], facts: &[FactView]) -> Vec<Cover> {
    let span = |start: Option<i64>, end: Option<i64>| Some(usize::try_from(start?).ok()?..usize::try_from(end?).ok()?);
    let findings = findings.iter().zip(facts).filter_map(|(finding, fact)| {
        let class = if fact.verdict.is_empty() { fact.class } else { fact.verdict_class };
        Some(Cover {
            id: finding.id,
            span: span(finding.start, finding.end)?,
            repair: false,
            now: String::new(),
            class,
        })
    });
    let repairs = repairs.iter().filter_map(|row| {
        let span = span(Some(row.start), Some(row.end))?;
        Some(Cover { id: row.id, span, repair: true, now: row.now.clone(), class: "" })
    });
    findings.chain(repairs).collect()
}

fn known_word(page: &Page, prefix: &str, known: &[&str], key: &str) -> String {
    if known.contains(&key) { page.t(&format!("{prefix}-{}", key.replace('_', "-"))) } else { key.to_owned() }
}

fn fact(
    page: &Page,
    finding: &FindingRow,
    decision: Option<&DecisionRow>,
    said: Option<(&Fields, &Refusal)>,
) -> Result<FactView> {
    let text = decision.and_then(|decision| decision.fields.as_ref()).unwrap_or(&finding.fields);
    let mut values: BTreeMap<String, String> = serde_json::from_str(text)?;
    let handler = handler(&finding.kind);
    for key in handler.map(|handler| handler.fields()).unwrap_or_default() {
        values.entry((*key).to_owned()).or_default();
    }
    if let Some((said, _)) = said {
        values.extend(said.with_prefix("field-").map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
    let mut values: Vec<(String, String)> = values.into_iter().collect();
    values.sort_by_key(|(key, _)| FIELDS.iter().position(|known| known == key).unwrap_or(FIELDS.len()));
    let fields = values.into_iter().map(|(key, value)| FieldView::new(page, &finding.kind, key, value));
    let (sureness, class) = match finding.confidence {
        SURE.. => ("documents-sure", "good"),
        UNSURE..SURE => ("documents-look", "warn"),
        _ => ("documents-unsure", "bad"),
    };
    let verdict = decision.map(|decision| decision.verdict.clone()).unwrap_or_default();
    Ok(FactView {
        id: finding.id,
        kind: known_word(page, "documents-finding", KINDS, &finding.kind),
        label: finding.label.clone(),
        percent: finding.confidence / 100,
        sureness: page.t(sureness),
        class,
        in_text: finding.start.is_some(),
        fields: fields.collect(),
        verdict_word: if verdict.is_empty() { String::new() } else { page.t(&format!("documents-verdict-{verdict}")) },
        verdict_class: if verdict == "rejected" { "unknown" } else { "good" },
        verdict,
        by: decision.map(|decision| decision.by.clone()).unwrap_or_default(),
        reason: decision.and_then(|decision| decision.reason.clone()).unwrap_or_default(),
        change: decision.map(|decision| decision.change_id).unwrap_or_default(),
        became: decision.map(|decision| became(page, decision)).unwrap_or_default(),
        became_path: decision.and_then(|decision| decision.became_path.clone()).unwrap_or_default(),
        becomes: handler.is_some(),
        faults: said.map(|(_, refusal)| faults(page, refusal)).unwrap_or_default(),
        open: said.is_some(),
    })
}

/// What a finding became, with the word of its kind; empty while it became nothing.
fn became(page: &Page, decision: &DecisionRow) -> String {
    match (&decision.became_kind, &decision.became_title) {
        (Some(kind), Some(title)) => format!("{}: {title}", known_word(page, "documents-finding", KINDS, kind)),
        _ => String::new(),
    }
}

fn faults(page: &Page, refusal: &Refusal) -> Vec<(String, String)> {
    let word = |column: &str| match FIELDS.contains(&column) {
        true => known_word(page, "documents-field", FIELDS, column),
        false => String::new(),
    };
    refusal.faults.iter().map(|fault| (word(&fault.column), fault.words())).collect()
}

async fn confirm(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    match confirm_sure(&app, &page.actor, id).await {
        Ok(_) => Ok(Redirect::to(&format!("/documents/{id}/facts")).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, Some((0, Fields::default(), refusal))).await,
        Err(problem) => Err(problem),
    }
}

async fn take_file(State(app): State<App>, page: Page, Path(id): Path<i64>, form: Multipart) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, ENTER, app.territory())?;
    let fields = upload::fields(&app, form).await?;
    let (Some(name), Some(address)) = (fields.filled("file_name"), fields.filled("file_address")) else {
        return Err(Problem::refuse("Chưa chọn tệp.", "Chọn tệp gốc của văn bản rồi gửi lại."));
    };
    let bytes = Blobs::of(&app.config().data).read(address)?;
    let (read, _) = read_file(name, &bytes)?;
    store_text(&app, &page.actor, id, Some((name, address)), read).await?;
    Ok(Redirect::to(&format!("/documents/{id}/facts")).into_response())
}

#[derive(Template)]
#[template(path = "documents/templates/read.html")]
struct DropPage {
    page: Page,
    refusal: Option<Refusal>,
}

fn drop_page(page: Page, refusal: Option<Refusal>) -> Result<Response> {
    let title = page.t("documents-read");
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, render(&DropPage { page: page.titled(title), refusal })?).into_response())
}

async fn drop_form(State(app): State<App>, page: Page) -> Result<Response> {
    gate::authorise(&page.actor, ENTER, Place::Country, app.territory())?;
    drop_page(page, None)
}

async fn dropped(State(app): State<App>, page: Page, form: Multipart) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, ENTER, app.territory())?;
    let taken = async {
        let fields = upload::fields(&app, form).await?;
        let (Some(name), Some(address)) = (fields.filled("file_name"), fields.filled("file_address")) else {
            return Err(Problem::refuse("Chưa chọn tệp.", "Chọn tệp của văn bản rồi gửi lại."));
        };
        let bytes = Blobs::of(&app.config().data).read(address)?;
        take_in(&app, &page.actor, name, address, &bytes).await
    };
    match taken.await {
        Ok(id) => Ok(Redirect::to(&format!("/documents/{id}/facts")).into_response()),
        Err(Problem::Refused(refusal)) => drop_page(page, Some(refusal)),
        Err(problem) => Err(problem),
    }
}

async fn original(State(app): State<App>, Path(id): Path<i64>) -> Result<Response> {
    let missing = || Problem::NotFound(format!("tệp gốc của văn bản số {id}"));
    let text = store::latest_text(app.reader(), id).await?.ok_or_else(missing)?;
    let bytes = Blobs::of(&app.config().data).read(&text.sha256.ok_or_else(missing)?)?;
    let name = platform::web::encode_query_value(&text.file_name.unwrap_or_default()).replace('/', "%2F");
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let kind = "application/octet-stream".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

async fn judge(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, ACCEPT, app.territory())?;
    let found = store::find_finding(app.reader(), id).await?;
    let finding = found.ok_or_else(|| Problem::NotFound(format!("dữ kiện số {id}")))?;
    let Some(judgement) = platform::key::parse::<Judgement>(fields.value("verdict")) else {
        return Err(Problem::refuse("Không rõ quyết định.", "Mở lại trang và chọn chấp nhận, sửa hoặc bác."));
    };
    let before: BTreeMap<String, String> = serde_json::from_str(&finding.fields)?;
    let changed = |(key, value): &(String, String)| before.get(key).map_or("", String::as_str) != *value;
    let meant = |(key, value): (&str, &str)| {
        let value = match vocabulary(&finding.kind, key) {
            Some(words) => words.key(value),
            None => day_meant(&finding.kind, key, value),
        };
        (key.to_owned(), value)
    };
    let corrected = fields.with_prefix("field-").map(meant).filter(changed).collect();
    let reason = fields.filled("reason").map(str::to_owned);
    match decide(&app, &page.actor, id, judgement, corrected, reason).await {
        Ok(finding) => Ok(Redirect::to(&format!("/documents/{}/facts#fact-{id}", finding.document_id)).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, finding.document_id, Some((id, fields, refusal))).await,
        Err(problem) => Err(problem),
    }
}
