//! Judging grounds, walking the graph, noting that a paper does not hold any more.

use super::super::store::DocumentRow;
use super::super::{ENTER, register, service as papers};
use super::model::{Edge, End, How, Line, Verdict, judge, lines, parents};
use super::store::{self, LinkRow};
use super::table::expiry;
use crate::app::App;
use chrono::NaiveDate;
use platform::Result;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use sea_orm::{ActiveValue, ConnectionTrait};
use std::collections::{BTreeMap, BTreeSet};

/// The relations by which a paper rests on another.
pub const GROUNDS: &[&str] = &["cites", "implements"];
/// How many papers a tree shows.
pub const TREE_SIZE: usize = 400;

/// A ground of a paper as it was judged.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The paper that rests on it.
    pub paper: DocumentRow,
    /// How: `cites` or `implements`.
    pub relation: String,
    /// The ground's key.
    pub key: String,
    /// The ground, if it is in the register.
    pub ground: Option<DocumentRow>,
    /// What is known of it.
    pub verdict: Verdict,
}

/// Everything known to end these papers.
async fn ends<C: ConnectionTrait>(connection: &C, rows: &[DocumentRow]) -> Result<BTreeMap<String, Vec<End>>> {
    let mut found: BTreeMap<String, Vec<End>> = BTreeMap::new();
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let key_of: BTreeMap<i64, &str> = rows.iter().map(|row| (row.id, row.key.as_str())).collect();
    let links = store::links_to(connection, &keys, &["replaces"]).await?;
    let by: Vec<i64> = links.iter().map(|link| link.document_id).collect();
    let by: BTreeMap<i64, DocumentRow> =
        store::papers(connection, &by).await?.into_iter().map(|row| (row.id, row)).collect();
    for link in links {
        if let Some(paper) = by.get(&link.document_id) {
            let end = End { since: paper.issued_on, how: How::Replaced, by: papers::label(paper) };
            found.entry(link.target_key).or_default().push(end);
        }
    }
    for row in store::expiries(connection, &ids).await? {
        if let Some(key) = key_of.get(&row.document_id) {
            let end = End { since: row.since, how: How::Expired, by: row.ground };
            found.entry((*key).to_owned()).or_default().push(end);
        }
    }
    for (document, day) in register::recalls(connection, &ids).await? {
        if let Some(key) = key_of.get(&document) {
            let end = End { since: Some(day), how: How::Recalled, by: String::new() };
            found.entry((*key).to_owned()).or_default().push(end);
        }
    }
    for row in rows {
        let how = match row.state.as_str() {
            "expired" => How::Expired,
            "replaced" => How::Replaced,
            _ => continue,
        };
        let ends = found.entry(row.key.clone()).or_default();
        if ends.is_empty() {
            ends.push(End { since: None, how, by: String::new() });
        }
    }
    Ok(found)
}

/// The grounds that these links lead to, judged for the paper each goes out of.
async fn judged<C: ConnectionTrait>(
    connection: &C,
    today: NaiveDate,
    links: Vec<LinkRow>,
    papers: &BTreeMap<i64, DocumentRow>,
) -> Result<Vec<Ground>> {
    let keys: BTreeSet<String> = links.iter().map(|link| link.target_key.clone()).collect();
    let rows = store::papers_of_keys(connection, &keys.into_iter().collect::<Vec<_>>()).await?;
    let ends = ends(connection, &rows).await?;
    let rows: BTreeMap<String, DocumentRow> = rows.into_iter().map(|row| (row.key.clone(), row)).collect();
    let mut grounds = Vec::with_capacity(links.len());
    for link in links {
        let Some(paper) = papers.get(&link.document_id) else { continue };
        let ground = rows.get(&link.target_key).cloned();
        let none = Vec::new();
        let ended = ends.get(&link.target_key).unwrap_or(&none);
        let issued_on = ground.as_ref().and_then(|ground| ground.issued_on);
        grounds.push(Ground {
            verdict: judge(ended, issued_on, paper.issued_on, today),
            paper: paper.clone(),
            relation: link.relation,
            key: link.target_key,
            ground,
        });
    }
    Ok(grounds)
}

