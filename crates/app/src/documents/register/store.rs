//! Queries of the registers.

use super::model::{Content, Direction, State};
use super::table::{handling, incoming, number, outgoing, receipt, recipient, series, step, version};
use platform::{Change, Result};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

pub type SeriesRow = series::Model;
pub type NumberRow = number::Model;
pub type StepRow = step::Model;
pub type RecipientRow = recipient::Model;
pub type ReceiptRow = receipt::Model;
pub type IncomingRow = incoming::Model;
pub type HandlingRow = handling::Model;

/// Which papers of a register are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The series that the reader may see and asked for.
    pub series: Vec<i64>,
    /// Year of issue or of arrival.
    pub year: Option<i64>,
    /// Key of a kind.
    pub kind: Option<String>,
    /// Key of a state.
    pub state: Option<String>,
    /// Folded words of symbol, subject, author.
    pub words: Vec<String>,
}

/// A part of a list: its number from 0, and how many rows a part has.
pub type Part = (u64, u64);

pub async fn all_series<C: ConnectionTrait>(connection: &C, direction: Direction) -> Result<Vec<series::Model>> {
    Ok(series::Entity::find()
        .filter(series::Column::Direction.eq(platform::key::of(&direction)?))
        .order_by_asc(series::Column::Id)
        .all(connection)
        .await?)
}

pub async fn find_series<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<series::Model>> {
    Ok(series::Entity::find_by_id(id).one(connection).await?)
}

pub async fn find_incoming<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<incoming::Model>> {
    Ok(incoming::Entity::find_by_id(id).one(connection).await?)
}

/// The highest number of a series with its day; of a year, or of all years.
pub async fn last_number<C: ConnectionTrait>(
    connection: &C,
    series: i64,
    year: Option<i64>,
) -> Result<Option<number::Model>> {
    let mut select = number::Entity::find().filter(number::Column::SeriesId.eq(series));
    if let Some(year) = year {
        select = select.filter(number::Column::Year.eq(year));
    }
    Ok(select
        .order_by_desc(number::Column::Year)
        .order_by_desc(number::Column::Number)
        .limit(1)
        .one(connection)
        .await?)
}

/// The last arrival of a series; of a year, or of all years.
pub async fn last_arrival<C: ConnectionTrait>(
    connection: &C,
    series: i64,
    year: Option<i64>,
) -> Result<Option<incoming::Model>> {
    let mut select = incoming::Entity::find().filter(incoming::Column::SeriesId.eq(series));
    if let Some(year) = year {
        select = select.filter(incoming::Column::Year.eq(year));
    }
    Ok(select
        .order_by_desc(incoming::Column::Year)
        .order_by_desc(incoming::Column::Number)
        .limit(1)
        .one(connection)
        .await?)
}

/// Arrivals that may be the same paper: the same number and symbol, or the same file.
pub async fn arrivals_like<C: ConnectionTrait>(
    connection: &C,
    printed: Option<&str>,
    sha256: Option<&str>,
) -> Result<Vec<incoming::Model>> {
    let number = printed.map(|printed| incoming::Column::Printed.eq(printed));
    let file = sha256.map(|sha256| incoming::Column::Sha256.eq(sha256));
    let Some(either) = number.into_iter().chain(file).reduce(|one, other| one.or(other)) else { return Ok(Vec::new()) };
    Ok(incoming::Entity::find().filter(either).order_by_asc(incoming::Column::Id).limit(20).all(connection).await?)
}

/// Numbers given in other series that print the same in that year.
pub async fn numbers_like<C: ConnectionTrait>(connection: &C, printed: &str, year: i64) -> Result<Vec<number::Model>> {
    Ok(number::Entity::find()
        .filter(number::Column::Printed.eq(printed))
        .filter(number::Column::Year.eq(year))
        .all(connection)
        .await?)
}

fn versions_like(filter: &Filter) -> Option<Select<version::Entity>> {
    if filter.kind.is_none() && filter.words.is_empty() {
        return None;
    }
    let mut select = version::Entity::find()
        .select_only()
        .column(version::Column::OutgoingId)
        .filter(version::Column::ClosedBy.is_null());
    if let Some(kind) = &filter.kind {
        select = select.filter(version::Column::Kind.eq(kind.as_str()));
    }
    for word in &filter.words {
        select = select.filter(version::Column::SearchKey.contains(word.as_str()));
    }
    Some(select)
}

fn in_states(states: Vec<String>) -> Select<step::Entity> {
    step::Entity::find()
        .select_only()
        .column(step::Column::OutgoingId)
        .filter(step::Column::ClosedBy.is_null())
        .filter(step::Column::State.is_in(states))
}

