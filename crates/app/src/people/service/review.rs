//! Pairs of rows that may be about one person: filed by a matching, looked at one by one, decided, undone.
//!
//! What the rows say is sealed under a key of the review's own, since it is about persons; each opening of a pair is in the
//! audit trail, as is each decision. Decisions are appended; undoing closes one.

use super::super::model::{NewPair, PairContent, Verdict};
use super::super::table::{match_decision, match_pair, match_review};
use super::super::{REVIEW, store};
use super::{keyring, people_problem};
use crate::app::App;
use platform::gate::{self, Actor, Place};
use platform::{Change, Problem, Result};
use population::people::{DataKey, WrappedKey};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

fn folder(app: &App, token: &str) -> PathBuf {
    app.config().data.join("population").join(".reviews").join(token)
}

fn key_name(token: &str) -> String {
    format!("review/{token}")
}

fn may(app: &App, actor: &Actor, unit: Option<i64>) -> Result<()> {
    let place = unit.map_or(Place::Country, |unit| Place::Unit(unit, app.today()));
    gate::authorise(actor, REVIEW, place, app.territory())
}

/// Files the unsure pairs of a matching for review, under a name of their own, in the order in which they are to be looked
/// at. `unit`: whose people they are; none for the whole country. Returns the key of the review.
pub async fn file_review(
    app: &App,
    actor: &Actor,
    change: &mut Change,
    name: &str,
    unit: Option<i64>,
    pairs: Vec<NewPair>,
) -> Result<i64> {
    may(app, actor, unit)?;
    let name = name.trim();
    if name.is_empty() || store::review_named(change.connection(), name).await?.is_some() {
        return Err(Problem::refuse(
            format!("Đã có lượt xét tên “{name}”, hoặc tên để trống."),
            "Đặt tên khác cho lượt xét.",
        ));
    }
    let token = platform::audit::hex(&platform::random::bytes::<16>()?);
    let folder = folder(app, &token);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let keyring = keyring(app)?;
    let made = keyring.make_data_key(&key_name(&token), &platform::random::fill);
    let (key, wrapped) = made.map_err(people_problem)?;
    wrapped.write(&folder).map_err(people_problem)?;
    let row = match_review::ActiveModel {
        id: NotSet,
        name: Set(name.to_owned()),
        unit_id: Set(unit),
        folder: Set(token),
        pairs: Set(i64::try_from(pairs.len()).unwrap_or(i64::MAX)),
        filed_by: Set(actor.name.clone()),
        filed_at: Set(change.at()),
        change_id: Set(change.id()),
    };
    let review = store::insert_review(change.connection(), row).await?;
    let first = store::next_pair(change.connection()).await?;
    let mut rows = Vec::with_capacity(pairs.len());
    for ((id, place), pair) in (first..).zip(1..).zip(pairs) {
        let number = u64::try_from(id).map_err(|_| Problem::internal("a key below nought"))?;
        let content = serde_json::to_vec(&pair.content)?;
        let sealed = key.seal_note(number, content, &platform::random::fill).map_err(people_problem)?;
        rows.push(match_pair::Model {
            id,
            review_id: review.id,
            place,
            probability: pair.millionths(),
            sealed: platform::audit::hex(&sealed),
            change_id: change.id(),
        });
    }
    store::insert_pairs(change.connection(), &rows).await?;
    change.record("match_review", review.id, json!({ "name": review.name, "pairs": review.pairs }))?;
    Ok(review.id)
}

/// A review with how far it is.
#[derive(Debug, Clone)]
pub struct Review {
    /// Its row.
    pub row: match_review::Model,
    /// Pairs decided.
    pub decided: i64,
}

/// The reviews that the reader may take part in, latest first.
pub async fn reviews(app: &App, actor: &Actor) -> Result<Vec<Review>> {
    gate::anywhere(actor, REVIEW, app.territory())?;
    let mut found = Vec::new();
    for row in store::reviews(app.reader()).await? {
        if may(app, actor, row.unit_id).is_ok() {
            found.push(counted(app, row).await?);
        }
    }
    Ok(found)
}

/// A review.
pub async fn review(app: &App, actor: &Actor, id: i64) -> Result<Review> {
    gate::anywhere(actor, REVIEW, app.territory())?;
    let row = store::review(app.reader(), id).await?;
    may(app, actor, row.unit_id)?;
    counted(app, row).await
}

async fn counted(app: &App, row: match_review::Model) -> Result<Review> {
    let decided = i64::try_from(store::decided(app.reader(), row.id).await?).unwrap_or(i64::MAX);
    Ok(Review { row, decided })
}

/// A pair, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedPair {
    /// Its key.
    pub id: i64,
    /// Its place in the queue, from 1.
    pub place: i64,
    /// How probable it is that both rows are about one person, in millionths.
    pub millionths: i64,
    /// Both rows.
    pub content: PairContent,
    /// What was decided on it.
    pub verdict: Option<Verdict>,
}

