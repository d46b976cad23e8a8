//! Tables, described once for both databases, and the handles by which backup and restore read and write any of them.

use crate::{Result, bulk};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Alias, ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, Table,
    TableCreateStatement,
};
use sea_orm::{
    ActiveModelBehavior, DatabaseTransaction, DbBackend, IntoActiveModel, Iterable, Order, PrimaryKeyToColumn,
    QueryOrder, QuerySelect, Statement,
};
use sea_orm_migration::prelude::ColumnDef;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};
use std::future::Future;
use std::pin::Pin;

/// A forward-only migration: tables and indexes under a name that sorts in the order of application. Never edited once
/// released.
pub struct Migration {
    name: &'static str,
    tables: Vec<NewTable>,
}

impl Migration {
    /// A migration named like `0210_targets`.
    pub fn new(name: &'static str) -> Self {
        Self { name, tables: Vec::new() }
    }

    /// As one of a list.
    pub fn boxed(self) -> Box<dyn MigrationTrait> {
        Box::new(self)
    }

    /// Adds a table.
    #[must_use]
    pub fn table(mut self, table: NewTable) -> Self {
        self.tables.push(table);
        self
    }
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> std::result::Result<(), DbErr> {
        for table in &self.tables {
            manager.create_table(table.create.clone()).await?;
            for index in &table.indexes {
                manager.create_index(index.clone()).await?;
            }
        }
        Ok(())
    }
}

/// A table to be made: portable types only (see the developer guide): `i64` keys, text, whole numbers, flags, dates,
/// moments.
pub struct NewTable {
    name: &'static str,
    create: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident, $optional:ident => $kind:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, column: &'static str) -> Self {
            self.create.col(ColumnDef::new(Alias::new(column)).$kind().not_null());
            self
        }

        /// The same, and it may be missing.
        #[must_use]
        pub fn $optional(mut self, column: &'static str) -> Self {
            self.create.col(ColumnDef::new(Alias::new(column)).$kind().null());
            self
        }
    )*};
}

impl NewTable {
    /// A table without columns yet.
    pub fn new(name: &'static str) -> Self {
        let mut create = Table::create();
        create.table(Alias::new(name));
        Self { name, create, indexes: Vec::new() }
    }

    columns! {
        /// A whole number.
        whole, optional_whole => big_integer;
        /// A text of any length.
        text, optional_text => text;
        /// A yes or no.
        flag, optional_flag => boolean;
        /// A calendar day.
        day, optional_day => date;
        /// A moment in UTC.
        instant, optional_instant => timestamp_with_time_zone;
    }

    /// The key `id`, given by the database.
    #[must_use]
    pub fn key(mut self) -> Self {
        self.create.col(ColumnDef::new(Alias::new("id")).big_integer().not_null().primary_key().auto_increment());
        self
    }

    /// A key given by the caller.
    #[must_use]
    pub fn plain_key(mut self, column: &'static str) -> Self {
        self.create.col(ColumnDef::new(Alias::new(column)).big_integer().not_null().primary_key());
        self
    }

    /// A text key given by the caller.
    #[must_use]
    pub fn text_key(mut self, column: &'static str) -> Self {
        self.create.col(ColumnDef::new(Alias::new(column)).text().not_null().primary_key());
        self
    }

    /// `column` points to the key of `target`; nothing pointed to can be deleted.
    #[must_use]
    pub fn refers(mut self, column: &'static str, target: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.name(format!("fk_{}_{column}", self.name))
            .from(Alias::new(self.name), Alias::new(column))
            .to(Alias::new(target), Alias::new("id"))
            .on_delete(ForeignKeyAction::Restrict);
        self.create.foreign_key(&mut key);
        self
    }

    /// The change that wrote the row.
    #[must_use]
    pub fn change(self) -> Self {
        self.whole("change_id").refers("change_id", "change")
    }

    /// An index over columns.
    #[must_use]
    pub fn index(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(self.make_index("ix", columns));
        self
    }

    /// An index over the rows that have a value in a column. Where few have one, an index over all rows would mislead the
    /// planner: to it, every value looks as frequent as the missing one.
    #[must_use]
    pub fn index_of_known(mut self, column: &'static str) -> Self {
        let mut index = self.make_index("ix", &[column]);
        index.and_where(Expr::col(Alias::new(column)).is_not_null());
        self.indexes.push(index);
        self
    }

