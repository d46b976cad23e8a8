//! One outgoing paper: what it says, its life, its recipients, and the form that drafts it.

use super::super::edxml;
use super::super::model::{CAPACITIES, Content, Direction, ReceiptStatus, Recipient, Signature, State, Step};
use super::super::service::{
    self, Paper, Receipt, Said, draft_paper, edit_paper, find_for, may, note_receipts, permission, readable_series,
    take_step,
};
use super::super::store;
use super::lists::class_of;
use super::{kind_options, kind_word, lines, outgoing_path, series_option, word};
use crate::app::App;
use crate::documents::model::DocumentKind;
use crate::documents::store as papers;
use crate::documents::{HANDLE, WRITE, label, path};
use askama::Template;
use axum::extract::{Path, State as Given};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use platform::form::{Fields, Reading};
use platform::gate;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::period::Holidays;
use rules::period::vietnamese_date;

struct Related {
    word: String,
    name: String,
    /// Its page; empty where the register does not hold it.
    path: String,
}

struct Event {
    word: String,
    class: &'static str,
    day: String,
    by: String,
    detail: String,
    reason: String,
    document: String,
    document_path: String,
    change: i64,
}

struct Action {
    key: String,
    word: String,
    danger: bool,
    /// Whether it is not the way on, and so stands folded.
    folded: bool,
    asks_reason: bool,
    asks_document: bool,
    asks_signature: bool,
    asks_day: bool,
}

struct Receiver {
    id: i64,
    name: String,
    purpose: String,
    status: String,
    class: &'static str,
    day: String,
    note: String,
}

#[derive(Template)]
#[template(path = "documents/templates/outgoing_show.html")]
struct ShowPage {
    page: Page,
    id: i64,
    heading: String,
    paper: Paper,
    kind: String,
    issued_on: String,
    signature: Option<Signature>,
    state: String,
    class: &'static str,
    document_path: Option<String>,
    warnings: Vec<String>,
    relations: Vec<Related>,
    events: Vec<Event>,
    actions: Vec<Action>,
    own_proposal: bool,
    /// Whose turn it is, for a reader who may do nothing.
    waits: String,
    may_edit: bool,
    may_attach: bool,
    receivers: Vec<Receiver>,
    confirmed: String,
    statuses: Vec<(String, String)>,
    capacities: &'static [&'static str],
    today: String,
    fields: Fields,
    refusal: Option<Refusal>,
}

pub async fn show(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    answer(&app, page, id, Fields::default(), None).await
}

pub(super) async fn answer(
    app: &App,
    page: Page,
    id: i64,
    fields: Fields,
    refusal: Option<Refusal>,
) -> Result<Response> {
    let paper = find_for(app, &page.actor, id).await?;
    let state = paper.state();
    let number = paper.number.as_ref();
    let heading = number.map_or_else(|| format!("…/{}", paper.content.symbol), |number| number.printed.clone());
    let may_handle = may(app, &page.actor, HANDLE, &paper.series) && state.is_numbered();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = ShowPage {
        id,
        kind: kind_word(&page, &platform::key::of(&paper.content.kind)?),
        issued_on: number.map(|number| vietnamese_date(number.issued_on)).unwrap_or_default(),
        signature: paper.signature(),
        state: word(&page, "documents-life", &platform::key::of(&state)?),
        class: class_of(state),
        document_path: number.and_then(|number| number.document_id).map(path),
        warnings: warnings(app, &page, &paper).await?,
        relations: relations(app, &page, &paper.content).await?,
        events: events(app, &page, &paper).await?,
        actions: actions(app, &page, &paper)?,
        own_proposal: state == State::Submitted && paper.submitter() == Some(page.actor.name.as_str()),
        waits: page.t(match state {
            State::Draft => "documents-waits-writer",
            State::Submitted => "documents-waits-signer",
            State::Signed => "documents-waits-number",
            _ => "documents-no-step",
        }),
        may_edit: state == State::Draft && may(app, &page.actor, WRITE, &paper.series),
        may_attach: state.takes_files() && may(app, &page.actor, WRITE, &paper.series),
        receivers: receivers(&page, &paper),
        confirmed: super::super::exchange::confirmed(&paper),
        statuses: if may_handle { statuses(&page, state)? } else { Vec::new() },
        capacities: CAPACITIES,
        today: app.today().to_string(),
        page: page.titled(heading.clone()),
        heading,
        paper,
        fields,
        refusal,
    };
    Ok((status, render(&view)?).into_response())
}