/// Numbered papers, the newest first, and how many there are in all.
pub async fn list_numbered<C: ConnectionTrait>(
    connection: &C,
    filter: &Filter,
    (part, size): Part,
) -> Result<(Vec<i64>, u64)> {
    let mut select = number::Entity::find().filter(number::Column::SeriesId.is_in(filter.series.clone()));
    if let Some(year) = filter.year {
        select = select.filter(number::Column::Year.eq(year));
    }
    if let Some(versions) = versions_like(filter) {
        select = select.filter(number::Column::OutgoingId.in_subquery(versions.into_query()));
    }
    if let Some(state) = &filter.state {
        select = select.filter(number::Column::OutgoingId.in_subquery(in_states(vec![state.clone()]).into_query()));
    }
    let count = select.clone().count(connection).await?;
    let rows = select
        .order_by_desc(number::Column::Year)
        .order_by_asc(number::Column::SeriesId)
        .order_by_desc(number::Column::Number)
        .offset(part * size)
        .limit(size)
        .all(connection)
        .await?;
    Ok((rows.into_iter().map(|row| row.outgoing_id).collect(), count))
}

/// Papers without a number, those touched last first, and how many there are in all.
pub async fn list_unnumbered<C: ConnectionTrait>(
    connection: &C,
    filter: &Filter,
    (part, size): Part,
) -> Result<(Vec<i64>, u64)> {
    let states = match &filter.state {
        Some(state) => vec![state.clone()],
        None => {
            let open = [State::Draft, State::Submitted, State::Signed];
            open.iter().map(platform::key::of).collect::<Result<_>>()?
        }
    };
    let mut select = outgoing::Entity::find()
        .filter(outgoing::Column::SeriesId.is_in(filter.series.clone()))
        .filter(outgoing::Column::Id.in_subquery(in_states(states).into_query()));
    if let Some(versions) = versions_like(filter) {
        select = select.filter(outgoing::Column::Id.in_subquery(versions.into_query()));
    }
    let count = select.clone().count(connection).await?;
    let rows = select.order_by_desc(outgoing::Column::Id).offset(part * size).limit(size).all(connection).await?;
    Ok((rows.into_iter().map(|row| row.id).collect(), count))
}

/// How many papers of these series are in a state.
pub async fn count_in_state<C: ConnectionTrait>(connection: &C, series: Vec<i64>, state: State) -> Result<u64> {
    Ok(outgoing::Entity::find()
        .filter(outgoing::Column::SeriesId.is_in(series))
        .filter(outgoing::Column::Id.in_subquery(in_states(vec![platform::key::of(&state)?]).into_query()))
        .count(connection)
        .await?)
}

/// Arrivals, the newest first, and how many there are in all.
pub async fn list_incoming<C: ConnectionTrait>(
    connection: &C,
    filter: &Filter,
    (part, size): Part,
) -> Result<(Vec<incoming::Model>, u64)> {
    let mut select = incoming::Entity::find().filter(incoming::Column::SeriesId.is_in(filter.series.clone()));
    if let Some(year) = filter.year {
        select = select.filter(incoming::Column::Year.eq(year));
    }
    if let Some(kind) = &filter.kind {
        select = select.filter(incoming::Column::Kind.eq(kind.as_str()));
    }
    for word in &filter.words {
        select = select.filter(incoming::Column::SearchKey.contains(word.as_str()));
    }
    if let Some(state) = &filter.state {
        let handled = handling::Entity::find()
            .select_only()
            .column(handling::Column::IncomingId)
            .filter(handling::Column::ClosedBy.is_null())
            .filter(handling::Column::State.eq(state.as_str()));
        select = select.filter(incoming::Column::Id.in_subquery(handled.into_query()));
    }
    let count = select.clone().count(connection).await?;
    let rows = select
        .order_by_desc(incoming::Column::Year)
        .order_by_asc(incoming::Column::SeriesId)
        .order_by_desc(incoming::Column::Number)
        .offset(part * size)
        .limit(size)
        .all(connection)
        .await?;
    Ok((rows, count))
}

/// Years in which numbers were given or papers arrived, the newest first.
pub async fn years<C: ConnectionTrait>(connection: &C, direction: Direction) -> Result<Vec<i64>> {
    let mut years: Vec<i64> = match direction {
        Direction::Outgoing => {
            let select = number::Entity::find().select_only().column(number::Column::Year).distinct();
            select.into_tuple().all(connection).await?
        }
        Direction::Incoming => {
            let select = incoming::Entity::find().select_only().column(incoming::Column::Year).distinct();
            select.into_tuple().all(connection).await?
        }
    };
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    Ok(years)
}

macro_rules! of_papers {
    ($name:ident, $table:ident) => {
        pub async fn $name<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<$table::Model>> {
            Ok($table::Entity::find()
                .filter($table::Column::OutgoingId.is_in(ids.iter().copied()))
                .order_by_asc($table::Column::Id)
                .all(connection)
                .await?)
        }
    };
}
of_papers!(versions, version);
of_papers!(steps, step);
of_papers!(numbers, number);
of_papers!(recipients, recipient);
of_papers!(receipts, receipt);

pub async fn outgoing_of<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<outgoing::Model>> {
    Ok(outgoing::Entity::find().filter(outgoing::Column::Id.is_in(ids.iter().copied())).all(connection).await?)
}