    /// An index that allows each combination once.
    #[must_use]
    pub fn unique(mut self, columns: &[&'static str]) -> Self {
        let mut index = self.make_index("ux", columns);
        index.unique();
        self.indexes.push(index);
        self
    }

    fn make_index(&self, prefix: &str, columns: &[&'static str]) -> IndexCreateStatement {
        let mut index = Index::create();
        index.name(format!("{prefix}_{}_{}", self.name, columns.join("_"))).table(Alias::new(self.name));
        for column in columns {
            index.col(Alias::new(*column));
        }
        index
    }
}

/// A future that borrows what the call was given.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Some rows of a table, in the order of its key.
#[derive(Debug)]
pub struct Portion {
    /// Each row as one line of JSON.
    pub lines: Vec<String>,
    /// Where to go on; none when there are no more rows.
    pub next: Option<After>,
}

/// The key of the last row read.
#[derive(Debug, Clone)]
pub struct After(Vec<sea_orm::Value>);

/// A table as backup and restore see it.
pub trait Portable: Send + Sync {
    /// Name of the table.
    fn name(&self) -> &'static str;
    /// Up to `limit` rows that follow a key, in the order of the key, which is the same on both databases.
    fn read<'a>(&'a self, connection: &'a DatabaseTransaction, after: Option<After>, limit: u64) -> Later<'a, Portion>;
    /// Inserts rows that [`Portable::read`] gave.
    fn write<'a>(&'a self, connection: &'a DatabaseTransaction, lines: &'a [String]) -> Later<'a, ()>;
    /// How many rows there are.
    fn count<'a>(&'a self, connection: &'a DatabaseTransaction) -> Later<'a, u64>;
    /// On PostgreSQL, lets the next key follow the largest one present.
    fn continue_keys<'a>(&'a self, connection: &'a DatabaseTransaction) -> Later<'a, ()>;
}

/// The portable handle of an entity's table.
pub struct Whole<E>(std::marker::PhantomData<E>);

/// The portable handle of `E`'s table.
pub fn whole<E>() -> Box<dyn Portable>
where
    E: EntityTrait + 'static,
    E::Model: IntoActiveModel<E::ActiveModel> + serde::Serialize + serde::de::DeserializeOwned + Send + Sync,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    Box::new(Whole::<E>(std::marker::PhantomData))
}

/// A key column as an order that both databases share: PostgreSQL sorts text by the rules of its locale unless told not
/// to.
fn key_order(column: &impl ColumnTrait, backend: DbBackend) -> Expr {
    let key = Expr::col(*column);
    let is_text = matches!(column.def().get_column_type(), ColumnType::Text | ColumnType::String(_));
    if backend == DbBackend::Postgres && is_text { Expr::cust_with_expr("$1 COLLATE \"C\"", key) } else { key }
}

impl<E> Portable for Whole<E>
where
    E: EntityTrait + 'static,
    E::Model: IntoActiveModel<E::ActiveModel> + serde::Serialize + serde::de::DeserializeOwned + Send + Sync,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    fn name(&self) -> &'static str {
        E::default().table_name()
    }

    fn read<'a>(&'a self, connection: &'a DatabaseTransaction, after: Option<After>, limit: u64) -> Later<'a, Portion> {
        Box::pin(async move {
            let backend = connection.get_database_backend();
            let columns: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
            let mut select = E::find();
            for column in &columns {
                select = select.order_by(key_order(column, backend), Order::Asc);
            }
            if let Some(After(values)) = after {
                let keys = columns.iter().map(|column| key_order(column, backend));
                let values = values.into_iter().map(Expr::value);
                select = select.filter(Expr::tuple(keys).gt(Expr::tuple(values)));
            }
            let rows = select.limit(limit).all(connection).await?;
            let full = rows.len() as u64 == limit;
            let next = rows.last().filter(|_| full).map(|row| After(columns.iter().map(|key| row.get(*key)).collect()));
            let lines = rows.iter().map(serde_json::to_string).collect::<std::result::Result<_, _>>()?;
            Ok(Portion { lines, next })
        })
    }

    fn write<'a>(&'a self, connection: &'a DatabaseTransaction, lines: &'a [String]) -> Later<'a, ()> {
        Box::pin(async move {
            let rows = lines.iter().map(|line| serde_json::from_str(line));
            let rows: Vec<E::Model> = rows.collect::<std::result::Result<_, _>>()?;
            bulk::insert::<E, _>(connection, &rows).await
        })
    }

    fn count<'a>(&'a self, connection: &'a DatabaseTransaction) -> Later<'a, u64> {
        Box::pin(async move { Ok(E::find().count(connection).await?) })
    }

    fn continue_keys<'a>(&'a self, connection: &'a DatabaseTransaction) -> Later<'a, ()> {
        Box::pin(async move {
            if connection.get_database_backend() == DbBackend::Postgres {
                let table = self.name();
                let sql = format!(
                    "SELECT setval(sequence::regclass, greatest((SELECT coalesce(max(id), 0) FROM \"{table}\"), 1)) \
                     FROM pg_get_serial_sequence('\"{table}\"', 'id') AS sequence WHERE sequence IS NOT NULL"
                );
                connection.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
            }
            Ok(())
        })
    }
}
