//! Keeping the index, and asking it.

use super::super::store::DocumentRow;
use super::rank::{Rank, rank};
use super::store;
use super::table::word;
use super::words::{self, BLOCK, Piece, Places, Postings, Wanted};
use crate::app::App;
use platform::gate::Actor;
use platform::{Change, Result};
use sea_orm::ActiveValue;
use std::collections::{BTreeMap, BTreeSet};

/// What of a paper is searched.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// Number and symbol, and its key.
    pub number: String,
    /// What it is about.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its text, where it is stored.
    pub text: String,
}

impl Fields {
    /// Those of a paper with its text.
    pub fn of(row: &DocumentRow, text: Option<&str>) -> Self {
        let number = row.number.as_deref().unwrap_or_default();
        let number = if row.key == number { number.to_owned() } else { format!("{number} {}", row.key) };
        Self {
            number,
            subject: row.subject.clone(),
            issuer: row.issuer.clone(),
            text: text.unwrap_or_default().to_owned(),
        }
    }

    fn places(&self) -> Places {
        let mut places = Places::new();
        words::add(&mut places, 0, words::SUBJECT - 1, &self.number);
        words::add(&mut places, words::SUBJECT, words::ISSUER - 1, &self.subject);
        words::add(&mut places, words::ISSUER, words::TEXT - 1, &self.issuer);
        words::add(&mut places, words::TEXT, u32::MAX, &self.text);
        places
    }
}

/// Puts a paper into the index, in the place of what it said before.
pub async fn put(change: &Change, document: i64, before: Option<&Fields>, now: &Fields) -> Result<()> {
    let gone = before.map(Fields::places).unwrap_or_default();
    write(change, document.div_euclid(BLOCK), vec![(document, gone, now.places())]).await
}

/// Writes papers of one block.
async fn write(change: &Change, block: i64, papers: Vec<(i64, Places, Places)>) -> Result<()> {
    let connection = change.connection();
    let keys: BTreeSet<(String, String)> =
        papers.iter().flat_map(|(_, gone, now)| gone.keys().chain(now.keys())).cloned().collect();
    let toned: Vec<&str> = keys.iter().map(|(toned, _)| toned.as_str()).collect();
    let rows = store::of_block(connection, block, &toned).await?;
    let old: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut known: BTreeMap<String, Postings> =
        rows.into_iter().map(|row| (row.toned, Postings::read(&row.postings))).collect();
    let mut folded: BTreeMap<String, String> = BTreeMap::new();
    for (toned, plain) in keys {
        known.entry(toned.clone()).or_default();
        folded.insert(toned, plain);
    }
    for (document, gone, now) in &papers {
        let paper = u32::try_from(document.rem_euclid(BLOCK)).unwrap_or_default();
        for (toned, _) in gone.keys() {
            if let Some(postings) = known.get_mut(toned) {
                postings.0.remove(&paper);
            }
        }
        for ((toned, _), places) in now {
            if let Some(postings) = known.get_mut(toned) {
                postings.0.insert(paper, places.clone());
            }
        }
    }
    let rows = known
        .into_iter()
        .filter(|(_, postings)| !postings.0.is_empty())
        .filter_map(|(toned, postings)| {
            let folded = folded.remove(&toned)?;
            Some(word::ActiveModel {
                id: ActiveValue::NotSet,
                toned: ActiveValue::Set(toned),
                folded: ActiveValue::Set(folded),
                block: ActiveValue::Set(block),
                postings: ActiveValue::Set(postings.write()),
            })
        })
        .collect();
    store::put(connection, &old, rows).await?;
    let documents: Vec<i64> = papers.iter().map(|(document, _, _)| *document).collect();
    store::note_indexed(connection, &documents, change.id()).await
}

/// How many papers one step of [`reindex`] reads.
const STEP: u64 = 4 * BLOCK as u64;

/// Puts every paper into the index that is not in it; returns how many.
pub async fn reindex(app: &App, actor: &Actor) -> Result<usize> {
    let mut count = 0;
    loop {
        let change = app.begin(actor, "documents.index", None).await?;
        let missing = store::missing(change.connection(), STEP).await?;
        if missing.is_empty() {
            return Ok(count);
        }
        count += missing.len();
        let ids: Vec<i64> = missing.iter().map(|row| row.id).collect();
        let texts = super::super::reading::latest_texts(change.connection(), &ids).await?;
        let mut blocks: BTreeMap<i64, Vec<(i64, Places, Places)>> = BTreeMap::new();
        for row in &missing {
            let fields = Fields::of(row, texts.get(&row.id).map(String::as_str));
            let papers = blocks.entry(row.id.div_euclid(BLOCK)).or_default();
            papers.push((row.id, Places::new(), fields.places()));
        }
        for (block, papers) in blocks {
            write(&change, block, papers).await?;
        }
        change.commit().await?;
    }
}