/// The grounds of one paper, judged.
pub async fn grounds_of(app: &App, paper: &DocumentRow) -> Result<Vec<Ground>> {
    let mut links = store::links_from(app.reader(), &[paper.id]).await?;
    links.retain(|link| GROUNDS.contains(&link.relation.as_str()));
    judged(app.reader(), app.today(), links, &BTreeMap::from([(paper.id, paper.clone())])).await
}

/// Whether one paper holds today, as far as is known.
pub async fn end_of(app: &App, paper: &DocumentRow) -> Result<Option<End>> {
    let ends = ends(app.reader(), std::slice::from_ref(paper)).await?;
    Ok(ends.get(&paper.key).and_then(|ends| match judge(ends, None, None, app.today()) {
        Verdict::GoneUnknown(end) | Verdict::GoneBefore(end) | Verdict::GoneSince(end) => Some(end),
        Verdict::Holds | Verdict::NotYet(_) => None,
    }))
}

/// Every ground in the register that does not hold any more, of papers that hold themselves; the worst first.
pub async fn grounds_to_review(app: &App) -> Result<Vec<Ground>> {
    let connection = app.reader();
    let mut keys: BTreeSet<String> = store::replaced_keys(connection).await?.into_iter().collect();
    keys.extend(store::ended(connection).await?.into_iter().map(|row| row.key));
    let expired: Vec<i64> = store::all_expiries(connection).await?.iter().map(|row| row.document_id).collect();
    let recalled: Vec<i64> = register::all_recalled(connection).await?;
    keys.extend(store::papers(connection, &[expired, recalled].concat()).await?.into_iter().map(|row| row.key));
    let keys: Vec<String> = keys.into_iter().collect();
    let links = store::links_to(connection, &keys, GROUNDS).await?;
    let ids: BTreeSet<i64> = links.iter().map(|link| link.document_id).collect();
    let papers = store::papers(connection, &ids.into_iter().collect::<Vec<_>>()).await?;
    let own = ends(connection, &papers).await?;
    let today = app.today();
    let holds =
        |row: &DocumentRow| own.get(&row.key).is_none_or(|ends| judge(ends, None, None, today) == Verdict::Holds);
    let papers: BTreeMap<i64, DocumentRow> = papers.into_iter().filter(holds).map(|row| (row.id, row)).collect();
    let mut grounds = judged(connection, today, links, &papers).await?;
    grounds.retain(|ground| ground.verdict != Verdict::Holds);
    let rank = |ground: &Ground| match ground.verdict {
        Verdict::GoneBefore(_) => 0,
        Verdict::NotYet(_) => 1,
        Verdict::GoneUnknown(_) => 2,
        _ => 3,
    };
    grounds.sort_by_key(|ground| (rank(ground), std::cmp::Reverse(ground.paper.issued_on), ground.paper.id));
    Ok(grounds)
}

/// A tree of papers from one on: its lines, the papers, and whether it was cut.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Lines in the order of reading.
    pub lines: Vec<Line>,
    /// The papers of the lines by key.
    pub papers: BTreeMap<i64, DocumentRow>,
    /// Keys that papers of the tree name and nobody entered, with the paper and the relation.
    pub missing: Vec<(i64, String, String)>,
    /// Whether there are more papers than a tree shows.
    pub cut: bool,
}

/// Which way to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From a paper to those that rest on it.
    Down,
    /// From a paper to those it rests on.
    Up,
}

