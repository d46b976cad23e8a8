//! The tree of papers, the list of grounds to review, and the words for a ground.

use super::super::store as papers;
use super::super::{path, service::label};
use super::model::{End, How, Verdict};
use super::service::{self, Ground, Way};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use platform::form::{Fields, Reading};
use platform::page::render;
use platform::problem::Problem;
use platform::{Page, Result};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;

/// Grounds shown on the list.
const SHOWN: usize = 300;

pub fn router() -> Router<App> {
    Router::new()
        .route("/documents/bases", get(bases))
        .route("/documents/{id}/tree", get(tree))
        .route("/documents/{id}/expiry", post(expire))
}

/// A ground in words.
pub struct GroundView {
    /// What the paper does with it.
    pub relation: String,
    /// Its number and date, or its key.
    pub label: String,
    /// Its page; empty when it is not in the register.
    pub path: String,
    /// Why it should be looked at; empty when nothing speaks against it.
    pub warning: String,
    /// `bad` when it was gone already when it was cited, else `warn`.
    pub class: &'static str,
    /// The paper that rests on it.
    pub paper: String,
    /// Its page.
    pub paper_path: String,
}

fn end_words(page: &Page, end: &End) -> String {
    let key = match end.how {
        How::Replaced => "documents-end-replaced",
        How::Recalled => "documents-end-recalled",
        How::Expired => "documents-end-expired",
    };
    let mut words = page.t(key);
    if let Some(since) = end.since {
        words = page.a2("documents-end-since", "how", words, "day", vietnamese_date(since));
    }
    if end.by.is_empty() { words } else { page.a2("documents-end-by", "how", words, "by", &end.by) }
}

fn ground_view(page: &Page, ground: &Ground) -> GroundView {
    let (warning, class) = match &ground.verdict {
        Verdict::Holds => (String::new(), ""),
        Verdict::GoneBefore(end) => (page.a("documents-ground-gone-before", "end", end_words(page, end)), "bad"),
        Verdict::GoneSince(end) => (page.a("documents-ground-gone-since", "end", end_words(page, end)), "warn"),
        Verdict::GoneUnknown(end) => (page.a("documents-ground-gone-unknown", "end", end_words(page, end)), "warn"),
        Verdict::NotYet(day) => (page.a("documents-ground-not-yet", "day", vietnamese_date(*day)), "bad"),
    };
    GroundView {
        relation: page.t(&format!("documents-relation-{}", ground.relation)),
        label: ground.ground.as_ref().map_or_else(|| ground.key.clone(), label),
        path: ground.ground.as_ref().map(|row| path(row.id)).unwrap_or_default(),
        warning,
        class,
        paper: label(&ground.paper),
        paper_path: path(ground.paper.id),
    }
}

/// The grounds of a paper that should be looked at, and why the paper itself does not hold, in words.
pub async fn ground_views(
    app: &App,
    page: &Page,
    row: &papers::DocumentRow,
) -> Result<(Vec<GroundView>, Option<String>)> {
    let grounds = service::grounds_of(app, row).await?;
    let views =
        grounds.iter().filter(|ground| ground.verdict != Verdict::Holds).map(|ground| ground_view(page, ground));
    let end = service::end_of(app, row).await?;
    Ok((views.collect(), end.map(|end| end_words(page, &end))))
}

#[derive(Template)]
#[template(path = "documents/templates/bases.html")]
struct BasesPage {
    page: Page,
    tab: &'static str,
    rows: Vec<GroundView>,
    count: usize,
    more: usize,
}

async fn bases(State(app): State<App>, page: Page) -> Result<Response> {
    let grounds = service::grounds_to_review(&app).await?;
    let title = page.t("documents-bases");
    let rows: Vec<GroundView> = grounds.iter().take(SHOWN).map(|ground| ground_view(&page, ground)).collect();
    let (count, more) = (grounds.len(), grounds.len().saturating_sub(SHOWN));
    Ok(render(&BasesPage { page: page.titled(title), tab: "bases", rows, count, more })?.into_response())
}

struct LineView {
    label: String,
    path: String,
    subject: String,
    issuer: String,
    relation: String,
    end: String,
    missing: Vec<(String, String)>,
    here: bool,
    opens: bool,
    closes: usize,
}

#[derive(Template)]
#[template(path = "documents/templates/tree.html")]
struct TreePage {
    page: Page,
    id: i64,
    heading: String,
    own_path: String,
    up: bool,
    lines: Vec<LineView>,
    count: usize,
    cut: bool,
}

async fn tree(
    State(app): State<App>,
    page: Page,
    Path(id): Path<i64>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    let root = papers::find(app.reader(), id).await?.ok_or_else(|| Problem::NotFound(format!("văn bản số {id}")))?;
    let up = asked.get("way").is_some_and(|way| way == "up");
    let way = if up { Way::Up } else { Way::Down };
    let walked = service::walk(&app, &root, way).await?;
    let prefix = if up { "documents-relation" } else { "documents-relation-down" };
    let mut lines = Vec::with_capacity(walked.lines.len());
    for line in &walked.lines {
        let Some(row) = walked.papers.get(&line.id) else { continue };
        let end = match row.state.as_str() {
            "expired" | "replaced" => page.t(&format!("documents-state-{}", row.state)),
            _ => String::new(),
        };
        let missing = walked.missing.iter().filter(|(paper, _, _)| *paper == line.id);
        lines.push(LineView {
            label: label(row),
            path: path(row.id),
            subject: if row.number.is_some() { row.subject.clone() } else { String::new() },
            issuer: row.issuer.clone(),
            relation: if line.relation.is_empty() {
                String::new()
            } else {
                page.t(&format!("{prefix}-{}", line.relation))
            },
            end,
            missing: missing
                .map(|(_, relation, key)| (page.t(&format!("documents-relation-{relation}")), key.clone()))
                .collect(),
            here: row.id == id,
            opens: line.opens,
            closes: line.closes,
        });
    }
    let heading = label(&root);
    let title = page.a("documents-tree-of", "paper", &heading);
    let count = walked.papers.len() - 1;
    let view =
        TreePage { page: page.titled(title), id, heading, own_path: path(id), up, lines, count, cut: walked.cut };
    Ok(render(&view)?.into_response())
}

async fn expire(State(app): State<App>, page: Page, Path(id): Path<i64>, fields: Fields) -> Result<Response> {
    page.known()?;
    let mut reading = Reading::new(&fields);
    let since = reading.day("since");
    let ground = reading.optional("ground").unwrap_or_default();
    platform::gate::anywhere(&page.actor, super::super::ENTER, app.territory())?;
    reading.finish()?;
    service::note_expiry(&app, &page.actor, id, since, &ground).await?;
    Ok(Redirect::to(&path(id)).into_response())
}