pub async fn handlings<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<handling::Model>> {
    Ok(handling::Entity::find()
        .filter(handling::Column::IncomingId.is_in(ids.iter().copied()))
        .order_by_asc(handling::Column::Id)
        .all(connection)
        .await?)
}

/// Registers that hold a paper of the open register: outgoing and incoming.
pub async fn entries_of_document<C: ConnectionTrait>(
    connection: &C,
    document: i64,
) -> Result<(Vec<number::Model>, Vec<incoming::Model>)> {
    let numbers = number::Entity::find().filter(number::Column::DocumentId.eq(document)).all(connection).await?;
    let arrivals = incoming::Entity::find().filter(incoming::Column::DocumentId.eq(document)).all(connection).await?;
    Ok((numbers, arrivals))
}

/// Papers of the open register that were recalled, with the day.
pub async fn recalls<C: ConnectionTrait>(connection: &C, documents: &[i64]) -> Result<Vec<(i64, chrono::NaiveDate)>> {
    let mut found = Vec::new();
    for documents in documents.chunks(1_000) {
        let numbers = number::Entity::find()
            .filter(number::Column::DocumentId.is_in(documents.iter().copied()))
            .all(connection)
            .await?;
        let ids = numbers.iter().map(|number| number.outgoing_id);
        let recalled = step::Entity::find()
            .filter(step::Column::OutgoingId.is_in(ids))
            .filter(step::Column::Step.eq("recall"))
            .all(connection)
            .await?;
        for step in recalled {
            let number = numbers.iter().find(|number| number.outgoing_id == step.outgoing_id);
            found.extend(number.and_then(|number| number.document_id).map(|document| (document, step.day)));
        }
    }
    Ok(found)
}

/// Every paper of the open register that was recalled.
pub async fn all_recalled<C: ConnectionTrait>(connection: &C) -> Result<Vec<i64>> {
    let recalled = step::Entity::find()
        .select_only()
        .column(step::Column::OutgoingId)
        .filter(step::Column::Step.eq("recall"))
        .into_query();
    let numbers = number::Entity::find()
        .filter(number::Column::DocumentId.is_not_null())
        .filter(number::Column::OutgoingId.in_subquery(recalled))
        .all(connection)
        .await?;
    Ok(numbers.into_iter().filter_map(|number| number.document_id).collect())
}

macro_rules! insert {
    ($name:ident, $table:ident) => {
        pub async fn $name(change: &mut Change, row: $table::ActiveModel) -> Result<$table::Model> {
            let row = $table::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
            let row = row.insert(change.connection()).await?;
            change.record(stringify!($table), row.id, &row)?;
            Ok(row)
        }
    };
}
insert!(insert_series, series);
insert!(insert_outgoing, outgoing);
insert!(insert_step, step);
insert!(insert_number, number);
insert!(insert_recipient, recipient);
insert!(insert_receipt, receipt);
insert!(insert_handling, handling);

/// A secret paper leaves only its key in the audit trail, which more people read than the register.
pub async fn insert_version(change: &mut Change, row: version::ActiveModel, secret: bool) -> Result<version::Model> {
    let row = version::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
    let row = row.insert(change.connection()).await?;
    change.record("version", row.id, (!secret).then_some(&row))?;
    Ok(row)
}

/// See [`insert_version`].
pub async fn insert_incoming(change: &mut Change, row: incoming::ActiveModel, secret: bool) -> Result<incoming::Model> {
    let row = incoming::ActiveModel { change_id: ActiveValue::Set(change.id()), ..row };
    let row = row.insert(change.connection()).await?;
    change.record("incoming", row.id, (!secret).then_some(&row))?;
    Ok(row)
}

macro_rules! close {
    ($name:ident, $table:ident, $of:ident) => {
        /// Closes the open row of a thing.
        pub async fn $name(change: &Change, of: i64) -> Result<()> {
            $table::Entity::update_many()
                .col_expr($table::Column::ClosedBy, Expr::value(change.id()))
                .filter($table::Column::$of.eq(of).and($table::Column::ClosedBy.is_null()))
                .exec(change.connection())
                .await?;
            Ok(())
        }
    };
}
close!(close_version, version, OutgoingId);
close!(close_step, step, OutgoingId);
close!(close_receipt, receipt, RecipientId);
close!(close_handling, handling, IncomingId);

/// Addresses of the files that arrived, and of those that any version of an outgoing paper has.
pub async fn blobs<C: ConnectionTrait>(connection: &C) -> Result<Vec<String>> {
    let mut found: Vec<String> = incoming::Entity::find()
        .select_only()
        .column(incoming::Column::Sha256)
        .filter(incoming::Column::Sha256.is_not_null())
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    let bodies: Vec<String> =
        version::Entity::find().select_only().column(version::Column::Body).into_tuple().all(connection).await?;
    for body in bodies {
        let content: Content = serde_json::from_str(&body)?;
        found.extend(content.files.into_iter().map(|file| file.sha256));
    }
    Ok(found)
}
