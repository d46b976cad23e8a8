//! Definitions kept as revisions: what a pack or a user said a thing is, never edited, only followed by a later
//! revision.
//!
//! A revision is *the one in use* when it is the latest of its key that a user wrote or, while no user wrote one, the
//! latest of a pack. So a new release brings new packs without undoing what people decided; the difference is shown.

use crate::problem::Problem;
use crate::table::{Migration, NewTable};
use crate::{Change, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, Condition, QueryOrder, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The table `definition`.
pub mod table {
    use sea_orm::entity::prelude::*;

    /// One revision of one definition.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "definition")]
    pub struct Model {
        /// Key of the row.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// What is defined: `movement`, …
        pub kind: String,
        /// Key of the thing defined.
        pub key: String,
        /// Number within the key, from 1.
        pub revision: i64,
        /// SHA-256 of the body.
        pub digest: String,
        /// The definition as JSON.
        #[sea_orm(column_type = "Text")]
        pub body: String,
        /// `pack` or `user`.
        pub origin: String,
        /// The territory it belongs to; none for the country.
        pub unit_id: Option<i64>,
        /// The change that wrote it.
        pub change_id: i64,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The migration that creates the table.
pub fn migration() -> Migration {
    Migration::new("0002_definition").table(
        NewTable::new("definition")
            .key()
            .text("kind")
            .text("key")
            .whole("revision")
            .text("digest")
            .text("body")
            .text("origin")
            .optional_whole("unit_id")
            .change()
            .unique(&["kind", "key", "revision"]),
    )
}

/// Who wrote a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A pack of the program or of the installation's folder.
    Pack,
    /// A user, on the web.
    User,
}

impl Origin {
    /// Its key in the table.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::User => "user",
        }
    }
}

/// One revision, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision<T> {
    /// Key of the row.
    pub id: i64,
    /// Number within the key, from 1.
    pub number: i64,
    /// SHA-256 of the body.
    pub digest: String,
    /// Who wrote it.
    pub origin: Origin,
    /// The territory it belongs to; none for the country.
    pub unit: Option<i64>,
    /// The change that wrote it.
    pub change: i64,
    /// The definition.
    pub body: T,
}

/// What a revision is, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Key of the row.
    pub id: i64,
    /// Key of the thing defined.
    pub key: String,
    /// Number within the key, from 1.
    pub number: i64,
    /// SHA-256 of the body.
    pub digest: String,
    /// Who wrote it.
    pub origin: Origin,
    /// The change that wrote it.
    pub change: i64,
}

/// What is written.
#[derive(Debug, Clone)]
pub struct NewRevision<'a, T> {
    /// What is defined: `movement`, …
    pub kind: &'static str,
    /// Key of the thing defined.
    pub key: &'a str,
    /// Who writes it.
    pub origin: Origin,
    /// The territory it belongs to; none for the country.
    pub unit: Option<i64>,
    /// The definition.
    pub body: &'a T,
}

/// The digest of a definition: of its JSON, so that comments and order in a pack's file do not matter.
pub fn digest(body: &impl Serialize) -> Result<String> {
    Ok(crate::audit::sha256(serde_json::to_string(body)?.as_bytes()))
}

/// Every definition of a kind in the revision in use, by key.
pub async fn current<T: DeserializeOwned>(
    connection: &impl ConnectionTrait,
    kind: &str,
) -> Result<BTreeMap<String, Revision<T>>> {
    let mut used: BTreeMap<String, Heading> = BTreeMap::new();
    for heading in headings(connection, of_kind(kind)).await? {
        let overruled = used
            .get(&heading.key)
            .is_some_and(|standing| standing.origin == Origin::User && heading.origin == Origin::Pack);
        if !overruled {
            used.insert(heading.key.clone(), heading);
        }
    }
    let ids: Vec<i64> = used.values().map(|heading| heading.id).collect();
    let rows = table::Entity::find().filter(table::Column::Id.is_in(ids)).all(connection).await?;
    rows.into_iter().map(|row| Ok((row.key.clone(), read(row)?))).collect()
}

