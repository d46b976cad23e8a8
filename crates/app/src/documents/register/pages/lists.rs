//! Both registers with their ten columns, filters and sheets.

use super::super::exchange;
use super::super::model::{Direction, Handling, State};
use super::super::service::incoming::{self, Arrival};
use super::super::service::{self, Paper, readable_series};
use super::super::store::{self, Filter};
use super::{incoming_path, kind_options, kind_word, outgoing_path, series_option, word};
use crate::app::App;
use crate::documents::service::folded_words;
use crate::documents::{HANDLE, MANAGE, WRITE};
use crate::exchange::download;
use askama::Template;
use axum::extract::{Query, State as Given};
use axum::response::{IntoResponse, Response};
use platform::page::render;
use platform::{Page, Result, sheet};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;

const PAGE_SIZE: u64 = 50;

struct OutgoingRow {
    path: String,
    number: String,
    issued_on: String,
    kind: String,
    subject: String,
    signer: String,
    receivers: String,
    keeper: String,
    copies: String,
    sent_on: String,
    receipt: String,
    note: String,
    state: String,
    class: &'static str,
    /// Whose register it is, where several are shown.
    agency: String,
}

struct IncomingRow {
    path: String,
    arrived_on: String,
    number: i64,
    author: String,
    printed: String,
    issued_on: String,
    kind: String,
    subject: String,
    whom: String,
    transferred_on: String,
    receipt: String,
    note: String,
    state: String,
    class: &'static str,
    /// Whose register it is, where several are shown.
    agency: String,
}

/// What both lists have in common.
struct Frame {
    series: Vec<(String, String)>,
    years: Vec<String>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    asked: BTreeMap<String, String>,
    /// The filters as a query, for links to other pages and the sheet.
    query: String,
    count: u64,
    number: u64,
    last: u64,
    may_manage: bool,
}

impl Frame {
    fn is(&self, name: &str, value: &str) -> bool {
        self.asked.get(name).is_some_and(|asked| asked == value)
    }

    fn text(&self, name: &str) -> &str {
        self.asked.get(name).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "documents/templates/outgoing_list.html")]
struct OutgoingList {
    page: Page,
    tab: &'static str,
    frame: Frame,
    waiting: Vec<(String, u64, String)>,
    has_waiting: bool,
    rows: Vec<OutgoingRow>,
    may_write: bool,
}

#[derive(Template)]
#[template(path = "documents/templates/incoming_list.html")]
struct IncomingList {
    page: Page,
    tab: &'static str,
    frame: Frame,
    rows: Vec<IncomingRow>,
    may_register: bool,
}

type Asked = BTreeMap<String, String>;

fn filled<'a>(asked: &'a Asked, name: &str) -> Option<&'a str> {
    asked.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

async fn filter(
    app: &App,
    page: &Page,
    direction: Direction,
    asked: &Asked,
) -> Result<(Filter, Vec<(String, String)>)> {
    let readable = readable_series(app, &page.actor, direction).await?;
    let wanted = filled(asked, "series").and_then(|id| id.parse::<i64>().ok());
    let ids = readable.iter().map(|series| series.id).filter(|id| wanted.is_none_or(|wanted| wanted == *id));
    let filter = Filter {
        series: ids.collect(),
        year: filled(asked, "year").and_then(|year| year.parse().ok()),
        kind: filled(asked, "kind").map(str::to_owned),
        state: filled(asked, "state").map(str::to_owned),
        words: filled(asked, "q").map(folded_words).unwrap_or_default(),
    };
    Ok((filter, readable.iter().map(series_option).collect()))
}

async fn frame(
    app: &App,
    page: &Page,
    direction: Direction,
    asked: Asked,
    series: Vec<(String, String)>,
) -> Result<Frame> {
    let states = match direction {
        Direction::Outgoing => State::ALL
            .iter()
            .map(|state| platform::key::of(state).map(|key| (key.clone(), word(page, "documents-life", &key))))
            .collect::<Result<_>>()?,
        Direction::Incoming => Handling::ALL
            .iter()
            .map(|state| platform::key::of(state).map(|key| (key.clone(), word(page, "documents-handling", &key))))
            .collect::<Result<_>>()?,
    };
    let pairs =
        ["series", "year", "kind", "state", "q"].into_iter().filter_map(|name| Some((name, filled(&asked, name)?)));
    let encode = platform::web::encode_query_value;
    let query: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let number = filled(&asked, "page").and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
    Ok(Frame {
        series,
        years: store::years(app.reader(), direction).await?.iter().map(i64::to_string).collect(),
        kinds: kind_options(page)?,
        states,
        query: query.join("&"),
        asked,
        count: 0,
        number,
        last: 1,
        may_manage: page.may(MANAGE),
    })
}

pub async fn outgoing(Given(app): Given<App>, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    page.known()?;
    let (filter, series) = filter(&app, &page, Direction::Outgoing, &asked).await?;
    let mut frame = frame(&app, &page, Direction::Outgoing, asked, series).await?;
    let state = filter.state.as_deref().and_then(platform::key::parse::<State>);
    let part = (frame.number - 1, PAGE_SIZE);
    let (ids, count) = match state {
        Some(state) if !state.is_numbered() => store::list_unnumbered(app.reader(), &filter, part).await?,
        _ => store::list_numbered(app.reader(), &filter, part).await?,
    };
    frame.count = count;
    frame.last = count.div_ceil(PAGE_SIZE).max(1);
    let mut waiting = Vec::new();
    for state in [State::Draft, State::Submitted, State::Signed] {
        let key = platform::key::of(&state)?;
        let count = store::count_in_state(app.reader(), filter.series.clone(), state).await?;
        waiting.push((word(&page, "documents-life", &key), count, format!("/documents/outgoing?state={key}")));
    }
    let papers = service::load(app.reader(), &ids).await?;
    let rows = papers.iter().map(|paper| outgoing_row(&page, paper)).collect::<Result<_>>()?;
    let title = page.t("documents-outgoing");
    let may_write = page.may(WRITE);
    let has_waiting = waiting.iter().any(|(_, count, _)| *count > 0);
    let tab = "outgoing";
    let view = OutgoingList { page: page.titled(title), tab, frame, waiting, has_waiting, rows, may_write };
    Ok(render(&view)?.into_response())
}

