//! One incoming paper with what became of it, and the form that registers one.

use super::super::edxml;
use super::super::model::{Direction, Handling, NewIncoming};
use super::super::service::incoming::{Arrival, Handled, find_for, handle_arrival, register_arrival};
use super::super::service::{may, readable_series};
use super::lists::class_of_handling;
use super::{incoming_path, kind_options, kind_word, series_option, word};
use crate::app::App;
use crate::documents::model::DocumentKind;
use crate::documents::{ENTER, HANDLE, path, reading};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use platform::blob::Blobs;
use platform::form::{Fields, Reading};
use platform::gate;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::{Page, Result};
use rules::period::vietnamese_date;

struct Event {
    state: String,
    class: &'static str,
    day: String,
    by: String,
    whom: String,
    note: String,
    change: i64,
}

struct Action {
    key: String,
    word: String,
    asks_whom: bool,
}

#[derive(Template)]
#[template(path = "documents/templates/incoming_show.html")]
struct ShowPage {
    page: Page,
    id: i64,
    heading: String,
    arrival: Arrival,
    kind: String,
    arrived_on: String,
    issued_on: String,
    state: String,
    class: &'static str,
    document_path: Option<String>,
    events: Vec<Event>,
    actions: Vec<Action>,
    /// Whose turn it is, for a reader who may do nothing.
    waits: String,
    /// The page of facts, once the paper has a text.
    facts_path: Option<String>,
    /// Whether the file may be read into facts now.
    may_read: bool,
    today: String,
    fields: Fields,
    refusal: Option<Refusal>,
}

pub async fn show(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    answer(&app, page, id, Fields::default(), None).await
}

async fn answer(app: &App, page: Page, id: i64, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    let arrival = find_for(app, &page.actor, id).await?;
    let state = arrival.state();
    let mut actions = Vec::new();
    if may(app, &page.actor, HANDLE, &arrival.series) {
        for next in state.next() {
            let key = platform::key::of(next)?;
            let word = word(&page, "documents-handle", &key);
            actions.push(Action { key, word, asks_whom: *next != Handling::Handled });
        }
    }
    let events = arrival.handlings.iter().map(|row| {
        let class = platform::key::parse(&row.state).map_or("unknown", class_of_handling);
        Event {
            state: word(&page, "documents-handling", &row.state),
            class,
            day: vietnamese_date(row.day),
            by: row.by.clone(),
            whom: row.whom.clone().unwrap_or_default(),
            note: row.note.clone().unwrap_or_default(),
            change: row.change_id,
        }
    });
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let has_text = match arrival.row.document_id {
        Some(document) => reading::text_of(app, document).await?.is_some(),
        None => false,
    };
    let is_readable = arrival.row.document_id.is_some() && arrival.row.sha256.is_some();
    let heading = page.a2("documents-arrival-number", "number", arrival.row.number, "year", arrival.row.year);
    let view = ShowPage {
        id,
        events: events.collect(),
        kind: kind_word(&page, &arrival.row.kind),
        arrived_on: vietnamese_date(arrival.row.arrived_on),
        issued_on: arrival.row.issued_on.map(vietnamese_date).unwrap_or_default(),
        state: word(&page, "documents-handling", &platform::key::of(&state)?),
        class: class_of_handling(state),
        waits: page.t(match state {
            Handling::Registered => "documents-waits-transfer",
            Handling::Transferred => "documents-waits-receipt",
            Handling::Received => "documents-waits-handling",
            Handling::Handled => "documents-no-step",
        }),
        facts_path: arrival.row.document_id.filter(|_| has_text).map(facts_path),
        may_read: is_readable && !has_text && page.may(ENTER),
        document_path: arrival.row.document_id.map(path),
        page: page.titled(heading.clone()),
        heading,
        arrival,
        actions,
        today: app.today().to_string(),
        fields,
        refusal,
    };
    Ok((status, render(&view)?).into_response())
}