async fn relations(app: &App, page: &Page, content: &Content) -> Result<Vec<Related>> {
    let all = [
        ("documents-relation-cites", &content.cites),
        ("documents-relation-implements", &content.implements),
        ("documents-relation-replaces", &content.replaces),
        ("documents-relation-amends", &content.amends),
    ];
    let mut found = Vec::new();
    for (key, names) in all {
        for name in names {
            let known = papers::find_by_key(app.reader(), name).await?;
            let path = known.map(|paper| path(paper.id)).unwrap_or_default();
            found.push(Related { word: page.t(key), name: name.clone(), path });
        }
    }
    Ok(found)
}

/// What a reader should know: the number stands twice, or was given later than the decree says.
async fn warnings(app: &App, page: &Page, paper: &Paper) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let Some(number) = &paper.number else { return Ok(found) };
    for other in store::numbers_like(app.reader(), &number.printed, number.year).await? {
        let Some(series) = store::find_series(app.reader(), other.series_id).await? else { continue };
        if other.id != number.id
            && series.issuer == paper.series.issuer
            && may(app, &page.actor, crate::documents::READ, &series)
        {
            found.push(page.a2("documents-number-twice", "number", &other.printed, "series", &series.name));
        }
    }
    if let Some(signature) = paper.signature()
        && let Some(last_day) = Holidays::default().working_days_after(signature.on, 1)
        && number.issued_on > last_day
    {
        found.push(page.a2(
            "documents-number-late",
            "signed",
            vietnamese_date(signature.on),
            "last",
            vietnamese_date(last_day),
        ));
    }
    Ok(found)
}

async fn events(app: &App, page: &Page, paper: &Paper) -> Result<Vec<Event>> {
    let mut found = Vec::new();
    for step in &paper.steps {
        let key = if step.step.is_empty() { "draft" } else { &step.step };
        let signature = step.signature.as_deref().and_then(|text| serde_json::from_str::<Signature>(text).ok());
        let issued = paper.number.as_ref().filter(|_| step.step == "issue").map(|number| number.printed.clone());
        let by = match step.step.as_str() {
            "correct" | "replace" => step.document_id,
            _ => None,
        };
        let document = match by {
            Some(id) => papers::find(app.reader(), id).await?,
            None => None,
        };
        found.push(Event {
            word: word(page, "documents-done", key),
            class: platform::key::parse(&step.state).map_or("unknown", class_of),
            day: vietnamese_date(step.day),
            by: step.by.clone(),
            detail: signature.map(|signature| signed_by(&signature)).or(issued).unwrap_or_default(),
            reason: step.reason.clone().unwrap_or_default(),
            document: document.as_ref().map(label).unwrap_or_default(),
            document_path: document.map(|paper| path(paper.id)).unwrap_or_default(),
            change: step.change_id,
        });
    }
    Ok(found)
}

fn signed_by(signature: &Signature) -> String {
    let capacity = signature.capacity.as_ref().map(|capacity| format!("{capacity} ")).unwrap_or_default();
    let post = signature.post.as_ref().map(|post| format!(", {post}")).unwrap_or_default();
    format!("{capacity}{}{post} ({})", signature.name, vietnamese_date(signature.on))
}

fn actions(app: &App, page: &Page, paper: &Paper) -> Result<Vec<Action>> {
    let mut found = Vec::new();
    for step in Step::ALL {
        if step.from(paper.state()).is_none() || !may(app, &page.actor, permission(*step), &paper.series) {
            continue;
        }
        if *step == Step::Sign && paper.submitter() == Some(page.actor.name.as_str()) {
            continue;
        }
        let key = platform::key::of(step)?;
        found.push(Action {
            word: word(page, "documents-step", &key),
            key,
            danger: matches!(step, Step::Return | Step::Withdraw | Step::Recall),
            folded: step.asks_reason() || step.asks_document(),
            asks_reason: step.asks_reason(),
            asks_document: step.asks_document(),
            asks_signature: *step == Step::Sign,
            asks_day: *step == Step::Issue,
        });
    }
    Ok(found)
}