/// The class of a state's badge.
pub(super) fn class_of(state: State) -> &'static str {
    match state {
        State::Issued => "good",
        State::Submitted | State::Signed => "warn",
        State::Recalled | State::Withdrawn | State::Replaced => "bad",
        State::Draft => "unknown",
    }
}

fn outgoing_row(page: &Page, paper: &Paper) -> Result<OutgoingRow> {
    let state = paper.state();
    Ok(OutgoingRow {
        path: outgoing_path(paper.id),
        number: paper
            .number
            .as_ref()
            .map_or_else(|| format!("…/{}", paper.content.symbol), |number| number.printed.clone()),
        issued_on: paper.number.as_ref().map(|number| vietnamese_date(number.issued_on)).unwrap_or_default(),
        kind: unless_said(kind_word(page, &platform::key::of(&paper.content.kind)?), &paper.content.subject),
        subject: paper.content.subject.clone(),
        signer: paper.signature().map(|signature| signature.name).unwrap_or_default(),
        receivers: exchange::receivers(paper),
        keeper: paper.content.keeper.clone().unwrap_or_default(),
        copies: paper.content.copies.map(|copies| copies.to_string()).unwrap_or_default(),
        sent_on: exchange::sent_on(paper).map(vietnamese_date).unwrap_or_default(),
        receipt: exchange::confirmed(paper),
        note: exchange::note(paper),
        state: word(page, "documents-life", &platform::key::of(&state)?),
        class: class_of(state),
        agency: agency(&paper.series),
    })
}

pub async fn incoming(Given(app): Given<App>, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    page.known()?;
    let (filter, series) = filter(&app, &page, Direction::Incoming, &asked).await?;
    let mut frame = frame(&app, &page, Direction::Incoming, asked, series).await?;
    let (rows, count) = store::list_incoming(app.reader(), &filter, (frame.number - 1, PAGE_SIZE)).await?;
    frame.count = count;
    frame.last = count.div_ceil(PAGE_SIZE).max(1);
    let arrivals = incoming::load(app.reader(), rows).await?;
    let rows = arrivals.iter().map(|arrival| incoming_row(&page, arrival)).collect::<Result<_>>()?;
    let title = page.t("documents-incoming");
    let may_register = page.may(HANDLE);
    Ok(render(&IncomingList { page: page.titled(title), tab: "incoming", frame, rows, may_register })?.into_response())
}

/// The kind, unless the subject itself begins with it.
fn unless_said(kind: String, subject: &str) -> String {
    let said = subject.get(..kind.len()).is_some_and(|start| start.to_lowercase() == kind.to_lowercase());
    if said { String::new() } else { kind }
}

fn agency(series: &store::SeriesRow) -> String {
    format!("{} · {}", series.issuer, series.name)
}

/// The class of a badge of an arrival.
pub(super) fn class_of_handling(state: Handling) -> &'static str {
    match state {
        Handling::Registered => "unknown",
        Handling::Transferred => "warn",
        Handling::Received | Handling::Handled => "good",
    }
}

fn incoming_row(page: &Page, arrival: &Arrival) -> Result<IncomingRow> {
    let row = &arrival.row;
    let transferred = arrival.last(Handling::Transferred);
    let received = arrival.last(Handling::Received);
    Ok(IncomingRow {
        path: incoming_path(row.id),
        arrived_on: vietnamese_date(row.arrived_on),
        number: row.number,
        author: row.author.clone(),
        printed: row.printed.clone().unwrap_or_default(),
        issued_on: row.issued_on.map(vietnamese_date).unwrap_or_default(),
        kind: unless_said(kind_word(page, &row.kind), &row.subject),
        subject: row.subject.clone(),
        whom: transferred.and_then(|row| row.whom.clone()).unwrap_or_default(),
        transferred_on: transferred.map(|row| vietnamese_date(row.day)).unwrap_or_default(),
        receipt: received.map(exchange::signed_for).unwrap_or_default(),
        note: row.note.clone().unwrap_or_default(),
        state: word(page, "documents-handling", &platform::key::of(&arrival.state())?),
        class: class_of_handling(arrival.state()),
        agency: agency(&arrival.series),
    })
}

async fn export(app: &App, page: &Page, direction: Direction, asked: &Asked) -> Result<Response> {
    page.known()?;
    let (filter, _) = filter(app, page, direction, asked).await?;
    let table = exchange::table(app, direction, &filter).await?;
    Ok(download(&format!("{}.xlsx", table.name), sheet::xlsx(&table)?))
}

pub async fn export_outgoing(Given(app): Given<App>, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    export(&app, &page, Direction::Outgoing, &asked).await
}

pub async fn export_incoming(Given(app): Given<App>, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    export(&app, &page, Direction::Incoming, &asked).await
}