pub async fn file(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    let arrival = find_for(&app, &page.actor, id).await?;
    let missing = || Problem::NotFound(format!("tệp của văn bản đến số {id}"));
    let address = arrival.row.sha256.ok_or_else(missing)?;
    let bytes = Blobs::of(&app.config().data).read(&address)?;
    let name = platform::web::encode_query_value(&arrival.row.file_name.unwrap_or_default());
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let kind = "application/octet-stream".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

fn facts_path(document: i64) -> String {
    format!("{}/facts", path(document))
}

/// Reads the file that arrived, so that its facts wait for a decision beside its text.
pub async fn read_file(State(app): State<App>, page: Page, Path(id): Path<i64>) -> Result<Response> {
    page.known()?;
    let row = find_for(&app, &page.actor, id).await?.row;
    gate::anywhere(&page.actor, ENTER, app.territory())?;
    let (Some(document), Some(address), Some(name)) = (row.document_id, row.sha256, row.file_name) else {
        let refusal = Refusal::new(
            "Văn bản này không có tệp để đọc.",
            "Gửi tệp ở trang của văn bản, mục “Thêm tệp và toàn văn”.",
        );
        return answer(&app, page, id, Fields::default(), Some(refusal)).await;
    };
    let bytes = Blobs::of(&app.config().data).read(&address)?;
    let stored = match reading::read_file(&name, &bytes) {
        Ok((read, _)) => reading::store_text(&app, &page.actor, document, Some((&name, &address)), read).await,
        Err(problem) => Err(problem),
    };
    match stored {
        Ok(_) => Ok(Redirect::to(&facts_path(document)).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, Fields::default(), Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

pub async fn step(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let Some(state) = platform::key::parse::<Handling>(fields.value("step")) else {
        find_for(&app, &page.actor, id).await?;
        return Err(Problem::refuse("Không rõ bước cần làm.", "Mở lại trang của văn bản và chọn một bước."));
    };
    let mut reading = Reading::new(&fields);
    let (whom, note, day) = (reading.optional("whom"), reading.optional("note"), reading.day("day"));
    let handled = match reading.finish() {
        Ok(()) => handle_arrival(&app, &page.actor, id, Handled { state, whom, note, day }).await,
        Err(refusal) => Err(refusal.into()),
    };
    match handled {
        Ok(()) => Ok(Redirect::to(&incoming_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => answer(&app, page, id, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "documents/templates/incoming_new.html")]
struct NewPage {
    page: Page,
    series: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    fields: Fields,
    refusal: Option<Refusal>,
}

impl NewPage {
    fn error(&self, name: &str) -> String {
        self.refusal.as_ref().map(|refusal| refusal.words_of(name)).unwrap_or_default()
    }
}

pub async fn new_form(State(app): State<App>, page: Page) -> Result<Response> {
    let mut fields = Fields::default();
    fields.set("arrived_on", app.today().to_string());
    fields.set("kind", "dispatch");
    new_page(&app, page, fields, None).await
}

async fn new_page(app: &App, page: Page, fields: Fields, refusal: Option<Refusal>) -> Result<Response> {
    gate::anywhere(&page.actor, HANDLE, app.territory())?;
    let series = readable_series(app, &page.actor, Direction::Incoming).await?;
    let series = series.iter().filter(|series| may(app, &page.actor, HANDLE, series)).map(series_option).collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let kinds = kind_options(&page)?;
    let title = page.t("documents-arrive");
    Ok((status, render(&NewPage { page: page.titled(title), series, kinds, fields, refusal })?).into_response())
}

/// Fills the form from an edXML file, for the clerk to look over.
pub async fn read_exchange(State(app): State<App>, page: Page, form: Multipart) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, HANDLE, app.territory())?;
    let sent = crate::documents::upload::fields(&app, form).await?;
    let Some(address) = sent.filled("file_address") else {
        let refusal = Refusal::new("Chưa chọn tệp.", "Chọn tệp edXML rồi gửi lại.");
        return new_page(&app, page, sent, Some(refusal)).await;
    };
    let bytes = Blobs::of(&app.config().data).read(address)?;
    match papers::exchange::read(&String::from_utf8_lossy(&bytes)) {
        Ok(envelope) => {
            let fields = fields_of(&edxml::arrival(&app, &envelope, 0)?)?;
            new_page(&app, page, fields, None).await
        }
        Err(error) => new_page(&app, page, Fields::default(), Some(edxml::refused(&error))).await,
    }
}

fn fields_of(new: &NewIncoming) -> Result<Fields> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let (file_name, file_address) = new.file.clone().unwrap_or_default();
    Ok(Fields::of([
        ("arrived_on", new.arrived_on.to_string()),
        ("author", new.author.clone()),
        ("printed", optional(&new.printed)),
        ("issued_on", new.issued_on.map(|day| day.to_string()).unwrap_or_default()),
        ("kind", platform::key::of(&new.kind)?),
        ("subject", new.subject.clone()),
        ("note", optional(&new.note)),
        ("file_name", file_name),
        ("file_address", file_address),
    ]))
}

pub async fn create(State(app): State<App>, page: Page, form: Multipart) -> Result<Response> {
    page.known()?;
    gate::anywhere(&page.actor, HANDLE, app.territory())?;
    let fields = crate::documents::upload::fields(&app, form).await?;
    let registered = match read(&fields) {
        Ok(new) => register_arrival(&app, &page.actor, &new).await,
        Err(refusal) => Err(refusal.into()),
    };
    match registered {
        Ok(id) => Ok(Redirect::to(&incoming_path(id)).into_response()),
        Err(Problem::Refused(refusal)) => new_page(&app, page, fields, Some(refusal)).await,
        Err(problem) => Err(problem),
    }
}

fn read(fields: &Fields) -> std::result::Result<NewIncoming, Refusal> {
    let mut reading = Reading::new(fields);
    let series = reading.parsed("series", "Chọn một sổ văn bản đến.", |text| text.parse::<i64>());
    let kind = platform::key::parse::<DocumentKind>(fields.value("kind"));
    if series.is_none() {
        reading.fault("series", "chưa chọn sổ", "Chọn một sổ văn bản đến.");
    }
    if kind.is_none() {
        reading.fault("kind", "chưa chọn loại văn bản", "Chọn một loại trong danh sách.");
    }
    let arrived_on = reading.day("arrived_on");
    if arrived_on.is_none() {
        reading.fault("arrived_on", "chưa ghi ngày đến", "Điền ô này.");
    }
    let file =
        fields.filled("file_name").zip(fields.filled("file_address").filter(|text| platform::blob::is_address(text)));
    let new = NewIncoming {
        series: series.unwrap_or_default(),
        arrived_on: arrived_on.unwrap_or_default(),
        author: reading.required("author"),
        printed: reading.optional("printed"),
        issued_on: reading.day("issued_on"),
        kind: kind.unwrap_or(DocumentKind::Other),
        subject: reading.required("subject"),
        note: reading.optional("note"),
        file: file.map(|(name, address)| (name.to_owned(), address.to_owned())),
        again: fields.is("again", "yes"),
    };
    reading.finish()?;
    Ok(new)
}