fn key_of(app: &App, review: &match_review::Model) -> Result<DataKey> {
    let keyring = keyring(app)?;
    let wrapped = WrappedKey::read(&folder(app, &review.folder)).map_err(people_problem)?;
    keyring.unwrap(&key_name(&review.folder), &wrapped).map_err(people_problem)
}

fn open(key: &DataKey, row: &match_pair::Model, verdict: Option<Verdict>) -> Result<OpenedPair> {
    let damaged = || Problem::internal(format!("pair {} does not open", row.id));
    let number = u64::try_from(row.id).map_err(|_| damaged())?;
    let sealed = from_hex(&row.sealed).ok_or_else(damaged)?;
    let content = key.open_note(number, &sealed).ok_or_else(damaged)?;
    let content = serde_json::from_slice(&content)?;
    Ok(OpenedPair { id: row.id, place: row.place, millionths: row.probability, content, verdict })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes().chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// Opens a pair: the one asked for, or else the next on which nobody has decided. Nothing when all are decided.
pub async fn open_pair(app: &App, actor: &Actor, review: i64, pair: Option<i64>) -> Result<Option<OpenedPair>> {
    let review = self::review(app, actor, review).await?.row;
    let row = match pair {
        Some(pair) => Some(store::pair(app.reader(), review.id, pair).await?),
        None => store::next_open(app.reader(), review.id, 1).await?,
    };
    let Some(row) = row else { return Ok(None) };
    let mut change = app.begin(actor, REVIEW.0, None).await?;
    change.record("match_pair_opened", row.id, json!({ "review": review.name }))?;
    change.commit().await?;
    opened(app, &review, row).await.map(Some)
}

async fn opened(app: &App, review: &match_review::Model, row: match_pair::Model) -> Result<OpenedPair> {
    let decision = store::decision(app.reader(), row.id).await?;
    let verdict = decision.and_then(|decision| platform::key::parse(&decision.verdict));
    open(&key_of(app, review)?, &row, verdict)
}

/// Decides on a pair and opens the next one, in one change. A pair that somebody else has decided meanwhile is refused.
pub async fn decide(app: &App, actor: &Actor, review: i64, pair: i64, verdict: Verdict) -> Result<Option<OpenedPair>> {
    let review = self::review(app, actor, review).await?.row;
    let mut change = app.begin(actor, REVIEW.0, None).await?;
    let row = store::pair(change.connection(), review.id, pair).await?;
    if store::decision(change.connection(), pair).await?.is_some() {
        return Err(Problem::refuse("Cặp này đã có người xét.", "Bỏ quyết định cũ trước, rồi xét lại."));
    }
    let decision = match_decision::ActiveModel {
        id: NotSet,
        pair_id: Set(pair),
        verdict: Set(platform::key::of(&verdict)?),
        decided_by: Set(actor.name.clone()),
        decided_at: Set(change.at()),
        change_id: Set(change.id()),
        closed_by: Set(None),
    };
    let decision = store::insert_decision(change.connection(), decision).await?;
    change.record("match_decision", decision.id, &decision)?;
    let next = match store::next_open(change.connection(), review.id, row.place + 1).await? {
        Some(next) => Some(next),
        None => store::next_open(change.connection(), review.id, 1).await?,
    };
    if let Some(next) = &next {
        change.record("match_pair_opened", next.id, json!({ "review": review.name }))?;
    }
    change.commit().await?;
    match next {
        Some(next) => opened(app, &review, next).await.map(Some),
        None => Ok(None),
    }
}

/// Takes back the decision on a pair: it stays readable, and the pair waits again.
pub async fn undo(app: &App, actor: &Actor, review: i64, pair: i64) -> Result<()> {
    let review = self::review(app, actor, review).await?.row;
    let mut change = app.begin(actor, "people.review_undo", None).await?;
    store::pair(change.connection(), review.id, pair).await?;
    let decision = store::decision(change.connection(), pair).await?;
    let missing = || Problem::refuse("Cặp này chưa có quyết định nào.", "Mở cặp này để xét.");
    let decision = decision.ok_or_else(missing)?;
    store::close_decision(change.connection(), decision.id, change.id()).await?;
    change.record("match_decision", decision.id, json!({ "undone": true }))?;
    change.commit().await?;
    Ok(())
}

/// Every pair of a review with what was decided, opened for export; the export is in the audit trail.
pub async fn decisions(app: &App, actor: &Actor, review: i64) -> Result<(match_review::Model, Vec<OpenedPair>)> {
    let review = self::review(app, actor, review).await?.row;
    let mut change = app.begin(actor, "people.review_export", None).await?;
    change.record("match_review", review.id, json!({ "name": review.name }))?;
    change.commit().await?;
    let verdicts: BTreeMap<i64, match_decision::Model> = store::decisions(app.reader(), review.id).await?;
    let key = key_of(app, &review)?;
    let mut pairs = Vec::new();
    for row in store::pairs(app.reader(), review.id).await? {
        let verdict = verdicts.get(&row.id).and_then(|decision| platform::key::parse(&decision.verdict));
        pairs.push(open(&key, &row, verdict)?);
    }
    Ok((review, pairs))
}