/// The revision of this row, with its key.
pub async fn find<T: DeserializeOwned>(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Revision<T>>> {
    table::Entity::find_by_id(id).one(connection).await?.map(read).transpose()
}

/// Every revision of one definition, oldest first.
pub async fn history(connection: &impl ConnectionTrait, kind: &str, key: &str) -> Result<Vec<Heading>> {
    headings(connection, of_kind(kind).add(table::Column::Key.eq(key))).await
}

/// The digest of the latest revision of each key that came from this origin.
pub async fn digests(
    connection: &impl ConnectionTrait,
    kind: &str,
    origin: Origin,
) -> Result<BTreeMap<String, String>> {
    let filter = of_kind(kind).add(table::Column::Origin.eq(origin.key()));
    let headings = headings(connection, filter).await?;
    Ok(headings.into_iter().map(|heading| (heading.key, heading.digest)).collect())
}

/// Writes a revision, unless the latest of the same origin and territory says the same. The number of the row, if one
/// was written.
pub async fn insert_revision<T: Serialize>(change: &mut Change, new: NewRevision<'_, T>) -> Result<Option<i64>> {
    let body = serde_json::to_string(new.body)?;
    let digest = crate::audit::sha256(body.as_bytes());
    let history = history(change.connection(), new.kind, new.key).await?;
    let standing = match new.origin {
        Origin::Pack => history.iter().rfind(|heading| heading.origin == Origin::Pack),
        Origin::User => history.iter().rfind(|heading| heading.origin == Origin::User).or(history.last()),
    };
    if standing.is_some_and(|heading| heading.digest == digest) {
        return Ok(None);
    }
    let row = table::ActiveModel {
        kind: ActiveValue::Set(new.kind.to_owned()),
        key: ActiveValue::Set(new.key.to_owned()),
        revision: ActiveValue::Set(history.last().map_or(1, |heading| heading.number + 1)),
        digest: ActiveValue::Set(digest),
        body: ActiveValue::Set(body),
        origin: ActiveValue::Set(new.origin.key().to_owned()),
        unit_id: ActiveValue::Set(new.unit),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    let row = row.insert(change.connection()).await?;
    let note = serde_json::json!({ "kind": row.kind, "key": row.key, "revision": row.revision, "digest": row.digest });
    change.record("definition", row.id, note)?;
    Ok(Some(row.id))
}

fn of_kind(kind: &str) -> Condition {
    Condition::all().add(table::Column::Kind.eq(kind))
}

async fn headings(connection: &impl ConnectionTrait, filter: Condition) -> Result<Vec<Heading>> {
    let rows: Vec<(i64, String, i64, String, String, i64)> = table::Entity::find()
        .select_only()
        .columns([
            table::Column::Id,
            table::Column::Key,
            table::Column::Revision,
            table::Column::Digest,
            table::Column::Origin,
            table::Column::ChangeId,
        ])
        .filter(filter)
        .order_by_asc(table::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|(id, key, number, digest, origin, change)| {
            Ok(Heading { id, key, number, digest, origin: origin_of(&origin)?, change })
        })
        .collect()
}

fn origin_of(key: &str) -> Result<Origin> {
    match key {
        "pack" => Ok(Origin::Pack),
        "user" => Ok(Origin::User),
        other => Err(Problem::internal(format!("no such origin of a definition: {other}"))),
    }
}

/// A body that this program cannot read was written by a later one: it is refused, not read in part.
fn read<T: DeserializeOwned>(row: table::Model) -> Result<Revision<T>> {
    let origin = origin_of(&row.origin)?;
    let body = serde_json::from_str(&row.body).map_err(|error| {
        tracing::warn!(%error, kind = row.kind, key = row.key, revision = row.revision, "definition not understood");
        Problem::refuse(
            format!("Định nghĩa “{}” (bản {}) do phiên bản mới hơn của chương trình ghi.", row.key, row.revision),
            "Dùng phiên bản chương trình đã ghi cơ sở dữ liệu này, hoặc mới hơn.",
        )
    })?;
    Ok(Revision {
        id: row.id,
        number: row.revision,
        digest: row.digest,
        origin,
        unit: row.unit_id,
        change: row.change_id,
        body,
    })
}