fn receivers(page: &Page, paper: &Paper) -> Vec<Receiver> {
    let view = |(recipient, receipts): &(store::RecipientRow, Vec<store::ReceiptRow>)| {
        let latest = Paper::latest(receipts);
        let status = latest.and_then(|latest| platform::key::parse::<ReceiptStatus>(&latest.status));
        Receiver {
            id: recipient.id,
            name: recipient.name.clone(),
            purpose: recipient.purpose.clone().unwrap_or_default(),
            status: match latest {
                Some(latest) => word(page, "documents-receipt", &latest.status),
                None => page.t("documents-receipt-none"),
            },
            class: match status {
                Some(ReceiptStatus::Refused) => "bad",
                Some(status) if status.is_confirmed() => "good",
                Some(_) => "warn",
                None => "unknown",
            },
            day: latest.map(|latest| vietnamese_date(latest.day)).unwrap_or_default(),
            note: latest.and_then(|latest| latest.note.clone()).unwrap_or_default(),
        }
    };
    paper.recipients.iter().map(view).collect()
}

fn statuses(page: &Page, state: State) -> Result<Vec<(String, String)>> {
    let usable = |status: &&ReceiptStatus| (**status == ReceiptStatus::Cancelled) == (state == State::Recalled);
    let all = ReceiptStatus::ALL.iter().filter(usable);
    all.map(|status| platform::key::of(status).map(|key| (key.clone(), word(page, "documents-receipt", &key))))
        .collect()
}

pub async fn edxml(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    let envelope = edxml::envelope(&app, &find_for(&app, &page.actor, id).await?).await?;
    let disposition = format!("attachment; filename=\"{}.edxml\"", edxml::stem(&envelope));
    let headers = [(header::CONTENT_TYPE, "application/xml".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, edxml::file(&envelope)?).into_response())
}

pub async fn package(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    let envelope = edxml::envelope(&app, &find_for(&app, &page.actor, id).await?).await?;
    let disposition = format!("attachment; filename=\"{}.zip\"", edxml::stem(&envelope));
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, edxml::package(&envelope)?).into_response())
}