/// Walks from a paper as far as links lead.
pub async fn walk(app: &App, root: &DocumentRow, way: Way) -> Result<Tree> {
    let connection = app.reader();
    let mut papers = BTreeMap::from([(root.id, root.clone())]);
    let mut edges = Vec::new();
    let mut missing = Vec::new();
    let mut level = vec![root.clone()];
    let mut cut = false;
    while !level.is_empty() && !cut {
        let mut next = Vec::new();
        let found = step(connection, &level, way).await?;
        for (edge, paper) in found.edges {
            if !papers.contains_key(&paper.id) {
                if papers.len() >= TREE_SIZE {
                    cut = true;
                    continue;
                }
                papers.insert(paper.id, paper.clone());
                next.push(paper);
            }
            edges.push(edge);
        }
        missing.extend(found.missing);
        level = next;
    }
    let dates: BTreeMap<i64, NaiveDate> = papers.values().filter_map(|row| Some((row.id, row.issued_on?))).collect();
    let lines = lines(root.id, &parents(root.id, &edges, &dates), &dates);
    Ok(Tree { lines, papers, missing, cut })
}

struct Found {
    edges: Vec<(Edge, DocumentRow)>,
    missing: Vec<(i64, String, String)>,
}

async fn step<C: ConnectionTrait>(connection: &C, level: &[DocumentRow], way: Way) -> Result<Found> {
    let mut found = Found { edges: Vec::new(), missing: Vec::new() };
    match way {
        Way::Down => {
            let keys: Vec<String> = level.iter().map(|row| row.key.clone()).collect();
            let links = store::links_to(connection, &keys, &[]).await?;
            let ids: Vec<i64> = links.iter().map(|link| link.document_id).collect();
            let rows: BTreeMap<i64, DocumentRow> =
                store::papers(connection, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
            for link in links {
                let near = level.iter().find(|row| row.key == link.target_key);
                if let (Some(near), Some(far)) = (near, rows.get(&link.document_id)) {
                    found.edges.push((Edge { near: near.id, far: far.id, relation: link.relation }, far.clone()));
                }
            }
        }
        Way::Up => {
            let ids: Vec<i64> = level.iter().map(|row| row.id).collect();
            let links = store::links_from(connection, &ids).await?;
            let keys: Vec<String> = links.iter().map(|link| link.target_key.clone()).collect();
            let rows: BTreeMap<String, DocumentRow> =
                store::papers_of_keys(connection, &keys).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
            for link in links {
                match rows.get(&link.target_key) {
                    Some(far) => {
                        let edge = Edge { near: link.document_id, far: far.id, relation: link.relation };
                        found.edges.push((edge, far.clone()));
                    }
                    None => found.missing.push((link.document_id, link.relation, link.target_key)),
                }
            }
        }
    }
    Ok(found)
}

/// Notes that a paper does not hold from a day on.
pub async fn note_expiry(app: &App, actor: &Actor, id: i64, since: Option<NaiveDate>, ground: &str) -> Result<()> {
    gate::authorise(actor, ENTER, Place::Country, app.territory())?;
    let mut change = app.begin(actor, "documents.expire", None).await?;
    let found = super::super::store::find(change.connection(), id).await?;
    let row = found.ok_or_else(|| Problem::NotFound(format!("văn bản số {id}")))?;
    let mut faults = Vec::new();
    if ground.trim().is_empty() {
        faults.push(Fault::field(
            "ground",
            "chưa nêu căn cứ",
            "Ghi văn bản hoặc điều khoản làm cho văn bản này hết hiệu lực.",
        ));
    }
    if let (Some(since), Some(issued_on)) = (since, row.issued_on)
        && since < issued_on
    {
        faults.push(Fault::field("since", "ngày hết hiệu lực trước ngày ban hành", "Kiểm tra lại ngày."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let row = expiry::ActiveModel {
        document_id: ActiveValue::Set(id),
        since: ActiveValue::Set(since),
        ground: ActiveValue::Set(ground.trim().to_owned()),
        by: ActiveValue::Set(actor.name.clone()),
        ..Default::default()
    };
    store::insert_expiry(&mut change, row).await?;
    change.commit().await?;
    Ok(())
}
