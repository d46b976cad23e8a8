//! Voluntary social insurance by month, counted from a list that is sent and not kept.

use super::super::COUNT;
use super::super::service::{self, Voluntary, keep, kept_as, unreadable};
use super::shown::whole;
use crate::app::App;
use crate::exchange;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use platform::page::render;
use platform::problem::Fault;
use platform::{Page, Problem, Refusal, Result, gate};
use population::gap::{Poverty, VoluntaryCount, VoluntaryCounts};
use std::path::{Path, PathBuf};

/// The kinds of household in the order of the columns, with their words.
const KINDS: [(&str, Poverty); 4] = [
    ("people-voluntary-poor", Poverty::Poor),
    ("people-voluntary-near-poor", Poverty::NearPoor),
    ("people-voluntary-other", Poverty::Other),
    ("people-voluntary-unknown", Poverty::Unknown),
];
const ALL: &str = "people-voluntary-all";

/// One kind of household in one month.
struct Cell {
    participants: String,
    new: String,
    returned: String,
}

struct Row {
    title: String,
    is_sum: bool,
    cells: Vec<Cell>,
}

struct Found {
    people: String,
    rows: String,
    refused: String,
    reasons: Vec<(String, String)>,
    rows_shown: Vec<Row>,
}

#[derive(Template)]
#[template(path = "people/templates/voluntary.html")]
struct VoluntaryPage {
    page: Page,
    kinds: [(&'static str, Poverty); 4],
    columns: [&'static str; 5],
    from: String,
    to: String,
    found: Option<Found>,
    refusal: Option<Refusal>,
}

/// What the form sent.
#[derive(Default)]
struct Sent {
    list: Option<PathBuf>,
    from: String,
    to: String,
    wants_returned: bool,
}

impl Sent {
    async fn take(form: &mut Multipart, folder: &Path) -> Result<Self> {
        let mut sent = Self::default();
        while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
            match field.name().unwrap_or_default() {
                "list" => {
                    let Some(path) = kept_as(folder, "", field.file_name().unwrap_or_default()) else { continue };
                    keep(&mut field, &path).await?;
                    sent.list = Some(path);
                }
                "from" => sent.from = field.text().await.map_err(unreadable)?,
                "to" => sent.to = field.text().await.map_err(unreadable)?,
                "do" => sent.wants_returned = field.text().await.map_err(unreadable)? == "returned",
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The list and its months, or everything that is wrong.
    fn check(&self) -> Result<(PathBuf, (NaiveDate, NaiveDate))> {
        let mut faults = Vec::new();
        if self.list.is_none() {
            let rule = "chưa chọn tệp, hoặc tệp không phải XLSX, CSV, Parquet";
            faults.push(Fault::field("list", rule, "Chọn một tệp .xlsx, .csv hoặc .parquet."));
        }
        let mut month = |name: &str, text: &str| match service::month(text) {
            Ok(month) => Some(month),
            Err(error) => {
                faults.push(Fault::field(name, error, "Ghi năm và tháng, ví dụ 2024-01."));
                None
            }
        };
        let months = (month("from", &self.from), month("to", &self.to));
        match (&self.list, months) {
            (Some(list), (Some(from), Some(to))) => Ok((list.clone(), (from, to))),
            _ => Err(Refusal::of_faults(faults).into()),
        }
    }
}

pub async fn form(State(app): State<App>, page: Page) -> Result<Response> {
    gate::anywhere(&page.actor, COUNT, app.territory())?;
    let today = app.today();
    let (from, to) = (format!("{}-01", today.year()), format!("{}-{:02}", today.year(), today.month()));
    Ok(render(&view(page, from, to, None, None))?.into_response())
}

pub async fn count(State(app): State<App>, page: Page, form: Option<Multipart>) -> Result<Response> {
    gate::anywhere(&page.actor, COUNT, app.territory())?;
    let room = service::room(&app)?;
    let sent = match form {
        Some(mut form) => Sent::take(&mut form, room.path()).await?,
        None => Sent::default(),
    };
    match answer(&app, &sent, room.path()).await {
        Ok(found) if sent.wants_returned => match &found.rejects {
            Some(file) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Ok(exchange::download(&name, std::fs::read(file)?))
            }
            None => {
                let refusal = Refusal::new("Không có dòng nào sai để trả lại.", "Bấm Đếm để xem số liệu.");
                Ok(refused(page, &sent, refusal)?)
            }
        },
        Ok(found) => {
            let shown = shown(&found);
            Ok(render(&view(page, sent.from, sent.to, Some(shown), None))?.into_response())
        }
        Err(Problem::Refused(refusal)) => Ok(refused(page, &sent, refusal)?),
        Err(problem) => Err(problem),
    }
}

async fn answer(app: &App, sent: &Sent, room: &Path) -> Result<Voluntary> {
    let (list, months) = sent.check()?;
    service::voluntary(app, list, months, room.to_owned()).await
}

fn refused(page: Page, sent: &Sent, refusal: Refusal) -> Result<Response> {
    let view = view(page, sent.from.clone(), sent.to.clone(), None, Some(refusal));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
}

fn view(page: Page, from: String, to: String, found: Option<Found>, refusal: Option<Refusal>) -> VoluntaryPage {
    let [one, two, three, four] = KINDS.map(|(words, _)| words);
    VoluntaryPage {
        kinds: KINDS,
        columns: [one, two, three, four, ALL],
        from,
        to,
        found,
        refusal,
        page: page.clone().titled(page.t("people-voluntary")),
    }
}

fn shown(found: &Voluntary) -> Found {
    let month = |month: &service::Month| row(format!("{:02}/{}", month.end.month(), month.end.year()), month.counts);
    let mut rows: Vec<Row> = found.months.iter().map(month).collect();
    if rows.len() > 1 {
        rows.push(Row { is_sum: true, ..row(String::new(), found.all) });
    }
    Found {
        people: whole(found.people as u64),
        rows: whole(found.tally.rows),
        refused: whole(found.tally.refused),
        reasons: found.tally.faults.iter().map(|(rule, rows)| (rule.demand().to_owned(), whole(*rows))).collect(),
        rows_shown: rows,
    }
}

fn row(title: String, counts: VoluntaryCounts) -> Row {
    let mut all = VoluntaryCount::default();
    let mut cells = Vec::new();
    for (_, kind) in KINDS {
        let count = counts.of(kind);
        all.participants += count.participants;
        all.new += count.new;
        all.returned += count.returned;
        cells.push(cell(count));
    }
    cells.push(cell(all));
    Row { title, is_sum: false, cells }
}

fn cell(count: VoluntaryCount) -> Cell {
    Cell { participants: whole(count.participants), new: whole(count.new), returned: whole(count.returned) }
}
