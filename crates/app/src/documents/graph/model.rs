//! Whether a paper held on a day, and the tree of papers: the pure part.

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Why a paper does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Another took its place.
    Replaced,
    /// It was called back.
    Recalled,
    /// Its time is over.
    Expired,
}

/// An end of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The first day on which it does not hold; absent when not known.
    pub since: Option<NaiveDate>,
    /// Why.
    pub how: How,
    /// The paper that ends it, or the ground noted.
    pub by: String,
}

/// What is known of a paper as a ground of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is known against it.
    Holds,
    /// It did not hold any more when it was cited.
    GoneBefore(End),
    /// It held when it was cited, and does not any more.
    GoneSince(End),
    /// It does not hold today; whether it held when it was cited is not known.
    GoneUnknown(End),
    /// It was cited before it was issued.
    NotYet(NaiveDate),
}

/// A ground judged: `ends` are everything known to end it, `issued_on` its own date, `cited_on` the date of the paper
/// that rests on it.
pub fn judge(ends: &[End], issued_on: Option<NaiveDate>, cited_on: Option<NaiveDate>, today: NaiveDate) -> Verdict {
    if let (Some(issued_on), Some(cited_on)) = (issued_on, cited_on)
        && issued_on > cited_on
    {
        return Verdict::NotYet(issued_on);
    }
    let dated = ends.iter().filter_map(|end| end.since.map(|since| (since, end))).filter(|(since, _)| *since <= today);
    if let Some((since, end)) = dated.min_by_key(|(since, _)| *since) {
        return match cited_on {
            Some(cited_on) if since <= cited_on => Verdict::GoneBefore(end.clone()),
            Some(_) => Verdict::GoneSince(end.clone()),
            None => Verdict::GoneUnknown(end.clone()),
        };
    }
    match ends.iter().find(|end| end.since.is_none()) {
        Some(end) => Verdict::GoneUnknown(end.clone()),
        None => Verdict::Holds,
    }
}

/// What a paper does to another, both by key of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The one that is nearer to the root.
    pub near: i64,
    /// The one that is further away.
    pub far: i64,
    /// `implements`, `cites`, `replaces`, `amends`, `corrects`.
    pub relation: String,
}

/// Which relation leads a way best: carrying out goes before resting on.
fn weight(relation: &str) -> u8 {
    match relation {
        "implements" => 0,
        "amends" => 1,
        "corrects" => 2,
        "replaces" => 3,
        _ => 4,
    }
}

/// For each paper the one under which it stands in the tree: of those it carries out the latest (a district's plan stands
/// under the province's, not under the Prime Minister's decision that both cite), else the first it was found under.
/// `dates` are the papers' dates; edges stand in the order in which they were found.
pub fn parents(root: i64, edges: &[Edge], dates: &BTreeMap<i64, NaiveDate>) -> BTreeMap<i64, Edge> {
    let mut chosen: BTreeMap<i64, Edge> = BTreeMap::new();
    let mut first: BTreeMap<i64, Edge> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.far != root && edge.near != edge.far) {
        first.entry(edge.far).or_insert_with(|| edge.clone());
        let better = match chosen.get(&edge.far) {
            None => true,
            Some(known) => {
                let by_weight = weight(&edge.relation).cmp(&weight(&known.relation));
                by_weight.then(dates.get(&known.near).cmp(&dates.get(&edge.near))).is_lt()
            }
        };
        if better {
            chosen.insert(edge.far, edge.clone());
        }
    }
    // Papers that carry out each other in a ring hang where they were found first, which always leads to the root.
    let reaches = |from: i64, chosen: &BTreeMap<i64, Edge>| {
        let mut seen = BTreeSet::new();
        let mut at = from;
        while at != root && seen.insert(at) {
            match chosen.get(&at) {
                Some(edge) => at = edge.near,
                None => return false,
            }
        }
        at == root
    };
    let keys: Vec<i64> = chosen.keys().copied().collect();
    for key in keys {
        if !reaches(key, &chosen)
            && let Some(edge) = first.get(&key)
        {
            chosen.insert(key, edge.clone());
        }
    }
    chosen.retain(|_, edge| edge.near != edge.far);
    chosen
}

/// A line of a tree written as nested lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The paper.
    pub id: i64,
    /// How it hangs on the one above; empty for the root.
    pub relation: String,
    /// Whether lines under it follow.
    pub opens: bool,
    /// How many lists end after it.
    pub closes: usize,
}

/// The tree from the root on, each paper once, those of one parent by date.
pub fn lines(root: i64, parents: &BTreeMap<i64, Edge>, dates: &BTreeMap<i64, NaiveDate>) -> Vec<Line> {
    let mut children: BTreeMap<i64, Vec<&Edge>> = BTreeMap::new();
    for edge in parents.values() {
        children.entry(edge.near).or_default().push(edge);
    }
    for edges in children.values_mut() {
        edges.sort_by_key(|edge| (dates.get(&edge.far).copied(), edge.far));
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([root]);
    let mut open: Vec<(i64, String, usize)> = vec![(root, String::new(), 0)];
    while let Some((id, relation, closes)) = open.pop() {
        let under: Vec<&Edge> = children.remove(&id).unwrap_or_default();
        let under: Vec<&Edge> = under.into_iter().filter(|edge| seen.insert(edge.far)).collect();
        let opens = !under.is_empty();
        found.push(Line { id, relation, opens, closes: if opens { 0 } else { closes } });
        // The last line under this one also ends what this one was to end.
        for (index, edge) in under.iter().rev().enumerate() {
            let ends = if index == 0 { closes + 1 } else { 0 };
            open.push((edge.far, edge.relation.clone(), ends));
        }
    }
    found
}