pub async fn step(Given(app): Given<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let Some(step) = platform::key::parse::<Step>(fields.value("step")) else {
        find_for(&app, &page.actor, id).await?;
        return Err(Problem::refuse("Không rõ bước cần làm.", "Mở lại trang của văn bản và chọn một bước."));
    };
    let taken = match said(&app, &fields) {
        Ok(said) => take_step(&app, &page.actor, id, step, said).await,
        Err(refusal) => Err(refusal.into()),
    };
    match taken {
        Ok(()) => Ok(Redirect::to(&outgoing_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

fn said(app: &App, fields: &Fields) -> std::result::Result<Said, Refusal> {
    let mut reading = Reading::new(fields);
    let on = reading.day("on").unwrap_or(app.today());
    let (post, capacity) = (reading.optional("post"), reading.optional("capacity"));
    let signature = reading.optional("name").map(|name| Signature { name, post, capacity, on });
    let said = Said {
        reason: reading.optional("reason"),
        document: reading.optional("document"),
        signature,
        issued_on: reading.day("issued_on"),
        taken_on: None,
    };
    reading.finish()?;
    Ok(said)
}

pub async fn receipts(Given(app): Given<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let chosen: Vec<i64> = if fields.is("all", "yes") {
        let paper = find_for(&app, &page.actor, id).await?;
        paper.recipients.iter().map(|(recipient, _)| recipient.id).collect()
    } else {
        fields.with_prefix("recipient-").filter_map(|(id, _)| id.parse().ok()).collect()
    };
    let mut reading = Reading::new(&fields);
    let (note, day) = (reading.optional("note"), reading.day("day"));
    let noted = match (platform::key::parse(fields.value("status")), reading.finish()) {
        (Some(status), Ok(())) => note_receipts(&app, &page.actor, id, &chosen, Receipt { status, day, note }).await,
        (Some(_), Err(refusal)) => Err(refusal.into()),
        (None, _) => {
            find_for(&app, &page.actor, id).await?;
            Err(Problem::refuse("Chưa chọn tình trạng.", "Chọn một tình trạng trong danh sách."))
        }
    };
    match noted {
        Ok(()) => Ok(Redirect::to(&format!("{}#receipts", outgoing_path(id))).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "documents/templates/outgoing_edit.html")]
struct EditPage {
    page: Page,
    /// Where the form goes.
    action: String,
    series: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    /// Whether the draft is not there yet, and so needs a series.
    is_new: bool,
    fields: Fields,
    refusal: Option<Refusal>,
}

impl EditPage {
    fn error(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

fn edit_page(page: Page, view: EditPage) -> Result<Response> {
    let status = if view.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = page.t("documents-draft");
    let kinds = kind_options(&page)?;
    Ok((status, render(&EditPage { page: page.titled(title), kinds, ..view })?).into_response())
}

async fn new_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    gate::anywhere(&page.actor, WRITE, app.territory())?;
    let series = readable_series(app, &page.actor, Direction::Outgoing).await?;
    let series = series.iter().filter(|series| may(app, &page.actor, WRITE, series)).map(series_option).collect();
    let action = "/documents/outgoing".to_owned();
    edit_page(page.clone(), EditPage { page, action, series, kinds: Vec::new(), is_new: true, fields, refusal })
}

pub async fn new_form(Given(app): Given<App>, page: Page) -> Result<Response> {
    new_page(&app, page, Fields::of([("kind", "dispatch"), ("symbol", "BHXH-")]), None).await
}

pub async fn create(Given(app): Given<App>, page: Page, fields: Fields) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, WRITE, app.territory())?;
    let drafted = match (read(&fields), fields.value("series").parse()) {
        (Ok(content), Ok(series)) => draft_paper(&app, &page.actor, series, &content, None).await,
        (Ok(_), Err(_)) => Err(Problem::refuse("Chưa chọn sổ.", "Chọn một sổ văn bản đi.")),
        (Err(refusal), _) => Err(refusal.into()),
    };
    match drafted {
        Ok(id) => Ok(Redirect::to(&outgoing_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => new_page(&app, page, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

pub async fn edit_form(Given(app): Given<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    let paper = find_for(&app, &page.actor, id).await?;
    service::authorise(&app, &page.actor, WRITE, &paper.series)?;
    let fields = fields_of(&paper.content)?;
    let action = format!("{}/edit", outgoing_path(id));
    edit_page(
        page.clone(),
        EditPage { page, action, series: Vec::new(), kinds: Vec::new(), is_new: false, fields, refusal: None },
    )
}

pub async fn edit(Given(app): Given<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let edited = match read(&fields) {
        Ok(content) => edit_paper(&app, &page.actor, id, &content).await,
        Err(refusal) => {
            let paper = find_for(&app, &page.actor, id).await?;
            service::authorise(&app, &page.actor, WRITE, &paper.series)?;
            Err(refusal.into())
        }
    };
    match edited {
        Ok(()) => Ok(Redirect::to(&outgoing_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => {
            let action = format!("{}/edit", outgoing_path(id));
            let refusal = Some(refusal);
            edit_page(
                page.clone(),
                EditPage { page, action, series: Vec::new(), kinds: Vec::new(), is_new: false, fields, refusal },
            )
        }
        Err(problem) => Err(problem),
    }
}

fn fields_of(content: &Content) -> Result<Fields> {
    let recipients: Vec<String> = content.recipients.iter().map(Recipient::line).collect();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(Fields::of([
        ("kind", platform::key::of(&content.kind)?),
        ("symbol", content.symbol.clone()),
        ("subject", content.subject.clone()),
        ("place", optional(&content.place)),
        ("drafted_by", optional(&content.drafted_by)),
        ("keeper", optional(&content.keeper)),
        ("copies", content.copies.map(|copies| copies.to_string()).unwrap_or_default()),
        ("addressees", content.addressees.join("\n")),
        ("recipients", recipients.join("\n")),
        ("cites", content.cites.join("\n")),
        ("implements", content.implements.join("\n")),
        ("replaces", content.replaces.join("\n")),
        ("amends", content.amends.join("\n")),
        ("annexes", content.annexes.join("\n")),
        ("note", optional(&content.note)),
    ]))
}

fn read(fields: &Fields) -> std::result::Result<Content, Refusal> {
    let mut reading = Reading::new(fields);
    let kind = platform::key::parse::<DocumentKind>(fields.value("kind"));
    if kind.is_none() {
        reading.fault("kind", "chưa chọn loại văn bản", "Chọn một loại trong danh sách.");
    }
    let copies = reading.parsed("copies", "Ghi một số nguyên.", |text| text.parse::<i64>());
    let content = Content {
        kind: kind.unwrap_or(DocumentKind::Other),
        symbol: reading.required("symbol"),
        subject: reading.required("subject"),
        place: reading.optional("place"),
        drafted_by: reading.optional("drafted_by"),
        keeper: reading.optional("keeper"),
        copies,
        addressees: lines(fields, "addressees"),
        recipients: lines(fields, "recipients").iter().filter_map(|line| Recipient::of_line(line)).collect(),
        cites: lines(fields, "cites"),
        implements: lines(fields, "implements"),
        replaces: lines(fields, "replaces"),
        amends: lines(fields, "amends"),
        annexes: lines(fields, "annexes"),
        files: Vec::new(),
        note: reading.optional("note"),
    };
    reading.finish()?;
    Ok(content)
}