/// Whether every paper is in the index: papers, and papers in it.
pub async fn is_complete(app: &App) -> Result<(u64, u64)> {
    Ok((store::count_papers(app.reader()).await?, store::count_indexed(app.reader()).await?))
}

/// The papers that have all the words, the best first.
pub async fn search(app: &App, query: &[Wanted]) -> Result<Vec<(i64, Rank)>> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let connection = app.reader();
    let mut rows = Vec::with_capacity(query.len());
    for wanted in query {
        let text = if wanted.is_strict() { &wanted.toned } else { &wanted.folded };
        let of_word = store::of_word(connection, wanted.is_strict(), text).await?;
        if of_word.is_empty() {
            return Ok(Vec::new());
        }
        rows.push(of_word);
    }
    let papers = store::count_papers(connection).await?;
    Ok(rank_all(query, &rows, papers))
}

/// Places of the words by paper, for one word: blocks in order, papers in order.
type OfWord = Vec<(i64, Vec<(u32, bool)>)>;

fn rank_all(query: &[Wanted], rows: &[Vec<store::WordRow>], papers: u64) -> Vec<(i64, Rank)> {
    let mut words: Vec<OfWord> = Vec::with_capacity(query.len());
    // Only blocks in which every word stands can have a paper that has them all.
    let mut blocks: Option<BTreeSet<i64>> = None;
    for rows in rows {
        let own: BTreeSet<i64> = rows.iter().map(|row| row.block).collect();
        blocks = Some(match blocks {
            None => own,
            Some(known) => known.intersection(&own).copied().collect(),
        });
    }
    let blocks = blocks.unwrap_or_default();
    let mut rarity = Vec::with_capacity(query.len());
    for (wanted, rows) in query.iter().zip(rows) {
        let own = of_word(wanted, rows, &blocks);
        let share = own.len() as f64 / (papers.max(1) as f64);
        rarity.push((1.0 + 1.0 / share.max(f64::EPSILON)).ln());
        words.push(own);
    }
    let mut at = vec![0_usize; words.len()];
    let mut found = Vec::new();
    let mut of_paper: Vec<&[(u32, bool)]> = Vec::with_capacity(words.len());
    let Some((first, others)) = words.split_first() else { return found };
    for (paper, places) in first {
        of_paper.clear();
        of_paper.push(places.as_slice());
        for (index, other) in others.iter().enumerate() {
            let from = &mut at[index];
            while other.get(*from).is_some_and(|(id, _)| id < paper) {
                *from += 1;
            }
            match other.get(*from) {
                Some((id, places)) if id == paper => of_paper.push(places.as_slice()),
                _ => break,
            }
        }
        if of_paper.len() == words.len()
            && let Some(rank) = rank(query, &of_paper, &rarity)
        {
            found.push((*paper, rank));
        }
    }
    found.sort_by(|(one, left), (other, right)| {
        let by_rank = left.folded.cmp(&right.folded).then(right.weight.total_cmp(&left.weight));
        by_rank.then(other.cmp(one))
    });
    found
}

fn of_word(wanted: &Wanted, rows: &[store::WordRow], blocks: &BTreeSet<i64>) -> OfWord {
    let mut own: OfWord = Vec::new();
    for row in rows.iter().filter(|row| blocks.contains(&row.block)) {
        let exact = row.toned == wanted.toned;
        own.extend(words::entries(&row.postings).map(|(paper, places)| {
            (row.block * BLOCK + i64::from(paper), places.into_iter().map(|place| (place, exact)).collect())
        }));
    }
    own.sort_by_key(|(paper, _)| *paper);
    // Two spellings of one folded word stand in two rows: their places become one list.
    let mut merged: OfWord = Vec::with_capacity(own.len());
    for (paper, places) in own {
        match merged.last_mut() {
            Some((last, known)) if *last == paper => {
                known.extend(places);
                known.sort_unstable();
            }
            _ => merged.push((paper, places)),
        }
    }
    merged
}

/// A hit with the words around it.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// The paper.
    pub paper: DocumentRow,
    /// Its subject with the hits marked.
    pub subject: Vec<Piece>,
    /// The place of its text where most of the words stand; empty where it has no text or none of them stands there.
    pub text: Vec<Piece>,
}

impl Snippet {
    /// The hits of a paper.
    pub fn of(paper: DocumentRow, text: Option<&str>, query: &[Wanted]) -> Self {
        let marked = words::snippet(&paper.subject, query);
        let subject = if marked.is_empty() { vec![(paper.subject.clone(), false)] } else { marked };
        let text = text.map(|text| words::snippet(text, query)).unwrap_or_default();
        Self { paper, subject, text }
    }
}
